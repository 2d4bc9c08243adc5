//! How many independent voices attest a fact: near-identical copies of an article, as news
//! agencies' texts are printed by many papers, are one.
//!
//! Articles are compared by their shingles, runs of `SHINGLE` words, of which a `MinHash` keeps a
//! signature of fixed length (Broder, "On the resemblance and containment of documents", 1997).
//! Locality-sensitive hashing finds the candidates: signatures are cut into bands, and articles
//! that agree in a band are compared (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets",
//! chapter 3). Each is compared with the first article and the one before it in its band only,
//! so the time grows with the number of articles, not of pairs.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::corpus::{Article, Index};

/// Words of a shingle.
const SHINGLE: usize = 5;

/// Number of bands, and of hashes in each. Two articles that share .43 of all their shingles
/// meet in a band with a probability of .97, two that share .1 with one of .04.
const BANDS: usize = 42;
const ROWS: usize = 3;

/// An article is a copy of another one if at least this share of the shorter one's shingles
/// stands in the longer one: cut from the end, with another headline, with a word changed here
/// and there. Reports that only quote the same speech stay far below.
const COPIED: f64 = 0.6;

/// What is kept of an article to compare it: the least hash of its shingles under each of many
/// hash functions.
#[derive(Clone, Debug)]
struct Signature {
    least: Vec<u32>,
    shingles: usize,
}

/// The first article of each article's group of copies, by index: its own where it copies none
/// before it. O(text + articles · log articles).
///
/// ```
/// use graph_core::corpus::Article;
/// use graph_core::corroboration::copies;
/// let text = "The dam opened on Monday after ten years of work, the ministry said in a note.";
/// let article = |text: &str| Article { text: text.into(), ..Article::default() };
/// let other = article("Farmers blocked the only road to the site of the dam for a second day.");
/// let copy = article(&format!("{text} It holds much water."));
/// assert_eq!(copies(&[article(text), other, copy]), [0, 1, 0]);
/// ```
pub fn copies(articles: &[Article]) -> Vec<Index> {
    let signatures: Vec<Signature> =
        articles.par_iter().map(|article| Signature::of(&article.text)).collect();
    let mut groups = Groups { leaders: (0..articles.len()).collect() };
    for band in 0..BANDS {
        join_band(&signatures, band, &mut groups);
    }
    (0..articles.len()).map(|article| groups.leader(article)).collect()
}

/// Joins the copies among the articles whose signatures agree in a band.
fn join_band(signatures: &[Signature], band: usize, groups: &mut Groups) {
    let key = |signature: &Signature| {
        let rows = &signature.least[band * ROWS..(band + 1) * ROWS];
        rows.iter().fold(0, |hash, &row| mixed(hash ^ u64::from(row)))
    };
    let told = signatures.iter().enumerate().filter(|(_, signature)| signature.shingles > 0);
    let mut keyed: Vec<(u64, Index)> = told.map(|(at, signature)| (key(signature), at)).collect();
    keyed.sort_unstable();
    for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
        for pair in bucket.windows(2) {
            for other in [bucket[0].1, pair[0].1] {
                if signatures[other].copies(&signatures[pair[1].1]) {
                    groups.join(other, pair[1].1);
                }
            }
        }
    }
}

impl Signature {
    fn of(text: &str) -> Self {
        let words: Vec<u64> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| hashed(&word.to_lowercase()))
            .collect();
        let mut signature = Self { least: vec![u32::MAX; BANDS * ROWS], shingles: 0 };
        for shingle in words.windows(SHINGLE) {
            signature.shingles += 1;
            let hash = shingle.iter().fold(0, |hash, &word| mixed(hash ^ word));
            // Two halves of one good hash make as many independent ones as are needed
            // (Kirsch, Mitzenmacher, "Less Hashing, Same Performance", 2006).
            let (first, second) = (hash as u32, (hash >> 32) as u32 | 1);
            for (number, least) in (0u32..).zip(&mut signature.least) {
                let derived = scrambled(first.wrapping_add(number.wrapping_mul(second)));
                *least = (*least).min(derived);
            }
        }
        signature
    }

    fn copies(&self, other: &Self) -> bool {
        let equal = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count();
        let resemblance = equal as f64 / self.least.len() as f64;
        let (a, b) = (self.shingles as f64, other.shingles as f64);
        let shared = resemblance * (a + b) / (1.0 + resemblance);
        shared >= COPIED * a.min(b)
    }
}

