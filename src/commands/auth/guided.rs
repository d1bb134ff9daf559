//! `auth login` on a terminal: asks for what neither the flags nor the profile say.

use crate::failure::Failure;
use crate::output::{Cell, Line, PromptAnswer, Tone, ask_choice, ask_text};
use crate::provider::ProviderKind;
use crate::session::{Context, until_signal};
use crate::settings::{DEMO, base_url, is_profile_name};
use crate::signals::Signals;

/// The name of a first profile, where a person types none.
const USUAL_NAME: &str = "work";
/// The shorthands that a kind of service may have for its URLs.
const SHORTHANDS: [&str; 2] = ["us", "eu"];

/// What a profile must say. What is empty is asked for.
pub(super) struct Missing {
    pub(super) provider: String,
    pub(super) url: String,
    pub(super) org: String,
}

/// Asks for the name of the profile.
pub(super) async fn name(
    default: Option<&str>,
    context: &Context,
    signals: &Signals,
) -> Result<String, Failure> {
    let usual = default.filter(|name| *name != DEMO).unwrap_or(USUAL_NAME);
    let prompt = format!("Name of the profile (Enter for `{usual}`)");
    loop {
        let typed = answer(signals, ask_text(context.settings.style, &prompt)).await?;
        match typed.trim() {
            "" => return Ok(usual.to_owned()),
            DEMO => say(context, "`demo` is the embedded organisation and needs no sign-in"),
            name if is_profile_name(name) => return Ok(name.to_owned()),
            _ => say(context, "use letters, digits, `-`, `_` and `.`, at most 64"),
        }
    }
}

impl Missing {
    /// Asks for what is empty.
    pub(super) async fn ask(mut self, context: &Context, signals: &Signals) -> Result<Self, Failure> {
        let style = context.settings.style;
        if self.provider.trim().is_empty() {
            let words: Vec<_> = ProviderKind::ALL.iter().map(|kind| kind.word()).collect();
            let chosen = answer(signals, ask_choice(style, "Which kind of service is it?", &words)).await?;
            self.provider = words.get(chosen).copied().unwrap_or_default().to_owned();
        }
        if let (true, Some(kind)) = (self.url.trim().is_empty(), ProviderKind::from_word(&self.provider)) {
            self.url = url(kind, context, signals).await?;
        }
        while self.org.trim().is_empty() {
            self.org = answer(signals, ask_text(style, "ID of the organisation")).await?;
        }
        Ok(self)
    }
}

/// Asks for the URL: one of the shorthands where the kind of service has any, or typed.
async fn url(kind: ProviderKind, context: &Context, signals: &Signals) -> Result<String, Failure> {
    let style = context.settings.style;
    let known: Vec<_> =
        SHORTHANDS.iter().filter_map(|short| Some((*short, kind.shorthand(short)?))).collect();
    if !known.is_empty() {
        let choices: Vec<_> = known.iter().map(|(short, url)| format!("{short}: {url}")).collect();
        let choices: Vec<_> = choices.iter().map(String::as_str).chain(["another URL"]).collect();
        let chosen = answer(signals, ask_choice(style, "Where is it?", &choices)).await?;
        if let Some((short, _)) = known.get(chosen) {
            return Ok((*short).to_owned());
        }
    }
    loop {
        let typed = answer(signals, ask_text(style, "Base URL of the service")).await?;
        match base_url(kind, typed.trim()) {
            Ok(_) => return Ok(typed.trim().to_owned()),
            Err(why) => say(context, &why),
        }
    }
}

fn say(context: &Context, why: &str) {
    context.output.show_for_question(&[Line::Field("", Cell::toned(why, Tone::Mind))]);
}

/// The answer to a question of a sign-in.
pub(super) async fn answer<T>(
    signals: &Signals,
    question: impl Future<Output = PromptAnswer<T>>,
) -> Result<T, Failure> {
    match until_signal(signals, async { Ok(question.await) }).await? {
        PromptAnswer::Given(answer) => Ok(answer),
        PromptAnswer::Cancelled => Err(Failure::said_no("stored")),
    }
}
