//! `mfa approve`: a second person sees a plan, and signs it.

mod command;
mod earlier;
mod review;
mod ssh_keygen;

pub(super) use command::{ApproveArgs, run};
