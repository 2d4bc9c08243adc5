//! Offices as phrases: where a role's words begin and end, and what kind of role they name.

use std::ops::Range;

use crate::lexicon::Standing;
use crate::parse::{Pos, Tag, Tree};

/// Where the forms of address before a name begin: `Sir` before `Philip`.
pub(super) fn before_titles(tree: &Tree, start: usize) -> usize {
    let sentence = tree.sentence_range(start).start;
    let title = |at: usize| {
        tree.token(at).text.starts_with(char::is_uppercase)
            && tree.lexicon.words.is_title(&tree.lower(at))
            && !tree.lexicon.words.is_role(&tree.lower(at))
    };
    (sentence..start).rev().take_while(|&at| title(at)).last().unwrap_or(start)
}

/// The role phrase that begins at a token, the longest known, with what the office is for:
/// `justice minister`, `minister of transport`, `police and crime commissioner`.
pub(super) fn role_at(tree: &Tree, at: usize, end: usize) -> Option<Range<usize>> {
    let known = known_role(tree, at, end);
    let portfolio = portfolio_end(tree, at, end);
    let composed = portfolio
        .and_then(|head| known_role(tree, head, end))
        // A `Labour councillor` is none for labour.
        .filter(|role| {
            let known = tree.lexicon.words.standing(&phrase(tree, role));
            !matches!(known, Some(Standing::Profession | Standing::Seat))
        });
    let stop = composed.or(known)?.end;
    let of = stop + 1 < end && matches!(&*tree.lower(stop), "of" | "for");
    let office = of && !is_profession(tree, &(at..stop)) && portfolio_is_told(tree, stop + 1, end);
    let told = portfolio_end(tree, stop + 1, end).filter(|_| office);
    Some(at..told.unwrap_or(stop))
}

/// `transport` of `minister of transport`, not of `director of Transport for London`.
fn portfolio_is_told(tree: &Tree, at: usize, end: usize) -> bool {
    let Some(stop) = portfolio_end(tree, at, end) else { return false };
    let organization = tree.entity_at(at).is_some_and(|span| span.tokens.end > stop);
    let goes_on = tree.parse.tokens.get(stop).is_some_and(|token| {
        matches!(token.pos, Pos::Noun | Pos::Adp) && stop < end || &*token.text == "-"
    });
    !organization && !goes_on
}

/// The end of a run of words that say what an office is for.
fn portfolio_end(tree: &Tree, start: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let portfolio = |at: usize| at < end && tree.lexicon.words.is_portfolio(&tree.lower(at));
    let mut at = start;
    while at < start + LONGEST {
        let joint = at > start && at < end && matches!(&*tree.lower(at), "and" | "&" | ",");
        match (portfolio(at), joint && portfolio(at + 1)) {
            (true, _) => at += 1,
            (false, true) => at += 2,
            (false, false) => break,
        }
    }
    (at > start).then_some(at)
}

/// Those who play, sing or act for whoever stands before the word: `Leeds defender`.
const PLAYERS: [&str; 22] = [
    "bassist",
    "batsman",
    "bowler",
    "defender",
    "drummer",
    "flanker",
    "forward",
    "goalkeeper",
    "guitarist",
    "keeper",
    "lock",
    "midfielder",
    "pitcher",
    "player",
    "prop",
    "quarterback",
    "scrum-half",
    "singer",
    "striker",
    "vocalist",
    "winger",
    "wicketkeeper",
];

/// Whether the role is to belong to a team or a band.
pub(super) fn is_player(tree: &Tree, role: &Range<usize>) -> bool {
    PLAYERS.contains(&&*singular(tree, role.end - 1))
}

pub(super) fn is_profession(tree: &Tree, role: &Range<usize>) -> bool {
    tree.lexicon.words.standing(&phrase(tree, role)) == Some(Standing::Profession)
}

