//! A plan while it is made: the same person once, by whichever key the input has.

use mfa_admin::model::{InputRow, Outcome, UserId};
use mfa_admin::state::{Draft, DraftRow, RowEnd, State, StateError};

use crate::fixture::{NOW, by_id, end, enrolled, kept, new_batch, numbers, rows, target, user};

fn by_email(row: u64, email: &str) -> InputRow {
    InputRow { row, user_id: None, email: Some(email.to_owned()) }
}

/// Works on a draft of these rows.
fn drafted<T>(input: &[InputRow], work: impl FnOnce(&Draft<'_>) -> Result<T, StateError>) -> T {
    let mut state = State::scratch().expect("a database");
    state.begin_draft().expect("kept");
    let plan = |draft: &Draft<'_>| {
        input.iter().try_for_each(|row| draft.add(row, None))?;
        draft.index()?;
        work(draft)
    };
    state.draft(plan).expect("kept")
}

fn ended(outcome: Outcome, detail: Option<&str>) -> RowEnd {
    RowEnd { outcome, detail: detail.map(str::to_owned), at: NOW }
}

fn rows_of(found: &[DraftRow]) -> Vec<u64> {
    found.iter().map(|found| found.row).collect()
}

#[test]
fn each_key_is_looked_up_once_in_the_order_of_the_input() {
    let both = InputRow { email: Some("p7@test.com".to_owned()), ..by_id(4, 7) };
    let input = [
        by_email(1, "A@test.com"),
        by_id(2, 7),
        by_email(3, " a@TEST.com "),
        both,
        by_email(5, "b@test.com"),
        by_id(6, 9),
    ];
    let (size, open, few) =
        drafted(&input, |draft| Ok((draft.size()?, draft.to_look_up(99)?, draft.to_look_up(2)?)));
    assert_eq!((size.rows, size.ids, size.emails), (6, 2, 2));
    let rows = |input: &[InputRow]| input.iter().map(|row| row.row).collect::<Vec<_>>();
    assert_eq!((rows(&open), rows(&few)), (vec![1, 2, 5, 6], vec![1, 2]));
}

#[test]
fn rows_that_ask_for_the_same_are_found_by_id_and_by_folded_email() {
    let both = InputRow { email: Some("other@test.com".to_owned()), ..by_id(3, 7) };
    let input = [by_id(1, 7), by_email(2, "P7@TEST.COM"), both, by_email(4, "p7@test.com")];
    drafted(&input, |draft| {
        assert_eq!(rows_of(&draft.rows_like(&input[0])?), [1, 3]);
        assert_eq!(rows_of(&draft.rows_like(&input[1])?), [2, 4]);
        // A person of a list is meant by either key, if rows ask by e-mail at all; the e-mail beside an id finds
        // nobody.
        assert_eq!(rows_of(&draft.rows_for(&user(7, enrolled()), false)?), [1, 3]);
        let found = draft.rows_for(&user(7, enrolled()), true)?;
        assert_eq!(rows_of(&found), [1, 3, 2, 4]);
        assert_eq!(found[1].email.as_deref(), Some("other@test.com"));
        assert!(found.iter().all(|row| row.assigned.is_none() && row.expected.is_none()));
        Ok(())
    });
}

#[test]
fn people_are_counted_once_and_also_where_the_keys_disagree() {
    let input = [by_id(1, 7), by_email(2, "p7@test.com"), by_id(3, 8)];
    let people = drafted(&input, |draft| {
        let (seven, eight) = (user(7, enrolled()), user(8, enrolled()));
        assert_eq!(draft.first_row(&seven.id)?, None);
        draft.claim_person(&seven.id, 1)?;
        target(draft, 1, &seven, NOW)?;
        end(draft, 2, &seven, Outcome::Skipped)?;
        assert_eq!(draft.first_row(&seven.id)?, Some(1));
        // Their id and the e-mail beside it are two people: the row stands for none.
        end(draft, 3, &eight, Outcome::Refused)?;
        draft.people()
    });
    assert_eq!(people, 2);
}

