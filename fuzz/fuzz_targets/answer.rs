#![no_main]

use libfuzzer_sys::fuzz_target;
use mfa_admin::properties::answer;

fuzz_target!(|bytes: &[u8]| answer(bytes));
