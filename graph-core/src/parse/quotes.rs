//! Quotation marks, as the tokenizer leaves them.

/// A quotation mark.
#[derive(Clone, Copy)]
pub(crate) enum QuoteMark {
    /// Opens a quotation.
    Opening,
    /// Closes one.
    Closing,
    /// A straight one.
    Either,
}

impl QuoteMark {
    /// Of a token's text.
    pub(crate) fn of(text: &str) -> Option<Self> {
        match text {
            "“" | "``" | "«" => Some(Self::Opening),
            "”" | "''" | "»" => Some(Self::Closing),
            "\"" => Some(Self::Either),
            _ => None,
        }
    }
}
