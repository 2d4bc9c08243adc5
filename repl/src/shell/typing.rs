//! Input typed at a terminal, with history, completion and colours: all that is asked of
//! rustyline.

use std::borrow::Cow;
use std::cell::Cell;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use graph_core::export::is_hidden;
use rustyline::completion::{Completer, Pair};
use rustyline::config::{ColorMode, CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::history::MemHistory;
use rustyline::line_buffer::LineBuffer;
use rustyline::{
    Changeset, Cmd, ConditionalEventHandler, Context, Event, EventContext, EventHandler, Helper,
    KeyCode, KeyEvent, Modifiers, RepeatCount, Validator,
};

use super::completion::{self, Completion};
use super::continuation::{self, Key, marked, unmarked};
use super::editor::{Editor, Input};
use super::highlight::{highlight, hinted};
use super::history::{self, History, Keeping};
use super::vocabulary::Vocabulary;
use crate::script;
use crate::session::Session;
use crate::terminal::{self, Stream};

/// A terminal.
pub(super) struct Terminal {
    editor: rustyline::Editor<Typing, MemHistory>,
    history: History,
    /// What was pasted behind what was run last, and is not complete.
    rest: String,
}

impl Terminal {
    /// Opens the terminal and reads the history, where there is one.
    ///
    /// # Errors
    /// Where the terminal can't be opened.
    pub(super) fn open(session: &Session, keeping: &Keeping) -> io::Result<Self> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            // Without colours there are lines to mark still.
            .color_mode(ColorMode::Forced)
            .history_ignore_space(true)
            .max_history_size(history::MOST)
            .map_err(io::Error::other)?
            .build();
        let history = History::open(keeping, &config);
        let recalled = MemHistory::with_config(&config);
        let mut editor =
            rustyline::Editor::with_history(config, recalled).map_err(io::Error::other)?;
        for entry in history.entries() {
            editor.add_history_entry(marked(entry)).map_err(io::Error::other)?;
        }
        let asked = Asked::default();
        for (key, bound) in KEYS {
            let pressed = Pressed { key: *key, asked: asked.clone() };
            let event = Event::KeySeq(vec![*bound]);
            editor.bind_sequence(event, EventHandler::Conditional(Box::new(pressed)));
        }
        let vocabulary = Vocabulary::of(session);
        let coloured = terminal::is_coloured(Stream::Answers);
        editor.set_helper(Some(Typing { vocabulary, coloured, leaves: Cell::new(false), asked }));
        Ok(Self { editor, history, rest: String::new() })
    }

    /// What is complete of a text; the rest is edited on.
    fn accept(&mut self, text: &str) -> String {
        let text = unmarked(text);
        let (complete, rest) = text.split_at(script::complete_until(&text));
        if !rest.is_empty() {
            self.rest = continuation::gone_on(marked(rest.trim_end_matches('\n')));
        }
        for entry in self.history.add(complete) {
            // In memory this always works.
            let _ = self.editor.add_history_entry(marked(entry));
        }
        complete.to_owned()
    }
}

