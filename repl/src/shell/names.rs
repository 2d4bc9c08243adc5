//! `:entity`, `:same` and `:not-same`: who goes by a name.

use std::io::{self, Write};
use std::path::Path;

use graph_core::difference;
use graph_core::export::{Stance, View, visible};
use graph_core::ingest::JudgeError;
use graph_core::judgements::{self, NotAdded};
use graph_core::names::{first, fold_name};
use graph_core::portrait::{self, Other, Portrait, Relation};
use graph_core::{Corpus, NodeId};
use query_lang::question::{self, Called};

use super::editor::Editor;
use super::graphs::tell_difference;
use super::{Shell, words};
use crate::plural::counted;
use crate::report::{Report, note};
use crate::{Failure, ingest, output};

/// How many names are judged at a time.
const MOST_JUDGED: usize = 20;

impl Shell {
    /// Tells who or what an entity is; all, where several share the name.
    pub(super) fn entity(&mut self, name: &str) -> Result<(), Failure> {
        let Some(nodes) = self.called(words::unquoted(name)) else { return Ok(()) };
        let view = View::whole(&self.session.workspace);
        let portraits: Vec<_> = nodes.iter().map(|node| portrait::of(&view, *node)).collect();
        Ok(self.pager.show(|out| {
            for (at, portrait) in portraits.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                write_portrait(portrait, out)?;
            }
            Ok(())
        })?)
    }

    /// The nodes of one name; that there are none, or several names, is told.
    pub(super) fn called(&mut self, name: &str) -> Option<Vec<NodeId>> {
        match question::called(name, self.session.graph(), self.session.lexicon()) {
            Called::Nodes(nodes) => return Some(nodes),
            Called::Several(names) => {
                let problem = format!("`{name}` may be any of {}", names.len());
                self.refuse(
                    &Report::error(problem).help(format!("write one of: {}", some(&names))),
                );
            }
            Called::Unknown(names) => {
                let report = Report::error(format!("nothing in the graph is called `{name}`"));
                self.refuse(&if names.is_empty() {
                    report.help("MATCH (e:Entity) RETURN e.name; lists the names")
                } else {
                    report.help(format!("did you mean {}?", some(&names)))
                });
            }
        }
        None
    }

    /// Adds a judgement to the store or to the workspace's `aliases.tsv`; the graph is drawn anew.
    pub(super) fn judge(&mut self, same: bool, text: &str, editor: &mut dyn Editor) {
        let names = words::names(text);
        let command = if same { ":same" } else { ":not-same" };
        if names.len() < 2 || names.iter().any(String::is_empty) {
            let report = Report::error(format!("`{command}` takes two names or more"));
            self.refuse(&report.help(format!("write `{command} Marco Rubio = Rubio`")));
            return;
        }
        if names.len() > MOST_JUDGED {
            let report = Report::error(format!("`{command}` takes at most {MOST_JUDGED} names"));
            return self.refuse(&report.help("write it several times"));
        }
        if self.refuses_in_unit(command) || self.refuses_judgements() {
            return;
        }
        let corpus = self.session.workspace.corpus();
        if let Some(unknown) = names.iter().find(|name| !is_name(corpus, name)) {
            return self.refuse_unknown(unknown);
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match self.session.workspace.aliases() {
            Some(file) => self.judge_in_file(&file, same, &names, editor),
            None => self.judge_in_store(same, &names, editor),
        }
    }

    fn judge_in_file(&mut self, file: &Path, same: bool, names: &[&str], editor: &mut dyn Editor) {
        let shown = file.display().to_string();
        let added = match judgements::add(file, same, names) {
            Ok(added) => added,
            Err(refused) => return self.refuse_judgement(&refused, &shown),
        };
        if let Err(error) = output::to_file(file, |out| out.write_all(added.text.as_bytes())) {
            return self.refuse(&Report::error(format!("{shown} was not written: {error}")));
        }
        note(&format!("{shown}, line {}: {}", added.number, added.line.replace('\t', " | ")));
        self.reload(editor);
    }

    /// Judges in the store, which draws its facts anew, and tells what is new.
    fn judge_in_store(&mut self, same: bool, names: &[&str], editor: &mut dyn Editor) {
        let shown = self.session.opened.display().to_string();
        let before = self.session.workspace.corpus().clone();
        let judged = self.session.redraw(|workspace, means, waiting| {
            match workspace.judge(same, names, means, waiting) {
                Err(JudgeError::Store(error)) => Err(error),
                Err(JudgeError::Judgement(refused)) => Ok(Some(refused)),
                Ok(()) => Ok(None),
            }
        });
        self.catch_up(editor);
        match judged {
            Ok(None) => {
                let after = self.session.workspace.corpus();
                tell_difference(&difference::between(&before, after));
            }
            Ok(Some(refused)) => self.refuse_judgement(&refused, &shown),
            Err(error) => {
                let _told = ingest::refuse(&error);
                self.refused = true;
            }
        }
    }

    /// Refuses judgements on names where there is nothing to write them to, or nothing may be.
    fn refuses_judgements(&mut self) -> bool {
        let workspace = &self.session.workspace;
        let report = if workspace.aliases().is_none() && workspace.store().is_none() {
            let problem = "judgements on names stand in a store, or in a workspace folder's aliases.tsv, and the graph was read from neither";
            let help = "write `:open FOLDER`, the folder of the articles, or `:open news.attest`";
            Report::error(problem).help(help)
        } else if self.session.environment.read_only {
            let report = Report::error("all is only read, so no judgement is written");
            report.help("start attest without --read-only")
        } else {
            return false;
        };
        self.refuse(&report);
        true
    }

    /// Says which names are like one that stands in no article.
    fn refuse_unknown(&mut self, name: &str) {
        let report =
            Report::error(format!("no article has the name `{name}`; nothing was written"));
        let like = match question::called(name, self.session.graph(), self.session.lexicon()) {
            Called::Several(names) | Called::Unknown(names) => names,
            Called::Nodes(nodes) => {
                let view = View::whole(&self.session.workspace);
                nodes.iter().map(|node| view.name(*node).into_owned()).collect()
            }
        };
        self.refuse(&if like.is_empty() {
            report.help("`:entity NAME` tells what something is called")
        } else {
            report.help(format!("did you mean {}?", some(&like)))
        });
    }

    fn refuse_judgement(&mut self, refused: &NotAdded, file: &str) {
        let report = match refused {
            NotAdded::File(_) | NotAdded::Name(_) => Report::error(refused.to_string()),
            NotAdded::Known { .. } => {
                Report::error(format!("{refused}; nothing was written to {file}"))
            }
            NotAdded::Contradicted { .. } => {
                let report = Report::error(format!("{refused} of {file}; nothing was written"));
                report.help("take out or change what stands there first")
            }
        };
        self.refuse(&report);
    }
}

