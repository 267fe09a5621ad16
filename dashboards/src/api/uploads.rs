//! The fields of forms that a handler reads one by one, since they bring files or the same field several times.

use utoipa::ToSchema;

/// A finding or merit, with photos.
#[derive(Debug, ToSchema)]
#[allow(dead_code)] // Described, never made: `entering::record::Recording::of` reads the fields.
pub struct RecordedForm {
    /// The session's form secret.
    csrf: String,
    /// Makes the form the same form.
    nonce: String,
    /// What the effect that was seen is known by; without it the effect is shown and nothing is entered.
    seen: Option<String>,
    /// The kind, as the rulebook names it.
    kind: String,
    /// Whom it is about: `window:W-1`, `staff:S-1` …
    on: Vec<String>,
    /// The day, `2026-10-09`.
    date: Option<String>,
    /// When it was seen, as RFC 3339.
    at: Option<String>,
    /// Points within the rule's range.
    points: Option<String>,
    /// How often.
    count: Option<String>,
    /// What was seen, in words.
    note: Option<String>,
    /// Who saw it; empty: who enters it.
    inspector: Option<String>,
    /// Digests of photos that were sent before.
    kept_photo: Option<Vec<String>>,
    /// Given where it is understood that the month is closed.
    accepts_closed: Option<String>,
    /// Pictures, JPEG or PNG.
    #[schema(value_type = Option<Vec<String>>, format = Binary)]
    photo: Option<Vec<Vec<u8>>>,
}

/// A round through the hall: a recording at one site.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct RoundForm {
    /// The recording.
    #[serde(flatten)]
    recording: RecordedForm,
    /// The site that the round goes through.
    site: Option<String>,
}

/// Why a recording is void.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct VoidForm {
    /// The session's form secret.
    csrf: String,
    /// Makes the form the same form.
    nonce: String,
    /// What the effect that was seen is known by; without it the effect is shown and nothing is entered.
    seen: Option<String>,
    /// Why.
    reason: String,
    /// Who approved it.
    approved_by: String,
    /// Given where it is understood that the month is closed.
    accepts_closed: Option<String>,
}

/// A table of marks: the three lists go together, row by row.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct EvaluationsForm {
    /// The session's form secret.
    csrf: String,
    /// Makes the form the same form.
    nonce: String,
    /// What the effect that was seen is known by; without it the effect is shown and nothing is entered.
    seen: Option<String>,
    /// Whom a row is about.
    who: Vec<String>,
    /// The center's mark; empty: none.
    center: Vec<String>,
    /// The peers' mark; empty: none.
    peers: Vec<String>,
    /// Given where it is understood that the month is closed.
    accepts_closed: Option<String>,
}

/// An order reported as done, with photos.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct CompletionForm {
    /// The session's form secret.
    csrf: String,
    /// Makes the form the same form.
    nonce: String,
    /// What was done.
    evidence: String,
    /// Pictures, JPEG or PNG.
    #[schema(value_type = Option<Vec<String>>, format = Binary)]
    photo: Option<Vec<Vec<u8>>>,
}

/// What a check of an order found, with photos.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct CheckForm {
    /// The session's form secret.
    csrf: String,
    /// Makes the form the same form.
    nonce: String,
    /// Whether it passed.
    passed: bool,
    /// In words.
    remark: Option<String>,
    /// Who checked.
    by: Option<String>,
    /// Pictures, JPEG or PNG.
    #[schema(value_type = Option<Vec<String>>, format = Binary)]
    photo: Option<Vec<Vec<u8>>>,
}

/// A file of registry, rulebook or calendar as it is to be. Sent as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct GivenForm {
    /// The session's form secret.
    csrf: String,
    /// The file's name, as the list names it.
    name: String,
    /// What is in force as the sender knows it, from `base` of `GET …/edit`.
    base: String,
    /// The text; or a file instead.
    text: Option<String>,
    /// The file.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
    /// Why; needed to put it in force.
    reason: Option<String>,
}

/// A file to be checked against the contract. Sent as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct CheckedFile {
    /// The session's form secret.
    csrf: String,
    /// The site that sends it, where it may speak for that one alone.
    site: Option<String>,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What an account is to be.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct AccountForm {
    /// The session's form secret.
    csrf: String,
    /// The role's word: `administrator`, `analyst` …
    role: String,
    /// The person's name.
    person: Option<String>,
    /// What it answers for: `department:D-05`, `window:W-1`, `site:hall`, where the role asks for it.
    scope: Option<Vec<String>>,
}

/// A new account.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct NewAccountForm {
    /// Its name.
    name: String,
    /// What it is to be.
    #[serde(flatten)]
    account: AccountForm,
}

/// What is done with an account; `bind` alone brings more than the session's secret.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct AccountDeedForm {
    /// The session's form secret.
    csrf: String,
    /// The issuer to bind to.
    issuer: Option<String>,
    /// What the issuer calls the person.
    subject: Option<String>,
}

/// A form that brings nothing but the session's secret.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct ConfirmationForm {
    /// The session's form secret.
    csrf: String,
}

/// Periods of retention in days, kind by kind; empty for without end, absent for as before.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct RetentionForm {
    /// The session's form secret.
    csrf: String,
    /// A period by the kind's word, as `GET /privacy` lists them.
    #[serde(flatten)]
    periods: std::collections::BTreeMap<String, String>,
}

/// Other points, caps, targets to try.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct TrialForm {
    /// The session's form secret.
    csrf: String,
    /// The first month, `2026-09`.
    from: String,
    /// The last month; the first, where none is named.
    to: Option<String>,
    /// A number by its path in the rulebook, as `GET /what-if` lists them.
    #[serde(flatten)]
    numbers: std::collections::BTreeMap<String, String>,
}

/// Texts of documents. Lists go together: a text has its `key`, `zh` and `en`, a requirement its `when`, `required_zh` and
/// `required_en`. What is not named stays as it is.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct TextsForm {
    /// The session's form secret.
    csrf: String,
    /// The part, by its word: `bulletin`, `quarter`, `year`, `week`, `general`, `basis`.
    of: String,
    /// The number of the version in force as the sender knows it, from `base` of `GET /reports/texts`.
    base: u64,
    /// `try`, `keep`, `reset`; `add`, `remove:0`, `up:1`, `down:0` arrange requirements and keep nothing.
    act: String,
    /// Where a text stands: `bulletin.opening`.
    key: Option<Vec<String>>,
    /// Its Chinese words.
    zh: Option<Vec<String>>,
    /// Its English words.
    en: Option<Vec<String>>,
    /// Given where the requirements that follow are all that there are.
    requirements: Option<String>,
    /// When a requirement stands there: `overdue`, `not overdue`; empty: always.
    when: Option<Vec<String>>,
    /// Its Chinese words.
    required_zh: Option<Vec<String>>,
    /// Its English words.
    required_en: Option<Vec<String>>,
    /// Whether the red head is printed.
    red_head: Option<bool>,
    /// The rulebook whose results cite the basis.
    rulebook: Option<String>,
}

/// All texts of documents as a file. Sent as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[allow(dead_code)]
pub struct TextsFileForm {
    /// The session's form secret.
    csrf: String,
    /// The number of the version in force as the sender knows it, from `base` of `GET /reports/texts`.
    base: u64,
    /// `try`, `keep` or `reset`.
    act: String,
    /// What is said otherwise than built in, as TOML; or a file instead.
    text: Option<String>,
    /// The file.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
}
