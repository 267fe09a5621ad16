//! `flagpost privacy`: what is past its period, one person's data as a ZIP, erasing that of staff who left.

use super::{Failure, Outcome};
use crate::service::machine_time;
use crate::service::operator::OPERATOR;
use crate::service::privacy::{self as at_desk, Erase};
use crate::service::which::WhichService;
use anyhow::{Context as _, Error};
use clap::{Args, Subcommand};
use dashboards::privacy::{self, Plan};
use dashboards::words::privacy as said;
use ingest::store::sqlite::{AuditEntry, Kind, Overdue, Period, Retention};
use reports::handover::pack;
use reports::words::Lang;
use scoring::time::Zone;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

/// Personal data: what is past its period, export, erasure (个人信息)
#[derive(Args, Debug)]
pub struct PrivacyArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Show how long each kind is kept and what is past it; nothing is changed (查看到期内容)
    Due {
        #[command(flatten)]
        service: WhichService,
    },
    /// Erase what is past its period now, as the service does once a day (删除到期内容)
    CarryOut {
        #[command(flatten)]
        service: WhichService,
    },
    /// Set how long a kind is kept (设置保存期限)
    Set {
        #[command(flatten)]
        service: WhichService,
        /// The kind: words, photos, rejected, messages, audit
        #[arg(long, value_parser = kind)]
        kind: Kind,
        /// So many days, at least 30 and for audit 365; without it, without end
        #[arg(long, value_name = "DAYS")]
        days: Option<u32>,
    },
    /// Write everything that names one member of staff as a ZIP (导出一人的全部信息)
    Export {
        #[command(flatten)]
        service: WhichService,
        /// The staff member's id, for example S-007
        #[arg(long, value_name = "STAFF")]
        staff: String,
        /// The ZIP to write [default: personal-data-STAFF.zip here]; one that is there is not overwritten
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Erase the personal data of somebody who left; scores and closed months stay (删除离岗人员的信息)
    Erase {
        #[command(flatten)]
        service: WhichService,
        /// The staff member's id, for example S-007
        #[arg(long, value_name = "STAFF")]
        staff: String,
        /// Why, without the person's name
        #[arg(long, value_name = "TEXT", required_unless_present = "dry_run")]
        reason: Option<String>,
        /// Only show what would go
        #[arg(long)]
        dry_run: bool,
    },
}

fn kind(word: &str) -> Result<Kind, String> {
    let known = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Sessions);
    known.clone().find(|kind| kind.word() == word).ok_or_else(|| {
        format!("no such kind; one of {}", known.map(Kind::word).collect::<Vec<_>>().join(", "))
    })
}

/// Runs the command.
pub fn run(args: &PrivacyArgs) -> Outcome {
    match &args.what {
        What::Due { service } => {
            let overdue =
                service.records()?.overdue(machine_time()).context("cannot look what is past its period")?;
            crate::stdout::write(&table(&overdue))
        }
        What::CarryOut { service } => {
            let erased = service.records()?.erase_overdue(machine_time(), OPERATOR);
            let erased = erased.context("cannot erase what is past its period")?;
            if erased.is_empty() {
                let word = said::NOTHING_OVERDUE;
                return crate::stdout::write(&format!("{} / {}\n", word.zh, word.en));
            }
            crate::stdout::write(&format!("已删除 / erased\n{}", table(&erased)))
        }
        What::Set { service, kind, days } => {
            let period = Period { days: *days };
            if !Retention::may_be(*kind, period) {
                return Err(Failure::Arguments(format!(
                    "--days of {} is {} to {}",
                    kind.word(),
                    kind.days_min(),
                    Retention::DAYS_MAX
                )));
            }
            let records = service.records()?;
            let mut retention = records.retention().context("cannot read the periods")?;
            retention.set(*kind, period);
            records.set_retention(&retention, machine_time(), OPERATOR).context("cannot set the period")?;
            let kept = |lang| said::days(lang, *days);
            crate::stdout::write(&format!("{}: {} / {}\n", kind.word(), kept(Lang::Zh), kept(Lang::En)))
        }
        What::Export { service, staff, out } => export(service, staff, out.clone()),
        What::Erase { service, staff, dry_run: true, .. } => {
            let plan = service.at_desk("privacy-plan", staff.clone(), at_desk::plan)?;
            crate::stdout::write(&told(&plan))
        }
        What::Erase { service, staff, reason, dry_run: false } => {
            let asked = Erase { staff: staff.clone(), reason: reason.clone().unwrap_or_default() };
            let plan = service.at_desk("privacy-erase", asked, at_desk::erase)?;
            crate::stdout::write(&format!("已删除 / erased\n{}", told(&plan)))
        }
    }
}

