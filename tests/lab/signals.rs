//! Tests that a script runs in the background, or `nohup`, are started with SIGINT or SIGHUP ignored, and so would be every
//! program that they start.

use std::fs;
use std::sync::Once;

use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};

/// From now on the programs that this process starts have the default for each of these signals: what is ignored is
/// handed on to a program, what is caught is not. What was not ignored stays as it is, so that Ctrl-C ends the tests.
pub(crate) fn children_listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).unwrap_or_default();
        let runtime = runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        let _inside = runtime.enter();
        for kind in [SignalKind::hangup(), SignalKind::interrupt(), SignalKind::terminate()] {
            if ignored & (1 << (kind.as_raw_value() - 1)) != 0 {
                // It is caught for as long as the process lives.
                drop(signal(kind).expect("it can be caught"));
            }
        }
    });
}
