use super::*;
use crate::graph::Properties;

/// Everything that can be read of a graph, in words.
fn seen(graph: &Graph) -> Vec<String> {
    let symbols = graph.symbols();
    let named = |properties: &Properties| {
        let pairs =
            properties.iter().map(|(key, value)| format!("{}={value:?}", symbols.name(key)));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let mut seen = vec![format!("{} {}", graph.node_count(), graph.relationship_count())];
    for node in graph.nodes() {
        let labels: Vec<_> = graph.node_labels(node).iter().map(|l| symbols.name(*l)).collect();
        let mut steps: Vec<_> = graph.outgoing(node).chain(graph.incoming(node)).collect();
        steps.sort_by_key(|step| step.relationship);
        seen.push(format!("{node:?} {labels:?} {} {steps:?}", named(graph.node_properties(node))));
    }
    for relationship in graph.relationships() {
        let properties = named(graph.relationship_properties(relationship));
        let type_name = symbols.name(graph.relationship_type(relationship));
        seen.push(format!("{relationship:?} {type_name} {properties}"));
    }
    for (label, count) in graph.labels() {
        let symbol = symbols.get(label).expect("in use");
        seen.push(format!(
            "{label} {count} {:?}",
            graph.nodes_with_label(symbol).collect::<Vec<_>>()
        ));
    }
    for (relationship_type, count) in graph.relationship_types() {
        let symbol = symbols.get(relationship_type).expect("in use");
        let of_type: Vec<_> = graph.relationships_with_type(symbol).collect();
        seen.push(format!("{relationship_type} {count} {of_type:?}"));
    }
    seen.push(format!("{:?} {}", graph.property_keys(), graph.has_loops(None)));
    seen.push(format!("{:?} {:?}", graph.nodes_named("Ann"), graph.nodes_named("Bob")));
    seen
}

fn three() -> (Graph, [NodeId; 3], [RelationshipId; 2]) {
    let mut graph = Graph::new();
    let add = |graph: &mut Graph, name: &str| graph.add_node(["P"], [("name", Value::from(name))]);
    let nodes = [add(&mut graph, "Ann"), add(&mut graph, "Bob"), add(&mut graph, "Cid")];
    let knows = |graph: &mut Graph, a: usize, b: usize| {
        graph.add_relationship(nodes[a], "KNOWS", nodes[b], [("since", Value::Int(1))])
    };
    let relationships = [knows(&mut graph, 0, 1), knows(&mut graph, 1, 2)];
    (graph, nodes, relationships)
}

#[test]
fn what_is_dropped_is_undone_to_the_last_index() {
    let (mut graph, [ann, bob, cid], [first, second]) = three();
    let before = seen(&graph);
    for round in 0..3 {
        let mut transaction = graph.transaction();
        let dan = transaction.add_node(["P", "New"], [("name", Value::from("Ann"))]);
        let third = transaction.add_relationship(dan, "LIKES", ann, [("x", Value::Int(round))]);
        transaction.add_relationship(ann, "KNOWS", ann, []);
        transaction.set_node_property(ann, "name", Value::from("Bob"));
        transaction.set_node_property(bob, "name", Value::Null);
        transaction.set_relationship_property(first, "since", Value::Null);
        transaction.set_relationship_property(second, "until", Value::Int(9));
        transaction.add_label(cid, "Q");
        transaction.remove_label(cid, "P");
        transaction.delete_relationship(second);
        transaction.delete_relationship(third);
        transaction.delete_node(cid);
        transaction.delete_node(dan);
        let _ = transaction.add_node(["P"], []);
        assert_ne!(seen(&transaction), before);
        drop(transaction);
        assert_eq!(seen(&graph), before);
    }
}

#[test]
fn what_is_committed_stays_and_is_counted() {
    let (mut graph, [ann, bob, cid], [_, second]) = three();
    let mut transaction = graph.transaction();
    transaction.delete_node(cid);
    transaction.delete_relationship(second);
    let dan = transaction.add_node(["P"], [("name", Value::from("Dan"))]);
    assert_ne!(dan, cid, "an id isn't used again before the commit");
    transaction.add_label(bob, "P");
    transaction.set_node_property(ann, "age", Value::Int(3));
    let changes = transaction.commit().expect("nothing is left hanging");
    let wanted = Changes {
        nodes_created: 1,
        nodes_deleted: 1,
        relationships_deleted: 1,
        labels_added: 1,
        properties_set: 2,
        ..Changes::default()
    };
    assert_eq!(changes, wanted);
    assert_eq!((graph.node_count(), graph.relationship_count()), (3, 1));
    assert!(!graph.contains_node(cid) && !graph.contains_relationship(second));
}

#[test]
fn a_node_with_relationships_stays_with_everything_else() {
    let (mut graph, [_, bob, _], _) = three();
    let before = seen(&graph);
    let mut transaction = graph.transaction();
    let _ = transaction.add_node(["P"], []);
    transaction.delete_node(bob);
    let refused = transaction.commit().expect_err("it has relationships");
    assert_eq!(refused.node, bob);
    assert_eq!(seen(&graph), before);
}
