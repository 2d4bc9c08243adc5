//! What may follow at the cursor.

use query_lang::lexer::{Token, tokens};
use query_lang::procedures::Procedures;
use query_lang::{KEYWORDS, functions};

use query_lang::question::looks_like_cypher;

use super::commands::{self, Argument, COMMANDS};
use super::procedures;
use super::vocabulary::Vocabulary;

/// The most words of a question that are taken for the beginning of one name.
const LONGEST_NAME: usize = 6;

/// Where the completed word begins, and what may stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Completion {
    pub(super) start: usize,
    pub(super) candidates: Vec<String>,
}

/// What the cursor stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Label,
    Type,
    Property,
    Text { quote: char },
    Comment,
    Clause,
}

/// Completes a command, a statement or a question that ends at the cursor.
pub(super) fn complete(typed: &str, vocabulary: &Vocabulary) -> Completion {
    if typed.starts_with(':') {
        return command(typed);
    }
    if !typed.trim().is_empty() && !starts_cypher(typed) {
        return name(typed, &vocabulary.names);
    }
    let (place, start) = place(typed);
    if matches!(place, Place::Clause | Place::Property)
        && let Some(found) = procedures::complete(typed, &Procedures::default())
    {
        return found;
    }
    let prefix = &typed[start..];
    let candidates = match place {
        Place::Label => matching(&vocabulary.labels, prefix).map(identifier).collect(),
        Place::Type => matching(&vocabulary.types, prefix).map(identifier).collect(),
        Place::Property => matching(&vocabulary.properties, prefix).map(identifier).collect(),
        Place::Text { quote } => {
            matching(&vocabulary.names, prefix).map(|name| quoted(name, quote)).collect()
        }
        Place::Comment => Vec::new(),
        Place::Clause => words(prefix),
    };
    Completion { start, candidates }
}

/// Whether this is Cypher, or the beginning of a word that starts it.
fn starts_cypher(typed: &str) -> bool {
    let word = typed.trim_start();
    looks_like_cypher(typed)
        || (!word.contains(char::is_whitespace)
            && KEYWORDS.iter().any(|(keyword, _)| begins(keyword, word)))
}

pub(super) fn begins(name: &str, prefix: &str) -> bool {
    let mut characters = name.chars().flat_map(char::to_lowercase);
    prefix.chars().flat_map(char::to_lowercase).all(|wanted| characters.next() == Some(wanted))
}

fn matching<'a>(names: &'a [String], prefix: &'a str) -> impl Iterator<Item = &'a str> {
    names.iter().map(String::as_str).filter(move |name| begins(name, prefix))
}

/// A command, or what may stand behind it.
fn command(typed: &str) -> Completion {
    let Some((name, rest)) = typed.split_once(char::is_whitespace) else {
        let named = COMMANDS.iter().filter(|command| begins(command.name, typed));
        return Completion {
            start: 0,
            candidates: named.map(|command| command.name.to_owned()).collect(),
        };
    };
    let prefix = rest.trim_start();
    let first = commands::find(name).ok().and_then(|command| command.completes.first());
    let candidates = match first {
        Some(Argument::OneOf(choices)) if !prefix.contains(char::is_whitespace) => choices()
            .into_iter()
            .map(|(word, _)| word)
            .filter(|word| begins(word, prefix))
            .collect(),
        _ => Vec::new(),
    };
    Completion { start: typed.len() - prefix.len(), candidates }
}

/// The longest stretch of last words that begins a name of the graph.
fn name(typed: &str, names: &[String]) -> Completion {
    let starts = typed.char_indices().rev().filter_map(|(at, character)| {
        (!character.is_whitespace() && typed[..at].ends_with(|c: char| !c.is_alphanumeric()))
            .then_some(at)
    });
    let mut found = Completion { start: typed.len(), candidates: Vec::new() };
    for start in starts.take(LONGEST_NAME) {
        let candidates: Vec<String> = matching(names, &typed[start..]).map(str::to_owned).collect();
        if !candidates.is_empty() {
            found = Completion { start, candidates };
        }
    }
    found
}

