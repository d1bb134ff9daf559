//! The first state of an organisation.

use anyhow::anyhow;
use rusqlite::{Connection, params};

use super::filter::Facts;
use super::{schema, search_index};
use crate::emulator::people::{self, Invented};
use crate::emulator::{fold, secrets};

/// The organisation's id, as in the vendor's examples.
pub(crate) const ORG: i64 = 166;
const NAME: &str = "Harbour Light Utilities";

/// The password of all people: one hash, because a million would take hours.
const SHARED_PASSWORD: i64 = 1;

/// Whether to seed a file that is seeded already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Only a new file, or one with older tables.
    Needed,
    /// Any file.
    Always,
}

/// Looks at the file and fills it in one transaction: of two processes, the second finds the work of the first.
pub(super) fn seed(db: &Connection, users: u32, when: When) -> anyhow::Result<()> {
    let password = secrets::hash_password(people::PASSWORD)
        .map_err(|why| anyhow!("the password cannot be hashed: {why}"))?;
    let transaction = rusqlite::Transaction::new_unchecked(db, rusqlite::TransactionBehavior::Immediate)?;
    if when == When::Needed && !schema::needs_seed(&transaction)? {
        return Ok(());
    }
    schema::recreate(&transaction)?;
    fill(&transaction, i64::from(users.max(1)), &password)?;
    transaction.commit()?;
    // A million people leave a long write-ahead log behind. While another process reads, it stays.
    let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    Ok(())
}

fn fill(db: &Connection, users: i64, password: &str) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO organisation(id, name, mfa_enforced, next_person) VALUES (?, ?, TRUE, ?)",
        params![ORG, NAME, users + 1],
    )?;
    db.execute("INSERT INTO password(id, hash) VALUES (?, ?)", params![SHARED_PASSWORD, password])?;
    let mut block = search_index::Block::default();
    for id in 1..=users {
        let one = people::invent(id);
        add(db, &one)?;
        let facts = Facts::of(one.active, one.admin, one.all_access, one.groups);
        block.add(db, id, facts, &fold::line(one.first, one.last, &one.email))?;
    }
    block.finish(db)?;
    db.execute_batch(schema::INDEXES)?;
    db.execute_batch(schema::COUNTED)?;
    // The administrator who runs the server stays signed in, and so do the keys of its starts.
    db.execute("DELETE FROM session WHERE person <> ?", [people::ADMINISTRATOR])?;
    db.execute("DELETE FROM api_key WHERE NOT standing", [])?;
    Ok(())
}

fn add(db: &Connection, one: &Invented) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO person(id, group_bits, role_bits, first, last, email, mailbox, lang, active, admin,
                                all_access, exempt, password, last_login)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        one.id,
        one.groups,
        one.roles,
        one.first,
        one.last,
        one.email,
        fold::mailbox(&one.email),
        one.lang,
        one.active,
        one.admin,
        one.all_access,
        one.exempt,
        (!one.sso).then_some(SHARED_PASSWORD),
        one.last_login,
    ])?;
    if let Some(mfa) = &one.enrolled {
        db.prepare_cached("INSERT INTO mfa(person, by_org, enrolled_at, latest) VALUES (?1, ?2, ?3, ?3)")?
            .execute(params![one.id, mfa.by_org, mfa.at])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{When, seed};

    #[test]
    fn a_process_that_waited_for_the_lock_finds_the_work_done() {
        let db = Connection::open_in_memory().unwrap();
        let people = || db.query_row("SELECT count(*) FROM person", [], |row| row.get::<_, i64>(0)).unwrap();
        seed(&db, 20, When::Needed).unwrap();
        seed(&db, 10, When::Needed).unwrap();
        assert_eq!(people(), 20);
        seed(&db, 10, When::Always).unwrap();
        assert_eq!(people(), 10);
        db.pragma_update(None, "user_version", 0).unwrap();
        seed(&db, 15, When::Needed).unwrap();
        assert_eq!(people(), 15, "of an older version");
    }
}
