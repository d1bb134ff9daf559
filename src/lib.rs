//! `mfa-admin`: reset multi-factor authentication for the people of an organisation.
pub mod batch;
pub mod credentials;
