//! The data files: their names, what is built in, and how a folder of them is read.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::{LexiconError, Wrong};
use super::line::Line;
use super::{Lexicon, words};
use crate::knowledge::{FileError, file};

/// Where a rule of the lexicon stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The name of its data file.
    pub file: &'static str,
    /// Line number from 1.
    pub line: u32,
    /// Whether the file is the workspace's rather than built in.
    pub workspace: bool,
}

/// A data file of the lexicon.
struct DataFile {
    name: &'static str,
    builtin: &'static str,
    /// Adds what a line says to the lexicon, or takes it back.
    read: fn(&mut Lexicon, &Line) -> Result<(), Wrong>,
}

macro_rules! data_file {
    ($name:literal, $read:expr) => {
        DataFile {
            name: $name,
            builtin: include_str!(concat!("../../lexicon/", $name)),
            read: $read,
        }
    };
}

/// In the order in which they are read: of two built-in types of a noun the first counts.
static FILES: [DataFile; 21] = [
    data_file!("relations.tsv", |lexicon, line| lexicon.frames.read(line)),
    data_file!("modality.tsv", |lexicon, line| words::effect(&mut lexicon.words, line)),
    data_file!("speech.txt", |lexicon, line| words::speech(&mut lexicon.words, line)),
    data_file!("synonyms.tsv", |lexicon, line| words::synonym(&mut lexicon.words, line)),
    data_file!("nouns.tsv", |lexicon, line| words::nouns(&mut lexicon.words, line)),
    data_file!("wordnet-nouns.tsv", |lexicon, line| words::nouns(&mut lexicon.words, line)),
    data_file!("roles.txt", |lexicon, line| words::role(&mut lexicon.words, line)),
    data_file!("portfolios.txt", |lexicon, line| words::portfolio(&mut lexicon.words, line)),
    data_file!("titles.txt", |lexicon, line| words::title(&mut lexicon.words, line)),
    data_file!("agreements.txt", |lexicon, line| words::agreement(&mut lexicon.words, line)),
    data_file!("praise.txt", |lexicon, line| words::praise(&mut lexicon.words, line)),
    data_file!("blame.txt", |lexicon, line| words::blame(&mut lexicon.words, line)),
    data_file!("sentiment.tsv", |lexicon, line| words::sentiment(&mut lexicon.words, line)),
    data_file!("first-names.tsv", |lexicon, line| words::first_names(&mut lexicon.words, line)),
    data_file!("gendered.tsv", |lexicon, line| words::gendered(&mut lexicon.words, line)),
    data_file!("countries.tsv", |lexicon, line| lexicon.countries.read(line)),
    data_file!("places.tsv", |lexicon, line| lexicon.places.read(line)),
    data_file!("disputes.tsv", |lexicon, line| lexicon.disputes.read(line)),
    data_file!("regions.tsv", |lexicon, line| lexicon.places.read(line)),
    data_file!("names.tsv", |lexicon, line| lexicon.names.read(line)),
    data_file!("name-words.tsv", |lexicon, line| lexicon.names.read_words(line)),
];

/// The names of the data files.
pub(super) fn names() -> String {
    FILES.iter().map(|file| file.name).collect::<Vec<_>>().join(", ")
}

/// Reads the built-in files.
pub(super) fn builtin() -> Result<Lexicon, Vec<LexiconError>> {
    let mut lexicon = Lexicon::default();
    let refused = FILES.iter().flat_map(|file| read(&mut lexicon, file, file.builtin, None));
    let refused: Vec<LexiconError> = refused.collect();
    if refused.is_empty() { Ok(lexicon) } else { Err(refused) }
}

/// Files with their texts.
pub(super) type Texts = Vec<(PathBuf, String)>;

/// The texts of a folder's files, and what can't be read; hidden files are left alone.
pub(super) fn texts(folder: &Path) -> (Texts, Vec<LexiconError>) {
    let mut found = match entries(folder) {
        Ok(found) => found,
        Err(error) => {
            return (Texts::new(), vec![FileError::Read { file: folder.to_owned(), error }.into()]);
        }
    };
    found.retain(|path| !file_name(path).starts_with('.'));
    let known = |path: &Path| FILES.iter().any(|file| file.name == file_name(path));
    let (known, unknown): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| known(path));
    let mut refused: Vec<_> = unknown.into_iter().map(|file| LexiconError::File { file }).collect();
    let mut texts = Texts::new();
    for path in known {
        match file::text(&path) {
            Ok(text) => texts.push((path, text)),
            Err(error) => refused.push(error.into()),
        }
    }
    (texts, refused)
}

/// Adds files to a lexicon, in the order of the built-in ones, and gives what means nothing.
pub(super) fn add(lexicon: &mut Lexicon, texts: &[(PathBuf, String)]) -> Vec<LexiconError> {
    let mut refused = Vec::new();
    for file in &FILES {
        if let Some((path, text)) = texts.iter().find(|(path, _)| file_name(path) == file.name) {
            refused.extend(read(lexicon, file, text, Some(path)));
        }
    }
    refused
}

/// The texts of the built-in files.
pub(super) fn builtin_texts() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|file| file.builtin)
}

/// Reads one line of relations.tsv that stands in no file.
pub(super) fn add_rule(lexicon: &mut Lexicon, line: &str) -> Result<(), LexiconError> {
    let file = Path::new("the rule");
    read(lexicon, &FILES[0], line, Some(file)).into_iter().next().map_or(Ok(()), Err)
}

/// What a folder holds, sorted.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// Reads a file's lines, and gives those that can't be read. `path` is the workspace's file.
fn read(
    lexicon: &mut Lexicon,
    file: &DataFile,
    text: &str,
    path: Option<&Path>,
) -> Vec<LexiconError> {
    let origin =
        |line: usize| Origin { file: file.name, line: line as u32, workspace: path.is_some() };
    let mut refused = Vec::new();
    for line in Line::all(text, origin) {
        if let Err(Wrong { column, problem }) = (file.read)(lexicon, &line) {
            let file = path.map_or_else(|| PathBuf::from(file.name), Path::to_owned);
            let line = line.origin.line as usize;
            refused.push(LexiconError::Line { file, line, column, problem });
        }
    }
    refused
}
