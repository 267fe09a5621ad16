//! The integrity signals of a month as a document: how many of each family, then each kind with what speaks for it, what
//! speaks against it, and every signal with whom it concerns and the events it rests on.

use crate::explain::{Body, DatedLine, Explanation, Section, Statement, scribe};
use crate::words::{Lang, labels};
use scoring::context::Context;
use scoring::signals::{Family, Signal, SignalKind};
use scoring::time::Month;

/// So many events of a signal are named; the rest are counted.
const EVENTS_SHOWN: usize = 6;

/// A month's signals, which are in the order of [`scoring::signals::find`]. `arrivals_known` says whether somebody knew when
/// events arrived; without it nothing can be said about back-dating.
pub fn document(
    context: &Context<'_>,
    month: Month,
    found: &[Signal],
    arrivals_known: bool,
    lang: Lang,
) -> Explanation {
    let as_of = lang.moment(&context.registry().zone, context.as_of, 0);
    let family = |family: Family| {
        let count = found.iter().filter(|signal| signal.kind().family() == family).count();
        let told = match (family, count) {
            (Family::BackDating, 0) if !arrivals_known => lang.say(labels::ARRIVAL_UNKNOWN).to_owned(),
            (_, 0) => lang.say(labels::NO_SIGNALS).to_owned(),
            (_, count) => lang.signals(count),
        };
        Statement { label: lang.signal_family(family).to_owned(), lines: vec![told] }
    };
    let kinds = found.chunk_by(|a, b| a.kind() == b.kind());
    Explanation {
        title: format!("{} · {}", lang.say(labels::SIGNALS), lang.month(month)),
        subtitle: [lang.as_of(&as_of).as_str(), lang.say(labels::SIGNALS_COST_NOTHING)].join(" · "),
        head: Family::ALL.map(family).into(),
        sections: kinds.filter_map(|of_kind| section(context, month, of_kind, lang)).collect(),
    }
}

/// The signals of one kind.
fn section(context: &Context<'_>, month: Month, of_kind: &[Signal], lang: Lang) -> Option<Section> {
    let kind = of_kind.first()?.kind();
    let lines = of_kind.iter().map(|signal| DatedLine {
        day: lang.day(signal.date, month.year()),
        lines: lines(context, month, signal, lang),
    });
    Some(Section {
        title: lang.signal_title(kind).to_owned(),
        aside: lang.signals(of_kind.len()),
        body: Body::Dated(std::iter::once(reasons(kind, lang)).chain(lines).collect()),
    })
}

/// What speaks for a kind and what against it.
fn reasons(kind: SignalKind, lang: Lang) -> DatedLine {
    let why = lang.labelled(labels::WHY_SUSPICIOUS, lang.signal_reason(kind));
    let or_else = lang.labelled(labels::OR_ELSE, lang.signal_innocent(kind));
    DatedLine { day: String::new(), lines: vec![why, or_else] }
}

/// A signal: its sentence, whom it concerns, its events.
fn lines(context: &Context<'_>, month: Month, signal: &Signal, lang: Lang) -> Vec<String> {
    let registry = context.registry();
    let window = signal.window.map(|window| scribe::window_told(registry, window));
    let staff = signal.staff.iter().map(|&staff| scribe::staff_told(registry, staff));
    let whom: Vec<String> = window.into_iter().chain(staff).collect();
    let shown = signal.evidence.iter().take(EVENTS_SHOWN);
    let mut events: Vec<String> =
        shown.map(|&event| scribe::event_told(context, event, month.year(), lang).text).collect();
    if signal.evidence.len() > EVENTS_SHOWN {
        events.push(lang.and_more(signal.evidence.len() - EVENTS_SHOWN));
    }
    let mut lines = vec![lang.signal(signal)];
    lines.extend((!whom.is_empty()).then(|| whom.join(" · ")));
    lines.push(format!("{} {}", lang.say(labels::EVENTS), lang.list(&events)));
    lines
}
