//! What a person is told of a connection: requests with `-v`, headers and pace with `-vv` and in the log file, and what is
//! waited for.

use std::rc::Rc;

use tokio::time::Instant;

use crate::output::{Output, Retry, Teller, Throttled, sanitize};
use crate::provider::{Event, Exchange, Observer, Retrying, Throttling};

/// From this verbosity on there are requests…
const REQUESTS: u8 = 1;
/// …and from this on headers, and decisions of the pace.
const DETAILS: u8 = 2;

/// The observer of a connection.
pub(super) fn observer(output: &Output, verbosity: u8) -> Observer {
    let waits = output.wait_teller();
    let requests = output.details(verbosity >= REQUESTS);
    let details = output.details(verbosity >= DETAILS);
    Rc::new(move |event: &Event<'_>| {
        if let Event::Exchange(exchange) = event {
            tell(requests.as_ref(), || line(exchange));
        }
        tell(details.as_ref(), || detail(event));
        match *event {
            Event::Exchange(_) => {}
            Event::Throttled(Throttling { opens, patience_ends, .. }) => {
                waits.throttled(Some(Throttled { opens, patience_ends }));
            }
            Event::Unthrottled => waits.throttled(None),
            Event::Retry(Retrying { at, next, of, .. }) => waits.retry(Some(Retry { at, next, of })),
            Event::RetryOver => waits.retry(None),
        }
    })
}

/// Tells each line of a text.
fn tell(teller: Option<&Teller>, text: impl FnOnce() -> String) {
    if let Some(teller) = teller {
        text().lines().for_each(teller);
    }
}

/// What there is to tell beside the request itself: a line for each header, and decisions.
fn detail(event: &Event<'_>) -> String {
    match event {
        Event::Exchange(exchange) => {
            let line = |mark, (name, value): (String, String)| {
                format!("{mark} {}: {}\n", sanitize(&name), sanitize(&value))
            };
            let sent = exchange.sent().into_iter().map(|header| line('>', header));
            let received = exchange.received().into_iter().map(|header| line('<', header));
            sent.chain(received).collect()
        }
        Event::Throttled(throttling) => pace(throttling),
        Event::Unthrottled => "pace: the service does not throttle any more".to_owned(),
        Event::Retry(Retrying { error, at, next, of }) => {
            let error = error.to_string();
            format!("again in {} ms ({next} of {of}): {}", from_now(*at), sanitize(&error))
        }
        Event::RetryOver => String::new(),
    }
}

fn line(exchange: &Exchange<'_>) -> String {
    let answer = match exchange.answer {
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let (method, path, answer) = (exchange.method, sanitize(exchange.path), sanitize(&answer));
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
