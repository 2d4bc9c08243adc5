use super::*;
use crate::Graph;
use crate::graph::RelationshipId;

const ON: &dyn Fn() -> bool = &|| true;

fn social() -> (Graph, Vec<NodeId>) {
    let mut graph = Graph::new();
    let people: Vec<NodeId> =
        (0..5).map(|age| graph.add_node(["Person"], [("age", Value::Int(age % 2))])).collect();
    graph.add_relationship(people[0], "KNOWS", people[1], []);
    graph.add_relationship(people[0], "LIKES", people[2], []);
    (graph, people)
}

fn symbol(graph: &Graph, name: &str) -> Symbol {
    graph.symbols().get(name).expect("it is used")
}

fn out(graph: &Graph, types: Option<&[Symbol]>, node: NodeId) -> Vec<NodeId> {
    graph.adjacency(types, Side::Outgoing, ON).expect("goes on").of(node).to_vec()
}

#[test]
fn neighbours_follow_the_graph() {
    let (mut graph, people) = social();
    let (knows, likes) = (symbol(&graph, "KNOWS"), symbol(&graph, "LIKES"));
    let both = [likes, knows];
    assert_eq!(out(&graph, Some(&[knows]), people[0]), [people[1]]);
    assert_eq!(out(&graph, Some(&both), people[0]), [people[1], people[2]]);
    assert_eq!(out(&graph, None, people[0]), [people[1], people[2]]);
    assert_eq!(
        graph.leads_to(Some(&both), Side::Outgoing, symbol(&graph, "Person"), ON),
        Some(true)
    );
    let mut transaction = graph.transaction();
    let stranger = transaction.add_node([], []);
    transaction.add_relationship(people[0], "KNOWS", stranger, []);
    transaction.delete_relationship(RelationshipId(0));
    assert_eq!(out(&transaction, Some(&[knows]), people[0]), [stranger]);
    assert_eq!(out(&transaction, None, people[0]), [people[2], stranger]);
    let person = symbol(&transaction, "Person");
    assert_eq!(transaction.leads_to(None, Side::Outgoing, person, ON), Some(false));
    transaction.add_label(stranger, "Person");
    assert_eq!(transaction.leads_to(None, Side::Outgoing, person, ON), Some(true));
    drop(transaction);
    assert_eq!(out(&graph, Some(&both), people[0]), [people[1], people[2]]);
}

#[test]
fn values_are_found_whatever_changes() {
    let (mut graph, people) = social();
    let age = symbol(&graph, "age");
    let found = |graph: &Graph, value: Value| graph.nodes_with_value(age, &value, ON);
    assert_eq!(found(&graph, Value::Int(1)), Some(vec![people[1], people[3]]));
    assert_eq!(found(&graph, Value::Float(1.0)), Some(vec![people[1], people[3]]));
    assert_eq!(found(&graph, Value::Null), None);
    assert_eq!(graph.column(age, ON).flatten().and_then(|it| it.get(people[3])), Some(1));
    let mut transaction = graph.transaction();
    transaction.set_node_property(people[0], "age", Value::Int(1));
    transaction.set_node_property(people[1], "age", Value::Float(1.0));
    transaction.set_node_property(people[3], "age", Value::Null);
    transaction.delete_node(people[2]);
    let new = transaction.add_node([], [("age", Value::Int(0))]);
    assert_eq!(found(&transaction, Value::Int(1)), Some(vec![people[0], people[1]]));
    assert_eq!(found(&transaction, Value::Int(0)), Some(vec![people[4], new]));
    assert!(transaction.column(age, ON).expect("goes on").is_none(), "one is no integer");
    drop(transaction);
    assert_eq!(found(&graph, Value::Int(1)), Some(vec![people[1], people[3]]));
    assert_eq!(found(&graph, Value::Int(0)), Some(vec![people[0], people[2], people[4]]));
    assert!(graph.column(age, ON).expect("goes on").is_some());
}

#[test]
fn an_adjacency_is_worth_making_once_as_much_was_read_without() {
    let (mut graph, people) = social();
    let knows = [symbol(&graph, "KNOWS")];
    for at in 0..9 {
        graph.add_relationship(people[at % 5], "KNOWS", people[at % 3], []);
    }
    assert!(!graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 4));
    assert!(!graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 4));
    assert!(graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 4));
    let made = graph.adjacency(Some(&knows), Side::Outgoing, ON).expect("goes on");
    assert_eq!(made.len(), 10);
    assert!(graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 0));
    graph.add_relationship(people[0], "LIKES", people[1], []);
    assert!(graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 0));
    graph.add_relationship(people[0], "KNOWS", people[1], []);
    assert!(!graph.is_adjacency_worth(Some(&knows), Side::Outgoing, 4));
}

#[test]
fn what_is_to_end_ends() {
    let (graph, _) = social();
    let ended: &dyn Fn() -> bool = &|| false;
    let knows = [symbol(&graph, "KNOWS")];
    assert!(graph.adjacency(Some(&knows), Side::Outgoing, ended).is_none());
    assert!(graph.column(symbol(&graph, "age"), ended).is_none());
    assert!(graph.nodes_with_value(symbol(&graph, "age"), &Value::Int(0), ended).is_none());
    assert_eq!(out(&graph, Some(&knows), NodeId(0)), [NodeId(1)]);
}

#[test]
fn a_state_is_told_from_any_other() {
    let (mut graph, people) = social();
    let mut before = graph.state();
    assert_eq!(graph.state(), before);
    let mut is_new = |graph: &Graph| {
        let now = graph.state();
        std::mem::replace(&mut before, now) != now
    };
    graph.add_node([], []);
    assert!(is_new(&graph));
    graph.add_relationship(people[0], "KNOWS", people[0], []);
    assert!(is_new(&graph));
    let mut transaction = graph.transaction();
    transaction.set_relationship_property(RelationshipId(0), "since", Value::Int(1));
    assert!(is_new(&transaction));
    transaction.set_node_property(people[0], "age", Value::Null);
    assert!(is_new(&transaction));
    transaction.intern(&["Other".to_owned()]);
    assert!(is_new(&transaction));
    drop(transaction);
    assert!(is_new(&graph));
    assert_ne!(graph.clone().state(), graph.state());
}
