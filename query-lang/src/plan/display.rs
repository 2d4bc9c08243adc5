//! A plan as an indented tree, the last operator first. Slots are numbered.

use std::fmt::{self, Display, Formatter};

use super::{Plan, Step};
use crate::ast::Direction;

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
            Self::ExpandVariable { step, hops, .. } => {
                let most = hops.max.map(|max| max.to_string()).unwrap_or_default();
                format!("ExpandVariable {step} *{}..{most}", hops.min)
            }
            Self::ShortestPath { step, path, .. } => format!("ShortestPath {path} = {step}"),
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
            Self::Union { slots, .. } => format!("Union {slots:?}"),
        }
    }
}

fn slots<T>(items: &[(T, usize)]) -> Vec<usize> {
    items.iter().map(|(_, slot)| *slot).collect()
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (left, right) = match self.direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Either => ("-", "-"),
        };
        let into = if self.to_bound { " bound" } else { "" };
        write!(f, "{}{left}[{}]{right}{}{into}", self.from, self.relationship, self.to)
    }
}
