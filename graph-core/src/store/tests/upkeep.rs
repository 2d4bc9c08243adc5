//! Stores checked, copied, compacted and recovered, whole and damaged ones.

use std::cell::Cell;

use super::check::{Look, settled};
use super::overlay::Overlay;
use super::*;
use crate::article::{self, Document};
use crate::graph::Touched;
use crate::knowledge::{Additions, Knowledge};
use crate::redraw::Traces;
use crate::{build, facts};

const ARTICLES: [(&str, &str); 3] = [
    ("a", "President Lena Ortiz visited Denmark on Monday.\n\nShe met Ole Berg in Copenhagen.\n"),
    ("b", "Ole Berg criticized Lena Ortiz on Tuesday.\n\nThe Danish police arrested Karl Weiss.\n"),
    ("c", "Lena Ortiz praised Karl Weiss.\n\nAcme Corp. acquired Globex in May 2014.\n"),
];

/// Makes a store of articles, with what is drawn from them, and nodes that a person made.
pub(super) fn filed(path: &Path) -> Workspace {
    let documents: Vec<Document> = ARTICLES
        .map(|(id, text)| article::read_article(id, text.as_bytes()).expect("an article"))
        .into();
    let corpus = facts::draw(documents, &Knowledge::default());
    assert!(corpus.facts.len() >= 4, "{:?}", corpus.facts);
    let drawn = build::graph(&corpus);
    let source = |at: usize| Source {
        record: at as u64,
        path: format!("{}.txt", ARTICLES[at].0),
        hash: *blake3::hash(ARTICLES[at].1.as_bytes()).as_bytes(),
        extractor: 1,
    };
    let sources: Vec<_> = (0..ARTICLES.len()).map(source).collect();
    let read = |at: usize| {
        let (id, text) = ARTICLES[at];
        Reread { id: id.to_owned(), source: source(at), bytes: text.as_bytes().to_vec() }
    };
    let reread: Vec<_> = (0..ARTICLES.len()).map(read).collect();
    let traces = Traces::of(&drawn);
    let graph = drawn.graph;
    let touched = Touched::whole(&graph);
    let drawing = Drawing { corpus, places: drawn.places, sources };
    let redrawn = Redrawn::Anew { reread: &reread, names: &[], traces: &traces };
    let judgements = "same\tLena Ortiz\tL. Ortiz\n".to_owned();
    let additions = Some(&Additions { judgements, lexicon: Vec::new() });
    let mut store = Store::at(path);
    store.begin(Waiting::No).expect("nobody else writes");
    let save = Save { graph: &graph, touched, drawing: &drawing, redrawn, additions };
    store.commit(&save).expect("it can be written");
    drop(store);
    let mut workspace = opened(path);
    change(&mut workspace, |graph| {
        let nodes: Vec<_> =
            (0..300).map(|n| graph.add_node(["Note"], [("n", Value::Int(n))])).collect();
        for pair in nodes.windows(2) {
            graph.add_relationship(pair[0], "THEN", pair[1], [("why", "because".into())]);
        }
    });
    workspace
}

fn checked(path: &Path) -> Checked {
    let before = fs::read(path).expect("it is there");
    let checked = check(path, Waiting::No).expect("it can be checked");
    assert!(fs::read(path).expect("it is there") == before, "the file was changed");
    checked
}

fn assert_whole(path: &Path) -> Checked {
    let checked = checked(path);
    assert_eq!(checked.findings, [], "{}", path.display());
    assert_eq!(checked.readable, None);
    checked
}

/// The records of a store that are written to.
type Writable<'t> = redb::Table<'t, (u8, u64), &'static [u8]>;

