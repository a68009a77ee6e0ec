//! A browser of one person: its size, language and theme, and its own driver process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

/// How long anything may take to appear. Generous: the machine may be busy with other tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// One request of GraphQL, as any program would make it.
const ASK: &str = r"
const [query, variables, token, done] = arguments;
const headers = { 'content-type': 'application/json', ...(token ? { authorization: 'Bearer ' + token } : {}) };
fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  .then(answer => answer.json()).then(done, cause => done({ failed: String(cause) }));
";

/// The two first languages of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

/// What the system asks pages to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// The reverse.
    Dark,
}

/// The outside of a browser: what a page can find out before anyone clicks.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// The browser's preferred language.
    pub language: Language,
    /// The system's colour scheme.
    pub theme: Theme,
}

impl View {
    /// A phone held upright, 390×844.
    pub const fn phone(language: Language, theme: Theme) -> Self {
        Self {
            width: 390,
            height: 844,
            language,
            theme,
        }
    }

    /// A laptop, 1440×900.
    pub const fn laptop(language: Language, theme: Theme) -> Self {
        Self {
            width: 1440,
            height: 900,
            language,
            theme,
        }
    }

    /// The text of this view's language.
    pub const fn say<'a>(&self, chinese: &'a str, english: &'a str) -> &'a str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    /// `zh-390-dark`: part of the names of pictures.
    pub fn name(&self) -> String {
        let theme = if self.theme == Theme::Dark {
            "dark"
        } else {
            "light"
        };
        format!("{}-{}-{theme}", self.say("zh", "en"), self.width)
    }
}

/// One browser with a fresh profile. Closed when dropped.
pub struct Browser {
    /// The session itself, for what has no word here.
    pub driver: WebDriver,
    /// How this browser looks.
    pub view: View,
    name: String,
    driver_process: Child,
    driver_port: u16,
    profile: PathBuf,
}

