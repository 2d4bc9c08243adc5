//! `=~`: whether a whole text matches a regular expression.
//!
//! The crate `regex` matches in one call, which nothing can end; its own lazy automaton, of
//! `regex-automata`, is walked here byte by byte instead. It gives up on one thing, Unicode's
//! boundaries of words in text that isn't ASCII: there, what one call can take is bounded.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};

use crate::error::Cause;

/// The most bytes of a compiled regular expression.
const LARGEST: usize = 1 << 20;

/// The most regular expressions that are kept.
const MOST: usize = 100;

/// How many bytes are walked between two looks: each may make a new state, which takes up to some
/// microseconds.
const LOOK: usize = 16;

/// The size of an expression times that of a text that one call may take: some tens of
/// milliseconds.
const MOST_AT_ONCE: usize = 1 << 28;

/// Regular expressions that were compiled already, by text.
#[derive(Debug, Default)]
pub(super) struct Patterns(RefCell<HashMap<Arc<str>, Pattern>>);

/// A regular expression of whole texts.
#[derive(Debug)]
struct Pattern {
    whole: Regex,
    automaton: DFA,
    states: Cache,
}

impl Patterns {
    /// Whether the whole text matches; `look` is called now and then, and may end it.
    pub(super) fn matches(
        &self,
        text: &str,
        pattern: &Arc<str>,
        look: impl Fn() -> Result<(), Cause>,
    ) -> Result<bool, Cause> {
        let mut patterns = self.0.borrow_mut();
        if let Some(known) = patterns.get_mut(pattern) {
            return known.matches(text, look);
        }
        if patterns.len() >= MOST {
            patterns.clear();
        }
        patterns.entry(pattern.clone()).or_insert(Pattern::of(pattern)?).matches(text, look)
    }
}

impl Pattern {
    fn of(pattern: &str) -> Result<Self, Cause> {
        let whole = format!(r"\A(?:{pattern})\z");
        let compiled = RegexBuilder::new(&whole).size_limit(LARGEST).build();
        let compiled = compiled.map_err(|error| invalid(&error))?;
        // What only ends at the end of the text may be walked with all that it may still be.
        let automaton = DFA::builder()
            .configure(
                DFA::config()
                    .match_kind(MatchKind::All)
                    .unicode_word_boundary(true)
                    .skip_cache_capacity_check(true),
            )
            .thompson(thompson::Config::new().nfa_size_limit(Some(2 * LARGEST)))
            .build(&whole)
            .map_err(|error| invalid(&error))?;
        let states = automaton.create_cache();
        Ok(Self { whole: compiled, automaton, states })
    }

    fn matches(&mut self, text: &str, look: impl Fn() -> Result<(), Cause>) -> Result<bool, Cause> {
        match self.walked(text, look)? {
            Some(found) => Ok(found),
            None => self.at_once(text),
        }
    }

    /// Whether the automaton accepts the text; `None` where it doesn't know.
    fn walked(
        &mut self,
        text: &str,
        look: impl Fn() -> Result<(), Cause>,
    ) -> Result<Option<bool>, Cause> {
        let (automaton, states) = (&self.automaton, &mut self.states);
        let from_start = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = automaton.start_state(states, &from_start) else { return Ok(None) };
        for (at, byte) in text.bytes().enumerate() {
            if at % LOOK == LOOK - 1 {
                look()?;
            }
            let Ok(next) = automaton.next_state(states, state, byte) else { return Ok(None) };
            if next.is_dead() {
                return Ok(Some(false));
            }
            if next.is_quit() {
                return Ok(None);
            }
            state = next;
        }
        let end = automaton.next_eoi_state(states, state);
        Ok(end.ok().filter(|end| !end.is_quit()).map(|end| end.is_match()))
    }

    fn at_once(&self, text: &str) -> Result<bool, Cause> {
        let size = self.automaton.get_nfa().memory_usage();
        if size.saturating_mul(text.len()) > MOST_AT_ONCE {
            let problem = String::from(
                r"the text is too long for \b and \B of all scripts: (?-u:\b) is that of ASCII",
            );
            return Err(Cause::LimitExceeded { problem });
        }
        Ok(self.whole.is_match(text))
    }
}

/// The last line of an error tells what is wrong, without the expression.
fn invalid(error: &dyn std::error::Error) -> Cause {
    let problem = error.to_string().lines().last().unwrap_or_default().to_owned();
    Cause::InvalidRegularExpression { problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(text: &str, pattern: &str) -> Result<bool, Cause> {
        Patterns::default().matches(text, &pattern.into(), || Ok(()))
    }

    #[test]
    fn the_walk_finds_what_one_call_finds() {
        let patterns = [
            "",
            "a",
            "a|ab",
            "ab|a",
            "(a|b)*?c?",
            ".*",
            "(?s).*",
            "(?i)É+",
            r"\bword\b",
            r".*\bé.*",
            r"\w+",
            "a$",
            "^a",
            "(?m)^a$.b",
            "(?-u:\\b)x",
            r"\d{2,3}",
            "[^é]*",
            "a?a?a?aaa",
            "a{0}",
        ];
        let texts =
            ["", "a", "ab", "abc", "é", "ÉÉé", "word", "mot é", "a\nb", "12", "1234", "aaa", "x"];
        for pattern in patterns {
            let whole = Regex::new(&format!(r"\A(?:{pattern})\z")).expect(pattern);
            for text in texts {
                assert_eq!(matched(text, pattern), Ok(whole.is_match(text)), "{text} =~ {pattern}");
            }
        }
    }

    #[test]
    fn what_takes_long_can_be_ended_or_is_refused() {
        let text = "ab".repeat(50_000);
        let ended =
            Patterns::default().matches(&text, &"(a|b)*[ab]{500}c".into(), || Err(Cause::Stopped));
        assert_eq!(ended, Err(Cause::Stopped));
        let odd = format!("é{text}");
        let refused = matched(&odd, r"(\b\w*)+");
        assert!(matches!(refused, Err(Cause::LimitExceeded { .. })), "{refused:?}");
        assert_eq!(matched(&text, r"\b(ab)+\b"), Ok(true));
    }

    #[test]
    fn what_is_no_expression_is_told_in_one_line() {
        for (pattern, problem) in
            [("(", "unclosed group"), ("((a{1000}){1000}){1000}", "size limit")]
        {
            let refused = matched("a", pattern).expect_err(pattern);
            assert!(refused.to_string().contains(problem), "{refused}");
        }
    }
}
