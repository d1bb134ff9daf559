//! Resolver Core, by its public documents: the help articles of its vendor, and code written against it.
//!
//! Its API description is not public, and the live service was never within reach of whoever wrote this. Where
//! the documents are silent the reading is tolerant (`wire.rs`), and what cannot be known is `None`.

mod session;
mod wire;

use std::collections::HashSet;

use async_trait::async_trait;
use jiff::Timestamp;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::body::Fit;
use super::list::List;
use super::transport::{Answer, Http, Request, TRIES};
use super::{
    Administrators, Authentication, Capabilities, Connector, Cursor, DirectoryPage, Endpoint, Login, OwnKey,
    Provider, ProviderError, Query, Removal, SignIn,
};
use crate::model::{Account, Level, Lookup, Principal, User, UserId, fold_email};
use session::Session;

/// The kind, before anybody is signed in.
pub(super) static SERVICE: Resolver = Resolver;

/// Requests in flight when nobody says otherwise: how much the service bears is not documented.
const CONCURRENCY: usize = 4;
/// The key of a profile that says how lists are paged: not at all, or by `pageNumber` and `limit`.
const PAGING: &str = "paging";
const PAGE_LIMIT: &str = "page_limit";
/// The key of a profile that names the path of an organisation-level reset, where it differs.
const ORG_RESET_PATH: &str = "org_reset_path";
/// The largest page we ask for.
const PAGE: usize = 1000;
/// A list of more pages has no end: these are as many people as are read of one that comes without pages.
const PAGES: u64 = 10_000;
/// So many people of one address are enough to say that it is not one person's.
const TWINS: usize = 20;
/// The reset of the help article "Reset multi-factor authentication"; takes `{"ids":[1]}`.
const RESET: &str = "/user/users/mfa/reset";

pub(super) struct Resolver;

#[async_trait(?Send)]
impl Connector for Resolver {
    fn word(&self) -> &'static str {
        "resolver"
    }

    fn user_id(&self, text: &str) -> Option<UserId> {
        wire::parse_id(text)
    }

    fn shorthand(&self, url: &str) -> Option<&'static str> {
        match url {
            "us" => Some("https://us.core.resolver.com"),
            "eu" => Some("https://eu.core.resolver.com"),
            _ => None,
        }
    }

    fn provider_keys(&self) -> &'static [OwnKey] {
        const ANY: &[&str] = &[];
        &[
            OwnKey { name: PAGING, values: &["none", PAGE_LIMIT] },
            OwnKey { name: session::MFA_CODE_KEY, values: ANY },
            OwnKey { name: ORG_RESET_PATH, values: ANY },
        ]
    }

    fn demo_defaults(&self) -> &'static [(&'static str, &'static str)] {
        &[(PAGING, PAGE_LIMIT)]
    }

    fn connect(&self, endpoint: &Endpoint, pass: Authentication) -> Result<Box<dyn Provider>, ProviderError> {
        let concurrency = endpoint.concurrency.unwrap_or(CONCURRENCY);
        Ok(Box::new(Connection {
            http: Http::new(endpoint, concurrency)?,
            session: Session::new(pass, endpoint.clock),
            org_id: endpoint.org_id.clone(),
            paged: endpoint.options.get(PAGING).is_some_and(|how| how == PAGE_LIMIT),
            org_reset_path: endpoint.options.get(ORG_RESET_PATH).cloned(),
            concurrency,
        }))
    }

    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
        session::sign_in(endpoint, login).await
    }
}

/// Where the next page of a search begins.
enum Position {
    /// The number of the next page, who was on the page before, and who stood first on each page so far.
    Numbered { number: u64, before: HashSet<UserId>, heads: HashSet<UserId> },
    /// An answer that is still coming in, how many people it brought so far, and when it was asked for.
    Open { list: Box<List>, received: usize, as_of: Timestamp },
}

/// Resolver Core, signed in.
struct Connection {
    http: Http,
    session: Session,
    org_id: String,
    paged: bool,
    org_reset_path: Option<String>,
    concurrency: usize,
}

