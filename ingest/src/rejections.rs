//! What fails validation: the code, and a sentence that says what is wrong and how to mend it.

use std::fmt;

/// Why an event was rejected, in the order of precedence (`events.md`, Rejection).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// More than 65,536 bytes.
    TooLarge,
    /// Not JSON.
    MalformedJson,
    /// Not a CloudEvent.
    NotCloudevent,
    /// No type of the contract.
    UnknownType,
    /// No readable time.
    BadTime,
    /// A required field is absent.
    MissingField,
    /// A field of another type, range or value.
    BadField,
    /// A source or region that is not in the registry.
    UnknownSite,
    /// A window that is not in the registry.
    UnknownWindow,
    /// A staff member that is not in the registry.
    UnknownStaff,
    /// An item that is not in the registry.
    UnknownItem,
    /// A department that is not in the registry.
    UnknownDepartment,
    /// A source that speaks for another site.
    NotAllowed,
    /// The identity is there with other content.
    Conflict,
}

/// Every code, in the order of precedence.
pub const CODES: [Code; 14] = [
    Code::TooLarge,
    Code::MalformedJson,
    Code::NotCloudevent,
    Code::UnknownType,
    Code::BadTime,
    Code::MissingField,
    Code::BadField,
    Code::UnknownSite,
    Code::UnknownWindow,
    Code::UnknownStaff,
    Code::UnknownItem,
    Code::UnknownDepartment,
    Code::NotAllowed,
    Code::Conflict,
];

impl Code {
    /// The code of a word.
    pub fn of_word(word: &str) -> Option<Code> {
        CODES.into_iter().find(|code| code.word() == word)
    }

    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            Code::TooLarge => "too_large",
            Code::MalformedJson => "malformed_json",
            Code::NotCloudevent => "not_cloudevent",
            Code::UnknownType => "unknown_type",
            Code::BadTime => "bad_time",
            Code::MissingField => "missing_field",
            Code::BadField => "bad_field",
            Code::UnknownSite => "unknown_site",
            Code::UnknownWindow => "unknown_window",
            Code::UnknownStaff => "unknown_staff",
            Code::UnknownItem => "unknown_item",
            Code::UnknownDepartment => "unknown_department",
            Code::NotAllowed => "not_allowed",
            Code::Conflict => "conflict",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// A code with its sentence, in Chinese and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code.
    pub code: Code,
    /// What is wrong and how to mend it: Chinese, then English.
    pub message: String,
}

impl Fault {
    /// A fault with its sentence in both languages.
    pub fn new(code: Code, zh: impl fmt::Display, en: impl fmt::Display) -> Fault {
        Fault { code, message: format!("{zh} / {en}") }
    }

    /// The identity is there already, with other content.
    pub fn conflict(source: &str, id: &str) -> Fault {
        Fault::new(
            Code::Conflict,
            format_args!(
                "事件 {source}/{id} 已经收到过，内容不同；先到的有效，更正请发送 event.retracted 再用新的 id 上报"
            ),
            format_args!(
                "event {source}/{id} was received before with other content; the first stands: take it back with \
                 event.retracted and send the right one under a new id"
            ),
        )
    }
}

/// A rejected piece of input: where it came from, why, and its raw text, so that it can be mended and replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The last part of the file's path; `-` for standard input.
    pub file: String,
    /// The line, or the row of an export, from 1.
    pub line: u64,
    /// Why.
    pub fault: Fault,
    /// The text without its line end, invalid bytes as U+FFFD.
    pub raw: String,
}
