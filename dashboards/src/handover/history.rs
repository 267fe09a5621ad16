//! What the page of a case shows, in both languages at once, as the cover of its hand-over has it.

use super::{at, look, paired, written};
use crate::pages::case::CaseView;
use crate::pages::ledger::LedgerLine;
use crate::pages::published::{self, Version};
use crate::words;
use ingest::live::Moment;
use reports::changes::published::Entry;
use reports::delivery::letters::Said;
use reports::handover::{self, Arrived, DayShown, Happened, ShareShown, Stated, Week};
use reports::words::Lang;
use scoring::context::Context;

/// The same case in both languages.
pub(super) struct Both<'v> {
    pub zh: &'v CaseView,
    pub en: &'v CaseView,
}

impl Both<'_> {
    pub fn said(&self, of: impl Fn(&CaseView) -> &String) -> Said {
        Said { zh: of(self.zh).clone(), en: of(self.en).clone() }
    }

    /// As on the page, with the year: a file is read years later.
    pub fn facts(&self, context: &Context<'_>, id: &str) -> Vec<Stated> {
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

    pub fn weeks(&self) -> Vec<Week> {
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

    pub fn legend(&self) -> Vec<Stated> {
        paired(&self.zh.legend, &self.en.legend, |zh, en| Stated {
            label: Said::alike(&zh.mark),
            said: Said { zh: zh.meaning.clone(), en: en.meaning.clone() },
        })
    }

    pub fn events(&self, context: &Context<'_>, arrived: &[Arrived]) -> Vec<Happened> {
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

    pub fn shares(&self) -> Vec<ShareShown> {
        paired(&self.zh.shares, &self.en.shares, |zh, en| ShareShown {
            department: zh.department.clone(),
            window: zh.window.as_ref().map(|of| format!("{} {}", of.id, of.name)).unwrap_or_default(),
            assigned: Said { zh: zh.assigned.clone(), en: en.assigned.clone() },
            due: Said { zh: zh.due.clone().unwrap_or_default(), en: en.due.clone().unwrap_or_default() },
            state: Said { zh: zh.state.clone(), en: en.state.clone() },
        })
    }
}

/// The lines of the open months and of closed ones, as they were published.
pub(super) fn entries(
    moment: &Moment<'_>,
    closed: &[Version],
    id: &str,
    both: &Both<'_>,
) -> Vec<handover::Entry> {
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
