use rusqlite::Connection;

use super::{Filters, PeoplePage, page, people};
use crate::emulator::store::filter::Permission;
use crate::emulator::store::people::{MembershipChange, Person, change_membership, headcount, remove};
use crate::emulator::store::seed::{When, seed};

fn organisation() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    seed(&db, 2500, When::Always).unwrap();
    // The second block has a gap, and the third none of its first people.
    for id in [1500, 2048, 2049] {
        remove(&db, id).unwrap();
    }
    db
}

/// One by one, as slow and plain as can be.
fn expected(db: &Connection, text: &str, filters: Filters) -> Vec<i64> {
    let admits = |one: &Person| {
        filters.active.is_none_or(|active| one.active == active)
            && filters.permission.is_none_or(|permission| match permission {
                Permission::Admin => one.admin,
                Permission::AllDataAccess => one.all_access,
            })
            && filters.group.is_none_or(|group| one.groups >> (group - 1) & 1 == 1)
    };
    let mut ids = Vec::new();
    people(db, text, None, |one| {
        ids.extend(admits(&one).then_some(one.id));
        Ok::<_, rusqlite::Error>(())
    })
    .unwrap();
    ids
}

fn paged(db: &Connection, text: &str, filters: Filters) -> Vec<i64> {
    let mut ids = Vec::new();
    for number in 1.. {
        let (people, more) = page(db, text, filters, PeoplePage { number, limit: 25 }).unwrap();
        ids.extend(people.iter().map(|one| one.id));
        assert!(people.len() == 25 || !more);
        if !more {
            break;
        }
    }
    ids
}

#[test]
fn every_filter_finds_whom_a_look_at_each_person_finds() {
    let db = organisation();
    let mut found = 0;
    for text in ["", "a", "alex", "test.com", "1@test.com", "nobody at all", "ana.@x"] {
        for active in [None, Some(true), Some(false)] {
            for permission in [None, Some(Permission::Admin), Some(Permission::AllDataAccess)] {
                for group in [None, Some(1), Some(3), Some(6)] {
                    let filters = Filters { active, permission, group };
                    let ids = paged(&db, text, filters);
                    assert_eq!(ids, expected(&db, text, filters), "{text:?} {filters:?}");
                    found += ids.len();
                }
            }
        }
    }
    assert!(found > 1000);
}

#[test]
fn a_change_of_rights_is_filtered_and_counted_at_once() {
    let db = organisation();
    let filters = Filters { active: Some(false), permission: Some(Permission::Admin), group: None };
    assert_eq!(paged(&db, "valentina.r", filters), [0_i64; 0]);
    let before = headcount(&db).unwrap();
    assert_eq!(before.everybody, 2497);
    let change =
        MembershipChange { is_active: Some(false), is_admin: Some(true), ..MembershipChange::default() };
    change_membership(&db, 42, &change).unwrap();
    change_membership(&db, 42, &change).unwrap();
    assert_eq!(paged(&db, "valentina.r", filters), [42]);
    assert_eq!(headcount(&db).unwrap().inactive, before.inactive + 1);
    remove(&db, 42).unwrap();
    let after = headcount(&db).unwrap();
    assert_eq!((after.everybody, after.inactive), (2496, before.inactive));
}

#[test]
fn a_page_beyond_the_end_is_empty_and_the_last_has_none_after_it() {
    let db = organisation();
    let filters = Filters { active: Some(false), ..Filters::default() };
    for filters in [Filters::default(), filters] {
        for number in [101, 4_000_000_000, usize::MAX] {
            let (people, more) = page(&db, "", filters, PeoplePage { number, limit: 25 }).unwrap();
            assert!(people.is_empty() && !more, "{number}");
        }
    }
    let (people, more) = page(&db, "", Filters::default(), PeoplePage { number: 100, limit: 25 }).unwrap();
    assert_eq!((people.len(), more), (22, false));
}
