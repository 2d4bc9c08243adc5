//! Statements whose optimized and plain plans must give the same rows.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("plans", bytes));
