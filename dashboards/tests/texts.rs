//! The bureau's own words in documents at their page: tried out, kept, in force in every format, faults at their fields, taken back,
//! two people at once, and codes of documents that were made with earlier words.

use crate::bureau::{self, ANALYST, hall};
use crate::desk::{Hall, instant};
use crate::reader::{self, Reader, hidden, shown};
use dashboards::texts;
use ingest::store::sqlite::{Account, KeptTexts, Role};
use reports::papers::texts::Texts;
use serde_json::{Value, json};

const PAGE: &str = "/reports/texts";
const OPENING: &str = "bulletin.opening";

/// Somebody at the page of a part, with what its form carries.
struct Editor {
    reader: Reader,
    csrf: String,
    base: String,
}

impl Editor {
    fn of(hall: &Hall, name: &str) -> Editor {
        let (mut reader, csrf) = Reader::entered(hall, name);
        let base = hidden(&reader.get(PAGE).body, "base");
        Editor { reader, csrf, base }
    }

    /// Sends the form of a part as it was opened, with these fields.
    fn send(&mut self, of: &str, act: &str, fields: &[(&str, &str)]) -> reader::Answer {
        let (csrf, base) = (self.csrf.clone(), self.base.clone());
        let mut all = vec![("csrf", csrf.as_str()), ("of", of), ("base", base.as_str()), ("act", act)];
        all.extend(fields);
        self.reader.post(PAGE, &all)
    }

    fn opening(&mut self, act: &str, zh: &str) -> reader::Answer {
        self.send("bulletin", act, &[("key", OPENING), ("zh", zh), ("en", "As follows.")])
    }

    fn file(&mut self, act: &str, file: Option<(&str, &[u8])>, text: &str) -> reader::Answer {
        let (csrf, base) = (self.csrf.clone(), self.base.clone());
        let fields = [("csrf", csrf.as_str()), ("base", base.as_str()), ("act", act), ("text", text)];
        self.reader.upload("/reports/texts/file", &fields, file)
    }
}

fn in_force(hall: &Hall) -> Texts {
    texts::in_force(&hall.records()).unwrap()
}

fn close(hall: &Hall) {
    hall.act(|desk| {
        let month = scoring::time::Month::parse("2026-09").unwrap();
        dashboards::months::close(desk, month, ANALYST).unwrap();
    });
}

#[test]
fn words_are_tried_out_kept_in_force_everywhere_and_taken_back() {
    let hall = hall("texts-kept");
    let mut editor = Editor::of(&hall, ANALYST);
    assert_eq!(editor.base, "0");
    let page = editor.reader.get(PAGE).body;
    assert!(
        page.contains("现将{{ region }}{{ period }}") && page.contains("yellow_windows"),
        "text and names"
    );
    let own = "现将{{ period }}窗口考核情况通报于后。";

    let tried = editor.opening("try", own);
    assert_eq!(tried.status, 200);
    assert!(tried.body.contains("<article class=\"paper official\""), "{}", tried.body);
    assert!(shown(&tried.body).contains("现将2026年10月窗口考核情况通报于后。"), "{}", shown(&tried.body));
    assert!(!tried.body.contains("TB/2026-10"), "what was never issued bears no code");
    assert_eq!(in_force(&hall), Texts::built_in(), "trying out keeps nothing");

    assert_eq!(editor.opening("keep", own).header("location"), "/reports/texts?of=bulletin&done=kept");
    let kept = in_force(&hall);
    assert_eq!(kept.bulletin.opening.zh, own);
    assert_eq!(kept.bulletin.title, Texts::built_in().bulletin.title, "what was not named stays as it is");
    assert_eq!(editor.opening("keep", own).header("location"), "/reports/texts?of=bulletin&done=unchanged");
    let page = editor.reader.get("/reports/texts?of=bulletin&done=kept").body;
    assert!(page.contains("内置文字") && page.contains("已改 1 处") && page.contains(ANALYST));

    let bulletin = "/months/2026-09/reports/bulletin";
    let said = "现将2026年9月窗口考核情况通报于后。";
    assert!(editor.reader.json(format!("{bulletin}?format=json")).to_string().contains(said));
    assert!(shown(&editor.reader.get(&format!("{bulletin}/view")).body).contains(said));
    let brief = editor.reader.json("/months/2026-09/reports/window?subject=W-1&format=json").to_string();
    assert!(!brief.contains(said), "the opening is the bulletin's alone");

    editor.base = "1".to_owned();
    assert_eq!(
        editor.send("bulletin", "reset", &[]).header("location"),
        "/reports/texts?of=bulletin&done=reset"
    );
    assert_eq!(in_force(&hall), Texts::built_in());
    let versions = hall.records().report_texts(9).unwrap();
    let told: Vec<(u64, bool)> = versions.iter().map(|kept| (kept.number, kept.text.is_empty())).collect();
    assert_eq!(told, [(2, true), (1, false)], "every version is kept");
    let noted: Vec<String> = hall.records().audit(9).unwrap().into_iter().map(|entry| entry.what).collect();
    assert_eq!(
        noted.iter().filter(|what| what.starts_with("report_texts")).collect::<Vec<_>>(),
        ["report_texts.reset", "report_texts.changed"]
    );
}

