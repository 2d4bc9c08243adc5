//! Words that stand where the language has others, or stand elsewhere.

use super::super::context::Context;
use super::{Advice, advise};
use crate::keywords::is_reserved;

/// `x NOT IN list`, `x NOT NULL`
pub(super) fn negation(at: &Context<'_>) -> Option<Advice> {
    if !at.is(0, &["NOT"]) {
        return None;
    }
    if at.is(1, &["NULL"]) {
        return advise(at.between(0, 1), "write IS NOT NULL");
    }
    if !at.is(1, &["IN", "CONTAINS", "STARTS", "ENDS", "LIKE", "BETWEEN"]) {
        return None;
    }
    let help = "write NOT before the whole comparison: NOT x IN list, NOT x CONTAINS 'a'";
    advise(at.between(0, 1), help)
}

/// `x IS 5`, `x IS NOT 'a'`
pub(super) fn null_test(at: &Context<'_>) -> Option<Advice> {
    let not = at.is(-1, &["NOT"]) && at.is(-2, &["IS"]);
    if !not && !at.is(-1, &["IS"]) || at.at_end() {
        return None;
    }
    if at.is(0, &["IN", "LIKE", "CONTAINS"]) {
        let help = "write NOT before the whole comparison: NOT x IN list, NOT x CONTAINS 'a'";
        return advise(at.between(-2, 0), help);
    }
    let (range, sign) = if not { (at.between(-2, -1), "<>") } else { (at.range(-1), "=") };
    advise(range, format!("IS asks for NULL; write {sign} to compare values"))
}

/// `LIMIT 5, 10`
pub(super) fn limit(at: &Context<'_>) -> Option<Advice> {
    if !(at.is(0, &[","]) && at.is(-2, &["LIMIT"]) && at.is_number(1)) {
        return None;
    }
    let help = format!("write SKIP {} LIMIT {}", at.piece(-1), at.piece(1));
    advise(at.between(-1, 1), help)
}

/// `LIMIT 5 SKIP 10`, `LIMIT 5 ORDER BY n`
pub(super) fn order(at: &Context<'_>) -> Option<Advice> {
    if at.is(-1, &["ORDER"]) && !at.at_end() {
        return advise(at.range(-1), "write ORDER BY");
    }
    let early = at.is(0, &["SKIP", "OFFSET"]) && at.in_clause(&["LIMIT"])
        || at.is(0, &["ORDER"]) && at.in_clause(&["SKIP", "OFFSET", "LIMIT"]);
    early.then(|| Advice {
        range: at.range(0),
        help: String::from("the order is: RETURN … ORDER BY … SKIP … LIMIT …"),
    })
}

/// `RETURN n WHERE …`, `WHERE … WHERE …`
pub(super) fn condition(at: &Context<'_>) -> Option<Advice> {
    if !at.is(0, &["WHERE"]) || at.bracket().is_some() {
        return None;
    }
    let help = match () {
        () if at.is(-1, &[","]) => return advise(at.range(-1), "leave the comma out"),
        () if at.in_clause(&["RETURN", "ORDER", "SKIP", "OFFSET", "LIMIT"]) => {
            "WHERE stands before RETURN; to filter what is counted, write WITH … WHERE … RETURN"
        }
        () if at.in_clause(&["WHERE"]) => "join conditions with AND",
        () if at.in_clause(&["UNWIND"]) => "write WITH * before WHERE",
        () => return None,
    };
    advise(at.range(0), help)
}

/// Words of SQL and of other languages.
pub(super) fn foreign_word(at: &Context<'_>) -> Option<Advice> {
    if !at.is_word(0) {
        return None;
    }
    let help = match at.piece(0).to_ascii_uppercase().as_str() {
        "SELECT" => "the pattern comes first, then the columns: MATCH (p:Person) RETURN p.name",
        "FROM" => "MATCH says what is read: MATCH (p:Person) RETURN p.name",
        "INSERT" if at.is(1, &["INTO"]) => "write CREATE (:Person {name: 'Ann'})",
        "INTO" | "VALUES" => "write CREATE (:Person {name: 'Ann'})",
        "UPDATE" => "write MATCH (p:Person) SET p.name = 'Ann'",
        "TABLE" => "a label needs no declaration: CREATE (:Person {name: 'Ann'})",
        "INDEX" | "CONSTRAINT" => "there is nothing to declare: labels and names are indexed",
        "DROP" | "TRUNCATE" => "write MATCH (p:Person) DETACH DELETE p",
        "ALTER" => "write SET n.key = value, or REMOVE n.key",
        "SHOW" | "DESCRIBE" => {
            "write CALL db.labels(), CALL db.relationshipTypes() or CALL db.propertyKeys()"
        }
        "GROUP" => "leave GROUP BY out: the columns beside an aggregation are the groups",
        "HAVING" => "write WITH p, count(*) AS times WHERE times > 1 RETURN p",
        "LEFT" | "RIGHT" | "OUTER" if at.is(1, &["JOIN", "OUTER"]) => {
            "write OPTIONAL MATCH (a)-[:TYPE]->(b)"
        }
        "JOIN" | "INNER" | "CROSS" | "NATURAL" => {
            "a pattern joins: MATCH (a)-[:TYPE]->(b), or MATCH (a), (b) WHERE a.x = b.x"
        }
        "LIKE" | "ILIKE" => "write CONTAINS, STARTS WITH or ENDS WITH, or =~ '(?i)a.*'",
        "RLIKE" | "REGEXP" | "SIMILAR" => "write =~ and a regular expression: x =~ 'a.*'",
        "BETWEEN" => "write 1 <= x <= 5",
        "TOP" | "FETCH" => "write LIMIT 5 at the end",
        "SORT" => "write ORDER BY",
        "ELSEIF" | "ELSIF" | "ELIF" => "write another WHEN condition THEN value",
        "IF" => "write CASE WHEN condition THEN value ELSE other END",
        "EXCEPT" | "MINUS" | "INTERSECT" => "write WHERE [NOT] EXISTS { a pattern }",
        "ISNULL" => "write IS NULL",
        "NOTNULL" => "write IS NOT NULL",
        "FOR" if at.within("[") => "write [x IN list WHERE condition | value]",
        "EQUALS" => "write = to compare",
        "DISTINCT" => "DISTINCT stands right behind RETURN, WITH or the parenthesis of count(",
        "USING" => "leave USING out: the plan is chosen without hints",
        _ => return None,
    };
    advise(at.range(0), help)
}

/// `RETURN n AS order`, `MATCH (match)`
pub(super) fn reserved_name(at: &Context<'_>) -> Option<Advice> {
    let named = at.is(-1, &["AS"]) || at.is(-1, &["("]) && at.in_node();
    let word = at.piece(0);
    if named && at.is_word(0) && is_reserved(word) && !at.is(0, &["WHERE"]) {
        let help = format!("`{word}` is a word of the language; as a name it stands in backticks");
        return advise(at.range(0), help);
    }
    None
}

/// `CASE WHEN a THEN b`
pub(super) fn case_end(at: &Context<'_>) -> Option<Advice> {
    let ends = at.at_end() || at.begins_clause(0) || at.is(0, &[")", "]", "}", "AS", ","]);
    if ends && at.count("CASE") > at.count("END") && at.count("THEN") > 0 {
        return advise(at.range(0), "end CASE with END");
    }
    None
}
