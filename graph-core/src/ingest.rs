//! Articles → a store: only what is new or changed is read, and what people changed is kept.
//!
//! An article is known by the file that it was read from, and by its hash: the same files twice
//! change nothing. Who is who and what is a fact is decided for all articles together, so that
//! every reading draws them all again, mostly of parses that are [kept](crate::cache).

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

use crate::article::{self, ArticleError, Document};
use crate::corpus::Article;
use crate::inside::{leads_out, within};
use crate::judgements::{JudgementError, Judgements, NotAdded};
use crate::knowledge::{Additions, file};
use crate::lexicon::Lexicon;
use crate::reading::Means;
use crate::store::{Reread, Source, StoreError, Waiting};
use crate::workspace::{ALIASES, LEXICON, OpenError, Workspace};

/// What became of the articles.
#[derive(Debug, Default)]
pub struct Ingested {
    /// How many were read for the first time.
    pub new: usize,
    /// How many were read again since their files changed.
    pub changed: usize,
    /// How many are as they were.
    pub unchanged: usize,
    /// Why others are left out; what an earlier reading made of them stays.
    pub refused: Vec<ArticleError>,
    /// Whether the facts were drawn again.
    pub drawn: bool,
}

/// Why no articles are read into a store. Nothing is changed then.
#[derive(Debug, Error)]
pub enum IngestError {
    /// A folder of articles, `:memory:`.
    #[error("articles are read into a store, and what is open is none")]
    NoStore,
    /// `BEGIN` without `COMMIT`.
    #[error("articles aren't read within BEGIN and COMMIT")]
    InUnit,
    /// What was to be read, or the store.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Judgements of the folder that contradict those of the store.
    #[error("the store and {} contradict each other: {problem}", file.display())]
    Contradiction {
        /// The folder's.
        file: PathBuf,
        /// How.
        problem: String,
    },
}

impl IngestError {
    /// What to do instead.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoStore => Some("name a store: attest -g news.attest ingest FOLDER"),
            Self::InUnit => Some("write COMMIT or ROLLBACK first"),
            Self::Open(error) => error.help(),
            Self::Contradiction { .. } => {
                Some("take the line out of the file, or settle it in the store first")
            }
        }
    }
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

/// The version of what draws facts: of the program and of the lexicon that is built in.
pub fn extractor() -> u32 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    Lexicon::builtin_texts().for_each(|text| {
        hasher.update(text.as_bytes());
    });
    let [a, b, c, d, ..] = *hasher.finalize().as_bytes();
    u32::from_le_bytes([a, b, c, d])
}

impl Workspace {
    /// Reads articles into the store that is open: files, folders and workspace folders, whose
    /// judgements and lexicon the store takes over. All of it is committed, or none. Links to
    /// articles that lead out of their folder are followed into the allowed ones only.
    ///
    /// # Errors
    /// [`IngestError`]; an article that can't be read only is left out.
    pub fn ingest(
        &mut self,
        paths: &[PathBuf],
        allowed: &[PathBuf],
        means: Means<'_>,
        waiting: Waiting<'_>,
    ) -> Result<Ingested, IngestError> {
        if self.store().is_none() {
            return Err(IngestError::NoStore);
        }
        if self.is_in_unit() {
            return Err(IngestError::InUnit);
        }
        let (files, outside) = files(paths, allowed)?;
        let mut ingested = self.ingest_files(paths, &files, means, waiting)?;
        ingested.refused.extend(outside);
        Ok(ingested)
    }

    fn ingest_files(
        &mut self,
        paths: &[PathBuf],
        files: &[PathBuf],
        means: Means<'_>,
        waiting: Waiting<'_>,
    ) -> Result<Ingested, IngestError> {
        // Even a unit that writes nothing leaves traces in the file: none is begun in vain.
        if self.is_current()? {
            let found = self.compare(paths, files)?;
            if found.is_known() {
                return Ok(found.ingested);
            }
        }
        self.begin(waiting)?;
        let done = self.compare(paths, files).and_then(|found| self.take_in(found, means));
        if !matches!(&done, Ok(ingested) if ingested.drawn) {
            self.roll_back();
        }
        done
    }

    /// Looks what the store doesn't hold of files, and of what folders bring besides articles.
    fn compare(&self, paths: &[PathBuf], files: &[PathBuf]) -> Result<Found, IngestError> {
        let additions = with_folders(self.additions(), paths)?;
        let extractor = extractor();
        let outdated = self.sources().any(|(source, _)| source.extractor != extractor);
        let redraws = outdated || additions != *self.additions();
        let (ingested, reread) = self.read_changed(files);
        Ok(Found { ingested, reread, additions, redraws })
    }

