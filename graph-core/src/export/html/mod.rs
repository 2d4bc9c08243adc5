//! The graph as one page for a browser that asks nobody for anything: what is drawn, said and
//! quoted stands in it, as does the program that shows it.
//!
//! No text of an article can become part of the page: the data are JSON without any `<`, all text
//! is set as text, and the page's policy lets only the scripts and styles run whose hashes it
//! names, and nothing be loaded.

mod data;

use std::io::{self, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::json;
use super::view::View;
use data::Data;

const STYLE: &str = include_str!("page.css");
const BODY: &str = include_str!("page.html");

/// force-graph 1.52.0 as it is on npm; its licence and those of what it holds are the notices.
const FORCE_GRAPH: &str = include_str!("force-graph.min.js");
const NOTICES: &str = include_str!("NOTICES.txt");

/// In the order in which they run: each uses what those before it define.
const SCRIPTS: [&str; 6] = [
    FORCE_GRAPH,
    include_str!("model.js"),
    include_str!("drawing.js"),
    include_str!("panels.js"),
    include_str!("filters.js"),
    include_str!("page.js"),
];

/// The style sheets that force-graph puts into the page when it starts, its own and one of the
/// tooltip library in it. It adds each empty and fills it then, of which the browser asks twice.
const FORCE_GRAPH_STYLES: [&str; 3] =
    ["", include_str!("force-graph.css"), include_str!("force-graph-tooltip.css")];

/// A view of a graph, to be written as a page.
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, html::Html}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("name", Value::from("</script>"))]);
/// let mut page = Vec::new();
/// Html(&View::whole(&workspace)).write(&mut page).expect("memory takes it");
/// assert!(String::from_utf8_lossy(&page).contains(r#""name":"\u003c/script\u003e""#));
/// ```
#[derive(Clone, Debug)]
pub struct Html<'a>(pub &'a View<'a>);

impl Html<'_> {
    /// Writes the page.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy())?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">")?;
        writeln!(out, "<meta name=\"referrer\" content=\"no-referrer\">")?;
        writeln!(out, "<title>Attest: who does what to whom</title>")?;
        writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>\n{BODY}")?;
        write!(out, "<script type=\"text/plain\" id=\"notices\">\n{NOTICES}</script>\n")?;
        write!(out, "<script type=\"application/json\" id=\"data\">")?;
        json::write(&Data::of(self.0), &mut Inert(out))?;
        writeln!(out, "</script>")?;
        SCRIPTS.iter().try_for_each(|script| writeln!(out, "<script>{script}</script>"))?;
        writeln!(out, "</body>\n</html>")
    }
}

/// What the page may do: run its own scripts and styles, by hash.
fn policy() -> String {
    let scripts: String = SCRIPTS.iter().map(|script| hash(script)).collect();
    let styles: String = [STYLE].iter().chain(&FORCE_GRAPH_STYLES).map(|it| hash(it)).collect();
    format!(
        "default-src 'none'; script-src{scripts}; style-src{styles}; base-uri 'none'; form-action 'none'"
    )
}

/// A source of scripts or styles in a policy.
fn hash(source: &str) -> String {
    format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(source)))
}

/// Passes JSON on without the characters that HTML reads; they stand in strings alone, where an
/// escape means the same.
struct Inert<'a>(&'a mut dyn Write);

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| b"<>&".contains(byte)) {
            self.0.write_all(&rest[..at])?;
            write!(self.0, "\\u{:04x}", rest[at])?;
            rest = &rest[at + 1..];
        }
        self.0.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    fn page(workspace: &Workspace) -> String {
        let mut page = Vec::new();
        Html(&View::whole(workspace).without_articles()).write(&mut page).expect("written");
        String::from_utf8(page).expect("UTF-8")
    }

    fn data(page: &str) -> serde_json::Value {
        let (_, rest) = page.split_once("id=\"data\">").expect("there");
        serde_json::from_str(rest.split_once("</script>").expect("closed").0).expect("JSON")
    }

    fn hostile() -> Workspace {
        let article = "Url: javascript:alert(1)\n\n</script><script>alert(1)</script>\u{2028}é𝄞\n\n\
            Mayor Lena Ortiz criticized the <b>port</b> agreement & left.\n";
        Workspace::reading(&[("a", article)])
    }

    #[test]
    fn articles_cannot_leave_the_data() {
        let page = page(&hostile());
        let scripts = SCRIPTS.len() + 2;
        assert_eq!(page.matches("</script>").count(), scripts);
        assert_eq!(page.matches("<script").count(), scripts);
        let text = data(&page)["articles"][0]["text"].to_string();
        assert!(text.contains("</script><script>alert(1)</script>\\\\u{2028}"), "{text}");
        assert_eq!(data(&page)["articles"][0]["url"], serde_json::Value::Null);
    }

    #[test]
    fn quotes_stand_at_their_place_in_the_text() {
        let data = data(&page(&hostile()));
        let quote = &data["links"][0]["quotes"][0];
        let units: Vec<u16> =
            data["articles"][0]["text"].as_str().expect("a text").encode_utf16().collect();
        let at = |nth| quote["place"][nth].as_u64().expect("a place") as usize;
        let found = String::from_utf16(&units[at(0)..at(1)]).expect("whole characters");
        assert_eq!(found, quote["text"].as_str().expect("a quote"));
    }

    #[test]
    fn the_same_graph_gives_the_same_page() {
        assert_eq!(page(&hostile()), page(&hostile()));
    }

    #[test]
    fn force_graph_has_the_styles_that_the_policy_allows() {
        for style in &FORCE_GRAPH_STYLES[1..] {
            let written = serde_json::to_string(style).expect("a text");
            assert!(FORCE_GRAPH.contains(&written), "{style}");
        }
        assert!(FORCE_GRAPH.starts_with("// Version 1.52.0 force-graph"));
    }
}
