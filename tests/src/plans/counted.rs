//! Random queries whose matches are only counted: patterns with circles, shared and optional
//! parts, what must differ and what must not be there.

use std::fmt::Write;

use super::Choices;

/// One to three patterns, some optional, and a `RETURN` that counts.
pub(super) fn statement(choices: &mut Choices<'_>) -> String {
    let mut maker = Maker { choices, nodes: 0, optional: 0 };
    let mut text = format!("MATCH {}", maker.patterns());
    text.push_str(&maker.condition());
    for _ in 0..maker.choices.below(3) {
        if maker.choices.once_in(2) {
            let _ = write!(text, " MATCH {}{}", maker.patterns(), maker.condition());
        } else {
            let known = maker.nodes;
            let path = maker.path();
            let _ = write!(text, " OPTIONAL MATCH {path}{}", maker.condition());
            maker.optional += maker.nodes - known;
            if maker.choices.once_in(2) {
                // What it may leave without a value isn't used again.
                maker.nodes = known;
            }
        }
    }
    let columns = maker.columns();
    text + " RETURN " + &columns
}

struct Maker<'c, 'b> {
    choices: &'c mut Choices<'b>,
    /// How many variables of nodes there are: `n0`, `n1`…
    nodes: usize,
    optional: usize,
}

impl Maker<'_, '_> {
    fn patterns(&mut self) -> String {
        let mut text = self.path();
        while self.choices.once_in(3) {
            let _ = write!(text, ", {}", self.path());
        }
        text
    }

    fn path(&mut self) -> String {
        let mut text = self.node();
        for _ in 0..self.choices.below(4) {
            let types = self.choices.pick(&["", "[:R]", "[:R]", "[:S]", "[:R|S]"]);
            let arrow = match self.choices.below(5) {
                0 => format!("-{types}-"),
                1 | 2 => format!("-{types}->"),
                _ => format!("<-{types}-"),
            };
            text += &arrow;
            text += &self.node();
        }
        text
    }

    fn node(&mut self) -> String {
        let name = match self.choices.below(5) {
            0 => String::new(),
            1 | 2 if self.nodes > 0 => self.known(),
            _ => {
                // Names that were given up are taken anew.
                self.nodes += 1;
                format!("n{}", self.nodes - 1 + 10 * self.optional)
            }
        };
        let labels = self.choices.pick(&["", "", "", ":A", ":B", ":A|B"]);
        let properties = self.choices.pick(&["", "", "", "", " {x: 1}", " {name: 'a'}"]);
        format!("({name}{labels}{properties})")
    }

    fn known(&mut self) -> String {
        format!("n{}", self.choices.below(self.nodes.max(1)))
    }

    fn condition(&mut self) -> String {
        let mut conditions = Vec::new();
        while self.nodes > 0 && conditions.len() < 3 && self.choices.once_in(2) {
            let (one, other) = (self.known(), self.known());
            conditions.push(match self.choices.below(9) {
                0 | 1 => format!("{one} <> {other}"),
                2 => format!("{one}.x < 2"),
                3 => format!("1 <= {one}.x"),
                4 => format!("{one}.x = {other}.x"),
                5 => format!("NOT ({one})-[:R]->({other})"),
                6 => format!("NOT ({one})-->(:A)"),
                7 => format!("EXISTS {{ ({one})--(m)-->({other}) WHERE m <> {one} }}"),
                _ => format!("({one}.x IS NULL OR {other}:A)"),
            });
        }
        if conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", conditions.join(" AND "))
        }
    }

    fn columns(&mut self) -> String {
        if self.nodes == 0 {
            return String::from("count(*) AS n");
        }
        let (one, other) = (self.known(), self.known());
        match self.choices.below(9) {
            0 | 1 => String::from("count(*) AS n"),
            2 => format!("count(DISTINCT {one}) AS n"),
            3 => format!("count(DISTINCT {one}.x) AS n"),
            4 => format!("{one} AS k, count(*) AS n"),
            5 => format!("{one}.x AS k, count({other}.x) AS n, max({other}.x) AS m"),
            6 => format!("{one} AS k, count({other}) AS n ORDER BY n DESC, id(k) LIMIT 2"),
            7 => format!("{one} AS k, {other} AS l, count(*) AS n"),
            _ => format!("{one}.name AS k, min({other}.x) AS m, count(*) AS n"),
        }
    }
}
