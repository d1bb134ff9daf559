#![no_main]

use libfuzzer_sys::fuzz_target;
use mfa_admin::properties::text;

fuzz_target!(|letters: &str| text(letters));
