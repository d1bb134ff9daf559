//! The provider API: the trait [`Provider`], and what its calls take and give.

use std::any::Any;
use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;

use super::capabilities::Capabilities;
use super::endpoint::{Authentication, Endpoint};
use super::error::ProviderError;
use super::pace::ChangeSlot;
use super::raw_call::{AllowedCall, Answered, DocumentedCall, RawCall, Ruling};
use crate::credentials::{Credential, Secret};
use crate::model::{Account, Level, Lookup, MfaStatus, NextSignIn, Principal, User, UserId};

/// A key of a profile that only one kind of service has.
#[derive(Debug)]
pub struct ProviderKey {
    /// The key.
    pub name: &'static str,
    /// Its values; any text where none are listed.
    pub values: &'static [&'static str],
}

/// Which people a search asks the service for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Part of a name or e-mail; every person when `None`.
    pub text: Option<String>,
    /// How many people the caller wants at most, where it knows.
    pub wanted: Option<usize>,
}

/// Where the next page of a search begins. Only the provider that made it can read it.
pub struct Cursor(pub(super) Box<dyn Any>);

/// One page of a search.
pub struct DirectoryPage {
    /// The people, in the service's order.
    pub users: Vec<User>,
    /// The time before the request: what the page tells may be as old as this.
    pub as_of: Timestamp,
    /// Where it goes on, if it does.
    pub next: Option<Cursor>,
    /// On the last page: may the service have left people out?
    pub may_be_truncated: bool,
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

/// A sign-in with a password.
pub struct Login<'a> {
    /// The e-mail or name to sign in with.
    pub login: &'a str,
    /// The password.
    pub password: &'a Secret,
    /// The code of the authenticator app, once the service wants one.
    pub code: Option<&'a str>,
}

/// What came of a sign-in with a password.
pub enum SignIn {
    /// Signed in.
    Done(Credential),
    /// The service wants a code of the authenticator app too.
    CodeNeeded,
}

/// Who is in a group.
#[derive(Debug, PartialEq, Eq)]
pub struct Members {
    /// The ids of its people.
    pub people: Vec<UserId>,
    /// The names of all groups that the service has listed for this.
    pub groups: Vec<String>,
}

/// A service, signed in to.
#[async_trait(?Send)]
pub trait Provider {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// The most changes a second at the moment: what the service was found to take, or the user's cap. `None` while
    /// nothing limits them.
    fn pace(&self) -> Option<f64>;

    /// Who is signed in, and to which organisation.
    async fn whoami(&self) -> Result<Principal, ProviderError>;

    /// The people that match, a page at a time.
    async fn search(&self, query: &Query, page: Option<Cursor>) -> Result<DirectoryPage, ProviderError>;

    /// The people in the group of that name (case folded).
    async fn members(&self, group: &str) -> Result<Members, ProviderError> {
        Err(ProviderError::NoGroup { name: group.to_owned(), known: Vec::new() })
    }

    /// Exactly one person; none and two are errors.
    async fn find(&self, who: &Lookup) -> Result<User, ProviderError>;

    /// The Account Status panel of exactly one person.
    async fn account(&self, who: &Lookup) -> Result<Account, ProviderError> {
        let user = self.find(who).await?;
        Ok(Account { user, all_data_access: None, language: None, groups: None, roles: None, sso: None })
    }

    /// Waits until the service lets a change through, and gives the turn for it. The caller reads the person after the
    /// wait, and then sends the reset at once.
    async fn ready(&self) -> Result<ChangeSlot, ProviderError>;

    /// Removes enrolments of one level: all of them in one request, or none. It is sent once: only what certainly never
    /// reached the service is tried again. [`ProviderError::Throttled`] leaves the next try to the caller, with a new
    /// slot.
    ///
    /// `Ok` says that the service said yes. Only a read tells that the enrolment is gone.
    async fn reset(&self, slot: ChangeSlot, removals: &[Removal<'_>]) -> Result<(), ProviderError>;

    /// Clears the counter of wrong codes of each factor of a person. Says how many were locked by it.
    async fn unlock(&self, user: &UserId) -> Result<usize, ProviderError> {
        let message = format!("there is no counter of wrong codes to clear for user {user}");
        Err(ProviderError::Refused { status: 404, message })
    }

    /// What the next sign-in of a person does after a reset, where the rules of the service tell and the administrator
    /// may read them.
    async fn next_sign_in(&self) -> Result<Option<NextSignIn>, ProviderError> {
        Ok(None)
    }

    /// Sends a call as it is. A change is sent again only when it certainly never reached the service.
    async fn call(&self, call: &AllowedCall) -> Answered;
}

/// The only one of these; none and several are errors.
pub(super) fn exactly_one<T: Into<User>>(who: &Lookup, mut found: Vec<T>) -> Result<T, ProviderError> {
    match found.len() {
        0 => Err(ProviderError::NotFound { who: who.clone() }),
        1 => Ok(found.remove(0)),
        _ => Err(ProviderError::Ambiguous {
            who: who.clone(),
            candidates: found.into_iter().map(Into::into).collect(),
        }),
    }
}

/// What a kind of service can do before a sign-in. [`ProviderKind`](super::ProviderKind) documents the calls.
#[async_trait(?Send)]
pub(super) trait Connector: Sync {
    fn word(&self) -> &'static str;
    fn user_id(&self, text: &str) -> Option<UserId>;

    fn shorthand(&self, _url: &str) -> Option<&'static str> {
        None
    }

    fn provider_keys(&self) -> &'static [ProviderKey] {
        &[]
    }

    fn demo_defaults(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The calls that the documents of the service name, in their order.
    fn documented(&self) -> &'static [DocumentedCall];

    /// Rules on a call: it is sent as it is, it is a reset job, or it is never sent.
    fn rule_on(&self, call: RawCall, options: &BTreeMap<String, String>) -> Ruling;

    fn connect(
        &self,
        endpoint: &Endpoint,
        authentication: Authentication,
    ) -> Result<Box<dyn Provider>, ProviderError>;
    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError>;
}
