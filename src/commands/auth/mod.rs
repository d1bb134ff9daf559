//! `mfa-admin auth`: profiles, and who is signed in to them.

mod guided;
mod list;
mod login;
mod status;

use clap::{Args, Subcommand};

use crate::credentials::Vault;
use crate::failure::{Failure, FailureKind};
use crate::model::EnvironmentKind;
use crate::session::{Context, first_of};
use crate::settings::{Config, DEMO, Edit, Origin, Profile, ProfileConfig, SettingsError, is_profile_name};
use crate::state::{AuditEvent, EventKind, State};

/// Sign in, and see who is signed in where
#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Sign in to an organisation and remember it as a profile
    #[command(
        long_about = "Sign in to an organisation and remember it as a profile.\n\n\
        The credential goes into the keyring of the operating system, never into a file. The store is tried \
        before the credential is asked for. An API key is the better choice: it does not end, and it needs no MFA code. \
        A password is exchanged for a token; the token is kept, the password is not. Nothing is stored unless \
        the service confirms that this is an administrator of that very organisation.\n\n\
        On a terminal, what the flags leave out is asked for.",
        after_help = "\
Examples:
  mfa-admin auth login                          (on a terminal: asks)
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
    /// List the profiles, and which of them have a credential; asks no service
    #[command(after_help = "Example:\n  mfa-admin auth list -o json")]
    List,
    /// Remove a profile, and its credential from its store; does not ask
    #[command(after_help = "Example:\n  mfa-admin auth remove work")]
    Remove(Remove),
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
pub(crate) struct Remove {
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
        Auth::Login(login) => login::run(*login, context),
        Auth::Status(status) => status::run(&status, context),
        Auth::Switch(switch) => self::switch(&switch, context),
        Auth::List => list::run(context),
        Auth::Remove(remove) => self::remove(&remove, context),
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

/// Removes a profile and its credential. A store that cannot be reached is no reason to keep the profile.
fn remove(Remove { name }: &Remove, context: &Context) -> Result<(), Failure> {
    if name == DEMO {
        return Err(Failure::usage(format!("`{DEMO}` is built in: there is nothing to remove")));
    }
    let mut edit = Edit::begin(&context.settings.config_folder)?;
    let Some(profile) = edit.config().unresolved(name).cloned() else {
        let known = edit.config().names();
        return Err(SettingsError::NoSuchProfile { name: name.clone(), known }.into());
    };
    let vault = Vault::open(profile.store.unwrap_or_default(), name);
    let deleted = vault.delete();
    let was_default = edit.remove(name);
    edit.write()?;
    // A name that another program wrote into the file may lead anywhere.
    if is_profile_name(name) {
        let lock = context.settings.state_folder.join(format!("{name}.token.lock"));
        // It is there only where a token was renewed.
        let _ = std::fs::remove_file(lock);
    }
    let note = |text: String| context.output.note(text);
    if matches!(deleted, Ok(true)) {
        signed_out(name, &profile, context)?;
    }
    match deleted {
        Ok(true) => note(format!("profile `{name}` and its credential are removed")),
        Ok(false) => note(format!("profile `{name}` is removed; it had no credential")),
        Err(error) => {
            note(format!(
                "profile `{name}` is removed; its credential may still be in {}: {error}",
                vault.kind()
            ));
        }
    }
    if was_default {
        note(if edit.config().names().is_empty() {
            "it was the default, and there is no other".to_owned()
        } else {
            "it was the default: choose another one with `mfa-admin auth switch NAME`".to_owned()
        });
    }
    Ok(())
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

/// Puts on record that the credential of a profile is deleted.
fn signed_out(name: &str, config: &ProfileConfig, context: &Context) -> Result<(), Failure> {
    let event = AuditEvent {
        profile: Some(name.to_owned()),
        org_id: Some(config.org_id.clone()),
        environment: config
            .environment
            .as_deref()
            .map_or(Some(EnvironmentKind::default()), EnvironmentKind::from_word),
        ..AuditEvent::new(EventKind::SignOut, context.host.clock.now()).by_account(&context.host.account())
    };
    State::open(&context.settings.state_folder)?.append(event)?;
    Ok(())
}

/// Removes the credential of a profile; false where there was none.
fn sign_out(name: &str, config: &ProfileConfig, context: &Context) -> Result<bool, Failure> {
    let vault = Vault::open(config.store.unwrap_or_default(), name);
    let fail = |error| Failure::from(error).cannot(format!("sign out of profile `{name}`"));
    if vault.is_empty().map_err(fail)? {
        return Ok(false);
    }
    signed_out(name, config, context)?;
    let is_out = vault.delete().map_err(fail)?;
    if is_out {
        context.output.note(format!("signed out of profile `{name}`"));
    }
    Ok(is_out)
}