/// Changes records of a store, with checksums that are right.
fn tamper(path: &Path, work: impl FnOnce(&mut Writable<'_>)) {
    let opened = Opened::writing(path).expect("a store");
    let transaction = opened.begin_write().expect("nobody else writes");
    work(&mut transaction.open_table(RECORDS).expect("a store"));
    transaction.commit().expect("it can be written");
}

/// A record with another payload.
fn with(table: &mut Writable<'_>, (kind, number): (Kind, u64), change: impl FnOnce(&mut Vec<u8>)) {
    let key = (kind.number(), number);
    let bytes = table.get(key).expect("a store").expect("a record").value().to_vec();
    let record = Record::decode(&bytes).expect("whole");
    let mut payload = record.payload.to_vec();
    change(&mut payload);
    let changed = Record { payload: &payload, ..record }.encode();
    table.insert(key, &*changed).expect("it can be written");
}

fn replace(payload: &mut [u8], old: &str, new: &str) {
    let at = payload.windows(old.len()).position(|it| it == old.as_bytes()).expect("it is there");
    payload[at..at + old.len()].copy_from_slice(new.as_bytes());
}

#[test]
fn a_whole_store_is_found_whole() {
    let (_folder, path) = place();
    let workspace = filed(&path);
    let found = assert_whole(&path);
    assert_eq!(found.amounts.articles, 3);
    assert_eq!(found.amounts.nodes, workspace.graph().node_count() as u64);
    assert_eq!(found.amounts.relationships, workspace.graph().relationship_count() as u64);
    assert!(found.quotes >= 4 && found.records > 10, "{found:?}");
}

#[test]
fn what_was_left_in_the_midst_of_writing_is_read_and_checked_as_it_was_before() {
    let (folder, path) = place();
    let mut workspace = filed(&path);
    let before = seen(workspace.graph());
    workspace.begin(Waiting::No).expect("nobody else writes");
    let left = folder.path().join("left.attest");
    fs::copy(&path, &left).expect("it can be copied");
    workspace.roll_back();
    assert_whole(&left);
    let mut again = opened(&left);
    assert_eq!(seen(again.graph()), before);
    let saved = backup(&left, &folder.path().join("copy.attest")).expect("it can be copied");
    assert!(saved.records > 10);
    change(&mut again, |graph| {
        graph.add_node(["New"], []);
    });
    assert_whole(&left);
}

#[test]
fn everything_that_is_wrong_is_told_with_its_record() {
    let (_folder, path) = place();
    drop(filed(&path));
    tamper(&path, |table| {
        with(table, (Kind::Article, 0), |bytes| replace(bytes, "visited", "avoided"));
        with(table, (Kind::Article, 2), |bytes| replace(bytes, "2014", "2015"));
        table.remove((Kind::Nodes.number(), 3)).expect("it can be written");
        table.insert((Kind::Facts.number(), 9), &b"nothing"[..]).expect("it can be written");
    });
    let found = checked(&path);
    let told: Vec<String> = found.findings.iter().map(Finding::to_string).collect();
    let all = told.join("\n");
    for part in [
        "an article (record 0): `a` isn't the file that was read",
        "an article (record 2): `c` isn't the file that was read",
        "an article (record 0): `a` hasn't got “President Lena Ortiz visited Denmark",
        "facts (record 9): its bytes aren't what was written",
        "records of nodes, where",
        "nodes, where",
    ] {
        assert!(all.contains(part), "{part} isn't in:\n{all}");
    }
    let in_relationships = |it: &&Finding| it.record.is_some_and(|it| it.0 == Kind::Relationships);
    assert!(found.findings.iter().any(|it| in_relationships(&it)), "{all}");
    let readable = found.readable.expect("something is wrong");
    assert_eq!(found.amounts.articles, readable.articles);
    assert!(readable.facts < found.amounts.facts, "{readable:?} {:?}", found.amounts);
}

/// Recovers a damaged store, and gives what was saved, whose new store is whole.
fn recovered(damaged: &Path) -> Option<(Recovered, Workspace)> {
    let before = fs::read(damaged).expect("it is there");
    let new = damaged.with_extension("new.attest");
    let _none_yet = fs::remove_file(&new);
    let recovered = recover(damaged, &new);
    assert!(fs::read(damaged).expect("it is there") == before, "the old file was changed");
    let recovered = match recovered {
        Ok(recovered) => recovered,
        Err(StoreError { fault: Fault::NoStore, .. }) => {
            assert!(!new.exists());
            return None;
        }
        Err(other) => panic!("{other}"),
    };
    let found = assert_whole(&new);
    assert_eq!(found.amounts, recovered.saved);
    Some((recovered, opened(&new)))
}

/// Checks and recovers a store that is damaged somehow; whether anything was wrong.
fn survives(damaged: &Path, before: &[String]) -> bool {
    let read = workspace::open(damaged).map(|it| seen(it.graph()));
    assert!(read.is_err() || read.is_ok_and(|read| read == before), "something else was read");
    let (found, saved) = match check(damaged, Waiting::No) {
        Ok(found) => (found, recovered(damaged)),
        Err(StoreError { fault: Fault::NoStore, .. }) => {
            assert!(recovered(damaged).is_none());
            return true;
        }
        Err(other) => panic!("{other}"),
    };
    let (saved, workspace) = saved.expect("something was found");
    if found.findings.is_empty() {
        assert_eq!((saved.lost, seen(workspace.graph())), (Amounts::default(), before.to_vec()));
    } else {
        assert_eq!(found.readable, Some(saved.saved));
    }
    !found.findings.is_empty()
}

#[test]
fn flipped_bits_are_noticed_and_the_rest_is_saved() {
    let (folder, path) = place();
    let before = seen(filed(&path).graph());
    let whole = fs::read(&path).expect("it is there");
    let damaged = folder.path().join("damaged.attest");
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut random = random(1);
    let mut noticed = 0;
    for _ in 0..60 {
        let mut bytes = whole.clone();
        bytes[used[random(used.len())]] ^= 1 << random(8);
        fs::write(&damaged, bytes).expect("it can be written");
        noticed += usize::from(survives(&damaged, &before));
    }
    assert!(noticed > 10, "{noticed}");
}

#[test]
fn files_cut_short_and_pages_of_zeros_are_survived() {
    let (folder, path) = place();
    let before = seen(filed(&path).graph());
    let whole = fs::read(&path).expect("it is there");
    let damaged = folder.path().join("damaged.attest");
    let mut random = random(2);
    for _ in 0..12 {
        let length = random(whole.len());
        fs::write(&damaged, &whole[..length]).expect("it can be written");
        survives(&damaged, &before);
    }
    for _ in 0..12 {
        let mut bytes = whole.clone();
        for _ in 0..=random(8) {
            let page = random(whole.len() / 4096);
            bytes[page * 4096..(page + 1) * 4096].fill(0);
        }
        fs::write(&damaged, bytes).expect("it can be written");
        survives(&damaged, &before);
    }
}

#[test]
fn without_its_head_everything_is_found_among_the_bytes() {
    let (_folder, path) = place();
    let before = seen(filed(&path).graph());
    let mut bytes = fs::read(&path).expect("it is there");
    bytes[..4096].fill(0xff);
    fs::write(&path, bytes).expect("it can be written");
    assert!(survives(&path, &before));
    let (saved, workspace) = recovered(&path).expect("something is left");
    assert_eq!(saved.lost, Amounts::default());
    assert_eq!(seen(workspace.graph()), before);
    assert_eq!(workspace.corpus().articles.len(), 3);
    assert!(workspace.corpus().facts.len() >= 4);
    assert!(!workspace.knowledge().judgements.is_empty());
}

#[test]
fn what_was_written_for_a_commit_that_never_was_is_not_recovered() {
    let (_folder, path) = place();
    let mut workspace = filed(&path);
    change(&mut workspace, |graph| {
        graph.add_node(["Last"], []);
    });
    let before = seen(workspace.graph());
    let last = workspace.store().and_then(Store::summary).expect("it was committed").commit;
    // Something must be wrong, so that it is searched among the bytes at all.
    tamper(&path, |table| {
        table.insert((Kind::Facts.number(), 9), &b"nothing"[..]).expect("it can be written");
    });
    let mut bytes = fs::read(&path).expect("it is there");
    let free = bytes.chunks(4096).rposition(|page| page.iter().all(|byte| *byte == 0));
    let free = free.expect("a page that is not in use") * 4096;
    for (commit, kept) in [(last, false), (last + 1, true)] {
        let left = Record { kind: Kind::Nodes, number: 0, commit, payload: &[] }.encode();
        bytes[free..free + left.len()].copy_from_slice(&left);
        fs::write(&path, &bytes).expect("it can be written");
        let (_, workspace) = recovered(&path).expect("something is left");
        assert_eq!(seen(workspace.graph()) == before, kept, "commit {commit} of {last}");
    }
}

#[test]
fn a_broken_page_hides_nothing_but_what_is_on_it() {
    let (_folder, path) = place();
    drop(filed(&path));
    let whole = fs::read(&path).expect("it is there");
    let walked = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("it can be written");
        salvage::walk(&Overlay::over(&path).expect("a file"), &path).expect("it can be read").pieces
    };
    let all = walked(&whole);
    let mut hidden = 0;
    let used = |page: &usize| whole[page * 4096..][..4096].iter().any(|byte| *byte != 0);
    for page in (1..whole.len() / 4096).filter(used) {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xff);
        let on_way = walked(&bytes);
        let left = salvage::salvage(&path).expect("it can be read").pieces;
        assert!(on_way.iter().all(|(key, bytes)| left.get(key) == Some(bytes)));
        // What lies on several pages is lost with each of them.
        let lost = all.iter().filter(|(key, bytes)| left.get(key) != Some(bytes)).count();
        hidden += usize::from(on_way.len() + lost < all.len());
        assert!(lost * 2 < all.len(), "page {page}: {lost} of {}", all.len());
    }
    assert!(hidden > 0, "nothing was behind any page");
}

