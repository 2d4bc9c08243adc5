//! The page that `export html` writes, in a real browser.

use std::fs;

use attest_tests::browser::Browser;
use attest_tests::program::run;
use tempfile::TempDir;

/// A quote of the first article.
const QUOTE: &str = "Mayor Lena Ortiz criticized the bridge agreement on Monday.";

/// What does something wherever it is read as HTML, and what reverses text.
const HOSTILE: &str = "</script><script>window.stolen = 1</script>\
    \"><img src=x onerror=\"window.stolen = 1\"> \u{202e}evil";

/// How it is shown.
const HARMLESS: &str = "</script><script>window.stolen = 1</script>\
    \"><img src=x onerror=\"window.stolen = 1\"> \\u{202e}evil";

/// A page of a workspace, which is kept as long as it is looked at.
struct Page {
    browser: Browser,
    _folder: TempDir,
}

impl Page {
    /// Of two articles that contradict each other, and what statements add.
    fn of(corrections: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let articles = folder.path().join("articles");
        fs::create_dir(&articles).expect("made");
        let courier = format!(
            "Title: Bridge talks\nSource: The Valley Courier\nDate: 2025-03-04\n\
             Url: https://example.org/bridge?a=1&b=2\n\n{QUOTE}\n\n\
             Lena Ortiz visited Denmark in 2022.\n"
        );
        let herald = format!(
            "Title: {HOSTILE}\nUrl: javascript:window.stolen=1\nDate: 2025-03-05\n\n\
             {HOSTILE}\n\nMayor Lena Ortiz did not visit Denmark in 2022.\n"
        );
        fs::write(articles.join("courier.txt"), courier).expect("written");
        fs::write(articles.join("herald.txt"), herald).expect("written");
        fs::write(folder.path().join("corrections.cypher"), corrections).expect("written");
        let output = run(folder.path(), &["-g", ".", "export", "html", "-o", "page.html"], "");
        assert!(output.status.success(), "{output:?}");
        let browser = Browser::open(&folder.path().join("page.html"))?;
        Some(Self { browser, _folder: folder })
    }

    fn shown(&self) -> (u64, u64) {
        let shown = self.browser.value("attest.shown()");
        let count = |name: &str| shown[name].as_u64().expect("a count");
        (count("nodes"), count("links"))
    }

    /// Ticks or unticks a box of a filter.
    fn tick(&self, filter: &str, name: &str) {
        let name = name.replace('"', "\\\"");
        self.browser.click(&format!("[data-filter={filter}] input[data-name=\"{name}\"]"));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.browser.complaints(), [""; 0]);
        }
    }
}

#[test]
fn a_click_on_an_arrow_shows_its_sentence_and_the_article() {
    let Some(page) = Page::of("") else { return };
    let browser = &page.browser;
    browser.click_at("attest.whereIsLink('CRITICIZED')", 1);
    browser.wait("document.querySelector('#panel blockquote')");
    assert_eq!(browser.text("#panel blockquote"), format!("“{QUOTE}”"));
    assert_eq!(browser.text("#panel h2"), "Lena Ortiz CRITICIZED agreement");
    let address = browser.value("document.querySelector('#panel a').href");
    assert_eq!(address, "https://example.org/bridge?a=1&b=2");
    browser.click(".quotes button");
    browser.wait("document.querySelector('#article[open]')");
    assert_eq!(browser.text("#article h2"), "Bridge talks");
    assert_eq!(browser.text("#article mark"), QUOTE);
    browser.press("\u{e00c}");
    browser.wait("!document.querySelector('#article[open]')");
}

#[test]
fn a_click_on_a_box_shows_its_facts_and_leads_to_its_neighbours() {
    let Some(page) = Page::of("") else { return };
    let browser = &page.browser;
    browser.click_at("attest.whereIsNode('Lena Ortiz')", 1);
    browser.wait("document.querySelector('#panel h2')");
    assert_eq!(browser.text("#panel h2"), "Lena Ortiz");
    let facts = browser.text("#panel .facts");
    for part in ["CRITICIZED agreement", "NOT_VISITED Denmark", "disputed", QUOTE] {
        assert!(facts.contains(part), "{part} in {facts}");
    }
    browser.click(".facts .sentence button:not(.type)");
    browser.wait("document.querySelector('#panel h2').textContent !== 'Lena Ortiz'");
    browser.click(".facts .sentence button.type");
    browser.wait("document.querySelector('#panel .quotes')");
}

