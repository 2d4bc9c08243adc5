//! `attest`: ask news articles, with the sentence that attests each answer.

mod output;
mod render;
mod report;
mod terminal;

fn main() {}
