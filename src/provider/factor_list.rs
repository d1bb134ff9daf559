//! The reset of a service that lists factors and removes them one by one.

use async_trait::async_trait;

use super::api::{Provider, Removal};
use super::error::{Lost, ProviderError};
use super::pace::ChangeSlot;
use crate::model::{Factor, Lookup, MfaStatus, UserId};

/// A provider that [`Provider::find`] tells the factors of a person, and that removes one at a time.
#[async_trait(?Send)]
pub(super) trait FactorList: Provider {
    /// Removes one factor of that person, and of no other; a factor that is not there is `Refused` with 404. Without a
    /// slot the change waits for a turn of its own.
    async fn remove(
        &self,
        slot: Option<ChangeSlot>,
        user: &UserId,
        factor: &Factor,
    ) -> Result<(), ProviderError>;
}

/// Removes each planned factor that is still there. The first goes out in the slot; each other one waits for a turn of
/// its own. A second reset after an error in the middle finds less to do, and never too much.
pub(super) async fn reset(
    service: &impl FactorList,
    slot: ChangeSlot,
    removals: &[Removal<'_>],
) -> Result<(), ProviderError> {
    let (mut slot, mut removed) = (Some(slot), 0);
    for removal in removals {
        remove_planned(service, &mut slot, removal, &mut removed).await.map_err(|error| match error {
            // Something is gone: the caller must not take this for "nothing was done".
            error if removed > 0 => ProviderError::NoAnswer(Lost::Cut { why: error.to_string() }),
            error => error,
        })?;
    }
    Ok(())
}

async fn remove_planned(
    service: &impl FactorList,
    slot: &mut Option<ChangeSlot>,
    removal: &Removal<'_>,
    removed: &mut usize,
) -> Result<(), ProviderError> {
    let Removal { user, seen, .. } = removal;
    // Ids can be given twice, so the factors are read before each removal.
    let now = enrolment(service, user).await.map_err(|error| match error {
        ProviderError::NoAnswer(lost) => ProviderError::Unread(lost),
        error => error,
    })?;
    let left = seen.left(&now);
    if left.is_empty() {
        let message = "none of the planned factors is there any more".to_owned();
        return Err(ProviderError::Refused { status: 404, message });
    }
    let mut missed = None;
    for factor in left {
        match service.remove(slot.take(), user, factor).await {
            Ok(()) => *removed += 1,
            // Another administrator was faster, or the 404 means something else: a read tells.
            Err(error @ ProviderError::Refused { status: 404, .. }) => missed = Some(error),
            Err(error) => return Err(error),
        }
    }
    match missed {
        Some(error) if !seen.left(&enrolment(service, user).await?).is_empty() => Err(error),
        _ => Ok(()),
    }
}

async fn enrolment(service: &impl FactorList, user: &UserId) -> Result<MfaStatus, ProviderError> {
    Ok(service.find(&Lookup::Id(user.clone())).await?.mfa)
}
