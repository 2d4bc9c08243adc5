//! The rows of a table → relationships.

use std::path::Path;

use super::error::ImportError;
use super::header::{HeaderError, Role, Side, Table};
use super::properties::Columns;
use super::report::Reason;
use super::rows::Record;
use super::table::{Reader, Row, refused};
use super::value::shortened;
use super::{Importer, RelationshipTable};
use crate::NodeId;
use crate::graph::Symbol;

/// What is read of each row, besides its properties.
struct Relationships {
    columns: Columns,
    start: End,
    end: End,
    /// The column of types.
    kind: Option<usize>,
    /// The type of rows that tell none.
    always: Option<Symbol>,
}

/// Where a row tells one of the ends.
struct End {
    side: Side,
    column: usize,
    /// The place of the space of its ids.
    space: usize,
}

impl<'a> Importer<'a> {
    /// Imports a table of relationships.
    pub(super) fn relationships(
        &mut self,
        table: &'a RelationshipTable,
    ) -> Result<(), ImportError> {
        let reader = Reader::open(self, &table.files, Table::Relationships)?;
        let header = &reader.header;
        let kind = header.position(|role| *role == Role::Kind);
        if kind.is_none() && table.kind.is_none() {
            return Err(refused(reader.path(), HeaderError::NoKind));
        }
        let mut end = |side: Side| {
            let columns = header.columns.iter().enumerate();
            let mut found = columns.filter_map(|(at, column)| match &column.role {
                Role::End(of, space) if *of == side => Some((at, space.as_deref())),
                _ => None,
            });
            let (column, own) =
                found.next().ok_or_else(|| refused(reader.path(), HeaderError::NoEnds))?;
            let [first, second] = match &table.between {
                Some([first, second]) => [Some(first.as_str()), Some(second.as_str())],
                None => [None, None],
            };
            let given = if side == Side::Start { first } else { second };
            let space = self.space(own.or(given), reader.path())?;
            Ok::<_, ImportError>(End { side, column, space })
        };
        let (start, end) = (end(Side::Start)?, end(Side::End)?);
        let always = table.kind.as_ref().map(|kind| self.transaction.symbol(kind));
        let columns = Columns::of(header, &mut self.transaction, self.options);
        let mut relationships = Relationships { columns, start, end, kind, always };
        reader.read(self, |importer, row| relationships.add(importer, row))
    }

    /// The place of the space of ids that is named: that of nodes which are imported, or of nodes
    /// that are there and carry this label.
    fn space(&mut self, name: Option<&str>, file: &Path) -> Result<usize, ImportError> {
        let file = || file.to_owned();
        let Some(name) = name else {
            let no_space = || ImportError::NoSpace { file: file(), known: self.spaces.names() };
            return self.spaces.unnamed().ok_or_else(no_space);
        };
        if let Some(known) = self.spaces.meant(name) {
            return Ok(known);
        }
        let key = self.options.id_column.as_deref().unwrap_or("id");
        let stored = self.spaces.add_stored(&self.transaction, name, key);
        let stored = stored.map_err(|id| ImportError::Ambiguous {
            label: name.to_owned(),
            key: key.to_owned(),
            id,
        })?;
        stored.ok_or_else(|| ImportError::UnknownSpace {
            file: file(),
            space: name.to_owned(),
            known: self.spaces.names(),
        })
    }
}

impl Relationships {
    fn add(&mut self, importer: &mut Importer<'_>, row: &Row<'_>) -> Result<(), Reason> {
        let record = row.record;
        let start = self.start.find(importer, record)?;
        let end = self.end.find(importer, record)?;
        let own = match self.kind {
            Some(at) => {
                let text = str::from_utf8(record.field(at).bytes);
                let text = text.map_err(|_| Reason::NotUtf8 { column: ":TYPE".to_owned() })?;
                Some(text.trim()).filter(|text| !text.is_empty())
            }
            None => None,
        };
        let properties = self.columns.read(record)?;
        let kind = own.map(|kind| importer.transaction.symbol(kind)).or(self.always);
        let kind = kind.ok_or(Reason::NoKind)?;
        importer.transaction.insert_relationship(start, kind, end, properties);
        Ok(())
    }
}

impl End {
    fn find(&self, importer: &Importer<'_>, record: &Record) -> Result<NodeId, Reason> {
        let id = record.field(self.column).bytes;
        let space = importer.spaces.get(self.space);
        space.find(id).ok_or_else(|| {
            if space.key(id).is_empty() {
                return Reason::no_end(self.side);
            }
            let id = shortened(&String::from_utf8_lossy(id));
            Reason::unknown_end(self.side, id, &space.name)
        })
    }
}
