//! The corpus as JSON lines: one object an article, an entity or a fact.
//!
//! ```json
//! {"kind":"article","id":"001","title":"…","source":null,"date":null,"words":412}
//! {"kind":"entity","name":"Marco Rubio","type":"Person","aliases":["Rubio"]}
//! {"kind":"fact","subject":"Marco Rubio","relation":"VISITED","object":"Panama","polarity":"+",
//!  "modality":"fact","attributed_to":[],"when":null,
//!  "evidence":[{"article":"001","quote":"…","start":120,"end":204}]}
//! ```
//!
//! `start` and `end` are byte offsets in the article's file; the bytes there are the quote.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use super::json;
use crate::Corpus;
use crate::corpus::{Article, Entity, EntityType, Evidence, Fact, Index, Modality, Polarity};

/// The articles, entities and facts to write, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    articles: BTreeSet<Index>,
    entities: BTreeSet<Index>,
    facts: BTreeSet<Index>,
}

impl Part {
    /// Everything.
    pub fn whole(corpus: &Corpus) -> Self {
        Self {
            articles: (0..corpus.articles.len()).collect(),
            entities: (0..corpus.entities.len()).collect(),
            facts: (0..corpus.facts.len()).collect(),
        }
    }

    /// These articles, entities and facts, with the entities that the facts join and the
    /// articles that attest them.
    pub fn closed(
        corpus: &Corpus,
        articles: impl IntoIterator<Item = Index>,
        entities: impl IntoIterator<Item = Index>,
        facts: impl IntoIterator<Item = Index>,
    ) -> Self {
        let mut part = Self {
            articles: articles.into_iter().collect(),
            entities: entities.into_iter().collect(),
            facts: facts.into_iter().collect(),
        };
        for &fact in &part.facts {
            let fact = &corpus.facts[fact];
            part.entities.extend([fact.subject, fact.object]);
            part.articles.extend(fact.evidence.iter().map(|evidence| evidence.article));
        }
        part
    }
}

/// Writes a part of the corpus: articles, then entities, then facts, each in the corpus's order.
///
/// # Errors
/// Where the writer fails.
///
/// # Panics
/// If the part names an index that the corpus doesn't have.
pub fn write(corpus: &Corpus, part: &Part, out: &mut dyn Write) -> io::Result<()> {
    for &article in &part.articles {
        write_line(&Line::article(&corpus.articles[article]), out)?;
    }
    for &entity in &part.entities {
        write_line(&Line::entity(&corpus.entities[entity]), out)?;
    }
    for &fact in &part.facts {
        write_line(&Line::fact(corpus, &corpus.facts[fact]), out)?;
    }
    Ok(())
}

fn write_line(line: &Line<'_>, out: &mut dyn Write) -> io::Result<()> {
    json::write(line, out)?;
    out.write_all(b"\n")
}

/// One line, with its members in the order they are written.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Article {
        id: &'a str,
        title: &'a str,
        source: Option<&'a str>,
        date: Option<&'a str>,
        words: usize,
    },
    Entity {
        name: &'a str,
        r#type: EntityType,
        aliases: &'a [String],
    },
    Fact {
        subject: &'a str,
        relation: &'a str,
        object: &'a str,
        polarity: Polarity,
        modality: Modality,
        attributed_to: &'a [String],
        when: Option<&'a str>,
        evidence: Vec<Quoted<'a>>,
    },
}

#[derive(Serialize)]
struct Quoted<'a> {
    article: &'a str,
    quote: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Line<'a> {
    fn article(article: &'a Article) -> Self {
        Self::Article {
            id: &article.id,
            title: &article.title,
            source: article.source.as_deref(),
            date: article.date.as_deref(),
            words: article.words,
        }
    }

    fn entity(entity: &'a Entity) -> Self {
        Self::Entity { name: &entity.name, r#type: entity.entity_type, aliases: &entity.aliases }
    }

    fn fact(corpus: &'a Corpus, fact: &'a Fact) -> Self {
        let quoted = |evidence: &'a Evidence| Quoted {
            article: &corpus.articles[evidence.article].id,
            quote: &evidence.quote,
            start: evidence.start,
            end: evidence.end,
        };
        Self::Fact {
            subject: &corpus.entities[fact.subject].name,
            relation: &fact.relation,
            object: &corpus.entities[fact.object].name,
            polarity: fact.polarity,
            modality: fact.modality,
            attributed_to: &fact.attributed_to,
            when: fact.when.as_deref(),
            evidence: fact.evidence.iter().map(quoted).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Details;
    use crate::trace::Trace;

    fn corpus() -> Corpus {
        let article = |id: &str| Article { id: id.into(), title: "T".into(), ..Article::default() };
        let entity = |name: &str, entity_type| Entity {
            name: name.into(),
            entity_type,
            aliases: vec![],
            mentions: vec![],
        };
        let fact = Fact {
            subject: 0,
            relation: "PRAISED".into(),
            object: 2,
            polarity: Polarity::Negative,
            modality: Modality::Claimed,
            attributed_to: vec!["Bob".into()],
            when: Some("2025-02".into()),
            evidence: vec![Evidence {
                article: 1,
                quote: "A \u{9b}q.".into(),
                start: 3,
                end: 8,
                trace: Trace::default(),
                details: Details::default(),
            }],
        };
        Corpus {
            articles: vec![article("a"), article("b")],
            entities: vec![
                entity("Ann", EntityType::Person),
                entity("Bob", EntityType::Person),
                entity("plan", EntityType::Agreement),
            ],
            facts: vec![fact],
            copies: vec![0, 1],
        }
    }

    fn written(part: &Part) -> String {
        let mut out = Vec::new();
        write(&corpus(), part, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn writes_the_contracts_objects() {
        assert_eq!(
            written(&Part::whole(&corpus())),
            concat!(
                r#"{"kind":"article","id":"a","title":"T","source":null,"date":null,"words":0}"#,
                "\n",
                r#"{"kind":"article","id":"b","title":"T","source":null,"date":null,"words":0}"#,
                "\n",
                r#"{"kind":"entity","name":"Ann","type":"Person","aliases":[]}"#,
                "\n",
                r#"{"kind":"entity","name":"Bob","type":"Person","aliases":[]}"#,
                "\n",
                r#"{"kind":"entity","name":"plan","type":"Agreement","aliases":[]}"#,
                "\n",
                r#"{"kind":"fact","subject":"Ann","relation":"PRAISED","object":"plan","#,
                r#""polarity":"-","modality":"claimed","attributed_to":["Bob"],"when":"2025-02","#,
                r#""evidence":[{"article":"b","quote":"A \u009bq.","start":3,"end":8}]}"#,
                "\n",
            )
        );
    }

    #[test]
    fn a_part_takes_along_what_its_facts_refer_to() {
        let lines = written(&Part::closed(&corpus(), [], [], [0]));
        assert_eq!(lines.lines().count(), 4);
        assert!(!lines.contains("Bob\",\"type"));
        assert_eq!(written(&Part::closed(&corpus(), [], [1], [])).lines().count(), 1);
    }
}
