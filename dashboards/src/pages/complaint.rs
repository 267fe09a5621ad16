//! One complaint worked to its end: what is complained of, where it stands and by when, what follows for the window and its
//! people, and what may be done now.

use super::case::Labelled;
use super::course::{self, Course, course, data_of, text_of};
use super::due::countdown;
use super::rating::done_text;
use super::stakes::{self, Stake, stakes};
use super::{Named, as_of};
use crate::links::Place;
use crate::rights::Hands;
use crate::ui::Ui;
use crate::words;
use askama::Template;
use ingest::live::Moment;
use ingest::store::StoreError;
use reports::words::{Lang, labels};
use scoring::complaints::{self, ComplaintState, ComplaintStep, IfUpheld, Look};
use scoring::context::Context;
use scoring::event::Subject;
use scoring::finding::About;
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::time::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The notices that can be about a complaint.
pub const KINDS: [NoticeKind; 2] = [NoticeKind::ComplaintDue, NoticeKind::ComplaintOverdue];

/// What the acknowledgement names that says that the complainant was told (`scoring/contract/steps.md`).
pub const ANSWER: &str = "complaint_answer/";

/// How many forms a complaint has at most.
pub const FORMS: usize = 3;

/// A complaint as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComplaintView {
    /// Its id.
    pub id: String,
    /// The time of the data.
    pub as_of: String,
    /// `received`, `accepted`, `rejected`, `upheld`, `not_upheld`.
    pub state: &'static str,
    /// How it stands, in words.
    pub state_text: String,
    /// Whether it was answered late, or is not answered and the deadline is over.
    pub is_late: bool,
    /// Facts in the order in which they are asked for.
    pub facts: Vec<Labelled>,
    /// The window complained about.
    pub window: Named,
    /// The staff member complained about.
    pub staff: Option<Named>,
    /// What is complained of; for those alone who work on it.
    pub statement: Option<String>,
    /// Whether the reader may read what is complained of.
    pub reads_words: bool,
    /// Its steps.
    pub steps: Vec<StepShown>,
    /// What happened, what was warned of, what came of it.
    pub course: Course,
    /// What follows next if nothing happens.
    pub next: Option<String>,
    /// What it would cost to be upheld now.
    pub stakes: Vec<Stake>,
    /// What else would follow from that, in sentences.
    pub consequences: Vec<String>,
    /// What follows already for the staff member complained about and the window: proposals that stand this month.
    pub actions: Vec<String>,
    /// Whether the complainant was told: when and how; none while there is nothing to tell or nobody was.
    pub told: Option<String>,
    /// Which forms there are now: `accept`, `reject`, `extend`, `resolve`, `tell`; each with its `nonce`.
    pub forms: BTreeMap<&'static str, String>,
    /// For which reasons it need not be taken up: word, and title with clause.
    pub grounds: Vec<(String, String)>,
    /// The first and last day on which the complainant can have been told.
    pub tellable: (String, String),
    /// What a form came to that led here, in words.
    pub done: Option<String>,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComplaintStepShown)]
pub struct StepShown {
    /// `received`, `accepted`, `extended`, `answered`, `told`.
    pub step: &'static str,
    /// What it is called.
    pub title: String,
    /// When it was done.
    pub done: Option<String>,
    /// By when it is to be done, where there is a deadline.
    pub due: Option<String>,
    /// What to know of it: the countdown, what came out.
    pub aside: Option<String>,
    /// Whether it was or is late.
    pub is_late: bool,
}

/// A state's word.
pub fn state_word(state: ComplaintState) -> &'static str {
    match state {
        ComplaintState::Received => "received",
        ComplaintState::Accepted => "accepted",
        ComplaintState::Rejected => "rejected",
        ComplaintState::Upheld(_) => "upheld",
        ComplaintState::NotUpheld => "not_upheld",
    }
}

/// A step's word.
fn step_word(step: ComplaintStep) -> &'static str {
    match step {
        ComplaintStep::Accept => "accept",
        ComplaintStep::Reject => "reject",
        ComplaintStep::Extend => "extend",
        ComplaintStep::Resolve => "resolve",
        ComplaintStep::Tell => "tell",
    }
}

/// The points that a resolution may name, from the contract's range.
pub fn points_range() -> (Points, Points) {
    (Points::whole(5), Points::whole(10))
}

