//! Signing in to the screens: the password, then the code of whoever has MFA set up; and signing out.

use hyper::StatusCode;
use maud::{Markup, html};

use super::ask::Ask;
use super::layout::{bare, token};
use super::problem::Problem;
use super::visit::Stage;
use crate::emulator::http::{Refusal, Reply};
use crate::emulator::sign_in::{self, Denied};
use crate::emulator::store::{Person, access, audit, mfa, org, people};
use crate::emulator::{clock, secrets};

/// The form for the password.
pub(super) fn show(ask: &Ask<'_>) -> Reply {
    form(ask, StatusCode::OK, None)
}

/// Takes the password. Nothing but its right answer tells whether there is such a person.
pub(super) async fn with_password(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let denied = |words: &str| Ok(form(ask, StatusCode::UNAUTHORIZED, Some(words)));
    let (email, password) = (ask.form.text("email"), ask.form.text("password"));
    let account = match sign_in::password(ask.emulator, email, password).await {
        Ok(account) if account.active => account,
        Ok(_) => return denied("This account is inactive. An administrator can enable it."),
        Err(Denied::Failed(refusal)) => return Err(refusal.into()),
        Err(why) => return denied(&why.words()),
    };
    let known = ask.cookie(&device(account.id)).map(secrets::digest);
    let now = clock::now_ms();
    let stage = ask.emulator.store.write(|db| {
        let is_known = match &known {
            Some(device) => mfa::device_remembered(db, account.id, device, now)?,
            None => false,
        };
        if account.enrolled && !is_known {
            return Ok(Stage::Code);
        }
        let found = people::by_id(db, account.id)?.ok_or_else(|| Refusal::not_found("person"))?;
        if found.enrolment.is_none() && must_set_up(&found, org::organisation(db)?.mfa_enforced) {
            return Ok(Stage::SetUp);
        }
        note(db, account.id, now)?;
        Ok::<_, Refusal>(Stage::SignedIn)
    })?;
    ask.begin(account.id, stage, None)
}

/// Whether the organisation lets a person in only with MFA. Not whoever is exempt: their administrator has switched its
/// rule off for them, so they may set MFA up but need not. Nor whoever signs in through SSO, where MFA is set up.
fn must_set_up(person: &Person, enforced: bool) -> bool {
    enforced && !person.exempt && !person.sso
}

/// The form for the code.
pub(super) fn show_code(ask: &Ask<'_>) -> Result<Reply, Problem> {
    match ask.person()? {
        (visitor, Stage::Code) => Ok(code_form(StatusCode::OK, &token(&visitor), None)),
        (_, stage) => Err(Problem::Elsewhere(stage.page())),
    }
}

/// Takes the code.
pub(super) fn with_code(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let (visitor, stage) = ask.person()?;
    ask.must_be_of_this_visit()?;
    if stage != Stage::Code {
        return Err(Problem::Elsewhere(stage.page()));
    }
    let id = visitor.person.id;
    let code = ask.form.text("code");
    let now = clock::now_ms();
    // A wrong code is no error here: that it is counted must stay.
    let denied = ask.emulator.store.write(|db| {
        let denied = sign_in::code(db, id, code)?;
        if denied.is_none() {
            note(db, id, now)?;
        }
        Ok::<_, Refusal>(denied)
    })?;
    match denied {
        None => remembering(ask, id, ask.begin(id, Stage::SignedIn, None)?),
        Some(why) => Ok(code_form(StatusCode::UNAUTHORIZED, &token(&visitor), Some(&why.words()))),
    }
}

/// If that box is ticked, this browser needs no code for 30 days, or until a reset.
pub(super) fn remembering(ask: &Ask<'_>, id: i64, reply: Reply) -> Result<Reply, Problem> {
    if !ask.form.has("remember") {
        return Ok(reply);
    }
    let secret = secrets::token();
    let digest = secrets::digest(&secret);
    let until = clock::now_ms() + sign_in::DEVICE;
    ask.emulator.store.write(|db| mfa::remember_device(db, id, &digest, until))?;
    let age = format!("; Max-Age={}", sign_in::DEVICE / 1000);
    Ok(ask.with_cookie(reply, &device(id), &secret, &age))
}

pub(super) fn remember_box() -> Markup {
    html! {
        label.tick { input type="checkbox" name="remember"; " Remember this device for 30 days" }
    }
}

/// The name of the cookie of a remembered device: several people may use one browser.
fn device(person: i64) -> String {
    format!("device-{person}")
}

/// Writes a sign-in down.
pub(super) fn note(db: &rusqlite::Connection, person: i64, now: i64) -> rusqlite::Result<()> {
    access::signed_in(db, person, now)?;
    audit::note(db, Some(person), "Signed in", person, now)
}

pub(super) fn sign_out(ask: &Ask<'_>) -> Result<Reply, Problem> {
    ask.must_be_of_this_visit()?;
    ask.end()
}

fn form(ask: &Ask<'_>, status: StatusCode, wrong: Option<&str>) -> Reply {
    let org = ask.emulator.store.read(org::organisation).map(|org| org.name).unwrap_or_default();
    let body = html! {
        h1 { "Sign in" }
        p.quiet { (org) }
        (alert(wrong))
        form.stack method="post" action="/sign-in" {
            label { "E-mail" input type="email" name="email" autocomplete="username" required autofocus value=(ask.form.text("email")); }
            label { "Password" input type="password" name="password" autocomplete="current-password" required; }
            button.button type="submit" { "Sign in" }
        }
        p.quiet { "An invented organisation, to rehearse in. Nothing here is real." }
    };
    bare(status, "Sign in", &body)
}

fn code_form(status: StatusCode, token: &Markup, wrong: Option<&str>) -> Reply {
    let body = html! {
        h1 { "Enter your code" }
        p { "Your authenticator app shows a code of six digits." }
        (alert(wrong))
        form.stack method="post" action="/sign-in/code" {
            (token)
            (code_field())
            (remember_box())
            button.button type="submit" { "Verify" }
        }
        form method="post" action="/sign-out" { (token) button.link type="submit" { "Sign in as somebody else" } }
    };
    bare(status, "Enter your code", &body)
}

pub(super) fn code_field() -> Markup {
    html! {
        label { "Code" input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" pattern="[0-9]{6}" title="Six digits" required autofocus; }
    }
}

pub(super) fn alert(wrong: Option<&str>) -> Markup {
    html! { @if let Some(words) = wrong { p.wrong role="alert" { (words) } } }
}
