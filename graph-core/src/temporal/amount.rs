//! Numbers with a fraction, exact to eighteen decimals: what durations are made of.

use super::error::{TemporalError, long_duration};

/// A number in units of 10⁻¹⁸.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount(i128);

/// Decimals that are kept; further ones are cut off.
const DECIMALS: usize = 18;

impl Amount {
    const ONE: i128 = 1_000_000_000_000_000_000;

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self(number as i128 * Self::ONE)
    }

    /// A float, as the shortest decimal number that is read as it: 0.1 is a tenth.
    ///
    /// # Errors
    /// For `NaN`, infinities and what is past 64 bits.
    pub fn from_float(number: f64) -> Result<Self, TemporalError> {
        if !number.is_finite() || number.abs() >= 1e19 {
            return Err(long_duration());
        }
        Self::parse(&number.to_string()).ok_or_else(long_duration)
    }

    /// Reads digits with a sign, and a fraction behind a point or a comma.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once(['.', ',']) {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let kept = &fraction[..fraction.len().min(DECIMALS)];
        let padded = format!("{kept:0<DECIMALS$}");
        let magnitude = whole.parse::<i128>().ok()?.checked_mul(Self::ONE)?;
        let magnitude = magnitude.checked_add(padded.parse().ok()?)?;
        Some(Self(if text.starts_with('-') { -magnitude } else { magnitude }))
    }

    /// The sum of amounts, each as often as its factor says.
    pub(super) fn sum(parts: impl IntoIterator<Item = (Self, i64)>) -> Result<Self, TemporalError> {
        let add = |sum: i128, (part, factor): (Self, i64)| {
            part.0.checked_mul(factor.into()).and_then(|product| sum.checked_add(product))
        };
        let sum = parts.into_iter().try_fold(0, add);
        sum.map(Self).ok_or_else(long_duration)
    }

    /// A part of it.
    pub(super) fn over(self, divisor: i64) -> Self {
        Self(self.0 / i128::from(divisor))
    }

    /// The number without its fraction.
    pub(super) fn trunc(self) -> Result<i64, TemporalError> {
        i64::try_from(self.0 / Self::ONE).map_err(|_| long_duration())
    }

    /// The fraction, with the number's sign.
    pub(super) fn fract(self) -> Self {
        Self(self.0 % Self::ONE)
    }

    /// The number of seconds in nanoseconds; what is less is cut off.
    pub(super) fn nanos(self) -> i128 {
        self.0 / (Self::ONE / 1_000_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        let read = |text| Amount::parse(text).map(|amount| amount.0);
        assert_eq!(read("-0.001"), Some(-1_000_000_000_000_000));
        assert_eq!(read("+1,5"), Some(1_500_000_000_000_000_000));
        assert_eq!(read("0.0000000000000000019"), Some(1));
        for bad in ["", "-", ".5", "1.", "1e3", "--1", "1.2.3", "٣", "9e99"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read(&"9".repeat(60)), None);
    }

    #[test]
    fn floats_are_the_decimals_they_show() {
        assert_eq!(Amount::from_float(0.1), Ok(Amount(Amount::ONE / 10)));
        assert_eq!(Amount::from_float(-2.5), Ok(Amount(Amount::ONE * -5 / 2)));
        for bad in [f64::NAN, f64::INFINITY, 1e300, -1e19] {
            assert!(Amount::from_float(bad).is_err());
        }
        assert_eq!(Amount::from_float(1e-300), Ok(Amount(0)));
    }
}
