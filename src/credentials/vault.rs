//! One profile's entry in one store.

use std::error::Error as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use super::{Credential, CredentialError, SecretScope, StoreChoice, StoreKind, entry};

/// The service name of all our entries.
const SERVICE: &str = "mfa-admin";

/// How long a store may take. The store's library itself would wait for ever for a daemon that hangs or for the answer
/// to a prompt.
const PATIENCE: Duration = Duration::from_secs(3);

/// One profile's entry in one store.
#[derive(Debug, Clone)]
pub struct Vault {
    choice: StoreChoice,
    profile: String,
    /// What a test has in place of the store.
    #[cfg(test)]
    mock: Option<std::sync::Arc<keyring_core::mock::Store>>,
}

impl Vault {
    /// The entry of a profile in the store of that choice; touches nothing yet.
    #[must_use]
    pub fn open(choice: StoreChoice, profile: &str) -> Self {
        Self {
            choice,
            profile: profile.to_owned(),
            #[cfg(test)]
            mock: None,
        }
    }

    /// The kind of store this is, or would be, on this system; touches nothing.
    #[must_use]
    pub fn kind(&self) -> StoreKind {
        match self.choice {
            StoreChoice::Keyring if cfg!(target_os = "macos") => StoreKind::Keychain,
            StoreChoice::Keyring if cfg!(target_os = "windows") => StoreKind::CredentialManager,
            StoreChoice::Keyring => StoreKind::SecretService,
            StoreChoice::Keyutils => StoreKind::Keyutils,
        }
    }

    /// Whether the store can be used: an entry of another name is written, read back and deleted, so that a
    /// sign-in can know before it asks for a secret.
    ///
    /// # Errors
    ///
    /// Those of [`save`](Self::save), [`load`](Self::load) and [`delete`](Self::delete).
    pub fn probe(&self) -> Result<(), CredentialError> {
        // Two sign-ins at once must not delete each other's entry.
        let name = format!("{}/probe-{:08x}", self.profile, fastrand::u32(..));
        let kept = self.visit(name, |entry| {
            let kept = write(entry, b"probe");
            let removed = remove(entry);
            if kept? { removed.map(|_| true) } else { Ok(false) }
        });
        check_kept(kept?)
    }

    /// The credential for this scope, if there is one.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, or what is there is not a credential, or one for another scope.
    pub fn load(&self, scope: &SecretScope) -> Result<Option<Credential>, CredentialError> {
        let stored = self.visit(self.profile.clone(), read)?;
        stored.map(|bytes| entry::from_bytes(&bytes, &self.profile, scope)).transpose()
    }

    /// Keeps a credential for this scope instead of the one before, of whatever scope, and reads it back.
    ///
    /// # Errors
    ///
    /// When the store did not take it, or took it and does not give it back. After
    /// [`CredentialError::Hanging`] it may be there all the same.
    pub fn save(&self, scope: &SecretScope, credential: &Credential) -> Result<(), CredentialError> {
        let stored = entry::to_bytes(scope, credential);
        // What could not be loaded again is not worth keeping.
        entry::from_bytes(&stored, &self.profile, scope)?;
        check_kept(self.visit(self.profile.clone(), move |entry| write(entry, &stored))?)
    }

    /// Deletes the credential; true when there was one.
    ///
    /// # Errors
    ///
    /// When the store cannot be reached or does not let it go.
    pub fn delete(&self) -> Result<bool, CredentialError> {
        self.visit(self.profile.clone(), remove)
    }

    /// Is there no entry?
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn is_empty(&self) -> Result<bool, CredentialError> {
        Ok(self.visit(self.profile.clone(), read)?.is_none())
    }

    /// The text of the entry, where it holds no credential.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn text(&self) -> Result<Option<String>, CredentialError> {
        let stored = self.visit(self.profile.clone(), read)?;
        Ok(stored.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Keeps a text, which need not be secret, in the entry.
    ///
    /// # Errors
    ///
    /// When the store did not take it.
    pub fn save_text(&self, text: &str) -> Result<(), CredentialError> {
        let bytes = text.as_bytes().to_vec();
        check_kept(self.visit(self.profile.clone(), move |entry| write(entry, &bytes))?)
    }

    /// Does something to the entry of a name, on a thread of its own: the library blocks, must not be called inside an
    /// async runtime, and cannot be interrupted. A thread that hangs is left behind.
    fn visit<T: Send + 'static>(
        &self,
        name: String,
        action: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, CredentialError> {
        let vault = self.clone();
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("credential store".to_owned())
            .spawn(move || {
                let result = vault
                    .entry(&name)
                    .and_then(|entry| action(&entry).map_err(|error| failure(&error, vault.kind())));
                // After the time-out there is no receiver any more.
                sender.send(result).ok();
            })
            .map_err(|error| CredentialError::Failed { why: error.to_string() })?;
        receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| match error {
            mpsc::RecvTimeoutError::Timeout => Err(CredentialError::Hanging { seconds: PATIENCE.as_secs() }),
            mpsc::RecvTimeoutError::Disconnected => {
                Err(CredentialError::Failed { why: "its library broke down".to_owned() })
            }
        })
    }

