//! Finding people among a million.
//!
//! `LIKE` over a million rows takes a quarter of a second and folds only ASCII. So a search goes through the text of
//! the blocks of `search_index`, as fast as memory can be read, and stops at the end of its page; terms of one letter
//! work like any other. The counts of the blocks lead to a page deep in the list of all people. Terms with an `@` use
//! the index on mailboxes, where accents count.

use rusqlite::{Connection, params};

use super::people::{self, PeoplePage, Person};
use super::search_index::BLOCK;
use crate::emulator::fold;

/// Shorter than this, the part before the `@` is the end of too many addresses for the index to be quicker.
const SELECTIVE: usize = 3;

/// Calls `each` for the people whose name or address contains the text, in the order of ids. Stops at the first error.
pub(crate) fn people<E: From<rusqlite::Error>>(
    db: &Connection,
    text: &str,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let term = fold::term(text);
    if term.is_empty() {
        return everyone(db, page, each);
    }
    let (skip, take) = page.map_or((0, usize::MAX), |page| (page.skip(), page.limit));
    let ids = match fold::address(text).split_once('@') {
        Some((local, domain)) if local.chars().count() >= SELECTIVE => by_mailbox(db, local, domain)?,
        _ => by_text(db, &term, skip.saturating_add(take))?,
    };
    for id in ids.into_iter().skip(skip).take(take) {
        if let Some(person) = people::by_id(db, id)? {
            each(person)?;
        }
    }
    Ok(())
}

fn everyone<E: From<rusqlite::Error>>(
    db: &Connection,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let (from, skip) = match page {
        Some(page) => start_of(db, page.skip())?,
        None => (0, 0),
    };
    let limit = page.map_or(-1, |page| i64::try_from(page.limit).unwrap_or(i64::MAX));
    let mut statement = db.prepare_cached(people::IN_ORDER)?;
    let mut rows = statement.query(params![from, limit, skip])?;
    while let Some(row) = rows.next()? {
        each(people::from_row(row)?)?;
    }
    Ok(())
}

/// Where the person after the first `skip` people is: the first id of the block, and how many people to skip there.
fn start_of(db: &Connection, skip: usize) -> rusqlite::Result<(i64, i64)> {
    let mut left = i64::try_from(skip).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached("SELECT block, people FROM search_block ORDER BY block")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (block, people): (i64, i64) = (row.get(0)?, row.get(1)?);
        if left < people {
            return Ok((block * BLOCK, left));
        }
        left -= people;
    }
    Ok((i64::MAX, 0))
}

/// An address has one `@`, and names have none. So a term is part of an address exactly if the first part of the
/// address ends with that of the term (in the index they are backwards, so this is a range) and the second begins
/// with it.
fn by_mailbox(db: &Connection, local: &str, domain: &str) -> rusqlite::Result<Vec<i64>> {
    let from = fold::backwards(local);
    let to = format!("{from}\u{10FFFF}");
    let mut statement =
        db.prepare_cached("SELECT mailbox, id FROM person WHERE mailbox >= ? AND mailbox <= ?")?;
    let mut rows = statement.query([from, to])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let mailbox = row.get_ref(0)?.as_str()?;
        if mailbox.find('@').is_some_and(|at| mailbox[at + 1..].starts_with(domain)) {
            ids.push(row.get(1)?);
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

fn by_text(db: &Connection, term: &str, enough: usize) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT block, text FROM search_block ORDER BY block")?;
    let mut rows = statement.query([])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str()?;
        if ids.len() >= enough {
            break;
        }
        if text.contains(term) {
            let first = row.get::<_, i64>(0)? * BLOCK;
            ids.extend((first..).zip(text.lines()).filter(|(_, line)| line.contains(term)).map(|(id, _)| id));
        }
    }
    Ok(ids)
}
