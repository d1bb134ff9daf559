//! One profile's entry in one store.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error as _;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use keyring_core::api::CredentialApi;
use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

use super::{Credential, CredentialError, SecretScope, StoreChoice, StoreKind, entry};

/// The service name of all our entries.
const SERVICE: &str = "mfa-admin";

/// How long a store may take. The store's library itself would wait for ever for a daemon that hangs or for the answer
/// to a prompt.
const PATIENCE: Duration = Duration::from_secs(3);

/// One profile's entry in one store. Clones share it.
#[derive(Debug, Clone)]
pub struct Vault {
    store: Store,
    profile: String,
}

#[derive(Debug, Clone)]
enum Store {
    Keyring,
    Keyutils,
    Memory(Entries),
}

impl Vault {
    /// The entry of a profile in the store of that choice; touches nothing yet.
    #[must_use]
    pub fn open(choice: StoreChoice, profile: &str) -> Self {
        let store = match choice {
            StoreChoice::Keyring => Store::Keyring,
            StoreChoice::Keyutils => Store::Keyutils,
        };
        Self { store, profile: profile.to_owned() }
    }

    /// An entry that ends with this process.
    #[must_use]
    pub fn memory(profile: &str) -> Self {
        Self { store: Store::Memory(Entries::default()), profile: profile.to_owned() }
    }

