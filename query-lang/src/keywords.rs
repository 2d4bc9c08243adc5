//! The words of the language, for completion, suggestions and printing.

/// Keywords with what each does, in the order they are written in a query.
pub const KEYWORDS: &[(&str, &str)] = &[
    ("MATCH", "find patterns in the graph: MATCH (a)-[r:TYPE]->(b)"),
    ("OPTIONAL MATCH", "like MATCH, with null where nothing matches"),
    ("WHERE", "keep what satisfies a condition"),
    ("CREATE", "add nodes and relationships: CREATE (a:Label {key: value})-[:TYPE]->(b)"),
    ("INSERT", "the same as CREATE"),
    ("MERGE", "find a pattern, or add it where it has no match"),
    ("ON CREATE SET", "what to set where MERGE added its pattern"),
    ("ON MATCH SET", "what to set where MERGE found its pattern"),
    ("SET", "change properties and labels: SET n.key = value, n:Label"),
    ("REMOVE", "take properties and labels away: REMOVE n.key, n:Label"),
    ("DELETE", "remove nodes and relationships"),
    ("DETACH DELETE", "remove nodes with their relationships"),
    ("CALL", "run a procedure, or a subquery: CALL { … }"),
    ("YIELD", "the columns of a procedure that go on"),
    ("LOAD CSV", "one row for each line of a file: LOAD CSV WITH HEADERS FROM file AS row"),
    ("WITH HEADERS", "the first line of the file names the columns"),
    ("FROM", "the file of LOAD CSV"),
    ("FIELDTERMINATOR", "what stands between the columns of the file"),
    ("UNWIND", "one row for each element of a list: UNWIND list AS x"),
    ("FOR", "the same as UNWIND: FOR x IN list"),
    ("LET", "name values beside those there are: LET x = value"),
    ("FILTER", "keep the rows that satisfy a condition"),
    ("NEXT", "go on with the rows of the query before"),
    ("FINISH", "end a query without columns"),
    ("EXPLAIN", "show the plan of a statement without running it"),
    ("PROFILE", "run a statement and show what each part of its plan did"),
    ("WITH", "carry columns on to the next clause"),
    ("RETURN", "the columns of the answer"),
    ("DISTINCT", "leave out duplicates"),
    ("AS", "name a column"),
    ("ORDER BY", "sort the rows"),
    ("ASC", "smallest first"),
    ("DESC", "greatest first"),
    ("SKIP", "leave out the first rows"),
    ("OFFSET", "the same as SKIP"),
    ("LIMIT", "keep at most this many rows"),
    ("OPTIONAL CALL", "like CALL, with null where the query gives no row"),
    (
        "FOREACH",
        "change the graph for each element of a list: FOREACH (x IN list | CREATE (:A {x: x}))",
    ),
    ("UNION", "join two answers without duplicates"),
    ("UNION ALL", "join two answers"),
    ("AND", "both hold"),
    ("OR", "one of them holds"),
    ("XOR", "exactly one of them holds"),
    ("NOT", "does not hold"),
    ("IN", "is an element of a list"),
    ("STARTS WITH", "text begins with"),
    ("ENDS WITH", "text ends with"),
    ("CONTAINS", "text contains"),
    ("IS NULL", "is absent"),
    ("IS NOT NULL", "is present"),
    ("CASE", "choose a value: CASE WHEN condition THEN value ELSE other END"),
    ("WHEN", "a condition of CASE"),
    ("THEN", "the value of a WHEN"),
    ("ELSE", "the value where no WHEN holds"),
    ("END", "the end of CASE"),
    ("EXISTS", "whether a pattern has a match: EXISTS { (a)-->(b) }"),
    ("COUNT", "how many matches a pattern has: COUNT { (a)-->(b) }"),
    ("COLLECT", "the list of what a subquery returns: COLLECT { MATCH … RETURN … }"),
    ("IS LABELED", "whether a node carries a label: n IS LABELED Label"),
    ("IS NOT LABELED", "whether a node doesn't carry a label"),
    ("shortestPath", "a shortest path: shortestPath((a)-[*]-(b))"),
    ("allShortestPaths", "all shortest paths: allShortestPaths((a)-[*]-(b))"),
    ("ANY SHORTEST", "one shortest path for each pair of ends"),
    ("ALL SHORTEST", "all shortest paths for each pair of ends"),
    ("SHORTEST", "so many shortest paths: SHORTEST 2 (a)-->+(b)"),
    ("true", "the boolean true"),
    ("false", "the boolean false"),
    ("null", "an absent value"),
];

/// Words that can't name a variable without backticks.
const RESERVED: &[&str] = &[
    "AND", "AS", "CASE", "CONTAINS", "CREATE", "DELETE", "DETACH", "DISTINCT", "ENDS", "FALSE",
    "IN", "IS", "LIMIT", "MATCH", "MERGE", "NOT", "NULL", "OPTIONAL", "OR", "ORDER", "REMOVE",
    "RETURN", "SET", "SKIP", "STARTS", "THEN", "TRUE", "UNION", "UNWIND", "WHEN", "WHERE", "WITH",
    "XOR",
];

/// Whether it is a word of the language, in capitals or not: a keyword, or one of its words.
///
/// ```
/// use query_lang::is_keyword;
/// assert!(is_keyword("match") && is_keyword("HEADERS"));
/// assert!(!is_keyword("matches"));
/// ```
pub fn is_keyword(word: &str) -> bool {
    let mut known = KEYWORDS.iter().flat_map(|(words, _)| words.split(' '));
    known.any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether the word can't name a variable without backticks.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RESERVED, is_keyword, is_reserved};

    const TOKENS: &str = include_str!("parse/grammar/tokens.pest");

    #[test]
    fn reserved_words_are_those_of_the_grammar() {
        let (_, rule) = TOKENS.split_once("reserved = @{").expect("the rule");
        let (rule, _) = rule.split_once("~ !word").expect("its end");
        let grammar: BTreeSet<_> =
            rule.split('"').skip(1).step_by(2).map(str::to_uppercase).collect();
        let listed: BTreeSet<_> = RESERVED.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(grammar, listed);
        assert!(listed.iter().all(|word| is_keyword(word)));
        assert!(is_reserved("mAtCh") && !is_reserved("matches"));
    }
}