fn table(found: &[Overdue]) -> String {
    let mut text = String::new();
    for Overdue { kind, period, count, .. } in found {
        let (title, _) = said::kind(*kind);
        let kept = format!("{} / {}", said::days(Lang::Zh, period.days), said::days(Lang::En, period.days));
        let _ = writeln!(text, "{:<9} {count:>8}  {kept:<24} {} / {}", kind.word(), title.zh, title.en);
    }
    text
}

fn export(service: &WhichService, staff: &str, out: Option<PathBuf>) -> Outcome {
    let out = out.unwrap_or_else(|| PathBuf::from(privacy::file_name(staff)));
    let known = service.at_desk("privacy-person", staff.to_owned(), at_desk::person)?;
    let records = service.records()?;
    let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
    let files = privacy::files(&records, known, &zone).context("cannot read the person's data")?;
    let zip = pack(&files).context("cannot pack the person's data")?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(&out).map_err(|error| {
        Failure::Run(Error::new(error).context(format!(
            "无法新建 {0}，请另选文件名 / cannot make {0} anew: choose another name",
            out.display()
        )))
    })?;
    let entry = AuditEntry {
        at: machine_time(),
        who: OPERATOR.to_owned(),
        what: "privacy.exported".to_owned(),
        subject: staff.to_owned(),
        detail: privacy::file_name(staff),
    };
    // Noted before it is handed out.
    records.note(&entry).context("cannot write the audit log")?;
    file.write_all(&zip).with_context(|| format!("cannot write {}", out.display()))?;
    crate::stdout::write(&format!("已写出 / written: {}\n", out.display()))
}

fn told(plan: &Plan) -> String {
    let Plan { staff, name, pseudonym, works_at, namesakes, traces, lines, erased: _ } = plan;
    let both = |word: reports::words::Word| format!("{} / {}", word.zh, word.en);
    let listed = |names: &[String]| if names.is_empty() { "0".to_owned() } else { names.join(", ") };
    let mut text = format!("{staff} {name} -> {pseudonym}\n");
    if let Some((window, until)) = works_at {
        let _ =
            writeln!(text, "{}: {window} {}", both(said::STILL_WORKS), until.as_deref().unwrap_or_default());
    }
    if !namesakes.is_empty() {
        let _ = writeln!(text, "{}: {}", both(said::NAMESAKES), namesakes.join(", "));
    }
    let goes = [
        (said::ACCOUNTS, listed(&traces.accounts)),
        (said::ADDRESSEES, listed(&traces.addressees)),
        (said::MESSAGES, traces.messages.to_string()),
        (said::MESSAGES_WAITING, traces.messages_waiting.to_string()),
        (said::AUDIT, traces.audit.to_string()),
    ];
    for (what, which) in goes {
        let _ = writeln!(text, "  {}: {which}", both(what));
    }
    if !lines.is_empty() {
        let _ = writeln!(text, "{}\n{}", both(said::REGISTRY_LINES), both(said::REGISTRY_MEANS));
    }
    for line in lines {
        let instead = line.instead.clone().unwrap_or_else(|| both(said::JUDGE));
        let _ = writeln!(text, "  {}:{}\n    - {}\n    + {instead}", line.file, line.line, line.text.trim());
    }
    text
}
