//! Letters of every notice that the contract cases derive, in both languages: each says something, uses names that are
//! listed, and tells nothing of those who applied or complained.
#![allow(clippy::unwrap_used)]

use ingest::wire::{Room, Wire};
use reports::delivery::letters::catalogue::{LETTERS, Letter};
use reports::delivery::letters::{Facts, Letters, Reader, compose, facts, names_of};
use reports::render::contract;
use reports::words::Lang;
use scoring::calendar::{self, Calendar};
use scoring::context::{Context, County};
use scoring::log::{Keyed, Log};
use scoring::month::MonthResult;
use scoring::registry::{self, SourceFile};
use scoring::rulebook;
use scoring::score::score_months;
use scoring::time::{Date, Instant, Month};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A contract case scored for September and October 2026.
fn with_case<T>(name: &str, as_of: &str, ask: impl FnOnce(&Context<'_>, &[MonthResult]) -> T) -> T {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let files: Vec<SourceFile> = fs::read_dir(case.join("registry"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| SourceFile { name: path.display().to_string(), text: fs::read_to_string(path).unwrap() })
        .collect();
    let registry = registry::read(&files).unwrap();
    let calendar = Calendar::new(&calendar::builtin());
    let rulebooks = rulebook::builtin("zhenlai").unwrap();
    let county = County { registry: &registry, calendar: &calendar, rulebooks: &rulebooks };
    let wire = Wire::new(&registry, &rulebooks);
    let text = fs::read(case.join("events.ndjson")).unwrap();
    let (arena, mut room, mut log) = (bumpalo::Bump::new(), Room::default(), Log::new());
    for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        if let Ok(event) = wire.read(line, &arena, &mut room) {
            log.append(&Keyed::from(event));
        }
    }
    let as_of = Instant::parse(as_of).unwrap();
    log.settle_all(as_of);
    let months = ["2026-08", "2026-09", "2026-10"].map(|month| Month::parse(month).unwrap());
    let context = Context { county, log: &log, as_of };
    let results = score_months(&context, &months, &[]);
    ask(&context, &results)
}

/// What each notice of a case says.
fn told(context: &Context<'_>, results: &[MonthResult]) -> Vec<Facts> {
    let notices = results.iter().flat_map(|result| &result.notices);
    let of_notice = |notice: &scoring::notices::Notice| {
        let identity = notice.identity(context.log, context.registry());
        let body = contract::notices(context, std::slice::from_ref(notice));
        facts(context, results, &identity, notice.kind.word(), notice.level, &body)
    };
    notices.map(of_notice).collect()
}

fn cases() -> Vec<String> {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")).unwrap();
    let mut names: Vec<String> =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn reader(lang: Lang) -> Reader {
    Reader {
        name: "张志远".to_owned(),
        lang,
        personal: Some("https://fp.example/to/x".to_owned()),
        public_url: Some("https://fp.example".to_owned()),
        instead: None,
    }
}

fn today() -> Date {
    Date::parse("2026-10-31").unwrap()
}

const AS_OF: &str = "2026-10-31T12:00:00+08:00";

#[test]
fn every_notice_of_the_contract_cases_has_a_letter_that_says_what_it_knows() {
    let mut seen = BTreeSet::new();
    for case in cases() {
        let all = with_case(&case, AS_OF, told);
        for facts in &all {
            let letter = Letter::of(&facts.kind, facts.level);
            assert_ne!(letter.name, "general", "{}", facts.identity);
            let listed = names_of(letter);
            for name in facts.said.keys() {
                assert!(
                    listed.contains(&name.as_str()),
                    "{}: `{name}` is said, but it is not among its names",
                    letter.name
                );
            }
            for lang in [Lang::Zh, Lang::En] {
                let message =
                    compose(&Letters::default(), &reader(lang), std::slice::from_ref(facts), 1, "k", today());
                let id = facts.said("number", lang);
                assert!(!message.subject.is_empty() && message.text.contains(id), "{}", facts.identity);
                for form in [&message.text, &message.html, &message.markdown, &message.subject] {
                    assert!(!form.contains("{{") && !form.contains('\u{e000}'), "{form}");
                }
                assert!(message.brief.chars().count() <= 140, "{}", message.brief);
            }
            seen.insert(letter.name);
        }
    }
    assert!(seen.len() >= 17, "{seen:?}");
}

#[test]
fn nothing_of_those_who_applied_or_complained_is_told() {
    for case in cases() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(&case).join("events.ndjson");
        let events = fs::read(path).unwrap();
        let events = String::from_utf8_lossy(&events);
        let secret: BTreeSet<String> = events
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .flat_map(|event| {
                ["applicant", "comment", "missing"]
                    .map(|name| event["data"][name].as_str().map(str::to_owned))
            })
            .flatten()
            .collect();
        let all = with_case(&case, AS_OF, told);
        for lang in [Lang::Zh, Lang::En] {
            let message = compose(&Letters::default(), &reader(lang), &all, 1, "k", today());
            for secret in &secret {
                let is_told = [&message.text, &message.html, &message.markdown]
                    .iter()
                    .any(|form| form.contains(secret));
                assert!(!is_told, "{case}: {secret}");
            }
        }
    }
}

