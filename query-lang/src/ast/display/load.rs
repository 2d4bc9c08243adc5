//! `LOAD CSV` as Cypher.

use std::fmt::{self, Display, Formatter};

use graph_core::export::cypher::Text;

use crate::ast::LoadCsv;

impl Display for LoadCsv {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let headers = if self.headers { "WITH HEADERS " } else { "" };
        write!(f, "LOAD CSV {headers}FROM {} AS {}", self.from, self.variable)?;
        match self.separator {
            Some(separator) => {
                f.write_str(" FIELDTERMINATOR ")?;
                Text(separator.encode_utf8(&mut [0; 4])).fmt(f)
            }
            None => Ok(()),
        }
    }
}
