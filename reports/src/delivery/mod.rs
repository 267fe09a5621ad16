//! Notices on their way to people: what is told (`letters`), and the roads that it takes (`channels`).
//!
//! Nothing here knows a store or a clock. The outbox (`ingest::store::outbox`) keeps what is to be sent and every attempt;
//! the live service (`deploy/service/delivery`) decides when.

pub mod addressee;
pub mod channels;
pub mod letters;

use serde::{Deserialize, Serialize};

/// One message to one recipient over one channel, written out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What makes it the same message however often it is tried: 32 hexadecimal figures. It travels along in every channel,
    /// so that a receiver can tell a repeated attempt from another message.
    pub key: String,
    /// One line: what it is about.
    pub subject: String,
    /// The whole as plain text.
    pub text: String,
    /// The whole as HTML, for mail.
    pub html: String,
    /// The whole in the few marks that webhook robots know: `**bold**`, `[text](address)`, `> quoted`, new lines.
    pub markdown: String,
    /// At most 140 characters, for a text message to a telephone.
    pub brief: String,
    /// Where its page is.
    pub link: Option<String>,
    /// What goes along in mail and folders: the files themselves are the store's, and are read when it is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Attached>,
}

/// A file that is attached to a message, by where the store has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The document that the schedule made: `bulletin/2026-09`.
    pub draft: String,
    /// `pdf`, `xlsx`.
    pub format: String,
    /// The file's name.
    pub name: String,
}

/// A file that goes along with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A road to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail over SMTP.
    Mail,
    /// A group robot of WeCom (企业微信).
    Wecom,
    /// A group robot of DingTalk (钉钉).
    Dingtalk,
    /// A group robot of Feishu (飞书).
    Feishu,
    /// A signed HTTP request, for example to an SMS gateway.
    Http,
    /// A file in a folder.
    File,
}

impl Channel {
    /// Whether it takes files along; the others lead to them by their link.
    pub fn takes_files(self) -> bool {
        match self {
            Channel::Mail | Channel::File => true,
            Channel::Wecom | Channel::Dingtalk | Channel::Feishu | Channel::Http => false,
        }
    }

    /// All of them.
    pub const ALL: [Channel; 6] =
        [Channel::Mail, Channel::Wecom, Channel::Dingtalk, Channel::Feishu, Channel::Http, Channel::File];

    /// The word in the store and in files.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Mail => "mail",
            Channel::Wecom => "wecom",
            Channel::Dingtalk => "dingtalk",
            Channel::Feishu => "feishu",
            Channel::Http => "http",
            Channel::File => "file",
        }
    }

    /// The channel of a word.
    pub fn of_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// Where a message goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// By which road.
    pub channel: Channel,
    /// The e-mail address, the robot's URL, the telephone number for the HTTP gateway, the file's folder below the configured one.
    pub to: String,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it, with what it said.
    Delivered(String),
    /// It may be tried again later, for this reason.
    Later(String),
    /// Trying again is useless until somebody mends this.
    Never(String),
}
