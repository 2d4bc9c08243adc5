//! Questions on a small graph of the contract's shape.

use std::fmt::Write;

use graph_core::lexicon::Lexicon;
use graph_core::{Graph, NodeId, Value};

use super::{QuestionError, compile, examples, looks_like_cypher};

const ARTICLES: [&str; 4] = ["000_aa", "001_bb", "002_cc", "003_dd"];

struct Builder {
    graph: Graph,
    articles: Vec<NodeId>,
}

impl Builder {
    fn new() -> Self {
        let mut graph = Graph::new();
        let articles = ARTICLES
            .iter()
            .map(|id| {
                let mut properties = vec![
                    ("id", Value::from(*id)),
                    ("title", Value::from(format!("Title of {id}"))),
                    ("words", Value::Int(100)),
                ];
                if *id != "001_bb" {
                    properties.push(("date", Value::from("2025-02-04")));
                }
                graph.add_node(["Article"], properties)
            })
            .collect();
        Self { graph, articles }
    }

    /// An entity mentioned once in every article.
    fn entity(&mut self, kind: &str, name: &str, aliases: &[&str]) -> NodeId {
        let party = matches!(kind, "Person" | "Organization" | "Group" | "Country");
        let labels = ["Entity", kind].into_iter().chain(party.then_some("Party"));
        let aliases = Value::list(aliases.iter().map(|alias| Value::from(*alias)));
        let node = self.graph.add_node(
            labels,
            [("name", Value::from(name)), ("aliases", aliases), ("mentions", Value::Int(4))],
        );
        for &article in &self.articles {
            self.graph.add_relationship(node, "MENTIONED_IN", article, [("count", Value::Int(1))]);
        }
        node
    }

    /// A fact of a mode such as `planned` or `-`, attested by articles with a sentence each.
    fn fact(
        &mut self,
        subject: NodeId,
        relation: &str,
        object: NodeId,
        mode: &str,
        evidence: &[(usize, &str)],
    ) {
        let prefix = match mode {
            "-" => "NOT_",
            "planned" => "PLANNED_",
            "possible" => "POSSIBLE_",
            _ => "",
        };
        let (polarity, modality) = if mode == "-" { ("-", "fact") } else { ("+", mode) };
        let ids = || Value::list(evidence.iter().map(|(at, _)| Value::from(ARTICLES[*at])));
        self.graph.add_relationship(
            subject,
            &format!("{prefix}{relation}"),
            object,
            [
                ("relation", Value::from(relation)),
                ("polarity", Value::from(polarity)),
                ("modality", Value::from(modality)),
                ("sources", ids()),
                ("quotes", Value::list(evidence.iter().map(|(_, quote)| Value::from(*quote)))),
                ("quote_sources", ids()),
                ("attributed_to", Value::list([])),
            ],
        );
    }
}

