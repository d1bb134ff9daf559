//! What was made for one run and opens it, where nothing that was known before may: the profile `demo` serves an
//! organisation whose seeded password everybody knows.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::secrets::{self, Digested};

/// A password, and the keys and tokens that were handed out since.
pub(super) struct Own {
    password: Digested,
    handed_out: Mutex<HashSet<Digested>>,
}

impl Own {
    pub(super) fn new(password: &str) -> Self {
        Self { password: secrets::digest(password), handed_out: Mutex::default() }
    }

    /// Is it the password of this run? It is random, so that its digest can be compared like any number.
    pub(super) fn password_fits(&self, password: &str) -> bool {
        secrets::digest(password) == self.password
    }

    pub(super) fn hand_out(&self, secret: Digested) {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner).insert(secret);
    }

    pub(super) fn handed_out(&self, secret: &Digested) -> bool {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner).contains(secret)
    }
}