#[test]
fn a_check_looks_at_one_commit_whatever_others_write() {
    let (_folder, path) = place();
    let mut workspace = filed(&path);
    let before = check(&path, Waiting::No).expect("it can be checked");
    let look = Look::at(&path).expect("a store");
    // Without the first look's right to them, the pages of that commit would be used again.
    for _ in 0..20 {
        change(&mut workspace, |graph| {
            for n in 0..200 {
                graph.add_node(["Late"], [("n", Value::Int(n))]);
            }
        });
    }
    let (checked, is_current) = look.check(&path).expect("it can be checked");
    assert_eq!((checked, is_current), (before, false));
}

#[test]
fn what_others_were_writing_is_no_finding() {
    let finding = Finding { record: None, problem: "it moves".to_owned() };
    let wrong = Checked { findings: vec![finding], ..Checked::default() };
    let (whole, held) = (Checked::default(), Cell::new(0));
    // Beside others it is looked some times, and then once more while they wait.
    let looks = |mut looks: Vec<(&Checked, bool)>| {
        held.set(0);
        looks.reverse();
        let look =
            || Ok(looks.pop().map(|(it, is_current)| (it.clone(), is_current)).expect("few"));
        let hold = || {
            held.set(held.get() + 1);
            Ok(())
        };
        let found = settled(look, hold).expect("it can be checked");
        (found, held.get())
    };
    let moving = (&wrong, false);
    assert_eq!(looks(vec![moving, moving, (&whole, false)]), (whole.clone(), 0));
    assert_eq!(looks(vec![(&wrong, true)]), (wrong.clone(), 0));
    assert_eq!(looks(vec![moving, moving, moving, (&wrong, true)]), (wrong.clone(), 1));
}

