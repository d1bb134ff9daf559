//! privacyIDEA and its fork eduMFA, by the API pages of the vendor and by what running servers of 3.10 to 3.14 answer.
//!
//! An organisation is a realm, a person's id is the username in it, a factor is a token with a serial. A 200 of this
//! service proves little: an empty list of tokens is also what it says to whoever may not see any. So nobody is told to
//! have no MFA before the realm was seen, the person was found in it, and the tokens of that realm are known to be
//! visible (`rights.rs`).

mod look;
mod rights;
mod wire;

use std::cell::Cell;
use std::collections::HashSet;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::body::Fit;
use super::response::garbled;
use super::transport::{Http, Request};
use super::{
    Administrators, Authentication, Capabilities, Connector, Cursor, DirectoryPage, Endpoint, Login, Lost,
    Provider, ProviderError, Query, Removal, SignIn, SignInError,
};
use crate::credentials::{Credential, Secret};
use crate::model::{Clock, Lookup, NextSignIn, Principal, User, UserId};
use rights::AdminView;

/// The kind, before anybody is signed in.
pub(super) static SERVICE: PrivacyIdea = PrivacyIdea;

/// Requests in flight: more bring little on a server with two workers, and a sign-in waits behind them.
const CONCURRENCY: usize = 2;
/// How long a token lives that does not say so.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

pub(super) struct PrivacyIdea;

