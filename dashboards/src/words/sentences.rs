//! Sentences of the pages that hold a figure or a name.
#![allow(missing_docs)] // Each sentence is its own explanation.

use crate::pages::published::Edition;
use crate::pages::ranking::Movement;
use crate::words;
use ingest::replay::Replayed;
use ingest::store::NoticeState;
use ingest::store::sqlite::RejectionState;
use reports::words::{Lang, Word};

/// When a month's results were put up for objections, and until when one may appeal.
pub fn public_notice(lang: Lang, published: &str, until: &str) -> String {
    match lang {
        Lang::Zh => format!("{published}公示，申诉截止 {until}"),
        Lang::En => format!("put up for objections on {published}, appeals until {until}"),
    }
}

/// A word that begins a line: English with a capital.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// So many working days to go.
pub fn left(lang: Lang, workdays: u32) -> String {
    match (lang, workdays) {
        (Lang::Zh, 0) => "下一工作日前到期".to_owned(),
        (Lang::En, 0) => "due before the next working day".to_owned(),
        (Lang::Zh, _) => format!("剩 {}", lang.workdays(workdays)),
        (Lang::En, _) => format!("{} left", lang.workdays(workdays)),
    }
}

/// So many working days past the due date.
pub fn late(lang: Lang, workdays: u32) -> String {
    match (lang, workdays) {
        (Lang::Zh, 0) => "逾期不足 1 个工作日".to_owned(),
        (Lang::En, 0) => "less than 1 working day late".to_owned(),
        (Lang::Zh, _) => format!("逾期 {}", lang.workdays(workdays)),
        (Lang::En, _) => format!("{} late", lang.workdays(workdays)),
    }
}

/// Something that lasts since a date.
pub fn since(lang: Lang, what: Word, date: &str) -> String {
    match lang {
        Lang::Zh => format!("{}（{date}起）", what.zh),
        Lang::En => format!("{} since {date}", what.en),
    }
}

/// What became of something, when and how.
pub fn ended(lang: Lang, what: &str, when: &str, how: &str) -> String {
    match lang {
        Lang::Zh => format!("{when}{what}，{how}"),
        Lang::En => format!("{what} {when}, {how}"),
    }
}

/// A remark in brackets.
pub fn with_remark(lang: Lang, text: &str, remark: &str) -> String {
    match (lang, remark.is_empty()) {
        (_, true) => text.to_owned(),
        (Lang::Zh, false) => format!("{text}（{remark}）"),
        (Lang::En, false) => format!("{text} ({remark})"),
    }
}

pub fn extended_by(lang: Lang, workdays: u32) -> String {
    match lang {
        Lang::Zh => format!("含延期 {}", lang.workdays(workdays)),
        Lang::En => format!("{} of it by extension", lang.workdays(workdays)),
    }
}

pub fn counted_day(lang: Lang, number: u32) -> String {
    match lang {
        Lang::Zh => format!("计入的第 {number} 个工作日"),
        Lang::En => format!("working day {number} that counts"),
    }
}

/// A rank among so many.
pub fn rank_of(lang: Lang, rank: u32, of: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {rank} 名，共 {of}"),
        Lang::En => format!("rank {rank} of {of}"),
    }
}

/// A rank against that of the month before, as the end of a sentence; nothing where that is not known.
pub fn moved(lang: Lang, movement: Movement) -> String {
    let glyphs = movement.text();
    match (lang, movement) {
        (_, Movement::Unknown) => String::new(),
        (Lang::Zh, Movement::Up(_) | Movement::Down(_)) => format!("，比上月 {glyphs}"),
        (Lang::En, Movement::Up(_) | Movement::Down(_)) => format!(", {glyphs} against the month before"),
        (Lang::Zh, Movement::Same) => "，与上月相同".to_owned(),
        (Lang::En, Movement::Same) => ", as the month before".to_owned(),
        (Lang::Zh, Movement::New) => "，上月未排名".to_owned(),
        (Lang::En, Movement::New) => ", not ranked the month before".to_owned(),
    }
}

pub fn page_of(lang: Lang, page: usize, pages: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {page} 页，共 {pages} 页"),
        Lang::En => format!("page {page} of {pages}"),
    }
}

/// How many feeds are in trouble.
pub fn feeds_troubled(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("{count} 个来源有问题"),
        Lang::En if count == 1 => "1 source is in trouble".to_owned(),
        Lang::En => format!("{count} sources are in trouble"),
    }
}

/// How long a source has been silent, against what it may be.
pub fn office_minutes(lang: Lang, minutes: u32, most: u32) -> String {
    match lang {
        Lang::Zh => format!("办公时间 {minutes} 分钟，限 {most} 分钟"),
        Lang::En => format!("{minutes} office minutes, the limit is {most}"),
    }
}