#[test]
fn what_a_stopped_process_was_making_is_made_anew() {
    let (folder, path) = place();
    let before = seen(filed(&path).graph());
    let copy = folder.path().join("copy.attest");
    let left = |store: &Path| {
        let mut name = store.as_os_str().to_owned();
        name.push(file::PART);
        fs::write(&name, "half of it").expect("it can be written");
        PathBuf::from(name)
    };
    let (of_copy, of_store) = (left(&copy), left(&path));
    backup(&path, &copy).expect("it can be copied");
    assert_eq!(seen(opened(&copy).graph()), before);
    assert!(!of_copy.exists());
    let refused = recover(&path, &copy).expect_err("there is one");
    assert!(matches!(refused.fault, Fault::Exists), "{refused}");
    fs::remove_file(&copy).expect("it is there");
    left(&copy);
    recover(&path, &copy).expect("it can be read");
    assert!(!of_copy.exists());
    compact(&path, Waiting::No).expect("it can be compacted");
    assert!(!of_store.exists());
    assert_eq!(seen(opened(&path).graph()), before);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
    // Nobody makes it beside somebody who does.
    let held = Held::take(&folder.path().join("new.attest")).expect("it can be written");
    let new = folder.path().join("new.attest");
    for refused in [backup(&path, &new).map(drop), recover(&path, &new).map(drop)] {
        let refused = refused.expect_err("somebody makes it");
        assert!(matches!(refused.fault, Fault::Busy { .. }) && refused.path == new, "{refused}");
    }
    drop(held);
    backup(&path, &new).expect("it can be copied");
}

