//! What is imported, from the command line or from the options that an export wrote beside its
//! tables.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, ValueEnum};
use graph_core::import::{Import, NodeTable, Options, RelationshipTable};
use graph_core::inside;

use crate::Failure;
use crate::report::Report;

/// How tables are written.
const TABLES: &str = "Tables";
/// What becomes of lines that can't be read.
const LINES: &str = "Lines that can't be read";

/// What an export writes beside its tables.
const OPTIONS: &str = "import.args";

/// What is imported, and how.
#[derive(Args, Clone, Debug)]
pub(crate) struct Arguments {
    /// Files of JSON lines, a node or a relationship a line, as APOC exports them; or a folder
    /// that `attest export csv` wrote.
    #[arg(value_name = "PATH", required_unless_present_any = ["nodes", "relationships"])]
    paths: Vec<PathBuf>,
    /// A table of nodes, with the labels of all of them. The first line of its first file says
    /// what the columns are.
    #[arg(long, value_name = "[LABEL:…=]FILE,…")]
    nodes: Vec<NodeTable>,
    /// A table of relationships, with their type, and with the labels of the nodes that their ids
    /// are of where several tables have ids of their own.
    #[arg(long, value_name = "[TYPE[:START:END]=]FILE,…")]
    relationships: Vec<RelationshipTable>,
    /// What sets columns apart: a character, TAB, or its number as U+0009.
    #[arg(long, value_name = "CHAR", default_value = ",", value_parser = byte, help_heading = TABLES)]
    delimiter: u8,
    /// What sets the items of lists, and labels, apart.
    #[arg(long, value_name = "CHAR", default_value = ";", value_parser = character, help_heading = TABLES)]
    array_delimiter: char,
    /// What encloses texts in which the delimiter stands.
    #[arg(long, value_name = "CHAR", default_value = "\"", value_parser = byte, help_heading = TABLES)]
    quote: u8,
    /// What ids are where their column has no type of its own.
    #[arg(long, value_enum, default_value_t, help_heading = TABLES)]
    id_type: IdType,
    /// The column of the nodes' ids where the header doesn't tell it, instead of `id`; also the
    /// property by which nodes are found that are in the store already.
    #[arg(long, value_name = "NAME", help_heading = TABLES)]
    id_column: Option<String>,
    /// Leave out blanks around texts.
    #[arg(
        long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", default_value = "false", hide_default_value = true,
        hide_possible_values = true, help_heading = TABLES
    )]
    trim_strings: bool,
    /// Leave out fields behind those of the header.
    #[arg(
        long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", default_value = "false", hide_default_value = true,
        hide_possible_values = true, help_heading = TABLES
    )]
    ignore_extra_columns: bool,
    /// Take empty texts in quotes for absent ones, too.
    #[arg(
        long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", default_value = "false", hide_default_value = true,
        hide_possible_values = true, help_heading = TABLES
    )]
    ignore_empty_strings: bool,
    /// Leave out up to so many lines, and import nothing where there are more; 0 takes all or
    /// nothing, -1 leaves out any number.
    #[arg(
        long, value_name = "N", default_value = "1000", value_parser = tolerance,
        allow_hyphen_values = true, help_heading = LINES
    )]
    bad_tolerance: usize,
    /// Write the lines that are left out to a file, with their places and why.
    #[arg(long, value_name = "FILE", help_heading = LINES)]
    pub(crate) report_file: Option<PathBuf>,
    /// Options of `neo4j-admin` that are the rule here.
    #[arg(
        long, num_args = 0..=1, require_equals = true, default_missing_value = "true", hide = true,
        value_parser = ["true"], alias = "skip-duplicate-nodes", alias = "multiline-fields",
        alias = "auto-skip-subsequent-headers", action = clap::ArgAction::Append
    )]
    skip_bad_relationships: Vec<String>,
}

/// What ids are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum IdType {
    /// Any texts.
    #[default]
    String,
    /// Whole numbers.
    Integer,
    /// Whole numbers, as in `neo4j-admin`.
    #[value(hide = true)]
    Actual,
}

/// The options that an export wrote.
#[derive(Debug, Parser)]
#[command(name = OPTIONS, no_binary_name = true, disable_help_flag = true)]
struct File {
    #[command(flatten)]
    arguments: Arguments,
}

