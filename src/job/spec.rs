//! How a batch is carried out, kept with it so that it is resumed by the same terms.

use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::engine::ResetRules;
use crate::failure::{Failure, FailureKind};
use crate::state::BatchRecord;

/// A service may throttle for so long before we give up, when nothing else is said.
const PATIENCE: Duration = Duration::from_mins(10);

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

/// The same, settled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pacing {
    /// Requests in flight at once.
    pub(crate) concurrency: Option<usize>,
    /// Requests a second at most.
    pub(crate) rate: Option<f64>,
    /// How long the service may throttle.
    pub(crate) patience: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self { concurrency: None, rate: None, patience: PATIENCE }
    }
}

impl From<PacingArgs> for Pacing {
    fn from(args: PacingArgs) -> Self {
        Self { concurrency: args.concurrency, rate: args.rate, patience: args.patience }
    }
}

/// How a batch is carried out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) rules: ResetRules,
    pub(crate) pacing: Pacing,
}

impl Terms {
    /// The terms of a batch that is kept.
    pub(crate) fn of(batch: &BatchRecord) -> Result<Self, Failure> {
        serde_json::from_str(&batch.new.rules).map_err(|error| {
            Failure::new(FailureKind::State, format!("the terms of batch {} cannot be read", batch.id))
                .because(error.to_string())
        })
    }
}

pub(crate) fn positive(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "a whole number is wanted".to_owned())?;
    if (1..=10_000).contains(&number) { Ok(number) } else { Err("it must be from 1 to 10000".to_owned()) }
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