#[allow(clippy::too_many_lines, reason = "a table of facts")]
fn graph() -> Graph {
    let mut b = Builder::new();
    let rubio =
        b.entity("Person", "Marco Rubio", &["Rubio", "U.S. Secretary of State Marco Rubio"]);
    let bukele = b.entity("Person", "Nayib Bukele", &["Bukele"]);
    let flores = b.entity("Person", "Manuel Flores", &["Flores"]);
    let salvador = b.entity("Country", "El Salvador", &[]);
    let costa_rica = b.entity("Country", "Costa Rica", &[]);
    let states = b.entity("Country", "United States", &["U.S.", "US"]);
    let san_salvador = b.entity("Place", "San Salvador", &[]);
    let fmln = b.entity("Organization", "Farabundo Martí National Liberation Front", &["FMLN"]);
    let lulac = b.entity("Organization", "LULAC", &[]);
    let groups = b.entity("Group", "human rights groups", &["rights groups"]);
    let critics = b.entity("Group", "critics", &[]);
    let cecot = b.entity("Facility", "Terrorism Confinement Centre", &["CECOT", "mega-prison"]);
    let deal = b.entity("Agreement", "agreement", &["deal", "offer", "plan", "proposal"]);
    let memo = b.entity("Agreement", "memorandum", &[]);
    let criminals = b.entity("Group", "violent criminals", &["convicted criminals"]);
    let dangerous = b.entity("Group", "dangerous criminals", &[]);
    let deportees = b.entity("Group", "deportees of any nationality", &[]);
    let flight = b.entity("Event", "U.S.-funded deportation flight", &[]);
    let visit = b.entity("Event", "Rubio's visit to El Salvador", &["visit"]);
    let meeting = b.entity("Event", "meeting", &[]);
    let fee = b.entity("Thing", "fee", &[]);
    let migrants = b.entity("Group", "migrants", &[]);
    b.fact(
        flores,
        "CRITICIZED",
        deal,
        "fact",
        &[(0, "Manuel Flores criticized the deal."), (3, "Flores criticized the plan.")],
    );
    b.fact(lulac, "CRITICIZED", deal, "fact", &[(2, "LULAC condemned the plan.")]);
    b.fact(
        groups,
        "CRITICIZED",
        deal,
        "claimed",
        &[(1, "It raised concerns among human rights groups.")],
    );
    b.fact(
        critics,
        "CRITICIZED",
        salvador,
        "fact",
        &[(0, "Critics argue that the country lacks a policy.")],
    );
    b.fact(rubio, "PRAISED", deal, "fact", &[(3, "Rubio praised the agreement.")]);
    b.fact(
        rubio,
        "ANNOUNCED",
        deal,
        "fact",
        &[(0, "Rubio announced an agreement."), (1, "Rubio announced late Monday.")],
    );
    b.fact(rubio, "VISITED", salvador, "fact", &[(0, "During a visit to El Salvador, Rubio …")]);
    b.fact(rubio, "VISITED", costa_rica, "planned", &[(3, "Future stops include Costa Rica.")]);
    b.fact(rubio, "MET_WITH", bukele, "fact", &[(1, "Rubio met Bukele in San Salvador.")]);
    b.fact(
        meeting,
        "LOCATED_IN",
        san_salvador,
        "fact",
        &[(1, "Rubio met Bukele in San Salvador.")],
    );
    b.fact(
        rubio,
        "HAS_ROLE",
        states,
        "fact",
        &[(0, "U.S. Secretary of State Marco Rubio met President Nayib Bukele.")],
    );
    b.fact(
        bukele,
        "HAS_ROLE",
        salvador,
        "fact",
        &[(0, "El Salvador’s President Nayib Bukele agreed.")],
    );
    b.fact(
        flores,
        "HAS_ROLE",
        fmln,
        "fact",
        &[(0, "Manuel Flores, secretary general of the party, criticized the deal.")],
    );
    b.fact(salvador, "OPERATES", cecot, "fact", &[(0, "El Salvador opened the mega-prison.")]);
    b.fact(cecot, "LOCATED_IN", salvador, "fact", &[(3, "their mega-prison, known as CECOT")]);
    b.fact(
        salvador,
        "ACCEPTS",
        criminals,
        "planned",
        &[(0, "El Salvador will take in violent criminals.")],
    );
    b.fact(salvador, "ACCEPTS", dangerous, "planned", &[(0, "take in dangerous criminals")]);
    b.fact(salvador, "ACCEPTS", deportees, "possible", &[(1, "could accept deportees")]);
    b.fact(salvador, "CHARGES", fee, "planned", &[(1, "charge a fee")]);
    b.fact(states, "FUNDED", flight, "fact", &[(0, "a U.S.-funded deportation flight")]);
    b.fact(rubio, "WITNESSED", flight, "fact", &[(1, "Rubio observed a flight.")]);
    b.fact(rubio, "SIGNED", memo, "fact", &[(2, "Rubio signed a memorandum.")]);
    b.fact(critics, "SUPPORTED", deal, "-", &[(3, "critics did not support the deal")]);
    b.fact(flight, "CARRY", migrants, "fact", &[(1, "The flight carried migrants.")]);
    let _ = visit;
    b.graph
}