impl Editor for Terminal {
    fn read(&mut self, prompt: &str) -> io::Result<Input> {
        let rest = std::mem::take(&mut self.rest);
        match self.editor.readline_with_initial(prompt, (&rest, "")) {
            Ok(text) => Ok(Input::Text(self.accept(&text))),
            Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
            Err(ReadlineError::Eof) => Ok(Input::End),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn learn(&mut self, session: &Session) {
        if let Some(typing) = self.editor.helper_mut() {
            typing.vocabulary = Vocabulary::of(session);
        }
    }
}

/// The keys that know of lines.
const KEYS: &[(Key, KeyEvent)] = &[
    (Key::Enter, KeyEvent(KeyCode::Enter, Modifiers::NONE)),
    (Key::Enter, KeyEvent(KeyCode::Char('J'), Modifiers::CTRL)),
    (Key::Backspace, KeyEvent(KeyCode::Backspace, Modifiers::NONE)),
    (Key::Backspace, KeyEvent(KeyCode::Char('H'), Modifiers::CTRL)),
    (Key::Delete, KeyEvent(KeyCode::Delete, Modifiers::NONE)),
    (Key::Left, KeyEvent(KeyCode::Left, Modifiers::NONE)),
    (Key::Left, KeyEvent(KeyCode::Char('B'), Modifiers::CTRL)),
    (Key::Right, KeyEvent(KeyCode::Right, Modifiers::NONE)),
    (Key::Right, KeyEvent(KeyCode::Char('F'), Modifiers::CTRL)),
    (Key::Home, KeyEvent(KeyCode::Home, Modifiers::NONE)),
    (Key::Home, KeyEvent(KeyCode::Char('A'), Modifiers::CTRL)),
    (Key::Up, KeyEvent(KeyCode::Up, Modifiers::NONE)),
    (Key::Down, KeyEvent(KeyCode::Down, Modifiers::NONE)),
];

/// A change of a text, of which a key can't tell rustyline: its commands for keys move by one
/// character. It is carried out as a completion with one candidate.
#[derive(Clone, Debug)]
struct Change {
    text: String,
    cursor: usize,
    made: continuation::Change,
}

/// The change that the last key asked for.
type Asked = Arc<Mutex<Option<Change>>>;

fn take(asked: &Asked) -> Option<Change> {
    asked.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// A key, and where it asks for changes.
struct Pressed {
    key: Key,
    asked: Asked,
}

impl ConditionalEventHandler for Pressed {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, typed: &EventContext<'_>) -> Option<Cmd> {
        let (text, cursor) = (typed.line(), typed.pos());
        let change = continuation::pressed(self.key, text, cursor)?;
        Some(match change {
            continuation::Change::Accept => Cmd::AcceptLine,
            continuation::Change::Insert(text) => Cmd::Insert(1, text.to_owned()),
            change => {
                let change = Change { text: text.to_owned(), cursor, made: change };
                *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(change);
                Cmd::Complete
            }
        })
    }
}

/// What rustyline asks while a line is typed.
#[derive(Helper, Validator)]
struct Typing {
    vocabulary: Vocabulary,
    coloured: bool,
    /// Whether the text is drawn for the last time, before it is run.
    leaves: Cell<bool>,
    asked: Asked,
}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.take_if(|asked| asked.text != line || asked.cursor != position);
        if asked.is_some() {
            let carried_out = Pair { display: String::new(), replacement: String::new() };
            return Ok((position, vec![carried_out]));
        }
        let completion = completion::complete(line, position, &self.vocabulary);
        let columns = terminal::width().map_or(80, usize::from);
        let lines = completion.lines(columns).into_iter();
        let Completion { start, candidates } = completion;
        let pairs = lines
            .zip(candidates)
            .map(|(display, candidate)| Pair { display, replacement: candidate.replacement });
        Ok((start, pairs.collect()))
    }

    fn update(&self, line: &mut LineBuffer, start: usize, elected: &str, changes: &mut Changeset) {
        match take(&self.asked).map(|asked| asked.made) {
            Some(continuation::Change::Delete(range)) => line.replace(range, "", changes),
            Some(continuation::Change::Move(cursor)) => line.set_pos(cursor),
            _ => line.replace(start..line.pos(), elected, changes),
        }
    }
}

/// What is shown behind the text, and can't be taken over.
struct Aside(String);

impl Hint for Aside {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for Typing {
    type Hint = Aside;

    /// What ends a statement, where nothing stands in its next line; hidden characters, which a
    /// pasted text may hold.
    fn hint(&self, line: &str, position: usize, _: &Context<'_>) -> Option<Aside> {
        let hidden = line.chars().find(|&c| is_hidden(c) && !matches!(c, '\n' | '\t'));
        if let Some(hidden) = hidden {
            return Some(Aside(format!("  (hidden character: U+{:04X})", hidden as u32)));
        }
        // Without colour it would look like something typed.
        let blank = self.coloured && continuation::is_blank_line(line, position);
        let incomplete = blank && script::complete_until(line) < line.len();
        incomplete.then(|| Aside("; runs it, Ctrl-C drops it".to_owned()))
    }
}

impl Highlighter for Typing {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        let cursor = (!self.leaves.get()).then_some(position);
        Cow::Owned(highlight(line, cursor, self.coloured))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        if !self.coloured {
            return Cow::Borrowed(prompt);
        }
        Cow::Owned(format!("\u{1b}[1m{prompt}\u{1b}[0m"))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.coloured { Cow::Owned(hinted(hint)) } else { Cow::Borrowed(hint) }
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        match candidate.split_once("  ").filter(|_| self.coloured) {
            Some((name, description)) => Cow::Owned(format!("{name}  {}", hinted(description))),
            None => Cow::Borrowed(candidate),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.leaves.set(kind == CmdKind::ForcedRefresh);
        true
    }
}
