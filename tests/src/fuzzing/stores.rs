//! Stores whose files were damaged: opened and written, checked, recovered, copied and compacted.

mod damage;

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use graph_core::graph::Properties;
use graph_core::reading::Means;
use graph_core::store::{
    Amounts, Fault, StoreError, Waiting, backup, check, compact, is_guarded, recover,
};
use graph_core::workspace::{self, Workspace};
use graph_core::{Graph, NodeId, Value};

use damage::Sound;

use crate::top;

/// What a store is made of, besides what a person adds by hand.
const BRIEFS: [&str; 2] = ["000-el-salvador-to-accept-criminals", "004-rubio-concluded-his-visit"];
const SAME: [&str; 2] = ["Marco Rubio", "Marco Antonio Rubio"];
const LEXICON: &str = "Facility\tdatacenter interchange\n";

/// Stores with a history, the second with a lexicon of its own, which takes long to read.
static STORES: LazyLock<[(Sound, Vec<String>); 2]> = LazyLock::new(|| {
    quiet();
    [false, true].map(sound)
});

/// The first byte of the input tells what is done with which store, the others how its file was
/// damaged before. What is read is what was committed; what is wrong is told; what is saved is
/// whole; and files are changed by what writes them alone.
pub(super) fn use_damaged(bytes: &[u8]) {
    let (&first, damage) = bytes.split_first().unwrap_or((&0, &[]));
    let (sound, states) = &STORES[usize::from(first >= 0xf0)];
    let folder = tempfile::tempdir().expect("a folder");
    let store = Damaged {
        path: folder.path().join("a.attest"),
        bytes: sound.damaged(damage),
        states,
        new: folder.path().join("new.attest"),
    };
    fs::write(&store.path, &store.bytes).expect("written");
    match first % 5 {
        0 => store.is_written(),
        1 => store.is_checked(),
        2 => store.is_recovered(),
        3 => store.is_copied(),
        _ => store.is_compacted(),
    }
}

struct Damaged<'s> {
    path: PathBuf,
    bytes: Vec<u8>,
    /// What each commit left, told as text.
    states: &'s [String],
    /// Where another store may be made.
    new: PathBuf,
}

impl Damaged<'_> {
    /// What can be read of a store, which somebody committed.
    fn read(&self, path: &Path) -> Option<Workspace> {
        let workspace = workspace::open(path).ok()?;
        let found = told(&workspace);
        assert!(self.states.contains(&found), "nobody committed …{}…", news(&found, self.states));
        Some(workspace)
    }

    fn assert_untouched(&self) {
        assert!(fs::read(&self.path).expect("it is there") == self.bytes, "it was changed");
    }

    /// Takes one more commit, or refuses it.
    fn is_written(&self) {
        let Some(mut workspace) = self.read(&self.path) else { return };
        let written = change(&mut workspace, "Zoe").is_ok();
        let left = told(&workspace);
        if let Ok(again) = workspace::open(&self.path) {
            let again = told(&again);
            assert!(again == left || !written, "committed: {left}\nfound: {again}");
        }
    }

    /// Finds nothing wrong only where all of it can be read.
    fn is_checked(&self) {
        match check(&self.path, Waiting::No) {
            Ok(checked) if checked.findings.is_empty() => {
                assert!(self.read(&self.path).is_some(), "it can't be read: {checked:?}");
            }
            Ok(checked) => assert!(checked.readable.is_some(), "{checked:?}"),
            Err(error) => assert!(matches!(error.fault, Fault::NoStore), "{error}"),
        }
        self.assert_untouched();
    }

    /// A new store of what is left is whole, and holds all that the old one has.
    fn is_recovered(&self) {
        let read = self.read(&self.path);
        match recover(&self.path, &self.new) {
            Ok(recovered) => {
                let checked = check(&self.new, Waiting::No).expect("it was made just now");
                assert_eq!(checked.findings, []);
                assert_eq!(checked.amounts, recovered.saved);
                if let Some(read) = read.filter(|_| recovered.findings.is_empty()) {
                    assert_eq!(recovered.lost, Amounts::default());
                    assert_eq!(Some(told(&read)), self.read(&self.new).as_ref().map(told));
                }
            }
            Err(StoreError { fault: Fault::NoStore, .. }) => assert!(!self.new.exists()),
            Err(error) => panic!("{error}"),
        }
        self.assert_untouched();
    }

    /// A copy is whole, or there is none.
    fn is_copied(&self) {
        let copied = backup(&self.path, &self.new).is_ok();
        assert_eq!(copied, self.new.exists());
        if copied {
            self.read(&self.new).expect("it was made just now");
        }
        self.assert_untouched();
    }

    /// It is whole then, or as it was.
    fn is_compacted(&self) {
        match compact(&self.path, Waiting::No) {
            Ok(_) => drop(self.read(&self.path).expect("it was written just now")),
            Err(_) => self.assert_untouched(),
        }
    }
}

