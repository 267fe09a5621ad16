//! Shapes of what answers hold from the core, which knows no API. A test holds each against answers that were given.

use crate::figures::Score;
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

impl PartialSchema for Score {
    fn schema() -> RefOr<Schema> {
        let points = ObjectBuilder::new().schema_type(Type::Number);
        points.description(Some("分 / points, in hundredths at the finest")).build().into()
    }
}

impl ToSchema for Score {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Score")
    }
}

/// What names a person outside the events and the registry.
#[derive(ToSchema)]
#[allow(dead_code)] // Described, never made; so are the others.
#[schema(as = Traces)]
pub struct TracesShape {
    /// Accounts that bear the name.
    accounts: Vec<String>,
    /// Recipients whose settings bear the name.
    addressees: Vec<String>,
    /// How many settled messages name the person.
    messages: u64,
    /// How many messages that wait to be sent name the person.
    messages_waiting: u64,
    /// How many entries of the audit log name the person.
    audit: u64,
}

/// A subject's month, explained.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Explanation)]
pub struct ExplanationShape {
    /// Who.
    title: String,
    /// Which month, as of when, by which rulebook.
    subtitle: String,
    /// Where the subject stands.
    head: Vec<StatementShape>,
    /// Category by category, then rates and what else concerns the subject.
    sections: Vec<SectionShape>,
}

/// A labelled statement.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Statement)]
pub struct StatementShape {
    /// What is stated.
    label: String,
    /// The statement; further lines give reasons.
    lines: Vec<String>,
}

/// A part of an explanation.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Section)]
pub struct SectionShape {
    /// The heading.
    title: String,
    /// What is left, or why there is nothing to list.
    aside: String,
    /// The lines.
    body: BodyShape,
}

/// The lines of a section.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = SectionBody, rename_all = "snake_case")]
pub enum BodyShape {
    /// None.
    Nothing,
    /// Lines of the ledger.
    Entries(EntriesShape),
    /// Figures in columns.
    Figures(FiguresShape),
    /// Things with their dates.
    Dated(Vec<DatedShape>),
}

/// Lines of the ledger.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Entries)]
pub struct EntriesShape {
    /// What the two columns of points are called.
    points: [String; 2],
    /// The lines, in the order in which they were applied.
    lines: Vec<EntryShape>,
}

/// One line of the ledger.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = EntryLine)]
pub struct EntryShape {
    /// The day it counts for.
    day: String,
    /// What the rule asks for.
    requested: String,
    /// What still counted.
    applied: String,
    /// What for, by whom.
    title: String,
    /// The name by which it is found again.
    name: String,
    /// More on what happened.
    about: Vec<String>,
    /// The rule with its clause.
    rule: String,
    /// The case that it names.
    case: Option<String>,
    /// The events behind it.
    events: Vec<EventShape>,
}

/// An event as people look it up.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = EventTold)]
pub struct EventShape {
    /// The site that sent it.
    source: String,
    /// Its id.
    id: String,
    /// Its type, identity and time.
    text: String,
}

/// Figures in columns.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = FigureTable)]
pub struct FiguresShape {
    /// The columns' heads.
    columns: Vec<String>,
    /// Rows, each as long as the heads.
    rows: Vec<Vec<String>>,
    /// Whether the last column is text.
    remarks: bool,
}

/// Something with its date.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = DatedLine)]
pub struct DatedShape {
    /// The day; empty for several together.
    day: String,
    /// What; further lines say more.
    lines: Vec<String>,
}

/// What a replay came to.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Replayed)]
pub struct ReplayedShape {
    /// How many were tried.
    tried: u64,
    /// New events.
    accepted: u64,
    /// Events that were there already.
    duplicates: u64,
    /// Still rejected.
    rejected: u64,
}

/// What a recipient has set beside the registry.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Addressee)]
pub struct AddresseeShape {
    /// Where to reach them; each part replaces the registry's.
    contact: ContactShape,
    /// Letters in English instead of Chinese.
    in_english: bool,
    /// No letters of level 1.
    mutes_level_1: bool,
    /// Who reads in their place while they are away.
    deputy: Option<ContactShape>,
    /// When they are away, both days included.
    away: Option<AwayShape>,
}

/// Where somebody is reached.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Contact)]
pub struct ContactShape {
    /// The person's or body's name.
    name: Option<String>,
    /// An e-mail address.
    email: Option<String>,
    /// A webhook robot's address.
    webhook: Option<String>,
    /// A telephone number for the HTTP gateway.
    phone: Option<String>,
}

/// Days on which somebody is away, both included.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Away)]
pub struct AwayShape {
    /// The first, `2026-10-09`.
    from: String,
    /// The last.
    to: String,
}

/// The changes of a month, told.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = ChangesDocument)]
pub struct DocumentShape {
    /// The month.
    month: String,
    /// What the earlier version is called.
    before: String,
    /// What the later version is called.
    after: String,
    /// How many changes there are, told.
    count: String,
    /// The rulebook and the instant of the later version; null where those are different, see `givens`.
    scored: Option<String>,
    /// What else than events is different.
    givens: Vec<String>,
    /// What changed, part by part.
    parts: Vec<PartShape>,
}

/// Changes of one sort.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = ChangesPart)]
pub struct PartShape {
    /// What they are changes of.
    title: String,
    /// On which side of its column a text stands.
    aligns: Vec<String>,
    /// The columns' heads.
    heads: Vec<String>,
    /// The rows, each as long as `aligns`.
    rows: Vec<Vec<String>>,
    /// The events that the rows are about, one a row.
    events: Vec<EventIdShape>,
    /// What is to be said of others that have no row.
    others: Option<OthersShape>,
}

/// An event's identity.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = EventId)]
pub struct EventIdShape {
    /// The site that sent it.
    source: String,
    /// Its id.
    id: String,
}

/// Those that have no row of their own.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = ChangesOthers)]
pub struct OthersShape {
    /// How many they are and why they have none.
    told: String,
    /// Who they are, in short.
    list: Vec<String>,
}

/// A replacement in many rejected events.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = Replacement)]
pub struct ReplacementShape {
    /// Only those that say they are from this site.
    source: Option<String>,
    /// The code.
    code: String,
    /// The text between quotes.
    find: String,
    /// What stands there instead.
    with: String,
}

/// What a replacement would come to.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = ReplacementPreview)]
pub struct PreviewShape {
    /// Open ones of the code that were looked at.
    open: u64,
    /// Whether there are more than are mended at once.
    is_more: bool,
    /// Those in which the text stands.
    matching: u64,
    /// Those that would be new events.
    would_pass: u64,
    /// Those that are there already.
    duplicates: u64,
    /// Codes of those that would still be rejected, with how many.
    still: Vec<(String, u64)>,
    /// A few of them.
    examples: Vec<ReplacedShape>,
}

/// One of those that a replacement changes.
#[derive(ToSchema)]
#[allow(dead_code)]
#[schema(as = ReplacementExample)]
pub struct ReplacedShape {
    /// Its number.
    number: u64,
    /// The text as it would be.
    text: String,
    /// Why it would still be rejected.
    fault: Option<String>,
}
