//! privacyIDEA and its fork eduMFA, by the API pages of the vendor and by the answers of running servers of 3.10 to
//! 3.14.
//!
//! An organisation is a realm, a person's id is the username in it, a factor is a token with a serial. A 200 of this
//! service proves little: it also gives an empty list of tokens to an administrator who may not see any. So a person is
//! told to have no MFA only after the realm was seen, the person was found in it, and the tokens of that realm are
//! known to be visible (`rights.rs`).

mod calls;
mod connection;
mod directory;
mod rights;
mod wire;

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use async_trait::async_trait;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Connector, Cursor, DirectoryPage, Login, Provider, Query, Removal, SignIn};
use super::body::Fit;
use super::capabilities::{Administrators, Capabilities};
use super::endpoint::{Authentication, Endpoint};
use super::error::{Lost, ProviderError, SignInError};
use super::factor_list::{self, FactorList};
use super::pace::ChangeSlot;
use super::raw_call::{AllowedCall, Answered, DocumentedCall, Kept, RawCall, Ruling};
use super::request::Request;
use super::transport::Http;
use crate::credentials::{Credential, Secret};
use crate::model::{Factor, Lookup, NextSignIn, Principal, User, UserId, search_key};
use connection::PrivacyIdeaService;

/// Requests in flight: more bring little on a server with two workers, and a sign-in waits behind them.
const CONCURRENCY: usize = 2;
/// How long a token lives that does not say so.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// The kind, before a sign-in.
pub(super) struct PrivacyIdea;

#[async_trait(?Send)]
impl Connector for PrivacyIdea {
    fn word(&self) -> &'static str {
        "privacyidea"
    }

    /// A username. `*` is a wildcard in every search for one, so no person can be meant by it.
    fn user_id(&self, text: &str) -> Option<UserId> {
        let fits = !text.is_empty() && !text.contains(|c: char| c == '*' || c.is_control());
        fits.then(|| UserId::new(text))
    }

    fn documented(&self) -> &'static [DocumentedCall] {
        calls::DOCUMENTED
    }

    fn rule_on(&self, call: RawCall, _: &BTreeMap<String, String>) -> Ruling {
        calls::rule_on(call)
    }

    fn connect(
        &self,
        endpoint: &Endpoint,
        authentication: Authentication,
    ) -> Result<Box<dyn Provider>, ProviderError> {
        // A token cannot be renewed, so there is nothing to keep.
        let (token, ends) = match authentication.credential {
            Credential::ApiKey(token) => (token, None),
            Credential::Token { token, expires_at } => (token, Some(expires_at)),
        };
        let claims = wire::claims(&token);
        Ok(Box::new(PrivacyIdeaService {
            http: Http::new(endpoint, CONCURRENCY)?,
            ends: wire::end(&claims).or(ends),
            claims,
            token,
            realm: endpoint.org_id.to_lowercase(),
            org_id: endpoint.org_id.clone(),
            admin_view: Cell::new(None),
        }))
    }

    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
        let body = json!({"username": login.login, "password": login.password.expose()});
        let request = Request::sign_in("/auth", login, &body);
        let answer = Http::new(endpoint, 1)?.send(&request).await.map_err(|error| match error {
            ProviderError::Refused { status: 404, .. } => {
                ProviderError::NotTheApi { why: "404, nobody signs in there".to_owned() }
            }
            error => error,
        })?;
        let value = wire::result(answer.json()).map_err(ProviderError::garbled)?["result"]["value"].take();
        let Some(token) = value["token"].as_str().map(Secret::new) else {
            // Where a policy wants more than an administrator's password, the service begins a dialogue.
            let message = "the service wants more than a password: use a long-lived token".to_owned();
            return Err(SignInError::Rejected { message }.into());
        };
        if value["role"] != "admin" {
            return Err(ProviderError::Forbidden {
                message: format!("{} is not an administrator", login.login),
            });
        }
        let expires_at = wire::end(&wire::claims(&token)).unwrap_or_else(|| endpoint.clock.now() + LIFE);
        Ok(SignIn::Done(Credential::Token { token, expires_at }))
    }
}