    fn take_in(&mut self, found: Found, means: Means<'_>) -> Result<Ingested, IngestError> {
        if found.is_known() {
            return Ok(found.ingested);
        }
        let Found { ingested, reread, additions, .. } = found;
        let (reread, read): (Vec<_>, Vec<_>) = reread.into_iter().unzip();
        let articles = self.all_articles(&reread, read, extractor());
        self.draw_again(articles, &reread, additions, means)?;
        Ok(Ingested { drawn: true, ..ingested })
    }

    /// Reads the files that the store doesn't hold as they are.
    fn read_changed(&self, files: &[PathBuf]) -> (Ingested, Vec<(Reread, Document)>) {
        let read: Vec<_> = files
            .par_iter()
            .map(|file| (article::read_bytes(file), file.display().to_string(), file))
            .collect();
        let mut ingested = Ingested::default();
        let mut known = Known::of(self);
        let mut reread = Vec::new();
        for (bytes, path, file) in read {
            let taken = bytes.and_then(|bytes| known.take(file, path, bytes));
            match taken {
                Ok(Taken::Unchanged) => ingested.unchanged += 1,
                Ok(Taken::Changed(read)) => {
                    ingested.changed += 1;
                    reread.push(*read);
                }
                Ok(Taken::New(read)) => {
                    ingested.new += 1;
                    reread.push(*read);
                }
                Err(error) => ingested.refused.push(error),
            }
        }
        (ingested, reread)
    }

    /// The articles that were read and those that the store holds, in order.
    fn all_articles(
        &self,
        reread: &[Reread],
        read: Vec<Document>,
        extractor: u32,
    ) -> Vec<(Source, Document)> {
        let anew: HashSet<u64> = reread.iter().map(|article| article.source.record).collect();
        let held = self.sources().filter(|(source, _)| !anew.contains(&source.record));
        let held = held.map(|(source, article)| {
            let blocks = article::blocks(article);
            let source = Source { extractor, ..source.clone() };
            (source, Document { article: article.clone(), blocks })
        });
        let read = reread.iter().map(|article| article.source.clone()).zip(read);
        let mut articles: Vec<_> = held.chain(read).collect();
        articles.sort_by(|(_, a), (_, b)| article::natural(&a.article.id, &b.article.id));
        articles
    }

    /// Judges in the store that is open that names are the same, called by the first, or that none
    /// of them is another, and draws the facts again.
    ///
    /// # Errors
    /// Where it is known already or contradicts what was judged, or the store can't be written.
    pub fn judge(
        &mut self,
        same: bool,
        names: &[&str],
        means: Means<'_>,
        waiting: Waiting<'_>,
    ) -> Result<(), JudgeError> {
        if self.store().is_none() {
            return Err(IngestError::NoStore.into());
        }
        if self.is_in_unit() {
            return Err(IngestError::InUnit.into());
        }
        self.begin(waiting).map_err(IngestError::from)?;
        let judged = self.judge_in_unit(same, names, means);
        if judged.is_err() {
            self.roll_back();
        }
        judged
    }

    fn judge_in_unit(
        &mut self,
        same: bool,
        names: &[&str],
        means: Means<'_>,
    ) -> Result<(), JudgeError> {
        let Additions { judgements, lexicon } = self.additions().clone();
        let judgements = crate::judgements::added(&judgements, same, names)?.text;
        let articles = self.all_articles(&[], Vec::new(), extractor());
        let additions = Additions { judgements, lexicon };
        Ok(self.draw_again(articles, &[], additions, means).map_err(IngestError::from)?)
    }
}

