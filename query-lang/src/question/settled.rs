//! What of a clause no fact has a place for becomes a condition on its sentences.

use super::QuestionError;
use super::bind::Answer;
use super::compose::Composer;
use super::form::{Clause, Part, Terms};

impl Composer<'_, '_> {
    /// What a preposition adds that the verb has no place for is a condition on the sentence.
    pub(super) fn settled(
        &mut self,
        clause: &Clause,
        answer: Option<&Answer>,
    ) -> Result<Clause, QuestionError> {
        let freed = Clause { preposition: None, complement: Part::Absent, ..clause.clone() };
        match &clause.complement {
            Part::Given(terms)
                if clause.preposition.is_some_and(|at| self.binder.is_circumstantial(at))
                    && !self.binder.fits(clause)
                    && self.binder.fits(&freed) =>
            {
                self.keep_sentences_naming(terms)?;
                Ok(freed)
            }
            Part::Given(terms)
                if !self.evidence.acts.is_empty() && !self.is_told(clause, answer)? =>
            {
                self.keep_sentences_naming(terms)?;
                Ok(freed)
            }
            _ => Ok(clause.clone()),
        }
    }

    /// Whether some fact, in whatever mode, fits a clause.
    fn is_told(&mut self, clause: &Clause, answer: Option<&Answer>) -> Result<bool, QuestionError> {
        let mut patterns = self.binder.patterns(clause, answer)?;
        for pattern in &mut patterns {
            let all = ["", "PLANNED_", "POSSIBLE_", "NOT_"];
            pattern.types = self.binder.types(&pattern.relations, &all);
        }
        Ok(patterns.iter().all(|pattern| self.binder.holds(pattern, answer)))
    }

    pub(super) fn keep_sentences_naming(&mut self, terms: &Terms) -> Result<(), QuestionError> {
        let nodes = self.binder.all_nodes(terms)?;
        let names = self.binder.context.names.names_of(&nodes);
        self.note(&format!("only sentences that name {} count", names.join(" or ")));
        self.evidence.naming.push(self.binder.context.names.all_names_of(&nodes));
        Ok(())
    }
}
