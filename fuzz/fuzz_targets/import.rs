//! Tables and JSON lines that are imported.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("import", bytes));
