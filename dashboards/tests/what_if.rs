//! Another rulebook tried at the page: it says what `flagpost simulate` says, beside the desk, one at a time.

use crate::bureau::{Clerk, PASSWORD, hall};
use crate::desk::{self, Hall};
use crate::reader::{Reader, shown};
use dashboards::simulate::{Asked, compared, score_store};
use reports::changes::json;
use scoring::calendar::{self, Calendar};
use scoring::context::Givens;
use scoring::registry::{self, SourceFile};
use scoring::rulebook::{self, BUILTIN};
use scoring::time::Month;
use serde_json::Value;

const RUDE: &str = "id = \"W-B3\"\nkinds = [\"rude\"]\npoints = 2";

/// What the command computes for September, by a rulebook's text that was changed by hand.
fn simulated(hall: &Hall, text: &str) -> Value {
    let registry_text = hall.records().last_givens().unwrap().unwrap().registry[0].1.clone();
    let givens = |text: &str| {
        let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
        Givens {
            registry: registry::read(&[file("county.toml", &registry_text)]).unwrap(),
            calendar: Calendar::new(&calendar::builtin()),
            rulebooks: rulebook::read(&[file("zhenlai.toml", text)]).unwrap(),
        }
    };
    let until = hall.records().event_count().unwrap();
    let as_of = desk::instant("2026-10-01T00:00:00+08:00");
    let asked = Asked { months: vec![Month::parse("2026-09").unwrap()], until, as_of };
    let side = |text: &str| score_store(hall.records(), &givens(text), &asked).unwrap();
    let changes = compared(&side(BUILTIN[0].1), &side(text));
    serde_json::from_str(&json::line(&changes[0])).unwrap()
}

/// Asks for a trial and waits until it is done.
fn tried(clerk: &mut Clerk, fields: &[(&str, &str)]) -> Value {
    let csrf = clerk.reader.form_secret();
    let mut all = vec![("csrf", csrf.as_str()), ("from", "2026-09")];
    all.extend(fields);
    let begun = clerk.reader.post("/what-if", &all);
    assert_eq!((begun.status, begun.header("location")), (303, "/what-if"), "{}", begun.body);
    loop {
        let view = clerk.reader.json("/api/v1/what-if");
        if view["is_running"] == false {
            return view;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_trial_says_what_simulate_says_and_by_which_rule() {
    let hall = hall("what-if-same");
    let text = BUILTIN[0].1;
    assert!(text.contains(RUDE));
    let by_hand = simulated(&hall, &text.replacen(RUDE, &RUDE.replace("points = 2", "points = 9"), 1));
    let mut clerk = Clerk::of(&hall);
    let view = tried(&mut clerk, &[("window.rule.W-B3.points", "9")]);
    assert_eq!(view["results"][0]["changes"], by_hand);
    assert_eq!(view["changed"], 1);
    let moved = &view["results"][0]["windows"][0];
    assert_eq!((&moved["id"], &moved["before"]["total"]), (&"W-1".into(), &98.0.into()), "{moved}");
    assert_eq!(moved["after"]["total"], 91.0);
    assert_eq!(moved["after"]["flag"], "yellow", "it would be last");
    assert!(moved["causes"][0].as_str().unwrap().contains("W-B3"), "{moved}");
    let page = shown(&clerk.reader.get("/what-if").body);
    assert!(page.contains("谁会变动") && page.contains("有改动"), "{page}");
    let file = clerk.reader.get("/what-if/rulebook.toml");
    assert_eq!(file.body, text.replacen(RUDE, &RUDE.replace("points = 2", "points = 9"), 1));
    assert_eq!(clerk.stands("W-1").0, 98.0, "nothing was changed");
}

#[test]
fn mistakes_of_the_changed_rulebook_are_told() {
    let hall = hall("what-if-mistakes");
    let mut clerk = Clerk::of(&hall);
    let full = clerk.reader.json("/api/v1/what-if");
    let fields =
        full["groups"].as_array().unwrap().iter().flat_map(|group| group["fields"].as_array().unwrap());
    assert!(fields.count() > 60);
    let view = tried(&mut clerk, &[("targets.on_time_rate", "9")]);
    assert_eq!(view["results"].as_array().unwrap().len(), 0);
    assert!(!view["mistakes"].as_array().unwrap().is_empty(), "{view}");
    let csrf = clerk.reader.form_secret();
    for (fields, told) in [
        (vec![("from", "2026-09"), ("ranking.red_rank_max", "x")], "须是数字"),
        (vec![("from", "2026-09"), ("ranking.red_rank_max", "5")], "没有改动"),
        (vec![("from", "2026-12"), ("ranking.red_rank_max", "3")], "已开始的月份"),
        (vec![("from", "2026-09"), ("to", "2026-08"), ("ranking.red_rank_max", "3")], "已开始的月份"),
    ] {
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        let refused = clerk.reader.post("/what-if", &all);
        assert_eq!(refused.status, 409);
        assert!(shown(&refused.body).contains(told), "{told}: {}", refused.body);
    }
}

#[test]
fn only_who_judges_tries() {
    let hall = hall("what-if-rights");
    let mut viewer = Reader::logged_in(&hall, "viewer", PASSWORD);
    assert_eq!(viewer.get("/what-if").status, 403);
    let csrf = viewer.form_secret();
    assert_eq!(viewer.post("/what-if", &[("csrf", csrf.as_str()), ("from", "2026-09")]).status, 403);
    let mut clerk = Clerk::of(&hall);
    assert_eq!(clerk.reader.post("/what-if", &[("csrf", "forged"), ("from", "2026-09")]).status, 403);
    assert_eq!(clerk.reader.get("/what-if/rulebook.toml").status, 404, "nothing was tried");
}
