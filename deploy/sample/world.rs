//! The state of the made-up county while its days go by.

use super::Plan;
use super::county::{County, Grade};
use super::dice::Dice;
use super::services::Kind;
use super::wire::{DAY, Id, Line, Log, MINUTE};
use scoring::calendar::Calendar;
use scoring::time::{Date, Month, Session};

/// How often things go wrong, or well: expected numbers in a month, for a member of staff or for a window.
///
/// They do not grow with the number of cases, so that the ranking spreads in the same way whatever the volume.
pub struct Habits {
    /// Late arrivals of one person.
    pub late: f64,
    /// Early leaves of one person.
    pub early: f64,
    /// Half days of one person without leave.
    pub absent: f64,
    /// Swipes that one person forgets.
    pub forgot: f64,
    /// Leaves of one person.
    pub leave: f64,
    /// Cases overdue.
    pub overdue: f64,
    /// Bad ratings found to be the window's fault.
    pub dissatisfied: f64,
    /// Complaints upheld.
    pub upheld: f64,
    /// Findings of inspectors.
    pub findings: f64,
    /// Wrong charges.
    pub fees: f64,
    /// Shares of joint cases done too late.
    pub joint: f64,
    /// Merits.
    pub merits: f64,
    /// Which part of the ratings is bad.
    pub bad_ratings: f64,
    /// The marks of the month's evaluation.
    pub marks: i64,
}

const HABITS: [Habits; 6] = [
    Habits {
        late: 0.02,
        early: 0.01,
        absent: 0.0,
        forgot: 0.04,
        leave: 0.10,
        overdue: 0.02,
        dissatisfied: 0.03,
        upheld: 0.0,
        findings: 0.12,
        fees: 0.0,
        joint: 0.15,
        merits: 3.0,
        bad_ratings: 0.002,
        marks: 95,
    },
    Habits {
        late: 0.14,
        early: 0.07,
        absent: 0.01,
        forgot: 0.12,
        leave: 0.25,
        overdue: 0.12,
        dissatisfied: 0.2,
        upheld: 0.02,
        findings: 0.6,
        fees: 0.05,
        joint: 0.3,
        merits: 1.4,
        bad_ratings: 0.006,
        marks: 91,
    },
    Habits {
        late: 0.4,
        early: 0.2,
        absent: 0.02,
        forgot: 0.25,
        leave: 0.4,
        overdue: 0.4,
        dissatisfied: 0.5,
        upheld: 0.08,
        findings: 1.4,
        fees: 0.15,
        joint: 0.6,
        merits: 0.8,
        bad_ratings: 0.012,
        marks: 86,
    },
    Habits {
        late: 0.7,
        early: 0.4,
        absent: 0.06,
        forgot: 0.4,
        leave: 0.5,
        overdue: 0.9,
        dissatisfied: 1.0,
        upheld: 0.2,
        findings: 2.4,
        fees: 0.4,
        joint: 1.0,
        merits: 0.4,
        bad_ratings: 0.035,
        marks: 78,
    },
    Habits {
        late: 1.3,
        early: 0.7,
        absent: 0.15,
        forgot: 0.8,
        leave: 0.7,
        overdue: 1.5,
        dissatisfied: 1.6,
        upheld: 0.9,
        findings: 4.5,
        fees: 0.8,
        joint: 1.5,
        merits: 0.2,
        bad_ratings: 0.065,
        marks: 70,
    },
    Habits {
        late: 2.5,
        early: 1.2,
        absent: 0.6,
        forgot: 0.8,
        leave: 0.7,
        overdue: 4.0,
        dissatisfied: 3.5,
        upheld: 2.6,
        findings: 8.0,
        fees: 1.5,
        joint: 2.0,
        merits: 0.1,
        bad_ratings: 0.09,
        marks: 58,
    },
];

/// A leave that somebody has, both ends included.
#[derive(Clone, Copy)]
pub struct Leave {
    /// The first half day.
    pub from: (Date, Session),
    /// The last half day.
    pub to: (Date, Session),
}

