//! A change of one file: proposed, held against what is in force, checked, and made.
//!
//! What is proposed is made from a state that its form names by digest. Where that is no longer in force, somebody else has
//! changed something: nothing is done, and what they changed is shown.

use super::effect::{Effect, Standings, effect};
use super::files::{own_name, write};
use super::{Kind, changes, days, parse, rules};
use crate::answer::Problem;
use crate::app::App;
use ingest::store::digest::hex;
use ingest::store::sqlite::{AuditEntry, GivenChange, Records};
use ingest::store::{GivenFiles, StoreError};
use reports::words::{Lang, Word};
use scoring::context::Givens;
use scoring::document::Mistake;
use scoring::time::{Instant, Month};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A file as somebody wants it.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// The file's own name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The digest of what was in force when the form was made.
    pub base: String,
}

/// What a proposal comes to.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = GivenChecked)]
pub struct Checked {
    /// Mistakes in the file or in what follows from it, all at once.
    pub mistakes: Vec<Told>,
    /// What would change, in words.
    pub changes: Vec<String>,
    /// Why it is refused although it is well written: what would change a month that was published.
    pub refusals: Vec<String>,
    /// What is to be known of it.
    pub warnings: Vec<String>,
    /// Who would move.
    pub effect: Effect,
    /// What somebody else has changed since the form was made; then nothing else is looked at.
    pub stale: Option<Vec<String>>,
}

/// A mistake as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Told {
    /// The file's own name.
    pub file: String,
    /// The line; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Checked {
    /// Whether it may be made.
    pub fn may_be_made(&self) -> bool {
        self.mistakes.is_empty()
            && self.refusals.is_empty()
            && self.stale.is_none()
            && !self.changes.is_empty()
    }
}

/// The digest that names what is in force.
pub fn base(files: &GivenFiles) -> String {
    hex(&files.digest())
}

/// The files with the proposal in its place; `None` where no such file is there and none may be made.
fn with(kind: Kind, files: &GivenFiles, path: &str, text: &str) -> GivenFiles {
    let mut changed = files.clone();
    let of_kind = kind.of_mut(&mut changed);
    match of_kind.iter_mut().find(|(name, _)| name == path) {
        Some((_, known)) => *known = text.to_owned(),
        None => {
            of_kind.push((path.to_owned(), text.to_owned()));
            of_kind.sort();
        }
    }
    changed
}

/// Looks at a proposal. Blocks: every event is read.
///
/// # Errors
///
/// The file cannot be there, or the store cannot be read.
pub fn check(
    records: &Records,
    kind: Kind,
    files: &GivenFiles,
    path: &str,
    proposed: &Proposed,
    standings: &Standings,
    lang: Lang,
) -> Result<Checked, Problem> {
    let mut checked = Checked::default();
    let broken =
        |mistakes: Vec<Mistake>| Problem::Broken(format!("the files in force cannot be read: {mistakes:?}"));
    let before = parse(files).map_err(broken)?;
    if proposed.base != base(files) {
        checked.stale = Some(since(records, kind, &proposed.base, &before, lang)?);
        return Ok(checked);
    }
    let changed = with(kind, files, path, &proposed.text);
    let after = match parse(&changed) {
        Ok(after) => after,
        Err(mistakes) => {
            checked.mistakes = mistakes.into_iter().map(told).collect();
            return Ok(checked);
        }
    };
    checked.changes = changes(kind, &before, &after, lang);
    let closed: Vec<Month> = newest(records)?;
    match kind {
        Kind::Registry => {
            if before.registry.code != after.registry.code {
                checked.refusals.push(lang.say(OTHER_CODE).to_owned());
            }
        }
        Kind::Rulebook => checked.refusals = of_closed(&closed, &before, &after, lang),
        Kind::Calendar => {
            let dates = days::differing(&before.calendar, &after.calendar);
            let last = closed.last().map(|month| month.last_day());
            if dates.iter().any(|date| last.is_some_and(|last| *date <= last)) {
                checked.refusals.push(lang.say(CLOSED_DAYS).to_owned());
            }
        }
    }
    if kind == Kind::Registry && !closed.is_empty() {
        checked.warnings.push(lang.say(CLOSED_STAY).to_owned());
    }
    if checked.may_be_made() {
        checked.effect = effect(records, standings, &after)?;
    }
    Ok(checked)
}

const OTHER_CODE: Word = Word::new(
    "县区代码不能在网页上更改：数据都记在原代码下",
    "the region's code cannot be changed at a page: all data is under it",
);
const CLOSED_DAYS: Word = Word::new(
    "其中有已公布月份的日期，改动会使已公布的成绩变化；只能更改未公布月份的日期",
    "some of the dates lie in published months, whose results would change: only dates of open months may be changed",
);
const CLOSED_STAY: Word = Word::new(
    "已公布的月份不变；如重新计算会有差异，将列在该月的“变化”中，由人决定是否重新公布",
    "published months stay; where they would come out otherwise, the difference is listed with the month",
);

