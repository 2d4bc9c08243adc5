//! Random queries. What they return doesn't depend on the order of rows, nor on which of
//! several shortest paths is chosen.

use std::fmt::Write;

use super::Choices;

/// What a variable holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Relationship,
    /// A list of relationships.
    List,
    /// A list of nodes.
    Nodes,
    /// A path, of which only the length is certain.
    Path,
    Number,
}

/// A query in the making.
struct Maker<'c, 'b> {
    choices: &'c mut Choices<'b>,
    scope: Vec<(String, Kind)>,
    names: usize,
}

/// A query of one to three clauses and a `RETURN`.
pub(super) fn statement(choices: &mut Choices<'_>) -> String {
    let mut maker = Maker { choices, scope: Vec::new(), names: 0 };
    let mut text = maker.match_clause(false);
    for _ in 0..maker.choices.below(3) {
        let clause = match maker.choices.below(6) {
            0 | 1 => maker.match_clause(false),
            2 | 3 => maker.match_clause(true),
            4 => maker.with(),
            _ => maker.unwind(),
        };
        text.push_str(&clause);
    }
    text.push_str("RETURN ");
    text.push_str(&maker.columns().join(", "));
    text
}

impl Maker<'_, '_> {
    fn name(&mut self, kind: Kind) -> String {
        self.names += 1;
        let name = format!("v{}", self.names);
        self.scope.push((name.clone(), kind));
        name
    }

    /// A variable of a kind, where there is one.
    fn known(&mut self, kind: Kind) -> Option<String> {
        let of_kind: Vec<String> = self
            .scope
            .iter()
            .filter(|known| known.1 == kind)
            .map(|known| known.0.clone())
            .collect();
        (!of_kind.is_empty()).then(|| self.choices.pick(&of_kind))
    }

    fn match_clause(&mut self, optional: bool) -> String {
        let mut text = String::from(if optional { "OPTIONAL MATCH " } else { "MATCH " });
        if self.choices.once_in(4) {
            text.push_str(&self.selected());
        } else {
            text.push_str(&self.path());
            if self.choices.once_in(3) {
                let _ = write!(text, ", {}", self.path());
            }
        }
        text.push_str(&self.condition(2));
        text.push(' ');
        text
    }

    fn path(&mut self) -> String {
        let before = self.choices.once_in(4).then(|| self.fresh());
        let mut text = self.node();
        for _ in 0..self.choices.below(3) {
            text.push_str(&self.connection());
            text.push_str(&self.node());
        }
        match before {
            Some(name) => {
                self.scope.push((name.clone(), Kind::Path));
                format!("{name} = {text}")
            }
            None => text,
        }
    }

    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    /// A path with a selector: its inner variables go, since which path is chosen is open.
    fn selected(&mut self) -> String {
        let path = self.fresh();
        let start = self.node();
        let function = self.choices.once_in(3);
        let scope = self.scope.clone();
        let mut middle = if function { self.hops() } else { self.connection() };
        if !function && self.choices.once_in(3) {
            middle = format!("{middle}{}{}", self.node(), self.connection());
        }
        self.scope = scope;
        let chain = format!("{start}{middle}{}", self.node());
        let asked = if self.choices.once_in(3) {
            format!(" WHERE length({path}) > {}", self.choices.below(3))
        } else {
            String::new()
        };
        self.scope.push((path.clone(), Kind::Path));
        if function {
            let word = self.choices.pick(&["shortestPath", "allShortestPaths"]);
            return format!("{path} = {word}({chain})");
        }
        let selectors =
            ["ANY SHORTEST", "ALL SHORTEST", "SHORTEST 2", "SHORTEST 2 GROUPS", "SHORTEST 5"];
        format!("{} ({path} = {chain}{asked})", self.choices.pick(&selectors))
    }

