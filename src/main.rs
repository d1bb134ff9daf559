//! Arguments in, exit code out.

use std::process::ExitCode;

use mfa_admin::host::Host;

fn main() -> ExitCode {
    ExitCode::from(mfa_admin::run(std::env::args_os(), Host::os()).code())
}
