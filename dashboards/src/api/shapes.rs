//! What each route is asked with, takes and answers: a line a route. A route without its line is found by a test, and so is an
//! answer that is not as its line says.

use super::answers::Done;
use super::borrowed::{AddresseeShape, ReplayedShape};
use super::replies::*;
use super::uploads::*;
use crate::handlers::{
    account, accounts as account_forms, appeals as appeal_forms, charts as charts_asked,
    closing as closing_forms, complaints as complaint_forms, contract as contract_asked,
    displays as display_forms, entered, givens as givens_asked, letters as letter_forms, live as live_asked,
    mending as mending_forms, messages as message_forms, monthly as monthly_forms, months as months_asked,
    notices as notice_forms, orders as order_forms, places as places_asked, privacy as privacy_forms,
    proposals as proposal_forms, public as public_forms, ratings as rating_forms, rejected as rejected_forms,
    reports as reports_asked, sources as source_forms, texts as text_forms, week as week_forms,
};
use crate::kit::{feed_check::FeedReport, file_check::FileReport};
use crate::pages::paging::Paging;
use crate::pages::*;
use crate::public::PublicSetting;
use crate::taken::FileAsked;
use utoipa::ToSchema;
use utoipa::openapi::schema::{OneOfBuilder, Ref};
use utoipa::openapi::{RefOr, Schema};

/// A type as the description names it.
#[derive(Clone)]
pub struct Typed {
    /// Its name among the components.
    pub name: String,
    /// What it looks like.
    pub schema: RefOr<Schema>,
    /// What it is made of.
    pub parts: Vec<(String, RefOr<Schema>)>,
}

impl Typed {
    /// The type with what it is made of.
    pub fn of<T: ToSchema>() -> Typed {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        Typed { name: T::name().into_owned(), schema: T::schema(), parts }
    }
}

/// What a route is asked with, takes and answers.
pub struct Shape {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The address, as the router writes it.
    pub path: &'static str,
    /// What may stand in the query; each by its fields.
    pub asks: Vec<Typed>,
    /// The form of a POST.
    pub takes: Option<Typed>,
    /// Whether the form must be `multipart/form-data`.
    pub is_upload: bool,
    /// What it answers, one of these; none where the answer is a file, or leads on.
    pub answers: Vec<Typed>,
}

fn shape(method: &'static str, path: &'static str) -> Shape {
    let (asks, answers) = (Vec::new(), Vec::new());
    Shape { method, path, asks, takes: None, is_upload: false, answers }
}

fn get(path: &'static str) -> Shape {
    shape("GET", path)
}

fn post(path: &'static str) -> Shape {
    shape("POST", path)
}

impl Shape {
    fn asks<T: ToSchema>(mut self) -> Shape {
        self.asks.push(Typed::of::<T>());
        self
    }

    fn takes<T: ToSchema>(mut self) -> Shape {
        self.takes = Some(Typed::of::<T>());
        self
    }

    fn uploads<T: ToSchema>(self) -> Shape {
        Shape { is_upload: true, ..self.takes::<T>() }
    }

    fn answers<T: ToSchema>(mut self) -> Shape {
        self.answers.push(Typed::of::<T>());
        self
    }

    /// Whether it is given in pages: `page`, `per_page`, and all of it by `format` as a file.
    pub fn is_paged(&self) -> bool {
        self.answers.iter().any(|typed| typed.parts.iter().any(|(name, _)| *name == Paging::name()))
    }

    /// The schema of what is answered.
    pub fn answer(&self) -> Option<RefOr<Schema>> {
        let named = |typed: &Typed| Ref::from_schema_name(&typed.name);
        match self.answers.as_slice() {
            [] => None,
            [only] => Some(named(only).into()),
            several => {
                let one = several.iter().fold(OneOfBuilder::new(), |one, typed| one.item(named(typed)));
                Some(Schema::OneOf(one.build()).into())
            }
        }
    }
}