/// A complaint by its id; `None` where it was never received or is out of scope.
///
/// # Errors
///
/// [`StoreError`]
pub fn view(
    moment: &Moment<'_>,
    id: &str,
    hands: Hands,
    nonces: &[String],
    done: Option<&str>,
    lang: Lang,
) -> Result<Option<ComplaintView>, StoreError> {
    let context = &moment.context;
    let Some(place) = context.log.find_subject(&Subject::Complaint(id)) else { return Ok(None) };
    let Some(look) = complaints::look(context, id) else { return Ok(None) };
    let (registry, today) = (context.registry(), context.today());
    if !hands.scope.has_window(registry, look.window) {
        return Ok(None);
    }
    let data = data_of(moment, look.received)?;
    let course = course(
        moment,
        place,
        (id, &KINDS),
        |about| matches!(about, About::Complaint(of) if of == look.id),
        hands.reads_words,
        lang,
    )?;
    let answer = format!("{ANSWER}{id}");
    let told = moment.records.acknowledgements_of([answer.as_str()])?;
    let told = told.first().map(|told| told.reason.clone().unwrap_or_default());
    let result = moment.result(today.month());
    let past = moment.past_of(today.month());
    let if_upheld = complaints::if_upheld(context, result, &past, look.window, look.staff);
    let deduction = stakes::About {
        kind: context.county.rulebooks.derived.complaint_upheld,
        window: look.window,
        staff: look.staff,
        usual: None,
    };
    let is_open = look.is_open();
    Ok(Some(ComplaintView {
        id: id.to_owned(),
        as_of: lang.as_of(&as_of(context, lang)),
        state: state_word(look.state),
        state_text: state_text(context, &look, lang),
        is_late: look.is_late(today),
        facts: facts(context, &look, &data, lang),
        window: Named::window(registry, look.window),
        staff: look.staff.map(|staff| Named::staff(registry, staff)),
        statement: text_of(&data, "statement").filter(|_| hands.reads_words),
        reads_words: hands.reads_words,
        steps: steps(context, &look, told.as_deref(), lang),
        next: course::next_of(&course, lang),
        course,
        stakes: if is_open { stakes(context, result, deduction, lang) } else { Vec::new() },
        consequences: if is_open { consequences(context, &look, &if_upheld, lang) } else { Vec::new() },
        actions: actions(moment, &look, lang),
        forms: forms(&look, told.is_some(), nonces).into_iter().filter(|_| hands.judges).collect(),
        told,
        grounds: grounds(context, lang),
        tellable: (context.date(look.ended_by().unwrap_or(look.received)).to_string(), today.to_string()),
        done: done_text(done, lang),
    }))
}

/// The forms that there are for a complaint, each with its nonce. The complainant is told once.
pub fn forms(look: &Look, is_told: bool, nonces: &[String]) -> BTreeMap<&'static str, String> {
    let steps = [
        ComplaintStep::Accept,
        ComplaintStep::Reject,
        ComplaintStep::Extend,
        ComplaintStep::Resolve,
        ComplaintStep::Tell,
    ];
    let there =
        steps.into_iter().filter(|step| look.may(*step) && !(is_told && *step == ComplaintStep::Tell));
    there.map(step_word).zip(nonces.iter().cloned()).collect()
}

/// For which reasons the rulebook in force lets a complaint not be taken up.
pub fn grounds(context: &Context<'_>, lang: Lang) -> Vec<(String, String)> {
    let rulebook = context.county.rulebooks.on(context.today());
    let told = rulebook.complaint_rejections.iter().map(|reason| {
        let clause = lang.title(&reason.clause);
        (reason.id.clone(), words::with_remark(lang, lang.title(&reason.title), clause))
    });
    told.collect()
}

/// How a complaint stands, in words: the countdown while it is open, or what became of it.
pub fn state_text(context: &Context<'_>, look: &Look, lang: Lang) -> String {
    let state = lang.say(words::complaint_state(look.state));
    match look.ended {
        None => format!("{} · {}", words::capital(state), countdown(context, Some(look.due), lang)),
        Some(_) if look.is_late(context.today()) => {
            format!("{} · {}", words::capital(state), lang.say(words::ANSWERED_LATE))
        }
        Some(_) => words::capital(state),
    }
}

