//! What people write who mean something else: other languages' words and signs, and signs
//! that were left out. Each rule looks at the tokens around the place where parsing stopped.

mod words;

use std::ops::Range;

use super::context::Context;
use crate::error::nearest;
use crate::keywords::is_reserved;
use crate::lexer::Token;

use words::{case_end, condition, foreign_word, limit, negation, null_test, order, reserved_name};

/// What to write instead of some bytes.
pub(super) struct Advice {
    pub(super) range: Range<usize>,
    pub(super) help: String,
}

/// A mistake, where the tokens have its looks.
type Rule = fn(&Context<'_>) -> Option<Advice>;

/// The rules, the most certain first.
const RULES: &[Rule] = &[
    comment,
    quote,
    arrow,
    length,
    operator,
    parameter,
    star,
    map,
    list,
    label,
    negation,
    null_test,
    limit,
    order,
    condition,
    foreign_word,
    bracket,
    comma_too_many,
    bare_node,
    reserved_name,
    case_end,
];

/// What is probably meant.
pub(super) fn advice(context: &Context<'_>) -> Option<Advice> {
    RULES.iter().find_map(|rule| rule(context))
}

/// An option, as every rule gives one.
#[allow(clippy::unnecessary_wraps)]
fn advise(range: Range<usize>, help: impl Into<String>) -> Option<Advice> {
    Some(Advice { range, help: help.into() })
}

/// `-- note`, `# note`
fn comment(at: &Context<'_>) -> Option<Advice> {
    const HELP: &str = "write // before a comment";
    if at.is(0, &["#"]) {
        return advise(at.range(0), HELP);
    }
    let rest_of_line = at.is_name(0) && at.is_name(1) && !at.is_adjacent(0);
    if at.is(-1, &["-"]) && at.is(-2, &["-"]) && at.is_adjacent(-1) && rest_of_line {
        return advise(at.between(-2, -1), HELP);
    }
    // What stands behind the dashes was read as code up to here.
    let dashes = (-12..=0).rev().find(|back| {
        at.is(*back, &["-"])
            && at.is(back + 1, &["-"])
            && at.is_adjacent(back + 1)
            && !at.is_adjacent(back + 2)
            && !at.is(back - 1, &[")", "<"])
    })?;
    let same_line = !at.text(at.range(dashes).start..at.range(0).start).contains('\n');
    if same_line { advise(at.between(dashes, dashes + 1), HELP) } else { None }
}

/// `'it's'`, `AS 'name'`, `{'key': 1}`, `n.'key'`, `:'Label'`
fn quote(at: &Context<'_>) -> Option<Advice> {
    if at.is_word(0) && at.is_quoted(-1) && at.is_adjacent(0) {
        let help = "write \\' for an apostrophe in a text, or put the text between \" and \"";
        return advise(at.between(-1, 0), help);
    }
    if !at.is_quoted(0) {
        return None;
    }
    let name = at.piece(0).trim_matches(['\'', '"', '`']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name = if plain { name.to_owned() } else { format!("`{name}`") };
    let what = match () {
        () if at.is(-1, &["AS"]) => "a column's name",
        () if at.is(-1, &["."]) => "a property's name",
        () if at.is(-1, &[":", "|", "&"]) && !at.within("{") => "a label or type",
        () if at.within("{") && at.is(-1, &["{", ","]) => "a key",
        () => return None,
    };
    let why = if plain { "without quotes" } else { "in backticks" };
    advise(at.range(0), format!("{what} stands {why}: {name}"))
}

/// `(a)-(b)`, `(a)->(b)`, `(a)-[r](b)`, `(a)=>(b)`, `(a)-->b`, `n->name`
fn arrow(at: &Context<'_>) -> Option<Advice> {
    const BETWEEN: &str = "write --> between two nodes, or -- for either direction: (a)-->(b)";
    let is = |offset, sign| at.is(offset, &[sign]);
    if is(0, "(") && is(-1, "-") && is(-2, ")") {
        return advise(at.range(-1), BETWEEN);
    }
    if is(0, ">") && is(-1, "-") && is(-2, ")") {
        return advise(at.between(-1, 0), BETWEEN);
    }
    if is(0, ">") && is(-1, "-") && at.is_word(-2) && at.is_word(1) {
        let property = format!("a property is read with a dot: {}.{}", at.piece(-2), at.piece(1));
        return advise(at.between(-1, 0), property);
    }
    if (is(0, "=") && is(1, ">") || is(0, ">") && is(-1, "=")) && at.in_clause(&["MATCH"]) {
        let range = if is(0, "=") { at.between(0, 1) } else { at.between(-1, 0) };
        if at.is(if is(0, "=") { -1 } else { -2 }, &[")"]) {
            return advise(range, BETWEEN);
        }
    }
    if is(0, "]") && at.in_relationship() && (is(1, "(") || is(1, ">")) {
        return advise(at.between(0, 1), "end a relationship with ]-> or ]-: (a)-[r]->(b)");
    }
    if is(0, ">") && is(-1, "-") && is(-2, "-") && at.in_clause(&["WHERE"]) {
        return advise(at.between(-2, 0), "a pattern is asked for with EXISTS { (a)-->(b) }");
    }
    if is(-1, "]") && (is(0, "(") || is(0, ">")) && at.in_clause(&["MATCH", "CREATE", "MERGE"]) {
        return advise(at.between(-1, 0), "end a relationship with ]-> or ]-: (a)-[r]->(b)");
    }
    if is(0, "[") && is(-1, "<") {
        return advise(at.between(-1, 0), "begin a relationship with <-[: (a)<-[r]-(b)");
    }
    let behind_arrow = is(-1, "-") && is(-2, "-") || is(-1, ">") && is(-2, "-");
    if is(0, "[") && (behind_arrow || is(-1, ")")) && at.in_clause(&["MATCH"]) {
        let help = "a relationship in brackets stands between dashes: (a)-[r]->(b)";
        return advise(at.range(0), help);
    }
    if at.is_name(0) && (behind_arrow || is(-1, "-") && is(-2, "]")) {
        return advise(at.range(0), format!("a node stands in parentheses: ({})", at.piece(0)));
    }
    None
}

/// `[*1-3]`, `[*1:3]`, `[*1,3]`
fn length(at: &Context<'_>) -> Option<Advice> {
    if at.in_relationship() && at.is(0, &["-", ":", ","]) && at.is_number(-1) && at.is(-2, &["*"]) {
        let range = at.between(-2, isize::from(at.is_number(1)));
        return advise(range, "write *1..3 for one to three relationships");
    }
    None
}

/// Signs that other languages have.
fn operator(at: &Context<'_>) -> Option<Advice> {
    let sign = |offset: isize| match at.token(offset) {
        Some(Token::Symbol(sign)) => "=!<>&|*+:~^?".contains(sign),
        _ => false,
    };
    if !sign(0) {
        return None;
    }
    let (mut first, mut last) = (0, 0);
    while first > -3 && sign(first - 1) && at.is_adjacent(first) {
        first -= 1;
    }
    while last < 3 && sign(last + 1) && at.is_adjacent(last + 1) {
        last += 1;
    }
    let range = at.between(first, last);
    let help = match at.text(range.clone()) {
        "==" | "===" | ":=" | "<=>" => "write = to compare",
        "!=" | "!==" | "><" | "^=" | "~=" => "write <> for what differs",
        "&&" => "write AND",
        "||" => "write OR between conditions, + between texts",
        "=>" => "write >= for what is at least as great",
        "=<" => "write <= for what is at most as great",
        "**" => "write ^ for a power: 2 ^ 3",
        "++" => "write + 1",
        "!~" => "write NOT before a comparison: NOT a =~ b",
        "!" => "write NOT",
        "|" if at.is(-2, &[":"]) => "write labels in parentheses: n:(A|B)",
        "&" if at.bracket().is_none() => "write AND",
        "|" if at.bracket().is_none() => "write OR",
        "?" if at.is_word(-1) || at.is(-1, &[")", "]"]) => {
            "write CASE WHEN condition THEN value ELSE other END"
        }
        "::" => "write toInteger(x), toString(x) and the like to convert",
        _ => return None,
    };
    advise(range, help)
}

/// `@name`, `?`, `= :name`, `${name}`, `{name}`
fn parameter(at: &Context<'_>) -> Option<Advice> {
    const HELP: &str = "a parameter is written with a dollar sign: $name";
    if at.is_word(0) && at.is(1, &["}"]) && at.is(-1, &["{"]) && !at.is(-2, &[")", ">", "-"]) {
        let name = at.piece(0);
        let help = format!("a parameter is written ${name}, a map {{{name}: value}}");
        return advise(at.between(-1, 1), help);
    }
    let before_value =
        at.is(-1, &["=", "<", ">", "(", ",", "[", "IN", "WHERE", "RETURN", "CONTAINS"]);
    match at.piece(0) {
        "@" => advise(at.range(0), HELP),
        "?" | "%" if before_value => advise(at.range(0), HELP),
        ":" if before_value && at.is_word(1) && !at.in_node() && !at.in_relationship() => {
            advise(at.between(0, 1), format!("a parameter is written ${}", at.piece(1)))
        }
        "{" if at.is(-1, &["$"]) => advise(at.range(0), HELP),
        _ => None,
    }
}

/// `n.*`, `sum(*)`
fn star(at: &Context<'_>) -> Option<Advice> {
    if !at.is(0, &["*"]) {
        return None;
    }
    if at.is(-1, &["."]) {
        let name = at.piece(-2);
        let help = format!("write properties({name}) for all properties, or {name} alone");
        return advise(at.between(-2, 0), help);
    }
    if at.within("(")
        && at.is(-1, &["(", "DISTINCT"])
        && at.bracket().is_some_and(|open| at.is_word(open - 1))
    {
        return advise(at.range(0), "only count takes *: count(*); name what to compute with");
    }
    at.is(-1, &[","]).then(|| Advice {
        range: at.range(0),
        help: String::from("* stands before all other columns: RETURN *, 1 AS one"),
    })
}

/// `{key = 1}`, `{key 1}`, `SET n {key: 1}`
fn map(at: &Context<'_>) -> Option<Advice> {
    if at.is(0, &["{"]) && at.is_name(-1) && at.in_clause(&["SET"]) {
        let name = at.piece(-1);
        let help =
            format!("write {name} += {{…}} to add properties, {name} = {{…}} to replace all");
        return advise(at.range(0), help);
    }
    if !at.within("{") || !at.is_word(0) || !at.is(-1, &["{", ","]) || at.begins_clause(0) {
        return None;
    }
    let key = at.piece(0);
    if at.is(1, &["="]) {
        return advise(at.range(1), format!("write : between a key and its value: {{{key}: …}}"));
    }
    let value = at.is_word(1) || at.is_number(1) || at.is_quoted(1);
    let help = format!("write : between a key and its value: {{{key}: {}}}", at.piece(1));
    if value { advise(at.between(0, 1), help) } else { None }
}

/// `x IN (1, 2)`, `(1, 2)`
fn list(at: &Context<'_>) -> Option<Advice> {
    let open = at.bracket()?;
    let called = at.is_name(open - 1) && !at.is(open - 1, &["IN", "AND", "OR", "NOT"]);
    if at.is(0, &[","]) && at.within("(") && !called && !at.in_node() {
        return advise(at.range(open), "a list stands in brackets: [1, 2]");
    }
    None
}

/// `(n:Human Rights Group)`, `(n:Person name: 'x')`, `(n:A, B)`, `[r:A OR B]`
fn label(at: &Context<'_>) -> Option<Advice> {
    let in_relationship = at.in_relationship();
    if !in_relationship && !at.in_node() {
        return None;
    }
    let property = at.is(0, &[","]) && at.is_word(1) && at.is(2, &[":", "="]);
    if property {
        return advise(
            at.between(0, 2),
            format!("properties stand in braces: {{{}: …}}", at.piece(1)),
        );
    }
    if at.is(0, &["OR", "AND", ","]) {
        return if in_relationship {
            advise(at.range(0), "write | between types of which one is enough: [r:ONE|OTHER]")
        } else {
            let help =
                "write & between labels that a node has, | between those of which one is enough";
            advise(at.range(0), help)
        };
    }
    let misspelt = nearest(at.piece(0), ["WHERE"]).is_some();
    if !at.is_name(0) || misspelt || at.is(0, &["OR", "AND", "NOT", "IS"]) {
        return None;
    }
    if at.is(1, &[":", "="]) && !at.is_adjacent(0) {
        return advise(
            at.between(0, 1),
            format!("properties stand in braces: {{{}: …}}", at.piece(0)),
        );
    }
    let first = (1..8).map(|back| -back).take_while(|back| at.is_name(*back)).last()?;
    if !at.is(first - 1, &[":", "|", "&", "!"]) {
        return None;
    }
    let last = (0..8).take_while(|next| at.is_name(*next)).last()?;
    let range = at.between(first, last);
    let help = format!("a name with blanks stands in backticks: `{}`", at.text(range.clone()));
    advise(range, help)
}

/// Brackets that are never closed, closed by another one, or never opened.
fn bracket(at: &Context<'_>) -> Option<Advice> {
    let closing = at.is(0, &[")", "]", "}"]);
    let Some(open) = at.bracket() else {
        let help = "nothing is open here that it could close: leave it out";
        return if closing { advise(at.range(0), help) } else { None };
    };
    let (opener, closer) = match at.piece(open) {
        "(" => ("(", ")"),
        "[" => ("[", "]"),
        _ => ("{", "}"),
    };
    let in_subquery = opener == "{" && at.is(open - 1, &["EXISTS", "COUNT", "COLLECT", "CALL"]);
    let mismatched = closing && at.piece(0) != closer;
    let broken_off = at.at_end() && !at.is(-1, &[",", "=", "(", "[", "{", "+", "|"])
        || at.begins_clause(0) && !in_subquery
        || at.in_relationship() && at.is(0, &["-"]);
    if !(mismatched || broken_off) {
        return None;
    }
    let stretch = at.text(at.between(open, -1));
    let shown: String = if stretch.chars().count() > 40 {
        stretch.chars().take(39).chain(['…']).collect()
    } else {
        stretch.to_owned()
    };
    advise(at.range(0), format!("close `{shown}` with `{closer}`"))
}

/// `RETURN a, b, ORDER BY a`, `[1, 2,]`
fn comma_too_many(at: &Context<'_>) -> Option<Advice> {
    let ends = at.is(0, &[")", "]", "}"]) || at.begins_clause(0) || at.at_end();
    if ends && at.is(-1, &[","]) {
        return advise(at.range(-1), "leave the comma out, or write more behind it");
    }
    None
}

/// `MATCH n RETURN n`
fn bare_node(at: &Context<'_>) -> Option<Advice> {
    let begins = at.is(-1, &["MATCH", "CREATE", "MERGE", "INSERT"])
        || at.is(-1, &[","]) && at.bracket().is_none() && at.in_clause(&["MATCH", "CREATE"]);
    if !begins || at.begins_clause(0) {
        return None;
    }
    if at.is(0, &[":"]) && at.is_word(1) {
        return advise(
            at.between(0, 1),
            format!("a node stands in parentheses: (:{})", at.piece(1)),
        );
    }
    if !at.is_word(0) {
        return None;
    }
    let labelled = at.is(1, &[":"]) && at.is_word(2);
    let range = if labelled { at.between(0, 2) } else { at.range(0) };
    advise(range.clone(), format!("a node stands in parentheses: ({})", at.text(range)))
}

/// `RETURN a b`, `[1 2]`, `MATCH (a) (b)`: two values with nothing between them.
pub(super) fn missing_comma(at: &Context<'_>) -> Option<Advice> {
    let begins = at.is_name(0) && !is_reserved(at.piece(0))
        || at.is_number(0)
        || at.is_quoted(0)
        || at.is(0, &["(", "[", "{", "$"]);
    let ended = at.is_name(-1) && !is_reserved(at.piece(-1))
        || at.is_number(-1)
        || at.is_quoted(-1)
        || at.is(-1, &[")", "]", "}"]);
    if !begins || !ended {
        return None;
    }
    let help = match at.bracket().map(|open| at.piece(open)) {
        Some("[") if !at.in_relationship() => "separate the elements of a list by commas",
        Some("{") => "separate the entries of a map by commas",
        Some("(") if !at.in_node() => "separate arguments by commas",
        None if at.in_clause(&["RETURN", "WITH"]) => {
            "separate columns by commas, and name one with AS"
        }
        None if at.in_clause(&["MATCH", "CREATE"]) && at.is(-1, &[")"]) && at.is(0, &["("]) => {
            "separate patterns by commas, or join them with -->"
        }
        None if at.in_clause(&["WHERE"]) => "join conditions with AND or OR",
        _ => return None,
    };
    advise(at.range(0), help)
}
