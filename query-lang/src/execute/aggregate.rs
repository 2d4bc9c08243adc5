//! Aggregation: rows grouped by their keys, and what is computed of each group.

use graph_core::Value;
use graph_core::graph::{Chunked, Parted};

use super::{Executor, Row, Rows, Whole, number};
use crate::ast::{BinaryOperator, Span};
use crate::bind::{Aggregate, AggregateFunction};
use crate::budget::{Kept, Large, PLACE, row_size};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Slot};

/// What is kept of the values of one aggregation in one group.
struct Accumulator {
    function: AggregateFunction,
    /// Values seen, where only distinct ones count.
    seen: Large<Parted<Value>>,
    count: i64,
    /// The sum, the least or the greatest so far.
    value: Value,
    /// Values that have to be kept: collected ones, and numbers of percentiles.
    values: Large<Chunked<Value>>,
    /// Mean and sum of squared differences, by Welford's method.
    mean: f64,
    squares: f64,
    /// The share of a percentile.
    share: Option<f64>,
}

/// How rows are grouped, and what is computed of each group.
#[derive(Clone, Copy)]
pub(super) struct Groups<'p> {
    pub(super) keys: &'p [(Expression, Slot)],
    pub(super) aggregates: &'p [(Aggregate, Slot)],
    /// Where rows tell how many each stands for.
    pub(super) times: Option<Slot>,
}

impl Executor<'_> {
    /// One row for each group, in the order in which groups appear. Without keys there is always
    /// one group.
    pub(super) fn aggregate(
        &self,
        rows: Rows<'_>,
        Groups { keys, aggregates, times }: Groups<'_>,
        start: &Row,
    ) -> Whole<'_> {
        let mut kept = self.kept();
        let group = size_of::<Accumulator>() * aggregates.len();
        let group = 2 * row_size(keys.len()) + group as u64;
        let mut numbers: Large<Parted<Vec<Value>, usize>> = Large::default();
        let mut groups: Large<Chunked<(Vec<Value>, Vec<Accumulator>)>> = Large::default();
        let new_group = || aggregates.iter().map(|(found, _)| Accumulator::new(found)).collect();
        if keys.is_empty() {
            numbers.or_insert_with(Vec::new(), || 0);
            groups.push((Vec::new(), new_group()));
        }
        for row in rows {
            let row = row?;
            let values = keys.iter().map(|(key, _)| self.eval(key, &row));
            let values: Vec<Value> = values.collect::<Result<_, _>>()?;
            self.run.budget.read(&values, Span::NONE)?;
            let at = if let Some(at) = numbers.get(&*values) {
                *at
            } else {
                kept.keep(group, &values, Span::NONE)?;
                groups.push((values.clone(), new_group()));
                *numbers.or_insert_with(values, || groups.len() - 1)
            };
            let times = times.and_then(|slot| row[slot].as_int()).unwrap_or(1);
            let group = groups.get_mut(at).into_iter().flat_map(|(_, group)| group);
            for (accumulator, (aggregate, _)) in group.zip(aggregates) {
                accumulator.add(self, aggregate, &row, times, &mut kept)?;
            }
        }
        drop(numbers);
        let mut rows: Large<Chunked<_>> = Large::default();
        for (values, accumulators) in groups {
            self.run.budget.spend(1, Span::NONE)?;
            kept.keep(row_size(start.len()), [], Span::NONE)?;
            let mut row = start.clone();
            for ((_, slot), value) in keys.iter().zip(values) {
                row[*slot] = value;
            }
            for ((_, slot), accumulator) in aggregates.iter().zip(accumulators) {
                row[*slot] = accumulator.finish(self)?;
            }
            rows.push(row);
        }
        Ok((rows, kept))
    }
}

impl Accumulator {
    fn new(aggregate: &Aggregate) -> Self {
        Self {
            function: aggregate.function,
            seen: Large::default(),
            count: 0,
            value: Value::Null,
            values: Large::default(),
            mean: 0.0,
            squares: 0.0,
            share: None,
        }
    }

    /// Takes a row in that stands for so many; `null` doesn't count, but for `count(*)`.
    fn add(
        &mut self,
        executor: &Executor<'_>,
        aggregate: &Aggregate,
        row: &Row,
        times: i64,
        kept: &mut Kept<'_>,
    ) -> Result<(), Error> {
        let Some(argument) = &aggregate.argument else {
            self.count = counted(self.count, times)?;
            return Ok(());
        };
        if self.share.is_none()
            && let Some(share) = &aggregate.share
        {
            self.share = Some(read_share(&executor.eval(share, row)?, share.span)?);
        }
        let value = executor.eval(argument, row)?;
        executor.run.budget.read([&value], argument.span)?;
        if value.is_null() || (aggregate.distinct && !self.seen.insert(value.clone())) {
            return Ok(());
        }
        // A set's places are half empty, and there twice while it grows; so are a list's.
        let places = u64::from(aggregate.distinct) * 3 + u64::from(self.lists()) * 2;
        if places > 0 {
            kept.keep(places * PLACE, [&value], argument.span)?;
        }
        self.count = counted(self.count, if aggregate.distinct { 1 } else { times })?;
        executor.run.budget.spend(1, argument.span)?;
        self.take(value).map_err(|cause| Error::runtime(cause, argument.span))
    }

