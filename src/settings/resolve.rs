//! Resolves flags and environment, the profile of a run, and the credential that the environment gives to it.

use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;
use zeroize::Zeroizing;

use super::config::Config;
use super::error::SettingsError;
use super::flags::{Color, Flags, Format, color_of, format_of};
use super::profile::{DEMO, Origin, Profile, ProfileConfig, base_url};
use super::terminal::TerminalStyle;
use crate::credentials::{Secret, SecretScope};
use crate::host::{Environment, Host};

/// The name of the profile that the environment makes for one run.
pub const OF_ENVIRONMENT: &str = "environment";

/// What flags and environment say, resolved, apart from the profile.
#[derive(Clone)]
pub struct Settings {
    /// The profile that was named, by flag or environment.
    pub profile: Option<String>,
    /// How the result is written.
    pub format: Format,
    /// Was the format named, by flag or environment?
    pub is_format_named: bool,
    /// Nothing on stderr but errors and questions.
    pub quiet: bool,
    /// How much is said about requests.
    pub verbosity: u8,
    /// The file that takes all that can be said about requests.
    pub log_file: Option<PathBuf>,
    /// How the terminal is written to.
    pub style: TerminalStyle,
    /// When to colour.
    pub color: Color,
    /// May a question be asked? Only where stdin and stderr are terminals.
    pub can_ask: bool,
    /// The limit for one request.
    pub timeout: Duration,
    /// Where `config.toml` is.
    pub config_folder: PathBuf,
    /// Where state is kept.
    pub state_folder: PathBuf,
    environment: Environment,
}

impl Settings {
    /// Resolves flags and environment.
    ///
    /// # Errors
    /// When a variable holds a value that it cannot have, or there is no home folder.
    pub fn resolve(flags: &Flags, host: &Host) -> Result<Self, SettingsError> {
        let environment = host.environment;
        let format = match flags.output {
            Some(format) => format,
            None => format_of(environment)?,
        };
        let quiet = flags.quiet;
        let can_ask = host.terminals.stdin && host.terminals.stderr && !flags.no_input;
        Ok(Self {
            profile: flags.profile.clone().or_else(|| environment.get("MFA_ADMIN_PROFILE")),
            format,
            is_format_named: flags.output.is_some() || environment.get("MFA_ADMIN_OUTPUT").is_some(),
            quiet,
            verbosity: if quiet { 0 } else { flags.verbose },
            log_file: flags.log_file.clone(),
            style: TerminalStyle::of(environment)?,
            color: flags.color.unwrap_or_else(|| color_of(environment)),
            can_ask,
            timeout: Duration::from_secs(flags.timeout.unwrap_or(30)),
            config_folder: environment.config_folder().ok_or(SettingsError::NoHome)?,
            state_folder: environment.state_folder().ok_or(SettingsError::NoHome)?,
            environment,
        })
    }

    /// The profile of this run: the one named; else the one in the environment; else the default of the file.
    ///
    /// # Errors
    /// When there is none, or what it says is wrong.
    pub fn profile(&self) -> Result<Profile, SettingsError> {
        if self.profile.as_deref() == Some(DEMO) {
            return Ok(Profile::demo());
        }
        let config = Config::read(&self.config_folder)?;
        // A profile of the file is never mixed with the variables: a key must not go to another URL.
        match &self.profile {
            Some(name) if config.unresolved(name).is_some() => config.profile(name),
            // The name of the profile that the variables make; a batch of it is resumed by that name.
            Some(name) if name == OF_ENVIRONMENT && self.environment.get("MFA_ADMIN_URL").is_some() => {
                self.profile_of_environment(None)?.ok_or(SettingsError::NoProfile)
            }
            // A mistyped name must not lead to the URL in the variables.
            Some(name) if !config.names().is_empty() => config.profile(name),
            named => {
                match (self.profile_of_environment(named.as_deref())?, named, config.default_profile()) {
                    (Some(profile), ..) => Ok(profile),
                    (None, Some(name), _) => config.profile(name),
                    (None, None, Some(DEMO)) => Ok(Profile::demo()),
                    (None, None, Some(default)) => config.profile(default),
                    (None, None, None) => Err(SettingsError::NoProfile),
                }
            }
        }
    }

