//! How much memory values take, and who keeps how much of it.
//!
//! Sizes are estimates from the lengths of things, not the allocator's word, so that the same
//! statement on the same graph is refused at the same point everywhere. Values are shared: to
//! count one each time it is kept would refuse what takes little, to count it never would let
//! anything through. So each [`Kept`] goes by two bounds, what was made since it began and what
//! is in the values that it keeps, and counts the lesser:
//!
//! - What is kept and not of the graph was made at some time, and making is counted. As long as
//!   more was made than is counted, each value counts in full; once all that was made is counted,
//!   nothing that is kept can be left out.
//! - No statement is charged for more than it made, nor for more than its rows hold.

use std::mem::size_of;

use graph_core::Value;
use graph_core::temporal::{DateTime, Duration};

use super::Budget;
use crate::ast::Span;
use crate::error::Error;

/// What a value takes where it stands, in a row or a list.
pub(crate) const PLACE: u64 = size_of::<Value>() as u64;

/// What each piece of memory takes besides what is in it: counts of owners, rounding.
const PIECE: u64 = 24;

/// What an entry of a map takes: its nodes are half full at least.
const ENTRY: u64 = 2 * (PLACE + 16);

/// What a row of so many places takes, with its own place among rows.
pub(crate) fn row_size(width: usize) -> u64 {
    // A list that grows is half empty, or there twice while it moves.
    2 * 24 + PIECE + PLACE * width as u64
}

/// What a text takes besides its place.
pub(crate) fn text_size(bytes: usize) -> u64 {
    PIECE + bytes as u64
}

/// What a value takes besides its place, without the values in it.
pub(super) fn own_size(value: &Value) -> u64 {
    match value {
        Value::String(text) => text_size(text.len()),
        Value::List(items) => PIECE + PLACE * items.len() as u64,
        Value::Map(entries) => {
            let keys: u64 = entries.keys().map(|key| text_size(key.len())).sum();
            // Of the first node there is all.
            2 * PIECE + keys + ENTRY * entries.len().max(6) as u64
        }
        Value::Path(path) => 2 * PIECE + 48 + 8 * path.nodes.len() as u64,
        Value::DateTime(_) => PIECE + size_of::<DateTime>() as u64,
        Value::Duration(_) => PIECE + size_of::<Duration>() as u64,
        _ => 0,
    }
}

/// What a value takes besides its place, with the values in it; `most` where it is more.
fn size(value: &Value, most: u64) -> u64 {
    let mut found = own_size(value);
    let mut inside = |items: &mut dyn Iterator<Item = &Value>| {
        while found < most
            && let Some(item) = items.next()
        {
            found += size(item, most - found);
        }
    };
    match value {
        Value::List(items) => inside(&mut items.iter()),
        Value::Map(entries) => inside(&mut entries.values()),
        _ => {}
    }
    found.min(most)
}

/// What one part of a statement keeps, until this is dropped.
#[derive(Debug)]
pub(crate) struct Kept<'b> {
    budget: &'b Budget,
    bytes: u64,
    /// What had been made when something was kept last.
    made: u64,
    /// What was made since this began and isn't counted here.
    loose: u64,
}

impl<'b> Kept<'b> {
    /// Keeps nothing yet.
    pub(crate) fn new(budget: &'b Budget) -> Self {
        Self { budget, bytes: 0, made: budget.made.get(), loose: 0 }
    }

    /// Keeps so many bytes, and what of these values is new.
    ///
    /// # Errors
    /// [`Cause::MemoryExceeded`](crate::Cause::MemoryExceeded).
    #[inline]
    pub(crate) fn keep<'v>(
        &mut self,
        bytes: u64,
        values: impl IntoIterator<Item = &'v Value>,
        span: Span,
    ) -> Result<(), Error> {
        let made = self.budget.made.get();
        self.loose += made - self.made;
        self.made = made;
        let mut kept = bytes;
        if self.loose > 0 {
            for value in values {
                let new = size(value, self.loose);
                self.loose -= new;
                kept += new;
            }
        }
        self.bytes += kept;
        let held = self.budget.held.get().saturating_add(kept);
        self.budget.held.set(held);
        if held <= self.budget.memory {
            return Ok(());
        }
        Err(super::caused(self.budget.exceeded(), span))
    }

    /// Keeps so many bytes, where there is room for them.
    pub(crate) fn keep_if_room(&mut self, bytes: u64) -> bool {
        let room = self.budget.room(bytes).is_ok();
        if room {
            self.bytes += bytes;
            self.budget.held.set(self.budget.held.get() + bytes);
        }
        room
    }

    /// What is kept.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives so many bytes of it back.
    pub(crate) fn release(&mut self, bytes: u64) {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.budget.held.set(self.budget.held.get() - bytes);
    }
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        self.release(self.bytes);
    }
}
