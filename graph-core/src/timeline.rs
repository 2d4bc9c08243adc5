//! The facts of a graph that have a date, in order of time.

use std::collections::HashSet;

use crate::export::{Quoted, View};
use crate::when::When;
use crate::{NodeId, RelationshipId, Value};

/// A fact with its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<'g> {
    /// When it happened, or is to happen, as precisely as it is told.
    pub when: When,
    /// The relationship.
    pub relationship: RelationshipId,
    /// A sentence that attests it: the first one that tells the date, else the first one; none
    /// where a statement made the relationship.
    pub evidence: Option<Quoted<'g>>,
}

/// The relationships of a view whose `when` tells a date, in order of their first days, or of the
/// last one where the beginning is open; of one day, the shorter first. With `about`, only those
/// that begin or end at one of these nodes. O(relationships + dated · log).
///
/// ```
/// use std::path::Path;
/// use graph_core::{export::View, timeline, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// let graph = workspace.graph_mut();
/// let [ann, dam] = [(); 2].map(|()| graph.add_node([], []));
/// for when in ["2025-02", "2024", "some day"] {
///     graph.add_relationship(ann, "VISITED", dam, [("when", when.into())]);
/// }
/// let view = View::whole(&workspace);
/// let dated = timeline::of(&view, None);
/// let times: Vec<String> = dated.iter().map(|it| it.when.to_string()).collect();
/// assert_eq!(times, ["2024", "2025-02"]);
/// ```
pub fn of<'g>(view: &View<'g>, about: Option<&[NodeId]>) -> Vec<Dated<'g>> {
    let about: Option<HashSet<NodeId>> = about.map(|nodes| nodes.iter().copied().collect());
    let is_about = |id: &RelationshipId| {
        let (start, end) = view.ends(*id);
        about.as_ref().is_none_or(|nodes| nodes.contains(&start) || nodes.contains(&end))
    };
    let dated = |id| {
        let when = date(view.graph().relationship_property(id, "when"))?;
        Some(Dated { when, relationship: id, evidence: evidence(view, id, when) })
    };
    let wanted = view.relationships().iter().copied().filter(is_about);
    let mut found: Vec<Dated> = wanted.filter_map(dated).collect();
    found.sort_by_key(|it| {
        let (first, last) = (it.when.first_day(), it.when.last_day());
        // What has no end is the longest.
        (first.or(last), last.is_none(), last, it.relationship)
    });
    found
}

/// The date that a value tells: a text in the form of [`When`], or a date or time of a statement.
fn date(value: &Value) -> Option<When> {
    if let Some(text) = value.as_str() {
        return text.parse().ok();
    }
    let text = value.temporal_text()?;
    text.get(..10).unwrap_or(&text).parse().ok()
}

fn evidence<'g>(view: &View<'g>, id: RelationshipId, when: When) -> Option<Quoted<'g>> {
    let dates = view.graph().relationship_property(id, "quote_dates").as_list().unwrap_or_default();
    let tells = |date: &Value| date.as_str().and_then(|text| text.parse().ok()) == Some(when);
    let at = dates.iter().position(tells).unwrap_or_default();
    let mut quotes = view.evidence(id);
    (at < quotes.len()).then(|| quotes.swap_remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn dates_stand_in_order_of_time_whatever_their_precision() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let [ann, dam, eve] = [(); 3].map(|()| graph.add_node([], []));
        for (end, when) in [
            (dam, "2025-02-03"),
            (dam, "2025-02"),
            (dam, "../2020"),
            (eve, "2025-02-01"),
            (dam, "2025/.."),
            (dam, "2024-W06"),
            (dam, "no date"),
        ] {
            graph.add_relationship(ann, "VISITED", end, [("when", when.into())]);
        }
        let view = View::whole(&workspace);
        let told = |about: Option<&[NodeId]>| {
            let dated = of(&view, about);
            dated
                .iter()
                .map(|it| format!("{} {}", it.when, it.when.precision()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(None),
            [
                "../2020 until",
                "2024-W06 week",
                "2025/.. since",
                "2025-02-01 day",
                "2025-02 month",
                "2025-02-03 day"
            ]
        );
        assert_eq!(told(Some(&[eve])), ["2025-02-01 day"]);
        assert_eq!(told(Some(&[])), [""; 0]);
    }

    #[test]
    fn the_sentence_that_tells_the_date_is_shown() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let [ann, dam] = [(); 2].map(|()| graph.add_node([], []));
        let texts = |texts: [&str; 2]| Value::list(texts.map(Value::from));
        let properties = [
            ("when", "2025-02-03".into()),
            ("quotes", texts(["Ann was there.", "Ann came on Monday."])),
            ("quote_sources", texts(["a", "b"])),
            ("quote_dates", texts(["", "2025-02-03"])),
        ];
        graph.add_relationship(ann, "VISITED", dam, properties);
        let view = View::whole(&workspace);
        let evidence = of(&view, None)[0].evidence.clone().expect("quoted");
        assert_eq!((evidence.quote, evidence.article), ("Ann came on Monday.", "b"));
    }
}
