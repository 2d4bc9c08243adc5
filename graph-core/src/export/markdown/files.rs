//! Names of notes' files: safe on every system and in links, and unique where case doesn't count.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::text::{SIGNS, alias};
use crate::NodeId;
use crate::export::{View, is_hidden};

/// The note that lists the others.
pub(super) const INDEX: &str = "Index";

/// Bytes of a file's name, without a number and the ending; file systems take 255.
const LONGEST: usize = 150;

/// What names files no more on Windows, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The file of each node of a view, without the ending.
pub(super) struct Files(HashMap<NodeId, String>);

impl Files {
    /// Nodes get their names in order of id; one that is taken is numbered.
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut taken = HashSet::from([folded(INDEX)]);
        let mut last: HashMap<String, usize> = HashMap::new();
        let mut name = |node: &NodeId| {
            let stem = stem(&view.name(*node));
            let mut name = stem.clone();
            let number = last.entry(folded(&stem)).or_insert(1);
            while !taken.insert(folded(&name)) {
                *number += 1;
                name = format!("{stem} ({number})");
            }
            (*node, name)
        };
        Self(view.nodes().iter().map(&mut name).collect())
    }

    /// The file of a node; nothing for one that the view doesn't have.
    pub(super) fn get(&self, node: NodeId) -> Option<&str> {
        self.0.get(&node).map(String::as_str)
    }

    /// A wiki link to the note of a node of the view.
    pub(super) fn link(&self, view: &View<'_>, node: NodeId) -> String {
        let (file, shown) = (self.get(node).unwrap_or_default(), alias(&view.name(node)));
        if shown == file || shown.is_empty() {
            format!("[[{file}]]")
        } else {
            format!("[[{file}|{shown}]]")
        }
    }
}

/// What file systems that don't tell case or ways to write accents apart compare.
fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

/// A name without what no file or link can have.
fn stem(name: &str) -> String {
    let bad = |c: char| is_hidden(c) || SIGNS.contains(c) || "/:?\"".contains(c);
    let safe: String = name.nfc().map(|c| if bad(c) { ' ' } else { c }).collect();
    let words = safe.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = words.floor_char_boundary(LONGEST);
    // Windows drops points and spaces at the end; a point at the beginning hides the file.
    let stem = words[..end].trim_matches(|c: char| c == '.' || c == ' ' || c == '-');
    match stem {
        "" => "unnamed".to_owned(),
        device if is_device(device) => format!("{device} (name)"),
        stem => stem.to_owned(),
    }
}

/// `CON`, `nul.txt`, `COM1`.
fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let is_digit = |rest: &str| rest.chars().count() == 1 && rest.chars().all(char::is_numeric);
    let port = |kind: &str| base.strip_prefix(kind).is_some_and(is_digit);
    DEVICES.contains(&base.as_str()) || port("com") || port("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        assert_eq!(stem("Lena Ortiz"), "Lena Ortiz");
        assert_eq!(stem("a/b\\c:d*e?f\"g<h>i|j"), "a b c d e f g h i j");
        assert_eq!(stem("../../etc/passwd"), "etc passwd");
        assert_eq!(stem("U.S."), "U.S");
        assert_eq!(stem(" . "), "unnamed");
        assert_eq!(stem("Con"), "Con (name)");
        assert_eq!(stem("Come"), "Come");
        assert_eq!(stem("com1.x"), "com1.x (name)");
        assert!(stem(&"日".repeat(1000)).len() <= LONGEST);
    }
}
