//! Tables that `LOAD CSV` reads.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("csv", bytes));
