//! How something is told: asserted or negated, as fact or plan, and in whose words.

use super::subjects;
use crate::corpus::{Modality, Polarity};
use crate::lexicon::{Effect, EffectKind};
use crate::parse::{Dep, Pos, Tag, Tree};

/// Verbs whose object thereby doesn't happen.
const UNDOING: [&str; 6] = ["cancel", "postpone", "scrap", "abandon", "shelve", "prevent"];

/// The stance of a text towards what one of its verbs or nouns says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stance {
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    /// Heads of the phrases that name who says so, innermost first.
    pub(super) speakers: Vec<usize>,
    /// Only asked for or wanted: nothing is said of what happens.
    pub(super) void: bool,
}

impl Stance {
    /// Told as plain fact, by nobody in particular.
    pub(super) fn plain() -> Self {
        Self {
            polarity: Polarity::Positive,
            modality: Modality::Fact,
            speakers: Vec::new(),
            void: false,
        }
    }
}

/// Climbs from a trigger to the root of its sentence, gathering what each word on the way does
/// to the claim.
struct Climb<'a> {
    tree: &'a Tree<'a>,
    negative: bool,
    modality: Modality,
    void: bool,
    speakers: Vec<usize>,
    /// The tokens that changed something.
    words: Vec<usize>,
    /// Negative, modality and void before the token that is read.
    before: (bool, Modality, bool),
    /// The `if` of the condition that it stands in: `if they refuse` tells nothing of a refusal.
    supposed: Option<usize>,
    /// Still inside what the trigger's clause asserts: outside of it only speakers count.
    asserting: bool,
}

/// The stance towards what the token at `trigger` says.
pub(super) fn stance(tree: &Tree, trigger: usize) -> Stance {
    climb(tree, trigger).finish()
}

/// The tokens that deny what the trigger says, or make it a plan or a possibility.
pub(crate) fn words(tree: &Tree, trigger: usize) -> Vec<usize> {
    climb(tree, trigger).words
}

fn climb<'a>(tree: &'a Tree<'a>, trigger: usize) -> Climb<'a> {
    let mut climb = Climb {
        tree,
        words: Vec::new(),
        before: (false, Modality::Fact, false),
        negative: false,
        modality: Modality::Fact,
        void: false,
        speakers: Vec::new(),
        supposed: None,
        asserting: true,
    };
    climb.own_words(trigger);
    let mut below = trigger;
    for above in tree.ancestors(trigger) {
        climb.step(below, above);
        climb.keep(above);
        below = above;
    }
    climb.according_to(trigger);
    climb
}

