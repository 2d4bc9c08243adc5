//! What may follow in a statement.

use std::collections::BTreeMap;

use query_lang::lexer::{Token, tokens};
use query_lang::procedures::Procedure;
use query_lang::{KEYWORDS, functions};

use super::begins;
use super::candidate::{Candidate, Completion};
use super::lexeme::{Lexeme, LexemeKind, lexemes};
use super::names;
use super::place::{Place, place};
use super::scope::{Clause, Element, Scope, Variable};
use crate::plural::counted;
use crate::shell::vocabulary::{Keys, Vocabulary};

/// The longest statement that is looked at.
const LONGEST: usize = 32 << 10;

/// The clauses that a statement can begin with.
const STARTS: &[&str] = &[
    "MATCH",
    "OPTIONAL MATCH",
    "CREATE",
    "INSERT",
    "MERGE",
    "CALL",
    "OPTIONAL CALL",
    "LOAD CSV",
    "UNWIND",
    "FOR",
    "FOREACH",
    "LET",
    "EXPLAIN",
    "PROFILE",
    "WITH",
    "RETURN",
];

/// The keywords that stand where a value does.
const VALUES: &[&str] = &[
    "CASE",
    "WHEN",
    "NOT",
    "DISTINCT",
    "EXISTS",
    "COUNT",
    "COLLECT",
    "shortestPath",
    "allShortestPaths",
    "true",
    "false",
    "null",
];

/// The keywords that stand before a pattern.
const BEFORE_PATTERN: &[&str] =
    &["shortestPath", "allShortestPaths", "ANY SHORTEST", "ALL SHORTEST", "SHORTEST"];

/// Completes a statement that is typed up to the cursor; `behind` stands behind it.
pub(super) fn complete(typed: &str, behind: &str, vocabulary: &Vocabulary) -> Completion {
    if typed.len() > LONGEST {
        return Completion::nothing(typed.len());
    }
    let last = tokens(typed).last();
    let (before, start) = match last {
        Some((Token::Quoted { closed: false }, range))
            if !typed[range.start..].starts_with('`') =>
        {
            return text(typed, range.start, behind, vocabulary);
        }
        Some((Token::Comment { closed: false }, _)) => return Completion::nothing(typed.len()),
        Some((Token::Comment { .. }, range)) if typed[range.start..].starts_with("//") => {
            return Completion::nothing(typed.len());
        }
        Some((Token::Word | Token::Quoted { closed: false }, range)) => {
            (&typed[..range.start], range.start)
        }
        _ => (typed, typed.len()),
    };
    let lexemes = lexemes(before);
    let scope = Scope::of(&lexemes);
    let at =
        At { scope: &scope, prefix: typed[start..].trim_start_matches('`'), behind, vocabulary };
    match place(&scope) {
        Place::Procedure => at.procedures(start),
        place => Completion { start, candidates: at.candidates(&place) },
    }
}

/// The cursor in a statement.
struct At<'a> {
    scope: &'a Scope<'a>,
    /// What is typed of the word.
    prefix: &'a str,
    behind: &'a str,
    vocabulary: &'a Vocabulary,
}

