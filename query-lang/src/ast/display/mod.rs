//! The tree as Cypher. `{}` puts a query on one line, `{:#}` each clause on its own.

mod call;
mod change;
mod expression;
mod load;
mod pattern;

use std::fmt::{self, Display, Formatter, Write};

use graph_core::export::cypher::Text;

use super::{
    CallSubquery, Clause, Expr, Imports, Literal, Match, Mode, Name, Projection, ProjectionItem,
    Query, SingleQuery, SortItem, Statement, Union,
};
use crate::keywords::is_reserved;

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode {
            Mode::Run => "",
            Mode::Explain => "EXPLAIN ",
            Mode::Profile => "PROFILE ",
        })?;
        self.query.fmt(f)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        for (union, query) in &self.rest {
            separate_clauses(f)?;
            f.write_str(if *union == Union::All { "UNION ALL" } else { "UNION" })?;
            separate_clauses(f)?;
            query.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, clause) in self.clauses.iter().enumerate() {
            if at > 0 {
                separate_clauses(f)?;
            }
            clause.fmt(f)?;
        }
        Ok(())
    }
}

fn separate_clauses(f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char(if f.alternate() { '\n' } else { ' ' })
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(clause) => clause.fmt(f),
            Self::Unwind { list, variable } => write!(f, "UNWIND {list} AS {variable}"),
            Self::With { projection, predicate } => {
                write!(f, "WITH {projection}")?;
                write_predicate(f, predicate.as_ref())
            }
            Self::CallSubquery(call) => call.fmt(f),
            Self::Return(projection) => write!(f, "RETURN {projection}"),
            Self::CallProcedure(call) => call.fmt(f),
            Self::Create(clause) => clause.fmt(f),
            Self::Merge(clause) => clause.fmt(f),
            Self::Set(clause) => clause.fmt(f),
            Self::Remove(clause) => clause.fmt(f),
            Self::Delete(clause) => clause.fmt(f),
            Self::Foreach(clause) => clause.fmt(f),
            Self::Finish(_) => f.write_str("FINISH"),
            Self::LoadCsv(load) => load.fmt(f),
        }
    }
}

impl Display for CallSubquery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.optional { "OPTIONAL CALL " } else { "CALL " })?;
        match &self.imports {
            Imports::With => {}
            Imports::All => f.write_str("(*) ")?,
            Imports::Listed(names) => {
                f.write_char('(')?;
                write_list(f, names)?;
                f.write_str(") ")?;
            }
        }
        write!(f, "{{ {} }}", self.query)
    }
}

impl Display for Match {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.optional { "OPTIONAL MATCH " } else { "MATCH " })?;
        write_list(f, &self.pattern)?;
        write_predicate(f, self.predicate.as_ref())
    }
}

fn write_predicate(f: &mut Formatter<'_>, predicate: Option<&Expr>) -> fmt::Result {
    match predicate {
        Some(predicate) => write!(f, " WHERE {predicate}"),
        None => Ok(()),
    }
}

fn write_list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.all {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        write_list(f, &self.items)?;
        if !self.order_by.is_empty() {
            f.write_str(" ORDER BY ")?;
            write_list(f, &self.order_by)?;
        }
        if let Some(skip) = &self.skip {
            write!(f, " SKIP {skip}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        Ok(())
    }
}

impl Display for ProjectionItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{} AS {alias}", self.expr),
            None => self.expr.fmt(f),
        }
    }
}

impl Display for SortItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.expr, if self.descending { " DESC" } else { "" })
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(flag) => flag.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::String(text) => Text(text).fmt(f),
        }
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_name(f, &self.text)
    }
}

/// A name with its namespaces: `db.labels`.
fn write_dotted(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    for (at, part) in name.split('.').enumerate() {
        f.write_str(if at > 0 { "." } else { "" })?;
        write_name(f, part)?;
    }
    Ok(())
}

/// A name, in backticks where it isn't a plain word or could be read as a keyword.
fn write_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    if is_reserved(name) { write!(f, "`{name}`") } else { Identifier(name).fmt(f) }
}

/// A name as a query writes it where no keyword can stand, as behind `:` or `.`: in backticks where
/// it isn't a plain word.
///
/// ```
/// use query_lang::ast::Identifier;
/// assert_eq!(Identifier("when").to_string(), "when");
/// assert_eq!(Identifier("born in").to_string(), "`born in`");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identifier<'a>(pub &'a str);

impl Display for Identifier<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        let plain = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && characters.all(|character| character.is_alphanumeric() || character == '_');
        if plain { f.write_str(self.0) } else { write!(f, "`{}`", self.0.replace('`', "``")) }
    }
}
