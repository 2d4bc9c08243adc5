//! The shell: questions, statements and commands, one after another.

mod commands;
mod completion;
mod editor;
mod evidence;
mod highlight;
mod vocabulary;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;

use clap::ValueEnum;
use graph_core::export::visible;
use graph_core::{RelationshipId, Value};

use crate::cli::{ExportFormat, Look};
use crate::render::Format;
use crate::report::Report;
use crate::script::{self, Entry, Kind};
use crate::session::{Answered, Session, files, procedures};
use crate::{Failure, explain, export, merges, output, provenance, terminal};
use commands::{Action, COMMANDS};
use editor::{Editor, Input, Lines, Terminal};
use vocabulary::Vocabulary;

/// Whether to go on, or to leave.
type Flow = ControlFlow<()>;

/// Runs the shell until it is left. At a terminal it greets and prompts; else it reads plainly.
///
/// # Errors
/// [`Failure::Told`] where something was refused and nobody sits at a terminal to try again.
pub(crate) fn run(session: Session) -> Result<(), Failure> {
    let interactive = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut shell = Shell { session, last: None, refused: false };
    if interactive {
        shell.greet();
        let mut editor = Terminal::open(Vocabulary::of(&shell.session))?;
        shell.read(&mut editor)?;
        return Ok(());
    }
    shell.read(&mut Lines(io::stdin().lock()))?;
    if shell.refused { Err(Failure::Told) } else { Ok(()) }
}

struct Shell {
    session: Session,
    last: Option<Answered>,
    /// Whether anything was refused so far.
    refused: bool,
}

impl Shell {
    fn greet(&self) {
        let corpus = self.session.workspace.corpus();
        let _ = writeln!(
            io::stderr(),
            "attest {}: {} articles, {} entities, {} facts. Ask, or type :help.",
            env!("CARGO_PKG_VERSION"),
            corpus.articles.len(),
            corpus.entities.len(),
            corpus.facts.len(),
        );
    }

    fn read(&mut self, editor: &mut dyn Editor) -> Result<(), Failure> {
        loop {
            match editor.read() {
                Ok(Input::Text(text)) => {
                    if self.perform_all(None, &text, editor)?.is_break() {
                        return Ok(());
                    }
                }
                Ok(Input::Interrupted) => {}
                Ok(Input::End) => return Ok(()),
                Err(error) => return Err(Failure::input("standard input", &error)),
            }
        }
    }

    fn perform_all(
        &mut self,
        file: Option<&str>,
        text: &str,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        for entry in script::entries(text) {
            let refused = std::mem::take(&mut self.refused);
            let flow = match entry.kind {
                Kind::Command if file.is_some() => {
                    let report = Report::error("commands work at the prompt only");
                    self.refuse(&report.at(file, text, entry.span));
                    Flow::Continue(())
                }
                Kind::Command => self.command(&text[entry.span], editor)?,
                Kind::Cypher | Kind::Question => self.ask(file, text, &entry, editor)?,
            };
            // A script stops at its first error, as with `attest run`.
            let stop = file.is_some() && self.refused;
            self.refused |= refused;
            if flow.is_break() || stop {
                return Ok(flow);
            }
        }
        Ok(Flow::Continue(()))
    }

    /// Answers a statement or question; a refusal is told and the shell goes on.
    fn ask(
        &mut self,
        file: Option<&str>,
        text: &str,
        entry: &Entry,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        match self.session.answer(file, text, entry.span.clone()) {
            Ok(answered) => {
                self.session.print(&answered)?;
                if !answered.answer.changes.is_empty() {
                    editor.learn(Vocabulary::of(&self.session));
                }
                self.last = Some(answered);
            }
            Err(Failure::Told) => self.refused = true,
            Err(failure) => return Err(failure),
        }
        Ok(Flow::Continue(()))
    }

    fn refuse(&mut self, report: &Report<'_>) {
        report.print();
        self.refused = true;
    }

