pub(super) mod faults;
mod upkeep;

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::Value;
use crate::workspace::{self, Workspace};

/// A folder with a path in it for a store.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("news.attest");
    (folder, path)
}

fn opened(path: &Path) -> Workspace {
    workspace::open(path).expect("a store")
}

/// Does something to the graph in a unit of its own.
fn change(workspace: &mut Workspace, work: impl FnOnce(&mut crate::Transaction<'_>)) {
    workspace.begin(Waiting::No).expect("nobody else writes");
    let mut transaction = workspace.graph_mut().transaction();
    work(&mut transaction);
    transaction.commit().expect("nothing is left hanging");
    workspace.commit().expect("it can be written");
}

/// Numbers that look random, each below the one asked with; `SplitMix64`, whose streams of
/// neighbouring seeds have nothing in common.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |most| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 16) as usize % most
    }
}

/// Everything that can be read of a graph, in words.
fn seen(graph: &Graph) -> Vec<String> {
    let names = graph.symbols();
    let told = |properties: &crate::graph::Properties| {
        let mut told: Vec<_> = properties
            .iter()
            .map(|(key, value)| format!("{}={value:?}", names.name(key)))
            .collect();
        told.sort();
        told.join(" ")
    };
    let nodes = graph.nodes().map(|node| {
        let mut labels: Vec<_> =
            graph.node_labels(node).iter().map(|label| names.name(*label)).collect();
        labels.sort_unstable();
        format!("{node:?} {labels:?} {}", told(graph.node_properties(node)))
    });
    let relationships = graph.relationships().map(|it| {
        let kind = names.name(graph.relationship_type(it));
        let ends = graph.endpoints(it);
        format!("{it:?} {kind} {ends:?} {}", told(graph.relationship_properties(it)))
    });
    let counts = format!("{:?} {:?}", graph.labels(), graph.relationship_types());
    nodes.chain(relationships).chain([counts]).collect()
}

#[test]
fn a_store_is_made_by_the_first_commit_and_holds_it() {
    let (folder, path) = place();
    let mut workspace = opened(&path);
    workspace.begin(Waiting::No).expect("nobody else writes");
    let mut transaction = workspace.graph_mut().transaction();
    transaction.add_node(["A"], []);
    transaction.commit().expect("nothing is left hanging");
    let refused = opened(&path).begin(Waiting::No).expect_err("another makes it");
    assert!(matches!(refused.fault, Fault::Busy { .. }), "{refused}");
    workspace.roll_back();
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
    change(&mut workspace, |graph| {
        let ann = graph.add_node(["Person", "Reader"], [("name", "Ann".into())]);
        let bob = graph.add_node([], [("list", Value::list([1.into(), "x".into()]))]);
        graph.add_relationship(ann, "KNOWS", bob, [("since", Value::Float(0.5))]);
    });
    let again = opened(&path);
    assert_eq!(seen(again.graph()), seen(workspace.graph()));
    assert_eq!(again.graph().nodes_named("Ann").len(), 1);
}

#[test]
fn ids_stay_where_others_are_deleted() {
    let (_folder, path) = place();
    let mut workspace = opened(&path);
    let mut nodes = Vec::new();
    let mut relationships = Vec::new();
    change(&mut workspace, |graph| {
        nodes.extend((0..200).map(|n| graph.add_node(["N"], [("n", Value::Int(n))])));
        for pair in nodes.windows(2) {
            relationships.push(graph.add_relationship(pair[0], "NEXT", pair[1], []));
        }
    });
    change(&mut workspace, |graph| {
        for at in (0..150).chain(180..200) {
            let steps: Vec<_> =
                graph.outgoing(nodes[at]).chain(graph.incoming(nodes[at])).collect();
            for step in steps {
                graph.delete_relationship(step.relationship);
            }
            graph.delete_node(nodes[at]);
        }
    });
    let mut again = opened(&path);
    assert_eq!(seen(again.graph()), seen(workspace.graph()));
    change(&mut again, |graph| {
        let new = graph.add_node(["New"], []);
        graph.add_relationship(new, "NEXT", nodes[170], []);
    });
    assert_eq!(seen(opened(&path).graph()), seen(again.graph()));
}

