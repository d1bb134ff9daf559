//! From a profile to a connection: where the service is, and with which credential.

use std::path::PathBuf;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::credentials::{Credential, CredentialError, StoreKind, Vault};
use crate::engine::guard::Guards;
use crate::failure::{Failure, FailureKind};
use crate::files::{self, FileError};
use crate::model::{Destination, Level, Principal, Stop};
use crate::provider::{Authentication, Endpoint, Provider, TokenStore};
use crate::session::Context;
use crate::session::observer::observer;
use crate::settings::{CredentialVariable, Origin, Profile};
use crate::shell::shell_word;
use crate::state::StateError;

/// How fast a service is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pacing {
    /// Requests in flight at once.
    pub(crate) concurrency: Option<usize>,
    /// Requests a second at most.
    pub(crate) rate: Option<f64>,
    /// How long the service may throttle before a run ends.
    pub(crate) patience: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self { concurrency: None, rate: None, patience: Duration::from_mins(10) }
    }
}

/// A connection to a service, signed in.
pub(crate) struct Connection {
    /// The profile that it was made from.
    pub(crate) profile: Profile,
    /// The service.
    pub(crate) provider: Box<dyn Provider>,
    /// The base URL, as people read it.
    pub(crate) url: String,
    /// The organisation.
    pub(crate) org_id: String,
    /// Raised when no further change may be sent.
    pub(crate) stop: Stop,
    /// Does the credential come from a variable?
    by_variable: bool,
    /// The embedded organisation runs for as long as this is kept.
    #[cfg(feature = "emulator")]
    _demo: Option<crate::session::demo::Running>,
}

/// The credential of a profile, and where it was.
pub(crate) struct Found {
    pub(crate) credential: Option<Credential>,
    pub(crate) store: StoreKind,
    pub(crate) token_store: Option<TokenStore>,
}

impl Connection {
    /// Who is signed in. An error unless it is an administrator of this organisation.
    pub(crate) async fn admit(&self) -> Result<Principal, Failure> {
        match self.provider.whoami().await.map_err(Failure::from) {
            Ok(principal) => admitted(principal, &self.org_id),
            Err(failure) if self.by_variable && failure.kind == FailureKind::Unauthenticated => {
                Err(failure.hint("the credential came from MFA_ADMIN_API_KEY or MFA_ADMIN_TOKEN: check it"))
            }
            Err(failure) => Err(failure),
        }
    }
}

impl Connection {
    /// The organisation that it leads to.
    pub(crate) fn destination(&self) -> Destination {
        Destination {
            provider: self.profile.kind.word().to_owned(),
            url: self.url.clone(),
            org_id: self.org_id.clone(),
            environment: self.profile.environment,
        }
    }

    /// The guards for people whom this administrator resets.
    pub(crate) fn guards(&self, principal: Principal, level: Option<Level>) -> Guards {
        let administrators = self.provider.capabilities().administrators;
        Guards { principal, administrators, level, protected_may: false }
    }
}

/// Refuses a credential of another organisation, and a person who is known not to be an administrator. Where the service
/// does not say, it decides itself what it permits.
pub(crate) fn admitted(principal: Principal, org_id: &str) -> Result<Principal, Failure> {
    if let Some(other) = principal.org_id.as_deref().filter(|other| *other != org_id) {
        return Err(Failure::new(
            FailureKind::Forbidden,
            format!("the credential is for org {other}, the profile is for org {org_id}"),
        )
        .hint("sign in to the right org, or mend `org_id` of the profile"));
    }
    if principal.user.admin == Some(false) {
        let who = principal.user.label();
        return Err(not_administrator(format!("{who} is not an administrator of org {org_id}")));
    }
    Ok(principal)
}

