//! Who is asked for on the command line: `--user-id` and `--email`, as often as wanted, in the order typed.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::failure::Failure;
use crate::model::{InputRow, Lookup};
use crate::settings::Profile;

/// One of the two flags and its value.
#[derive(Debug, Clone)]
pub(crate) enum Typed {
    Id(String),
    Email(String),
}

/// Everybody named by flags. Derived arguments would keep two lists and lose the order between them, which is the
/// order of the result rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Targets(pub(crate) Vec<Typed>);

const ID: &str = "user_id";
const EMAIL: &str = "email";

impl FromArgMatches for Targets {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut typed: Vec<(usize, Typed)> = Vec::new();
        for (name, make) in [(ID, Typed::Id as fn(String) -> Typed), (EMAIL, Typed::Email)] {
            if let (Some(places), Some(values)) = (matches.indices_of(name), matches.get_many::<String>(name))
            {
                typed.extend(places.zip(values.cloned().map(make)));
            }
        }
        typed.sort_by_key(|(place, _)| *place);
        Ok(Self(typed.into_iter().map(|(_, typed)| typed).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Targets {
    fn augment_args(command: Command) -> Command {
        let flag = |name: &'static str, long: &'static str| {
            Arg::new(name).long(long).action(ArgAction::Append).group("who").num_args(1)
        };
        command
            .arg(flag(ID, "user-id").value_name("ID").help("A person's id; may be given several times"))
            .arg(
                flag(EMAIL, "email")
                    .value_name("EMAIL")
                    .help("A person's whole e-mail address; may be given several times"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The rows that the flags ask for, in the order typed.
pub(super) fn rows(typed: &[Typed], profile: &Profile) -> Result<Vec<InputRow>, Failure> {
    let row = |(index, typed): (usize, &Typed)| {
        let who = match typed {
            Typed::Id(id) => lookup(Some(id), None, profile),
            Typed::Email(email) => lookup(None, Some(email), profile),
        }?;
        let row = index as u64 + 1;
        Ok(match who {
            Lookup::Id(id) => InputRow { row, user_id: Some(id), email: None },
            Lookup::Email(email) => InputRow { row, user_id: None, email: Some(email) },
        })
    };
    typed.iter().enumerate().map(row).collect()
}

/// Reads how a person was picked on the command line.
pub(crate) fn lookup(id: Option<&str>, email: Option<&str>, profile: &Profile) -> Result<Lookup, Failure> {
    match (id, email.map(str::trim_ascii)) {
        (Some(id), _) => match profile.kind.user_id(id) {
            Some(id) => Ok(Lookup::Id(id)),
            None => Err(Failure::usage(format!("`{id}` cannot be a user id of {}", profile.kind.word()))),
        },
        (None, Some("") | None) => Err(Failure::usage("the e-mail is empty")),
        (None, Some(email)) => Ok(Lookup::Email(email.to_owned())),
    }
}
