use super::*;
use crate::workspace::Workspace;

const KEYS: [(&str, &str); 2] = [("Entity.mentions", "mentions"), ("Entity:Party", "Party")];

/// Has what was drawn of an article drawn again, after `Entity.mentions` and `Entity:Party` were
/// taken out of the graph; the mentions of all entities then, and how many are parties.
fn drawn_without(known: impl Fn(&[String]) -> Vec<String>) -> (Vec<Value>, usize) {
    let text = "Human Rights Watch praised Peru. The Labour Party criticized Peru.";
    let mut workspace = Workspace::reading(&[("a", text)]);
    let corpus = workspace.corpus().clone();
    let Drawn { graph, places } = build::graph(&corpus);
    let all = names::names(&Drawn { graph, places: places.clone() });
    for (name, _) in KEYS {
        assert!(all.iter().any(|it| it == name), "{name} in {all:?}");
    }
    let old = Drawing { corpus: corpus.clone(), places: places.clone(), ..Drawing::default() };
    let graph = workspace.graph_mut();
    let mut changes = graph.transaction();
    for node in places.entities().iter().flatten() {
        changes.set_node_property(*node, KEYS[0].1, Value::Null);
        changes.remove_label(*node, KEYS[1].1);
    }
    changes.commit().expect("nothing is left hanging");
    let (drawn, names) = redraw(graph, &old, &known(&all), &corpus);
    assert_eq!(names, all);
    let nodes = || drawn.entities().iter().flatten();
    let parties = graph.symbols().get(KEYS[1].1).expect("known");
    (
        nodes().map(|node| graph.node_property(*node, KEYS[0].1).clone()).collect(),
        nodes().filter(|node| graph.has_label(**node, parties)).count(),
    )
}

#[test]
fn what_an_older_version_did_not_draw_was_not_deleted_by_hand() {
    let (mentions, parties) = drawn_without(|all| {
        all.iter().filter(|name| KEYS.iter().all(|(key, _)| key != name)).cloned().collect()
    });
    assert!(!mentions.is_empty() && mentions.iter().all(|it| !it.is_null()), "{mentions:?}");
    assert!(parties > 0);
}

#[test]
fn what_it_did_draw_was() {
    for known in [<[String]>::to_vec, |_: &[String]| Vec::new()] {
        let (mentions, parties) = drawn_without(known);
        assert!(mentions.iter().all(Value::is_null), "{mentions:?}");
        assert_eq!(parties, 0);
    }
}
