//! The door to a service: what any provider can be asked, and how it may fail.
//!
//! A new provider is one file, one variant of [`Kind`] and one arm of `Kind::service`. No other file learns
//! its name.

mod body;
mod client;
mod error;
mod json_array;
mod list;
mod pace;
mod privacyidea;
mod redaction;
mod resolver;
mod response;
mod strict;
mod transport;

use std::any::Any;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reqwest::Url;

use crate::credentials::{Credential, CredentialError, Secret, SecretScope, Vault};
use crate::model::{Account, Clock, Level, Lookup, MfaStatus, NextSignIn, Principal, Stop, User, UserId};

pub use client::is_loopback;
pub use error::{ConnectFailure, Lost, ProviderError, SignInError};
pub use response::cut;

/// The kinds of service that can hold the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// Resolver Core.
    Resolver,
    /// privacyIDEA.
    PrivacyIdea,
}

impl ProviderKind {
    /// Every kind, in the order in which help lists them.
    pub const ALL: &'static [Self] = &[Self::Resolver, Self::PrivacyIdea];

    /// The only place that tells the kinds apart.
    fn connector(self) -> &'static dyn Connector {
        match self {
            Self::Resolver => &resolver::SERVICE,
            Self::PrivacyIdea => &privacyidea::SERVICE,
        }
    }

    /// The word of `--provider` and of the config file.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.connector().word()
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Reads an id as a person writes it; `None` when it cannot be one of this service.
    #[must_use]
    pub fn user_id(self, text: &str) -> Option<UserId> {
        self.connector().user_id(text.trim())
    }

    /// The base URL behind a shorthand such as `us`.
    #[must_use]
    pub fn shorthand(self, url: &str) -> Option<&'static str> {
        self.connector().shorthand(url)
    }

    /// The keys of a profile that only this kind has.
    #[must_use]
    pub fn provider_keys(self) -> &'static [OwnKey] {
        self.connector().provider_keys()
    }

    /// What holds of our own embedded server, of these keys, where a profile says nothing else.
    #[must_use]
    pub fn demo_defaults(self) -> &'static [(&'static str, &'static str)] {
        self.connector().demo_defaults()
    }
}

/// A key of a profile that only one kind of service has.
#[derive(Debug)]
pub struct OwnKey {
    /// The key.
    pub name: &'static str,
    /// Its values; any text where none are listed.
    pub values: &'static [&'static str],
}

/// Where a service is and how it wants to be spoken to. Comes from the profile.
#[derive(Clone)]
pub struct Endpoint {
    /// The kind of service.
    pub kind: ProviderKind,
    /// The base URL; a path in it is kept.
    pub url: Url,
    /// The organisation, in the service's own words.
    pub org_id: String,
    /// A PEM file with the only certificate authorities to trust.
    pub ca_file: Option<PathBuf>,
    /// The limit for one request.
    pub timeout: Duration,
    /// How long the service may throttle before we give up, since its last answer that was not throttling.
    pub patience: Duration,
    /// What only this kind of service knows, by the keys of the profile: some of [`Kind::provider_keys`].
    pub options: BTreeMap<String, String>,
    /// How many requests may be in flight; the provider's own number when not given.
    pub concurrency: Option<usize>,
    /// Requests a second, of reads and of changes each, over which we never go, whatever the service bears.
    pub rate: Option<f64>,
    /// Raised when no further change may be sent.
    pub stop: Stop,
    /// The time of day, for the end of a token.
    pub clock: Clock,
    /// Told of every request, for `-v`.
    pub trace: Option<Trace>,
}

/// Called after every request. Never sees a header or a body.
pub type Trace = Rc<dyn Fn(&Exchange<'_>)>;

/// One request and its answer, as `-v` shows them.
pub struct Exchange<'a> {
    /// The method.
    pub method: &'a str,
    /// The URL without its query, which may hold what a person typed.
    pub path: &'a str,
    /// The status, or what went wrong.
    pub answer: Result<u16, &'a ProviderError>,
    /// How long it took.
    pub took: Duration,
}

/// A credential and the place where its renewals are kept.
pub struct Authentication {
    /// What opens the service.
    pub credential: Credential,
    /// Where a renewed token goes; `None` keeps it for this run only.
    pub token_store: Option<TokenStore>,
}

/// Where a renewed token is written back, one process at a time.
pub struct TokenStore {
    /// The store.
    pub vault: Vault,
    /// What the token is for.
    pub place: SecretScope,
    /// The file that is locked while a token is renewed.
    pub lock: PathBuf,
    /// Told, once, when the store fails. The run goes on with the token that it has.
    pub on_failure: Box<dyn Fn(&CredentialError)>,
}

/// What a provider can do beyond the common ground.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that a service can do or not")]
pub struct Capabilities {
    /// Can a reset name what it removes, so that the service itself spares a newer enrolment?
    pub conditional_reset: bool,
    /// May one reset name several people?
    pub many_ids: bool,
    /// Must they then be of one level, because the two go to different places?
    pub levels_apart: bool,
    /// Does a search without a text bring everybody, with their enrolment?
    pub directory: bool,
    /// Does it tell on whose demand MFA was set up: the person's or the organisation's?
    pub levels: bool,
    /// Of whom does it tell whether they are an administrator?
    pub administrators: Administrators,
    /// Can it clear the counter of wrong codes, without removing anything?
    pub unlock: bool,
    /// Requests in flight.
    pub concurrency: usize,
}

