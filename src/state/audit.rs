//! The audit records: one for every person for whom a reset may have been sent, written before the request.
//!
//! A record is the intent itself. Who, where and why stand with its batch (or with the resume, where there was one),
//! the person and the outcome with its row. None is ever deleted, but for an intent whose request certainly never left.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::columns::Milliseconds;
use super::database::State;
use super::error::StateError;
use crate::model::{EnvironmentKind, Level, Outcome, UserId, milliseconds};

/// A reset that was, or may have been, sent.
#[derive(Debug, Clone, Serialize)]
pub struct AuditRecord {
    /// Counts up, without gaps but for intents that were given back unsent.
    pub seq: u64,
    /// When the intent was written.
    #[serde(serialize_with = "at")]
    pub at: Timestamp,
    /// The profile.
    pub profile: String,
    /// The organisation.
    pub org_id: String,
    /// The environment.
    pub environment: EnvironmentKind,
    /// The administrator who was signed in.
    pub actor: String,
    /// The name of the account on this machine.
    pub os_user: Option<String>,
    /// The person.
    pub user_id: Option<UserId>,
    /// Their e-mail.
    pub email: Option<String>,
    /// The level of what was to be reset.
    pub level: Option<Level>,
    /// Why.
    pub reason: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// How the person's identity was checked.
    pub verified_by: Option<String>,
    /// What came of it; `None` while that is not known.
    pub outcome: Option<Outcome>,
    /// The batch; `None` for a reset of one person.
    pub batch_id: Option<String>,
    /// The real uid, where the system has such.
    pub uid: Option<u32>,
    /// From whose account `sudo` came here, as a variable says.
    pub sudo_user: Option<String>,
}

impl State {
    /// Shows every record to `see`, the oldest first.
    pub fn each_record<E: From<StateError>>(
        &self,
        see: impl FnMut(&AuditRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT a.seq, a.at, b.profile, b.org_id, b.environment, ifnull(s.actor, b.actor),
                CASE WHEN s.n IS NULL THEN b.os_user ELSE s.os_user END, r.user_id, r.email, r.level,
                b.reason, b.ticket, b.verified_by, r.outcome, CASE WHEN NOT b.single THEN b.id END,
                CASE WHEN s.n IS NULL THEN b.uid ELSE s.uid END,
                CASE WHEN s.n IS NULL THEN b.sudo_user ELSE s.sudo_user END
             FROM audit a JOIN batch b ON b.n = a.batch JOIN row r ON r.batch = a.batch AND r.row = a.row
                LEFT JOIN resumed s ON s.n = a.resumed
             ORDER BY a.seq";
        self.each(sql, [], record, see)
    }
}

fn record(row: &rusqlite::Row<'_>) -> rusqlite::Result<AuditRecord> {
    Ok(AuditRecord {
        seq: row.get(0)?,
        at: row.get::<_, Milliseconds>(1)?.0,
        profile: row.get(2)?,
        org_id: row.get(3)?,
        environment: row.get(4)?,
        actor: row.get(5)?,
        os_user: row.get(6)?,
        user_id: row.get(7)?,
        email: row.get(8)?,
        level: row.get(9)?,
        reason: row.get(10)?,
        ticket: row.get(11)?,
        verified_by: row.get(12)?,
        outcome: row.get(13)?,
        batch_id: row.get(14)?,
        uid: row.get(15)?,
        sudo_user: row.get(16)?,
    })
}

fn at<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    milliseconds(&Some(*at), serializer)
}
