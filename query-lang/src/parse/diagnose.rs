//! Syntax errors in plain words: what was found, and what may stand there.

use std::ops::Range;

use pest::error::{Error as PestError, ErrorVariant, InputLocation};

use super::context::Context;
use super::mistakes::{self, Advice};
use super::{Rule, too_deep};
use crate::ast::Span;
use crate::error::{Cause, Error, nearest};
use crate::keywords::{KEYWORDS, is_keyword};
use crate::lexer::{Token, tokens};

/// The most things an error lists.
const MOST_EXPECTED: usize = 5;

/// pest's error as ours.
pub(super) fn error(text: &str, error: &PestError<Rule>) -> Error {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        // pest stops by itself where the stack runs out.
        return too_deep(Span::new(at, text.ceil_char_boundary(at + 1)));
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
    let unfinished = unfinished(token, found);
    if unfinished.is_none()
        && let Some(advice) = advice(&Context::new(text, at), positives)
    {
        return advised(text, advice);
    }
    let wanted = expected(positives);
    let cause = Cause::UnexpectedSyntax { found: describe(token, found), expected: list(&wanted) };
    Error::compile(cause, place).with_optional_help(unfinished)
}

/// The error of a known mistake: what stands there needs no list of what else might.
fn advised(text: &str, advice: Advice) -> Error {
    let Range { start, end } = advice.range;
    let (found, expected) = match &text[start..end] {
        "" => (String::from("the end of the query"), String::from("more")),
        found => (format!("`{}`", shortened(found)), String::new()),
    };
    let span = Span::new(start, end.max(1));
    Error::compile(Cause::UnexpectedSyntax { found, expected }, span).with_help(advice.help)
}

/// A known mistake, a misspelt word here or right before, or a comma that is missing.
fn advice(context: &Context<'_>, positives: &[Rule]) -> Option<Advice> {
    quantified(context, positives)
        .or_else(|| mistakes::advice(context))
        .or_else(|| misspelt(context, positives))
        .or_else(|| misspelt_before(context))
        .or_else(|| misspelt_subquery(context))
        .or_else(|| mistakes::missing_comma(context))
}

/// `WHERE (a)-->+(b)`: in an expression, a node follows every relationship.
fn quantified(context: &Context<'_>, positives: &[Rule]) -> Option<Advice> {
    let help = String::from("write EXISTS { (a)-->+(b) } to ask for a quantified pattern");
    let sign = context.is(0, &["+", "*", "{"]) && positives == [Rule::node];
    sign.then(|| Advice { range: context.range(0), help })
}

/// `RETRUN 1`: the word is near to one that may stand there or that begins a clause.
fn misspelt(context: &Context<'_>, positives: &[Rule]) -> Option<Advice> {
    let word = context.piece(0);
    if !context.is_word(0) || is_keyword(word) {
        return None;
    }
    let here = near_keyword(word, positives.iter().filter_map(|rule| keyword(*rule)));
    let near = here.or_else(|| near_keyword(word, leading_words()))?;
    Some(Advice { range: context.range(0), help: format!("did you mean {near}?") })
}

/// `RETURN DISTINT n`: the word before was read as a name, and stands nowhere else.
fn misspelt_before(context: &Context<'_>) -> Option<Advice> {
    let word = context.piece(-1);
    let follows_name = context.is(-2, &[".", ":", "AS"]);
    if !context.is_word(-1) || is_keyword(word) || follows_name || context.count(word) > 1 {
        return None;
    }
    let near = near_keyword(word, KEYWORDS.iter().map(|(keyword, _)| *keyword))?;
    let first = near.split(' ').next().unwrap_or(near);
    let allowed = if word.len() > 5 { 2 } else { 1 };
    let distance = strsim::osa_distance(&word.to_uppercase(), &first.to_uppercase());
    let close = first.len() > 3 && distance <= allowed;
    close.then(|| Advice { range: context.range(-1), help: format!("did you mean {near}?") })
}

/// `EXIST { … }`: a subquery whose word was read as a map's variable.
fn misspelt_subquery(context: &Context<'_>) -> Option<Advice> {
    let word = context.piece(-2);
    if !context.is_word(-2) || !context.is(-1, &["{"]) || is_keyword(word) {
        return None;
    }
    let near = nearest(word, ["EXISTS", "COUNT", "COLLECT"])?;
    Some(Advice { range: context.range(-2), help: format!("did you mean {near} {{ … }}?") })
}

/// The keyword whose first word, or which as a whole, is nearest.
fn near_keyword(
    word: &str,
    keywords: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let first = |keyword: &'static str| keyword.split(' ').next().unwrap_or(keyword);
    if let Some(whole) = nearest(word, keywords.clone().filter(|keyword| keyword.contains(' '))) {
        return Some(whole);
    }
    let near = nearest(word, keywords.clone().map(first))?;
    let mut meant = keywords.filter(|keyword| first(keyword) == near);
    meant.clone().find(|keyword| *keyword == near).or_else(|| meant.next())
}

/// What a quote or a comment that is never closed lacks.
fn unfinished(token: Option<Token>, found: &str) -> Option<String> {
    match token? {
        Token::Quoted { closed: false } => {
            Some(format!("end it with {}", found.chars().next().unwrap_or('\'')))
        }
        Token::Comment { .. } => Some(String::from("end it with */")),
        _ => None,
    }
}

/// The token that begins at or around a byte; at the end, what was never closed.
fn token_at(text: &str, at: usize) -> (Option<Token>, Range<usize>) {
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
        '\u{2014}' | '\u{2015}' => "- or --",
        '\u{2010}'..='\u{2013}' | '\u{2212}' => "-",
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

/// The keywords that begin a part of a query.
fn leading_words() -> impl Iterator<Item = &'static str> + Clone {
    let first = |words: &str| words.split(' ').next().map_or(0, str::len);
    KEYWORDS.iter().map(|(word, _)| *word).filter(move |word| first(word) > 4)
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
    let mut phrases: Vec<&str> = ranked.into_iter().map(|(_, phrase)| phrase).collect();
    join(&mut phrases, OPERATORS, "an operator");
    join(&mut phrases, CLAUSES, "another clause");
    phrases.truncate(MOST_EXPECTED);
    phrases
}

/// Words that are told together where several may stand.
const OPERATORS: &[&str] =
    &["AND", "OR", "XOR", "IN", "CONTAINS", "STARTS WITH", "ENDS WITH", "IS NULL", "an operator"];

/// Clauses that are told together where several may stand.
const CLAUSES: &[&str] = &[
    "MATCH",
    "OPTIONAL MATCH",
    "UNWIND",
    "WITH",
    "RETURN",
    "UNION",
    "CREATE",
    "INSERT",
    "MERGE",
    "SET",
    "REMOVE",
    "DELETE",
    "DETACH DELETE",
    "FOREACH",
    "CALL",
    "LOAD CSV",
    "FOR",
    "LET",
    "FILTER",
    "NEXT",
    "FINISH",
];

/// Puts one phrase in the place of several.
fn join(phrases: &mut Vec<&'static str>, kind: &[&str], one: &'static str) {
    if phrases.iter().filter(|phrase| kind.contains(phrase)).count() > 1 {
        phrases.retain(|phrase| !kind.contains(phrase));
        phrases.truncate(MOST_EXPECTED - 1);
        phrases.push(one);
    }
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
        Rule::call_subquery => (7, "CALL"),
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
