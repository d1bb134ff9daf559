//! Digests: the same input for the same organisation is recognised by its digest.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::settings::Profile;

/// Begins the digest of an input with the organisation that it is for.
pub(super) fn digest_for(profile: &Profile) -> Sha256 {
    let destination = [&profile.name, profile.environment.word(), profile.kind.word(), &profile.org_id];
    Sha256::new_with_prefix(destination.join("\n"))
}

/// A finished digest in hexadecimal digits.
pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
