//! What happens to files: bits flip, an end is lost, pages are written to the wrong place.

/// How large the pages are that a store is made of.
const PAGE: usize = 4096;

/// A file that is as it was written.
#[derive(Debug)]
pub(super) struct Sound {
    bytes: Vec<u8>,
    /// The places where it isn't zero: most of a small store is empty.
    used: Vec<usize>,
}

impl Sound {
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        let used = (0..bytes.len()).filter(|at| bytes[*at] != 0).collect();
        Self { bytes, used }
    }

    /// The file with the damage that the input tells, by six bytes each: what happens, three for
    /// the place, and two for the bits or for another page.
    pub(super) fn damaged(&self, input: &[u8]) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for damage in input.chunks_exact(6) {
            let place = self.place(u32::from_le_bytes([damage[1], damage[2], damage[3], 0]));
            let other = self.place(u32::from_le_bytes([1, damage[4], damage[5], 0]));
            // Where the file is cut by now, there is nothing left to damage.
            match damage[0] % 8 {
                0 => bytes.truncate(place),
                1 => move_page(&mut bytes, place, other),
                2 => swap_pages(&mut bytes, place, other),
                3 => page(&mut bytes, place).into_iter().for_each(|page| page.fill(0)),
                _ => bytes.get_mut(place).into_iter().for_each(|byte| *byte ^= damage[4].max(1)),
            }
        }
        bytes
    }

    /// A place in the file; of odd numbers one where there is something.
    fn place(&self, number: u32) -> usize {
        let number = number as usize;
        let at = number / 2;
        if number.is_multiple_of(2) {
            at % self.bytes.len()
        } else {
            self.used[at % self.used.len()]
        }
    }
}

/// The page that a place is in, unless it is cut.
fn page(bytes: &mut [u8], place: usize) -> Option<&mut [u8]> {
    let start = place / PAGE * PAGE;
    bytes.get_mut(start..start + PAGE)
}

/// Writes a page over another.
fn move_page(bytes: &mut [u8], from: usize, to: usize) {
    let copy = page(bytes, from).map(|page| page.to_vec());
    if let (Some(copy), Some(to)) = (copy, page(bytes, to)) {
        to.copy_from_slice(&copy);
    }
}

fn swap_pages(bytes: &mut [u8], one: usize, other: usize) {
    let kept = page(bytes, other).map(|page| page.to_vec());
    move_page(bytes, one, other);
    if let (Some(kept), Some(one)) = (kept, page(bytes, one)) {
        one.copy_from_slice(&kept);
    }
}