#[test]
fn the_pdf_says_what_was_kept() {
    let hall = hall("texts-pdf");
    let mut editor = Editor::of(&hall, ANALYST);
    let mut pdf = || editor.reader.get("/months/2026-09/reports/bulletin?format=pdf").body.len();
    let before = pdf();
    let said = "现将考核情况通报如下，".repeat(60);
    let mut other = Editor::of(&hall, ANALYST);
    assert_eq!(other.opening("keep", &said).status, 303);
    assert!(pdf() > before, "the text of some hundred letters more is in it");
}

#[test]
fn a_fault_is_told_at_its_field_and_nothing_is_lost() {
    let hall = hall("texts-faults");
    let mut editor = Editor::of(&hall, ANALYST);
    let fields = [
        ("key", OPENING),
        ("zh", "现将{{ perod }}通报如下"),
        ("en", "As follows."),
        ("key", "bulletin.title"),
        ("zh", "标题"),
        ("en", ""),
        ("requirements", "1"),
        ("when", "not overdue"),
        ("required_zh", "继续保持。"),
        ("required_en", "Keep it so.\nAnd so."),
    ];
    let answer = editor.send("bulletin", "keep", &fields);
    assert_eq!(answer.status, 200);
    let field = |name: &str| {
        let rest = answer.body.split(&format!("<fieldset id=\"{name}\"")).nth(1).unwrap_or_default();
        rest.split("</fieldset>").next().unwrap_or_default().to_owned()
    };
    let opening = field(OPENING);
    assert!(opening.contains("现将{{ perod }}通报如下") && opening.contains("aria-invalid"), "{opening}");
    assert!(opening.contains("perod") && opening.contains("period"), "what there is instead: {opening}");
    assert!(field("bulletin.title").contains("不能为空"));
    assert!(!field("bulletin.closing").contains("aria-invalid"));
    let required = answer.body.split("id=\"requirement-1\"").nth(1).unwrap();
    assert!(required.contains("继续保持。") && required.contains("不能换行"), "{required}");
    assert_eq!(in_force(&hall), Texts::built_in());
    let api = |body: Value, editor: &mut Editor| {
        let headers = [("content-type", "application/json"), ("x-csrf", editor.csrf.as_str())];
        let csrf: Vec<(String, String)> =
            headers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let headers: Vec<(&str, &str)> = csrf.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        editor.reader.send("POST", "/api/v1/reports/texts", &headers, body.to_string())
    };
    let lists = json!({"of": "bulletin", "base": 0, "act": "keep", "key": ["issuer"], "zh": ["甲局"]});
    assert_eq!(api(lists, &mut editor).status, 409, "a text without its English words");
    let kept = json!({"of": "general", "base": 0, "act": "keep", "key": ["issuer"], "zh": ["甲局"], "en": ["Bureau A"], "red_head": false});
    assert_eq!(api(kept, &mut editor).status, 200);
    assert_eq!((in_force(&hall).issuer.zh.as_str(), in_force(&hall).is_head_printed), ("甲局", false));
    assert_eq!(in_force(&hall).bulletin, Texts::built_in().bulletin, "requirements that were not sent stay");
}

