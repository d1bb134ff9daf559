//! Destinations: a plan or a batch is carried out only at the organisation that it was made for.

use super::connection::Connection;
use crate::failure::{Failure, FailureKind};
use crate::model::{Destination, EnvironmentKind};
use crate::shell::shell_word;

impl Destination {
    /// Refuses a connection to any other destination. `what` was made for this one, with that profile.
    pub(crate) fn must_be_that_of(
        &self,
        connection: &Connection,
        what: &str,
        profile: &str,
    ) -> Result<(), Failure> {
        let now = connection.destination();
        // The embedded organisation listens on another port in every process. For any other server on this machine, another
        // port means another server.
        let is_demo = self.environment == EnvironmentKind::Demo;
        let url = if is_demo { &now.url } else { &self.url };
        let pairs = [
            ("the service", self.provider.as_str(), now.provider.as_str()),
            ("org", &self.org_id, &now.org_id),
            ("the environment", self.environment.word(), now.environment.word()),
            ("the URL", url, &now.url),
        ];
        match pairs.into_iter().find(|(_, then, now)| then != now) {
            Some((which, then, now)) => {
                let message = format!("{what} is for {which} {then}, the profile is for {now}");
                let hint = format!("it was made with --profile {}; nothing was sent", shell_word(profile));
                Err(Failure::new(FailureKind::BadInput, message).hint(hint))
            }
            None => Ok(()),
        }
    }
}
