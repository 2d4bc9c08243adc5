//! What is written is read back with the parsers of `oxttl`.

use std::collections::{BTreeSet, HashSet};

use oxrdf::vocab::xsd;
use oxrdf::{Dataset, NamedOrBlankNode, Quad};
use oxttl::{NQuadsParser, TurtleParser};

use super::*;
use crate::export::Selection;
use crate::temporal::Kind;
use crate::workspace::Workspace;

const TALKS: &str = "\u{feff}Title: Talks – “naïve” 🎈\r\nSource: The Valley Courier\r\n\
    Date: 2025-03-04\r\nUrl: https://example.org/talks?a=b\r\n\r\n\
    Mayor Lena Ortiz criticized the “naïve” port agreement on Monday.\r\n\r\n\
    Lena Ortiz visited Denmark. Denmark did not sign the port agreement.\r\n";
const PLANS: &str = "Title: Plans\nUrl: javascript:alert(1)\n\n\
    Lena Ortiz plans to visit Norway. Norway may accept the refugees.\n";

/// Breaks out of a literal, an IRI or a line where it isn't escaped.
const TRAPS: &str =
    "a\"\"\"'''\\ <b> .\n\r\t\u{1b}[31m\u{202e}\u{feff}\u{0}\u{ffff} }{|^` é 日 %20 ;:";

fn workspace() -> Workspace {
    Workspace::reading(&[("plans", PLANS), ("talks: “1”", TALKS)])
}

fn turtle(view: &View<'_>) -> String {
    let mut text = Vec::new();
    Rdf::new(view).write_turtle(&mut text).expect("memory takes it");
    String::from_utf8(text).expect("UTF-8")
}

fn nquads(view: &View<'_>) -> String {
    let mut text = Vec::new();
    Rdf::new(view).write_nquads(&mut text).expect("memory takes it");
    String::from_utf8(text).expect("UTF-8")
}

/// The quads of a view, the same in both formats.
fn quads(view: &View<'_>) -> Dataset {
    let (turtle, nquads) = (turtle(view), nquads(view));
    for text in [&turtle, &nquads] {
        let hidden = |c: char| is_hidden(c) && c != '\n' && c != '\t';
        assert!(!text.contains(hidden), "{text:?}");
    }
    let read = TurtleParser::new().for_slice(&turtle).map(|triple| {
        let triple = triple.unwrap_or_else(|error| panic!("{error} in {turtle}"));
        triple.in_graph(GraphNameRef::DefaultGraph)
    });
    let read: Dataset = read.collect();
    let again = NQuadsParser::new().for_slice(&nquads).map(|quad| quad.expect("N-Quads"));
    let again: Vec<Quad> = again.collect();
    assert_eq!(again.len(), nquads.lines().count());
    let sorted = |quads: &mut dyn Iterator<Item = String>| quads.collect::<BTreeSet<String>>();
    assert_eq!(
        sorted(&mut read.iter().map(|quad| quad.to_string())),
        sorted(&mut again.iter().map(ToString::to_string)),
    );
    read
}

fn objects(quads: &Dataset, subject: &NamedOrBlankNode, predicate: &str) -> Vec<Term> {
    let subject = quads.quads_for_subject(subject.as_ref());
    let said = subject.filter(|quad| quad.predicate.as_str() == predicate);
    said.map(|quad| quad.object.into_owned()).collect()
}

fn iri(name: &str) -> NamedOrBlankNode {
    NamedNode::new(format!("urn:attest:{name}")).expect("an IRI").into()
}

fn own(name: &str) -> String {
    format!("urn:attest:property:{name}")
}

fn texts(terms: &[Term]) -> Vec<&str> {
    terms.iter().map(text).collect()
}

fn text(term: &Term) -> &str {
    match term {
        Term::Literal(literal) => literal.value(),
        Term::NamedNode(node) => node.as_str(),
        other => panic!("{other}"),
    }
}

#[test]
fn counts_are_those_of_the_graph() {
    let workspace = workspace();
    let (graph, quads) = (workspace.graph(), quads(&View::whole(&workspace)));
    let reifiers = quads.quads_for_predicate(rdf::REIFIES).map(|quad| quad.subject);
    assert_eq!(reifiers.collect::<HashSet<_>>().len(), graph.relationship_count());
    for (label, count) in graph.labels() {
        let class = NamedNode::new(format!("urn:attest:type:{label}")).expect("an IRI");
        assert_eq!(quads.quads_for_object(class.as_ref()).count(), count, "{label}");
    }
    let attested: usize = {
        let view = View::whole(&workspace);
        view.relationships().iter().map(|id| view.evidence(*id).len()).sum()
    };
    assert!(attested > 3);
    let derived = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#wasDerivedFrom"));
    assert_eq!(derived.count(), attested);
}

