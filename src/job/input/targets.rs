//! Who is asked for on the command line: WHO, `--user-id` and `--email`.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::failure::Failure;
use crate::model::{InputRow, Lookup};
use crate::settings::{Origin, Profile};
use crate::shell::shell_word;

/// How a person was named, and by which word.
#[derive(Debug, Clone)]
pub(crate) enum Typed {
    Id(String),
    Email(String),
}

impl From<String> for Typed {
    /// WHO: what has an `@` is a whole e-mail address, anything else an id.
    fn from(who: String) -> Self {
        if who.contains('@') { Self::Email(who) } else { Self::Id(who) }
    }
}

/// Everybody named on the command line. Derived arguments would keep three lists and lose the order between them, which
/// is the order of the result rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Targets(pub(crate) Vec<Typed>);

/// One person named on the command line. A command says itself whether one must be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Target(pub(crate) Option<Typed>);

const WHO: &str = "person";
const ID: &str = "user_id";
const EMAIL: &str = "email";

/// Everybody who was named, in the order typed.
fn typed(matches: &ArgMatches) -> Vec<Typed> {
    let mut typed: Vec<(usize, Typed)> = Vec::new();
    for (name, make) in [(WHO, Typed::from as fn(String) -> Typed), (ID, Typed::Id), (EMAIL, Typed::Email)] {
        if let (Some(places), Some(values)) = (matches.indices_of(name), matches.get_many::<String>(name)) {
            typed.extend(places.zip(values.cloned().map(make)));
        }
    }
    typed.sort_by_key(|(place, _)| *place);
    typed.into_iter().map(|(_, typed)| typed).collect()
}

impl FromArgMatches for Targets {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self(typed(matches)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl FromArgMatches for Target {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self(typed(matches).pop()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The three arguments. They are of the group `who`, which the command declares.
fn arguments(command: Command, action: &ArgAction, more: &str) -> Command {
    let argument = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).value_name(value).action(action.clone()).group("who").help(format!("{help}{more}"))
    };
    command
        .arg(argument(WHO, "WHO", "A person's id, or whole e-mail address"))
        .arg(argument(ID, "ID", "A person's id, also one with an @").long("user-id"))
        .arg(argument(EMAIL, "EMAIL", "A person's whole e-mail address").long("email"))
}

impl Args for Targets {
    fn augment_args(command: Command) -> Command {
        arguments(command, &ArgAction::Append, "; may be given several times")
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl Args for Target {
    fn augment_args(command: Command) -> Command {
        arguments(command, &ArgAction::Set, "")
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The rows that the command line asks for, in the order typed.
pub(super) fn rows(typed: &[Typed], profile: &Profile) -> Result<Vec<InputRow>, Failure> {
    let row = |(index, typed): (usize, &Typed)| {
        let row = index as u64 + 1;
        Ok(match typed.lookup(profile)? {
            Lookup::Id(id) => InputRow { row, user_id: Some(id), email: None },
            Lookup::Email(email) => InputRow { row, user_id: None, email: Some(email) },
        })
    };
    typed.iter().enumerate().map(row).collect()
}

impl Typed {
    /// How the person is looked up at the service of this profile.
    pub(crate) fn lookup(&self, profile: &Profile) -> Result<Lookup, Failure> {
        match self {
            Self::Id(id) => profile.kind.user_id(id).map(Lookup::Id).ok_or_else(|| no_id(id, profile)),
            Self::Email(email) => match email.trim_ascii() {
                "" => Err(Failure::usage("the e-mail is empty")),
                email => Ok(Lookup::Email(email.to_owned())),
            },
        }
    }
}

/// A name never picks anybody; the command that finds the person's id is told.
fn no_id(id: &str, profile: &Profile) -> Failure {
    let failure = Failure::usage(format!("`{id}` cannot be a user id of {}", profile.kind.word()));
    if id.trim().is_empty() {
        return failure;
    }
    if id.contains('@') {
        return failure.hint("give an e-mail address by itself, or with --email");
    }
    let named = match profile.origin {
        Origin::Environment => String::new(),
        _ => format!("--profile {} ", shell_word(&profile.name)),
    };
    failure.hint(format!(
        "a name never picks anybody: look for the id or e-mail with `mfa-admin {named}users search {}`",
        shell_word(id.trim())
    ))
}
