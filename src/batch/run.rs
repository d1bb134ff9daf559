//! A plan carried out: several people at a time, each of them once.

use std::cell::RefCell;

use futures_util::{StreamExt, stream};

use super::reset::reset;
use super::{Plan, PlannedRow, Report, Rules, Stop, Stopped};
use crate::model::{Clock, ResultRow};
use crate::provider::{Provider, ProviderError};

/// Carries out a plan. `shown` is called once for each row, in the order in which they end.
///
/// Ends early when `stop` is raised or something happens that concerns every row; the rows that it did not get
/// to then have no outcome.
pub async fn run(
    provider: &dyn Provider,
    plan: Plan,
    rules: &Rules,
    stop: &Stop,
    clock: Clock,
    ended: &dyn Fn(&ResultRow),
) -> Report {
    let cause: RefCell<Option<ProviderError>> = RefCell::default();
    let mut rows: Vec<(usize, ResultRow)> = stream::iter(plan.rows.into_iter().enumerate())
        .map(|(index, PlannedRow { result, target })| {
            let cause = &cause;
            async move {
                let Some(target) = target else { return (index, result) };
                if stop.is_raised() || cause.borrow().is_some() {
                    return (index, result);
                }
                match reset(provider, &target, rules).await {
                    Ok((outcome, detail)) => {
                        let at = Some(clock.now());
                        (index, ResultRow { outcome: Some(outcome), detail, at, ..result })
                    }
                    Err(error) => {
                        cause.borrow_mut().get_or_insert(error);
                        (index, result)
                    }
                }
            }
        })
        .buffer_unordered(provider.capabilities().concurrency)
        .inspect(|(_, row)| ended(row))
        .collect()
        .await;
    rows.sort_unstable_by_key(|(index, _)| *index);
    let stopped = match cause.into_inner() {
        Some(error) => Some(Stopped::Cause(error)),
        None if stop.is_raised() && rows.iter().any(|(_, row)| row.outcome.is_none()) => {
            Some(Stopped::Interrupted)
        }
        None => None,
    };
    Report { rows: rows.into_iter().map(|(_, row)| row).collect(), stopped }
}
