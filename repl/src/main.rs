//! `attest`: ask news articles, with the sentence that attests each answer.

fn main() {}
