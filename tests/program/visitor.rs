//! Somebody at the pages of a service that runs.

use super::service::Service;
use super::{arg, flagpost_reading};
use std::path::Path;

/// What came back: status, headers that matter, body.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where to go instead.
    pub location: String,
    /// The cookies that were set.
    pub cookies: Vec<String>,
    /// What is in it; of a file that is no text what of it is.
    pub body: String,
}

/// Somebody who asks one service, keeps no cookies but those given, and follows nothing.
pub fn ask(service: &Service, path: &str, cookie: &str, form: Option<&str>) -> Answer {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let url = format!("http://{}{path}", service.address);
    let mut response = match form {
        None => agent.get(url).header("cookie", cookie).call().unwrap(),
        Some(form) => {
            let request = agent.post(url).header("cookie", cookie);
            request.header("content-type", "application/x-www-form-urlencoded").send(form).unwrap()
        }
    };
    let header = |name: &str| -> Vec<String> {
        let all = response.headers().get_all(name).into_iter();
        all.map(|value| value.to_str().unwrap().to_owned()).collect()
    };
    let (location, cookies) = (header("location").concat(), header("set-cookie"));
    Answer {
        status: response.status().as_u16(),
        location,
        cookies,
        body: String::from_utf8_lossy(&response.body_mut().read_to_vec().unwrap()).into_owned(),
    }
}

/// Makes an account of an analyst in a data folder and logs in below `base`: the session's cookie, as it was set.
pub fn login(service: &Service, data: &Path, base: &str) -> String {
    let set = ["user", "--data", arg(data), "set", "analyst", "--role", "analyst"];
    assert_eq!(flagpost_reading(&set, b"a long password\n").status, 0);
    let form = ask(service, &format!("{base}/login"), "", None);
    let csrf = form.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let first = form.cookies.iter().find(|cookie| cookie.starts_with("flagpost_login=")).unwrap();
    let fields = format!("csrf={csrf}&then=%2Fdue&name=analyst&password=a+long+password");
    let entered = ask(service, &format!("{base}/login"), first.split(';').next().unwrap(), Some(&fields));
    assert_eq!((entered.status, entered.location), (303, format!("{base}/due")));
    entered.cookies.into_iter().find(|cookie| cookie.starts_with("flagpost=")).unwrap()
}
