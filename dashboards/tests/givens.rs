//! Registry, rulebook and calendar at the pages: read, changed by a checked upload, refused where it would be wrong.

use crate::bureau::{self, PASSWORD, hall};
use crate::desk::{Hall, instant};
use crate::reader::{Answer, Reader, shown};
use dashboards::app::{App, Settings};
use dashboards::givens::files::Places;
use ingest::store::sqlite::{Account, Role};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// A hall whose files lie in a folder, and its administrator.
struct Office {
    // Before the hall: it waits for the desk, which waits until nobody can ask it any more.
    reader: Reader,
    hall: Hall,
    folder: PathBuf,
}

impl Office {
    fn new(name: &str) -> Office {
        let hall = hall(name);
        let folder = hall.folder.join("given");
        let (registry, rules, calendar) =
            (folder.join("registry"), folder.join("rules"), folder.join("calendar"));
        for folder in [&registry, &rules, &calendar] {
            fs::create_dir_all(folder).unwrap();
        }
        let mut files = hall.act(|desk| desk.given_files().clone());
        let named = |folder: &PathBuf, name: &str| folder.join(name).to_str().unwrap().to_owned();
        files.registry[0].0 = named(&registry, "county.toml");
        files.rulebooks[0].0 = named(&rules, "zhenlai.toml");
        for (name, text) in files.registry.iter().chain(&files.rulebooks) {
            fs::write(name, text).unwrap();
        }
        let givens = dashboards::givens::parse(&files).unwrap();
        hall.act(move |desk| desk.reload(givens, files)).unwrap();
        hall.act(|_| ());
        for (name, role) in [("管理员", Role::Administrator), ("李局长", Role::DepartmentHead)] {
            let password = dashboards::password::hash(PASSWORD).unwrap();
            hall.records().put_account(&Account::new(name, role, password, instant(bureau::NOW))).unwrap();
        }
        let app = App::new(hall.live(), hall.clock(), Settings::of(hall.folder.clone()));
        let rulebooks = vec![rules.to_str().unwrap().to_owned()];
        let places = Places { registry, rulebooks, calendar: Some(calendar), is_shared: false };
        assert!(app.places.set(places).is_ok());
        let reader = Reader::of_app(app, "管理员", PASSWORD);
        Office { hall, reader, folder }
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    fn base(&mut self, kind: &str) -> String {
        self.reader.json(format!("/api/v1/{kind}/edit"))["base"].as_str().unwrap().to_owned()
    }

    /// Sends a form for a file.
    fn send(&mut self, to: &str, name: &str, text: &str, base: &str) -> Answer {
        let csrf = self.reader.form_secret();
        let fields = [
            ("csrf", csrf.as_str()),
            ("name", name),
            ("text", text),
            ("base", base),
            ("reason", "按通知更新"),
        ];
        self.reader.upload(to, &fields, None)
    }

    /// What a proposal comes to.
    fn checked(&mut self, kind: &str, name: &str, text: &str) -> Value {
        let base = self.base(kind);
        let answer = self.send(&format!("/api/v1/{kind}/check"), name, text, &base);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str::<Value>(&answer.body).unwrap()["checked"].clone()
    }
}

#[test]
fn every_mistake_of_an_uploaded_registry_is_told_with_its_line_and_nothing_is_changed() {
    let mut office = Office::new("givens-mistakes");
    let before = office.text("registry/county.toml");
    let wrong = before.replace(
        "department = \"D-1\"\n\n[[window]]\nid = \"W-2\"",
        "department = \"D-9\"\n\n[[window]]\nid = \"W-2\"",
    ) + "\n[[staff]]\nid = \"S-1\"\nname = \"重名\"\n";
    let checked = office.checked("registry", "county.toml", &wrong);
    let mistakes = checked["mistakes"].as_array().unwrap();
    assert!(mistakes.len() >= 2, "{checked}");
    assert!(
        mistakes.iter().all(|mistake| mistake["file"] == "county.toml" && mistake["line"].as_u64() > Some(0))
    );
    let base = office.base("registry");
    assert_eq!(office.send("/registry/apply", "county.toml", &wrong, &base).status, 200, "shown again");
    assert_eq!(office.text("registry/county.toml"), before);
}

#[test]
fn a_changed_registry_is_told_in_words_then_written_in_force_and_noted() {
    let mut office = Office::new("givens-registry");
    let before = office.text("registry/county.toml");
    let after = before.replace("不动产三窗", "不动产综合窗")
        + "\n[[window]]\nid = \"W-4\"\nname = \"新窗\"\nsite = \"hall\"\ndepartment = \"D-1\"\n";
    let checked = office.checked("registry", "county.toml", &after);
    let changes: Vec<&str> =
        checked["changes"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(
        changes,
        [
            "窗口 W-3 不动产综合窗：名称 不动产三窗 → 不动产综合窗",
            "新增窗口 W-4 新窗（单位 县政务服务中心，部门 自然资源局）"
        ]
    );
    assert_eq!(office.text("registry/county.toml"), before, "looking changes nothing");
    let base = office.base("registry");
    let made = office.send("/registry/apply", "county.toml", &after, &base);
    assert_eq!((made.status, made.header("location")), (303, "/registry"), "{}", shown(&made.body));
    assert_eq!(office.text("registry/county.toml"), after);
    let kept = fs::read_dir(office.folder.join("registry")).unwrap().flatten();
    let old =
        kept.map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "old")).unwrap();
    assert_eq!(fs::read_to_string(old).unwrap(), before, "the old one is kept");
    assert!(office.hall.act(|desk| desk.county().registry.index.windows.contains_key("W-4")), "in force");
    let page = shown(&office.reader.get("/registry").body);
    assert!(
        page.contains("新窗")
            && page.contains("按通知更新")
            && page.contains("名称 不动产三窗 → 不动产综合窗"),
        "{page}"
    );
    let change = office.hall.records().given_changes("registry", 5).unwrap().remove(0);
    assert_eq!((change.by.as_str(), change.text, change.before), ("管理员", after.clone(), Some(before)));
    let entry = office.hall.records().audit(1).unwrap().remove(0);
    assert_eq!((entry.what.as_str(), entry.detail.as_str()), ("registry.changed", "按通知更新"));
    let stale = office.send("/api/v1/registry/apply", "county.toml", "x", &base);
    let stale: Value = serde_json::from_str(&stale.body).unwrap();
    assert_eq!(stale["checked"]["stale"].as_array().unwrap().len(), 2, "what changed since: {stale}");
}

