//! Batches: many people, once each, with proof.
pub mod roster;
