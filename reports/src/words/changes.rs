//! Sentences about what changed between two versions of a month.

use super::{Lang, Word};
use crate::changes::{Area, Reason};
use scoring::points::Points;

/// How far something moved, for a list of the largest movements.
pub struct Movement {
    /// What.
    pub what: String,
    /// From where.
    pub from: String,
    /// To where.
    pub to: String,
}

impl Lang {
    /// The rulebook is another one, by id and version.
    pub fn other_rulebook(self, before: (&str, &str), after: (&str, &str)) -> String {
        let told = |(id, version): (&str, &str)| self.rulebook_version(id, version);
        format!("{} {} → {}", self.say(Word::new("考核办法", "rulebook")), told(before), told(after))
    }

    /// The rulebook has another text under the same id and version.
    pub fn other_text_of_rulebook(self, (id, version): (&str, &str)) -> String {
        let rulebook = self.rulebook_version(id, version);
        match self {
            Lang::Zh => format!("考核办法 {rulebook}：编号和版本相同，内容不同"),
            Lang::En => format!("rulebook {rulebook}: the same id and version, another text"),
        }
    }

    /// The instant of the results is another one.
    pub fn other_instant(self, before: &str, after: &str) -> String {
        format!("{} {before} → {after}", self.say(Word::new("截至", "as of")))
    }

    /// A rulebook by id and version.
    pub fn rulebook_version(self, id: &str, version: &str) -> String {
        match self {
            Lang::Zh => format!("{id} 第 {version} 版"),
            Lang::En => format!("{id} version {version}"),
        }
    }

    /// A version of a published month.
    pub fn version(self, version: u32) -> String {
        match self {
            Lang::Zh => format!("第 {version} 版"),
            Lang::En => format!("version {version}"),
        }
    }

    /// How many changes there are.
    pub fn changes(self, count: usize) -> String {
        match (self, count) {
            (Lang::Zh, 0) => "没有变化".to_owned(),
            (Lang::En, 0) => "no changes".to_owned(),
            (Lang::Zh, _) => format!("变化 {count} 处"),
            (Lang::En, 1) => "1 change".to_owned(),
            (Lang::En, _) => format!("{count} changes"),
        }
    }

    /// A reason that stands for itself. Late events are named by who lists them; here they are only said to be there.
    pub fn reason(self, reason: Reason) -> String {
        let word = match reason {
            Reason::Late(_) => Word::new("有迟到事件涉及", "a late event speaks of it"),
            Reason::LateIn(area, count) => return self.late_in(area, count),
            Reason::SameCategory => Word::new("同项其他分录有变", "other lines of the category changed"),
            Reason::FlagOfWindow => {
                Word::new("所在窗口的红旗有变", "the red flag of the person's window changed")
            }
            Reason::OwnRates => Word::new(
                "总分未变，决定并列先后的指标有变",
                "same total, but the rates that decide between equals changed",
            ),
            Reason::OthersMoved => Word::new("其他有变", "others moved"),
            Reason::EarlierMonths => {
                Word::new("由以前月份的结果推出，见该月", "follows from an earlier month, see there")
            }
            Reason::Givens => Word::new("计分依据不同", "scored otherwise, see above"),
            Reason::Unnamed => Word::new("没有迟到事件涉及，原因不明", "no late event names it"),
        };
        self.say(word).to_owned()
    }

    fn late_in(self, area: Area, count: usize) -> String {
        let area = self.say(match area {
            Area::Cases => Word::new("办件", "cases"),
            Area::Ratings => Word::new("评价", "ratings"),
            Area::Complaints => Word::new("投诉", "complaints"),
            Area::Tickets => Word::new("排队", "queue tickets"),
        });
        match (self, count) {
            (Lang::Zh, _) => format!("{area}的迟到事件 {count} 条"),
            (Lang::En, 1) => format!("1 late event about {area}"),
            (Lang::En, _) => format!("{count} late events about {area}"),
        }
    }

