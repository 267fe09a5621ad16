//! Requests that begin by the clock, whether or not those before them were answered.

use super::county::{County, PEOPLE};
use crate::commands::Failure;
use anyhow::{Context as _, anyhow};
use dashboards::session;
use ingest::store::sqlite::{Records, Role};
use scoring::time::Instant;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

/// So many different addresses of each page are asked for in turn.
const ADDRESSES: usize = 200;

/// A page with the share of requests that ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// The ranking of windows.
    Ranking,
    /// A window's month.
    Window,
    /// The ranking of staff.
    StaffRanking,
    /// A staff member's month.
    StaffMember,
    /// A department's month.
    Department,
    /// What is due.
    Due,
    /// A case.
    Case,
    /// Today.
    Today,
}

impl Page {
    /// All of them, with how many of twenty requests each has.
    const SHARES: [(Page, usize); 8] = [
        (Page::Ranking, 6),
        (Page::Window, 6),
        (Page::StaffRanking, 1),
        (Page::StaffMember, 2),
        (Page::Department, 1),
        (Page::Due, 1),
        (Page::Case, 2),
        (Page::Today, 1),
    ];

    /// What it is called in the table.
    pub fn name(self) -> &'static str {
        match self {
            Page::Ranking => "ranking of windows",
            Page::Window => "window",
            Page::StaffRanking => "ranking of staff",
            Page::StaffMember => "staff member",
            Page::Department => "department",
            Page::Due => "due",
            Page::Case => "case",
            Page::Today => "today",
        }
    }
}

/// A request of the load.
struct Asked {
    page: Page,
    path: String,
    cookie: String,
}

/// How a request was answered.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The page.
    pub page: Page,
    /// The HTTP status; 0 where there was no answer.
    pub status: u16,
    /// From when it should have begun until it was read to the end.
    pub took: Duration,
    /// The bytes of the answer as they are shown.
    pub bytes: usize,
}

/// What is asked for, in turn.
pub struct Load<'c> {
    /// Where the service is.
    pub address: SocketAddr,
    /// The cookie of somebody who sees the whole county.
    pub cookie: String,
    requests: Vec<Asked>,
    tokens: BTreeMap<String, String>,
    county: &'c County,
}