impl At<'_> {
    fn candidates(&self, place: &Place) -> Vec<Candidate> {
        match place {
            Place::Nothing | Place::Procedure => Vec::new(),
            Place::Start => self.keywords(|keyword| STARTS.contains(&keyword)),
            Place::Label => self.counted(&self.vocabulary.labels, "node"),
            Place::Type => self.counted(&self.vocabulary.types, "relationship"),
            Place::Key(element) => self.keys(element.as_ref()),
            Place::Member(space) => {
                let members = self.functions(&format!("{space}."));
                if members.is_empty() { self.keys(None) } else { members }
            }
            Place::KnownNode => {
                self.variables(|variable| matches!(variable.element, Element::Node(_)))
            }
            Place::Parameter => self.parameters(),
            Place::Column(call) => self.columns(*call),
            Place::Operand => self.operands(),
            Place::Pattern => self.keywords(|keyword| BEFORE_PATTERN.contains(&keyword)),
            Place::Operator => self.keywords(|_| true),
        }
    }

    fn begins<'n>(&self, name: &'n str) -> Option<&'n str> {
        Some(name).filter(|name| begins(name, self.prefix))
    }

    fn counted(&self, names: &[(String, usize)], noun: &str) -> Vec<Candidate> {
        let found = names.iter().filter(|(name, _)| begins(name, self.prefix));
        let described = found.map(|(name, number)| Candidate::named(name, counted(*number, noun)));
        described.collect()
    }

    /// The keys that the element's labels or types have, or all where nothing is known of it.
    fn keys(&self, element: Option<&Element>) -> Vec<Candidate> {
        let Vocabulary { node_keys, relationship_keys, .. } = self.vocabulary;
        let mut found = BTreeMap::new();
        let mut take = |keys: &Keys, kinds: &[String]| {
            let known = kinds.iter().any(|kind| keys.contains_key(kind));
            for (kind, keys) in keys {
                if !known || kinds.contains(kind) {
                    found.extend(keys.iter().map(|(key, values)| (key.clone(), *values)));
                }
            }
        };
        match element {
            Some(Element::Node(labels)) => take(node_keys, labels),
            Some(Element::Relationship(types)) => take(relationship_keys, types),
            Some(Element::Path) => {}
            Some(Element::Value) | None => {
                take(node_keys, &[]);
                take(relationship_keys, &[]);
            }
        }
        found.retain(|key, _| begins(key, self.prefix));
        let described =
            found.iter().map(|(key, values)| Candidate::named(key, values.to_lowercase()));
        described.collect()
    }

    fn variables(&self, wanted: impl Fn(&Variable) -> bool) -> Vec<Candidate> {
        let mut names: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        for variable in self.scope.variables.iter().rev().filter(|variable| wanted(variable)) {
            if begins(&variable.name, self.prefix) && !names.contains(&variable.name.as_str()) {
                names.push(&variable.name);
                let element = described(&variable.element);
                found.push(Candidate::named(&variable.name, element));
            }
        }
        found.sort_by(|one, other| one.shown.cmp(&other.shown));
        found
    }

    /// The functions whose names begin with a namespace and what was typed, without the
    /// namespace.
    fn functions(&self, space: &str) -> Vec<Candidate> {
        let found = functions().iter().filter_map(|function| {
            let own =
                function.name.get(..space.len()).filter(|own| own.eq_ignore_ascii_case(space));
            let name = function.name.get(own?.len()..).and_then(|name| self.begins(name))?;
            // Members of a namespace are typed behind their dot.
            if space.is_empty() && name.contains('.') {
                return None;
            }
            let call = self.called(name, function.signature.ends_with("()"));
            Some(Candidate::new(call, function.summary).shown_as(function.signature))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|one| one.shown.to_lowercase());
        found
    }

    /// A name with its parenthesis, unless that stands there already.
    fn called(&self, name: &str, takes_nothing: bool) -> String {
        let parenthesis = if takes_nothing { "()" } else { "(" };
        let there = self.behind.starts_with('(');
        format!("{name}{}", if there { "" } else { parenthesis })
    }

    /// Variables; where something is typed, functions and keywords too.
    fn operands(&self) -> Vec<Candidate> {
        let mut found = self.variables(|_| true);
        if self.prefix.is_empty() && !found.is_empty() {
            return found;
        }
        found.extend(self.functions(""));
        if !self.prefix.is_empty() {
            found.extend(self.keywords(|keyword| VALUES.contains(&keyword)));
        }
        found
    }

    /// Keywords in capitals or not, as the others are written; of several words, what is left
    /// behind those that are typed.
    fn keywords(&self, wanted: impl Fn(&str) -> bool) -> Vec<Candidate> {
        let small = self.writes_small();
        let found = KEYWORDS.iter().filter(|(keyword, _)| wanted(keyword)).filter_map(
            |(keyword, summary)| {
                let left = self.left(keyword)?;
                // `shortestPath` is written so.
                let mixed = keyword.contains(char::is_lowercase);
                let written = if small && !mixed { left.to_lowercase() } else { left.to_owned() };
                Some(Candidate::new(written, *summary))
            },
        );
        let mut found: Vec<_> = found.collect();
        found.sort_by(|one, other| one.shown.cmp(&other.shown));
        found.dedup_by(|one, other| one.shown == other.shown);
        found
    }

    /// What is left of a keyword behind its words that stand before the cursor.
    fn left<'k>(&self, keyword: &'k str) -> Option<&'k str> {
        let words: Vec<&str> = keyword.split(' ').collect();
        for typed in (1..words.len()).rev() {
            let before = self.scope.lexemes.len().checked_sub(typed);
            let stand = before.is_some_and(|before| {
                self.scope.lexemes[before..]
                    .iter()
                    .zip(&words)
                    .all(|(lexeme, word)| lexeme.says(word))
            });
            if stand {
                let length: usize = words[..typed].iter().map(|word| word.len() + 1).sum();
                return self.begins(&keyword[length..]);
            }
        }
        // Behind `ORDER` there is nothing but `BY`.
        let half = self.scope.lexemes.last().is_some_and(is_half);
        self.begins(keyword).filter(|_| !half)
    }

    /// Whether keywords are typed in small letters: this one, or the last one before it.
    fn writes_small(&self) -> bool {
        if let Some(letter) = self.prefix.chars().find(|letter| letter.is_alphabetic()) {
            return letter.is_lowercase();
        }
        let keyword = self.scope.lexemes.iter().rfind(|lexeme| lexeme.is_keyword());
        keyword.is_some_and(|keyword| keyword.text.starts_with(char::is_lowercase))
    }

    fn parameters(&self) -> Vec<Candidate> {
        let named = self.vocabulary.parameters.iter().filter(|(name, _)| begins(name, self.prefix));
        named.map(|(name, value)| Candidate::new(name, value)).collect()
    }

    /// Procedures; their names hold dots, so that the word begins further on the left.
    fn procedures(&self, start: usize) -> Completion {
        let from = match self.scope.clause {
            Clause::Call { from } => from,
            _ => self.scope.lexemes.len(),
        };
        let space: String = self.scope.lexemes[from..].iter().map(|part| part.text).collect();
        let prefix = format!("{space}{}", self.prefix);
        let found = self.vocabulary.procedures.iter().filter(|known| begins(known.name(), &prefix));
        let candidates = found.map(|procedure| {
            let name = procedure.name().get(space.len()..).unwrap_or_default();
            let call = self.called(name, procedure.parameters().is_empty());
            let summary = procedure.summary();
            Candidate::new(call, summary).shown_as(shown(procedure))
        });
        Completion { start, candidates: candidates.collect() }
    }

    fn columns(&self, call: usize) -> Vec<Candidate> {
        let name = self.scope.lexemes[call..].iter();
        let name: String = name
            .take_while(|part| part.kind == LexemeKind::Word && !part.says("YIELD") || part.is('.'))
            .map(|part| part.text)
            .collect();
        let Some(procedure) = self.vocabulary.procedures.find(&name) else { return Vec::new() };
        let columns = procedure.columns().iter().filter(|column| begins(&column.name, self.prefix));
        let described = columns.map(|column| {
            let values = column.field_type.value_type.name().to_lowercase();
            Candidate::named(&column.name, values)
        });
        described.collect()
    }
}

