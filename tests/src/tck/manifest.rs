//! The list of scenarios that don't pass, each with its reason: `tests/tck/failing.tsv`, goal
//! empty. Passing scenarios have to leave it and no other may join, so their number never falls.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Outcome;

/// What stands at the top of the list.
const HEAD: &str = "\
# Scenarios of openCypher's compatibility kit that don't pass: place, title, reason. Goal: none.
# One that passes has to be taken out: TCK_UPDATE=1 cargo test -p attest-tests --test tck
";

/// Titles and reasons by place, such as `clauses/with/With1.feature:26`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, (String, String)>);

impl Manifest {
    /// Reads the list; lines that start with `#` say nothing.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter_map(|line| {
            let mut cells = line.splitn(3, '\t').map(str::to_owned);
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        });
        Self(lines.collect())
    }

    /// The places.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Why the scenario at a place doesn't pass, where it is listed.
    pub fn reason(&self, place: &str) -> Option<&str> {
        self.0.get(place).map(|(_, reason)| reason.as_str())
    }

    /// Says whether a scenario went as the list has it: `Ok` with the reason of one that is
    /// known not to pass.
    ///
    /// # Errors
    /// One that passes though listed, or doesn't though not listed.
    pub fn judge(&self, place: &str, outcome: &Outcome) -> Result<Option<&str>, String> {
        match (self.reason(place), outcome) {
            (None, Outcome::Passed) => Ok(None),
            (Some(_), Outcome::Passed) => {
                Err("passes unexpectedly: take it out of tests/tck/failing.tsv".into())
            }
            (None, Outcome::Failed(reason)) => Err(reason.clone()),
            (None, Outcome::Skipped(reason)) => Err(format!("skipped: {reason}")),
            (Some(reason), _) => Ok(Some(reason)),
        }
    }

    /// Takes out a scenario that passes; with `adding`, lists one that doesn't.
    pub fn update(&mut self, place: &str, title: &str, outcome: &Outcome, adding: bool) {
        let reason = match outcome {
            Outcome::Passed => {
                self.0.remove(place);
                return;
            }
            Outcome::Failed(reason) => reason.clone(),
            Outcome::Skipped(reason) => format!("skipped: {reason}"),
        };
        if adding {
            let reason = reason.replace(['\n', '\t', '\r'], " ");
            let reason = reason.chars().take(200).collect();
            self.0.insert(place.to_owned(), (title.to_owned(), reason));
        }
    }

    /// The list as it is kept.
    pub fn write(&self) -> String {
        let mut text = HEAD.to_owned();
        for (place, (title, reason)) in &self.0 {
            let _ = writeln!(text, "{place}\t{title}\t{reason}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_as_written_and_only_shrinks() {
        let failed = Outcome::Failed("rows\n1".into());
        let mut manifest = Manifest::default();
        manifest.update("a:1", "[1] A", &failed, false);
        assert_eq!(manifest, Manifest::default());
        manifest.update("a:1", "[1] A", &failed, true);
        assert_eq!(Manifest::read(&manifest.write()), manifest);
        assert_eq!(manifest.judge("a:1", &failed), Ok(Some("rows 1")));
        assert!(manifest.judge("a:1", &Outcome::Passed).is_err());
        assert!(manifest.judge("b:1", &Outcome::Skipped("no")).is_err());
        assert_eq!(manifest.judge("b:1", &Outcome::Passed), Ok(None));
        manifest.update("a:1", "[1] A", &Outcome::Passed, false);
        assert_eq!(manifest, Manifest::default());
    }
}
