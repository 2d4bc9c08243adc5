//! Clauses that change the graph, as Cypher.

use std::fmt::{self, Display, Formatter};

use super::write_list;
use crate::ast::{Assignment, Create, Delete, Foreach, Merge, Name, Removal, Remove, Set};

impl Display for Create {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("CREATE ")?;
        write_list(f, &self.pattern)
    }
}

impl Display for Merge {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "MERGE {}", self.pattern)?;
        for (event, items) in [("CREATE", &self.on_create), ("MATCH", &self.on_match)] {
            if !items.is_empty() {
                write!(f, " ON {event} SET ")?;
                write_list(f, items)?;
            }
        }
        Ok(())
    }
}

impl Display for Set {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("SET ")?;
        write_list(f, &self.items)
    }
}

impl Display for Assignment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(object, key, value) => {
                object.write_object(f)?;
                write!(f, ".{key} = {value}")
            }
            Self::Replace(variable, map) => write!(f, "{variable} = {map}"),
            Self::Add(variable, map) => write!(f, "{variable} += {map}"),
            Self::Labels(variable, labels) => write_labels(f, variable, labels),
        }
    }
}

impl Display for Remove {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("REMOVE ")?;
        write_list(f, &self.items)
    }
}

impl Display for Foreach {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "FOREACH ({} IN {} |", self.variable, self.list)?;
        self.updates.iter().try_for_each(|update| write!(f, " {update}"))?;
        f.write_str(")")
    }
}

impl Display for Removal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(object, key) => {
                object.write_object(f)?;
                write!(f, ".{key}")
            }
            Self::Labels(variable, labels) => write_labels(f, variable, labels),
        }
    }
}

impl Display for Delete {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.detach { "DETACH DELETE " } else { "DELETE " })?;
        write_list(f, &self.items)
    }
}

fn write_labels(f: &mut Formatter<'_>, variable: &Name, labels: &[Name]) -> fmt::Result {
    variable.fmt(f)?;
    labels.iter().try_for_each(|label| write!(f, ":{label}"))
}
