//! A reader with a browser's manners: cookies are kept, forms carry their secret, redirects are looked at.

use super::desk::Hall;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use dashboards::app::{App, Settings};
use serde_json::Value;
use std::collections::BTreeMap;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Somebody who asks for pages.
pub struct Reader {
    router: Router,
    runtime: Runtime,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header; nothing where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A cookie that was set, with its attributes.
    pub fn cookie(&self, start: &str) -> Option<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        set.map(|value| value.to_str().unwrap().to_owned()).find(|cookie| cookie.starts_with(start))
    }
}

impl Reader {
    /// Somebody who has not logged in.
    pub fn new(hall: &Hall) -> Reader {
        Reader::of(hall, Settings::of(&hall.folder))
    }

    /// Somebody who has not logged in, of a service that is set up in its own way.
    pub fn of(hall: &Hall, settings: Settings) -> Reader {
        let app = App::new(hall.live(), hall.clock(), settings);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Reader { router: dashboards::router::router(app), runtime, cookies: BTreeMap::new() }
    }

    /// Somebody who has logged in to a service that was set up by the test.
    pub fn of_app(app: std::sync::Arc<App>, name: &str, password: &str) -> Reader {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let router = dashboards::router::router(app);
        let mut reader = Reader { router, runtime, cookies: BTreeMap::new() };
        assert_eq!(reader.try_login(name, password, "/").status, 303, "{name} is let in");
        reader
    }

    /// Somebody who has.
    pub fn logged_in(hall: &Hall, name: &str, password: &str) -> Reader {
        let mut reader = Reader::new(hall);
        assert_eq!(reader.try_login(name, password, "/").status, 303, "{name} is let in");
        reader
    }

    /// Somebody whose session goes on, without the work of a login; and what the forms of that session carry.
    pub fn entered(hall: &Hall, name: &str) -> (Reader, String) {
        let (now, secret) = ((hall.clock())(), dashboards::session::secret().unwrap());
        let begun = dashboards::session::begin(name, now).unwrap();
        let key = dashboards::session::key_of(&secret);
        hall.records().begin_session(&key, &begun, now).unwrap();
        let mut reader = Reader::new(hall);
        reader.cookies.insert(dashboards::session::SESSION_COOKIE.to_owned(), secret);
        (reader, begun.form_secret)
    }

    /// Asks for the login's page and sends its form.
    pub fn try_login(&mut self, name: &str, password: &str, then: &str) -> Answer {
        let form = self.get("/login").body;
        let csrf = hidden(&form, "csrf");
        self.post("/login", &[("csrf", &csrf), ("then", then), ("name", name), ("password", password)])
    }

    /// What the forms of the session carry.
    pub fn form_secret(&mut self) -> String {
        let page = self.get("/due").body;
        hidden(&page, "csrf")
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty())
    }

    /// The JSON of an address that has one.
    pub fn json(&mut self, path: impl AsRef<str>) -> Value {
        let answer = self.get(path.as_ref());
        assert_eq!(answer.status, 200, "{}: {}", path.as_ref(), answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", dashboards::links::segment(value)))
            .collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Body::from(fields.join("&")))
    }

    /// Asks with one more header.
    pub fn get_with(&mut self, path: &str, name: &str, value: &str) -> Answer {
        self.ask(Request::get(path).header(name, value), Body::empty())
    }

    /// Sends a form with a file, or without one.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        const BOUNDARY: &str = "----a-boundary-that-no-test-writes";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, bytes) = file.unwrap_or(("", b""));
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        self.ask(Request::post(path).header(header::CONTENT_TYPE, media_type), Body::from(body))
    }

    /// Any request: its method, address, headers and body.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.ask(request, body.into())
    }

    /// Sends a form with files, as a browser does.
    pub fn upload_photos(&mut self, path: &str, fields: &[(&str, &str)], files: &[&[u8]]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for file in files {
            let head = "--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"1.jpg\"\r\n\
                        Content-Type: image/jpeg\r\n\r\n";
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.ask(request, Body::from(body))
    }

    fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).body(body).unwrap();
        let router = self.router.clone();
        let answer = self.runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            // A stream of events has no end to wait for.
            let is_stream =
                parts.headers.get(header::CONTENT_TYPE).is_some_and(|of| of == "text/event-stream");
            let body = if is_stream { Body::empty() } else { body };
            let bytes = to_bytes(body, 64 << 20).await.unwrap();
            Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: String::from_utf8_lossy(&bytes).into_owned(),
            }
        });
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let first = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = first.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

/// The value of a page's hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// A page's text without its marks, as it is read.
pub fn shown(page: &str) -> String {
    let mut text = String::new();
    let mut is_mark = false;
    for letter in page.chars() {
        match letter {
            '<' => is_mark = true,
            '>' => is_mark = false,
            letter if !is_mark => text.push(letter),
            _ => {}
        }
    }
    let entities = [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")];
    entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter))
}
