//! Writers of what was drawn from the articles: JSON lines of the corpus, DOT of the graph.
//!
//! Both write either everything or a [`Selection`]: what a query returned.

pub mod dot;
pub mod json;
pub mod jsonl;
mod selection;
mod visible;

pub use selection::Selection;
pub use visible::{is_hidden, visible};