/// The same for a sign-in, which stores a credential: the service has to say that this is an administrator.
pub(crate) fn signed_in(principal: Principal, org_id: &str) -> Result<Principal, Failure> {
    let principal = admitted(principal, org_id)?;
    if principal.org_id.is_none() {
        let why = format!("the service does not say that the credential is for org {org_id}");
        return Err(Failure::new(FailureKind::Forbidden, why).hint("sign in to the right org"));
    }
    if principal.user.admin == Some(true) {
        return Ok(principal);
    }
    let who = principal.user.label();
    Err(not_administrator(format!("the service does not say that {who} is an administrator of org {org_id}")))
}

fn not_administrator(why: String) -> Failure {
    Failure::new(FailureKind::Forbidden, why).hint("sign in as an administrator")
}

impl Context {
    /// Connects with the profile of this run at its own pace. Nothing is sent yet.
    pub(crate) fn connect_to_read(&self) -> Result<Connection, Failure> {
        self.connect(self.settings.profile()?, &Pacing::default())
    }

    /// Connects with a profile. Nothing is sent yet.
    pub(crate) fn connect(&self, profile: Profile, pacing: &Pacing) -> Result<Connection, Failure> {
        if profile.origin == Origin::Demo {
            return self.connect_demo(profile, pacing);
        }
        // The profile of a resumed batch may be another one than that of the run.
        let ours = |failure: Failure| {
            if !self.settings.withholds_credential(&profile) {
                return failure;
            }
            let name = &profile.name;
            failure.hint(format!(
                "give `--profile {}`: a credential from the environment goes to no other",
                shell_word(name)
            ))
        };
        let found = self.credential(&profile).map_err(ours)?;
        if found.credential.is_none() {
            return Err(ours(signed_out(&profile)));
        }
        self.connect_with(profile, pacing, found)
    }

    /// Connects with a credential that was found before.
    pub(crate) fn connect_with(
        &self,
        profile: Profile,
        pacing: &Pacing,
        found: Found,
    ) -> Result<Connection, Failure> {
        let Found { credential, store, token_store } = found;
        let credential = credential.ok_or_else(|| signed_out(&profile))?;
        let endpoint = self.endpoint(&profile, pacing)?;
        let provider = profile.kind.connect(&endpoint, Authentication { credential, token_store })?;
        Ok(Connection {
            url: endpoint.url.to_string(),
            org_id: endpoint.org_id,
            stop: endpoint.stop,
            by_variable: store == StoreKind::Environment,
            profile,
            provider,
            #[cfg(feature = "emulator")]
            _demo: None,
        })
    }

    #[cfg(feature = "emulator")]
    fn connect_demo(&self, profile: Profile, pacing: &Pacing) -> Result<Connection, Failure> {
        let demo = crate::session::demo::start(&self.settings)?;
        let access = demo.access();
        let credential = Credential::ApiKey(access.api_key.clone().into());
        let url =
            access.url.parse().map_err(|_| Failure::new(FailureKind::Internal, "no URL of the demo"))?;
        let profile = Profile { url: Some(url), org_id: access.org_id.clone(), ..profile };
        let endpoint = self.endpoint(&profile, pacing)?;
        let provider = profile.kind.connect(&endpoint, Authentication { credential, token_store: None })?;
        Ok(Connection {
            url: endpoint.url.to_string(),
            org_id: endpoint.org_id,
            stop: endpoint.stop,
            by_variable: false,
            profile,
            provider,
            _demo: Some(demo),
        })
    }

    #[cfg(not(feature = "emulator"))]
    #[expect(clippy::unused_self, reason = "the same call as with the feature")]
    fn connect_demo(&self, _profile: Profile, _pacing: &Pacing) -> Result<Connection, Failure> {
        Err(Failure::usage("this build has no embedded organisation")
            .hint("build it with the feature `emulator`, which is on by default"))
    }