pub fn since_moment(lang: Lang, state: Word, moment: &str) -> String {
    match lang {
        Lang::Zh => format!("{}（{moment} 起）", state.zh),
        Lang::En => format!("{} since {moment}", state.en),
    }
}

/// What became of a rejected event.
pub fn rejection_state(state: RejectionState) -> Word {
    match state {
        RejectionState::Open => words::REJECTED_OPEN,
        RejectionState::Accepted => words::REJECTED_ACCEPTED,
        RejectionState::Duplicate => words::REJECTED_DUPLICATE,
        RejectionState::Dismissed => words::REJECTED_DISMISSED,
    }
}

/// What a replay came to.
pub fn replayed(lang: Lang, replayed: &Replayed) -> String {
    let Replayed { tried, accepted, duplicates, rejected } = replayed;
    match lang {
        Lang::Zh => {
            format!("重新接收 {tried} 条：接收 {accepted} 条，已存在 {duplicates} 条，仍被拒收 {rejected} 条")
        }
        Lang::En => format!(
            "{tried} tried again: {accepted} accepted, {duplicates} there already, {rejected} still rejected"
        ),
    }
}

/// The button that tries all again that the list is narrowed to.
pub fn replay_all(lang: Lang, open: &str) -> String {
    match lang {
        Lang::Zh => format!("重新接收筛选出的全部 {open} 条"),
        Lang::En => format!("Try all {open} of this choice again"),
    }
}

/// A version of a month.
pub fn version(lang: Lang, version: u32) -> String {
    match lang {
        Lang::Zh => format!("第 {version} 版"),
        Lang::En => format!("version {version}"),
    }
}

/// That a month is closed, in which version, by whom; and whether there is a newer one.
pub fn published(lang: Lang, edition: &Edition) -> String {
    let Edition { closed, by, newest, .. } = edition;
    let of = version(lang, edition.version);
    let is_newest = edition.version == *newest;
    match (lang, is_newest) {
        (Lang::Zh, true) => format!("已关账 · {of} · {closed} {by} 公布"),
        (Lang::En, true) => format!("closed · {of} · published {closed} by {by}"),
        (Lang::Zh, false) => format!("旧版 · {of}（最新为第 {newest} 版） · {closed} {by} 公布"),
        (Lang::En, false) => {
            format!("superseded · {of} (the newest is {newest}) · published {closed} by {by}")
        }
    }
}

/// How many events have come since a month was published.
pub fn late_events(lang: Lang, late: usize) -> String {
    match lang {
        Lang::Zh => format!("其后迟到 {late} 条，看差异"),
        Lang::En if late == 1 => "1 late event since: see what changed".to_owned(),
        Lang::En => format!("{late} late events since: see what changed"),
    }
}

/// The button that closes a month.
pub fn close_this(lang: Lang, month: &str) -> String {
    match lang {
        Lang::Zh => format!("关账 {month}"),
        Lang::En => format!("Close {month}"),
    }
}

/// The button that publishes a month anew.
pub fn reissue_this(lang: Lang, month: &str) -> String {
    match lang {
        Lang::Zh => format!("重新公布 {month}"),
        Lang::En => format!("Reissue {month}"),
    }
}

/// What became of a notice.
pub fn notice_state(state: NoticeState) -> Word {
    match state {
        NoticeState::Pending => words::NOTICE_PENDING,
        NoticeState::Sent => words::NOTICE_SENT,
        NoticeState::Failed => words::NOTICE_FAILED,
        NoticeState::Withdrawn => words::NOTICE_WITHDRAWN,
        NoticeState::Muted => words::NOTICE_MUTED,
    }
}

/// Who answered a notice, when and what.
pub fn answered_by(lang: Lang, by: &str, when: &str, what: &str) -> String {
    match lang {
        Lang::Zh => format!("{by} {when}：{what}"),
        Lang::En => format!("{by}, {when}: {what}"),
    }
}

/// From which entry on the audit log does not hold together.
pub fn audit_broken(lang: Lang, entry: u64) -> String {
    match lang {
        Lang::Zh => format!("记录链在第 {entry} 条断开：有人在程序之外改动了数据，请立即核查"),
        Lang::En => format!(
            "the chain of entries breaks at entry {entry}: something was changed past the program, look into it at once"
        ),
    }
}

/// Whoever runs a site's system.
pub fn operator_of(lang: Lang, site: &str) -> String {
    match lang {
        Lang::Zh => format!("{site}系统维护人"),
        Lang::En => format!("operator of {site}"),
    }
}

/// How many rejected events there are, and how many of them are open.
pub fn rejected_count(lang: Lang, total: &str, open: &str) -> String {
    match lang {
        Lang::Zh => format!("共 {total} 条，未处理 {open} 条"),
        Lang::En => format!("{total} in all, {open} open"),
    }
}

