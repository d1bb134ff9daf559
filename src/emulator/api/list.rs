//! Lists: `{"data":[…]}`, a page at once, or everything while it is read.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;
use rusqlite::Connection;
use serde::Serialize;
use tokio::sync::mpsc;

use crate::emulator::http::{Body, Refusal, Reply};
use crate::emulator::state::Emulator;
use crate::emulator::store::PeoplePage;

/// How many bytes of a long list are gathered before they are sent.
const PIECE: usize = 64 * 1024;

pub(super) struct List {
    text: Vec<u8>,
    empty: bool,
    /// Where pieces go; `None` gathers everything.
    pieces: Option<mpsc::Sender<Bytes>>,
}

/// Answers with the rows that `fill` adds. Without a page the list is sent while it is read: a million rows
/// are never held in memory.
pub(super) async fn of<F>(
    emulator: &Arc<Emulator>,
    page: Option<PeoplePage>,
    fill: F,
) -> Result<Reply, Refusal>
where
    F: FnOnce(&Emulator, &Connection, &mut List) -> Result<(), Refusal> + Send + 'static,
{
    let filled = move |emulator: &Emulator, pieces| {
        let mut list = List { text: br#"{"data":["#.to_vec(), empty: true, pieces };
        emulator.store.read_long(|db| fill(emulator, db, &mut list))?;
        list.text.extend_from_slice(b"]}");
        Ok(list)
    };
    let body = if page.is_some() {
        let list = emulator.blocking(move |emulator| filled(emulator, None)).await?;
        Body::Whole(Some(list.text.into()))
    } else {
        let (pieces, body) = mpsc::channel(4);
        let emulator = Arc::clone(emulator);
        tokio::task::spawn_blocking(move || {
            // After an error the end is missing, so that no client takes a part for the whole.
            filled(&emulator, Some(pieces)).and_then(|mut list| list.send())
        });
        Body::Pieces(body)
    };
    Ok(Reply::of_json(StatusCode::OK, body))
}

impl List {
    /// Adds a row. An error can mean that the client hung up: then there is no reason to read on.
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
