//! What one reading of the articles tells that another one didn't.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{Article, Corpus, Fact};

/// What two readings differ in; every list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Ids of articles.
    pub articles: Names,
    /// Ids of articles that are in both, with another text or header.
    pub rewritten: Vec<String>,
    /// Names of entities.
    pub entities: Names,
    /// Facts, as `Marco Rubio PLANNED_VISITED Guatemala`.
    pub facts: Names,
}

/// What is there only later, and what only before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// New ones.
    pub new: Vec<String>,
    /// Those that are gone.
    pub gone: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What `after` differs from `before` in. O((articles + entities + facts) · log).
///
/// ```
/// use graph_core::{Corpus, difference};
/// assert!(difference::between(&Corpus::default(), &Corpus::default()).is_empty());
/// ```
pub fn between(before: &Corpus, after: &Corpus) -> Difference {
    let articles = |corpus: &Corpus| corpus.articles.iter().map(|it| it.id.clone()).collect();
    let entities = |corpus: &Corpus| corpus.entities.iter().map(|it| it.name.clone()).collect();
    let facts = |corpus: &Corpus| corpus.facts.iter().map(|it| told(corpus, it)).collect();
    Difference {
        articles: names(&articles(before), &articles(after)),
        rewritten: rewritten(before, after),
        entities: names(&entities(before), &entities(after)),
        facts: names(&facts(before), &facts(after)),
    }
}

fn names(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Names {
    Names {
        new: after.difference(before).cloned().collect(),
        gone: before.difference(after).cloned().collect(),
    }
}

fn rewritten(before: &Corpus, after: &Corpus) -> Vec<String> {
    let known: BTreeMap<&str, &Article> =
        before.articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let other = |now: &&Article| {
        known.get(now.id.as_str()).is_some_and(|was| was.text != now.text || was.date != now.date)
    };
    after.articles.iter().filter(other).map(|article| article.id.clone()).collect()
}

fn told(corpus: &Corpus, fact: &Fact) -> String {
    let [subject, object] = [fact.subject, fact.object].map(|at| &corpus.entities[at].name);
    format!("{subject} {} {object}", fact.relationship_type())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn what_is_new_and_gone_is_named() {
        let ortiz = "Mayor Lena Ortiz criticized the port agreement.\n";
        let before = Workspace::reading(&[("a", ortiz), ("b", "Norway criticized Iran.\n")]);
        let after = Workspace::reading(&[
            ("a", &ortiz.replace("criticized", "praised")),
            ("c", "Hello.\n"),
        ]);
        let found = between(before.corpus(), after.corpus());
        assert_eq!((&*found.articles.new[0], &*found.articles.gone[0]), ("c", "b"));
        assert_eq!(found.rewritten, ["a"]);
        assert_eq!(found.entities.gone, ["Iran", "Norway"]);
        assert!(found.entities.new.is_empty(), "{found:?}");
        let object = &found.facts.new[0];
        assert!(object.starts_with("Lena Ortiz PRAISED "), "{object}");
        assert!(found.facts.gone.contains(&"Norway CRITICIZED Iran".to_owned()), "{found:?}");
        assert!(between(after.corpus(), after.corpus()).is_empty());
    }
}
