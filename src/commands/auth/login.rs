//! `auth login`: the store is tried, then the credential is asked for, then the service confirms who it is; only then is
//! anything stored.

use std::io::Read;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{ArgGroup, Args};
use zeroize::Zeroizing;

use super::guided::{self, Missing, answer};
use crate::credentials::{Credential, Secret, StoreChoice, Vault};
use crate::failure::{Failure, FailureKind};
use crate::model::{Destination, EnvironmentKind, Principal};
use crate::output::{ask_choice, ask_hidden, ask_text};
use crate::provider::{self, Authentication, Endpoint, ProviderKind, SignIn};
use crate::session::connection::{Pacing, signed_in};
use crate::session::{Context, block_on, keep_head, until_signal};
use crate::settings::{Config, DEMO, Edit, Profile, ProfileConfig, is_profile_name};
use crate::signals::Signals;
use crate::state::{AuditEvent, EventKind, State};

/// Where to sign in, and how.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").multiple(false))]
pub(crate) struct Login {
    /// The kind of service
    #[arg(long, value_name = "P", value_parser = PossibleValuesParser::new(ProviderKind::ALL.iter().map(|kind| kind.word())))]
    provider: Option<String>,
    /// The base URL of the service, or a shorthand (resolver: us, eu)
    #[arg(long)]
    url: Option<String>,
    /// The id of the organisation
    #[arg(long, value_name = "ID")]
    org: Option<String>,
    /// The e-mail or name to sign in with by password
    #[arg(long = "login", id = "login", value_name = "NAME")]
    email: Option<String>,
    /// How much is at stake there [default: production]
    #[arg(long, value_name = "ENV", value_parser = environments())]
    environment: Option<String>,
    /// Trust only the certificate authorities in this PEM file
    #[arg(long, value_name = "PEM")]
    ca_file: Option<PathBuf>,
    /// Sign in with an API key, read from stdin or typed hidden
    #[arg(long, group = "how", conflicts_with = "login")]
    with_api_key: bool,
    /// Sign in with the password on stdin; needs --login
    #[arg(long, group = "how", requires = "login")]
    password_stdin: bool,
    /// Where to keep the credential [default: keyring]
    #[arg(long, value_enum, value_name = "STORE")]
    store: Option<StoreChoice>,
}

/// The words of `--environment`. `demo` is accepted here, and refused later with the same words as elsewhere.
fn environments() -> PossibleValuesParser {
    EnvironmentKind::ALL
        .map(|kind| PossibleValue::new(kind.word()).hide(!EnvironmentKind::OF_SERVICES.contains(&kind)))
        .into()
}

/// What to sign in with.
enum Means {
    ApiKey(Secret),
    Password { login: String, password: Secret },
}

pub(super) fn run(mut login: Login, context: &Context) -> Result<(), Failure> {
    let folder = &context.settings.config_folder;
    let config = Config::read(folder)?;
    let name = profile_name(&config, context)?;
    login.ask_what_is_missing(config.unresolved(&name), context)?;
    let login = &login;
    let site = login.site(&name, &config)?;
    let profile = Profile::resolve(&name, site.clone(), "the flags")?;
    let endpoint = context.endpoint(&profile, &Pacing::default())?;
    let store = site.store.unwrap_or_default();
    let vault = Vault::open(store, &name);
    // Before a person types a secret that could then not be stored.
    vault.probe()?;

    let (credential, principal) =
        block_on(async |signals| sign_in(login, profile.kind, &endpoint, context, &signals).await)?;
    let mut state = State::open(&context.settings.state_folder)?;
    let destination = Destination {
        provider: profile.kind.word().to_owned(),
        url: endpoint.url.to_string(),
        org_id: endpoint.org_id.clone(),
        environment: profile.environment,
    };
    let event = AuditEvent::new(EventKind::SignIn, context.host.clock.now())
        .by_account(&context.host.account())
        .by(&principal)
        .at_place(&name, &destination);
    state.append(event)?;
    // Locked to the end of the sign-in: after two at once, profile and credential are both from the later one.
    let mut edit = Edit::begin(folder)?;
    delete_former(&vault, &name, &site, edit.config(), context)?;
    edit.put(&name, &site);
    edit.set_default(&name);
    edit.write()?;
    vault.save(&profile.scope(), &credential).map_err(|error| {
        Failure::from(error).cannot(format!("keep the credential: nobody is signed in to `{name}` now"))
    })?;
    drop(edit);
    keep_head(context, &state, &profile);
    let who = principal.user.label();
    let (org, kind) = (principal.org.unwrap_or(endpoint.org_id), vault.kind());
    context.output.note(format!("signed in to {org} as {who}; the credential is in {kind}"));
    context.output.note(format!("`{name}` is now the default profile"));
    Ok(())
}

