//! The graph as CSV files that `neo4j-admin database import full` reads.
//!
//! The folder holds `nodes.csv`, `relationships.csv` and `import.args`, the options that they are
//! to be read with: `neo4j-admin database import full neo4j @import.args`. A column has one type;
//! where nodes or relationships have a property of several types, those of another type stand in
//! `nodes-2.csv` and so on.
//!
//! Fields are written here rather than by the `csv` crate because the importer tells an absent
//! property (nothing) from an empty text (`""`). Text is quoted and its quotes doubled, and that
//! is all: what begins with `=` stays as it is, since the importer has to read back the same text.
//! A program that runs such cells as formulas is the wrong reader for these files.
//!
//! The importer splits lists and labels at one character and knows no escape for it, so it is one
//! that occurs in none of them. It can't tell an empty list, or one of only an empty text, from an
//! absent property.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::View;
use super::attribute::{self, Scalar, Type};
use crate::graph::{Properties, Symbol};
use crate::{NodeId, RelationshipId, Value};

/// A view of a graph, to be written as CSV files.
#[derive(Clone, Debug)]
pub struct Csv<'a>(pub &'a View<'a>);

impl Csv<'_> {
    /// Writes the files into an empty folder.
    ///
    /// # Errors
    /// Where a file can't be written, or every character that could set the items of lists apart
    /// occurs in one.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let characters = Characters::of(self.0);
        let delimiter = characters.delimiter().ok_or_else(|| {
            io::Error::other("the lists hold every character that could set their items apart")
        })?;
        let mut arguments = create(folder, "import.args")?;
        let nodes = tables(self.0.nodes(), |node| self.0.graph().node_properties(node));
        for (at, table) in nodes.iter().enumerate() {
            let name = file_name("nodes", at);
            Writer { view: self.0, delimiter, out: create(folder, &name)? }.nodes(table)?;
            writeln!(arguments, "--nodes={name}")?;
        }
        let facts = |id| self.0.graph().relationship_properties(id);
        for (at, table) in tables(self.0.relationships(), facts).iter().enumerate() {
            let name = file_name("relationships", at);
            Writer { view: self.0, delimiter, out: create(folder, &name)? }.relationships(table)?;
            writeln!(arguments, "--relationships={name}")?;
        }
        writeln!(arguments, "--array-delimiter=U+{:04X}", u32::from(delimiter))?;
        if characters.lines {
            writeln!(arguments, "--multiline-fields=true")?;
        }
        arguments.flush()
    }
}

fn file_name(stem: &str, at: usize) -> String {
    if at == 0 { format!("{stem}.csv") } else { format!("{stem}-{}.csv", at + 1) }
}

fn create(folder: &Path, name: &str) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(folder.join(name))?))
}

/// The rows of one file, and the type of each column.
#[derive(Debug)]
struct Table<T> {
    columns: BTreeMap<Symbol, Type>,
    rows: Vec<T>,
}

/// Each row in the first table whose columns have the types of its properties. There is one table
/// at least. O(rows · tables).
fn tables<'a, T: Copy>(rows: &[T], properties: impl Fn(T) -> &'a Properties) -> Vec<Table<T>> {
    let mut tables = vec![Table { columns: BTreeMap::new(), rows: Vec::new() }];
    for &row in rows {
        let types: Vec<(Symbol, Type)> =
            properties(row).iter().map(|(key, value)| (key, Type::of(value))).collect();
        let fits = |table: &Table<T>| {
            types.iter().all(|(key, it)| table.columns.get(key).is_none_or(|known| known == it))
        };
        let at = tables.iter().position(fits).unwrap_or(tables.len());
        if at == tables.len() {
            tables.push(Table { columns: BTreeMap::new(), rows: Vec::new() });
        }
        tables[at].columns.extend(types);
        tables[at].rows.push(row);
    }
    tables
}

/// Writes one file.
struct Writer<'a, W> {
    view: &'a View<'a>,
    delimiter: char,
    out: W,
}