    fn command(&mut self, text: &str, editor: &mut dyn Editor) -> Result<Flow, Failure> {
        let text = text.trim_end().trim_end_matches(';').trim_end();
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let command = match commands::find(name) {
            Ok(command) => command,
            Err(nearest) => {
                let report = Report::error(format!("there is no command `{name}`"));
                self.refuse(&report.help(format!("did you mean `{nearest}`? `:help` lists all")));
                return Ok(Flow::Continue(()));
            }
        };
        let optional = command.arguments.starts_with('[');
        if !optional && rest.is_empty() != command.arguments.is_empty() {
            let usage = format!("write `{} {}`", command.name, command.arguments);
            let problem = if rest.is_empty() { "needs an argument" } else { "takes no argument" };
            let report = Report::error(format!("`{}` {problem}", command.name));
            self.refuse(&report.help(usage.replace(" `", "`")));
            return Ok(Flow::Continue(()));
        }
        match command.action {
            Action::Help => output::to_stdout(|out| write_help(out))?,
            Action::Schema => output::to_stdout(|out| self.write_schema(out))?,
            Action::Load => return self.load(rest, editor),
            Action::Export => self.export(rest)?,
            Action::Evidence => self.evidence(rest)?,
            Action::Why => self.why(rest)?,
            Action::Merges => self.told(merges::command(&self.session))?,
            Action::Disputes => {
                match crate::disputes::tell(self.session.graph(), self.session.lexicon(), &[]) {
                    Err(Failure::Told) => self.refused = true,
                    told => told?,
                }
            }
            Action::Strict => self.set_strict(rest),
            Action::Quit => return Ok(Flow::Break(())),
        }
        Ok(Flow::Continue(()))
    }

    /// A script is run; a folder or an article is opened.
    fn load(&mut self, name: &str, editor: &mut dyn Editor) -> Result<Flow, Failure> {
        let path = Path::new(name);
        let article = path.extension().is_some_and(|extension| extension == "txt");
        if path.is_dir() || article {
            match crate::open(path, self.session.cache.as_ref(), self.session.environment.strict) {
                Ok(workspace) => {
                    self.session.environment.files = files(&workspace, &self.session.allowed);
                    self.session.environment.procedures = procedures(&workspace);
                    self.session.workspace = workspace;
                    self.session.warned_of_loss = false;
                    self.last = None;
                    editor.learn(Vocabulary::of(&self.session));
                    self.greet();
                }
                Err(_) => self.refused = true,
            }
            return Ok(Flow::Continue(()));
        }
        if let Ok(text) = crate::read_script(Some(path)) {
            return self.perform_all(Some(name), &text, editor);
        }
        self.refused = true;
        Ok(Flow::Continue(()))
    }

    fn set_strict(&mut self, argument: &str) {
        match argument {
            "on" | "off" => self.session.environment.strict = argument == "on",
            _ => {
                let report = Report::error(format!("`:strict` is on or off, not `{argument}`"));
                self.refuse(&report.help("write `:strict on` or `:strict off`"));
            }
        }
    }

    fn export(&mut self, arguments: &str) -> Result<(), Failure> {
        let (format, file) = arguments.split_once(char::is_whitespace).unwrap_or((arguments, ""));
        let file = Some(file.trim()).filter(|file| !file.is_empty()).map(Path::new);
        let Ok(format) = ExportFormat::from_str(format, true) else {
            let report = Report::error(format!("`{format}` is no export format"));
            self.refuse(&report.help("write `:export dot FILE` or `:export jsonl FILE`"));
            return Ok(());
        };
        if file.is_none() && format.is_folder() {
            let name = format.name();
            let report = Report::error(format!("{name} is a folder of files"));
            self.refuse(&report.help(format!("write `:export {name} FOLDER`")));
            return Ok(());
        }
        match (export::write(&self.session, format, Look::default(), None, file), file) {
            (Err(error), Some(file)) => {
                self.refuse(&Report::error(format!("{} was not written: {error}", file.display())));
                Ok(())
            }
            (written, _) => Ok(written?),
        }
    }

