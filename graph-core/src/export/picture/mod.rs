//! A graph as a picture: what stands where, and what is written there. The formats that draw
//! without Graphviz write it, each in its way.

mod curve;
mod layout;
mod outline;
mod text;

use std::collections::HashMap;

use super::view::View;
use crate::{NodeId, RelationshipId};
use curve::Curve;
use layout::{Line, lay_out};
pub(super) use layout::{Point, Size};
use outline::{MARGIN, Outline};
pub(super) use text::{cut, width};

/// Font sizes, in pixels.
pub(super) const NAME_FONT: f64 = 13.0;
pub(super) const LABEL_FONT: f64 = 9.5;

/// From one line of a name to the next, in pixels.
pub(super) const LINE_HEIGHT: f64 = 15.0;

/// Columns of a relationship's type that are shown.
const LABEL_COLUMNS: usize = 30;

/// With more relationships than this, their types would cover everything else.
const MOST_LABELS: usize = 1500;

/// A view of a graph, laid out.
#[derive(Debug)]
pub(super) struct Picture {
    /// In the order of the view's nodes.
    pub(super) boxes: Vec<NodeBox>,
    /// In the order of the view's relationships.
    pub(super) arrows: Vec<Arrow>,
    pub(super) size: Size,
    /// Whether the arrows carry labels.
    pub(super) is_labelled: bool,
}

/// A node, drawn.
#[derive(Debug)]
pub(super) struct NodeBox {
    pub(super) node: NodeId,
    pub(super) centre: Point,
    pub(super) size: Size,
    /// Its name, fit to be seen.
    pub(super) lines: Vec<String>,
    outline: Outline,
}

/// A relationship, drawn.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) relationship: RelationshipId,
    /// The numbers of the boxes that it leads from and to.
    pub(super) ends: (usize, usize),
    /// Its type, fit to be seen, even where the picture shows no labels.
    pub(super) label: String,
    /// The centre of the label.
    pub(super) middle: Point,
    pub(super) curve: Curve,
}

impl Picture {
    /// Lays a view out. About O((nodes + relationships) · log nodes).
    pub(super) fn of(view: &View) -> Self {
        let mut boxes: Vec<NodeBox> =
            view.nodes().iter().map(|node| NodeBox::of(view, *node)).collect();
        let numbers: HashMap<NodeId, usize> =
            view.nodes().iter().enumerate().map(|(number, node)| (*node, number)).collect();
        let mut arrows: Vec<Arrow> =
            view.relationships().iter().map(|id| Arrow::of(view, *id, &numbers)).collect();
        let is_labelled = arrows.len() <= MOST_LABELS;
        let sizes: Vec<Size> = boxes.iter().map(|it| it.size).collect();
        let lines: Vec<Line> = arrows.iter().map(|arrow| arrow.line(is_labelled)).collect();
        let layout = lay_out(&sizes, &lines);
        for (it, centre) in boxes.iter_mut().zip(&layout.boxes) {
            it.centre = *centre;
        }
        for (arrow, middle) in arrows.iter_mut().zip(&layout.labels) {
            let end = |number: usize| (boxes[number].centre, &boxes[number].outline);
            arrow.middle = *middle;
            arrow.curve = Curve::through(*middle, end(arrow.ends.0), end(arrow.ends.1));
        }
        Self { boxes, arrows, size: layout.size, is_labelled }
    }
}

impl NodeBox {
    fn of(view: &View, node: NodeId) -> Self {
        let lines = text::lines(&view.name(node));
        let size = room(&lines);
        let outline = Outline::of(&view.kind(node), size);
        Self { node, centre: Point::default(), size, lines, outline }
    }

    /// Its outline as SVG path data.
    pub(super) fn path(&self) -> String {
        self.outline.path(self.centre)
    }
}

/// The size of a box with some lines of text.
fn room(lines: &[String]) -> Size {
    let widest = lines.iter().map(|line| width(line, NAME_FONT)).fold(0.0, f64::max);
    Size {
        width: (widest + 2.0 * MARGIN).max(36.0),
        height: lines.len() as f64 * LINE_HEIGHT + 11.0,
    }
}

/// A small box of a kind, as SVG path data, for a legend.
pub(super) fn sample(kind: &str, centre: Point) -> String {
    Outline::of(kind, Size { width: 30.0, height: 16.0 }).path(centre)
}

impl Arrow {
    fn of(view: &View, relationship: RelationshipId, numbers: &HashMap<NodeId, usize>) -> Self {
        let (start, end) = view.ends(relationship);
        Self {
            relationship,
            ends: (numbers[&start], numbers[&end]),
            label: cut(view.relationship_type(relationship), LABEL_COLUMNS).into_owned(),
            middle: Point::default(),
            curve: Curve([Point::default(); 4]),
        }
    }

    fn line(&self, is_labelled: bool) -> Line {
        let (from, to) = self.ends;
        let label = if is_labelled {
            Size { width: width(&self.label, LABEL_FONT) + 6.0, height: LABEL_FONT + 5.0 }
        } else {
            Size::default()
        };
        Line { from, to, label }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;
    use crate::workspace::Workspace;

    fn workspace(nodes: usize, relationships: usize) -> Workspace {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let made: Vec<NodeId> = (0..nodes)
            .map(|number| {
                let name = format!("The {} of place {number}", "very ".repeat(number % 7));
                graph.add_node(["Person"], [("name", Value::from(name))])
            })
            .collect();
        for number in 0..relationships {
            let end = (number * number) % (number % nodes + 1);
            graph.add_relationship(made[number % nodes], "PLANNED_CRITICIZED", made[end], []);
        }
        workspace
    }

    #[test]
    fn labels_of_thirty_nodes_cover_no_node() {
        let workspace = workspace(30, 50);
        let picture = Picture::of(&View::whole(&workspace));
        for arrow in &picture.arrows {
            for it in &picture.boxes {
                let between = arrow.middle - it.centre;
                let label = arrow.line(true).label;
                let beside = between.x.abs() >= f64::midpoint(label.width, it.size.width) - 0.1;
                let above = between.y.abs() >= f64::midpoint(label.height, it.size.height) - 0.1;
                assert!(beside || above, "{arrow:?} covers {it:?}");
            }
        }
    }

    #[test]
    fn so_many_relationships_have_no_labels() {
        let workspace = workspace(20, MOST_LABELS + 1);
        assert!(!Picture::of(&View::whole(&workspace)).is_labelled);
    }
}
