//! The fields of a row → properties.

use std::collections::HashSet;
use std::sync::Arc;

use super::Options;
use super::header::{Header, Role};
use super::report::Reason;
use super::rows::Record;
use super::value::{Reading, Type};
use crate::Value;
use crate::graph::{Properties, Symbol, Transaction};

/// How many different texts of a column are known, so that equal ones stand in memory once: those
/// of columns that have more are mostly of one row each.
const FEW: usize = 256;

/// The columns of a table whose values are kept.
pub(super) struct Columns {
    properties: Vec<Property>,
    reading: Reading,
    ignores_empty: bool,
}

/// A column whose values are kept.
struct Property {
    at: usize,
    name: String,
    key: Symbol,
    of: Type,
    zone: Option<String>,
    /// The texts so far; `None` where there are many.
    texts: Option<HashSet<Arc<str>>>,
}

impl Columns {
    /// Those of a header.
    pub(super) fn of(
        header: &Header,
        transaction: &mut Transaction<'_>,
        options: &Options,
    ) -> Self {
        let columns = header.columns.iter().enumerate();
        let kept = columns.filter(|(_, column)| {
            matches!(column.role, Role::Property | Role::Id(_)) && !column.name.is_empty()
        });
        let properties = kept.map(|(at, column)| Property {
            at,
            name: column.name.clone(),
            key: transaction.symbol(&column.name),
            of: column.of.unwrap_or(Type::STRING),
            zone: column.zone.clone(),
            texts: Some(HashSet::new()),
        });
        let properties = properties.collect();
        Self { properties, reading: options.reading(), ignores_empty: options.ignores_empty }
    }

    /// The properties of a row.
    pub(super) fn read(&mut self, record: &Record) -> Result<Properties, Reason> {
        if self.properties.is_empty() {
            return Ok(Properties::default());
        }
        let mut found = Vec::with_capacity(self.properties.len());
        for property in &mut self.properties {
            let field = record.field(property.at);
            if field.bytes.is_empty() {
                if let Some(empty) =
                    property.of.empty().filter(|_| field.quoted && !self.ignores_empty)
                {
                    found.push((property.key, empty));
                }
                continue;
            }
            let column = || property.name.clone();
            let text = str::from_utf8(field.bytes);
            let text = text.map_err(|_| Reason::NotUtf8 { column: column() })?;
            let value = self.reading.value(text, property.of, property.zone.as_deref());
            let value = value.map_err(|problem| Reason::Value { column: column(), problem })?;
            found.push((property.key, property.shared(value)));
        }
        Ok(found.into_iter().collect())
    }
}

impl Property {
    /// The same text as in an earlier row, where there are few.
    fn shared(&mut self, value: Value) -> Value {
        let (Value::String(text), Some(texts)) = (&value, &mut self.texts) else { return value };
        if let Some(known) = texts.get(text) {
            return Value::String(known.clone());
        }
        if texts.len() < FEW {
            texts.insert(text.clone());
        } else {
            self.texts = None;
        }
        value
    }
}
