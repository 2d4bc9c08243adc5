//! The bytes of a file → an article: its text, its header and the blocks of prose in it.
//!
//! ```text
//! bytes → decoded text, with offsets back → header → paragraphs → blocks, less boilerplate
//! ```

mod boilerplate;
mod date;
mod decode;
mod folder;
mod header;
mod offsets;
mod paragraphs;

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use thiserror::Error;

pub use folder::{Folder, files, read_folder};
pub(crate) use folder::{natural, read_bytes};
pub use offsets::FileOffsets;

use crate::corpus::Article;

/// An article with the parts of its text that facts can be drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The article.
    pub article: Article,
    /// Title, headings and paragraphs in order of the text; boilerplate is left out.
    pub blocks: Vec<Block>,
}

/// A stretch of an article's text that is parsed on its own, so that no sentence runs from one
/// into the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in [`Article::text`], without space around it. Of hard-wrapped text it has the
    /// line breaks inside.
    pub range: Range<usize>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The title, or a heading further down: often no whole sentence.
    Title,
    /// A paragraph.
    Prose,
}

/// Why an article, a file or a folder is refused.
#[derive(Debug, Error)]
pub enum ArticleError {
    /// A file without a letter below its header, if it has one.
    #[error("`{name}` is empty: put the article's text into it, or remove the file")]
    Empty {
        /// The article's id or file.
        name: String,
    },
    /// A book, a dump of a whole site: more than [`LONGEST`] bytes.
    #[error(
        "`{name}` is too long for an article, which has at most {} MiB, and is left out: put each \
         article into a file of its own",
        LONGEST >> 20
    )]
    TooLong {
        /// The article's id or file.
        name: String,
    },
    /// A picture, an archive, a program.
    #[error("`{name}` is not text: byte {offset} can't be; save the article as UTF-8 text")]
    Binary {
        /// The article's id or file.
        name: String,
        /// The first byte that no text has.
        offset: usize,
    },
    /// Text cut within a letter, or of mixed encodings.
    #[error(
        "`{name}` looks like {encoding}, but byte {offset} is wrong in it; save it as UTF-8 text"
    )]
    Encoding {
        /// The article's id or file.
        name: String,
        /// What it looks most like.
        encoding: &'static str,
        /// The first byte that is wrong in it.
        offset: usize,
    },
    /// A link in a folder of articles to a file elsewhere: whoever made the folder would choose
    /// what of this machine is read.
    #[error(
        "`{}` is a link that leads out of the folder; copy the article there instead",
        path.display()
    )]
    Outside {
        /// The link.
        path: PathBuf,
    },
    /// No permission, a broken disk, a file that has gone.
    #[error("can't read `{}`: {source}", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder with nothing in it to read.
    #[error("no articles in `{}`: put .txt files into it, one an article", path.display())]
    NoArticles {
        /// The folder.
        path: PathBuf,
    },
}

/// How many bytes an article may have: far more than any has, and parsed within seconds.
pub const LONGEST: usize = 1 << 20;

/// Reads an article from the bytes of its file.
///
/// # Errors
/// [`ArticleError::Empty`], [`ArticleError::TooLong`], [`ArticleError::Binary`] and
/// [`ArticleError::Encoding`], all of which name the article by its id.
///
/// ```
/// use graph_core::article::{BlockKind, read_article};
///
/// let document = read_article("a", b"Date: May 18, 2015\n\nDam opens\n\nThe dam opened.\n")?;
/// assert_eq!(document.article.date.as_deref(), Some("2015-05-18"));
/// assert_eq!(document.article.title, "Dam opens");
/// let prose = &document.blocks[1];
/// assert_eq!(prose.kind, BlockKind::Prose);
/// assert_eq!(&document.article.text[prose.range.clone()], "The dam opened.");
/// # Ok::<(), graph_core::article::ArticleError>(())
/// ```
pub fn read_article(id: &str, bytes: &[u8]) -> Result<Document, ArticleError> {
    read_named(id, id, bytes)
}

