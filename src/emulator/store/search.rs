//! Finding people among a million.
//!
//! `LIKE` over a million rows takes a quarter of a second and folds only ASCII. So next to the people lie
//! blocks: the folded names and addresses of 1,024 consecutive ids, a line each (an empty one where nobody
//! is), and a count. A search runs through the text of block after block, as fast as memory can be read,
//! and stops at the end of its page; terms of one letter work like any other. The counts let a page deep
//! in the list of everybody be found without walking there. Terms with an `@` use the index on mailboxes.

use rusqlite::{Connection, params};

use super::people::{self, PeoplePage, Person};
use crate::emulator::fold;

const BLOCK: i64 = 1024;

/// Shorter than this, the part before the `@` is the end of too many addresses for the index to be quicker.
const SELECTIVE: usize = 3;

/// Calls `each` for the people whose name or address has this part, by id. Stops at the first error.
pub(crate) fn people<E: From<rusqlite::Error>>(
    connection: &Connection,
    text: &str,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let term = fold::term(text);
    if term.is_empty() {
        return everybody(connection, page, each);
    }
    let (skip, take) = page.map_or((0, usize::MAX), |page| (page.skip(), page.limit));
    let ids = match term.split_once('@') {
        Some((local, domain)) if local.chars().count() >= SELECTIVE => by_mailbox(connection, local, domain)?,
        _ => by_text(connection, &term, skip.saturating_add(take))?,
    };
    for id in ids.into_iter().skip(skip).take(take) {
        if let Some(person) = people::by_id(connection, id)? {
            each(person)?;
        }
    }
    Ok(())
}

fn everybody<E: From<rusqlite::Error>>(
    connection: &Connection,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let (from, skip) = match page {
        Some(page) => start_of(connection, page.skip())?,
        None => (0, 0),
    };
    let limit = page.map_or(-1, |page| i64::try_from(page.limit).unwrap_or(i64::MAX));
    let mut statement = connection.prepare_cached(people::IN_ORDER)?;
    let mut rows = statement.query(params![from, limit, skip])?;
    while let Some(row) = rows.next()? {
        each(people::from_row(row)?)?;
    }
    Ok(())
}

/// Where the person after the first `skip` people is: the first id of the block, and how many to pass there.
fn start_of(connection: &Connection, skip: usize) -> rusqlite::Result<(i64, i64)> {
    let mut left = i64::try_from(skip).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached("SELECT block, people FROM search_block ORDER BY block")?;
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

/// An address has one `@`, and names have none. So a term is part of an address exactly if the address's
/// first part ends with the term's (they lie backwards in the index: a range) and the second begins so.
fn by_mailbox(connection: &Connection, local: &str, domain: &str) -> rusqlite::Result<Vec<i64>> {
    let from = fold::backwards(local);
    let to = format!("{from}\u{10FFFF}");
    let mut statement =
        connection.prepare_cached("SELECT mailbox, id FROM person WHERE mailbox >= ? AND mailbox <= ?")?;
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

fn by_text(connection: &Connection, term: &str, enough: usize) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT block, text FROM search_block ORDER BY block")?;
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

/// A block in the making, while ids come in order.
#[derive(Default)]
pub(super) struct Block {
    number: i64,
    lines: i64,
    people: i64,
    text: String,
}

impl Block {
    pub(super) fn add(&mut self, connection: &Connection, id: i64, line: &str) -> rusqlite::Result<()> {
        if id / BLOCK != self.number {
            self.finish(connection)?;
            *self = Self { number: id / BLOCK, ..Self::default() };
        }
        while self.lines < id % BLOCK {
            self.text.push('\n');
            self.lines += 1;
        }
        self.text.push_str(line);
        self.people += 1;
        Ok(())
    }

    pub(super) fn finish(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection
            .prepare_cached("INSERT OR REPLACE INTO search_block(block, people, text) VALUES (?, ?, ?)")?
            .execute(params![self.number, self.people, self.text])
            .map(drop)
    }
}

/// Writes the block of this id again, after somebody came, left or got another name or address.
pub(super) fn refresh(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    let number = id / BLOCK;
    let mut block = Block { number, ..Block::default() };
    let mut statement = connection
        .prepare_cached("SELECT id, first, last, email FROM person WHERE id BETWEEN ? AND ? ORDER BY id")?;
    let mut rows = statement.query([number * BLOCK, number * BLOCK + BLOCK - 1])?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        block.add(connection, row.get(0)?, &fold::line(text(1)?, text(2)?, text(3)?))?;
    }
    block.finish(connection)
}
