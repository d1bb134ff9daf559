//! What must hold for any input, whoever made it. A property is a function of an input, and panics where it does not
//! hold. `cargo test` tries each with generated inputs (`generated.rs`), and `fuzz/` with what a fuzzer comes upon.

#[cfg(test)]
mod generated;
mod plan_file;
mod roster;
mod text;

pub use crate::provider::properties::{answer, redaction};
pub use plan_file::plan_file;
pub use roster::roster;
pub use text::text;
