//! A reset job from its input to its report, for one person or a million.

pub(crate) mod confirm;
pub(crate) mod course;
pub mod input;
pub(crate) mod options;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod results_file;
pub(crate) mod resume;
pub(crate) mod spec;

use crate::failure::Failure;
use crate::output::{PromptAnswer, ask_choice};
use crate::session::{Context, block_on, until_signal};
use crate::state::{BatchRecord, Stage};

/// What is done about a batch of the same input that is not finished.
pub(crate) enum Instead {
    Resume,
    Anew,
}

/// A batch of the same input stands in the way of another one.
pub(crate) fn in_the_way(batch: &BatchRecord) -> Failure {
    let (id, stage) = (&batch.id, batch.stage.word());
    if batch.stage == Stage::Finished {
        return Failure::cancelled(format!("the same was carried out meanwhile, by batch {id}"))
            .hint("nothing was sent; give --again to run it anew");
    }
    let command = report::resume(batch);
    Failure::cancelled(format!("batch {id} of the same input is not finished: it is {stage}"))
        .hint(format!("nothing was sent; go on with `{command}`, or give --again to run the input anew"))
}

pub(crate) fn resume_instead(context: &Context, unfinished: &BatchRecord) -> Result<Instead, Failure> {
    let (id, stage) = (&unfinished.id, unfinished.stage.word());
    if !context.settings.can_ask {
        return Err(in_the_way(unfinished));
    }
    let prompt = format!("Batch {id} of the same input is {stage}");
    let choices = ["Go on with it", "Run the input again, as a new batch", "Cancel"];
    let answer = block_on(async |signals| {
        until_signal(&signals, async { Ok(ask_choice(&prompt, &choices).await) }).await
    })?;
    match answer {
        PromptAnswer::Given(0) => Ok(Instead::Resume),
        PromptAnswer::Given(1) => Ok(Instead::Anew),
        _ => Err(Failure::cancelled("cancelled").because("nothing was sent")),
    }
}
