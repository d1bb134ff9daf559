//! `mfa-admin doctor`: checks everything that a reset needs, and says what to do about what is missing. It only reads:
//! no credential is shown or changed, no folder is made, and one check that fails does not stop the others.

mod check;
mod command;
mod machine;
mod policy;
mod service;
mod sign_in;

pub(crate) use command::run;
