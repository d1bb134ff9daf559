//! Arguments in, exit code out.

use std::process::ExitCode;

use mfa_admin::host::{Host, keep_memory_private};

fn main() -> ExitCode {
    keep_memory_private();
    ExitCode::from(mfa_admin::run(std::env::args_os(), Host::os()).code())
}
