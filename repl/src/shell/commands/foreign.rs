//! What users of other shells type, in the words of this one.

use super::{COMMANDS, find, nearest_of};

/// What a spelling of another shell stands for here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Meant {
    /// A command, with arguments that go before those typed.
    Command(&'static str),
    /// Nothing; what to do instead.
    Instead(&'static str),
    /// Nothing that is known; the nearest command.
    Unknown(&'static str),
}

use Meant::{Command, Instead};

/// Spellings without the `.`, `\` or `:` before them.
#[rustfmt::skip]
const SPELLINGS: [(&[&str], Meant); 28] = [
    (&["?", "h"], Command(":help")),
    (&["q"], Command(":quit")),
    (&["d", "d+", "dt", "dt+", "dn", "l", "tables", "indexes", "databases", "info", "sysinfo"], Command(":schema")),
    (&["x"], Command(":mode line")),
    (&["a"], Command(":mode csv")),
    (&["pset", "headers", "header", "format"], Command(":mode")),
    (&["i", "ir", "read", "run"], Command(":load")),
    (&["e"], Command(":edit")),
    (&["c", "connect", "use", "attach"], Command(":open")),
    (&["g", "r"], Command(":last")),
    (&["set", "params", "parameter", "parameters", "let"], Command(":param")),
    (&["unset"], Command(":param clear")),
    (&["timer"], Command(":timing")),
    (&["save", "dump", "backup"], Command(":export")),
    (&["plan", "eqp"], Command(":explain")),
    (&["conflicts", "contradictions"], Command(":disputes")),
    (&["article"], Command(":source")),
    (&["quotes"], Command(":evidence")),
    (&["about"], Command(":entity")),
    (&["alias"], Command(":same")),
    (&["refresh"], Command(":reload")),
    (&["o", "output", "once", "copy", "w", "tee"], Instead("write `:export FORMAT FILE last` for what the last answer returned")),
    (&["import"], Instead("write LOAD CSV FROM 'file.csv' AS row CREATE …;")),
    (&["!", "shell", "system", "sh"], Instead("programs are run outside of attest")),
    (&["transaction"], Command(":begin")),
    (&["history", "s"], Instead("press the up arrow, or Ctrl-R to search")),
    (&["clear", "cls"], Instead("press Ctrl-L")),
    (&["echo", "qecho", "print"], Instead("write RETURN 'text';")),
];

/// What was meant by a name that no command has.
pub(in crate::shell) fn meant(name: &str) -> Meant {
    let name = name.to_lowercase();
    let bare = name.trim_start_matches(['.', '\\', ':']);
    if let Some((_, meant)) = SPELLINGS.iter().find(|(names, _)| names.contains(&bare)) {
        return *meant;
    }
    let named = COMMANDS.iter().map(|command| command.name);
    match find(&format!(":{bare}")) {
        Ok(command) => Command(command.name),
        Err(_) => Meant::Unknown(nearest_of(&format!(":{bare}"), named).unwrap_or(":help")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_other_shells_lead_to_commands_that_are_there() {
        for (names, meant) in SPELLINGS {
            if let Command(line) = meant {
                let name = line.split(' ').next().unwrap_or_default();
                assert!(find(name).is_ok(), "{names:?}");
            }
            for name in names {
                assert!(COMMANDS.iter().all(|command| command.name[1..] != **name), "{name}");
            }
        }
        assert_eq!(meant("\\?"), Command(":help"));
        assert_eq!(meant(".help"), Command(":help"));
        assert_eq!(meant(".SCHEMA"), Command(":schema"));
        assert_eq!(meant("\\dt"), Command(":schema"));
        assert_eq!(meant("\\x"), Command(":mode line"));
        assert!(matches!(meant(":history"), Instead(_)));
        assert_eq!(meant(".evidnce"), Meant::Unknown(":evidence"));
        assert!(matches!(meant(&"\\".repeat(100_000)), Meant::Unknown(_)));
    }
}
