//! The bureau's words: the built-in ones are whole and teach their format; what a bureau writes wrong is told with its line.
#![allow(clippy::unwrap_used)]

use super::{BUILT_IN, NAMES, Requirement, Said, Texts, fields, otherwise, read};
use crate::words::Lang;
use scoring::rulebook::Bilingual;

fn faults(text: &str) -> Vec<(usize, String)> {
    let faults = Texts::read(text).unwrap_err();
    assert!(faults.iter().all(|fault| !fault.what.zh.is_empty()));
    faults.into_iter().map(|fault| (fault.line, fault.what.en)).collect()
}

#[test]
fn the_built_in_words_are_without_fault_and_whole() {
    let (texts, faults) = read::onto(&Texts::default(), BUILT_IN);
    assert_eq!((&texts, faults), (&Texts::built_in(), Vec::new()));
    for wording in [&texts.bulletin, &texts.week, &texts.quarter, &texts.year] {
        for text in [&wording.prefix, &wording.title, &wording.opening] {
            assert!(!text.zh.is_empty() && !text.en.is_empty());
        }
    }
    let headings = |wording: &super::Wording| wording.headings.len();
    assert_eq!(
        [&texts.bulletin, &texts.week, &texts.quarter, &texts.year].map(headings),
        [10, 5, 6, 6],
        "every part has its heading"
    );
    assert_eq!(texts.basis.len(), 9);
    assert!(texts.is_head_printed && texts.bulletin.requirements.len() > 5);
}

#[test]
fn the_file_teaches_every_name() {
    let comments: String = BUILT_IN.lines().filter(|line| line.starts_with('#')).collect();
    let said: Vec<&str> = comments.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    for name in NAMES {
        assert!(said.contains(&name.name), "{} is not documented in texts.toml", name.name);
    }
}

#[test]
fn what_is_left_out_is_as_built_in() {
    let texts = Texts::read("red_head = false\n[bulletin]\nclosing = { zh = \"\", en = \"\" }").unwrap();
    let built_in = Texts::built_in();
    assert!(!texts.is_head_printed && texts.bulletin.closing.zh.is_empty());
    assert_eq!(texts.bulletin.requirements, built_in.bulletin.requirements);
    assert_eq!((texts.issuer, texts.year), (built_in.issuer, built_in.year));
}

#[test]
fn own_requirements_replace_the_built_in_ones() {
    let texts = "[[bulletin.requirement]]\nwhen = \"not overdue\"\n\
                 text = { zh = \"本月无超期，予以肯定。\", en = \"None overdue: well done.\" }";
    let texts = Texts::read(texts).unwrap();
    let mut said = Said::default();
    said.count("overdue", 0);
    assert_eq!(texts.bulletin.requirements(&said, Lang::Zh), ["本月无超期，予以肯定。"]);
    said.count("overdue", 1);
    assert!(texts.bulletin.requirements(&said, Lang::Zh).is_empty());
}

#[test]
fn every_fault_is_told_with_its_line() {
    let text = "issuer = \"某局\"\n\
                numbr = { zh = \"a\", en = \"b\" }\n\
                red_head = \"yes\"\n\
                [bulletin]\n\
                title = { zh = \"\", en = \"x\" }\n\
                opening = { zh = \"{{ perod }}\", en = \"{{ period | upper }}\" }\n\
                closing = { zh = \"{% if red %}x\" }\n\
                [[bulletin.requirement]]\n\
                when = \"overdu\"\n\
                text = { zh = \"a\", en = \"b\" }\n\
                [quarter.heading]\n\
                sites = { zh = \"a\", en = \"b\" }\n";
    let found = faults(text);
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 3, 5, 6, 6, 7, 7, 9, 12], "{found:#?}");
    assert!(found[1].1.contains("is `number` meant?"), "{}", found[1].1);
    assert!(found[4].1.contains("`perod`") && found[4].1.contains("is `period` meant?"), "{}", found[4].1);
}

#[test]
fn a_name_of_another_document_is_refused() {
    let found = faults("[week]\nopening = { zh = \"{{ red_windows }}\", en = \"x\" }");
    assert!(found[0].1.contains("no name `red_windows`"), "{}", found[0].1);
    let found = faults("issuer = { zh = \"{{ issuer }}\", en = \"x\" }");
    assert!(found[0].1.contains("the names are region"), "{}", found[0].1);
    assert!(!found[0].1.contains("meant"), "{}", found[0].1);
}

