//! A plan as text: its operators, the last first, each with what it works on in the words of
//! the statement.

use super::words::{
    aggregated, assigned, called, computed, deleted, folded, joined, merged, new_path, repeated,
    searched, sort, test, walk,
};
use graph_core::Graph;

use super::{Plan, Planned, estimate};
use crate::explain::{Names, Operator, Profile};

/// The operators of a plan and of the subqueries in its expressions. Rows flow upwards; what an
/// operator runs for each row, and what it joins, stands below it and further in.
pub(crate) fn operators(graph: &Graph, planned: &Planned, names: &Names<'_>) -> Vec<Operator> {
    let mut lines = Lines { graph, names, profile: planned.profile.as_ref(), found: Vec::new() };
    lines.add(&planned.root, 0);
    for (number, subquery) in planned.subqueries.iter().enumerate() {
        let details = (number + 1).to_string();
        let name = String::from("Subquery");
        let none = Operator { depth: 0, name, details, estimated: None, rows: None, time: None };
        lines.found.push(none);
        lines.add(subquery, 1);
    }
    lines.found
}

struct Lines<'a> {
    graph: &'a Graph,
    names: &'a Names<'a>,
    profile: Option<&'a Profile>,
    found: Vec<Operator>,
}

impl Lines<'_> {
    /// Adds a plan down to the operator that it starts with.
    fn add(&mut self, mut plan: &Plan, depth: usize) {
        loop {
            let title = plan.title(self.names);
            let (name, details) = title.split_once(' ').unwrap_or((&title, ""));
            let (rows, time) = self.profile.map(|profile| profile.of(plan)).unzip();
            let (name, details) = (name.to_owned(), details.to_owned());
            let estimated = Some(estimate::rows(self.graph, plan).round() as u64);
            self.found.push(Operator { depth, name, details, estimated, rows, time });
            let input = plan.input();
            for inner in plan.inputs() {
                if !input.is_some_and(|input| std::ptr::eq(input, inner)) {
                    self.add(inner, depth + 1);
                }
            }
            match input {
                Some(input) => plan = input,
                None => return,
            }
        }
    }
}

impl Plan {
    /// The operator's name, and behind it what it works on.
    fn title(&self, names: &Names<'_>) -> String {
        match self {
            Self::Argument => String::from("Argument"),
            Self::AllNodes { slot, .. } => format!("AllNodes {}", names.node(*slot, "")),
            Self::LabelScan { slot, label, .. } => {
                format!("LabelScan {}", names.node(*slot, &format!(":{}", names.symbol(*label))))
            }
            Self::Seek { slot, key, value, .. } => {
                let value = names.expression(value);
                format!("Seek {} {} = {value}", names.node(*slot, ""), key.name)
            }
            Self::HasLabels { slot, labels, .. } => {
                format!("HasLabels {}", names.node(*slot, &format!(":{}", test(labels, names))))
            }
            Self::Expand { step, .. } => format!("Expand {}", walk(step, names)),
            Self::Repeat { repeat, .. } => format!("Repeat {}", repeated(repeat, names)),
            Self::SelectPaths { search, .. } => format!("SelectPaths {}", searched(search, names)),
            Self::BindPath { slot, .. } => format!("BindPath {}", names.slot(*slot)),
            Self::Filter { predicates, .. } => {
                format!("Filter {}", joined(predicates, " AND ", |found| names.expression(found)))
            }
            Self::Optional { slots, .. } => {
                let variables: Vec<_> =
                    slots.iter().filter_map(|slot| names.named(*slot)).collect();
                format!("Optional {}", variables.join(", "))
            }
            _ => self.projected_title(names),
        }
    }

    /// The operators that take no part in patterns.
    fn projected_title(&self, names: &Names<'_>) -> String {
        match self {
            Self::Unwind { list, slot, .. } => {
                format!("Unwind {} AS {}", names.expression(list), names.slot(*slot))
            }
            Self::CallProcedure { call, .. } => format!("CallProcedure {}", called(call, names)),
            Self::LoadCsv { load, .. } => {
                format!("LoadCsv {} AS {}", names.expression(&load.from), names.slot(load.slot))
            }
            Self::Fold { fold, .. } => format!("Fold {}", folded(fold, names)),
            Self::Project { items, .. } => {
                format!("Project {}", joined(items, ", ", |item| computed(item, names)))
            }
            Self::Aggregate { keys, aggregates, .. } => {
                let made = joined(aggregates, ", ", |item| aggregated(item, names));
                let keys = joined(keys, ", ", |item| computed(item, names));
                match (made.is_empty(), keys.is_empty()) {
                    (true, _) => format!("Aggregate by {keys}"),
                    (_, true) => format!("Aggregate {made}"),
                    _ => format!("Aggregate {made} by {keys}"),
                }
            }
            Self::Distinct { slots, .. } => {
                format!("Distinct {}", joined(slots, ", ", |slot| names.slot(*slot)))
            }
            Self::Sort { keys, .. } => {
                format!("Sort {}", joined(keys, ", ", |key| sort(key, names)))
            }
            Self::Skip { count, .. } => format!("Skip {}", names.expression(count)),
            Self::Limit { count, .. } => format!("Limit {}", names.expression(count)),
            Self::Create { paths, .. } => {
                format!("Create {}", joined(paths, ", ", |path| new_path(path, names)))
            }
            Self::Merge { merge, .. } => format!("Merge {}", merged(merge, names)),
            Self::Set { items, .. } => {
                format!("Set {}", joined(items, ", ", |item| assigned(item, names)))
            }
            Self::Delete { delete, .. } => deleted(delete, names),
            Self::Union { slots, .. } => {
                format!("Union {}", joined(slots, ", ", |slot| names.slot(*slot)))
            }
            Self::Apply { columns, optional, .. } => {
                let optional = if *optional { "Optional" } else { "" };
                format!("{optional}Apply {}", joined(columns, ", ", |(_, slot)| names.slot(*slot)))
            }
            _ => String::from("Operator"),
        }
    }
}
