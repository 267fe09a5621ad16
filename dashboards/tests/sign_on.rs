//! Signing on by OpenID Connect, against an issuer that the test runs: who is let in, and everybody who is not.

use crate::bureau::{ANALYST, NOW, PASSWORD, hall};
use crate::desk::{Hall, instant};
use crate::issuer::{CLIENT, Issuer, Token};
use crate::reader::{Answer, Reader, shown};
use dashboards::app::Settings;
use dashboards::sign_on::{Binding, SignOnSettings};
use ingest::store::sqlite::{Account, Role};
use reports::delivery::channels::Web;
use serde_json::{Value, json};

/// A hall with its issuer, and a browser.
struct Sign {
    // Goes before the hall does, which waits until nobody asks any more.
    reader: Reader,
    hall: Hall,
    issuer: Issuer,
}

fn settings(issuer: &str, binding: Binding) -> SignOnSettings {
    SignOnSettings {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret_file: None,
        name: "统一身份认证".to_owned(),
        public_url: "https://hall.example.gov.cn".to_owned(),
        binding,
        has_passwords: true,
        web: Web::default(),
    }
}

impl Sign {
    fn new(name: &str, binding: Binding) -> Sign {
        let (hall, issuer) = (hall(name), Issuer::start());
        let sign_on = Some(settings(&issuer.address, binding));
        let reader = Reader::of(&hall, Settings { sign_on, ..Settings::of(&hall.folder) });
        Sign { hall, issuer, reader }
    }

    /// Binds the analyst's account to a subject.
    fn bound(self, subject: &str) -> Sign {
        let records = self.hall.records();
        let account = records.account(ANALYST).unwrap().unwrap();
        let outside = Some((self.issuer.address.clone(), subject.to_owned()));
        records.put_account(&Account { outside, ..account }).unwrap();
        self
    }

    /// Led to the issuer: what its address asks for.
    fn begin(&mut self) -> Asked {
        let led = self.reader.get("/sign-on?then=/due");
        assert_eq!(led.status, 303, "{}", led.body);
        let to = led.header("location").to_owned();
        assert!(to.starts_with(&format!("{}/authorize?", self.issuer.address)), "{to}");
        assert!(to.contains("code_challenge_method=S256") && to.contains("scope=openid"), "{to}");
        assert!(to.contains("redirect_uri=https%3A%2F%2Fhall.example.gov.cn%2Fsign-on%2Fdone"), "{to}");
        let of = |name: &str| {
            let mut pairs = to.split(['?', '&']).filter_map(|pair| pair.split_once('='));
            pairs.find(|(found, _)| *found == name).unwrap().1.to_owned()
        };
        Asked { state: of("state"), nonce: of("nonce"), challenge: of("code_challenge") }
    }

    /// Signs on as somebody with these claims beside the nonce.
    fn as_somebody(&mut self, claims: Value) -> Answer {
        let asked = self.begin();
        self.issuer.will_give(asked.token(claims));
        self.end(&asked.state)
    }

    fn end(&mut self, state: &str) -> Answer {
        self.reader.get(&format!("/sign-on/done?code=the-code&state={state}"))
    }

    fn is_inside(&mut self) -> bool {
        self.reader.get("/due").status == 200
    }

    fn audited(&self, what: &str) -> Vec<String> {
        let entries = self.hall.records().audit(50).unwrap();
        let found = entries.iter().filter(|entry| entry.what == what);
        found.map(|entry| format!("{} {} {}", entry.who, entry.subject, entry.detail)).collect()
    }
}

struct Asked {
    state: String,
    nonce: String,
    challenge: String,
}

impl Asked {
    fn token(&self, mut claims: Value) -> Token {
        claims["nonce"] = json!(self.nonce);
        Token { challenge: self.challenge.clone(), claims, holds_seconds: 300, is_foreign: false }
    }
}

fn refused(sign: &mut Sign, answer: &Answer, said: &str) {
    assert!(
        answer.status >= 400 && shown(&answer.body).contains(said),
        "{}: {}",
        answer.status,
        shown(&answer.body)
    );
    assert_eq!(answer.cookie("flagpost="), None);
    assert!(!sign.is_inside());
}

#[test]
fn whoever_is_bound_is_let_in_and_led_where_they_wanted_to_go() {
    let mut sign = Sign::new("sign-on-good", Binding::Never).bound("u-17");
    assert!(shown(&sign.reader.get("/login?then=/due").body).contains("通过统一身份认证登录"));
    let answer = sign.as_somebody(json!({ "sub": "u-17" }));
    assert_eq!((answer.status, answer.header("location")), (303, "/due"), "{}", answer.body);
    assert!(sign.is_inside());
    assert_eq!(sign.audited("login"), [format!("{ANALYST} {ANALYST} sign-on")]);
    assert_eq!(sign.reader.json("/api/v1/session")["name"], ANALYST);
}

#[test]
fn a_token_with_another_nonce_proves_nothing() {
    let mut sign = Sign::new("sign-on-nonce", Binding::Never).bound("u-17");
    let asked = sign.begin();
    let mut token = asked.token(json!({ "sub": "u-17" }));
    token.claims["nonce"] = json!("another");
    sign.issuer.will_give(token);
    let answer = sign.end(&asked.state);
    refused(&mut sign, &answer, "无法核实");
}

