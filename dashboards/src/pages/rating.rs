//! One bad rating worked to its end: what was said, its steps with their deadlines, what follows for the score, and what may
//! be done now.

use super::case::Labelled;
use super::course::{self, Course, course, data_of, text_of};
use super::due::{Urgency, countdown, urgency};
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
use scoring::context::Context;
use scoring::event::Subject;
use scoring::finding::About;
use scoring::notices::NoticeKind;
use scoring::points::Points;
use scoring::ratings::{self, Look, RatingState, RatingStep, StepLook};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The notices that can be about a rating.
pub const KINDS: [NoticeKind; 3] =
    [NoticeKind::RatingUnverified, NoticeKind::RatingUnrectified, NoticeKind::RatingUnreplied];

/// A rating as people see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingView {
    /// Its id.
    pub id: String,
    /// 1 very dissatisfied to 5 very satisfied.
    pub level: u8,
    /// What the level is called.
    pub level_name: String,
    /// The time of the data.
    pub as_of: String,
    /// `idle`, `open`, `done`, `invalid`.
    pub state: &'static str,
    /// How it stands, in words.
    pub state_text: String,
    /// Whether a deadline is over.
    pub is_overdue: bool,
    /// Facts in the order in which they are asked for.
    pub facts: Vec<Labelled>,
    /// The window that was rated.
    pub window: Named,
    /// The case that it names, where the log has it.
    pub case: Option<String>,
    /// What the citizen wrote; for those alone who work on it.
    pub comment: Option<String>,
    /// Whether the reader may read what the citizen wrote.
    pub reads_words: bool,
    /// Its steps.
    pub steps: Vec<StepShown>,
    /// What happened, what was warned of, what came of it.
    pub course: Course,
    /// What follows next if nothing happens.
    pub next: Option<String>,
    /// What an outcome against the window or the staff member would cost now.
    pub stakes: Vec<Stake>,
    /// Which forms there are now: `verify`, `rectify`, `reply`, `appeal`; each with what it has to bring back as `nonce`.
    pub forms: BTreeMap<&'static str, String>,
    /// Whether it names a staff member who could answer for it.
    pub names_staff: bool,
    /// Whether it was verified before.
    pub is_verified: bool,
    /// What a form came to that led here, in words.
    pub done: Option<String>,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RatingStepShown)]
pub struct StepShown {
    /// `verify`, `rectify`, `reply`.
    pub step: &'static str,
    /// What it is called.
    pub title: String,
    /// Who has to do it.
    pub whose: String,
    /// By when, `2026-09-08`.
    pub due: Option<String>,
    /// By when, as it is spoken of.
    pub due_day: Option<String>,
    /// When it was done, as it is spoken of.
    pub done: Option<String>,
    /// The countdown, while it is not done.
    pub countdown: Option<String>,
    /// Whether it is or was late.
    pub is_late: bool,
}

/// A step's word.
pub fn step_word(step: RatingStep) -> &'static str {
    match step {
        RatingStep::Verify => "verify",
        RatingStep::Rectify => "rectify",
        RatingStep::Reply => "reply",
    }
}

/// A state's word.
pub fn state_word(state: RatingState) -> &'static str {
    match state {
        RatingState::Idle => "idle",
        RatingState::Open => "open",
        RatingState::Done => "done",
        RatingState::Invalid => "invalid",
    }
}

/// Who has to do a step.
pub fn whose(context: &Context<'_>, look: &Look, step: RatingStep, lang: Lang) -> String {
    match step {
        RatingStep::Verify => lang.say(words::BUREAU).to_owned(),
        RatingStep::Rectify | RatingStep::Reply => {
            let window = Named::window(context.registry(), look.window);
            format!("{} {}", window.id, window.name)
        }
    }
}

/// What is said to the reader, by what a form came to.
pub fn done_text(done: Option<&str>, lang: Lang) -> Option<String> {
    match done? {
        "new" => Some(lang.say(words::ENTERED_NEW).to_owned()),
        "before" => Some(lang.say(words::ENTERED_BEFORE).to_owned()),
        _ => None,
    }
}

/// The points that a verification may name, from the contract's range and the rulebook's; the same least and most where the
/// rule leaves no choice.
pub fn points_range(context: &Context<'_>) -> Option<(Points, Points)> {
    let rulebook = context.county.rulebooks.of_month(context.today().month());
    let kind = context.county.rulebooks.derived.dissatisfied;
    let (_, amount) = rulebook.window_book.rule(kind)?;
    match amount {
        scoring::rulebook::Amount::Range { min, max, .. } => {
            Some((min.max(Points::whole(2)), max.min(Points::whole(5))))
        }
        scoring::rulebook::Amount::Each(_)
        | scoring::rulebook::Amount::EachAfter { .. }
        | scoring::rulebook::Amount::WholeCategory => None,
    }
}

