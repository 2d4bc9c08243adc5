//! The rows of a table → nodes.

use super::error::ImportError;
use super::header::{Role, Table};
use super::properties::Columns;
use super::report::Reason;
use super::rows::Record;
use super::table::{Reader, Row};
use super::value::{Scalar, shortened};
use super::{Importer, NodeTable};
use crate::graph::Symbol;

/// What is read of each row, besides its properties.
struct Nodes {
    columns: Columns,
    /// The column of ids, and the place of their space.
    id: Option<(usize, usize)>,
    labels: Option<usize>,
    /// The labels of all nodes of the table.
    always: Vec<Symbol>,
}

impl<'a> Importer<'a> {
    /// Imports a table of nodes.
    pub(super) fn nodes(&mut self, table: &'a NodeTable) -> Result<(), ImportError> {
        let reader = Reader::open(self, &table.files, Table::Nodes)?;
        let header = &reader.header;
        let id = header.columns.iter().enumerate().find_map(|(at, column)| {
            let Role::Id(space) = &column.role else { return None };
            let numbers = matches!(column.of, Some(of) if matches!(of.scalar, Scalar::Integer(..)));
            // Ids of a plain table are those of its nodes' label.
            let label = table.labels.first().filter(|_| header.is_plain);
            let name = space.as_ref().or(label).map_or("", String::as_str);
            Some((at, self.spaces.named(name, numbers, self.options.trims)))
        });
        let labels = header.position(|role| *role == Role::Labels);
        let always = table.labels.iter().map(|label| self.transaction.symbol(label)).collect();
        let columns = Columns::of(header, &mut self.transaction, self.options);
        let mut nodes = Nodes { columns, id, labels, always };
        reader.read(self, |importer, row| nodes.add(importer, row))
    }

    fn labels(&mut self, record: &Record, at: usize) -> Result<Vec<Symbol>, Reason> {
        let text = str::from_utf8(record.field(at).bytes);
        let text = text.map_err(|_| Reason::NotUtf8 { column: ":LABEL".to_owned() })?;
        let labels = text.split(self.options.array_delimiter).map(str::trim);
        let labels = labels.filter(|label| !label.is_empty());
        Ok(labels.map(|label| self.transaction.symbol(label)).collect())
    }
}

impl Nodes {
    fn add(&mut self, importer: &mut Importer<'_>, row: &Row<'_>) -> Result<(), Reason> {
        let record = row.record;
        let properties = self.columns.read(record)?;
        let mut labels = self.always.clone();
        if let Some(at) = self.labels {
            labels.extend(importer.labels(record, at)?);
        }
        if let Some((at, space)) = self.id {
            let (id, space) = (record.field(at).bytes, importer.spaces.get(space));
            if space.key(id).is_empty() {
                return Err(Reason::NoId);
            }
            if space.find(id).is_some() {
                let id = shortened(&String::from_utf8_lossy(id));
                return Err(Reason::Duplicate { id, space: space.name.clone() });
            }
        }
        let node = importer.transaction.insert_node(labels, properties);
        if let Some((at, space)) = self.id {
            let space = importer.spaces.get_mut(space);
            let key = space.key(record.field(at).bytes).into_owned();
            space.ids.insert(&key, node);
        }
        Ok(())
    }
}
