//! The people of a new organisation. Everything about a person follows from the id alone, so the same number of people
//! is the same organisation on every machine.

mod names;

pub(super) use names::ADMINISTRATOR;
use names::{CULTURES, Culture, NOTABLES, Notable};

/// The address of [`ADMINISTRATOR`].
pub(super) const ADMINISTRATOR_EMAIL: &str = "admin@test.com";
/// The password of all people in a new organisation. It opens nothing but invented data on loopback.
pub(super) const PASSWORD: &str = "Demo-Reset-166";

/// The groups of the organisation. In [`Invented::groups`] each is a bit; the first is 1.
pub(super) const GROUPS: [&str; 6] =
    ["Everyone", "Incident Team", "Security", "Risk", "Audit", "Human Resources"];
/// The roles, in the same way.
pub(super) const ROLES: [&str; 5] =
    ["Administrator", "Incident Owner", "Investigator", "Risk Reviewer", "Read Only"];
/// Which roles come with which group.
pub(super) const GROUP_ROLES: [(usize, usize); 6] = [(1, 5), (2, 2), (3, 3), (4, 4), (5, 5), (6, 5)];

/// An enrolment of a new organisation.
pub(super) struct Enrolled {
    /// Whether the organisation's rule made the person enrol, not the person's own choice.
    pub(super) by_org: bool,
    /// Milliseconds since 1970.
    pub(super) at: i64,
}

#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a person")]
pub(super) struct Invented {
    pub(super) id: i64,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
    pub(super) email: String,
    pub(super) lang: &'static str,
    pub(super) active: bool,
    pub(super) admin: bool,
    pub(super) all_access: bool,
    pub(super) exempt: bool,
    pub(super) sso: bool,
    pub(super) last_login: Option<i64>,
    pub(super) enrolled: Option<Enrolled>,
    pub(super) groups: i64,
    pub(super) roles: i64,
}

/// The person with this id.
///
/// The shares are exact in every full hundred: the place in the hundred is shuffled to a rank (37 has no factor in
/// common with 100, so no two people get the same), and the rank decides.
pub(super) fn invent(id: i64) -> Invented {
    let place = id % 100;
    let rank = place * 37 % 100;
    let chance = mixed(id);
    let (first, last, email, lang) = name(id, chance);
    let admin = matches!(place, 1 | 34 | 71);
    let exempt = matches!(place, 1 | 27 | 53 | 85);
    let enrolled = (rank < 60 && id != ADMINISTRATOR).then(|| Enrolled {
        by_org: rank % 3 != 0 && !exempt,
        at: ENROLMENTS_FROM + below(chance, ENROLMENTS_FOR),
    });
    let never_signed_in = enrolled.is_none() && rank % 7 == 0;
    Invented {
        id,
        first,
        last,
        email,
        lang,
        active: place % 10 != 9,
        admin,
        all_access: admin || chance.is_multiple_of(20),
        exempt,
        sso: matches!(rank, 65 | 76 | 81 | 90),
        last_login: (!never_signed_in).then(|| SIGN_INS_FROM + below(chance >> 7, SIGN_INS_FOR)),
        enrolled,
        groups: 1 | 1 << (1 + below(chance >> 17, 5)),
        roles: i64::from(admin) | 1 << (1 + below(chance >> 23, 4)),
    }
}

/// Enrolments lie in the first half of 2026, last sign-ins in the three months after: fixed, never "now".
const ENROLMENTS_FROM: i64 = 1_767_225_600_000;
const ENROLMENTS_FOR: i64 = 181 * 86_400_000;
const SIGN_INS_FROM: i64 = ENROLMENTS_FROM + ENROLMENTS_FOR;
const SIGN_INS_FOR: i64 = 90 * 86_400_000;

fn name(id: i64, chance: u64) -> (&'static str, &'static str, String, &'static str) {
    if let Some(Notable { first, last, mailbox, lang, .. }) = NOTABLES.iter().find(|one| one.id == id) {
        return (first, last, format!("{mailbox}@test.com"), lang);
    }
    // Languages take turns, so that a hundred people have them all.
    let turn = usize::try_from(id).unwrap_or_default() % CULTURES.len();
    let Culture { lang, first, last } = &CULTURES[turn];
    let (first, first_mailbox) = pick(first, chance);
    let (last, last_mailbox) = pick(last, chance >> 32);
    // The id keeps addresses apart where names repeat.
    (first, last, format!("{first_mailbox}.{last_mailbox}{id}@test.com"), lang)
}

/// A name, and its form in an address.
fn pick(list: &'static str, chance: u64) -> (&'static str, &'static str) {
    let count = list.split(", ").count() as u64;
    let place = usize::try_from(chance % count).unwrap_or_default();
    list.split(", ").nth(place).and_then(|pair| pair.rsplit_once(' ')).unwrap_or_default()
}

fn below(chance: u64, end: i64) -> i64 {
    i64::try_from(chance % end.unsigned_abs()).unwrap_or_default()
}

/// Well mixed bits out of an id (the finishing step of the `SplitMix` generator).
fn mixed(id: i64) -> u64 {
    let mut bits = id.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// The reference that other systems know a person by: a version 4 UUID, and always the same for an id.
pub(super) fn external_reference(id: i64) -> String {
    let (high, low) = (mixed(id), mixed(!id));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        0x8000 | (low >> 48) & 0x3FFF,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests;
