//! A profile: one named connection, from the config file, from the environment for one run, or `demo`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;

use super::error::SettingsError;
use crate::credentials::{SecretScope, StoreChoice};
use crate::model::EnvironmentKind;
use crate::provider::{ProviderKey, ProviderKind, is_loopback};

/// The profile that exists without any set-up.
pub const DEMO: &str = "demo";

/// What the config file says of a profile, word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ProfileConfig {
    /// The kind of service.
    pub provider: String,
    /// The base URL.
    pub url: String,
    /// The organisation.
    pub org_id: String,
    /// `production` when not given.
    pub environment: Option<String>,
    /// Which store holds the credential; the OS keyring when not given.
    pub store: Option<StoreChoice>,
    /// A PEM file with the only certificate authorities to trust.
    pub ca_file: Option<PathBuf>,
    /// Requests in flight.
    pub concurrency: Option<usize>,
    /// Ids in one reset request.
    pub ids_per_request: Option<usize>,
    /// All other keys: those of one kind of service, and unknown ones. [`Profile::resolve`] tells them apart.
    #[serde(flatten)]
    pub provider_keys: BTreeMap<String, Value>,
}

/// The keys that a profile of any kind may have.
const KEYS: [&str; 8] =
    ["provider", "url", "org_id", "environment", "store", "ca_file", "concurrency", "ids_per_request"];

impl ProfileConfig {
    /// Fills in what the embedded organisation has where nothing else is said: it takes more requests at once than a
    /// real service, and its kind has defaults of its own.
    fn demo_defaults(mut self, kind: ProviderKind) -> Self {
        self.concurrency = self.concurrency.or(Some(16));
        for (key, value) in kind.demo_defaults() {
            self.provider_keys.entry((*key).to_owned()).or_insert_with(|| (*value).into());
        }
        self
    }

    /// The keys of this kind and their values.
    ///
    /// # Errors
    /// Names the key that is not known, or that cannot have its value.
    fn options(&self, kind: ProviderKind) -> Result<BTreeMap<String, String>, String> {
        let names = |keys: &[ProviderKey]| keys.iter().map(|key| key.name).collect::<Vec<_>>();
        let mut options = BTreeMap::new();
        for (name, value) in &self.provider_keys {
            let Some(key) = kind.provider_keys().iter().find(|key| key.name == *name) else {
                let other = ProviderKind::ALL
                    .iter()
                    .find(|other| names(other.provider_keys()).contains(&name.as_str()));
                if let Some(other) = other {
                    return Err(format!(
                        "`{name}` is for a profile of {}, not of {}",
                        other.word(),
                        kind.word()
                    ));
                }
                let known = [&KEYS[..], &names(kind.provider_keys())].concat().join(", ");
                return Err(format!("unknown key `{name}`, expected one of: {known}"));
            };
            let text = value.as_str().ok_or_else(|| format!("`{name}` must be a text in quotes"))?;
            if !key.values.is_empty() && !key.values.contains(&text) {
                return Err(format!("{name} `{text}` is not one of: {}", key.values.join(", ")));
            }
            options.insert(name.clone(), text.to_owned());
        }
        Ok(options)
    }

    /// Would a credential of `other` go to the same organisation of the same service, and is it kept in the same
    /// store?
    #[must_use]
    pub fn shares_credential(&self, other: &Self) -> bool {
        let scope = |config: &Self| {
            let Self { provider, url, org_id, store, .. } = config.clone();
            (provider, url, org_id, store.unwrap_or_default())
        };
        scope(self) == scope(other)
    }

    /// The keys that `auth login` writes, in the order of the file.
    pub(super) fn entries(&self) -> [(&'static str, Option<String>); 6] {
        [
            ("provider", Some(self.provider.clone())),
            ("url", Some(self.url.clone())),
            ("org_id", Some(self.org_id.clone())),
            ("environment", self.environment.clone()),
            (
                "store",
                self.store.filter(|store| *store != StoreChoice::default()).map(|store| store.to_string()),
            ),
            ("ca_file", self.ca_file.as_ref().map(|path| path.to_string_lossy().into_owned())),
        ]
    }
}

/// Where a profile comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The config file.
    File,
    /// The environment, for this run.
    Environment,
    /// The embedded organisation.
    Demo,
}

/// A profile, resolved: its URL is valid, its words are known.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The kind of service.
    pub kind: ProviderKind,
    /// The base URL; for `demo` known only once the emulator listens.
    pub url: Option<Url>,
    /// The organisation.
    pub org_id: String,
    /// Production or sandbox; `demo` only for the embedded organisation.
    pub environment: EnvironmentKind,
    /// The values of the keys that only its kind of service has.
    pub options: BTreeMap<String, String>,
    /// The profile as it was written.
    pub config: ProfileConfig,
}