/// Keywords in capitals, functions with their parenthesis.
fn words(prefix: &str) -> Vec<String> {
    let keywords = KEYWORDS.iter().map(|(keyword, _)| (*keyword).to_owned());
    let called = functions().iter().map(|function| format!("{}(", function.name));
    let mut found: Vec<String> = if prefix.is_empty() {
        keywords.collect()
    } else {
        keywords.chain(called).filter(|word| begins(word, prefix)).collect()
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// A name as it is written in a query.
fn identifier(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_numeric());
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

/// The rest of a quoted text, with the quote that ends it.
fn quoted(name: &str, quote: char) -> String {
    let escaped = name.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
    format!("{escaped}{quote}")
}

/// What the end of the text is in, and where the word that is being typed begins.
fn place(typed: &str) -> (Place, usize) {
    let mut open: Vec<Bracket> = Vec::new();
    let mut before = ' ';
    let mut word = typed.len();
    let mut last = ' ';
    for (token, range) in tokens(typed) {
        match token {
            Token::Quoted { closed: false } => return within_quote(typed, range.start),
            Token::Comment { closed } if !closed || range.end == typed.len() => {
                return (Place::Comment, typed.len());
            }
            Token::Word if range.end == typed.len() => word = range.start,
            Token::Symbol(symbol) => {
                track(&mut open, symbol);
                (before, last) = (last, symbol);
            }
            Token::Word | Token::Quoted { .. } => (before, last) = (last, 'w'),
            Token::Space | Token::Comment { .. } => {}
        }
    }
    (after(last, before, open.last()), word)
}

/// An open bracket, and whether a colon stood in it.
struct Bracket {
    symbol: char,
    colon: bool,
}

fn track(open: &mut Vec<Bracket>, symbol: char) {
    match symbol {
        '(' | '[' | '{' => open.push(Bracket { symbol, colon: false }),
        ')' | ']' | '}' => drop(open.pop()),
        ':' => {
            if let Some(bracket) = open.last_mut() {
                bracket.colon = true;
            }
        }
        _ => {}
    }
}

fn within_quote(typed: &str, quote: usize) -> (Place, usize) {
    match typed[quote..].chars().next() {
        Some(mark @ ('\'' | '"')) => (Place::Text { quote: mark }, quote + 1),
        _ => (Place::Comment, typed.len()),
    }
}

/// The place after a symbol (`w` stands for a word) within a bracket.
fn after(last: char, before: char, bracket: Option<&Bracket>) -> Place {
    let within = bracket.map_or(' ', |bracket| bracket.symbol);
    let named = bracket.is_some_and(|bracket| bracket.colon);
    match (last, within) {
        (':', '[') => Place::Type,
        ('|' | '!' | '&', '[') if named => Place::Type,
        (':', '{') => Place::Clause,
        (':', _) => Place::Label,
        ('|' | '!' | '&', '(') if named => Place::Label,
        ('.', _) if before != '.' => Place::Property,
        ('{' | ',', '{') => Place::Property,
        _ => Place::Clause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(typed: &str) -> Vec<String> {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let vocabulary = Vocabulary {
            labels: list(&["Agreement", "Person"]),
            types: list(&["CRITICIZED", "PRAISED", "odd type"]),
            properties: list(&["name", "sources"]),
            names: list(&["El Salvador", "Nayib Bukele", "O'Hara"]),
        };
        let completion = complete(typed, &vocabulary);
        completion.candidates.iter().map(|c| format!("{}{c}", &typed[..completion.start])).collect()
    }

    #[test]
    fn each_place_has_its_words() {
        assert_eq!(completed("MATCH (p:Pe"), ["MATCH (p:Person"]);
        assert_eq!(completed("MATCH (p:Person)-[c:cri"), ["MATCH (p:Person)-[c:CRITICIZED"]);
        assert_eq!(completed("MATCH ()-[:PRAISED|CR"), ["MATCH ()-[:PRAISED|CRITICIZED"]);
        assert_eq!(completed("MATCH ()-[:o"), ["MATCH ()-[:`odd type`"]);
        assert_eq!(completed("MATCH (p) RETURN p.na"), ["MATCH (p) RETURN p.name"]);
        assert_eq!(completed("MATCH (p {n"), ["MATCH (p {name"]);
        assert_eq!(completed("MATCH (p {name: 'nay"), ["MATCH (p {name: 'Nayib Bukele'"]);
        assert_eq!(completed("MATCH (p {name: 'O"), ["MATCH (p {name: 'O\\'Hara'"]);
        assert_eq!(completed("ret"), ["RETURN"]);
        assert_eq!(completed("MATCH (p) RETURN siz"), ["MATCH (p) RETURN size("]);
        assert_eq!(completed("RETURN 1 // MA"), [""; 0]);
    }

    #[test]
    fn questions_complete_names_and_commands_themselves() {
        assert_eq!(completed("who visited el salv"), ["who visited El Salvador"]);
        assert_eq!(completed("what did nay"), ["what did Nayib Bukele"]);
        assert_eq!(completed(":ev"), [":evidence"]);
        assert_eq!(completed(":export j"), [":export jsonl"]);
    }

    #[test]
    fn no_text_is_too_odd_to_complete() {
        for text in ["", ":", "'", "`", "é", "MATCH (é", ")))", "RETURN 1..", "who é", "/*"] {
            for (at, _) in text.char_indices() {
                completed(&text[..at]);
            }
            completed(text);
        }
    }
}