/// A case that was done today, for faults to refer to.
#[derive(Clone, Copy)]
pub struct Done {
    /// The case.
    pub case: Id,
    /// Its item.
    pub item: usize,
    /// Its window.
    pub window: usize,
    /// Who took it.
    pub staff: usize,
    /// When it was done.
    pub at: i64,
}

/// Everything that changes from day to day.
pub struct World<'c> {
    /// The registry.
    pub county: &'c County,
    /// The working days.
    pub calendar: &'c Calendar,
    /// Chance.
    pub dice: Dice,
    /// The lines written so far.
    pub log: Log,
    /// The day.
    pub today: Date,
    /// The month.
    pub month: Month,
    /// The working days of the month.
    pub workdays: f64,
    /// How well each window works this month.
    pub grades: Vec<Grade>,
    /// Who is assigned to each window today.
    pub duty: Vec<Vec<usize>>,
    /// Who of them is there.
    pub present: Vec<Vec<usize>>,
    /// Each person's leave, past ones included.
    pub leaves: Vec<Option<Leave>>,
    /// The site whose attendance device fails this month, and on which day.
    pub lost_device: Option<(usize, Date)>,
    /// Each department's instant items and its other ones.
    pub menu: Vec<(Vec<usize>, Vec<usize>)>,
    /// Some cases that were done today.
    pub done: Vec<Done>,
    /// Who inspected, recorded and decided; people of the bureau, by id.
    pub bureau: [&'static str; 4],
    /// Cases that a window of weight 1 takes on a usual day.
    pub cases_a_day: f64,
    /// Which kind of fault is next.
    pub next_fault: usize,
    done_count: usize,
    serial: u32,
    first_month: Month,
}

/// Lines that come of one case: its own, its ticket's, its rating's, its fee's. Measured; a test watches over it.
const LINES_A_CASE: f64 = 5.43;