impl Profile {
    /// The profile `demo`.
    #[must_use]
    pub fn demo() -> Self {
        let kind = ProviderKind::Resolver;
        let config = ProfileConfig::default().demo_defaults(kind);
        Self {
            name: DEMO.to_owned(),
            origin: Origin::Demo,
            kind,
            options: config.options(kind).unwrap_or_default(),
            url: None,
            org_id: String::new(),
            environment: EnvironmentKind::Demo,
            config,
        }
    }

    /// What a credential of this profile is for.
    #[must_use]
    pub fn scope(&self) -> SecretScope {
        let url = self.url.as_ref().map_or("", Url::as_str);
        SecretScope::new(self.kind.word(), url, &self.org_id)
    }

    /// Resolves a profile as written; `place` names where it was written.
    ///
    /// # Errors
    /// When a word is not known, the org is empty or the URL cannot be used.
    pub fn resolve(name: &str, config: ProfileConfig, place: &str) -> Result<Self, SettingsError> {
        let bad = |why: String| SettingsError::BadProfile { place: place.to_owned(), why };
        let kind = ProviderKind::from_word(&config.provider).ok_or_else(|| {
            let known: Vec<_> = ProviderKind::ALL.iter().map(|kind| kind.word()).collect();
            bad(format!("provider `{}` is not one of: {}", config.provider, known.join(", ")))
        })?;
        let environment = match config.environment.as_deref() {
            None => EnvironmentKind::Production,
            Some(word) => EnvironmentKind::from_word(word).ok_or_else(|| {
                bad(format!(
                    "environment `{word}` is not one of: {}",
                    EnvironmentKind::OF_SERVICES.map(EnvironmentKind::word).join(", ")
                ))
            })?,
        };
        if environment == EnvironmentKind::Demo {
            return Err(SettingsError::DemoElsewhere { place: place.to_owned() });
        }
        if config.org_id.trim().is_empty() {
            return Err(bad("org_id is empty".to_owned()));
        }
        if config.concurrency == Some(0) {
            return Err(bad("concurrency must be at least 1".to_owned()));
        }
        let url = base_url(kind, &config.url).map_err(bad)?;
        let org_id = config.org_id.trim().to_owned();
        let options = config.options(kind).map_err(bad)?;
        Ok(Self {
            name: name.to_owned(),
            origin: Origin::File,
            kind,
            url: Some(url),
            org_id,
            environment,
            options,
            config,
        })
    }
}

/// Reads a base URL or a shorthand such as `us`. Only a URL to this machine may have no TLS.
///
/// # Errors
/// Says what is wrong, and quotes only the host: all else in a URL may hold a secret.
pub fn base_url(kind: ProviderKind, text: &str) -> Result<Url, String> {
    let text = text.trim();
    let full = kind.shorthand(text).unwrap_or(text);
    let url = Url::parse(full).map_err(|error| format!("the url cannot be read: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the url holds a user name or password: leave it out".to_owned());
    }
    let host = match url.host_str() {
        Some(host) if !host.is_empty() => host,
        _ => return Err("the url names no host: it must begin with https://".to_owned()),
    };
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(format!("the url is plain http to another machine, {host}: use https")),
        _ => return Err(format!("the url to {host} does not begin with https://")),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("the url to {host} has a query: give the part before it"));
    }
    Ok(url)
}

/// May a profile be called so? The name is a key in the config file and the user name in the keyring.
#[must_use]
pub fn is_profile_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty() && name.len() <= 64 && name.bytes().all(is_allowed) && !name.starts_with(['-', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_is_refused_is_never_quoted_but_for_its_host() {
        for (url, why) in [
            ("http://ana:hunter2@mfa.example", "user name"),
            ("https://hunter2@mfa.example", "user name"),
            ("ftp://ana:hunter2@mfa.example/", "user name"),
            ("https://ana:hunter2@mfa.example:port", "port"),
            ("ana:hunter2@mfa.example", "no host"),
            ("hunter2", "cannot be read"),
            ("https://", "cannot be read"),
            ("http://mfa.example/hunter2", "mfa.example: use https"),
            ("ftp://mfa.example/hunter2", "mfa.example does not"),
            ("https://mfa.example/?key=hunter2", "mfa.example has a query"),
            ("https://mfa.example/#hunter2", "mfa.example has a query"),
        ] {
            let said = base_url(ProviderKind::Resolver, url).expect_err(url);
            assert!(said.contains(why) && !said.contains("hunter2"), "{url}: {said}");
        }
    }
}