#[cfg(unix)]
#[test]
fn a_store_behind_a_link_has_one_writer() {
    let (folder, path) = place();
    let mut workspace = filed(&path);
    let link = folder.path().join("link.attest");
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    workspace.begin(Waiting::No).expect("nobody else writes");
    let busy = |refused: StoreError| assert!(matches!(refused.fault, Fault::Busy { .. }));
    busy(compact(&link, Waiting::No).expect_err("another writes"));
    busy(opened(&link).begin(Waiting::No).expect_err("another writes"));
    workspace.roll_back();
    compact(&link, Waiting::No).expect("it can be compacted");
    assert!(link.is_symlink());
    assert_eq!(seen(opened(&link).graph()), seen(workspace.graph()));
}

#[test]
fn names_that_are_lost_get_others_and_what_hangs_on_nothing_is_left_out() {
    let (_folder, path) = place();
    let whole = seen(filed(&path).graph());
    tamper(&path, |table| {
        table.insert((Kind::Symbols.number(), 0), &b"?"[..]).expect("it can be written");
        table.remove((Kind::Nodes.number(), 2)).expect("it can be written");
    });
    // What the bytes hold of earlier times is out of reach here.
    let bytes = fs::read(&path).expect("it is there");
    compacted_raw(&path, &bytes);
    let (saved, workspace) = recovered(&path).expect("something is left");
    let graph = workspace.graph();
    assert!(graph.labels().iter().all(|(label, _)| label.starts_with("lost_")), "{graph:?}");
    assert_eq!(graph.node_count() + 64, whole.iter().filter(|it| it.starts_with("NodeId")).count());
    assert_eq!(saved.lost.nodes, 64);
    assert!(saved.lost.relationships >= 64 && saved.findings.len() == 1, "{saved:?}");
}

#[test]
fn what_is_lost_of_what_was_drawn_is_drawn_again_once() {
    let (folder, path) = place();
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).expect("made");
    for (id, text) in ARTICLES {
        fs::write(articles.join(format!("{id}.txt")), text).expect("written");
    }
    let ingest = |workspace: &mut Workspace| {
        let means = crate::reading::Means::default();
        let done = workspace.ingest(std::slice::from_ref(&articles), &[], means, Waiting::No);
        done.expect("it can be written").drawn
    };
    let mut workspace = opened(&path);
    assert!(ingest(&mut workspace) && !ingest(&mut workspace));
    let facts = workspace.corpus().facts.len();
    drop(workspace);
    tamper(&path, |table| {
        table.insert((Kind::Facts.number(), 0), &b"?"[..]).expect("it can be written");
    });
    let bytes = fs::read(&path).expect("it is there");
    compacted_raw(&path, &bytes);
    let (saved, mut workspace) = recovered(&path).expect("something is left");
    assert!(saved.lost.facts as usize >= facts && workspace.corpus().facts.is_empty());
    assert!(ingest(&mut workspace));
    assert_eq!(workspace.corpus().facts.len(), facts);
    let store = workspace.store().expect("a store").path().to_owned();
    assert!(!ingest(&mut opened(&store)), "it was drawn before");
    assert_whole(&store);
}

/// Puts the records of a store into a new file as they are.
fn compacted_raw(path: &Path, bytes: &[u8]) {
    let old = path.with_extension("old");
    fs::write(&old, bytes).expect("it can be written");
    fs::remove_file(path).expect("it is there");
    let made = file::reading(&old, |old| {
        file::make(path, file::Making::New, |new| {
            let mut table = new.open_table(RECORDS).map_err(redb::Error::from)?;
            for entry in records(old)?.iter().map_err(redb::Error::from)? {
                let (key, bytes) = entry.map_err(redb::Error::from)?;
                table.insert(key.value(), bytes.value()).map_err(redb::Error::from)?;
            }
            Ok(())
        })
    });
    made.expect("it can be written");
}

