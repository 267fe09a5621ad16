//! What is said of what the service and people do beside the score: orders, appeals, unanswered notices, feeds.

use super::body::{Body, named};
use super::teller::{Teller, recipient_said, segment};
use super::{Facts, Said};
use crate::words::{Lang, Word};

/// Says of a notice that the core does not derive what its body tells.
pub(super) fn tell(teller: &Teller<'_>, facts: &mut Facts, kind: &str, body: &Body) {
    written(teller, facts, body);
    let id = body.subject.as_str();
    match kind {
        "feed_silent" | "feed_rubbish" => tell_feed(teller, facts, kind, body),
        "order_issued" | "order_due" | "order_overdue" | "order_failed" => {
            facts.say("number", Said::alike(id));
            teller.at_window(facts, id);
            facts.path = format!("/orders/{}", segment(id));
            if let Some(due) = body.due {
                teller.day(facts, "done_by", due);
                teller.next_step(facts, teller.context.calendar().next(due));
            }
        }
        "appeal_filed" | "appeal_undecided" | "appeal_decided" => {
            facts.say("number", Said::alike(id));
            teller.at_window(facts, id);
            facts.path = format!("/appeals/{}", segment(id));
            if let Some(due) = body.due {
                teller.day(facts, "done_by", due);
            }
        }
        "unanswered" | "help_asked" => tell_about_another(teller, facts, body),
        "draft_ready" => super::paper::tell(facts, body),
        "nothing_sent" | "undeliverable" => facts.path = "/delivery".to_owned(),
        "calendar_missing" => facts.say("year", Said::alike(body.text("year").unwrap_or(id.to_owned()))),
        _ => {}
    }
}

/// Says what the body has in writing.
fn written(teller: &Teller<'_>, facts: &mut Facts, body: &Body) {
    for name in ["reason", "about", "counted", "year"] {
        if let Some(text) = body.text(name) {
            facts.say(name, Said::alike(text));
        }
    }
    if let Some(by) = body.text("by") {
        facts.say("by", Said::by(|lang| recipient_said(teller.registry(), &by, lang)));
    }
    if let Some(outcome) = body.text("outcome") {
        facts.say("outcome", Said::by(|lang| outcome_said(&outcome, lang)));
    }
    if let Some(since) = body.date("since") {
        teller.day(facts, "since", since);
    }
    if let Some(month) = body.month {
        facts.say("month", teller.month(month));
    }
    facts.say("story", body.story().unwrap_or_default());
}

fn outcome_said(outcome: &str, lang: Lang) -> String {
    let word = match outcome {
        "upheld" => Word::new("申诉成立", "upheld"),
        "dismissed" => Word::new("申诉不成立，维持原决定", "dismissed, the decision stands"),
        "data_wrong" => Word::new("数据有误，转数据更正", "the data is wrong and goes to be mended"),
        other => return other.to_owned(),
    };
    lang.say(word).to_owned()
}

fn tell_feed(teller: &Teller<'_>, facts: &mut Facts, kind: &str, body: &Body) {
    facts.path = if kind == "feed_silent" { "/feeds" } else { "/rejected" }.to_owned();
    let site = teller.registry().index.sites.get(body.subject.as_str());
    let named = match site {
        Some(&site) => {
            let name = &teller.registry().sites[usize::from(site)].name;
            facts.say("site", Said::alike(name));
            Said::alike(format!("{name}（{}）", body.subject))
        }
        None => Said::by(|lang| lang.say(Word::new("来源不明的数据", "data of unknown origin")).to_owned()),
    };
    facts.say("subject", Said { en: named.en.replace('（', " (").replace('）', ")"), zh: named.zh });
}

/// Says which notice this is about, to whom it went, and everything of that notice's own subject.
fn tell_about_another(teller: &Teller<'_>, facts: &mut Facts, body: &Body) {
    let identity = body.text("notice").unwrap_or_else(|| body.subject.clone());
    let original = named(&identity);
    if original.kind.is_empty() {
        return;
    }
    let about = super::facts(
        teller.context,
        teller.results,
        &identity,
        &original.kind,
        original.level,
        &body.original().unwrap_or_else(|| serde_json::json!({ "subject": original.subject }).to_string()),
    );
    for name in
        ["number", "item", "window", "site", "department", "due", "countdown", "state", "since", "month"]
    {
        if let (Some(said), false) = (about.said.get(name), facts.said.contains_key(name)) {
            facts.said.insert(name.to_owned(), said.clone());
        }
    }
    let told = |lang: Lang| format!("{} · {}", about.said("title", lang), about.said("subject", lang));
    facts.say("original", Said::by(told));
    facts.say("subject", Said::by(|lang| about.said("subject", lang).to_owned()));
    if let Some(to) = body.text("recipient") {
        facts.say("original_to", Said::by(|lang| recipient_said(teller.registry(), &to, lang)));
    }
    if let Some(date) = body.date("told") {
        teller.day(facts, "original_date", date);
    }
    facts.due = about.due;
    facts.path = about.path;
}
