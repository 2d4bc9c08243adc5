//! Articles: whatever bytes a file holds, the facts drawn from it are attested by them.

use std::fs;

use graph_core::article::{Document, Folder, read_article};
use graph_core::export::jsonl;
use graph_core::knowledge::Knowledge;
use graph_core::verify::Quotes;
use graph_core::workspace::Workspace;
use graph_core::{disputes, merges};

use super::parted;

/// The most bytes that are read: more words take longer, and are parsed as these are.
const MOST: usize = 512;

/// Any bytes are articles or refused by name, and every quote is the bytes at its offsets.
pub(super) fn read(bytes: &[u8]) {
    let files = parted(&bytes[..bytes.len().min(MOST)]);
    let read = |(at, file): (usize, &&[u8])| {
        let read = read_article(&at.to_string(), file);
        read.inspect_err(|error| assert!(error.to_string().contains(&format!("`{at}`")))).ok()
    };
    let documents: Vec<Document> = files.iter().enumerate().filter_map(read).collect();
    documents.iter().for_each(check_blocks);
    let folder = Folder { documents, refused: Vec::new() };
    let workspace = Workspace::of(folder, Knowledge::default());
    let corpus = workspace.corpus();
    assert!(corpus.facts.iter().all(|fact| !fact.evidence.is_empty()), "{corpus:?}");
    check_quotes(&files, &workspace);
    check_rest(&workspace);
}

/// Every quote stands in its file.
fn check_quotes(files: &[&[u8]], workspace: &Workspace) {
    let folder = tempfile::tempdir().expect("a folder");
    for (at, file) in files.iter().enumerate() {
        fs::write(folder.path().join(format!("{at}.txt")), file).expect("written");
    }
    let corpus = workspace.corpus();
    let verdict = Quotes::of(corpus).check(folder.path()).expect("a folder of articles");
    assert_eq!(verdict.mismatches, [], "{corpus:?}");
}

/// Blocks are stretches of the text in order; a title may be repeated from the header.
fn check_blocks(document: &Document) {
    for block in &document.blocks {
        let text = document.article.text.get(block.range.clone()).expect("a part of the text");
        assert_eq!(text.trim(), text, "space around a block");
    }
}

/// What is made of the facts: an export that can be verified, disputes, names that may be one.
fn check_rest(workspace: &Workspace) {
    let (corpus, knowledge) = (workspace.corpus(), workspace.knowledge());
    let mut export = Vec::new();
    jsonl::write(corpus, &workspace.whole(), &mut export).expect("memory takes it");
    Quotes::read(&export[..]).expect("an export");
    let _ = disputes::find(workspace.graph(), &knowledge.lexicon);
    merges::suggest(workspace.graph(), &knowledge.judgements, &knowledge.lexicon);
}
