//! Looking somebody up, and what they have set up.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;
use tokio::time::Instant;

use super::super::ProviderError;
use super::super::body::Fit;
use super::super::response::garbled;
use super::super::transport::{Request, TRIES};
use super::Connection;
use super::wire::{self, Key, Person};
use crate::model::{Lookup, MfaStatus, UserId, fold_email};

/// The largest page of tokens that the service gives.
const PAGE: usize = 1000;
/// A list of more tokens has no end.
const MOST_TOKENS: usize = 5_000_000;
/// For so few people their tokens are read one by one, for more those of the whole realm.
const SINGLY: usize = 10;

impl Connection {
    /// The people of the realm that fit all of these: one, or as many as there are.
    pub(super) async fn people(
        &self,
        fit: Fit,
        filters: &[(&'static str, &str)],
    ) -> Result<Vec<Person>, ProviderError> {
        let sight = self.sight().await?;
        let mut request = Request::get("/user/").query("realm", &self.realm).fit(fit);
        for (attribute, value) in filters {
            request = request.query(attribute, *value);
        }
        let answer = self.get(request).await?;
        if answer["detail"]["skipped_resolvers"].as_array().is_some_and(|skipped| !skipped.is_empty()) {
            return Err(garbled("it leaves out a part of the realm".to_owned()));
        }
        let rows = answer["result"]["value"].as_array();
        let rows = rows.ok_or_else(|| garbled("a list of people was expected".to_owned()))?;
        let is_stranger = |row: &&Value| row["realm"].as_str().is_some_and(|realm| !self.is_ours(realm));
        if rows.iter().any(|row| is_stranger(&row)) {
            return Err(garbled("it tells of another realm".to_owned()));
        }
        rows.iter().map(|row| wire::person(row, sight.administrators)).collect()
    }

    /// The one person who is meant. The service takes the case of a name for nothing; where two differ in it alone,
    /// only the exact one is.
    pub(super) async fn person(&self, who: &Lookup) -> Result<Person, ProviderError> {
        let mut found = match who {
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
        match found.len() {
            0 => Err(ProviderError::NotFound { who: who.clone() }),
            1 => Ok(found.remove(0)),
            _ => Err(ProviderError::Ambiguous {
                who: who.clone(),
                candidates: found.into_iter().map(|person| person.user).collect(),
            }),
        }
    }

    pub(super) async fn enrolment(&self, person: &Person) -> Result<MfaStatus, ProviderError> {
        let (resolver, id) = &person.key;
        let asked = Instant::now();
        let tokens = self.tokens(resolver, Some(id)).await?;
        let is_theirs =
            |token: &Value| token["username"] == person.user.id.as_str() && wire::owner(token) == person.key;
        if !tokens.iter().all(is_theirs) {
            return Err(garbled("it lists tokens of somebody else".to_owned()));
        }
        if tokens.is_empty() {
            self.sight_since(asked).await?;
        }
        wire::enrolment(&tokens)
    }

    /// What everybody of a page has set up.
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
        // Two of one name are nobody when they are looked up, so nothing is told of either here.
        for person in people.iter_mut().filter(|person| called[&person.user.id] == 1) {
            let tokens = owned.remove(&person.key).unwrap_or_default();
            person.user.mfa = wire::enrolment(&tokens)?;
        }
        Ok(())
    }

    /// The tokens of a person, or of everybody whom one user store brings into the realm; the older servers take no other
    /// question for the latter. A person is asked for by what the user store calls them: a username with an `@` or a `\\`
    /// in it is taken apart by the service, and one of two that differ in their case alone is taken for the other.
    async fn tokens(&self, resolver: &str, id: Option<&str>) -> Result<Vec<Value>, ProviderError> {
        let mut tries = 1;
        loop {
            if let Some(tokens) = self.pages(resolver, id).await? {
                return Ok(tokens);
            }
            if tries == TRIES {
                return Err(restless());
            }
            tries += 1;
        }
    }

    /// A list of tokens. Servers before 3.14 look at them one by one, and say 404 when one goes meanwhile: `None`.
    pub(super) async fn listed_tokens(&self, request: Request) -> Result<Option<Value>, ProviderError> {
        match self.get_or_404(request).await {
            Ok(mut answer) => Ok(Some(answer["result"]["value"].take())),
            Err(ProviderError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `None` where the pages do not fit together: a token that goes while they are read moves another one from a page
    /// that is still to come to one that was read.
    async fn pages(&self, resolver: &str, id: Option<&str>) -> Result<Option<Vec<Value>>, ProviderError> {
        let mut tokens: Vec<Value> = Vec::new();
        let mut serials = HashSet::new();
        let mut total = None;
        // A person has a handful; those of a whole realm come to a few for everybody in it.
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
                return Err(garbled("a list of tokens was expected".to_owned()));
            };
            if rows.iter().any(|row| !row["user_realm"].as_str().is_some_and(|realm| self.is_ours(realm))) {
                return Err(garbled("it lists tokens of another realm".to_owned()));
            }
            let is_last = value["next"].is_null() || rows.is_empty();
            let is_new = |row: &Value| serials.insert(wire::text(&row["serial"]));
            let is_whole = rows.iter().all(is_new) && *total.get_or_insert(count) == count;
            tokens.extend(rows);
            if tokens.len() > most {
                return Err(garbled(format!("it lists more than {most} tokens")));
            }
            if !is_whole || is_last {
                return Ok((is_whole && tokens.len() as u64 == count).then_some(tokens));
            }
        }
        Ok(None)
    }
}

/// The tokens change whenever they are read.
pub(super) fn restless() -> ProviderError {
    garbled("the list of tokens changes while it is read".to_owned())
}