/// Whether it is a word of keywords, but none itself.
fn is_half(word: &Lexeme<'_>) -> bool {
    word.is_keyword() && !KEYWORDS.iter().any(|(keyword, _)| word.says(keyword))
}

/// `attest.evidence(fact)`
fn shown(procedure: &Procedure) -> String {
    let parameters: Vec<&str> =
        procedure.parameters().iter().map(|parameter| parameter.name.as_str()).collect();
    format!("{}({})", procedure.name(), parameters.join(", "))
}

fn described(element: &Element) -> String {
    let (noun, names) = match element {
        Element::Node(labels) => ("node", labels.join(":")),
        Element::Relationship(types) => ("relationship", types.join("|")),
        Element::Path => return "path".to_owned(),
        Element::Value => return "value".to_owned(),
    };
    if names.is_empty() { noun.to_owned() } else { format!("{noun} :{names}") }
}

/// Completes the string that starts at `quote`: the id of an article where one is compared,
/// else the name of an entity.
fn text(typed: &str, quote: usize, behind: &str, vocabulary: &Vocabulary) -> Completion {
    let mark = if typed[quote..].starts_with('"') { '"' } else { '\'' };
    let prefix = unescaped(&typed[quote + 1..]);
    let end = if behind.starts_with(mark) { String::new() } else { mark.to_string() };
    let escape = |text: &str| {
        let escaped = text.replace('\\', "\\\\").replace(mark, &format!("\\{mark}"));
        format!("{escaped}{end}")
    };
    let candidates = if is_article(&lexemes(&typed[..quote])) {
        let found = vocabulary.articles.iter().filter(|(id, _)| begins(id, &prefix));
        found.map(|(id, title)| Candidate::new(escape(id), title).shown_as(id)).collect()
    } else {
        names::in_text(&prefix, &vocabulary.names, escape)
    };
    Completion { start: quote + 1, candidates }
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}

/// Whether a string here is the id of an article: `{id: '`, `r.sources = ['`.
fn is_article(before: &[Lexeme<'_>]) -> bool {
    const KEYS: [&str; 4] = ["id", "source", "sources", "quote_sources"];
    let compared = |lexeme: &&Lexeme<'_>| {
        matches!(lexeme.kind, LexemeKind::Symbol(':' | '=' | '[' | '<' | '>' | ','))
            || lexeme.says_one_of(&["IN", "STARTS", "ENDS", "WITH", "CONTAINS"])
            || lexeme.kind == LexemeKind::Text
    };
    before.iter().rev().find(|lexeme| !compared(lexeme)).is_some_and(|key| key.says_one_of(&KEYS))
}
