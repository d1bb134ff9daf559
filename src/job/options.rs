//! The flags that say how resets are carried out, whatever their rows come from.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

use crate::session::connection::Pacing;
use crate::state::Justification;

/// How resets are carried out.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// Only look: read everything, send no change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take the service's word, do not read back
    #[arg(long)]
    pub(crate) no_verify: bool,
    /// How long reading back may take to show that it worked
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) settle: Duration,
    /// Do nothing when the input names more people than this
    #[arg(long, value_name = "N")]
    pub(crate) max: Option<u64>,
    /// Run the same input again although a batch of it is not finished
    #[arg(long)]
    pub(crate) again: bool,
    /// Also write the result rows to this new file, as CSV, as they come
    #[arg(long, value_name = "FILE")]
    pub(crate) results: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pacing: PacingArgs,
    /// People named in one request [default: the profile's, else 1]
    #[arg(long, value_name = "N", value_parser = positive, help_heading = "Pace")]
    pub(crate) ids_per_request: Option<usize>,
    #[command(flatten)]
    pub(crate) justification: JustificationArgs,
}

impl RunOptions {
    /// The options where flags say only this.
    pub(crate) fn usual(dry_run: bool, justification: JustificationArgs) -> Self {
        Self {
            dry_run,
            no_verify: false,
            settle: Duration::from_secs(5),
            max: None,
            again: false,
            results: None,
            pacing: PacingArgs { concurrency: None, rate: None, patience: Duration::from_mins(10) },
            ids_per_request: None,
            justification,
        }
    }

    /// The options of a job that only plans.
    pub(crate) fn planning(pacing: PacingArgs, max: Option<u64>, justification: JustificationArgs) -> Self {
        Self {
            dry_run: true,
            no_verify: false,
            settle: Duration::ZERO,
            max,
            again: false,
            results: None,
            pacing,
            ids_per_request: Some(1),
            justification,
        }
    }
}

/// How fast a service is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pace")]
pub(crate) struct PacingArgs {
    /// Requests in flight at once [default: the profile's, else the provider's]
    #[arg(long, value_name = "N", value_parser = positive)]
    concurrency: Option<usize>,
    /// Send no more requests than this, as in 40/s [default: as many as the service allows]
    #[arg(long, value_name = "N/s", value_parser = rate)]
    rate: Option<f64>,
    /// How long the service may throttle before the run ends, as in 10m
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "10m")]
    patience: Duration,
}

impl From<PacingArgs> for Pacing {
    fn from(args: PacingArgs) -> Self {
        Self { concurrency: args.concurrency, rate: args.rate, patience: args.patience }
    }
}

/// What is put on record beside who did what.
#[derive(Debug, Args)]
#[command(next_help_heading = "On record")]
pub(crate) struct JustificationArgs {
    /// Why, for the audit record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The ticket, for the audit record
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// How the people's identity was checked, for the audit record
    #[arg(long, value_name = "HOW")]
    verified_by: Option<String>,
}

impl From<JustificationArgs> for Justification {
    fn from(args: JustificationArgs) -> Self {
        Self { reason: args.reason, ticket: args.ticket, verified_by: args.verified_by }
    }
}

fn positive(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "a whole number is wanted".to_owned())?;
    if (1..=10_000).contains(&number) { Ok(number) } else { Err("it must be from 1 to 10000".to_owned()) }
}

/// A number of seconds, with decimals where wanted.
fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .filter(|seconds| (0.0..=3600.0).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds from 0 to 3600 is wanted".to_owned())
}

/// `40/s`; `40` alone means the same.
fn rate(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches("/s").parse::<f64>();
    let fits = |rate: &f64| rate.is_finite() && (0.01..=1_000_000.0).contains(rate);
    number.ok().filter(fits).ok_or_else(|| "requests a second are wanted, such as 40/s".to_owned())
}

/// `10m`, `90s`, `1h30m`; a number alone is seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let wanted = || "a duration is wanted, such as 90s or 10m".to_owned();
    let text = text.trim();
    let seconds = text.parse::<u64>().ok().map(Duration::from_secs);
    let duration = seconds
        .or_else(|| text.parse::<SignedDuration>().ok().and_then(|duration| duration.try_into().ok()))
        .ok_or_else(wanted)?;
    if duration <= Duration::from_hours(24 * 7) {
        Ok(duration)
    } else {
        Err("a week is the longest".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        assert_eq!(duration("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1h30m"), Ok(Duration::from_mins(90)));
        assert_eq!(duration("5"), Ok(Duration::from_secs(5)));
        for wrong in ["", "soon", "-5s", "30d"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_rate_is_a_number_of_requests_a_second() {
        assert_eq!(rate("40/s"), Ok(40.0));
        assert_eq!(rate("0.5"), Ok(0.5));
        for wrong in ["", "0", "-1/s", "40/m", "inf", "nan"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