/// Makes a store of four commits, or with a lexicon of five.
fn sound(with_lexicon: bool) -> (Sound, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, news) = (folder.path().join("a.attest"), folder.path().join("news"));
    fs::create_dir_all(news.join("articles")).expect("made");
    for brief in BRIEFS {
        let name = format!("articles/{brief}.txt");
        fs::copy(top().join("data").join(&name), news.join(&name)).expect("a brief");
    }
    let mut workspace = workspace::open(&path).expect("a store");
    let mut states = vec![told(&workspace)];
    let ingest = |workspace: &mut Workspace| {
        workspace.ingest(std::slice::from_ref(&news), &[], Means::default(), Waiting::No).map(drop)
    };
    ingest(&mut workspace).expect("read");
    states.push(told(&workspace));
    workspace.judge(true, &SAME, Means::default(), Waiting::No).expect("judged");
    states.push(told(&workspace));
    for name in ["Ann", "Bob"] {
        change(&mut workspace, name).expect("committed");
        states.push(told(&workspace));
    }
    if with_lexicon {
        fs::create_dir(news.join("lexicon")).expect("made");
        fs::write(news.join("lexicon/nouns.tsv"), LEXICON).expect("written");
        ingest(&mut workspace).expect("read");
        states.push(told(&workspace));
    }
    let corpus = workspace.corpus();
    assert!(!corpus.facts.is_empty() && !corpus.entities.is_empty(), "{corpus:?}");
    drop(workspace);
    // It is empty as well until the first commit has made it.
    (Sound::of(fs::read(&path).expect("a file")), states)
}

/// Adds many notes that are about what was drawn, and changes some of that, in a unit.
fn change(workspace: &mut Workspace, name: &str) -> Result<(), String> {
    workspace.begin(Waiting::No).map_err(|error| error.to_string())?;
    let drawn: Vec<NodeId> = workspace.graph().nodes().take(70).collect();
    let mut transaction = workspace.graph_mut().transaction();
    for node in drawn {
        transaction.set_node_property(node, "read_by", Value::from(name));
        let properties = [("name", Value::from(name)), ("tags", vec!["x", "y"].into())];
        let note = transaction.add_node(["Note"], properties);
        transaction.add_relationship(note, "ABOUT", node, [("since", Value::Int(2001))]);
    }
    transaction.commit().map_err(|error| error.to_string())?;
    workspace.commit().map_err(|error| error.to_string())
}

/// All that a workspace holds.
fn told(workspace: &Workspace) -> String {
    let knowledge = workspace.knowledge();
    let judged = knowledge.judgements.canonical(&SAME[1].to_lowercase());
    let noun = knowledge.lexicon.words.noun_type("datacenter");
    let (graph, corpus) = (told_of_graph(workspace.graph()), workspace.corpus());
    format!("{graph} {corpus:?} {judged:?} {noun:?}")
}

fn told_of_graph(graph: &Graph) -> String {
    let names = graph.symbols();
    let told = |properties: &Properties| {
        let mut told: Vec<_> = properties.iter().map(|(key, it)| (names.name(key), it)).collect();
        told.sort_by_key(|(key, _)| *key);
        format!("{told:?}")
    };
    let node = |node: NodeId| {
        let labels = graph.node_labels(node).iter().map(|label| names.name(*label));
        (node, labels.collect::<Vec<_>>(), told(graph.node_properties(node)))
    };
    let nodes: Vec<_> = graph.nodes().map(node).collect();
    let kind = |id| names.name(graph.relationship_type(id));
    let relationships: Vec<_> = { graph.relationships() }
        .map(|id| (id, kind(id), graph.endpoints(id), told(graph.relationship_properties(id))))
        .collect();
    format!("{nodes:?} {relationships:?}")
}

/// Where a text differs from all others, as far as it can be read by somebody.
fn news(text: &str, others: &[String]) -> String {
    const SHOWN: usize = 200;
    let same = |other: &String| text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let known = others.iter().map(same).max().unwrap_or_default();
    text.chars().skip(known.saturating_sub(SHOWN)).take(2 * SHOWN).collect()
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
