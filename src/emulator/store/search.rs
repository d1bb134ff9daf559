//! Finding people among a million.
//!
//! `LIKE` over a million rows takes a quarter of a second and folds only ASCII. So a search goes through the text of
//! the blocks of `search_index`, as fast as memory can be read, and stops at the end of its page; terms of one letter
//! work like any other. The counts of the blocks lead to a page deep in the list of all people, and the facts of the
//! blocks to those whom filters admit. Terms with an `@` use the index on mailboxes, where accents count.

use rusqlite::{Connection, params};

use super::filter::BLOCK;
use super::filter::Filters;
use super::people::{self, PeoplePage, Person};
use crate::emulator::fold;

/// Shorter than this, the part before the `@` is the end of too many addresses for the index to be quicker.
const SELECTIVE: usize = 3;

/// Calls `each` for the people whose name or address contains the text, in the order of ids. Stops at the first error.
pub(crate) fn people<E: From<rusqlite::Error>>(
    db: &Connection,
    text: &str,
    page: Option<PeoplePage>,
    each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let (skip, take) = page.map_or((0, usize::MAX), |page| (page.skip(), page.limit));
    matching(db, text, Filters::default(), skip, take, each)
}

/// A page of the people whose name or address contains the text and whom the filters admit, in the order of ids, and
/// whether more people come after it.
pub(crate) fn page(
    db: &Connection,
    text: &str,
    filters: Filters,
    page: PeoplePage,
) -> rusqlite::Result<(Vec<Person>, bool)> {
    let mut people = Vec::with_capacity(page.limit + 1);
    matching(db, text, filters, page.skip(), page.limit + 1, |person| {
        people.push(person);
        Ok::<_, rusqlite::Error>(())
    })?;
    let more = people.len() > page.limit;
    people.truncate(page.limit);
    Ok((people, more))
}

fn matching<E: From<rusqlite::Error>>(
    db: &Connection,
    text: &str,
    filters: Filters,
    skip: usize,
    take: usize,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let term = fold::term(text);
    let enough = skip.saturating_add(take);
    let ids = match fold::address(text).split_once('@') {
        _ if term.is_empty() && filters.admit_everybody() => return everyone(db, skip, take, each),
        _ if term.is_empty() => by_filters(db, filters, enough)?,
        Some((local, domain)) if local.chars().count() >= SELECTIVE => {
            admitted(db, filters, by_mailbox(db, local, domain)?)?
        }
        _ => by_text(db, &term, filters, enough)?,
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
    skip: usize,
    take: usize,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let (from, skip) = start_of(db, skip)?;
    let limit = i64::try_from(take).unwrap_or(i64::MAX);
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

/// Those of the ids, which are in order, whom the filters admit.
fn admitted(db: &Connection, filters: Filters, ids: Vec<i64>) -> rusqlite::Result<Vec<i64>> {
    if filters.admit_everybody() {
        return Ok(ids);
    }
    let mut statement = db.prepare_cached("SELECT facts FROM search_block WHERE block = ?")?;
    let mut kept = Vec::new();
    for together in ids.chunk_by(|one, next| one / BLOCK == next / BLOCK) {
        let block = together[0] / BLOCK;
        let facts: Vec<u8> = statement.query_row([block], |row| row.get(0))?;
        kept.extend(filters.wanted(block, &facts).filter(|id| together.binary_search(id).is_ok()));
    }
    Ok(kept)
}

fn by_filters(db: &Connection, filters: Filters, enough: usize) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT block, facts FROM search_block ORDER BY block")?;
    let mut rows = statement.query([])?;
    let mut ids = Vec::new();
    while ids.len() < enough
        && let Some(row) = rows.next()?
    {
        ids.extend(filters.wanted(row.get(0)?, row.get_ref(1)?.as_blob()?));
    }
    Ok(ids)
}

fn by_text(db: &Connection, term: &str, filters: Filters, enough: usize) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT block, facts, text FROM search_block ORDER BY block")?;
    let mut rows = statement.query([])?;
    let mut ids = Vec::new();
    while ids.len() < enough
        && let Some(row) = rows.next()?
    {
        let block = row.get(0)?;
        let mut wanted = filters.wanted(block, row.get_ref(1)?.as_blob()?).peekable();
        // The facts are read much sooner than the text.
        if wanted.peek().is_none() {
            continue;
        }
        let text = row.get_ref(2)?.as_str()?;
        if text.contains(term) {
            let mut lines = (block * BLOCK..).zip(text.lines());
            ids.extend(wanted.filter(|id| {
                lines.find(|(line, _)| line == id).is_some_and(|(_, line)| line.contains(term))
            }));
        }
    }
    Ok(ids)
}

#[cfg(test)]
mod tests;