#[async_trait(?Send)]
impl Provider for Connection {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: false,
            many_ids: true,
            levels_apart: self.org_reset_path.is_some(),
            directory: true,
            levels: true,
            administrators: Administrators::AmongPeople,
            unlock: false,
            concurrency: self.concurrency,
        }
    }

    fn pace(&self) -> Option<f64> {
        self.http.pace()
    }

    async fn whoami(&self) -> Result<Principal, ProviderError> {
        let json = self.get("/user/users/me").await?;
        let me = wire::object(&json);
        let org = &me["currentOrg"];
        if !org["id"].is_null() && wire::id(&org["id"]).is_none() {
            return Err(wire::garbled("an organisation whose id cannot be one"));
        }
        Ok(Principal {
            user: wire::person(me)?,
            org_id: wire::id(&org["id"]).map(|id| id.to_string()),
            org: wire::text(org, &["name"]),
            org_enforces_mfa: wire::truth(org, &["mfaEnforced", "isMfaEnforced"]),
        })
    }

    async fn search(&self, query: &Query, page: Option<Cursor>) -> Result<DirectoryPage, ProviderError> {
        // Only ours come back to us.
        let position = page.and_then(|Cursor(position)| position.downcast::<Position>().ok());
        match position.map(|position| *position) {
            Some(Position::Numbered { number, before, heads }) => {
                self.page(query, number, &before, heads).await
            }
            Some(Position::Open { list, received, as_of }) => self.more(query, list, received, as_of).await,
            None if self.paged => self.page(query, 1, &HashSet::new(), HashSet::new()).await,
            None => {
                let as_of = self.http.now();
                self.more(query, self.everybody(query).await?, 0, as_of).await
            }
        }
    }

    async fn members(&self, group: &str) -> Result<Vec<UserId>, ProviderError> {
        let groups = || Request::get("/user/group").fit(Fit::Page);
        let id = wire::group(group, &self.session.send(&self.http, groups).await?.json())?;
        let people = || Request::get("/user/group/users").query("groupId", id.to_string()).fit(Fit::Page);
        wire::members(&id, &self.session.send(&self.http, people).await?.json())
    }

    async fn find(&self, who: &Lookup) -> Result<User, ProviderError> {
        Ok(self.account(who).await?.user)
    }

    async fn account(&self, who: &Lookup) -> Result<Account, ProviderError> {
        match who {
            Lookup::Id(id) => self.by_id(id).await,
            Lookup::Email(email) => self.by_email(email).await,
        }
    }

    async fn ready(&self) -> Result<(), ProviderError> {
        self.session.ready(&self.http).await?;
        self.http.ready().await
    }

    async fn reset(&self, removals: &[Removal<'_>]) -> Result<(), ProviderError> {
        let level = removals.first().and_then(|removal| removal.level);
        let path = match (level, &self.org_reset_path) {
            (Some(Level::Org), Some(path)) => path,
            _ => RESET,
        };
        let id = |removal: &Removal<'_>| {
            let stranger = |_| ProviderError::NotFound { who: Lookup::Id(removal.user.clone()) };
            removal.user.as_str().parse::<i64>().map_err(stranger)
        };
        let ids = removals.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        let body = Ids { ids };
        self.session.send(&self.http, || Request::change(Method::PUT, path).json(&body).in_slot()).await?;
        Ok(())
    }
}

impl Connection {
    async fn get(&self, path: &str) -> Result<Value, ProviderError> {
        Ok(self.session.send(&self.http, || Request::get(path)).await?.json())
    }

    /// One page of a search. Paging is not documented: it is asked for only where the profile says that it works.
    async fn page(
        &self,
        query: &Query,
        number: u64,
        before: &HashSet<UserId>,
        mut heads: HashSet<UserId>,
    ) -> Result<DirectoryPage, ProviderError> {
        if number > PAGES {
            return Err(wire::garbled(&format!("the list does not end after {PAGES} pages")));
        }
        let limit = query.wanted.unwrap_or(PAGE).clamp(1, PAGE);
        let request = || {
            let request = people(query).query("pageNumber", number.to_string());
            request.query("limit", limit.to_string()).fit(Fit::Page)
        };
        let as_of = self.http.now();
        let json = self.session.send(&self.http, request).await?.json();
        let mut users = wire::list(&json)?.iter().map(wire::person).collect::<Result<Vec<_>, _>>()?;
        // A service may send less at once than it was asked for, and still have more.
        let came = users.len();
        let goes_on = came == limit || looks_cut(came);
        // A service that ignores `pageNumber`, or begins again after its last page, sends the same people for ever.
        if users.first().is_some_and(|first| !heads.insert(first.id.clone())) {
            users.clear();
        }
        users.retain(|user| !before.contains(&user.id));
        let next = (goes_on && !users.is_empty()).then(|| {
            let before = users.iter().map(|user| user.id.clone()).collect();
            Cursor(Box::new(Position::Numbered { number: number + 1, before, heads }))
        });
        // Where nobody new came the list was ended by us: whoever stands on later pages was never sent.
        let looks_cut = came > 0 && users.is_empty();
        Ok(DirectoryPage { users, as_of, next, looks_cut })
    }

    /// Everybody in one answer, which is read while it comes in.
    async fn everybody(&self, query: &Query) -> Result<Box<List>, ProviderError> {
        match self.session.send(&self.http, || people(query).fit(Fit::Endless)).await? {
            Answer::Open(list) => Ok(list),
            Answer::Whole(_) => Err(wire::garbled("a list was expected")),
        }
    }

