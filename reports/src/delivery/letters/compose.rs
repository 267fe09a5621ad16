//! One message of one or several notices: the most severe first, by level, and what is too many counted.

use super::Letters;
use super::facts::Facts;
use super::forms;
use super::template::Written;
use crate::delivery::Message;
use crate::delivery::addressee::Instead;
use crate::words::Lang;
use scoring::time::Date;
use std::cmp::Reverse;

/// So many notices are told in full; the others are counted.
pub const TOLD_MAX: usize = 30;

/// Who reads a message, and the addresses that it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// How they are addressed: a name, a window, a department with its head.
    pub name: String,
    /// In which language.
    pub lang: Lang,
    /// Their own link, where they answer without a login.
    pub personal: Option<String>,
    /// The address of the service's pages, without a slash at its end; none: pages are not linked.
    pub public_url: Option<String>,
    /// Whose message they read in that one's place, and why.
    pub instead: Option<(String, Instead)>,
}

/// A message before it takes a form.
pub(super) struct Digest<'r> {
    pub reader: &'r Reader,
    pub subject: String,
    /// What is said before the notices.
    pub intro: Vec<String>,
    /// Notices with the heading of their level; one alone has none.
    pub groups: Vec<(Option<String>, Vec<Notice>)>,
    /// How many are not told in full.
    pub more: usize,
    /// Where they are.
    pub all: Option<String>,
    pub foot: String,
}

/// A notice in a message.
pub(super) struct Notice {
    pub level: u8,
    /// Whether it tells of a document, which warns of nothing.
    pub is_paper: bool,
    pub written: Written,
    pub is_settled: bool,
    /// The address of its page.
    pub page: Option<String>,
}

/// Makes the message that tells `told` to `to`. `round` is 1 for the first time, 2 and more for repeats; `key` travels along
/// in every attempt; `date` is the day on which it is sent.
///
/// It never fails. Without anything to tell it says who sends it and nothing more.
pub fn compose(letters: &Letters, to: &Reader, told: &[Facts], round: u32, key: &str, date: Date) -> Message {
    let lang = to.lang;
    // A document wants no answer, so that documents alone come without the way to answer.
    let wants_answer = told.is_empty() || !told.iter().all(is_paper);
    let to = &Reader { personal: to.personal.clone().filter(|_| wants_answer), ..to.clone() };
    let mut told: Vec<&Facts> = told.iter().collect();
    told.sort_by_cached_key(|facts| {
        // Most severe first, then the longest overdue; what has no due date after those of its kind.
        let due = facts.due.clone().unwrap_or_else(|| "9999".to_owned());
        (
            Reverse(facts.level),
            is_paper(facts),
            facts.is_settled,
            facts.kind.clone(),
            due,
            facts.identity.clone(),
        )
    });
    let notices: Vec<Notice> = told.iter().take(TOLD_MAX).map(|facts| notice(letters, to, facts)).collect();
    let subject = subject(&told, &notices, lang);
    let is_repeat = round > 1;
    let mut intro = match (is_repeat, told.len()) {
        (true, count) => vec![lang.told_again(count)],
        (false, 0 | 1) => Vec::new(),
        (false, count) => vec![lang.told_together(count)],
    };
    if let Some((name, why)) = &to.instead {
        intro.insert(0, lang.read_instead(name, *why));
    }
    let more = told.len() - notices.len();
    let county = told.first().map_or("", |facts| facts.said("county", lang));
    let digest = Digest {
        reader: to,
        subject: if is_repeat { lang.again(&subject) } else { subject },
        intro,
        groups: groups(notices, &told, lang),
        more,
        all: page(to, "/notices"),
        foot: lang.sent_by(county, date),
    };
    Message {
        key: key.to_owned(),
        text: forms::text(&digest),
        html: forms::html(&digest),
        markdown: forms::markdown(&digest),
        brief: forms::brief(&digest, county),
        link: to
            .personal
            .clone()
            .or_else(|| page(to, told.first().map_or("/notices", |facts| facts.path.as_str()))),
        subject: digest.subject,
        attached: told.iter().flat_map(|facts| facts.attached.clone()).collect(),
    }
}

fn notice(letters: &Letters, to: &Reader, facts: &Facts) -> Notice {
    Notice {
        level: facts.level,
        is_paper: is_paper(facts),
        written: letters.write(facts, to.lang),
        is_settled: facts.is_settled,
        page: page(to, &facts.path),
    }
}

fn is_paper(facts: &Facts) -> bool {
    facts.kind == "draft_ready"
}

fn page(to: &Reader, path: &str) -> Option<String> {
    let url = to.public_url.as_deref()?.trim_end_matches('/');
    Some(format!("{url}{path}"))
}

/// A notice alone has its letter's subject; several are counted, and of them the most severe.
fn subject(told: &[&Facts], notices: &[Notice], lang: Lang) -> String {
    match (told, notices) {
        ([], _) | (_, []) => String::new(),
        ([_], [notice, ..]) => notice.written.subject.clone(),
        ([worst, ..], _) => {
            let of_worst = |facts: &&&Facts| (facts.level, &facts.kind) == (worst.level, &worst.kind);
            let count = told.iter().filter(of_worst).count();
            lang.several_notices(worst.said("county", lang), told.len(), worst.said("title", lang), count)
        }
    }
}

fn groups(notices: Vec<Notice>, told: &[&Facts], lang: Lang) -> Vec<(Option<String>, Vec<Notice>)> {
    if told.len() == 1 {
        return vec![(None, notices)];
    }
    let mut groups: Vec<((u8, bool), Vec<Notice>)> = Vec::new();
    for notice in notices {
        match groups.last_mut() {
            Some((of, alike)) if *of == (notice.level, notice.is_paper) => alike.push(notice),
            Some(_) | None => groups.push(((notice.level, notice.is_paper), vec![notice])),
        }
    }
    let headed = groups.into_iter().map(|((level, are_papers), notices)| {
        let count = told.iter().filter(|facts| (facts.level, is_paper(facts)) == (level, are_papers)).count();
        let heading = if are_papers { lang.papers_heading(count) } else { lang.level_heading(level, count) };
        (Some(heading), notices)
    });
    headed.collect()
}