/// All of them, in the order of the router.
pub fn shapes() -> Vec<Shape> {
    let ranked = |path| {
        let asked = get(path).asks::<months_asked::AskedVersion>().asks::<filter::Filter>();
        asked.asks::<sorting::Wanted>().asks::<FileAsked>().answers::<ranking::Ranking>()
    };
    let places = |path| {
        let asked = get(path).asks::<months_asked::AskedVersion>().asks::<sorting::SortAsked>();
        asked.asks::<FileAsked>().answers::<places::Places>()
    };
    let place = |path| {
        let asked = get(path).asks::<months_asked::AskedVersion>().asks::<places_asked::Lines>();
        asked.answers::<place::PlaceView>()
    };
    let subject = |path| get(path).asks::<months_asked::AskedVersion>().answers::<window::Subject>();
    let noticed = |path| get(path).asks::<notices::NoticeFilter>().answers::<notices::Notices>();
    let found = |path| {
        let asked = get(path).asks::<findings::FindingsFilter>().asks::<sorting::SortAsked>();
        asked.asks::<entered::Done>().answers::<findings::Findings>()
    };
    let one_found = |path| get(path).asks::<entered::Done>().answers::<finding::FindingView>();
    let evaluated =
        |path| get(path).asks::<evaluations::EvaluationsFilter>().answers::<evaluations::Evaluations>();
    let edited = |path| get(path).asks::<givens_asked::Asked>().answers::<givens::EditView>();
    let checked = |path| post(path).uploads::<GivenForm>().answers::<givens::EditView>();
    let applied =
        |path| post(path).uploads::<GivenForm>().answers::<ChangeReply>().answers::<givens::EditView>();
    let voided =
        |path| post(path).takes::<VoidForm>().answers::<EnteredReply>().answers::<effect::EffectView>();
    vec![
        get("/today").answers::<today::TodayView>(),
        get("/today/{list}").asks::<today::lists::ListFilter>().answers::<today::lists::TodayList>(),
        get("/wall").answers::<today::TodayView>(),
        get("/live").asks::<live_asked::Since>(),
        get("/displays").answers::<displays::Displays>(),
        post("/displays").takes::<display_forms::Wanted>().answers::<displays::Displays>(),
        post("/displays/{number}/revoke").takes::<ConfirmationForm>().answers::<DisplayRevokedReply>(),
        ranked("/windows"),
        get("/windows/{id}"),
        ranked("/staff"),
        get("/staff/{id}"),
        ranked("/months/{month}/windows"),
        subject("/months/{month}/windows/{id}"),
        ranked("/months/{month}/staff"),
        subject("/months/{month}/staff/{id}"),
        places("/departments"),
        get("/departments/{id}"),
        places("/sites"),
        get("/sites/{id}"),
        places("/months/{month}/departments"),
        place("/months/{month}/departments/{id}"),
        places("/months/{month}/sites"),
        place("/months/{month}/sites/{id}"),
        get("/due").asks::<due::DueFilter>().asks::<sorting::SortAsked>().answers::<due::DueList>(),
        get("/cases/{id}").answers::<case::CaseView>(),
        get("/cases/{id}/handover"),
        get("/events/{source}/{id}").answers::<event::EventView>(),
        noticed("/notices"),
        noticed("/months/{month}/notices"),
        get("/ratings")
            .asks::<ratings::RatingsFilter>()
            .asks::<sorting::SortAsked>()
            .answers::<ratings::Ratings>(),
        get("/ratings/{id}").asks::<entered::Done>().answers::<rating::RatingView>(),
        post("/ratings/{id}/verify").takes::<rating_forms::VerifyForm>().answers::<EnteredReply>(),
        post("/ratings/{id}/{what}").takes::<rating_forms::TextForm>().answers::<EnteredReply>(),
        get("/complaints")
            .asks::<complaints::ComplaintsFilter>()
            .asks::<sorting::SortAsked>()
            .answers::<complaints::Complaints>(),
        post("/complaints").takes::<complaint_forms::RegisterForm>().answers::<EnteredReply>(),
        get("/complaints/{id}").asks::<entered::Done>().answers::<complaint::ComplaintView>(),
        post("/complaints/{id}/{what}").takes::<complaint_forms::StepForm>().answers::<EnteredReply>(),
        post("/notices/acknowledge").takes::<notice_forms::AcknowledgeForm>().answers::<EnteredReply>(),
        get("/charts"),
        get("/months/{month}/charts").asks::<charts_asked::Asked>().answers::<charts::Charts>(),
        get("/months/{month}/charts/{file}").asks::<charts_asked::Asked>(),
        get("/reports"),
        get("/reports/check").asks::<documents::CodeAsked>().answers::<documents::CodeCheck>(),
        get("/reports/texts").asks::<text_forms::Asked>().answers::<texts::TextsView>(),
        post("/reports/texts").takes::<TextsForm>().answers::<Done>().answers::<texts::TextsView>(),
        post("/reports/texts/file")
            .uploads::<TextsFileForm>()
            .answers::<Done>()
            .answers::<texts::TextsView>(),
        get("/months/{month}/reports").answers::<documents::Reports>(),
        get("/months/{month}/reports/{kind}").asks::<reports_asked::Asked>(),
        get("/months/{month}/reports/drafts/{kind}/{period}").asks::<drafts::DraftAsked>(),
        get("/months/{month}/reports/{kind}/view")
            .asks::<reports_asked::Asked>()
            .answers::<document::DocumentView>(),
        get("/signals").answers::<signals::Signals>(),
        get("/months/{month}/signals").answers::<signals::Signals>(),
        get("/feeds").asks::<feeds::FeedsFilter>().answers::<feeds::Feeds>(),
        get("/messages").asks::<messages::MessagesAsked>().answers::<messages::Messages>(),
        get("/messages/{key}").answers::<messages::MessageView>(),
        post("/messages/{key}").takes::<ConfirmationForm>().answers::<RetriedReply>(),
        get("/recipients").asks::<message_forms::Saved>().answers::<recipients::Recipients>(),
        post("/recipients/{recipient}").takes::<recipients::Set>().answers::<AddresseeShape>(),
        get("/rejected").asks::<rejected_forms::Asked>().answers::<rejected::RejectedList>(),
        post("/rejected/replay").takes::<rejected_forms::Act>().answers::<ReplayedShape>(),
        post("/rejected/dismiss").takes::<rejected_forms::Act>().answers::<DismissedReply>(),
        get("/months").answers::<months::Months>(),
        get("/months/{month}").answers::<month::MonthView>(),
        get("/checklist").answers::<checklist::CheckList>(),
        get("/months/{month}/checklist").answers::<checklist::CheckList>(),
        post("/months/{month}/checklist").takes::<monthly_forms::Marked>().answers::<ItemReply>(),
        get("/proposals").answers::<proposals::Proposals>(),
        get("/months/{month}/proposals").answers::<proposals::Proposals>(),
        post("/months/{month}/proposals").takes::<proposal_forms::Decision>().answers::<MonthReply>(),
        get("/months/{month}/preview").answers::<preview::Preview>(),
        post("/months/{month}/preview").takes::<ConfirmationForm>().answers::<MonthReply>(),
        post("/months/{month}/publish").takes::<ConfirmationForm>().answers::<PublishedReply>(),
        get("/months/{month}/close").answers::<closing::Closing>(),
        post("/months/{month}/close").takes::<closing_forms::Closed>().answers::<VersionReply>(),
        post("/months/{month}/public-notice").takes::<closing_forms::PutUp>().answers::<PutUpReply>(),
        get("/months/{month}/changes").asks::<closing_forms::Compared>().answers::<changes::ChangesView>(),
        post("/months/{month}/reissue").takes::<closing_forms::Reissue>().answers::<VersionReply>(),
        get("/settings/public-page").answers::<public::SettingView>(),
        post("/settings/public-page").takes::<public_forms::Given>().answers::<PublicSetting>(),
        get("/what-if").answers::<what_if::WhatIfView>(),
        post("/what-if").takes::<TrialForm>().answers::<TrialReply>(),
        get("/what-if/rulebook.toml"),
        get("/appeals").asks::<appeals::AppealFilter>().answers::<appeals::Appeals>(),
        post("/appeals").takes::<appeal_forms::Filed>().answers::<AppealReply>(),
        get("/appeals/new").asks::<appeal_forms::About>().answers::<appeal::FilingForm>(),
        get("/appeals/{id}").answers::<appeal::AppealView>(),
        post("/appeals/{id}/decide").takes::<appeal_forms::Decided>().answers::<AppealReply>(),
        get("/orders").asks::<orders::OrderFilter>().asks::<sorting::SortAsked>().answers::<orders::Orders>(),
        post("/orders").takes::<order_forms::Issued>().answers::<OrderReply>(),
        get("/orders/new").asks::<orders::Offered>().answers::<orders::IssueForm>(),
        get("/orders/{id}").answers::<orders::OrderView>(),
        post("/orders/{id}/complete").takes::<CompletionForm>().answers::<OrderReply>(),
        post("/orders/{id}/check").takes::<CheckForm>().answers::<OrderReply>(),
        found("/findings"),
        post("/findings").takes::<RecordedForm>().answers::<EnteredReply>().answers::<effect::EffectView>(),
        get("/findings/new").asks::<recording::Offered>().answers::<recording::RecordingForm>(),
        post("/findings/preview").takes::<RecordedForm>().answers::<effect::EffectView>(),
        one_found("/findings/{id}"),
        voided("/findings/{id}/void"),
        one_found("/merits/{id}"),
        voided("/merits/{id}/void"),
        found("/months/{month}/findings"),
        get("/round").asks::<recording::Offered>().answers::<recording::RecordingForm>(),
        post("/round").takes::<RoundForm>().answers::<EnteredReply>().answers::<effect::EffectView>(),
        get("/photos/{photo}"),
        evaluated("/evaluations"),
        evaluated("/months/{month}/evaluations"),
        post("/months/{month}/evaluations")
            .takes::<EvaluationsForm>()
            .answers::<EnteredReply>()
            .answers::<effect::EffectView>(),
        get("/week").asks::<week_forms::Asked>().answers::<week::WeekSheet>(),
        post("/week").takes::<week_forms::Remarked>().answers::<WeekReply>(),
        get("/letters").answers::<letters::LetterList>(),
        get("/letters/{name}").asks::<letter_forms::Asked>().answers::<letters::LetterView>(),
        post("/letters/{name}")
            .takes::<letter_forms::Act>()
            .answers::<Done>()
            .answers::<letters::LetterView>(),
        get("/audit").asks::<audit::AuditAsked>().answers::<audit::Audit>(),
        get("/rejected/{number}").answers::<mending::RejectedView>(),
        post("/rejected/{number}/mend")
            .takes::<mending_forms::Mended>()
            .answers::<ReplayedShape>()
            .answers::<mending::RejectedView>(),
        get("/rejected/replace").asks::<mending_forms::Asked>().answers::<mending::ReplaceView>(),
        post("/rejected/replace").takes::<mending_forms::ReplaceForm>().answers::<ReplayedShape>(),
        get("/sources").answers::<sources::Sources>(),
        post("/sources/tokens").takes::<source_forms::Wanted>().answers::<TokenReply>(),
        post("/sources/tokens/{name}/revoke").takes::<ConfirmationForm>().answers::<TokenRevokedReply>(),
        get("/privacy").asks::<privacy_forms::Asked>().answers::<privacy::Privacy>(),
        post("/privacy/retention").takes::<RetentionForm>().answers::<DoneReply>(),
        post("/privacy/carry-out").takes::<ConfirmationForm>().answers::<DoneReply>(),
        post("/privacy/audit/cut").takes::<ConfirmationForm>().answers::<DoneReply>(),
        get("/privacy/staff/{id}").answers::<privacy::Person>(),
        get("/privacy/staff/{id}/export"),
        post("/privacy/staff/{id}/erase").takes::<privacy_forms::Erased>().answers::<DoneReply>(),
        get("/audit/export").asks::<audit::AuditAsked>(),
        get("/accounts").answers::<accounts::Accounts>(),
        post("/accounts").takes::<NewAccountForm>().answers::<accounts::InvitedView>(),
        get("/accounts/{name}").asks::<account_forms::Saved>().answers::<accounts::AccountView>(),
        post("/accounts/{name}").takes::<AccountForm>().answers::<AccountReply>(),
        post("/accounts/{name}/{what}")
            .takes::<AccountDeedForm>()
            .answers::<AccountReply>()
            .answers::<accounts::InvitedView>(),
        get("/account").asks::<account::Changed>().answers::<accounts::OwnAccount>(),
        post("/account/password").takes::<account::NewPassword>().answers::<PasswordReply>(),
        post("/account/sessions").takes::<account::Ended>().answers::<SessionsReply>(),
        get("/registry").asks::<givens_asked::Asked>().answers::<givens::RegistryView>(),
        edited("/registry/edit"),
        checked("/registry/check"),
        applied("/registry/apply"),
        get("/rulebook").asks::<givens_asked::Asked>().answers::<givens::RulebookView>(),
        edited("/rulebook/edit"),
        checked("/rulebook/check"),
        applied("/rulebook/apply"),
        get("/calendar").asks::<givens_asked::Asked>().answers::<givens::CalendarView>(),
        edited("/calendar/edit"),
        checked("/calendar/check"),
        applied("/calendar/apply"),
        get("/contract").answers::<contract::Kit>(),
        get("/contract/api").answers::<interface::Interface>(),
        get("/contract/kit.zip"),
        get("/contract/types/{type}").answers::<contract::TypeView>(),
        get("/contract/schemas/{type}"),
        post("/contract/check").uploads::<CheckedFile>().answers::<FileReport>(),
        get("/contract/feeds/{site}").asks::<contract_asked::Asked>().answers::<FeedReport>(),
    ]
}
