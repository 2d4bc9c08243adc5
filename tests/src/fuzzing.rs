//! What fuzzers feed: each function takes any bytes, hands them to a part of Attest as a person,
//! a file or an article would, and panics where the part breaks a promise. The targets in `fuzz/`
//! call them with what a fuzzer makes up, a test with the inputs that are kept in `fuzz/corpus`.

mod articles;
mod digraph;
mod exports;
mod files;
mod hostile;
mod imports;
mod page;
mod queries;
mod stores;

use std::ops::Range;

use crate::plans::{Choices, compare};

/// A part of Attest that reads what others wrote, and what it must stand.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of the fuzz target and of the folder of inputs.
    pub name: &'static str,
    /// Reads any bytes; panics where something is wrong.
    pub feed: fn(&[u8]),
}

/// Every target.
pub const TARGETS: [Target; 12] = [
    Target { name: "parse", feed: queries::parse },
    Target { name: "plans", feed: plans },
    Target { name: "statements", feed: queries::run },
    Target { name: "questions", feed: queries::question },
    Target { name: "articles", feed: articles::read },
    Target { name: "csv", feed: files::csv },
    Target { name: "jsonl", feed: files::jsonl },
    Target { name: "import", feed: imports::read },
    Target { name: "dot", feed: digraph::write },
    Target { name: "html", feed: page::write },
    Target { name: "exports", feed: exports::write },
    Target { name: "store", feed: stores::use_damaged },
];

/// Feeds bytes to the target of a name.
///
/// # Panics
/// Where the target finds something wrong, or there is none of that name.
pub fn feed(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").feed)(bytes);
}

/// A query made of the bytes gives the same rows by its optimized and by its plain plan.
fn plans(bytes: &[u8]) {
    if let Err(difference) = compare(Choices::Bytes(bytes)) {
        panic!("{difference}");
    }
}

/// What sets the files of an input apart: no text holds four zeros in a row.
const END: [u8; 4] = [0; 4];

/// The files of an input.
fn parted(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(at) = bytes.windows(END.len()).position(|window| window == END) {
        parts.push(&bytes[..at]);
        bytes = &bytes[at + END.len()..];
    }
    parts.push(bytes);
    parts
}

/// Checks what an error says: in words, of whole characters of the text.
fn check_refusal(text: &str, message: &str, span: Option<Range<usize>>) {
    assert!(!message.is_empty(), "an error without words");
    // What is missing from an empty text has a place all the same.
    if let Some(span) = span.filter(|_| !text.is_empty()) {
        assert!(text.get(span.clone()).is_some(), "{span:?} is no place of the text: {message}");
    }
}
