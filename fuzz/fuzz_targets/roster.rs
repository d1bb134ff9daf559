#![no_main]

use libfuzzer_sys::fuzz_target;
use mfa_admin::properties::roster;

fuzz_target!(|bytes: &[u8]| roster(bytes));
