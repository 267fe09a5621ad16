//! What workbooks, pages and tables say of a document beside what it says itself.
#![allow(missing_docs)] // Each label is its own explanation.

use super::{Lang, Word};
use crate::document::{Document, Trace};

pub const COVER: Word = Word::new("封面", "Cover");
pub const ABOUT: Word = Word::new("说明", "About");
pub const NUMBER: Word = Word::new("文号", "Number");
pub const ISSUER: Word = Word::new("发文机关", "Issued by");
pub const TO: Word = Word::new("主送", "To");
pub const COPIES: Word = Word::new("抄送", "Copies");
pub const SIGNED: Word = Word::new("署名", "Signed");
pub const DATE: Word = Word::new("日期", "Date");
pub const FIGURE: Word = Word::new("图", "Figure");
pub const FIGURES_OF: Word = Word::new("图中数据", "The figures of the chart");
pub const TRACE: Word = Word::new("数据来源", "What the figures are of");
pub const TABLE: Word = Word::new("表", "Table");
pub const KIND: Word = Word::new("文种", "Kind");

const REGION: Word = Word::new("行政区划代码", "Region");
const PERIOD: Word = Word::new("考核期", "Period");
const SUBJECT: Word = Word::new("对象编号", "Whose");
const VERSION: Word = Word::new("版本", "Version");
const AS_OF: Word = Word::new("数据截至", "Figures as of");
const EVENTS: Word = Word::new("事件数", "Events");
const DIGEST: Word = Word::new("数据摘要", "Digest of the events");
const RULEBOOK: Word = Word::new("规则", "Rulebook");
const CODE: Word = Word::new("校验码", "Code");

impl Lang {
    /// Where the lines for signatures by hand lead.
    pub(crate) fn by_hand(self, what: &str) -> String {
        format!("{what}{}", self.colon())
    }

    /// What a document is of, label by label, digest and instant in full.
    pub(crate) fn traced(self, trace: &Trace) -> Vec<(&'static str, String)> {
        let version = match (self, trace.version) {
            (Lang::Zh, Some(version)) => format!("第 {version} 版"),
            (Lang::En, Some(version)) => format!("version {version}"),
            (Lang::Zh, None) => "草稿（尚未关账）".to_owned(),
            (Lang::En, None) => "draft (not closed)".to_owned(),
        };
        let told = [
            (REGION, Some(trace.region.clone())),
            (PERIOD, Some(trace.period.clone())),
            (SUBJECT, trace.subject.clone()),
            (VERSION, Some(version)),
            (AS_OF, Some(trace.as_of.clone())),
            (EVENTS, trace.events.map(|events| events.to_string())),
            (DIGEST, trace.digest.clone()),
            (RULEBOOK, Some(format!("{} {}", trace.rulebook, trace.rulebook_version))),
            (CODE, trace.code.clone()),
        ];
        let known = told.into_iter().filter_map(|(label, text)| Some((self.say(label), text?)));
        known.filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    /// What stands at a document's head and foot, label by label: kind, number, issuer, to whom, copies, who signs, the date.
    pub(crate) fn addressed_and_signed(self, document: &Document) -> Vec<(&'static str, String)> {
        let head = document.head.as_ref();
        let signed = document.signed.as_ref();
        let told = [
            (KIND, Some(document.kind.name(self).to_owned())),
            (ISSUER, head.map(|head| head.issuer.clone())),
            (NUMBER, head.and_then(|head| head.number.clone())),
            (TO, document.addressees.clone()),
            (SIGNED, signed.map(|signed| signed.body.clone())),
            (DATE, signed.map(|signed| signed.date.clone())),
            (COPIES, document.copies.clone()),
        ];
        let known = told.into_iter().filter_map(|(label, text)| Some((self.say(label), text?)));
        known.filter(|(_, text)| !text.trim().is_empty()).collect()
    }
}