    /// The profile that was named for this run, else the one of that name: a batch is resumed where it was begun.
    ///
    /// # Errors
    /// When there is none, or what it says is wrong.
    pub fn profile_or(&self, name: &str) -> Result<Profile, SettingsError> {
        let profile = self.profile.clone().or_else(|| Some(name.to_owned()));
        Self { profile, ..self.clone() }.profile()
    }

    /// The profile that the environment makes for one run, when it names a URL.
    fn profile_of_environment(&self, name: Option<&str>) -> Result<Option<Profile>, SettingsError> {
        let Some(url) = self.environment.get("MFA_ADMIN_URL") else { return Ok(None) };
        let need = |variable: &str| {
            self.environment.get(variable).ok_or_else(|| SettingsError::BadProfile {
                place: variable.to_owned(),
                why: "it is needed beside MFA_ADMIN_URL, and is not set".to_owned(),
            })
        };
        let config = ProfileConfig {
            provider: need("MFA_ADMIN_PROVIDER")?,
            url,
            org_id: need("MFA_ADMIN_ORG_ID")?,
            environment: self.environment.get("MFA_ADMIN_ENVIRONMENT"),
            ..ProfileConfig::default()
        };
        let name = name.unwrap_or(OF_ENVIRONMENT);
        let profile = Profile::resolve(name, config, "the profile in MFA_ADMIN_… variables")?;
        Ok(Some(Profile { origin: Origin::Environment, ..profile }))
    }

    /// The credential that the environment gives to this run, where this is the profile of the run: the one that was
    /// named, or the default. No other profile gets it.
    ///
    /// # Errors
    /// When `MFA_ADMIN_URL` says that it is for another URL.
    pub fn credential_variable(
        &self,
        profile: &Profile,
    ) -> Result<Option<(CredentialVariable, Secret)>, SettingsError> {
        let found = self.credential_of_environment();
        if found.is_none() || profile.origin == Origin::Environment {
            return Ok(found);
        }
        if !self.is_of_run(profile) {
            return Ok(None);
        }
        let scope = |url: Url| SecretScope::new(profile.kind.word(), url.as_str(), &profile.org_id);
        let same = |url: &str| base_url(profile.kind, url).is_ok_and(|url| scope(url) == profile.scope());
        match self.environment.get("MFA_ADMIN_URL") {
            Some(url) if !same(&url) => Err(SettingsError::AnotherUrl { name: profile.name.clone() }),
            _ => Ok(found),
        }
    }

    /// Is there a credential in the environment which this profile does not get, because it is not that of the run?
    #[must_use]
    pub fn withholds_credential(&self, profile: &Profile) -> bool {
        profile.origin == Origin::File
            && self.credential_of_environment().is_some()
            && !self.is_of_run(profile)
    }

    /// Is it the one that was named, or else the default?
    fn is_of_run(&self, profile: &Profile) -> bool {
        self.profile().is_ok_and(|run| run.origin == profile.origin && run.name == profile.name)
    }

    /// Is there a credential for this run in the environment?
    #[must_use]
    pub fn has_credential_of_environment(&self) -> bool {
        self.credential_of_environment().is_some()
    }

    fn credential_of_environment(&self) -> Option<(CredentialVariable, Secret)> {
        let secret = |value| Secret::new(Zeroizing::<String>::new(value).trim());
        let read = |name, kind| self.environment.get(name).map(|value| (kind, secret(value)));
        read("MFA_ADMIN_API_KEY", CredentialVariable::ApiKey)
            .or_else(|| read("MFA_ADMIN_TOKEN", CredentialVariable::Token))
    }
}

/// Which variable a credential came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialVariable {
    /// `MFA_ADMIN_API_KEY`
    ApiKey,
    /// `MFA_ADMIN_TOKEN`
    Token,
}