/// The name under which the profile is remembered.
fn profile_name(config: &Config, context: &Context) -> Result<String, Failure> {
    let name = match &context.settings.profile {
        Some(name) => name.clone(),
        None if context.settings.can_ask => {
            block_on(async |signals| guided::name(config.default_profile(), context, &signals).await)?
        }
        None => return Err(Failure::usage("which profile?").hint("name it with --profile NAME")),
    };
    if name == DEMO {
        return Err(Failure::usage(format!("`{DEMO}` is the embedded organisation and needs no sign-in"))
            .hint("choose another name for the profile"));
    }
    if !is_profile_name(&name) {
        return Err(Failure::usage(format!("`{name}` cannot be the name of a profile"))
            .hint("use letters, digits, `-`, `_` and `.`, at most 64"));
    }
    Ok(name)
}

impl Login {
    /// Asks for what neither the flags nor the profile say, where it can be asked for.
    fn ask_what_is_missing(
        &mut self,
        before: Option<&ProfileConfig>,
        context: &Context,
    ) -> Result<(), Failure> {
        if !context.settings.can_ask {
            return Ok(());
        }
        let before = before.cloned().unwrap_or_default();
        let known = Missing {
            provider: self.provider.take().unwrap_or(before.provider),
            url: self.url.take().unwrap_or(before.url),
            org: self.org.take().unwrap_or(before.org_id),
        };
        let Missing { provider, url, org } = block_on(async |signals| known.ask(context, &signals).await)?;
        (self.provider, self.url, self.org) = (Some(provider), Some(url), Some(org));
        Ok(())
    }

