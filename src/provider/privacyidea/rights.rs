//! Which tokens our rights let us see, and what the policies say of the next sign-in.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::super::body::Fit;
use super::super::error::ProviderError;
use super::super::request::Request;
use super::connection::{AdminView, PrivacyIdeaService, until_stable};
use crate::model::NextSignIn;

/// For how long a check of our own rights counts.
const HOLDS: Duration = Duration::from_mins(1);

impl PrivacyIdeaService {
    /// Makes sure that an empty list of this realm's tokens means what it says.
    pub(super) async fn admin_view(&self) -> Result<AdminView, ProviderError> {
        if let Some(view) = self.admin_view.get().filter(|view| view.since.elapsed() < HOLDS) {
            return Ok(view);
        }
        let since = Instant::now();
        let forbidden = |message: String| Err(ProviderError::Forbidden { message });
        // A person who is no administrator is shown their own tokens, whatever is asked.
        if !self.is_admin() {
            return forbidden("not an administrator".to_owned());
        }
        let realms = self.get(Request::get("/realm/")).await?["result"]["value"].take();
        let realms: Vec<_> = realms.as_object().into_iter().flat_map(|realms| realms.keys()).collect();
        if !realms.iter().any(|realm| self.is_ours(realm)) {
            return forbidden(format!("there is no realm {}, or no right in it", self.realm));
        }
        let rights = self.claims["rights"].as_array();
        let may = |right: &str| rights.map(|rights| rights.iter().any(|other| other == right));
        for right in ["userlist", "tokenlist"] {
            if may(right) == Some(false) {
                return forbidden(format!("the right {right} is missing"));
            }
        }
        // Rights are given for realms: who sees one token of a realm sees them all. Where none is seen there may be
        // none. Then the right of an administrator of this realm alone is for this realm, or else the policies must
        // tell.
        let is_seen = self.is_a_token_seen().await?;
        let is_only = realms.len() == 1 && may("tokenlist").is_some();
        if !is_seen && !is_only && !self.may_list().await? {
            let why = "no token is seen in realm";
            return forbidden(format!("{why} {}, maybe for want of the right tokenlist there", self.realm));
        }
        let superusers = self.get(Request::get("/realm/superuser")).await?;
        let superusers = superusers["result"]["value"].as_array();
        let administrators = superusers
            .is_some_and(|realms| realms.iter().filter_map(Value::as_str).any(|realm| self.is_ours(realm)));
        let view = AdminView { since, administrators };
        self.admin_view.set(Some(view));
        Ok(view)
    }

    /// Checks that the tokens are visible at a moment not before `asked`: a right may have been lost since the last
    /// check.
    pub(super) async fn admin_view_since(&self, asked: Instant) -> Result<(), ProviderError> {
        let view = self.admin_view().await?;
        if view.since >= asked {
            return Ok(());
        }
        let since = Instant::now();
        if self.is_a_token_seen().await? {
            self.admin_view.set(Some(AdminView { since, ..view }));
        } else {
            self.admin_view.set(None);
            self.admin_view().await?;
        }
        Ok(())
    }

    /// Is any token of the realm shown to us?
    async fn is_a_token_seen(&self) -> Result<bool, ProviderError> {
        let list = until_stable(async || {
            let one = Request::get("/token/").query("tokenrealm", &self.realm).query("pagesize", "1");
            self.listed_tokens(one).await
        });
        Ok(list.await?["count"].as_u64() > Some(0))
    }

    /// Is the token an administrator's? The service checks that too, so a token that does not tell is left to it.
    pub(super) fn is_admin(&self) -> bool {
        self.claims.is_null() || self.claims["role"] == "admin"
    }

    /// Do the policies let us see the tokens of this realm?
    async fn may_list(&self) -> Result<bool, ProviderError> {
        let policies = match self.policies("admin").await {
            Err(ProviderError::Forbidden { .. }) => return Ok(false),
            policies => policies?,
        };
        let name = self.claims["username"].as_str().unwrap_or_default();
        let lets_us = |policy: &Value| {
            policy["action"].get("tokenlist").is_some_and(|right| right != false)
                && names(&policy["adminuser"], name)
                // The token does not tell reliably of which realm its administrator is.
                && is_open(&policy["adminrealm"])
                && self.holds_here(policy)
                && !is_conditional(policy)
        };
        // Where there is not one policy of this kind, every administrator may do everything.
        Ok(policies.is_empty() || policies.iter().any(lets_us))
    }

    /// What the next sign-in of a person without a token does.
    pub(super) async fn without_a_token(&self) -> Result<Option<NextSignIn>, ProviderError> {
        let mut policies = match self.policies("authentication").await {
            Err(ProviderError::Forbidden { .. }) => return Ok(None),
            policies => policies?,
        };
        policies.retain(|policy| self.holds_here(policy));
        let named = |words: &[&str]| {
            let is_in = |policy: &&Value| words.iter().any(|word| policy["action"].get(*word).is_some());
            policies.iter().filter(is_in).collect::<Vec<_>>()
        };
        let passing = named(&["passthru", "passOnNoToken"]);
        let enrolling = named(&["enroll_via_multichallenge"]);
        // A policy for some people says nothing about any one person.
        if passing.iter().chain(&enrolling).any(|policy| is_conditional(policy)) {
            return Ok(None);
        }
        Ok(Some(match (passing.is_empty(), enrolling.is_empty()) {
            (true, _) => NextSignIn::LockedOut,
            (false, false) => NextSignIn::Enrols,
            (false, true) => NextSignIn::PasswordOnly,
        }))
    }

    /// The policies of that scope which are in force.
    async fn policies(&self, scope: &str) -> Result<Vec<Value>, ProviderError> {
        let request = Request::get("/policy/").query("scope", scope).query("active", "true").fit(Fit::Whole);
        match self.get(request).await?["result"]["value"].take() {
            Value::Array(policies) => Ok(policies),
            _ => Err(ProviderError::garbled("a list of policies was expected")),
        }
    }

    fn holds_here(&self, policy: &Value) -> bool {
        policy["active"] != false && names(&policy["realm"], &self.realm)
    }
}

/// Does a policy hold for that name: one of those that it lists, or any? A policy with exceptions is not understood,
/// and so never holds.
fn names(list: &Value, name: &str) -> bool {
    let listed = |test: &dyn Fn(&str) -> bool| {
        list.as_array().is_some_and(|names| names.iter().filter_map(Value::as_str).any(test))
    };
    is_open(list) || (listed(&|other| other == name) && !listed(&|other| other.starts_with(['-', '!'])))
}

/// Is nothing listed there?
fn is_open(list: &Value) -> bool {
    match list {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// Does it hold only for some people, places or times?
fn is_conditional(policy: &Value) -> bool {
    ["user", "resolver", "client", "time", "conditions", "pinode", "user_agents"]
        .iter()
        .any(|key| !is_open(&policy[*key]))
}