#[test]
fn requirements_are_added_and_arranged_without_a_script_and_kept_as_a_list() {
    let hall = hall("texts-requirements");
    let mut editor = Editor::of(&hall, ANALYST);
    let one = [("requirements", "1"), ("when", ""), ("required_zh", "甲"), ("required_en", "A")];
    let two = [("when", "not yellow"), ("required_zh", "乙"), ("required_en", "B")];
    let both: Vec<(&str, &str)> = one.iter().chain(&two).copied().collect();
    let order = |page: &str| {
        let texts = page.split("name=\"required_zh\"").skip(1);
        let texts =
            texts.map(|rest| rest.split('>').nth(1).unwrap().split('<').next().unwrap().trim().to_owned());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(order(&editor.send("year", "add", &both).body), ["甲", "乙", ""]);
    assert_eq!(order(&editor.send("year", "up:1", &both).body), ["乙", "甲"]);
    assert_eq!(order(&editor.send("year", "remove:0", &both).body), ["乙"]);
    assert_eq!(in_force(&hall), Texts::built_in(), "arranging keeps nothing");
    assert_eq!(editor.send("year", "keep", &both).status, 303);
    let kept = in_force(&hall).year.requirements;
    assert_eq!(kept.iter().map(|of| of.text.zh.as_str()).collect::<Vec<_>>(), ["甲", "乙"]);
    assert_eq!(kept[1].when.as_ref().unwrap().word(), "not yellow");
    editor.base = "1".to_owned();
    assert_eq!(editor.send("year", "keep", &[("requirements", "1")]).status, 303);
    assert!(in_force(&hall).year.requirements.is_empty(), "none at all is a list too");
}

#[test]
fn the_second_of_two_is_told_that_it_changed_meanwhile() {
    let hall = hall("texts-two");
    let password = String::new();
    let admin = Account::new("admin", Role::Administrator, password, instant(bureau::NOW));
    hall.records().put_account(&admin).unwrap();
    let (mut first, mut second) = (Editor::of(&hall, ANALYST), Editor::of(&hall, "admin"));
    assert_eq!(first.opening("keep", "第一位写的。").status, 303);
    let told = second.opening("keep", "第二位写的。");
    assert_eq!(told.status, 200);
    assert!(told.body.contains("别人已经改过") && told.body.contains(ANALYST), "{}", told.body);
    assert!(told.body.contains("第二位写的。") && told.body.contains("第一位写的。"), "both are seen");
    assert_eq!(in_force(&hall).bulletin.opening.zh, "第一位写的。");
    second.base = hidden(&told.body, "base");
    assert_eq!(second.opening("keep", "第二位写的。").status, 303, "having seen it, she may");
    assert_eq!(in_force(&hall).bulletin.opening.zh, "第二位写的。");
    assert_eq!(second.opening("keep", "第二位写的。").status, 303, "a form sent twice");
    assert_eq!(hall.records().report_texts(9).unwrap().len(), 2);
}

#[test]
fn a_code_printed_with_earlier_words_still_matches_and_says_so() {
    let hall = hall("texts-codes");
    close(&hall);
    let mut editor = Editor::of(&hall, ANALYST);
    let code = |editor: &mut Editor| {
        let document = editor.reader.json("/months/2026-09/reports/bulletin?format=json");
        document["trace"]["code"].as_str().unwrap().to_owned()
    };
    let built_in = code(&mut editor);
    assert_eq!(editor.opening("keep", "第一版。").status, 303);
    let first = code(&mut editor);
    editor.base = "1".to_owned();
    assert_eq!(editor.opening("keep", "第二版。").status, 303);
    let second = code(&mut editor);
    assert!(built_in != first && first != second);
    let mut check = |code: &str| {
        let address = format!("/api/v1/reports/check?code={}", dashboards::links::segment(code));
        let told = editor.reader.json(address);
        (told["verdict"].as_str().unwrap().to_owned(), told["words"].as_str().map(str::to_owned))
    };
    assert_eq!(check(&second), ("matches".to_owned(), None));
    let (verdict, words) = check(&first);
    assert_eq!(verdict, "matches");
    assert!(words.unwrap().contains(ANALYST));
    let (verdict, words) = check(&built_in);
    assert_eq!(verdict, "matches");
    assert!(words.unwrap().contains("内置"));
    let last = if first.ends_with('0') { "1" } else { "0" };
    assert_eq!(check(&format!("{}{last}", &first[..first.len() - 1])).0, "differs");
}

#[test]
fn the_whole_file_is_pasted_uploaded_and_taken_back() {
    let hall = hall("texts-file");
    let mut editor = Editor::of(&hall, ANALYST);
    let own = "# ours\nred_head = false\n[week]\nprefix = { zh = \"镇审周\", en = \"W\" }\n";
    let wrong = editor.file("keep", None, "red_head = false\n[bulletin]\nopenning = 1\n");
    assert!(wrong.body.contains("行 3") && wrong.body.contains("openning"), "{}", wrong.body);
    let tried = editor.file("try", None, own);
    assert!(tried.body.contains("<article") && tried.body.contains("# ours"), "what was pasted is not lost");
    assert_eq!(in_force(&hall), Texts::built_in());
    assert_eq!(editor.file("keep", Some(("texts.toml", own.as_bytes())), "").status, 303);
    assert_eq!(in_force(&hall).week.prefix.zh, "镇审周");
    assert!(editor.reader.get("/reports/texts?of=file").body.contains("# ours"), "as it was written");
    editor.base = "1".to_owned();
    assert_eq!(editor.file("reset", None, own).status, 303);
    assert_eq!(in_force(&hall), Texts::built_in());
    assert_eq!(editor.file("keep", Some(("texts.toml", &[0xff, 0xfe])), "").status, 409, "no UTF-8");
}

#[test]
fn a_kept_text_that_is_of_no_use_any_more_is_left_out_and_told() {
    let hall = hall("texts-stale");
    let text = "copies = { zh = \"县政府\", en = \"County\" }\n[bulletin]\nopening = { zh = \"{{ a_name_of_yesterday }}\", en = \"x\" }\n";
    let kept = KeptTexts {
        number: 1,
        text: text.to_owned(),
        changed: instant(bureau::NOW),
        changed_by: ANALYST.to_owned(),
    };
    hall.records().put_report_texts(&kept).unwrap();
    let texts = in_force(&hall);
    assert_eq!(
        (texts.copies.zh.as_str(), &texts.bulletin.opening),
        ("县政府", &Texts::built_in().bulletin.opening)
    );
    let mut editor = Editor::of(&hall, ANALYST);
    let page = editor.reader.get(PAGE).body;
    assert!(page.contains("行 3") && page.contains("a_name_of_yesterday"), "{page}");
    assert_eq!(editor.reader.get("/months/2026-09/reports/bulletin").status, 200);
    assert_eq!(
        editor.send("bulletin", "keep", &[]).header("location"),
        "/reports/texts?of=bulletin&done=kept"
    );
    assert!(
        !hall.records().newest_report_texts().unwrap().unwrap().text.contains("yesterday"),
        "mended by keeping it"
    );
}

#[test]
fn who_may_not_change_words_reads_them_and_an_administrator_tries_out_on_a_closed_month() {
    let hall = hall("texts-roles");
    let admin = Account::new("admin", Role::Administrator, String::new(), instant(bureau::NOW));
    hall.records().put_account(&admin).unwrap();
    let mut viewer = Reader::entered(&hall, "viewer").0;
    let page = viewer.get(PAGE);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("readonly") && !page.body.contains("value=\"keep\""));
    let mut admin = Editor::of(&hall, "admin");
    let none = admin.opening("try", "试。");
    assert!(
        none.body.contains("没有您可以查看的月份") && !none.body.contains("<article"),
        "drafts are for who judges"
    );
    close(&hall);
    let tried = admin.opening("try", "试用的开头。");
    assert!(shown(&tried.body).contains("试用的开头。") && tried.body.contains("2026年9月"));
    assert_eq!(admin.reader.get("/reports/texts?of=nothing").status, 409);
}
