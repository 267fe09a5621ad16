//! The letters as people get them.

#![allow(clippy::unwrap_used)]

use super::catalogue::LETTERS;
use super::*;
use scoring::time::Date;

fn reader(lang: Lang) -> Reader {
    Reader {
        name: "自然资源局（张志远）".to_owned(),
        lang,
        personal: Some("https://fp.example.gov.cn/to/a81f0c".to_owned()),
        public_url: Some("https://fp.example.gov.cn".to_owned()),
        instead: None,
    }
}

fn date() -> Date {
    Date::parse("2026-09-09").unwrap()
}

fn sent(told: &[Facts], lang: Lang, round: u32) -> crate::delivery::Message {
    compose(&Letters::default(), &reader(lang), told, round, "k", date())
}

#[test]
#[ignore = "for looking at"]
fn look() {
    for lang in [Lang::Zh, Lang::En] {
        for letter in &LETTERS {
            let message = sent(&[sample(letter)], lang, 1);
            println!(
                "######## {}\n{}\n----\n{}\n[{}]\n{}",
                letter.name, message.subject, message.text, message.brief, message.markdown
            );
        }
    }
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
