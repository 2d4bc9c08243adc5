//! Values as terms: literals with the types of XML Schema, lists as RDF collections, maps as
//! blank nodes.

use std::io;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNodeRef, Term};

use super::Description;
use crate::Value;
use crate::temporal::{Date, Duration, Offset};

impl<'a> Description<'a, '_> {
    /// The term that stands for a value. What is made of others is described by
    /// [`close`](Self::close).
    pub(super) fn term(&mut self, value: &'a Value) -> Term {
        match value {
            Value::Null => self.names.at("null").into(),
            Value::Node(node) => self.names.node(*node).into(),
            Value::Relationship(id) => self.names.relationship(*id).into(),
            Value::List(items) if items.is_empty() => rdf::NIL.into_owned().into(),
            Value::List(_) | Value::Map(_) | Value::Path(_) => {
                let blank = self.blank();
                self.open.push_back((blank.clone(), value));
                blank.into()
            }
            scalar => literal(scalar, &self.names.at("type:")).into(),
        }
    }

    pub(super) fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_from_unique_id(self.blanks)
    }

    /// Describes the lists and maps that were named, however deep they are.
    pub(super) fn close(&mut self) -> io::Result<()> {
        while let Some((blank, value)) = self.open.pop_front() {
            match value {
                Value::List(items) => {
                    let terms: Vec<Term> = items.iter().map(|item| self.term(item)).collect();
                    self.write_collection(blank, terms)?;
                }
                Value::Map(entries) => {
                    for (key, value) in entries.iter() {
                        let (key, object) = (self.names.of("property", key), self.term(value));
                        self.emit(blank.as_ref(), key.as_ref(), object.as_ref())?;
                    }
                }
                Value::Path(path) => {
                    let nodes = path.nodes.iter().map(|node| self.names.node(*node).into());
                    let steps = path.relationships.iter();
                    let steps = steps.map(|id| self.names.relationship(*id).into());
                    let terms = nodes.chain(steps).collect();
                    self.write_collection(blank, terms)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Terms in order, as a chain of cells of which this is the first.
    pub(super) fn write_collection(
        &mut self,
        mut cell: BlankNode,
        terms: Vec<Term>,
    ) -> io::Result<()> {
        let mut terms = terms.into_iter().peekable();
        while let Some(term) = terms.next() {
            let subject = NamedOrBlankNodeRef::from(cell.as_ref());
            self.emit(subject, rdf::FIRST, term.as_ref())?;
            if terms.peek().is_none() {
                return self.emit(subject, rdf::REST, rdf::NIL);
            }
            let next = self.blank();
            self.emit(subject, rdf::REST, next.as_ref())?;
            cell = next;
        }
        Ok(())
    }
}

/// A value that isn't made of others. What XML Schema has no form for (offsets with seconds,
/// durations of both signs) has the type of its name in Cypher, behind `types`.
fn literal(value: &Value, types: &NamedNode) -> Literal {
    let (text, datatype) = match value {
        Value::Bool(flag) => return (*flag).into(),
        Value::Int(number) => return (*number).into(),
        Value::Float(number) => return (*number).into(),
        Value::Date(date) => (Some(day(*date)), xsd::DATE),
        Value::LocalTime(time) => (Some(with_seconds(&time.to_string())), xsd::TIME),
        Value::Time(time) => (zoned(time.offset, || with_seconds(&time.to_string())), xsd::TIME),
        Value::LocalDateTime(local) => (Some(moment(&local.to_string())), xsd::DATE_TIME),
        Value::DateTime(at) => {
            let text = || moment(&format!("{}{}", at.local(), at.offset()));
            (zoned(at.offset(), text), xsd::DATE_TIME)
        }
        Value::Duration(duration) => (span(duration), xsd::DURATION),
        other => return Literal::new_simple_literal(other.as_str().unwrap_or_default()),
    };
    if let Some(text) = text {
        return Literal::new_typed_literal(text, datatype);
    }
    let own = NamedNode::new_unchecked(format!("{}{}", types.as_str(), value.type_name()));
    Literal::new_typed_literal(value.temporal_text().unwrap_or_default(), own)
}

/// A date without the sign of years past four digits, which XML Schema doesn't take.
fn day(date: Date) -> String {
    date.to_string().trim_start_matches('+').to_owned()
}

/// A date and time, with seconds and without a sign of large years.
fn moment(text: &str) -> String {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    format!("{}T{}", date.trim_start_matches('+'), with_seconds(time))
}

/// `09:05` is `09:05:00`.
fn with_seconds(time: &str) -> String {
    match time.split_at_checked("09:05".len()) {
        Some((minutes, rest)) if !rest.starts_with(':') => format!("{minutes}:00{rest}"),
        _ => time.to_owned(),
    }
}

/// The text, where XML Schema has the offset: of whole minutes, up to 14 hours.
fn zoned(offset: Offset, text: impl FnOnce() -> String) -> Option<String> {
    let seconds = offset.seconds().abs();
    (seconds % 60 == 0 && seconds <= 14 * 3600).then(text)
}

/// A duration all of whose parts have the same sign.
fn span(duration: &Duration) -> Option<String> {
    let text = duration.to_string();
    let parts = [duration.months(), duration.days(), duration.seconds()];
    let rising =
        parts.iter().any(|part| *part > 0) || duration.seconds() == 0 && duration.nanos() > 0;
    match (text.contains('-'), rising) {
        (false, _) => Some(text),
        (true, false) => Some(format!("-{}", text.replace('-', ""))),
        (true, true) => None,
    }
}

/// A text that may be a day, a month or a year, as such.
pub(super) fn dated(text: &str) -> Literal {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is = |year, month, day| Date::new(year, month, day).is_ok();
    let datatype = match (parts.map(Option::flatten), text.len(), digits) {
        ([Some(y), Some(m), Some(d), None], 10, true) if is(y, m, d) => xsd::DATE,
        ([Some(y), Some(m), None, None], 7, true) if is(y, m, 1) => xsd::G_YEAR_MONTH,
        ([Some(y), None, None, None], 4, true) if is(y, 1, 1) => xsd::G_YEAR,
        _ => return Literal::new_simple_literal(text),
    };
    Literal::new_typed_literal(text, datatype)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::temporal::Kind;

    fn shown(kind: Kind, text: &str) -> String {
        let value = kind.parse(text).expect("a value");
        literal(&value, &NamedNode::new_unchecked("t:"))
            .to_string()
            .replace("http://www.w3.org/2001/XMLSchema#", "")
    }

    #[test]
    fn times_are_as_xml_schema_has_them() {
        assert_eq!(shown(Kind::Date, "2025-03-04"), "\"2025-03-04\"^^<date>");
        assert_eq!(shown(Kind::LocalTime, "09:05"), "\"09:05:00\"^^<time>");
        assert_eq!(shown(Kind::Time, "09:05+01:00"), "\"09:05:00+01:00\"^^<time>");
        assert_eq!(shown(Kind::Time, "09:05+01:00:30"), "\"09:05+01:00:30\"^^<t:Time>");
        let local = "2025-03-04T09:05:01.5";
        assert_eq!(shown(Kind::LocalDateTime, local), "\"2025-03-04T09:05:01.5\"^^<dateTime>");
        let zoned = "2025-03-04T09:05[Europe/London]";
        assert_eq!(shown(Kind::DateTime, zoned), "\"2025-03-04T09:05:00Z\"^^<dateTime>");
    }

    #[test]
    fn durations_have_one_sign_or_a_type_of_their_own() {
        assert_eq!(shown(Kind::Duration, "P1Y2M3DT4H5M6.5S"), "\"P1Y2M3DT4H5M6.5S\"^^<duration>");
        assert_eq!(shown(Kind::Duration, "P-1MT-1M-0.001S"), "\"-P1MT1M0.001S\"^^<duration>");
        assert_eq!(shown(Kind::Duration, "P1DT-0.001S"), "\"P1DT-0.001S\"^^<t:Duration>");
        assert_eq!(shown(Kind::Duration, "PT0S"), "\"PT0S\"^^<duration>");
    }

    #[test]
    fn only_texts_that_are_dates_are_typed_so() {
        let kind = |text| dated(text).datatype().as_str().rsplit('#').next().map(str::to_owned);
        assert_eq!(kind("2025-02-28").as_deref(), Some("date"));
        assert_eq!(kind("2025-02").as_deref(), Some("gYearMonth"));
        assert_eq!(kind("2025").as_deref(), Some("gYear"));
        for text in
            ["2025-02-30", "2025-W10", "2025-03-04/2025-03-06", "", "-", "20-250-2", "12345"]
        {
            assert_eq!(kind(text).as_deref(), Some("string"), "{text}");
        }
    }
}
