//! HTTP on loopback: requests in; answers out, or a connection cut without one.

use std::convert::Infallible;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body as _, Bytes, Incoming};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::http::{Body, Call, Cut, Refusal, Reply};
use super::state::Emulator;
use super::{admission, routing, web};

/// The largest request: room for a million ids.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Serves on a runtime of its own until `stop` is sent or dropped. Everything quick happens on this one thread, so
/// requests are counted, met by faults and carried out in one order.
pub(super) fn serve(listener: TcpListener, emulator: &Arc<Emulator>, stop: oneshot::Receiver<Infallible>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(4)
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        tokio::select! {
            () = accept(&listener, emulator) => {}
            _ = stop => {}
        }
    });
    // Without waiting for searches that are still running.
    runtime.shutdown_background();
}

async fn accept(listener: &tokio::net::TcpListener, emulator: &Arc<Emulator>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without this a small answer waits 40 ms for the acknowledgement of the one before.
                let _ = stream.set_nodelay(true);
                tokio::spawn(talk(stream, Arc::clone(emulator)));
            }
            // Out of file descriptors, most likely: they come back when connections end.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn talk(stream: TcpStream, emulator: Arc<Emulator>) {
    let answer = service_fn(|request: Request<Incoming>| {
        let emulator = Arc::clone(&emulator);
        async move { respond(request, &emulator).await }
    });
    // An error is a client that went away, or a `Cut`: hyper closes the connection without a byte.
    let _ = http1::Builder::new().pipeline_flush(true).serve_connection(TokioIo::new(stream), answer).await;
}

async fn respond(request: Request<Incoming>, emulator: &Arc<Emulator>) -> Result<Response<Body>, Cut> {
    let (parts, incoming) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let reply = match admission::admit(&parts) {
        Ok(()) => admitted(parts, incoming, emulator).await?,
        Err(refusal) => web::refused(&path, refusal),
    };
    let reply = if web::is_page(&path) { web::secured(reply) } else { reply };
    let mut response = Response::new(reply.body);
    *response.status_mut() = reply.status;
    response.headers_mut().extend(reply.headers);
    Ok(response)
}

async fn admitted(parts: Parts, incoming: Incoming, emulator: &Arc<Emulator>) -> Result<Reply, Cut> {
    let path = parts.uri.path();
    let Some(body) = read(incoming).await? else {
        let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large");
        return Ok(web::refused(path, refusal));
    };
    if !body.is_empty()
        && let Err(refusal) = admission::admit_body(&parts, web::is_page(path))
    {
        return Ok(web::refused(path, refusal));
    }
    let call = Call { method: parts.method, uri: parts.uri, headers: parts.headers, body, stale: None };
    routing::answer(emulator, call).await
}

/// The whole body; `None` if it is too large.
async fn read(incoming: Incoming) -> Result<Option<Bytes>, Cut> {
    if incoming.is_end_stream() {
        return Ok(Some(Bytes::new()));
    }
    let mut incoming = pin!(incoming);
    let mut first = Bytes::new();
    let mut all = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| incoming.as_mut().poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Cut)?.into_data() else { continue };
        // Nearly every body is one piece and need not be copied.
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        all.extend_from_slice(&std::mem::take(&mut first));
        all.extend_from_slice(&data);
        if all.len() > LARGEST_BODY {
            return Ok(None);
        }
    }
    Ok(Some(if all.is_empty() { first } else { all.into() }))
}
