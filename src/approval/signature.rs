//! Signatures as `ssh-keygen -Y sign` makes them, and whether one is of a plan. What is parsed is `ssh-key`'s task, the
//! arithmetic that of `ring`.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA512, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use sha2::{Digest, Sha256};
use ssh_key::public::{EcdsaPublicKey, KeyData, RsaPublicKey};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, SshSig};

use super::digests::{Digests, NAMESPACE};
use super::unfit::Unfit;

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// Behind the signature of a token: its flags and its counter.
const TRAILER: usize = 5;
/// The flag of a token that says that it was touched.
const TOUCHED: u8 = 1;

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(SshSig);

/// The signatures of a file, which stand in it one after the other; and what cannot be read as one.
pub fn signatures(text: &str) -> impl Iterator<Item = Result<Signature, Unfit>> {
    text.split(BEGIN).skip(1).map(|rest| {
        let (body, _) = rest.split_once(END).ok_or(Unfit::Garbled)?;
        let lines: Vec<_> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let block = format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"));
        SshSig::from_pem(block).map(Signature).map_err(|_| Unfit::Garbled)
    })
}

/// How people recognise a key: `SHA256:…`, as `ssh-keygen -l` shows it.
#[must_use]
pub fn fingerprint(key: &KeyData) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

impl Signature {
    /// The key that made it.
    #[must_use]
    pub fn key(&self) -> &KeyData {
        self.0.public_key()
    }

    /// How people recognise its key.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.key())
    }

    /// Is it of this plan, for our purpose, and made by its key?
    ///
    /// # Errors
    /// Why not.
    pub fn is_of(&self, plan: &Digests) -> Result<(), Unfit> {
        if self.0.namespace() != NAMESPACE {
            return Err(Unfit::Namespace(self.0.namespace().to_owned()));
        }
        let (word, digest) = match self.0.hash_alg() {
            HashAlg::Sha256 => ("sha256", &plan.sha256),
            HashAlg::Sha512 => ("sha512", &plan.sha512),
            _ => return Err(Unfit::Kind),
        };
        let mut signed = b"SSHSIG".to_vec();
        for part in [NAMESPACE.as_bytes(), self.0.reserved(), word.as_bytes(), digest] {
            // Of four parts none is longer than the file that it came from.
            signed.extend(u32::try_from(part.len()).map_err(|_| Unfit::Garbled)?.to_be_bytes());
            signed.extend(part);
        }
        made_by(self.key(), &self.0.signature().algorithm(), self.0.signature_bytes(), &signed)
    }
}

/// Did this key make the signature of these bytes?
fn made_by(key: &KeyData, algorithm: &Algorithm, signature: &[u8], signed: &[u8]) -> Result<(), Unfit> {
    match (key, algorithm) {
        (KeyData::Ed25519(key), Algorithm::Ed25519) => fits(&ED25519, &key.0, signed, signature),
        (KeyData::Ecdsa(key), Algorithm::Ecdsa { curve }) if key.curve() == *curve => {
            ecdsa(key, signed, signature)
        }
        (KeyData::Rsa(key), Algorithm::Rsa { hash: Some(hash) }) => rsa(key, *hash, signed, signature),
        (KeyData::SkEd25519(key), Algorithm::SkEd25519) => {
            let (signature, signed) = by_token(key.application(), signed, signature)?;
            fits(&ED25519, &key.public_key().0, &signed, signature)
        }
        (KeyData::SkEcdsaSha2NistP256(key), Algorithm::SkEcdsaSha2NistP256) => {
            let (signature, signed) = by_token(key.application(), signed, signature)?;
            ecdsa(&EcdsaPublicKey::NistP256(*key.ec_point()), &signed, signature)
        }
        _ => Err(Unfit::Kind),
    }
}

fn fits(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    signed: &[u8],
    signature: &[u8],
) -> Result<(), Unfit> {
    UnparsedPublicKey::new(algorithm, key).verify(signed, signature).map_err(|_| Unfit::OtherPlan)
}

fn ecdsa(key: &EcdsaPublicKey, signed: &[u8], signature: &[u8]) -> Result<(), Unfit> {
    let (algorithm, width): (&'static dyn VerificationAlgorithm, _) = match key.curve() {
        EcdsaCurve::NistP256 => (&ECDSA_P256_SHA256_FIXED, 32),
        EcdsaCurve::NistP384 => (&ECDSA_P384_SHA384_FIXED, 48),
        EcdsaCurve::NistP521 => return Err(Unfit::Kind),
    };
    let signature = fixed(signature, width).ok_or(Unfit::Garbled)?;
    fits(algorithm, key.as_sec1_bytes(), signed, &signature)
}

/// The two numbers of an ECDSA signature, each of so many bytes: OpenSSH writes each as long as it is.
fn fixed(mut signature: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut fixed = Vec::with_capacity(2 * width);
    for _ in 0..2 {
        let (length, rest) = signature.split_first_chunk()?;
        let (number, rest) = rest.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
        let number = &number[number.iter().take_while(|byte| **byte == 0).count()..];
        fixed.resize(fixed.len() + width.checked_sub(number.len())?, 0);
        fixed.extend(number);
        signature = rest;
    }
    signature.is_empty().then_some(fixed)
}

fn rsa(key: &RsaPublicKey, hash: HashAlg, signed: &[u8], signature: &[u8]) -> Result<(), Unfit> {
    let parameters = match hash {
        HashAlg::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        HashAlg::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        _ => return Err(Unfit::Kind),
    };
    let (Some(n), Some(e)) = (key.n.as_positive_bytes(), key.e.as_positive_bytes()) else {
        return Err(Unfit::Garbled);
    };
    if n.len() < 2048 / 8 {
        return Err(Unfit::Kind);
    }
    RsaPublicKeyComponents { n, e }.verify(parameters, signed, signature).map_err(|_| Unfit::OtherPlan)
}

/// A token signs more than it is given (PROTOCOL.u2f): what for, whether it was touched, and a counter.
fn by_token<'a>(application: &str, signed: &[u8], signature: &'a [u8]) -> Result<(&'a [u8], Vec<u8>), Unfit> {
    let at = signature.len().checked_sub(TRAILER).ok_or(Unfit::Garbled)?;
    let (signature, trailer) = signature.split_at(at);
    if trailer[0] & TOUCHED == 0 {
        return Err(Unfit::Untouched);
    }
    let mut by_token = Sha256::digest(application).to_vec();
    by_token.extend(trailer);
    by_token.extend(Sha256::digest(signed));
    Ok((signature, by_token))
}