#[test]
fn broken_toml_is_told_with_its_line() {
    assert_eq!(faults("red_head = true\n[bulletin\n")[0].0, 2);
}

#[test]
fn a_value_is_never_read_as_a_template() {
    let mut said = Said::default();
    said.text("region", "{{ year }}县");
    assert_eq!(said.write("{{ region }}局"), "{{ year }}县局");
}

#[test]
fn a_basis_is_cited_for_its_own_rulebook_alone() {
    let texts = Texts::built_in();
    assert!(texts.basis("yellow_flag", "zhenlai", Lang::Zh).is_some());
    assert_eq!(texts.basis("yellow_flag", "luzhou", Lang::Zh), None);
}

#[test]
fn what_is_of_no_use_any_more_is_left_out_and_all_else_holds() {
    let text = "copies = { zh = \"县政府\", en = \"County\" }\n\
                [bulletin]\n\
                opening = { zh = \"{{ a_name_of_yesterday }}\", en = \"x\" }\n\
                [[bulletin.requirement]]\n\
                text = { zh = \"甲\", en = \"A\" }\n\
                [[bulletin.requirement]]\n\
                when = \"a_name_of_yesterday\"\n\
                text = { zh = \"乙\", en = \"B\" }\n";
    let (texts, faults) = Texts::read_what_holds(text);
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3, 7]);
    assert_eq!(texts.copies.zh, "县政府");
    assert_eq!(texts.bulletin.opening, Texts::built_in().bulletin.opening);
    assert_eq!(texts.bulletin.requirements(&Said::default(), Lang::Zh), ["甲"]);
}

#[test]
fn what_is_written_is_read_as_it_was_and_holds_only_what_is_said_otherwise() {
    let built_in = Texts::built_in();
    assert_eq!(otherwise(&built_in), "");
    let both = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    let mut texts = built_in.clone();
    let odd = both("甲“乙”\"丙\" {{ region }}", "a\\b \u{7f}\t# = {");
    for field in fields::all() {
        let said = fields::text_mut(&mut texts, &field.path).unwrap();
        *said = if field.path.ends_with("prefix") { both("字", "x") } else { odd.clone() };
        let written = otherwise(&texts);
        assert_eq!(Texts::read(&written).as_ref(), Ok(&texts), "{}: {written}", field.path);
    }
    let mut texts = built_in.clone();
    texts.is_head_printed = false;
    texts.basis_rulebook = "luzhou".to_owned();
    texts.year.requirements.clear();
    let when = fields::when("not yellow", super::Part::Summary).unwrap();
    texts.quarter.requirements.insert(0, Requirement { when: Some(when), text: odd });
    let written = otherwise(&texts);
    assert_eq!(Texts::read(&written).as_ref(), Ok(&texts), "{written}");
    assert_eq!(written.matches("[[quarter.requirement]]").count(), 4);
    assert!(!written.contains("bulletin") && written.contains("requirement = []"), "{written}");
}

#[test]
fn every_field_is_a_text_of_the_built_in_words() {
    let built_in = Texts::built_in();
    assert_eq!(fields::all().len(), 4 + 9 + 4 * 4 + 10 + 5 + 6 + 6);
    for field in fields::all() {
        let text = fields::text(&built_in, &field.path).unwrap();
        for said in [&text.zh, &text.en] {
            let faults = fields::faults(said, &field.path, field.part, field.may_be_empty);
            assert!(faults.is_empty(), "{}: {faults:?}", field.path);
        }
    }
    assert!(fields::text(&built_in, "bulletin.heading.nothing").is_none());
}

#[test]
fn the_examples_of_the_guide_are_without_fault() {
    for guide in [
        include_str!("../../../../docs/operations/texts.md"),
        include_str!("../../../../docs/operations/texts.zh-CN.md"),
    ] {
        let example = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
        let texts = Texts::read(example).unwrap();
        assert_eq!(texts.bulletin.requirements.len(), 2);
        let number = guide.rsplit("`number = ").next().unwrap().split('`').next().unwrap();
        assert!(Texts::read(&format!("number = {number}")).is_ok(), "{number}");
    }
}