#[test]
fn a_double_click_hides_neighbours_and_shows_them() {
    let Some(page) = Page::of("") else { return };
    let all = page.shown();
    page.browser.click_at("attest.whereIsNode('Lena Ortiz')", 2);
    page.browser.wait("attest.shown().nodes === 1");
    page.browser.click_at("attest.whereIsNode('Lena Ortiz')", 2);
    page.browser.wait(&format!("attest.shown().nodes === {}", all.0));
    assert_eq!(page.shown(), all);
}

#[test]
fn names_are_found_by_keys_alone() {
    let Some(page) = Page::of("") else { return };
    let browser = &page.browser;
    browser.press("/denm");
    browser.wait("document.querySelector('#found button')");
    browser.press("\u{e007}");
    browser.wait("document.querySelector('#panel h2')?.textContent === 'Denmark'");
    browser.value("document.activeElement.blur()");
    browser.press("\u{e00c}");
    browser.wait("document.getElementById('panel').hidden");
}

#[test]
fn filters_say_what_is_shown() {
    let Some(page) = Page::of("") else { return };
    assert_eq!(page.shown(), (3, 3));
    for (filter, name, left) in [
        ("kinds", "Country", (2, 1)),
        ("relations", "CRITICIZED", (2, 2)),
        ("articles", "Bridge talks", (2, 1)),
        ("stances", "denied", (3, 2)),
    ] {
        page.tick(filter, name);
        assert_eq!(page.shown(), left, "without {name}");
        page.tick(filter, name);
        assert_eq!(page.shown(), (3, 3), "again with {name}");
    }
    page.browser.click("#disputed");
    assert_eq!(page.shown(), (2, 2));
}

#[test]
fn sliders_choose_a_period() {
    let Some(page) = Page::of("") else { return };
    let browser = &page.browser;
    assert_eq!(browser.text("#period"), "2022-01-01 to 2025-03-03");
    browser.value("document.getElementById('from').focus()");
    browser.press("\u{e014}\u{e014}");
    assert_eq!(browser.text("#period"), "2025-03-03 to 2025-03-03");
    assert_eq!(page.shown(), (2, 1));
}

#[test]
fn hostile_text_does_nothing_and_is_shown_as_it_is() {
    let name = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"");
    let statement = format!(
        "CREATE (:Person:Entity {{name: \"{name}\"}})-[:MET_WITH {{relation: \"{name}\", \
         quotes: [\"{name}\"], quote_sources: [\"herald\"], when: \"{name}\"}}]->\
         (:`{0}` {{name: \"x\", `{0}`: \"{name}\"}});\n",
        "<img src=x onerror=window.stolen=1>"
    );
    let Some(page) = Page::of(&statement) else { return };
    let browser = &page.browser;
    browser.click_at("attest.whereIsLink('MET_WITH')", 1);
    browser.wait("document.querySelector('#panel blockquote')");
    assert_eq!(browser.text("#panel blockquote"), format!("“{HARMLESS}”"));
    browser.click(".quotes button");
    browser.wait("document.querySelector('#article[open]')");
    assert_eq!(browser.text("#article mark"), HARMLESS);
    assert_eq!(browser.text("#article h2"), HARMLESS);
    browser.press("\u{e00c}/x");
    browser.wait("document.querySelector('#found button')");
    browser.press("\u{e007}");
    browser.wait("document.querySelector('#panel h2')?.textContent === 'x'");
    assert_eq!(browser.value("typeof window.stolen"), "undefined");
    assert_eq!(browser.value("document.querySelectorAll('img, iframe, object').length"), 0);
    assert_eq!(browser.value("document.querySelectorAll('a[href^=javascript]').length"), 0);
}

#[test]
fn a_large_graph_starts_with_a_part_that_grows() {
    let statements = "UNWIND range(1, 400) AS n CREATE (:Person:Entity {name: 'P' + toString(n)});\n\
         MATCH (a:Person {name: 'P1'}), (b:Person) WHERE b.name STARTS WITH 'P' AND b <> a \
         CREATE (a)-[:KNOWS]->(b);\n";
    let Some(page) = Page::of(statements) else { return };
    assert_eq!(page.shown().0, 120);
    let status = page.browser.text("#status");
    assert!(status.starts_with("120 of 403 boxes"), "{status}");
    page.browser.press("/P1\u{e007}");
    page.browser.wait("document.querySelector('#panel h2')?.textContent === 'P1'");
    page.browser.click(".buttons button");
    page.browser.wait("attest.shown().nodes > 390");
    page.browser.click("#start");
    page.browser.wait("attest.shown().nodes === 120");
    page.browser.click("#all");
    page.browser.wait("attest.shown().nodes === 403");
}