#[test]
fn an_answer_with_another_state_or_a_second_time_or_in_another_browser_is_lost() {
    let mut sign = Sign::new("sign-on-state", Binding::Never).bound("u-17");
    let asked = sign.begin();
    sign.issuer.will_give(asked.token(json!({ "sub": "u-17" })));
    let answer = sign.end("another");
    refused(&mut sign, &answer, "已过期");
    // The attempt is gone, with the right state too.
    let answer = sign.end(&asked.state);
    refused(&mut sign, &answer, "已过期");
    let asked = sign.begin();
    sign.issuer.will_give(asked.token(json!({ "sub": "u-17" })));
    let mut other = Reader::new(&sign.hall);
    let path = format!("/sign-on/done?code=the-code&state={}", asked.state);
    assert_ne!(other.get(&path).header("location"), "/due");
}

#[test]
fn an_answer_that_comes_after_ten_minutes_is_lost() {
    let mut sign = Sign::new("sign-on-late", Binding::Never).bound("u-17");
    let asked = sign.begin();
    sign.issuer.will_give(asked.token(json!({ "sub": "u-17" })));
    sign.hall.set("2026-10-09T10:10:00+08:00");
    let answer = sign.end(&asked.state);
    refused(&mut sign, &answer, "已过期");
}

#[test]
fn a_token_that_is_over_or_signed_by_a_foreign_key_or_meant_for_another_proves_nothing() {
    let mut sign = Sign::new("sign-on-token", Binding::Never).bound("u-17");
    for change in [
        |token: &mut Token| token.holds_seconds = -60,
        |token: &mut Token| token.is_foreign = true,
        |token: &mut Token| token.claims["aud"] = json!("another"),
        |token: &mut Token| token.claims["iss"] = json!("https://another.example"),
    ] {
        let asked = sign.begin();
        let mut token = asked.token(json!({ "sub": "u-17" }));
        change(&mut token);
        sign.issuer.will_give(token);
        let answer = sign.end(&asked.state);
        refused(&mut sign, &answer, "无法核实");
    }
}

#[test]
fn nobody_without_an_account_is_let_in_and_the_administrator_learns_who_it_was() {
    let mut sign = Sign::new("sign-on-unknown", Binding::Never);
    let answer = sign.as_somebody(json!({ "sub": "u-99", "preferred_username": ANALYST }));
    refused(&mut sign, &answer, "没有可用的账号");
    assert!(!answer.body.contains("u-99"), "nothing leaks");
    let told = format!("service {} u-99 no account is bound", sign.issuer.address);
    assert_eq!(sign.audited("login.failed"), [told]);
    assert_eq!(sign.hall.records().accounts().unwrap().len(), 2, "none is made");
}

#[test]
fn a_shut_account_stays_shut() {
    let mut sign = Sign::new("sign-on-shut", Binding::Username).bound("u-17");
    sign.hall.records().disable_account(ANALYST, instant(NOW)).unwrap();
    let answer = sign.as_somebody(json!({ "sub": "u-17" }));
    refused(&mut sign, &answer, "没有可用的账号");
}

#[test]
fn the_first_sign_on_binds_an_account_by_its_name_once_where_that_is_wanted() {
    let mut sign = Sign::new("sign-on-binds", Binding::Username);
    let answer = sign.as_somebody(json!({ "sub": "u-17", "preferred_username": ANALYST }));
    assert_eq!(answer.status, 303, "{}", answer.body);
    let account = sign.hall.records().account(ANALYST).unwrap().unwrap();
    assert_eq!(account.outside, Some((sign.issuer.address.clone(), "u-17".to_owned())));
    assert_eq!(sign.audited("account.bound").len(), 1);
    // Somebody else who takes that name there does not get the account.
    sign.reader = reader_of(&sign);
    let answer = sign.as_somebody(json!({ "sub": "u-18", "preferred_username": ANALYST }));
    refused(&mut sign, &answer, "没有可用的账号");
}

fn reader_of(sign: &Sign) -> Reader {
    let sign_on = Some(settings(&sign.issuer.address, Binding::Username));
    Reader::of(&sign.hall, Settings { sign_on, ..Settings::of(&sign.hall.folder) })
}

#[test]
fn an_address_that_the_issuer_has_not_verified_binds_nothing() {
    let mut sign = Sign::new("sign-on-email", Binding::Email);
    let records = sign.hall.records();
    let account = records.account(ANALYST).unwrap().unwrap();
    let named = Account { name: "wang@example.gov.cn".to_owned(), ..account };
    records.put_account(&named).unwrap();
    let claims =
        |verified: bool| json!({ "sub": "u-1", "email": "wang@example.gov.cn", "email_verified": verified });
    let answer = sign.as_somebody(claims(false));
    refused(&mut sign, &answer, "没有可用的账号");
    assert_eq!(sign.as_somebody(claims(true)).status, 303);
}