fn told(mistake: Mistake) -> Told {
    let Mistake { file, line, what, mend } = mistake;
    Told { file: own_name(&file).to_owned(), line, what, mend }
}

fn newest(records: &Records) -> Result<Vec<Month>, StoreError> {
    let mut months: Vec<Month> = records.closed_months()?.iter().map(|closed| closed.month).collect();
    months.dedup();
    Ok(months)
}

/// What of a changed rulebook would change published months: each by the version that is in force on its first day.
fn of_closed(closed: &[Month], before: &Givens, after: &Givens, lang: Lang) -> Vec<String> {
    let mut refusals = Vec::new();
    for month in closed {
        let (was, is) = (before.rulebooks.of_month(*month), after.rulebooks.of_month(*month));
        let lines = rules::within(was, is, lang);
        if lines.is_empty() && was.version == is.version {
            continue;
        }
        let next = closed.last().map_or(*month, |last| last.next()).first_day();
        let what = lang.list(&lines.iter().take(3).cloned().collect::<Vec<_>>());
        refusals.push(match lang {
            Lang::Zh => format!(
                "{}已公布，不能改变其规则（{what}）；请另写一个版本，effective = {next} 或更晚",
                lang.month(*month)
            ),
            Lang::En => format!(
                "{} is published and its rules stay ({what}): write another version, effective = {next} or later",
                lang.month(*month)
            ),
        });
    }
    refusals
}

/// What has changed since a state of which only the digest is known.
fn since(
    records: &Records,
    kind: Kind,
    digest: &str,
    now: &Givens,
    lang: Lang,
) -> Result<Vec<String>, Problem> {
    let all = records.givens_in_force()?;
    let found = all.iter().find(|(_, files)| base(files) == digest).and_then(|(_, files)| parse(files).ok());
    Ok(found.map(|then| changes(kind, &then, now, lang)).unwrap_or_default())
}

/// Makes a change that was checked: the file is written, what was changed is kept, the desk goes on with it. Blocks.
///
/// # Errors
///
/// [`Problem::Refused`] where the file cannot be written, or differs from what is in force; nothing is changed then.
#[allow(clippy::too_many_arguments)] // Who, what, where, why and when of one act.
pub fn make(
    app: &Arc<App>,
    records: &Records,
    kind: Kind,
    files: &GivenFiles,
    path: &str,
    proposed: &Proposed,
    by: &str,
    reason: &str,
    at: Instant,
) -> Result<u64, Problem> {
    let before = kind.of(files).iter().find(|(name, _)| name == path).map(|(_, text)| text.clone());
    let on_disk = std::fs::read_to_string(path).ok();
    if on_disk != before {
        return Err(Problem::Refused(both(ANOTHER_ON_DISK)));
    }
    let changed = with(kind, files, path, &proposed.text);
    let givens = parse(&changed).map_err(|mistakes| Problem::Broken(format!("{mistakes:?}")))?;
    let name = own_name(path).to_owned();
    let change = GivenChange {
        number: 0,
        kind: kind.word().to_owned(),
        name: name.clone(),
        text: proposed.text.clone(),
        before,
        at,
        by: by.to_owned(),
        reason: reason.to_owned(),
    };
    let entry = AuditEntry {
        at,
        who: by.to_owned(),
        what: format!("{}.changed", kind.word()),
        subject: name,
        detail: reason.to_owned(),
    };
    let mut unwritten = None;
    let kept = records.at_once(|| {
        let number = records.keep_given_change(&change)?;
        records.note(&entry)?;
        // Last, so that what cannot be written leaves no trace.
        if let Err(error) = write(path.as_ref(), &proposed.text, at) {
            let what = error.to_string();
            unwritten = Some(what.clone());
            return Err(StoreError::Failed { attempt: what, cause: Box::new(error) });
        }
        Ok(number)
    });
    if let Some(what) = unwritten {
        let word = UNWRITABLE;
        return Err(Problem::Refused(format!("{}（{what}） / {} ({what})", word.zh, word.en)));
    }
    let number = kept?;
    let reloaded = app.live.act_and_wait(move |desk| desk.reload(givens, changed))?;
    reloaded?;
    // Answered only once they are in force.
    app.live.act_and_wait(|_| ())?;
    Ok(number)
}

const ANOTHER_ON_DISK: Word = Word::new(
    "磁盘上的文件与正在使用的不同（有人改过但没有重新读取）；请先执行 flagpost reload，再重新修改",
    "the file on the disk is not the one in force (somebody changed it without a reload): run `flagpost reload`, then begin again",
);
const UNWRITABLE: Word = Word::new(
    "服务不能写入该文件，没有任何改动；请让服务账户可写该文件夹（systemd 中用 ReadWritePaths=），或在服务器上修改文件后执行 flagpost reload",
    "the service may not write the file, and nothing was changed: let it write the folder (ReadWritePaths= of systemd), or change the file on the server and run `flagpost reload`",
);

fn both(word: Word) -> String {
    format!("{} / {}", word.zh, word.en)
}