#[test]
fn a_copy_is_made_while_others_write_and_never_over_something() {
    let (folder, path) = place();
    let mut workspace = filed(&path);
    let before = seen(workspace.graph());
    let copy = folder.path().join("copy.attest");
    workspace.begin(Waiting::No).expect("nobody else writes");
    let mut transaction = workspace.graph_mut().transaction();
    transaction.add_node(["Late"], []);
    transaction.commit().expect("nothing is left hanging");
    backup(&path, &copy).expect("it can be copied");
    workspace.commit().expect("it can be written");
    assert_eq!(seen(opened(&copy).graph()), before);
    assert_whole(&copy);
    let held = fs::read(&copy).expect("it is there");
    let refused = backup(&path, &copy).expect_err("there is one");
    assert!(matches!(refused.fault, Fault::Exists) && refused.path == copy, "{refused}");
    let refused = recover(&path, &copy).expect_err("there is one");
    assert!(matches!(refused.fault, Fault::Exists), "{refused}");
    assert!(fs::read(&copy).expect("it is there") == held);
    let missing = folder.path().join("missing.attest");
    let refused = backup(&missing, &folder.path().join("x.attest")).expect_err("there is none");
    assert!(matches!(refused.fault, Fault::Missing) && refused.path == missing, "{refused}");
}

#[test]
fn a_store_without_some_of_its_records_is_neither_read_nor_copied() {
    let (folder, path) = place();
    drop(filed(&path));
    let whole = fs::read(&path).expect("it is there");
    let refused = |work: &dyn Fn(&mut Writable<'_>), told: &str| {
        fs::write(&path, &whole).expect("it can be written");
        tamper(&path, work);
        let error = workspace::open(&path).expect_err("it isn't whole").to_string();
        assert!(error.contains(told), "{told}: {error}");
        assert!(!checked(&path).findings.is_empty(), "{told}");
    };
    for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Lexicon)) {
        let lose = |table: &mut Writable<'_>| {
            table.remove((kind.number(), 0)).expect("it can be written").expect("a record");
        };
        // What others refer to is missed by them.
        let alone = matches!(kind, Kind::Judgements | Kind::Traces);
        let missing = format!("it is damaged: {} are missing", kind.name());
        refused(&lose, if alone { &missing } else { "it is damaged" });
        let copied = backup(&path, &folder.path().join("copy.attest"));
        assert!(matches!(copied.expect_err("not whole").fault, Fault::Damaged { .. }), "{kind:?}");
    }
    for change in [|it: &mut Summary| it.nodes += 1, |it: &mut Summary| it.relationships -= 1] {
        let count = |payload: &mut Vec<u8>| {
            let mut summary = postcard::from_bytes(payload).expect("a summary");
            change(&mut summary);
            *payload = drawn::written(&summary);
        };
        refused(
            &|table| with(table, (Kind::Summary, 0), count),
            "elements of the graph are missing",
        );
    }
}

#[test]
fn records_of_an_earlier_commit_are_noticed() {
    let (folder, path) = place();
    let mut workspace = filed(&path);
    let key = (Kind::Nodes.number(), 0);
    let mut earlier = Vec::new();
    tamper(&path, |table| {
        earlier = table.get(key).expect("a store").expect("a record").value().to_vec();
    });
    let node = workspace.graph().nodes().next().expect("there is one");
    change(&mut workspace, |graph| {
        graph.set_node_property(node, "seen", true.into());
    });
    assert_whole(&path);
    tamper(&path, |table| {
        table.insert(key, &*earlier).expect("it can be written");
    });
    let refused = workspace::open(&path).expect_err("it isn't what was committed").to_string();
    assert!(refused.contains(STALE), "{refused}");
    let found = checked(&path);
    assert!(found.findings.iter().any(|it| it.problem == STALE), "{found:?}");
    let refused = backup(&path, &folder.path().join("copy.attest")).expect_err("as well");
    assert!(refused.to_string().contains(STALE), "{refused}");
}