impl Arguments {
    /// What is to be imported; of a folder, what the options in it say.
    ///
    /// # Errors
    /// Where those can't be read, or name files elsewhere, which is told.
    pub(crate) fn read(self) -> Result<Import, Failure> {
        let Some(folder) = self.paths.iter().find(|path| path.is_dir()) else {
            return Ok(self.into_import());
        };
        if self.paths.len() > 1 || !self.nodes.is_empty() || !self.relationships.is_empty() {
            let problem = format!("{} is a folder, which is imported by itself", folder.display());
            Report::error(problem).help("import it by a command of its own").print();
            return Err(Failure::Told);
        }
        let tolerance = self.bad_tolerance;
        let mut import = in_folder(folder).map_err(|problem| {
            Report::error(problem).print();
            Failure::Told
        })?;
        import.options.tolerance = tolerance;
        Ok(import)
    }

    fn into_import(self) -> Import {
        Import {
            options: Options {
                delimiter: self.delimiter,
                quote: self.quote,
                array_delimiter: self.array_delimiter,
                integer_ids: self.id_type != IdType::String,
                id_column: self.id_column,
                trims: self.trim_strings,
                ignores_extra: self.ignore_extra_columns,
                ignores_empty: self.ignore_empty_strings,
                tolerance: self.bad_tolerance,
            },
            nodes: self.nodes,
            relationships: self.relationships,
            elements: self.paths,
        }
    }
}

/// What the options in a folder say, an option a line.
fn in_folder(folder: &Path) -> Result<Import, String> {
    let path = folder.join(OPTIONS);
    let name = path.display();
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!(
            "{} is a folder without {OPTIONS}: name its tables with --nodes and --relationships",
            folder.display()
        ),
        _ => format!("{name} can't be read: {error}"),
    })?;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let unquoted = |line: &str| OsString::from(line.trim_matches(['"', '\'']));
    let read = File::try_parse_from(lines.map(unquoted)).map_err(|error| {
        let told = error.to_string();
        let told = told.lines().next().unwrap_or_default();
        format!("{name}: {}", told.strip_prefix("error: ").unwrap_or(told))
    })?;
    let mut import = read.arguments.into_import();
    let nodes = import.nodes.iter_mut().flat_map(|table| &mut table.files);
    let relationships = import.relationships.iter_mut().flat_map(|table| &mut table.files);
    for file in nodes.chain(relationships).chain(&mut import.elements) {
        // Whoever made the folder doesn't choose what else is read of this machine.
        let named = folder.join(&*file);
        if matches!(inside::within(folder, &named), Ok(None)) {
            return Err(format!("{name}: {} leads out of the folder", file.display()));
        }
        *file = named;
    }
    Ok(import)
}

/// Reads a character: itself, `TAB`, `\t`, `U+20AC`.
fn character(text: &str) -> Result<char, &'static str> {
    const WANTED: &str = "write one character, TAB, or its number as U+0009";
    let mut characters = text.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        return Ok(character);
    }
    if text.eq_ignore_ascii_case("tab") || text == "\\t" {
        return Ok('\t');
    }
    let number = text.strip_prefix("U+").and_then(|number| u32::from_str_radix(number, 16).ok());
    number.and_then(char::from_u32).ok_or(WANTED)
}

/// Reads a character of ASCII.
fn byte(text: &str) -> Result<u8, &'static str> {
    let byte = u8::try_from(character(text)?).ok().filter(u8::is_ascii);
    byte.filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .ok_or("write a character of ASCII, such as ; or TAB")
}

fn tolerance(text: &str) -> Result<usize, &'static str> {
    if text == "-1" {
        return Ok(usize::MAX);
    }
    text.parse().map_err(|_| "write a number from 0 on, or -1 for any number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_named_in_several_ways() {
        for (text, wanted) in
            [(";", ';'), ("TAB", '\t'), ("\\t", '\t'), ("U+E000", '\u{e000}'), ("é", 'é')]
        {
            assert_eq!(character(text), Ok(wanted), "{text}");
        }
        for text in ["", "ab", "U+", "U+D800", "U+110000", "0x3b"] {
            assert!(character(text).is_err(), "{text}");
        }
        assert_eq!(byte("|"), Ok(b'|'));
        assert!(byte("é").is_err() && byte("U+000A").is_err());
        assert_eq!((tolerance("0"), tolerance("-1")), (Ok(0), Ok(usize::MAX)));
    }
}
