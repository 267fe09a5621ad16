//! What stands on pages beside what documents say: annex marks, copies, the foot line, the mark of a draft.

use super::{Lang, Word};
use crate::document::Document;

/// So much of a digest is enough to tell two sets of events apart.
const DIGEST_LETTERS: usize = 12;

impl Lang {
    /// `附件`, `附件2`: the mark of an annex; numbered where there are several.
    pub(crate) fn annex(self, number: Option<usize>) -> String {
        let mark = self.say(Word::new("附件", "Annex"));
        match (self, number) {
            (_, None) => mark.to_owned(),
            (Lang::Zh, Some(number)) => format!("{mark}{number}"),
            (Lang::En, Some(number)) => format!("{mark} {number}"),
        }
    }

    /// What stands before the list of annexes: `附件：`.
    pub(crate) fn annexes_label(self, are_several: bool) -> &'static str {
        match (self, are_several) {
            (Lang::Zh, _) => "附件：",
            (Lang::En, false) => "Annex: ",
            (Lang::En, true) => "Annexes: ",
        }
    }

    /// What stands before those who get a copy.
    pub(crate) fn copies_label(self) -> &'static str {
        self.say(Word::new("抄送：", "Copies: "))
    }

    /// Whom a document is for, as it is addressed: with the colon.
    pub(crate) fn addressed(self, addressees: &str) -> String {
        format!("{addressees}{}", self.colon())
    }

    /// The colon of the language, with the blank that follows it.
    pub(crate) fn colon(self) -> &'static str {
        self.say(Word::new("：", ": "))
    }

    /// The head line of a draft.
    pub(crate) fn draft_line(self, as_of: &str) -> String {
        let as_of = minute(as_of);
        match self {
            Lang::Zh => format!("草稿　本月尚未关账，数据截至 {as_of}，不作为考核依据"),
            Lang::En => format!("DRAFT  The month is not closed; figures as of {as_of} decide nothing"),
        }
    }

    /// The foot line: what the document is of, and the code by which it is checked.
    pub(crate) fn foot_line(self, document: &Document) -> String {
        let trace = &document.trace;
        let version = match (self, trace.version) {
            (Lang::Zh, Some(version)) => format!("第 {version} 版"),
            (Lang::En, Some(version)) => format!("version {version}"),
            (_, None) if !document.is_draft() => self.as_of(&minute(&trace.as_of)),
            (Lang::Zh, None) => "草稿".to_owned(),
            (Lang::En, None) => "draft".to_owned(),
        };
        let rulebook = format!(
            "{} {} {}",
            self.say(Word::new("规则", "rulebook")),
            trace.rulebook,
            trace.rulebook_version
        );
        let digest = trace.digest.as_ref().map(|digest| {
            let first: String = digest.chars().take(DIGEST_LETTERS).collect();
            format!("{} {first}", self.say(Word::new("数据摘要", "events")))
        });
        let code =
            trace.code.as_ref().map(|code| format!("{} {code}", self.say(Word::new("校验码", "code"))));
        let told = [Some(trace.period.clone()), Some(version), digest, Some(rulebook), code];
        told.into_iter().flatten().collect::<Vec<_>>().join(self.say(Word::new("　", "   ")))
    }

    /// `第 1 页　共 3 页`.
    pub(crate) fn page_of(self, page: usize, pages: usize) -> String {
        match self {
            Lang::Zh => format!("第 {page} 页　共 {pages} 页"),
            Lang::En => format!("Page {page} of {pages}"),
        }
    }
}

/// `2026-10-01T00:00:00+08:00` as it is read: `2026-10-01 00:00`.
fn minute(instant: &str) -> String {
    instant.get(..16).unwrap_or(instant).replace('T', " ")
}
