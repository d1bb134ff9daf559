//! The head of the record, kept in the credential store too: by it a record is noticed that was cut at its end, or begun
//! anew.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::Context;
use crate::credentials::{StoreChoice, Vault};
use crate::settings::{Config, Origin, Profile};
use crate::state::{Anchor, State};

/// The heads that the stores of the profiles keep for the state folder of this run. A store that cannot be read is told.
pub(crate) fn kept_heads(context: &Context) -> Vec<Anchor> {
    let Ok(config) = Config::read(&context.settings.config_folder) else { return Vec::new() };
    let stores: BTreeSet<_> =
        config.all_unresolved().map(|(_, profile)| profile.store.unwrap_or_default()).collect();
    let heads = stores.into_iter().filter_map(|store| match vault(store, context).text() {
        Ok(text) => anchor(&text?),
        Err(error) => {
            context
                .output
                .note(format!("the head that the credential store may keep cannot be read: {error}"));
            None
        }
    });
    heads.collect()
}

/// Keeps the head of the record in the store of a profile. One that is kept there and is not in the record any more stays:
/// it is the proof that something is missing. A store that fails is told, and is no reason to fail.
pub(crate) fn keep_head(context: &Context, state: &State, profile: &Profile) {
    if profile.origin != Origin::File || context.settings.has_credential_of_environment() {
        return;
    }
    let Ok(Some((seq, hash))) = state.head() else { return };
    let vault = vault(profile.config.store.unwrap_or_default(), context);
    let kept = vault.text().and_then(|kept| match kept.as_deref().and_then(anchor) {
        Some(kept) if !state.contains(&kept).unwrap_or(true) => {
            context
                .output
                .note("the record does not have the event any more that the credential store remembers");
            context.output.note("look with `mfa-admin audit verify`");
            Ok(())
        }
        _ => vault.save_text(&format!("{seq} {hash}")),
    });
    if let Err(error) = kept {
        context.output.note(format!("the head of the record is not in the credential store: {error}"));
    }
}

/// The entry for this state folder. No profile can have its name.
fn vault(store: StoreChoice, context: &Context) -> Vault {
    let folder = &context.settings.state_folder;
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Vault::open(store, &format!("audit-head/{digest}"))
}

fn anchor(text: &str) -> Option<Anchor> {
    let (seq, hash) = text.split_once(' ')?;
    Some(Anchor { seq: Some(seq.parse().ok()?), hash: hash.to_owned() })
}
