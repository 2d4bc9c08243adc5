//! The spaces of ids: in each an id is one node's.

use std::borrow::Cow;

use super::identities::Ids;
use crate::{Graph, NodeId, Value};

/// All spaces, by name.
#[derive(Debug, Default)]
pub(super) struct Spaces(Vec<Space>);

/// A space of ids.
#[derive(Debug, Default)]
pub(super) struct Space {
    /// Empty for that of headers which name none.
    pub(super) name: String,
    pub(super) ids: Ids,
    /// Whether its ids are whole numbers, so that ` 07` is `7`.
    numbers: bool,
    /// Whether blanks around ids are left out.
    trims: bool,
}

impl Space {
    /// The text that an id is known by.
    pub(super) fn key<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if !(self.numbers || self.trims) {
            return Cow::Borrowed(text);
        }
        let trimmed = text.trim_ascii();
        let is_plain = matches!(trimmed, [b'1'..=b'9', ..] | [b'0']);
        if is_plain || !self.numbers {
            return Cow::Borrowed(trimmed);
        }
        let number = str::from_utf8(trimmed).ok().and_then(|text| text.parse::<i64>().ok());
        number.map_or(Cow::Borrowed(trimmed), |number| number.to_string().into_bytes().into())
    }

    /// The node of an id as it is written.
    pub(super) fn find(&self, text: &[u8]) -> Option<NodeId> {
        self.ids.get(&self.key(text))
    }
}

impl Spaces {
    /// The place of the space of a name, which is made where there is none.
    pub(super) fn named(&mut self, name: &str, numbers: bool, trims: bool) -> usize {
        self.position(name).unwrap_or_else(|| {
            let name = name.to_owned();
            self.0.push(Space { name, ids: Ids::default(), numbers, trims });
            self.0.len() - 1
        })
    }

    /// The place of the space that a name means: of that name, or the one without a name.
    pub(super) fn meant(&self, name: &str) -> Option<usize> {
        self.position(name).or_else(|| self.position(""))
    }

    /// The place of the space that is meant where none is named: the one without a name, or the
    /// only one.
    pub(super) fn unnamed(&self) -> Option<usize> {
        self.position("").or_else(|| (self.0.len() == 1).then_some(0))
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|space| space.name == name)
    }

    pub(super) fn get(&self, at: usize) -> &Space {
        &self.0[at]
    }

    pub(super) fn get_mut(&mut self, at: usize) -> &mut Space {
        &mut self.0[at]
    }

    /// The names of those that have one.
    pub(super) fn names(&self) -> Vec<String> {
        let named = self.0.iter().filter(|space| !space.name.is_empty());
        named.map(|space| space.name.clone()).collect()
    }

    /// Adds a space of the nodes that carry a label by a property; its place. `None` where none
    /// of them has the property.
    ///
    /// # Errors
    /// An id of two of them.
    pub(super) fn add_stored(
        &mut self,
        graph: &Graph,
        label: &str,
        key: &str,
    ) -> Result<Option<usize>, String> {
        let Some(symbol) = graph.symbols().get(label) else { return Ok(None) };
        let mut space = Space { name: label.to_owned(), numbers: true, ..Space::default() };
        let mut found = false;
        for node in graph.nodes_with_label(symbol) {
            let id: Cow<'_, str> = match graph.node_property(node, key) {
                Value::Int(number) => number.to_string().into(),
                Value::String(text) => {
                    space.numbers = false;
                    (**text).into()
                }
                _ => continue,
            };
            found = true;
            if !space.ids.insert(id.as_bytes(), node) {
                return Err(id.into_owned());
            }
        }
        Ok(found.then(|| {
            self.0.push(space);
            self.0.len() - 1
        }))
    }
}
