//! `mfa-admin auth`: profiles, and who is signed in to them.

mod login;
mod status;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::credentials::Vault;
use crate::failure::{Failure, FailureKind};
use crate::output::{Cell, NarrowRule, Record, Tone};
use crate::session::{Context, first_of, written};
use crate::settings::{Config, DEMO, Edit, Origin, Profile, ProfileConfig, SettingsError};

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
  mfa-admin auth login --profile work --provider resolver \\
      --url us --org 166
  mfa-admin auth login --profile work --provider resolver \\
      --url us --org 166 --with-api-key < key.txt
  mfa-admin auth login --profile work --login ana@example.com   (again)"
    )]
    Login(Box<login::Login>),
    /// Show who is signed in
    #[command(after_help = "Examples:\n  mfa-admin auth status\n  mfa-admin auth status --all -o json")]
    Status(status::Status),
    /// Choose the profile that is used when none is named
    #[command(after_help = "Example:\n  mfa-admin auth switch work")]
    Switch(Switch),
    /// List the profiles
    #[command(after_help = "Example:\n  mfa-admin auth list -o json")]
    List,
    /// Remove the credential of a profile from its store; the profile stays
    #[command(
        after_help = "Examples:\n  mfa-admin auth logout --profile work\n  mfa-admin auth logout --all"
    )]
    Logout(Logout),
}

#[derive(Debug, Args)]
pub(crate) struct Switch {
    /// The profile
    name: String,
}

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
    let mut edit = Edit::begin(&context.settings.config_folder)?;
    if switch.name != DEMO && edit.config().unresolved(&switch.name).is_none() {
        let name = switch.name.clone();
        return Err(SettingsError::NoSuchProfile { name, known: edit.config().names() }.into());
    }
    edit.set_default(&switch.name);
    edit.write()?;
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
    const NARROW_RULES: &'static [NarrowRule] =
        &[NarrowRule::Shrinks("URL", 24), NarrowRule::Goes("PROVIDER"), NarrowRule::Shrinks("URL", 12)];

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
    let mut failures = Vec::new();
    for profile in config.profiles() {
        match profile {
            Ok(profile) => listed.push(Listed {
                default: default == Some(&profile.name),
                provider: profile.kind.word().to_owned(),
                url: profile.url.map(|url| url.to_string()),
                org_id: Some(profile.org_id),
                environment: profile.environment.word().to_owned(),
                profile: profile.name,
            }),
            Err(error) => failures.push(error.into()),
        }
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
    if listed.is_empty() && failures.is_empty() {
        context.output.note("no profiles yet; `--profile demo` is always there");
    }
    first_of(failures)
}

fn logout(logout: &Logout, context: &Context) -> Result<(), Failure> {
    if !logout.all {
        let Profile { name, origin, config, .. } = context.settings.profile()?;
        // Only a profile of the config file has a credential in a store.
        return if origin == Origin::File && sign_out(&name, &config, context)? {
            Ok(())
        } else {
            Err(Failure::new(
                FailureKind::Unauthenticated,
                format!("nobody is signed in to profile `{name}`"),
            ))
        };
    }
    let config = Config::read(&context.settings.config_folder)?;
    let mut failures = Vec::new();
    let mut out = 0;
    // A mistake in a profile is no reason to keep its credential.
    for (name, profile) in config.all_unresolved() {
        match sign_out(name, profile, context) {
            Ok(true) => out += 1,
            Ok(false) => {}
            Err(failure) => failures.push(failure),
        }
    }
    if out == 0 && failures.is_empty() {
        context.output.note("nobody is signed in anywhere");
    }
    first_of(failures)
}

/// Removes the credential of a profile; false where there was none.
fn sign_out(name: &str, config: &ProfileConfig, context: &Context) -> Result<bool, Failure> {
    let vault = Vault::open(config.store.unwrap_or_default(), name);
    let fail = |error| Failure::from(error).cannot(format!("sign out of profile `{name}`"));
    let is_out = vault.delete().map_err(fail)?;
    if is_out {
        context.output.note(format!("signed out of profile `{name}`"));
    }
    Ok(is_out)
}
