//! What searches go through, next to the people: blocks with the folded names and addresses of [`BLOCK`] consecutive
//! ids, a line for each (empty where there is no person), the facts that filters ask for, and a count.

use rusqlite::{Connection, params};

use super::filter::{BLOCK, Facts};
use crate::emulator::fold;

/// A block that is being filled; ids must come in order.
#[derive(Default)]
pub(super) struct Block {
    number: i64,
    lines: i64,
    people: i64,
    /// Two bytes a person, see [`Facts`].
    facts: Vec<u8>,
    text: String,
}

impl Block {
    pub(super) fn add(&mut self, db: &Connection, id: i64, facts: Facts, line: &str) -> rusqlite::Result<()> {
        if id / BLOCK != self.number {
            self.finish(db)?;
            *self = Self { number: id / BLOCK, ..Self::default() };
        }
        while self.lines < id % BLOCK {
            self.text.push('\n');
            self.lines += 1;
        }
        self.text.push_str(line);
        // Those in between are nobody.
        self.facts.resize(usize::try_from(self.lines * 2).unwrap_or_default(), 0);
        self.facts.extend(facts.bytes());
        self.people += 1;
        Ok(())
    }

    pub(super) fn finish(&self, db: &Connection) -> rusqlite::Result<()> {
        db.prepare_cached(
            "INSERT OR REPLACE INTO search_block(block, people, facts, text) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![self.number, self.people, self.facts, self.text])
        .map(drop)
    }
}

/// Writes the block of this id again, after a person was added or removed or got another address or other rights.
pub(super) fn refresh(db: &Connection, id: i64) -> rusqlite::Result<()> {
    let number = id / BLOCK;
    write(db, Block { number, ..Block::default() }, number * BLOCK, number * BLOCK + BLOCK - 1)
}

/// Writes every block again.
pub(super) fn rebuild(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM search_block", [])?;
    write(db, Block::default(), 0, i64::MAX)
}

/// Writes the people of these ids, beginning with this block.
fn write(db: &Connection, mut block: Block, first: i64, last: i64) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(
        "SELECT id, first, last, email, active, admin, all_access, group_bits
         FROM person WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        let facts = Facts::of(row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?);
        block.add(db, row.get(0)?, facts, &fold::line(text(1)?, text(2)?, text(3)?))?;
    }
    block.finish(db)
}
