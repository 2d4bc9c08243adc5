use std::fs;

use super::*;
use crate::export::jsonl;
use crate::{Graph, NodeId, RelationshipId, Transaction, Value, workspace};

/// A folder of articles, and a path for a store beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn with(articles: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(folder.path().join("in")).expect("a folder can be made");
        let place = Self { folder };
        for (id, text) in articles {
            place.write(id, text);
        }
        place
    }

    fn articles(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    fn write(&self, id: &str, text: &str) {
        fs::write(self.articles().join(format!("{id}.txt")), text).expect("it can be written");
    }

    fn opened(&self) -> Workspace {
        workspace::open(&self.folder.path().join("news.attest")).expect("a store")
    }

    fn ingest(&self, workspace: &mut Workspace) -> Ingested {
        let done = workspace.ingest(&[self.articles()], &[], Means::default(), Waiting::No);
        done.expect("it can be read")
    }
}

const VISIT: &str = "Marco Rubio visited Guatemala on Monday. Human Rights Watch criticized the \
                     deportations.";
const PRAISE: &str = "Nayib Bukele praised Donald Trump. Marco Rubio met with Nayib Bukele.";

/// The facts and entities of a workspace, as they are exported.
fn exported(workspace: &Workspace) -> String {
    let mut out = Vec::new();
    jsonl::write(workspace.corpus(), &workspace.whole(), &mut out).expect("memory has room");
    String::from_utf8(out).expect("text")
}

