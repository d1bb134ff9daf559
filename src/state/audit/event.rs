//! An event of the record: what happened, who did it, where, to whom and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use crate::model::{
    Destination, EnvironmentKind, Level, MfaStatus, OsAccount, Outcome, Principal, User, UserId, milliseconds,
};
use crate::state::batches::Justification;

/// What happened. The words are the contract with every script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Somebody signed in to a profile.
    SignIn,
    /// The credential of a profile was deleted.
    SignOut,
    /// It was planned what would be done about many people.
    Plan,
    /// A second person signed a plan.
    Approve,
    /// A person or a flag said yes.
    Confirm,
    /// Requests may leave for these people from now on.
    Intent,
    /// What came of it for one person.
    Outcome,
    /// A guard, the policy or a missing confirmation said no.
    Refuse,
    /// The person at the keyboard said no.
    Cancel,
    /// A run ended early, or certainly sent nothing for these people.
    Interrupt,
    /// A person was told of their reset, or could not be.
    Notify,
    /// A counter of wrong codes is cleared.
    Unlock,
    /// Another call that changes something.
    Api,
    /// The policy in force.
    Policy,
}

/// An event of the record. Its fields are sorted by name, as its text has them; `seq`, `prev` and `hash` are set when
/// it is appended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// The administrator who is signed in.
    pub actor: Option<String>,
    /// Their id at the service.
    pub actor_id: Option<UserId>,
    /// Who signed the plan.
    pub approved_by: Option<Vec<String>>,
    /// When it was written, in milliseconds.
    #[serde(serialize_with = "at")]
    pub at: Timestamp,
    /// The batch; `None` for a reset of one person.
    pub batch_id: Option<String>,
    /// How it was confirmed: `prompt`, `flag`, or `word` where a word was typed or given on top.
    pub confirmed_by: Option<String>,
    /// What else is worth knowing.
    pub detail: Option<String>,
    /// The e-mail of the person.
    pub email: Option<String>,
    /// Production, sandbox or demo.
    pub environment: Option<EnvironmentKind>,
    /// What happened.
    pub event: EventKind,
    /// The name of this machine.
    pub host: Option<String>,
    /// What ties the events of one run together: the id of the batch, or that of a reset of one person.
    pub job: Option<String>,
    /// The level of what was to be reset.
    pub level: Option<Level>,
    /// The organisation.
    pub org_id: Option<String>,
    /// The name of the real uid.
    pub os_user: Option<String>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Who made the plan.
    pub planned_by: Option<String>,
    /// The hash of the event before this one.
    pub prev: Option<String>,
    /// The profile.
    pub profile: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The row of the input.
    pub row: Option<u64>,
    /// The first and the last row, where it covers several.
    pub rows: Option<(u64, u64)>,
    /// The enrolment that was read back.
    pub seen_after: Option<String>,
    /// The enrolment that the reset is for.
    pub seen_before: Option<String>,
    /// Counts up from 1 without gaps.
    pub seq: u64,
    /// From whose account `sudo` came here, as a variable says.
    pub sudo_user: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// The real uid, where the system has such.
    pub uid: Option<u32>,
    /// The base URL of the service.
    pub url: Option<String>,
    /// The person.
    pub user_id: Option<UserId>,
    /// The people, where it is about several, in the order of their rows.
    pub user_ids: Option<Vec<UserId>>,
    /// How the person's identity was checked.
    pub verified_by: Option<String>,
    /// The version of this program.
    pub version: Option<String>,
    /// The SHA-256 of all of the above; `None` before the event is appended, and in records older than the chain.
    #[serde(skip)]
    pub hash: Option<String>,
}

impl EventKind {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::Plan => "plan",
            Self::Approve => "approve",
            Self::Confirm => "confirm",
            Self::Intent => "intent",
            Self::Outcome => "outcome",
            Self::Refuse => "refuse",
            Self::Cancel => "cancel",
            Self::Interrupt => "interrupt",
            Self::Notify => "notify",
            Self::Unlock => "unlock",
            Self::Api => "api",
            Self::Policy => "policy",
        }
    }
}

impl AuditEvent {
    /// The event of a stored text and hash; `None` where it is none.
    #[must_use]
    pub fn parsed(body: &[u8], hash: Option<&[u8]>) -> Option<Self> {
        let hash = hash.map(|hash| String::from_utf8_lossy(hash).into_owned());
        let event: Self = serde_json::from_slice(body).ok()?;
        Some(Self { hash, ..event })
    }

    /// An event of which only the kind and the time are known.
    #[must_use]
    pub fn new(event: EventKind, at: Timestamp) -> Self {
        Self {
            event,
            at,
            actor: None,
            actor_id: None,
            approved_by: None,
            batch_id: None,
            confirmed_by: None,
            detail: None,
            email: None,
            environment: None,
            host: None,
            job: None,
            level: None,
            org_id: None,
            os_user: None,
            outcome: None,
            planned_by: None,
            prev: None,
            profile: None,
            reason: None,
            row: None,
            rows: None,
            seen_after: None,
            seen_before: None,
            seq: 0,
            sudo_user: None,
            ticket: None,
            uid: None,
            url: None,
            user_id: None,
            user_ids: None,
            verified_by: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            hash: None,
        }
    }

    /// By that account of this machine.
    #[must_use]
    pub fn by_account(self, account: &OsAccount) -> Self {
        let OsAccount { uid, os_user, sudo_user, host } = account.clone();
        Self { uid, os_user, sudo_user, host, ..self }
    }

    /// By that administrator.
    #[must_use]
    pub fn by(self, principal: &Principal) -> Self {
        Self { actor: Some(principal.user.label()), actor_id: Some(principal.user.id.clone()), ..self }
    }

    /// With that profile, in that organisation.
    #[must_use]
    pub fn at_place(self, profile: &str, destination: &Destination) -> Self {
        Self {
            profile: Some(profile.to_owned()),
            environment: Some(destination.environment),
            org_id: Some(destination.org_id.clone()),
            url: Some(destination.url.clone()),
            ..self
        }
    }

    /// For that reason.
    #[must_use]
    pub fn justified(self, justification: &Justification) -> Self {
        let Justification { reason, ticket, verified_by } = justification.clone();
        Self { reason, ticket, verified_by, ..self }
    }

    /// About that person.
    #[must_use]
    pub fn about(self, user: &User) -> Self {
        Self {
            user_id: Some(user.id.clone()),
            email: user.email.clone(),
            level: user.mfa.level,
            seen_before: Some(enrolment_words(&user.mfa)),
            ..self
        }
    }

    /// With that detail.
    #[must_use]
    pub fn detailed(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// An enrolment in words: what is set up, since when, and the factors where the service lists them.
#[must_use]
pub fn enrolment_words(mfa: &MfaStatus) -> String {
    let mut words = mfa.enrolment.word().to_owned();
    if let Some(since) = mfa.enrolled_at {
        words += &format!(" since {since:.3}");
    }
    if let Some(factors) = &mfa.factors {
        let ids: Vec<_> = factors.iter().map(|factor| factor.id.as_str()).collect();
        words += &format!(" ({})", ids.join(", "));
    }
    words
}

fn at<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    milliseconds(&Some(*at), serializer)
}
