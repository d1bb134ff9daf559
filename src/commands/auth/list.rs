//! `auth list`: the profiles, and which of them have a credential.

use serde::Serialize;

use crate::credentials::{CredentialError, StoreKind, Vault};
use crate::failure::Failure;
use crate::output::{Cell, NarrowRule, Record, Tone};
use crate::session::connection::end_of;
use crate::session::{Context, first_of, written};
use crate::settings::{Config, DEMO, Profile};

/// A profile in the list.
#[derive(Serialize)]
struct Listed {
    profile: String,
    provider: String,
    url: Option<String>,
    org_id: Option<String>,
    environment: String,
    default: bool,
    /// Null where the store cannot be read.
    signed_in: Option<bool>,
}

impl Record for Listed {
    const KEYS: &'static [&'static str] =
        &["profile", "provider", "url", "org_id", "environment", "default", "signed_in"];
    const COLUMNS: &'static [&'static str] =
        &["PROFILE", "PROVIDER", "URL", "ORG ID", "ENVIRONMENT", "DEFAULT", "SIGNED IN"];
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
            match self.signed_in {
                Some(true) => Cell::toned("yes", Tone::Good),
                Some(false) => "no".into(),
                None => Cell::toned("unknown", Tone::Mind),
            },
        ]
    }
}

pub(super) fn run(context: &Context) -> Result<(), Failure> {
    let config = Config::read(&context.settings.config_folder)?;
    let default = config.default_profile();
    let mut listed = Vec::new();
    let mut failures = Vec::new();
    let mut stores = Stores::default();
    for profile in config.profiles() {
        match profile {
            Ok(profile) => listed.push(Listed {
                default: default == Some(&profile.name),
                signed_in: stores.is_signed_in(&profile, context),
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
            signed_in: Some(true),
        });
    }
    written(context.output.all(&listed))?;
    if listed.is_empty() && failures.is_empty() {
        context.output.note("no profiles yet; `--profile demo` is always there");
    }
    first_of(failures)
}

/// The stores that were looked into. One that does not answer is not asked again: each time takes seconds.
#[derive(Default)]
struct Stores {
    silent: Vec<StoreKind>,
}

impl Stores {
    /// Has a profile a credential that can still be used, as far as is known without asking its service?
    fn is_signed_in(&mut self, profile: &Profile, context: &Context) -> Option<bool> {
        match context.settings.credential_variable(profile) {
            Ok(Some(_)) => return Some(true),
            Ok(None) => {}
            // It is for another URL.
            Err(_) => return Some(false),
        }
        let vault = Vault::open(profile.config.store.unwrap_or_default(), &profile.name);
        if self.silent.contains(&vault.kind()) {
            return None;
        }
        match vault.load(&profile.scope()) {
            Ok(None) | Err(CredentialError::Elsewhere { .. } | CredentialError::Unbound { .. }) => {
                Some(false)
            }
            Ok(Some(credential)) => {
                Some(end_of(&credential).is_none_or(|end| end > context.host.clock.now()))
            }
            Err(_) => {
                self.silent.push(vault.kind());
                None
            }
        }
    }
}