#[test]
fn only_what_is_asserted_is_a_plain_triple() {
    let workspace = workspace();
    let quads = quads(&View::whole(&workspace));
    let mut seen = BTreeSet::new();
    for quad in quads.quads_for_predicate(rdf::REIFIES) {
        let TermRef::Triple(told) = quad.object else { panic!("{quad}") };
        let told = told.as_ref();
        let said = |key| objects(&quads, &quad.subject.into_owned(), &own(key));
        let (polarity, modality) = (said("polarity"), said("modality"));
        let (polarity, modality) = (texts(&polarity), texts(&modality));
        let asserted = !(polarity == ["-"] || modality == ["planned"] || modality == ["possible"]);
        assert_eq!(quads.contains(told.in_graph(GraphNameRef::DefaultGraph)), asserted, "{quad}");
        if !asserted {
            seen.insert((polarity.join(" "), modality.join(" ")));
        }
        let relation = told.predicate.as_str();
        assert!(!relation.contains("NOT_") && !relation.contains("PLANNED_"), "{relation}");
    }
    let kinds = [("+", "planned"), ("+", "possible"), ("-", "fact")];
    assert_eq!(seen, kinds.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
}

#[test]
fn selectors_find_the_quote_in_the_text() {
    let workspace = workspace();
    let view = View::whole(&workspace);
    let quads = quads(&view);
    let oa = |name: &str| format!("http://www.w3.org/ns/oa#{name}");
    let mut found = 0;
    for quad in quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#wasQuotedFrom")) {
        let [id] = &objects(&quads, &subject_of(quad.object), IDENTIFIER.as_str())[..] else {
            panic!("{quad}")
        };
        let article = view.article(texts(std::slice::from_ref(id))[0]).expect("an article");
        let told = |key: &str| -> Vec<String> {
            let selectors = objects(&quads, &quad.subject.into_owned(), &oa("hasSelector"));
            let of = |it: &Term| objects(&quads, &subject_of(it.as_ref()), &oa(key));
            let told: Vec<Term> = selectors.iter().flat_map(of).collect();
            texts(&told).into_iter().map(str::to_owned).collect()
        };
        let number = |key| told(key)[0].parse::<usize>().expect("a number");
        let (start, end, exact) = (number("start"), number("end"), &told("exact")[0]);
        let slice = |from: usize, to: usize| -> String {
            article.text.chars().skip(from).take(to - from).collect()
        };
        assert_eq!(&slice(start, end), exact);
        assert_eq!(slice(start.saturating_sub(32), start), told("prefix")[0]);
        assert_eq!(slice(end, (end + 32).min(article.text.chars().count())), told("suffix")[0]);
        found += 1;
    }
    assert!(found >= 4);
}

fn subject_of(term: TermRef<'_>) -> NamedOrBlankNode {
    match term {
        TermRef::NamedNode(node) => node.into_owned().into(),
        TermRef::BlankNode(node) => node.into_owned().into(),
        other => panic!("{other} is no subject"),
    }
}

#[test]
fn articles_are_described_in_dublin_core() {
    let workspace = workspace();
    let quads = quads(&View::whole(&workspace));
    let talks = || iri("article:talks%3A%20%E2%80%9C1%E2%80%9D");
    let said = |key: NamedNodeRef<'_>| objects(&quads, &talks(), key.as_str());
    assert_eq!(texts(&said(TITLE)), ["Talks – “naïve” 🎈"]);
    assert_eq!(said(DATE), [Literal::new_typed_literal("2025-03-04", xsd::DATE).into()]);
    let mut sources = said(SOURCE);
    sources.sort_by_key(Term::is_literal);
    assert!(sources[0].is_named_node() && sources[1].is_literal());
    assert_eq!(texts(&sources), ["https://example.org/talks?a=b", "The Valley Courier"]);
    // What is no address of the web is a text.
    let url = objects(&quads, &iri("article:plans"), &own("url"));
    assert_eq!(url, [Literal::from("javascript:alert(1)").into()]);
}

