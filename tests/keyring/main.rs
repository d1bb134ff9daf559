//! The stores of credentials, and signing in, with a real Secret Service: each test in one of its own, as in
//! `.ci/keyring env MFA_ADMIN_TEST_KEYRING=1 cargo test --test keyring`. Without that variable nothing is run.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod absent;
#[cfg(test)]
mod real;
#[cfg(test)]
mod session;
#[cfg(test)]
mod stores;