/// Reads an article that errors call `name`.
pub(crate) fn read_named(name: &str, id: &str, bytes: &[u8]) -> Result<Document, ArticleError> {
    if bytes.len() > LONGEST {
        return Err(ArticleError::TooLong { name: name.to_owned() });
    }
    let (text, offsets) = decode::decode(name, bytes)?;
    let header = header::read(&text);
    if !text[header.end..].contains(char::is_alphanumeric) {
        return Err(ArticleError::Empty { name: name.to_owned() });
    }
    let Body { title, date, blocks } = read_body(&text, &header);
    let prose = blocks.iter().filter(|block| block.kind == BlockKind::Prose);
    let words = prose.map(|block| text[block.range.clone()].split_whitespace().count()).sum();
    let article = Article {
        id: id.to_owned(),
        title: title.map(|range| one_line(&text[range])).unwrap_or_default(),
        source: header.source.map(|range| text[range].to_owned()),
        url: header.url.map(|range| text[range].to_owned()),
        date,
        words,
        offsets,
        text,
    };
    Ok(Document { article, blocks })
}

impl Article {
    /// Where the body begins in [`Article::text`], behind the header; 0 without one.
    ///
    /// ```
    /// let document = graph_core::article::read_article("a", b"Title: Dam\n\nThe dam opened.")?;
    /// let article = document.article;
    /// assert_eq!(&article.text[article.body()..], "The dam opened.");
    /// # Ok::<(), graph_core::article::ArticleError>(())
    /// ```
    pub fn body(&self) -> usize {
        header::read(&self.text).end
    }
}

/// The blocks of an article that was read before.
pub(crate) fn blocks(article: &Article) -> Vec<Block> {
    read_body(&article.text, &header::read(&article.text)).blocks
}

/// What is found below the header.
struct Body {
    title: Option<Range<usize>>,
    date: Option<String>,
    blocks: Vec<Block>,
}

/// How many paragraphs from the top may be a dateline.
const TOP: usize = 5;

fn read_body(text: &str, header: &header::Header) -> Body {
    let mut date = header.date.clone();
    let mut blocks = Vec::new();
    let mut seen = HashSet::new();
    let mut title = header.title.clone();
    if let Some(range) = &title {
        seen.insert(folded(&text[range.clone()]));
        blocks.push(Block { kind: BlockKind::Title, range: range.clone() });
    }
    let all = paragraphs::paragraphs(text, header.end);
    let repeated = repeated(text, &all);
    for (place, range) in all.into_iter().enumerate() {
        let paragraph = &text[range.clone()];
        if place < TOP
            && let Some(found) = date::dateline(paragraph)
        {
            date.get_or_insert(found);
            continue;
        }
        if boilerplate::is_boilerplate(paragraph) || !seen.insert(folded(paragraph)) {
            continue;
        }
        let is_first = blocks.is_empty();
        let is_title = paragraphs::is_heading(paragraph)
            || (is_first
                && paragraphs::is_short(paragraph)
                && repeated.contains(&folded(paragraph)));
        let kind = if is_title { BlockKind::Title } else { BlockKind::Prose };
        if kind == BlockKind::Prose && blocks.iter().all(is_title_block) {
            date = date.or_else(|| date::opening(paragraph));
        }
        if is_first && is_title {
            title = Some(range.clone());
        }
        blocks.push(Block { kind, range });
    }
    Body { title, date: date.or_else(|| header.address_date.clone()), blocks }
}

fn is_title_block(block: &Block) -> bool {
    block.kind == BlockKind::Title
}

/// The paragraphs that occur more than once, folded.
fn repeated(text: &str, paragraphs: &[Range<usize>]) -> HashSet<String> {
    let mut seen = HashSet::new();
    let folded = paragraphs.iter().map(|range| folded(&text[range.clone()]));
    folded.filter(|paragraph| !seen.insert(paragraph.clone())).collect()
}

/// For comparison: small letters, one space between words.
fn folded(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// The text with one space for each stretch of space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
