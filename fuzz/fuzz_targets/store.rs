//! Stores opened after their files were damaged.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("store", bytes));
