//! Which relations a clause's predicate means, and which part of the clause stands at which end.

use graph_core::corpus::EntityType;
use graph_core::lexicon::Lexicon;

use super::QuestionError;
use super::bind::{Answer, Binder, End, Pattern};
use super::form::{At, Clause, Part, Predicate, Term};
use super::vocabulary::{self, Reading, Voice};

/// No question becomes more patterns than this.
const MOST_PATTERNS: usize = 8;

impl Binder<'_, '_> {
    /// The patterns of a clause; all of them must hold together.
    pub(super) fn patterns(
        &mut self,
        clause: &Clause,
        answer: Option<&Answer>,
    ) -> Result<Vec<Pattern>, QuestionError> {
        let mut patterns = Vec::new();
        for (at, readings) in self.predicates(clause) {
            let fits: Vec<_> = readings
                .iter()
                .filter_map(|reading| Some((reading, self.fit(reading, clause)?)))
                .collect();
            let Some((_, parts)) = fits.first().cloned() else {
                return Err(self.misfit(at, &readings, clause));
            };
            let (subjects, objects) = (self.part(&parts.0)?, self.part(&parts.1)?);
            let fitting = fits.iter().filter(|fit| fit.1 == parts).map(|fit| fit.0);
            for subject in &subjects {
                for object in &objects {
                    let relations = self.relations(fitting.clone(), subject, object, answer);
                    patterns.push(Pattern {
                        subject: subject.clone(),
                        types: Vec::new(),
                        relations,
                        object: object.clone(),
                    });
                }
            }
        }
        if patterns.len() > MOST_PATTERNS {
            let span = 0..self.words.last().map_or(0, |word| word.span.end);
            return Err(QuestionError::Form { advice: "ask for fewer things at once", span });
        }
        Ok(patterns)
    }

    /// Whether each predicate of the clause has a reading that fits what stands around it.
    pub(super) fn fits(&self, clause: &Clause) -> bool {
        let fit = |readings: &[Reading]| readings.iter().any(|r| self.fit(r, clause).is_some());
        self.predicates(clause).iter().all(|(_, readings)| fit(readings))
    }

    /// The groups of readings, one of each of which must hold, with the token they come from.
    fn predicates(&self, clause: &Clause) -> Vec<(At, Vec<Reading>)> {
        let place = ["in", "at", "near", "within", "inside", "on"];
        match &clause.predicate {
            Predicate::Verbs { verbs, every: true } => {
                verbs.iter().map(|&at| (at, self.token(at).verb.clone())).collect()
            }
            Predicate::Verbs { verbs, every: false } => {
                let readings = verbs.iter().flat_map(|&at| self.token(at).verb.clone()).collect();
                vec![(verbs[0], readings)]
            }
            Predicate::Quality(at) => {
                vec![(*at, vocabulary::adjective(self.lexicon(), &self.folded(*at)))]
            }
            Predicate::Agent(at) => vec![(*at, agent_readings(self.lexicon(), &self.folded(*at)))],
            Predicate::Action(at) => {
                vec![(*at, vocabulary::action(self.lexicon(), &self.folded(*at)))]
            }
            Predicate::Stance(for_it) => {
                let relations =
                    if *for_it { ["SUPPORTED", "PRAISED"] } else { ["OPPOSED", "CRITICIZED"] };
                vec![(0, relations.map(|relation| Reading::plain(relation, true, &[])).to_vec())]
            }
            Predicate::Verdict(at) => {
                let praise = self.lexicon().words.is_praise(&self.folded(*at));
                let relation = if praise { "PRAISED" } else { "CRITICIZED" };
                vec![(*at, vec![Reading::plain(relation, true, &[])])]
            }
            Predicate::Place => vec![(0, vec![Reading::plain("LOCATED_IN", true, &place)])],
            Predicate::Role(at) => {
                let (at, any) = (at.unwrap_or_default(), ["of", "in", "at", "for"]);
                let roles = ["HAS_ROLE", "MEMBER_OF"];
                vec![(at, roles.map(|role| Reading::plain(role, true, &any)).to_vec())]
            }
        }
    }