    fn node(&mut self) -> String {
        let name = match self.choices.below(4) {
            0 => String::new(),
            1 => self.known(Kind::Node).unwrap_or_default(),
            _ => self.name(Kind::Node),
        };
        let labels =
            self.choices.pick(&["", "", "", "", "", "", ":A", ":B", ":A|B", ":!A", ":A&B", ":%"]);
        let properties = self.properties("x", true);
        let predicate = self.inline(&name, "x");
        format!("({name}{labels}{properties}{predicate})")
    }

    /// ` {key: …}`, sometimes with what another node has.
    fn properties(&mut self, key: &str, outside: bool) -> String {
        if !self.choices.once_in(10) {
            return String::new();
        }
        match self.known(Kind::Node).filter(|_| outside) {
            Some(other) if self.choices.once_in(2) => format!(" {{{key}: {other}.x}}"),
            _ => format!(" {{{key}: {}}}", self.choices.below(3)),
        }
    }

    fn inline(&mut self, name: &str, key: &str) -> String {
        if name.is_empty() || !self.choices.once_in(9) {
            return String::new();
        }
        match self.known(Kind::Node) {
            Some(other) if self.choices.once_in(2) => {
                format!(" WHERE {name}.{key} <= {other}.x")
            }
            _ => format!(" WHERE {name}.{key} > {}", self.choices.below(2)),
        }
    }

    fn connection(&mut self) -> String {
        match self.choices.below(8) {
            0 | 1 => self.hops(),
            2 | 3 => self.quantified(),
            _ => {
                let name = if self.choices.once_in(2) {
                    self.name(Kind::Relationship)
                } else {
                    String::new()
                };
                let inside = self.relationship(&name, "", true);
                self.arrow(&inside)
            }
        }
    }

    fn relationship(&mut self, name: &str, hops: &str, outside: bool) -> String {
        let types = self.choices.pick(&["", "", "", "", ":R", ":S", ":R|S", ":!R"]);
        let properties = self.properties("y", outside);
        let predicate = if outside { self.inline(name, "y") } else { String::new() };
        format!("[{name}{types}{hops}{properties}{predicate}]")
    }

    fn arrow(&mut self, inside: &str) -> String {
        match self.choices.below(3) {
            0 => format!("-{inside}-"),
            1 => format!("-{inside}->"),
            _ => format!("<-{inside}-"),
        }
    }

    fn hops(&mut self) -> String {
        let name = if self.choices.once_in(2) { self.name(Kind::List) } else { String::new() };
        if self.choices.once_in(2) {
            let inside = self.relationship(&name, "", true);
            return self.arrow(&inside) + self.quantifier();
        }
        let hops =
            self.choices.pick(&["*1..2", "*", "*2", "*0..1", "*0..2", "*..3", "*2..", "*3..2"]);
        let inside = self.relationship(&name, hops, true);
        self.arrow(&inside)
    }