    fn entry(&self, name: &str) -> Result<Entry, CredentialError> {
        #[cfg(test)]
        if let Some(mock) = &self.mock {
            use keyring_core::api::CredentialStoreApi as _;
            return mock.build(SERVICE, name, None).map_err(|error| failure(&error, self.kind()));
        }
        match self.choice {
            StoreChoice::Keyring => system_entry(name, self.kind()),
            StoreChoice::Keyutils => kernel_entry(name),
        }
    }
}

#[cfg(test)]
impl Vault {
    /// An entry that ends with the test. Clones share it.
    pub(super) fn mock(profile: &str) -> Self {
        let mock = keyring_core::mock::Store::new().ok();
        Self { mock, ..Self::open(StoreChoice::Keyring, profile) }
    }
}

/// Some stores say yes and forget.
fn check_kept(kept: bool) -> Result<(), CredentialError> {
    if kept { Ok(()) } else { Err(CredentialError::NotKept) }
}

/// The store of the system is opened once in a process. Its own failure is kept apart from that of the entry.
fn system_entry(name: &str, kind: StoreKind) -> Result<Entry, CredentialError> {
    if let Err(error) = keyring::Entry::store_status() {
        return Err(CredentialError::NoStore { why: causes(error) });
    }
    keyring::Entry::new(SERVICE, name).map(|entry| entry.inner).map_err(|error| failure(&error, kind))
}

#[cfg(target_os = "linux")]
fn kernel_entry(name: &str) -> Result<Entry, CredentialError> {
    use keyring_core::api::CredentialStoreApi as _;

    linux_keyutils_keyring_store::Store::new()
        .and_then(|store| store.build(SERVICE, name, None))
        .map_err(|error| failure(&error, StoreKind::Keyutils))
}

#[cfg(not(target_os = "linux"))]
fn kernel_entry(_: &str) -> Result<Entry, CredentialError> {
    Err(CredentialError::NoStore { why: "only Linux has a kernel keyring".to_owned() })
}

fn read(entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    match entry.get_secret() {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes, and says whether the same can be read back.
fn write(entry: &Entry, bytes: &[u8]) -> Result<bool, Error> {
    entry.set_secret(bytes)?;
    Ok(read(entry)?.is_some_and(|kept| kept.as_slice() == bytes))
}

fn remove(entry: &Entry) -> Result<bool, Error> {
    match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What an error means in that kind of store. The bytes that some errors carry stay behind.
fn failure(error: &Error, kind: StoreKind) -> CredentialError {
    let why = causes(error);
    match error {
        Error::NoDefaultStore => CredentialError::NoStore { why },
        // Locked, its prompt dismissed, or no collection to write to: the library does not tell them apart.
        Error::NoStorageAccess(_) if kind == StoreKind::SecretService => CredentialError::Locked { why },
        // Root, cron and CI often have no kernel keyring, and get one that they may not write to.
        Error::NoStorageAccess(_) if kind == StoreKind::Keyutils => {
            CredentialError::Denied { why: format!("this session has no kernel keyring of its own: {why}") }
        }
        Error::NoStorageAccess(_) => CredentialError::Denied { why },
        Error::TooLong(_, limit) => CredentialError::TooLarge { limit: *limit },
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            CredentialError::Damaged { why }
        }
        Error::Ambiguous(entries) => {
            CredentialError::Damaged { why: format!("{} entries have this name", entries.len()) }
        }
        _ => CredentialError::Failed { why },
    }
}

/// The causes of a store's error. The outermost says only that a store failed, and many repeat their source.
fn causes(error: &Error) -> String {
    let mut words = String::new();
    let outermost = usize::from(error.source().is_some());
    for cause in anyhow::Chain::new(error).skip(outermost).map(ToString::to_string) {
        if !words.contains(&cause) {
            words += if words.is_empty() { "" } else { ": " };
            words += &cause;
        }
    }
    words
}