/// Of whom a service tells whether they are an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Administrators {
    /// Of the people themselves. Of whom it does not tell is protected.
    AmongPeople,
    /// Its administrators are accounts apart from the people whom it has, so that nobody of these is one unless it says so.
    NoneAmongPeople,
}

/// Which people a search asks the service for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Part of a name or e-mail; everybody when `None`.
    pub text: Option<String>,
    /// How many people the caller wants at most, where it knows.
    pub wanted: Option<usize>,
}

/// Where the next page of a search begins. What it holds is its provider's own.
pub struct Cursor(Box<dyn Any>);

/// One page of a search.
pub struct DirectoryPage {
    /// The people, in the service's order.
    pub users: Vec<User>,
    /// When they were asked for: what is told of them may be as old as this.
    pub as_of: Timestamp,
    /// Where it goes on, if it does.
    pub next: Option<Cursor>,
    /// On the last page: does it look as if the service had left people out?
    pub looks_cut: bool,
}

/// What is to be removed, and from whom.
#[derive(Debug, Clone, Copy)]
pub struct Removal<'a> {
    /// The person.
    pub user: &'a UserId,
    /// The level of what is removed, where it is known.
    pub level: Option<Level>,
    /// The enrolment in the plan: a service that can, removes only this.
    pub seen: &'a MfaStatus,
}

/// A person who signs in with a password.
pub struct Login<'a> {
    /// What they sign in as: their e-mail, or their name.
    pub login: &'a str,
    /// Their password.
    pub password: &'a Secret,
    /// The code of their authenticator app, once they were asked for it.
    pub code: Option<&'a str>,
}

impl Login<'_> {
    /// What must not be shown of it.
    fn secrets(&self) -> Vec<Secret> {
        self.code.map(Secret::new).into_iter().chain([self.password.clone()]).collect()
    }
}

/// What a password sign-in came to.
pub enum SignIn {
    /// Signed in.
    Done(Credential),
    /// The service wants a code of the authenticator app too.
    CodeNeeded,
}

/// A service behind the door, signed in to.
#[async_trait(?Send)]
pub trait Provider {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Changes a second that go out at most now: what the service was found to bear, or the user's cap. `None` while
    /// nothing holds them.
    fn pace(&self) -> Option<f64>;

    /// Who is signed in, and to which organisation.
    async fn whoami(&self) -> Result<Principal, ProviderError>;

    /// The people that match, a page at a time.
    async fn search(&self, query: &Query, page: Option<Cursor>) -> Result<DirectoryPage, ProviderError>;

    /// The ids of everybody in the group of that name (case folded).
    async fn members(&self, group: &str) -> Result<Vec<UserId>, ProviderError> {
        Err(ProviderError::NoGroup { name: group.to_owned(), known: Vec::new() })
    }

    /// Exactly one person; none and two are errors.
    async fn find(&self, who: &Lookup) -> Result<User, ProviderError>;

    /// The Account Status panel of exactly one person.
    async fn account(&self, who: &Lookup) -> Result<Account, ProviderError> {
        let user = self.find(who).await?;
        Ok(Account { user, all_data_access: None, language: None, groups: None, roles: None, sso: None })
    }

    /// Waits until the service lets a change through. One that is sent right after this is not held up again.
    async fn ready(&self) -> Result<(), ProviderError>;

    /// Removes enrolments of one level: all of them in one request, or none. Sent once: only what certainly never
    /// reached the service is tried again, and [`ProviderError::Throttled`] leaves that to the caller.
    ///
    /// `Ok` says that the service said yes, which is not yet proof.
    async fn reset(&self, removals: &[Removal<'_>]) -> Result<(), ProviderError>;

    /// Clears the counter of wrong codes of everything that a person has set up. Says how many were locked by it.
    async fn unlock(&self, user: &UserId) -> Result<usize, ProviderError> {
        let message = format!("there is no counter of wrong codes to clear for user {user}");
        Err(ProviderError::Refused { status: 404, message })
    }

    /// What the next sign-in does of somebody who was reset, where the rules of the service tell and whoever is signed in
    /// may read them.
    async fn next_sign_in(&self) -> Result<Option<NextSignIn>, ProviderError> {
        Ok(None)
    }
}

/// What a kind of service can do before anybody is signed in.
#[async_trait(?Send)]
trait Connector: Sync {
    fn word(&self) -> &'static str;
    fn user_id(&self, text: &str) -> Option<UserId>;

    /// The base URL behind a shorthand.
    fn shorthand(&self, _url: &str) -> Option<&'static str> {
        None
    }

    /// The keys of a profile that only this kind has.
    fn provider_keys(&self) -> &'static [OwnKey] {
        &[]
    }

    /// What holds of these of our own embedded server.
    fn demo_defaults(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    fn connect(&self, endpoint: &Endpoint, pass: Authentication) -> Result<Box<dyn Provider>, ProviderError>;
    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError>;
}

/// Opens the door. Sends nothing yet.
///
/// # Errors
/// When the TLS set-up cannot be used, such as an unreadable `ca_file`.
pub fn connect(endpoint: &Endpoint, pass: Authentication) -> Result<Box<dyn Provider>, ProviderError> {
    endpoint.kind.connector().connect(endpoint, pass)
}

/// Exchanges a password for a token. Never tried again by itself: three wrong ones lock the account.
///
/// # Errors
/// Those of the service, and of the way there.
pub async fn sign_in(endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
    endpoint.kind.connector().sign_in(endpoint, login).await
}
