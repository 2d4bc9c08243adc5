//! JSON lines that `verify` reads.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("jsonl", bytes));