/// Each question with the Cypher that it becomes or the error that refuses it.
fn compiled(questions: &[&str]) -> String {
    let graph = graph();
    let mut text = String::new();
    for question in questions {
        let _ = writeln!(text, "> {question}");
        match compile(question, &graph, Lexicon::builtin()) {
            Ok(compiled) => {
                let _ = writeln!(text, "{:#}", compiled.statement);
                for note in &compiled.notes {
                    let _ = writeln!(text, "  note: {note}");
                }
            }
            Err(error) => {
                let at = error.span().map_or("all of it", |span| &question[span]);
                let _ = writeln!(text, "error at `{at}`: {error}");
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn questions_become_cypher_or_name_the_word_at_fault() {
    let questions: Vec<&str> = include_str!("questions.txt").lines().collect();
    insta::assert_snapshot!(compiled(&questions));
}

#[test]
fn examples_can_be_asked() {
    let graph = graph();
    let questions = examples(&graph, Lexicon::builtin());
    assert_eq!(questions.len(), 3);
    for question in questions {
        assert!(compile(&question, &graph, Lexicon::builtin()).is_ok(), "{question}");
    }
    assert!(examples(&Graph::new(), Lexicon::builtin()).is_empty());
}

#[test]
fn cypher_is_told_from_english() {
    for cypher in [
        "MATCH (n) RETURN n",
        "match(n) return n",
        "optional match (a)-->(b) return a",
        "return 1",
        "WITH 1 AS x RETURN x",
        "// a note\nMATCH (n) RETURN n",
        "unwind [1, 2] as x return x",
        "MATCH",
        "CREATE (n)",
        "create\n(n:Person)",
        "merge (a)-[:KNOWS]->(b)",
        "set n.x = 1",
        "detach delete n",
        "CALL db.labels() YIELD label",
        "call db.labels()",
        "CALL { RETURN 1 AS a } RETURN a",
        "LOAD CSV FROM 'a.csv' AS row RETURN row",
        "foreach (x IN [1] | CREATE ())",
        "INSERT (:Person)",
        "FOR x IN [1, 2] RETURN x",
        "for x in [1, 2] return x",
        "let x = 1 return x",
        "FILTER WHERE n.x > 1",
        "explain match (n) return n",
        "PROFILE RETURN 1",
        "USE news MATCH (n) RETURN n",
        "FINISH",
        "MATCH p = (a)-->(b) RETURN p",
        "MATCH n RETURN n",
        // Mistyped, or of another language.
        "MTACH (n) RETURN n",
        "RETRUN 1",
        "mathc (n) return n",
        "OPTINAL MATCH (n) RETURN n",
        "UNWIDN [1] AS x RETURN x",
        "SELECT name FROM Person",
        "select * from person",
        "insert into person values (1)",
        "UPDATE Person SET name = 'x'",
        "FROM x MATCH (n)-->(m)",
        "SHOW LABELS",
        "CALL db.labels",
        "call db.labels yield label",
        "CALL doNothing",
    ] {
        assert!(looks_like_cypher(cypher), "{cypher}");
    }
    for english in [
        "which parties criticized the deal",
        "match the names of the parties",
        "with whom did Rubio meet",
        "create a list of the parties",
        "tell me about CECOT",
        "did Rubio return to Panama?",
        "for which agreement did Rubio vote",
        "For whom did Bukele vote in 2024?",
        "call the parties to the agreement by name",
        "show the parties (all of them)",
        "show me who met Rubio",
        "explain the agreement",
        "profile of Nayib Bukele",
        "let me know who criticized the deal",
        "let us see the deal",
        "filter the parties by country",
        "insert the names of the (rival) parties",
        "load the articles about Panama",
        "use the articles about Panama",
        "create a list of the parties (all)\nRETURN 1",
        "were the (NATO)-led forces in Panama",
        "make a list",
        "USA-Panama relations",
        "where did Rubio go",
        "call U.S. officials by name",
        "profile Nayib Bukele",
        "",
    ] {
        assert!(!looks_like_cypher(english), "{english}");
    }
}

#[test]
fn no_input_panics_or_hangs() {
    let graph = graph();
    let questions = include_str!("questions.txt");
    let words: Vec<&str> = questions.split_whitespace().collect();
    let long = words.iter().cycle().take(10_000).copied().collect::<Vec<_>>().join(" ");
    assert!(matches!(
        compile(&long, &graph, Lexicon::builtin()),
        Err(QuestionError::TooLong { .. })
    ));
    for odd in
        ["", "?", "'", "’s", "\"", "“”", "\u{0}", "🦀 who", "who 🦀", "((((", "\u{301}\u{301}"]
    {
        assert!(compile(odd, &graph, Lexicon::builtin()).is_err(), "{odd:?}");
    }
    for nested in ["who criticized ", "and the deal ", "(", "'s ", "\" ", "not ", "of the "] {
        let _ = compile(&nested.repeat(30), &graph, Lexicon::builtin());
        let _ = compile(
            &format!("who criticized the deal {}", nested.repeat(30)),
            &graph,
            Lexicon::builtin(),
        );
    }
    for question in questions.lines() {
        for (at, _) in question.char_indices() {
            let _ = compile(&question[..at], &graph, Lexicon::builtin());
        }
    }
}