/// Whether some entity goes by the name. O(names).
fn is_name(corpus: &Corpus, name: &str) -> bool {
    let folded = fold_name(name);
    let names = corpus.entities.iter().flat_map(|it| it.aliases.iter().chain([&it.name]));
    { names }.any(|known| fold_name(known) == folded)
}

/// The first names of a list, quoted.
fn some(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    first(&quoted, 8)
}

fn write_portrait(portrait: &Portrait<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Portrait { name, kind, aliases, articles, relations } = portrait;
    let kind = if kind.is_empty() { "without a label" } else { kind };
    writeln!(out, "{} ({})", visible(name), visible(kind))?;
    if !aliases.is_empty() {
        writeln!(out, "  also called: {}", visible(&aliases.join("; ")))?;
    }
    if !articles.is_empty() {
        let told = articles.iter().map(|(id, count)| format!("{id} ({count})"));
        writeln!(out, "  mentioned in: {}", visible(&told.collect::<Vec<_>>().join(", ")))?;
    }
    if relations.is_empty() {
        writeln!(out, "  no facts")?;
    }
    relations.iter().try_for_each(|relation| write_relation(relation, out))
}

/// `  VISITED` or `  ← VISITED`, and the other ends.
fn write_relation(relation: &Relation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let arrow = if relation.outgoing { "" } else { "← " };
    let told = match relation.stance {
        Stance::Asserted => String::new(),
        stance => format!(" ({})", stance.as_str()),
    };
    writeln!(out, "  {arrow}{}{told}", visible(relation.name))?;
    relation.facts.iter().try_for_each(|fact| writeln!(out, "    {}", visible(&other(fact))))
}

/// `El Salvador, 2025-02-03, 2 sources`
fn other(fact: &Other<'_>) -> String {
    let mut told = vec![fact.name.to_string()];
    told.extend(fact.when.map(str::to_owned));
    told.extend((fact.sources > 0).then(|| counted(fact.sources, "source")));
    told.join(", ")
}
