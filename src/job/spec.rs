//! What a job is asked to do: made once, from the flags or from a stored batch, then carried to the end.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::input::Input;
use super::input::plan_file::SignedPlan;
use super::options::RunOptions;
use super::results_file;
use crate::engine::ResetRules;
use crate::failure::{Failure, FailureKind};
use crate::model::{Destination, Level, User};
use crate::policy::Policy;
use crate::session::Context;
use crate::session::connection::{Connection, Pacing};
use crate::settings::Profile;
use crate::state::{BatchRecord, Justification, Review};

/// What a job is asked to do.
pub(crate) struct JobSpec {
    pub(crate) profile: Profile,
    pub(crate) stored: StoredRules,
    /// How people recognise the input: a path, `-` or `command line`.
    pub(crate) source: String,
    /// Do the rows come from flags? There one person is no batch, and may be an administrator.
    pub(crate) is_typed: bool,
    /// Does it only write a plan?
    pub(crate) plans: bool,
    pub(crate) mode: RunMode,
    pub(crate) confirmation: Confirmation,
    pub(crate) justification: Justification,
    /// Who made the plan, and who signed it.
    pub(crate) review: Review,
    /// The file that result rows are also written to.
    pub(crate) results: Option<PathBuf>,
    pub(crate) planned_for: Option<PlannedFor>,
    /// The plan, for whose signatures the policy may ask.
    pub(crate) signed: Option<SignedPlan>,
    /// The policy of now: a batch that is resumed is judged by no older one.
    pub(crate) policy: Policy,
}

/// The rules that are stored with a batch, so that it is resumed by the same.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredRules {
    pub(crate) rules: ResetRules,
    pub(crate) pacing: Pacing,
    /// Do the rows come from a plan?
    #[serde(default)]
    pub(crate) by_plan: bool,
}

/// What this run alone does.
#[derive(Debug, Default)]
pub(crate) struct RunMode {
    /// Send no change.
    pub(crate) dry_run: bool,
    /// Do not look for an unfinished batch of the same input.
    pub(crate) again: bool,
    /// Do nothing when there are more people.
    pub(crate) max: Option<u64>,
    /// Carry it out no more than once: nobody could tell who was left out the first time.
    pub(crate) once: bool,
    /// The person whose Account Status panel stands on the screen already.
    pub(crate) shown: Option<User>,
}

/// What a reviewed plan says of the place where it was made.
pub(crate) struct PlannedFor {
    /// What was made or shown there.
    pub(crate) what: &'static str,
    pub(crate) destination: Destination,
    /// The profile that it was made with.
    pub(crate) profile: String,
}

/// What the flags say to the question.
#[derive(Debug, Default)]
pub(crate) struct Confirmation {
    pub(crate) yes: bool,
    pub(crate) word: Option<String>,
}

impl Confirmation {
    /// Can anybody say yes, by a flag or on a terminal?
    pub(crate) fn is_possible(&self, context: &Context) -> Result<(), Failure> {
        if self.yes || context.settings.can_ask {
            return Ok(());
        }
        Err(Failure::cancelled("cannot ask for confirmation: there is no terminal, or --no-input is given")
            .hint("to reset without being asked, give --yes"))
    }
}

impl JobSpec {
    /// A job of this run, as the flags have it.
    pub(crate) fn new(
        context: &Context,
        input: &Input,
        options: RunOptions,
        level: Option<Level>,
        confirmation: Confirmation,
    ) -> Result<Self, Failure> {
        let profile = context.settings.profile()?;
        let policy = context.policy()?;
        if !options.dry_run {
            confirmation.is_possible(context)?;
        }
        let rules = ResetRules {
            level,
            verify: !options.no_verify,
            settle: options.settle,
            ids_per_request: options.ids_per_request.or(profile.config.ids_per_request).unwrap_or(1),
        };
        Ok(Self {
            profile,
            stored: StoredRules {
                rules,
                pacing: options.pacing.into(),
                by_plan: matches!(input, Input::Plan(_)),
            },
            source: input.source(),
            is_typed: input.is_typed(),
            plans: false,
            mode: RunMode {
                dry_run: options.dry_run,
                again: options.again,
                max: options.max,
                ..RunMode::default()
            },
            confirmation,
            justification: options.justification.into(),
            review: Review::default(),
            results: options.results,
            planned_for: None,
            signed: None,
            policy,
        })
    }

    /// The job of a stored batch, for this profile.
    pub(crate) fn stored(
        batch: &BatchRecord,
        profile: Profile,
        confirmation: Confirmation,
        policy: Policy,
    ) -> Result<Self, Failure> {
        let stored = serde_json::from_str(&batch.new.rules).map_err(|error| {
            Failure::new(FailureKind::State, format!("the terms of batch {} cannot be read", batch.id))
                .because(error.to_string())
        })?;
        Ok(Self {
            profile,
            stored,
            source: batch.new.source.clone(),
            is_typed: false,
            plans: false,
            mode: RunMode::default(),
            confirmation,
            justification: batch.new.justification.clone(),
            review: batch.new.review.clone(),
            results: batch.new.results.clone().map(PathBuf::from),
            planned_for: None,
            signed: None,
            policy,
        })
    }

    /// Connects to the service of the profile, at the pace of the job. A plan must lead to where it was made, and the
    /// results file to a new one.
    pub(crate) fn connect(&mut self, context: &Context) -> Result<Connection, Failure> {
        self.results = self.results.as_deref().map(results_file::checked).transpose()?;
        let connection = context.connect(self.profile.clone(), &self.stored.pacing)?;
        if let Some(PlannedFor { what, destination, profile }) = &self.planned_for {
            destination.must_be_that_of(&connection, what, profile)?;
        }
        Ok(connection)
    }

    /// Refuses more people than `--max` or the policy allows.
    pub(crate) fn must_allow(&self, context: &Context, people: u64) -> Result<(), Failure> {
        self.policy_must_allow(context, people)?;
        match self.mode.max {
            Some(max) if people > max => {
                let message = format!("the input names more than {max} people, which --max forbids");
                Err(Failure::new(FailureKind::BadInput, message).hint("nothing was sent"))
            }
            _ => Ok(()),
        }
    }
}
