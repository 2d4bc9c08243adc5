//! Who holds which role where: titles before names, appositions behind them, and `is the … of`.

use std::ops::Range;

use super::{Argument, Claim, names_in, plain};
use crate::corpus::EntityType;
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// Longest title before a name, in tokens.
const LONGEST_TITLE: usize = 16;

/// The roles and memberships that the paragraph tells.
pub(super) fn extract(tree: &Tree, claims: &mut Vec<Claim>) {
    for name in names_in(tree) {
        let person = Person { tree, tokens: name.tokens.clone(), kind: name.kind };
        if name.kind == Some(EntityKind::Person) {
            person.title_before(claims);
            person.apposition_behind(claims);
            person.copula(claims);
            person.belongs(claims);
        } else if name.tokens.len() > 1 && name.kind != Some(EntityKind::Gpe) {
            person.title_before(claims);
        }
    }
}

/// A person's name in the text.
struct Person<'a> {
    tree: &'a Tree<'a>,
    tokens: Range<usize>,
    kind: Option<EntityKind>,
}

impl Person<'_> {
    /// The token that stands for the person: the last of the name.
    fn head(&self) -> usize {
        let possessive = |at: &usize| self.tree.token(*at).tag == Tag::Pos;
        let last = self.tokens.end - 1;
        if possessive(&last) && last > self.tokens.start { last - 1 } else { last }
    }

    /// `U.S. Secretary of State Marco Rubio`, `Malaysia's Prime Minister, Najib Razak`,
    /// `executive director of X Jane Roe`.
    fn title_before(&self, claims: &mut Vec<Claim>) {
        let region = self.title_region();
        let Some(role) = last_role(self.tree, region.clone()) else { return };
        if !self.reaches_name(&role)
            || self.kind != Some(EntityKind::Person) && self.is_behind(&role)
        {
            return;
        }
        let inside = self.entities_in(role.end..self.tokens.start);
        let before = self.entities_in(region.start..role.start);
        let holder = inside.first().or(before.last());
        let holder = holder.copied().or_else(|| self.common_owner(&region, &role));
        self.claim_held(&role, holder, claims);
    }

    /// An office may be held in a country; a `Norwegian nurse` holds none in Norway.
    fn may_hold(&self, role: &Range<usize>, holder: usize) -> bool {
        let phrase: Vec<String> = role.clone().map(|at| singular(self.tree, at)).collect();
        let place = self.tree.entity_at(holder).is_some_and(|span| {
            matches!(span.kind, EntityKind::Gpe | EntityKind::Norp | EntityKind::Loc)
        });
        let adjective =
            self.tree.lexicon.countries.of_adjective(&self.tree.token(holder).text).is_some();
        !(place || adjective)
            || self.tree.lexicon.words.is_office(&phrase.join(" ").replace(" - ", "-"))
    }

    /// The tokens before the name that may be a title.
    fn title_region(&self) -> Range<usize> {
        let tree = self.tree;
        let sentence = tree.sentence_range(self.tokens.start);
        let earliest = sentence.start.max(self.tokens.start.saturating_sub(LONGEST_TITLE));
        let mut start = self.tokens.start;
        while start > earliest && self.may_be_title(start - 1) {
            start -= 1;
        }
        start..self.tokens.start
    }

    fn may_be_title(&self, at: usize) -> bool {
        let token = self.tree.token(at);
        let comma_before_name = &*token.text == "," && at + 1 == self.tokens.start;
        comma_before_name
            || matches!(token.pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det)
            || matches!(token.tag, Tag::Pos | Tag::Hyph | Tag::PrpPoss)
            || matches!(&*token.text.to_lowercase(), "of" | "for" | "on" | "'s" | "’s" | "-")
    }

    /// Between role and name stands nothing, a comma, or `of`, `for`, `at` with an organization.
    fn reaches_name(&self, role: &Range<usize>) -> bool {
        let between = role.end..self.tokens.start;
        let Some(first) = between.clone().next() else { return true };
        let text = self.tree.lower(first);
        let comma = between.len() == 1 && text == "," && self.followed_by_comma_or_verb();
        comma || matches!(text.as_str(), "of" | "for" | "at")
    }

    /// Whether words stand between role and name: `spokeswoman for the Red Cross` names no person.
    fn is_behind(&self, role: &Range<usize>) -> bool {
        self.tokens.start > role.end + 1
    }

    /// `the president, Jane Roe, said` and `said the president, Jane Roe.`, not a list.
    fn followed_by_comma_or_verb(&self) -> bool {
        let next = self.tokens.end;
        let Some(token) = self.tree.parse.tokens.get(next) else { return true };
        matches!(&*token.text, "," | "." | ":" | ";" | "-" | "–" | "—")
            || matches!(token.pos, Pos::Verb | Pos::Aux)
    }

    /// Heads of names of organizations, countries and peoples among the tokens.
    fn entities_in(&self, tokens: Range<usize>) -> Vec<usize> {
        let tree = self.tree;
        let named = tree.entities_in(tokens).filter(|span| {
            matches!(
                span.kind,
                EntityKind::Org | EntityKind::Gpe | EntityKind::Norp | EntityKind::Fac
            )
        });
        named.map(|span| last_word(tree, &span.tokens)).collect()
    }

    /// `city mayor`, `company spokesman`: a noun before the role; `spokesman for the military`.
    fn common_owner(&self, region: &Range<usize>, role: &Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let behind = tree.parse.tokens.get(role.end).map(|token| token.text.to_lowercase());
        if matches!(behind.as_deref(), Some("of" | "for" | "at")) {
            return tree.preposition_objects(role.end).first().copied();
        }
        let before = role.start.checked_sub(1).filter(|at| region.contains(at))?;
        if tree.token(before).tag == Tag::PrpPoss {
            return Some(before);
        }
        let owner =
            if tree.token(before).tag == Tag::Pos { before.checked_sub(1)? } else { before };
        let noun = self.tree.lexicon.words.noun_type(&tree.lemma(owner));
        let organizes = matches!(
            noun,
            Some(EntityType::Organization | EntityType::Place | EntityType::Facility)
        ) || tree.lexicon.countries.of_adjective(&tree.token(owner).text).is_some();
        (organizes || tree.token(owner).pos == Pos::Propn).then_some(owner)
    }

    /// `Jane Roe, secretary general of the party X,`.
    fn apposition_behind(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let sentence = tree.sentence_range(self.tokens.start);
        let mut comma = self.tokens.end;
        if self.is_age(comma, sentence.end) {
            comma += 2;
        }
        if comma + 1 >= sentence.end || &*tree.token(comma).text != "," {
            return;
        }
        let end = self.apposition_end(comma + 1, sentence.end);
        if tree.parse.tokens.get(end).is_some_and(|token| token.pos != Pos::Punct) {
            return;
        }
        let Some(role) = first_role(tree, comma + 1..end) else { return };
        if (comma + 1..role.start).any(|at| tree.token(at).pos == Pos::Propn && self.is_person(at))
        {
            return;
        }
        let behind = self.entities_in(role.end..end);
        let before = self.entities_in(comma + 1..role.start);
        let holder = behind.first().or(before.last()).copied();
        let inside = comma + 1..end;
        let holder = holder
            .or_else(|| self.governed_by_role(&role))
            .or_else(|| self.common_owner(&inside, &role));
        self.claim_held(&role, holder, claims);
    }

    /// `, 19,` behind a name.
    fn is_age(&self, comma: usize, end: usize) -> bool {
        comma + 2 < end
            && &*self.tree.token(comma).text == ","
            && self.tree.token(comma + 1).tag == Tag::Cd
            && &*self.tree.token(comma + 2).text == ","
    }

    fn is_person(&self, at: usize) -> bool {
        self.tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Person)
    }

    /// The apposition ends at the next comma or finite verb.
    fn apposition_end(&self, start: usize, limit: usize) -> usize {
        let ends = |&at: &usize| {
            let token = self.tree.token(at);
            matches!(&*token.text, "," | "." | ";" | ":" | "\"" | "“" | "”")
                || matches!(
                    token.tag,
                    Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Wdt | Tag::Wp
                )
        };
        (start..limit).find(ends).unwrap_or(limit)
    }

    /// `representative for the LA Sheriff's office`: what the preposition behind the role governs.
    fn governed_by_role(&self, role: &Range<usize>) -> Option<usize> {
        let word = self.tree.parse.tokens.get(role.end)?;
        let leads =
            matches!(&*word.text.to_lowercase(), "of" | "for" | "at" | "to" | "with" | "from");
        leads.then(|| self.tree.preposition_objects(role.end).first().copied()).flatten()
    }

    /// `Jane Roe is the president of X`, `became`, `was elected`.
    fn copula(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let head = self.head();
        let Some(verb) = tree.head(head) else { return };
        let subject = matches!(tree.dep(head), Dep::Nsubj | Dep::Nsubjpass);
        let linking = ["be", "become", "remain", "serve", "elect", "appoint", "name"];
        if !subject || !linking.contains(&tree.lemma(verb).as_str()) {
            return;
        }
        let predicates = tree
            .children(verb)
            .filter(|&child| matches!(tree.dep(child), Dep::Attr | Dep::Oprd | Dep::Dobj));
        let as_role = tree.after_preposition(verb, "as");
        for predicate in predicates.chain(as_role) {
            let (start, end) = tree.edges(predicate);
            let Some(role) = first_role(tree, start..end + 1) else { continue };
            let behind = self.entities_in(role.end..end + 1);
            let before = self.entities_in(start..role.start);
            let holder = behind.first().or(before.last()).copied();
            if let Some(holder) = holder.or_else(|| self.governed_by_role(&role)) {
                self.claim_role(role.end - 1, holder, claims);
            }
        }
    }

    /// `Jane Roe of The Daily Post`, `Korea's Kim Shin-Wook`.
    fn belongs(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let head = self.head();
        let group = tree
            .after_preposition(head, "of")
            .into_iter()
            .chain(tree.child(head, Dep::Poss))
            .find(|&at| !self.tokens.contains(&at) && self.is_organization(at));
        let titled = last_role(tree, self.title_region()).is_some();
        if let (Some(group), false) = (group, titled) {
            let mut member =
                plain("MEMBER_OF", head, Argument::Phrase(head), Argument::Phrase(group));
            member.subject_types = TypeSet::of(&[EntityType::Person]);
            claims.push(member);
        }
    }

    fn is_organization(&self, at: usize) -> bool {
        let kind = self.tree.lexicon.words.noun_type(&self.tree.lemma(at));
        if kind == Some(EntityType::Organization) {
            return true;
        }
        self.tree.entity_at(at).is_some_and(|span| {
            matches!(span.kind, EntityKind::Org | EntityKind::Gpe | EntityKind::Norp)
        })
    }

    /// A role with whatever the text says it is held in, where it may be held there.
    fn claim_held(&self, role: &Range<usize>, holder: Option<usize>, claims: &mut Vec<Claim>) {
        match holder {
            Some(holder) if self.may_hold(role, holder) => {
                self.claim_role(role.end - 1, holder, claims);
            }
            Some(_) => {}
            None => self.claim_untold(role.end - 1, claims),
        }
    }

    fn claim_role(&self, role: usize, holder: usize, claims: &mut Vec<Claim>) {
        let person = Argument::Phrase(self.head());
        let mut claim = plain("HAS_ROLE", role, person, Argument::Phrase(holder));
        claim.subject_types = TypeSet::of(&[EntityType::Person]);
        claim.object_types = TypeSet::of(&[
            EntityType::Organization,
            EntityType::Group,
            EntityType::Country,
            EntityType::Place,
            EntityType::Event,
        ]);
        claims.push(claim);
    }

    /// A title without its organization: told in full elsewhere, perhaps in another article.
    fn claim_untold(&self, role: usize, claims: &mut Vec<Claim>) {
        let person = Argument::Phrase(self.head());
        claims.push(plain("HAS_ROLE", role, person, Argument::Role(role)));
    }
}

