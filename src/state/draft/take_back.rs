//! What a list found and a later page of it made doubtful: the rows are looked up again, each by itself.

use rusqlite::params;

use super::Draft;
use crate::model::Outcome;
use crate::state::error::StateError;

const FORGET: &str = "UPDATE temp.plan SET user_id = NULL, email = NULL, name = NULL, level = NULL, \
    seen = NULL, seen_at = NULL, seen_factors = NULL, read_at = NULL, outcome = NULL, detail = NULL, at = NULL";

impl Draft<'_> {
    /// Has a row looked up by itself that was not assigned yet.
    pub fn look_up_singly(&self, row: u64) -> Result<(), StateError> {
        self.0.prepare_cached("UPDATE temp.plan SET singly = 1 WHERE row = ?")?.execute([row])?;
        Ok(())
    }

    /// Takes back what was found for a row, and for those that were skipped for its sake. It is looked up by itself.
    pub fn take_back(&self, row: u64) -> Result<(), StateError> {
        let same = "user_id = (SELECT user_id FROM temp.person WHERE row = ?1)";
        self.0.execute(&format!("{FORGET} WHERE outcome = ?2 AND {same}"), params![row, Outcome::Skipped])?;
        self.0.execute("DELETE FROM temp.person WHERE row = ?", [row])?;
        self.0.execute(&format!("{FORGET}, singly = 1 WHERE row = ?"), [row])?;
        Ok(())
    }

    /// The same for every row that was found by e-mail.
    pub fn take_back_by_email(&self) -> Result<(), StateError> {
        self.0.execute(&format!("{FORGET} WHERE outcome = ?"), [Outcome::Skipped])?;
        self.0.execute(&format!("{FORGET}, singly = 1 WHERE folded IS NOT NULL"), [])?;
        self.0.execute(
            "DELETE FROM temp.person WHERE row IN (SELECT row FROM temp.plan WHERE folded IS NOT NULL)",
            [],
        )?;
        Ok(())
    }
}
