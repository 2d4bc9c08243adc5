//! `CALL` as Cypher.

use std::fmt::{self, Display, Formatter};

use super::{write_dotted, write_list, write_predicate};
use crate::ast::{CallProcedure, Yield, YieldItem};

impl Display for CallProcedure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("CALL ")?;
        write_dotted(f, &self.name.text)?;
        if let Some(arguments) = &self.arguments {
            f.write_str("(")?;
            write_list(f, arguments)?;
            f.write_str(")")?;
        }
        match &self.yields {
            Some(yields) => write!(f, " {yields}"),
            None => Ok(()),
        }
    }
}

impl Display for Yield {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("YIELD ")?;
        match &self.items {
            Some(items) => write_list(f, items)?,
            None => f.write_str("*")?,
        }
        write_predicate(f, self.predicate.as_ref())
    }
}

impl Display for YieldItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{} AS {alias}", self.column),
            None => self.column.fmt(f),
        }
    }
}
