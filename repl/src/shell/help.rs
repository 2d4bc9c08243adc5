//! `:help`: commands, topics, and what a query can call.

use std::io::{self, Write};

use graph_core::export::visible;
use query_lang::procedures::Procedure;
use query_lang::{Function, KEYWORDS, functions, question};

use super::commands::{COMMANDS, Choice, Command, formats, modes, nearest_of};
use super::{Shell, words};
use crate::Failure;
use crate::report::Report;

/// What is explained besides commands: name, in a line, and the text.
const TOPICS: [(&str, &str, &str); 7] = [
    ("cypher", "statements of the query language", CYPHER),
    ("questions", "questions in English", QUESTIONS),
    ("trust", "from an answer to the sentences behind it", TRUST),
    ("names", "who is who, and how to correct it", NAMES),
    ("exports", "formats for other programs", EXPORTS),
    ("formats", "how rows are written", FORMATS),
    ("keys", "what keys do at the prompt", KEYS),
];

const CYPHER: &str = "\
A statement may have several lines and ends in `;`:

  MATCH (p:Party)-[c:CRITICIZED]->(a) RETURN p.name, c.quotes;
  MATCH (p:Person {name: $who}) RETURN p;          (:param who = 'Marco Rubio')
  MATCH (p:Person {name: 'Rubio'}) SET p.name = 'Marco Rubio';

VISITED is asserted; NOT_VISITED is denied, PLANNED_VISITED intended and POSSIBLE_VISITED
possible. `:schema` lists labels, types and properties. `:help size` tells what a function
gives; CALL dbms.functions(); and CALL dbms.procedures(); list all.
What stands between BEGIN; and COMMIT; is kept together, or undone by ROLLBACK;.
Changes last until you leave, and in a store (`:open news.attest`) for good; statements in
corrections.cypher of a workspace folder are run at each start. `:explain` and `:profile` show how a statement is run.";

const QUESTIONS: &str = "\
A question is one line; the Cypher that it becomes is shown with its answer. This graph can
answer:
";

const TRUST: &str = "  :evidence 1     the sentences behind row 1 of the last answer
  :source 002     the article that they stand in, with the quotes marked »so«
  :why 1          the rule and the words that led to each fact
  :disputes       accounts that contradict each other
  :timeline       facts with a date, in order of time";

const NAMES: &str =
    "  :entity Rubio                  who goes by the name, and what is told of them
  :merges                        entities that may be one
  :same Marco Rubio = Rubio      they are one, called by the first name
  :not-same Georgia = Georgia Power

Judgements stand in aliases.tsv of the workspace folder, one a line, or in the store; `:same`
and `:not-same` add to it, and the graph is drawn anew.";

const EXPORTS: &str = "  :export FORMAT FILE        the whole graph
  :export FORMAT FILE last   what the last answer returned

A file or folder is written whole or not at all. Without FILE it goes to the terminal.
";

const FORMATS: &str = "`:mode FORMAT` sets how rows are written:\n";

const KEYS: &str =
    "  Tab                completes what is typed, here commands, names and paths too
  Enter              runs it; a statement goes on until its `;`
  up, down           other lines of a statement; earlier and later input
  Ctrl-R             searches earlier input
  Ctrl-A, Ctrl-E     to the beginning and the end of the line
  Ctrl-W, Ctrl-U     take back a word, or all up to the cursor
  Ctrl-L             clears the screen
  Ctrl-C             drops what is typed
  Ctrl-D             leaves, where nothing is typed";

/// What `:help` may be asked about, for completion.
pub(super) fn topics() -> Vec<Choice> {
    let topics = TOPICS.iter().map(|(name, line, _)| ((*name).to_owned(), (*line).to_owned()));
    let commands =
        COMMANDS.iter().map(|command| (command.name.to_owned(), command.summary.to_owned()));
    topics.chain(commands).collect()
}

