//! The part of Gherkin that openCypher's kit is written in: backgrounds, scenarios, outlines
//! with examples, texts in `"""` and tables.

use std::mem::take;

/// A table's rows of cells.
pub type Table = Vec<Vec<String>>;

/// A scenario; of an outline, one for each row of its examples.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// Its number and title.
    pub name: String,
    /// Where it stands, counted from 1; of an outline, the line of the examples' row.
    pub line: usize,
    /// What is given, done and expected, the background's steps first.
    pub steps: Vec<Step>,
}

impl Scenario {
    /// Whether the query is expected to be refused.
    pub fn expects_error(&self) -> bool {
        self.steps.iter().any(|step| step.text.contains(" should be raised at "))
    }
}

/// One line of a scenario with what hangs on it.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The line, without its `Given`, `When`, `Then` or `And`.
    pub text: String,
    /// The text below it, without its indentation.
    pub document: String,
    /// The table below it.
    pub table: Table,
}

/// Where steps and tables go at the moment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Background,
    Scenario,
    Examples,
}

struct Reader {
    part: Part,
    background: Vec<Step>,
    scenario: Scenario,
    /// The examples' rows, each with its line.
    examples: Vec<(usize, Vec<String>)>,
    scenarios: Vec<Scenario>,
}

/// The scenarios of a feature.
pub fn scenarios(feature: &str) -> Vec<Scenario> {
    let mut reader = Reader {
        part: Part::Background,
        background: Vec::new(),
        scenario: Scenario::default(),
        examples: Vec::new(),
        scenarios: Vec::new(),
    };
    let mut lines = feature.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let text = line.trim();
        if text == "\"\"\"" {
            let indentation = line.len() - line.trim_start().len();
            let document = lines.by_ref().take_while(|(line, _)| line.trim() != "\"\"\"");
            let document: Vec<_> =
                document.map(|(line, _)| line.get(indentation..).unwrap_or("")).collect();
            if let Some(step) = reader.steps().last_mut() {
                step.document = document.join("\n");
            }
        } else {
            reader.line(text, number);
        }
    }
    reader.end_examples();
    reader.end_scenario();
    reader.scenarios
}

impl Reader {
    fn line(&mut self, text: &str, number: usize) {
        if text.starts_with('|') {
            let row = cells(text);
            match (self.part, self.steps().last_mut()) {
                (Part::Examples, _) => self.examples.push((number, row)),
                (_, Some(step)) => step.table.push(row),
                _ => {}
            }
        } else if text == "Background:" {
            self.part = Part::Background;
        } else if let Some(name) =
            text.strip_prefix("Scenario Outline:").or_else(|| text.strip_prefix("Scenario:"))
        {
            self.end_examples();
            self.end_scenario();
            self.part = Part::Scenario;
            name.trim().clone_into(&mut self.scenario.name);
            self.scenario.line = number;
        } else if text.starts_with("Examples:") {
            self.end_examples();
            self.part = Part::Examples;
        } else if let Some((word, text)) = text.split_once(' ')
            && ["Given", "When", "Then", "And", "But"].contains(&word)
        {
            self.steps().push(Step { text: text.to_owned(), ..Step::default() });
        }
    }

    fn steps(&mut self) -> &mut Vec<Step> {
        match self.part {
            Part::Background => &mut self.background,
            Part::Scenario | Part::Examples => &mut self.scenario.steps,
        }
    }

    /// Adds one scenario for each example.
    fn end_examples(&mut self) {
        let mut rows = take(&mut self.examples).into_iter();
        let Some((_, names)) = rows.next() else { return };
        for (line, row) in rows {
            let filled = |text: &str| {
                names.iter().zip(&row).fold(text.to_owned(), |text, (name, value)| {
                    text.replace(&format!("<{name}>"), value)
                })
            };
            let steps = self.background.iter().chain(&self.scenario.steps).map(|step| Step {
                text: filled(&step.text),
                document: filled(&step.document),
                table: step
                    .table
                    .iter()
                    .map(|row| row.iter().map(|c| filled(c)).collect())
                    .collect(),
            });
            let name = filled(&self.scenario.name);
            self.scenarios.push(Scenario { name, line, steps: steps.collect() });
        }
    }

    /// Adds the scenario, unless it is an outline, whose examples were added.
    fn end_scenario(&mut self) {
        let scenario = take(&mut self.scenario);
        if self.part == Part::Scenario && !scenario.steps.is_empty() {
            let steps = self.background.iter().chain(&scenario.steps).cloned().collect();
            self.scenarios.push(Scenario { steps, ..scenario });
        }
    }
}

/// The cells of a table's row; `\|`, `\\` and `\n` stand for the characters that they name.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut characters = line.chars().skip(1);
    while let Some(character) = characters.next() {
        match character {
            '|' => cells.push(take(&mut cell).trim().to_owned()),
            '\\' => match characters.next() {
                Some('n') => cell.push('\n'),
                Some(escaped @ ('|' | '\\')) => cell.push(escaped),
                other => {
                    cell.push('\\');
                    cell.extend(other);
                }
            },
            other => cell.push(other),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_filled_in_and_backgrounds_come_first() {
        let text = "Feature: F\n  Background:\n    Given any graph\n\n  Scenario Outline: [1] <x>\n    \
            When executing query:\n      \"\"\"\n      RETURN <x>\n        AS a\n      \"\"\"\n    \
            Then the result should be, in any order:\n      | a |\n      | <x> |\n\n    Examples:\n      \
            | x |\n      | 1 |\n      | 'a\\|b\\\\' |\n\n  Scenario: [2] other\n    When nothing\n";
        let found = scenarios(text);
        let names: Vec<_> = found.iter().map(|scenario| scenario.name.as_str()).collect();
        assert_eq!(names, ["[1] 1", "[1] 'a|b\\'", "[2] other"]);
        let lines: Vec<_> = found.iter().map(|scenario| scenario.line).collect();
        assert_eq!(lines, [17, 18, 20]);
        assert_eq!(found[0].steps[0].text, "any graph");
        assert_eq!(found[0].steps[1].document, "RETURN 1\n  AS a");
        assert_eq!(found[1].steps[2].table, [["a"], ["'a|b\\'"]]);
        assert_eq!(found[2].steps.len(), 2);
    }
}
