//! What the API says about itself: the one list of documented calls, as a table here and as OpenAPI 3.1 for programs.

mod calls;
mod document;
mod operation;
mod schemas;

pub(super) use calls::methods;
pub(super) use document::document;
#[cfg(test)]
pub(super) use {
    calls::CALLS,
    operation::{Body, Operation, Parameter, Topic},
};
