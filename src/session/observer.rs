//! What a person is told of a connection: requests with `-v`, headers and pace with `-vv` and in the log file, and what is
//! waited for.

use std::rc::Rc;

use tokio::time::Instant;

use crate::output::{Output, Retry, Throttled, sanitize};
use crate::provider::{Event, Exchange, Observer, Retrying, Throttling};

/// From this verbosity on there are requests…
const REQUESTS: u8 = 1;
/// …and from this on headers, and decisions of the pace.
const DETAILS: u8 = 2;

/// The observer of a connection.
pub(super) fn observer(output: &Output, verbosity: u8) -> Observer {
    let waits = output.wait_teller();
    let request = output.details(verbosity >= REQUESTS);
    let detail = output.details(verbosity >= DETAILS);
    Rc::new(move |event: &Event<'_>| match event {
        Event::Exchange(exchange) => {
            if let Some(request) = &request {
                request(&line(exchange));
            }
            if let Some(detail) = &detail {
                let headers = |mark, headers: Vec<(String, String)>| {
                    headers.iter().for_each(|(name, value)| detail(&format!("{mark} {name}: {value}")));
                };
                headers('>', exchange.sent());
                headers('<', exchange.received());
            }
        }
        Event::Throttled(throttling) => {
            let Throttling { opens, patience_ends, .. } = *throttling;
            waits.throttled(Some(Throttled { opens, patience_ends }));
            if let Some(detail) = &detail {
                detail(&pace(throttling));
            }
        }
        Event::Unthrottled => {
            waits.throttled(None);
            if let Some(detail) = &detail {
                detail("pace: the service does not throttle any more");
            }
        }
        Event::Retry(Retrying { error, at, next, of }) => {
            waits.retry(Some(Retry { at: *at, next: *next, of: *of }));
            if let Some(detail) = &detail {
                detail(&format!("again in {} ms ({next} of {of}): {error}", from_now(*at)));
            }
        }
        Event::RetryOver => waits.retry(None),
    })
}

fn line(exchange: &Exchange<'_>) -> String {
    let answer = match exchange.answer {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let (method, path) = (exchange.method, sanitize(exchange.path));
    format!("{method} {path} -> {answer} ({} ms)", exchange.took.as_millis())
}

fn pace(throttling: &Throttling) -> String {
    let Throttling { what, opens, patience_ends, rate } = throttling;
    let rate =
        rate.map_or_else(|| "without a limit".to_owned(), |rate| format!("at most {rate:.2} a second"));
    let patience = from_now(*patience_ends) / 1000;
    format!(
        "pace: {what} are throttled, next request in {} ms, then {rate}; {patience} s of patience left",
        from_now(*opens)
    )
}

/// Milliseconds from now.
fn from_now(then: Instant) -> u128 {
    then.saturating_duration_since(Instant::now()).as_millis()
}