impl Browser {
    /// Opens a browser. `name` is the journey's, and begins the names of its pictures.
    pub async fn open(name: &str, view: View) -> Self {
        let profile = crate::fresh_folder("profile");
        let (driver_process, driver_port) = start_driver();
        let mut wishes = DesiredCapabilities::chrome();
        let language = view.say("zh-CN", "en-US");
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ]
        .map(String::from)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--lang={language}"));
        arguments.push(format!("--accept-lang={language}"));
        for argument in &arguments {
            wishes
                .add_arg(argument)
                .expect("a browser argument is plain text");
        }
        wishes
            .add_experimental_option("prefs", json!({ "intl.accept_languages": language }))
            .expect("browser preferences are plain JSON");
        wishes
            .set_logging_prefs("browser", LoggingPrefsLogLevel::All)
            .expect("a log level is plain text");
        let driver = WebDriver::new(format!("http://127.0.0.1:{driver_port}"), wishes)
            .await
            .expect("the browser opens");
        let browser = Self {
            driver,
            view,
            name: name.into(),
            driver_process,
            driver_port,
            profile,
        };
        browser.look_like(view).await;
        browser
    }

    /// Makes the page see another size or theme. The language is the browser's and stays.
    pub async fn look_like(&self, view: View) {
        let cdp = self.driver.cdp();
        cdp.send_raw(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": view.width, "height": view.height, "deviceScaleFactor": 1, "mobile": view.width < 768 }),
        )
        .await
        .expect("the browser takes a size");
        let scheme = if view.theme == Theme::Dark {
            "dark"
        } else {
            "light"
        };
        cdp.send_raw(
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ] }),
        )
        .await
        .expect("the browser takes a theme");
    }

    /// Cuts the page off the network, or connects it again.
    pub async fn cut_off(&self, offline: bool) {
        self.driver
            .cdp()
            .send_raw(
                "Network.emulateNetworkConditions",
                json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
            )
            .await
            .expect("the browser can be cut off");
    }

    /// Asks the server from inside the page, with the page's own cookies; answers what came as JSON.
    pub async fn ask(
        &self,
        query: &str,
        variables: serde_json::Value,
        token: Option<&str>,
    ) -> serde_json::Value {
        let answer = self
            .driver
            .execute_async(ASK, vec![json!(query), variables, json!(token)])
            .await
            .expect("the page can ask the server");
        answer.json().clone()
    }

    /// Goes to an address.
    pub async fn goto(&self, url: &str) {
        self.driver
            .goto(url)
            .await
            .unwrap_or_else(|cause| panic!("{url} does not open: {cause}"));
    }

    /// The path, query and fragment of the page.
    pub async fn path(&self) -> String {
        let url = self
            .driver
            .current_url()
            .await
            .expect("a page has an address");
        let text = url.as_str();
        text.splitn(4, '/')
            .nth(3)
            .map(|rest| format!("/{rest}"))
            .unwrap_or_default()
    }

    /// All text that a person could read on the page now.
    pub async fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : ''";
        self.driver
            .execute(script, vec![])
            .await
            .ok()
            .and_then(|answer| answer.json().as_str().map(String::from))
            .unwrap_or_default()
    }

    /// Waits until the page shows the text.
    pub async fn see(&self, text: &str) {
        self.until(&format!("the page shows “{text}”"), async || {
            self.text().await.contains(text)
        })
        .await;
    }

    /// Waits until the condition holds; otherwise fails with a picture and the page's text.
    pub async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let began = Instant::now();
        while !condition().await {
            if began.elapsed() > PATIENCE {
                self.give_up(what).await;
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    /// Takes a picture into `target/e2e/<journey>-<view>-<step>.png`.
    pub async fn picture(&self, step: &str) -> PathBuf {
        let path =
            crate::artefacts().join(format!("{}-{}-{step}.png", self.name, self.view.name()));
        self.driver
            .screenshot(Path::new(&path))
            .await
            .expect("the browser takes a picture");
        path
    }

    /// What the page broke: refused by its content security policy, or a panic in the WASM.
    pub async fn breakages(&self) -> Vec<String> {
        let entries = self
            .driver
            .browser_log()
            .await
            .expect("the browser keeps a log");
        entries
            .into_iter()
            .map(|entry| entry.message)
            .filter(|message| {
                message.contains("Content Security Policy")
                    || message.contains("panicked at")
                    || message.contains("Uncaught")
            })
            .collect()
    }

    /// Fails the test with all that helps to see why.
    pub async fn give_up(&self, what: &str) -> ! {
        let picture = self.picture("FAILED").await;
        let log = self.driver.browser_log().await.unwrap_or_default();
        let log: Vec<_> = log.into_iter().map(|entry| entry.message).collect();
        panic!(
            "in {PATIENCE:?} it did not come true that {what}\n  at {}\n  picture {}\n  console {log:#?}\n  page text:\n{}",
            self.path().await,
            picture.display(),
            self.text().await
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closing the session closes the browser; killing its driver alone would leave it behind.
        self.close_session();
        let _ = self.driver_process.kill();
        let _ = self.driver_process.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
        // The session is closed: keep the library from asking for it again, and waiting for an answer.
        let _ = self.driver.clone().leak();
    }
}

impl Browser {
    /// `DELETE /session/…`, without a runtime: a destructor has none to wait on.
    fn close_session(&self) {
        let session = self.driver.handle().session_id().to_string();
        let Ok(mut socket) = TcpStream::connect(("127.0.0.1", self.driver_port)) else {
            return;
        };
        let _ = socket.set_read_timeout(Some(Duration::from_secs(5)));
        let request = format!(
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        let _ = socket.write_all(request.as_bytes());
        let _ = socket.read(&mut [0; 256]);
    }
}

/// Starts `chromedriver` on a port of its own choice and reads which.
fn start_driver() -> (Child, u16) {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts; scripts/setup-tests.sh installs it");
    let stdout = child.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(stdout).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.trim_end_matches('.')
                .rsplit_once("successfully on port ")?
                .1
                .parse()
                .ok()
        })
        .expect("chromedriver says its port");
    // Keep reading, so that it never waits for a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port)
}
