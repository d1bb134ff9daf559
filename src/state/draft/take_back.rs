//! What a list found and a later page of it made doubtful: the rows are looked up anew, singly.

use super::Draft;
use crate::state::StateError;

const FORGET: &str = "UPDATE temp.plan SET user_id = NULL, email = NULL, name = NULL, level = NULL, \
    seen = NULL, seen_at = NULL, seen_factors = NULL, read_at = NULL, outcome = NULL, detail = NULL, at = NULL";

impl Draft<'_> {
    /// No list finds anybody for this row, for which nobody was found yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn look_up_singly(&self, row: u64) -> Result<(), StateError> {
        self.0.prepare_cached("UPDATE temp.plan SET singly = 1 WHERE row = ?")?.execute([row])?;
        Ok(())
    }

    /// Takes back what was found for a row, and for those that were skipped for its sake; no list finds anybody for it
    /// from now on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take_back(&self, row: u64) -> Result<(), StateError> {
        let same = "user_id = (SELECT user_id FROM temp.person WHERE row = ?)";
        self.0.execute(&format!("{FORGET} WHERE outcome = 'skipped' AND {same}"), [row])?;
        self.0.execute("DELETE FROM temp.person WHERE row = ?", [row])?;
        self.0.execute(&format!("{FORGET}, singly = 1 WHERE row = ?"), [row])?;
        Ok(())
    }

    /// The same for every row that was found by e-mail.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take_back_by_email(&self) -> Result<(), StateError> {
        self.0.execute(&format!("{FORGET} WHERE outcome = 'skipped'"), [])?;
        self.0.execute(&format!("{FORGET}, singly = 1 WHERE folded IS NOT NULL"), [])?;
        self.0.execute(
            "DELETE FROM temp.person WHERE row IN (SELECT row FROM temp.plan WHERE folded IS NOT NULL)",
            [],
        )?;
        Ok(())
    }
}
