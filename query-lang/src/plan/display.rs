//! A plan as an indented tree, the last operator first. Slots are numbered.

use std::fmt::{self, Display, Formatter};

use super::{Body, Plan, Repeat, Search, Step};
use crate::ast::Direction;
use crate::bind::Counted;

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_indented(f, 0)
    }
}

impl Plan {
    fn fmt_indented(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        writeln!(f, "{:1$}{2}", "", depth * 2, self.title())?;
        for input in self.inputs() {
            input.fmt_indented(f, depth + 1)?;
        }
        Ok(())
    }

    /// The operator with its slots.
    fn title(&self) -> String {
        match self {
            Self::Argument => String::from("Argument"),
            Self::AllNodes { slot, .. } => format!("AllNodes {slot}"),
            Self::LabelScan { slot, .. } => format!("LabelScan {slot}"),
            Self::NameScan { slot, .. } => format!("NameScan {slot}"),
            Self::HasLabels { slot, .. } => format!("HasLabels {slot}"),
            Self::Expand { step, .. } => format!("Expand {step}"),
            Self::Repeat { repeat, .. } => format!("Repeat {repeat}"),
            Self::SelectPaths { search, .. } => format!("SelectPaths {search}"),
            Self::BindPath { slot, .. } => format!("BindPath {slot}"),
            Self::Filter { predicates, .. } => format!("Filter by {}", predicates.len()),
            Self::Optional { slots, .. } => format!("Optional {slots:?}"),
            Self::Unwind { slot, .. } => format!("Unwind {slot}"),
            Self::CallProcedure { call, .. } => format!("CallProcedure {}", call.procedure.name()),
            Self::Project { items, .. } => format!("Project {:?}", slots(items)),
            Self::Aggregate { keys, aggregates, .. } => {
                format!("Aggregate {:?} by {:?}", slots(aggregates), slots(keys))
            }
            Self::Distinct { slots, .. } => format!("Distinct {slots:?}"),
            Self::Sort { keys, .. } => format!("Sort by {}", keys.len()),
            Self::Skip { .. } => String::from("Skip"),
            Self::Limit { .. } => String::from("Limit"),
            Self::Create { paths, .. } => format!("Create {}", paths.len()),
            Self::Merge { .. } => String::from("Merge"),
            Self::Set { items, .. } => format!("Set {}", items.len()),
            Self::Delete { delete, .. } => {
                format!(
                    "{}Delete {}",
                    if delete.detach { "Detach" } else { "" },
                    delete.items.len()
                )
            }
            Self::Apply { columns, optional, .. } => {
                let columns: Vec<_> = columns.iter().map(|(_, slot)| *slot).collect();
                format!("{}Apply {columns:?}", if *optional { "Optional" } else { "" })
            }
            Self::Union { slots, .. } => format!("Union {slots:?}"),
        }
    }
}

fn slots<T>(items: &[(T, usize)]) -> Vec<usize> {
    items.iter().map(|(_, slot)| *slot).collect()
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let arrow = arrow(self.direction, self.relationship);
        write!(f, "{}{arrow}{}{}", self.from, self.to, if_bound(self.to_bound))
    }
}

fn arrow(direction: Direction, relationship: usize) -> String {
    let (left, right) = match direction {
        Direction::Outgoing => ("-", "->"),
        Direction::Incoming => ("<-", "-"),
        Direction::Either => ("-", "-"),
    };
    format!("{left}[{relationship}]{right}")
}

fn if_bound(bound: bool) -> &'static str {
    if bound { " bound" } else { "" }
}

impl Display for Repeat {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}{}", self.from, self.body, self.to, if_bound(self.to_bound))
    }
}

/// `-[4]->`, and in parentheses what is repeated, with the slot of its list of relationships:
/// ` (5 = (2)-[4]->(3)){1..3} `.
impl Display for Body {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(list) = self.list else {
            let arrows = self.steps.iter().map(|step| arrow(step.direction, step.relationship));
            return f.write_str(&arrows.collect::<String>());
        };
        write!(f, " ({list} = ({})", self.first.slot)?;
        for step in &self.steps {
            write!(f, "{}({})", arrow(step.direction, step.relationship), step.node.slot)?;
        }
        let most = self.max.map(|max| max.to_string()).unwrap_or_default();
        write!(f, "){{{}..{most}}} ", self.min)
    }
}

/// `3 = shortest 1 of 0-[2]->1`
impl Display for Search {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let counted = if self.selection.counted == Counted::Lengths { " lengths" } else { "" };
        let count = self.selection.count;
        write!(f, "{} = shortest {count}{counted} of {}", self.path, self.from)?;
        for part in &self.parts {
            write!(f, "{}{}{}", part.body, part.node.slot, if_bound(part.node_bound))?;
        }
        Ok(())
    }
}