/// The graph in words, without ids.
fn seen(graph: &Graph) -> Vec<String> {
    let name = |node: NodeId| {
        let told = [graph.node_property(node, "name"), graph.node_property(node, "id")];
        told.iter().find_map(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let told = |properties: &crate::graph::Properties| {
        let told = properties.iter().map(|(key, value)| (graph.symbols().name(key), value));
        format!("{:?}", told.collect::<std::collections::BTreeMap<_, _>>())
    };
    let nodes = graph.nodes().map(|node| {
        let mut labels: Vec<_> =
            graph.node_labels(node).iter().map(|label| graph.symbols().name(*label)).collect();
        labels.sort_unstable();
        format!("{labels:?} {}", told(graph.node_properties(node)))
    });
    let relationships = graph.relationships().map(|it| {
        let (start, end) = graph.endpoints(it).expect("it is there");
        let kind = graph.symbols().name(graph.relationship_type(it));
        let properties = told(graph.relationship_properties(it));
        format!("{} {kind} {} {properties}", name(start), name(end))
    });
    let mut seen: Vec<_> = nodes.chain(relationships).collect();
    seen.sort();
    seen
}

fn fact(graph: &Graph, subject: &str, kind: &str) -> Option<RelationshipId> {
    let subject = *graph.nodes_named(subject).first()?;
    let kind = graph.symbols().get(kind)?;
    graph.outgoing(subject).find(|it| it.relationship_type == kind).map(|it| it.relationship)
}

fn change(workspace: &mut Workspace, work: impl FnOnce(&mut Transaction<'_>)) {
    workspace.begin(Waiting::No).expect("nobody else writes");
    let mut transaction = workspace.graph_mut().transaction();
    work(&mut transaction);
    transaction.commit().expect("nothing is left hanging");
    workspace.commit().expect("it can be written");
}

#[test]
fn a_store_holds_what_a_folder_does_and_reads_it_once() {
    let place = Place::with(&[("a", VISIT), ("b", PRAISE)]);
    let mut store = place.opened();
    let done = place.ingest(&mut store);
    assert_eq!((done.new, done.changed, done.unchanged, done.drawn), (2, 0, 0, true));
    let folder = workspace::open(&place.articles()).expect("a folder");
    assert_eq!(seen(store.graph()), seen(folder.graph()));
    assert_eq!(exported(&store), exported(&folder));
    let again = place.opened();
    assert_eq!(seen(again.graph()), seen(folder.graph()));
    assert_eq!(exported(&again), exported(&folder));
    let quotes = crate::verify::Quotes::of(store.corpus());
    let verdict = quotes.check(store.store().expect("a store").path()).expect("it can be read");
    assert_eq!((verdict.articles, verdict.mismatches), (2, vec![]));
    let done = place.ingest(&mut store);
    assert_eq!((done.new, done.changed, done.unchanged, done.drawn), (0, 0, 2, false));
    let summary = store.store().and_then(|it| it.summary()).expect("committed").clone();
    assert_eq!((summary.commit, summary.changed), (1, false));
    assert!(summary.drawn.contains(&"Fact.quotes".to_owned()), "{:?}", summary.drawn);
    assert!(!store.is_changed() && !place.opened().is_changed());
    let mut again = place.opened();
    again.begin(Waiting::No).expect("nobody else writes");
    let traces = again.store().expect("a store").rules().expect("it can be read").traces;
    let drawn = crate::redraw::Traces::of(&crate::build::graph(again.corpus()));
    assert!(traces.iter().eq(drawn.all()), "{traces:?}");
    again.roll_back();
    change(&mut store, |graph| {
        graph.add_node(["Note"], []);
    });
    let again = place.opened();
    assert!(again.is_changed());
    let drawn = again.store().and_then(|it| it.summary()).map(|it| &it.drawn);
    assert_eq!(drawn, Some(&summary.drawn), "statements draw nothing");
}

#[test]
fn step_by_step_is_as_all_at_once() {
    let place = Place::with(&[("a", VISIT)]);
    let mut store = place.opened();
    place.ingest(&mut store);
    place.write("b", PRAISE);
    place.ingest(&mut store);
    place.write("a", "Marco Rubio visited Panama. Greenpeace criticized Donald Trump.");
    let done = place.ingest(&mut store);
    assert_eq!((done.new, done.changed, done.unchanged), (0, 1, 1));
    let folder = workspace::open(&place.articles()).expect("a folder");
    assert_eq!(seen(store.graph()), seen(folder.graph()));
    assert_eq!(seen(place.opened().graph()), seen(folder.graph()));
    assert_eq!(exported(&place.opened()), exported(&folder));
}

#[test]
fn what_people_changed_stays() {
    let place = Place::with(&[("a", VISIT), ("b", PRAISE)]);
    let mut store = place.opened();
    place.ingest(&mut store);
    let praised = fact(store.graph(), "Nayib Bukele", "PRAISED").expect("it is told");
    let visited = fact(store.graph(), "Marco Rubio", "VISITED").expect("it is told");
    let criticized = fact(store.graph(), "Human Rights Watch", "CRITICIZED").expect("it is told");
    let rubio = store.graph().nodes_named("Marco Rubio")[0];
    change(&mut store, |graph| {
        graph.delete_relationship(praised);
        graph.set_relationship_property(visited, "checked", true.into());
        graph.set_node_property(rubio, "office", "secretary of state".into());
        graph.set_node_property(rubio, "mentions", Value::Int(99));
        let note = graph.add_node(["Note"], [("name", "to do".into())]);
        graph.add_relationship(note, "ABOUT", rubio, []);
    });
    let rewritten = "Marco Rubio stayed at home. Nayib Bukele praised Donald Trump again.";
    place.write("a", rewritten);
    place.write("c", "Nayib Bukele praised Donald Trump. Marco Rubio criticized Cuba.");
    place.ingest(&mut store);
    let again = place.opened();
    for graph in [store.graph(), again.graph()] {
        assert_eq!(fact(graph, "Nayib Bukele", "PRAISED"), None, "deleted by hand");
        assert_eq!(fact(graph, "Marco Rubio", "VISITED"), Some(visited), "changed by hand");
        assert!(!graph.contains_relationship(criticized), "nothing tells it any more");
        assert!(graph.nodes_named("Human Rights Watch").is_empty());
        assert!(fact(graph, "Marco Rubio", "CRITICIZED").is_some(), "new");
        assert_eq!(graph.node_property(rubio, "mentions"), &Value::Int(99));
        assert_eq!(graph.node_property(rubio, "office").as_str(), Some("secretary of state"));
        assert!(fact(graph, "to do", "ABOUT").is_some());
    }
    assert_eq!(seen(store.graph()), seen(again.graph()));
}

#[test]
fn a_judgement_in_a_store_draws_the_facts_again_and_lasts() {
    let place = Place::with(&[
        ("a", "Acme Widgets criticized Peru. The firm is large."),
        ("b", "Widget Masters praised Chile."),
    ]);
    let mut store = place.opened();
    place.ingest(&mut store);
    let names = ["Acme Widgets", "Widget Masters"];
    let judge = |store: &mut Workspace, same| {
        store.judge(same, &names, Means::default(), Waiting::No).map_err(|it| it.to_string())
    };
    judge(&mut store, true).expect("they can be judged so");
    assert!(judge(&mut store, true).expect_err("known").contains("already"));
    assert!(judge(&mut store, false).is_err());
    let again = place.opened();
    for workspace in [&store, &again] {
        assert!(fact(workspace.graph(), "Acme Widgets", "PRAISED").is_some());
        assert!(workspace.graph().nodes_named("Widget Masters").is_empty());
        assert!(workspace.knowledge().judgements.are_same("acme widgets", "widget masters"));
    }
}

#[test]
fn articles_of_one_name_get_ids_of_their_own_and_refused_ones_are_told() {
    let place = Place::with(&[("a", VISIT), ("empty", " ")]);
    let other = place.folder.path().join("other");
    fs::create_dir(&other).expect("a folder can be made");
    fs::write(other.join("a.txt"), PRAISE).expect("it can be written");
    let mut store = place.opened();
    let paths = [place.articles(), other];
    let done = store.ingest(&paths, &[], Means::default(), Waiting::No).expect("it can be read");
    assert_eq!((done.new, done.refused.len()), (2, 1));
    let ids: Vec<_> = store.corpus().articles.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2"]);
    let done = store.ingest(&paths, &[], Means::default(), Waiting::No).expect("it can be read");
    assert_eq!((done.new, done.changed, done.unchanged), (0, 0, 2));
}

#[test]
fn what_a_folder_brings_is_kept_and_contradictions_change_nothing() {
    let place = Place::with(&[("a", "Kadafi criticized Peru. Qaddafi praised Chile.")]);
    fs::write(place.articles().join("aliases.tsv"), "same\tGaddafi\tKadafi\tQaddafi\n")
        .expect("it can be written");
    let mut store = place.opened();
    place.ingest(&mut store);
    assert_eq!(store.graph().nodes_named("Gaddafi").len(), 1);
    fs::write(place.articles().join("aliases.tsv"), "not\tKadafi\tQaddafi\n")
        .expect("it can be written");
    place.write("b", PRAISE);
    let before = seen(store.graph());
    let refused = store.ingest(&[place.articles()], &[], Means::default(), Waiting::No);
    assert!(matches!(refused, Err(IngestError::Contradiction { .. })));
    assert_eq!(seen(store.graph()), before);
    assert!(!store.is_in_unit());
    assert_eq!(seen(place.opened().graph()), before);
}
