//! What parameters may be called, and what to write where one is refused.

/// What names are made of.
pub(crate) const NAMES: &str = "use letters, digits and underscores";

/// What values are.
pub(crate) const VALUES: &str = "write a number, true, false, null, a list, a map or a quoted text";

/// Whether a parameter can be called so.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
