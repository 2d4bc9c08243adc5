//! Long work that heeds whoever wants it to end.

/// How many things are done between two looks.
const LOOK: usize = 64;

/// Whether work goes on; once it says no, it never says yes again.
pub(crate) type GoesOn<'a> = &'a dyn Fn() -> bool;

/// The things one after the other, and none any more once the work is to end.
pub(crate) fn heeding<'a, T>(
    things: impl IntoIterator<Item = T> + 'a,
    goes_on: GoesOn<'a>,
) -> impl Iterator<Item = T> + 'a {
    let counted = things.into_iter().enumerate();
    counted.take_while(move |(at, _)| !at.is_multiple_of(LOOK) || goes_on()).map(|(_, thing)| thing)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_is_to_end_ends_at_the_next_look() {
        let looks = Cell::new(0);
        let goes_on = || {
            looks.set(looks.get() + 1);
            looks.get() < 3
        };
        assert_eq!(heeding(0_usize.., &goes_on).count(), 2 * LOOK);
        assert_eq!(heeding([1, 2], &goes_on).count(), 0);
    }
}
