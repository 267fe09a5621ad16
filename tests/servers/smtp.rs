//! A mail server: aiosmtpd, which can be told to refuse, to hang and to drop the line, and keeps what arrives.

use super::{free_port, new_folder, provisioned, wait_until};
use serde::Deserialize;
use serde_json::json;
use std::fs::{self, File};
use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Whom the secured ports let in.
pub const USER: &str = "hall@county.example";
/// The password.
pub const PASSWORD: &str = "口令 pass:word";
/// The name in the server's certificate.
pub const SERVER: &str = "localhost";

/// The folder with `ca.pem`, `server.pem` and `server.key`, for other servers at [`SERVER`].
pub fn certificates() -> Option<PathBuf> {
    provisioned("smtp")
}

/// How it behaves.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Takes and keeps everything.
    Accept,
    /// Answers MAIL with this code.
    RefuseSender(u16),
    /// Answers each RCPT with this code.
    RefuseRecipient(u16),
    /// Answers RCPT of these addresses with this code, and takes mail to all others.
    RefuseRecipients(Vec<String>, u16),
    /// Takes the text, keeps nothing and answers with this code.
    RefuseContent(u16),
    /// Takes and keeps the text, and never answers.
    Hang,
    /// Drops the line instead of answering MAIL.
    DropBeforeData,
    /// Takes and keeps the text, then drops the line.
    DropAfterData,
    /// Takes the text, keeps nothing and drops the line.
    DropUnkept,
}

/// What arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// Who was logged in.
    pub login: Option<String>,
    /// How the client called itself.
    pub hello: String,
    /// The whole mail, as it came.
    #[serde(skip)]
    pub text: String,
}

impl Mail {
    /// A header's text, unfolded but not decoded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let found = head.lines().filter_map(|line| line.split_once(": ")).find(|(found, _)| *found == name);
        found.map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    /// The message's key.
    pub fn key(&self) -> String {
        self.header("X-Flagpost-Key")
    }
}

/// A server that runs until it is dropped.
pub struct Smtp {
    ports: [u16; 3],
    home: PathBuf,
    folder: PathBuf,
    process: Option<Child>,
}

impl Smtp {
    /// Starts one.
    pub fn start(behaviour: Behaviour) -> Option<Smtp> {
        let home = provisioned("smtp")?;
        let folder = new_folder("smtp");
        let mut smtp = Smtp { ports: [0; 3], home, folder, process: None };
        smtp.tell(behaviour);
        // A port that was free when it was asked for may be another test's by now.
        let came_up = (0..10).any(|_| {
            smtp.ports = std::array::from_fn(|_| free_port());
            smtp.try_resume()
        });
        assert!(came_up, "the mail server ended: {}", smtp.folder.join("server.log").display());
        Some(smtp)
    }

    /// The port without TLS and login.
    pub fn port(&self) -> u16 {
        self.ports[0]
    }

    /// The port that wants STARTTLS and a login.
    pub fn starttls_port(&self) -> u16 {
        self.ports[1]
    }

    /// The port of TLS from the first byte that wants a login.
    pub fn tls_port(&self) -> u16 {
        self.ports[2]
    }

    /// The authority that vouches for the server.
    pub fn ca_file(&self) -> PathBuf {
        self.home.join("ca.pem")
    }

    /// Says how to behave from now on.
    pub fn tell(&self, behaviour: Behaviour) {
        let told = match behaviour {
            Behaviour::Accept => json!({"kind": "accept"}),
            Behaviour::RefuseSender(code) => json!({"kind": "refuse_sender", "code": code}),
            Behaviour::RefuseRecipient(code) => json!({"kind": "refuse_recipient", "code": code}),
            Behaviour::RefuseRecipients(addresses, code) => {
                json!({"kind": "refuse_recipients", "addresses": addresses, "code": code})
            }
            Behaviour::RefuseContent(code) => json!({"kind": "refuse_content", "code": code}),
            Behaviour::Hang => json!({"kind": "hang"}),
            Behaviour::DropBeforeData => json!({"kind": "drop_before_data"}),
            Behaviour::DropAfterData => json!({"kind": "drop_after_data"}),
            Behaviour::DropUnkept => json!({"kind": "drop_unkept"}),
        };
        let making = self.folder.join("behaviour.part");
        let mut file = File::create(&making).unwrap();
        file.write_all(told.to_string().as_bytes()).unwrap();
        fs::rename(making, self.folder.join("behaviour.json")).unwrap();
    }

    /// What arrived so far, in the order of arrival.
    pub fn received(&self) -> Vec<Mail> {
        let read = |number: u32| {
            let path = |end: &str| self.folder.join("received").join(format!("{number}.{end}"));
            let envelope = fs::read(path("json")).ok()?;
            let mut mail: Mail = serde_json::from_slice(&envelope).unwrap();
            mail.text = String::from_utf8(fs::read(path("eml")).unwrap()).unwrap();
            Some(mail)
        };
        (1..).map_while(read).collect()
    }

    /// The program that reads mails as others do: Python, to be given a script.
    pub fn python(&self) -> Command {
        Command::new(self.home.join("bin/python"))
    }

    /// Kills it without warning.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it again at the same ports; what arrived is still there.
    pub fn resume(&mut self) {
        assert!(self.try_resume(), "the mail server ended: {}", self.folder.join("server.log").display());
    }

    /// The same; false where it ended instead.
    fn try_resume(&mut self) -> bool {
        let log = File::create(self.folder.join("server.log")).unwrap();
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|root| root.join("tests/servers/smtp.py"));
        let script = script.into_iter().find(|script| script.exists()).unwrap();
        let process = self
            .python()
            .arg(script)
            .arg(&self.folder)
            .arg(&self.home)
            .args(self.ports.map(|port| port.to_string()))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
        let mut has_ended = false;
        wait_until("the mail server answers", || {
            has_ended = self.process.as_mut().unwrap().try_wait().unwrap().is_some();
            // The port of TLS alone is the last to be opened.
            has_ended || TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.tls_port()))).is_ok()
        });
        !has_ended
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
