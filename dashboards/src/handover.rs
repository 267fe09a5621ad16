//! A case's hand-over file put together: what the core says of it, what the store keeps of its events and notices.
//!
//! Pages and the command line call the same [`files`], at the desk: everything is as of one moment.

use crate::months::newest;
use crate::pages::case::{self, CaseState, CaseView, Rung};
use crate::pages::ledger::LedgerLine;
use crate::pages::published::{self, Version};
use crate::words;
use ingest::live::Moment;
use ingest::store::outbox::KeptMessage;
use ingest::store::sqlite::{Acknowledgement, Records};
use ingest::store::{ClosedMonth, KeptNotice, StoreError};
use reports::changes::published::Entry;
use reports::changes::{MonthFiles, Published};
use reports::delivery::letters::{Said, catalogue, recipient_said};
use reports::handover::{
    self, About, Answer, Arrived, Cover, DayShown, File, Happened, Notified, ShareShown, Stated, Told,
    WarningShown, Week,
};
use reports::words::Lang;
use scoring::case_clock::{self, Look};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::log::EventIdx;
use scoring::time::{Instant, Month, Zone};
use std::sync::Arc;

/// The files of a case's hand-over; `None` where no acceptance of it counts. `closed` are the newest versions of the closed
/// months, whose ledgers may name the case.
///
/// # Errors
///
/// The store cannot be read.
pub fn files(moment: &Moment<'_>, closed: &[Version], id: &str) -> Result<Option<Vec<File>>, StoreError> {
    let context = &moment.context;
    let views = [Lang::Zh, Lang::En].map(|lang| case::view(context, moment.results, id, lang));
    let [Some(zh), Some(en)] = views else { return Ok(None) };
    let both = Both { zh: &zh, en: &en };
    let zone = &context.registry().zone;
    let events = arrived(moment, id)?;
    let rows = notified(moment, id, &both)?;
    let month = month(context, id);
    let rulebook = context.county.rulebooks.of_month(month);
    let about = About {
        region: context.registry().code.clone(),
        case: id.to_owned(),
        month: month.to_string(),
        as_of: zone.format(context.as_of),
        rulebook: rulebook.id.clone(),
        rulebook_version: rulebook.version.clone(),
    };
    let cover = Cover {
        county: context.registry().name.clone(),
        title: format!("{id} {}", zh.item.name),
        case_on_paper: id
            .chars()
            .filter(|letter| letter.is_alphanumeric() || "-_.".contains(*letter))
            .collect(),
        subtitle: Said {
            zh: format!("{} · 规则 {} 第 {} 版", zh.as_of, rulebook.id, rulebook.version),
            en: format!("{} · rulebook {} version {}", en.as_of, rulebook.id, rulebook.version),
        },
        state: both.said(|view| &view.state_text),
        is_late: matches!(zh.state, CaseState::Overdue | CaseState::EndedLate),
        facts: both.facts(context, id),
        weeks: both.weeks(),
        legend: both.legend(),
        warnings: rows.iter().map(|row| warning(row, moment)).collect(),
        events: both.events(context, &events),
        shares: both.shares(),
        entries: entries(moment, closed, id, &both),
        oddities: paired(&zh.anomalies, &en.anomalies, |zh, en| Said { zh: zh.clone(), en: en.clone() }),
        files: Vec::new(),
    };
    let notices: Vec<Notified> = rows.into_iter().map(|row| row.notice).collect();
    handover::files(&about, cover, &events, &notices).map(Some).map_err(|error| StoreError::Failed {
        attempt: format!("write the cover of {id}"),
        cause: Box::new(error),
    })
}

/// The newest versions of all closed months, read anew: for commands, which keep none at hand.
///
/// # Errors
///
/// The store cannot be read.
pub fn closed(records: &Records) -> Result<Vec<Version>, StoreError> {
    let versions = records.closed_months()?;
    let newest = newest(&versions);
    let of_newest = versions.iter().filter(|closed| newest.get(&closed.month) == Some(&closed.version));
    let read = |closed: &ClosedMonth| {
        let (month, version) = (closed.month, closed.version);
        let lost =
            |cause| StoreError::Failed { attempt: format!("read version {version} of {month}"), cause };
        let frozen = records.frozen(month, version)?.ok_or_else(|| lost("it is gone".into()))?;
        let files = MonthFiles {
            result: frozen.result.as_bytes(),
            ledger: frozen.ledger.as_bytes(),
            notices: frozen.notices.as_bytes(),
        };
        let published = Published::read(&files).map_err(|error| lost(Box::new(error)))?;
        Ok(Version { closed: closed.clone(), newest: version, published: Arc::new(published) })
    };
    of_newest.map(read).collect()
}