    /// The kind of store this is, or would be, on this system; touches nothing.
    #[must_use]
    pub fn kind(&self) -> StoreKind {
        match self.store {
            Store::Keyring if cfg!(target_os = "macos") => StoreKind::Keychain,
            Store::Keyring if cfg!(target_os = "windows") => StoreKind::CredentialManager,
            Store::Keyring => StoreKind::SecretService,
            Store::Keyutils => StoreKind::Keyutils,
            Store::Memory(_) => StoreKind::Memory,
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
        self.visit(name, |entry| {
            let kept = write(entry, b"probe");
            let removed = remove(entry);
            kept.and(removed).map(|_| ())
        })
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
        self.visit(self.profile.clone(), move |entry| write(entry, &stored))
    }

    /// Deletes the credential; true when there was one.
    ///
    /// # Errors
    ///
    /// When the store cannot be reached or does not let it go.
    pub fn delete(&self) -> Result<bool, CredentialError> {
        self.visit(self.profile.clone(), remove)
    }

    /// Does something to the entry of a name, on a thread of its own: the library blocks, must not be called inside an
    /// async runtime, and cannot be interrupted. A thread that hangs is left behind.
    fn visit<T: Send + 'static>(
        &self,
        name: String,
        action: impl FnOnce(&Entry) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, CredentialError> {
        let (store, kind) = (self.store.clone(), self.kind());
        let (tell, told) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("credential store".to_owned())
            .spawn(move || {
                let outcome =
                    store.entry(&name).and_then(|entry| action(&entry).map_err(|fault| fault.of(kind)));
                // After the time-out there is no receiver any more.
                tell.send(outcome).ok();
            })
            .map_err(|error| CredentialError::Failed { why: error.to_string() })?;
        told.recv_timeout(PATIENCE).unwrap_or_else(|error| match error {
            mpsc::RecvTimeoutError::Timeout => Err(CredentialError::Hanging { seconds: PATIENCE.as_secs() }),
            mpsc::RecvTimeoutError::Disconnected => {
                Err(CredentialError::Failed { why: "its library broke down".to_owned() })
            }
        })
    }
}

impl Store {
    fn entry(&self, name: &str) -> Result<Entry, CredentialError> {
        match self {
            Self::Keyring => system_entry(name),
            Self::Keyutils => kernel_entry(name),
            Self::Memory(entries) => {
                let entry = MemoryEntry { entries: entries.clone(), name: name.to_owned() };
                Ok(Entry::new_with_credential(Arc::new(entry)))
            }
        }
    }
}

/// The store of the system is opened once in a process. Its own failure is kept apart from that of the entry.
fn system_entry(name: &str) -> Result<Entry, CredentialError> {
    if let Err(error) = keyring::Entry::store_status() {
        return Err(CredentialError::NoStore { why: causes(error) });
    }
    let kind = Vault::open(StoreChoice::Keyring, name).kind();
    keyring::Entry::new(SERVICE, name).map(|entry| entry.inner).map_err(|error| Fault::Store(error).of(kind))
}

#[cfg(target_os = "linux")]
fn kernel_entry(name: &str) -> Result<Entry, CredentialError> {
    use keyring_core::api::CredentialStoreApi as _;

    linux_keyutils_keyring_store::Store::new()
        .and_then(|store| store.build(SERVICE, name, None))
        .map_err(|error| Fault::Store(error).of(StoreKind::Keyutils))
}

#[cfg(not(target_os = "linux"))]
fn kernel_entry(_: &str) -> Result<Entry, CredentialError> {
    Err(CredentialError::NoStore { why: "only Linux has a kernel keyring".to_owned() })
}

/// What can go wrong with an entry at hand.
enum Fault {
    Store(Error),
    NotKept,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

fn read(entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
    match entry.get_secret() {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Some stores say yes and forget, so a write is not done before it is read back.
fn write(entry: &Entry, bytes: &[u8]) -> Result<(), Fault> {
    entry.set_secret(bytes)?;
    match read(entry)? {
        Some(kept) if kept.as_slice() == bytes => Ok(()),
        _ => Err(Fault::NotKept),
    }
}

fn remove(entry: &Entry) -> Result<bool, Fault> {
    match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl Fault {
    /// What the fault means in that kind of store. The bytes that some errors carry stay behind.
    fn of(self, kind: StoreKind) -> CredentialError {
        let error = match self {
            Self::Store(error) => error,
            Self::NotKept => return CredentialError::NotKept,
        };
        let why = causes(&error);
        match error {
            Error::NoDefaultStore => CredentialError::NoStore { why },
            // Locked, its prompt dismissed, or no collection to write to: the library does not tell them apart.
            Error::NoStorageAccess(_) if kind == StoreKind::SecretService => CredentialError::Locked { why },
            // Root, cron and CI often have none, and the kernel lends them one they may not write to.
            Error::NoStorageAccess(_) if kind == StoreKind::Keyutils => CredentialError::Denied {
                why: format!("this session has no kernel keyring of its own: {why}"),
            },
            Error::NoStorageAccess(_) => CredentialError::Denied { why },
            Error::TooLong(_, limit) => CredentialError::TooLarge { limit },
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
                CredentialError::Damaged { why }
            }
            Error::Ambiguous(entries) => {
                CredentialError::Damaged { why: format!("{} entries have this name", entries.len()) }
            }
            _ => CredentialError::Failed { why },
        }
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

/// What the memory of a process keeps, by name.
type Kept = HashMap<String, Zeroizing<Vec<u8>>>;

#[derive(Clone, Default)]
struct Entries(Arc<Mutex<Kept>>);

impl Entries {
    fn with<T>(&self, action: impl FnOnce(&mut Kept) -> T) -> T {
        action(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entries(…)")
    }
}

/// Memory as a store like the others, so that what holds for one holds for all.
#[derive(Debug)]
struct MemoryEntry {
    entries: Entries,
    name: String,
}

impl CredentialApi for MemoryEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<(), Error> {
        self.entries.with(|kept| kept.insert(self.name.clone(), Zeroizing::new(secret.to_vec())));
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>, Error> {
        self.entries.with(|kept| kept.get(&self.name).map(|bytes| bytes.to_vec())).ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<(), Error> {
        self.entries.with(|kept| kept.remove(&self.name)).map(|_| ()).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> Result<Option<Arc<keyring_core::Credential>>, Error> {
        self.get_secret().map(|_| None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((SERVICE.to_owned(), self.name.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