#[async_trait(?Send)]
impl Provider for PrivacyIdeaService {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: true,
            many_ids: false,
            levels_apart: false,
            directory: true,
            levels: false,
            administrators: Administrators::NoneAmongPeople,
            unlock: true,
            concurrency: self.http.concurrency(),
        }
    }

    fn pace(&self) -> Option<f64> {
        self.http.pace()
    }

    /// No call tells who is signed in; the token does, and the service says whether the token is good.
    async fn whoami(&self) -> Result<Principal, ProviderError> {
        let claim = |key: &str| self.claims[key].as_str().unwrap_or_default();
        let (name, home) = (claim("username"), claim("realm"));
        let is_admin = self.is_admin();
        if is_admin {
            self.admin_view.set(None);
            self.admin_view().await?;
        }
        // An administrator of another realm is no person of this one. One of no realm has a name that a person here may
        // have too, and that is then most likely the same person.
        let is_of_another = !home.is_empty() && home != "API" && !self.is_ours(home);
        let id = if is_of_another { format!("{name}@{home}") } else { name.to_owned() };
        let id = if name.is_empty() { "unknown".to_owned() } else { id };
        Ok(Principal {
            user: wire::user(UserId::new(id), &Value::Null, Some(is_admin)),
            org_id: Some(if is_admin { &self.org_id } else { home }.to_owned()),
            org: None,
            org_enforces_mfa: None,
        })
    }

    async fn search(&self, query: &Query, _: Option<Cursor>) -> Result<DirectoryPage, ProviderError> {
        let as_of = self.http.now();
        let mut people = Vec::new();
        let mut is_too_large = false;
        match query.text.as_deref().map(str::trim) {
            None | Some("") => people = self.people(Fit::Whole, &[]).await?,
            Some(text) => {
                let part = format!("*{text}*");
                for attribute in ["username", "email", "givenname", "surname"] {
                    people.extend(self.people(Fit::Whole, &[(attribute, &part)]).await?);
                }
                // Each attribute holds a part of the name.
                if let Some((given, surname)) = text.split_once(' ') {
                    let (given, surname) = (format!("*{given}"), format!("{}*", surname.trim()));
                    people.extend(
                        self.people(Fit::Whole, &[("givenname", &given), ("surname", &surname)]).await?,
                    );
                }
                // Whether accents count is a matter of the service's database; here they do not.
                if people.is_empty() || !text.is_ascii() {
                    let key = search_key(text);
                    let all = match self.people(Fit::Whole, &[]).await {
                        // Of a realm that is too large for one answer only what the service found is shown, and said so.
                        Err(ProviderError::NoAnswer(Lost::Oversized { .. })) => {
                            is_too_large = true;
                            Vec::new()
                        }
                        all => all?,
                    };
                    people.extend(all.into_iter().filter(|person| person.user.is_found_by(&key)));
                }
                let mut known = HashSet::new();
                people.retain(|person| known.insert(person.key.clone()));
            }
        }
        self.enrolments(&mut people).await?;
        let may_be_truncated = is_too_large || wire::may_be_truncated(&people);
        let users = people.into_iter().map(|person| person.user).collect();
        Ok(DirectoryPage { users, as_of, next: None, may_be_truncated })
    }

    async fn find(&self, who: &Lookup) -> Result<User, ProviderError> {
        let mut person = self.person(who).await?;
        person.user.mfa = self.enrolment(&person).await?;
        Ok(person.user)
    }

    async fn ready(&self) -> Result<ChangeSlot, ProviderError> {
        self.http.ready().await
    }

    async fn reset(&self, slot: ChangeSlot, removals: &[Removal<'_>]) -> Result<(), ProviderError> {
        factor_list::reset(self, slot, removals).await
    }

    async fn unlock(&self, user: &UserId) -> Result<usize, ProviderError> {
        let now = self.find(&Lookup::Id(user.clone())).await?.mfa;
        let mut cleared = 0;
        for factor in now.listed().iter().filter(|factor| factor.locked) {
            let owner = json!({"user": user.as_str(), "realm": self.realm});
            let path = format!("/token/reset/{}", wire::segment(&factor.id));
            self.change(Request::change(Method::POST, path).json(&owner)).await?;
            cleared += 1;
        }
        Ok(cleared)
    }

    async fn next_sign_in(&self) -> Result<Option<NextSignIn>, ProviderError> {
        Ok(Some(self.without_a_token().await?.unwrap_or(NextSignIn::Unclear)))
    }

    async fn call(&self, call: &AllowedCall) -> Answered {
        let kept = Kept::default();
        let result = self.send(Request::raw(call, &kept)).await.map(drop);
        Answered { result, answer: kept.take() }
    }
}

#[async_trait(?Send)]
impl FactorList for PrivacyIdeaService {
    /// The request names the owner: the service removes no token of another person.
    async fn remove(
        &self,
        slot: Option<ChangeSlot>,
        user: &UserId,
        factor: &Factor,
    ) -> Result<(), ProviderError> {
        let request = Request::change(Method::DELETE, format!("/token/{}", wire::segment(&factor.id)))
            .query("user", user.as_str())
            .query("realm", &self.realm)
            .in_slot(slot);
        self.change(request).await.map(drop)
    }
}