impl<W: Write> Writer<'_, W> {
    fn nodes(&mut self, table: &Table<NodeId>) -> io::Result<()> {
        let columns = self.header(":ID,:LABEL", &table.columns)?;
        for &node in &table.rows {
            write!(self.out, "n{},", node.0)?;
            let labels = self.view.labels(node);
            if !labels.is_empty() {
                self.quoted(&labels.join(self.delimiter.encode_utf8(&mut [0; 4])))?;
            }
            self.properties(&columns, self.view.graph().node_properties(node))?;
        }
        self.out.flush()
    }

    fn relationships(&mut self, table: &Table<RelationshipId>) -> io::Result<()> {
        let columns = self.header(":START_ID,:END_ID,:TYPE", &table.columns)?;
        for &id in &table.rows {
            let (start, end) = self.view.ends(id);
            write!(self.out, "n{},n{},", start.0, end.0)?;
            self.quoted(self.view.relationship_type(id))?;
            self.properties(&columns, self.view.graph().relationship_properties(id))?;
        }
        self.out.flush()
    }

    /// Writes the first line; the keys of the columns, in order of name.
    fn header(&mut self, own: &str, types: &BTreeMap<Symbol, Type>) -> io::Result<Vec<Symbol>> {
        let symbols = self.view.graph().symbols();
        let mut columns: Vec<Symbol> = types.keys().copied().collect();
        columns.sort_by_key(|key| symbols.name(*key));
        self.out.write_all(own.as_bytes())?;
        let mut taken = BTreeSet::new();
        for key in &columns {
            let mut name = readable(symbols.name(*key));
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            self.out.write_all(b",")?;
            self.quoted(&format!("{name}:{}", type_name(types[key])))?;
        }
        self.out.write_all(b"\n")?;
        Ok(columns)
    }

    /// Writes the rest of a line.
    fn properties(&mut self, columns: &[Symbol], properties: &Properties) -> io::Result<()> {
        for column in columns {
            self.out.write_all(b",")?;
            if let Some(value) = properties.get(*column) {
                self.field(value)?;
            }
        }
        self.out.write_all(b"\n")
    }

    fn field(&mut self, value: &Value) -> io::Result<()> {
        let graph = self.view.graph();
        match (Type::of(value), value.as_list()) {
            (Type::List(_), Some(items)) => {
                let texts: Vec<_> = items.iter().map(|item| attribute::text(graph, item)).collect();
                self.quoted(&texts.join(self.delimiter.encode_utf8(&mut [0; 4])))
            }
            (Type::Json | Type::One(Scalar::Text), _) => {
                self.quoted(&attribute::text(graph, value))
            }
            _ => self.out.write_all(attribute::text(graph, value).as_bytes()),
        }
    }

    fn quoted(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(b"\"")?;
        for (at, part) in text.split('"').enumerate() {
            self.out.write_all(if at > 0 { b"\"\"" } else { b"" })?;
            self.out.write_all(part.as_bytes())?;
        }
        self.out.write_all(b"\"")
    }
}

/// A property's name as the importer can read it from a header, where options begin with `{`.
fn readable(name: &str) -> String {
    if name.is_empty() { "_".to_owned() } else { name.replace('{', "_") }
}

/// The importer's name of a type.
fn type_name(of: Type) -> String {
    let name = |scalar| match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Integer => "long",
        Scalar::Float => "double",
        Scalar::Text => "string",
        // The importer's types are called as the functions that make them.
        Scalar::Temporal(kind) => kind.name(),
    };
    match of {
        Type::One(scalar) => name(scalar).to_owned(),
        Type::List(scalar) => format!("{}[]", name(scalar)),
        Type::Json => "string".to_owned(),
    }
}

/// Which characters the texts of a view hold.
struct Characters {
    /// Those of labels and of the items of lists, a bit each; the importer takes no others than
    /// these 65,536 to set items apart.
    listed: Vec<bool>,
    /// Whether any text has several lines.
    lines: bool,
}

impl Characters {
    fn of(view: &View<'_>) -> Self {
        let graph = view.graph();
        let mut found = Self { listed: vec![false; 1 << 16], lines: false };
        for &node in view.nodes() {
            let labels = graph.node_labels(node).iter();
            labels.for_each(|label| found.add_listed(graph.symbols().name(*label)));
            graph.node_properties(node).iter().for_each(|(_, value)| found.add(value));
        }
        for &id in view.relationships() {
            found.add_text(view.relationship_type(id));
            graph.relationship_properties(id).iter().for_each(|(_, value)| found.add(value));
        }
        graph.property_keys().iter().for_each(|key| found.add_text(key));
        found
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add_text(text),
            Value::List(items) => {
                items.iter().filter_map(Value::as_str).for_each(|text| self.add_listed(text));
            }
            _ => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        self.lines |= text.contains(['\n', '\r']);
    }

    fn add_listed(&mut self, text: &str) {
        self.add_text(text);
        for character in text.chars() {
            if let Some(seen) = self.listed.get_mut(u32::from(character) as usize) {
                *seen = true;
            }
        }
    }

    /// A character that no label and no text of a list holds, and no number or date either.
    fn delimiter(&self) -> Option<char> {
        let rare = ('\u{1c}'..='\u{1f}').chain('\u{e000}'..='\u{f8ff}');
        let mut usable = [';', '|'].into_iter().chain(rare);
        usable.find(|character| !self.listed[u32::from(*character) as usize])
    }
}
