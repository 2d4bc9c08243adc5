//! Reads news articles and draws a graph of entities and relations, each with its evidence.
//!
//! The flow, one module a stage:
//!
//! ```text
//! text → article → parse → claims → entities → facts with evidence (corpus) → graph
//! ```

pub mod article;
pub mod build;
pub mod calendar;
pub mod claims;
pub mod corpus;
pub mod entities;
pub mod export;
pub mod facts;
pub mod graph;
pub mod knowledge;
pub mod lexicon;
pub mod names;
pub mod parse;
pub mod temporal;
pub mod value;
pub mod workspace;

pub use corpus::Corpus;
pub use graph::{Changes, Graph, NodeId, RelationshipId, StillConnected, Symbol, Transaction};
pub use value::{Path, Value};
