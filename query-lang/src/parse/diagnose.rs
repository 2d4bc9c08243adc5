//! Syntax errors in plain words: what was found, and what may stand there.

use pest::error::{Error as PestError, ErrorVariant, InputLocation};

use super::{Rule, too_deep};
use crate::ast::Span;
use crate::error::{Cause, Error, nearest};
use crate::keywords::KEYWORDS;
use crate::lexer::{Token, tokens};

/// The most things an error lists.
const MOST_EXPECTED: usize = 6;

/// pest's error as ours.
pub(super) fn error(text: &str, error: &PestError<Rule>) -> Error {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        // pest stops by itself where the stack runs out.
        return too_deep(Span::new(at, at + 1));
    };
    let (token, span) = token_at(text, at);
    let found = &text[span.clone()];
    let place = Span::new(span.start, span.end.max(1));
    if let Some(Token::Symbol(character)) = token
        && !character.is_ascii()
    {
        let cause = Cause::InvalidUnicodeCharacter { character };
        return Error::compile(cause, place).with_optional_help(plain(character));
    }
    let wanted = expected(positives);
    let cause = Cause::UnexpectedSyntax { found: describe(token, found), expected: list(&wanted) };
    Error::compile(cause, place).with_optional_help(advice(token, found, positives))
}

/// The token that begins at or around a byte; at the end, what was never closed.
fn token_at(text: &str, at: usize) -> (Option<Token>, std::ops::Range<usize>) {
    let covering = tokens(text).find(|(token, range)| match token {
        Token::Quoted { closed: false } | Token::Comment { closed: false } => range.end > at,
        Token::Space | Token::Comment { .. } => false,
        _ => range.end > at,
    });
    match covering {
        Some((token, range)) => (Some(token), range),
        None => (None, text.len()..text.len()),
    }
}

fn describe(token: Option<Token>, found: &str) -> String {
    match token {
        None => String::from("the end of the query"),
        Some(Token::Quoted { closed: false }) => String::from("a quote that is never closed"),
        Some(Token::Comment { .. }) => String::from("a comment that is never closed"),
        Some(_) => format!("`{}`", shortened(found)),
    }
}

/// What is meant by a character that a word processor put in.
fn plain(character: char) -> Option<String> {
    let meant = match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2018}'..='\u{201F}' | '«' | '»' => "' or \"",
        '≠' => "<>",
        '≤' => "<=",
        '≥' => ">=",
        '→' | '⟶' => "->",
        '←' | '⟵' => "<-",
        _ => return None,
    };
    Some(format!("write {meant}"))
}

fn shortened(found: &str) -> String {
    if found.chars().count() <= 40 {
        return found.to_owned();
    }
    found.chars().take(39).chain(['…']).collect()
}

fn advice(token: Option<Token>, found: &str, positives: &[Rule]) -> Option<String> {
    match token? {
        Token::Quoted { closed: false } => {
            Some(format!("end it with {}", found.chars().next().unwrap_or('\'')))
        }
        Token::Comment { .. } => Some(String::from("end it with */")),
        Token::Word => {
            let words = positives.iter().filter_map(|rule| keyword(*rule));
            let near = nearest(found, words).or_else(|| nearest(found, leading_words()));
            near.filter(|near| !near.eq_ignore_ascii_case(found))
                .map(|near| format!("did you mean {near}?"))
        }
        Token::Symbol('|') => Some(String::from("write labels in parentheses: n:(A|B)")),
        // In an expression, a node follows every relationship.
        Token::Symbol('+' | '*' | '{') if positives == [Rule::node] => {
            Some(String::from("write EXISTS { (a)-->+(b) } to ask for a quantified pattern"))
        }
        _ => None,
    }
}

/// The keywords that begin a part of a query.
fn leading_words() -> impl Iterator<Item = &'static str> {
    KEYWORDS.iter().map(|(word, _)| *word).filter(|word| word.len() > 4)
}

