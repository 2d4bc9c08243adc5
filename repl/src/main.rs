//! `attest`: ask news articles, with the sentence that attests each answer.
//!
//! Answers go to standard output, everything else to standard error. Exit status: 0 done;
//! 1 a query, an article or a file was refused; 2 wrong usage; 130 Ctrl-C.

mod bounds;
mod changes;
mod cli;
mod completions;
mod config;
mod corrections;
mod disputes;
mod explain;
mod export;
mod import;
mod ingest;
mod interrupt;
mod lexicon;
mod memory;
mod merges;
mod output;
mod parameter;
mod plural;
mod progress;
mod provenance;
mod render;
mod report;
mod script;
mod session;
mod shell;
mod terminal;
mod upkeep;
mod verify;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use graph_core::article::ArticleError;
use graph_core::cache::Cache;
use graph_core::export::Selection;
use graph_core::reading::Means;
use graph_core::store::{Fault, StoreError, is_guarded};
use graph_core::workspace::{self, OpenError, Workspace};
use query_lang::Environment;

use cli::{Answers, Cli, Command, ExportFormat, ExportOptions};
use interrupt::{Stopped, Work};
use progress::Watch;
use report::Report;
use script::{Entry, Kind};
use session::{Session, Told};

/// Reading makes very many short texts on all threads, which takes a fifth of the time with the
/// system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why the program ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something was refused, and the message is out.
    Told,
    /// Ctrl-C ended what ran, and the message is out.
    Stopped,
    /// Standard output can't be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>) {
            Report::error("what was being written was stopped").print();
            return Self::Stopped;
        }
        Self::Output(error)
    }
}

impl Failure {
    /// What ends where a store refuses something, which is told.
    pub(crate) fn refused_by_store(error: &StoreError) -> Self {
        if matches!(error.fault, Fault::Stopped { .. }) { Self::Stopped } else { Self::Told }
    }

    /// Tells that something can't be read.
    pub(crate) fn input(name: &str, error: &io::Error) -> Self {
        Report::error(format!("{name} can't be read: {error}")).print();
        Self::Told
    }
}

