//! What the tokenizer splits off a word: prefixes, suffixes and infixes.
//!
//! The Python package has one long regular expression for each. They consist of strings and
//! character classes with at most two characters of context, so they are matched directly here,
//! in time linear in the word, with the order of their alternatives kept.

use serde::Deserialize;

use super::class::Class;

/// The tables.
#[derive(Deserialize)]
pub(super) struct Affixes {
    prefix_class: Class,
    prefixes: Vec<String>,
    suffix_class: Class,
    suffixes: Vec<String>,
    currencies: Vec<String>,
    units: Vec<String>,
    before_final_period: Class,
    upper_before_final_period: Class,
    infix_class: Class,
    before_inner_period: Class,
    after_inner_period: Class,
    letter: Class,
    letter_or_digit: Class,
    hyphens: Vec<String>,
}

impl Affixes {
    /// Length in bytes of the first prefix that matches, 0 for none.
    pub(super) fn prefix(&self, word: &str) -> usize {
        let Some(first) = word.chars().next() else { return 0 };
        if first.is_ascii_alphanumeric() && !matches!(first, 'A' | 'C' | 'U') {
            return 0;
        }
        let dots = leading_dots(word);
        if dots > 1 {
            return dots;
        }
        if first == '+' && !word[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return 1;
        }
        if let Some(prefix) = self.prefixes.iter().find(|prefix| word.starts_with(&***prefix)) {
            return prefix.len();
        }
        if self.prefix_class.contains(first) { first.len_utf8() } else { 0 }
    }

    /// Length in bytes of the longest suffix that matches, 0 for none.
    pub(super) fn suffix(&self, word: &str) -> usize {
        let Some(last) = word.chars().next_back() else { return 0 };
        let plain = last.is_ascii_alphanumeric() && !matches!(last, 's' | 'S');
        if plain && !word.contains(|c: char| c.is_ascii_digit()) {
            return 0;
        }
        let dots = word.len() - word.trim_end_matches('.').len();
        let own = if self.suffix_class.contains(last) { last.len_utf8() } else { 0 };
        let listed = longest(&self.suffixes, word);
        let after_digit =
            [&self.currencies, &self.units].map(|list| longest_where(list, word, ends_with_digit));
        let plus = usize::from(word.strip_suffix('+').is_some_and(ends_with_digit));
        let period = usize::from(self.splits_final_period(word));
        let dots = if dots > 1 { dots } else { 0 };
        [dots, own, listed, after_digit[0], after_digit[1], plus, period]
            .into_iter()
            .max()
            .unwrap_or(0)
    }

    /// Whether the word ends in a period that ends a sentence rather than an abbreviation.
    fn splits_final_period(&self, word: &str) -> bool {
        let Some(before) = word.strip_suffix('.') else { return false };
        let mut back = before.chars().rev();
        let (one, two) = (back.next(), back.next());
        let upper = |c: Option<char>| c.is_some_and(|c| self.upper_before_final_period.contains(c));
        let degree = one.is_some_and(|c| "FfCcKk".contains(c)) && two == Some('°');
        degree
            || one.is_some_and(|c| self.before_final_period.contains(c))
            || (upper(one) && upper(two))
    }

    /// The infixes of a word, as byte ranges from left to right.
    pub(super) fn infixes(&self, word: &str) -> Vec<std::ops::Range<usize>> {
        let mut found = Vec::new();
        let (mut at, mut before) = (0, None);
        while let Some(c) = word[at..].chars().next() {
            let length = self.infix(before, c, &word[at..]);
            if length > 0 {
                found.push(at..at + length);
            }
            let end = at + length.max(c.len_utf8());
            before = word[at..end].chars().next_back();
            at = end;
        }
        found
    }

    /// Length of the infix that `rest` starts with, whose first character is `c`.
    fn infix(&self, before: Option<char>, c: char, rest: &str) -> usize {
        let dots = leading_dots(rest);
        if dots > 1 {
            return dots;
        }
        if c == '…' || self.infix_class.contains(c) {
            return c.len_utf8();
        }
        let Some(before) = before else { return 0 };
        let after = rest[c.len_utf8()..].chars().next();
        let then = |class: &Class| after.is_some_and(|after| class.contains(after));
        let digits = before.is_ascii_digit()
            && after.is_some_and(|after| after.is_ascii_digit() || after == '-');
        let splits = match c {
            '+' | '*' | '^' => digits,
            '-' if digits => true,
            '.' => self.before_inner_period.contains(before) && then(&self.after_inner_period),
            ',' => self.letter.contains(before) && then(&self.letter),
            ':' | '<' | '>' | '=' | '/' => {
                self.letter_or_digit.contains(before) && then(&self.letter)
            }
            _ => return self.hyphen(before, rest),
        };
        usize::from(splits)
    }

    fn hyphen(&self, before: char, rest: &str) -> usize {
        if !self.letter_or_digit.contains(before) {
            return 0;
        }
        let hyphen = self.hyphens.iter().find(|hyphen| {
            rest.strip_prefix(&***hyphen)
                .is_some_and(|after| after.starts_with(|c| self.letter.contains(c)))
        });
        hyphen.map_or(0, String::len)
    }
}

fn leading_dots(text: &str) -> usize {
    text.len() - text.trim_start_matches('.').len()
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Length of the longest in the list that the word ends in.
fn longest(list: &[String], word: &str) -> usize {
    longest_where(list, word, |_| true)
}

/// Length of the longest in the list that the word ends in behind something that passes.
fn longest_where(list: &[String], word: &str, passes: impl Fn(&str) -> bool) -> usize {
    let matching = list.iter().filter(|s| word.strip_suffix(&***s).is_some_and(&passes));
    matching.map(String::len).max().unwrap_or(0)
}
