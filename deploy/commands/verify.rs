//! `flagpost verify`: proves that what is shown and published follows from the events.

use super::{Failure, Outcome};
use crate::language::LangArg;
use crate::service::which::WhichService;
use crate::verify::{self, Check, Checked};
use anyhow::anyhow;
use clap::Args;
use reports::render::columns::{Align, Columns};
use reports::words::{Lang, Word};
use std::io::IsTerminal as _;

const WHAT: Word = Word::new("核对项", "What");
const EVENTS: Word = Word::new("事件", "Events");
const RESULT: Word = Word::new("重算结果", "Made again");
const SAME: Word = Word::new("一致", "the same");
const OTHER: Word = Word::new("不一致", "DIFFERENT");
const OPEN: Word = Word::new("当前显示", "as shown now");
const AUDIT: Word = Word::new("操作记录", "Audit log");

/// Make everything again from the events and compare: open months, published versions, the audit log (核对)
///
/// Asks the running service what it shows, or opens the data folder itself. The status is 1 where anything differs.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    service: WhichService,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &VerifyArgs) -> Outcome {
    let lang: Lang = args.lang.into();
    let checks = verify::verify(&args.service)?;
    crate::stdout::write(&table(&checks, lang))?;
    let mut different = checks.iter().filter_map(|check| Some((check, check.differs.as_ref()?)));
    match different.next() {
        None => Ok(()),
        Some((check, differs)) => Err(Failure::Run(anyhow!("{}: {differs}", name(&check.of, lang)))),
    }
}

fn name(checked: &Checked, lang: Lang) -> String {
    match checked {
        Checked::Version(month, version) => format!("{month} {}", lang.version(*version)),
        Checked::Open(month) => format!("{month} {}", lang.say(OPEN)),
        Checked::Audit => lang.say(AUDIT).to_owned(),
    }
}

fn table(checks: &[Check], lang: Lang) -> String {
    let mut columns = Columns::new(&[Align::Left, Align::Right, Align::Left]);
    if std::io::stdout().is_terminal() {
        columns.rule();
    }
    columns.head([WHAT, EVENTS, RESULT].map(|head| lang.say(head)));
    for check in checks {
        let events = match check.of {
            Checked::Version(..) | Checked::Open(_) => check.events.to_string(),
            Checked::Audit => String::new(),
        };
        let result = if check.differs.is_none() { SAME } else { OTHER };
        columns.row([name(&check.of, lang), events, lang.say(result).to_owned()]);
    }
    columns.text()
}
