//! Forms that ask for what stands rather than happens: places and roles.

use crate::ast::Statement;

use super::bind::{Answer, End, Pattern};
use super::compose::Composer;
use super::form::{At, Clause, Part, Terms};
use super::{QuestionError, statement};

impl Composer<'_, '_> {
    pub(super) fn place(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        let asked = Clause { complement: Part::Wanted, ..clause.clone() };
        let place =
            Answer { column: "place".into(), labels: vec!["Entity"], among: None, counted: false };
        if clause.complement == Part::Absent
            && let Ok(patterns) = self.binder.patterns(&asked, Some(&place))
            && patterns.iter().all(leads_to_a_place)
        {
            let mut patterns = patterns;
            self.binder.choose_modes(&mut patterns, clause, Some(&place));
            self.note_if_none(&patterns, Some(&place));
            return Ok(statement::facts(&self.binder, &patterns, &place, &self.evidence));
        }
        let patterns = self.given_patterns(clause)?;
        let [pattern] = &patterns[..] else {
            return Err(self.form_error("ask where one thing happened at a time"));
        };
        let told = self.binder.places_the_event(pattern);
        let statement = statement::place_of(&self.binder, pattern, told, &self.evidence);
        if !told {
            self.note("no article places this itself: shown are places of the same sentence");
        }
        Ok(statement)
    }

    pub(super) fn where_is(&mut self, terms: &Terms) -> Result<Statement, QuestionError> {
        let nodes = self.binder.all_nodes(terms)?;
        let subject = End::Names(nodes);
        let mut relations = vec!["LOCATED_IN".to_owned()];
        if self.is_party(&subject) {
            relations.push("VISITED".to_owned());
        }
        let types = self.binder.types(&relations, &[""]);
        let pattern = Pattern { subject, relations, types, object: End::Wanted };
        let place =
            Answer { column: "place".into(), labels: vec!["Entity"], among: None, counted: false };
        self.note_if_none(std::slice::from_ref(&pattern), Some(&place));
        Ok(statement::facts(&self.binder, &[pattern], &place, &self.evidence))
    }

    /// `who is the president of El Salvador`: those with a role there whose sentence gives it
    /// the name, next to theirs.
    pub(super) fn holder(
        &mut self,
        role: At,
        demonym: Option<At>,
        of: Option<&Terms>,
    ) -> Result<Statement, QuestionError> {
        let object = match (of, demonym) {
            (Some(terms), _) => End::Names(self.binder.all_nodes(terms)?),
            (None, Some(at)) => End::Names(self.binder.country_of(at)?),
            (None, None) => End::Any,
        };
        let role = self.binder.role(role);
        let relations = vec!["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let types = self.binder.types(&relations, &[""]);
        let pattern = Pattern { subject: End::Wanted, relations, types, object };
        let holders = self.binder.holders(&pattern, &role);
        if holders.is_empty() {
            self.note("no sentence gives this role to anybody by name");
        }
        let answer = Answer {
            column: "person".into(),
            labels: vec!["Entity"],
            among: Some(holders),
            counted: false,
        };
        self.evidence.words.push(role);
        Ok(statement::facts(&self.binder, &[pattern], &answer, &self.evidence))
    }

    pub(super) fn roles(
        &mut self,
        of: &Terms,
        within: Option<&Terms>,
    ) -> Result<Statement, QuestionError> {
        let subject = End::Names(self.binder.all_nodes(of)?);
        let relations = vec!["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let types = self.binder.types(&relations, &[""]);
        let among = within.map(|terms| self.binder.all_nodes(terms)).transpose()?;
        let pattern = Pattern { subject, relations, types, object: End::Wanted };
        let answer =
            Answer { column: "organization".into(), labels: vec!["Entity"], among, counted: false };
        self.note("the quote tells the role's name");
        Ok(statement::facts(&self.binder, &[pattern], &answer, &self.evidence))
    }
}

/// Whether the object of the pattern's relations is a place.
fn leads_to_a_place(pattern: &Pattern) -> bool {
    pattern.relations.iter().all(|relation| matches!(relation.as_str(), "VISITED" | "LOCATED_IN"))
}