/// A rating by its id; `None` where it was never submitted or is out of scope. `nonces` is asked for each form that there is.
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
) -> Result<Option<RatingView>, StoreError> {
    let context = &moment.context;
    let Some(place) = context.log.find_subject(&Subject::Rating(id)) else { return Ok(None) };
    let Some(look) = ratings::look(context, id) else { return Ok(None) };
    let registry = context.registry();
    if !hands.scope.has_window(registry, look.window) {
        return Ok(None);
    }
    let data = data_of(moment, look.submitted)?;
    let course = course(
        moment,
        place,
        (id, &KINDS),
        |about| matches!(about, About::Rating(of, _) if of == look.id),
        hands.reads_words,
        lang,
    )?;
    let today = context.today();
    let deduction = stakes::About {
        kind: context.county.rulebooks.derived.dissatisfied,
        window: look.window,
        staff: look.staff,
        usual: Some(usual_points(context, look.level)),
    };
    let case = look.case.map(|case| context.log.text(case).to_owned());
    let case = case.filter(|case| context.log.find_subject(&Subject::Case(case)).is_some());
    Ok(Some(RatingView {
        id: id.to_owned(),
        level: look.level,
        level_name: words::capital(lang.rating_level(look.level)),
        as_of: lang.as_of(&as_of(context, lang)),
        state: state_word(look.state),
        state_text: state_text(context, &look, lang),
        is_overdue: look.is_overdue(today),
        facts: facts(context, &look, &data, lang),
        window: Named::window(registry, look.window),
        case,
        comment: text_of(&data, "comment").filter(|_| hands.reads_words),
        reads_words: hands.reads_words,
        steps: look.steps(context).iter().map(|step| step_shown(context, &look, step, lang)).collect(),
        next: course::next_of(&course, lang),
        stakes: match look.may(RatingStep::Verify) {
            true => stakes(context, moment.result(today.month()), deduction, lang),
            false => Vec::new(),
        },
        course,
        forms: forms(&look, nonces)
            .into_iter()
            .filter(|(form, _)| if *form == "verify" { hands.judges } else { hands.answers })
            .collect(),
        names_staff: look.staff.is_some(),
        is_verified: !look.verifications.is_empty(),
        done: done_text(done, lang),
    }))
}

fn usual_points(context: &Context<'_>, level: u8) -> Points {
    let usual = context.county.rulebooks.on(context.today()).dissatisfied_rating_points;
    if level == 1 { usual.level_1 } else { usual.level_2 }
}

/// The forms that there are for a rating, each with its nonce.
pub fn forms(look: &Look, nonces: &[String]) -> BTreeMap<&'static str, String> {
    let steps = [RatingStep::Verify, RatingStep::Rectify, RatingStep::Reply];
    let names = steps.into_iter().filter(|step| look.may(*step)).map(step_word);
    let names = names.chain(look.may_be_appealed().then_some("appeal"));
    names.zip(nonces.iter().cloned()).collect()
}

/// How many forms a rating has at most.
pub const FORMS: usize = 4;

/// How a rating stands, in words: what it waits for with the countdown, or what became of it.
pub fn state_text(context: &Context<'_>, look: &Look, lang: Lang) -> String {
    match look.state {
        RatingState::Idle => lang.say(words::NO_STEP_LEFT).to_owned(),
        RatingState::Done => lang.say(words::rating_choice("done")).to_owned(),
        RatingState::Invalid => lang.say(words::rating_choice("invalid")).to_owned(),
        RatingState::Open => {
            let waits: Vec<String> = look
                .waits_for
                .iter()
                .map(|(step, _)| lang.say(words::rating_choice(step_word(*step))).to_owned())
                .collect();
            format!("{} · {}", lang.list(&waits), countdown(context, look.due(), lang))
        }
    }
}

fn step_shown(context: &Context<'_>, look: &Look, step: &StepLook, lang: Lang) -> StepShown {
    let year = context.today().year();
    let zone = &context.registry().zone;
    StepShown {
        step: step_word(step.step),
        title: words::capital(lang.say(words::rating_step(step.step))),
        whose: whose(context, look, step.step, lang),
        due: step.due.map(|due| due.to_string()),
        due_day: step.due.map(|due| lang.day(due, year)),
        done: step.done.map(|event| lang.moment(zone, context.log.record(event).time, year)),
        countdown: match (step.done, step.due) {
            (None, Some(due)) => Some(countdown(context, Some(due), lang)),
            (None, None) | (Some(_), _) => None,
        },
        is_late: step.is_late,
    }
}

fn facts(context: &Context<'_>, look: &Look, data: &serde_json::Value, lang: Lang) -> Vec<Labelled> {
    let registry = context.registry();
    let window = Named::window(registry, look.window);
    let department = registry.windows[usize::from(look.window)].department;
    let staff = look.staff.map(|staff| Named::staff(registry, staff));
    let submitted = context.log.record(look.submitted).time;
    let named = |of: &Named| format!("{} {}", of.id, of.name);
    let name = if look.real_name { words::REAL_NAME } else { words::ANONYMOUS };
    let facts = [
        (labels::WINDOW, named(&window)),
        (labels::DEPARTMENT, Named::department(registry, department).name),
        (words::STAFF_MEMBER, staff.map_or("—".to_owned(), |staff| named(&staff))),
        (words::SUBMITTED, lang.moment(&registry.zone, submitted, context.today().year())),
        (words::CHANNEL, words::rating_channel(lang, &text_of(data, "channel").unwrap_or_default())),
        (words::REPLY, lang.say(name).to_owned()),
    ];
    facts.into_iter().map(|(label, text)| Labelled { label: lang.say(label), text }).collect()
}

/// How soon a rating is due, while it waits for somebody.
pub fn urgency_of(context: &Context<'_>, look: &Look) -> Option<Urgency> {
    look.due().map(|due| urgency(context, Some(due)))
}

#[derive(Template)]
#[template(path = "rating.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a RatingView,
}

impl Page<'_> {
    fn form(&self, name: &str) -> Option<&String> {
        self.view.forms.get(name)
    }

    fn action(&self, what: &str) -> String {
        self.ui.at(&format!("/ratings/{}/{what}", crate::links::segment(&self.view.id)))
    }

    fn least(&self) -> String {
        self.view.stakes.first().map_or(String::new(), |stake| stake.least.0.to_string())
    }

    fn most(&self) -> String {
        self.view.stakes.first().map_or(String::new(), |stake| stake.most.0.to_string())
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &RatingView) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}
