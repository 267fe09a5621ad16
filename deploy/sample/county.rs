//! A county that does not exist: its sites, departments, windows, staff and items, and its `county.toml`.

use super::dice::Dice;
use super::people::Names;
use super::services::{Kind, SERVICES, SUB_CENTERS, TOWN_SERVICES};
use super::wire::{Clock, HOUR, MINUTE};
use scoring::time::{Date, Month};
use std::fmt::Write;

/// A place with windows.
pub struct Site {
    /// The id, and the `source` of its events.
    pub id: String,
    /// The name.
    pub name: String,
    /// The registry's word for what it is.
    pub kind: &'static str,
    /// Whether it is ranked: hall and sub-centers are.
    pub ranked: bool,
    /// Whether it keeps a township's hours.
    pub rural: bool,
    /// Whether it has an attendance device.
    pub attendance: bool,
    /// How its systems write times.
    pub clock: Clock,
}

impl Site {
    /// Start and end of morning and afternoon, in nanoseconds of the day.
    pub fn hours(&self) -> [(i64, i64); 2] {
        if self.rural {
            [(8 * HOUR, 11 * HOUR + 30 * MINUTE), (13 * HOUR + 30 * MINUTE, 16 * HOUR + 30 * MINUTE)]
        } else {
            [(8 * HOUR + 30 * MINUTE, 11 * HOUR + 30 * MINUTE), (13 * HOUR, 17 * HOUR)]
        }
    }
}

/// A window.
pub struct Window {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The place of its site.
    pub site: usize,
    /// The place of its department.
    pub department: usize,
    /// How busy it is; 1 is usual.
    pub weight: f64,
    /// How well it works, as a rule.
    pub grade: Grade,
}

/// How well a window works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Hardly ever a fault, many merits.
    Model,
    /// A fault now and then.
    Good,
    /// A few faults a month.
    Fair,
    /// Many faults.
    Weak,
    /// Heads for the sign of the dissatisfied window.
    Troubled,
    /// Comes last month after month.
    Failing,
}

/// A department.
pub struct Department {
    /// The id.
    pub id: String,
    /// The place in [`SERVICES`].
    pub service: usize,
    /// The head's name.
    pub head: String,
    /// The places of its items.
    pub items: Vec<usize>,
    /// The sites at which it has a window.
    pub sites: Vec<usize>,
}

/// A member of staff.
pub struct Staff {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// Who works where and when.
pub struct Assignment {
    /// The staff member's place.
    pub staff: usize,
    /// The window's place.
    pub window: usize,
    /// The first day.
    pub from: Date,
    /// The last day, if there is one.
    pub to: Option<Date>,
    /// Whether this is the window's lead.
    pub lead: bool,
}

/// An item.
pub struct Item {
    /// The code.
    pub code: String,
    /// The name.
    pub name: &'static str,
    /// The place of its department.
    pub department: usize,
    /// How it is handled.
    pub kind: Kind,
    /// The statutory limit in working days.
    pub statutory: u32,
    /// The promised limit in working days.
    pub promised: u32,
    /// The lawful fee in cents.
    pub fee: Option<u32>,
}

/// One county.
pub struct County {
    /// The GB/T 2260 code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The sites; the first is the hall.
    pub sites: Vec<Site>,
    /// The departments.
    pub departments: Vec<Department>,
    /// The windows.
    pub windows: Vec<Window>,
    /// The staff.
    pub staff: Vec<Staff>,
    /// The assignments.
    pub assignments: Vec<Assignment>,
    /// The items.
    pub items: Vec<Item>,
    leader: String,
    supervision: String,
}

/// What a county is to be like.
#[derive(Clone, Debug)]
pub struct Size {
    /// How many windows.
    pub windows: usize,
    /// How many members of staff; at least as many as windows.
    pub staff: usize,
    /// The months that staff come, go and move in.
    pub months: Vec<Month>,
}

const TOWNS: [&str; 4] = ["坦途镇", "东屏镇", "大屯镇", "五棵树镇"];
const VILLAGES: [&str; 2] = ["向阳村", "新立村"];

impl County {
    /// Makes up a county.
    pub fn new(code: String, name: String, size: &Size, dice: &mut Dice) -> County {
        let mut names = Names::new();
        let leader = names.next(dice);
        let supervision = names.next(dice);
        let sites = sites(&name, size.windows);
        let mut windows = windows(&sites, size.windows);
        grade(&mut windows, &sites, dice);
        let (departments, items) = departments(&mut windows, &mut names, dice);
        let staff = (0..size.staff)
            .map(|place| Staff { id: numbered("S", place, size.staff, 3), name: names.next(dice) })
            .collect();
        let assignments = assignments(size, dice);
        County { code, name, sites, departments, windows, staff, assignments, items, leader, supervision }
    }

