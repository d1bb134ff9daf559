//! Destinations: a plan or a batch is carried out only at the organisation that it was made for.

use super::connection::Connection;
use crate::failure::{Failure, FailureKind};
use crate::model::EnvironmentKind;
use crate::shell::shell_word;
use crate::state::NewBatch;

/// An organisation of a service, and its environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The word for the kind of service.
    pub provider: String,
    /// The base URL.
    pub url: String,
    /// The organisation.
    pub org_id: String,
    /// Production, sandbox or demo.
    pub environment: EnvironmentKind,
}

impl From<&NewBatch> for Destination {
    fn from(batch: &NewBatch) -> Self {
        Self {
            provider: batch.provider.clone(),
            url: batch.url.clone(),
            org_id: batch.org_id.clone(),
            environment: batch.environment,
        }
    }
}

impl From<&Connection> for Destination {
    fn from(connection: &Connection) -> Self {
        Self {
            provider: connection.profile.kind.word().to_owned(),
            url: connection.url.clone(),
            org_id: connection.org_id.clone(),
            environment: connection.profile.environment,
        }
    }
}

impl Destination {
    /// Refuses a connection to any other destination. `what` was made for this one, with that profile.
    pub(crate) fn must_be_that_of(
        &self,
        connection: &Connection,
        what: &str,
        profile: &str,
    ) -> Result<(), Failure> {
        let now = Self::from(connection);
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
