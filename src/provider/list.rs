//! A list of people that is read while it comes in, so that a million of them are never held together.

use std::rc::Rc;

use reqwest::header::HeaderMap;
use serde_json::Value;

use super::body::{Body, is_web_page};
use super::error::{Lost, ProviderError};
use super::json_array::JsonArrayDecoder;
use super::redaction::Redaction;

/// No organisation has more people: a list that goes on has no end.
const MOST: usize = 10_000_000;

/// A list of which the rest is still coming in.
pub(super) struct List {
    body: Body,
    elements: JsonArrayDecoder,
    complete: Vec<Value>,
    redaction: Rc<Redaction>,
    /// How many came so far.
    count: usize,
    /// How many of the elements to come are left out.
    left_out: usize,
}

impl List {
    /// Reads the first piece, by which a web page can be told from a list.
    pub(super) async fn begin(
        body: Body,
        headers: &HeaderMap,
        redaction: Rc<Redaction>,
    ) -> Result<Self, ProviderError> {
        let mut list = Self {
            body,
            elements: JsonArrayDecoder::default(),
            complete: Vec::new(),
            redaction,
            count: 0,
            left_out: 0,
        };
        let first = list.body.piece().await?;
        let first = first.as_ref().map(AsRef::as_ref).unwrap_or_default();
        if is_web_page(headers, first) {
            return Err(ProviderError::NoAnswer(Lost::WebPage));
        }
        list.take(first)?;
        Ok(list)
    }

    /// Leaves out the first elements, which came in an answer that broke off.
    pub(super) fn leave_out(&mut self, count: usize) {
        self.left_out = count;
    }

    /// The next elements; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Value>>, ProviderError> {
        loop {
            let known = self.left_out.min(self.complete.len());
            self.complete.drain(..known);
            self.left_out -= known;
            if !self.complete.is_empty() {
                return Ok(Some(std::mem::take(&mut self.complete)));
            }
            let Some(piece) = self.body.piece().await? else {
                return self.elements.end().map(|()| None).map_err(ProviderError::NoAnswer);
            };
            self.take(piece.as_ref())?;
        }
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), ProviderError> {
        self.complete = self.elements.feed(piece).map_err(ProviderError::NoAnswer)?;
        if self.complete.is_empty() {
            return Ok(());
        }
        self.body.goes_on();
        self.count += self.complete.len();
        if self.count > MOST {
            return Err(ProviderError::NoAnswer(Lost::Oversized { most: format!("{MOST} people") }));
        }
        self.complete.iter_mut().for_each(|element| self.redaction.json(element));
        Ok(())
    }
}
