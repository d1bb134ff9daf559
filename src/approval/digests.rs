//! The digests of a plan: what a signature is of. A plan is hashed while it is read, however long it is.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use sha2::{Digest, Sha256, Sha512};

/// What a plan is signed for: `ssh-keygen -Y sign -n` takes it.
pub const NAMESPACE: &str = "mfa-admin-plan";

/// The digests that OpenSSH signs, one or the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    pub(super) sha256: Vec<u8>,
    pub(super) sha512: Vec<u8>,
}

impl Digests {
    /// Those of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hashes = Hashes::default();
        hashes.update(bytes);
        hashes.digests()
    }
}

#[derive(Clone, Default)]
struct Hashes {
    sha256: Sha256,
    sha512: Sha512,
}

impl Hashes {
    fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.sha512.update(bytes);
    }

    fn digests(self) -> Digests {
        Digests { sha256: self.sha256.finalize().to_vec(), sha512: self.sha512.finalize().to_vec() }
    }
}

/// Hashes everything that is read through it.
pub struct HashingReader<R> {
    from: R,
    hashes: Rc<RefCell<Hashes>>,
}

impl<R: Read> HashingReader<R> {
    /// A reader of `from`, and a function that gives the digests of what was read until it is called.
    pub fn new(from: R) -> (Self, impl FnOnce() -> Digests) {
        let hashes = Rc::new(RefCell::new(Hashes::default()));
        let shared = Rc::clone(&hashes);
        (Self { from, hashes }, move || shared.take().digests())
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.hashes.borrow_mut().update(&buffer[..count]);
        Ok(count)
    }
}
