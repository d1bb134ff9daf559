//! What an observer is told is on disk.

use std::cell::RefCell;
use std::io;

use mfa_admin::engine::{RunObserver, Stopped};
use mfa_admin::model::{Outcome, ResultRow};
use mfa_admin::state::RecordedOutcome;

use crate::service::{Service, done, planned, run_observed};

/// Keeps the rows that it is told, or cannot pass any on.
#[derive(Default)]
struct Witness {
    rows: RefCell<Vec<ResultRow>>,
    fails: bool,
}

impl RunObserver for Witness {
    fn wants_rows(&self) -> bool {
        true
    }

    fn recorded(&self, outcomes: &[RecordedOutcome], rows: &[ResultRow]) -> io::Result<()> {
        assert_eq!(outcomes.len(), rows.len());
        self.rows.borrow_mut().extend_from_slice(rows);
        if self.fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[tokio::test(start_paused = true)]
async fn an_outcome_is_told_once_and_as_it_is_on_disk() {
    let (service, witness) = (Service::new(&[done]), Witness::default());
    let (handle, batch) = planned(&service).await;
    run_observed(&service, &handle, batch, true, &witness).await.expect("carried out");
    let row = handle.ask(move |state| state.row(batch, 1)).await.expect("the row");
    assert_eq!(row.outcome, Some(Outcome::Reset));
    assert_eq!(witness.rows.take(), [row]);
}

#[tokio::test(start_paused = true)]
async fn an_outcome_that_cannot_be_passed_on_stops_the_run_and_stays_on_disk() {
    let (service, witness) = (Service::new(&[done]), Witness { fails: true, ..Witness::default() });
    let (handle, batch) = planned(&service).await;
    let stopped = run_observed(&service, &handle, batch, true, &witness).await;
    assert!(matches!(stopped, Err(Stopped::Observer(_))), "{stopped:?}");
    let row = handle.ask(move |state| state.row(batch, 1)).await.expect("the row");
    assert_eq!((row.outcome, witness.rows.take().len()), (Some(Outcome::Reset), 1), "told once");
}