/// Groups of articles, each known by its first one.
struct Groups {
    leaders: Vec<Index>,
}

impl Groups {
    fn leader(&mut self, article: Index) -> Index {
        let mut at = article;
        while self.leaders[at] != at {
            self.leaders[at] = self.leaders[self.leaders[at]];
            at = self.leaders[at];
        }
        at
    }

    fn join(&mut self, a: Index, b: Index) {
        let (a, b) = (self.leader(a), self.leader(b));
        self.leaders[a.max(b)] = a.min(b);
    }
}

/// FNV-1a, the same on every machine.
fn hashed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// The finalizer of `SplitMix64`.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The finalizer of `MurmurHash3`, 32 bits.
fn scrambled(value: u32) -> u32 {
    let value = (value ^ (value >> 16)).wrapping_mul(0x85eb_ca6b);
    let value = (value ^ (value >> 13)).wrapping_mul(0xc2b2_ae35);
    value ^ (value >> 16)
}

/// A sentence that attests a fact, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice<'a> {
    /// The id of the article, or of the article that it is a copy of.
    pub article: &'a str,
    /// Who published it, where that is known.
    pub source: Option<&'a str>,
    /// The sentence.
    pub quote: &'a str,
}

/// How many independent voices there are: what stands in one article or its copies, what one
/// source published, and what several articles tell in the very same words is one voice.
/// O(voices).
///
/// ```
/// use graph_core::corroboration::{Voice, independent};
/// let voice = |article, source, quote| Voice { article, source, quote };
/// let told = [
///     voice("1", Some("Times"), "The dam opened."),
///     voice("2", Some("Times"), "A dam was opened."),
///     voice("3", None, "“The dam opened.”"),
///     voice("4", None, "It opened on Monday."),
/// ];
/// assert_eq!(independent(&told), 2);
/// ```
pub fn independent(voices: &[Voice<'_>]) -> usize {
    let mut groups = Groups { leaders: (0..voices.len()).collect() };
    let mut seen: HashMap<(u8, String), Index> = HashMap::new();
    for (at, voice) in voices.iter().enumerate() {
        let source = voice.source.map(str::trim).filter(|source| !source.is_empty());
        let keys = [
            Some((0, voice.article.to_owned())),
            source.map(|source| (1, folded(source))),
            Some((2, folded(voice.quote))).filter(|(_, words)| !words.is_empty()),
        ];
        for key in keys.into_iter().flatten() {
            let first = *seen.entry(key).or_insert(at);
            groups.join(first, at);
        }
    }
    (0..voices.len()).filter(|&at| groups.leader(at) == at).count()
}

/// The words alone, in lower case.
fn folded(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: String) -> Article {
        Article { text, ..Article::default() }
    }

    /// Some hundred words that no other seed gives.
    fn report(seed: u64) -> String {
        let word = |at: u64| format!("w{}", mixed(seed * 1000 + at) % 900);
        (0..300).map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn copies_are_cut_headed_and_edited() {
        let whole = report(1);
        let half = whole[..whole.len() / 2].to_owned();
        let headed = format!("Another headline\n\nBy Somebody\n\n{whole}");
        let mut words: Vec<&str> = whole.split(' ').collect();
        for at in (0..words.len()).step_by(40) {
            words[at] = "changed";
        }
        let edited = words.join(" ").to_uppercase();
        let articles = [report(2), whole.clone(), half, report(3), headed, edited, whole];
        assert_eq!(copies(&articles.map(article)), [0, 1, 1, 3, 1, 1, 1]);
    }

    #[test]
    fn a_shared_quotation_makes_no_copy() {
        let quotation = &report(9)[..250];
        let articles = [1, 2, 3].map(|seed| format!("{} {quotation}", report(seed)));
        assert_eq!(copies(&articles.map(article)), [0, 1, 2]);
    }

    #[test]
    fn short_and_empty_articles_are_their_own() {
        let texts = ["", "Two words", "", "Two words"];
        assert_eq!(copies(&texts.map(|text| article(text.to_owned()))), [0, 1, 2, 3]);
    }

    #[test]
    fn nobody_is_no_voice() {
        assert_eq!(independent(&[]), 0);
    }
}
