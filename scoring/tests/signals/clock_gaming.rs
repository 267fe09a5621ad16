//! Clock gaming: the last innocent step of a case and the first suspicious one.

use super::*;
use scoring::event::Procedure;

fn suspension(days: Option<u16>) -> Fact<&'static str> {
    Fact::CaseSuspended { reason: Procedure::Appraisal, days }
}

#[test]
fn a_supplement_is_suspicious_on_the_due_date_and_not_the_day_before() {
    let asked = |on| changed(on, Fact::SupplementRequested);
    assert!(found(&[accepted("C-1"), asked("2026-09-07T17:00:00+08:00")]).is_empty());
    let (signal, evidence) = only(&[accepted("C-1"), asked("2026-09-08T09:00:00+08:00")]);
    assert_eq!(told(&signal), "supplement_on_due_date 2026-09-08 C-1");
    let figures = Figures::SupplementOnDueDate { accepted: date("2026-09-01"), limit_workdays: 5 };
    assert_eq!(signal.figures, figures);
    assert_eq!((signal.window, signal.staff, evidence), (Some(0), vec![S1], vec!["e1".into(), "e2".into()]));
    // Afterwards the case is overdue and nothing is to be gained.
    assert!(found(&[accepted("C-1"), asked("2026-09-09T00:00:00+08:00")]).is_empty());
}

#[test]
fn the_due_date_of_a_supplement_is_that_which_the_day_before_left() {
    let extended = changed("2026-09-08T08:00:00+08:00", Fact::CaseExtended { days: 3 });
    let asked = |on| changed(on, Fact::SupplementRequested);
    // Extended on the day itself, it was due that day nonetheless; extended before, it was not.
    assert_eq!(found(&[accepted("C-1"), extended, asked("2026-09-08T09:00:00+08:00")]).len(), 1);
    let extended = changed("2026-09-07T08:00:00+08:00", Fact::CaseExtended { days: 3 });
    assert!(found(&[accepted("C-1"), extended, asked("2026-09-08T09:00:00+08:00")]).is_empty());
    assert_eq!(found(&[accepted("C-1"), extended, asked("2026-09-11T09:00:00+08:00")]).len(), 1);
    // Asked for twice that day, it is one signal.
    let twice = [asked("2026-09-08T09:00:00+08:00"), asked("2026-09-08T10:00:00+08:00")];
    assert_eq!(found(&[&[accepted("C-1")], &twice[..]].concat()).len(), 1);
}

#[test]
fn a_limit_of_two_days_is_too_short_for_a_supplement_to_be_suspicious() {
    let short = accepted_at("C-1", 0, 0, "2026-09-01T09:00:00+08:00");
    let asked = changed("2026-09-03T09:00:00+08:00", Fact::SupplementRequested);
    assert!(found(&[short, asked]).is_empty());
    let longer = changed("2026-09-02T09:00:00+08:00", Fact::CaseExtended { days: 1 });
    assert_eq!(found(&[short, longer, changed("2026-09-04T09:00:00+08:00", asked.2)]).len(), 1);
}

#[test]
fn a_suspension_without_resumption_is_suspicious_if_the_case_is_on_time_by_it_alone() {
    let suspended = changed("2026-09-03T10:00:00+08:00", suspension(None));
    let resumed = changed("2026-09-09T09:00:00+08:00", Fact::CaseResumed);
    assert!(found(&[accepted("C-1"), suspended, completed("2026-09-08T10:00:00+08:00")]).is_empty());
    let late = completed("2026-09-09T10:00:00+08:00");
    assert!(found(&[accepted("C-1"), suspended, resumed, late]).is_empty());
    let (signal, evidence) = only(&[accepted("C-1"), suspended, late]);
    assert_eq!(told(&signal), "suspension_never_resumed 2026-09-09 C-1");
    let due_without = Some(date("2026-09-08"));
    let suspended_on = date("2026-09-03");
    let figures = Figures::SuspensionNeverResumed { suspended: suspended_on, workdays: 4, due_without };
    assert_eq!((signal.figures, evidence), (figures, vec!["e2".into(), "e3".into()]));
    // An earlier suspension that was resumed still takes its days out.
    let earlier = [
        changed("2026-09-01T10:00:00+08:00", suspension(None)),
        changed("2026-09-02T10:00:00+08:00", Fact::CaseResumed),
    ];
    let events = |end| [&[accepted("C-1")], &earlier[..], &[suspended, end]].concat();
    assert!(found(&events(late)).is_empty());
    assert_eq!(found(&events(completed("2026-09-10T10:00:00+08:00"))).len(), 1);
    // The applicant may withdraw whenever he likes.
    assert!(found(&[accepted("C-1"), suspended, (late.0, case("C-1"), Fact::CaseWithdrawn)]).is_empty());
}

