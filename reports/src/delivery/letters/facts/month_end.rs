//! What is said of a month that is over: flags, consequences, targets that were missed.

use super::body::Body;
use super::teller::{Teller, segment};
use super::{Facts, Said};
use crate::words::{Lang, labels};
use scoring::month::MonthResult;
use scoring::notices::NoticeKind;
use scoring::rates::{Rate, Rates};
use scoring::rulebook::Targets;
use scoring::time::Month;

/// Says of a window or a person what the month came to and what the rules propose.
pub(super) fn tell_consequence(teller: &Teller<'_>, facts: &mut Facts, kind: NoticeKind, body: &Body) {
    let index = &teller.registry().index;
    let id = body.subject.as_str();
    let month = month(body);
    let staff = index.staff.get(id).copied();
    let window = index.windows.get(id).copied();
    // A window and a person may have the same id; what is about a person says so by its kind.
    let is_about_a_person = match kind {
        NoticeKind::YellowFlag | NoticeKind::YellowFlagWarning | NoticeKind::DissatisfiedWindow => false,
        NoticeKind::CaseDue
        | NoticeKind::CaseOverdue
        | NoticeKind::ComplaintDue
        | NoticeKind::ComplaintOverdue
        | NoticeKind::DismissalRecommended
        | NoticeKind::JointDue
        | NoticeKind::JointOverdue
        | NoticeKind::NotifyDepartment
        | NoticeKind::RatingUnrectified
        | NoticeKind::RatingUnreplied
        | NoticeKind::RatingUnverified
        | NoticeKind::RepeatReturn
        | NoticeKind::ReturnToUnit
        | NoticeKind::TargetMissed
        | NoticeKind::TransferRecommended => staff.is_some(),
    };
    let (folder, said) = match (is_about_a_person, staff, window) {
        (true, Some(staff), _) => {
            teller.staff(facts, staff);
            ("staff", facts.said.get("staff").cloned())
        }
        (_, _, Some(window)) => {
            teller.window(facts, window);
            ("windows", facts.said.get("window").cloned())
        }
        (..) => ("windows", None),
    };
    facts.say("consequence", Said::by(|lang| lang.consequence(kind).to_owned()));
    let said = said.unwrap_or_else(|| Said::alike(id));
    facts.say("subject", said.clone());
    let Some(month) = month else { return };
    facts.path = format!("/months/{month}/{folder}/{}", segment(id));
    facts.say("month", teller.month(month));
    facts.say("subject", Said::by(|lang| lang.of_month(said.in_lang(lang), month)));
    let Some(result) = teller.results.iter().find(|result| result.month == month) else { return };
    let (total, rank, ranked) = if is_about_a_person {
        let standing = staff.and_then(|staff| result.staff_member(staff));
        (standing.map(|standing| standing.total()), None, 0)
    } else {
        let standing = window.and_then(|window| result.window(window));
        let ranked = result.windows.iter().filter(|standing| standing.rank.is_some()).count();
        (standing.map(|standing| standing.total()), standing.and_then(|standing| standing.rank), ranked)
    };
    if let Some(total) = total {
        facts.say("total", Said::by(|lang| lang.points(total)));
    }
    if let Some(rank) = rank {
        facts.say("rank", Said::by(|lang| lang.rank_of(rank, ranked)));
    }
}

/// Says of a target which it is, what it asks for and what was reached.
pub(super) fn tell_target(teller: &Teller<'_>, facts: &mut Facts, body: &Body) {
    let (of, target) = body.subject.rsplit_once('/').unwrap_or(("", body.subject.as_str()));
    let department = teller.registry().index.departments.get(of).copied();
    let scope = match department {
        Some(department) => {
            teller.department(facts, department);
            Said::alike(&teller.registry().departments[usize::from(department)].name)
        }
        None => Said::by(|lang| lang.say(labels::REGION).to_owned()),
    };
    let named = Said::by(|lang| lang.rate(target).to_owned());
    let subject = |lang: Lang| match lang {
        Lang::Zh => format!("{}{}", scope.zh, named.zh),
        Lang::En => format!("{} of {}", named.en, scope.en),
    };
    let month = month(body);
    facts.say(
        "subject",
        Said::by(|lang| month.map_or_else(|| subject(lang), |month| lang.of_month(&subject(lang), month))),
    );
    facts.say("scope", scope.clone());
    facts.say("target", named.clone());
    let Some(month) = month else { return };
    facts.path = format!("/months/{month}/windows");
    facts.say("month", teller.month(month));
    let targets = &teller.context.county.rulebooks.of_month(month).targets;
    if let Some(required) = required(targets, target) {
        facts.say("required", Said::by(|lang| lang.percent(Rate(i64::from(required)))));
    }
    let result: Option<&MonthResult> = teller.results.iter().find(|result| result.month == month);
    let rates = result.and_then(|result| match department {
        Some(department) => {
            result.departments.iter().find(|(of, _)| *of == department).map(|(_, rates)| rates)
        }
        None => Some(&result.region),
    });
    if let Some(actual) = rates.and_then(|rates| actual(rates, target)) {
        facts.say("actual", Said::by(|lang| lang.percent(actual)));
    }
}

/// The month that a notice of a month's end is about: the one it names, or the one before its date.
fn month(body: &Body) -> Option<Month> {
    body.month.or(body.date.map(|date| date.month().previous()))
}

fn required(targets: &Targets, target: &str) -> Option<u32> {
    match target {
        "reduction" => targets.reduction,
        "on_site_rate" => targets.on_site_rate,
        "on_time_rate" => targets.on_time_rate,
        "satisfaction_rate" => targets.satisfaction_rate,
        "early_rate" => targets.early_rate,
        "instant_share" => targets.instant_share,
        _ => None,
    }
}

fn actual(rates: &Rates, target: &str) -> Option<Rate> {
    match target {
        "reduction" => rates.items.and_then(|items| items.promised_reduction),
        "on_site_rate" => rates.on_site_rate,
        "on_time_rate" => rates.on_time_rate,
        "satisfaction_rate" => rates.satisfaction_rate,
        "early_rate" => rates.early_rate,
        "instant_share" => rates.instant_share,
        _ => None,
    }
}
