//! The optimized plan of a query and its plain plan give the same rows.

use attest_tests::plans::{Choices, compare};

#[test]
fn plans_of_random_queries_give_the_same_rows() {
    let (mut refused, mut empty, mut filled) = (0, 0, 0);
    let seeds = std::env::var("ATTEST_PLAN_SEEDS").ok().and_then(|it| it.parse().ok());
    let seeds = seeds.unwrap_or(1_000);
    for seed in 0..seeds {
        match compare(Choices::Seed(seed)) {
            Ok(None) => refused += 1,
            Ok(Some(0)) => empty += 1,
            Ok(Some(_)) => filled += 1,
            Err(difference) => panic!("seed {seed}: {difference}"),
        }
    }
    assert!(
        filled > seeds / 4 && refused < seeds / 10,
        "{filled} filled, {empty} empty, {refused} refused"
    );
}
