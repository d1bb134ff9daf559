#![no_main]

use libfuzzer_sys::fuzz_target;
use mfa_admin::properties::plan_file;

fuzz_target!(|bytes: &[u8]| plan_file(bytes));
