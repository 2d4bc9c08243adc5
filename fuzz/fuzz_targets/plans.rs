//! The optimized plan of a query and its plain plan give the same rows:
//! `cargo +nightly fuzz run plans`.

#![no_main]

use attest_tests::plans::{Choices, compare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(difference) = compare(Choices::Bytes(bytes)) {
        panic!("{difference}");
    }
});
