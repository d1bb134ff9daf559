//! How resets are carried out, wherever their rows come from: the flags, and the way from drafted rows to a run.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::confirm::Confirmation;
use super::course::{Order, within};
use super::input::Drafted;
use super::input::targets;
use super::spec::{Pacing, PacingArgs, Terms, positive};
use super::{Instead, results_file, resume, resume_instead};
use crate::engine::ResetRules;
use crate::failure::Failure;
use crate::model::Level;
use crate::session::destination::Destination;
use crate::session::{Context, block_on};
use crate::settings::Profile;
use crate::signals::Signals;
use crate::state::{DuplicateRule, Justification, State};

/// How resets are carried out.
#[derive(Debug, Args)]
pub(crate) struct Manner {
    /// Only look: read everything, send no change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take the service's word, do not read back
    #[arg(long)]
    no_verify: bool,
    /// How long reading back may take to show that it worked
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = targets::seconds)]
    settle: Duration,
    /// Do nothing when the input names more people than this
    #[arg(long, value_name = "N")]
    max: Option<u64>,
    /// Run the same input again although a batch of it is not finished
    #[arg(long)]
    pub(crate) again: bool,
    /// Also write the result rows to this new file, as CSV, as they come
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    #[command(flatten)]
    pacing: PacingArgs,
    /// People named in one request [default: the profile's, else 1]
    #[arg(long, value_name = "N", value_parser = positive, help_heading = "Pace")]
    ids_per_request: Option<usize>,
    #[command(flatten)]
    justification: JustificationArgs,
}

/// What is put on record beside who did what.
#[derive(Debug, Args)]
#[command(next_help_heading = "On record")]
struct JustificationArgs {
    /// Why, for the audit record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The ticket, for the audit record
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// How the people's identity was checked, for the audit record
    #[arg(long, value_name = "HOW")]
    verified_by: Option<String>,
}

impl From<JustificationArgs> for Justification {
    fn from(args: JustificationArgs) -> Self {
        Self { reason: args.reason, ticket: args.ticket, verified_by: args.verified_by }
    }
}

/// Rows that are drafted, and what is known of them.
pub(crate) struct Ready {
    pub(crate) drafted: Drafted,
    /// The level that must apply; any when `None`.
    pub(crate) level: Option<Level>,
    /// Do the rows come from the command line?
    pub(crate) typed: bool,
    pub(crate) source: String,
    /// Where they were planned, and by which profile, if they were planned before.
    pub(crate) planned_for: Option<(Destination, String)>,
    /// Must it be carried out no more than once, because nobody could tell who was left out before?
    pub(crate) once: bool,
}

impl Manner {
    /// Can anybody say yes, where that is needed?
    pub(crate) fn is_possible(&self, context: &Context, confirmation: &Confirmation) -> Result<(), Failure> {
        if self.dry_run { Ok(()) } else { confirmation.is_possible(context) }
    }

    /// Where the rows are drafted and kept.
    pub(crate) fn state(&self, context: &Context) -> Result<State, Failure> {
        Ok(if self.dry_run { State::scratch() } else { State::open(&context.settings.state_folder) }?)
    }

    /// Goes the whole way from drafted rows to a report.
    pub(crate) fn carry_out(
        self,
        context: &Context,
        profile: Profile,
        state: State,
        confirmation: Confirmation,
        ready: Ready,
    ) -> Result<(), Failure> {
        let Ready { drafted, level, typed, source, planned_for, once } = ready;
        within(self.max, drafted.size.ids.max(drafted.size.emails))?;
        let mut anew = false;
        if !self.again
            && !self.dry_run
            && let Some(unfinished) = state.unfinished(&drafted.digest)?
        {
            match resume_instead(context, &unfinished)? {
                Instead::Resume => {
                    context.output.note("going on by the flags that the batch was begun with");
                    return resume::go_on(context, state, &unfinished, &confirmation);
                }
                Instead::Anew => anew = true,
            }
        }
        let results = self.results.as_deref().map(results_file::place).transpose()?;
        let rules = ResetRules {
            level,
            verify: !self.no_verify,
            settle: self.settle,
            ids_per_request: self.ids_per_request.or(profile.config.ids_per_request).unwrap_or(1),
        };
        let order = Order {
            terms: Terms { rules, pacing: Pacing::from(self.pacing) },
            confirmation,
            dry_run: self.dry_run,
            typed,
            max: self.max,
            rows: drafted.size.rows,
            source,
            digest: drafted.digest,
            results,
            justification: self.justification.into(),
            duplicates: match once {
                _ if self.again || self.dry_run || anew => DuplicateRule::Any,
                true => DuplicateRule::None,
                false => DuplicateRule::FinishedBefore(context.host.clock.now()),
            },
        };
        block_on(async |signals| go(order, context, profile, planned_for, state, &signals).await)
    }
}

async fn go(
    order: Order,
    context: &Context,
    profile: Profile,
    planned_for: Option<(Destination, String)>,
    state: State,
    signals: &Signals,
) -> Result<(), Failure> {
    let connection = context.connect(profile, &order.terms.pacing)?;
    if let Some((place, by)) = planned_for {
        place.must_be_that_of(&connection, "the plan", &by)?;
    }
    order.run(context, &connection, state, signals).await
}
