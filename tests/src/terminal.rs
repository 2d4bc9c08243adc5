//! The program at a pseudo-terminal, whose screen is read cell by cell.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::Parser;

use crate::program::attest;

/// A failing test ends after this long; a passing one never waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is typed for, as the shell shows it.
pub const PROMPT: &str = "attest>";

/// How the program is started at a terminal.
pub struct Start {
    folder: TempDir,
    lines: u16,
    columns: u16,
    command: CommandBuilder,
}

/// A terminal with the shell in it.
pub struct Session {
    /// The folder that it runs in, with the articles in `news` and the user's state in `state`.
    pub folder: TempDir,
    screen: Arc<Mutex<Parser>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Start {
    /// The shell on the articles in the folder `news` of a folder, on a terminal of 100 columns
    /// and 40 lines.
    pub fn on(folder: TempDir) -> Self {
        Self::on_graph(folder, "news")
    }

    /// The same on another graph of the folder.
    pub fn on_graph(folder: TempDir, graph: &str) -> Self {
        let mut command = CommandBuilder::new(attest());
        command.args(["-g", graph, "--no-cache"]);
        command.cwd(folder.path());
        command.env("TERM", "xterm-256color");
        command.env("XDG_STATE_HOME", folder.path().join("state"));
        command.env("XDG_CONFIG_HOME", folder.path().join("config"));
        for name in ["NO_COLOR", "LESS", "VISUAL", "EDITOR"] {
            command.env_remove(name);
        }
        // What is tall runs through the terminal, unless a test asks for a pager.
        command.env("PAGER", "");
        // Reading takes as long on a machine with many cores.
        command.env("RAYON_NUM_THREADS", "1");
        Self { folder, lines: 40, columns: 100, command }
    }

    /// With another argument.
    #[must_use]
    pub fn arg(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    /// With a variable of the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// On a terminal of so many lines and columns.
    #[must_use]
    pub fn size(self, lines: u16, columns: u16) -> Self {
        Self { lines, columns, ..self }
    }

    /// Starts the program, and waits for nothing.
    ///
    /// # Panics
    /// If it can't be started, or the terminal has no lines or columns.
    pub fn start(self) -> Session {
        let Self { folder, lines, columns, command } = self;
        let size = PtySize { rows: lines, cols: columns, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let child = pair.slave.spawn_command(command).expect("attest starts");
        drop(pair.slave);
        let counted = |count| NonZeroU16::new(count).expect("more than none");
        let screen = Arc::new(Mutex::new(Parser::new(counted(lines), counted(columns), 0)));
        let mut output = pair.master.try_clone_reader().expect("readable");
        let shown = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                shown.lock().expect("unpoisoned").process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().expect("writable");
        Session { folder, screen, keys, child, _terminal: pair.master }
    }

    /// Starts the program and waits for its prompt.
    ///
    /// # Panics
    /// If it doesn't come.
    pub fn open(self) -> Session {
        let session = self.start();
        session.wait(|screen| screen.trim_end().ends_with(PROMPT));
        session
    }
}

impl Session {
    /// A session on one short article.
    ///
    /// # Panics
    /// If the program can't be started.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("news")).expect("made");
        let article = "Bridge talks\n\nMayor Lena Ortiz criticized the bridge agreement.\n";
        fs::write(folder.path().join("news/bridge.txt"), article).expect("written");
        Start::on(folder).open()
    }

    /// The text of the screen.
    ///
    /// # Panics
    /// If reading the terminal panicked.
    pub fn contents(&self) -> String {
        self.screen(vt100::Screen::contents)
    }

    /// What is asked of the screen: colours of cells, where the cursor is.
    ///
    /// # Panics
    /// If reading the terminal panicked.
    pub fn screen<T>(&self, ask: impl FnOnce(&vt100::Screen) -> T) -> T {
        ask(self.screen.lock().expect("unpoisoned").screen())
    }

    /// Waits until the screen is as wanted and gives its text.
    ///
    /// # Panics
    /// If it never is.
    pub fn wait(&self, wanted: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let contents = self.contents();
            if wanted(&contents) {
                return contents;
            }
            assert!(start.elapsed() < PATIENCE, "the screen stays:\n{contents}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends keys as a terminal does: `\r` is Enter, `\u{3}` Ctrl-C.
    ///
    /// # Panics
    /// If the program is gone.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("written");
        self.keys.flush().expect("written");
    }

    /// Types a line on a clear screen and waits for the next prompt.
    ///
    /// # Panics
    /// If it doesn't come.
    pub fn answer(&mut self, line: &str) -> String {
        self.press("\u{c}");
        self.wait(|screen| screen.trim() == PROMPT);
        self.press(&format!("{line}\r"));
        self.wait(|screen| screen.lines().count() > 1 && screen.trim_end().ends_with(PROMPT))
    }

    /// Waits for the program to end; gives its exit status and the folder that it ran in.
    ///
    /// # Panics
    /// If it goes on.
    pub fn end(mut self) -> (u32, TempDir) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return (status.exit_code(), self.folder);
            }
            assert!(start.elapsed() < PATIENCE, "the shell goes on:\n{}", self.contents());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