#[test]
fn nothing_of_a_unit_that_is_rolled_back_is_kept() {
    let (_folder, path) = place();
    let mut workspace = opened(&path);
    change(&mut workspace, |graph| {
        graph.add_node(["A"], []);
    });
    let before = seen(workspace.graph());
    workspace.begin(Waiting::No).expect("nobody else writes");
    for _ in 0..3 {
        let mut transaction = workspace.graph_mut().transaction();
        transaction.add_node(["B"], [("name", "Bob".into())]);
        let first = transaction.nodes().next().expect("there is one");
        transaction.delete_node(first);
        transaction.commit().expect("nothing is left hanging");
    }
    workspace.roll_back();
    assert_eq!(seen(workspace.graph()), before);
    assert_eq!(seen(opened(&path).graph()), before);
}

#[test]
fn one_writes_at_a_time_and_each_begins_with_what_others_did() {
    let (_folder, path) = place();
    let mut first = opened(&path);
    change(&mut first, |graph| {
        graph.add_node(["First"], []);
    });
    let mut second = opened(&path);
    first.begin(Waiting::No).expect("nobody else writes");
    let refused = second.begin(Waiting::No).expect_err("the first one writes");
    let Fault::Busy { holder: Some(holder) } = &refused.fault else { panic!("{refused}") };
    assert_eq!(holder.process, std::process::id());
    let stopped = second.begin(Waiting::Until(&|| true)).expect_err("stopped at once");
    assert!(matches!(stopped.fault, Fault::Stopped { .. }), "{stopped}");
    let mut transaction = first.graph_mut().transaction();
    transaction.add_node(["Second"], []);
    transaction.commit().expect("nothing is left hanging");
    first.commit().expect("it can be written");
    assert_eq!(second.graph().node_count(), 1, "a snapshot");
    change(&mut second, |graph| {
        graph.add_node(["Third"], []);
    });
    assert_eq!(second.graph().node_count(), 3);
    // One that was open for writing can be closed while another writes.
    first.begin(Waiting::No).expect("nobody else writes");
    drop(second);
    let second = opened(&path);
    first.roll_back();
    drop(first);
    assert_eq!(seen(opened(&path).graph()), seen(second.graph()));
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let (_folder, path) = place();
    for content in ["", "x", "Some article about something that happened.\n\nIt did."] {
        fs::write(&path, content).expect("it can be written");
        let error = workspace::open(&path).expect_err("it is no store");
        assert!(error.to_string().contains("no store"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), content);
    }
}

#[test]
fn a_store_that_has_gone_or_was_replaced_is_not_written() {
    let (folder, path) = place();
    let mut workspace = opened(&path);
    change(&mut workspace, |graph| {
        graph.add_node(["A"], []);
    });
    fs::rename(&path, folder.path().join("moved.attest")).expect("it can be moved");
    let refused = workspace.begin(Waiting::No).expect_err("it has gone");
    assert!(!path.exists());
    assert!(matches!(refused.fault, Fault::Gone), "{refused}");
    let mut other = opened(&path);
    change(&mut other, |graph| {
        graph.add_node(["B"], []);
        graph.add_node(["C"], []);
    });
    change(&mut workspace, |graph| {
        graph.add_node(["D"], []);
    });
    assert_eq!(workspace.graph().node_count(), 3, "it begins with what is there");
}

#[test]
fn a_store_that_is_damaged_anywhere_can_be_written_or_is_refused() {
    let (_folder, path) = place();
    for name in ["Ann", "Bob"] {
        change(&mut opened(&path), |graph| {
            graph.add_node(["Person"], [("name", name.into())]);
        });
    }
    let sound = fs::read(&path).expect("it is there");
    let used = (0..sound.len()).filter(|at| sound[*at] != 0);
    for at in used.step_by(23) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0xe9;
        fs::write(&path, damaged).expect("written");
        let Ok(mut workspace) = workspace::open(&path) else { continue };
        if workspace.begin(Waiting::No).is_ok() {
            let mut graph = workspace.graph_mut().transaction();
            graph.add_node(["Person"], []);
            graph.commit().expect("nothing is left hanging");
            let _refused = workspace.commit();
        }
    }
}
