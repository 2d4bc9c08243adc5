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
    let known = Rules { names: known(&all), traces: Vec::new() };
    let Redrawing { places, names, .. } = redraw(graph, &old, known, &corpus);
    assert_eq!(names, all);
    let nodes = || places.entities().iter().flatten();
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

#[test]
fn what_a_later_version_draws_otherwise_was_not_changed_by_hand() {
    let text = "Human Rights Watch praised Peru. The Labour Party criticized Peru.";
    let mut workspace = Workspace::reading(&[("a", text)]);
    let corpus = workspace.corpus().clone();
    let Drawn { mut graph, places } = build::graph(&corpus);
    // An earlier version drew these values, and one property that is drawn no longer.
    let (article, fact) = (places.articles()[0], places.facts()[0]);
    let (article, fact) = (article.expect("drawn"), fact.expect("drawn"));
    let entities: Vec<_> = places.entities().iter().flatten().copied().collect();
    let draw_earlier = |graph: &mut Graph| {
        let mut changes = graph.transaction();
        changes.set_node_property(article, "words", Value::Int(1));
        changes.set_relationship_property(fact, "confidence", 0.25.into());
        for node in &entities {
            changes.set_node_property(*node, "mentions", Value::Int(77));
            changes.set_node_property(*node, "kind", "old".into());
        }
        changes.commit().expect("nothing is left hanging");
    };
    let drawn = build::graph(&corpus);
    draw_earlier(&mut graph);
    let traces = Traces::of(&Drawn { graph, places: places.clone() });
    let ours = workspace.graph_mut();
    draw_earlier(ours);
    // A person changed one of each.
    let mut changes = ours.transaction();
    changes.set_node_property(entities[0], "mentions", Value::Int(99));
    changes.set_node_property(entities[1], "mentions", Value::Null);
    changes.set_node_property(entities[2], "kind", "mine".into());
    changes.commit().expect("nothing is left hanging");
    let old = Drawing { corpus: corpus.clone(), places, ..Drawing::default() };
    let known = Rules { names: Vec::new(), traces: traces.all().cloned().collect() };
    let again = redraw(ours, &old, known, &corpus);
    assert_eq!(again.traces, Traces::of(&drawn));
    let now = |node, key| ours.node_property(node, key);
    let new = |node, key| drawn.graph.node_property(node, key);
    assert_eq!(now(article, "words"), new(article, "words"));
    let confidence = ours.relationship_property(fact, "confidence");
    assert_eq!(confidence, drawn.graph.relationship_property(fact, "confidence"));
    assert_eq!(now(entities[0], "mentions"), &Value::Int(99));
    assert_eq!(now(entities[1], "mentions"), &Value::Null);
    assert_eq!(now(entities[2], "mentions"), new(entities[2], "mentions"));
    assert_eq!(now(entities[2], "kind").as_str(), Some("mine"));
    assert_eq!(now(entities[0], "kind"), &Value::Null, "drawn no longer");
}
