//! The letters as people get them.
//!
//! After a wanted change, `FLAGPOST_BLESS=1 cargo test -p reports --lib letters` writes the golden texts anew; read them as a
//! head of department would.

#![allow(clippy::unwrap_used)]

use super::catalogue::{LETTERS, Letter};
use super::names::NAMES;
use super::*;
use crate::delivery::{Attached, Message};
use scoring::time::Date;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn reader(lang: Lang) -> Reader {
    Reader {
        name: "自然资源局（张志远）".to_owned(),
        lang,
        personal: Some("https://fp.example/to/a81f0c".to_owned()),
        public_url: Some("https://fp.example".to_owned()),
        instead: None,
    }
}

fn sent(told: &[Facts], lang: Lang, round: u32) -> Message {
    compose(&Letters::default(), &reader(lang), told, round, "k", Date::parse("2026-09-15").unwrap())
}

fn of(name: &str) -> Facts {
    sample(Letter::named(name).unwrap())
}

/// So many notices of a letter, each with a number of its own.
fn many(name: &str, count: usize) -> Vec<Facts> {
    let one = |number: usize| {
        let mut facts = of(name);
        facts.identity = format!("{name}/{number}");
        facts.say("subject", Said::alike(format!("N-{number:03}")));
        facts
    };
    (1..=count).map(one).collect()
}

fn check_golden(name: &str, message: &Message) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/delivery/letters/golden").join(name);
    let text = format!("{}\n\n{}\n{}\n", message.subject, message.text, message.brief);
    if std::env::var_os("FLAGPOST_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&path).unwrap_or_default(), "{name}");
}

#[test]
fn letters_read_as_they_should() {
    for (name, lang) in [
        ("case_due", Lang::Zh),
        ("case_overdue_2", Lang::Zh),
        ("case_overdue_3", Lang::Zh),
        ("case_overdue_3", Lang::En),
        ("case_overdue_4", Lang::Zh),
        ("rating_unrectified", Lang::Zh),
        ("yellow_flag", Lang::Zh),
        ("order_issued", Lang::Zh),
        ("unanswered", Lang::Zh),
        ("draft_ready", Lang::Zh),
        ("draft_ready", Lang::En),
    ] {
        check_golden(&format!("{name}.{}.txt", lang.code()), &sent(&[of(name)], lang, 1));
    }
    let digest = ["case_due", "case_overdue_3", "yellow_flag"].map(of);
    check_golden("digest.zh.txt", &sent(&digest, Lang::Zh, 1));
    check_golden("digest_again.zh.txt", &sent(&digest, Lang::Zh, 2));
}

#[test]
fn every_built_in_letter_is_fit_for_its_notices_in_both_languages() {
    for letter in &LETTERS {
        for lang in [Lang::Zh, Lang::En] {
            let faults = check(letter.name, letter.built_in(lang)).err();
            assert_eq!(faults, None, "{} {}", letter.name, lang.code());
        }
    }
}