#[test]
fn a_store_of_the_first_format_is_read_and_becomes_one_of_this() {
    let (folder, path) = place();
    let before = seen(filed(&path).graph());
    tamper(&path, |table| {
        with(table, (Kind::Summary, 0), |payload| {
            let summary: Summary = postcard::from_bytes(payload).expect("a summary");
            let first = drawn::written(&Summary { format: 1, sum: None, ..summary });
            // Its last byte says that there is no sum.
            *payload = first[..first.len() - 1].to_vec();
        });
    });
    assert_whole(&path);
    backup(&path, &folder.path().join("copy.attest")).expect("it can be copied");
    let mut workspace = opened(&path);
    assert_eq!(seen(workspace.graph()), before);
    assert_eq!(
        workspace.store().and_then(Store::summary).map(|it| (it.format, it.sum)),
        Some((1, None))
    );
    change(&mut workspace, |graph| {
        graph.add_node(["New"], []);
    });
    let summary = opened(&path).store().and_then(Store::summary).cloned().expect("a store");
    assert!(summary.format == FORMAT && summary.sum.is_some(), "{summary:?}");
    assert_whole(&path);
}

#[test]
fn no_copy_is_made_of_a_damaged_store() {
    let (folder, path) = place();
    drop(filed(&path));
    tamper(&path, |table| {
        table.insert((Kind::Nodes.number(), 1), &b"?"[..]).expect("it can be written");
    });
    let refused = backup(&path, &folder.path().join("copy.attest")).expect_err("it is damaged");
    assert_eq!(
        refused.to_string(),
        format!("`{}`: it is damaged: nodes (record 1)", path.display())
    );
    let before = fs::read(&path).expect("it is there");
    compact(&path, Waiting::No).expect_err("it is damaged");
    assert!(fs::read(&path).expect("it is there") == before);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left");
}

#[test]
fn a_store_is_compacted_under_those_who_have_it_open() {
    let (_folder, path) = place();
    let mut workspace = filed(&path);
    change(&mut workspace, |graph| {
        for _ in 0..3_000 {
            graph.add_node(["Long"], [("text", "x".repeat(1_000).into())]);
        }
    });
    change(&mut workspace, |graph| {
        let long = graph.symbols().get("Long").expect("known");
        let nodes: Vec<_> = graph.nodes_with_label(long).collect();
        for node in nodes {
            graph.delete_node(node);
        }
    });
    let before = seen(workspace.graph());
    let mut other = opened(&path);
    other.begin(Waiting::No).expect("nobody else writes");
    let refused = compact(&path, Waiting::No).expect_err("another writes");
    assert!(matches!(refused.fault, Fault::Busy { .. }), "{refused}");
    other.roll_back();
    let compacted = compact(&path, Waiting::No).expect("it can be compacted");
    assert!(compacted.after * 2 < compacted.before, "{compacted:?}");
    assert_eq!(path.metadata().expect("it is there").len(), compacted.after);
    assert_whole(&path);
    assert_eq!(seen(opened(&path).graph()), before);
    change(&mut workspace, |graph| {
        graph.add_node(["After"], []);
    });
    assert_eq!(seen(opened(&path).graph()), seen(workspace.graph()));
    change(&mut other, |graph| {
        graph.add_node(["After"], []);
    });
    assert_eq!(other.graph().node_count(), workspace.graph().node_count() + 1);
    assert_whole(&path);
}

#[test]
fn a_store_of_a_newer_format_is_refused_and_left_alone() {
    let (folder, path) = place();
    let mut workspace = filed(&path);
    tamper(&path, |table| {
        with(table, (Kind::Summary, 0), |payload| {
            *payload = drawn::written(&(FORMAT + 1, "what else there may be"));
        });
    });
    let before = fs::read(&path).expect("it is there");
    let expected = format!(
        "its format is {}, and this version of Attest knows formats up to {FORMAT}",
        FORMAT + 1
    );
    let other = folder.path().join("other.attest");
    let refusals = [
        workspace::open(&path).map(drop).map_err(|it| it.to_string()),
        workspace.begin(Waiting::No).map_err(|it| it.to_string()),
        check(&path, Waiting::No).map(drop).map_err(|it| it.to_string()),
        backup(&path, &other).map(drop).map_err(|it| it.to_string()),
        recover(&path, &other).map(drop).map_err(|it| it.to_string()),
        compact(&path, Waiting::No).map(drop).map_err(|it| it.to_string()),
    ];
    for refused in refusals {
        assert!(refused.expect_err("it is newer").contains(&expected));
    }
    drop(workspace);
    assert!(!other.exists());
    assert_eq!(before.len(), fs::read(&path).expect("it is there").len());
}
