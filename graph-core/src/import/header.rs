//! The first line of a table → what each column holds.
//!
//! `id:ID(Person),name,born:date,langs:string[],:LABEL` as `neo4j-admin database import` has it: a
//! name, a colon, and a type or a role. In a plain header, without any colon, the columns' names
//! tell their roles, and types are found by the values.

use thiserror::Error;

use super::value::{TYPES, Type};

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Nodes,
    Relationships,
}

/// What a column is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The node's id, in a space of ids.
    Id(Option<String>),
    /// The id of the node that the relationship starts at, or ends at.
    End(Side, Option<String>),
    Labels,
    /// The relationship's type.
    Kind,
    Ignored,
    Property,
}

/// An end of a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The key of its property; empty where its values are no property.
    pub(super) name: String,
    pub(super) role: Role,
    /// The type of its values; `None` where that is to be found out.
    pub(super) of: Option<Type>,
    /// What is appended to times without a zone.
    pub(super) zone: Option<String>,
}

/// What stands in the columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) columns: Vec<Column>,
    /// Whether the columns' names tell what they are.
    pub(super) is_plain: bool,
}

/// Why a header can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HeaderError {
    /// An empty file.
    #[error("it has no first line that says what the columns are")]
    Empty,
    /// Bytes that are no text.
    #[error("the first line is no UTF-8")]
    NotUtf8,
    /// `age:number`.
    #[error("`{column}`: there is no type `{name}`")]
    Type {
        /// The column as it is written.
        column: String,
        /// What stands behind the colon.
        name: String,
    },
    /// `:ID` of relationships, `:TYPE` of nodes, `a:START_ID` twice.
    #[error("`{column}`: {problem}")]
    Role {
        /// The column as it is written.
        column: String,
        /// What doesn't fit.
        problem: &'static str,
    },
    /// `id:ID{colour:red}`.
    #[error("`{column}`: `{option}` is no option of a column")]
    ColumnOption {
        /// The column as it is written.
        column: String,
        /// The option.
        option: String,
    },
    /// A column without a name.
    #[error("column {at} has no name")]
    NoName {
        /// Its number, from 1.
        at: usize,
    },
    /// Two columns of one property.
    #[error("two columns are called `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A single column that holds what sets columns apart in many files.
    #[error("it has but one column, `{column}`")]
    Delimiter {
        /// The column.
        column: String,
        /// What probably sets columns apart.
        delimiter: char,
    },
    /// A plain header of nodes without an id.
    #[error("no column holds the nodes' ids")]
    NoId,
    /// A plain header of relationships without their ends.
    #[error("no two columns hold the ids of where relationships start and end")]
    NoEnds,
    /// Relationships without a type.
    #[error("nothing tells the relationships' type")]
    NoKind,
}

impl HeaderError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Empty => "write the columns' names into the first line".into(),
            Self::NotUtf8 => "save the file as UTF-8".into(),
            Self::Type { name, .. } if name.to_lowercase().starts_with("point") => {
                "give the coordinates columns of their own, or leave them out: `name:IGNORE`".into()
            }
            Self::Type { .. } => {
                let names: Vec<_> = TYPES.iter().map(|(name, _)| *name).collect();
                format!(
                    "there are {}, lists such as string[], and :ID, :LABEL, :START_ID, :END_ID, :TYPE, :IGNORE",
                    names.join(", ")
                )
            }
            Self::Role { .. } => {
                "nodes have :ID and :LABEL, relationships :START_ID, :END_ID and :TYPE, each once"
                    .into()
            }
            Self::ColumnOption { .. } => "there are {id-type:long} and {timezone:+02:00}".into(),
            Self::NoName { .. } => "give it one, or leave it out: `:IGNORE`".into(),
            Self::Twice { .. } => "call one of them otherwise, or leave it out: `:IGNORE`".into(),
            Self::Delimiter { delimiter: '\t', .. } => {
                "name what sets columns apart: --delimiter TAB".into()
            }
            Self::Delimiter { delimiter, .. } => {
                format!("name what sets columns apart: --delimiter '{delimiter}'")
            }
            Self::NoId => "call it `id` or `id:ID`, or name it: --id-column NAME".into(),
            Self::NoEnds => {
                "call them `from` and `to`, `source` and `target`, or `:START_ID` and `:END_ID`"
                    .into()
            }
            Self::NoKind => {
                "write it before the file, such as KNOWS=file.csv, or into a column `:TYPE`".into()
            }
        }
    }
}

/// The names that columns of plain headers have for where relationships start and end.
const ENDS: [(&str, &str); 6] = [
    ("from", "to"),
    ("source", "target"),
    ("start", "end"),
    ("src", "dst"),
    ("start_id", "end_id"),
    ("source_id", "target_id"),
];

