//! A plan while it is made: the same person once, by whichever key they were asked for.

use super::*;

fn by_email(row: u64, email: &str) -> InputRow {
    InputRow { row, user_id: None, email: Some(email.to_owned()) }
}

/// Works on a draft of these rows.
fn drafted<T>(asked: &[InputRow], work: impl FnOnce(&Draft<'_>) -> Result<T, StateError>) -> T {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        asked.iter().try_for_each(|asked| draft.ask(asked, None))?;
        draft.index()?;
        work(draft)
    };
    state.draft(plan).unwrap()
}

fn rows_of(asking: &[Asking]) -> Vec<u64> {
    asking.iter().map(|asking| asking.row).collect()
}

#[test]
fn each_key_is_looked_up_once_in_the_order_of_the_input() {
    let both = InputRow { email: Some("p7@test.com".to_owned()), ..by_id(4, 7) };
    let asked = [
        by_email(1, "A@test.com"),
        by_id(2, 7),
        by_email(3, " a@TEST.com "),
        both,
        by_email(5, "b@test.com"),
        by_id(6, 9),
    ];
    let (size, open, few) =
        drafted(&asked, |draft| Ok((draft.size()?, draft.unresolved(99)?, draft.unresolved(2)?)));
    assert_eq!((size.rows, size.ids, size.emails), (6, 2, 2));
    let rows = |asked: &[InputRow]| asked.iter().map(|asked| asked.row).collect::<Vec<_>>();
    assert_eq!((rows(&open), rows(&few)), (vec![1, 2, 5, 6], vec![1, 2]));
}

#[test]
fn rows_that_ask_for_the_same_are_found_by_id_and_by_folded_email() {
    let both = InputRow { email: Some("other@test.com".to_owned()), ..by_id(3, 7) };
    let asked = [by_id(1, 7), by_email(2, "P7@TEST.COM"), both, by_email(4, "p7@test.com")];
    drafted(&asked, |draft| {
        assert_eq!(rows_of(&draft.asking_like(&asked[0])?), [1, 3]);
        assert_eq!(rows_of(&draft.asking_like(&asked[1])?), [2, 4]);
        // A person of a list is meant by either key, if rows ask by e-mail at all; the e-mail beside an id finds nobody.
        assert_eq!(rows_of(&draft.asking_for(&user(7, enrolled()), false)?), [1, 3]);
        let found = draft.asking_for(&user(7, enrolled()), true)?;
        assert_eq!(rows_of(&found), [1, 3, 2, 4]);
        assert_eq!(found[1].email.as_deref(), Some("other@test.com"));
        assert!(found.iter().all(|asking| asking.means.is_none() && asking.expected.is_none()));
        Ok(())
    });
}

#[test]
fn people_are_counted_once_and_also_where_the_keys_disagree() {
    let asked = [by_id(1, 7), by_email(2, "p7@test.com"), by_id(3, 8)];
    let people = drafted(&asked, |draft| {
        let (seven, eight) = (user(7, enrolled()), user(8, enrolled()));
        assert_eq!(draft.first_row(&seven.id)?, None);
        draft.claim_person(&seven.id, 1)?;
        aim(draft, 1, &seven, NOW)?;
        end(draft, 2, &seven, Outcome::Skipped)?;
        assert_eq!(draft.first_row(&seven.id)?, Some(1));
        // Their id and the e-mail beside it are two people: nobody is entered.
        end(draft, 3, &eight, Outcome::Refused)?;
        draft.people()
    });
    assert_eq!(people, 2);
}

#[test]
fn a_later_row_that_was_found_first_gives_way_to_the_earlier_one() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        draft.ask(&by_id(1, 7), None)?;
        draft.ask(&by_email(2, "p7@test.com"), None)?;
        let seven = user(7, enrolled());
        for row in [2, 1] {
            aim(draft, row, &seven, NOW)?;
        }
        draft.skip(2, "the same person as row 1", NOW)
    };
    state.draft(plan).unwrap();
    let n = state.keep(&new_batch("digest")).unwrap().unwrap().n;
    assert_eq!(numbers(&state.claim(n, 0, 9, NOW).unwrap()), [1], "one reset for one person");
    assert_eq!(state.counts(n).unwrap(), [(Outcome::Skipped, 1)].into());
}

