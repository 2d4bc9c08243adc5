//! Quotes checked against the bytes of the articles' files: those of a corpus, or those that an
//! `export jsonl` gave at some other time.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::article::{self, LONGEST};
use crate::corpus::{Article, Corpus};
use crate::store;
use crate::workspace::{self, OpenError};

/// Quotes to check, by article.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    by_article: BTreeMap<String, BTreeMap<Place, usize>>,
}

/// Byte offsets in an article's file, and what is said to stand there.
type Place = (usize, usize, String);

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Distinct quotes that were checked.
    pub quotes: usize,
    /// Pieces of evidence that hold them: a sentence may attest several facts.
    pub evidence: usize,
    /// Articles that they are from.
    pub articles: usize,
    /// Quotes that don't stand where they are said to, by article and offset.
    pub mismatches: Vec<Mismatch>,
}

/// A quote that doesn't stand where it is said to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The article's id.
    pub article: String,
    /// Byte offset of the quote in the article's file.
    pub start: usize,
    /// Byte offset behind it.
    pub end: usize,
    /// The quote.
    pub expected: String,
    /// What stands there.
    pub found: Found,
}

/// What stands where a quote should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Something else.
    Text(String),
    /// Nothing: the file has only so many bytes.
    Shorter(usize),
    /// There is no such article.
    NoArticle,
    /// The article's file can't be read, for the reason given.
    Unreadable(String),
}

/// A line that is none of an `export jsonl`.
#[derive(Debug, Error)]
pub enum ExportError {
    /// `{"kind":"fact"}`, or no JSON at all.
    #[error("line {line} is no line of `attest export jsonl`: {problem}")]
    Line {
        /// Line number from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A broken disk, text in another encoding.
    #[error("can't be read: {0}")]
    Read(#[from] io::Error),
}

/// A line of an export, as far as quotes go.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line {
    Article {},
    Entity {},
    Fact { evidence: Vec<Quoted> },
}

#[derive(Deserialize)]
struct Quoted {
    article: String,
    quote: String,
    start: usize,
    end: usize,
}

impl Quotes {
    /// The quotes of a corpus.
    pub fn of(corpus: &Corpus) -> Self {
        let mut quotes = Self::default();
        for piece in corpus.facts.iter().flat_map(|fact| &fact.evidence) {
            let place = (piece.start, piece.end, piece.quote.to_string());
            quotes.add(&corpus.articles[piece.article].id, place);
        }
        quotes
    }

    /// The quotes of what `export jsonl` wrote.
    ///
    /// # Errors
    /// [`ExportError`], with the number of the first line that is none of an export.
    ///
    /// ```
    /// use graph_core::verify::Quotes;
    /// let export = br#"{"kind":"fact","evidence":[{"article":"a","quote":"It is.","start":0,"end":6}]}"#;
    /// assert!(Quotes::read(&export[..]).is_ok());
    /// let wrong = Quotes::read(&b"\n{\"kind\":\"fact\"}"[..]).unwrap_err().to_string();
    /// assert!(wrong.starts_with("line 2 is no line of `attest export jsonl`: missing field"));
    /// ```
    pub fn read(export: impl BufRead) -> Result<Self, ExportError> {
        let mut quotes = Self::default();
        for (at, line) in export.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let wrong = |error: serde_json::Error| ExportError::Line {
                line: at + 1,
                problem: error.to_string(),
            };
            if let Line::Fact { evidence } = serde_json::from_str(&line).map_err(wrong)? {
                for Quoted { article, quote, start, end } in evidence {
                    quotes.add(&article, (start, end, quote));
                }
            }
        }
        Ok(quotes)
    }

    fn add(&mut self, article: &str, place: Place) {
        if !self.by_article.contains_key(article) {
            self.by_article.insert(article.to_owned(), BTreeMap::new());
        }
        if let Some(places) = self.by_article.get_mut(article) {
            *places.entry(place).or_default() += 1;
        }
    }

    /// Checks each quote against the files of a workspace, a folder or one article, which are
    /// read one after another, or against those that a store holds. O(text + quotes).
    ///
    /// # Errors
    /// Where the folder or store can't be read, or the folder holds no articles.
    pub fn check(&self, path: &Path) -> Result<Verdict, OpenError> {
        if workspace::is_store(path) {
            let files = store::articles(path)?;
            return Ok(
                self.check_bytes(|id| files.get(id).map(Vec::as_slice).into_iter().collect())
            );
        }
        let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for (id, file) in article::files(path)? {
            files.entry(id).or_default().push(file);
        }
        Ok(self.check_against(|article| {
            let files = files.get(article).into_iter().flatten();
            files.map(|file| Original::read(article, file)).collect()
        }))
    }

    /// Checks each quote against the files that an article's id may mean. O(text + quotes).
    ///
    /// ```
    /// use graph_core::verify::Quotes;
    /// let export = br#"{"kind":"fact","evidence":[{"article":"a","quote":"It is.","start":0,"end":6}]}"#;
    /// let quotes = Quotes::read(&export[..]).unwrap();
    /// assert!(quotes.check_bytes(|_| vec![b"It is. So."]).mismatches.is_empty());
    /// assert_eq!(quotes.check_bytes(|_| vec![]).mismatches.len(), 1);
    /// ```
    pub fn check_bytes<'b>(&self, files: impl Fn(&str) -> Vec<&'b [u8]>) -> Verdict {
        self.check_against(|id| {
            files(id).into_iter().map(|bytes| Original::of(id, bytes.to_vec())).collect()
        })
    }

    fn check_against(&self, originals: impl Fn(&str) -> Vec<Original>) -> Verdict {
        let mut verdict = Verdict { articles: self.by_article.len(), ..Verdict::default() };
        for (article, places) in &self.by_article {
            verdict.quotes += places.len();
            verdict.evidence += places.values().sum::<usize>();
            let originals = originals(article);
            for (start, end, quote) in places.keys() {
                let wrong = mismatch(&originals, *start, *end, quote);
                verdict.mismatches.extend(wrong.map(|found| Mismatch {
                    article: article.clone(),
                    start: *start,
                    end: *end,
                    expected: quote.clone(),
                    found,
                }));
            }
        }
        verdict
    }
}