#[test]
fn a_window_taken_out_tells_how_many_events_would_count_no_more() {
    let mut office = Office::new("givens-lost");
    let before = office.text("registry/county.toml");
    let after = before
        .replace(
            "[[window]]\nid = \"W-3\"\nname = \"不动产三窗\"\nsite = \"hall\"\ndepartment = \"D-1\"\n",
            "",
        )
        .replace("[[assignment]]\nstaff = \"S-3\"\nwindow = \"W-3\"\nfrom = 2026-01-05\nlead = true\n", "");
    let checked = office.checked("registry", "county.toml", &after);
    assert_eq!(checked["effect"]["lost"], 1, "the rating of W-3: {checked}");
    let moved: Vec<&str> = checked["effect"]["moved"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(moved.contains(&"W-3"), "{moved:?}");
    let other = before.replace("code = \"220821\"", "code = \"220822\"");
    assert_eq!(
        office.checked("registry", "county.toml", &other)["refusals"].as_array().unwrap().len(),
        1,
        "another region"
    );
}

#[test]
fn a_changed_rule_shows_who_would_move_and_a_published_month_is_not_changed() {
    let mut office = Office::new("givens-rules");
    let before = office.text("rules/zhenlai.toml");
    let line = before
        .lines()
        .find(|line| line.contains("\"rude\"") && line.contains("W-"))
        .unwrap_or_default()
        .to_owned();
    let after = before.replace("bans = [\"quarrelled\", ", "bans = [").replace("level_1 = 5", "level_1 = 4");
    let checked = office.checked("rulebook", "zhenlai.toml", &after);
    let changes = checked["changes"].to_string();
    assert!(
        changes.contains("很不满意的分值：取值 5.0 → 4.0") && changes.contains("禁令 是 → 否"),
        "{changes} {line}"
    );
    assert_eq!(checked["refusals"], json!([]));
    office.hall.act(|desk| {
        dashboards::months::close(desk, scoring::time::Month::parse("2026-09").unwrap(), "王监察")
            .map(|_| ())
            .unwrap()
    });
    let checked = office.checked("rulebook", "zhenlai.toml", &after);
    assert!(checked["refusals"][0].as_str().unwrap().contains("effective = 2026-10-01"), "{checked}");
    let base = office.base("rulebook");
    assert_eq!(office.send("/rulebook/apply", "zhenlai.toml", &after, &base).status, 200, "refused");
    assert_eq!(office.text("rules/zhenlai.toml"), before);
    let next = after
        .replace("version = \"1\"", "version = \"2\"")
        .replace("effective = 2000-01-01", "effective = 2026-10-01");
    let checked = office.checked("rulebook", "zhenlai-2.toml", &next);
    assert_eq!(
        (&checked["mistakes"], &checked["refusals"]),
        (&json!([]), &json!([])),
        "a version of its own"
    );
    assert_eq!(office.send("/rulebook/apply", "zhenlai-2.toml", &next, &base).status, 303);
    let view = office.reader.json("/api/v1/rulebook");
    assert_eq!(view["version"], "2");
    assert_eq!(view["versions"].as_array().unwrap().len(), 2);
}

#[test]
fn a_new_years_calendar_is_added_and_shown_with_its_source() {
    let mut office = Office::new("givens-calendar");
    assert_eq!(office.reader.json("/api/v1/calendar?year=2027")["is_known"], false);
    let text = "year = 2027\nsource = \"国办发明电〔2026〕9号\"\nholidays = [2027-01-01, 2027-10-01]\nworkdays = [2027-10-09]\n";
    let checked = office.checked("calendar", "cn-2027.toml", text);
    let changes = checked["changes"].to_string();
    assert!(changes.contains("新增 2027 年的安排") && changes.contains("周末 → 调休上班"), "{changes}");
    let base = office.base("calendar");
    assert_eq!(office.send("/calendar/apply", "cn-2027.toml", text, &base).status, 303);
    let view = office.reader.json("/api/v1/calendar?year=2027");
    assert_eq!((&view["is_known"], &view["source"]), (&json!(true), &json!("国办发明电〔2026〕9号")));
    assert!(office.folder.join("calendar/cn-2027.toml").exists());
    assert!(shown(&office.reader.get("/calendar?year=2027").body).contains("调休上班"));
    let base = office.base("calendar");
    assert_eq!(
        office.send("/calendar/check", "../x.toml", text, &base).status,
        409,
        "it stays in its folder"
    );
}

#[test]
fn what_the_service_may_not_write_is_told_and_leaves_no_trace() {
    let mut office = Office::new("givens-unwritable");
    let before = office.text("registry/county.toml");
    let after = before.replace("不动产三窗", "综合窗");
    let base = office.base("registry");
    // In the place of the new file lies a folder: nothing can be written there, whoever runs the test.
    fs::create_dir(office.folder.join("registry/.county.toml.new")).unwrap();
    let refused = office.send("/registry/apply", "county.toml", &after, &base);
    assert_eq!(refused.status, 409, "{}", shown(&refused.body));
    assert_eq!(office.text("registry/county.toml"), before);
    assert!(office.hall.records().given_changes("registry", 5).unwrap().is_empty());
    fs::write(office.folder.join("registry/county.toml"), before.replace("不动产三窗", "别人改的")).unwrap();
    let refused = office.send("/registry/apply", "county.toml", &after, &base);
    assert!(refused.status == 409 && refused.body.contains("flagpost reload"), "{}", shown(&refused.body));
}

#[test]
fn contacts_are_for_those_who_keep_the_registry_or_write_to_people() {
    let mut office = Office::new("givens-contacts");
    let before = office.text("registry/county.toml");
    let after = before.replace(
        "name = \"自然资源局\"",
        "name = \"自然资源局\"\nhead = { name = \"李强\", email = \"li@example.gov.cn\" }",
    );
    let base = office.base("registry");
    assert_eq!(office.send("/registry/apply", "county.toml", &after, &base).status, 303);
    assert!(office.reader.get("/registry?part=departments").body.contains("li@example.gov.cn"));
    let mut head = Reader::logged_in(&office.hall, "李局长", PASSWORD);
    for path in ["/registry?part=departments", "/api/v1/registry?part=departments", "/registry"] {
        let page = head.get(path);
        assert!(page.status == 200 && !page.body.contains("li@example.gov.cn"), "{path}");
    }
    assert_eq!(head.get("/registry/edit").status, 403);
    assert_eq!(office.send("/registry/check", "county.toml", &after, "").status, 200);
    let forged = office.reader.upload("/registry/apply", &[("csrf", "guessed"), ("reason", "x")], None);
    assert_eq!(forged.status, 403);
}
