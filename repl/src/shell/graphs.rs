//! `:load`, `:open` and `:reload`: scripts, and the graph that they run on.

use std::path::Path;

use graph_core::difference::{self, Difference, Names};
use graph_core::names::first;
use graph_core::workspace::{Workspace, is_store};
use query_lang::Environment;

use super::editor::Editor;
use super::{Flow, Shell, words};
use crate::Failure;
use crate::bounds::{self, MEMORY};
use crate::plural::counted;
use crate::report::{Report, note};
use crate::session::{Told, files, procedures};

impl Shell {
    /// A script is run; a folder, an article or `:memory:` is opened.
    pub(super) fn load(&mut self, name: &str, editor: &mut dyn Editor) -> Result<Flow, Failure> {
        let name = words::unquoted(name);
        let path = Path::new(name);
        let article = path.extension().is_some_and(|extension| extension == "txt");
        if path.is_dir() || article || name == MEMORY || is_store(path) {
            self.open(name, editor);
            return Ok(Flow::Continue(()));
        }
        let file = match bounds::to_read(&self.session, path) {
            Ok(file) => file,
            Err(report) => {
                self.refuse(&report);
                return Ok(Flow::Continue(()));
            }
        };
        if let Ok(text) = crate::read_script(Some(&file)) {
            let was_open = self.session.is_in_unit();
            let done = self.perform_all(Some(name), &text, editor);
            // A unit ends with the script that opened it, at the latest.
            if !was_open {
                self.refused |= self.session.abandon_unit(true);
            }
            return done;
        }
        self.refused = true;
        Ok(Flow::Continue(()))
    }

    /// Opens another graph; where it can't be opened, this one stays.
    pub(super) fn open(&mut self, name: &str, editor: &mut dyn Editor) {
        if self.refuses_in_unit(":open") {
            return;
        }
        let path = Path::new(words::unquoted(name)).to_owned();
        if let Some(workspace) = self.read_graph(&path) {
            self.adopt(&path, workspace, editor);
            self.session.opened = path;
            self.greet();
        }
    }

    /// Reads the same graph anew and tells what is new.
    pub(super) fn reload(&mut self, editor: &mut dyn Editor) {
        if self.refuses_in_unit(":reload") {
            return;
        }
        let path = self.session.opened.clone();
        if path == Path::new(MEMORY) {
            let report =
                Report::error("the graph in memory was read from nothing that could be read anew");
            self.refuse(&report.help("write `:open :memory:` for an empty one"));
            return;
        }
        let Some(workspace) = self.read_graph(&path) else { return };
        let difference = difference::between(self.session.workspace.corpus(), workspace.corpus());
        let lost = self.session.told.loss;
        self.adopt(&path, workspace, editor);
        tell_difference(&difference);
        if lost {
            note("what statements had changed is gone");
        }
    }

    /// Refuses what puts another graph in the place of the present one while a unit is open, which
    /// would be lost.
    pub(super) fn refuses_in_unit(&mut self, command: &str) -> bool {
        let open = self.session.is_in_unit();
        if open {
            let report = Report::error(format!("a unit is open, which `{command}` would lose"));
            self.refuse(&report.help("COMMIT; keeps what it changed, ROLLBACK; undoes it"));
        }
        open
    }

    /// Reads a graph; why it can't be read is told.
    fn read_graph(&mut self, path: &Path) -> Option<Workspace> {
        let session = &self.session;
        let Environment { strict, memory, .. } = session.environment;
        let read = crate::open(path, session.cache.as_ref(), (strict, memory));
        self.refused |= read.is_err();
        read.ok()
    }

    /// Puts a graph in the place of the present one; parameters and mode stay.
    fn adopt(&mut self, opened: &Path, workspace: Workspace, editor: &mut dyn Editor) {
        self.session.environment.files = files(opened, &self.session.allowed);
        self.session.environment.procedures = procedures(&workspace);
        self.session.workspace = workspace;
        self.session.told = Told::default();
        self.session.readings += 1;
        self.catch_up(editor);
    }
}

/// Tells what is new and what is gone.
pub(super) fn tell_difference(difference: &Difference) {
    told(difference).lines().for_each(note);
}

/// What is new and what is gone, kind by kind.
fn told(difference: &Difference) -> String {
    let Difference { articles, rewritten, entities, facts } = difference;
    let mut parts = Vec::new();
    for (kind, Names { new, gone }) in
        [("article", articles), ("entity", entities), ("fact", facts)]
    {
        parts.extend(listed(&format!("new {kind}"), "", new));
        parts.extend(listed(kind, " gone", gone));
    }
    parts.extend(listed("changed article", "", rewritten));
    if parts.is_empty() { "nothing is new".to_owned() } else { parts.join("\n") }
}

/// `2 new articles: 005-a, 006-b`, `1 entity gone: person-ann`; none of none.
fn listed(what: &str, fate: &str, names: &[String]) -> Option<String> {
    let count = counted(names.len(), what);
    (!names.is_empty()).then(|| format!("{count}{fate}: {}", first(names, 5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_is_told_kind_by_kind() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let difference = Difference {
            articles: Names { new: names(&["a", "b"]), gone: names(&["c"]) },
            rewritten: names(&["d"]),
            entities: Names { new: vec![], gone: names(&["1", "2", "3", "4", "5", "6"]) },
            facts: Names::default(),
        };
        assert_eq!(
            told(&difference),
            "2 new articles: a, b\n1 article gone: c\n6 entities gone: 1, 2, 3, 4, 5 and 1 more\n\
             1 changed article: d"
        );
        assert_eq!(told(&Difference::default()), "nothing is new");
    }
}
