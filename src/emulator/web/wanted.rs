//! Pages that somebody asked for before they signed in. They live in memory and end with the server.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::emulator::secrets::{self, Digest};

/// How many are kept. Anybody can ask for pages, so the oldest make room.
const MOST: usize = 100;

/// The oldest first.
#[derive(Default)]
pub(crate) struct WantedPages(Mutex<VecDeque<(Digest, String)>>);

impl WantedPages {
    /// Keeps the path of a page; returns the secret for the cookie.
    pub(super) fn keep(&self, path: &str) -> String {
        let secret = secrets::token();
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() == MOST {
            pages.pop_front();
        }
        pages.push_back((secrets::digest(&secret), path.to_owned()));
        secret
    }

    /// The page of this cookie, once.
    pub(super) fn take(&self, secret: &str) -> Option<String> {
        let digest = secrets::digest(secret);
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = pages.iter().position(|(known, _)| *known == digest)?;
        pages.remove(at).map(|(_, path)| path)
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, WantedPages};

    #[test]
    fn a_page_is_given_once_and_the_oldest_makes_room() {
        let pages = WantedPages::default();
        let secrets: Vec<_> = (0..=MOST).map(|number| pages.keep(&format!("/{number}"))).collect();
        assert_eq!(pages.take(&secrets[0]), None);
        assert_eq!(pages.take(&secrets[1]).as_deref(), Some("/1"));
        assert_eq!(pages.take(&secrets[1]), None);
        assert_eq!(pages.take(&secrets[MOST]), Some(format!("/{MOST}")));
    }
}
