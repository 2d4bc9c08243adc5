//! What is wrong with a query, each with the input that shows it.

use std::borrow::Cow;
use std::time::Duration;

use graph_core::temporal::TemporalError;
use thiserror::Error as ThisError;

/// What is wrong. Each name is openCypher's name of the error, or close to it.
#[derive(Clone, Debug, PartialEq, ThisError)]
pub enum Cause {
    /// `RETRUN 1`
    #[error("found {found} where {}", wanted(expected))]
    UnexpectedSyntax {
        /// What stands there.
        found: String,
        /// What may stand there, in plain words; empty where the advice says it.
        expected: String,
    },
    /// `CREATE (n)`, where a graph can only be read.
    #[error("{clause} changes the graph, which can only be read here")]
    ChangesGraph {
        /// The clause.
        clause: &'static str,
    },
    /// Ten thousand open parentheses.
    #[error("the query is nested more than {limit} levels deep")]
    TooDeep {
        /// The deepest nesting that is accepted.
        limit: usize,
    },
    /// `9223372036854775808`
    #[error("the integer {text} doesn't fit into 64 bits")]
    IntegerOverflow {
        /// The number as written, or the operation that overflowed.
        text: String,
    },
    /// `0x`, `12ab`
    #[error("`{text}` is no number")]
    InvalidNumberLiteral {
        /// The number as written.
        text: String,
    },
    /// `1e999`
    #[error("the number {text} is too large for a float")]
    FloatingPointOverflow {
        /// The number as written.
        text: String,
    },
    /// `'\u{110000}'`
    #[error("`{text}` is no Unicode character")]
    InvalidUnicodeLiteral {
        /// The escape as written.
        text: String,
    },
    /// `MATCH (n) RETURN m`
    #[error("variable `{name}` is not defined")]
    UndefinedVariable {
        /// The variable.
        name: String,
    },
    /// `MATCH (a) MATCH a = (b)`
    #[error("variable `{name}` is already bound")]
    VariableAlreadyBound {
        /// The variable.
        name: String,
    },
    /// `MATCH (a)-[a]->()`
    #[error("variable `{name}` is a {bound}, but stands here for a {used}")]
    VariableTypeConflict {
        /// The variable.
        name: String,
        /// What it is.
        bound: &'static str,
        /// What is wanted here.
        used: &'static str,
    },
    /// `MATCH ()-[r]->()-[r]->()`
    #[error("relationship variable `{name}` stands twice in one match")]
    RelationshipUniquenessViolation {
        /// The variable.
        name: String,
    },
    /// `MATCH (p:Persn) RETURN p`, where unknown names aren't taken.
    #[error("the graph has no {what} `{name}`")]
    UnknownName {
        /// What the name stands for: a label, a relationship type or a property.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// `RETURN fooo(1)`
    #[error("there is no function `{name}`")]
    UnknownFunction {
        /// The function.
        name: String,
    },
    /// `RETURN left('a')`
    #[error("`{signature}` doesn't take {given} argument{}", if *.given == 1 { "" } else { "s" })]
    InvalidNumberOfArguments {
        /// How it is called.
        signature: Cow<'static, str>,
        /// How many arguments it got.
        given: usize,
    },
    /// `CALL db.lables()`
    #[error("there is no procedure `{name}`")]
    ProcedureNotFound {
        /// The procedure.
        name: String,
    },
    /// `MATCH (n) CALL db.labels YIELD label RETURN label`
    #[error("within a query, the arguments of `{procedure}` stand in parentheses")]
    InvalidArgumentPassingMode {
        /// How it is called.
        procedure: String,
    },
    /// `CALL db.labels() RETURN label`
    #[error("`{procedure}` gives {columns}, and nothing of it is taken")]
    NothingYielded {
        /// The procedure.
        procedure: String,
        /// Its columns.
        columns: String,
    },
    /// `CALL db.labels() YIELD lable`
    #[error("`{procedure}` has no column `{column}`")]
    UnknownColumn {
        /// The procedure.
        procedure: String,
        /// The column.
        column: String,
    },
    /// `MATCH ()-[r:MENTIONED_IN]->() CALL attest.evidence(r) YIELD quote RETURN quote`
    #[error("{procedure}(): {problem}")]
    ProcedureFailed {
        /// The procedure.
        procedure: String,
        /// What it says.
        problem: String,
    },
    /// `LOAD CSV FROM 'no-such-file.csv' AS row RETURN row`
    #[error("{problem}")]
    FileRefused {
        /// Which file, in which line, and what is wrong with it.
        problem: String,
    },
    /// `MATCH (n) WHERE count(n) > 1 RETURN n`
    #[error("`{function}` aggregates rows and can't stand in {place}")]
    InvalidAggregation {
        /// The aggregating function.
        function: String,
        /// Where it stands.
        place: &'static str,
    },
    /// `RETURN count(count(*))`
    #[error("an aggregation can't hold another one")]
    NestedAggregation,
    /// `MATCH (a) RETURN a.x + count(*)`
    #[error("`{text}` is neither a grouping key nor constant, but stands beside an aggregation")]
    AmbiguousAggregationExpression {
        /// The expression.
        text: String,
    },
    /// `RETURN count(rand())`
    #[error("an aggregation can't hold `rand()`, which has no fixed value")]
    NonConstantExpression,
    /// `RETURN 1 AS a, 2 AS a`
    #[error("two columns have the name `{name}`")]
    ColumnNameConflict {
        /// The name.
        name: String,
    },
    /// `WITH 1 + 1 RETURN 2`
    #[error("an expression in WITH needs a name")]
    NoExpressionAlias,
    /// `RETURN *` without a variable.
    #[error("`*` stands for the variables in scope, and there are none")]
    NoVariablesInScope,
    /// `RETURN 1 AS a UNION RETURN 2 AS b`
    #[error("the queries of a UNION need the same columns, not `{left}` and `{right}`")]
    DifferentColumnsInUnion {
        /// Columns of the first query.
        left: String,
        /// Columns of the other.
        right: String,
    },
    /// `RETURN 1 UNION RETURN 2 UNION ALL RETURN 3`
    #[error("UNION and UNION ALL can't be mixed in one query")]
    InvalidClauseComposition,
    /// A query that doesn't end in `RETURN`, or goes on after it.
    #[error("{problem}")]
    InvalidComposition {
        /// What is wrong with the order of clauses.
        problem: &'static str,
    },
    /// `MATCH (a)-[:A]->() RETURN (a)-->()`
    #[error("a pattern can't stand here")]
    UnexpectedPattern,
    /// `SKIP -1`, `LIMIT -1`
    #[error("{clause} can't be negative")]
    NegativeIntegerArgument {
        /// The clause.
        clause: &'static str,
    },
    /// `LIMIT n.count`
    #[error("{clause} can't depend on a row")]
    NonConstantLimit {
        /// The clause.
        clause: &'static str,
    },
    /// `MATCH ()-[*-2]->()`, `shortestPath((a))`
    #[error("{problem}")]
    InvalidRelationshipPattern {
        /// What is wrong with the pattern.
        problem: &'static str,
    },
    /// `CREATE ()-->()`, `MERGE (a)-[:A|B]->(b)`
    #[error("a relationship is created with exactly one type")]
    NoSingleRelationshipType,
    /// `CREATE (a)-[:A]-(b)`
    #[error("a relationship is created in one direction")]
    RequiresDirectedRelationship,
    /// `CREATE ()-[:A*2]->()`
    #[error("a pattern of variable length can't be created")]
    CreatingVarLength,
    /// `CREATE (n:A|B)`, `CREATE (n WHERE n.x > 1)`
    #[error("{found} can't be created")]
    InvalidCreation {
        /// What stands in the pattern.
        found: &'static str,
    },
    /// `DELETE n:Label`
    #[error("DELETE deletes nodes and relationships, not labels")]
    InvalidDelete,
    /// `SET n.x = [{}]`
    #[error("a property can't hold {given}")]
    InvalidPropertyType {
        /// What was given.
        given: String,
    },
    /// `MERGE ({x: null})`
    #[error("MERGE can't look for a property that is null: `{key}`")]
    MergeReadOwnWrites {
        /// The property.
        key: String,
    },
    /// `MATCH (n) DELETE n RETURN n.x`
    #[error("the {what} was deleted")]
    DeletedEntityAccess {
        /// What was deleted.
        what: &'static str,
    },
    /// `OPTIONAL MATCH (a:None) CREATE (a)-[:A]->()`
    #[error("a relationship needs two nodes, and here is null")]
    MissingEndpoint,
    /// `MATCH (n) DELETE n`, where `n` has relationships.
    #[error("the node still has relationships")]
    DeleteConnectedNode,
    /// `MATCH (n $param)`
    #[error("a parameter can't stand for the properties of a pattern in MATCH")]
    InvalidParameterUse,
    /// `RETURN $missing`
    #[error("there is no parameter `{name}`")]
    MissingParameter {
        /// The parameter.
        name: String,
    },
    /// `RETURN 1 + true`, `[1]['a']`
    #[error("{operation} doesn't take {given}")]
    InvalidArgumentType {
        /// The function or operator.
        operation: String,
        /// What it got.
        given: String,
    },
    /// `RETURN range('a', 'b')`
    #[error("{operation} doesn't take {given}")]
    InvalidArgument {
        /// The function.
        operation: String,
        /// What it got.
        given: String,
    },
    /// `WITH 1 AS x RETURN x.name`
    #[error("{given} has no properties")]
    NoProperties {
        /// What was read.
        given: String,
    },
    /// `LIMIT $text`
    #[error("{clause} doesn't take {given}")]
    InvalidRowCount {
        /// The clause.
        clause: &'static str,
        /// What it got.
        given: String,
    },
    /// `RETURN 2 — 1`, with a dash for a minus.
    #[error("`{character}` is no part of the language")]
    InvalidUnicodeCharacter {
        /// The character.
        character: char,
    },
    /// `RETURN toInteger([])`
    #[error("{operation} doesn't take {given}")]
    InvalidArgumentValue {
        /// The function or operator.
        operation: String,
        /// What it got.
        given: String,
    },
    /// `RETURN date('2015-13-01')`, `RETURN date().hour`
    #[error("{problem}")]
    InvalidTemporalValue {
        /// What is wrong with the date, the time or the duration.
        problem: TemporalError,
    },
    /// `RETURN {a: 1}[1]`
    #[error("a map is read by a text, not by {given}")]
    MapElementAccessByNonString {
        /// What was given.
        given: String,
    },
    /// `RETURN [1]['a']`
    #[error("a list is read by an integer, not by {given}")]
    ListElementAccessByNonInteger {
        /// What was given.
        given: String,
    },
    /// `range(1, 2, 0)`, `percentileDisc(x, 2)`
    #[error("{problem}")]
    NumberOutOfRange {
        /// What is out of which range.
        problem: String,
    },
    /// `RETURN 1 / 0`
    #[error("division by zero")]
    DivisionByZero,
    /// `'a' =~ '('`
    #[error("not a regular expression: {problem}")]
    InvalidRegularExpression {
        /// What is wrong with it.
        problem: String,
    },
    /// A statement that somebody stopped.
    #[error("the query was stopped")]
    Stopped,
    /// `RETURN reduce(n = 0, i IN range(1, 10000000) | n + i)` in a millisecond
    #[error("the query takes longer than {limit:?}")]
    TimedOut {
        /// How long it may take.
        limit: Duration,
    },
    /// `MATCH (a), (b), (c) RETURN collect([a, b, c])`, where there are many.
    #[error("the query keeps more than {} in memory", memory(*limit))]
    MemoryExceeded {
        /// The bytes that it may keep.
        limit: u64,
    },
    /// `MATCH p = (a)-[*]-(b) RETURN count(p)`, where steps are limited.
    #[error("the query takes more than {limit} steps")]
    TooManySteps {
        /// How many it may take.
        limit: u64,
    },
    /// A longer text or a deeper list than is made.
    #[error("{problem}")]
    LimitExceeded {
        /// What grew past which limit.
        problem: String,
    },
}

/// What should be at the place of an error.
fn wanted(expected: &str) -> String {
    if expected.is_empty() { "it can't stand".into() } else { format!("{expected} should be") }
}

/// A number of bytes: `512 MB`, `2 GiB`.
fn memory(bytes: u64) -> String {
    const UNITS: [(u64, &str); 6] = [
        (1 << 30, "GiB"),
        (1_000_000_000, "GB"),
        (1 << 20, "MiB"),
        (1_000_000, "MB"),
        (1 << 10, "KiB"),
        (1000, "kB"),
    ];
    let whole = UNITS.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    let rounded = || UNITS.iter().filter(|(unit, _)| unit % 10 == 0).find(|it| bytes >= it.0);
    match whole.or_else(rounded) {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}
