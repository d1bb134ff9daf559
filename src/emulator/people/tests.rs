use std::collections::HashSet;

use super::names::VALENTINA;
use super::{ADMINISTRATOR, Invented, invent};
use crate::emulator::fold::folded;

fn hundred() -> Vec<Invented> {
    (1..=100).map(invent).collect()
}

#[test]
fn a_hundred_people_have_the_promised_shares() {
    let people = hundred();
    let share = |of: fn(&Invented) -> bool| people.iter().filter(|one| of(one)).count();
    assert_eq!(share(|one| one.enrolled.is_some()), 59, "the main administrator is not enrolled");
    assert!(share(|one| one.enrolled.as_ref().is_some_and(|mfa| mfa.by_org)) >= 20);
    assert!(share(|one| one.enrolled.as_ref().is_some_and(|mfa| !mfa.by_org)) >= 15);
    assert_eq!(share(|one| one.admin), 3);
    assert_eq!(share(|one| !one.active), 10);
    assert!((2..=6).contains(&share(|one| one.exempt)));
    assert_eq!(share(|one| one.sso), 4);
    assert!((3..=8).contains(&share(|one| one.last_login.is_none())));
}

#[test]
fn nobody_contradicts_themselves() {
    for one in (1..=10_000).map(invent) {
        assert!(!one.sso || one.enrolled.is_none(), "{}: single sign-on has no second factor here", one.id);
        assert!(one.enrolled.is_none() || one.last_login.is_some(), "{}: enrolled, never signed in", one.id);
        assert!(!one.exempt || one.enrolled.is_none_or(|mfa| !mfa.by_org), "{}: exempt, yet made to", one.id);
    }
}

#[test]
fn the_person_of_the_documents_and_the_administrator_are_as_promised() {
    let valentina = invent(VALENTINA);
    assert_eq!((valentina.first, valentina.last), ("Valentina", "Rodriguez"));
    assert_eq!(valentina.email, "valentina.r@test.com");
    assert!(valentina.active && !valentina.admin && valentina.enrolled.is_some());
    let main = invent(ADMINISTRATOR);
    assert!(main.active && main.admin && main.enrolled.is_none());
}

#[test]
fn no_two_people_share_an_address_but_two_share_a_name() {
    let mut addresses = HashSet::new();
    for one in (1..=50_000).map(invent) {
        assert!(addresses.insert(folded(&one.email)), "{} again", one.email);
    }
    let mut names = HashSet::new();
    assert!(hundred().iter().any(|one| !names.insert((one.first, one.last))));
}

#[test]
fn a_hundred_people_show_every_alphabet_and_awkward_names() {
    let all: String = hundred().iter().flat_map(|one| [one.first, " ", one.last, "\n"]).collect();
    for sign in "İıßéñŁ'’\",-".chars() {
        assert!(all.contains(sign), "nobody has {sign:?}");
    }
    for range in ['\u{400}'..='\u{4FF}', '\u{370}'..='\u{3FF}', '\u{590}'..='\u{5FF}', '\u{600}'..='\u{6FF}']
    {
        assert!(all.chars().any(|letter| range.contains(&letter)), "nobody in {range:?}");
    }
    for range in
        ['\u{4E00}'..='\u{9FFF}', '\u{3040}'..='\u{30FF}', '\u{AC00}'..='\u{D7AF}', '\u{E00}'..='\u{E7F}']
    {
        assert!(all.chars().any(|letter| range.contains(&letter)), "nobody in {range:?}");
    }
    assert!(all.lines().any(|name| name.chars().count() > 60), "nobody with a long name");
    assert!(all.lines().any(|name| name.chars().count() == 3), "nobody with single letters");
}