    /// Where the service of a profile is, and how it is asked.
    pub(crate) fn endpoint(&self, profile: &Profile, pacing: &Pacing) -> Result<Endpoint, Failure> {
        let url = profile
            .url
            .clone()
            .ok_or_else(|| Failure::new(FailureKind::Internal, "a profile without a URL"))?;
        let config = &profile.config;
        Ok(Endpoint {
            url,
            org_id: profile.org_id.clone(),
            ca_file: config.ca_file.as_ref().map(|path| self.settings.config_folder.join(path)),
            timeout: self.settings.timeout,
            patience: pacing.patience,
            options: profile.options.clone(),
            concurrency: pacing.concurrency.or(config.concurrency),
            rate: pacing.rate,
            stop: Stop::default(),
            clock: self.host.clock,
            observer: Some(observer(&self.output, self.settings.verbosity)),
        })
    }

    /// The credential of a profile, and where its renewals are kept.
    pub(crate) fn credential(&self, profile: &Profile) -> Result<Found, Failure> {
        let found = self.credential_alone(profile)?;
        if found.store == StoreKind::Environment || profile.origin == Origin::Environment {
            return Ok(found);
        }
        let notes = self.output.notes();
        let on_failure = Box::new(move |error: &CredentialError| {
            notes(&format!("the credential store fails, a renewed token may not be kept: {error}"));
        });
        let (vault, scope, lock) = (vault_of(profile), profile.scope(), self.lock_file(&profile.name)?);
        Ok(Found { token_store: Some(TokenStore { vault, scope, lock, on_failure }), ..found })
    }

    /// The credential of a profile: from the environment where it is the profile of this run, else from its store. A
    /// token of it is not renewed for other runs, so that nothing is written.
    pub(crate) fn credential_alone(&self, profile: &Profile) -> Result<Found, Failure> {
        if let Some((variable, secret)) = self.settings.credential_variable(profile)? {
            let credential = match variable {
                CredentialVariable::ApiKey => Credential::ApiKey(secret),
                // Its real end is not known; the service refuses it when it has ended.
                CredentialVariable::Token => {
                    let expires_at = self.host.clock.now() + SignedDuration::from_mins(15);
                    Credential::Token { token: secret, expires_at }
                }
            };
            return Ok(Found {
                credential: Some(credential),
                store: StoreKind::Environment,
                token_store: None,
            });
        }
        let vault = vault_of(profile);
        // Nothing of a profile from the environment can be in a store: `auth login` never wrote it.
        let is_stored = profile.origin != Origin::Environment;
        let credential = if is_stored { vault.load(&profile.scope())? } else { None };
        Ok(Found { credential, store: vault.kind(), token_store: None })
    }

    /// The file that is locked while the profile's token is renewed. Where it cannot be made, the token is renewed
    /// without a lock: then two processes may both renew it, which costs one request. A file that another user may have
    /// put there is refused.
    fn lock_file(&self, profile: &str) -> Result<PathBuf, StateError> {
        let folder = &self.settings.state_folder;
        let lock = folder.join(format!("{profile}.token.lock"));
        for looked in [files::make_folder(folder), files::check_file(&lock)] {
            if let Err(FileError::Exposed(exposed)) = looked {
                return Err(exposed.into());
            }
        }
        Ok(lock)
    }
}

/// The place of a profile in its store.
pub(crate) fn vault_of(profile: &Profile) -> Vault {
    Vault::open(profile.config.store.unwrap_or_default(), &profile.name)
}

/// Nobody is signed in to this profile.
pub(crate) fn signed_out(profile: &Profile) -> Failure {
    let hint = match profile.origin {
        Origin::Environment => "set MFA_ADMIN_API_KEY, or MFA_ADMIN_TOKEN".to_owned(),
        _ => format!("sign in with `mfa-admin auth login --profile {}`", shell_word(&profile.name)),
    };
    Failure::new(FailureKind::Unauthenticated, format!("nobody is signed in to profile `{}`", profile.name))
        .hint(hint)
}

/// When a credential ends, if it does.
pub(crate) fn end_of(credential: &Credential) -> Option<Timestamp> {
    match credential {
        Credential::ApiKey(_) => None,
        Credential::Token { expires_at, .. } => Some(*expires_at),
    }
}
