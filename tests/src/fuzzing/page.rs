//! The page for a browser: whatever a graph holds, it becomes data of the page and no part of it.

use std::sync::LazyLock;

use graph_core::export::View;
use graph_core::export::html::Html;
use graph_core::workspace::Workspace;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Error, Token, Tokenizer};
use serde_json::Value as Json;

use super::hostile;

/// What stands before a page's data.
const DATA: &str = "<script type=\"application/json\" id=\"data\">";

/// But for its data, the page of any graph is that of an empty one, and the data are one text for
/// a browser, JSON of all that is drawn.
pub(super) fn write(bytes: &[u8]) {
    static EMPTY: LazyLock<String> = LazyLock::new(|| page(&whole(&Workspace::default())));
    let (before, rest) = EMPTY.split_once(DATA).expect("data");
    let (_, after) = rest.split_once("</script>").expect("an end");
    let workspace = hostile::workspace(bytes);
    let view = whole(&workspace);
    let page = page(&view);
    let own = page.strip_prefix(before).and_then(|page| page.strip_suffix(after));
    let data: Json = serde_json::from_str(&only_text(own.expect("the same page"))).expect("JSON");
    let count = |key: &str| data[key].as_array().map_or(0, Vec::len);
    let drawn = (view.nodes().len(), view.relationships().len());
    assert_eq!((count("nodes"), count("links")), drawn);
}

fn whole(workspace: &Workspace) -> View<'_> {
    let view = View::whole(workspace);
    view.clone().with_disputes().unwrap_or(view)
}

fn page(view: &View<'_>) -> String {
    let mut text = Vec::new();
    Html(view).write(&mut text).expect("memory takes it");
    String::from_utf8(text).expect("UTF-8")
}

/// The text of the script that a part of a page is, as a browser's tokenizer reads it. Panics
/// where the part is anything besides.
fn only_text(part: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut text, mut tags) = (String::new(), Vec::new());
    for token in Tokenizer::new_with_emitter(part, emitter) {
        let Ok(token) = token;
        match token {
            // A character that stands for none; it has no effect.
            Token::Error(error) if *error == Error::NoncharacterInInputStream => {}
            Token::String(more) => text += std::str::from_utf8(&more).expect("UTF-8"),
            Token::StartTag(tag) => tags.push(tag.name),
            Token::EndTag(tag) => tags.push(tag.name),
            other => panic!("{other:?} in {part}"),
        }
    }
    assert!(tags.len() == 2 && tags.iter().all(|tag| **tag == *b"script"), "{tags:?} in {part}");
    text
}
