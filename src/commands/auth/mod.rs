//! `mfa-admin auth`: profiles, and who is signed in to them.

mod login;
mod status;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::connection::vault;
use super::{Context, written};
use crate::failure::{Failure, FailureKind};
use crate::output::{Cell, GivesWay, Record, Tone};
use crate::settings::{Config, DEMO, Profile};

/// Sign in, and see who is signed in where
#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Sign in to an organisation and remember it as a profile
    #[command(
        long_about = "Sign in to an organisation and remember it as a profile.\n\n\
        The credential goes into the keyring of the operating system, never into a file. The store is tried \
        before anything is asked for. An API key is the better choice: it does not end, and it needs no MFA code. \
        A password is exchanged for a token; the token is kept, the password is not. Nothing is stored unless \
        the service confirms that this is an administrator of that very organisation.",
        after_help = "\
Examples:
  mfa-admin auth login --profile work --provider resolver --url us --org 166
  mfa-admin auth login --profile work --provider resolver --url us --org 166 --with-api-key < key.txt
  mfa-admin auth login --profile work --login ana@example.com        (sign in again)"
    )]
    Login(Box<login::Login>),
    /// Show who is signed in
    #[command(after_help = "Examples:\n  mfa-admin auth status\n  mfa-admin auth status --all -o json")]
    Status(status::Status),
    /// Choose the profile that is used when none is named
    Switch(Switch),
    /// List the profiles
    List,
    /// Remove the credential of a profile from its store; the profile stays
    Logout(Logout),
}

/// Which profile.
#[derive(Debug, Args)]
pub(crate) struct Switch {
    /// The profile
    name: String,
}

/// Which profiles.
#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// Every profile
    #[arg(long)]
    all: bool,
}

pub(super) fn run(auth: Auth, context: &Context) -> Result<(), Failure> {
    match auth {
        Auth::Login(login) => login::run(&login, context),
        Auth::Status(status) => status::run(&status, context),
        Auth::Switch(switch) => self::switch(&switch, context),
        Auth::List => list(context),
        Auth::Logout(logout) => self::logout(&logout, context),
    }
}

fn switch(switch: &Switch, context: &Context) -> Result<(), Failure> {
    let mut config = Config::read(&context.settings.config_folder)?;
    if switch.name != DEMO && config.site(&switch.name).is_none() {
        let known = config.names().join(", ");
        return Err(Failure::usage(format!("there is no profile `{}`", switch.name)).hint(
            if known.is_empty() {
                "there is none yet: `mfa-admin auth login`".to_owned()
            } else {
                format!("there are: {known}")
            },
        ));
    }
    config.set_default(&switch.name);
    config.write()?;
    context.output.note(format!("`{}` is now the default profile", switch.name));
    Ok(())
}

/// A profile in the list.
#[derive(Serialize)]
struct Listed {
    profile: String,
    provider: String,
    url: Option<String>,
    org_id: Option<String>,
    environment: String,
    default: bool,
}

impl Record for Listed {
    const KEYS: &'static [&'static str] = &["profile", "provider", "url", "org_id", "environment", "default"];
    const COLUMNS: &'static [&'static str] =
        &["PROFILE", "PROVIDER", "URL", "ORG ID", "ENVIRONMENT", "DEFAULT"];
    const GIVES_WAY: &'static [GivesWay] =
        &[GivesWay::Shrinks("URL", 24), GivesWay::Goes("PROVIDER"), GivesWay::Shrinks("URL", 12)];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.profile.as_str().into(),
            self.provider.as_str().into(),
            Cell::maybe(self.url.as_deref()),
            Cell::maybe(self.org_id.as_deref()),
            self.environment.as_str().into(),
            if self.default { Cell::toned("default", Tone::Good) } else { "".into() },
        ]
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let config = Config::read(&context.settings.config_folder)?;
    let default = config.default_profile();
    let mut listed = Vec::new();
    for name in config.names() {
        let profile = config.profile(&name)?;
        listed.push(Listed {
            default: default == Some(&name),
            provider: profile.kind.word().to_owned(),
            url: profile.url.map(|url| url.to_string()),
            org_id: Some(profile.org_id),
            environment: profile.environment.word().to_owned(),
            profile: name,
        });
    }
    if default == Some(DEMO) {
        let Profile { name, kind, environment, .. } = Profile::demo();
        listed.push(Listed {
            profile: name,
            provider: kind.word().to_owned(),
            url: None,
            org_id: None,
            environment: environment.word().to_owned(),
            default: true,
        });
    }
    written(context.output.all(&listed))?;
    if listed.is_empty() {
        context.output.note("no profiles yet; `--profile demo` is always there");
    }
    Ok(())
}

fn logout(logout: &Logout, context: &Context) -> Result<(), Failure> {
    let config = Config::read(&context.settings.config_folder)?;
    let profiles = if logout.all {
        config.names().iter().map(|name| config.profile(name)).collect::<Result<Vec<_>, _>>()?
    } else {
        vec![context.settings.profile()?]
    };
    let mut out = 0;
    for profile in &profiles {
        if config.site(&profile.name).is_some() && vault(profile).delete()? {
            context.output.note(format!("signed out of profile `{}`", profile.name));
            out += 1;
        }
    }
    match profiles.as_slice() {
        [profile] if out == 0 && !logout.all => Err(Failure::new(
            FailureKind::Unauthenticated,
            format!("nobody is signed in to profile `{}`", profile.name),
        )),
        _ => {
            if out == 0 {
                context.output.note("nobody is signed in anywhere");
            }
            Ok(())
        }
    }
}
