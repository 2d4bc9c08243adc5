//! What walks the items of a list: comprehensions, `all`, `any`, `none`, `single`, and `reduce`.

use std::sync::Arc;

use graph_core::Value;

use super::super::{Executor, Row, refused};
use crate::ast::Quantifier;
use crate::budget::{Kept, PLACE};
use crate::error::Error;
use crate::expression::{Comprehension, Expression, Reduce};

impl Executor<'_> {
    /// The list of a comprehension, which is kept; `None` for `null`.
    fn list(
        &self,
        list: &Expression,
        row: &Row,
        kept: &mut Kept<'_>,
    ) -> Result<Option<Arc<Vec<Value>>>, Error> {
        let found = self.eval(list, row)?;
        kept.keep(0, [&found], list.span)?;
        match found {
            Value::Null => Ok(None),
            Value::List(items) => Ok(Some(items)),
            other => Err(refused("a comprehension", &other, list.span)),
        }
    }

    pub(super) fn comprehension(
        &self,
        comprehension: &Comprehension,
        row: &Row,
    ) -> Result<Value, Error> {
        let (mut values, mut keeping) = (Vec::new(), self.kept());
        let items = self.list(&comprehension.list, row, &mut keeping)?;
        let Some(items) = items else { return Ok(Value::Null) };
        let mut inner = row.clone();
        for item in items.iter() {
            self.run.budget.spend(1, comprehension.list.span)?;
            inner[comprehension.slot] = item.clone();
            let kept = match &comprehension.predicate {
                Some(predicate) => self.truth(predicate, &inner)? == Some(true),
                None => true,
            };
            if kept {
                values.push(match &comprehension.projection {
                    Some(projection) => self.eval(projection, &inner)?,
                    None => item.clone(),
                });
                keeping.keep(2 * PLACE, values.last(), comprehension.list.span)?;
            }
        }
        Ok(Value::list(values))
    }

    pub(super) fn quantified(
        &self,
        quantifier: Quantifier,
        comprehension: &Comprehension,
        row: &Row,
    ) -> Result<Value, Error> {
        let mut kept = self.kept();
        let items = self.list(&comprehension.list, row, &mut kept)?;
        let Some(items) = items else { return Ok(Value::Null) };
        let mut inner = row.clone();
        let (mut holding, mut failing, mut open) = (0_usize, 0_usize, 0_usize);
        for item in items.iter() {
            self.run.budget.spend(1, comprehension.list.span)?;
            inner[comprehension.slot] = item.clone();
            let truth = match &comprehension.predicate {
                Some(predicate) => self.truth(predicate, &inner)?,
                None => Some(true),
            };
            match truth {
                Some(true) => holding += 1,
                Some(false) => failing += 1,
                None => open += 1,
            }
        }
        let decided = match quantifier {
            Quantifier::All if failing > 0 => Some(false),
            Quantifier::Any if holding > 0 => Some(true),
            Quantifier::None if holding > 0 => Some(false),
            Quantifier::Single if holding > 1 => Some(false),
            _ if open > 0 => None,
            Quantifier::All | Quantifier::None => Some(true),
            Quantifier::Any => Some(false),
            Quantifier::Single => Some(holding == 1),
        };
        Ok(decided.map_or(Value::Null, Value::Bool))
    }

    pub(super) fn reduce(&self, reduce: &Reduce, row: &Row) -> Result<Value, Error> {
        let mut kept = self.kept();
        let Some(items) = self.list(&reduce.list, row, &mut kept)? else { return Ok(Value::Null) };
        let mut inner = row.clone();
        inner[reduce.accumulator] = self.eval(&reduce.initial, row)?;
        for item in items.iter() {
            inner[reduce.slot] = item.clone();
            let step = self.eval(&reduce.step, &inner)?;
            inner[reduce.accumulator] = self.made(step, reduce.step.span)?;
        }
        Ok(std::mem::take(&mut inner[reduce.accumulator]))
    }
}
