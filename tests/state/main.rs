//! What is kept comes back as it was, whatever happened in between.

mod batches;
mod chain;
mod drafts;
mod fixture;
mod look;
mod purge;
mod rows;
mod versions;
