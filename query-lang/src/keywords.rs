//! The words of the language, for completion, suggestions and printing.

/// Keywords with what each does, in the order they are written in a query.
pub const KEYWORDS: &[(&str, &str)] = &[
    ("MATCH", "find patterns in the graph: MATCH (a)-[r:TYPE]->(b)"),
    ("OPTIONAL MATCH", "like MATCH, with null where nothing matches"),
    ("WHERE", "keep what satisfies a condition"),
    ("UNWIND", "one row for each element of a list: UNWIND list AS x"),
    ("WITH", "carry columns on to the next clause"),
    ("RETURN", "the columns of the answer"),
    ("DISTINCT", "leave out duplicates"),
    ("AS", "name a column"),
    ("ORDER BY", "sort the rows"),
    ("ASC", "smallest first"),
    ("DESC", "greatest first"),
    ("SKIP", "leave out the first rows"),
    ("LIMIT", "keep at most this many rows"),
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

/// Whether the word can't name a variable without backticks.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}