pub fn login_too_often(lang: Lang, minutes: u32) -> String {
    match (lang, minutes) {
        (Lang::Zh, _) => format!("尝试次数过多，请 {minutes} 分钟后再试"),
        (Lang::En, 1) => "Too many attempts; try again in 1 minute".to_owned(),
        (Lang::En, _) => format!("Too many attempts; try again in {minutes} minutes"),
    }
}

/// Title, what is missing, what to do.
type Told = [String; 3];

fn told(lang: Lang, words: [Word; 3]) -> Told {
    words.map(|word| lang.say(word).to_owned())
}

pub fn no_page(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("没有这个页面", "There is no such page"),
            Word::new(
                "地址可能写错了，或者是旧的链接。",
                "The address may be mistyped, or the link an old one.",
            ),
            Word::new("请从上面的导航进入。", "Please go on from the links above."),
        ],
    )
}

pub fn no_such(lang: Lang, missing: &str, id: &str) -> Told {
    match lang {
        Lang::Zh => [
            format!("没有找到{missing} {id}"),
            format!("登记册和已收到的事件里都没有这个{missing}。"),
            "请核对编号，大小写和连字符也要一致；刚刚发生的，可能还没有传到。".to_owned(),
        ],
        Lang::En => [
            format!("There is no {missing} {id}"),
            format!("Neither the registry nor the events received so far know this {missing}."),
            "Please check the id, capitals and hyphens too; what has just happened may not have arrived yet."
                .to_owned(),
        ],
    }
}

pub fn forbidden(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("您没有查看此页的权限", "You may not see this page"),
            Word::new(
                "您的账号可以看到的范围不包括这一页。",
                "What your account may see does not include this page.",
            ),
            Word::new(
                "如工作需要，请联系监察局的管理员开通。",
                "If your work needs it, ask the administrator at the supervision bureau.",
            ),
        ],
    )
}

pub fn broken(lang: Lang, name: &str) -> Told {
    match lang {
        Lang::Zh => [
            "页面没有做出来".to_owned(),
            format!("服务出了错，已记录，编号 {name}。收到的数据没有受影响。"),
            "请稍后再试；如果仍然如此，请把编号告诉管理员。".to_owned(),
        ],
        Lang::En => [
            "The page could not be made".to_owned(),
            format!(
                "The service made a mistake; it is on record as {name}. The data received is not affected."
            ),
            "Please try again later; if it stays so, tell the administrator the number.".to_owned(),
        ],
    }
}

pub fn loading(lang: Lang, events: &str) -> Told {
    match lang {
        Lang::Zh => [
            "正在读入已保存的事件".to_owned(),
            format!("服务刚刚启动，已读入 {events} 条。读完之前不显示数字，以免不完整。"),
            "请稍后刷新。".to_owned(),
        ],
        Lang::En => [
            "The stored events are being read".to_owned(),
            format!(
                "The service has just started and has read {events} events. Until all are there, no numbers are shown."
            ),
            "Please reload in a moment.".to_owned(),
        ],
    }
}

pub fn no_data(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("还没有数据", "There is no data yet"),
            Word::new(
                "自服务建立以来，还没有收到任何事件。",
                "No event has been received since the service was set up.",
            ),
            Word::new(
                "请在“数据接入”页查看各来源，或把事件文件读入本服务。",
                "See the page Feeds for the sources, or read event files into the service.",
            ),
        ],
    )
}

pub fn empty_month(lang: Lang, month: &str, newest: Option<&str>) -> Told {
    let mend = match (lang, newest) {
        (Lang::Zh, Some(newest)) => {
            format!("最近有数据的月份是 {newest}；也可在“数据接入”页查看来源是否中断。")
        }
        (Lang::Zh, None) => "请在“数据接入”页查看来源是否中断。".to_owned(),
        (Lang::En, Some(newest)) => {
            format!(
                "The newest month with data is {newest}; the page Feeds shows whether a source is silent."
            )
        }
        (Lang::En, None) => "The page Feeds shows whether a source is silent.".to_owned(),
    };
    match lang {
        Lang::Zh => [
            format!("{month}没有事件"),
            "这个月没有收到任何事件，因此没有排名，也没有加扣分。".to_owned(),
            mend,
        ],
        Lang::En => [
            format!("{month} has no events"),
            "No event of this month has been received, so there is no ranking and no score.".to_owned(),
            mend,
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::{late, left};
    use reports::words::Lang;

    #[test]
    fn countdowns_read_as_they_are_spoken() {
        assert_eq!([left(Lang::Zh, 3), left(Lang::En, 1)], ["剩 3 个工作日", "1 working day left"]);
        assert_eq!(
            [late(Lang::Zh, 2), late(Lang::En, 0)],
            ["逾期 2 个工作日", "less than 1 working day late"]
        );
    }
}
