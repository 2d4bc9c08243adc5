//! Bytes → text: UTF-8, else by byte order mark, by the zeros of UTF-16, or by the letters'
//! frequencies.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::ArticleError;
use super::offsets::FileOffsets;

/// Of so many characters, one may be a control character that text doesn't use.
const CONTROLS: usize = 100;

/// The text of a file and where its characters stand.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<(String, FileOffsets), ArticleError> {
    let mark = Encoding::for_bom(bytes);
    let (encoding, start) = mark.unwrap_or_else(|| (without_mark(bytes), 0));
    if encoding == UTF_8 {
        let text = std::str::from_utf8(&bytes[start..]).map_err(|error| {
            let offset = start + error.valid_up_to();
            ArticleError::Encoding { name: name.to_owned(), encoding: "UTF-8", offset }
        })?;
        refuse_controls(name, text, |at| start + at)?;
        return Ok((text.to_owned(), FileOffsets::shifted(start)));
    }
    let zero = bytes.iter().position(|&byte| byte == 0);
    if let Some(offset) = zero.filter(|_| encoding != UTF_16LE && encoding != UTF_16BE) {
        return Err(ArticleError::Binary { name: name.to_owned(), offset });
    }
    let (text, offsets) = transcode(encoding, bytes, start).map_err(|offset| {
        ArticleError::Encoding { name: name.to_owned(), encoding: encoding.name(), offset }
    })?;
    refuse_controls(name, &text, |at| offsets.in_file(at))?;
    Ok((text, offsets))
}

fn without_mark(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = utf_16(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark: most letters of a Western text have a zero in their upper half.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first| bytes.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let units = bytes.len() / 2;
    if bytes.len() < 4 || bytes.len() % 2 == 1 {
        None
    } else if odd * 10 > units * 7 && even * 20 < units {
        Some(UTF_16LE)
    } else if even * 10 > units * 7 && odd * 20 < units {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Decodes byte by byte, which tells where each character begins; the error is where a byte is
/// wrong.
fn transcode(
    encoding: &'static Encoding,
    bytes: &[u8],
    start: usize,
) -> Result<(String, FileOffsets), usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut offsets) = (String::with_capacity(bytes.len()), FileOffsets::default());
    let mut character = start;
    let mut output = String::with_capacity(16);
    for at in start..=bytes.len() {
        let byte = bytes.get(at..=at).unwrap_or_default();
        output.clear();
        let (result, _, malformed) = decoder.decode_to_string(byte, &mut output, byte.is_empty());
        if malformed || result == CoderResult::OutputFull {
            return Err(character);
        }
        for c in output.chars() {
            offsets.push(text.len(), c.len_utf8(), character, at + byte.len() - character);
            text.push(c);
        }
        if !output.is_empty() {
            character = at + 1;
        }
    }
    offsets.finish(text.len(), bytes.len());
    Ok((text, offsets))
}

/// Refuses zeros and more than a few other control characters.
fn refuse_controls(
    name: &str,
    text: &str,
    in_file: impl Fn(usize) -> usize,
) -> Result<(), ArticleError> {
    let strange = |&(_, c): &(usize, char)| c.is_control() && !"\t\n\r\u{b}\u{c}\u{85}".contains(c);
    let mut controls = text.char_indices().filter(strange);
    let Some((first, _)) = controls.next() else { return Ok(()) };
    let zero = text.find('\0');
    let many = (controls.count() + 1) * CONTROLS > text.chars().count();
    match zero.or(many.then_some(first)) {
        Some(at) => Err(ArticleError::Binary { name: name.to_owned(), offset: in_file(at) }),
        None => Ok(()),
    }
}
