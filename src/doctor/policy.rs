//! The policy of the organisation: where it is, and which rules are in force.

use super::check::{Check, Name};
use crate::policy::PolicySource;
use crate::session::Context;

pub(super) fn policy(context: &Context) -> Check {
    let policy = match context.policy() {
        Ok(policy) => policy,
        Err(failure) => return Name::Policy.failed(&failure),
    };
    if policy.files().is_empty() {
        let path = PolicySource::of_system(context.host.environment).path;
        return Name::Policy.skipped(&format!("there is none: {} is not there", path.display()));
    }
    let files: Vec<_> = policy.files().iter().map(|file| file.path.display().to_string()).collect();
    let rules = match policy.words() {
        rules if rules.is_empty() => "no rule is in force".to_owned(),
        rules => rules.join("; "),
    };
    let detail = format!("{}: {rules}", files.join(" and "));
    if policy.approvals() > 0 && policy.require_plan_above().is_none() {
        let hint = "add `require_plan_above`: approvals are for plans, and people can be reset without one";
        return Name::Policy.warning(detail, hint);
    }
    Name::Policy.holds(detail)
}
