//! `mfa-admin mfa apply`: exactly what a plan says, as far as people are still as they were.

use std::path::{Path, PathBuf};

use clap::Args;
use sha2::Digest as _;

use crate::engine::guard::Expected;
use crate::failure::{Failure, FailureKind};
use crate::job::confirm::Confirmation;
use crate::job::input::plan_file;
use crate::job::input::{Drafted, digest_of, finish, opened};
use crate::job::options::{Manner, Ready};
use crate::session::Context;
use crate::settings::Profile;
use crate::state::{Planned, State};

/// Which plan, and how it is carried out.
#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// The plan, as mfa plan wrote it; - reads stdin
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the number of people that the plan resets, in production
    #[arg(long, value_name = "COUNT")]
    confirm: Option<String>,
    #[command(flatten)]
    manner: Manner,
}

/// Reads the plan, and goes the way of every reset.
pub(super) fn apply(apply: Apply, context: &Context) -> Result<(), Failure> {
    let Apply { plan, yes, confirm, manner } = apply;
    let profile = context.settings.profile()?;
    let confirmation = Confirmation { yes, word: confirm };
    manner.is_possible(context, &confirmation)?;
    let mut state = manner.state(context)?;
    let (read, drafted) = draft(&plan, &mut state, &profile, context)?;
    let is_once = read.indistinct > 0;
    if is_once && !manner.again && !manner.dry_run {
        once(&state, &drafted.digest, read.indistinct)?;
    }
    let heading = read.heading;
    let ready = Ready {
        drafted,
        level: heading.level,
        typed: false,
        source: plan.display().to_string(),
        planned_for: Some((heading.place, heading.profile)),
        once: is_once,
    };
    manner.carry_out(context, profile, state, confirmation, ready)
}

/// A plan that was read.
struct Read {
    heading: plan_file::Heading,
    /// How many people it resets whose enrolment cannot be told from a later one.
    indistinct: u64,
}

/// Judges a whole plan, and drafts its rows.
fn draft(
    path: &Path,
    state: &mut State,
    profile: &Profile,
    context: &Context,
) -> Result<(Read, Drafted), Failure> {
    state.begin_draft()?;
    state.draft(|draft| {
        let mut indistinct = 0;
        let mut take = |Planned { shown, seen }: &Planned| {
            let Some(seen) = seen else { return Ok(draft.carry_over(shown)?) };
            indistinct += u64::from(!seen.is_distinct());
            let expected = Expected { email: shown.email.clone(), mfa: seen.clone() };
            let expected = serde_json::to_string(&expected).unwrap_or_default();
            Ok(draft.add_planned(shown, &expected)?)
        };
        let judge = |text: &str| profile.kind.user_id(text);
        let whole = plan_file::read(opened(path, context)?, &judge, &mut take).map_err(|failure| {
            if failure.kind == FailureKind::BadInput {
                failure.cannot(format!("apply {}", path.display()))
            } else {
                failure
            }
        })?;
        let digest = digest_of(profile).chain_update("\nplan ").chain_update(&whole.sum);
        let drafted = finish(draft, &digest.finalize())?;
        Ok((Read { heading: whole.heading, indistinct }, drafted))
    })
}

/// Nobody could tell those who enrolled anew after the plan was applied from those who were left out then. So it is
/// applied once.
fn once(state: &State, digest: &str, indistinct: u64) -> Result<(), Failure> {
    let Some(before) = state.finished(digest)? else { return Ok(()) };
    Err(Failure::cancelled(format!("this plan was applied before, by batch {}", before.id))
        .because(format!("the service does not tell whether {indistinct} of its people enrolled anew since"))
        .hint("nothing was sent; make a new plan, or give --again to reset them once more"))
}
