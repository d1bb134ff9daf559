//! What the API says about itself: the one list of documented calls, as a table here and as OpenAPI 3.1 for programs.

mod calls;
mod document;
mod operation;
mod schemas;

pub(super) use calls::{CALLS, methods};
pub(super) use document::document;
pub(super) use operation::{Body, Operation, Parameter, Topic};
