//! Writers of what was drawn from the articles, one file a format: JSON lines of the corpus, and
//! the formats of the graph, of a [`View`].
//!
//! All write either everything or a [`Selection`]: what a query returned.

mod address;
mod attribute;
mod clusters;
pub mod csv;
pub mod cypher;
pub mod cytoscape;
pub mod dot;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod mermaid;
mod palette;
mod picture;
pub mod rdf;
mod ruler;
mod selection;
pub mod svg;
mod view;
mod visible;
mod xml;

pub use address::web_address;
pub use clusters::{Cluster, ClusterBy};
pub use selection::Selection;
pub use view::{Quoted, Stance, View};
pub use visible::{is_hidden, visible};
