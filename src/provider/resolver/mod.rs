//! Resolver Core, by its public documents: the help articles of its vendor, and code written against it.
//!
//! Its API description is not public, and this code was never run against the live service. Where the documents are
//! silent it reads tolerantly (`wire.rs`), and what cannot be known is `None`.

mod calls;
mod session;
mod wire;

use std::collections::{BTreeMap, HashSet};

use async_trait::async_trait;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use super::api::{
    Connector, Cursor, DirectoryPage, Login, Members, Provider, ProviderKey, Query, Removal, SignIn,
    exactly_one,
};
use super::body::Fit;
use super::capabilities::{Administrators, Capabilities};
use super::endpoint::{Authentication, Endpoint};
use super::error::ProviderError;
use super::list::List;
use super::pace::ChangeSlot;
use super::raw_call::{AllowedCall, Answered, DocumentedCall, Kept, RawCall, Ruling};
use super::request::Request;
use super::response::Content;
use super::transport::{Http, TRIES};
use crate::model::{Account, Level, Lookup, Principal, User, UserId, fold_email};
use calls::{ORG_RESET_PATH, RESET};
use session::Session;

/// Requests in flight where nothing else is said: how many the service takes is not documented.
const CONCURRENCY: usize = 4;
/// The key of a profile that says how lists are paged: not at all, or by `pageNumber` and `limit`.
const PAGING: &str = "paging";
const PAGE_LIMIT: &str = "page_limit";
/// The largest page we ask for.
const PAGE: usize = 1000;
/// A list of more pages has no end: these are as many people as are read of one that comes without pages.
const PAGES: u64 = 10_000;
/// So many people of one address are enough for the message that it is not one person's.
const TWINS: usize = 20;

/// The kind, before a sign-in.
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

    fn provider_keys(&self) -> &'static [ProviderKey] {
        const ANY: &[&str] = &[];
        &[
            ProviderKey { name: PAGING, values: &["none", PAGE_LIMIT] },
            ProviderKey { name: session::MFA_CODE_KEY, values: ANY },
            ProviderKey { name: ORG_RESET_PATH, values: ANY },
        ]
    }

    fn demo_defaults(&self) -> &'static [(&'static str, &'static str)] {
        &[(PAGING, PAGE_LIMIT)]
    }

    fn documented(&self) -> &'static [DocumentedCall] {
        calls::DOCUMENTED
    }

    fn rule_on(&self, call: RawCall, options: &BTreeMap<String, String>) -> Ruling {
        calls::rule_on(call, options)
    }

    fn connect(
        &self,
        endpoint: &Endpoint,
        authentication: Authentication,
    ) -> Result<Box<dyn Provider>, ProviderError> {
        Ok(Box::new(ResolverService {
            http: Http::new(endpoint, CONCURRENCY)?,
            session: Session::new(authentication, endpoint.clock),
            org_id: endpoint.org_id.clone(),
            paged: endpoint.options.get(PAGING).is_some_and(|how| how == PAGE_LIMIT),
            org_reset_path: endpoint.options.get(ORG_RESET_PATH).cloned(),
        }))
    }

    async fn sign_in(&self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
        session::sign_in(endpoint, login).await
    }
}

/// Where the next page of a search begins.
enum NextPage {
    /// The number of the page, the people of the page before, and the first person of each page so far.
    Numbered { number: u64, before: HashSet<UserId>, heads: HashSet<UserId> },
    /// An answer that is still coming in, how many people it brought so far, and the time before its request.
    Open { list: Box<List>, received: usize, as_of: Timestamp },
}

/// Resolver Core, signed in.
struct ResolverService {
    http: Http,
    session: Session,
    org_id: String,
    paged: bool,
    org_reset_path: Option<String>,
}

#[async_trait(?Send)]
impl Provider for ResolverService {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: false,
            many_ids: true,
            levels_apart: self.org_reset_path.is_some(),
            directory: true,
            levels: true,
            administrators: Administrators::AmongPeople,
            unlock: false,
            concurrency: self.http.concurrency(),
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
            return Err(ProviderError::garbled("an organisation whose id cannot be one"));
        }
        Ok(Principal {
            user: wire::person(me)?,
            org_id: wire::id(&org["id"]).map(|id| id.to_string()),
            org: wire::text(org, &["name"]),
            org_enforces_mfa: wire::truth(org, &["mfaEnforced", "isMfaEnforced"]),
        })
    }

    async fn search(&self, query: &Query, page: Option<Cursor>) -> Result<DirectoryPage, ProviderError> {
        // A cursor that comes back was made here.
        let next = page.and_then(|Cursor(next)| next.downcast::<NextPage>().ok());
        match next.map(|next| *next) {
            Some(NextPage::Numbered { number, before, heads }) => {
                self.page(query, number, &before, heads).await
            }
            Some(NextPage::Open { list, received, as_of }) => self.more(query, list, received, as_of).await,
            None if self.paged => self.page(query, 1, &HashSet::new(), HashSet::new()).await,
            None => {
                let as_of = self.http.now();
                self.more(query, self.whole_list(query).await?, 0, as_of).await
            }
        }
    }

    async fn members(&self, group: &str) -> Result<Members, ProviderError> {
        let groups = self.send(Request::get("/user/group").fit(Fit::Page)).await?.json();
        let id = wire::group(group, &groups)?;
        let people = Request::get("/user/group/users").query("groupId", id.to_string()).fit(Fit::Page);
        let people = wire::members(&id, &self.send(people).await?.json())?;
        Ok(Members { people, groups: wire::group_names(wire::list(&groups)?) })
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

    async fn ready(&self) -> Result<ChangeSlot, ProviderError> {
        // A renewal may take its time, so it comes before the slot and before the read of the person.
        self.session.renew(&self.http).await?;
        self.http.ready().await
    }

    async fn reset(&self, slot: ChangeSlot, removals: &[Removal<'_>]) -> Result<(), ProviderError> {
        let level = removals.first().and_then(|removal| removal.level);
        let path = match (level, &self.org_reset_path) {
            (Some(Level::Org), Some(path)) => path,
            _ => RESET,
        };
        let id = |removal: &Removal<'_>| {
            let not_found = |_| ProviderError::NotFound { who: Lookup::Id(removal.user.clone()) };
            removal.user.as_str().parse::<i64>().map_err(not_found)
        };
        let ids = removals.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        self.send(Request::change(Method::PUT, path).json(&json!({"ids": ids})).in_slot(Some(slot))).await?;
        Ok(())
    }

    async fn call(&self, call: &AllowedCall) -> Answered {
        let kept = Kept::default();
        let result = self.send(Request::raw(call, &kept)).await.map(drop);
        Answered { result, answer: kept.take() }
    }
}

