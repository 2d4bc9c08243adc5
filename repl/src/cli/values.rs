//! Values of options: times, sizes, numbers of rows, parameters.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::time::Duration;

use graph_core::Value;
use jiff::SignedDuration;

use crate::parameter;

/// The most rows that a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaxRows(pub(crate) Option<usize>);

impl Default for MaxRows {
    fn default() -> Self {
        Self(Some(50))
    }
}

impl Display for MaxRows {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(rows) => rows.fmt(f),
            None => f.write_str("all"),
        }
    }
}

impl FromStr for MaxRows {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(rows @ 1..) => Ok(Self(Some(rows))),
            _ if text == "all" => Ok(Self(None)),
            _ => Err("write a number from 1 on, or all"),
        }
    }
}

/// Reads a time: seconds, or numbers with units.
pub(crate) fn time(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let spelled = || text.parse::<SignedDuration>().ok().and_then(|it| it.try_into().ok());
    seconds
        .or_else(spelled)
        .filter(|time: &Duration| !time.is_zero())
        .ok_or("write seconds, or a time such as 500ms, 2m or 1m30s")
}

/// Reads a number of bytes with its unit: `512MB`, `2GiB`, `1.5 GB`.
pub(crate) fn memory(text: &str) -> Result<u64, &'static str> {
    const UNITS: [(&str, u64); 9] = [
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
        ("kb", 1000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("tb", 1_000_000_000_000),
        ("b", 1),
    ];
    let text = text.to_lowercase();
    let unit = UNITS.iter().find_map(|(name, bytes)| Some((text.strip_suffix(name)?, bytes)));
    let read = unit.and_then(|(number, bytes)| {
        let number = number.trim_end().parse::<f64>().ok()?;
        (number.is_finite() && number > 0.0).then_some(number * *bytes as f64)
    });
    read.map(|bytes| bytes as u64)
        .filter(|bytes| *bytes > 0)
        .ok_or("write a number with its unit, such as 512MB or 2GiB")
}

/// Reads `NAME=VALUE`.
pub(super) fn named_value(text: &str) -> Result<(String, Value), String> {
    let (name, literal) = text
        .split_once('=')
        .ok_or("write NAME=VALUE, for example --param name=\"'El Salvador'\"")?;
    if !parameter::is_name(name) {
        return Err(format!("{name:?} is no name: {}", parameter::NAMES));
    }
    let advice = |error| format!("{error}; {}: --param {name}=\"'text'\"", parameter::VALUES);
    let value = query_lang::parse_literal(literal).map_err(advice)?;
    Ok((name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_units() {
        for (text, bytes) in
            [("512MB", 512_000_000), ("2GiB", 2 << 30), ("1.5 gb", 1_500_000_000), ("7b", 7)]
        {
            assert_eq!(memory(text), Ok(bytes), "{text}");
        }
        for text in ["", "512", "MB", "-1GB", "0MB", "0.1b", "2G", "NaNMB", "infGB", "1e999MB"] {
            assert!(memory(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_have_units_or_are_seconds() {
        for (text, milliseconds) in
            [("2", 2000), ("0.25", 250), ("500ms", 500), ("2m", 120_000), ("1m 30s", 90_000)]
        {
            assert_eq!(time(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["", "0", "-1", "soon", "2 parsecs", "-2m", "NaN", "inf", "1e400"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