impl Climb<'_> {
    /// Keeps the token that was just read, where it changed something.
    fn keep(&mut self, at: usize) {
        let now = (self.negative, self.modality, self.void);
        if now != self.before {
            self.before = now;
            self.words.push(at);
        }
    }

    /// Negations, modals and `if` that hang on the token.
    fn own_words(&mut self, at: usize) {
        for child in self.tree.children(at) {
            match self.tree.dep(child) {
                Dep::Neg => self.negative = !self.negative,
                Dep::Aux if self.tree.token(child).tag == Tag::Md => {
                    self.apply(
                        self.tree.lexicon.words.effect(EffectKind::Modal, &self.tree.lower(child)),
                    );
                }
                Dep::Aux if self.is_bare_infinitive(at, child) => self.plan(),
                Dep::Mark if matches!(&*self.tree.lower(child), "if" | "unless" | "whether") => {
                    self.modality = Modality::Possible;
                    self.supposed = Some(child).filter(|&mark| self.tree.lower(mark) == "if");
                }
                Dep::Det if self.tree.lower(child) == "no" => self.negative = !self.negative,
                Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass if self.is_none(child) => {
                    self.negative = !self.negative;
                }
                _ => {}
            }
            self.keep(child);
        }
    }

    /// `endorsed neither candidate`, `nobody was hurt`, `no vessel was`.
    fn is_none(&self, at: usize) -> bool {
        let none = ["neither", "no", "none", "nobody", "nothing"];
        let determined = self
            .tree
            .with_dep(at, Dep::Det)
            .chain(self.tree.with_dep(at, Dep::Cc))
            .chain(self.tree.with_dep(at, Dep::Preconj))
            .any(|child| none.contains(&self.tree.lower(child).as_str()));
        determined || none.contains(&self.tree.lower(at).as_str())
    }

    /// `X to visit Y`: a headline's future.
    fn is_bare_infinitive(&self, at: usize, child: usize) -> bool {
        self.tree.token(child).tag == Tag::To && self.tree.head(at).is_none()
    }

    fn step(&mut self, below: usize, above: usize) {
        let tree = self.tree;
        match tree.dep(below) {
            Dep::Xcomp | Dep::Ccomp | Dep::Parataxis if tree.is_verb(above) => {
                self.complement(below, above);
            }
            Dep::Xcomp | Dep::Ccomp | Dep::Acl if tree.token(above).pos == Pos::Adj => {
                self.governed(EffectKind::Adjective, above);
            }
            Dep::Acl if tree.child(below, Dep::Aux).is_some() => {
                self.governed(EffectKind::Noun, above);
            }
            Dep::Acomp | Dep::Attr | Dep::Dobj if tree.is_verb(above) && self.asserting => {
                self.own_words(above);
                if matches!(tree.token(above).tag, Tag::Vbp | Tag::Vbz) {
                    self.governs(EffectKind::Present, above);
                }
                self.undone(above);
            }
            Dep::Nsubjpass if self.asserting => {
                self.own_words(above);
                self.undone(above);
                self.asserting = false;
            }
            Dep::Conj => self.coordinated(below, above),
            Dep::Advcl => self.adverbial(below),
            Dep::Pcomp if tree.lower(above) == "without" => self.negative = !self.negative,
            Dep::Pcomp if tree.lower(above) == "from" => self.kept_from(above),
            Dep::Pcomp | Dep::Prep if tree.lower(above) == "of" || self.is_clausal_noun(above) => {
                self.governed(EffectKind::Noun, above);
            }
            _ => self.asserting = false,
        }
    }

    /// `cancelled a visit`, `a visit was called off`: it didn't happen.
    fn undone(&mut self, verb: usize) {
        if UNDOING.contains(&self.tree.lemma(verb).as_str()) {
            self.negative = !self.negative;
        }
    }

    /// `stopped X from traveling`: X didn't travel.
    fn kept_from(&mut self, preposition: usize) {
        let verb = self.tree.head(preposition).map(|verb| self.tree.lemma(verb));
        let effect =
            verb.and_then(|lemma| self.tree.lexicon.words.effect(EffectKind::Verb, &lemma));
        if effect == Some(Effect::Negative) && self.asserting {
            self.negative = !self.negative;
        }
        self.asserting = false;
    }

    fn is_clausal_noun(&self, at: usize) -> bool {
        self.tree.lexicon.words.effect(EffectKind::Noun, &self.tree.lemma(at)).is_some()
    }

    /// Under a verb with a clause: somebody's words, or something meant, begun, refused. A clause
    /// before its verb (`X ended his visit: Y will`) stands by itself.
    fn complement(&mut self, below: usize, above: usize) {
        let lemma = self.tree.lemma(above);
        let reports =
            self.tree.dep(below) != Dep::Xcomp && self.tree.lexicon.words.is_speech(&lemma);
        if reports {
            self.speakers.extend(subjects::agents(self.tree, above));
            self.asserting = false;
        } else if below < above && self.tree.dep(below) != Dep::Xcomp {
            self.asserting = false;
        } else if self.asserting {
            self.own_words(above);
            self.apply(self.tree.lexicon.words.effect(EffectKind::Verb, &lemma));
            self.negative ^= self.is_yet_to_be(above);
        }
    }

    /// `has yet to release results`: it hasn't.
    fn is_yet_to_be(&self, verb: usize) -> bool {
        let tree = self.tree;
        let yet = tree.with_dep(verb, Dep::Advmod).any(|word| tree.lower(word) == "yet");
        yet && matches!(tree.lemma(verb).as_str(), "have" | "be")
    }

    fn governed(&mut self, kind: EffectKind, above: usize) {
        if self.asserting {
            self.own_words(above);
            self.governs(kind, above);
        }
    }

    fn governs(&mut self, kind: EffectKind, above: usize) {
        self.apply(self.tree.lexicon.words.effect(kind, &self.tree.lemma(above)));
    }

    /// A second verb shares modals and negation of the first, unless it has its own or `but`
    /// stands between them.
    fn coordinated(&mut self, below: usize, above: usize) {
        let tree = self.tree;
        let independent = tree.children(below).any(|child| {
            matches!(tree.dep(child), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Neg)
        });
        let but = tree.with_dep(above, Dep::Cc).any(|child| tree.lower(child) == "but");
        // `didn't know and asked`: the finite verb has no part in `did`.
        let finite = |at: usize| matches!(tree.token(at).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
        let apart = finite(below) && !finite(above);
        if independent || but || apart {
            self.asserting &= !tree.is_verb(above) || tree.dep(above) == Dep::Ccomp;
        } else if self.asserting {
            self.own_words(above);
        }
    }

    fn adverbial(&mut self, below: usize) {
        let purpose =
            self.tree.with_dep(below, Dep::Aux).any(|child| self.tree.token(child).tag == Tag::To);
        if purpose && self.asserting {
            self.plan();
        }
        self.asserting = false;
    }

    fn apply(&mut self, effect: Option<Effect>) {
        match effect {
            Some(Effect::Planned) => self.plan(),
            Some(Effect::Possible) => self.modality = Modality::Possible,
            Some(Effect::Negative) => self.negative = !self.negative,
            Some(Effect::Void) => self.void = true,
            Some(Effect::Fact) | None => {}
        }
    }

    /// A plan that may be is only possible.
    fn plan(&mut self) {
        if self.modality == Modality::Fact {
            self.modality = Modality::Planned;
        }
    }

    /// `according to X`, hanging on the trigger or anything above it.
    fn according_to(&mut self, trigger: usize) {
        let tree = self.tree;
        let chain = std::iter::once(trigger).chain(tree.ancestors(trigger));
        let sources = chain
            .flat_map(|at| tree.children(at))
            .filter(|&child| tree.lower(child) == "according")
            .flat_map(|child| tree.with_dep(child, Dep::Prep))
            .flat_map(|to| tree.preposition_objects(to));
        self.speakers.extend(sources.collect::<Vec<_>>());
    }

    fn finish(self) -> Stance {
        let claimed = self.modality == Modality::Fact && !self.speakers.is_empty();
        Stance {
            polarity: if self.negative { Polarity::Negative } else { Polarity::Positive },
            modality: if claimed { Modality::Claimed } else { self.modality },
            speakers: self.speakers,
            void: self.void || self.negative && self.supposed.is_some(),
        }
    }
}
