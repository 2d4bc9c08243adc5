//! Parsing takes steps in proportion to the length of the query, whatever is nested in what.
//! The limit of steps is one for the whole process, so this test has a process of its own.

mod constructs;

use std::num::NonZeroUsize;

use constructs::NESTING;
use query_lang::parse;

/// Steps of the grammar that one byte of a query may take.
const STEPS: usize = 400;

/// The nesting that is tried: far below what is refused as too deep.
const DEPTH: usize = 16;

/// Whether parsing, well or badly, ends within the steps that the text may take.
fn is_linear(text: &str) -> bool {
    pest::set_call_limit(NonZeroUsize::new(STEPS * text.len()));
    let parsed = parse(text);
    parsed.err().is_none_or(|error| error.kind() != "NestingTooDeep")
}

#[test]
fn steps_grow_with_the_length() {
    let mut slow = Vec::new();
    for (open, close) in NESTING {
        for (inner_open, inner_close) in NESTING {
            let open = format!("{open}{inner_open}").repeat(DEPTH / 2);
            let close = format!("{inner_close}{close}").repeat(DEPTH / 2);
            for text in [
                format!("RETURN {open}1{close}"),
                format!("RETURN {open}1"),
                format!("RETURN {open}1{} )", &close[..close.len() / 2]),
            ] {
                if !is_linear(&text) {
                    slow.push(text);
                }
            }
        }
    }
    assert!(slow.is_empty(), "{} texts, such as {:#?}", slow.len(), &slow[..slow.len().min(9)]);
}
