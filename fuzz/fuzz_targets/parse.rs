//! Statements that can be read, printed, and read again.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("parse", bytes));
