//! Stores whose files were damaged.

use std::fs;
use std::panic;
use std::path::Path;
use std::sync::LazyLock;

use graph_core::store::{Waiting, is_guarded};
use graph_core::workspace::{self, Workspace};
use graph_core::{Graph, Value};

/// A store with a history.
struct Sound {
    /// Its file.
    bytes: Vec<u8>,
    /// What each commit left, told as text.
    states: Vec<String>,
}

/// Where bits flip in the file of a small store, and where it is cut: of every four bytes of the
/// input, three tell a place and the last which bits flip, none of them that the file ends there.
/// What can be opened then is what was committed, and takes one more commit or refuses it.
pub(super) fn open(bytes: &[u8]) {
    static SOUND: LazyLock<Sound> = LazyLock::new(sound);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.attest");
    fs::write(&path, damaged(&SOUND.bytes, bytes)).expect("written");
    let Ok(mut workspace) = workspace::open(&path) else { return };
    let found = told(workspace.graph());
    assert!(SOUND.states.contains(&found), "nobody committed this: {found}");
    let written = commit(&mut workspace, "Zoe", "KNOWS").is_ok();
    let left = told(workspace.graph());
    if let Ok(again) = workspace::open(&path) {
        let again = told(again.graph());
        assert!(again == left || !written, "committed: {left}\nfound: {again}");
    }
}

/// Makes a store of three commits.
fn sound() -> Sound {
    quiet();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.attest");
    let mut workspace = opened(&path);
    let mut states = vec![told(workspace.graph())];
    for (name, kind) in [("Ann", "KNOWS"), ("Bob", "MET"), ("Cid", "KNOWS")] {
        commit(&mut workspace, name, kind).expect("committed");
        states.push(told(workspace.graph()));
    }
    drop(workspace);
    Sound { bytes: fs::read(&path).expect("a file"), states }
}

fn opened(path: &Path) -> Workspace {
    workspace::open(path).expect("a store")
}

/// Adds a person who is related to the first one, in a unit of its own.
fn commit(workspace: &mut Workspace, name: &str, kind: &str) -> Result<(), String> {
    workspace.begin(Waiting::No).map_err(|error| error.to_string())?;
    let first = workspace.graph().nodes().next();
    let mut transaction = workspace.graph_mut().transaction();
    let properties = [("name", Value::from(name)), ("tags", vec!["x", "y"].into())];
    let node = transaction.add_node(["Person"], properties);
    transaction.add_relationship(first.unwrap_or(node), kind, node, [("since", Value::Int(2001))]);
    transaction.commit().map_err(|error| error.to_string())?;
    workspace.commit().map_err(|error| error.to_string())
}

/// All that a graph holds.
fn told(graph: &Graph) -> String {
    let nodes: Vec<_> = graph
        .nodes()
        .map(|node| (node, graph.node_labels(node), graph.node_property(node, "name")))
        .collect();
    let kind = |id| graph.symbols().name(graph.relationship_type(id));
    let ends: Vec<_> =
        graph.relationships().map(|id| (id, kind(id), graph.endpoints(id))).collect();
    format!("{nodes:?} {ends:?}")
}

/// The file with the damage of the input.
fn damaged(sound: &[u8], input: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for damage in input.chunks_exact(4) {
        let place = u32::from_le_bytes([damage[0], damage[1], damage[2], 0]) as usize;
        match damage[3] {
            0 => bytes.truncate(place % sound.len()),
            flipped => {
                // Most of the file is empty: every other place counts only what is not.
                let place = if place.is_multiple_of(2) {
                    place / 2 % sound.len()
                } else {
                    used(sound, place)
                };
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= flipped;
                }
            }
        }
    }
    bytes
}

/// A place where the file isn't zero.
fn used(sound: &[u8], nth: usize) -> usize {
    let used = sound.iter().enumerate().filter(|(_, byte)| **byte != 0);
    let count = used.clone().count();
    used.map(|(at, _)| at).nth(nth / 2 % count).unwrap_or_default()
}

/// The database may panic on a damaged file, which is caught; a fuzzer would end at it.
fn quiet() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !is_guarded() {
            hook(info);
        }
    }));
}
