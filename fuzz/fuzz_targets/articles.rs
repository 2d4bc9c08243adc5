//! Articles' files, up to the facts drawn from them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("articles", bytes));
