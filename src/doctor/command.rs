//! `doctor`: the order of the checks, and how they are written.

use std::time::Duration;

use serde::Serialize;

use super::check::{Check, Name, Verdict};
use super::{machine, policy, service, sign_in};
use crate::failure::{Failure, FailureKind};
use crate::output::{Line, Shape};
use crate::session::connection::Pacing;
use crate::session::{Context, block_on_until_signal, written};
use crate::settings::{Origin, Profile};

/// What is checked with a service.
const OF_THE_SERVICE: [Name; 5] = [Name::Url, Name::Dns, Name::Tcp, Name::Tls, Name::Clock];

pub(crate) fn run(context: &Context) -> Result<(), Failure> {
    let checks = block_on_until_signal(async { Ok(examine(context).await) })?;
    let shown = show(context, &checks);
    let failed: Vec<_> = checks.iter().filter_map(|check| Some((check.name, failure_of(check)?))).collect();
    let Some((_, kind)) = failed.first() else { return written(shown) };
    context.output.show(&[Line::Blank]);
    let names: Vec<_> = failed.iter().map(|(name, _)| *name).collect();
    let what = if names.len() == 1 { "a check" } else { "checks" };
    Err(Failure::new(*kind, format!("{what} failed: {}", names.join(", "))))
}

fn failure_of(check: &Check) -> Option<FailureKind> {
    match check.verdict {
        Verdict::Failed(kind) => Some(kind),
        _ => None,
    }
}

/// Makes every check that can be made.
async fn examine(context: &Context) -> Vec<Check> {
    let mut checks = match context.settings.profile() {
        Ok(profile) => {
            let mut checks = vec![Name::Profile.holds(of_profile(&profile))];
            checks.extend(if profile.origin == Origin::Demo {
                demo(context, profile).await
            } else {
                with_service(context, profile).await
            });
            checks
        }
        Err(error) => {
            let mut failure = Failure::from(error);
            let mend =
                "set that right, or make the profile anew with `mfa-admin auth login --profile NAME …`";
            failure.hint.get_or_insert_with(|| mend.to_owned());
            let mut checks = vec![Name::Profile.failed(&failure)];
            let why = "no profile can be used";
            checks.extend(service::skipped(&OF_THE_SERVICE, why));
            checks.extend([
                Name::Credential.skipped(why),
                sign_in::store(None, None),
                Name::Role.skipped(why),
            ]);
            checks
        }
    };
    checks.push(policy::policy(context));
    checks.push(machine::state(context).await);
    let host = &context.host;
    let is_colored = context.settings.color.on(host.terminals.stdout, context.settings.style);
    checks.extend([machine::terminal(host, is_colored), machine::completion(host.environment)]);
    checks
}

fn of_profile(profile: &Profile) -> String {
    let (name, kind, environment) = (&profile.name, profile.kind.word(), profile.environment.word());
    match profile.origin {
        Origin::Demo => format!("{name}, the embedded organisation"),
        Origin::File => format!("{name}, {kind}, org {}, {environment}", profile.org_id),
        Origin::Environment => {
            format!("from MFA_ADMIN_… variables, {kind}, org {}, {environment}", profile.org_id)
        }
    }
}

/// The checks of a profile from the config file or the environment.
async fn with_service(context: &Context, profile: Profile) -> Vec<Check> {
    let (mut checks, can_ask) = match context.endpoint(&profile, &at_once()) {
        Ok(endpoint) => service::way(&endpoint, context.host.environment).await,
        Err(failure) => (vec![Name::Url.failed(&failure)], false),
    };
    let (credential, found) = sign_in::credential(context, &profile);
    checks.extend([credential, sign_in::store(Some(&profile), found.as_ref())]);
    checks.push(match found {
        None => Name::Role.skipped("there is no credential to ask with"),
        Some(_) if !can_ask => Name::Role.skipped("the service cannot be asked"),
        Some(found) => sign_in::role(context, context.connect_with(profile, &at_once(), found)).await,
    });
    checks
}

/// The checks of the embedded organisation, which runs meanwhile.
async fn demo(context: &Context, profile: Profile) -> Vec<Check> {
    let store = sign_in::store(Some(&profile), None);
    let connected = context.connect(profile, &at_once());
    let endpoint = connected
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|connection| context.endpoint(&connection.profile, &at_once()));
    match (connected, endpoint) {
        (Ok(connection), Ok(endpoint)) => {
            let (mut checks, _) = service::way(&endpoint, context.host.environment).await;
            checks.extend([Name::Credential.holds("API key, made for this run"), store]);
            checks.push(sign_in::role(context, Ok(connection)).await);
            checks
        }
        (Err(failure), _) | (_, Err(failure)) => {
            let why = "the embedded organisation cannot be started";
            let mut checks = vec![Name::Url.failed(&failure)];
            checks.extend(service::skipped(&OF_THE_SERVICE[1..], why));
            checks.extend([Name::Credential.skipped(why), store, Name::Role.skipped(why)]);
            checks
        }
    }
}

/// A service that throttles is told at once.
fn at_once() -> Pacing {
    Pacing { patience: Duration::ZERO, ..Pacing::default() }
}

/// The result in JSON.
#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    checks: &'a [Check],
}

fn show(context: &Context, checks: &[Check]) -> std::io::Result<()> {
    let output = &context.output;
    match output.shape() {
        Shape::Document => {
            let ok = checks.iter().all(|check| failure_of(check).is_none());
            output.document(&Document { ok, checks })
        }
        Shape::Rows => output.all(checks),
        Shape::Page => {
            let lines: Vec<Line> = checks.iter().flat_map(Check::lines).collect();
            output.head(&lines)?;
            output.result("")
        }
    }
}