fn main() -> ExitCode {
    hush_guarded();
    match Cli::read().and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has what it wanted: `attest … | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => {
            Report::error(format!("standard output can't be written: {error}")).print();
            ExitCode::FAILURE
        }
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Stopped) => ExitCode::from(interrupt::STATUS),
    }
}

/// A panic within a store is one on a damaged file, which is told as what it is.
fn hush_guarded() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        if !is_guarded() {
            tell(panicked);
        }
    }));
}

fn run(cli: Cli) -> Result<(), Failure> {
    terminal::choose_colour(cli.color);
    let answers = cli.command.as_ref().and_then(Command::answers);
    report::talk(answers.is_some_and(|answers| answers.format.is_json()), cli.quiet);
    interrupt::listen();
    // An export is checked against the articles as they are, without drawing facts from them.
    if let Some(Command::Verify { export: Some(export) }) = &cli.command {
        return verify::export(export, &cli.graph);
    }
    let strict = answers.is_some_and(|answers| answers.strict);
    let memory = cli.memory.or_else(memory::half_of_machine);
    let cache = if cli.no_cache { None } else { Cache::of_user() };
    let keeping = shell::Keeping::from(cli.history.as_deref());
    let complete = Cell::new(true);
    let session = |answers: Answers| {
        let workspace = open(&cli.graph, cache.as_ref(), (strict, memory))?;
        complete.set(workspace.refused().is_empty());
        Ok::<_, Failure>(Session {
            environment: Environment {
                parameters: answers.parameters.into_iter().collect(),
                strict: answers.strict,
                files: session::files(&cli.graph, &answers.allowed),
                procedures: session::procedures(&workspace),
                read_only: answers.read_only,
                stop: interrupt::stop().within(answers.timeout),
                memory,
                ..Environment::default()
            },
            opened: cli.graph.clone(),
            workspace,
            cache: cache.clone(),
            allowed: answers.allowed,
            format: answers.format,
            most_rows: answers.max_rows.0,
            keeps_going: false,
            told: Told::default(),
            waits: cli.wait,
            unit: None,
            readings: 0,
        })
    };
    let reader = || {
        let mut session = session(Answers::default())?;
        session.warn_of_missing();
        Ok::<_, Failure>(session)
    };
    let done = match cli.command {
        None => shell::run(session(Answers::default())?, !cli.no_pager, &keeping),
        Some(Command::Shell { answers, keep_going }) => {
            let session = Session { keeps_going: keep_going, ..session(answers)? };
            shell::run(session, !cli.no_pager, &keeping)
        }
        Some(Command::Completions { shell }) => completions::completions(shell),
        Some(Command::Man { command }) => completions::manual(command.as_deref()),
        Some(Command::Lexicon { command }) => lexicon::run(&cli.graph, &command, cache.as_ref()),
        Some(Command::Query { text, answers }) => query(&mut session(answers)?, &text),
        Some(Command::Run { files, answers, keep_going }) => {
            run_scripts(&mut Session { keeps_going: keep_going, ..session(answers)? }, &files)
        }
        Some(Command::Ingest { articles, allowed }) => {
            ingest::command(&cli.graph, || session(Answers::default()), &articles, &allowed)
        }
        Some(Command::Import { arguments }) => {
            import::command(&cli.graph, || session(Answers::default()), *arguments)
        }
        Some(Command::Check { store }) => upkeep::check(&store, cli.wait),
        Some(Command::Backup { store, file }) => upkeep::backup(&store, &file),
        Some(Command::Compact { store }) => upkeep::compact(&store, cli.wait),
        Some(Command::Recover { store, new }) => upkeep::recover(&store, &new),
        Some(Command::Disputes { articles }) => {
            let session = reader()?;
            disputes::tell(session.graph(), session.lexicon(), &articles)
        }
        Some(Command::Export { format, output, query, parameters, options }) => {
            let mut session = session(Answers { parameters, ..Answers::default() })?;
            export_to(&mut session, (format, &options), query.as_deref(), output.as_deref())
        }
        Some(Command::Verify { .. }) => verify::workspace(&reader()?.workspace, &cli.graph),
        Some(Command::Explain { fact }) => explain::command(&mut reader()?, &fact),
        Some(Command::Suggest) => merges::command(&reader()?),
    };
    // The rest was done, but what was left out must not go unnoticed.
    done.and(if complete.get() { Ok(()) } else { Err(Failure::Told) })
}

/// Opens the graph, whose corrections are run strictly or not, and with so much memory; tells why
/// it can't be opened, or what of it is left out.
pub(crate) fn open(
    graph: &Path,
    cache: Option<&Cache>,
    (strict, memory): (bool, Option<u64>),
) -> Result<Workspace, Failure> {
    let opened = watched(cache, |means| workspace::open_by(graph, means));
    let mut workspace = opened.map_err(|error| {
        refuse(&error);
        Failure::Told
    })?;
    warn_of_unused(&workspace);
    tell_refused(workspace.refused());
    let nothing_left = workspace.corpus().articles.is_empty() && !workspace.refused().is_empty();
    if nothing_left {
        return Err(Failure::Told);
    }
    corrections::apply(&mut workspace, strict, memory)?;
    Ok(workspace)
}

/// Does something that reads articles, and shows how far it is.
pub(crate) fn watched<T>(cache: Option<&Cache>, read: impl FnOnce(Means) -> T) -> T {
    let watch = Watch::new();
    let tell = |progress| watch.tell(progress);
    let done = read(Means { cache, watch: Some(&tell), ..Means::default() });
    watch.finish();
    done
}

/// Tells which articles are left out, and why.
pub(crate) fn tell_refused(refused: &[ArticleError]) {
    for error in refused {
        Report::error(error.to_string()).print();
    }
}

/// Tells why something can't be opened; of a lexicon, every line that is wrong.
pub(crate) fn refuse(error: &OpenError) {
    let mut reports: Vec<Report> = match error {
        OpenError::Lexicon(errors) => {
            errors.iter().map(|error| Report::error(error.to_string())).collect()
        }
        _ => vec![Report::error(error.to_string())],
    };
    if let Some(last) = reports.pop() {
        reports.iter().for_each(Report::print);
        error.help().into_iter().fold(last, Report::help).print();
    }
}

/// Tells which names of `aliases.tsv` stand in no article: mistyped, most likely.
fn warn_of_unused(workspace: &Workspace) {
    const MOST: usize = 5;
    let unused = workspace.knowledge().judgements.unused(workspace.corpus());
    let file = workspace.aliases().unwrap_or_default();
    for (line, name) in unused.iter().take(MOST) {
        let problem = format!("{}, line {line}: no article has the name `{name}`", file.display());
        Report::warning(problem).print();
    }
    if let Some(more) = unused.len().checked_sub(MOST).filter(|more| *more > 0) {
        Report::warning(format!("{}: {more} more such names", file.display())).print();
    }
}

/// Runs one statement or question and prints the answer.
fn query(session: &mut Session, text: &str) -> Result<(), Failure> {
    let _work = Work::begin();
    let answered = session.answer_one(text)?;
    Ok(session.print(&answered)?)
}

/// Writes the graph, or what a query returns, to a file or to standard output.
fn export_to(
    session: &mut Session,
    (format, options): (ExportFormat, &ExportOptions),
    query: Option<&str>,
    target: Option<&Path>,
) -> Result<(), Failure> {
    let _work = Work::begin();
    session.warn_of_missing();
    let selection = query.map(|text| selected(session, text)).transpose()?;
    match (export::write(session, format, options, selection.as_ref(), target), target) {
        (Err(error), Some(file)) => {
            Report::error(format!("{} was not written: {error}", file.display())).print();
            Err(if interrupt::is_asked() { Failure::Stopped } else { Failure::Told })
        }
        (written, _) => Ok(written?),
    }
}

/// The part of the graph that a query returns.
fn selected(session: &mut Session, text: &str) -> Result<Selection, Failure> {
    let answered = session.answer_one(text)?;
    let selection = export::selection(session, &answered);
    if selection.is_empty() {
        Report::warning("the query returns nothing that could be exported").print();
    }
    Ok(selection)
}

/// Runs scripts up to the first error, or to the end where the session keeps going.
fn run_scripts(session: &mut Session, files: &[PathBuf]) -> Result<(), Failure> {
    let mut first = true;
    let mut refused = false;
    for file in files {
        match run_script(session, file, &mut first) {
            Err(Failure::Told) if session.keeps_going => refused = true,
            done => done?,
        }
    }
    if refused { Err(Failure::Told) } else { Ok(()) }
}

/// Runs a script; answers are set apart by an empty line where the format is for readers.
fn run_script(session: &mut Session, file: &Path, first: &mut bool) -> Result<(), Failure> {
    let standard_input = file == Path::new("-");
    let text = read_script((!standard_input).then_some(file))?;
    let name = if standard_input { "-".into() } else { file.display().to_string() };
    let _work = Work::begin();
    let done = run_entries(session, (&name, &text), first);
    let left_open = session.abandon_unit(true);
    done.and(if left_open { Err(Failure::Told) } else { Ok(()) })
}

fn run_entries(
    session: &mut Session,
    (name, text): (&str, &str),
    first: &mut bool,
) -> Result<(), Failure> {
    let mut refused = false;
    for entry in script::entries(text) {
        match run_entry(session, (name, text), &entry, first) {
            Err(Failure::Told) if session.keeps_going => {
                session.tell_unit_goes_on();
                refused = true;
            }
            done => done?,
        }
    }
    if refused { Err(Failure::Told) } else { Ok(()) }
}

/// Runs one statement or question of a script, or opens or ends a unit.
fn run_entry(
    session: &mut Session,
    (name, text): (&str, &str),
    entry: &Entry,
    first: &mut bool,
) -> Result<(), Failure> {
    if entry.kind == Kind::Command {
        let report = Report::error("commands work in the shell only");
        let report = report.at(Some(name), text, entry.span.clone());
        report.help("write a statement or question").print();
        return Err(Failure::Told);
    }
    if let Kind::Bound(bound) = entry.kind {
        return session.bound(bound, Some(name), text, entry.span.clone());
    }
    let answered = session.answer(Some(name), text, entry.span.clone())?;
    if !answered.answer.columns.is_empty() {
        if !*first {
            session.separate()?;
        }
        *first = false;
    }
    Ok(session.print(&answered)?)
}

/// How many bytes a script may have; what never ends, such as a device, has more.
const LONGEST_SCRIPT: u64 = 64 << 20;

/// The text of a script, or of standard input.
pub(crate) fn read_script(file: Option<&Path>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let name = file.map_or("standard input".into(), |file| file.display().to_string());
    let read = match file {
        Some(file) => File::open(file).and_then(|file| read_some(file, &mut bytes)),
        None => read_some(io::stdin().lock(), &mut bytes),
    };
    read.map_err(|error| Failure::input(&name, &error))?;
    if bytes.len() as u64 > LONGEST_SCRIPT {
        let problem = format!("{name} is longer than {} MiB", LONGEST_SCRIPT >> 20);
        Report::error(problem).help("split the script").print();
        return Err(Failure::Told);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
            let problem = format!("{name} is not UTF-8 text: line {line}, byte {at}");
            Report::error(problem).help("save the script as UTF-8").print();
            Err(Failure::Told)
        }
    }
}

/// Reads all that a script may have, and one byte more, which is enough to refuse it.
fn read_some(from: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    from.take(LONGEST_SCRIPT + 1).read_to_end(bytes).map(drop)
}