impl Header {
    /// Reads a header. `id_column` names the column of ids where the header doesn't tell it;
    /// `ids` is the type of ids without one of their own.
    pub(super) fn read(
        fields: &[&str],
        table: Table,
        id_column: Option<&str>,
        ids: Type,
    ) -> Result<Self, HeaderError> {
        if let [column] = fields
            && let Some(delimiter) = column.chars().find(|it| matches!(it, ';' | '\t' | '|' | ','))
        {
            return Err(HeaderError::Delimiter { column: (*column).to_owned(), delimiter });
        }
        let is_plain = !fields.iter().any(|field| field.contains(':'));
        let read = |(at, field): (usize, &&str)| column(field, at + 1, ids);
        let columns = fields.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut header = Self { columns, is_plain };
        match table {
            Table::Nodes => header.name_id(id_column, ids)?,
            Table::Relationships if is_plain => header.name_ends()?,
            Table::Relationships => {}
        }
        header.check(fields, table)?;
        if !is_plain {
            header.columns.iter_mut().for_each(|it| it.of = it.of.or(Some(Type::STRING)));
        }
        Ok(header)
    }

    /// The column of a role.
    pub(super) fn position(&self, is: impl Fn(&Role) -> bool) -> Option<usize> {
        self.columns.iter().position(|column| is(&column.role))
    }

    fn named(&self, name: &str) -> Option<usize> {
        let exactly = self.columns.iter().position(|column| column.name == name);
        exactly.or_else(|| self.columns.iter().position(|it| it.name.eq_ignore_ascii_case(name)))
    }

    /// Finds the column of ids by its name.
    fn name_id(&mut self, id_column: Option<&str>, ids: Type) -> Result<(), HeaderError> {
        if self.position(|role| matches!(role, Role::Id(_))).is_some() {
            return Ok(());
        }
        let found = match id_column {
            None if !self.is_plain => return Ok(()),
            name => self.named(name.unwrap_or("id")).ok_or(HeaderError::NoId)?,
        };
        let column = &mut self.columns[found];
        column.role = Role::Id(None);
        if !self.is_plain {
            column.of = column.of.or(Some(ids));
        }
        Ok(())
    }

    fn name_ends(&mut self) -> Result<(), HeaderError> {
        let mut found =
            ENDS.iter().filter_map(|(from, to)| Some((self.named(from)?, self.named(to)?)));
        let (start, end) = found.next().ok_or(HeaderError::NoEnds)?;
        for (at, side) in [(start, Side::Start), (end, Side::End)] {
            self.columns[at].role = Role::End(side, None);
            self.columns[at].name.clear();
        }
        Ok(())
    }

    fn check(&self, fields: &[&str], table: Table) -> Result<(), HeaderError> {
        for (at, (column, field)) in self.columns.iter().zip(fields).enumerate() {
            let before = &self.columns[..at];
            let twice = |other: &Column| match (&other.role, &column.role) {
                (Role::Id(_), Role::Id(_))
                | (Role::Labels, Role::Labels)
                | (Role::Kind, Role::Kind) => true,
                (Role::End(a, _), Role::End(b, _)) => a == b,
                _ => false,
            };
            let wrong = match (table, &column.role) {
                (Table::Nodes, Role::End(..) | Role::Kind) => Some("nodes have none"),
                (Table::Relationships, Role::Id(_) | Role::Labels) => {
                    Some("relationships have none")
                }
                _ if before.iter().any(twice) => Some("there is another one"),
                _ => None,
            };
            if let Some(problem) = wrong {
                return Err(HeaderError::Role { column: (*field).to_owned(), problem });
            }
            if !column.name.is_empty() && before.iter().any(|other| other.name == column.name) {
                return Err(HeaderError::Twice { name: column.name.clone() });
            }
        }
        let has = |side| {
            self.position(|it| matches!(it, Role::End(found, _) if *found == side)).is_some()
        };
        if table == Table::Relationships && !(has(Side::Start) && has(Side::End)) {
            return Err(HeaderError::NoEnds);
        }
        Ok(())
    }
}

/// Reads `name:type{options}`.
fn column(field: &str, at: usize, ids: Type) -> Result<Column, HeaderError> {
    let (text, options) = match field.strip_suffix('}').and_then(|it| it.rsplit_once('{')) {
        Some((text, options)) if text.contains(':') => (text, options),
        _ => (field, ""),
    };
    let Some((name, word, space)) = parted(text) else {
        if text.is_empty() {
            return Err(HeaderError::NoName { at });
        }
        let name = text.to_owned();
        return Ok(Column { name, role: Role::Property, of: None, zone: None });
    };
    let space = space.filter(|space| !space.is_empty()).map(str::to_owned);
    let (role, of) = match word.to_ascii_uppercase().as_str() {
        "ID" => (Role::Id(space), Some(ids)),
        "START_ID" => (Role::End(Side::Start, space), None),
        "END_ID" => (Role::End(Side::End, space), None),
        "LABEL" => (Role::Labels, None),
        "TYPE" => (Role::Kind, None),
        "IGNORE" => (Role::Ignored, None),
        _ => {
            let of = Type::named(word).filter(|_| space.is_none()).ok_or_else(|| {
                HeaderError::Type { column: field.to_owned(), name: word.to_owned() }
            })?;
            if name.is_empty() {
                return Err(HeaderError::NoName { at });
            }
            (Role::Property, Some(of))
        }
    };
    let is_kept = matches!(role, Role::Property | Role::Id(_));
    let name = if is_kept { name.to_owned() } else { String::new() };
    let mut column = Column { name, role, of, zone: None };
    for option in options.split(',').filter(|option| !option.trim().is_empty()) {
        column.set(option.trim(), field)?;
    }
    Ok(column)
}