fn list(wanted: &[&str]) -> String {
    match wanted {
        [] => String::from("something else"),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// What may stand there, the most telling first.
fn expected(positives: &[Rule]) -> Vec<&'static str> {
    // A node beside a node is a mistake that comes later.
    let connected = positives.contains(&Rule::left);
    let mut ranked: Vec<(u8, &'static str)> = positives
        .iter()
        .filter(|rule| !(connected && matches!(rule, Rule::group | Rule::node)))
        .map(|rule| phrase(*rule))
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    if ranked.first() == Some(&(0, "an expression")) {
        ranked.truncate(1);
    }
    if ranked.iter().any(|(rank, _)| *rank < 9) {
        ranked.retain(|(rank, _)| *rank < 9);
    }
    ranked.into_iter().map(|(_, phrase)| phrase).take(MOST_EXPECTED).collect()
}

/// The keyword that a rule begins with.
fn keyword(rule: Rule) -> Option<&'static str> {
    let (rank, phrase) = phrase(rule);
    (rank == 2 || rank == 3).then_some(phrase)
}

/// A rule in plain words, with a rank: what is closed, parts, keywords, operators, the rest.
#[allow(clippy::match_same_arms)]
fn phrase(rule: Rule) -> (u8, &'static str) {
    match rule {
        Rule::statement | Rule::query | Rule::single_query => (0, "a clause such as MATCH"),
        Rule::projection | Rule::item | Rule::expr | Rule::literal => (0, "an expression"),
        Rule::pattern | Rule::path | Rule::chain => (0, "a pattern such as (a)-[r]->(b)"),
        Rule::group | Rule::node => (1, "a node such as (n:Label)"),
        Rule::relationship | Rule::left | Rule::right => (5, "a relationship such as -[r:TYPE]->"),
        Rule::detail => (5, "a relationship in brackets"),
        Rule::paren | Rule::reference | Rule::function_name | Rule::call | Rule::string => {
            (0, "an expression")
        }
        Rule::variable | Rule::target | Rule::assignment | Rule::removal => (1, "a variable"),
        Rule::procedure_name => (1, "a procedure such as db.labels"),
        Rule::call_arguments => (5, "arguments in parentheses"),
        Rule::yielded => (1, "a column to take"),
        Rule::key
        | Rule::plain
        | Rule::quoted
        | Rule::label_not
        | Rule::label_or
        | Rule::label_and => (1, "a name"),
        Rule::number | Rule::hop_count => (1, "a number"),
        Rule::parameter => (1, "a parameter such as $name"),
        Rule::parameter_name => (1, "the parameter's name"),
        Rule::case => (3, "CASE"),
        Rule::map | Rule::properties => (5, "a map such as {key: value}"),
        Rule::entry => (1, "a key and its value"),
        Rule::bracket | Rule::list_comprehension => (5, "a list"),
        Rule::labels | Rule::has_labels | Rule::is_label | Rule::new_labels => {
            (6, "a label such as :Person")
        }
        _ => keyword_phrase(rule),
    }
}

/// Keywords that are listed behind those that most queries have.
const RARER: [&str; 9] =
    ["CALL", "CREATE", "DELETE", "DETACH", "EXPLAIN", "LOAD CSV", "MERGE", "PROFILE", "REMOVE"];

/// Keywords and operators.
fn keyword_phrase(rule: Rule) -> (u8, &'static str) {
    let keyword = match rule {
        Rule::MATCH | Rule::match_clause => "MATCH",
        Rule::OPTIONAL => "OPTIONAL MATCH",
        Rule::WHERE | Rule::where_clause => "WHERE",
        Rule::UNWIND | Rule::unwind => "UNWIND",
        Rule::WITH | Rule::with => "WITH",
        Rule::RETURN | Rule::return_clause => "RETURN",
        Rule::CALL | Rule::call_procedure => "CALL",
        Rule::LOAD | Rule::load_csv => "LOAD CSV",
        Rule::EXPLAIN | Rule::explain => "EXPLAIN",
        Rule::PROFILE | Rule::profile => "PROFILE",
        Rule::CSV => "CSV",
        Rule::FROM => "FROM",
        Rule::HEADERS | Rule::headers => "WITH HEADERS",
        Rule::FIELDTERMINATOR => "FIELDTERMINATOR",
        Rule::YIELD | Rule::yield_clause => "YIELD",
        Rule::CREATE | Rule::create => "CREATE",
        Rule::MERGE | Rule::merge => "MERGE",
        Rule::SET | Rule::set => "SET",
        Rule::REMOVE | Rule::remove => "REMOVE",
        Rule::DELETE | Rule::delete => "DELETE",
        Rule::DETACH => "DETACH DELETE",
        Rule::ON | Rule::merge_action => "ON CREATE SET",
        Rule::UNION | Rule::union => "UNION",
        Rule::ORDER | Rule::order => "ORDER BY",
        Rule::BY => "BY",
        Rule::SKIP | Rule::OFFSET | Rule::skip => "SKIP",
        Rule::LIMIT | Rule::limit => "LIMIT",
        Rule::AS => "AS",
        Rule::IN => "IN",
        Rule::WHEN | Rule::when => "WHEN",
        Rule::THEN => "THEN",
        Rule::ELSE | Rule::otherwise => "ELSE",
        Rule::END => "END",
        Rule::NULL => "NULL",
        _ => return operator_phrase(rule),
    };
    (if RARER.contains(&keyword) { 3 } else { 2 }, keyword)
}

fn operator_phrase(rule: Rule) -> (u8, &'static str) {
    match rule {
        Rule::AND => (3, "AND"),
        Rule::OR => (3, "OR"),
        Rule::XOR => (7, "XOR"),
        Rule::NOT => (7, "NOT"),
        Rule::CONTAINS => (7, "CONTAINS"),
        Rule::starts_with => (7, "STARTS WITH"),
        Rule::ends_with => (7, "ENDS WITH"),
        Rule::IS | Rule::is_null => (7, "IS NULL"),
        Rule::DISTINCT => (7, "DISTINCT"),
        Rule::CALL | Rule::call_subquery => (7, "CALL"),
        Rule::star => (7, "`*`"),
        Rule::descending => (7, "DESC"),
        Rule::ascending => (7, "ASC"),
        Rule::quantifier => (7, "a quantifier such as {1,3}"),
        Rule::selector | Rule::path_mode => (7, "a selector such as ANY SHORTEST"),
        Rule::pipe => (4, "`|` and a value"),
        Rule::dots => (7, "`..`"),
        Rule::hops => (7, "`*` and a number of relationships"),
        Rule::property => (8, "a property such as .name"),
        Rule::subscript => (8, "an index in brackets"),
        Rule::set_to | Rule::add_to => (4, "`=`"),
        Rule::EOI | Rule::semicolon => (8, "the end of the query"),
        _ => (9, "an operator"),
    }
}
