//! The shell: questions, statements and commands, one after another.

mod answers;
mod articles;
mod commands;
mod completion;
mod continuation;
mod edit;
mod editor;
mod evidence;
mod graphs;
mod help;
mod highlight;
mod history;
mod names;
mod pager;
mod schema;
mod settings;
mod typing;
mod vocabulary;
mod words;

use std::io::{self, IsTerminal};
use std::ops::{ControlFlow, Range};
use std::time::Instant;

use query_lang::ast::Mode;

use crate::interrupt::Work;
use crate::report::{Report, note};
use crate::script::{self, Bound, Entry, Kind};
use crate::session::{Answered, Session};
use crate::{Failure, merges, terminal};
pub(crate) use commands::nearest_of;
use commands::{Action, Choice, Command, Meant};
use continuation::{PROMPT, PROMPT_IN_UNIT};
use editor::{Editor, Input, Lines};
pub(crate) use history::Keeping;
use pager::Pager;
use typing::Terminal;

/// How many statements are kept for `:edit`.
const MOST_KEPT: usize = 100;

/// Whether to go on, or to leave.
type Flow = ControlFlow<()>;

/// Runs the shell until it is left. At a terminal it greets and prompts; else it reads plainly.
///
/// # Errors
/// [`Failure::Told`] where something was refused and nobody sits at a terminal to try again.
pub(crate) fn run(session: Session, paged: bool, keeping: &Keeping) -> Result<(), Failure> {
    let interactive = io::stdin().is_terminal() && io::stdout().is_terminal();
    let pager = if interactive && paged { Pager::of_user() } else { Pager::Off };
    let mut shell = Shell {
        session,
        last: None,
        row: None,
        statements: Vec::new(),
        timing: false,
        pager,
        interactive,
        refused: false,
        readings: 0,
    };
    if interactive {
        shell.greet();
        let mut editor: Box<dyn Editor> = if terminal::is_editable() {
            Box::new(Terminal::open(&shell.session, keeping)?)
        } else {
            Box::new(Lines::prompted(io::stdin().lock()))
        };
        let read = shell.read(&mut *editor);
        shell.session.abandon_unit(false);
        return read;
    }
    let read = shell.read(&mut Lines::of(io::stdin().lock()));
    shell.refused |= shell.session.abandon_unit(true);
    read.and(if shell.refused { Err(Failure::Told) } else { Ok(()) })
}

struct Shell {
    session: Session,
    last: Option<Answered>,
    /// The row of it whose evidence was asked for, from 1.
    row: Option<usize>,
    /// What was asked at the prompt, the last at the end.
    statements: Vec<String>,
    /// Whether to tell how long answers took.
    timing: bool,
    pager: Pager,
    /// Whether somebody sits at a terminal, who can try again after an error.
    interactive: bool,
    /// Whether anything was refused so far.
    refused: bool,
    /// Which state of the graph the last answer is of.
    readings: u64,
}

impl Shell {
    fn greet(&mut self) {
        self.session.warn_of_missing();
        let corpus = self.session.workspace.corpus();
        note(&format!(
            "attest {}: {} articles, {} entities, {} facts. Ask, or type :help.",
            env!("CARGO_PKG_VERSION"),
            corpus.articles.len(),
            corpus.entities.len(),
            corpus.facts.len(),
        ));
    }

