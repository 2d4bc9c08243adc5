//! A table: several files that are one after the other, with one header.

use std::path::{Path, PathBuf};
use std::str::Utf8Error;
use std::sync::Arc;

use super::error::ImportError;
use super::files::{Files, Opened};
use super::header::{Column, Header, HeaderError, Role, Table};
use super::inference::Possible;
use super::report::Reason;
use super::rows::{Record, Rows};
use super::{Importer, Inferred, Options};

/// A table that is read: its header is.
pub(super) struct Reader<'a> {
    pub(super) header: Header,
    first: Record,
    rows: Rows<Opened<'a>>,
    files: &'a [PathBuf],
    options: &'a Options,
    opener: &'a Files<'a>,
}

/// A row, with its place.
pub(super) struct Row<'r> {
    pub(super) file: &'r Arc<Path>,
    pub(super) record: &'r Record,
}

impl<'a> Reader<'a> {
    /// Opens a table, reads its header, and finds out the types of columns that have none.
    pub(super) fn open(
        importer: &mut Importer<'a>,
        files: &'a [PathBuf],
        table: Table,
    ) -> Result<Self, ImportError> {
        let (options, opener) = (importer.options, importer.files);
        let Some(path) = files.first() else {
            return Err(refused(Path::new(""), HeaderError::Empty));
        };
        let mut rows = Rows::new(opener.open(path, true)?, options.delimiter, options.quote);
        let mut first = Record::default();
        if !rows.next(&mut first).map_err(|error| ImportError::reading(path, error))? {
            return Err(refused(path, HeaderError::Empty));
        }
        // Blanks behind commas are no part of names, unless quotes say so.
        let fields = first.fields().map(|field| {
            let text = str::from_utf8(field.bytes)?;
            Ok(if field.quoted { text } else { text.trim() })
        });
        let fields = fields.collect::<Result<Vec<_>, Utf8Error>>();
        let fields = fields.map_err(|_| refused(path, HeaderError::NotUtf8))?;
        let header = Header::read(&fields, table, options.id_column.as_deref(), options.ids());
        let header = header.map_err(|problem| refused(path, problem))?;
        let mut reader = Self { header, first, rows, files, options, opener };
        if reader.infer()? {
            importer.inferred.push(Inferred { file: path.to_owned(), header: reader.typed() });
        }
        Ok(reader)
    }

    /// The file with the header.
    pub(super) fn path(&self) -> &'a Path {
        &self.files[0]
    }

    /// The columns that are kept, with their types, as a header says them.
    fn typed(&self) -> String {
        let kept = self.header.columns.iter().filter(|column| !column.name.is_empty());
        let typed = kept.map(|column| match column.of {
            Some(of) => format!("{}:{of}", column.name),
            None => column.name.clone(),
        });
        typed.collect::<Vec<_>>().join(",")
    }

    /// Finds out the types of columns without one, and whether there were any: looks through all
    /// files.
    fn infer(&mut self) -> Result<bool, ImportError> {
        let open = |column: &Column| {
            column.of.is_none() && matches!(column.role, Role::Property | Role::Id(_))
        };
        let wanted: Vec<usize> =
            (0..self.header.columns.len()).filter(|at| open(&self.header.columns[*at])).collect();
        if wanted.is_empty() {
            return Ok(false);
        }
        let mut possible = vec![Possible::ANY; wanted.len()];
        for file in self.files {
            if !file.is_file() && file.exists() {
                return Err(ImportError::Once { file: file.clone() });
            }
            let opened = self.opener.open(file, false)?;
            let mut rows = Rows::new(opened, self.options.delimiter, self.options.quote);
            let mut record = Record::default();
            while rows.next(&mut record).map_err(|error| ImportError::reading(file, error))? {
                if record.is_like(&self.first) || self.check(&record).is_err() {
                    continue;
                }
                for (possible, at) in possible.iter_mut().zip(&wanted) {
                    let field = record.field(*at);
                    if !field.bytes.is_empty() {
                        possible.see(field.bytes);
                    }
                }
                if possible.iter().all(|possible| possible.is_text()) {
                    break;
                }
            }
        }
        for (possible, at) in possible.iter().zip(wanted) {
            self.header.columns[at].of = Some(possible.narrowest());
        }
        Ok(true)
    }

    /// Whether a record has the fields that it should have.
    fn check(&self, record: &Record) -> Result<(), Reason> {
        let (found, expected) = (record.len(), self.header.columns.len());
        if found == expected || found > expected && self.options.ignores_extra {
            return Ok(());
        }
        Err(Reason::Fields { found, expected })
    }

    /// Reads all rows. What `each` refuses is left out.
    pub(super) fn read(
        mut self,
        importer: &mut Importer<'a>,
        mut each: impl FnMut(&mut Importer<'a>, &Row<'_>) -> Result<(), Reason>,
    ) -> Result<(), ImportError> {
        let mut record = Record::default();
        for (at, path) in self.files.iter().enumerate() {
            if at > 0 {
                let opened = self.opener.open(path, true)?;
                self.rows = Rows::new(opened, self.options.delimiter, self.options.quote);
            }
            let file: Arc<Path> = path.as_path().into();
            // A further file may repeat the header.
            let mut begins = at > 0;
            while self.next(&mut record, path)? {
                if std::mem::take(&mut begins) && record.is_like(&self.first) {
                    continue;
                }
                let row = Row { file: &file, record: &record };
                if let Err(reason) = self.check(&record).and_then(|()| each(importer, &row)) {
                    importer.refuse(row.file, record.line(), reason)?;
                }
            }
        }
        Ok(())
    }

    fn next(&mut self, record: &mut Record, path: &Path) -> Result<bool, ImportError> {
        self.rows.next(record).map_err(|error| ImportError::reading(path, error))
    }
}

/// A header that can't be read.
pub(super) fn refused(file: &Path, problem: HeaderError) -> ImportError {
    ImportError::Header { file: file.to_owned(), problem }
}
