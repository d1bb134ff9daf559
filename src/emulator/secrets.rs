//! Secrets: how they are made, and what of them is stored. Of tokens, keys and devices that is the SHA-256 (they are
//! 256 random bits, which nobody can guess), of passwords an argon2 hash.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest as _, Sha256};

/// What a database stores of a token, a key or a device.
pub(super) type Digest = [u8; 32];

/// A new secret to hand out: 256 random bits in hexadecimal.
pub(super) fn token() -> String {
    format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>())
}

pub(super) fn digest(secret: &str) -> Digest {
    Sha256::digest(secret.as_bytes()).into()
}

/// A new secret for an authenticator app.
pub(super) fn app_secret() -> [u8; 20] {
    rand::random()
}

/// The app secret of a seeded person. It follows from the id, so that a million people need no random bytes stored.
/// That is good enough for invented people, and the reason why no real person may ever be added here.
pub(super) fn seeded_app_secret(person: i64) -> [u8; 20] {
    let hash = Sha256::new().chain_update(b"seeded app secret").chain_update(person.to_be_bytes()).finalize();
    let mut secret = [0; 20];
    secret.copy_from_slice(&hash[..20]);
    secret
}

/// An argon2id hash. Its cost is far below what real passwords need: the only password in here is printed.
pub(super) fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    let cheap = Params::new(4096, 1, 1, None).unwrap_or_default();
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap).hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

/// Whether this is the password behind the hash. Slow on purpose: never on the thread that serves.
pub(super) fn password_fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What was made for one run, where nothing else opens the server: the profile `demo` serves an organisation whose
/// seeded password is printed in the documents.
pub(super) struct RunSecrets {
    password: Digest,
    handed_out: Mutex<HashSet<Digest>>,
}

impl RunSecrets {
    pub(super) fn new(password: &str) -> Self {
        Self { password: digest(password), handed_out: Mutex::default() }
    }

    /// Whether it is the password of this run. It is random, so its digest can be compared like any number.
    pub(super) fn password_fits(&self, password: &str) -> bool {
        digest(password) == self.password
    }

    pub(super) fn hand_out(&self, secret: Digest) {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner).insert(secret);
    }

    pub(super) fn handed_out(&self, secret: &Digest) -> bool {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner).contains(secret)
    }
}
