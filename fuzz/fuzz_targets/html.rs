//! Graphs on a page for a browser.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attest_tests::fuzzing::feed("html", bytes));