#[test]
fn an_open_suspension_is_suspicious_after_forty_working_days() {
    let suspended = |days| {
        sent(&[
            accepted_at("C-1", 1, 0, "2026-07-20T09:00:00+08:00"),
            changed("2026-07-20T10:00:00+08:00", suspension(days)),
        ])
    };
    // The 41st working day after 20 July is 15 September; it must be over.
    assert!(found_as_of(&suspended(None), "2026-09-15T23:59:59+08:00").is_empty());
    let found = search(&suspended(None), "2026-09-16T00:00:00+08:00", &|_| None);
    assert_eq!(found.len(), 1);
    assert_eq!(told(&found[0].0), "suspension_never_resumed 2026-09-15 C-1");
    let suspended_on = date("2026-07-20");
    let figures =
        Figures::SuspensionNeverResumed { suspended: suspended_on, workdays: 41, due_without: None };
    assert_eq!(found[0].0.figures, figures);
    // Where days were approved, the clock runs again by itself.
    assert!(found_as_of(&suspended(Some(40)), OVER).is_empty());
    assert!(found_as_of(&suspended(Some(250)), OVER).is_empty());
}

#[test]
fn a_second_extension_is_suspicious() {
    let extended = |on| changed(on, Fact::CaseExtended { days: 5 });
    let first = extended("2026-09-03T09:00:00+08:00");
    assert!(found(&[accepted("C-1"), first]).is_empty());
    // Twice on one day may be one that was sent twice.
    assert!(found(&[accepted("C-1"), first, extended("2026-09-03T16:00:00+08:00")]).is_empty());
    let (signal, evidence) = only(&[accepted("C-1"), first, extended("2026-09-14T09:00:00+08:00")]);
    assert_eq!(told(&signal), "extensions_in_a_row 2026-09-14 C-1");
    assert_eq!(signal.figures, Figures::ExtensionsInARow { extensions: 2, workdays: 10 });
    assert_eq!(evidence, ["e2", "e3"]);
    // It belongs to the month of the last one.
    let long_ago = accepted_at("C-1", 1, 0, "2026-08-27T09:00:00+08:00");
    let in_august = [extended("2026-08-28T09:00:00+08:00"), extended("2026-08-31T09:00:00+08:00")];
    assert!(found(&[&[long_ago], &in_august[..]].concat()).is_empty());
    assert_eq!(found(&[&[long_ago], &in_august[..], &[first]].concat()).len(), 1);
}

#[test]
fn a_completion_is_suspicious_five_minutes_before_its_acceptance() {
    let accepted = accepted("C-1");
    assert!(found(&[completed("2026-09-01T08:55:01+08:00"), accepted]).is_empty());
    let (signal, evidence) = only(&[completed("2026-09-01T08:55:00+08:00"), accepted]);
    assert_eq!(told(&signal), "completed_before_accepted 2026-09-01 C-1");
    assert_eq!(signal.figures, Figures::CompletedBeforeAccepted { seconds: 300 });
    assert_eq!(evidence, ["e1", "e2"]);
    // A date alone is 00:00: on the day itself it says nothing, on an earlier one it does.
    assert!(found(&[completed("2026-09-01T00:00:00+08:00"), accepted]).is_empty());
    assert_eq!(found(&[completed("2026-08-31T00:00:00+08:00"), accepted]).len(), 1);
    // Nobody else may complete a case.
    let by = |source, accepted_by| {
        let completion = ("c".to_owned(), source, completed("2026-09-01T08:00:00+08:00"));
        let acceptance = accepted_at("C-1", 1, if accepted_by == TAX { 2 } else { 0 }, accepted.0);
        found_as_of(&[completion, ("a".to_owned(), accepted_by, acceptance)], OVER).len()
    };
    assert_eq!([by(TAX, TAX), by(HALL, TAX), by(TAX, HALL)], [1, 1, 0]);
}

#[test]
fn five_completions_within_ten_minutes_on_the_due_date_are_suspicious() {
    assert!(found(&completions(0, [0, 100, 200, 300, 601])).is_empty());
    let (signal, evidence) = only(&completions(0, [0, 100, 200, 300, 600]));
    assert_eq!(told(&signal), "completions_in_a_burst 2026-09-08 W-1");
    let figures = Figures::CompletionsInABurst { cases: 5, bursts: 1, most: 5, seconds: 600 };
    assert_eq!((signal.figures, signal.staff), (figures, vec![S1]));
    assert_eq!(evidence, ["e2", "e4", "e6", "e8", "e10"]);
}

#[test]
fn completions_before_the_due_date_at_two_windows_or_without_a_time_of_day_are_no_burst() {
    let mut events = completions(0, [0, 1, 2, 3, 4]);
    assert_eq!(found(&events).len(), 1);
    events[1].0 = "2026-09-07T16:00:00+08:00";
    assert!(found(&events).is_empty());
    let mut events = completions(0, [0, 1, 2, 3, 4]);
    events[0] = accepted_at("C-1", 1, 1, events[0].0);
    assert!(found(&events).is_empty());
    assert!(found(&completions(0, [-57_600; 5])).is_empty(), "00:00 is a date alone");
    assert_eq!(found(&completions(0, [-57_599; 5])).len(), 1);
}
