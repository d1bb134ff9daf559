//! A person, as JSON shows one.

use serde::Serialize;

use crate::emulator::state::Emulator;
use crate::emulator::store::{Enrolment, Person};
use crate::emulator::{clock, people};

/// The same in every call that shows a person.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonJson<'a> {
    id: i64,
    first: &'a str,
    last: &'a str,
    email: &'a str,
    external_ref_id: String,
    is_active: bool,
    user_type: u8,
    is_admin: bool,
    is_portal_url_access: bool,
    last_login: Option<String>,
    lang: &'a str,
    /// Left out where the emulator was told that it cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    mfa: Option<MfaJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MfaJson {
    enrolled: bool,
    level: Option<&'static str>,
    enrolled_at: Option<String>,
}

/// A person as reads show it just now.
pub(super) fn shown<'a>(emulator: &Emulator, person: &'a Person) -> PersonJson<'a> {
    PersonJson {
        id: person.id,
        first: &person.first,
        last: &person.last,
        email: &person.email,
        external_ref_id: people::external_reference(person.id),
        is_active: person.active,
        user_type: 0,
        is_admin: person.admin,
        is_portal_url_access: false,
        last_login: person.last_login.map(clock::rfc3339),
        lang: &person.lang,
        mfa: mfa(emulator, person),
    }
}

/// The second factor as reads show it just now; `None` where they do not show it.
pub(super) fn mfa(emulator: &Emulator, person: &Person) -> Option<MfaJson> {
    let json = |mfa: Option<Enrolment>| MfaJson {
        enrolled: mfa.is_some(),
        level: mfa.map(|mfa| mfa.level.word()),
        enrolled_at: mfa.map(|mfa| clock::rfc3339(mfa.at)),
    };
    emulator.visibility.shows_mfa().then(|| json(emulator.visibility.of(person.id, person.enrolment)))
}
