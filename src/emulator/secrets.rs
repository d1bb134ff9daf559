//! Secrets: how they are made, and what of them is kept. Of tokens, keys and devices only the SHA-256 is
//! stored (they are 256 random bits, nothing to guess); of passwords an argon2 hash.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use sha2::{Digest, Sha256};

/// What a database keeps of a token, a key or a device.
pub(super) type Digested = [u8; 32];

/// A fresh secret to hand out: 256 random bits in hexadecimal.
pub(super) fn token() -> String {
    rand::random::<[u8; 32]>().iter().fold(String::with_capacity(64), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

/// What is kept of a secret that was handed out.
pub(super) fn digest(secret: &str) -> Digested {
    Sha256::digest(secret.as_bytes()).into()
}

/// A fresh secret for an authenticator app.
pub(super) fn app_secret() -> [u8; 20] {
    rand::random()
}

/// The app secret of a seeded person, made from the id: a million people need no random bytes stored.
/// Good enough for invented people, and the reason why nobody real may ever be put in here.
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
