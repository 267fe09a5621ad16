//! Photos of findings, orders and reports: who sees one, who saw it, what is none, and when one is gone.

use crate::bureau::{Clerk, hall};
use crate::desk::{Hall, instant};
use crate::entering::{NONCE, account, json_of, preview, rude_at, save};
use crate::reader::{Reader, hidden};
use image::{DynamicImage, ImageFormat, RgbImage};
use ingest::store::sqlite::Role;
use serde_json::{Value, json};
use std::io::Cursor;

/// A photo of some colour, so that one is not another.
pub fn photo(shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = RgbImage::from_fn(60, 40, |x, y| image::Rgb([x as u8, y as u8, shade]));
    DynamicImage::from(image).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    bytes
}

#[test]
fn a_photo_is_shown_to_those_who_work_on_it_alone() {
    let hall = hall("entering-photo");
    let mut inspector = account(&hall, "巡查员", Role::Inspector, &[]);
    let sent = photo(9);
    let view = json_of(&preview(&mut inspector, NONCE, &rude_at("W-1"), &[&sent]));
    let digest = view["photos"][0].as_str().unwrap().to_owned();
    let path = format!("/photos/{digest}");
    assert_eq!(inspector.get(&path).status, 200, "one's own, before it is saved");
    let mut analyst = Clerk::of(&hall).reader;
    assert_eq!(analyst.get(&path).status, 404, "nothing names it yet");
    assert_eq!(json_of(&save(&mut inspector, &view))["is_new"], true);
    let shown = analyst.get(&path);
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-disposition").starts_with("inline; filename="));
    assert_eq!(shown.header("cache-control"), "private, no-store");
    let mut own = account(&hall, "一窗", Role::WindowLead, &["window:W-1"]);
    let mut other = account(&hall, "二窗", Role::WindowLead, &["window:W-2"]);
    let mut leader = account(&hall, "县领导", Role::CountyLeader, &[]);
    let mut second = account(&hall, "巡查二", Role::Inspector, &[]);
    let statuses = [&mut own, &mut other, &mut leader, &mut second].map(|reader| reader.get(&path).status);
    assert_eq!(statuses, [200, 404, 404, 404]);
    // The event names it, so that it can be traced.
    let list = analyst.json("/api/v1/months/2026-09/findings");
    let row = list["rows"].as_array().unwrap().iter().find(|row| row["photos"][0] == json!(digest)).unwrap();
    let page = analyst.get(&format!("/findings/{}", row["id"].as_str().unwrap())).body;
    assert!(page.contains(&path));
}

#[test]
fn an_order_is_reported_with_photos_that_its_window_sees_and_another_does_not() {
    let hall = hall("entering-order");
    let mut clerk = Clerk::of(&hall);
    let order = [("window", "W-1"), ("reason", "整改柜台"), ("due", "2026-10-14")];
    let issued = clerk.fill("/orders/new", "/orders", &order);
    let page = issued.header("location").to_owned();
    // Two people's forms of one instant have no order among each other.
    hall.set("2026-10-09T10:05:00+08:00");
    let mut own = account(&hall, "一窗", Role::WindowLead, &["window:W-1"]);
    let (form, csrf) = (own.get(&page).body, own.form_secret());
    let nonce = hidden(&form, "nonce");
    let fields = [("csrf", csrf.as_str()), ("nonce", nonce.as_str()), ("evidence", "柜台已清理")];
    let reported = own.upload_photos(&format!("{page}/complete"), &fields, &[&photo(5)]);
    assert_eq!(reported.status, 303, "{}", reported.body);
    let view = clerk.reader.json(format!("/api/v1{page}"));
    let digest = view["history"][1]["photos"][0].as_str().unwrap();
    let path = format!("/photos/{digest}");
    let mut other = account(&hall, "二窗", Role::WindowLead, &["window:W-2"]);
    let statuses = [&mut own, &mut other, &mut clerk.reader].map(|reader| reader.get(&path).status);
    assert_eq!(statuses, [200, 404, 200]);
}

#[test]
fn what_is_no_photo_is_refused_and_nothing_is_recorded() {
    let hall = hall("entering-no-photo");
    let mut clerk = Clerk::of(&hall);
    let count = hall.records().event_count().unwrap();
    let jpeg = photo(3);
    let both = [jpeg.as_slice(), b"<script>alert(1)</script>"].concat();
    let huge = vec![0xff_u8; (15 << 20) + 1];
    let csrf = clerk.reader.form_secret();
    let mut fields = vec![("csrf", csrf.as_str()), ("nonce", NONCE)];
    fields.extend(rude_at("W-1"));
    for (file, told) in [
        (b"hello".as_slice(), "不是照片"),
        (both.as_slice(), "另一种文件"),
        (&jpeg[..jpeg.len() / 4], "读不出来"),
        (&huge, "15 MB"),
    ] {
        let answer = clerk.reader.upload_photos("/api/v1/round", &fields, &[file]);
        assert!(
            answer.status == 409 && answer.body.contains(told),
            "{told}: {} {}",
            answer.status,
            answer.body
        );
    }
    let seven = [jpeg.as_slice(); 7];
    assert_eq!(clerk.reader.upload_photos("/api/v1/round", &fields, &seven).status, 409);
    assert_eq!(hall.records().event_count().unwrap(), count);
}

