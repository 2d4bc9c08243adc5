//! Statements run on a small graph.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("statements", bytes));
