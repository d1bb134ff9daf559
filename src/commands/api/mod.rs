//! `mfa-admin api`: any call of the service's API, and the list of those that its documents name.

mod fields;
mod list;
mod refused;
mod send;
mod shown;

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

use super::mfa::reset;
use crate::failure::{Failure, FailureKind};
use crate::job::input::{Input, Typed};
use crate::job::policy::Attempt;
use crate::job::{Confirmation, JustificationArgs, RunOptions};
use crate::provider::{CallMethod, CallPath, RawCall, Ruling, call_body};
use crate::session::Context;

/// The largest body that is read: a million ids are 10 MB.
const MOST: u64 = 64 << 20;

/// What to send.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Api {
    #[command(subcommand)]
    list: Option<Listing>,
    /// The method, in capitals or not
    #[arg(required = true, value_enum, ignore_case = true)]
    method: Option<MethodWord>,
    /// A path of the API, with its query
    #[arg(required = true)]
    path: Option<String>,
    /// A field of the body, or of the query of a GET; true, false, null and numbers are JSON, anything else is text;
    /// K[]=V adds to a list, K[SUB]=V is a field within a field
    #[arg(long, short = 'F', value_name = "K=V", conflicts_with = "input")]
    field: Vec<String>,
    /// The body, a JSON file; - reads stdin
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Only show the call; a reset is looked at, as `mfa reset --dry-run` does
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes, for the reset call: what `mfa reset --confirm` wants
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
    #[command(flatten)]
    justification: JustificationArgs,
}

#[derive(Debug, Subcommand)]
enum Listing {
    /// List the calls that the documents of the service name, with examples
    #[command(after_help = "Examples:
  mfa-admin --profile demo api list
  mfa-admin --profile demo api list user -o json")]
    List {
        /// Only the calls of this topic, such as user
        topic: Option<String>,
    },
}

#[derive(Debug, Clone, Copy)]
struct MethodWord(CallMethod);

impl ValueEnum for MethodWord {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [MethodWord; CallMethod::ALL.len()] = {
            let mut all = [MethodWord(CallMethod::Get); CallMethod::ALL.len()];
            let mut n = 0;
            while n < all.len() {
                all[n] = MethodWord(CallMethod::ALL[n]);
                n += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.word()))
    }
}

pub(super) fn run(api: Api, context: &Context) -> Result<(), Failure> {
    let profile = context.settings.profile()?;
    if let Some(Listing::List { topic }) = &api.list {
        return list::list(topic.as_deref(), profile.kind, context);
    }
    let call = call(&api, context)?;
    let named = format!("{} {}", call.method.word(), call.path);
    match profile.kind.rule_on(call, &profile.options) {
        Ruling::Refused(refusal) => {
            let said = api.justification.into();
            let attempt = Attempt { context, profile: &profile, said: &said, dry_run: api.dry_run };
            let failure = refused::never_sent(&named, refusal);
            attempt.record_refusal(failure.message.clone());
            Err(failure)
        }
        Ruling::NoIds { example } => {
            let kind = if api.input.is_some() { FailureKind::BadInput } else { FailureKind::Usage };
            let message = format!("the body of `{named}` must be ids and nothing else, such as {example}");
            Err(Failure::new(kind, message).hint("nothing was sent"))
        }
        Ruling::Reset { ids, level } => {
            let input = Input::Typed(ids.into_iter().map(Typed::Id).collect());
            let options = RunOptions::usual(api.dry_run, api.justification);
            let confirmation = Confirmation { yes: api.yes, word: api.confirm };
            reset::reset(context, &input, options, level, confirmation, None)
        }
        Ruling::Allowed(_) if api.confirm.is_some() => {
            Err(Failure::usage("--confirm is for the reset call alone"))
        }
        Ruling::Allowed(call) if call.call().method.changes() => {
            let mut said = api.justification.into();
            let attempt = Attempt { context, profile: &profile, said: &said, dry_run: api.dry_run };
            let policy = attempt.permitted()?;
            if api.dry_run {
                return shown::dry_run(&call, &profile, context);
            }
            send::change(&call, api.yes, &policy, &mut said, context)
        }
        Ruling::Allowed(call) if api.dry_run => shown::dry_run(&call, &profile, context),
        Ruling::Allowed(call) => send::read(&call, context),
    }
}

/// The call that was typed.
fn call(api: &Api, context: &Context) -> Result<RawCall, Failure> {
    let (Some(MethodWord(method)), Some(typed)) = (api.method, &api.path) else {
        return Err(Failure::usage("a method and a path are needed"));
    };
    let not_a_path = |error| Failure::usage(format!("`{typed}` is no path of a call: {error}"));
    let mut path = CallPath::parse(typed).map_err(not_a_path)?;
    let fields = fields::parsed(&api.field)?;
    if method.changes() {
        let body = match &api.input {
            Some(input) => Some(read(input, context)?),
            None => fields::body(&fields)?,
        };
        return Ok(RawCall { method, path, body });
    }
    if api.input.is_some() {
        return Err(Failure::usage("a GET has no body: give --field for its query"));
    }
    path = path.with_query(fields.into_iter().map(fields::Field::in_query)).map_err(not_a_path)?;
    Ok(RawCall { method, path, body: None })
}

/// Reads a body from a file, or from stdin for `-`.
fn read(path: &PathBuf, context: &Context) -> Result<Value, Failure> {
    let fail =
        |why: String| Failure::new(FailureKind::BadInput, why).cannot(format!("take {}", path.display()));
    let file: Box<dyn Read> = if path.as_os_str() == "-" {
        context.host.stdin()
    } else {
        Box::new(File::open(path).map_err(|error| fail(error.to_string()))?)
    };
    let mut bytes = Vec::new();
    let read = file.take(MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| fail(error.to_string()))?;
    if bytes.len() as u64 > MOST {
        return Err(fail(format!("it is larger than {} MB", MOST >> 20)));
    }
    call_body(&bytes).map_err(|why| fail(format!("it is no JSON: {why}")))
}