impl<'c> World<'c> {
    /// The county on the eve of the first day.
    pub fn new(county: &'c County, calendar: &'c Calendar, plan: &Plan, dice: Dice, end: i64) -> World<'c> {
        let months = &plan.size.months;
        let (first, last) = (months[0].first_day(), months[months.len() - 1].last_day());
        let workdays = f64::from(calendar.working_days(Date(first.0 - 1), last));
        let weight: f64 = county.windows.iter().map(|window| window.weight).sum();
        let cases_a_day = match plan.events {
            None => 16.0,
            Some(events) => {
                // What happens whatever the volume: four swipes a day and a little more.
                let fixed = county.staff.len() as f64 * (workdays * 3.7 + 2.0 * months.len() as f64);
                ((events as f64 - fixed) / workdays.max(1.0) / LINES_A_CASE / weight).max(0.5)
            }
        };
        let menu = county.departments.iter().map(|department| {
            department.items.iter().partition(|&&item| county.items[item].kind == Kind::Instant)
        });
        World {
            county,
            calendar,
            dice,
            log: Log::new(first, end, Dice::new(plan.seed, 2 * plan.stream + 1)),
            today: first,
            month: months[0],
            workdays: 1.0,
            grades: county.windows.iter().map(|window| window.grade).collect(),
            duty: Vec::new(),
            present: Vec::new(),
            leaves: vec![None; county.staff.len()],
            lost_device: None,
            menu: menu.collect(),
            done: Vec::new(),
            done_count: 0,
            bureau: ["B-01", "B-02", "B-03", "B-04"],
            cases_a_day,
            next_fault: 0,
            serial: 0,
            first_month: months[0],
        }
    }

    /// Begins a month: windows do a little better or worse than last month, and a device fails somewhere.
    pub fn begin_month(&mut self, month: Month) {
        self.month = month;
        self.workdays =
            f64::from(self.calendar.working_days(month.previous().last_day(), month.last_day())).max(1.0);
        for (place, window) in self.county.windows.iter().enumerate() {
            let better = self.dice.chance(0.12);
            let worse = self.dice.chance(0.10);
            self.grades[place] = match (window.grade, better, worse) {
                (Grade::Weak, true, _) => Grade::Fair,
                (Grade::Fair, true, _) => Grade::Good,
                (Grade::Good, true, _) => Grade::Model,
                (Grade::Model, false, true) => Grade::Good,
                (Grade::Good, false, true) => Grade::Fair,
                (Grade::Fair, false, true) => Grade::Weak,
                (same, ..) => same,
            };
        }
        let day = self.calendar.plus(month.previous().last_day(), 4 + self.dice.below(6) as u32);
        let duty = self.county.on_duty(day);
        let full: Vec<usize> = (1..self.county.sites.len())
            .filter(|&site| self.county.sites[site].attendance)
            .filter(|&site| {
                let here = self.county.windows.iter().zip(&duty).filter(|(window, _)| window.site == site);
                here.map(|(_, staff)| staff.len()).sum::<usize>() >= 2
            })
            .collect();
        self.lost_device = (!full.is_empty()).then(|| (*self.dice.pick(&full), day));
    }

    /// Begins a day.
    pub fn begin_day(&mut self, date: Date) {
        self.today = date;
        self.serial = 0;
        self.done.clear();
        self.done_count = 0;
        self.log.begin(date);
        self.duty = self.county.on_duty(date);
        self.present = self.duty.clone();
    }

    /// Begins an event at a site.
    pub fn event(&mut self, site: usize, kind: &str, at: i64) -> Line<'_> {
        let site = &self.county.sites[site];
        self.log.event(&site.id, site.clock, kind, at)
    }

    /// A new identifier with a prefix.
    pub fn id(&mut self, prefix: &str) -> Id {
        self.serial += 1;
        Id::new(prefix, self.today, self.serial)
    }

    /// Keeps some of the day's cases, late ones as likely as early ones.
    pub fn remember(&mut self, done: Done) {
        const KEPT: usize = 64;
        self.done_count += 1;
        if self.done.len() < KEPT {
            return self.done.push(done);
        }
        let place = self.dice.below(self.done_count);
        if place < KEPT {
            self.done[place] = done;
        }
    }

    /// How a window works this month.
    pub fn habits(&self, window: usize) -> &'static Habits {
        &HABITS[self.grades[window] as usize]
    }

    /// Whether something that happens so often in a month happens on this working day.
    pub fn today_by_chance(&mut self, in_month: f64) -> bool {
        self.dice.chance(in_month / self.workdays)
    }

    /// How many cases a window takes in this month, about.
    pub fn cases_in_month(&self, window: usize) -> f64 {
        (self.cases_a_day * self.county.windows[window].weight * self.workdays).max(1.0)
    }

    /// Somebody at a window; whoever is assigned where nobody is there.
    pub fn anybody(&mut self, window: usize) -> Option<usize> {
        let there = &self.present[window];
        if there.is_empty() {
            return self.duty[window].first().copied();
        }
        Some(there[self.dice.below(there.len())])
    }

    /// A moment in a site's office hours; the middle of a session is busier than its ends.
    pub fn moment(&mut self, site: usize, date: Date) -> i64 {
        let hours = self.county.sites[site].hours();
        let (start, end) = hours[usize::from(self.dice.chance(0.45))];
        let length = end - start - 20 * MINUTE;
        let first = self.dice.between(0, length);
        let within = if self.dice.chance(0.5) { (first + self.dice.between(0, length)) / 2 } else { first };
        i64::from(date.0) * DAY + start + within
    }

    /// A moment on a date that is later than another one: in office hours, or soon after it on its own date.
    pub fn moment_after(&mut self, site: usize, date: Date, after: i64) -> i64 {
        let at = self.moment(site, date);
        if at > after {
            return at;
        }
        after + self.dice.between(4 * MINUTE, 70 * MINUTE)
    }

    /// Nanoseconds from local midnight of today.
    pub fn today_at(&self, within: i64) -> i64 {
        i64::from(self.today.0) * DAY + within
    }

    /// Whether a whole month lies before this one in the run.
    pub fn has_month_before(&self) -> bool {
        self.month > self.first_month
    }

    /// Which working day of the month it is, from 1.
    pub fn nth_workday(&self) -> u32 {
        self.calendar.working_days(self.month.previous().last_day(), self.today)
    }

    /// Whether it is the month's last working day.
    pub fn last_workday(&self) -> bool {
        self.calendar.next(self.today) > self.month.last_day()
    }
}
