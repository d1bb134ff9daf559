//! The provider API: what any service can be asked, and how it may fail.
//!
//! The trait is in `api.rs`. `transport.rs` sends each `request.rs` at the pace of `pace.rs`, and `response.rs` says
//! what the answer means. A new provider is one file or folder, one variant of [`ProviderKind`] and its arm in
//! `kind.rs`. No other file learns its name.

mod api;
mod body;
mod call_answer;
mod call_path;
mod capabilities;
mod client;
mod endpoint;
mod error;
mod factor_list;
mod json_array;
mod kind;
mod list;
mod observer;
mod pace;
mod privacyidea;
pub mod probe;
#[cfg(any(test, fuzzing))]
pub mod properties;
mod raw_call;
mod redaction;
mod request;
mod resolver;
mod response;
mod strict;
mod transport;

pub use api::{Cursor, DirectoryPage, Login, Members, Provider, ProviderKey, Query, Removal, SignIn};
pub use call_answer::{AnswerBody, CallAnswer, Document};
pub use call_path::{CallPath, CallPathError};
pub use capabilities::{Administrators, Capabilities};
pub use endpoint::{Authentication, Endpoint, TokenStore, is_loopback};
pub use error::{ConnectFailure, Lost, ProviderError, SignInError};
pub use kind::ProviderKind;
pub use observer::{Event, Exchange, Observer, Retrying, Throttling};
pub use pace::ChangeSlot;
pub use raw_call::{AllowedCall, Answered, CallMethod, DocumentedCall, RawCall, Refusal, Ruling, call_body};
pub use response::cut;
