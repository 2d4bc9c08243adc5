//! Addresses of articles, which a header may give as anything.

use super::is_hidden;

/// The text where it is an absolute `http` or `https` address that any format can take as a link:
/// no space, control character, quote, bracket or backslash, which end a link somewhere or turn
/// it into something else.
///
/// ```
/// use graph_core::export::web_address;
/// assert!(web_address("https://example.org/a?b=c#d").is_some());
/// assert!(web_address("javascript:alert(1)").is_none() && web_address("http:///a").is_none());
/// ```
pub fn web_address(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let named = rest.starts_with(|first: char| first.is_alphanumeric() || first == '[');
    let bad = |c: char| c.is_whitespace() || is_hidden(c) || "\"'<>\\^`{|}".contains(c);
    (web && named && !text.contains(bad)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_are_linked_to() {
        for url in ["https://example.org/a?b=c#d", "HTTP://example.org"] {
            assert_eq!(web_address(url), Some(url));
        }
        for url in
            ["javascript:alert(1)//https://", "data:text/html,x", "https://a b", "x", "http:/a"]
        {
            assert_eq!(web_address(url), None, "{url}");
        }
    }
}
