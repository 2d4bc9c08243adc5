//! Attachments that grammar rules out, put right: where the parser hangs a finite verb beside an
//! infinitive, a `who` on an organization that can't be meant, or a clause's verb on its subject.

use super::{Dep, EntityKind, Parse, Pos, QuoteMark, Tag};
use crate::corpus::EntityType;
use crate::lexicon::Lexicon;

/// Those who act beside an organization, and aren't its own as its officials are.
const GROUPS: [&str; 9] = [
    "activist",
    "agency",
    "campaigner",
    "charity",
    "critic",
    "group",
    "organisation",
    "organization",
    "union",
];

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
    let quoted = quoted(parse);
    let mut repair = Repair { parse, lexicon, quoted, attached: Attachments { heads, deps } };
    for at in 0..parse.tokens.len() {
        match parse.tokens[at].dep {
            Dep::Conj => {
                repair.coordinate_finite(at);
                repair.leave_quotation(at);
                repair.rejoin_report(at);
                repair.appose_seat(at);
            }
            Dep::Pobj => repair.behind_date(at),
            Dep::Compound | Dep::Nmod => repair.free_conjunct(at),
            Dep::Relcl => repair.hang_on_person(at),
            Dep::Appos => repair.behind_seat(at),
            Dep::Acl => repair.make_root(at),
            _ => {}
        }
    }
    repair.attached
}

/// Whether a quotation that begins in its sentence holds each token.
fn quoted(parse: &Parse) -> Vec<bool> {
    let mut quoted = Vec::with_capacity(parse.tokens.len());
    for sentence in &parse.sentences {
        let mut open = false;
        for token in &parse.tokens[sentence.clone()] {
            quoted.push(open);
            match QuoteMark::of(&token.text) {
                Some(QuoteMark::Opening) => open = true,
                Some(QuoteMark::Closing) => open = false,
                Some(QuoteMark::Either) => open = !open,
                None => {}
            }
        }
    }
    quoted
}