fn facts(context: &Context<'_>, look: &Look, data: &serde_json::Value, lang: Lang) -> Vec<Labelled> {
    let registry = context.registry();
    let named = |of: &Named| format!("{} {}", of.id, of.name);
    let department = registry.windows[usize::from(look.window)].department;
    let staff = look.staff.map(|staff| named(&Named::staff(registry, staff)));
    let received = context.log.record(look.received).time;
    let facts = [
        (labels::WINDOW, named(&Named::window(registry, look.window))),
        (labels::DEPARTMENT, Named::department(registry, department).name),
        (words::STAFF_MEMBER, staff.unwrap_or_else(|| "—".to_owned())),
        (words::TOPIC, words::named(lang, &words::TOPICS, &text_of(data, "topic").unwrap_or_default())),
        (words::RECEIVED_ON, lang.moment(&registry.zone, received, context.today().year())),
    ];
    facts.into_iter().map(|(label, text)| Labelled { label: lang.say(label), text }).collect()
}

fn steps(context: &Context<'_>, look: &Look, told: Option<&str>, lang: Lang) -> Vec<StepShown> {
    let (year, zone) = (context.today().year(), &context.registry().zone);
    let when =
        |event: Option<u32>| event.map(|event| lang.moment(zone, context.log.record(event).time, year));
    let day = |date: Date| lang.day(date, year);
    let step = |step, title: reports::words::Word, done, due, aside| StepShown {
        step,
        title: lang.say(title).to_owned(),
        done,
        due,
        aside,
        is_late: false,
    };
    let mut steps = vec![step("received", words::RECEIVED_ON, when(Some(look.received)), None, None)];
    if look.rejected.is_none() {
        steps.push(step("accepted", words::ACCEPT, when(look.accepted), None, None));
    }
    if look.extended.is_some() {
        let aside = Some(format!("{} → {}", day(look.due_usual), day(look.due_extended)));
        steps.push(step("extended", words::EXTENSION, when(look.extended), None, aside));
    }
    let answered = look.ended_by();
    let aside = match answered {
        Some(_) => lang.say(words::complaint_state(look.state)).to_owned(),
        None => countdown(context, Some(look.due), lang),
    };
    steps.push(StepShown {
        is_late: look.is_late(context.today()),
        ..step("answered", words::ANSWERED, when(answered), Some(day(look.due)), Some(aside))
    });
    if answered.is_some() {
        let told = told.map(str::to_owned);
        steps.push(step("told", words::TELL, told, None, None));
    }
    steps
}

/// What else would follow if it is upheld now.
fn consequences(context: &Context<'_>, look: &Look, found: &IfUpheld, lang: Lang) -> Vec<String> {
    let registry = context.registry();
    let mut told = Vec::new();
    if let (Some(staff), Some(upheld), Some(action)) = (look.staff, found.upheld_this_year, found.action) {
        let who = Named::staff(registry, staff).name;
        told.push(words::upheld_this_year(lang, &who, upheld, lang.notice(action, 2)));
    }
    let window = Named::window(registry, look.window).name;
    told.push(words::upheld_this_month(lang, &window, found.upheld_this_month, found.dissatisfied_from));
    told
}

/// What the months that are open propose because of this complaint.
fn actions(moment: &Moment<'_>, look: &Look, lang: Lang) -> Vec<String> {
    use scoring::month::ActionSubject;
    let context = &moment.context;
    let Some(resolved) = look.resolved.filter(|_| matches!(look.state, ComplaintState::Upheld(_))) else {
        return Vec::new();
    };
    let date = context.date(resolved);
    let registry = context.registry();
    let Some(result) = moment.result(date.month()) else { return Vec::new() };
    let is_about_staff =
        |kind: NoticeKind| matches!(kind, NoticeKind::NotifyDepartment | NoticeKind::TransferRecommended);
    let concerns = |action: &&scoring::month::Action| match action.subject {
        ActionSubject::Staff(staff) => {
            Some(staff) == look.staff && is_about_staff(action.kind) && action.date == date
        }
        ActionSubject::Window(_) => false,
    };
    let about_staff = result
        .actions
        .iter()
        .filter(concerns)
        .map(|action| format!("{}：{}", action.subject.id(registry), lang.notice(action.kind, 2)));
    let window = result.window(look.window).filter(|standing| standing.dissatisfied);
    let about_window = window.map(|_| {
        let window = Named::window(registry, look.window);
        format!("{} {}：{}", window.id, window.name, lang.notice(NoticeKind::DissatisfiedWindow, 2))
    });
    about_staff.chain(about_window).collect()
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a ComplaintView,
}

impl Page<'_> {
    fn form(&self, name: &str) -> Option<&String> {
        self.view.forms.get(name)
    }

    fn action(&self, what: &str) -> String {
        self.ui.at(&format!("/complaints/{}/{what}", crate::links::segment(&self.view.id)))
    }

    fn say_way(&self, word: &reports::words::Word) -> &'static str {
        self.ui.say(word)
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &ComplaintView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
