//! Wrong queries as people write them, each with what it is told.

use graph_core::Graph;

use super::*;

const MISTAKES: &str = include_str!("mistakes.txt");

fn draw(graph: &mut Graph) {
    let name = |name: &str| [("name", Value::from(name)), ("mentions", Value::Int(2))];
    let ann = graph.add_node(["Person"], name("Ann"));
    let deal = graph.add_node(["Agreement"], name("deal"));
    graph.add_relationship(ann, "CRITICIZED", deal, []);
    graph.add_relationship(deal, "PRAISED", ann, []);
}

fn session() -> Session {
    let mut workspace = Workspace::default();
    draw(workspace.graph_mut());
    let parameters = [("name".to_owned(), "Ann".into())].into();
    Session {
        opened: ":memory:".into(),
        workspace,
        cache: None,
        environment: Environment { parameters, ..Environment::default() },
        format: Format::Table,
        most_rows: None,
        keeps_going: false,
        told: Told::default(),
        waits: false,
        unit: None,
        readings: 0,
        allowed: Vec::new(),
    }
}

/// What is said of a text, and how many columns its answer has.
fn told(text: &str) -> String {
    match session().ask(text, None) {
        Ok(answered) => {
            let warnings = answered.warnings().iter();
            let warnings: Vec<_> =
                warnings.map(|warning| warn(warning, None, text, 0).render(false, 100)).collect();
            if warnings.is_empty() { "answered".to_owned() } else { warnings.join("\n") }
        }
        Err(refused) => refused.report(None, text, 0..text.len()).render(false, 100),
    }
}

#[test]
fn mistakes_are_explained() {
    let told: Vec<_> = MISTAKES.split("\n\n").map(|text| told(text.trim_end())).collect();
    assert!(told.len() >= 80);
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn every_mistake_is_told_what_to_write_instead() {
    for text in MISTAKES.split("\n\n").map(str::trim_end) {
        let told = told(text);
        let said = ["help: ", " should be", "doesn't take"];
        assert!(said.iter().any(|said| told.contains(said)), "{text}\n{told}");
    }
}
