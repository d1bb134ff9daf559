//! Who is asked for on the command line: `--user-id` and `--email`, as often as wanted, in the order typed.

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

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

/// A number of seconds, with decimals where wanted.
pub(crate) fn seconds(text: &str) -> Result<std::time::Duration, Error> {
    text.parse::<f64>()
        .ok()
        .filter(|seconds| (0.0..=3600.0).contains(seconds))
        .map(std::time::Duration::from_secs_f64)
        .ok_or_else(|| Error::raw(ErrorKind::ValueValidation, "a number of seconds from 0 to 3600 is wanted"))
}
