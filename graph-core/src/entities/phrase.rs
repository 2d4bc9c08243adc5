//! The words of a phrase: what a noun phrase or a clause is called when it has no name.

use crate::corpus::EntityType;
use crate::lexicon::EffectKind;
use crate::parse::{Dep, Pos, Tag, Tree};

/// Most words of a clause that are kept.
const LONGEST_CLAUSE: usize = 14;

/// Nouns of amount, which stand for what they count: `hundreds of people` are people.
const AMOUNTS: [&str; 26] = [
    "hundred", "thousand", "million", "dozen", "score", "number", "majority", "handful", "lot",
    "couple", "variety", "range", "series", "percent", "most", "half", "all", "much", "third",
    "quarter", "any", "none", "some", "several", "many", "few",
];

/// The noun that a phrase is about: behind an amount, what is counted.
pub(super) fn counted_noun(tree: &Tree, head: usize) -> usize {
    let mut at = head;
    for _ in 0..4 {
        let amount = AMOUNTS.contains(&tree.lemma(at).as_str()) || tree.token(at).pos == Pos::Num;
        let counted = tree.after_preposition(at, "of").first().copied();
        match counted.filter(|_| amount) {
            Some(noun) => at = noun,
            None => break,
        }
    }
    at
}

/// The name of a noun phrase: its head with modifiers and possessor, without article, count,
/// relative clauses and appositions; with its `of` phrase where it isn't about people.
pub(super) fn name(tree: &Tree, head: usize) -> String {
    let mut first = head;
    while first > 0
        && tree.sentence(first - 1) == tree.sentence(head)
        && modifies(tree, first - 1, head)
    {
        first -= 1;
    }
    first = behind_owner(tree, head).unwrap_or(first);
    first = (first..head).find(|&at| keeps(tree, at)).unwrap_or(head);
    if first >= 2 && &*tree.token(first - 1).text == "-" && !tree.token(first - 1).space_after {
        first -= 2;
    }
    let last = complement_end(tree, head);
    without_capital(tree, first, tree.text(first, last))
}

/// Where `Heathrow airport` begins in `London's Heathrow airport`: a place or building with a name
/// is called by that.
fn behind_owner(tree: &Tree, head: usize) -> Option<usize> {
    let kind = tree.lexicon.words.noun_type(&tree.lemma(head));
    let lies = matches!(kind, Some(EntityType::Place | EntityType::Facility));
    let owner = tree.child(head, Dep::Poss).filter(|_| lies)?;
    let behind = tree.child(owner, Dep::Case)? + 1;
    let named = tree
        .with_dep(head, Dep::Compound)
        .any(|at| at >= behind && tree.token(at).pos == Pos::Propn);
    named.then_some(behind)
}

/// A common word that begins a sentence loses its capital.
fn without_capital(tree: &Tree, first: usize, name: String) -> String {
    let token = tree.token(first);
    let proper = matches!(token.tag, Tag::Nnp | Tag::Nnps)
        || token.pos == Pos::Propn
        || tree.lexicon.countries.of_adjective(&token.text).is_some();
    let mut letters = name.chars();
    let initial = letters.next().filter(|_| first == tree.sentence_range(first).start);
    match initial {
        Some(initial) if !proper && !letters.as_str().starts_with(char::is_uppercase) => {
            initial.to_lowercase().chain(letters).collect()
        }
        _ => name,
    }
}

/// Whether the token stands in the phrase before its head.
fn modifies(tree: &Tree, at: usize, head: usize) -> bool {
    if matches!(tree.token(at).tag, Tag::Hyph) || &*tree.token(at).text == "-" {
        return at + 1 < head || modifies_directly(tree, at - usize::from(at > 0), head);
    }
    if matches!(tree.token(at).tag, Tag::OpenQuote | Tag::CloseQuote | Tag::Comma) {
        return false;
    }
    modifies_directly(tree, at, head)
}

fn modifies_directly(tree: &Tree, at: usize, head: usize) -> bool {
    let mut up = at;
    for _ in 0..6 {
        if up == head {
            return true;
        }
        let inside = matches!(
            tree.dep(up),
            Dep::Amod
                | Dep::Compound
                | Dep::Nmod
                | Dep::Poss
                | Dep::Nummod
                | Dep::Det
                | Dep::Advmod
                | Dep::Case
                | Dep::Punct
                | Dep::Quantmod
                | Dep::Npadvmod
                | Dep::Cc
                | Dep::Conj
                | Dep::Predet
        );
        match tree.head(up).filter(|_| inside) {
            Some(above) => up = above,
            None => return false,
        }
    }
    false
}

