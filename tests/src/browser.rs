//! A real browser, headless Chromium, driven over `WebDriver` (W3C): JSON over HTTP to
//! `chromedriver`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How the browser is started: alone, without a graphics card, asking nobody for anything, and
/// without animations that a test would have to wait for.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--window-size=1400,900",
];

/// What a page gets before a test gives it up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A page in a browser of its own, which ends with it.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    /// The address of the session.
    session: String,
    page: String,
    _profile: TempDir,
}

impl Browser {
    /// Shows a page; `None` where there is no `chromedriver`, of which standard error is told.
    ///
    /// # Panics
    /// Where it can't be shown, or where there is no `chromedriver` and `CI` is set.
    pub fn open(page: &Path) -> Option<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let Ok(mut driver) = command.spawn() else {
            assert!(std::env::var_os("CI").is_none(), "chromedriver is not installed");
            eprintln!("skipped: chromedriver not found");
            return None;
        };
        let address = format!("http://127.0.0.1:{}", port(&mut driver));
        let profile = tempfile::tempdir().expect("a folder");
        let folder = format!("--user-data-dir={}", profile.path().display());
        let flags: Vec<&str> = FLAGS.into_iter().chain([folder.as_str()]).collect();
        let wanted = json!({
            "goog:chromeOptions": { "args": flags },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let started = post(
            &format!("{address}/session"),
            &json!({ "capabilities": { "alwaysMatch": wanted } }),
        );
        let id = started["sessionId"].as_str().expect("a session");
        let session = format!("{address}/session/{id}");
        let page = format!("file://{}", page.display());
        post(&format!("{session}/url"), &json!({ "url": page }));
        Some(Self { driver, session, page, _profile: profile })
    }

    /// The value of an expression of JavaScript.
    ///
    /// # Panics
    /// Where the page throws.
    pub fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        self.post("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression is true of the page.
    ///
    /// # Panics
    /// Where it doesn't become true.
    pub fn wait(&self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        while self.value(&format!("Boolean({expression})")) != Value::Bool(true) {
            assert!(Instant::now() < end, "{expression} is not true of {}", self.text("body"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The text of the first element that a selector finds, as a reader sees it, trimmed.
    ///
    /// # Panics
    /// Where it finds none.
    pub fn text(&self, selector: &str) -> String {
        let found = self.value(&format!("document.querySelector({}).innerText", json!(selector)));
        found.as_str().expect("a text").trim().to_owned()
    }

    /// Clicks where an expression says, `{x, y}` in CSS pixels, so many times.
    ///
    /// # Panics
    /// Where that isn't on the page.
    pub fn click_at(&self, expression: &str, times: usize) {
        let at = self.value(expression);
        let round = |name: &str| at[name].as_f64().expect("a place").round() as i64;
        let (down, up) = (
            json!({ "type": "pointerDown", "button": 0 }),
            json!({ "type": "pointerUp", "button": 0 }),
        );
        let to = json!({ "type": "pointerMove", "duration": 0, "x": round("x"), "y": round("y") });
        let mut actions = vec![to];
        for _ in 0..times {
            actions.extend([down.clone(), up.clone(), json!({ "type": "pause", "duration": 60 })]);
        }
        let mouse = json!({ "type": "pointer", "id": "mouse", "actions": actions });
        self.post("actions", &json!({ "actions": [mouse] }));
    }

    /// Clicks the first element that a selector finds.
    ///
    /// # Panics
    /// Where it finds none, or it can't be clicked.
    pub fn click(&self, selector: &str) {
        let found = json!({ "using": "css selector", "value": selector });
        let element = self.post("element", &found);
        let id = element.as_object().and_then(|it| it.values().next()).expect("an element");
        let id = id.as_str().expect("an id");
        self.post(&format!("element/{id}/click"), &json!({}));
    }

    /// Types keys where the focus is; `\u{e007}` is Enter, `\u{e00c}` Escape.
    pub fn press(&self, keys: &str) {
        let pressed = keys.chars().flat_map(|key| {
            ["keyDown", "keyUp"].map(|way| json!({ "type": way, "value": key.to_string() }))
        });
        let actions: Vec<Value> = pressed.collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("actions", &json!({ "actions": [keyboard] }));
    }

    /// What the page complained of, and what it asked for besides itself.
    pub fn complaints(&self) -> Vec<String> {
        let log = |kind: &str| {
            let entries = self.post("se/log", &json!({ "type": kind }));
            entries.as_array().cloned().unwrap_or_default()
        };
        let said = log("browser").into_iter().map(|entry| entry["message"].to_string());
        let requests = log("performance").into_iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let sent = ["Network.requestWillBeSent", "Network.webSocketCreated"];
            let is_request = sent.iter().any(|name| event["method"] == *name);
            let of_page = event["params"]["documentURL"] == *self.page;
            let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
            (is_request && of_page && url != self.page).then(|| event.to_string())
        });
        said.chain(requests).collect()
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        post(&format!("{}/{command}", self.session), body)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = minreq::delete(self.session.as_str()).with_timeout(20).send();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that a driver says it listens to.
fn port(driver: &mut Child) -> u16 {
    let said = BufReader::new(driver.stdout.take().expect("piped"));
    let told = said.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    told.expect("chromedriver tells its port")
}

/// What the driver answers to a command.
fn post(address: &str, body: &Value) -> Value {
    let request = minreq::post(address).with_body(body.to_string()).with_timeout(120);
    let answer = request.send().expect("chromedriver answers");
    let text = answer.as_str().expect("UTF-8");
    assert_eq!(answer.status_code, 200, "{address}: {text}");
    serde_json::from_str::<Value>(text).expect("JSON")["value"].take()
}
