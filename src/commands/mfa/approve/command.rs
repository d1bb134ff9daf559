//! The command: read, show, ask, sign, keep.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::review::Review;
use super::ssh_keygen::{default_key, sign};
use crate::approval::{Approvers, Signature, Unfit, fingerprint, public_key, signatures};
use crate::failure::{Failure, FailureKind};
use crate::files;
use crate::job::{approvers, read_signatures, signatures_path};
use crate::output::{Card, Cell, Line, PromptAnswer, Tone, popup};
use crate::session::{Context, block_on, until_signal, written};
use crate::state::{AuditEvent, EventKind, State};

/// Which plan, and by which key.
#[derive(Debug, Args)]
pub(crate) struct ApproveArgs {
    /// The plan, as mfa plan wrote it
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// The SSH key, or the .pub file of one in an agent [default: that of
    /// ed25519-sk, ed25519, ecdsa-sk, ecdsa or rsa in ~/.ssh]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
}

#[derive(Serialize)]
struct Approved {
    plan: String,
    signer: String,
    /// How many signatures of this plan lie beside it.
    signatures: usize,
}

impl Card for Approved {
    const KEYS: &'static [&'static str] = &["plan", "signer", "signatures"];

    fn lines(&self) -> Vec<Line> {
        vec![
            Line::Field("Plan", self.plan.as_str().into()),
            Line::Field("Signer", self.signer.as_str().into()),
            Line::Field("Signatures", self.signatures.to_string().into()),
        ]
    }
}

pub(crate) fn run(args: &ApproveArgs, context: &Context) -> Result<(), Failure> {
    if args.plan.as_os_str() == "-" {
        return Err(Failure::usage("the signature of a plan lies beside it").hint("give the plan as a file"));
    }
    if !args.yes && !context.settings.can_ask {
        return Err(Failure::cancelled("cannot ask: there is no terminal, or --no-input is given")
            .hint("to sign without being asked, give --yes"));
    }
    let approvers = approvers(&context.policy()?)?;
    let key = args.key.clone().map_or_else(|| default_key(context), Ok)?;
    let review = Review::read(&args.plan)?;
    let mut card = review.card();
    card.push(signer_line(&key, &approvers));
    card.push(Line::Blank);
    block_on(async |signals| {
        if !args.yes || !context.settings.quiet && !context.output.is_json() {
            context.output.show_records_for_question(&review.first);
        }
        if args.yes {
            context.output.show(&card);
        } else {
            let title = "Approve this plan?";
            let text = "Your signature says that you have seen whom it resets, and that they are to be reset";
            let answer = async { Ok(popup(&context.output, card, title, text, "APPROVE").await) };
            if until_signal(&signals, answer).await? == PromptAnswer::Cancelled {
                return Err(Failure::said_no("signed"));
            }
        }
        let block = sign(context, &key, &args.plan, &signals).await?;
        let approved = keep(context, &args.plan, &review, &approvers, &block)?;
        written(context.output.page(&approved))
    })
}

/// Who signs, as far as the public key beside the key tells.
fn signer_line(key: &Path, approvers: &Approvers) -> Line {
    let mut public_half = key.as_os_str().to_owned();
    public_half.push(".pub");
    let public = [Path::new(&public_half), key].into_iter().find_map(|path| {
        // A private key is no public one, and is not looked at any further.
        public_key(&fs::read_to_string(path).ok()?)
    });
    let Some(public) = public else { return Line::Field("Signer", key.display().to_string().into()) };
    let fingerprint = fingerprint(&public);
    let cell = match approvers.name(&public) {
        Some(name) => format!("{name}, {fingerprint}").into(),
        None if approvers.is_empty() => fingerprint.into(),
        None => Cell::toned(format!("{fingerprint}: not among the approvers of this machine"), Tone::Mind),
    };
    Line::Field("Signer", cell)
}

/// Checks the signature and puts it to the others. What was signed must be what was shown.
fn keep(
    context: &Context,
    plan: &Path,
    review: &Review,
    approvers: &Approvers,
    block: &str,
) -> Result<Approved, Failure> {
    let ours = signatures(block).next().unwrap_or(Err(Unfit::Garbled));
    let ours = ours.and_then(|signature| signature.is_of(&review.digests).map(|()| signature));
    let ours = ours.map_err(|unfit| match unfit {
        Unfit::OtherPlan => Failure::new(FailureKind::BadInput, "the plan was changed while it was shown")
            .hint("nothing was signed; look at it again"),
        unfit => Failure::new(FailureKind::Keyring, format!("the signature cannot be used: {unfit}"))
            .hint("nothing was kept; give another key with --key FILE"),
    })?;
    let signer = approvers.name(ours.key()).map_or_else(|| ours.fingerprint(), str::to_owned);
    let path = signatures_path(plan);
    let before = read_signatures(&path)?;
    let valid = |text: &str| -> Vec<Signature> {
        signatures(text).flatten().filter(|signature| signature.is_of(&review.digests).is_ok()).collect()
    };
    let mut valid = valid(&before);
    if valid.iter().any(|other| other.key() == ours.key()) {
        context.output.note(format!("this key has signed the plan before: {} is as it was", path.display()));
    } else {
        // Before the signature is kept: an approval that counts is on record.
        State::open(&context.settings.state_folder)?.append(event(context, plan, review, &signer))?;
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let mut file = files::append(&path).map_err(|error| {
            let failure =
                Failure::new(FailureKind::State, "cannot keep the signature").because(error.to_string());
            match error {
                files::FileError::Exposed(exposed) => failure.hint(exposed.remedy),
                files::FileError::Io { .. } => failure,
            }
        })?;
        // In one piece: another person may sign at the same time.
        file.write_all(format!("{gap}{block}").as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| Failure::not_written(error).cannot(format!("write {}", path.display())))?;
        valid.push(ours.clone());
    }
    say_what_does_not_count(context, review, approvers, block);
    Ok(Approved { plan: plan.display().to_string(), signer, signatures: valid.len() })
}

/// The approval, for the record. Who signs need not be signed in to the service: they are named as the approvers name
/// their key.
fn event(context: &Context, plan: &Path, review: &Review, signer: &str) -> AuditEvent {
    let heading = &review.heading;
    let event = AuditEvent::new(EventKind::Approve, context.host.clock.now())
        .by_account(&context.host.account())
        .at_place(&heading.profile, &heading.destination)
        .justified(&heading.justification)
        .detailed(format!("{}: {} to be reset", plan.display(), heading.to_reset()));
    AuditEvent {
        actor: Some(signer.to_owned()),
        planned_by: Some(heading.planned_by.clone()),
        approved_by: Some(vec![signer.to_owned()]),
        ..event
    }
}

/// Where this machine knows that `mfa apply` will not count the signature, its maker is told.
fn say_what_does_not_count(context: &Context, review: &Review, approvers: &Approvers, block: &str) {
    if approvers.is_empty() {
        return;
    }
    let now = context.host.clock.now();
    let judgement = approvers.judge(block, &review.digests, now, &review.planner(), &[]);
    for (signer, why) in judgement.unfit {
        context.output.note(format!("the signature of {signer} will not count: {why}"));
    }
}
