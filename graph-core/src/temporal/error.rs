//! What can be wrong with a date, a time or a duration, each with what to write instead.

use thiserror::Error as ThisError;

/// What is wrong with a temporal value or with what is done to it.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum TemporalError {
    /// `date('yesterday')`
    #[error("'{text}' is no {kind}; write it like {example}")]
    Text {
        /// The text as given, shortened.
        text: String,
        /// What it should be.
        kind: &'static str,
        /// How such values are written.
        example: &'static str,
    },
    /// `date({year: 2015, month: 13})`
    #[error("{field} is {value}, but goes from {least} to {most}")]
    Field {
        /// The field.
        field: &'static str,
        /// What it was given as.
        value: i64,
        /// The least value that it takes here.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// `date({month: 3})`
    #[error("{kind}() needs `{missing}` beside `{given}`")]
    MissingField {
        /// The function.
        kind: &'static str,
        /// The field that isn't there.
        missing: &'static str,
        /// A field that says little without it.
        given: String,
    },
    /// `date({})`
    #[error("{kind}() needs fields such as {example}")]
    NoFields {
        /// The function.
        kind: &'static str,
        /// What to write.
        example: &'static str,
    },
    /// `date({yaer: 2015})`
    #[error("{kind}() has no field `{field}`; it has {fields}")]
    UnknownField {
        /// The function.
        kind: &'static str,
        /// What was given.
        field: String,
        /// What it takes.
        fields: String,
    },
    /// `date({year: 2015, week: 3, month: 1})`
    #[error("`{first}` and `{second}` can't stand together")]
    ConflictingFields {
        /// One field.
        first: &'static str,
        /// A field of another way to say it.
        second: &'static str,
    },
    /// `date({year: 'two'})`
    #[error("`{field}` takes {wanted}, not {given}")]
    FieldType {
        /// The field or argument.
        field: String,
        /// What it takes, with its article.
        wanted: &'static str,
        /// The type of what was given, with its article.
        given: String,
    },
    /// `date(localtime())`
    #[error("a {kind} can't be made of {given}")]
    Conversion {
        /// What should be made.
        kind: &'static str,
        /// The type of what it should be made of, with its article.
        given: String,
    },
    /// `date().hour`
    #[error("a {kind} has no `{component}`; it has {components}")]
    UnknownComponent {
        /// The type.
        kind: &'static str,
        /// What was read.
        component: String,
        /// What it has.
        components: String,
    },
    /// `date.truncate('hour', date())`
    #[error("{kind}.truncate() knows no unit '{unit}'; it knows {units}")]
    UnknownUnit {
        /// The type that is truncated to.
        kind: &'static str,
        /// What was given.
        unit: String,
        /// What it takes.
        units: String,
    },
    /// `datetime({year: 2015, timezone: 'Europe/Stockhom'})`
    #[error("there is no time zone '{name}'; write one like '{near}', '+01:00' or 'Z'")]
    UnknownZone {
        /// What was given.
        name: String,
        /// The zone whose name is most like it.
        near: String,
    },
    /// `time({hour: 12, timezone: '+19:00'})`
    #[error("an offset of {text} is out of range; it goes from -18:00 to +18:00")]
    Offset {
        /// What was given.
        text: String,
    },
    /// `datetime('2015-07-21T21:40+05:00[Europe/Stockholm]')`
    #[error("the offset {offset} isn't the one of {zone} at {local}; leave it out or mend it")]
    OffsetOfZone {
        /// The offset that is written.
        offset: String,
        /// The zone that is written.
        zone: String,
        /// When.
        local: String,
    },
    /// `date() + duration({years: 1000000000})`
    #[error("{what} is out of range: {range}")]
    OutOfRange {
        /// What was computed.
        what: &'static str,
        /// Which values there are.
        range: &'static str,
    },
}

/// A date past the last year.
pub(super) fn far_date() -> TemporalError {
    TemporalError::OutOfRange { what: "the date", range: "years go from -999999999 to +999999999" }
}

/// A duration that 64 bits don't hold.
pub(super) fn long_duration() -> TemporalError {
    TemporalError::OutOfRange {
        what: "the duration",
        range: "its months, days and seconds are whole numbers of 64 bits each",
    }
}

/// Refuses a field's value outside of its range.
pub(super) fn within(
    field: &'static str,
    value: i64,
    least: i64,
    most: i64,
) -> Result<i64, TemporalError> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(TemporalError::Field { field, value, least, most })
}
