//! Cypher or English.

/// Words that begin a statement, those of clauses that only a store understands included.
const CLAUSES: [&str; 14] = [
    "MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "DELETE", "DETACH", "SET",
    "REMOVE", "CALL", "LOAD", "FOREACH",
];

/// Whether a text is meant as Cypher: it begins with a clause's word.
pub(crate) fn is_cypher(text: &str) -> bool {
    let word: &str = text.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    CLAUSES.iter().any(|clause| clause.eq_ignore_ascii_case(word))
}
