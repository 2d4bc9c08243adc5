//! Random graphs and random queries, whose optimized and plain plans must give the same rows.

mod counted;
mod query;

use graph_core::graph::Side;
use graph_core::{Graph, Symbol, Value};
use query_lang::{Cause, Environment, Planning, run};

/// Choices that look random: of bytes that a fuzzer gives, or of a seed.
pub enum Choices<'b> {
    /// What is left of the bytes; after them the first choice is always taken.
    Bytes(&'b [u8]),
    /// The state of a generator.
    Seed(u64),
}

impl Choices<'_> {
    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        match self {
            Self::Bytes(bytes) => match bytes.split_first() {
                Some((first, rest)) => {
                    *bytes = rest;
                    *first as usize % most
                }
                None => 0,
            },
            Self::Seed(state) => {
                *state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (*state >> 33) as usize % most
            }
        }
    }

    /// Whether something happens that does one time of `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of several, of which there is at least one.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

/// A small graph with circles, loops and parallel relationships; some properties are missing.
fn graph(choices: &mut Choices<'_>) -> Graph {
    let mut graph = Graph::new();
    let number = |choices: &mut Choices<'_>, key: &'static str| {
        let number = choices.below(4);
        (number < 3).then(|| (key, Value::Int(number as i64)))
    };
    let mut nodes = Vec::new();
    for _ in 0..2 + choices.below(4) {
        let labels: &[&str] = choices.pick(&[&["A"][..], &["B"], &["A", "B"], &[]]);
        let name = ("name", Value::from(choices.pick(&["a", "b"])));
        let properties = number(choices, "x").into_iter().chain([name]);
        nodes.push(graph.add_node(labels.iter().copied(), properties));
    }
    for _ in 0..3 + choices.below(6) {
        let (from, to) = (choices.pick(&nodes), choices.pick(&nodes));
        let kind = choices.pick(&["R", "S"]);
        graph.add_relationship(from, kind, to, number(choices, "y"));
    }
    graph
}

/// The most steps of a query: a walk over everything ends after so many, on any machine.
const MOST_STEPS: u64 = 100_000_000;

/// The rows of a query in order, or its error.
fn rows(graph: &mut Graph, text: &str, planning: Planning) -> Result<Vec<Vec<Value>>, Cause> {
    let environment = Environment { planning, steps: Some(MOST_STEPS), ..Environment::default() };
    let mut rows = run(graph, text, &environment).map_err(|error| error.cause().clone())?.rows;
    rows.sort();
    Ok(rows)
}

/// Has a graph make what it would make once much was read of it.
fn put_side_by_side(graph: &Graph) {
    let on = || true;
    let types: Vec<_> = ["R", "S"].iter().filter_map(|kind| graph.symbols().get(kind)).collect();
    let mut choices: Vec<Option<&[Symbol]>> = vec![None, Some(&types)];
    choices.extend(types.chunks(1).map(Some));
    for types in choices {
        for side in [Side::Outgoing, Side::Incoming, Side::Either] {
            graph.adjacency(types, side, &on);
        }
    }
    for key in ["x", "name"] {
        graph.symbols().get(key).and_then(|key| graph.column(key, &on));
    }
}

/// Makes a graph and a query of the choices, compares its plans, and gives the number of rows;
/// none where the query is refused.
///
/// # Errors
/// The query, and what each plan gave, where they differ.
pub fn compare(mut choices: Choices<'_>) -> Result<Option<usize>, String> {
    let mut graph = graph(&mut choices);
    let counts = choices.once_in(2);
    let text =
        if counts { counted::statement(&mut choices) } else { query::statement(&mut choices) };
    let printed = query_lang::parse(&text).map_err(|error| format!("{text}\n{error}"))?;
    let again = query_lang::parse(&printed.to_string());
    if again.as_ref() != Ok(&printed) {
        return Err(format!("{text}\nis printed as {printed}\nwhich is {again:?}"));
    }
    let optimized = rows(&mut graph, &text, Planning::Optimized);
    let plain = rows(&mut graph, &text, Planning::Plain);
    put_side_by_side(&graph);
    let quick = rows(&mut graph, &text, Planning::Optimized);
    let exceeded = |found: &Result<_, Cause>| {
        matches!(found, Err(Cause::TooManySteps { .. } | Cause::LimitExceeded { .. }))
    };
    let same = optimized == plain && quick == plain;
    if same || exceeded(&optimized) || exceeded(&plain) || exceeded(&quick) {
        return Ok(optimized.ok().map(|rows| rows.len()));
    }
    let relationships: Vec<String> = graph
        .relationships()
        .map(|found| format!("{found:?} {:?}", graph.endpoints(found)))
        .collect();
    Err(format!(
        "{text}\noptimized: {optimized:?}\nlater:     {quick:?}\nplain:     {plain:?}\n{} nodes, relationships: {}",
        graph.node_count(),
        relationships.join(", ")
    ))
}