#[test]
fn what_the_issuer_declines_and_an_issuer_that_is_away_are_told_in_words() {
    let mut sign = Sign::new("sign-on-declined", Binding::Never);
    let asked = sign.begin();
    let answer = sign.reader.get(&format!("/sign-on/done?error=access_denied&state={}", asked.state));
    refused(&mut sign, &answer, "没有放行");
    let away = Some(settings("http://127.0.0.1:1", Binding::Never));
    let mut reader = Reader::of(&sign.hall, Settings { sign_on: away, ..Settings::of(&sign.hall.folder) });
    let answer = reader.get("/sign-on");
    assert!(answer.status == 502 && shown(&answer.body).contains("暂时无法访问"), "{}", shown(&answer.body));
    assert!(!answer.body.contains("127.0.0.1"), "nothing leaks");
}

#[test]
fn passwords_go_on_unless_they_are_switched_off() {
    let sign = Sign::new("sign-on-passwords", Binding::Never);
    let mut reader = reader_of(&sign);
    assert_eq!(reader.try_login(ANALYST, PASSWORD, "/").status, 303);
    let without = SignOnSettings { has_passwords: false, ..settings(&sign.issuer.address, Binding::Never) };
    let without = Settings { sign_on: Some(without), ..Settings::of(&sign.hall.folder) };
    let mut reader = Reader::of(&sign.hall, without);
    assert!(!reader.get("/login").body.contains("name=\"password\""));
    assert_eq!(reader.try_login(ANALYST, PASSWORD, "/").status, 403);
}

#[test]
fn an_administrator_binds_and_unbinds_a_person_at_the_accounts_page() {
    let mut sign = Sign::new("sign-on-bind", Binding::Never);
    let records = sign.hall.records();
    let admin = Account::new("admin", Role::Administrator, String::new(), instant(NOW));
    records.put_account(&admin).unwrap();
    let (mut admin, csrf) = Reader::entered(&sign.hall, "admin");
    let issuer = sign.issuer.address.clone();
    let bind = |admin: &mut Reader, name: &str, subject: &str| {
        let path = format!("/api/v1/accounts/{}/bind", dashboards::links::segment(name));
        admin.post(&path, &[("csrf", &csrf), ("issuer", &issuer), ("subject", subject)])
    };
    assert_eq!(bind(&mut admin, ANALYST, "u-17").status, 200);
    assert_eq!(sign.audited("account.bound"), [format!("admin {ANALYST} {issuer} u-17")]);
    let page = shown(&admin.get(&format!("/accounts/{}", dashboards::links::segment(ANALYST))).body);
    assert!(page.contains("u-17") && page.contains("解除绑定"), "{page}");

    let taken = bind(&mut admin, "viewer", "u-17");
    assert_eq!(taken.status, 409);
    assert!(taken.body.contains("已绑定到另一个账号"), "{}", taken.body);
    assert_eq!(bind(&mut admin, "viewer", " ").status, 409);
    let elsewhere = [("csrf", csrf.as_str()), ("issuer", "sso.example.gov.cn"), ("subject", "u-18")];
    assert_eq!(admin.post("/api/v1/accounts/viewer/bind", &elsewhere).status, 409);

    assert_eq!(sign.as_somebody(json!({ "sub": "u-17" })).status, 303);
    assert!(sign.is_inside());
    let path = format!("/api/v1/accounts/{}/unbind", dashboards::links::segment(ANALYST));
    assert_eq!(admin.post(&path, &[("csrf", &csrf)]).status, 200);
    assert_eq!(sign.audited("account.unbound"), [format!("admin {ANALYST} {issuer} u-17")]);
    assert!(!sign.is_inside(), "what began by the binding is over with it");
    let answer = sign.as_somebody(json!({ "sub": "u-17" }));
    assert_eq!(answer.cookie("flagpost="), None);
    assert_eq!(bind(&mut admin, "viewer", "u-17").status, 200, "nobody has that person now");
}

#[test]
fn the_store_gives_nobody_from_outside_two_accounts() {
    let sign = Sign::new("sign-on-twice", Binding::Never).bound("u-17");
    let records = sign.hall.records();
    let viewer = records.account("viewer").unwrap().unwrap();
    let outside = Some((sign.issuer.address.clone(), "u-17".to_owned()));
    assert!(records.put_account(&Account { outside, ..viewer }).is_err());
}

#[test]
fn a_password_that_must_change_stops_who_logged_in_with_it_and_nobody_who_signed_on() {
    let mut sign = Sign::new("sign-on-must-change", Binding::Never).bound("u-17");
    let records = sign.hall.records();
    let account = records.account(ANALYST).unwrap().unwrap();
    records.put_account(&Account { must_change: true, ..account }).unwrap();
    assert_eq!(sign.as_somebody(json!({ "sub": "u-17" })).status, 303);
    assert!(sign.is_inside(), "no password was used");
    assert_eq!(sign.reader.json("/api/v1/session")["must_change"], false);

    let mut other = Reader::logged_in(&sign.hall, ANALYST, PASSWORD);
    let led = other.get("/due");
    assert_eq!((led.status, led.header("location")), (303, "/account"));
    assert_eq!(other.json("/api/v1/session")["must_change"], true);
}