/// Why a judgement isn't kept in a store.
#[derive(Debug, Error)]
pub enum JudgeError {
    /// The names or what was judged before.
    #[error(transparent)]
    Judgement(#[from] NotAdded),
    /// The store.
    #[error(transparent)]
    Store(#[from] IngestError),
}

/// The files of all paths, each once, and links in folders that lead to where none is allowed.
fn files(
    paths: &[PathBuf],
    allowed: &[PathBuf],
) -> Result<(Vec<PathBuf>, Vec<ArticleError>), OpenError> {
    let is_allowed =
        |file: &Path| allowed.iter().any(|folder| matches!(within(folder, file), Ok(Some(_))));
    let mut seen = HashSet::new();
    let (mut files, mut outside) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.exists() {
            return Err(OpenError::Missing { path: path.clone() });
        }
        for (_, file) in article::files(path)? {
            if path.is_dir() && leads_out(path, &file) && !is_allowed(&file) {
                outside.push(ArticleError::Outside { path: file });
                continue;
            }
            // One file may be named in several ways.
            let file = file.canonicalize().unwrap_or(file);
            if seen.insert(file.clone()) {
                files.push(file);
            }
        }
    }
    Ok((files, outside))
}

/// What the store holds of a person's, with what workspace folders bring.
fn with_folders(held: &Additions, paths: &[PathBuf]) -> Result<Additions, IngestError> {
    let mut additions = held.clone();
    for path in paths.iter().filter(|path| path.is_dir()) {
        let aliases = path.join(ALIASES);
        match file::text(&aliases) {
            Err(error) if error.is_absent() => {}
            Err(error) => {
                return Err(OpenError::Judgements(JudgementError::from(error)).into());
            }
            Ok(text) => {
                additions.judgements = with_lines(&additions.judgements, &text);
                Judgements::read(&text)
                    .map_err(|wrong| OpenError::Judgements(wrong.in_file(&aliases)))?;
                Judgements::read(&additions.judgements).map_err(|wrong| {
                    IngestError::Contradiction { file: aliases, problem: wrong.to_string() }
                })?;
            }
        }
        let lexicon = path.join(LEXICON);
        if leads_out(path, &lexicon) {
            return Err(OpenError::Outside { path: lexicon }.into());
        }
        if lexicon.exists() {
            for (file, text) in Lexicon::texts(&lexicon).map_err(OpenError::Lexicon)? {
                additions.lexicon.retain(|(known, _)| known.file_name() != file.file_name());
                let name = file.file_name().map(PathBuf::from).unwrap_or_default();
                additions.lexicon.push((name, text));
            }
            additions.lexicon.sort();
        }
    }
    Ok(additions)
}

/// Lines, with those of another text that they lack.
fn with_lines(lines: &str, others: &str) -> String {
    let known: HashSet<&str> = lines.lines().map(str::trim).collect();
    let mut all = lines.to_owned();
    for line in others.lines().map(str::trim).filter(|line| !known.contains(line)) {
        if !all.is_empty() && !all.ends_with('\n') {
            all.push('\n');
        }
        all.push_str(line);
        all.push('\n');
    }
    all
}

/// What was found of articles and folders.
struct Found {
    ingested: Ingested,
    /// What is new or changed.
    reread: Vec<(Reread, Document)>,
    /// What the store holds of a person's, with what folders bring.
    additions: Additions,
    /// Whether the articles that the store holds are to be drawn again in any case.
    redraws: bool,
}

impl Found {
    /// Whether the store holds all of it as it is.
    fn is_known(&self) -> bool {
        self.reread.is_empty() && !self.redraws
    }
}

/// What the store holds, by what it is known by.
struct Known<'w> {
    by_path: HashMap<&'w str, (&'w Source, &'w Article)>,
    by_id: HashMap<&'w str, &'w Source>,
    /// Ids in use.
    ids: HashSet<String>,
    /// The number of the next record.
    next: u64,
    extractor: u32,
}

/// What a file is to the store.
enum Taken {
    Unchanged,
    Changed(Box<(Reread, Document)>),
    New(Box<(Reread, Document)>),
}

impl<'w> Known<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let sources = || workspace.sources();
        Self {
            by_path: sources().map(|(it, article)| (it.path.as_str(), (it, article))).collect(),
            by_id: sources().map(|(source, article)| (article.id.as_str(), source)).collect(),
            ids: sources().map(|(_, article)| article.id.clone()).collect(),
            next: sources().map(|(source, _)| source.record + 1).max().unwrap_or(0),
            extractor: extractor(),
        }
    }

    /// Compares a file with what is known of it, and reads it where that is something else.
    fn take(&mut self, file: &Path, path: String, bytes: Vec<u8>) -> Result<Taken, ArticleError> {
        let hash = *blake3::hash(&bytes).as_bytes();
        let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let known = self.by_path.get(path.as_str()).copied();
        let moved = self.by_id.get(stem.as_str()).is_some_and(|source| source.hash == hash);
        if known.is_some_and(|(source, _)| source.hash == hash) || known.is_none() && moved {
            return Ok(Taken::Unchanged);
        }
        let (id, record) = match known {
            Some((source, article)) => (article.id.clone(), source.record),
            None => (self.free_id(stem), self.next),
        };
        let document = article::read_named(&path, &id, &bytes)?;
        let source = Source { record, path, hash, extractor: self.extractor };
        let read = Box::new((Reread { id: id.clone(), source, bytes }, document));
        if known.is_some() {
            return Ok(Taken::Changed(read));
        }
        self.ids.insert(id);
        self.next += 1;
        Ok(Taken::New(read))
    }

    /// An id that no other article has: that of the file, or one with a number behind.
    fn free_id(&self, stem: String) -> String {
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let free = std::iter::once(stem.clone()).chain(numbered).find(|id| !self.ids.contains(id));
        free.unwrap_or(stem)
    }
}

#[cfg(test)]
mod tests;
