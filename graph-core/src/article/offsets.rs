//! From offsets in an article's text to offsets in its file.

use crate::corpus::Article;

/// Where the characters of a decoded text stand in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileOffsets {
    /// In order; a text in UTF-8 is a single run.
    runs: Vec<Run>,
}

/// A stretch in which each byte of text takes equally many bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    file: usize,
    step: usize,
}

impl FileOffsets {
    /// Of a text that stands in the file byte for byte, behind `start` other bytes.
    pub(super) fn shifted(start: usize) -> Self {
        Self { runs: vec![Run { text: 0, file: start, step: 1 }] }
    }

    /// Adds a character of `length` bytes of text whose `size` bytes of the file start at `file`.
    pub(super) fn push(&mut self, text: usize, length: usize, file: usize, size: usize) {
        let step = if length == 1 { size } else { 0 };
        let continues = self.runs.last().is_some_and(|run| {
            run.step == step && step > 0 && run.file + (text - run.text) * step == file
        });
        if !continues {
            self.runs.push(Run { text, file, step });
        }
    }

    /// Adds where text and file end.
    pub(super) fn finish(&mut self, text: usize, file: usize) {
        self.runs.push(Run { text, file, step: 1 });
    }

    /// The offset in the text, of `length` bytes, of the character at an offset in the file;
    /// `None` where no character begins there and the text doesn't end there.
    fn in_text(&self, file: usize, length: usize) -> Option<usize> {
        let (mut low, mut high) = (0, length + 1);
        while low < high {
            let middle = low.midpoint(high);
            if self.in_file(middle) < file { low = middle + 1 } else { high = middle }
        }
        (low <= length && self.in_file(low) == file).then_some(low)
    }

    /// The offset in the file of the character at an offset in the text.
    pub fn in_file(&self, text: usize) -> usize {
        let behind = self.runs.partition_point(|run| run.text <= text);
        match behind.checked_sub(1).map(|i| &self.runs[i]) {
            Some(run) => run.file + (text - run.text) * run.step,
            None => text,
        }
    }
}

impl Article {
    /// Where a character of [`Article::text`] stands in the article's file, in bytes; also
    /// right for the end of the text. O(log of the characters that aren't ASCII).
    pub fn file_offset(&self, offset: usize) -> usize {
        self.offsets.in_file(offset)
    }

    /// Where the character at an offset in the article's file stands in [`Article::text`]; the
    /// reverse of [`file_offset`](Self::file_offset).
    pub fn text_offset(&self, file_offset: usize) -> Option<usize> {
        self.offsets.in_text(file_offset, self.text.len())
    }
}
