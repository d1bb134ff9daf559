//! Whether a plan has the approvals that the policy wants: signatures beside it, by people who neither planned nor apply it.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::input::plan_file::SignedPlan;
use super::policy::Attempt;
use crate::approval::{Approvers, Judgement, Unfit};
use crate::failure::{Failure, FailureKind};
use crate::model::User;
use crate::policy::{Policy, PolicyRefusal, Rule, StatedRule};
use crate::shell::shell_word;
use crate::state::Review;

/// The longest file of signatures, in bytes: some hundreds of them.
const LONGEST: u64 = 1 << 20;

/// Who may approve, by the files that the policy names.
pub(crate) fn approvers(policy: &Policy) -> Result<Approvers, Failure> {
    let text = |path: &Path| {
        fs::read_to_string(path).map_err(|error| {
            Failure::new(FailureKind::Forbidden, error.to_string()).cannot(format!("read {}", path.display()))
        })
    };
    let mut approvers = Approvers::default();
    for path in policy.approvers() {
        approvers.allow(&text(path)?);
    }
    for path in policy.revoked() {
        // A key that cannot be read may be the one that was revoked.
        approvers.revoke(&text(path)?).map_err(|error| {
            Failure::new(FailureKind::Forbidden, error.to_string())
                .cannot(format!("read {}", path.display()))
                .hint("it is a list of public keys, one a line, as they stand in .pub files")
        })?;
    }
    Ok(approvers)
}

/// Where the signatures of a plan lie.
pub(crate) fn signatures_path(plan: &Path) -> PathBuf {
    let mut path = plan.as_os_str().to_owned();
    path.push(".sig");
    path.into()
}

/// The signatures of a plan; empty where there are none.
pub(crate) fn read_signatures(path: &Path) -> Result<String, Failure> {
    let wrong =
        |why: String| Failure::new(FailureKind::BadInput, why).cannot(format!("read {}", path.display()));
    let mut bytes = Vec::new();
    // A pipe in its place would never end.
    match path.metadata() {
        Ok(found) if !found.is_file() => return Err(wrong("it is not a file".to_owned())),
        _ => {}
    }
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(String::new()),
        opened => opened.and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)),
    }
    .map_err(|error| wrong(error.to_string()))?;
    if bytes.len() as u64 > LONGEST {
        return Err(wrong("it is longer than 1 MB".to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))
}

/// The rule that wants approvals, and how many.
fn rule(policy: &Policy) -> Option<(&StatedRule, u32)> {
    let wanted = policy.approvals();
    let strictest = |stated: &&StatedRule| matches!(stated.rule, Rule::Approvals(count) if count == wanted);
    policy.rules().iter().find(strictest).filter(|_| wanted > 0).map(|rule| (rule, wanted))
}

/// Refuses to go on with a plan that was begun with fewer approvals than the policy wants now. Whoever goes on with it
/// does not count.
pub(super) fn still_approved(
    attempt: &Attempt<'_>,
    policy: &Policy,
    review: &Review,
    resumer: &User,
) -> Result<(), Failure> {
    let Some((rule, wanted)) = rule(policy) else { return Ok(()) };
    let is_resumer = |signer: &str| {
        let own = resumer.email.as_deref().into_iter().chain([resumer.id.as_str()]);
        own.into_iter().any(|name| name.eq_ignore_ascii_case(signer))
    };
    let signers = review.approved_by.iter().flatten().filter(|signer| !is_resumer(signer)).count();
    if signers as u64 >= u64::from(wanted) {
        return Ok(());
    }
    Err(attempt.refused(PolicyRefusal {
        rule: rule.rule.name(),
        origin: rule.origin.clone(),
        why: format!("a plan needs {wanted} by other people, and this batch was begun with {signers}"),
        remedy: "make a plan of who is left with `mfa-admin mfa plan`, and have it approved".to_owned(),
    }))
}

/// Refuses a plan that has too few approvals. Gives those who approved; `None` where the policy wants nobody to.
pub(super) fn approved(
    attempt: &Attempt<'_>,
    policy: &Policy,
    plan: &SignedPlan,
    applier: &User,
) -> Result<Option<Vec<String>>, Failure> {
    let Some((rule, wanted)) = rule(policy) else { return Ok(None) };
    let refusal = |why: String, remedy: String| PolicyRefusal {
        rule: rule.rule.name(),
        origin: rule.origin.clone(),
        why,
        remedy,
    };
    let Some(planner_id) = &plan.planned_by_id else {
        let why = "the plan was written by an older version, and does not say who planned it".to_owned();
        return Err(attempt.refused(refusal(why, "make a new one with `mfa-admin mfa plan`".to_owned())));
    };
    if plan.path.as_os_str() == "-" {
        let why = "no signatures lie beside a plan that comes from stdin".to_owned();
        return Err(attempt.refused(refusal(why, "give the plan as a file".to_owned())));
    }
    let path = signatures_path(&plan.path);
    let approvers = approvers(policy)?;
    let knows_email = applier.email.is_some();
    let applier: Vec<_> = applier.email.as_deref().into_iter().chain([applier.id.as_str()]).collect();
    let Judgement { mut approvals, mut unfit } = approvers.judge(
        &read_signatures(&path)?,
        &plan.digests,
        attempt.context.host.clock.now(),
        &[&plan.planned_by, planner_id.as_str()],
        &applier,
    );
    if !knows_email {
        // Whether a signer with an address is who applies cannot be known.
        approvals.retain(|approval| {
            let is_known = !approval.signer.contains('@');
            if !is_known {
                unfit.push((approval.signer.clone(), Unfit::NoAddress));
            }
            is_known
        });
    }
    if approvals.len() as u64 >= u64::from(wanted) {
        return Ok(Some(approvals.into_iter().map(|approval| approval.signer).collect()));
    }
    let has = match approvals.len() {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let remedy = format!(
        "have it approved with `mfa-admin mfa approve {}`, and put {} beside it",
        shell_word(&plan.path.display().to_string()),
        path.display()
    );
    let why = format!("a plan needs {wanted} by other people, and this one has {has}");
    let mut failure = attempt.refused(refusal(why, remedy));
    for (signer, why) in unfit {
        failure = failure.because(format!("{signer}: {why}"));
    }
    if !approvers.unread.is_empty() {
        let lines: Vec<_> = approvers.unread.iter().map(ToString::to_string).collect();
        failure =
            failure.because(format!("lines of the approvers' list that make no sense: {}", lines.join(", ")));
    }
    Err(failure)
}