#[test]
fn what_was_found_is_taken_back_with_whoever_was_skipped_for_its_sake() {
    let asked = [by_email(1, "p7@test.com"), by_id(2, 7), by_id(3, 8)];
    drafted(&asked, |draft| {
        let (seven, eight) = (user(7, enrolled()), user(8, enrolled()));
        draft.claim_person(&seven.id, 1)?;
        aim(draft, 1, &seven, NOW)?;
        end(draft, 2, &seven, Outcome::Skipped)?;
        aim(draft, 3, &eight, NOW)?;
        draft.claim_person(&eight.id, 3)?;
        assert_eq!(draft.unresolved(9)?, []);
        draft.take_back(1)?;
        assert_eq!(draft.unresolved(9)?, asked[..2]);
        assert_eq!((draft.first_row(&seven.id)?, draft.first_row(&eight.id)?), (None, Some(3)));
        // The list has shown two people for the first row: it is looked up by itself from now on.
        assert_eq!(rows_of(&draft.asking_for(&seven, true)?), [2]);
        Ok(())
    });
}

#[test]
fn everything_found_by_email_is_taken_back_at_once() {
    let asked = [by_email(1, "p7@test.com"), by_id(2, 7), by_id(3, 8)];
    drafted(&asked, |draft| {
        for (row, id) in [(1, 7), (3, 8)] {
            let user = user(id, enrolled());
            aim(draft, row, &user, NOW)?;
            draft.claim_person(&user.id, row)?;
        }
        end(draft, 2, &user(7, enrolled()), Outcome::Skipped)?;
        draft.take_back_by_email()?;
        assert_eq!(draft.unresolved(9)?, asked[..2]);
        assert_eq!(draft.people()?, 1);
        assert_eq!(rows_of(&draft.asking_for(&user(7, enrolled()), true)?), [2]);
        Ok(())
    });
}

#[test]
fn a_draft_that_fails_leaves_nothing_and_another_begins_empty() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let failed: Result<(), StateError> = state.draft(|draft| {
        draft.ask(&by_id(1, 7), None)?;
        Err(StateError::Full)
    });
    assert!(matches!(failed, Err(StateError::Full)));
    let rows = |state: &mut State| state.draft::<_, StateError>(|draft| Ok(draft.size()?.rows)).unwrap();
    assert_eq!(rows(&mut state), 0);
    state.draft(|draft| draft.ask(&by_id(1, 7), None)).unwrap();
    assert_eq!(rows(&mut state), 1);
    state.begin_draft().unwrap();
    assert_eq!(rows(&mut state), 0);
}

#[test]
fn what_an_earlier_plan_expects_comes_back_with_the_row() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let found = state.draft(|draft| {
        draft.ask(&by_id(1, 7), Some("{\"email\":null}"))?;
        aim(draft, 1, &user(7, enrolled()), NOW)?;
        draft.asking_like(&by_id(1, 7))
    });
    let found: Vec<Asking> = found.unwrap_or_else(|error: StateError| panic!("{error}"));
    assert_eq!(found[0].expected.as_deref(), Some("{\"email\":null}"));
    assert_eq!(found[0].means, Some(UserId::new("7")));
}

#[test]
fn a_row_without_a_person_keeps_what_was_typed() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        draft.ask(&by_email(1, "No@test.com"), None)?;
        draft.ask(&by_id(2, 4242), None)?;
        draft.end(1, Outcome::NotFound, None, NOW)?;
        draft.end(2, Outcome::NotFound, Some("gone"), NOW)
    };
    state.draft(plan).unwrap();
    let n = state.keep(&new_batch("digest")).unwrap().unwrap().n;
    let rows = super::rows(&state, n);
    assert_eq!((rows[0].email.as_deref(), &rows[0].user_id), (Some("No@test.com"), &None));
    assert_eq!((&rows[1].email, rows[1].user_id.as_ref().map(UserId::as_str)), (&None, Some("4242")));
    assert_eq!(rows[1].detail.as_deref(), Some("gone"));
}
