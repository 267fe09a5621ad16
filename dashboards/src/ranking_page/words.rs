//! The page's texts in both languages, which stand side by side in the file.

use scoring::finding::About;
use scoring::log::{Log, Text};
use scoring::rulebook::Bilingual;
use scoring::time::{Date, Instant, Month, Session, Zone};

/// A text in both languages.
pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026年9月`, `September 2026`.
pub fn month(month: Month) -> Bilingual {
    let name = MONTHS[month.number() as usize - 1];
    both(format!("{}年{}月", month.year(), month.number()), format!("{name} {}", month.year()))
}

/// `9月8日`, `8 Sep`.
pub fn day(date: Date) -> Bilingual {
    let (number, day) = (date.month().number(), date.day_of_month());
    both(format!("{number}月{day}日"), format!("{day} {}", &MONTHS[number as usize - 1][..3]))
}

/// `2026年10月1日 00:00`, `1 October 2026, 00:00`.
pub fn moment(zone: &Zone, at: Instant) -> Bilingual {
    let (date, time) = zone.local(at);
    let minutes = time.0 / 60_000_000_000;
    let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (of, day) = (month(date.month()), date.day_of_month());
    both(format!("{}{day}日 {clock}", of.zh), format!("{day} {}, {clock}", of.en))
}

/// `上午`, `morning`.
pub fn session(session: Session) -> Bilingual {
    match session {
        Session::Am => both("上午", "morning"),
        Session::Pm => both("下午", "afternoon"),
    }
}

/// What an entry is about: each thing by what it is and its id.
pub fn about(log: &Log, about: About) -> Vec<(Bilingual, String)> {
    let thing = |zh: &str, en: &str, id: Text| (both(zh, en), log.text(id).to_owned());
    match about {
        About::Nothing => Vec::new(),
        About::Case(id) => vec![thing("办件", "case", id)],
        About::Rating(id, case) => {
            let case = case.map(|case| thing("办件", "case", case));
            std::iter::once(thing("评价", "rating", id)).chain(case).collect()
        }
        About::Complaint(id) => vec![thing("投诉", "complaint", id)],
        About::Finding(id) => vec![thing("检查记录", "finding", id)],
        About::Merit(id) => vec![thing("加分记录", "merit", id)],
    }
}

/// Why a window takes no part: it stands in a township or village.
pub fn site_not_ranked() -> Bilingual {
    both("乡镇、村级站点不参加排名", "townships and villages are not ranked")
}

/// Why a window takes no part: nobody was assigned to it for long enough.
pub fn too_few_days(held: usize, needed: usize) -> Bilingual {
    both(
        format!("在岗 {held} 个工作日，不足 {needed} 个"),
        format!("staffed on {held} working days, fewer than {needed}"),
    )
}
