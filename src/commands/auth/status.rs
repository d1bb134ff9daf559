//! `auth status`: asks the service who is signed in.

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::credentials::{Credential, StoreKind};
use crate::failure::Failure;
use crate::model::{EnvironmentKind, Principal, UserId, milliseconds};
use crate::output::{Card, Cell, Line, Tone};
use crate::provider::Authentication;
use crate::session::connection::{Pacing, admitted, end_of, signed_out};
use crate::session::{Context, block_on_until_signal, first_of, written};
use crate::settings::{Config, Origin, Profile};

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Every profile
    #[arg(long)]
    all: bool,
}

/// Who is signed in to a profile.
#[derive(Serialize)]
struct State {
    profile: String,
    provider: String,
    url: Option<String>,
    org_id: String,
    org: Option<String>,
    environment: EnvironmentKind,
    user_id: Option<UserId>,
    email: Option<String>,
    name: Option<String>,
    admin: Option<bool>,
    credential: &'static str,
    store: Option<StoreKind>,
    #[serde(serialize_with = "milliseconds")]
    expires_at: Option<Timestamp>,
    #[serde(skip)]
    failure: Option<Failure>,
}

pub(super) fn run(status: &Status, context: &Context) -> Result<(), Failure> {
    let profiles: Vec<_> = if status.all {
        Config::read(&context.settings.config_folder)?.profiles().collect()
    } else {
        vec![Ok(context.settings.profile()?)]
    };
    let mut shown = Vec::new();
    let mut failures = Vec::new();
    for profile in profiles {
        match profile {
            Ok(profile) => {
                let state =
                    block_on_until_signal(context.output.busy("Signing in", state(context, profile)))?;
                failures.extend(state.failure.clone());
                shown.push(state);
            }
            Err(error) => failures.push(error.into()),
        }
    }
    let one = if status.all { None } else { shown.first() };
    written(one.map_or_else(|| context.output.pages(&shown), |one| context.output.page(one)))?;
    if shown.is_empty() && failures.is_empty() {
        context.output.note("no profiles yet; `--profile demo` is always there");
    }
    first_of(failures)
}

/// The state of one profile, also when nobody can sign in to it.
async fn state(context: &Context, profile: Profile) -> Result<State, Failure> {
    let mut state = State {
        profile: profile.name.clone(),
        provider: profile.kind.word().to_owned(),
        url: profile.url.as_ref().map(ToString::to_string),
        org_id: profile.org_id.clone(),
        org: None,
        environment: profile.environment,
        user_id: None,
        email: None,
        name: None,
        admin: None,
        credential: "none",
        store: None,
        expires_at: None,
        failure: None,
    };
    let asked = if profile.origin == Origin::Demo {
        demo(context, &mut state).await
    } else {
        stored(context, &profile, &mut state).await
    };
    match asked {
        Ok(principal) => {
            state.fill(&principal);
            state.failure = admitted(principal, &state.org_id).err();
        }
        Err(failure) => state.failure = Some(failure),
    }
    Ok(state)
}

async fn demo(context: &Context, state: &mut State) -> Result<Principal, Failure> {
    let connection = context.connect_to_read()?;
    state.url = Some(connection.url.clone());
    state.org_id.clone_from(&connection.org_id);
    state.credential = "api_key";
    state.store = Some(StoreKind::Memory);
    Ok(connection.provider.whoami().await?)
}

async fn stored(context: &Context, profile: &Profile, state: &mut State) -> Result<Principal, Failure> {
    let found = context.credential(profile)?;
    let credential = found.credential.ok_or_else(|| signed_out(profile))?;
    state.store = Some(found.store);
    state.credential = match &credential {
        Credential::ApiKey(_) => "api_key",
        Credential::Token { .. } => "token",
    };
    if found.store != StoreKind::Environment {
        state.expires_at = end_of(&credential);
    }
    let vault = found.token_store.as_ref().map(|token_store| token_store.vault.clone());
    let endpoint = context.endpoint(profile, &Pacing::default())?;
    let provider =
        profile.kind.connect(&endpoint, Authentication { credential, token_store: found.token_store })?;
    let principal = provider.whoami().await;
    // The request may have renewed the token; the next command uses the one in the store.
    if let (Some(_), Some(vault)) = (state.expires_at, vault)
        && let Ok(Some(renewed)) = vault.load(&profile.scope())
    {
        state.expires_at = end_of(&renewed);
    }
    Ok(principal?)
}

impl State {
    fn fill(&mut self, principal: &Principal) {
        let user = &principal.user;
        self.org.clone_from(&principal.org);
        self.user_id = Some(user.id.clone());
        self.email.clone_from(&user.email);
        self.name.clone_from(&user.name);
        self.admin = user.admin;
    }
}

impl Card for State {
    const KEYS: &'static [&'static str] = &[
        "profile",
        "provider",
        "url",
        "org_id",
        "org",
        "environment",
        "user_id",
        "email",
        "name",
        "admin",
        "credential",
        "store",
        "expires_at",
    ];

    fn lines(&self) -> Vec<Line> {
        let org = match &self.org {
            Some(name) => format!("{name} ({})", self.org_id),
            None => self.org_id.clone(),
        };
        let who = match (&self.email, &self.failure) {
            (Some(email), _) => Cell::toned(email.as_str(), Tone::Good),
            (None, Some(failure)) => Cell::toned(failure.message.as_str(), Tone::Bad),
            // Some services have no e-mail address of an administrator.
            (None, None) => Cell::maybe(self.user_id.as_ref().map(UserId::as_str)),
        };
        let admin = match self.admin {
            Some(true) => "yes".into(),
            Some(false) => Cell::toned("no", Tone::Bad),
            None => Cell::maybe(None::<&str>),
        };
        let store = self.store.map(|store| format!("{} in {store}", self.credential));
        let ends = self.expires_at.map(|at| format!("{at:.0}"));
        let mut lines = vec![
            Line::Heading(self.profile.clone()),
            Line::Field("Provider", self.provider.as_str().into()),
            Line::Field("URL", Cell::maybe(self.url.as_deref())),
            Line::Field("Org", org.into()),
            Line::Field("Environment", self.environment.word().into()),
            Line::Field("Signed in as", who),
            Line::Field("Administrator", admin),
            Line::Field("Credential", Cell::maybe(store)),
        ];
        lines.extend(ends.map(|ends| Line::Field("Good until", ends.into())));
        lines
    }
}