/// Whether a phrase's name may begin with the token.
fn keeps(tree: &Tree, at: usize) -> bool {
    let token = tree.token(at);
    let participle = token.text.contains('-') && token.text.ends_with("ed");
    // Without `newly` the `formed council` says something else.
    let graded = tree.with_dep(at, Dep::Advmod).any(|adverb| adverb + 1 == at);
    let left_out = participle
        || graded
        || matches!(token.pos, Pos::Det | Pos::Punct | Pos::Pron | Pos::Num | Pos::Adv)
        || matches!(token.tag, Tag::Pos | Tag::PrpPoss | Tag::Cd | Tag::Pdt | Tag::In | Tag::Rb)
        || matches!(tree.dep(at), Dep::Quantmod | Dep::Nummod | Dep::Predet | Dep::Det);
    let vague =
        ["such", "other", "many", "several", "some", "more", "most", "own", "same", "various"];
    !left_out && !vague.contains(&tree.lower(at).as_str())
}

/// The phrase ends with its head, or with what `of` adds to a thing.
fn complement_end(tree: &Tree, head: usize) -> usize {
    let kind = tree.lexicon.words.noun_type(&tree.lemma(head));
    let of_people = kind.is_some_and(EntityType::is_party);
    if let Some(end) = intention_end(tree, head) {
        return end;
    }
    let of = tree
        .with_dep(head, Dep::Prep)
        .find(|&child| child == head + 1 && tree.lower(child) == "of");
    match (of, of_people) {
        (Some(of), false) => {
            let object = tree.with_dep(of, Dep::Pobj).next().unwrap_or(head);
            let plain = |at: usize| {
                !tree.subtree(at).iter().any(|&word| {
                    matches!(tree.dep(word), Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Appos)
                })
            };
            let quoted = (of..=object)
                .any(|at| matches!(tree.token(at).tag, Tag::OpenQuote | Tag::CloseQuote));
            match () {
                () if quoted => head,
                () if plain(object) => trim_end(tree, head, tree.edges(object).1),
                () => object,
            }
        }
        _ => head,
    }
}

/// `plans to deport citizens`: several plans are told apart by what is planned.
fn intention_end(tree: &Tree, head: usize) -> Option<usize> {
    let words = &tree.lexicon.words;
    let plural = tree.token(head).tag == Tag::Nns;
    words.effect(EffectKind::Noun, &tree.lemma(head)).filter(|_| plural)?;
    let infinitive = tree.children(head).find(|&child| {
        tree.is_verb(child) && tree.children(child).any(|word| tree.token(word).tag == Tag::To)
    })?;
    Some(trim_end(tree, head, tree.edges(infinitive).1).min(head + LONGEST_CLAUSE))
}

fn trim_end(tree: &Tree, head: usize, end: usize) -> usize {
    (head..=end).rev().find(|&at| tree.token(at).pos != Pos::Punct).unwrap_or(head)
}

/// `not` of `told them not to leave`.
fn not_to(tree: &Tree, verb: usize) -> Option<usize> {
    let to = tree.with_dep(verb, Dep::Aux).find(|&at| tree.token(at).tag == Tag::To)?;
    tree.with_dep(verb, Dep::Neg).find(|&not| not + 1 == to)
}

/// The name of a clause: its verb phrase, with its subject where it has one of its own, or with
/// the `not` of an infinitive.
pub(super) fn clause_name(tree: &Tree, verb: usize) -> String {
    let subject = crate::claims::own_subject(tree, verb)
        .filter(|&subject| subject < verb && tree.token(subject).pos != Pos::Pron);
    let first = subject.map_or(verb, |subject| tree.edges(subject).0);
    let stop = |at: &usize| {
        matches!(tree.dep(*at), Dep::Relcl | Dep::Advcl | Dep::Cc | Dep::Conj)
            && tree.head(*at).is_some_and(|head| head >= verb)
            || matches!(tree.token(*at).tag, Tag::Wdt | Tag::Wp | Tag::Colon)
            || matches!(&*tree.token(*at).text, "," | "\"" | "“" | "”")
    };
    let (_, end) = tree.edges(verb);
    let last = (verb + 1..=end).find(stop).map_or(end, |at| at - 1).min(first + LONGEST_CLAUSE);
    let start = match tree.token(first).pos {
        Pos::Det if first < verb => first + 1,
        _ => not_to(tree, verb).unwrap_or(first),
    };
    tree.text(start, trim_end(tree, verb, last.max(hyphenated_end(tree, verb))))
}

/// `operate` of `co-operate`, which the tokenizer takes apart.
fn hyphenated_end(tree: &Tree, verb: usize) -> usize {
    let hyphen = tree.parse.tokens.get(verb + 1).is_some_and(|next| &*next.text == "-");
    let glued = |at: usize| !tree.token(at).space_after;
    let rest = hyphen && verb + 2 < tree.parse.tokens.len() && glued(verb) && glued(verb + 1);
    if rest { verb + 2 } else { verb }
}
