//! Whether a word is an address on the web, by the Python package's rules.
//!
//! Its regular expression backtracks; a host ends at the first of `:/?#`, so that one look at
//! each place where a host can start decides the same.

use serde::Deserialize;

use super::class::Class;

/// The tables.
#[derive(Deserialize)]
pub(super) struct Urls {
    top_domain: Class,
}

impl Urls {
    /// Whether the whole word is `[scheme://][user@]host[:port][/path]`.
    pub(super) fn matches(&self, word: &str) -> bool {
        if !word.contains('.') {
            return false;
        }
        let behind_users = word.match_indices('@').filter(|&(at, _)| at > 0).map(|(at, _)| at + 1);
        std::iter::once(0)
            .chain(behind_scheme(word))
            .chain(behind_users)
            .any(|start| self.is_location(&word[start..]))
    }

    /// Whether it is `host[:port][/path]`.
    fn is_location(&self, text: &str) -> bool {
        let end = text
            .find(|c: char| ":/?#".contains(c) || !(is_inner(c) || c == '.'))
            .unwrap_or(text.len());
        let (host, rest) = text.split_at(end);
        is_rest(rest) && (self.is_domain(host) || is_public_address(host))
    }

    fn is_domain(&self, host: &str) -> bool {
        let Some((labels, top)) = host.rsplit_once('.') else { return false };
        (2..=63).contains(&top.chars().count())
            && top.chars().all(|c| self.top_domain.contains(c))
            && labels.split('.').all(is_domain_label)
    }
}

/// The place behind `scheme://`.
fn behind_scheme(word: &str) -> Option<usize> {
    let colon = word.find(':')?;
    let scheme = &word[..colon];
    let written = |c: char| c.is_alphanumeric() || "_+-.".contains(c);
    let passes = scheme.chars().nth(1).is_some() && scheme.chars().all(written);
    (passes && word[colon..].starts_with("://")).then_some(colon + 3)
}

/// A letter or digit of a domain name, in the wide sense of the rules.
fn is_outer(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_inner(c: char) -> bool {
    is_outer(c) || c == '_' || c == '-'
}

fn is_domain_label(label: &str) -> bool {
    label.chars().take(65).count() <= 64
        && label.starts_with(is_outer)
        && label.ends_with(is_outer)
        && label.chars().all(is_inner)
}

/// Whether a host may be followed by this: `[:port][/path]`.
fn is_rest(rest: &str) -> bool {
    let path = rest.strip_prefix(':').map_or(rest, |port| {
        let behind = port.trim_start_matches(|c: char| c.is_ascii_digit());
        if (2..=5).contains(&(port.len() - behind.len())) { behind } else { "-" }
    });
    path.is_empty() || path.starts_with(['/', '?', '#'])
}

/// Whether it is an IPv4 address that isn't for private use or a network's own.
fn is_public_address(host: &str) -> bool {
    let parts: Vec<_> = host.split('.').take(5).map(number).collect();
    let [Some(first), Some(second), Some(_), Some(fourth)] = parts[..] else { return false };
    let private = matches!((first, second), (10 | 127, _) | (169, 254) | (192, 168))
        || (first == 172 && (16..=31).contains(&second));
    !private && (1..=223).contains(&first) && (1..=254).contains(&fourth)
}

fn number(part: &str) -> Option<u8> {
    let plain =
        part.bytes().all(|b| b.is_ascii_digit()) && (part.len() == 1 || !part.starts_with('0'));
    if plain { part.parse().ok() } else { None }
}
