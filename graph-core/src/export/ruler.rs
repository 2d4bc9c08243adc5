//! Offsets of a text in another unit than bytes, without counting from the start each time.

/// Bytes of text between two marks.
const STEP: usize = 512;

/// A text with marks: how long it is up to every so many bytes.
#[derive(Debug)]
pub(super) struct Ruler<'a> {
    text: &'a str,
    measure: fn(&str) -> usize,
    marks: Vec<usize>,
}

impl<'a> Ruler<'a> {
    /// Of a text; the `measure` of two stretches together is the sum of their own. O(text).
    pub(super) fn of(text: &'a str, measure: fn(&str) -> usize) -> Self {
        let (mut marks, mut from, mut sum) = (vec![0], 0, 0);
        for at in (STEP..=text.len()).step_by(STEP) {
            let to = text.floor_char_boundary(at);
            sum += measure(&text[from..to]);
            marks.push(sum);
            from = to;
        }
        Self { text, measure, marks }
    }

    /// How long the text is before a byte of it, which begins a character. O(1).
    pub(super) fn at(&self, byte: usize) -> usize {
        let nearest = byte / STEP;
        let from = self.text.floor_char_boundary(nearest * STEP);
        self.marks[nearest] + (self.measure)(&self.text[from..byte])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_across_steps() {
        let text = "aé日🎈".repeat(500);
        let (characters, units) =
            (|text: &str| text.chars().count(), |text: &str| text.encode_utf16().count());
        let rulers = [Ruler::of(&text, characters), Ruler::of(&text, units)];
        let places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        for (count, byte) in places.enumerate() {
            assert_eq!(rulers[0].at(byte), count);
            assert_eq!(rulers[1].at(byte), units(&text[..byte]));
        }
        assert_eq!(Ruler::of("", characters).at(0), 0);
    }
}