    /// Who works at each window on a date.
    pub fn on_duty(&self, date: Date) -> Vec<Vec<usize>> {
        let mut duty = vec![Vec::new(); self.windows.len()];
        for held in &self.assignments {
            if held.from <= date && held.to.is_none_or(|to| date <= to) {
                duty[held.window].push(held.staff);
            }
        }
        duty
    }

    /// The registry as TOML.
    pub fn toml(&self) -> String {
        let mut out = String::new();
        // Writing into memory cannot fail.
        let _ = self.write_toml(&mut out);
        out
    }

    fn write_toml(&self, out: &mut String) -> std::fmt::Result {
        let mail = |who: &str| format!("{who}@{}.example.invalid", self.code);
        writeln!(out, "# A county that does not exist, for trying Flagpost out: `flagpost sample`.\n")?;
        writeln!(out, "[region]\ncode = \"{}\"\nname = \"{}\"", self.code, self.name)?;
        writeln!(out, "timezone = \"Asia/Shanghai\"")?;
        writeln!(out, "leader = {{ name = \"{}\", email = \"{}\" }}", self.leader, mail("leader"))?;
        let bureau = mail("supervision");
        writeln!(out, "supervision = {{ name = \"{}（监察局）\", email = \"{bureau}\" }}", self.supervision)?;
        for (id, am, pm) in [
            ("standard", ("08:30:00", "11:30:00"), ("13:00:00", "17:00:00")),
            ("township", ("08:00:00", "11:30:00"), ("13:30:00", "16:30:00")),
        ] {
            writeln!(out, "\n[[schedule]]\nid = \"{id}\"")?;
            writeln!(out, "am = {{ start = \"{}\", end = \"{}\" }}", am.0, am.1)?;
            writeln!(out, "pm = {{ start = \"{}\", end = \"{}\" }}", pm.0, pm.1)?;
        }
        for (place, site) in self.sites.iter().enumerate() {
            let schedule = if site.rural { "township" } else { "standard" };
            writeln!(out, "\n[[site]]\nid = \"{}\"\nname = \"{}\"", site.id, site.name)?;
            writeln!(out, "kind = \"{}\"\nschedule = \"{schedule}\"", site.kind)?;
            writeln!(out, "attendance = {}\nsupervision = {}", site.attendance, place == 0)?;
        }
        for department in &self.departments {
            let (id, name) = (&department.id, SERVICES[department.service].name);
            let email = mail(&id.to_lowercase());
            writeln!(out, "\n[[department]]\nid = \"{id}\"\nname = \"{name}\"")?;
            writeln!(out, "head = {{ name = \"{}\", email = \"{email}\" }}", department.head)?;
        }
        for window in &self.windows {
            let site = &self.sites[window.site].id;
            let department = &self.departments[window.department].id;
            writeln!(out, "\n[[window]]\nid = \"{}\"\nname = \"{}\"", window.id, window.name)?;
            writeln!(out, "site = \"{site}\"\ndepartment = \"{department}\"")?;
        }
        for staff in &self.staff {
            writeln!(out, "\n[[staff]]\nid = \"{}\"\nname = \"{}\"", staff.id, staff.name)?;
        }
        for held in &self.assignments {
            let (staff, window) = (&self.staff[held.staff].id, &self.windows[held.window].id);
            writeln!(
                out,
                "\n[[assignment]]\nstaff = \"{staff}\"\nwindow = \"{window}\"\nfrom = {}",
                held.from
            )?;
            if let Some(to) = held.to {
                writeln!(out, "to = {to}")?;
            }
            if held.lead {
                writeln!(out, "lead = true")?;
            }
        }
        for (place, item) in self.items.iter().enumerate() {
            writeln!(out, "\n[[item]]\ncode = \"{}\"\nname = \"{}\"", item.code, item.name)?;
            writeln!(out, "department = \"{}\"", self.departments[item.department].id)?;
            writeln!(out, "kind = \"{}\"", item.kind.word())?;
            writeln!(out, "statutory_days = {}\npromised_days = {}", item.statutory, item.promised)?;
            // A few items are still handled elsewhere or decided behind the window.
            writeln!(out, "entered = {}\nauthorised = {}", place % 19 != 18, place % 11 != 10)?;
            if let Some(fee) = item.fee {
                writeln!(out, "fee_cents = {fee}")?;
            }
        }
        Ok(())
    }
}

/// An id such as `W-07`, with digits enough for all of them.
fn numbered(prefix: &str, place: usize, count: usize, least: usize) -> String {
    let width = count.to_string().len().max(least);
    format!("{prefix}-{:0width$}", place + 1)
}

/// Which sites a county of so many windows has.
fn sites(county: &str, windows: usize) -> Vec<Site> {
    let site = |id: &str, name: String, kind, clock| Site {
        id: id.to_owned(),
        name,
        kind,
        ranked: matches!(kind, "hall" | "sub_center"),
        rural: !matches!(kind, "hall" | "sub_center"),
        attendance: kind != "village",
        clock,
    };
    let mut sites = vec![site("hall", format!("{county}政务服务中心"), "hall", Clock::Micros)];
    if windows >= 6 {
        let clocks = [Clock::Utc, Clock::Micros, Clock::Millis];
        for ((_, id, name), clock) in SUB_CENTERS.iter().zip(clocks) {
            sites.push(site(id, (*name).to_owned(), "sub_center", clock));
        }
    }
    for (place, town) in TOWNS.iter().enumerate().take(windows / 10) {
        sites.push(site(
            &format!("town-{}", place + 1),
            format!("{town}便民服务中心"),
            "township",
            Clock::Millis,
        ));
    }
    for (place, village) in VILLAGES.iter().enumerate().take(windows / 20) {
        sites.push(site(
            &format!("village-{}", place + 1),
            format!("{village}便民服务点"),
            "village",
            Clock::Seconds,
        ));
    }
    sites
}

/// Spreads the windows over the sites; `department` is a place in [`SERVICES`] until the departments are numbered.
fn windows(sites: &[Site], count: usize) -> Vec<Window> {
    let share = |part: usize| (count * part / 100).max(1);
    let mut places = Vec::with_capacity(count);
    let (mut towns, mut villages) = (0, 0);
    for (place, site) in sites.iter().enumerate().skip(1) {
        match site.kind {
            "sub_center" => places.extend((0..share(8)).map(|_| (place, SUB_CENTERS[place - 1].0))),
            "township" => {
                towns += 1;
                places.extend((0..(count / 40).max(1)).map(|nth| (place, TOWN_SERVICES[(towns + nth) % 4])));
            }
            _village => {
                villages += 1;
                let nth = (0..(count / 40).max(1)).map(|nth| (place, TOWN_SERVICES[(villages + nth) % 4]));
                places.extend(nth);
            }
        }
    }
    let in_hall = count.saturating_sub(places.len());
    let departments = SERVICES.len() - 1;
    // The hall begins after the departments of the sub-centers, and comes round to them again.
    let mut all: Vec<(usize, usize)> = (0..in_hall).map(|nth| (0, (nth + 3) % departments)).collect();
    all.sort_by_key(|&(_, service)| service);
    all.extend(places);
    let mut used: Vec<usize> = vec![0; sites.len() * SERVICES.len()];
    all.into_iter()
        .enumerate()
        .map(|(place, (site, service))| {
            let nth = &mut used[site * SERVICES.len() + service];
            let list = SERVICES[service].windows;
            let mut name = if sites[site].rural {
                let town = sites[site].name.trim_end_matches("便民服务中心").trim_end_matches("便民服务点");
                format!("{town}{}窗口", SERVICES[service].short)
            } else {
                list[*nth % list.len()].to_owned()
            };
            let round = if sites[site].rural { *nth } else { *nth / list.len() };
            if round > 0 {
                let _ = write!(name, "{}号", round + 1);
            }
            *nth += 1;
            Window {
                id: numbered("W", place, count, 2),
                name,
                site,
                department: service,
                weight: 1.0,
                grade: Grade::Good,
            }
        })
        .collect()
}

/// Decides how busy and how good each window is; the ranked ones spread from model to troubled.
fn grade(windows: &mut [Window], sites: &[Site], dice: &mut Dice) {
    let mut ranked: Vec<usize> =
        (0..windows.len()).filter(|&place| sites[windows[place].site].ranked).collect();
    dice.shuffle(&mut ranked);
    let count = ranked.len();
    for (rank, place) in ranked.into_iter().enumerate() {
        let troubled = (count * 6 / 100).max(usize::from(count > 3));
        let percent = rank * 100 / count;
        windows[place].grade = match percent {
            _ if rank + 1 == count && count > 3 => Grade::Failing,
            _ if rank + troubled >= count => Grade::Troubled,
            0..16 => Grade::Model,
            16..52 => Grade::Good,
            52..82 => Grade::Fair,
            _weak => Grade::Weak,
        };
        windows[place].weight = 0.5 + 1.2 * dice.fraction();
    }
    for window in windows.iter_mut().filter(|window| sites[window.site].rural) {
        window.weight = if sites[window.site].attendance { 0.35 } else { 0.12 };
        window.grade = if dice.chance(0.6) { Grade::Good } else { Grade::Fair };
    }
}

/// Numbers the departments that have windows, with the one that has none, and lists their items.
fn departments(windows: &mut [Window], names: &mut Names, dice: &mut Dice) -> (Vec<Department>, Vec<Item>) {
    let last = SERVICES.len() - 1;
    let used: Vec<usize> = (0..SERVICES.len())
        .filter(|&service| service == last || windows.iter().any(|window| window.department == service))
        .collect();
    let mut departments = Vec::new();
    let mut items = Vec::new();
    for (place, &service) in used.iter().enumerate() {
        let mut own = Vec::new();
        for offer in SERVICES[service].items {
            own.push(items.len());
            items.push(Item {
                code: String::new(),
                name: offer.0,
                department: place,
                kind: offer.1,
                statutory: offer.2,
                promised: offer.3,
                fee: offer.4,
            });
        }
        let mut sites: Vec<usize> =
            windows.iter().filter(|window| window.department == service).map(|window| window.site).collect();
        sites.dedup();
        departments.push(Department {
            id: numbered("D", place, used.len(), 2),
            service,
            head: names.next(dice),
            items: own,
            sites,
        });
    }
    for window in windows {
        window.department = used.iter().position(|&service| service == window.department).unwrap_or(last);
    }
    let count = items.len();
    for (place, item) in items.iter_mut().enumerate() {
        item.code = numbered("I", place, count, 3);
    }
    (departments, items)
}

/// Gives each window a lead and its share of the staff; some of the staff come, go or move during the months.
fn assignments(size: &Size, dice: &mut Dice) -> Vec<Assignment> {
    let first = size.months[0].first_day();
    let last = size.months[size.months.len() - 1].first_day();
    let always = Date::from_ymd(first.year() - 1, 3, 3).unwrap_or(first);
    let mut all = Vec::with_capacity(size.staff + size.staff / 10);
    for staff in 0..size.staff {
        let window = staff % size.windows;
        let mut held = Assignment { staff, window, from: always, to: None, lead: staff < size.windows };
        if held.lead {
            all.push(held);
            continue;
        }
        match dice.below(100) {
            0..8 => {
                // Moves to another window in the middle of the first month, perhaps to another site.
                let day = Date(first.0 + dice.between(11, 18) as i32);
                held.to = Some(Date(day.0 - 1));
                let elsewhere = (window + 1 + dice.below(size.windows.max(2) - 1)) % size.windows;
                all.push(held);
                all.push(Assignment { staff, window: elsewhere, from: day, to: None, lead: false });
                continue;
            }
            8..12 => held.from = Date(first.0 + dice.between(3, 20) as i32),
            12..15 => held.to = Some(Date(last.0 + dice.between(8, 22) as i32)),
            _stays => {}
        }
        all.push(held);
    }
    all
}