impl<'c> Load<'c> {
    /// Logs everybody in and asks once for each page; pages that the service does not have are left out.
    pub fn prepare(county: &'c County, address: SocketAddr) -> Result<Load<'c>, Failure> {
        let records = Records::open(&county.data).context("cannot open the store")?;
        let mut cookies = Vec::new();
        for (name, role) in PEOPLE {
            cookies.push((role, log_in(&records, name, county.until)?));
        }
        let mut tokens = BTreeMap::new();
        for (site, _) in &county.held_back {
            if !tokens.contains_key(site) {
                let chance = chance::<40>()?;
                let token = records.issue_token(site, "bench", &chance, county.until);
                tokens.insert(site.clone(), token.context("cannot make a token")?.text);
            }
        }
        let cookie = cookies.first().map(|(_, cookie)| cookie.clone()).unwrap_or_default();
        let mut load = Load { address, cookie, requests: Vec::new(), tokens, county };
        let agent = agent();
        let mut turns = Vec::new();
        for (page, share) in Page::SHARES {
            let first = load.asked(page, &cookies, 0);
            let (status, _) = get(&agent, address, &first)?;
            if status == 404 {
                println!("               no page here: {}", page.name());
            } else {
                turns.extend(std::iter::repeat_n(page, share));
            }
        }
        // The pages take turns, and so do who asks and for which one.
        let mut of_page: BTreeMap<Page, usize> = BTreeMap::new();
        for turn in 0..turns.len() * ADDRESSES {
            // Seven has no divisor with twenty in common, so every page comes as often as its share says.
            let page = turns[turn * 7 % turns.len()];
            let number = of_page.entry(page).or_default();
            load.requests.push(load.asked(page, &cookies, *number));
            *number += 1;
        }
        Ok(load)
    }

    /// The request of a page with a number.
    fn asked(&self, page: Page, cookies: &[(Role, String)], number: usize) -> Asked {
        let County { open, closed, givens, cases, .. } = self.county;
        let registry = &givens.registry;
        // Every second request is about the open month.
        let month = match closed.get(number / 2 % closed.len().max(1)) {
            Some(closed) if number % 2 == 1 => closed,
            Some(_) | None => open,
        };
        // A head asks for what is hers.
        let (role, cookie) = &cookies[number % cookies.len()];
        let is_head = *role == Role::DepartmentHead;
        let own = registry.windows.first().map(|window| window.department);
        let windows: Vec<&str> = registry
            .windows
            .iter()
            .filter(|window| !is_head || Some(window.department) == own)
            .map(|window| window.id.as_str())
            .collect();
        let department = match own.filter(|_| is_head) {
            Some(own) => &registry.departments[usize::from(own)].id,
            None => &registry.departments[number % registry.departments.len()].id,
        };
        let cookie = match page {
            // Whose these are takes a look at the registry, so somebody asks who sees all.
            Page::StaffMember | Page::Case if is_head => self.cookie.clone(),
            Page::Ranking
            | Page::Window
            | Page::StaffRanking
            | Page::StaffMember
            | Page::Department
            | Page::Due
            | Page::Case
            | Page::Today => cookie.clone(),
        };
        let path = match page {
            Page::Ranking => format!("/months/{month}/windows"),
            Page::Window => format!("/months/{month}/windows/{}", windows[number * 37 % windows.len()]),
            Page::StaffRanking => format!("/months/{month}/staff"),
            Page::StaffMember => {
                let staff = &registry.staff[number * 37 % registry.staff.len()].id;
                format!("/months/{open}/staff/{staff}")
            }
            Page::Department => format!("/months/{month}/departments/{department}"),
            Page::Due => "/due".to_owned(),
            Page::Case => format!("/cases/{}", cases[number * 37 % cases.len()]),
            Page::Today => "/today".to_owned(),
        };
        Asked { page, path, cookie }
    }

    /// Asks so many times a second for a while, over so many connections, while events stream in.
    pub fn ask(
        &self,
        rate: u32,
        during: Duration,
        connections: u16,
        stream: u32,
    ) -> Result<Vec<Answer>, Failure> {
        let count = (during.as_secs_f64() * f64::from(rate)) as usize;
        let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let answers = Mutex::new(Vec::with_capacity(count));
        let begun = Stopwatch::now();
        let work = || {
            let agent = agent();
            let mut own = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    break;
                }
                let due = begun + Duration::from_secs_f64(number as f64 / f64::from(rate));
                thread::sleep(due.saturating_duration_since(Stopwatch::now()));
                let asked = &self.requests[number % self.requests.len()];
                let (status, bytes) =
                    get(&agent, self.address, asked).map_or((0, 0), |(status, text)| (status, text.len()));
                own.push(Answer { page: asked.page, status, took: due.elapsed(), bytes });
            }
            if let Ok(mut answers) = answers.lock() {
                answers.append(&mut own);
            }
        };
        thread::scope(|scope| {
            let streaming = scope.spawn(|| self.stream(stream, &is_over));
            let asking: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
            for asking in asking {
                asking.join().map_err(|_| anyhow!("a connection broke off"))?;
            }
            is_over.store(true, Ordering::Relaxed);
            let streamed = streaming.join().map_err(|_| anyhow!("the stream broke off"))??;
            println!("streamed       {streamed} events meanwhile");
            Ok::<_, Failure>(())
        })?;
        answers.into_inner().map_err(|_| anyhow!("a connection broke off").into())
    }

    /// Sends events one by one, so many a second, until told that it is over.
    fn stream(&self, rate: u32, is_over: &AtomicBool) -> Result<usize, Failure> {
        let agent = agent();
        let url = format!("http://{}/v1/events", self.address);
        let begun = Stopwatch::now();
        let mut sent = 0;
        for (site, line) in &self.county.held_back {
            let due = begun + Duration::from_secs_f64(sent as f64 / f64::from(rate.max(1)));
            while Stopwatch::now() < due || rate == 0 {
                if is_over.load(Ordering::Relaxed) {
                    return Ok(sent);
                }
                thread::sleep(Duration::from_millis(5));
            }
            let token = self.tokens.get(site).context("a site has no token")?;
            agent
                .post(&url)
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/cloudevents+json")
                .send(line)
                .context("an event was not taken in")?;
            sent += 1;
        }
        Ok(sent)
    }
}

fn log_in(records: &Records, name: &str, now: Instant) -> Result<String, Failure> {
    let chance = |error| anyhow!("the system gives no chance: {error}");
    let secret = session::secret().map_err(chance)?;
    let begun = session::begin(name, now).map_err(chance)?;
    records.begin_session(&session::key_of(&secret), &begun, now).context("cannot log in")?;
    Ok(format!("{}={secret}", session::SESSION_COOKIE))
}

fn chance<const BYTES: usize>() -> Result<[u8; BYTES], Failure> {
    let mut chance = [0; BYTES];
    getrandom::fill(&mut chance).map_err(|error| anyhow!("the system gives no chance: {error}"))?;
    Ok(chance)
}

/// A client of its own connection, that follows nothing.
pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
    config.new_agent()
}

fn get(agent: &ureq::Agent, address: SocketAddr, asked: &Asked) -> Result<(u16, Vec<u8>), Failure> {
    fetch(agent, address, &asked.path, &asked.cookie)
}

/// A page's status and bytes.
pub fn fetch(
    agent: &ureq::Agent,
    address: SocketAddr,
    path: &str,
    cookie: &str,
) -> Result<(u16, Vec<u8>), Failure> {
    let answer = agent
        .get(format!("http://{address}{path}"))
        .header("cookie", cookie)
        .header("accept-language", "zh-CN")
        .call()
        .with_context(|| format!("cannot ask for {path}"))?;
    let status = answer.status().as_u16();
    let bytes = answer.into_body().read_to_vec().with_context(|| format!("cannot read {path}"))?;
    Ok((status, bytes))
}