fn known_role(tree: &Tree, at: usize, end: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 5;
    if at >= end {
        return None;
    }
    let hyphenated = tree.parse.tokens.get(at + 1).is_some_and(|token| &*token.text == "-");
    // The tagger takes the `forward` of `Rovers forward Jane Roe` for an adverb.
    let before_name = || {
        tree.token(at).pos == Pos::Adv
            && tree.parse.tokens.get(at + 1).is_some_and(|next| next.pos == Pos::Propn)
    };
    let noun = hyphenated
        || matches!(tree.token(at).pos, Pos::Noun | Pos::Propn | Pos::Adj)
        || before_name();
    if !noun || !tree.lexicon.words.begins_role(&singular(tree, at)) {
        return None;
    }
    let longest = (at + 1..=end.min(at + LONGEST))
        .rev()
        .find(|&stop| tree.lexicon.words.is_role(&phrase(tree, &(at..stop))));
    longest.map(|stop| at..stop)
}

/// The words of a role, to look up; `prime-minister` is a `prime minister`.
fn phrase(tree: &Tree, role: &Range<usize>) -> String {
    let words: Vec<String> = role.clone().map(|at| singular(tree, at)).collect();
    let written = words.join(" ").replace(" - ", "-");
    let parted = written.replace('-', " ");
    let roles = &tree.lexicon.words;
    if !roles.is_role(&written) && roles.is_role(&parted) { parted } else { written }
}

/// What kind of role it is; an office with its portfolio is of the kind of the office.
pub(crate) fn standing(tree: &Tree, role: &Range<usize>) -> Option<Standing> {
    let words = &tree.lexicon.words;
    let told = phrase(tree, role);
    if let Some(standing) = words.standing(&told) {
        return Some(standing);
    }
    let secretary = role.clone().any(|at| tree.lower(at) == "secretary");
    if secretary && !told.starts_with("press") {
        return Some(Standing::State);
    }
    let inner = role.clone().find_map(|at| known_role(tree, at, role.end));
    inner.and_then(|inner| words.standing(&phrase(tree, &inner)))
}

/// The country that alone has an office.
pub(crate) fn nation<'a>(tree: &'a Tree, role: &Range<usize>) -> Option<&'a str> {
    tree.lexicon.words.nation(&phrase(tree, role))
}

/// The role whose last word stands there.
pub(crate) fn role_ending(tree: &Tree, last: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    let sentence = tree.sentence_range(last);
    let earliest = sentence.start.max(last.saturating_sub(LONGEST));
    (earliest..=last)
        .find_map(|at| role_at(tree, at, sentence.end).filter(|role| role.end == last + 1))
}

/// `chairman and chief executive`: the last of several roles that one phrase names.
pub(super) fn coordinated_roles(tree: &Tree, first: Range<usize>, end: usize) -> Range<usize> {
    let mut role = first;
    while role.end + 1 < end && matches!(&*tree.lower(role.end), "and" | "&" | "/") {
        let start = role.end + 1 + usize::from(tree.token(role.end + 1).pos == Pos::Det);
        match role_at(tree, start, end) {
            Some(next) => role = next,
            None => break,
        }
    }
    role
}

/// Lower case; a plural noun by its lemma, so that `presidents` and `Presidents` count.
fn singular(tree: &Tree, at: usize) -> String {
    let word = tree.lower(at);
    let roles = &tree.lexicon.words;
    match tree.token(at).tag {
        Tag::Nns => tree.lemma(at),
        Tag::Nnp | Tag::Nnps if !roles.is_role(&word) => {
            roles.single_role(&word).map(str::to_owned).unwrap_or(word)
        }
        _ => word,
    }
}

/// Whether the role has several holders: `Senators`.
pub(super) fn is_plural(tree: &Tree, role: &Range<usize>) -> bool {
    singular(tree, role.end - 1) != tree.lower(role.end - 1)
}

pub(super) fn first_role(tree: &Tree, tokens: Range<usize>) -> Option<Range<usize>> {
    tokens.clone().find_map(|at| role_at(tree, at, tokens.end))
}

/// The last role phrase among the tokens, taken at its longest.
pub(super) fn last_role(tree: &Tree, tokens: Range<usize>) -> Option<Range<usize>> {
    let mut last: Option<Range<usize>> = None;
    let mut at = tokens.start;
    while at < tokens.end {
        match role_at(tree, at, tokens.end) {
            Some(role) => {
                at = role.end;
                last = Some(role);
            }
            None => at += 1,
        }
    }
    last
}