#[async_trait(?Send)]
impl Connector for PrivacyIdea {
    fn word(&self) -> &'static str {
        "privacyidea"
    }

    /// A username. `*` is a wildcard wherever one is looked up, so nobody can be meant by it.
    fn user_id(&self, text: &str) -> Option<UserId> {
        let fits = !text.is_empty() && !text.contains(|c: char| c == '*' || c.is_control());
        fits.then(|| UserId::new(text))
    }

    fn connect(&self, endpoint: &Endpoint, pass: Authentication) -> Result<Box<dyn Provider>, ProviderError> {
        let concurrency = endpoint.concurrency.unwrap_or(CONCURRENCY);
        // A token cannot be renewed, so there is nothing to keep.
        let (token, ends) = match pass.credential {
            Credential::ApiKey(token) => (token, None),
            Credential::Token { token, expires_at } => (token, Some(expires_at)),
        };
        let claims = wire::claims(&token);
        Ok(Box::new(Connection {
            http: Http::new(endpoint, concurrency)?,
            ends: wire::end(&claims).or(ends),
            claims,
            token,
            realm: endpoint.org_id.to_lowercase(),
            org_id: endpoint.org_id.clone(),
            sight: Cell::new(None),
            clock: endpoint.clock,
            concurrency,
        }))
    }

    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
        let body = json!({"username": login.login, "password": login.password.expose()});
        let request = Request::change(Method::POST, "/auth").json(&body).brings_a_token();
        let request = login.secrets().iter().fold(request, Request::hides);
        let answer = Http::new(endpoint, 1)?.send(&request).await.map_err(|error| match error {
            ProviderError::Refused { status: 404, .. } => {
                ProviderError::NotTheApi { why: "404, nobody signs in there".to_owned() }
            }
            error => error,
        })?;
        let value = wire::told(answer.json()).map_err(garbled)?["result"]["value"].take();
        let Some(token) = value["token"].as_str().map(Secret::new) else {
            // Where a policy wants more than a password of an administrator, it is asked for in a dialogue of its own.
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

/// A server, signed in to, and the realm that it is asked about.
struct Connection {
    http: Http,
    token: Secret,
    /// What the token says of itself, unverified.
    claims: Value,
    ends: Option<Timestamp>,
    /// In lower case, as the service keeps them all: older ones say of any other that it is empty.
    realm: String,
    /// The same as the profile has it.
    org_id: String,
    /// What was last found out about our own rights.
    sight: Cell<Option<AdminView>>,
    clock: Clock,
    concurrency: usize,
}

#[async_trait(?Send)]
impl Provider for Connection {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: true,
            many_ids: false,
            levels_apart: false,
            directory: true,
            levels: false,
            administrators: Administrators::NoneAmongPeople,
            unlock: true,
            concurrency: self.concurrency,
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
            self.sight.set(None);
            self.sight().await?;
        }
        // An administrator who is somebody in another realm is nobody in this one. One who is in none bears a name that
        // somebody here may bear too, and that is then most likely themselves.
        let is_stranger = !home.is_empty() && home != "API" && !self.is_ours(home);
        let id = if is_stranger { format!("{name}@{home}") } else { name.to_owned() };
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
        match query.text.as_deref().map(str::trim) {
            None | Some("") => people = self.people(Fit::Whole, &[]).await?,
            Some(text) => {
                let part = format!("*{text}*");
                for attribute in ["username", "email", "givenname", "surname"] {
                    people.extend(self.people(Fit::Whole, &[(attribute, &part)]).await?);
                }
                // The attributes hold a part of the name each.
                if let Some((given, surname)) = text.split_once(' ') {
                    let (given, surname) = (format!("*{given}"), format!("{}*", surname.trim()));
                    people.extend(
                        self.people(Fit::Whole, &[("givenname", &given), ("surname", &surname)]).await?,
                    );
                }
                let mut known = HashSet::new();
                people.retain(|person| known.insert(person.key.clone()));
            }
        }
        self.enrolments(&mut people).await?;
        let looks_cut = wire::looks_cut(&people);
        Ok(DirectoryPage {
            users: people.into_iter().map(|person| person.user).collect(),
            as_of,
            next: None,
            looks_cut,
        })
    }

    async fn find(&self, who: &Lookup) -> Result<User, ProviderError> {
        let mut person = self.person(who).await?;
        person.user.mfa = self.enrolment(&person).await?;
        Ok(person.user)
    }

    async fn ready(&self) -> Result<(), ProviderError> {
        self.http.ready().await
    }

    /// One request for each planned factor that is still there, with its owner: the service removes none that is not
    /// theirs. So whatever is asked again after an error in the middle finds less to do, and never too much.
    async fn reset(&self, removals: &[Removal<'_>]) -> Result<(), ProviderError> {
        for removal in removals {
            let mut removed = 0;
            self.remove(removal, &mut removed).await.map_err(|error| match error {
                // Something is gone: nobody may take this for "nothing was done".
                error if removed > 0 => ProviderError::NoAnswer(Lost::Cut { why: error.to_string() }),
                error => error,
            })?;
        }
        Ok(())
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
}

impl Connection {
    /// Deletes what is left of the plan, and counts what went.
    async fn remove(&self, removal: &Removal<'_>, removed: &mut usize) -> Result<(), ProviderError> {
        let Removal { user, seen, .. } = removal;
        let unread = |error| match error {
            ProviderError::NoAnswer(lost) => ProviderError::Unread(lost),
            error => error,
        };
        let person = self.person(&Lookup::Id((*user).clone())).await.map_err(unread)?;
        let now = self.enrolment(&person).await.map_err(unread)?;
        let mut missed = None;
        let left = seen.left(&now);
        if left.is_empty() {
            return Err(refused(404, "none of the planned tokens is there any more"));
        }
        for (number, factor) in left.into_iter().enumerate() {
            let request = Request::change(Method::DELETE, format!("/token/{}", wire::segment(&factor.id)))
                .query("user", user.as_str())
                .query("realm", &self.realm);
            // The others wait for a slot of their own, and are not put off when the first is done.
            let request = if number == 0 { request.in_slot() } else { request };
            match self.change(request).await {
                Ok(_) => *removed += 1,
                // Somebody else was faster, or it is not what the service looks at: a look tells.
                Err(error @ ProviderError::Refused { status: 404, .. }) => missed = Some(error),
                Err(error) => return Err(error),
            }
        }
        match missed {
            Some(error) if !seen.left(&self.enrolment(&person).await?).is_empty() => Err(error),
            _ => Ok(()),
        }
    }

    async fn send(&self, request: Request) -> Result<Value, ProviderError> {
        let request = request.secret(AUTHORIZATION, "", &self.token)?;
        match self.http.send(&request).await {
            Err(ProviderError::Unauthenticated { .. })
                if self.ends.is_some_and(|end| end <= self.clock.now()) =>
            {
                Err(SignInError::Ended.into())
            }
            answer => Ok(answer?.json()),
        }
    }

    /// A read. What the service does not know is a web page with a 200 there, or a 404, which no list that is read here
    /// ever is.
    async fn get(&self, request: Request) -> Result<Value, ProviderError> {
        self.get_or_404(request).await.map_err(|error| match error {
            ProviderError::Refused { status: 404, message } => {
                ProviderError::NotTheApi { why: format!("404 {message}") }
            }
            error => error,
        })
    }

    /// A read that may say 404.
    async fn get_or_404(&self, request: Request) -> Result<Value, ProviderError> {
        match self.send(request).await {
            Err(ProviderError::NoAnswer(Lost::WebPage)) => {
                Err(ProviderError::NotTheApi { why: "a web page".to_owned() })
            }
            answer => wire::told(answer?).map_err(|why| ProviderError::NotTheApi { why }),
        }
    }

    async fn change(&self, request: Request) -> Result<Value, ProviderError> {
        wire::told(self.send(request).await?).map_err(garbled)
    }

    fn is_ours(&self, realm: &str) -> bool {
        realm.eq_ignore_ascii_case(&self.realm)
    }
}

fn refused(status: u16, message: &str) -> ProviderError {
    ProviderError::Refused { status, message: message.to_owned() }
}
