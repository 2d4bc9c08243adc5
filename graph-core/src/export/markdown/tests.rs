//! Notes are read back with a `CommonMark` parser.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::*;
use crate::export::visible;
use crate::workspace::Workspace;

/// What becomes HTML, code, a link, a list or a heading where it isn't escaped.
const TRAPS: &str = "1. <img src=x onerror=alert(1)> `code` [a](javascript:x) [[Index]] ![[x]] \
    https://evil.example www.evil.example a@b.cc\n\n# head\r\n    code\n- item\n\n```\n<!-- &lt; **b** \
    _i_ ~~s~~ $x$ %%c%% ==m== [^1] | a | \\ \u{1b}[31m\u{202e} ]] ";

fn notes(workspace: &Workspace) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let view = View::whole(workspace).with_disputes().expect("few");
    Markdown(&view).write(folder.path()).expect("written");
    let read = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.expect("readable");
        let name = entry.file_name().into_string().expect("UTF-8");
        let stem = name.strip_suffix(".md").expect("a note").to_owned();
        (stem, fs::read_to_string(entry.path()).expect("text"))
    };
    folder.path().read_dir().expect("readable").map(read).collect()
}

/// What a parser finds in a note.
#[derive(Debug, Default)]
struct Found {
    /// Targets of wiki links, and of links to the web.
    wiki: Vec<String>,
    web: Vec<String>,
    headings: Vec<String>,
    /// The first paragraph of each block quote.
    quotes: Vec<String>,
}

/// Reads a note with every extension that could make more of its text than text.
fn read(note: &str) -> Found {
    let mut found = Found::default();
    let (mut text, mut quoting) = (String::new(), false);
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(note, options) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. }) => {
                found.wiki.push(dest_url.into_string());
            }
            Event::Start(Tag::Link { dest_url, .. }) => found.web.push(dest_url.into_string()),
            Event::Start(Tag::BlockQuote(_)) => quoting = true,
            Event::Start(Tag::Heading { .. } | Tag::Paragraph) => text.clear(),
            Event::End(TagEnd::Heading(_)) => found.headings.push(std::mem::take(&mut text)),
            Event::End(TagEnd::Paragraph) if quoting => {
                found.quotes.push(std::mem::take(&mut text));
                quoting = false;
            }
            Event::Text(part) => text.push_str(&part),
            Event::Start(Tag::Item | Tag::List(None)) | Event::End(_) | Event::SoftBreak => {}
            other => panic!("{other:?} in {note}"),
        }
    }
    found
}

/// How a text is shown: line breaks and tabs as they are, other hidden characters spelled out.
fn shown(text: &str) -> String {
    let spelled =
        |c: char| if "\n\r\t".contains(c) { c.to_string() } else { visible(&c.to_string()).into() };
    text.chars().map(spelled).collect()
}

fn drawn() -> Workspace {
    let talks = "Title: Talks: the 1st\nUrl: https://example.org/a?b=c&copy=d\n\n\
        Mayor Lena Ortiz criticized the port agreement.\n\n\
        Asked at the harbour office on Monday evening, the mayor’s office said\n\
        that Lena Ortiz did not visit Denmark.\n";
    let denied = "Title: Other\nUrl: javascript:alert(1)\n\nLena Ortiz visited Denmark.\n";
    Workspace::reading(&[("denied", denied), ("talks", talks)])
}

#[test]
fn every_link_leads_to_a_note_and_every_quote_is_one() {
    let workspace = drawn();
    let view = View::whole(&workspace);
    let notes = notes(&workspace);
    assert_eq!(notes.len(), view.nodes().len() + 1);
    let mut quotes = BTreeSet::new();
    for note in notes.values() {
        let found = read(note);
        assert!(found.wiki.iter().all(|target| notes.contains_key(target)), "{found:?}");
        assert!(found.web.iter().all(|url| url == "https://example.org/a?b=c&copy=d"), "{found:?}");
        quotes.extend(found.quotes);
    }
    let evidence = view.relationships().iter().flat_map(|id| view.evidence(*id));
    let expected: BTreeSet<String> = evidence.map(|quoted| quoted.quote.to_owned()).collect();
    assert!(expected.iter().any(|quote| quote.contains("said\nthat")), "{expected:?}");
    assert_eq!(quotes, expected);
    assert_eq!(read(&notes["Index"]).wiki.len(), view.nodes().len());
    insta::assert_snapshot!(notes["Lena Ortiz"]);
    insta::assert_snapshot!(notes["Talks the 1st"]);
}

#[test]
fn hostile_text_stays_text() {
    let mut workspace = Workspace::default();
    let graph = workspace.graph_mut();
    let aliases = ("aliases", Value::from(vec![TRAPS]));
    let hostile = graph.add_node([TRAPS], [("name", TRAPS.into()), aliases, (TRAPS, TRAPS.into())]);
    let names =
        ["a", "A", "a (2)", "CON", "index", "", "é", "e\u{301}", "..", "日/本", "a:b", "a?b"];
    for name in names {
        let other = graph.add_node(["Thing"], [("name", Value::from(name)), ("url", TRAPS.into())]);
        let told = [
            ("quotes", Value::from(vec![TRAPS])),
            ("quote_sources", vec![TRAPS].into()),
            ("attributed_to", vec![TRAPS].into()),
            ("when", TRAPS.into()),
        ];
        graph.add_relationship(hostile, TRAPS, other, told);
    }
    graph.add_relationship(hostile, "SELF", hostile, []);
    let notes = notes(&workspace);
    assert_eq!(notes.len(), names.len() + 2);
    let folded: BTreeSet<String> = notes.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), notes.len());
    for (name, note) in &notes {
        let found = read(note);
        assert!(found.wiki.iter().all(|target| notes.contains_key(target)), "{found:?}");
        assert!(found.web.is_empty(), "{found:?}");
        assert!(found.quotes.iter().all(|quote| *quote == shown(TRAPS)), "{found:?}");
        let linked = ["https://", "a@b"].iter().any(|link| note.contains(link));
        assert!(!linked, "{name}: {note}");
        let hidden = |c: char| crate::export::is_hidden(c) && c != '\n';
        assert!(!note.contains(hidden), "{note:?}");
    }
    let (file, _) = notes.iter().find(|(_, note)| note.contains("## SELF")).expect("a note");
    assert_eq!(read(&notes[file]).headings[0], shown(TRAPS));
    assert_eq!(read(&notes[file]).quotes.len(), names.len());
}
