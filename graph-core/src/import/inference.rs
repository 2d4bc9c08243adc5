//! The values of a column without a type → the narrowest type that all of them have.

use super::value::{Scalar, Type};

/// The types that the values of a column may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each type is possible or not")]
pub(super) struct Possible {
    integer: bool,
    float: bool,
    boolean: bool,
    /// Whether there was any value.
    seen: bool,
}

impl Possible {
    /// Before any value is seen.
    pub(super) const ANY: Self = Self { integer: true, float: true, boolean: true, seen: false };

    /// Takes notice of a value.
    pub(super) fn see(&mut self, text: &[u8]) {
        self.seen = true;
        self.integer = self.integer && is_integer(text);
        self.float = self.float && is_number(text);
        self.boolean = self.boolean
            && (text.eq_ignore_ascii_case(b"true") || text.eq_ignore_ascii_case(b"false"));
    }

    /// Whether nothing but text is left.
    pub(super) fn is_text(self) -> bool {
        !(self.integer || self.float || self.boolean)
    }

    /// The narrowest type.
    pub(super) fn narrowest(self) -> Type {
        match self {
            Self { seen: false, .. } => Type::STRING,
            Self { integer: true, .. } => Type::LONG,
            Self { float: true, .. } => Type::one(Scalar::Float("double")),
            Self { boolean: true, .. } => Type::one(Scalar::Boolean),
            _ => Type::STRING,
        }
    }
}

/// Whether a text is a whole number that is written as any program would: `007` is a code.
fn is_integer(text: &[u8]) -> bool {
    is_number(text) && str::from_utf8(text).is_ok_and(|text| text.parse::<i64>().is_ok())
}

/// Whether a text is a number with digits before and behind its point: `-1.5e-3`.
fn is_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let (whole, rest) = digits(text);
    let is_code = whole.len() > 1 && whole.starts_with(b"0");
    let rest = match rest.strip_prefix(b".").map(digits) {
        Some(([], _)) => return false,
        Some((_, rest)) => rest,
        None => rest,
    };
    let rest = match rest {
        [b'e' | b'E', exponent @ ..] => {
            let exponent =
                exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+")).unwrap_or(exponent);
            match digits(exponent) {
                ([], _) => return false,
                (_, rest) => rest,
            }
        }
        rest => rest,
    };
    !whole.is_empty() && !is_code && rest.is_empty()
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_type_of_all_values_is_found() {
        for (values, wanted) in [
            (&["1", "-20", "0"][..], "long"),
            (&["1", "2.5", "1e-3"], "double"),
            (&["99999999999999999999"], "double"),
            (&["true", "FALSE"], "boolean"),
            (&["1", "true"], "string"),
            (&["007"], "string"),
            (&["+1"], "string"),
            (&["1."], "string"),
            (&[".5"], "string"),
            (&["1e"], "string"),
            (&["-"], "string"),
            (&["NaN"], "string"),
            (&["2025-03-04"], "string"),
            (&[], "string"),
        ] {
            let mut possible = Possible::ANY;
            for value in values {
                possible.see(value.as_bytes());
            }
            assert_eq!(possible.narrowest().to_string(), wanted, "{values:?}");
        }
    }
}