    /// The new profile: the flags, and its former values where there is no flag.
    fn site(&self, name: &str, config: &Config) -> Result<ProfileConfig, Failure> {
        let before = config.unresolved(name).cloned().unwrap_or_default();
        let need = |typed: &Option<String>, before: String, flag: &str| {
            let value = typed.clone().unwrap_or(before);
            if value.trim().is_empty() { Err(Failure::usage(format!("{flag} is needed"))) } else { Ok(value) }
        };
        let ca_file = match &self.ca_file {
            // Absolute, because the profile is used from any folder.
            Some(path) => Some(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
            None => before.ca_file.clone(),
        };
        Ok(ProfileConfig {
            provider: need(&self.provider, before.provider.clone(), "--provider")?,
            url: need(&self.url, before.url.clone(), "--url")?,
            org_id: need(&self.org, before.org_id.clone(), "--org")?.trim().to_owned(),
            environment: self.environment.clone().or(before.environment.clone()),
            store: self.store.or(before.store),
            ca_file,
            ..before
        })
    }

    /// Asks for what the flags do not say, or reads it from stdin.
    async fn means(&self, context: &Context, signals: &Signals) -> Result<Means, Failure> {
        let (can_ask, style) = (context.settings.can_ask, context.settings.style);
        if self.password_stdin {
            let login = self.email.clone().unwrap_or_default();
            return Ok(Means::Password { login, password: secret_from_stdin(context, "password")? });
        }
        if self.with_api_key && !context.host.terminals.stdin {
            return Ok(Means::ApiKey(secret_from_stdin(context, "API key")?));
        }
        if !can_ask {
            return Err(Failure::usage("there is no terminal to ask for a credential on")
                .hint("give --with-api-key and the key on stdin, or --login and --password-stdin"));
        }
        let by_key = match (&self.email, self.with_api_key) {
            (_, true) => true,
            (Some(_), false) => false,
            (None, false) => {
                let choices = ["with an API key (recommended)", "with a password"];
                answer(signals, ask_choice(style, "How do you want to sign in?", &choices)).await? == 0
            }
        };
        if by_key {
            let key = Zeroizing::new(answer(signals, ask_hidden(style, "API key (not shown)")).await?);
            return Ok(Means::ApiKey(secret(&key, "API key")?));
        }
        let login = match &self.email {
            Some(login) => login.clone(),
            None => answer(signals, ask_text(style, "E-mail")).await?,
        };
        let question = format!("Password of {login} (not shown)");
        let password = Zeroizing::new(answer(signals, ask_hidden(style, &question)).await?);
        Ok(Means::Password { login, password: secret(&password, "password")? })
    }
}

/// What is told while the service takes its time.
const SIGNING_IN: &str = "Signing in";

/// Signs in, and checks that this is an administrator of the organisation.
async fn sign_in(
    login: &Login,
    kind: ProviderKind,
    endpoint: &Endpoint,
    context: &Context,
    signals: &Signals,
) -> Result<(Credential, Principal), Failure> {
    let means = login.means(context, signals).await?;
    let work = async {
        let credential = match means {
            Means::ApiKey(key) => Credential::ApiKey(key),
            Means::Password { login, password } => {
                by_password(&login, &password, kind, endpoint, context, signals).await?
            }
        };
        let authentication = Authentication { credential: credential.clone(), token_store: None };
        let provider = kind.connect(endpoint, authentication)?;
        let principal = context.output.busy(SIGNING_IN, provider.whoami()).await?;
        Ok((credential, signed_in(principal, &endpoint.org_id)?))
    };
    until_signal(signals, work).await.map_err(|failure: Failure| match failure.kind {
        FailureKind::Interrupted | FailureKind::Cancelled => failure,
        _ => failure.cannot("sign in"),
    })
}

async fn by_password(
    login: &str,
    password: &Secret,
    kind: ProviderKind,
    endpoint: &Endpoint,
    context: &Context,
    signals: &Signals,
) -> Result<Credential, Failure> {
    let mut attempt = provider::Login { login, password, code: None };
    match context.output.busy(SIGNING_IN, kind.sign_in(endpoint, &attempt)).await? {
        SignIn::Done(credential) => return Ok(credential),
        SignIn::CodeNeeded if !context.settings.can_ask => {
            return Err(Failure::new(FailureKind::Unauthenticated, "the service wants an MFA code too")
                .hint("sign in on a terminal, or with an API key, which needs no code"));
        }
        SignIn::CodeNeeded => {}
    }
    context.output.note("if the service does not take the code, use an API key");
    let code = answer(signals, ask_text(context.settings.style, "Code from the authenticator app")).await?;
    attempt.code = Some(code.trim());
    match context.output.busy(SIGNING_IN, kind.sign_in(endpoint, &attempt)).await? {
        SignIn::Done(credential) => Ok(credential),
        SignIn::CodeNeeded => Err(Failure::new(FailureKind::Unauthenticated, "the code was not taken")),
    }
}

/// Deletes the former secret, so that it is never sent to the URL that the profile is about to have. The order is safe
/// wherever it stops: no secret, the new profile, the new secret.
fn delete_former(
    vault: &Vault,
    name: &str,
    site: &ProfileConfig,
    config: &Config,
    context: &Context,
) -> Result<(), Failure> {
    let before = config.unresolved(name);
    if !before.is_some_and(|before| before.shares_credential(site)) {
        vault.delete()?;
    }
    let Some(former) = before.map(|before| before.store.unwrap_or_default()) else { return Ok(()) };
    if former == site.store.unwrap_or_default() {
        return Ok(());
    }
    // That store is not read any more. It may be out of reach, which may be the reason for the change.
    let former = Vault::open(former, name);
    if let Err(error) = former.delete() {
        let kind = former.kind();
        context.output.note(format!("the former credential may still be in {kind}: {error}"));
    }
    Ok(())
}

/// The first line of stdin: a secret is one line, and no secret is longer than this.
#[expect(clippy::unbuffered_bytes, reason = "stdin has a buffer of its own; another one would keep a copy")]
fn secret_from_stdin(context: &Context, what: &str) -> Result<Secret, Failure> {
    const LONGEST: usize = 64 << 10;
    let fail = |why: String| Failure::usage(format!("cannot read the {what} on stdin")).because(why);
    // At full size from the start: a buffer that grows leaves a copy in memory.
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    for byte in context.host.stdin().take(LONGEST as u64).bytes() {
        match byte.map_err(|error| fail(error.to_string()))? {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    secret(str::from_utf8(&line).map_err(|error| fail(error.to_string()))?, what)
}

fn secret(text: &str, what: &str) -> Result<Secret, Failure> {
    // A password may begin or end with a space; only the end of the line is not part of it.
    let text = text.trim_end_matches(['\r', '\n']);
    let text = if what == "API key" { text.trim() } else { text };
    if text.is_empty() {
        return Err(Failure::usage(format!("the {what} is empty")));
    }
    Ok(Secret::new(text))
}
