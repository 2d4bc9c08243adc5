//! What a statement changed, in words.

use graph_core::Changes;

use crate::plural;

/// `created 2 nodes, set 3 properties`; `no changes` where nothing was.
pub(crate) fn summary(changes: &Changes) -> String {
    let told = [
        counted("created", changes.nodes_created, "node"),
        counted("created", changes.relationships_created, "relationship"),
        counted("deleted", changes.nodes_deleted, "node"),
        counted("deleted", changes.relationships_deleted, "relationship"),
        counted("set", changes.properties_set, "property"),
        counted("added", changes.labels_added, "label"),
        counted("removed", changes.labels_removed, "label"),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { "no changes".to_owned() } else { told.join(", ") }
}

fn counted(verb: &str, count: usize, one: &str) -> Option<String> {
    (count > 0).then(|| format!("{verb} {}", plural::counted(count, one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted_in_words() {
        assert_eq!(summary(&Changes::default()), "no changes");
        let changes = Changes { nodes_created: 2, properties_set: 1, ..Changes::default() };
        assert_eq!(summary(&changes), "created 2 nodes, set 1 property");
        let changes = Changes { nodes_deleted: 1, labels_removed: 3, ..Changes::default() };
        assert_eq!(summary(&changes), "deleted 1 node, removed 3 labels");
    }
}
