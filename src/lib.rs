//! `mfa-admin`: reset multi-factor authentication for the people of an organisation.

#[cfg(feature = "emulator")]
pub mod emulator;