    fn evidence(&mut self, argument: &str) -> Result<(), Failure> {
        let Some((row, relationships)) = self.behind(argument) else { return Ok(()) };
        let graph = self.session.graph();
        let mut any = false;
        output::to_stdout(|out| {
            any = evidence::write(graph, relationships, out)?;
            Ok(())
        })?;
        if !any {
            let report = Report::error(format!("row {row} comes from no fact"));
            self.refuse(&report.help("return a relationship: MATCH (a)-[r]->(b) RETURN a, r, b"));
        }
        Ok(())
    }

    /// A row of the last answer with the relationships behind it; a refusal is told.
    fn behind(&mut self, argument: &str) -> Option<(usize, BTreeSet<RelationshipId>)> {
        let Some(answered) = &self.last else {
            self.refuse(&Report::error("there is no answer yet").help("ask something first"));
            return None;
        };
        let rows = answered.answer.rows.len();
        let row = argument.parse::<usize>().ok().filter(|row| (1..=rows).contains(row));
        let Some(row) = row else {
            let report = Report::error(format!("the last answer has no row `{argument}`"));
            let advice = match rows {
                0 => "it has no rows at all".to_owned(),
                1 => "write the number 1".to_owned(),
                _ => format!("write a number from 1 to {rows}"),
            };
            self.refuse(&report.help(advice));
            return None;
        };
        let behind = provenance::by_row(self.session.graph(), answered, &self.session.environment);
        Some((row, behind.map(|mut rows| rows.swap_remove(row - 1)).unwrap_or_default()))
    }

    /// Explains the facts behind a row of the last answer, the first where no number is given,
    /// or a fact that is named.
    fn why(&mut self, argument: &str) -> Result<(), Failure> {
        let number = argument.chars().all(|letter| letter.is_ascii_digit());
        if !number {
            let explained = explain::command(&mut self.session, argument);
            return self.told(explained);
        }
        let row = if argument.is_empty() { "1" } else { argument };
        let Some((_, relationships)) = self.behind(row) else { return Ok(()) };
        let facts: Vec<_> = relationships.into_iter().collect();
        let explained = explain::all(&self.session, &facts);
        self.told(explained)
    }

    /// A refusal that was told is remembered, and the shell goes on.
    fn told(&mut self, done: Result<(), Failure>) -> Result<(), Failure> {
        match done {
            Err(Failure::Told) => {
                self.refused = true;
                Ok(())
            }
            done => done,
        }
    }

    fn write_schema(&self, out: &mut dyn Write) -> io::Result<()> {
        let graph = self.session.graph();
        let counted = |mut names: Vec<(&str, usize)>| {
            names.retain(|(_, count)| *count > 0);
            names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let names: Vec<_> = names.iter().map(|(name, n)| format!("{name} {n}")).collect();
            Value::from(names.join(", "))
        };
        let rows = [
            vec!["labels".into(), counted(graph.labels())],
            vec!["relationship types".into(), counted(graph.relationship_types())],
            vec!["properties".into(), graph.property_keys().join(", ").into()],
        ];
        let columns = ["kind".to_owned(), "names".to_owned()];
        let rows = crate::render::Rows { graph, columns: &columns, values: &rows };
        rows.write(Format::Table, terminal::width(), out)
    }
}

fn write_help(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Type a question on one line, or Cypher that ends in `;`:\n")?;
    writeln!(out, "  which parties criticized the agreement?")?;
    writeln!(out, "  MATCH (p:Party)-[c:CRITICIZED]->(a) RETURN p.name, c.quotes;")?;
    writeln!(out, "  MATCH (p:Person {{name: 'Rubio'}}) SET p.name = 'Marco Rubio';\n")?;
    writeln!(out, "Changes last until you leave; corrections.cypher has those of each start.\n")?;
    let typed = |command: &commands::Command| format!("{} {}", command.name, command.arguments);
    let widest = COMMANDS.iter().map(|command| typed(command).len()).max().unwrap_or(0);
    for command in &COMMANDS {
        writeln!(out, "  {:widest$}  {}", visible(&typed(command)), command.summary)?;
    }
    writeln!(
        out,
        "\nCALL dbms.functions(); and CALL dbms.procedures(); list what a query can call."
    )?;
    writeln!(out, "Tab completes what is typed; the up arrow brings back earlier input.")
}
