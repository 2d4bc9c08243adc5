//! Reads news articles and draws a graph of entities and relations, each with its evidence.
//!
//! The flow, one module a stage:
//!
//! ```text
//! text → article → parse → claims → entities → facts with evidence (corpus) → graph
//! ```

pub mod article;
pub mod build;
pub mod cache;
pub mod calendar;
pub mod claims;
pub mod corpus;
pub mod corroboration;
pub mod difference;
pub mod disputes;
pub mod entities;
pub mod explain;
pub mod export;
pub mod facts;
pub mod graph;
mod heed;
pub mod import;
pub mod ingest;
pub mod inside;
pub mod judgements;
pub mod knowledge;
pub mod lexicon;
pub mod mentions;
pub mod merges;
pub mod names;
pub mod parse;
pub mod places;
pub mod portrait;
pub mod reading;
mod redraw;
pub mod store;
pub mod temporal;
pub mod timeline;
pub mod trace;
pub mod trial;
pub mod value;
pub mod verify;
pub mod when;
pub mod workspace;

pub use corpus::Corpus;
pub use graph::{Changes, Graph, NodeId, RelationshipId, StillConnected, Symbol, Transaction};
pub use value::{Path, Value};
