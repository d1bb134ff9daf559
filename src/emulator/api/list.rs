//! Lists: `{"data":[…]}`, a page at once, or everything while it is read.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;
use rusqlite::Connection;
use serde::Serialize;
use tokio::sync::mpsc;

use super::aside;
use crate::emulator::http::{Body, Refusal, Reply};
use crate::emulator::service::Service;
use crate::emulator::store::PeoplePage;

/// How much of a long list is gathered before it is sent.
const PIECE: usize = 64 * 1024;

/// A list in the making.
pub(super) struct List {
    text: Vec<u8>,
    empty: bool,
    /// Where pieces go; `None` gathers everything.
    pieces: Option<mpsc::Sender<Bytes>>,
}

/// Answers with the rows that `fill` adds. Without a page the list is sent while it is read: a million rows
/// are never held in memory.
pub(super) async fn of<F>(service: &Arc<Service>, page: Option<PeoplePage>, fill: F) -> Result<Reply, Refusal>
where
    F: FnOnce(&Service, &Connection, &mut List) -> Result<(), Refusal> + Send + 'static,
{
    let filled = move |service: &Service, pieces| {
        let mut list = List { text: br#"{"data":["#.to_vec(), empty: true, pieces };
        service.store.read_aside(|db| fill(service, db, &mut list))?;
        list.text.extend_from_slice(b"]}");
        Ok(list)
    };
    let body = if page.is_some() {
        let list = aside(service, move |service| filled(service, None)).await?;
        Body::Whole(Some(list.text.into()))
    } else {
        let (pieces, body) = mpsc::channel(4);
        let service = Arc::clone(service);
        tokio::task::spawn_blocking(move || {
            // After an error the end is missing, so that nobody takes a part for the whole.
            filled(&service, Some(pieces)).and_then(|mut list| list.send())
        });
        Body::Pieces(body)
    };
    Ok(Reply::of_json(StatusCode::OK, body))
}

impl List {
    /// Adds a row. An error is a client that hung up: nobody is left to read on for.
    pub(super) fn add(&mut self, row: &impl Serialize) -> Result<(), Refusal> {
        if !std::mem::take(&mut self.empty) {
            self.text.push(b',');
        }
        serde_json::to_writer(&mut self.text, row).map_err(|why| Refusal::internal(&why))?;
        if self.text.len() < PIECE { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> Result<(), Refusal> {
        let Some(pieces) = &self.pieces else { return Ok(()) };
        let piece = Bytes::from(std::mem::take(&mut self.text));
        pieces.blocking_send(piece).map_err(|why| Refusal::internal(&why))
    }
}
