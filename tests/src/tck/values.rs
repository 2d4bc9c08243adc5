//! Values as text that is the same for the same value, from tables and from answers: labels
//! and keys sorted, text escaped, floats apart from integers.

use std::iter::Peekable;
use std::str::Chars;

use graph_core::graph::Properties;
use graph_core::{Graph, Value};

/// A value that a query gave. Without `ordered`, the elements of lists are sorted.
pub(super) fn given(graph: &Graph, value: &Value, ordered: bool) -> String {
    let element = |value: &Value| given(graph, value, ordered);
    match value {
        Value::Null => "null".into(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) => list(items.iter().map(element).collect(), ordered),
        Value::Map(entries) => {
            map(entries.iter().map(|(key, value)| (key.to_string(), element(value))).collect())
        }
        Value::Node(node) => {
            let labels = graph.node_labels(*node).iter();
            let labels = labels.map(|label| graph.symbols().name(*label).to_owned()).collect();
            let properties = properties(graph, graph.node_properties(*node), ordered);
            format!("({})", described(labels, properties))
        }
        Value::Relationship(found) => {
            let kind = graph.symbols().name(graph.relationship_type(*found)).to_owned();
            let properties = properties(graph, graph.relationship_properties(*found), ordered);
            format!("[{}]", described(vec![kind], properties))
        }
        Value::Path(path) => {
            let mut text = String::from("<");
            for (at, node) in path.nodes.iter().enumerate() {
                text += &element(&Value::Node(*node));
                let Some(step) = path.relationships.get(at) else { continue };
                let forward = graph.endpoints(*step).is_some_and(|(start, _)| start == *node);
                text += if forward { "-" } else { "<-" };
                text += &element(&Value::Relationship(*step));
                text += if forward { "->" } else { "-" };
            }
            text + ">"
        }
        temporal => format!("{:?}", temporal.temporal_text().unwrap_or_default()),
    }
}

fn properties(graph: &Graph, properties: &Properties, ordered: bool) -> Vec<(String, String)> {
    let name = |key| graph.symbols().name(key).to_owned();
    properties.iter().map(|(key, value)| (name(key), given(graph, value, ordered))).collect()
}

fn float(number: f64) -> String {
    if number == 0.0 { "0.0".into() } else { format!("{number:?}") }
}

fn list(mut items: Vec<String>, ordered: bool) -> String {
    if !ordered {
        items.sort();
    }
    format!("[{}]", items.join(", "))
}

fn map(mut entries: Vec<(String, String)>) -> String {
    entries.sort();
    let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

fn described(mut labels: Vec<String>, properties: Vec<(String, String)>) -> String {
    labels.sort();
    let mut text: String = labels.iter().flat_map(|label| [":", label]).collect();
    if !properties.is_empty() {
        text += &map(properties);
    }
    text
}

/// A value as a table has it; `None` where it is no value.
pub(super) fn expected(cell: &str, ordered: bool) -> Option<String> {
    let mut reader = Reader { rest: cell.chars().peekable(), ordered };
    let value = reader.value()?;
    reader.blank();
    reader.rest.next().is_none().then_some(value)
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    ordered: bool,
}

impl Reader<'_> {
    fn blank(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
    }

    /// Takes a character, after blanks, where it is the next one.
    fn takes(&mut self, character: char) -> bool {
        self.blank();
        self.rest.next_if_eq(&character).is_some()
    }

    fn value(&mut self) -> Option<String> {
        self.blank();
        match self.rest.peek()? {
            '\'' => self.text(),
            '{' => self.map().map(map),
            '(' => self.node(),
            '<' => self.path(),
            '[' => self.list_or_relationship(),
            _ => self.word(),
        }
    }

    fn text(&mut self) -> Option<String> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '\'' => return Some(format!("{text:?}")),
                '\\' => text.push(self.rest.next()?),
                other => text.push(other),
            }
        }
    }

    fn name(&mut self) -> String {
        self.blank();
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || "_+-.".contains(*c)) {
            name.push(c);
        }
        name
    }

    fn word(&mut self) -> Option<String> {
        let word = self.name();
        match word.as_str() {
            "null" | "true" | "false" => Some(word),
            "NaN" => Some(float(f64::NAN)),
            _ if word.parse::<i64>().is_ok() => word.parse::<i64>().ok().map(|n| n.to_string()),
            _ => word.parse().ok().map(float),
        }
    }

    fn map(&mut self) -> Option<Vec<(String, String)>> {
        self.takes('{');
        let mut entries = Vec::new();
        while !self.takes('}') {
            let key = self.name();
            if key.is_empty() || !self.takes(':') {
                return None;
            }
            entries.push((key, self.value()?));
            self.takes(',');
        }
        Some(entries)
    }

    /// Labels and properties up to a closing character.
    fn described(&mut self, close: char) -> Option<String> {
        let mut labels = Vec::new();
        while self.takes(':') {
            labels.push(self.label());
        }
        self.blank();
        let properties = if self.rest.peek() == Some(&'{') { self.map()? } else { Vec::new() };
        self.takes(close).then(|| described(labels, properties))
    }

    fn label(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
            name.push(c);
        }
        name
    }

    fn node(&mut self) -> Option<String> {
        self.takes('(');
        self.described(')').map(|node| format!("({node})"))
    }

    fn list_or_relationship(&mut self) -> Option<String> {
        self.takes('[');
        self.blank();
        if self.rest.peek() == Some(&':') {
            return self.described(']').map(|relationship| format!("[{relationship}]"));
        }
        let mut items = Vec::new();
        while !self.takes(']') {
            items.push(self.value()?);
            self.takes(',');
        }
        Some(list(items, self.ordered))
    }

    fn path(&mut self) -> Option<String> {
        self.takes('<');
        let mut text = String::from("<") + &self.node()?;
        while !self.takes('>') {
            let backward = self.takes('<');
            self.takes('-');
            let relationship = self.list_or_relationship()?;
            self.takes('-');
            let forward = !backward && self.takes('>');
            if backward == forward {
                return None;
            }
            let (before, after) = if forward { ("-", "->") } else { ("<-", "-") };
            text += &[before, &relationship, after, &self.node()?].concat();
        }
        Some(text + ">")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_values() {
        let canonical = |cell| expected(cell, true);
        assert_eq!(
            canonical("{b: [1, 2.0], a: 'x\\'y'}").as_deref(),
            Some("{a: \"x'y\", b: [1, 2.0]}")
        );
        assert_eq!(canonical("(:B:A {n: null})").as_deref(), Some("(:A:B{n: null})"));
        assert_eq!(
            canonical("<(:A)<-[:T {x: 1}]-()-[:U]->(:B)>").as_deref(),
            Some("<(:A)<-[:T{x: 1}]-()-[:U]->(:B)>")
        );
        assert_eq!(expected("[2, 1]", false).as_deref(), Some("[1, 2]"));
        assert_eq!(canonical("1e3").as_deref(), Some("1000.0"));
        assert_eq!(canonical("[1"), None);
        assert_eq!(canonical("maybe"), None);
    }
}