/// What stands in the files of an article instead of the quote; `None` where one has it.
fn mismatch(originals: &[Original], start: usize, end: usize, quote: &str) -> Option<Found> {
    let mut found = Found::NoArticle;
    for original in originals {
        found = original.at(start, end);
        if matches!(&found, Found::Text(text) if text == quote) {
            return None;
        }
    }
    Some(found)
}

/// An article's file as it is now.
enum Original {
    /// With the article as it is read, where its text isn't the bytes themselves.
    Bytes {
        bytes: Vec<u8>,
        decoded: Option<Article>,
    },
    Unreadable(String),
}

impl Original {
    fn read(id: &str, file: &Path) -> Self {
        let bytes = fs::metadata(file).and_then(|found| {
            // What never ends, or has grown beyond an article, is not read to its end.
            let long = found.len() > LONGEST as u64;
            if long { Err(io::Error::other("too long for an article")) } else { fs::read(file) }
        });
        match bytes {
            Ok(bytes) => Self::of(id, bytes),
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }

    fn of(id: &str, bytes: Vec<u8>) -> Self {
        Self::Bytes { decoded: decoded(id, &bytes), bytes }
    }

    /// The text at byte offsets of the file, in the file's encoding.
    fn at(&self, start: usize, end: usize) -> Found {
        let (bytes, decoded) = match self {
            Self::Bytes { bytes, decoded } => (bytes, decoded),
            Self::Unreadable(error) => return Found::Unreadable(error.clone()),
        };
        let Some(quoted) = bytes.get(start..end) else { return Found::Shorter(bytes.len()) };
        let text = decoded.as_ref().and_then(|article| {
            let range = article.text_offset(start)?..article.text_offset(end)?;
            article.text.get(range).map(str::to_owned)
        });
        Found::Text(text.unwrap_or_else(|| String::from_utf8_lossy(quoted).into_owned()))
    }
}

/// The article of a file whose text isn't its bytes. Plain letters in UTF-16 look like UTF-8 with
/// zeros between them.
fn decoded(id: &str, bytes: &[u8]) -> Option<Article> {
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    if is_text { None } else { Some(article::read_article(id, bytes).ok()?.article) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(name), bytes).expect("written");
        folder
    }

    fn quotes(quotes: &[(&str, usize, usize, &str)]) -> Quotes {
        let mut all = Quotes::default();
        for (article, start, end, quote) in quotes {
            all.add(article, (*start, *end, (*quote).to_owned()));
        }
        all
    }

    #[test]
    fn quotes_are_compared_with_the_bytes_of_the_file() {
        let folder = folder("a.txt", b"It rained. It was wet.\n");
        let said =
            [("a", 0, 10, "It rained."), ("a", 0, 10, "It rained."), ("a", 11, 22, "It was wet.")];
        let verdict = quotes(&said).check(folder.path()).expect("a folder");
        assert_eq!((verdict.quotes, verdict.evidence, verdict.articles), (2, 3, 1));
        assert_eq!(verdict.mismatches, []);
    }

    #[test]
    fn what_stands_there_instead_is_told() {
        let folder = folder("a.txt", b"It snowed! It was wet.\n");
        let said = [("a", 0, 10, "It rained."), ("a", 11, 90, "It was wet."), ("b", 0, 3, "Hm.")];
        let verdict = quotes(&said).check(folder.path()).expect("a folder");
        let found: Vec<_> = verdict.mismatches.iter().map(|wrong| wrong.found.clone()).collect();
        let expected = [Found::Text("It snowed!".into()), Found::Shorter(23), Found::NoArticle];
        assert_eq!(found, expected);
        let backwards = quotes(&[("a", 9, 3, "It")]).check(folder.path()).expect("a folder");
        assert_eq!(backwards.mismatches[0].found, Found::Shorter(23));
    }

    #[test]
    fn other_encodings_are_compared_as_text() {
        let bytes = "Era así. José visitó México, y así fue.".chars().map(|c| c as u8);
        let bytes: Vec<u8> = bytes.collect();
        let folder = folder("a.txt", &bytes);
        let said = [("a", 9, 39, "José visitó México, y así fue.")];
        assert_eq!(quotes(&said).check(folder.path()).expect("a folder").mismatches, []);
        let other = [("a", 9, 39, "José visitó Perú, y así fue.")];
        assert_eq!(quotes(&other).check(folder.path()).expect("a folder").mismatches.len(), 1);
    }

    #[test]
    fn letters_with_zeros_between_them_are_compared_as_text() {
        let bytes: Vec<u8> = "It rained.".bytes().flat_map(|letter| [letter, 0]).collect();
        let folder = self::folder("a.txt", &bytes);
        let said = [("a", 6, 20, "rained.")];
        assert_eq!(quotes(&said).check(folder.path()).expect("a folder").mismatches, []);
    }
}