struct Repair<'a> {
    parse: &'a Parse,
    lexicon: &'a Lexicon,
    /// Whether a quotation holds each token.
    quoted: Vec<bool>,
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
        let finite = |up| matches!(self.tag(up), Tag::Vbd | Tag::Vbz | Tag::Vbp);
        if let Some(up) = self.verb_above(head, finite) {
            self.attached.heads[at] = up;
        }
    }

    /// The nearest verb above a token that passes a test.
    fn verb_above(&self, at: usize, test: impl Fn(usize) -> bool) -> Option<usize> {
        let above = |up: &usize| Some(self.attached.heads[*up]).filter(|above| above != up);
        let mut climbed = std::iter::successors(Some(at), above).skip(1).take(HIGHEST);
        climbed.find(|&up| self.is_verb(up) && test(up))
    }

    /// `said, "It is good," and called for more`: a verb behind a quotation goes with the verb before
    /// it.
    fn leave_quotation(&mut self, at: usize) {
        let head = self.attached.heads[at];
        let finite = matches!(self.tag(at), Tag::Vbd | Tag::Vbz | Tag::Vbp) && self.is_verb(at);
        if !finite || head >= at || !self.quoted[head] || self.quoted[at] {
            return;
        }
        if let Some(up) = self.verb_above(head, |up| up < head && !self.quoted[up]) {
            self.attached.heads[at] = up;
        }
    }

    /// `said it would close and appealed to them`: whoever said so appealed, since what would close
    /// is told with an auxiliary.
    fn rejoin_report(&mut self, at: usize) {
        let told = self.attached.heads[at];
        let report = self.attached.heads[told];
        let finite = matches!(self.tag(at), Tag::Vbd | Tag::Vbz) && self.is_verb(at);
        let reported = self.attached.deps[told] == Dep::Ccomp
            && report < told
            && told < at
            && self.is_verb(report)
            && self.tag(report) == self.tag(at)
            && self.lexicon.words.is_speech(&self.parse.tokens[report].lemma.to_lowercase());
        if !finite || !reported || self.tag(told) == self.tag(at) {
            return;
        }
        let helped = self.children(told).any(|to| {
            // `had left and entered` shares its auxiliary.
            let auxiliary = matches!(self.attached.deps[to], Dep::Aux | Dep::Auxpass);
            auxiliary && &*self.parse.tokens[to].lemma != "have"
        });
        let own = self
            .children(at)
            .any(|to| matches!(self.attached.deps[to], Dep::Nsubj | Dep::Nsubjpass | Dep::Aux));
        if helped && !own {
            self.attached.heads[at] = report;
        }
    }

    /// `rejected on Saturday partial results`: the parser takes what is rejected for a second object
    /// of `on`.
    fn behind_date(&mut self, at: usize) {
        let preposition = self.attached.heads[at];
        let verb = self.attached.heads[preposition];
        let date = preposition + 1;
        if date >= at || self.entity(date) != Some(EntityKind::Date) {
            return;
        }
        let modifies = matches!(self.attached.deps[date], Dep::Nmod | Dep::Compound);
        let dated =
            self.attached.heads[date] == preposition || self.attached.heads[date] == at && modifies;
        let free = dated
            && self.is_verb(verb)
            && !matches!(self.entity(at), Some(EntityKind::Date | EntityKind::Time))
            && !self.children(verb).any(|to| self.attached.deps[to] == Dep::Dobj);
        if free && self.attached.deps[preposition] == Dep::Prep {
            self.attached.heads[at] = verb;
            self.attached.deps[at] = Dep::Dobj;
            self.attached.heads[date] = preposition;
            self.attached.deps[date] = Dep::Pobj;
        }
    }

    /// `the UN and rights groups`: two that act, where the parser takes the first for a modifier of
    /// the second.
    fn free_conjunct(&mut self, at: usize) {
        let noun = self.attached.heads[at];
        let joint = at + 1;
        let between = joint + 1..noun;
        let joined = noun > joint + 1
            && self.tag(joint) == Tag::Cc
            && self.tag(noun) == Tag::Nns
            && GROUPS.contains(&&*self.parse.tokens[noun].lemma.to_lowercase())
            && self.entity(at) == Some(EntityKind::Org)
            && self.entity(noun).is_none()
            && between.clone().all(|to| matches!(self.tag(to), Tag::Nn | Tag::Nns | Tag::Jj))
            && between.clone().all(|to| self.entity(to).is_none());
        if !joined {
            return;
        }
        let before: Vec<usize> =
            self.children(noun).filter(|&to| to <= joint && to != at).collect();
        for to in before {
            self.attached.heads[to] = at;
        }
        // The parser hangs what stands between on the first.
        for to in between {
            if self.attached.heads[to] == at {
                self.attached.heads[to] = noun;
                self.attached.deps[to] = Dep::Compound;
            }
        }
        self.attached.heads[at] = self.attached.heads[noun];
        self.attached.deps[at] = self.attached.deps[noun];
        self.attached.heads[noun] = at;
        self.attached.deps[noun] = Dep::Conj;
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

    /// `Jane Roe, R-Iowa, a critic`: what stands behind her party and state is said of her.
    fn behind_seat(&mut self, at: usize) {
        let seat = self.attached.heads[at];
        let person = self.attached.heads[seat];
        if self.is_seat(seat) && seat < at && person < seat && self.is_person(person) {
            self.attached.heads[at] = person;
        }
    }

    /// `Jane Roe, R-Ohio, and John Roe, D-Utah`: a state is none of those who are listed.
    fn appose_seat(&mut self, at: usize) {
        let person = self.attached.heads[at];
        if !self.is_seat(at) || person > at || !self.is_person(person) {
            return;
        }
        let listed = |to: &usize| matches!(self.attached.deps[*to], Dep::Conj | Dep::Cc);
        let others: Vec<usize> = self.children(at).filter(listed).collect();
        for other in others {
            self.attached.heads[other] = person;
        }
        self.attached.deps[at] = Dep::Appos;
    }

    /// Whether a party's letter stands before a name, as in `R-Ohio`.
    fn is_seat(&self, at: usize) -> bool {
        at.checked_sub(2).is_some_and(|party| {
            &*self.parse.tokens[party + 1].text == "-"
                && matches!(&*self.parse.tokens[party].text, "R" | "D" | "I")
        })
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
