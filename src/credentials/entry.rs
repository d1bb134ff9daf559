//! What an entry of a store holds: a credential, and its scope.

use std::borrow::Cow;

use jiff::Timestamp;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Credential, CredentialError, Secret};

/// Where a credential may be sent: to one organisation of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretScope {
    provider: String,
    url: String,
    org_id: String,
}

impl SecretScope {
    /// The scope of a provider's word, a base URL and an org. Every spelling of a URL is the same scope.
    #[must_use]
    pub fn new(provider: &str, url: &str, org_id: &str) -> Self {
        let url = Url::parse(url).map_or_else(|_| url.to_owned(), String::from);
        Self {
            provider: provider.to_owned(),
            url: url.trim_end_matches('/').to_owned(),
            org_id: org_id.to_owned(),
        }
    }

    /// In words. Of the URL only the host: the rest may hold anything.
    fn words(&self) -> String {
        let url = Url::parse(&self.url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or("an unknown host");
        let port = url.as_ref().and_then(Url::port).map_or_else(String::new, |port| format!(":{port}"));
        format!("org {} of {} at {host}{port}", self.org_id, self.provider)
    }
}

/// An entry, as one line of JSON. Those of the first versions name no scope.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Entry<'a> {
    provider: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    org_id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Cow<'a, str>>,
    /// Seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

/// The bytes of an entry.
pub(super) fn to_bytes(scope: &SecretScope, credential: &Credential) -> Zeroizing<Vec<u8>> {
    let (api_key, token, expires_at) = match credential {
        Credential::ApiKey(key) => (Some(key.expose()), None, None),
        Credential::Token { token, expires_at } => (None, Some(token.expose()), Some(expires_at.as_second())),
    };
    let entry = Entry {
        provider: Some((&*scope.provider).into()),
        url: Some((&*scope.url).into()),
        org_id: Some((&*scope.org_id).into()),
        api_key: api_key.map(Cow::from),
        token: token.map(Cow::from),
        expires_at,
    };
    // With room for all of it: bytes that grow leave a copy behind.
    let secret = api_key.or(token).map_or(0, str::len);
    let around = 128 + scope.provider.len() + scope.url.len() + scope.org_id.len();
    let mut bytes = Zeroizing::new(Vec::with_capacity(6 * (secret + around)));
    serde_json::to_writer(&mut *bytes, &entry).expect("texts and a number are always JSON");
    bytes
}

/// The credential in an entry of that profile, if it was made for this scope.
pub(super) fn from_bytes(
    bytes: &[u8],
    profile: &str,
    scope: &SecretScope,
) -> Result<Credential, CredentialError> {
    let damaged = |why: &str| CredentialError::Damaged { why: why.to_owned() };
    let text = str::from_utf8(bytes).map_err(|_| damaged("it is not text"))?;
    if text.is_empty() {
        return Err(damaged("it is empty"));
    }
    let unbound = || CredentialError::Unbound { profile: profile.to_owned() };
    if !text.starts_with('{') {
        return Err(unbound());
    }
    // The message of the parser may quote the secret.
    let entry: Entry<'_> = serde_json::from_str(text).map_err(|_| damaged("it is not an entry of ours"))?;
    let made_for = match (&entry.provider, &entry.url, &entry.org_id) {
        (Some(provider), Some(url), Some(org_id)) => SecretScope::new(provider, url, org_id),
        _ => return Err(unbound()),
    };
    if made_for != *scope {
        return Err(CredentialError::Elsewhere { profile: profile.to_owned(), place: made_for.words() });
    }
    let secret = |text: Cow<'_, str>| {
        if text.is_empty() { Err(damaged("its secret is empty")) } else { Ok(Secret::new(text.into_owned())) }
    };
    match (entry.api_key, entry.token, entry.expires_at) {
        (Some(key), None, None) => Ok(Credential::ApiKey(secret(key)?)),
        (None, Some(token), Some(seconds)) => {
            let expires_at =
                Timestamp::from_second(seconds).map_err(|_| damaged("its token ends at no time there is"))?;
            Ok(Credential::Token { token: secret(token)?, expires_at })
        }
        _ => Err(damaged("it holds neither an API key nor a token with its end")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Vault;
    use super::super::tests::{entry_of, key, scope, token, words};
    use super::*;

    /// Reads an entry of the profile `work`.
    fn from(stored: &str) -> Result<Credential, CredentialError> {
        from_bytes(stored.as_bytes(), "work", &scope())
    }

    fn damage(stored: &str) -> String {
        match from(stored) {
            Err(CredentialError::Damaged { why }) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_entry_is_one_line_of_json_that_says_what_it_is_for() {
        let bytes = to_bytes(&scope(), &key(" as \"it\" is\t"));
        let stored = str::from_utf8(&bytes).unwrap();
        assert_eq!(stored, entry_of(r#""api_key":" as \"it\" is\t""#));
        assert_eq!(words(from(stored).unwrap()), "key  as \"it\" is\t");

        let bytes = to_bytes(&scope(), &token("a\nb", "2030-01-01T00:00:00.9Z"));
        let stored = str::from_utf8(&bytes).unwrap();
        assert_eq!(stored, entry_of(r#""token":"a\nb","expires_at":1893456000"#));
        assert_eq!(words(from(stored).unwrap()), "token a\nb until 2030-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_not_a_credential_is_damaged_and_not_quoted() {
        assert_eq!(damage(r#"{"token":"hunter2","expires_at":"never"}"#), "it is not an entry of ours");
        assert_eq!(damage(""), "it is empty");
        assert_eq!(damage(r#"{"token":"abc""#), "it is not an entry of ours");
        assert_eq!(damage(&entry_of(r#""api_key":"""#)), "its secret is empty");
        assert_eq!(
            damage(&entry_of(r#""token":"abc","expires_at":99999999999999"#)),
            "its token ends at no time there is"
        );
        for secret in [r#""x":1"#, r#""token":"abc""#, r#""token":"abc","expires_at":1,"api_key":"abc""#] {
            assert!(damage(&entry_of(secret)).starts_with("it holds neither"), "{secret}");
        }
        assert!(matches!(from_bytes(b"\xFF", "work", &scope()), Err(CredentialError::Damaged { .. })));
    }

    #[test]
    fn a_scope_is_the_same_however_its_url_is_spelled() {
        let same = ["https://mfa.test/", "https://MFA.test:443", "HTTPS://mfa.test:443/"];
        for url in same {
            assert_eq!(SecretScope::new("resolver", url, "166"), scope(), "{url}");
        }
        let api = |url: &str| SecretScope::new("resolver", url, "166");
        assert_eq!(api("https://mfa.test/api/"), api("https://mfa.test/api"));
        for other in
            ["http://mfa.test", "https://mfa.test:8443", "https://mfa.test/api", "https://mfa.test.evil"]
        {
            assert_ne!(api(other), scope(), "{other}");
        }
    }

    #[test]
    fn a_credential_is_given_to_no_other_scope() {
        let vault = Vault::mock("work");
        vault.save(&scope(), &key("hunter2")).unwrap();
        let others = [
            ("resolver", "https://other.test/a-secret?", "166"),
            ("resolver", "https://mfa.test", "167"),
            ("privacyidea", "https://mfa.test", "166"),
        ];
        for (provider, url, org) in others {
            let Err(error) = vault.load(&SecretScope::new(provider, url, org)) else { panic!("{url}") };
            let message = "the stored credential was made for another place, org 166 of resolver at mfa.test";
            assert_eq!(error.to_string(), message);
        }
        let there = SecretScope::new("resolver", "http://127.0.0.1:1234/a-secret", "7");
        vault.save(&there, &key("other")).unwrap();
        let error = vault.load(&scope()).unwrap_err();
        assert!(error.to_string().ends_with("org 7 of resolver at 127.0.0.1:1234"), "{error}");
        assert_eq!(vault.load(&there).unwrap().map(words).unwrap(), "key other");
        assert_eq!(vault.delete(), Ok(true));
    }

    /// Entries of the first versions, and entries put there by hand.
    #[test]
    fn an_entry_that_does_not_say_what_it_is_for_is_not_used() {
        for stored in [
            "a-bare-key",
            r#"{"token":"abc","expires_at":1893456000}"#,
            r#"{"api_key":"abc","url":"https://mfa.test"}"#,
        ] {
            assert_eq!(from(stored).unwrap_err(), CredentialError::Unbound { profile: "work".to_owned() });
        }
    }
}
