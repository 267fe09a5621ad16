//! Documents at the pages: who may have which, that a version's are the same each time, and what the check of a code says.

use crate::bureau;
use crate::desk::{Hall, instant};
use crate::reader::Reader;
use ingest::store::outbox::DraftFile;
use ingest::store::sqlite::{Account, Draft, Role};

fn closed(name: &str) -> Hall {
    let hall = bureau::hall(name);
    let password = dashboards::password::hash(bureau::PASSWORD).unwrap();
    for (name, role, holdings) in
        [("leader", Role::CountyLeader, vec![]), ("lead", Role::WindowLead, vec!["window:W-1".to_owned()])]
    {
        let account =
            Account { scope: holdings, ..Account::new(name, role, password.clone(), instant(bureau::NOW)) };
        hall.records().put_account(&account).unwrap();
    }
    hall
}

fn close(hall: &Hall) {
    hall.act(|desk| {
        let month = scoring::time::Month::parse("2026-09").unwrap();
        dashboards::months::close(desk, month, "王监察").unwrap();
    });
}

#[test]
fn a_draft_bulletin_is_for_who_judges_and_a_published_one_for_who_sees_the_county() {
    let hall = closed("reports-drafts");
    let path = "/months/2026-09/reports/bulletin";
    let status = |who: &str| Reader::entered(&hall, who).0.get(path).status;
    assert_eq!([status(bureau::ANALYST), status("leader"), status("lead")], [200, 403, 403]);
    close(&hall);
    assert_eq!([status(bureau::ANALYST), status("leader"), status("lead")], [200, 200, 403]);
}

#[test]
fn a_lead_takes_her_own_windows_sheet_and_no_other() {
    let hall = closed("reports-scope");
    let (mut lead, _) = Reader::entered(&hall, "lead");
    assert_eq!(lead.get("/months/2026-09/reports/window?subject=W-1").status, 200);
    assert_eq!(lead.get("/months/2026-09/reports/window?subject=W-2").status, 404);
    assert_eq!(lead.get("/months/2026-09/reports/staff?subject=S-2").status, 404);
    assert_eq!(lead.get("/months/2026-09/reports/department?subject=D-1").status, 404);
    let listed = lead.get("/months/2026-09/reports").body;
    assert!(listed.contains("subject=W-1") && !listed.contains("W-2"), "{listed}");
}

