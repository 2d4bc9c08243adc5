//! The page for a browser: whatever a graph holds, it becomes data of the page and no part of it.

use std::sync::LazyLock;

use graph_core::export::View;
use graph_core::export::html::Html;
use graph_core::workspace::Workspace;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Error, Token, Tokenizer};
use serde_json::Value as Json;

use super::hostile;

/// A page as a browser's tokenizer reads it.
#[derive(Debug, Default)]
struct Page {
    /// Tags with their attributes, texts, comments and errors, but for the data.
    rest: Vec<String>,
    data: String,
}

/// But for its data, the page of any graph is that of an empty one, and the data are JSON of all
/// that is drawn.
pub(super) fn write(bytes: &[u8]) {
    static EMPTY: LazyLock<Page> = LazyLock::new(|| page(&Workspace::default()).0);
    let workspace = hostile::workspace(bytes);
    let (page, [nodes, links]) = page(&workspace);
    assert!(page.rest == EMPTY.rest, "the page is another: {:?}", difference(&page, &EMPTY));
    let data: Json = serde_json::from_str(&page.data).expect("JSON");
    let count = |key: &str| data[key].as_array().map(Vec::len);
    assert_eq!((count("nodes"), count("links")), (Some(nodes), Some(links)));
}

/// The page of the whole graph, and the numbers of its nodes and relationships.
fn page(workspace: &Workspace) -> (Page, [usize; 2]) {
    let view = View::whole(workspace);
    let view = view.clone().with_disputes().unwrap_or(view);
    let mut text = Vec::new();
    Html(&view).write(&mut text).expect("memory takes it");
    let text = String::from_utf8(text).expect("UTF-8");
    (tokens(&text), [view.nodes().len(), view.relationships().len()])
}

fn tokens(text: &str) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    let mut in_data = false;
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            // A character of the data that stands for none; it has no effect.
            Token::Error(error) if *error == Error::NoncharacterInInputStream => {}
            Token::String(text) if in_data => page.data += &String::from_utf8_lossy(&text),
            Token::StartTag(ref tag) => {
                in_data = tag.attributes.get(&b"id"[..]).is_some_and(|id| ***id == *b"data");
                page.rest.push(format!("{token:?}"));
            }
            other => {
                in_data = in_data && !matches!(other, Token::EndTag(_));
                page.rest.push(format!("{other:?}"));
            }
        }
    }
    page
}

/// The first token in which two pages differ.
fn difference<'p>(one: &'p Page, other: &'p Page) -> Option<(&'p String, &'p String)> {
    one.rest.iter().zip(&other.rest).find(|(one, other)| one != other)
}
