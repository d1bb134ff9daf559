//! The credential, its store, and what it may do.

use tokio::time::timeout;

use super::check::{Check, Name};
use crate::credentials::{Credential, StoreChoice, StoreKind, Vault};
use crate::failure::{Failure, FailureKind};
use crate::session::Context;
use crate::session::connection::{Connection, Found, end_of, signed_out, vault_of};
use crate::settings::{Origin, Profile};

/// Looks for the credential of a profile. It is given back where it can be used.
pub(super) fn credential(context: &Context, profile: &Profile) -> (Check, Option<Found>) {
    let failed = |failure: &Failure| (Name::Credential.failed(failure), None);
    let found = match context.credential_alone(profile) {
        Ok(found) => found,
        Err(failure) => return failed(&failure),
    };
    let Some(credential) = &found.credential else { return failed(&signed_out(profile)) };
    let what = match credential {
        Credential::ApiKey(_) => "API key",
        Credential::Token { .. } => "token",
    };
    let detail = match (found.store, end_of(credential)) {
        (StoreKind::Environment, _) => format!("{what} from the environment"),
        (store, None) => format!("{what} in {store}"),
        (_, Some(end)) if end <= context.host.clock.now() => {
            return failed(&signed_out(profile).because(format!("the token ended at {end:.0}")));
        }
        (store, Some(end)) => format!("{what} in {store}, good until {end:.0}"),
    };
    (Name::Credential.holds(detail), Some(found))
}

/// Writes an entry of its own into the store, reads it back and deletes it.
pub(super) fn store(profile: Option<&Profile>, found: Option<&Found>) -> Check {
    let is_by_variable = found.is_some_and(|found| found.store == StoreKind::Environment);
    match profile {
        Some(profile) if profile.origin == Origin::Demo => Name::Store.skipped("memory, for this run"),
        Some(profile) if profile.origin == Origin::Environment || is_by_variable => {
            Name::Store.skipped("the credential comes from the environment")
        }
        Some(profile) => match try_out(&vault_of(profile)) {
            Ok(check) => check,
            Err(failure) => Name::Store.failed(&failure),
        },
        // Nothing needs it yet.
        None => match try_out(&Vault::open(StoreChoice::default(), "doctor")) {
            Ok(check) => check,
            Err(Failure { message, because, hint, .. }) => {
                let detail = [vec![message], because].concat().join(": ");
                Name::Store.warning(detail, hint.unwrap_or_default())
            }
        },
    }
}

fn try_out(vault: &Vault) -> Result<Check, Failure> {
    vault.probe()?;
    Ok(Name::Store.holds(format!("{}: an entry was written, read back and deleted", vault.kind())))
}

/// Asks the service who is signed in, and as what.
pub(super) async fn role(context: &Context, connection: Result<Connection, Failure>) -> Check {
    let limit = context.settings.timeout;
    let asked = async {
        let connection = connection?;
        let principal = connection.admit().await?;
        Ok((connection, principal))
    };
    let (connection, principal) = match timeout(limit, asked).await {
        Ok(Ok(told)) => told,
        Ok(Err(failure)) => return Name::Role.failed(&failure),
        Err(_) => {
            let why = format!("the service does not say within {} s who is signed in", limit.as_secs());
            let failure = Failure::new(FailureKind::Unreachable, why);
            return Name::Role.failed(&failure.hint("the limit for one check is `--timeout SECONDS`"));
        }
    };
    let who = principal.user.label();
    let org = match &principal.org {
        Some(org) => format!("{org} ({})", connection.org_id),
        None => connection.org_id.clone(),
    };
    match principal.user.admin {
        Some(true) => Name::Role.holds(format!("{who} is an administrator of {org}")),
        _ => Name::Role.holds(format!("{who} at {org}; the service does not say whether an administrator")),
    }
}
