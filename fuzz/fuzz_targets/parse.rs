//! No text makes the parser panic, and what it reads is printed as what reads the same:
//! `cargo +nightly fuzz run parse`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use query_lang::parse;

fuzz_target!(|text: &str| {
    let Ok(tree) = parse(text) else { return };
    let printed = tree.to_string();
    match parse(&printed) {
        Ok(again) => assert_eq!(again, tree, "{printed}"),
        // Printing may put parentheses where the text had none.
        Err(error) => assert_eq!(error.kind(), "NestingTooDeep", "{printed}: {error}"),
    }
});