/// The month of the due date, or of the acceptance where there is none.
fn month(context: &Context<'_>, id: &str) -> Month {
    let of_due = look(context, id).map(|look| {
        let accepted = context.date(look.acceptance);
        look.clock.due.unwrap_or(accepted).month()
    });
    of_due.unwrap_or(context.today().month())
}

fn look(context: &Context<'_>, id: &str) -> Option<Look> {
    let place = context.log.find_subject(&Subject::Case(id))?;
    let Subject::Case(text) = context.log.subject_texts(place) else { return None };
    case_clock::look(context, text)
}

fn at(context: &Context<'_>, event: EventIdx) -> Instant {
    context.log.record(event).time
}

/// The case's events as they arrived, retracted ones too, in the order of arrival.
fn arrived(moment: &Moment<'_>, id: &str) -> Result<Vec<Arrived>, StoreError> {
    let context = &moment.context;
    let zone = &context.registry().zone;
    let Some(place) = context.log.find_subject(&Subject::Case(id)) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for event in context.log.events_ever_of(place, context.as_of) {
        // What took it back belongs to the history too.
        found.push(event);
        found.extend(context.log.retractors_of(event));
    }
    let mut numbers: Vec<_> = found.into_iter().map(|event| (moment.number(event), event)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut arrived = Vec::with_capacity(numbers.len());
    for (number, event) in numbers {
        let Some(kept) = moment.records.event(number)? else { continue };
        let record = context.log.record(event);
        arrived.push(Arrived {
            number,
            source: context.registry().sites[usize::from(record.source)].id.clone(),
            id: context.log.text(record.id).to_owned(),
            received: zone.format(kept.received),
            road: kept.road,
            place: kept.place,
            item: kept.item,
            raw: kept.raw,
        });
    }
    Ok(arrived)
}

/// A notice with what the cover says of it.
struct Row {
    notice: Notified,
    title: Said,
    to: Vec<Said>,
    messages: Vec<Said>,
}

/// The notices of the case by date: those kept, with their messages and answers, and those to come.
fn notified(moment: &Moment<'_>, id: &str, both: &Both<'_>) -> Result<Vec<Row>, StoreError> {
    let (context, records) = (&moment.context, moment.records);
    let registry = context.registry();
    let mut kept = records.notices_about(&["case_due", "case_overdue", "repeat_return"], id)?;
    for share in look(context, id).into_iter().flat_map(|look| look.shares) {
        let department = &registry.departments[usize::from(share.department)].id;
        kept.extend(records.notices_about(&["joint_due", "joint_overdue"], &format!("{id}/{department}"))?);
    }
    let mut rows = Vec::with_capacity(kept.len());
    for notice in kept {
        let answers = records.acknowledgements_of([notice.identity.as_str()])?;
        let messages = records.messages_of(&notice.identity)?;
        let told: Vec<Told> = messages.into_iter().map(|message| told(message, &registry.zone)).collect();
        rows.push(Row {
            title: title(&notice),
            to: notice
                .recipients
                .iter()
                .map(|to| Said::by(|lang| recipient_said(registry, to, lang)))
                .collect(),
            messages: told.iter().map(|told| message_said(moment, told)).collect(),
            notice: notified_of(notice, told, &answers, &registry.zone),
        });
    }
    // What is still to come, and what would be kept had the service run then.
    let known: Vec<(String, u8)> =
        rows.iter().map(|row| (row.notice.date.clone(), row.notice.level)).collect();
    let is_new = |rung: &Rung| !known.contains(&(rung.date.clone(), rung.level));
    let ladder = both.zh.ladder.iter().zip(&both.en.ladder).filter(|(zh, _)| is_new(zh));
    rows.extend(ladder.map(|(zh, en)| to_come(zh, en)));
    rows.sort_by(|a, b| {
        (&a.notice.date, a.notice.level, &a.notice.identity).cmp(&(
            &b.notice.date,
            b.notice.level,
            &b.notice.identity,
        ))
    });
    Ok(rows)
}

fn told(message: KeptMessage, zone: &Zone) -> Told {
    Told {
        recipient: message.recipient,
        reader: message.reader,
        channel: message.channel,
        round: u32::from(message.round),
        state: message.state.word().to_owned(),
        settled: message.settled.map(|at| zone.format(at)),
    }
}

fn notified_of(
    notice: KeptNotice,
    messages: Vec<Told>,
    answers: &[Acknowledgement],
    zone: &Zone,
) -> Notified {
    let answers = answers.iter().map(|answer| Answer {
        by: answer.by.clone(),
        reason: answer.reason.clone(),
        asks_help: answer.asks_help,
        at: zone.format(answer.at),
    });
    Notified {
        identity: notice.identity,
        kind: notice.kind,
        level: notice.level,
        date: notice.date,
        to: notice.recipients,
        state: notice.state.word().to_owned(),
        sent: notice.sent.map(|at| zone.format(at)),
        messages,
        answers: answers.collect(),
    }
}

/// A notice that is not kept: its day has not come, or the service did not run then.
fn to_come(zh: &Rung, en: &Rung) -> Row {
    let notice = Notified {
        identity: String::new(),
        kind: String::new(),
        level: zh.level,
        date: zh.date.clone(),
        to: zh.to.clone(),
        state: "expected".to_owned(),
        sent: None,
        messages: Vec::new(),
        answers: Vec::new(),
    };
    let title = |rung: &Rung| match &rung.share {
        Some(share) => format!("{} · {share}", rung.title),
        None => rung.title.to_owned(),
    };
    Row {
        notice,
        title: Said { zh: title(zh), en: title(en) },
        to: paired(&zh.to, &en.to, |zh, en| Said { zh: zh.clone(), en: en.clone() }),
        messages: Vec::new(),
    }
}

fn title(notice: &KeptNotice) -> Said {
    let share = notice.subject.rsplit_once('/').map(|(_, department)| department);
    let share = share.filter(|_| notice.kind.starts_with("joint_"));
    let title = catalogue::title(&notice.kind, notice.level);
    match share {
        Some(share) => {
            Said { zh: format!("{} · {share}", title.zh), en: format!("{} · {share}", title.en) }
        }
        None => title,
    }
}

/// `电子邮件 2026-09-09 08:30 → 自然资源局（张志远）`.
fn message_said(moment: &Moment<'_>, told: &Told) -> Said {
    let registry = moment.context.registry();
    let when = told.settled.as_deref().map(written).unwrap_or_default();
    Said::by(|lang| {
        let channel = lang.say(words::channel_of(&told.channel));
        let state = lang.say(words::state_of_message(&told.state));
        let reader = recipient_said(registry, &told.reader, lang);
        let again = if told.round > 1 { lang.say(words::SENT_AGAIN) } else { "" };
        format!("{channel} {state} {when} → {reader} {again}").trim_end().to_owned()
    })
}

/// `2026-09-09T08:30:00+08:00` as `2026-09-09 08:30`.
fn written(at: &str) -> String {
    at.get(..16).map_or_else(|| at.to_owned(), |at| at.replace('T', " "))
}

fn warning(row: &Row, moment: &Moment<'_>) -> WarningShown {
    let registry = moment.context.registry();
    let answer = |answer: &Answer| {
        Said::by(|lang| {
            let by = recipient_said(registry, &answer.by, lang);
            let help = if answer.asks_help { lang.say(words::ASKED_FOR_HELP) } else { "" };
            let reason = answer.reason.as_deref().unwrap_or_default();
            format!("{} {by} {help} {reason}", written(&answer.at)).trim_end().to_owned()
        })
    };
    WarningShown {
        day: row.notice.date.clone(),
        title: row.title.clone(),
        to: row.to.clone(),
        state: Said::by(|lang| {
            let sent = row.notice.sent.as_deref().map(written).unwrap_or_default();
            format!("{} {sent}", lang.say(words::state_of_notice(&row.notice.state))).trim_end().to_owned()
        }),
        messages: row.messages.clone(),
        answers: row.notice.answers.iter().map(answer).collect(),
    }
}

/// The lines of the open months and of closed ones, as they were published.
fn entries(moment: &Moment<'_>, closed: &[Version], id: &str, both: &Both<'_>) -> Vec<handover::Entry> {
    let context = &moment.context;
    let own = |entry: &Entry| entry.case.as_deref() == Some(id);
    let mut entries = Vec::new();
    for version in closed {
        let lines = [Lang::Zh, Lang::En].map(|lang| published::lines(context, &version.published, own, lang));
        let month = version.closed.month;
        let standing = Said {
            zh: format!("{}（已公布，第 {} 版）", Lang::Zh.month(month), version.closed.version),
            en: format!("{} (published, version {})", Lang::En.month(month), version.closed.version),
        };
        entries.extend(paired(&lines[0], &lines[1], |zh, en| entry(zh, en, standing.clone())));
    }
    let open = |zh: &LedgerLine, en: &LedgerLine| {
        let standing = Said {
            zh: format!("{}（未关账，以公布结果为准）", zh.month),
            en: format!("{} (open, final once published)", en.month),
        };
        entry(zh, en, standing)
    };
    entries.extend(paired(&both.zh.ledger, &both.en.ledger, open));
    entries
}

fn entry(zh: &LedgerLine, en: &LedgerLine, standing: Said) -> handover::Entry {
    handover::Entry {
        date: zh.date.clone(),
        whose: format!("{} {}", zh.subject.id, zh.subject.name),
        title: Said { zh: zh.title.clone(), en: en.title.clone() },
        clause: Said { zh: zh.clause.clone(), en: en.clause.clone() },
        points: format!("{} ({})", zh.requested_text(), zh.applied_text()),
        standing,
    }
}

fn paired<T, U>(zh: &[T], en: &[T], of: impl Fn(&T, &T) -> U) -> Vec<U> {
    zh.iter().zip(en).map(|(zh, en)| of(zh, en)).collect()
}

/// The same case in both languages.
struct Both<'v> {
    zh: &'v CaseView,
    en: &'v CaseView,
}

