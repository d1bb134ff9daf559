//! From the TOML of a policy file to its rules.

use std::path::Path;

use toml_edit::{Document, Item, Key, TomlError};

use super::error::{PolicyError, RuleOrigin};
use super::rule::{Pattern, Rule, StatedRule, SyslogTarget};
use crate::model::EnvironmentKind;

/// Reads the rules of a file; paths in it start at its folder.
///
/// # Errors
/// Names the rule that is not known or cannot have its value, and its line.
pub(super) fn rules(path: &Path, text: &str) -> Result<Vec<StatedRule>, PolicyError> {
    let origin = |at: Option<std::ops::Range<usize>>| {
        let before = at.map_or(0, |span| span.start.min(text.len()));
        RuleOrigin { path: path.to_owned(), line: text[..before].matches('\n').count() + 1 }
    };
    let document = Document::parse(text).map_err(|error: TomlError| PolicyError::Wrong {
        origin: origin(error.span()),
        why: error.message().trim().replace('\n', "; "),
    })?;
    let mut rules = Vec::new();
    for (name, item) in document.iter() {
        let key = document.get_key_value(name).and_then(|(key, _)| Key::span(key));
        let origin = origin(key);
        match rule(name, item, path.parent().unwrap_or(path)) {
            Ok(rule) => rules.extend(rule.map(|rule| StatedRule { rule, origin })),
            Err(why) => return Err(PolicyError::Wrong { origin, why }),
        }
    }
    Ok(rules)
}

/// Reads a rule; none where it forbids nothing.
fn rule(name: &str, item: &Item, folder: &Path) -> Result<Option<Rule>, String> {
    let rule = match name {
        "require_reason" => flag(item).map(|on| on.then_some(Rule::RequireReason)),
        "forbid_protected" => flag(item).map(|on| on.then_some(Rule::ForbidProtected)),
        "journald" => flag(item).map(|on| on.then_some(Rule::Journald)),
        "require_ticket" => text(item).and_then(Pattern::new).map(|form| Some(Rule::RequireTicket(form))),
        "require_verified_by" => list(item).map(|words| Some(Rule::RequireVerifiedBy(words))),
        "notify" => list(item).map(|command| Some(Rule::Notify(command))),
        "max_batch" => number(item, 1).map(|people| Some(Rule::MaxBatch(people))),
        "require_plan_above" => number(item, 0).map(|people| Some(Rule::RequirePlanAbove(people))),
        "approvals" => number(item, 0).and_then(|count| {
            let count = u32::try_from(count).map_err(|_| "is too large".to_owned())?;
            Ok((count > 0).then_some(Rule::Approvals(count)))
        }),
        "approvers" => text(item).map(|path| Some(Rule::Approvers(folder.join(path)))),
        "revoked" => text(item).map(|path| Some(Rule::Revoked(folder.join(path)))),
        "syslog" => text(item).and_then(|word| {
            let target = SyslogTarget::from_word(word);
            target
                .map(|target| Some(Rule::Syslog(target)))
                .ok_or("must be \"unix\" or \"HOST:PORT\"".to_owned())
        }),
        "environments" => list(item).and_then(|words| environments(&words)),
        unknown => {
            return Err(format!("there is no rule `{unknown}`; the rules are: {}", Rule::NAMES.join(", ")));
        }
    };
    rule.map_err(|why| format!("`{name}` {why}"))
}

fn flag(item: &Item) -> Result<bool, String> {
    item.as_bool().ok_or_else(|| "must be true or false".to_owned())
}

fn number(item: &Item, least: u64) -> Result<u64, String> {
    let number = item.as_integer().and_then(|number| u64::try_from(number).ok());
    number.filter(|number| *number >= least).ok_or_else(|| format!("must be a whole number from {least} up"))
}

fn text(item: &Item) -> Result<&str, String> {
    item.as_str()
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| "must be a text in quotes, and not empty".to_owned())
}

fn list(item: &Item) -> Result<Vec<String>, String> {
    let wanted = || "must be a list of texts in quotes, none of them empty".to_owned();
    let array = item.as_array().filter(|array| !array.is_empty()).ok_or_else(wanted)?;
    let texts = array.iter().map(|value| value.as_str().filter(|text| !text.trim().is_empty()));
    texts.map(|text| text.map(str::to_owned).ok_or_else(wanted)).collect()
}

fn environments(words: &[String]) -> Result<Option<Rule>, String> {
    let known = words.iter().map(|word| {
        EnvironmentKind::from_word(word).ok_or_else(|| {
            let words = EnvironmentKind::ALL.map(EnvironmentKind::word).join(", ");
            format!("names `{word}`, which is none of: {words}")
        })
    });
    Ok(Some(Rule::Environments(known.collect::<Result<_, _>>()?)))
}
