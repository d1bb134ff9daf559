//! From a profile to an open door: where the service is, and with which credential.

use std::path::PathBuf;
use std::rc::Rc;

use jiff::{SignedDuration, Timestamp};

use crate::credentials::{Credential, CredentialError, StoreKind, Vault};
use crate::engine::guard::Guards;
use crate::failure::{Failure, FailureKind};
use crate::files::{self, FileError};
use crate::job::spec::Pacing;
use crate::model::{Level, Principal, Stop};
use crate::output::sanitize;
use crate::provider::{Authentication, Endpoint, Exchange, Provider, TokenStore, Trace};
use crate::session::Context;
use crate::settings::{CredentialVariable, Origin, Profile};
use crate::shell::shell_word;
use crate::state::StateError;

/// An open door.
pub(crate) struct Connection {
    /// The profile that led here.
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
    /// Holds the embedded organisation for as long as the door is open.
    #[cfg(feature = "emulator")]
    _demo: Option<crate::emulator::Running>,
}

/// The credential of a profile, and where it was.
pub(crate) struct Found {
    pub(crate) credential: Option<Credential>,
    pub(crate) store: StoreKind,
    pub(crate) token_store: Option<TokenStore>,
}

impl Connection {
    /// Who is signed in; whoever is no administrator of this very organisation goes no further.
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
    /// What everybody is judged by whom this administrator resets here.
    pub(crate) fn guards(&self, principal: Principal, level: Option<Level>) -> Guards {
        let administrators = self.provider.capabilities().administrators;
        Guards { principal, administrators, level, protected_may: false }
    }
}

/// Only an administrator of the profile's own organisation is let in. Where the service does not say, it decides by itself
/// what it lets them do.
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

/// The same for a sign-in, of which more is kept than of a run: the service has to say that this is an administrator.
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
    /// Opens the door of this run's profile at its own pace. Sends nothing yet.
    pub(crate) fn connect_to_read(&self) -> Result<Connection, Failure> {
        self.connect(self.settings.profile()?, &Pacing::default())
    }

    /// Opens the door of a profile. Sends nothing yet.
    pub(crate) fn connect(&self, profile: Profile, pacing: &Pacing) -> Result<Connection, Failure> {
        if profile.origin == Origin::Demo {
            return self.connect_demo(profile, pacing);
        }
        // A batch may be resumed at another profile than that of the run.
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
        let Found { credential, store, token_store } = self.credential(&profile).map_err(ours)?;
        let credential = credential.ok_or_else(|| ours(signed_out(&profile)))?;
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
        let credential = Credential::ApiKey(demo.api_key().to_owned().into());
        let url =
            demo.url().parse().map_err(|_| Failure::new(FailureKind::Internal, "no URL of the demo"))?;
        let profile = Profile { url: Some(url), org_id: demo.org_id().to_owned(), ..profile };
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

    /// Where the profile's service is and how it wants to be spoken to.
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
            trace: self.trace(),
        })
    }

    /// The credential of a profile: from the environment where it is the profile of this run, else from its store.
    pub(crate) fn credential(&self, profile: &Profile) -> Result<Found, Failure> {
        if let Some((variable, secret)) = self.settings.credential_variable(profile)? {
            let credential = match variable {
                CredentialVariable::ApiKey => Credential::ApiKey(secret),
                // Its end is not known; the service tells when it is over.
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
        let vault = Vault::open(profile.config.store.unwrap_or_default(), &profile.name);
        let store = vault.kind();
        if profile.origin == Origin::Environment {
            // Such a profile never signed in anywhere, so no store can hold anything for it.
            return Ok(Found { credential: None, store, token_store: None });
        }
        let scope = profile.scope();
        let credential = vault.load(&scope)?;
        let notes = self.output.notes();
        let on_failure = Box::new(move |error: &CredentialError| {
            notes(&format!("the credential store fails, a renewed token may not be kept: {error}"));
        });
        let token_store = Some(TokenStore { vault, scope, lock: self.lock_file(&profile.name)?, on_failure });
        Ok(Found { credential, store, token_store })
    }

    /// The file that is locked while the profile's token is renewed. Where it cannot be made, the token is renewed
    /// without a lock: two processes may then do it both, which costs a request and no more. What others may have put
    /// there is refused as everywhere.
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

    /// With `-v`: a line for every request.
    fn trace(&self) -> Option<Trace> {
        if self.settings.verbosity == 0 {
            return None;
        }
        // The writer is borrowed for the run; a trace outlives no connection, so it writes on its own handle.
        let trace = self.output.notes();
        Some(Rc::new(move |exchange: &Exchange<'_>| {
            let answer = match exchange.answer {
                Ok(status) => status.to_string(),
                Err(error) => error.to_string(),
            };
            let (method, path) = (exchange.method, sanitize(exchange.path));
            trace(&format!("{method} {path} -> {answer} ({} ms)", exchange.took.as_millis()));
        }))
    }
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