/// What a topic names.
enum Topic<'a> {
    Command(&'a Command),
    Text(&'static str, &'static str),
    Function(&'static Function),
    Procedure(&'a Procedure),
    Keyword(&'static str, &'static str),
}

impl Shell {
    /// Explains a topic, or lists all.
    pub(super) fn help(&mut self, topic: &str) -> Result<(), Failure> {
        let topic = words::unquoted(topic);
        if topic.is_empty() {
            return Ok(self.pager.show(|out| write_overview(out))?);
        }
        let procedures = &self.session.environment.procedures;
        let Some(found) = find(topic, procedures.iter()) else {
            let names: Vec<String> = topics().into_iter().map(|(name, _)| name).collect();
            let asked = topic.to_lowercase();
            let named = names.iter().map(|name| name.trim_start_matches(':'));
            let near = nearest_of(asked.trim_start_matches(':'), named).unwrap_or("cypher");
            let report = Report::error(format!("there is no help on `{topic}`"));
            self.refuse(&report.help(format!("did you mean `:help {near}`? `:help` lists all")));
            return Ok(());
        };
        Ok(self.pager.show(|out| self.write_topic(&found, out))?)
    }

    fn write_topic(&self, topic: &Topic<'_>, out: &mut dyn Write) -> io::Result<()> {
        match topic {
            Topic::Command(command) => write_command(command, out),
            Topic::Text(name, text) => {
                writeln!(out, "{text}")?;
                match *name {
                    "exports" => write_choices(&formats(), out),
                    "formats" => write_choices(&modes(), out),
                    "questions" => self.write_examples(out),
                    _ => Ok(()),
                }
            }
            Topic::Function(function) => {
                writeln!(out, "{}\n  {}", function.signature, function.summary)
            }
            Topic::Procedure(procedure) => {
                writeln!(out, "CALL {}\n  {}", procedure.signature(), procedure.summary())
            }
            Topic::Keyword(keyword, summary) => writeln!(out, "{keyword}\n  {summary}"),
        }
    }

    fn write_examples(&self, out: &mut dyn Write) -> io::Result<()> {
        let examples = question::examples(self.session.graph(), self.session.lexicon());
        examples.iter().try_for_each(|example| writeln!(out, "  {}", visible(example)))
    }
}

fn find<'a>(topic: &str, mut procedures: impl Iterator<Item = &'a Procedure>) -> Option<Topic<'a>> {
    let asked = topic.to_lowercase();
    let bare = asked.trim_start_matches(':').trim_end_matches("()");
    let command = COMMANDS.iter().find(|it| it.name[1..] == *bare || it.also.contains(&&*asked));
    let text = TOPICS.iter().find(|(name, _, _)| *name == bare);
    let function = functions().iter().find(|it| it.name.eq_ignore_ascii_case(bare));
    let keyword = KEYWORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(bare));
    command
        .map(Topic::Command)
        .or_else(|| text.map(|(name, _, text)| Topic::Text(name, text)))
        .or_else(|| function.map(Topic::Function))
        .or_else(|| {
            procedures.find(|it| it.name().eq_ignore_ascii_case(bare)).map(Topic::Procedure)
        })
        .or_else(|| keyword.map(|(name, summary)| Topic::Keyword(name, summary)))
}

fn write_overview(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Type a question on one line, or Cypher that ends in `;`:\n")?;
    writeln!(out, "  which parties criticized the agreement?")?;
    writeln!(out, "  MATCH (p:Party)-[c:CRITICIZED]->(a) RETURN p.name, c.quotes;\n")?;
    let commands = COMMANDS.iter().map(|it| (it.usage(), it.summary.to_owned()));
    write_choices(&commands.collect::<Vec<_>>(), out)?;
    writeln!(out, "\n`:help TOPIC` tells more, of a command, a function or a topic:\n")?;
    let topics = TOPICS.iter().map(|(name, line, _)| ((*name).to_owned(), (*line).to_owned()));
    write_choices(&topics.collect::<Vec<_>>(), out)
}

fn write_command(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n  {}", command.usage(), command.summary)?;
    for line in command.more {
        let blank = if line.starts_with(':') { "    " } else { "  " };
        writeln!(out, "{blank}{line}")?;
    }
    if !command.also.is_empty() {
        writeln!(out, "  also typed {}", command.also.join(", "))?;
    }
    Ok(())
}

/// Words with their descriptions in two columns; the first one is no wider for a few long words.
fn write_choices(choices: &[Choice], out: &mut dyn Write) -> io::Result<()> {
    const WIDEST: usize = 22;
    let widths = choices.iter().map(|(word, _)| word.chars().count());
    let widest = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    choices.iter().try_for_each(|(word, line)| writeln!(out, "  {word:widest$}  {line}"))
}

#[cfg(test)]
mod tests {
    use query_lang::procedures::Procedures;

    use super::*;

    #[test]
    fn commands_topics_functions_procedures_and_keywords_are_explained() {
        let procedures = Procedures::default();
        let found = |topic| find(topic, procedures.iter());
        for command in COMMANDS {
            assert!(
                matches!(found(command.name), Some(Topic::Command(it)) if it.name == command.name)
            );
            assert!(matches!(found(&command.name[1..]), Some(Topic::Command(_))));
        }
        for (name, _, _) in TOPICS {
            assert!(matches!(found(name), Some(Topic::Text(..))), "{name}");
        }
        assert!(matches!(found("SIZE()"), Some(Topic::Function(_))));
        assert!(matches!(found("db.labels"), Some(Topic::Procedure(_))));
        assert!(matches!(found("match"), Some(Topic::Keyword("MATCH", _))));
        assert!(found("no such thing").is_none());
    }

    #[test]
    fn the_overview_fits_terminals_of_usual_width() {
        let mut out = Vec::new();
        write_overview(&mut out).expect("memory takes it");
        let text = String::from_utf8(out).expect("UTF-8");
        for line in text.lines() {
            assert!(line.chars().count() <= 80 + 7, "{line}");
        }
    }
}