#[test]
fn every_name_is_some_letters_and_every_name_of_a_letter_is_listed() {
    let said: BTreeSet<&str> = LETTERS.iter().flat_map(names_of).collect();
    let listed: BTreeSet<&str> = NAMES.iter().map(|name| name.name).collect();
    assert_eq!(said, listed);
    let used: BTreeSet<String> = LETTERS
        .iter()
        .flat_map(|letter| {
            let template = Template::read(letter.built_in(Lang::Zh)).unwrap();
            template.names().into_keys().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let unused: Vec<&&str> = listed.iter().filter(|name| !used.contains(**name)).collect();
    assert_eq!(unused, [&"county", &"item_code", &"site"], "names for clerks alone");
}

#[test]
fn both_languages_of_a_letter_say_the_same_things() {
    for letter in &LETTERS {
        let names = |lang| {
            let template = Template::read(letter.built_in(lang)).unwrap();
            template.names().into_keys().map(str::to_owned).collect::<BTreeSet<String>>()
        };
        assert_eq!(names(Lang::Zh), names(Lang::En), "{}", letter.name);
    }
}

#[test]
fn several_are_told_most_severe_first_by_level_and_at_most_thirty_in_full() {
    let told = [many("case_due", 40), many("case_overdue_3", 2)].concat();
    let message = sent(&told, Lang::Zh, 1);
    assert_eq!(message.subject, "镇赉县政务服务监督：42 条提醒（其中催办警告 2 条）");
    let place = |text: &str| message.text.find(text).unwrap();
    assert!(place("== 警告（2 条） ==") < place("== 预告（40 条） =="));
    assert_eq!(message.text.matches("办件编号：").count(), 30);
    assert!(message.text.contains("另有 12 条未列出"));
    assert_eq!(sent(&many("case_due", 30), Lang::Zh, 1).text.matches("另有").count(), 0);
    assert_eq!(
        sent(&many("case_due", 3), Lang::Zh, 1).subject,
        "镇赉县政务服务监督：3 条提醒（均为催办预告）"
    );
}

#[test]
fn documents_stand_below_what_is_due_under_a_heading_of_their_own_and_bring_their_files() {
    let attached = Attached {
        draft: "bulletin/2026-09".to_owned(),
        format: "pdf".to_owned(),
        name: "2026-09-通报.pdf".to_owned(),
    };
    let paper = Facts { attached: vec![attached.clone()], ..of("draft_ready") };
    let told = [vec![paper], many("joint_due", 2), many("case_due", 1)].concat();
    let message = sent(&told, Lang::Zh, 1);
    let place = |text: &str| message.text.find(text).unwrap_or_else(|| panic!("{text}: {}", message.text));
    assert!(place("== 预告（3 条） ==") < place("== 文件（1 份） =="));
    assert_eq!(message.attached, [attached]);
}

#[test]
fn a_message_of_an_earlier_version_has_nothing_attached() {
    let earlier = r#"{"key":"k","subject":"催办预告","text":"办件 C-1","html":"","markdown":"","brief":"","link":null}"#;
    let read: Message = serde_json::from_str(earlier).unwrap();
    assert_eq!((read.subject.as_str(), read.attached.len()), ("催办预告", 0));
    assert_eq!(serde_json::to_string(&read).unwrap(), earlier, "and is written as it was");
}

#[test]
fn robots_get_as_much_as_they_take_and_the_rest_counted() {
    let message = sent(&many("case_overdue_3", 40), Lang::Zh, 1);
    assert!(message.markdown.len() <= 4_000, "{}", message.markdown.len());
    let told = message.markdown.matches("> 办件编号").count();
    assert!(told >= 3, "{told}");
    assert!(message.markdown.contains(&format!("另有 {} 条未列出", 40 - told)), "{}", message.markdown);
}

#[test]
fn a_repeat_looks_different_from_the_first() {
    let (first, again) =
        (sent(&[of("case_overdue_2")], Lang::Zh, 1), sent(&[of("case_overdue_2")], Lang::Zh, 2));
    assert_eq!(again.subject, format!("【再次提醒】{}", first.subject));
    let line = |message: &Message| message.text.lines().nth(1).unwrap().to_owned();
    assert!(line(&again).starts_with("这是再次提醒"), "{}", line(&again));
    assert_ne!(line(&first), line(&again));
}

#[test]
fn what_was_settled_meanwhile_says_so() {
    let mut facts = of("case_overdue_2");
    facts.is_settled = true;
    assert!(sent(&[facts], Lang::Zh, 1).text.contains("此事已有结果"));
}

#[test]
fn values_are_escaped_in_html_and_make_no_marks_for_robots() {
    let mut facts = of("order_issued");
    facts.say("reason", Said::alike("<script>alert(1)</script> & **粗** [x](http://evil.example) `y`"));
    let message = sent(&[facts], Lang::Zh, 1);
    assert!(
        message.html.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt; &amp; **粗**"),
        "{}",
        message.html
    );
    assert!(!message.html.contains("<script"));
    assert!(
        !message.markdown.contains("](http://evil") && !message.markdown.contains("**粗"),
        "{}",
        message.markdown
    );
}

#[test]
fn mail_fetches_nothing_from_elsewhere() {
    for letter in &LETTERS {
        let html = sent(&[sample(letter)], Lang::Zh, 1).html;
        for word in ["<img", "<link", "<script", "src=", "url(", "@import", "<style", "<iframe"] {
            assert!(!html.contains(word), "{}: {word}", letter.name);
        }
    }
}

#[test]
fn a_text_message_is_short_and_keeps_its_link_whole() {
    let mut facts = of("case_overdue_3");
    facts.say("subject", Said::alike("很长的事项名称".repeat(30)));
    let brief = sent(&[facts.clone()], Lang::Zh, 1).brief;
    assert_eq!(brief.chars().count(), 140);
    assert!(brief.ends_with("… https://fp.example/to/a81f0c"), "{brief}");
    let far =
        Reader { personal: Some(format!("https://fp.example/to/{}", "a".repeat(120))), ..reader(Lang::Zh) };
    let brief =
        compose(&Letters::default(), &far, &[facts], 1, "k", Date::parse("2026-09-15").unwrap()).brief;
    assert!(brief.chars().count() <= 140 && !brief.contains("http"), "{brief}");
}

#[test]
fn a_letter_refuses_names_that_it_never_has() {
    let faults = check("feed_silent", "数据中断\n{{ story }}\n承诺时限：{{ limit }}").unwrap_err();
    assert_eq!((faults.len(), faults[0].line), (1, 3));
    assert!(
        faults[0].what.zh.contains("limit") && faults[0].what.zh.contains("story"),
        "{}",
        faults[0].what.zh
    );
    assert_eq!(check("no_such_letter", "a\nb").unwrap_err().len(), 1);
}

#[test]
fn without_anything_to_tell_nothing_breaks() {
    let message = sent(&[], Lang::Zh, 1);
    assert!(message.text.contains("系统自动发送"));
    let bare = Reader::default();
    let unknown = Facts { kind: "of_tomorrow".to_owned(), level: 2, ..Facts::default() };
    let message = compose(&Letters::default(), &bare, &[unknown], 1, "k", Date::parse("2026-09-15").unwrap());
    assert_eq!(message.link, None);
}