    /// Whether all values have to be kept.
    fn lists(&self) -> bool {
        matches!(
            self.function,
            AggregateFunction::Collect
                | AggregateFunction::PercentileDisc
                | AggregateFunction::PercentileCont
        )
    }

    fn take(&mut self, value: Value) -> Result<(), Cause> {
        match self.function {
            AggregateFunction::Collect => self.values.push(value),
            AggregateFunction::Min if self.value.is_null() || value < self.value => {
                self.value = value;
            }
            AggregateFunction::Max if self.value.is_null() || value > self.value => {
                self.value = value;
            }
            AggregateFunction::Count | AggregateFunction::Min | AggregateFunction::Max => {}
            AggregateFunction::Sum => self.add_up(value)?,
            AggregateFunction::Avg if matches!(value, Value::Duration(_)) => self.add_up(value)?,
            AggregateFunction::Avg | AggregateFunction::StDev | AggregateFunction::StDevP => {
                let number = self.number(&value)?;
                let difference = number - self.mean;
                self.mean += difference / self.count as f64;
                self.squares += difference * (number - self.mean);
            }
            AggregateFunction::PercentileDisc | AggregateFunction::PercentileCont => {
                self.number(&value)?;
                self.values.push(value);
            }
        }
        Ok(())
    }

    /// Adds a number to numbers, or a duration to durations.
    fn add_up(&mut self, value: Value) -> Result<(), Cause> {
        if !matches!(value, Value::Duration(_)) {
            self.number(&value)?;
        }
        self.value = match self.count {
            1 => value,
            _ => number::arithmetic(BinaryOperator::Add, &self.value, &value)?,
        };
        Ok(())
    }

    fn number(&self, value: &Value) -> Result<f64, Cause> {
        match value {
            Value::Int(number) => Ok(*number as f64),
            Value::Float(number) => Ok(*number),
            other => {
                let operation = format!("{:?}()", self.function).to_lowercase();
                Err(Cause::InvalidArgumentType { operation, given: other.described() })
            }
        }
    }

    fn finish(mut self, executor: &Executor<'_>) -> Result<Value, Error> {
        let values = std::mem::take(&mut self.values);
        let mut values = Large::new(match self.share {
            Some(_) => executor.in_order(values, 1, Value::cmp)?,
            None => executor.listed(values)?,
        });
        Ok(match self.function {
            AggregateFunction::Count => Value::Int(self.count),
            AggregateFunction::Sum if self.count == 0 => Value::Int(0),
            AggregateFunction::Sum | AggregateFunction::Min | AggregateFunction::Max => self.value,
            AggregateFunction::Collect => Value::list(values.take()),
            AggregateFunction::Avg if self.count == 0 => Value::Null,
            AggregateFunction::Avg => match &self.value {
                // A part of a sum fits where the sum does.
                Value::Duration(sum) => sum.over(self.count).map_or(Value::Null, Value::from),
                _ => Value::Float(self.mean),
            },
            AggregateFunction::StDev => self.deviation(self.count - 1),
            AggregateFunction::StDevP => self.deviation(self.count),
            _ if values.is_empty() => Value::Null,
            AggregateFunction::PercentileDisc => {
                let rank = (self.share.unwrap_or(0.0) * values.len() as f64).ceil() as usize;
                values.swap_remove(rank.saturating_sub(1))
            }
            AggregateFunction::PercentileCont => self.interpolated(&values),
        })
    }

    fn deviation(&self, degrees: i64) -> Value {
        if self.count < 2 {
            return Value::Float(0.0);
        }
        Value::Float((self.squares / degrees as f64).sqrt())
    }

    fn interpolated(&self, values: &[Value]) -> Value {
        let position = self.share.unwrap_or(0.0) * (values.len() - 1) as f64;
        let at = |index: f64| self.number(&values[index as usize]).unwrap_or(f64::NAN);
        let (below, above) = (at(position.floor()), at(position.ceil()));
        Value::Float(below + (above - below) * position.fract())
    }
}

/// So many rows more, as far as they can be counted.
fn counted(count: i64, times: i64) -> Result<i64, Error> {
    count.checked_add(times).ok_or_else(|| {
        let text = format!("{count} + {times}");
        Error::runtime(Cause::IntegerOverflow { text }, Span::NONE)
    })
}

fn read_share(value: &Value, span: Span) -> Result<f64, Error> {
    let share = match value {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    };
    if (0.0..=1.0).contains(&share) {
        return Ok(share);
    }
    let problem = String::from("the share of a percentile is a number from 0 to 1");
    Err(Error::runtime(Cause::NumberOutOfRange { problem }, span))
}
