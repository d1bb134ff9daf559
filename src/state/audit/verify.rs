//! Is the record as it was written?

use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::anchor::Anchor;
use super::chain::{hex, links, origin, sha256};
use crate::state::database::State;
use crate::state::error::StateError;

/// What came of checking the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many events there are.
    pub records: u64,
    /// The number of the first event that was changed, removed or put in.
    pub first_bad: Option<u64>,
    /// The hash of the last event.
    pub head: Option<String>,
}

/// The chain, followed from its beginning.
struct Walk {
    records: u64,
    first_bad: Option<u64>,
    last: u64,
    head: Option<String>,
    /// The records that are older than the chain, and the number of the first.
    unsealed: Sha256,
    first_unsealed: Option<u64>,
}

impl Walk {
    fn bad(&mut self, seq: u64) {
        self.first_bad = Some(self.first_bad.map_or(seq, |first| first.min(seq)));
    }

    fn step(&mut self, seq: u64, body: &[u8], hash: Option<&[u8]>) {
        self.records += 1;
        let (said, prev) = links(body);
        let Some(hash) = hash else {
            // Before the chain numbers may be missing; behind its first event there is nothing without a hash. An event
            // that names the one before it had a hash once.
            if self.head.is_some() || prev.is_some() || said != Some(seq) {
                self.bad(seq);
            }
            self.first_unsealed.get_or_insert(seq);
            self.unsealed.update(body);
            self.unsealed.update(b"\n");
            self.last = seq;
            return;
        };
        let is_itself = said == Some(seq) && sha256(body).as_bytes() == hash;
        let before = match (&self.head, self.first_unsealed) {
            (Some(head), _) => head.clone(),
            (None, Some(_)) => hex(&self.unsealed.clone().finalize()),
            (None, None) => origin(),
        };
        if seq != self.last + 1 {
            self.bad(seq.min(self.last + 1));
        } else if !is_itself {
            self.bad(seq);
        } else if prev.as_deref() != Some(before.as_str()) {
            // This one fits its own hash: the one before it was made anew, or there was another one.
            self.bad(if self.head.is_some() {
                self.last.min(seq)
            } else {
                self.first_unsealed.unwrap_or(seq)
            });
        }
        self.last = seq;
        self.head = Some(String::from_utf8_lossy(hash).into_owned());
    }
}

impl State {
    /// Follows the chain from its beginning to its end, and looks for the anchors in it. Nothing is held in memory.
    pub fn verify(&self, anchors: &[Anchor]) -> Result<Verification, StateError> {
        let mut walk = Walk {
            records: 0,
            first_bad: None,
            last: 0,
            head: None,
            unsealed: Sha256::new(),
            first_unsealed: None,
        };
        let mut found = vec![false; anchors.len()];
        let mut statement =
            self.connection.prepare("SELECT seq, body, hash FROM audit_event ORDER BY seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let seq = match row.get_ref(0)? {
                ValueRef::Integer(seq) => u64::try_from(seq).unwrap_or(0),
                _ => 0,
            };
            let hash = row.get_ref(2)?.as_bytes_or_null().unwrap_or_default();
            walk.step(seq, row.get_ref(1)?.as_bytes().unwrap_or_default(), hash);
            for (anchor, found) in anchors.iter().zip(&mut found) {
                *found |= hash == Some(anchor.hash.as_bytes()) && anchor.seq.is_none_or(|known| known == seq);
            }
        }
        for (anchor, _) in anchors.iter().zip(found).filter(|(_, found)| !found) {
            // Cut at its end, the first that is missing comes next; else another event stands at that number.
            walk.bad(anchor.seq.map_or(walk.last + 1, |seq| seq.min(walk.last + 1)));
        }
        let Walk { records, first_bad, head, .. } = walk;
        Ok(Verification { records, first_bad, head })
    }
}
