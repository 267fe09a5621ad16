//! A receiver of HTTP requests on this machine: keeps what it is sent, and answers as it is told, or not at all.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// What it does with a request once it has read and kept it.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answers.
    Answer {
        /// The status.
        status: u16,
        /// Further headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
    /// Never answers, and keeps the line.
    Hang,
    /// Drops the line.
    Drop,
}

impl Reply {
    /// A plain answer.
    pub fn of(status: u16, body: impl Into<String>) -> Reply {
        Reply::Answer { status, headers: Vec::new(), body: body.into() }
    }

    /// An answer with a header more.
    pub fn with(self, name: &str, value: &str) -> Reply {
        match self {
            Reply::Answer { status, mut headers, body } => {
                headers.push((name.to_owned(), value.to_owned()));
                Reply::Answer { status, headers, body }
            }
            Reply::Hang | Reply::Drop => self,
        }
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// POST.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

struct Shared {
    received: Mutex<Vec<Request>>,
    reply: Mutex<Reply>,
    ended: Mutex<bool>,
    told: Condvar,
}

/// A receiver that listens until it is dropped.
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Receiver {
    /// Starts one.
    pub fn start(reply: Reply) -> Receiver {
        Receiver::start_over(reply, |stream| Some(Box::new(stream)))
    }

    /// Starts one that puts something over each connection, for example TLS.
    pub fn start_over(
        reply: Reply,
        over: impl Fn(TcpStream) -> Option<Box<dyn Line>> + Clone + Send + 'static,
    ) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            received: Mutex::new(Vec::new()),
            reply: Mutex::new(reply),
            ended: Mutex::new(false),
            told: Condvar::new(),
        });
        let kept = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if *kept.ended.lock().unwrap() {
                    return;
                }
                let (shared, over) = (Arc::clone(&kept), over.clone());
                thread::spawn(move || {
                    if let Some(line) = stream.ok().and_then(over) {
                        serve(line, &shared);
                    }
                });
            }
        });
        Receiver { address, shared }
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:PORT` and a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Says what to do from now on.
    pub fn tell(&self, reply: Reply) {
        *self.shared.reply.lock().unwrap() = reply;
    }

    /// What came so far.
    pub fn received(&self) -> Vec<Request> {
        self.shared.received.lock().unwrap().clone()
    }

    /// The last that came.
    pub fn last(&self) -> Request {
        self.received().pop().expect("a request")
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        *self.shared.ended.lock().unwrap() = true;
        self.shared.told.notify_all();
        // The listener waits for a connection to look again.
        let _ = TcpStream::connect(self.address);
    }
}

/// A connection.
pub trait Line: Read + Write {}

impl<T: Read + Write> Line for T {}

fn serve(line: Box<dyn Line>, shared: &Shared) {
    let mut line = BufReader::new(line);
    let Some(request) = read(&mut line) else { return };
    shared.received.lock().unwrap().push(request);
    let reply = shared.reply.lock().unwrap().clone();
    match reply {
        Reply::Answer { status, headers, body } => {
            let headers: String =
                headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} .\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
            );
            let line = line.get_mut();
            let _ = line.write_all(answer.as_bytes()).and_then(|()| line.flush());
        }
        Reply::Hang => {
            let ended = shared.ended.lock().unwrap();
            drop(shared.told.wait_while(ended, |ended| !*ended).unwrap());
        }
        Reply::Drop => {}
    }
}

fn read(line: &mut BufReader<Box<dyn Line>>) -> Option<Request> {
    let mut first = String::new();
    line.read_line(&mut first).ok()?;
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        line.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    line.read_exact(&mut body).ok()?;
    Some(Request { method, path, headers, body: String::from_utf8(body).unwrap() })
}