#[test]
fn the_code_of_a_closed_months_document_is_checked_by_making_it_again() {
    let hall = closed("reports-code");
    close(&hall);
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    let sheet = "/months/2026-09/reports/window?subject=W-1&format=json";
    let code = analyst.json(sheet)["trace"]["code"].as_str().unwrap().to_owned();
    assert_eq!(analyst.json(sheet)["trace"]["code"], code.as_str(), "the same each time");
    let mut verdict = |code: &str| {
        let address = format!("/api/v1/reports/check?code={}", dashboards::links::segment(code));
        analyst.json(address)["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict(&code), "matches");
    let last = if code.ends_with('0') { "1" } else { "0" };
    assert_eq!(verdict(&format!("{}{last}", &code[..code.len() - 1])), "differs");
    assert_eq!(verdict(&code.replace("/V1/", "/V7/")), "unknown");
    assert_eq!(verdict("2026"), "unreadable");
}

#[test]
fn a_draft_is_told_from_a_forged_one_by_the_log_of_who_took_it() {
    let hall = closed("reports-draft-code");
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    let draft = analyst.json("/months/2026-09/reports/window?subject=W-1&format=json");
    let code = draft["trace"]["code"].as_str().unwrap().to_owned();
    let check = |code: &str| format!("/api/v1/reports/check?code={}", dashboards::links::segment(code));
    let told = analyst.json(check(&code));
    assert_eq!(told["verdict"], "issued", "{told}");
    assert!(told["issued"].as_str().unwrap().contains(bureau::ANALYST));
    assert_eq!(analyst.json(check("CK/2026-09/D/W-1/00000-00000"))["verdict"], "unknown");
}

#[test]
fn a_flag_is_told_as_awaiting_until_the_bureau_decides_and_not_at_all_once_it_is_dropped() {
    let hall = bureau::hall("reports-decisions");
    let mut clerk = bureau::Clerk::of(&hall);
    let bulletin = |clerk: &mut bureau::Clerk| {
        clerk.reader.json("/months/2026-09/reports/bulletin?format=json").to_string()
    };
    let awaiting = |text: &str| text.matches("（待确认）").count();
    assert!(awaiting(&bulletin(&mut clerk)) >= 3, "two red flags and a yellow one");
    let page = "/months/2026-09/proposals";
    assert_eq!(clerk.fill(page, page, &[("choice", "confirm")]).status, 303);
    let confirmed = bulletin(&mut clerk);
    assert_eq!(awaiting(&confirmed), 0);
    let notice = "/months/2026-09/reports/yellow-flag-notice?subject=W-3&format=json";
    assert_eq!(clerk.reader.get(notice).status, 200);
    let fields =
        [("kind", "yellow_flag"), ("subject", "W-3"), ("choice", "drop"), ("reason", "当月系统故障")];
    assert_eq!(clerk.fill(page, page, &fields).status, 303);
    assert_ne!(bulletin(&mut clerk), confirmed);
    assert_eq!(clerk.reader.get(notice).status, 409, "without its flag there is no notice");
}

#[test]
fn a_window_s_page_leads_to_its_sheet_which_is_taken_in_each_format() {
    let hall = bureau::hall("reports-formats");
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    let sheet = "/months/2026-09/reports/window?subject=W-1";
    assert!(analyst.get("/months/2026-09/windows/W-1").body.contains(sheet));
    for (format, media_type) in [
        ("pdf", "application/pdf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("html", "text/html; charset=utf-8"),
        ("csv", "application/zip"),
        ("json", "application/json"),
    ] {
        let address = format!("{sheet}&format={format}");
        let taken = analyst.get(&address);
        assert_eq!((taken.status, taken.header("content-type")), (200, media_type), "{format}");
        let listed = analyst.get("/months/2026-09/reports").body.replace("&#38;", "&");
        assert!(
            listed.contains(&format!("/reports/window?format={format}&subject=W-1")),
            "{format} {listed}"
        );
    }
    assert_eq!(analyst.get(&format!("{sheet}&format=docx")).status, 409);
}

const DRAFT_CODE: &str = "TB/2026-09/D/7K2QX-M4T8V";

/// The schedule made September's bulletin and the brief of the week that ends in October.
fn drafted(hall: &Hall) {
    let documents = [
        ("bulletin/2026-09", "2026-09-通报", DRAFT_CODE),
        ("weekly-brief/2026-W40", "2026-W40-周报", "ZB/2026-W40/D/01234-56789"),
    ];
    for (draft, name, code) in documents {
        let kept = Draft {
            draft: draft.to_owned(),
            name: name.to_owned(),
            code: code.to_owned(),
            version: None,
            made: instant("2026-10-08T08:30:00+08:00"),
        };
        let files = ["pdf", "xlsx"].map(|format| DraftFile {
            format: format.to_owned(),
            name: format!("{name}.{format}"),
            media_type: format!("application/{format}"),
            bytes: format!("%{format} {draft}").into_bytes(),
        });
        assert!(hall.records().keep_draft(&kept, &files).unwrap());
        assert!(!hall.records().keep_draft(&kept, &[]).unwrap(), "once");
    }
}

#[test]
fn what_the_schedule_made_is_listed_and_given_as_it_is_kept_and_noted() {
    let hall = closed("reports-scheduled");
    drafted(&hall);
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    let listed = analyst.json("/api/v1/months/2026-09/reports");
    let drafts: Vec<&str> =
        listed["drafts"].as_array().unwrap().iter().map(|of| of["draft"].as_str().unwrap()).collect();
    assert_eq!(drafts, ["bulletin/2026-09", "weekly-brief/2026-W40"]);
    assert_eq!(listed["drafts"][0]["name"], "2026年9月月度通报（草稿）");
    let october = analyst.json("/api/v1/months/2026-10/reports");
    assert_eq!(october["drafts"].as_array().unwrap().len(), 1, "the week lies in both months");
    let page = analyst.get("/months/2026-09/reports").body;
    let address = "/months/2026-09/reports/drafts/bulletin/2026-09?format=xlsx";
    assert!(page.contains(address) && page.contains(DRAFT_CODE) && page.contains("2026年10月8日"), "{page}");
    let taken = analyst.get(address);
    assert_eq!((taken.status, taken.header("content-type")), (200, "application/xlsx"));
    assert_eq!(taken.body, "%xlsx bulletin/2026-09");
    assert!(taken.header("content-disposition").contains("2026-09-%E9%80%9A%E6%8A%A5.xlsx"));
    let plain = "/months/2026-09/reports/drafts/bulletin/2026-09";
    assert_eq!(analyst.get(plain).body, "%pdf bulletin/2026-09");
    assert_eq!(
        analyst.get(&format!("{plain}?format=html")).status,
        409,
        "it is kept as PDF and workbook alone"
    );
    for elsewhere in [
        "2026-08/reports/drafts/bulletin/2026-09",
        "2026-09/reports/drafts/bulletin/2026-08",
        "2026-09/reports/drafts/poem/2026-09",
    ] {
        assert_eq!(analyst.get(&format!("/months/{elsewhere}")).status, 404, "{elsewhere}");
    }
    let log = analyst.json("/api/v1/audit").to_string();
    assert!(log.contains("2026-09-通报.xlsx · bulletin/2026-09"), "{log}");
}

#[test]
fn a_scheduled_draft_is_for_who_may_have_drafts() {
    let hall = closed("reports-scheduled-scope");
    drafted(&hall);
    let bulletin = "/months/2026-09/reports/drafts/bulletin/2026-09";
    let brief = "/months/2026-09/reports/drafts/weekly-brief/2026-W40";
    for who in ["leader", "lead"] {
        let (mut reader, _) = Reader::entered(&hall, who);
        assert_eq!([reader.get(bulletin).status, reader.get(brief).status], [403, 403], "{who}");
        let listed = reader.json("/api/v1/months/2026-09/reports");
        assert_eq!(listed["drafts"], serde_json::json!([]), "{who}");
        let check = format!("/api/v1/reports/check?code={}", dashboards::links::segment(DRAFT_CODE));
        assert_eq!(reader.json(check)["verdict"], "unknown", "{who}");
    }
}

#[test]
fn the_code_of_a_scheduled_draft_is_known_with_its_day() {
    let hall = closed("reports-scheduled-code");
    drafted(&hall);
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    let check = format!("/reports/check?code={}", dashboards::links::segment(DRAFT_CODE));
    let told = analyst.json(format!("/api/v1{check}"));
    assert_eq!((told["verdict"].as_str(), told["own_code"].as_str()), (Some("scheduled"), Some(DRAFT_CODE)));
    assert!(told["issued"].as_str().unwrap().contains("10月8日"), "{told}");
    assert!(analyst.get(&check).body.contains("系统按时自动制作并保留"));
    // Once its files are past their period, that it was made is known still.
    let later = instant("2031-10-09T08:30:00+08:00");
    hall.records().erase_overdue(later, "test").unwrap();
    // That took the login too.
    let (mut analyst, _) = Reader::entered(&hall, bureau::ANALYST);
    assert_eq!(analyst.json(format!("/api/v1{check}"))["verdict"], "scheduled");
    let gone = analyst.get("/months/2026-09/reports/drafts/bulletin/2026-09");
    assert_eq!(gone.status, 409);
    assert!(gone.body.contains("已过保存期限"), "{}", gone.body);
    assert!(analyst.get("/months/2026-09/reports").body.contains("已过保存期限"));
}
