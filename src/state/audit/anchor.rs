//! What is known of the record from an earlier time.

/// A head of an earlier time: its event must still be in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The number of the event, where it is known.
    pub seq: Option<u64>,
    /// Its hash.
    pub hash: String,
}