#[test]
fn a_photo_whose_form_was_never_saved_is_gone_after_a_day_and_one_that_is_named_stays() {
    let hall = hall("entering-forgotten");
    let mut clerk = Clerk::of(&hall);
    let forgotten = json_of(&preview(&mut clerk.reader, NONCE, &rude_at("W-1"), &[&photo(1)]));
    let named = json_of(&preview(&mut clerk.reader, &"2".repeat(32), &rude_at("W-2"), &[&photo(2)]));
    assert_eq!(json_of(&save(&mut clerk.reader, &named))["is_new"], true);
    let digest = |view: &Value| view["photos"][0].as_str().unwrap().to_owned();
    let is_there = |hall: &Hall, view: &Value| hall.records().photo(&digest(view)).unwrap().is_some();
    let forget = |hall: &Hall, now: &str| {
        dashboards::entering::photos::forget(&hall.live(), &hall.records(), instant(now)).unwrap();
    };
    forget(&hall, "2026-10-10T10:00:00+08:00");
    assert!(is_there(&hall, &forgotten), "a day is not over");
    forget(&hall, "2026-10-10T10:00:01+08:00");
    assert_eq!((is_there(&hall, &forgotten), is_there(&hall, &named)), (false, true));
    let late = save(&mut clerk.reader, &forgotten);
    assert!(late.status == 409 && late.body.contains("重新上传"), "{}", late.body);
}

/// A link that opens a recipient's own desk.
fn personal(hall: &Hall, recipient: &str) -> String {
    let secret = dashboards::personal::token::secret(&hall.records()).unwrap();
    let expires = instant("2026-11-13T10:00:00+08:00");
    format!("/to/{}", dashboards::personal::token::token(&secret, recipient, expires))
}

#[test]
fn who_is_told_of_a_finding_sees_its_photo_while_there_is_something_to_do() {
    let hall = hall("entering-photo-link");
    let mut clerk = Clerk::of(&hall);
    let view = json_of(&preview(&mut clerk.reader, NONCE, &rude_at("W-2"), &[&photo(7)]));
    let digest = view["photos"][0].as_str().unwrap().to_owned();
    assert_eq!(save(&mut clerk.reader, &view).status, 200);
    let mut reader = Reader::new(&hall);
    for recipient in ["window:W-2", "department_head:D-1"] {
        let desk = personal(&hall, recipient);
        let page = reader.get(&desk);
        let address = format!("{desk}/photos/{digest}");
        assert!(page.body.contains(&format!("href=\"{address}\"")), "{recipient}: {}", page.body);
        let seen = reader.get(&address);
        assert_eq!((seen.status, seen.header("content-type")), (200, "image/jpeg"), "{recipient}");
        assert_eq!(
            (seen.header("cache-control"), seen.header("referrer-policy")),
            ("no-store", "no-referrer")
        );
    }
    let (named, other) = (personal(&hall, "window:W-1"), personal(&hall, "county_leader"));
    for desk in [&named, &other] {
        assert!(!reader.get(desk).body.contains("/photos/"), "{desk}");
        assert_eq!(reader.get(&format!("{desk}/photos/{digest}")).status, 404, "{desk}");
    }
    assert_eq!(reader.get(&format!("/to/x/photos/{digest}")).status, 403);
    // The audit log is written beside the answer.
    for _ in 0..200 {
        if audited(&hall).len() >= 2 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let expected = [("department_head:D-1", &*digest), ("window:W-2", &*digest)];
    assert_eq!(audited(&hall), expected.map(|(who, of)| (who.to_owned(), of.to_owned())));

    // Under appeal she works on it still; once it is decided, no more.
    let about = clerk.entry("windows/W-2", "W-B3");
    let appeal = clerk.file(&about);
    let (own, address) =
        (personal(&hall, "window:W-2"), format!("{}/photos/{digest}", personal(&hall, "window:W-2")));
    assert!(reader.get(&own).body.contains(&address));
    assert_eq!(reader.get(&address).status, 200);
    assert_eq!(clerk.decide(&appeal, "dismissed").status, 303);
    assert!(!reader.get(&own).body.contains(&address));
    assert_eq!(reader.get(&address).status, 404);
}

/// Who saw which photo, as the audit log has it.
fn audited(hall: &Hall) -> Vec<(String, String)> {
    let entries = hall.records().audit(1_000).unwrap().into_iter();
    let mut seen: Vec<(String, String)> =
        entries.filter(|entry| entry.what == "photo.seen").map(|entry| (entry.who, entry.subject)).collect();
    seen.sort();
    seen
}
