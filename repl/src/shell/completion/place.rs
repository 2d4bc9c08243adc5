//! What the cursor stands in, told from what stands before it.

use super::lexeme::{Lexeme, LexemeKind};
use super::scope::{Clause, Element, Holds, Scope};

/// What may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A new name, or nothing that is known.
    Nothing,
    /// The first word of a statement.
    Start,
    Label,
    Type,
    /// A property key of what is known of the element, if anything.
    Key(Option<Element>),
    /// A member of a namespace of functions, or a property key of anything: `date.`
    Member(String),
    /// A node of a pattern that has been named before.
    KnownNode,
    /// What may stand before the pattern of a `MATCH`.
    Pattern,
    Parameter,
    Procedure,
    /// A column of the procedure whose name stands at this lexeme.
    Column(usize),
    /// A value: a variable, a function, a keyword.
    Operand,
    /// What stands between values and clauses: keywords.
    Operator,
}

/// The place behind the lexemes of a scope.
pub(super) fn place(scope: &Scope<'_>) -> Place {
    let Some((last, before)) = scope.lexemes.split_last() else { return Place::Start };
    if let Some(place) = within_pattern(scope, last).or_else(|| within_map(scope, last)) {
        return place;
    }
    match last.kind {
        LexemeKind::Symbol('.') => behind_dot(scope, before),
        LexemeKind::Symbol('$') => Place::Parameter,
        LexemeKind::Symbol(':') => behind_colon(scope, before),
        LexemeKind::Symbol(',') if yields(scope).is_some() => column(scope),
        LexemeKind::Symbol('*') if before.last().is_none_or(begins_columns) => Place::Operator,
        LexemeKind::Symbol(')' | ']' | '}') | LexemeKind::Text | LexemeKind::Name => {
            Place::Operator
        }
        LexemeKind::Symbol('|')
            if scope.innermost() == Some(&Holds::Subquery { called: false }) =>
        {
            Place::Operator
        }
        LexemeKind::Symbol('{') if matches!(scope.innermost(), Some(Holds::Subquery { .. })) => {
            Place::Start
        }
        LexemeKind::Symbol(_) => Place::Operand,
        LexemeKind::Word => behind_word(scope, last, before),
    }
}

fn yields(scope: &Scope<'_>) -> Option<usize> {
    match (scope.clause, scope.innermost()) {
        (Clause::Yield { call }, None | Some(Holds::Subquery { .. })) => Some(call),
        _ => None,
    }
}

fn column(scope: &Scope<'_>) -> Place {
    yields(scope).map_or(Place::Nothing, Place::Column)
}

fn begins_columns(word: &Lexeme<'_>) -> bool {
    word.says_one_of(&["RETURN", "WITH", "DISTINCT"]) || word.is(',')
}

/// The place in a node or relationship of a pattern.
fn within_pattern(scope: &Scope<'_>, last: &Lexeme<'_>) -> Option<Place> {
    let bracket = scope.open.last()?;
    let Holds::Pattern(element) = &bracket.holds else { return None };
    let names = match element {
        Element::Relationship(_) => Place::Type,
        _ => Place::Label,
    };
    match last.kind {
        LexemeKind::Symbol(':') => Some(names),
        LexemeKind::Symbol('|' | '!' | '&') if bracket.named => Some(names),
        LexemeKind::Symbol('(') => Some(Place::KnownNode),
        LexemeKind::Symbol('[') => Some(Place::Nothing),
        LexemeKind::Word if scope.lexemes.len() == bracket.opened_at + 2 => Some(Place::Nothing),
        _ => None,
    }
}

/// The place in `{key: value}`.
fn within_map(scope: &Scope<'_>, last: &Lexeme<'_>) -> Option<Place> {
    let (bracket, outer) = scope.open.split_last()?;
    if bracket.holds != Holds::Map {
        return None;
    }
    match last.kind {
        LexemeKind::Symbol(':') => Some(Place::Operand),
        LexemeKind::Symbol('{' | ',') => Some(match outer.last().map(|outer| &outer.holds) {
            Some(Holds::Pattern(element)) => Place::Key(Some(element.clone())),
            _ => Place::Nothing,
        }),
        // `p {.name, .date}`
        LexemeKind::Symbol('.') => {
            let opened_by = bracket.opened_at.checked_sub(1).map(|at| &scope.lexemes[at])?;
            let before = scope.lexemes.len().checked_sub(2).map(|at| &scope.lexemes[at])?;
            let projected = before.is('{') || before.is(',');
            projected.then(|| Place::Key(element(scope, opened_by)))
        }
        _ => None,
    }
}

fn element(scope: &Scope<'_>, variable: &Lexeme<'_>) -> Option<Element> {
    variable.name().and_then(|name| scope.variable(&name).cloned())
}

fn behind_dot(scope: &Scope<'_>, before: &[Lexeme<'_>]) -> Place {
    let Some((owner, earlier)) = before.split_last() else { return Place::Nothing };
    let nested = earlier.last().is_some_and(|earlier| earlier.is('.'));
    if procedure(scope, before) {
        return Place::Procedure;
    }
    match owner.kind {
        LexemeKind::Word | LexemeKind::Name => match (owner.name(), element(scope, owner)) {
            (None, _) => Place::Nothing,
            (Some(_), Some(element)) if !nested => Place::Key(Some(element)),
            (Some(name), _) if !nested => Place::Member(name),
            _ => Place::Key(None),
        },
        LexemeKind::Symbol(')' | ']' | '}') => Place::Key(None),
        _ => Place::Nothing,
    }
}

/// Whether the dotted name of a procedure is being typed.
fn procedure(scope: &Scope<'_>, before: &[Lexeme<'_>]) -> bool {
    let Clause::Call { from } = scope.clause else { return false };
    before
        .get(from..)
        .is_some_and(|name| name.iter().all(|part| part.kind == LexemeKind::Word || part.is('.')))
}

/// `WHERE n:Label`, `SET n:Label`, `WHERE r:TYPE`
fn behind_colon(scope: &Scope<'_>, before: &[Lexeme<'_>]) -> Place {
    match before.last().and_then(|variable| element(scope, variable)) {
        Some(Element::Relationship(_)) => Place::Type,
        _ => Place::Label,
    }
}

fn behind_word(scope: &Scope<'_>, last: &Lexeme<'_>, before: &[Lexeme<'_>]) -> Place {
    let is_name = before.last().is_some_and(|before| before.is('.') || before.is('$'));
    if is_name || !last.is_keyword() {
        return Place::Operator;
    }
    match last.text.to_uppercase().as_str() {
        "CALL" => Place::Procedure,
        "YIELD" => column(scope),
        "AS" | "LET" | "FOR" | "FOREACH" | "CREATE" | "MERGE" | "INSERT" => Place::Nothing,
        "MATCH" => Place::Pattern,
        "NULL" | "TRUE" | "FALSE" | "END" | "ASC" | "DESC" | "FINISH" | "HEADERS" | "CSV"
        | "IS" | "ORDER" | "STARTS" | "ENDS" | "OPTIONAL" | "DETACH" | "ON" | "LOAD" | "UNION" => {
            Place::Operator
        }
        "NEXT" | "ALL" | "EXPLAIN" | "PROFILE" => Place::Start,
        _ => Place::Operand,
    }
}
