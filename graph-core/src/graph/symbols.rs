//! Interned names of labels, relationship types and property keys.

use std::collections::HashMap;
use std::sync::Arc;

/// An interned name; equal names of one graph have equal symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

impl Symbol {
    /// Its place among the graph's symbols.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The symbol at a place.
    pub(crate) fn of_number(number: u32) -> Self {
        Self(number)
    }
}

/// The names of one graph.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    names: Vec<Arc<str>>,
    by_name: HashMap<Arc<str>, Symbol>,
}

impl Symbols {
    /// The symbol of a name, made on first use.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.by_name.get(name) {
            return symbol;
        }
        let symbol = Symbol(self.names.len() as u32);
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.by_name.insert(name, symbol);
        symbol
    }

    /// The symbol of a name, where the graph has used it.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.by_name.get(name).copied()
    }

    /// The symbol of a name, or the one that it gets once all of `later` is interned in order;
    /// a name that isn't there yet is added to `later`. O(later).
    ///
    /// With it a query can be prepared for a graph before it changes the graph.
    ///
    /// ```
    /// let mut graph = graph_core::Graph::new();
    /// let mut later = vec![];
    /// let city = graph.symbols().get_or_foresee("City", &mut later);
    /// assert_eq!(later, ["City"]);
    /// graph.transaction().intern(&later);
    /// assert_eq!(graph.symbols().get("City"), Some(city));
    /// ```
    pub fn get_or_foresee(&self, name: &str, later: &mut Vec<String>) -> Symbol {
        self.get(name).unwrap_or_else(|| {
            let at = later.iter().position(|known| known == name).unwrap_or_else(|| {
                later.push(name.to_owned());
                later.len() - 1
            });
            Symbol((self.names.len() + at) as u32)
        })
    }

    /// Number of names.
    pub(crate) fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// The name of a symbol of this graph; empty for one that it hasn't got.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get(symbol.0 as usize).map_or("", |name| name)
    }
}