    /// A late event in a sentence: type, identity, the reason that it gives.
    pub fn late_event(self, event_type: &str, source: &str, id: &str, reason: Option<&str>) -> String {
        let reason = match (self, reason) {
            (_, None) => String::new(),
            (Lang::Zh, Some(reason)) => format!("：{reason}"),
            (Lang::En, Some(reason)) => format!(": {reason}"),
        };
        format!("{} {event_type} {source}/{id}{reason}", self.say(Word::new("迟到事件", "late event")))
    }

    /// When a late event arrived.
    pub fn received(self, when: &str) -> String {
        match self {
            Lang::Zh => format!("{when} 收到"),
            Lang::En => format!("received {when}"),
        }
    }

    /// Late events that no change is traced to.
    pub fn late_without_trace(self, count: usize) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("另有迟到事件 {count} 条，没有单独引起所列的变化"),
            (Lang::En, 1) => "1 more late event, to which no change is traced".to_owned(),
            (Lang::En, _) => format!("{count} more late events, to which no change is traced"),
        }
    }

    /// What counted, and what was asked for where that is another number.
    pub fn counted_of(self, applied: &str, requested: &str) -> String {
        match self {
            _ if applied == requested => applied.to_owned(),
            Lang::Zh => format!("{applied}（应 {requested}）"),
            Lang::En => format!("{applied} (asked {requested})"),
        }
    }

    /// Those whose rank alone changed because others moved.
    pub fn ranks_moved(self, count: usize) -> String {
        match (self, count) {
            (Lang::Zh, _) => format!("另有 {count} 个只因其他变动而名次有变："),
            (Lang::En, 1) => "1 more whose rank alone changed because others moved:".to_owned(),
            (Lang::En, _) => format!("{count} more whose ranks alone changed because others moved:"),
        }
    }

    /// So many of so many changed.
    pub fn changed_of(self, changed: usize, of: usize) -> String {
        match self {
            Lang::Zh => format!("{of} 个中 {changed} 个有变"),
            Lang::En => format!("{changed} of {of} changed"),
        }
    }

    /// So many changed.
    pub fn changed(self, changed: usize) -> String {
        match self {
            Lang::Zh => format!("{changed} 个有变"),
            Lang::En => format!("{changed} changed"),
        }
    }

    /// How far totals moved, from the greatest loss to the greatest gain.
    pub fn points_span(self, least: Points, most: Points) -> String {
        let (least, most) = (super::signed(least), super::signed(most));
        match self {
            Lang::Zh => format!("{least} 至 {most}"),
            Lang::En => format!("{least} to {most}"),
        }
    }

    /// Something moved.
    pub fn moved(self, movement: &Movement) -> String {
        let Movement { what, from, to } = movement;
        format!("{what} {from} → {to}")
    }

    /// Lines of the ledger that came, went and changed.
    pub fn lines_turned(self, appeared: usize, went: usize, changed: usize) -> String {
        match self {
            Lang::Zh => format!("新增 {appeared} 条，取消 {went} 条，变动 {changed} 条"),
            Lang::En => format!("{appeared} new, {went} gone, {changed} changed"),
        }
    }

    /// Lines that one of two rulebooks does not accept, for the most part of kinds that it does not know.
    pub fn rejected_by_one(self, before: usize, after: usize) -> String {
        match self {
            Lang::Zh => format!(
                "注意：有的事件只被一方采纳（多因种类不在考核办法内）：现行办法另拒收 {before} 行，另一办法另拒收 {after} 行"
            ),
            Lang::En => format!(
                "note: some events are accepted by one rulebook alone, mostly for a kind that the other does not have: \
                 {before} lines are rejected only now, {after} only by the other"
            ),
        }
    }

    /// A month that is in one of the two alone.
    pub fn only_in(self, month: &str, place: &str) -> String {
        match self {
            Lang::Zh => format!("{month}：只在 {place} 中有，没有可比的"),
            Lang::En => format!("{month}: only in {place}, nothing to compare it with"),
        }
    }
}