    fn quantifier(&mut self) -> &'static str {
        self.choices.pick(&["{1,2}", "{2}", "{,2}", "+", "*", "{2,}", "{1,1000000}"])
    }

    /// ` ((a)-[r]->(b) WHERE …){1,2} `
    fn quantified(&mut self) -> String {
        let outer = self.scope.len();
        let (first, last, relationship) = (self.fresh(), self.fresh(), self.fresh());
        let labels = self.choices.pick(&["", "", "", ":A", ":!B"]);
        let inside = self.relationship(&relationship, "", false);
        let mut body = format!("({first}{labels}){}", self.arrow(&inside));
        if self.choices.once_in(4) {
            let inside = self.relationship("", "", false);
            let second = self.arrow(&inside);
            let middle = self.choices.pick(&["()", "(:A)", "({x: 1})"]);
            let _ = write!(body, "{middle}{second}");
        }
        let _ = write!(body, "({last}{})", self.choices.pick(&["", "", ":B", " {x: 1}"]));
        let predicate = match self.choices.below(6) {
            0 => format!(" WHERE {first}.x <= {last}.x"),
            1 => format!(" WHERE {relationship}.y > 0 OR {last}.x IS NULL"),
            _ => String::new(),
        };
        self.scope.truncate(outer);
        self.scope.extend([(first, Kind::Nodes), (last, Kind::Nodes), (relationship, Kind::List)]);
        format!(" ({body}{predicate}){} ", self.quantifier())
    }

    /// ` WHERE …`, one time of so many not.
    fn condition(&mut self, times: usize) -> String {
        if self.choices.once_in(times) {
            return String::new();
        }
        let mut text = format!(" WHERE {}", self.predicate());
        while self.choices.once_in(3) {
            let word = self.choices.pick(&["AND", "AND", "OR", "XOR"]);
            let _ = write!(text, " {word} {}", self.predicate());
        }
        text
    }

    fn predicate(&mut self) -> String {
        let number = self.choices.below(3);
        let kinds =
            [Kind::Node, Kind::Node, Kind::Relationship, Kind::List, Kind::Nodes, Kind::Path];
        let kind = self.choices.pick(&kinds);
        let Some(one) = self.known(kind) else { return String::from("1 < 2") };
        let other = self.known(kind).unwrap_or_else(|| one.clone());
        match kind {
            Kind::Node => match self.choices.below(9) {
                0 => format!("{one}.x = {number}"),
                1 => format!("{one}.name = 'a'"),
                2 => format!("{one}.name = {other}.name"),
                3 => format!("{one}:A"),
                4 => format!("NOT {one}.x < {other}.x"),
                5 => format!("{one} <> {other}"),
                6 => format!("EXISTS {{ ({one})-->(:B) }}"),
                7 => format!("COUNT {{ ({one})-[*1..2]-({other}) }} > {number}"),
                _ => format!("({one})-[:R]->()"),
            },
            Kind::Relationship => match self.choices.below(3) {
                0 => format!("{one}.y >= {other}.y"),
                1 => format!("type({one}) = 'R'"),
                _ => format!("startNode({one}).x = {number}"),
            },
            Kind::List => match self.choices.below(3) {
                0 => format!("size({one}) > {number}"),
                1 => format!("all(e IN {one} WHERE e.y > 0)"),
                _ => format!("size({one}) = size({other})"),
            },
            Kind::Nodes => format!("any(e IN {one} WHERE e.x = {number})"),
            Kind::Path | Kind::Number => format!("length({one}) > {number}"),
        }
    }

    /// What can be returned of the variables.
    fn columns(&mut self) -> Vec<String> {
        let mut columns: Vec<String> = self.scope.iter().map(returned).collect();
        columns.truncate(12);
        if columns.is_empty() {
            columns.push(String::from("count(*) AS n"));
        }
        columns
    }

    /// Keeps some of the variables, and counts or adds up others.
    fn with(&mut self) -> String {
        let before = std::mem::take(&mut self.scope);
        let kept: Vec<_> = before.iter().filter(|_| self.choices.once_in(2)).cloned().collect();
        let mut items: Vec<String> = kept.iter().map(|(name, _)| name.clone()).collect();
        self.scope = kept;
        let numbers: Vec<&(String, Kind)> =
            before.iter().filter(|(_, kind)| *kind == Kind::Node).collect();
        if items.is_empty() || self.choices.once_in(3) {
            let name = self.name(Kind::Number);
            let aggregate = match numbers.first() {
                Some((node, _)) if self.choices.once_in(2) => {
                    let function = self.choices.pick(&["sum", "min", "max", "count", "avg"]);
                    format!("{function}({node}.x)")
                }
                _ => String::from("count(*)"),
            };
            items.push(format!("{aggregate} AS {name}"));
        }
        let distinct = if self.choices.once_in(4) { "DISTINCT " } else { "" };
        let condition = self.condition(2);
        format!("WITH {distinct}{}{condition} ", items.join(", "))
    }

    fn unwind(&mut self) -> String {
        let list = self.known(Kind::List).unwrap_or_else(|| String::from("[1, 2, null]"));
        let name = self.fresh();
        self.scope.push((name.clone(), Kind::Number));
        format!("UNWIND {list} AS {name} ")
    }
}

fn returned((name, kind): &(String, Kind)) -> String {
    match kind {
        Kind::Path => format!("length({name}) AS {name}"),
        _ => name.clone(),
    }
}
