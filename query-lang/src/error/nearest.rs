//! Which word somebody meant.

/// The candidate nearest to a word that someone mistyped, case aside; `None` where none is near.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = match word.chars().count() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 8)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_wins_and_far_ones_are_left_out() {
        assert_eq!(nearest("RETRUN", ["MATCH", "RETURN"]), Some("RETURN"));
        assert_eq!(nearest("criticised", ["CRITICIZED", "VISITED"]), Some("CRITICIZED"));
        assert_eq!(nearest("x", ["MATCH"]), None);
    }
}
