//! A workspace, a folder of articles or one article → documents.

use std::cmp::Ordering;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{ArticleError, Document, LONGEST, read_named};
use crate::inside::leads_out;

/// The articles of a folder, in the natural order of their file names (`2.txt` before `10.txt`).
#[derive(Debug, Default)]
pub struct Folder {
    /// Those that could be read.
    pub documents: Vec<Document>,
    /// Why others couldn't.
    pub refused: Vec<ArticleError>,
}

/// Reads the `.txt` files of `articles/` in a workspace folder, else of the folder itself, or
/// the one file that the path names. A refused article doesn't keep the others out; a link that
/// leads out of the folder is refused.
///
/// # Errors
/// [`ArticleError::Unreadable`] for a path that isn't there or can't be read,
/// [`ArticleError::NoArticles`] for a folder without any, and whatever is wrong with a single
/// file.
pub fn read_folder(path: &Path) -> Result<Folder, ArticleError> {
    let unreadable = |source| ArticleError::Unreadable { path: path.to_owned(), source };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(Folder { documents: vec![read_file(path)?], refused: Vec::new() });
    }
    let files = files_of_folder(path)?;
    let read: Vec<_> = files.par_iter().map(|file| read_within(path, file)).collect();
    let mut folder = Folder::default();
    for result in read {
        match result {
            Ok(document) => folder.documents.push(document),
            Err(error) => folder.refused.push(error),
        }
    }
    Ok(folder)
}

/// The articles' files, each with the id of its article, in the order in which
/// [`read_folder`] reads them.
///
/// # Errors
/// [`ArticleError::Unreadable`], [`ArticleError::NoArticles`].
pub fn files(path: &Path) -> Result<Vec<(String, PathBuf)>, ArticleError> {
    let unreadable = |source| ArticleError::Unreadable { path: path.to_owned(), source };
    let folder = fs::metadata(path).map_err(unreadable)?.is_dir();
    let files = if folder { files_of_folder(path)? } else { vec![path.to_owned()] };
    Ok(files.into_iter().map(|file| (stem(&file), file)).collect())
}

/// The files of a folder's articles in order.
fn files_of_folder(path: &Path) -> Result<Vec<PathBuf>, ArticleError> {
    let articles = path.join("articles");
    let folder = if articles.is_dir() { articles } else { path.to_owned() };
    if leads_out(path, &folder) {
        return Err(ArticleError::Outside { path: folder });
    }
    let unreadable = |source| ArticleError::Unreadable { path: folder.clone(), source };
    let entries = fs::read_dir(&folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<_> = paths.collect::<Result<_, _>>().map_err(unreadable)?;
    files.retain(|file| {
        file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
            && file.is_file()
    });
    if files.is_empty() {
        return Err(ArticleError::NoArticles { path: folder });
    }
    files.sort_by(|a, b| natural(&stem(a), &stem(b)).then_with(|| a.cmp(b)));
    Ok(files)
}

/// Reads an article of a folder, unless it is a link that leads out of it.
fn read_within(folder: &Path, path: &Path) -> Result<Document, ArticleError> {
    if leads_out(folder, path) {
        return Err(ArticleError::Outside { path: path.to_owned() });
    }
    read_file(path)
}

fn read_file(path: &Path) -> Result<Document, ArticleError> {
    read_named(&path.display().to_string(), &stem(path), &read_bytes(path)?)
}

/// The bytes of an article's file; of one that is too long, enough to refuse it.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, ArticleError> {
    let unreadable = |source| ArticleError::Unreadable { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to refuse it.
    file.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Compares names with their numbers as numbers.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    while let (Some(first), Some(second)) = (a.chars().next(), b.chars().next()) {
        let (number, other) = (leading_digits(a), leading_digits(b));
        let order = if number.is_empty() || other.is_empty() {
            (a, b) = (&a[first.len_utf8()..], &b[second.len_utf8()..]);
            first.cmp(&second)
        } else {
            (a, b) = (&a[number.len()..], &b[other.len()..]);
            let (x, y) = (number.trim_start_matches('0'), other.trim_start_matches('0'));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

fn leading_digits(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()]
}