    fn read(&mut self, editor: &mut dyn Editor) -> Result<(), Failure> {
        loop {
            let prompt = if self.session.is_in_unit() { PROMPT_IN_UNIT } else { PROMPT };
            match editor.read(prompt) {
                Ok(Input::Text(text)) => {
                    let work = Work::begin();
                    let flow = match self.perform_all(None, &text, editor) {
                        Err(Failure::Stopped) if self.interactive => {
                            self.session.tell_unit_goes_on();
                            Flow::Continue(())
                        }
                        done => done?,
                    };
                    drop(work);
                    if flow.is_break() || (self.refused && self.stops_at_errors(false)) {
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
                Kind::Bound(bound) => {
                    self.bound(bound, file, text, entry.span)?;
                    Flow::Continue(())
                }
                Kind::Cypher | Kind::Question => self.ask(file, text, &entry, editor)?,
            };
            self.catch_up(editor);
            let stop = self.refused && self.stops_at_errors(file.is_some());
            self.refused |= refused;
            if flow.is_break() || stop {
                return Ok(flow);
            }
        }
        Ok(Flow::Continue(()))
    }

    /// Whether the first error ends what isn't typed at a prompt: a script, or a pipe.
    fn stops_at_errors(&self, in_script: bool) -> bool {
        (in_script || !self.interactive) && !self.session.keeps_going
    }

    /// Answers a statement or question; a refusal is told and the shell goes on.
    fn ask(
        &mut self,
        file: Option<&str>,
        text: &str,
        entry: &Entry,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        if file.is_none() {
            self.keep(&text[entry.span.clone()], entry.kind);
        }
        let begun = Instant::now();
        let answered = self.session.answer(file, text, entry.span.clone());
        self.catch_up(editor);
        match answered {
            Ok(answered) => {
                self.session.print(&answered)?;
                self.tell_time(begun);
                if !answered.answer.changes.is_empty() {
                    editor.learn(&self.session);
                }
                self.last = Some(answered);
                self.row = None;
            }
            Err(Failure::Told) => {
                self.refused = true;
                if !self.stops_at_errors(file.is_some()) {
                    self.session.tell_unit_goes_on();
                }
            }
            Err(failure) => return Err(failure),
        }
        Ok(Flow::Continue(()))
    }

    /// Forgets the last answer where the graph is another one since: its ids may be others'.
    fn catch_up(&mut self, editor: &mut dyn Editor) {
        if self.readings != self.session.readings {
            self.readings = self.session.readings;
            self.last = None;
            self.row = None;
            editor.learn(&self.session);
        }
    }

    /// Opens a unit or ends it, as is said at `span` of a text.
    fn bound(
        &mut self,
        bound: Bound,
        file: Option<&str>,
        text: &str,
        span: Range<usize>,
    ) -> Result<(), Failure> {
        let done = self.session.bound(bound, file, text, span);
        if self.interactive && bound == Bound::Begin && done.is_ok() {
            note("COMMIT; keeps what is changed from here on, ROLLBACK; undoes it");
        }
        self.told(done)
    }

    /// Keeps a statement for `:edit`, `:explain` and `:profile`.
    fn keep(&mut self, text: &str, kind: Kind) {
        let end = if kind == Kind::Cypher { ";" } else { "" };
        if self.statements.len() == MOST_KEPT {
            self.statements.remove(0);
        }
        self.statements.push(format!("{text}{end}\n"));
    }

    fn tell_time(&self, begun: Instant) {
        if self.timing {
            note(&format!("time: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0));
        }
    }

    fn refuse(&mut self, report: &Report<'_>) {
        report.print();
        self.refused = true;
    }

    /// Refuses a word that isn't among those that a command takes.
    fn refuse_choice(&mut self, problem: String, command: &str, given: &str, all: Vec<Choice>) {
        let names: Vec<String> = all.into_iter().map(|(name, _)| name).collect();
        let nearest = nearest_of(given, names.iter().map(String::as_str)).unwrap_or_default();
        let report = Report::error(problem).help(format!("did you mean `{command} {nearest}`?"));
        self.refuse(&report.help(format!("there are {}", names.join(", "))));
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

    fn command(&mut self, text: &str, editor: &mut dyn Editor) -> Result<Flow, Failure> {
        let text = text.trim_end().trim_end_matches(';').trim_end();
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        match commands::find(name) {
            Ok(command) => self.perform(&command, rest, editor),
            Err(_) => self.translate(name, rest, editor),
        }
    }

    /// Does what a spelling of another shell means, or tells what to write.
    fn translate(
        &mut self,
        name: &str,
        rest: &str,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        let unknown = Report::error(format!("there is no command `{name}`"));
        match commands::meant(name) {
            Meant::Command(line) => {
                let (name, given) = line.split_once(' ').unwrap_or((line, ""));
                let rest = [given, rest].join(" ");
                if let Ok(command) = commands::find(name) {
                    note(&format!("{name} {}", rest.trim()));
                    return self.perform(&command, rest.trim(), editor);
                }
            }
            Meant::Instead(advice) => self.refuse(&unknown.help(advice)),
            Meant::Unknown(nearest) => {
                self.refuse(&unknown.help(format!("did you mean `{nearest}`? `:help` lists all")));
            }
        }
        Ok(Flow::Continue(()))
    }

    fn perform(
        &mut self,
        command: &Command,
        rest: &str,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        let optional = command.arguments.starts_with('[');
        if !optional && rest.is_empty() != command.arguments.is_empty() {
            let problem = if rest.is_empty() { "needs an argument" } else { "takes no argument" };
            let report = Report::error(format!("`{}` {problem}", command.name));
            self.refuse(&report.help(format!("write `{}`", command.usage())));
            return Ok(Flow::Continue(()));
        }
        match command.action {
            Action::Help => self.help(rest)?,
            Action::Schema => self.schema()?,
            Action::Entity => self.entity(rest)?,
            Action::Timeline => self.timeline(rest)?,
            Action::Source => self.source(rest)?,
            Action::Disputes => self.disputes(rest)?,
            Action::Evidence => self.evidence(rest)?,
            Action::Why => self.why(rest)?,
            Action::Merges => self.told(merges::command(&self.session))?,
            Action::Same => self.judge(true, rest, editor),
            Action::NotSame => self.judge(false, rest, editor),
            Action::Explain => self.plan(Mode::Explain, rest)?,
            Action::Profile => self.plan(Mode::Profile, rest)?,
            Action::Last => self.show_last()?,
            Action::Edit => return self.edit(rest, editor),
            Action::Export => self.export(rest)?,
            Action::Mode => self.mode(rest)?,
            Action::Param => self.param(rest, editor)?,
            Action::Strict => self.set_strict(rest)?,
            Action::Timing => self.set_timing(rest)?,
            Action::Bound(bound) => {
                self.bound(bound, None, command.name, 0..command.name.len())?;
            }
            Action::Load => return self.load(rest, editor),
            Action::Open => self.open(rest, editor),
            Action::Reload => self.reload(editor),
            Action::Quit => return Ok(Flow::Break(())),
        }
        Ok(Flow::Continue(()))
    }
}
