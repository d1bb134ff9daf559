//! The people of the realm, and what they have set up.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;
use tokio::time::Instant;

use super::super::api::exactly_one;
use super::super::body::Fit;
use super::super::error::ProviderError;
use super::super::request::Request;
use super::connection::{PrivacyIdeaService, until_stable};
use super::wire::{self, Key, Person};
use crate::model::{Lookup, MfaStatus, UserId, fold_email};

/// The largest page of tokens that the service gives.
const PAGE: usize = 1000;
/// A list of more tokens has no end.
const MOST_TOKENS: usize = 5_000_000;
/// For so few people the tokens are read person by person, for more those of the whole realm.
const SINGLY: usize = 10;

impl PrivacyIdeaService {
    /// The people of the realm that fit all of these: one, or as many as there are.
    pub(super) async fn people(
        &self,
        fit: Fit,
        filters: &[(&'static str, &str)],
    ) -> Result<Vec<Person>, ProviderError> {
        let admin_view = self.admin_view().await?;
        let mut request = Request::get("/user/").query("realm", &self.realm).fit(fit);
        for (attribute, value) in filters {
            request = request.query(*attribute, *value);
        }
        let answer = self.get(request).await?;
        if answer["detail"]["skipped_resolvers"].as_array().is_some_and(|skipped| !skipped.is_empty()) {
            return Err(ProviderError::garbled("it leaves out a part of the realm"));
        }
        let rows = answer["result"]["value"].as_array();
        let rows = rows.ok_or_else(|| ProviderError::garbled("a list of people was expected"))?;
        if rows.iter().any(|row| row["realm"].as_str().is_some_and(|realm| !self.is_ours(realm))) {
            return Err(ProviderError::garbled("it tells of another realm"));
        }
        rows.iter().map(|row| wire::person(row, admin_view.administrators)).collect()
    }

    /// Exactly one person. The service ignores the case of a name; where two names differ in it alone, only the exact
    /// one counts.
    pub(super) async fn person(&self, who: &Lookup) -> Result<Person, ProviderError> {
        let found = match who {
            Lookup::Id(id) => {
                let mut found = self.people(Fit::One, &[("username", id.as_str())]).await?;
                let is_exact = |person: &Person| person.user.id == *id;
                if found.iter().any(is_exact) {
                    found.retain(is_exact);
                } else {
                    found.retain(|person| person.user.id.as_str().eq_ignore_ascii_case(id.as_str()));
                }
                found
            }
            Lookup::Email(email) => {
                let mut found = self.people(Fit::One, &[("email", email.trim_ascii())]).await?;
                let wanted = fold_email(email);
                found.retain(|person| person.user.email.as_deref().map(fold_email).as_ref() == Some(&wanted));
                found
            }
        };
        exactly_one(who, found)
    }

    pub(super) async fn enrolment(&self, person: &Person) -> Result<MfaStatus, ProviderError> {
        let (resolver, id) = &person.key;
        let asked = Instant::now();
        let tokens = self.tokens(resolver, Some(id)).await?;
        let is_theirs =
            |token: &Value| token["username"] == person.user.id.as_str() && wire::owner(token) == person.key;
        if !tokens.iter().all(is_theirs) {
            return Err(ProviderError::garbled("it lists tokens of somebody else"));
        }
        if tokens.is_empty() {
            self.admin_view_since(asked).await?;
        }
        wire::enrolment(&tokens)
    }

    /// What the people of a page have set up.
    pub(super) async fn enrolments(&self, people: &mut [Person]) -> Result<(), ProviderError> {
        if people.len() <= SINGLY {
            for person in people {
                person.user.mfa = self.enrolment(person).await?;
            }
            return Ok(());
        }
        let mut owned: HashMap<Key, Vec<Value>> = HashMap::new();
        for resolver in people.iter().map(|person| &person.key.0).collect::<BTreeSet<_>>() {
            for token in self.tokens(resolver, None).await? {
                owned.entry(wire::owner(&token)).or_default().push(token);
            }
        }
        let mut called: HashMap<UserId, usize> = HashMap::new();
        for person in &*people {
            *called.entry(person.user.id.clone()).or_default() += 1;
        }
        // Two people of one name cannot be told apart by `find`, so neither gets an enrolment here.
        for person in people.iter_mut().filter(|person| called[&person.user.id] == 1) {
            let tokens = owned.remove(&person.key).unwrap_or_default();
            person.user.mfa = wire::enrolment(&tokens)?;
        }
        Ok(())
    }

    /// The tokens of a person, or of all people whom one user store brings into the realm; older servers take no other
    /// question for the latter. A person is asked for by the id in the user store: the service takes a username with an
    /// `@` or a `\\` apart, and confuses two that differ in their case alone.
    async fn tokens(&self, resolver: &str, id: Option<&str>) -> Result<Vec<Value>, ProviderError> {
        until_stable(async || self.pages(resolver, id).await).await
    }

    /// `None` where the pages do not fit together: a token that is removed meanwhile moves another one from a page that
    /// is still to come to one that was read.
    async fn pages(&self, resolver: &str, id: Option<&str>) -> Result<Option<Vec<Value>>, ProviderError> {
        let mut tokens: Vec<Value> = Vec::new();
        let mut serials = HashSet::new();
        let mut total = None;
        // A person has a handful of tokens, and so has each person of a whole realm.
        let most = if id.is_some() { PAGE } else { MOST_TOKENS };
        for page in 1.. {
            let mut request = Request::get("/token/")
                .query("realm", &self.realm)
                .query("resolver", resolver)
                .query("pagesize", PAGE.to_string())
                .query("page", page.to_string());
            request = match id {
                Some(id) => request.query("userid", id),
                None => request.fit(Fit::Whole),
            };
            let Some(mut value) = self.listed_tokens(request).await? else { return Ok(None) };
            let (Value::Array(rows), Some(count)) = (value["tokens"].take(), value["count"].as_u64()) else {
                return Err(ProviderError::garbled("a list of tokens was expected"));
            };
            if rows.iter().any(|row| !row["user_realm"].as_str().is_some_and(|realm| self.is_ours(realm))) {
                return Err(ProviderError::garbled("it lists tokens of another realm"));
            }
            let is_last = value["next"].is_null() || rows.is_empty();
            let is_new = |row: &Value| serials.insert(wire::text(&row["serial"]));
            let is_whole = rows.iter().all(is_new) && *total.get_or_insert(count) == count;
            tokens.extend(rows);
            if tokens.len() > most {
                return Err(ProviderError::garbled(format!("it lists more than {most} tokens")));
            }
            if !is_whole || is_last {
                return Ok((is_whole && tokens.len() as u64 == count).then_some(tokens));
            }
        }
        Ok(None)
    }
}
