//! Setting MFA up: by choice, or because the organisation lets nobody in without it.

use std::fmt::Write as _;

use hyper::StatusCode;
use maud::{Markup, PreEscaped, html};
use qrcodegen::{QrCode, QrCodeEcc};

use super::ask::{Ask, Visitor};
use super::layout::{bare, token};
use super::problem::Problem;
use super::sign_in;
use super::visit::Stage;
use crate::emulator::http::{Refusal, Reply};
use crate::emulator::store::{mfa, org};
use crate::emulator::{clock, codes, secrets, sign_in as account};

/// The QR code and the key. A page that is loaded again shows the same.
pub(super) fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let (visitor, stage) = may_set_up(ask)?;
    form(ask, &visitor, stage, StatusCode::OK, None)
}

/// Takes the code that shows that an app has the key.
pub(super) fn finish(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let (visitor, stage) = may_set_up(ask)?;
    ask.must_be_of_this_visit()?;
    let id = visitor.person.id;
    // A wrong code is no error here: that it is counted must stay.
    let denied = ask.emulator.store.write(|db| {
        let denied = account::set_up(db, id, ask.form.text("code"))?;
        if denied.is_none() && stage == Stage::SetUp {
            sign_in::note(db, id, clock::now_ms())?;
        }
        Ok::<_, Refusal>(denied)
    })?;
    if let Some(why) = denied {
        return form(ask, &visitor, stage, StatusCode::UNAUTHORIZED, Some(&why.words()));
    }
    let words =
        "Multi-factor authentication is set up. From now on your app's code is asked for when you sign in.";
    sign_in::remembering(ask, id, ask.begin(id, Stage::SignedIn, Some(words.to_owned()))?)
}

/// Whoever has given their password and has nothing set up.
fn may_set_up(ask: &Ask<'_>) -> Result<(Visitor, Stage), Problem> {
    match ask.person()? {
        (_, Stage::Code) => Err(Problem::Elsewhere(Stage::Code.page())),
        (visitor, _) if visitor.person.enrolment.is_some() || visitor.person.sso => {
            Err(Problem::Elsewhere("/"))
        }
        found => Ok(found),
    }
}

fn form(
    ask: &Ask<'_>,
    visitor: &Visitor,
    stage: Stage,
    status: StatusCode,
    wrong: Option<&str>,
) -> Result<Reply, Problem> {
    let person = &visitor.person;
    let (secret, org) = ask.emulator.store.write(|db| {
        let secret = if let Some(secret) = mfa::proposed(db, person.id)? {
            secret
        } else {
            let secret = secrets::app_secret();
            mfa::propose(db, person.id, secret)?;
            secret
        };
        Ok::<_, Refusal>((secret, org::organisation(db)?))
    })?;
    let (typed, uri) = codes::invitation(secret, &person.email, &org.name);
    let body = html! {
        h1 { "Set up multi-factor authentication" }
        @if stage == Stage::SetUp {
            p { (org.name) " asks everybody for a second factor. Set it up to go on." }
        }
        ol {
            li { "Scan this QR code with your authenticator app." (qr(&uri)) }
            li { "Or type this key into the app: " code.key { (in_groups(&typed)) } }
            li { "Enter the code of six digits that the app shows." }
        }
        (sign_in::alert(wrong))
        form.stack method="post" action="/set-up-mfa" {
            (token(visitor))
            (sign_in::code_field())
            (sign_in::remember_box())
            button.button type="submit" { "Verify" }
        }
        @if stage == Stage::SignedIn { p { a href="/" { "Home" } } }
        @else {
            form method="post" action="/sign-out" { (token(visitor)) button.link type="submit" { "Sign out" } }
        }
    };
    Ok(bare(status, "Set up multi-factor authentication", &body))
}

fn in_groups(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The QR code as one path, with the four blank modules around it that the standard asks for. Black on white in dark
/// colours too: not every app reads it otherwise.
fn qr(uri: &str) -> Markup {
    let Ok(code) = QrCode::encode_text(uri, QrCodeEcc::Medium) else { return html! {} };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|&x| code.get_module(x, y)) {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    let whole = size + 8;
    html! {
        svg.qr viewBox={ "0 0 " (whole) " " (whole) } role="img" aria-label="QR code of the key" shape-rendering="crispEdges" {
            (PreEscaped(format!(r##"<rect width="{whole}" height="{whole}" fill="#fff"/><path d="{path}" fill="#000"/>"##)))
        }
    }
}