impl Both<'_> {
    fn said(&self, of: impl Fn(&CaseView) -> &String) -> Said {
        Said { zh: of(self.zh).clone(), en: of(self.en).clone() }
    }

    /// As on the page, with the year: a file is read years later.
    fn facts(&self, context: &Context<'_>, id: &str) -> Vec<Stated> {
        let look = look(context, id);
        let accepted =
            look.map(|look| written(&context.registry().zone.format(at(context, look.acceptance))));
        let with_year = |label: &str| match label {
            label if label == words::ACCEPTED.zh => accepted.clone(),
            label if label == words::DUE.zh => self.zh.due.clone(),
            _ => None,
        };
        let number = Stated {
            label: Said::by(|lang| lang.say(words::SUBJECT_CASE).to_owned()),
            said: Said::alike(&self.zh.id),
        };
        let item = Stated {
            label: Said::by(|lang| lang.say(reports::words::Word::new("事项", "Item")).to_owned()),
            said: Said {
                zh: format!("{} {}（{}）", self.zh.item.id, self.zh.item.name, self.zh.item_kind),
                en: format!("{} {} ({})", self.en.item.id, self.en.item.name, self.en.item_kind),
            },
        };
        let facts = paired(&self.zh.facts, &self.en.facts, |zh, en| Stated {
            label: Said { zh: zh.label.to_owned(), en: en.label.to_owned() },
            said: with_year(zh.label)
                .map_or_else(|| Said { zh: zh.text.clone(), en: en.text.clone() }, Said::alike),
        });
        [number, item].into_iter().chain(facts).collect()
    }

    fn weeks(&self) -> Vec<Week> {
        let day = |day: &crate::pages::strip::Day| DayShown {
            label: day.label.clone(),
            mark: day.mark.clone(),
            note: day.note.clone().unwrap_or_default(),
            class: if day.class == "late" { "lateday".to_owned() } else { day.class.to_owned() },
        };
        let week = |week: &crate::pages::strip::Week| Week {
            days: week.days.iter().map(|of| of.as_ref().map(day)).collect(),
        };
        self.zh.weeks.iter().map(week).collect()
    }

    fn legend(&self) -> Vec<Stated> {
        paired(&self.zh.legend, &self.en.legend, |zh, en| Stated {
            label: Said::alike(&zh.mark),
            said: Said { zh: zh.meaning.clone(), en: en.meaning.clone() },
        })
    }

    fn events(&self, context: &Context<'_>, arrived: &[Arrived]) -> Vec<Happened> {
        let registry = context.registry();
        let happened = |source: &str, id: &str| {
            let event = context.log.find(*registry.index.sites.get(source)?, id)?;
            registry.zone.format(at(context, event)).get(..19).map(|at| at.replace('T', " "))
        };
        paired(&self.zh.events, &self.en.events, |zh, en| {
            let came = arrived.iter().find(|event| (&event.source, &event.id) == (&zh.source, &zh.id));
            Happened {
                at: happened(&zh.source, &zh.id).unwrap_or_else(|| zh.at.clone()),
                received: came.map(|event| written(&event.received)).unwrap_or_default(),
                title: Said { zh: zh.title.to_owned(), en: en.title.to_owned() },
                deed: Said { zh: zh.deed.clone(), en: en.deed.clone() },
                void: zh.void.clone().map(|void| Said { zh: void, en: en.void.clone().unwrap_or_default() }),
                name: format!("{}/{}", zh.source, zh.id),
            }
        })
    }

    fn shares(&self) -> Vec<ShareShown> {
        paired(&self.zh.shares, &self.en.shares, |zh, en| ShareShown {
            department: zh.department.clone(),
            window: zh.window.as_ref().map(|of| format!("{} {}", of.id, of.name)).unwrap_or_default(),
            assigned: Said { zh: zh.assigned.clone(), en: en.assigned.clone() },
            due: Said { zh: zh.due.clone().unwrap_or_default(), en: en.due.clone().unwrap_or_default() },
            state: Said { zh: zh.state.clone(), en: en.state.clone() },
        })
    }
}
