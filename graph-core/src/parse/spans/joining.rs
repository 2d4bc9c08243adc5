//! Names that the recognizer cut or overlooked: known ones, those that a word opens (`Hurricane X`),
//! `of` joins or a particle goes on, and those with a number.

use std::ops::Range;

use super::{EntityKind, EntityType, Mender, Pos, Span, Tag};

/// Longest known name that is looked up, in words.
const LONGEST_NAME: usize = 6;

/// Lower-case words inside of names of persons and places.
const PARTICLES: [&str; 24] = [
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "las",
    "los", "bin", "ibn", "bint", "al", "el", "ter", "ten", "zu", "zur",
];

impl Mender<'_> {
    /// `Boko Haram attacked Chibok` marked as one: a name ends before a verb in lower case.
    pub(super) fn cut_at_verbs(&mut self) {
        use EntityKind::{Fac, Gpe, Loc, Norp, Org, Person};
        for at in 0..self.spans.len() {
            let Span { tokens, kind } = self.spans[at].clone();
            let verb = tokens.clone().skip(1).find(|&at| {
                let token = self.token(at);
                matches!(token.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
                    && matches!(token.pos, Pos::Verb | Pos::Aux)
                    && token.text.starts_with(char::is_lowercase)
            });
            let named = matches!(kind, Person | Org | Gpe | Loc | Fac | Norp);
            if let Some(verb) = verb.filter(|_| named) {
                self.spans[at].tokens.end = verb;
            }
        }
    }

    /// Names of several words that are widely known.
    pub(super) fn find_known_names(&mut self) {
        let mut at = 0;
        while at < self.parse.tokens.len() {
            let sentence = self.sentence_end(at);
            let known = self.lexicon.names.begins(&self.token(at).text).then(|| {
                let ends = (at + 2..=(at + LONGEST_NAME).min(sentence)).rev();
                ends.into_iter().find_map(|end| {
                    let kind = self.lexicon.names.named(&self.text(at..end))?;
                    let capital = self.token(end - 1).text.starts_with(char::is_uppercase);
                    (capital && self.lies_around(&(at..end))).then_some((end, kind))
                })
            });
            match known.flatten() {
                Some((end, kind)) => {
                    self.mark(at..end, kind_of_type(kind));
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// `Tropical Storm Bertha`, `HMS Argyll`, `Operation Desert Shield`.
    pub(super) fn find_opened_names(&mut self) {
        let mut at = 0;
        while at < self.parse.tokens.len() {
            let sentence = self.sentence_end(at);
            let opened = [2, 1].into_iter().find_map(|length| {
                let rest = at + length;
                let words: Vec<String> =
                    (at..rest.min(sentence)).map(|at| self.lower(at)).collect();
                let kind = self.lexicon.names.opened_by(&words.join(" "))?;
                let capital = |at: usize| self.token(at).text.starts_with(char::is_uppercase);
                (rest < sentence && (at..=rest).all(capital) && self.is_proper(rest))
                    .then_some((rest, kind))
            });
            let Some((rest, kind)) = opened else {
                at += 1;
                continue;
            };
            let end = self.end_of_run(rest, sentence);
            let last = self.lower(end - 1);
            let whole = self.type_of(end - 1).or_else(|| self.lexicon.names.closed_by(&last));
            let other = end > rest + 1 && whole.is_some_and(|whole| whole != kind);
            if !other && self.lies_around(&(at..end)) {
                self.mark(at..end, kind_of_type(kind));
            }
            at = end;
        }
    }

    /// `Treaty` `of` `Waitangi`, `Ministry of Agriculture`: a noun with a capital for something that
    /// has names.
    pub(super) fn join_of(&mut self) {
        for at in 0..self.parse.tokens.len().saturating_sub(2) {
            let Some(kind) = self.heads_of_name(at).filter(|_| &*self.lower(at + 1) == "of") else {
                continue;
            };
            let Some(run) = self.run_behind(at, &["the"]) else { continue };
            let inside = self.spans.iter().any(|span| {
                span.tokens.start <= at && span.tokens.end >= run.end
                    || span.tokens.start == run.start && span.kind == EntityKind::Norp
            });
            if !inside && self.lies_around(&(at..run.end)) {
                self.mark(at..run.end, kind_of_type(kind));
            }
        }
    }

    /// `Chamber of Mines of`, marked without `the Philippines`: a name goes on behind its last word
    /// or ends before it.
    pub(super) fn join_behind_of(&mut self) {
        let mut at = 0;
        while at < self.spans.len() {
            let Span { tokens, kind } = self.spans[at].clone();
            let last = tokens.end - 1;
            if tokens.len() > 1 && &*self.lower(last) == "of" {
                match self.run_behind(last - 1, &["the"]) {
                    Some(run) if self.lies_around(&(tokens.start..run.end)) => {
                        self.mark(tokens.start..run.end, kind);
                    }
                    _ => self.spans[at].tokens.end = last,
                }
            }
            at += 1;
        }
    }

    /// The proper nouns behind a noun and its preposition, where any stand there, maybe with one
    /// of these articles before them.
    fn run_behind(&self, noun: usize, articles: &[&str]) -> Option<Range<usize>> {
        let sentence = self.sentence_end(noun);
        let behind = noun + 2;
        let article = behind < sentence && articles.contains(&&*self.lower(behind));
        let rest = behind + usize::from(article);
        (rest < sentence && self.is_proper(rest)).then(|| rest..self.end_of_run(rest, sentence))
    }

    /// `Citizens for a Better Harbour`, `Doctors Without Borders`: people or an organization, with
    /// what they stand for.
    pub(super) fn join_purposes(&mut self) {
        for at in 0..self.parse.tokens.len().saturating_sub(2) {
            let purpose = matches!(&*self.lower(at + 1), "for" | "against" | "without");
            if !purpose || !self.has_a_purpose(at) {
                continue;
            }
            let run = self.run_behind(at, &["a", "an", "the"]);
            let Some(run) = run.filter(|run| self.starts_capital(run.start)) else { continue };
            // `Workers for Nordwind` work for it.
            let marked = |span: &Span| span.tokens == run && run.len() == 1;
            if !self.spans.iter().any(marked) && self.lies_around(&(at..run.end)) {
                self.mark(at..run.end, EntityKind::Org);
            }
        }
    }

    fn has_a_purpose(&self, at: usize) -> bool {
        let kind = self.type_of(at).or_else(|| {
            let word = self.lower(at);
            word.strip_suffix('s').and_then(|single| self.lexicon.words.noun_type(single))
        });
        let noun = matches!(self.token(at).pos, Pos::Propn | Pos::Noun);
        let people = matches!(kind, Some(EntityType::Group | EntityType::Person))
            && matches!(self.token(at).tag, Tag::Nns | Tag::Nnps);
        let first = at == 0 || self.sentence_end(at - 1) == at;
        let title = self.lexicon.words.is_role(&self.lower(at));
        noun && self.starts_capital(at)
            && !title
            && (people || kind == Some(EntityType::Organization) && !first)
    }

    /// What a capitalized noun before `of` names, where it isn't merely the first word of its
    /// sentence: a singular one without an article is a name there too.
    fn heads_of_name(&self, at: usize) -> Option<EntityType> {
        use EntityType::{Agreement, Event, Facility, Organization};
        let token = self.token(at);
        let word = self.lower(at);
        let first = at == 0 || self.sentence_end(at - 1) == at;
        let noun = matches!(token.pos, Pos::Propn | Pos::Noun);
        let capital = token.text.starts_with(char::is_uppercase)
            && token.text.chars().any(char::is_lowercase);
        let single = matches!(token.tag, Tag::Nn | Tag::Nnp);
        let general = matches!(
            &*word,
            "government"
                | "administration"
                | "group"
                | "end"
                | "visit"
                | "republic"
                | "state"
                | "city"
        );
        let kind = self.type_of(at).or_else(|| self.lexicon.names.opened_by(&word))?;
        let named = matches!(kind, Organization | Facility | Agreement | Event);
        let title = self.lexicon.words.is_role(&word);
        (noun && capital && named && !general && !title && (!first || single)).then_some(kind)
    }

    /// `Ursula von der` marked, `Leyen` marked: a particle goes on to the next name.
    pub(super) fn join_particles(&mut self) {
        let mut at = 0;
        while at < self.spans.len() {
            let tokens = self.spans[at].tokens.clone();
            let sentence = self.sentence_end(tokens.start);
            let particle = |at: usize| {
                let text = &*self.token(at).text;
                text.starts_with(char::is_lowercase) && PARTICLES.contains(&text)
            };
            let capital = |at: usize| self.is_proper(at) && self.starts_capital(at);
            let mut end = tokens.end;
            while end < sentence && particle(end) {
                end += 1;
            }
            let named = (tokens.start..tokens.end).any(capital);
            if named && end < sentence && particle(end - 1) && capital(end) {
                let end = self.end_of_run(end, sentence);
                let kind = self.spans[at].kind;
                if self.lies_around(&(tokens.start..end)) {
                    self.mark(tokens.start..end, kind);
                    at = self.spans.partition_point(|span| span.tokens.start < tokens.start);
                }
            }
            at += 1;
        }
    }

    fn starts_capital(&self, at: usize) -> bool {
        self.token(at).text.starts_with(char::is_uppercase)
    }

    /// Where a run of proper nouns ends that begins at a token.
    fn end_of_run(&self, from: usize, sentence: usize) -> usize {
        let goes_on = |at: &usize| {
            let glued = |at: usize| self.is_glued_hyphen(at);
            self.is_proper(*at) && self.starts_capital(*at) || glued(*at) && self.is_proper(*at + 1)
        };
        (from..sentence).take_while(goes_on).last().map_or(from + 1, |last| last + 1)
    }

    /// `Falcon 9`, `Long March 3B`: a number belongs to the name before it.
    pub(super) fn join_numbers(&mut self) {
        use EntityKind::{Event, Fac, Law, Loc, Org, Product, WorkOfArt};
        let mut at = 0;
        while at < self.spans.len() {
            let Span { tokens, kind } = self.spans[at].clone();
            let numbered = matches!(kind, Event | Fac | Law | Loc | Org | Product | WorkOfArt);
            let end = self.numbered_end(tokens.start, tokens.end, self.sentence_end(tokens.start));
            if numbered && end > tokens.end {
                self.mark(tokens.start..end, kind);
            }
            at += 1;
        }
    }

    fn numbered_end(&self, start: usize, end: usize, limit: usize) -> usize {
        let number = |at: usize| {
            let token = self.token(at);
            let short =
                token.text.len() <= 3 && token.text.starts_with(|c: char| c.is_ascii_digit());
            short && token.tag == Tag::Cd
        };
        let next = self.parse.tokens.get(end + 1);
        let counts = next.is_some_and(|next| {
            next.tag == Tag::Nns || next.tag == Tag::Cd || matches!(&*next.text, "%" | "-" | "–")
        });
        let belongs = end < limit && number(end) && self.token(end - 1).space_after && {
            let head = self.token(end).head;
            (start..end).contains(&head) || head > end && self.token(end - 1).head == head
        };
        if belongs && !counts { end + 1 } else { end }
    }

    /// Whether every span that overlaps the tokens lies within them and is no date or amount.
    fn lies_around(&self, tokens: &Range<usize>) -> bool {
        use EntityKind::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
        let overlaps =
            |span: &&Span| span.tokens.start < tokens.end && tokens.start < span.tokens.end;
        self.spans.iter().filter(overlaps).all(|span| {
            let counted =
                matches!(span.kind, Cardinal | Date | Money | Ordinal | Percent | Quantity | Time);
            tokens.start <= span.tokens.start && span.tokens.end <= tokens.end && !counted
        })
    }

    /// Marks a name in place of those within it.
    pub(super) fn mark(&mut self, tokens: Range<usize>, kind: EntityKind) {
        self.spans
            .retain(|span| span.tokens.end <= tokens.start || span.tokens.start >= tokens.end);
        let behind = self.spans.partition_point(|span| span.tokens.start < tokens.start);
        self.spans.insert(behind, Span { tokens, kind });
    }
}

fn kind_of_type(kind: EntityType) -> EntityKind {
    match kind {
        EntityType::Person => EntityKind::Person,
        EntityType::Organization => EntityKind::Org,
        EntityType::Group => EntityKind::Norp,
        EntityType::Country | EntityType::Place => EntityKind::Gpe,
        EntityType::Facility => EntityKind::Fac,
        EntityType::Event => EntityKind::Event,
        EntityType::Agreement => EntityKind::Law,
        EntityType::Thing => EntityKind::Product,
    }
}
