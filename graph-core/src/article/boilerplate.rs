//! What pages carry besides the article: addresses, bylines, credits, buttons, links.

use std::sync::LazyLock;

use regex::{RegexSet, RegexSetBuilder};

/// Longer paragraphs are prose.
const LONGEST: usize = 300;
/// Letters a word, above which it's no language.
const LONGEST_MEAN_WORD: usize = 40;

/// Lines that aren't prose, whatever the article. Whole lines, without regard to case.
static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    set(
        true,
        &[
            // Introductions to links that follow or followed.
            r"(see also|more|also|related|further|recommended|popular|trending|top|latest|most|you may|don.t miss|keep|continue)?\s*(reads?|reading|stories|articles|posts|news|links|like|popular|viewed)\s*:?",
            r"(read|see) (more|also|next|the full (story|article))\b.{0,120}",
            r"(related|more from|more on|tags?|filed under|categor(y|ies)|posted in|topics|keywords|share( this.*| on.*)?|labels)\s*:.*",
            r"(click|tap) (here|to)\b.*|(sign up|subscribe|log ?in|register|follow us|like us|join us)\b[^.]{0,100}[.!]?",
            r"(leave a (comment|reply)|(\d+ )?comments?( \(\d+\))?|advertisement|sponsored( content)?|skip to content|back to top|loading\.*|\d+ min(ute)?s? read)",
            r"((share|tweet|post|pin|print|save|copy|link|e-?mail|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tumblr|messenger|on|via|this|article|story|and|by)\b[\s|/,·•&:]*)+",
            // Who wrote, photographed and owns it.
            r"(reported|reporting|written|writing|edited|editing|photographs?|photos?|pictures?|compiled|translated|additional reporting|with reporting|with files) (by|from) .*",
            r"(©|\(c\)|copyright\b).*|.*\ball rights reserved\b.*",
            r"(file )?(photo|image|picture|video|photograph|credit|source|illustration|caption|courtesy)s?( credit| courtesy| by| of)?\s*[:/].*",
            r"\((file )?(photo|image|picture|ap photo|photograph|credit|reuters|source)\b.*\)",
            // Where the publisher can be found.
            r"((physical|mailing|postal|street|email|e-mail|our|business) )?(address|contact( us| information)?|phone|telephone|tel|fax|e-?mail|website|hours|location)s?\s*:?.{0,20}",
            r"(phone|telephone|tel|fax|e-?mail|mobile|call( us)?|contact)\.?\s*:.*",
            r"p\.? ?o\.? box \d+.*",
            r"\d+[a-z]?(-\d+)?,? (\S+ ){1,5}(street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|way|court|ct|square|sq|place|pl|highway|hwy|parkway|pkwy|terrace|suite|floor)\.?(,? (n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?)?(,? (suite|ste|apt|floor|unit|no|#)\.? ?\S+)?(,.*)?",
            // An address or a handle alone.
            r"(https?://|www\.)\S+|\S+@\S+\.\S+|@\w+|#\w+(\s+#\w+)*",
        ],
    )
});

/// The same, where capitals matter.
static CASED_LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    set(
        false,
        &[
            r"(\S+ ){1,4}[A-Z]{2},? \d{5}(-\d{4})?",
            // A caption with its credit.
            r".*[^.!?] (File )?(Image|Photo|Picture|Photograph|Credit|Photo credit|Photo by|Image credit)s?: \S.*",
            // Names alone.
            r"(By|BY) ([A-ZÀ-Þ][\w.'’-]*,?( (and|AND|&|of|for|de|van|von|der|bin|al|the) ?| |$)){1,8}",
        ],
    )
});

fn set(ignore_case: bool, patterns: &[&str]) -> RegexSet {
    let whole = patterns.iter().map(|pattern| format!("^(?:{pattern})$"));
    let set = RegexSetBuilder::new(whole).case_insensitive(ignore_case).build();
    set.expect("the patterns are fixed and tested")
}

/// Whether a paragraph is none of the article's prose.
pub(super) fn is_boilerplate(paragraph: &str) -> bool {
    let letters = paragraph.chars().filter(|c| c.is_alphabetic()).count();
    let words = paragraph.split_whitespace().count();
    if letters == 0 || letters > words * LONGEST_MEAN_WORD {
        return true;
    }
    paragraph.len() <= LONGEST && (LINES.is_match(paragraph) || CASED_LINES.is_match(paragraph))
}
