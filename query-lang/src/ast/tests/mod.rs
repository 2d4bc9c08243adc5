//! Printing and parsing again, over generated trees.

mod clauses;
mod dice;
mod expressions;
mod kinds;
mod patterns;

use std::collections::BTreeSet;

use crate::parse;
use dice::Dice;

/// Trees that are tried. Seeds count from 0, so a failure names the tree that shows it.
const TREES: u64 = 4_000;

#[test]
fn generated_queries_are_parsed_as_they_were_printed() {
    for seed in 0..TREES {
        let statement = Dice::new(seed).statement();
        for printed in [statement.to_string(), format!("{statement:#}")] {
            match parse(&printed) {
                Ok(parsed) => assert_eq!(parsed, statement, "seed {seed}: {printed}"),
                Err(error) => {
                    panic!("seed {seed}: {printed}\n{error} at {:?}", error.span())
                }
            }
        }
    }
}

#[test]
fn every_kind_of_node_is_generated() {
    let mut missing: BTreeSet<_> = kinds::ALL.iter().flat_map(|kinds| kinds.iter()).collect();
    for seed in 0..TREES {
        for kind in Dice::new(seed).kinds_of_statement() {
            missing.remove(&kind);
        }
    }
    assert_eq!(missing, BTreeSet::new());
}