/// The last word of a name, before a possessive ending.
fn last_word(tree: &Tree, tokens: &Range<usize>) -> usize {
    let last = tokens.end - 1;
    let possessive = tree.token(last).tag == Tag::Pos && last > tokens.start;
    if possessive { last - 1 } else { last }
}

/// The role phrase that begins at a token, the longest known.
pub(super) fn role_at(tree: &Tree, at: usize, end: usize) -> Option<Range<usize>> {
    let hyphenated = tree.parse.tokens.get(at + 1).is_some_and(|token| &*token.text == "-");
    let noun = hyphenated || matches!(tree.token(at).pos, Pos::Noun | Pos::Propn | Pos::Adj);
    let longest = (at + 1..=end.min(at + 4)).rev().find(|&stop| {
        let phrase: Vec<String> = (at..stop).map(|word| singular(tree, word)).collect();
        tree.lexicon.words.is_role(&phrase.join(" ").replace(" - ", "-"))
    });
    longest.filter(|_| noun).map(|stop| at..stop)
}

/// Lower case; a plural noun by its lemma, so that `presidents` counts.
fn singular(tree: &Tree, at: usize) -> String {
    if tree.token(at).tag == Tag::Nns { tree.lemma(at) } else { tree.lower(at) }
}

fn first_role(tree: &Tree, tokens: Range<usize>) -> Option<Range<usize>> {
    tokens.clone().find_map(|at| role_at(tree, at, tokens.end))
}

/// The last role phrase among the tokens, taken at its longest.
fn last_role(tree: &Tree, tokens: Range<usize>) -> Option<Range<usize>> {
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