#[test]
fn an_earlier_row_takes_the_place_of_a_later_one_that_was_found_first() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        draft.add(&by_id(1, 7), None)?;
        draft.add(&by_email(2, "p7@test.com"), None)?;
        let seven = user(7, enrolled());
        for row in [2, 1] {
            target(draft, row, &seven, NOW)?;
        }
        draft.end(2, &ended(Outcome::Skipped, Some("the same person as row 1")))
    };
    state.draft(plan).unwrap();
    let n = kept(&mut state, &new_batch("digest")).n;
    assert_eq!(numbers(&state.claim(n, 0, 9, NOW).unwrap()), [1], "one reset for one person");
    assert_eq!(state.counts(n).unwrap(), [(Outcome::Skipped, 1)].into());
}

#[test]
fn what_was_found_is_taken_back_with_the_rows_that_were_skipped_for_its_sake() {
    let input = [by_email(1, "p7@test.com"), by_id(2, 7), by_id(3, 8)];
    drafted(&input, |draft| {
        let (seven, eight) = (user(7, enrolled()), user(8, enrolled()));
        draft.claim_person(&seven.id, 1)?;
        target(draft, 1, &seven, NOW)?;
        end(draft, 2, &seven, Outcome::Skipped)?;
        target(draft, 3, &eight, NOW)?;
        draft.claim_person(&eight.id, 3)?;
        assert_eq!(draft.to_look_up(9)?, []);
        draft.take_back(1)?;
        assert_eq!(draft.to_look_up(9)?, input[..2]);
        assert_eq!((draft.first_row(&seven.id)?, draft.first_row(&eight.id)?), (None, Some(3)));
        // The list has shown two people for the first row: it is looked up by itself from now on.
        assert_eq!(rows_of(&draft.rows_for(&seven, true)?), [2]);
        Ok(())
    });
}

#[test]
fn everything_found_by_email_is_taken_back_at_once() {
    let input = [by_email(1, "p7@test.com"), by_id(2, 7), by_id(3, 8)];
    drafted(&input, |draft| {
        for (row, id) in [(1, 7), (3, 8)] {
            let user = user(id, enrolled());
            target(draft, row, &user, NOW)?;
            draft.claim_person(&user.id, row)?;
        }
        end(draft, 2, &user(7, enrolled()), Outcome::Skipped)?;
        draft.take_back_by_email()?;
        assert_eq!(draft.to_look_up(9)?, input[..2]);
        assert_eq!(draft.people()?, 1);
        assert_eq!(rows_of(&draft.rows_for(&user(7, enrolled()), true)?), [2]);
        Ok(())
    });
}

#[test]
fn a_draft_that_fails_leaves_nothing_and_another_begins_empty() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let failed: Result<(), StateError> = state.draft(|draft| {
        draft.add(&by_id(1, 7), None)?;
        Err(StateError::Full)
    });
    assert!(matches!(failed, Err(StateError::Full)));
    let rows = |state: &mut State| state.draft::<_, StateError>(|draft| Ok(draft.size()?.rows)).unwrap();
    assert_eq!(rows(&mut state), 0);
    state.draft(|draft| draft.add(&by_id(1, 7), None)).unwrap();
    assert_eq!(rows(&mut state), 1);
    state.begin_draft().unwrap();
    assert_eq!(rows(&mut state), 0);
}

#[test]
fn what_an_earlier_plan_expects_comes_back_with_the_row() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let found = state.draft(|draft| {
        draft.add(&by_id(1, 7), Some("{\"email\":null}"))?;
        target(draft, 1, &user(7, enrolled()), NOW)?;
        draft.rows_like(&by_id(1, 7))
    });
    let found: Vec<DraftRow> = found.unwrap_or_else(|error: StateError| panic!("{error}"));
    assert_eq!(found[0].expected.as_deref(), Some("{\"email\":null}"));
    assert_eq!(found[0].assigned, Some(UserId::new("7")));
}

#[test]
fn a_row_without_a_person_keeps_what_was_typed() {
    let mut state = State::scratch().unwrap();
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        draft.add(&by_email(1, "No@test.com"), None)?;
        draft.add(&by_id(2, 4242), None)?;
        draft.end(1, &ended(Outcome::NotFound, None))?;
        draft.end(2, &ended(Outcome::NotFound, Some("gone")))
    };
    state.draft(plan).unwrap();
    let n = kept(&mut state, &new_batch("digest")).n;
    let rows = rows(&state, n);
    assert_eq!((rows[0].email.as_deref(), &rows[0].user_id), (Some("No@test.com"), &None));
    assert_eq!((&rows[1].email, rows[1].user_id.as_ref().map(UserId::as_str)), (&None, Some("4242")));
    assert_eq!(rows[1].detail.as_deref(), Some("gone"));
}