#[test]
fn members_of_a_body_that_are_an_applicants_are_not_read() {
    let told = with_case("04-overdue-ladder", AS_OF, |context, results| {
        let body = json!({
            "subject": "O-7", "window": "W-01", "reason": "限期整改", "due": "2026-11-05",
            "applicant": "某某某", "comment": "骂人的话", "phone": "13900000000",
        });
        facts(context, results, "order_issued/O-7/2/2026-11-05", "order_issued", 2, &body.to_string())
    });
    let message = compose(&Letters::default(), &reader(Lang::Zh), &[told], 1, "k", today());
    assert!(message.text.contains("限期整改") && message.text.contains("2026年11月5日"), "{}", message.text);
    for secret in ["某某某", "骂人的话", "13900000000"] {
        assert!(!message.text.contains(secret) && !message.html.contains(secret), "{secret}");
    }
}

#[test]
fn the_ladder_says_by_when_and_what_follows() {
    // Three days from 14 September; the 20th is a Sunday that is worked, 25 to 27 and 1 to 7 October are holidays.
    for (today, identity, done_by, next) in [
        ("2026-09-15", "case_due/C-1/1/2026-09-17", "9月17日", "9月18日"),
        ("2026-09-18", "case_overdue/C-1/2/2026-09-17", "9月22日", "9月23日"),
        ("2026-09-23", "case_overdue/C-1/3/2026-09-17", "10月8日", "10月9日"),
        ("2026-10-09", "case_overdue/C-1/4/2026-09-17", "", ""),
        // Told late: what has been due already is not announced.
        ("2026-09-24", "case_overdue/C-1/2/2026-09-17", "9月22日", ""),
    ] {
        let told = with_case("04-overdue-ladder", &format!("{today}T08:30:00+08:00"), |context, results| {
            let all = told(context, results);
            all.into_iter().find(|facts| facts.identity == identity).unwrap()
        });
        let said = [told.short("done_by", Lang::Zh), told.short("next_date", Lang::Zh)];
        assert_eq!(said, [done_by, next], "{identity} as of {today}");
    }
}

#[test]
fn a_notice_that_nobody_acknowledged_names_itself_and_its_recipient() {
    let (unanswered, original) =
        with_case("04-overdue-ladder", "2026-09-30T12:00:00+08:00", |context, results| {
            let all = told(context, results);
            let original = all.iter().find(|facts| facts.level == 2).unwrap().clone();
            let body = json!({
                "kind": "unanswered", "subject": "whatever", "notice": original.identity,
                "recipient": "department_head:D-01", "told": "2026-09-10",
                "text": {"zh": "无人确认", "en": "not acknowledged"},
            });
            let identity = format!("unanswered/department_head:D-01/{}", original.identity);
            (facts(context, results, &identity, "unanswered", 2, &body.to_string()), original)
        });
    assert_eq!(
        unanswered.said("original", Lang::Zh),
        format!("催办通知 · {}", original.said("subject", Lang::Zh))
    );
    assert_eq!(unanswered.said("original_date", Lang::Zh), "2026年9月10日（周四）");
    assert_eq!((unanswered.path, unanswered.due), (original.path, original.due));
}

#[test]
fn what_the_service_itself_tells_has_letters_too() {
    let text = json!({"zh": "自 10月8日 起没有一条发出。", "en": "none has gone out since 8 Oct."});
    with_case("04-overdue-ladder", AS_OF, |context, results| {
        for kind in [
            "feed_silent",
            "feed_rubbish",
            "nothing_sent",
            "undeliverable",
            "draft_failed",
            "calendar_missing",
            "of_tomorrow",
        ] {
            let body = json!({"subject": "2027", "text": text}).to_string();
            let told = facts(context, results, &format!("{kind}/2027"), kind, 3, &body);
            for (lang, story) in
                [(Lang::Zh, "自 10月8日 起没有一条发出。"), (Lang::En, "none has gone out since 8 Oct.")]
            {
                let message =
                    compose(&Letters::default(), &reader(lang), std::slice::from_ref(&told), 1, "k", today());
                assert!(message.text.contains(story), "{kind}: {}", message.text);
            }
        }
    });
    assert_eq!(LETTERS[LETTERS.len() - 1].name, "general");
}