impl Column {
    /// Takes one of the options between braces.
    fn set(&mut self, option: &str, field: &str) -> Result<(), HeaderError> {
        let refused =
            || HeaderError::ColumnOption { column: field.to_owned(), option: option.to_owned() };
        let (key, value) = option.split_once(':').ok_or_else(refused)?;
        let (key, value) = (key.trim(), value.trim().trim_matches(['"', '\'']));
        match (key, &self.role) {
            ("id-type", Role::Id(_)) => self.of = Some(Type::named(value).ok_or_else(refused)?),
            // They matter to other programs: the types of ids that are no property, and what an
            // index would be made of.
            ("id-type", Role::End(..)) | ("label", Role::Id(_)) => {}
            ("timezone", Role::Property) => {
                let is_offset = value.starts_with(['+', '-']) || value.eq_ignore_ascii_case("z");
                self.zone = Some(if is_offset { value.to_owned() } else { format!("[{value}]") });
            }
            _ => return Err(refused()),
        }
        Ok(())
    }
}

/// A column's name, what stands behind its last colon, and what in brackets behind that. Names may
/// have colons, and so may the names of spaces.
fn parted(text: &str) -> Option<(&str, &str, Option<&str>)> {
    if let Some(opened) = text.strip_suffix(')') {
        for (at, _) in opened.match_indices(':') {
            let word = &opened[at + 1..];
            let Some((word, space)) = word.split_once('(') else { continue };
            if ["ID", "START_ID", "END_ID"].iter().any(|it| it.eq_ignore_ascii_case(word)) {
                return Some((&text[..at], word, Some(space)));
            }
        }
    }
    let (name, word) = text.rsplit_once(':')?;
    Some((name, word, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, table: Table) -> Result<Header, HeaderError> {
        Header::read(&line.split(',').collect::<Vec<_>>(), table, None, Type::STRING)
    }

    /// The columns in words.
    fn told(line: &str, table: Table) -> Vec<String> {
        let header = read(line, table).unwrap_or_else(|error| panic!("{line}: {error}"));
        let column = |it: &Column| {
            let of = it.of.map_or("?".into(), |of| of.to_string());
            format!("{} {:?} {of} {}", it.name, it.role, it.zone.as_deref().unwrap_or_default())
        };
        header.columns.iter().map(column).collect()
    }

    #[test]
    fn roles_types_spaces_and_options_are_read() {
        insta::assert_debug_snapshot!(told(
            "id:ID(Person){id-type:long},name,a:b:INT,dc:title:string[],:LABEL,x:IGNORE,at:datetime{timezone:Europe/Paris},t:time{timezone:+02:00}",
            Table::Nodes
        ));
        insta::assert_debug_snapshot!(told(
            ":start_id(a:b (c)),since:date,:END_ID,:TYPE",
            Table::Relationships
        ));
    }

    #[test]
    fn plain_headers_tell_by_their_names() {
        insta::assert_debug_snapshot!([
            told("ID,name", Table::Nodes),
            told("since,from,to", Table::Relationships),
            told("Source,Target,Weight", Table::Relationships),
        ]);
        let named = Header::read(&["key", "id"], Table::Nodes, Some("key"), Type::STRING);
        assert_eq!(named.expect("read").columns[0].role, Role::Id(None));
        assert!(read("name:string,:LABEL", Table::Nodes).is_ok(), "nobody need refer to them");
    }

    #[test]
    fn what_is_wrong_is_told_with_what_to_write() {
        let mut told = Vec::new();
        for (line, table) in [
            ("name,age", Table::Nodes),
            ("id,id", Table::Nodes),
            ("id,,x", Table::Nodes),
            ("id:ID,age:number", Table::Nodes),
            ("id:ID,place:point{crs:WGS-84}", Table::Nodes),
            ("id:ID,key:ID", Table::Nodes),
            ("id:ID,:TYPE", Table::Nodes),
            ("id:ID{colour:red}", Table::Nodes),
            ("age:int{timezone}", Table::Nodes),
            ("a,b", Table::Relationships),
            (":START_ID,:TYPE", Table::Relationships),
            (":START_ID,:END_ID,:LABEL", Table::Relationships),
            (":START_ID,:START_ID,:END_ID", Table::Relationships),
            (":int", Table::Nodes),
            ("id;name", Table::Nodes),
            ("from\tto", Table::Relationships),
        ] {
            let error = read(line, table).expect_err(line);
            told.push(format!("{line}: {error}\n  {}", error.help()));
        }
        insta::assert_snapshot!(told.join("\n"));
    }
}