#[test]
fn a_part_has_the_names_of_the_whole_and_the_articles_that_it_quotes() {
    let workspace = workspace();
    let (whole, graph) = (View::whole(&workspace), workspace.graph());
    let visited =
        whole.relationships().iter().find(|id| whole.relationship_type(**id) == "VISITED");
    let selection = Selection::of(graph, [&Value::Relationship(*visited.expect("drawn"))]);
    let part = quads(&View::part(&workspace, &selection));
    let all = quads(&whole);
    assert!(part.iter().filter(|quad| !quad.to_string().contains("_:")).all(|q| all.contains(q)));
    assert_eq!(part.quads_for_predicate(rdf::REIFIES).count(), 1);
    assert_eq!(part.quads_for_predicate(TITLE).count(), 1);
}

#[test]
fn hostile_text_and_every_type_of_value_come_back() {
    let mut workspace = Workspace::default();
    let graph = workspace.graph_mut();
    let moment = Kind::DateTime.parse("2025-03-04T05:06:07.5+01:00").expect("a moment");
    let map = Value::map([("k".into(), 1.into()), (TRAPS.into(), vec![TRAPS].into())]);
    let deep = (0..2000).fold(Value::Null, |inner, _| Value::list([inner, 1.into()]));
    let values = [
        ("name", Value::from(TRAPS)),
        ("int", i64::MIN.into()),
        ("nan", f64::NAN.into()),
        ("large", f64::INFINITY.into()),
        ("small", 1e-300.into()),
        ("flag", true.into()),
        ("moment", moment),
        ("empty", Value::list([])),
        ("list", Value::list([1.into(), Value::Null, "a".into()])),
        ("map", map),
        ("deep", deep),
        (TRAPS, "x".into()),
    ];
    let a = graph.add_node([TRAPS, "B"], values);
    let b = graph.add_node([], []);
    let twin = graph.add_node(["B"], [("name", Value::from("n"))]);
    let second = graph.add_node(["B"], [("name", Value::from("n"))]);
    for (from, to) in [(a, b), (a, b), (twin, second)] {
        graph.add_relationship(from, TRAPS, to, [("since", Value::from(TRAPS))]);
    }
    let quads = quads(&View::whole(&workspace));
    let label =
        quads.quads_for_predicate(rdfs::LABEL).find(|quad| quad.object.to_string().len() > 9);
    let a = label.expect("labelled").subject.into_owned();
    let said = |key| objects(&quads, &a, &own(key));
    assert_eq!(texts(&objects(&quads, &a, rdfs::LABEL.as_str())), [TRAPS]);
    let typed = |text: &str, datatype| vec![Literal::new_typed_literal(text, datatype).into()];
    assert_eq!(said("int"), typed("-9223372036854775808", xsd::INTEGER));
    assert_eq!(said("nan"), typed("NaN", xsd::DOUBLE));
    assert_eq!(said("large"), typed("INF", xsd::DOUBLE));
    assert_eq!(said("flag"), typed("true", xsd::BOOLEAN));
    assert_eq!(said("moment"), typed("2025-03-04T05:06:07.5+01:00", xsd::DATE_TIME));
    assert_eq!(said("empty"), [rdf::NIL.into_owned().into()]);
    let mut items = Vec::new();
    let mut cell = said("list").remove(0);
    while cell != Term::from(rdf::NIL.into_owned()) {
        let at = subject_of(cell.as_ref());
        items.extend(objects(&quads, &at, rdf::FIRST.as_str()));
        cell = objects(&quads, &at, rdf::REST.as_str()).remove(0);
    }
    assert_eq!(texts(&items), ["1", "urn:attest:null", "a"]);
    assert_eq!(quads.quads_for_predicate(rdf::REIFIES).count(), 3);
    let numbered = objects(&quads, &iri("entity:B:n;2"), rdfs::LABEL.as_str());
    assert_eq!(texts(&numbered), ["n"]);
}

#[test]
fn iris_begin_with_what_is_asked_for() {
    let workspace = workspace();
    let view = View::whole(&workspace);
    let rdf = Rdf::new(&view).with_base("https://example.org/news/").expect("an IRI");
    let mut text = Vec::new();
    rdf.write_nquads(&mut text).expect("memory takes it");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.contains("<https://example.org/news/entity:Person:Lena%20Ortiz>"));
    assert!(!text.contains("urn:attest:"));
    for base in ["", "news/", "a b:", "http://exa mple/", "urn:x:\u{202e}"] {
        let refused = Rdf::new(&view).with_base(base).expect_err("refused");
        assert!(refused.to_string().contains("is no absolute IRI"), "{base}");
    }
}

#[test]
fn turtle_is_readable() {
    insta::assert_snapshot!(turtle(&View::whole(&workspace()).without_articles()));
}
