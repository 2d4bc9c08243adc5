//! Patterns and label expressions as Cypher.

use std::fmt::{self, Display, Formatter, Write};

use super::write_predicate;
use crate::ast::{
    Connection, Direction, Expr, Hops, LabelExpr, Name, NodePattern, PathCount, PathPattern,
    PathSelector, QuantifiedPattern, RelationshipPattern,
};

impl Display for PathPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let variable = |f: &mut Formatter<'_>| match &self.variable {
            Some(variable) => write!(f, "{variable} = "),
            None => Ok(()),
        };
        if let Some(predicate) = &self.predicate {
            write!(f, "{}(", self.selector)?;
            variable(f)?;
            self.write_chain(f)?;
            write!(f, " WHERE {predicate})")?;
        } else {
            variable(f)?;
            self.selector.fmt(f)?;
            self.write_chain(f)?;
        }
        f.write_str(if self.selector.is_function() { ")" } else { "" })
    }
}

impl PathPattern {
    fn write_chain(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        self.steps.iter().try_for_each(|(connection, node)| write!(f, "{connection}{node}"))
    }
}

impl Display for PathSelector {
    /// With what separates it from the pattern.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Any(PathCount::Number(1)) => f.write_str("ANY "),
            Self::Any(count) => write!(f, "ANY {count} "),
            Self::Shortest(PathCount::Number(1)) => f.write_str("ANY SHORTEST "),
            Self::Shortest(count) => write!(f, "SHORTEST {count} "),
            Self::ShortestGroups(PathCount::Number(1)) => f.write_str("ALL SHORTEST "),
            Self::ShortestGroups(count) => write!(f, "SHORTEST {count} GROUPS "),
            Self::ShortestPath => f.write_str("shortestPath("),
            Self::AllShortestPaths => f.write_str("allShortestPaths("),
        }
    }
}

impl Display for PathCount {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Parameter(name) => write!(f, "${name}"),
        }
    }
}

impl Display for Connection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relationship(relationship) => relationship.fmt(f),
            Self::Quantified(pattern) => write!(f, " {pattern} "),
        }
    }
}

impl Display for QuantifiedPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "({}", self.start)?;
        for (relationship, node) in &self.steps {
            write!(f, "{relationship}{node}")?;
        }
        write_predicate(f, self.predicate.as_ref())?;
        match (self.min, self.max) {
            (0, None) => f.write_str(")*"),
            (1, None) => f.write_str(")+"),
            (min, None) => write!(f, "){{{min},}}"),
            (min, Some(max)) if min == max => write!(f, "){{{min}}}"),
            (min, Some(max)) => write!(f, "){{{min},{max}}}"),
        }
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut parts = PatternParts::new(f, '(')?;
        parts.name(self.variable.as_ref(), self.labels.as_ref())?;
        parts.rest(self.properties.as_ref(), self.predicate.as_ref())?;
        f.write_char(')')
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.direction == Direction::Incoming { "<-" } else { "-" })?;
        if *self != (Self { direction: self.direction, ..Self::default() }) {
            let mut parts = PatternParts::new(f, '[')?;
            parts.name(self.variable.as_ref(), self.types.as_ref())?;
            if let Some(hops) = &self.hops {
                parts.hops(*hops)?;
            }
            parts.rest(self.properties.as_ref(), self.predicate.as_ref())?;
            f.write_char(']')?;
        }
        f.write_str(if self.direction == Direction::Outgoing { "->" } else { "-" })
    }
}

/// Writes what stands in the brackets of a pattern, with spaces where something came before.
struct PatternParts<'a, 'b> {
    f: &'a mut Formatter<'b>,
    empty: bool,
}

impl<'a, 'b> PatternParts<'a, 'b> {
    fn new(f: &'a mut Formatter<'b>, open: char) -> Result<Self, fmt::Error> {
        f.write_char(open)?;
        Ok(Self { f, empty: true })
    }

    fn name(&mut self, variable: Option<&Name>, labels: Option<&LabelExpr>) -> fmt::Result {
        self.empty = variable.is_none() && labels.is_none();
        if let Some(variable) = variable {
            variable.fmt(self.f)?;
        }
        match labels {
            Some(LabelExpr::And(parts)) if parts.iter().all(is_name) => {
                parts.iter().try_for_each(|part| write!(self.f, ":{part}"))
            }
            Some(labels) => write!(self.f, ":{labels}"),
            None => Ok(()),
        }
    }

    fn hops(&mut self, hops: Hops) -> fmt::Result {
        self.empty = false;
        self.f.write_char('*')?;
        match hops {
            Hops { min: None, max: None } => Ok(()),
            Hops { min: Some(min), max: Some(max) } if min == max => write!(self.f, "{min}"),
            Hops { min, max } => {
                let text = |bound: Option<u64>| bound.map(|n| n.to_string()).unwrap_or_default();
                write!(self.f, "{}..{}", text(min), text(max))
            }
        }
    }

    fn rest(&mut self, properties: Option<&Expr>, predicate: Option<&Expr>) -> fmt::Result {
        if let Some(properties) = properties {
            let space = if self.empty { "" } else { " " };
            write!(self.f, "{space}{properties}")?;
            self.empty = false;
        }
        match predicate {
            Some(predicate) if self.empty => write!(self.f, "WHERE {predicate}"),
            predicate => write_predicate(self.f, predicate),
        }
    }
}

pub(super) fn is_name(labels: &LabelExpr) -> bool {
    matches!(labels, LabelExpr::Label(_))
}

impl Display for LabelExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(name) => name.fmt(f),
            Self::Any => f.write_char('%'),
            Self::And(parts) => {
                write_labels(f, parts, '&', |part| matches!(part, Self::And(_) | Self::Or(_)))
            }
            Self::Or(parts) => write_labels(f, parts, '|', |part| matches!(part, Self::Or(_))),
            Self::Not(part) if matches!(**part, Self::And(_) | Self::Or(_)) => {
                write!(f, "!({part})")
            }
            Self::Not(part) => write!(f, "!{part}"),
        }
    }
}

fn write_labels(
    f: &mut Formatter<'_>,
    parts: &[LabelExpr],
    separator: char,
    nested: impl Fn(&LabelExpr) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_char(separator)?;
        }
        if nested(part) { write!(f, "({part})") } else { part.fmt(f) }?;
    }
    Ok(())
}
