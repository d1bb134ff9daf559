//! A request for a screen: the call, whose visit it belongs to, and its form.

use std::sync::Arc;

use hyper::header::{COOKIE, HOST, HeaderValue, ORIGIN, SET_COOKIE};
use hyper::http::uri::{Authority, PathAndQuery};
use hyper::{Method, StatusCode};

use super::form::Form;
use super::problem::Problem;
use super::reply::see_other;
use super::visit::{Stage, Visit};
use crate::emulator::clock;
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::secrets::Digest;
use crate::emulator::state::Emulator;
use crate::emulator::store::{Person, access, org, people};

pub(super) struct Ask<'a> {
    pub(super) emulator: &'a Arc<Emulator>,
    pub(super) call: &'a Call,
    /// Of a POST; empty otherwise.
    pub(super) form: Form,
    visit: Option<Visit>,
    /// The secret in the cookie of the visit.
    secret: String,
    /// Whether the page asks by itself, to renew what it shows: that is no sign of a person, and shows them nothing said.
    by_itself: bool,
}

/// Who is signed in.
pub(super) struct Visitor {
    pub(super) person: Person,
    pub(super) token: String,
}

impl<'a> Ask<'a> {
    /// # Errors
    ///
    /// When a change does not come from a page of this server, or the database cannot be read.
    pub(super) fn new(emulator: &'a Arc<Emulator>, call: &'a Call) -> Result<Self, Refusal> {
        let mut form = Form::default();
        if call.method == Method::POST {
            from_our_page(call)?;
            form = Form::of(&call.body);
        }
        let by_itself = call.header("x-renew").is_some();
        let mut ask = Self { emulator, call, form, visit: None, secret: String::new(), by_itself };
        if let Some(secret) = ask.cookie("visit").map(str::to_owned) {
            let seeding = emulator.store.read(org::seeding)?;
            ask.visit = emulator.visits.of(&secret, seeding, clock::now_ms(), !by_itself);
            ask.secret = secret;
        }
        Ok(ask)
    }

    /// Who is signed in. Everybody else is led to where they sign in, or go on with it.
    pub(super) fn visitor(&self) -> Result<Visitor, Problem> {
        let (person, stage) = self.person()?;
        match stage {
            Stage::SignedIn => Ok(person),
            earlier => Err(Problem::Elsewhere(earlier.page())),
        }
    }

    /// An administrator.
    pub(super) fn administrator(&self) -> Result<Visitor, Problem> {
        let visitor = self.visitor()?;
        if visitor.person.admin { Ok(visitor) } else { Err(Problem::NotAdministrator) }
    }

    /// Who has given a password in this visit, and how far they have come.
    pub(super) fn person(&self) -> Result<(Visitor, Stage), Problem> {
        let visit = self.visit.as_ref().ok_or(Problem::Elsewhere("/sign-in"))?;
        let person = self.emulator.store.read(|db| people::by_id(db, visit.person))?;
        match person.filter(|person| person.active) {
            Some(person) => Ok((Visitor { person, token: visit.token.clone() }, visit.stage)),
            None => Err(Problem::Elsewhere("/sign-in")),
        }
    }

    /// Refuses a form that is not of this visit. Also a script may send the token, as `x-csrf`.
    pub(super) fn must_be_of_this_visit(&self) -> Result<(), Problem> {
        let visit = self.visit.as_ref().ok_or(Problem::Elsewhere("/sign-in"))?;
        let given = self.call.header("x-csrf").unwrap_or_else(|| self.form.text("token"));
        if given == visit.token { Ok(()) } else { Err(Problem::OutOfDate) }
    }

    /// Begins a visit in place of this one: a cookie that somebody else may have set opens nothing. `words` are said on
    /// its first page. Whoever is signed in then gets the page that they were led away from.
    pub(super) fn begin(&self, person: i64, stage: Stage, words: Option<String>) -> Result<Reply, Problem> {
        self.end_visit()?;
        let seeding = self.emulator.store.read(org::seeding)?;
        let secret = self.emulator.visits.begin(person, stage, words, seeding, clock::now_ms());
        let wanted = match stage {
            Stage::SignedIn => self.cookie("wanted").and_then(|one| self.emulator.wanted_pages.take(one)),
            _ => None,
        };
        let to = wanted.as_deref().unwrap_or(stage.page());
        Ok(self.with_cookie(see_other(to), "visit", &secret, ""))
    }

    /// Ends the visit.
    pub(super) fn end(&self) -> Result<Reply, Problem> {
        self.end_visit()?;
        Ok(self.with_cookie(see_other("/sign-in"), "visit", "", "; Max-Age=0"))
    }

    /// Also the sessions of the API that it began.
    fn end_visit(&self) -> Result<(), Problem> {
        let sessions = self.emulator.visits.end(&self.secret);
        if !sessions.is_empty() {
            self.emulator
                .store
                .write(|db| sessions.iter().try_for_each(|one| access::end_session(db, one)))?;
        }
        Ok(())
    }

    /// Leads to the sign-in, and from there back to this page. It is kept here, because an address that is sent along
    /// could lead anywhere.
    pub(super) fn lead_to_sign_in(&self) -> Reply {
        let reply = see_other("/sign-in");
        let wanted = self.call.uri.path_and_query().map(PathAndQuery::as_str);
        match wanted.filter(|path| self.call.method == Method::GET && *path != "/") {
            Some(path) => self.with_cookie(reply, "wanted", &self.emulator.wanted_pages.keep(path), ""),
            None => reply,
        }
    }

    /// Binds a session of the API to the visit.
    pub(super) fn keep_session(&self, session: Digest) {
        self.emulator.visits.keep_session(&self.secret, session);
    }

    /// Leads to another page, which says these words.
    pub(super) fn tell(&self, to: &str, words: impl Into<String>) -> Reply {
        self.emulator.visits.tell(&self.secret, words.into());
        see_other(to)
    }

    /// What the page before wanted to be said.
    pub(super) fn told(&self) -> Option<String> {
        if self.by_itself { None } else { self.emulator.visits.told(&self.secret) }
    }

    /// A cookie of ours. Browsers send the cookies of a host to all of its ports, so the port is in the name.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let name = self.cookie_name(name);
        let all = self.call.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.into_iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(super) fn with_cookie(&self, reply: Reply, name: &str, value: &str, more: &str) -> Reply {
        let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{more}", self.cookie_name(name));
        // All of it is ours and is ASCII.
        match HeaderValue::try_from(cookie) {
            Ok(cookie) => reply.with(SET_COOKIE, cookie),
            Err(_) => reply,
        }
    }

    fn cookie_name(&self, name: &str) -> String {
        let host = self.call.header(HOST.as_str()).and_then(|host| host.parse::<Authority>().ok());
        format!("{name}-{}", host.and_then(|host| host.port_u16()).unwrap_or(80))
    }
}

/// Refuses a change that a page of another server makes a browser send: also one on another port of this machine, to
/// which the browser gives our cookie.
fn from_our_page(call: &Call) -> Result<(), Refusal> {
    let ours = call.header(HOST.as_str()).map(|host| format!("http://{host}"));
    let origins: Vec<_> = call.headers.get_all(ORIGIN).iter().map(|origin| origin.to_str().ok()).collect();
    let is_ours = matches!(origins[..], [Some(origin)] if Some(origin) == ours.as_deref());
    let sites = call.headers.get_all("sec-fetch-site").iter();
    if is_ours && sites.into_iter().all(|site| site == "same-origin") {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::FORBIDDEN, "This was not sent by a page of this server."))
}
