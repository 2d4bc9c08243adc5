//! Properties as the typed attributes of formats that have fewer types than values have.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::json;
use crate::graph::{Properties, Symbol};
use crate::temporal::Kind;
use crate::{Graph, Value};

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Type {
    /// One value.
    One(Scalar),
    /// A list of values that are all of one type; an empty one is of texts.
    List(Scalar),
    /// A list of other values, or a map: told as JSON.
    Json,
}

/// The type of a value that isn't made of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Scalar {
    Boolean,
    Integer,
    Float,
    Text,
    Temporal(Kind),
}

impl Type {
    /// The type of a property's value.
    pub(super) fn of(value: &Value) -> Self {
        if let Some(scalar) = Scalar::of(value) {
            return Self::One(scalar);
        }
        let Some(items) = value.as_list() else { return Self::Json };
        let Some(first) = items.first() else { return Self::List(Scalar::Text) };
        match Scalar::of(first) {
            Some(scalar) if items.iter().all(|item| Scalar::of(item) == Some(scalar)) => {
                Self::List(scalar)
            }
            _ => Self::Json,
        }
    }
}

impl Scalar {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(_) => Self::Boolean,
            Value::Int(_) => Self::Integer,
            Value::Float(_) => Self::Float,
            Value::String(_) => Self::Text,
            _ => Self::Temporal(value.temporal_kind()?),
        })
    }
}

/// A value as an attribute's text: a text as it is, a list or map as JSON.
///
/// Numbers are written so that the readers of Java and Python take them: `Infinity`, `NaN`.
pub(super) fn text<'a>(graph: &Graph, value: &'a Value) -> Cow<'a, str> {
    match value {
        Value::Bool(flag) => flag.to_string().into(),
        Value::Int(number) => number.to_string().into(),
        Value::Float(number) => float(*number).into(),
        Value::String(text) => Cow::Borrowed(text),
        other => match other.temporal_text() {
            Some(text) => text.into(),
            None => json::text(&json::Shown(graph, other)).into(),
        },
    }
}

/// With a point or an exponent, so that it never reads as an integer.
fn float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{number:?}")
}

/// What properties are called in a format that has attributes of its own: one of the same name
/// gets `_` appended.
#[derive(Debug)]
pub(super) struct Names<'a> {
    graph: &'a Graph,
    renamed: HashMap<Symbol, String>,
}

impl<'a> Names<'a> {
    /// The names of these properties beside the format's `own`. O(properties).
    pub(super) fn of(
        graph: &'a Graph,
        all: impl Iterator<Item = &'a Properties>,
        own: &[&str],
    ) -> Self {
        let used: HashSet<Symbol> = all.flat_map(Properties::iter).map(|(key, _)| key).collect();
        let taken: HashSet<&str> = used.iter().map(|key| graph.symbols().name(*key)).collect();
        let free = |name: &str| {
            let mut free = format!("{name}_");
            while own.contains(&free.as_str()) || taken.contains(free.as_str()) {
                free.push('_');
            }
            free
        };
        let clashing = own.iter().filter_map(|name| graph.symbols().get(name));
        let renamed = clashing.filter(|key| used.contains(key));
        let renamed = renamed.map(|key| (key, free(graph.symbols().name(key)))).collect();
        Self { graph, renamed }
    }

    /// What a property is called.
    pub(super) fn get(&self, key: Symbol) -> &str {
        self.renamed.get(&key).map_or_else(|| self.graph.symbols().name(key), String::as_str)
    }
}

/// What a format has for nodes, or for relationships, beside their properties.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    /// Its attributes, with the names of their types.
    pub(super) attributes: &'static [(&'static str, &'static str)],
    /// Other names that readers give to something.
    pub(super) taken: &'static [&'static str],
}

impl Own {
    fn names(&self) -> Vec<&'static str> {
        let attributes = self.attributes.iter().map(|(name, _)| *name);
        attributes.chain(self.taken.iter().copied()).collect()
    }
}

/// An attribute that a document declares before it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// What refers to it.
    pub(super) id: String,
    /// What it is called.
    pub(super) name: String,
    /// The format's name of its type.
    pub(super) type_name: &'static str,
}

/// The attributes of the nodes or of the relationships of a view. A property that has values of
/// several of the format's types is several attributes of one name.
#[derive(Debug)]
pub(super) struct Columns {
    all: Vec<Column>,
    places: HashMap<(Symbol, &'static str), usize>,
    type_name: fn(Type) -> &'static str,
}

impl Columns {
    /// The format's own attributes and these properties. Ids are numbered from `first`.
    pub(super) fn of<'a>(
        graph: &'a Graph,
        all: impl Iterator<Item = &'a Properties> + Clone,
        own: &Own,
        first: usize,
        type_name: fn(Type) -> &'static str,
    ) -> Self {
        let names = Names::of(graph, all.clone(), &own.names());
        let used: HashSet<(Symbol, &'static str)> = all
            .flat_map(Properties::iter)
            .map(|(key, value)| (key, type_name(Type::of(value))))
            .collect();
        let sorted: BTreeSet<(&str, &'static str, Symbol)> =
            used.into_iter().map(|(key, of)| (names.get(key), of, key)).collect();
        let own = own.attributes.iter().copied();
        let own = own.chain(sorted.iter().map(|(name, of, _)| (*name, *of))).enumerate();
        let all: Vec<Column> = own
            .map(|(at, (name, type_name))| Column {
                id: format!("d{}", first + at),
                name: name.to_owned(),
                type_name,
            })
            .collect();
        let start = all.len() - sorted.len();
        let places = sorted.iter().enumerate();
        let places = places.map(|(at, (_, of, key))| ((*key, *of), start + at)).collect();
        Self { all, places, type_name }
    }

    /// All, the format's own first.
    pub(super) fn all(&self) -> &[Column] {
        &self.all
    }

    /// The texts of properties that are among those that the columns are of, each with its
    /// attribute.
    pub(super) fn texts<'a>(
        &'a self,
        graph: &'a Graph,
        properties: &'a Properties,
    ) -> impl Iterator<Item = (&'a Column, Cow<'a, str>)> {
        properties.iter().map(move |(key, value)| {
            let place = self.places[&(key, (self.type_name)(Type::of(value)))];
            (&self.all[place], text(graph, value))
        })
    }
}