    /// What has come in of such an answer. One that breaks off is asked for again, as any read is, and goes on where it
    /// broke off.
    async fn more(
        &self,
        query: &Query,
        mut list: Box<List>,
        received: usize,
        as_of: Timestamp,
    ) -> Result<DirectoryPage, ProviderError> {
        let mut tries = 1;
        let rows = loop {
            match list.next().await {
                Err(ProviderError::NoAnswer(why)) if tries < TRIES && why.may_pass() => {
                    tries += 1;
                    list = self.everybody(query).await?;
                    list.pass_over(received);
                }
                rows => break rows?,
            }
        };
        let Some(rows) = rows else {
            return Ok(DirectoryPage {
                users: Vec::new(),
                as_of,
                next: None,
                looks_cut: looks_cut(received),
            });
        };
        let users = rows.iter().map(wire::person).collect::<Result<Vec<_>, _>>()?;
        let received = received + users.len();
        let next = Some(Cursor(Box::new(Position::Open { list, received, as_of })));
        Ok(DirectoryPage { users, as_of, next, looks_cut: false })
    }

    /// The person with exactly this id.
    async fn by_id(&self, id: &UserId) -> Result<Account, ProviderError> {
        let not_found = |error| match error {
            ProviderError::Refused { status: 404, .. } => {
                ProviderError::NotFound { who: Lookup::Id(id.clone()) }
            }
            error => error,
        };
        let answer = self.get(&format!("/user/org/{}/user/{id}", self.org_id)).await.map_err(not_found)?;
        let membership = wire::object(&answer);
        let mut says_admin = wire::says_admin(&answer);
        let mut account = if let Some(account) = wire::membership(membership) {
            account?
        } else {
            let person = self.get(&format!("/user/users/{id}")).await.map_err(not_found)?;
            says_admin |= wire::says_admin(&person);
            wire::account(wire::object(&person), membership)?
        };
        if says_admin {
            account.user.admin = Some(true);
        }
        // An answer about somebody else, or about another organisation, is no answer.
        for (what, asked, told) in [
            ("user", id.as_str(), &json!(account.user.id)),
            ("user", id.as_str(), &membership["userId"]),
            ("org", &self.org_id, &membership["orgId"]),
        ] {
            if !told.is_null() && wire::id(told).is_none_or(|told| told.as_str() != asked) {
                return Err(wire::garbled(&format!(
                    "asked for {what} {asked}, answered about {what} {told}"
                )));
            }
        }
        Ok(account)
    }

    /// The one person with exactly this e-mail, read as by id: a list may write an enrolment in another way than the
    /// person's own page, with which it is compared after a reset.
    async fn by_email(&self, email: &str) -> Result<Account, ProviderError> {
        let row = self.listed(email).await?;
        let mut account = self.by_id(&row.id).await?;
        let user = &mut account.user;
        // An e-mail that only the list has is nobody's: it may stand in the row of somebody else.
        user.name = user.name.take().or(row.name);
        // Whoever is known for an administrator anywhere must not lose the guard; a list never takes it away.
        user.admin = user.admin.or(row.admin.filter(|is_admin| *is_admin));
        Ok(account)
    }

    /// The one row with exactly this e-mail. The service matches parts; the whole address is ours to compare.
    async fn listed(&self, email: &str) -> Result<User, ProviderError> {
        let wanted = fold_email(email);
        let query = Query { text: Some(email.trim_ascii().to_owned()), wanted: None };
        let mut found: Vec<User> = Vec::new();
        let mut page = None;
        loop {
            let DirectoryPage { users, next, .. } = self.search(&query, page).await?;
            for user in users {
                if found.len() >= TWINS {
                    break;
                }
                let fits = user.email.as_deref().map(fold_email).as_ref() == Some(&wanted);
                // A list that grows while it is read may name somebody twice.
                if fits && found.iter().all(|other| other.id != user.id) {
                    found.push(user);
                }
            }
            page = next;
            if page.is_none() || found.len() >= TWINS {
                break;
            }
        }
        let who = Lookup::Email(email.trim_ascii().to_owned());
        match found.len() {
            0 => Err(ProviderError::NotFound { who }),
            1 => Ok(found.remove(0)),
            _ => Err(ProviderError::Ambiguous { who, candidates: found }),
        }
    }
}

/// The body of a reset.
#[derive(Serialize)]
struct Ids {
    ids: Vec<i64>,
}

/// The search as the documents have it.
fn people(query: &Query) -> Request {
    let request = Request::get("/user/users");
    match &query.text {
        Some(text) => request.query("search", text),
        None => request,
    }
}

/// As many people as a service sends that cuts its lists without saying so.
fn looks_cut(received: usize) -> bool {
    matches!(received, 50 | 100 | 200 | 250 | 500 | 1000 | 2000 | 5000 | 10_000)
}