impl ResolverService {
    async fn send(&self, request: Request) -> Result<Content, ProviderError> {
        self.session.send(&self.http, request).await
    }

    async fn get(&self, path: &str) -> Result<Value, ProviderError> {
        Ok(self.send(Request::get(path)).await?.json())
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
            return Err(ProviderError::garbled(format!("the list does not end after {PAGES} pages")));
        }
        let limit = query.wanted.unwrap_or(PAGE).clamp(1, PAGE);
        let request = people(query).query("pageNumber", number.to_string()).query("limit", limit.to_string());
        let as_of = self.http.now();
        let json = self.send(request.fit(Fit::Page)).await?.json();
        let mut users = wire::list(&json)?.iter().map(wire::person).collect::<Result<Vec<_>, _>>()?;
        // A service may send less at once than it was asked for, and still have more.
        let came = users.len();
        let goes_on = came == limit || may_be_truncated(came);
        // A service that ignores `pageNumber`, or begins again after its last page, would send the same people for
        // ever.
        if users.first().is_some_and(|first| !heads.insert(first.id.clone())) {
            users.clear();
        }
        users.retain(|user| !before.contains(&user.id));
        let next = (goes_on && !users.is_empty()).then(|| {
            let before = users.iter().map(|user| user.id.clone()).collect();
            Cursor(Box::new(NextPage::Numbered { number: number + 1, before, heads }))
        });
        // Where a page brought no new person the list is ended here: people on later pages were never sent.
        let may_be_truncated = came > 0 && users.is_empty();
        Ok(DirectoryPage { users, as_of, next, may_be_truncated })
    }

    /// All people that match in one answer, which is read while it comes in.
    async fn whole_list(&self, query: &Query) -> Result<Box<List>, ProviderError> {
        match self.send(people(query).fit(Fit::Endless)).await? {
            Content::List(list) => Ok(list),
            Content::Json(_) => Err(ProviderError::garbled("a list was expected")),
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
                    list = self.whole_list(query).await?;
                    list.leave_out(received);
                }
                rows => break rows?,
            }
        };
        let Some(rows) = rows else {
            let may_be_truncated = may_be_truncated(received);
            return Ok(DirectoryPage { users: Vec::new(), as_of, next: None, may_be_truncated });
        };
        let users = rows.iter().map(wire::person).collect::<Result<Vec<_>, _>>()?;
        let received = received + users.len();
        let next = Some(Cursor(Box::new(NextPage::Open { list, received, as_of })));
        Ok(DirectoryPage { users, as_of, next, may_be_truncated: false })
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
        // An answer about another person or another organisation is no answer.
        for (what, asked, told) in [
            ("user", id.as_str(), &json!(account.user.id)),
            ("user", id.as_str(), &membership["userId"]),
            ("org", &self.org_id, &membership["orgId"]),
        ] {
            if !told.is_null() && wire::id(told).is_none_or(|told| told.as_str() != asked) {
                let why = format!("asked for {what} {asked}, answered about {what} {told}");
                return Err(ProviderError::garbled(why));
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
        // An e-mail that only the list has is not taken: the row may be another person's.
        user.name = user.name.take().or(row.name);
        // A person who is an administrator by any answer must stay protected; a list never takes that away.
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
                let fits = user.email.as_deref().map(fold_email).as_ref() == Some(&wanted);
                // A list that grows while it is read may name a person twice.
                if fits && found.len() < TWINS && found.iter().all(|other| other.id != user.id) {
                    found.push(user);
                }
            }
            page = next;
            if page.is_none() || found.len() == TWINS {
                break;
            }
        }
        exactly_one(&Lookup::Email(email.trim_ascii().to_owned()), found)
    }
}

/// The search as the documents have it.
fn people(query: &Query) -> Request {
    let request = Request::get("/user/users");
    match &query.text {
        Some(text) => request.query("search", text),
        None => request,
    }
}

/// Is it a number of people at which services cut their lists without saying so?
fn may_be_truncated(received: usize) -> bool {
    matches!(received, 50 | 100 | 200 | 250 | 500 | 1000 | 2000 | 5000 | 10_000)
}
