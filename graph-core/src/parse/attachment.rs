//! Attachments that grammar rules out, put right: where the parser hangs a finite verb beside an
//! infinitive, a `who` on an organization that can't be meant, or a clause's verb on its subject.

use super::{Dep, EntityKind, Parse, Pos, Tag};
use crate::corpus::EntityType;
use crate::lexicon::Lexicon;

/// Most steps climbed to a better place.
const HIGHEST: usize = 8;

/// Head and dependency of every token.
#[derive(Clone, Debug)]
pub(super) struct Attachments {
    pub(super) heads: Vec<usize>,
    pub(super) deps: Vec<Dep>,
}

/// The parser's attachments with the impossible ones put right. O(tokens).
pub(super) fn attachments(parse: &Parse, lexicon: &Lexicon) -> Attachments {
    let heads = parse.tokens.iter().map(|token| token.head).collect();
    let deps = parse.tokens.iter().map(|token| token.dep).collect();
    let mut repair = Repair { parse, lexicon, attached: Attachments { heads, deps } };
    for at in 0..parse.tokens.len() {
        match parse.tokens[at].dep {
            Dep::Conj => repair.coordinate_finite(at),
            Dep::Relcl => repair.hang_on_person(at),
            Dep::Acl => repair.make_root(at),
            _ => {}
        }
    }
    repair.attached
}

struct Repair<'a> {
    parse: &'a Parse,
    lexicon: &'a Lexicon,
    attached: Attachments,
}

impl Repair<'_> {
    fn tag(&self, at: usize) -> Tag {
        self.parse.tokens[at].tag
    }

    fn is_verb(&self, at: usize) -> bool {
        matches!(self.parse.tokens[at].pos, Pos::Verb | Pos::Aux)
    }

    fn sentence(&self, at: usize) -> std::ops::Range<usize> {
        let next = self.parse.sentences.partition_point(|tokens| tokens.end <= at);
        self.parse.sentences.get(next).cloned().unwrap_or(at..at + 1)
    }

    /// The tokens of the sentence that hang on this one.
    fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.sentence(at).filter(move |&to| to != at && self.attached.heads[to] == at)
    }

    fn is_infinitive(&self, verb: usize) -> bool {
        self.tag(verb) == Tag::Vb && self.children(verb).any(|to| self.tag(to) == Tag::To)
    }

    /// `urged X to reconsider and spoke with Y`: what is past goes with what is past.
    fn coordinate_finite(&mut self, at: usize) {
        let head = self.attached.heads[at];
        if !matches!(self.tag(at), Tag::Vbd | Tag::Vbz)
            || !self.is_verb(at)
            || !self.is_infinitive(head)
        {
            return;
        }
        let mut up = head;
        for _ in 0..HIGHEST {
            let above = self.attached.heads[up];
            if above == up {
                return;
            }
            up = above;
            if self.is_verb(up) && matches!(self.tag(up), Tag::Vbd | Tag::Vbz | Tag::Vbp) {
                self.attached.heads[at] = up;
                return;
            }
        }
    }

    /// `Jane Roe, a critic of the front, who was killed`: one who was killed is no front.
    fn hang_on_person(&mut self, at: usize) {
        let noun = self.attached.heads[at];
        if !self.is_organization(noun) || !self.has_single_who(at) {
            return;
        }
        if let Some(mut person) = self.person_of(noun) {
            while matches!(self.attached.deps[person], Dep::Appos | Dep::Conj)
                && self.attached.heads[person] != person
            {
                let above = self.attached.heads[person];
                if !self.is_person(above) {
                    break;
                }
                person = above;
            }
            self.attached.heads[at] = person;
        }
    }

    fn is_organization(&self, at: usize) -> bool {
        let kind = self.entity(at);
        matches!(kind, Some(EntityKind::Org | EntityKind::Gpe | EntityKind::Norp | EntityKind::Loc))
    }

    fn entity(&self, at: usize) -> Option<EntityKind> {
        let next = self.parse.entities.partition_point(|span| span.tokens.end <= at);
        let span = self.parse.entities.get(next)?;
        (span.tokens.start <= at).then_some(span.kind)
    }

    /// `who was`, `who has`, `who leads`.
    fn has_single_who(&self, verb: usize) -> bool {
        let who = self.children(verb).any(|to| &*self.parse.tokens[to].text == "who");
        let single = |at: usize| self.tag(at) == Tag::Vbz || &*self.parse.tokens[at].text == "was";
        who && (single(verb) || self.children(verb).any(single))
    }

    /// The person noun that the organization completes: `critic` of `critic of the front`.
    fn person_of(&self, noun: usize) -> Option<usize> {
        let preposition = self.attached.heads[noun];
        let person = self.attached.heads[preposition];
        let governed = self.attached.deps[noun] == Dep::Pobj && preposition != person;
        (governed && self.is_person(person)).then_some(person)
    }

    fn is_person(&self, at: usize) -> bool {
        let token = &self.parse.tokens[at];
        let noun = self.lexicon.words.noun_type(&token.lemma.to_lowercase());
        self.entity(at) == Some(EntityKind::Person)
            || token.tag == Tag::Nn && matches!(noun, Some(EntityType::Person | EntityType::Group))
    }

    /// `Roe, who is in Peru, called the plan bad`: a participle behind the clause that completes a
    /// sentence's only noun is its verb.
    fn make_root(&mut self, at: usize) {
        let noun = self.attached.heads[at];
        let comma = at.checked_sub(1).is_some_and(|before| self.tag(before) == Tag::Comma);
        let is_root = self.attached.deps[noun] == Dep::Root && !self.is_verb(noun);
        if !is_root || !comma || !matches!(self.tag(at), Tag::Vbn | Tag::Vbd) {
            return;
        }
        let inside = |to: usize| (noun..at).contains(&to);
        let clause = self.children(noun).any(|to| {
            inside(to) && matches!(self.attached.deps[to], Dep::Relcl | Dep::Appos | Dep::Acl)
        });
        let complete = self.children(at).any(|to| {
            matches!(self.attached.deps[to], Dep::Dobj | Dep::Ccomp | Dep::Xcomp | Dep::Oprd)
        });
        let auxiliary = self.children(at).any(|to| self.attached.deps[to] == Dep::Agent);
        if !clause || !complete || auxiliary {
            return;
        }
        let behind: Vec<usize> = self.children(noun).filter(|&to| to > at).collect();
        for to in behind {
            self.attached.heads[to] = at;
        }
        self.attached.heads[at] = at;
        self.attached.deps[at] = Dep::Root;
        self.attached.heads[noun] = at;
        self.attached.deps[noun] = Dep::Nsubj;
    }
}