    /// Which parts of the clause are the fact's subject and object, if the reading fits it.
    fn fit(&self, reading: &Reading, clause: &Clause) -> Option<(Part, Part)> {
        let preposition = clause.preposition.map(|at| self.folded(at));
        let behind = |word: &String| reading.prepositions.contains(word);
        let linked = match (&preposition, &clause.complement) {
            (Some(word), _) => behind(word),
            (None, Part::Absent | Part::Wanted) => true,
            (None, Part::Given(_)) => {
                reading.direct || matches!(clause.predicate, Predicate::Agent(_))
            }
        };
        let noun_fits =
            reading.nouns.is_empty() || self.heads_any(&clause.complement, &reading.nouns);
        let (subject, complement) = (clause.subject.clone(), clause.complement.clone());
        match (reading.voice, clause.passive) {
            (Voice::Straight, false) => (linked && noun_fits).then_some((subject, complement)),
            (Voice::Reversed, false) => linked.then_some((complement, subject)),
            (Voice::Located, true) => linked.then_some((subject, complement)),
            (Voice::Straight, true) => {
                let stranded = match &preposition {
                    Some(word) => behind(word) && complement == Part::Absent,
                    None => reading.direct && complement == Part::Absent,
                };
                let noun_fits =
                    reading.nouns.is_empty() || self.heads_any(&subject, &reading.nouns);
                (stranded && noun_fits).then(|| (clause.agent.clone(), subject))
            }
            (Voice::Reversed, true) | (Voice::Located, false) => None,
        }
    }

    /// Whether a part is asked for or headed by one of the nouns.
    fn heads_any(&self, part: &Part, nouns: &[String]) -> bool {
        let heads = |term: &Term| match term {
            Term::Named(at) | Term::Any(at) => self
                .words_of(*at)
                .last()
                .is_some_and(|word| nouns.contains(&vocabulary::singular(&word.folded))),
            _ => false,
        };
        match part {
            Part::Wanted => true,
            Part::Given(terms) => terms.all.iter().all(heads),
            Part::Absent => false,
        }
    }

    /// The relations of the readings whose types allow both ends; all where none does.
    fn relations<'r>(
        &self,
        readings: impl Iterator<Item = &'r Reading> + Clone,
        subject: &End,
        object: &End,
        answer: Option<&Answer>,
    ) -> Vec<String> {
        let allowed = |reading: &&Reading| {
            self.allows(&reading.subject_types, subject, answer)
                && self.allows(&reading.object_types, object, answer)
        };
        let mut relations: Vec<String> =
            readings.clone().filter(allowed).map(|reading| reading.relation.clone()).collect();
        if relations.is_empty() {
            relations = readings.map(|reading| reading.relation.clone()).collect();
        }
        if relations.iter().any(|relation| relation == "MEMBER_OF") {
            relations.push("HAS_ROLE".to_owned());
        }
        relations.sort();
        relations.dedup();
        relations
    }

    fn allows(
        &self,
        types: &graph_core::lexicon::TypeSet,
        end: &End,
        answer: Option<&Answer>,
    ) -> bool {
        let of_labels = |labels: &[&str]| {
            let kinds: Vec<_> =
                labels.iter().filter_map(|label| EntityType::from_name(label)).collect();
            kinds.is_empty() || kinds.into_iter().any(|kind| types.allows(kind))
        };
        match end {
            End::Any => true,
            End::Labels(labels) => of_labels(labels),
            End::Names(nodes) => {
                nodes.iter().any(|&node| types.allows(self.context.names.kind(node)))
            }
            End::Wanted => answer.is_none_or(|answer| match &answer.among {
                Some(nodes) => {
                    nodes.iter().any(|&node| types.allows(self.context.names.kind(node)))
                }
                None => of_labels(&answer.labels),
            }),
        }
    }

    /// Why none of a verb's readings fits the clause.
    fn misfit(&self, at: At, readings: &[Reading], clause: &Clause) -> QuestionError {
        let token = self.token(at);
        let known: Vec<&str> = readings
            .iter()
            .flat_map(|reading| reading.prepositions.iter().map(String::as_str))
            .collect();
        let advice = match (clause.preposition, known.is_empty()) {
            (Some(preposition), true) => {
                format!("leave out `{}`, or ask in the active voice", self.token(preposition).text)
            }
            (_, false) => format!("write `{} {} …`", token.text, known[0]),
            (None, true) if clause.passive => "ask in the active voice".to_owned(),
            (None, true) => "say who did it to whom, as in `who criticized …`".to_owned(),
        };
        QuestionError::Verb { verb: token.text.clone(), span: token.span.clone(), advice }
    }

    /// Whether the preposition may tell where, when, whence or with whom.
    pub(super) fn is_circumstantial(&self, at: At) -> bool {
        let words = [
            "in", "at", "on", "near", "within", "inside", "during", "from", "to", "with", "for",
            "about", "over", "of", "between",
        ];
        words.contains(&self.folded(at).as_str())
    }
}

/// What those do whom a noun names, with `of` and `to` before the other end.
pub(super) fn agent_readings(lexicon: &Lexicon, noun: &str) -> Vec<Reading> {
    let mut readings = vocabulary::agent(lexicon, noun);
    for reading in &mut readings {
        reading.voice = Voice::Straight;
        for word in ["of", "to", "for"] {
            if !reading.prepositions.iter().any(|known| known == word) {
                reading.prepositions.push(word.to_owned());
            }
        }
    }
    readings
}
