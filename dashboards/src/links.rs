//! Where pages are: addresses of the service, or files of a folder that link to each other.

use reports::words::Lang;
use scoring::time::Month;
use std::fmt::Write as _;

/// A page that others link to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The ranking of windows.
    Windows,
    /// The ranking of staff.
    Staff,
    /// A window's month, by id.
    Window(String),
    /// A staff member's month, by id.
    StaffMember(String),
    /// What is open, with its deadlines.
    Due,
    /// A case, by id.
    Case(String),
    /// An event, by source and id.
    Event(String, String),
    /// The feeds.
    Feeds,
    /// Rejected events.
    Rejected,
    /// Signals of integrity.
    Signals,
    /// A month's charts; of whom, as its query says: nothing, or `?window=W-09`.
    Charts(String),
    /// The documents of a month.
    Reports,
    /// A document of a month on the screen, by its kind; whose it is says the query.
    Report(String),
    /// The check of a document's code.
    ReportCheck,
    /// The bureau's own words in documents.
    ReportTexts,
    /// Notices of a month.
    Notices,
    /// Messages to people.
    Messages,
    /// A message, by its key.
    Message(String),
    /// Where people are reached.
    Recipients,
    /// The months with what became of them.
    Months,
    /// A month's steps from open to published.
    Month,
    /// What is different in a closed month.
    Changes,
    /// The appeals.
    Appeals,
    /// An appeal, by id.
    Appeal(String),
    /// The rectification orders.
    Orders,
    /// A rectification order, by id.
    Order(String),
    /// The letters that notices are told in.
    Letters,
    /// A letter, by name.
    Letter(String),
    /// The bad ratings.
    Ratings,
    /// A rating, by id.
    Rating(String),
    /// The complaints.
    Complaints,
    /// A complaint, by id.
    Complaint(String),
    /// What waits for one recipient, by the token of the link.
    Personal(String),
    /// The county now.
    Today,
    /// The wall display.
    Wall,
    /// A list behind a number of today, by name.
    TodayList(String),
    /// The links of wall displays.
    Displays,
    /// The departments of a month.
    Departments,
    /// A department's month, by id.
    Department(String),
    /// The halls and sub-centers of a month.
    Sites,
    /// A site's month, by id.
    Site(String),
    /// A round through the hall: findings with photos, on a phone.
    Round,
    /// Findings and merits that people entered.
    Findings,
    /// A recorded finding, by id.
    Finding(String),
    /// A recorded merit, by id.
    Merit(String),
    /// The month's evaluations of windows and staff.
    Evaluations,
    /// The weekly sheet of the duty supervisor.
    WeekSheet,
    /// What is to be done before a month is closed.
    CheckList,
    /// Flags and consequences of a month, to be confirmed or dropped.
    Proposals,
    /// What another rule would change.
    WhatIf,
    /// The sources with their tokens.
    Sources,
    /// The contract kit for vendors.
    Contract,
    /// The registry.
    Registry,
    /// The rulebook.
    Rulebook,
    /// The calendar.
    Calendar,
    /// The accounts.
    Accounts,
    /// An account, by name.
    Account(String),
    /// One's own account.
    OwnAccount,
    /// Personal data: how long it is kept, export, erasure.
    Privacy,
    /// The page for everybody.
    Public,
    /// What the page for everybody shows.
    PublicSetting,
    /// Who did what.
    Audit,
    /// The regions of a service that has several.
    Regions,
    /// The page of a link that sets a password, by its secret.
    SetUp(String),
    /// The login.
    Login,
    /// No page of its own: messages.
    Nowhere,
}

/// How links are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links<'b> {
    /// As addresses of the service, below a path: nothing, or `/220821` where it serves several regions.
    Served(&'b str),
    /// As paths between the files of a folder.
    Folder,
}

impl Place {
    /// Whether earlier versions of a closed month have the page too.
    pub fn is_in_versions(&self) -> bool {
        matches!(
            self,
            Place::Windows
                | Place::Staff
                | Place::Window(_)
                | Place::StaffMember(_)
                | Place::Departments
                | Place::Department(_)
                | Place::Sites
                | Place::Site(_)
        )
    }

    /// Whether the page is a month's.
    pub fn is_of_month(&self) -> bool {
        match self {
            Place::Windows
            | Place::Staff
            | Place::Window(_)
            | Place::StaffMember(_)
            | Place::Signals
            | Place::Charts(_)
            | Place::Reports
            | Place::Report(_)
            | Place::Notices
            | Place::Departments
            | Place::Department(_)
            | Place::Sites
            | Place::Site(_)
            | Place::Findings
            | Place::Evaluations
            | Place::CheckList
            | Place::Proposals
            | Place::Month
            | Place::Changes => true,
            Place::Due
            | Place::Case(_)
            | Place::Event(..)
            | Place::Feeds
            | Place::Rejected
            | Place::ReportCheck
            | Place::ReportTexts
            | Place::Messages
            | Place::Message(_)
            | Place::Recipients
            | Place::Months
            | Place::Appeals
            | Place::Appeal(_)
            | Place::Orders
            | Place::Order(_)
            | Place::Letters
            | Place::Letter(_)
            | Place::Ratings
            | Place::Rating(_)
            | Place::Complaints
            | Place::Complaint(_)
            | Place::Personal(_)
            | Place::Today
            | Place::Wall
            | Place::TodayList(_)
            | Place::Displays
            | Place::Round
            | Place::Finding(_)
            | Place::Merit(_)
            | Place::WeekSheet
            | Place::WhatIf
            | Place::Sources
            | Place::Contract
            | Place::Registry
            | Place::Rulebook
            | Place::Calendar
            | Place::Accounts
            | Place::Account(_)
            | Place::OwnAccount
            | Place::Privacy
            | Place::Public
            | Place::PublicSetting
            | Place::Audit
            | Place::Regions
            | Place::SetUp(_)
            | Place::Login
            | Place::Nowhere => false,
        }
    }
}

impl Links<'_> {
    /// Whether there is a service behind the page, for forms and pages that only it has.
    pub fn is_served(self) -> bool {
        matches!(self, Links::Served(_))
    }

    /// From a page to another of a month (of the newest, where none is named) in a language.
    pub fn to(self, here: &Place, there: &Place, month: Option<Month>, lang: Lang) -> String {
        match self {
            Links::Served(base) => format!("{base}{}", served(there, month)),
            Links::Folder => {
                let up = "../".repeat(file(here, lang).matches('/').count());
                let path = file(there, lang);
                format!("{up}{}", path.split('/').map(href_segment).collect::<Vec<_>>().join("/"))
            }
        }
    }

    /// Something that only the service has, by its path below where the service is.
    pub fn at(self, path: &str) -> String {
        match self {
            Links::Served(base) => format!("{base}{path}"),
            Links::Folder => path.to_owned(),
        }
    }

    /// From a page to an asset.
    pub fn asset(self, here: &Place, name: &str) -> String {
        match self {
            Links::Served(_) => self.at(&format!("/assets/{name}?v={}", crate::assets::version(name))),
            Links::Folder => {
                format!("{}assets/{name}", "../".repeat(file(here, Lang::Zh).matches('/').count()))
            }
        }
    }
}

/// The path of a page's file in a folder, with `/` between its parts.
pub fn file(place: &Place, lang: Lang) -> String {
    let path = match place {
        Place::Windows | Place::Nowhere => "index".to_owned(),
        Place::Staff => "staff".to_owned(),
        Place::Window(id) => format!("windows/{}", file_segment(id)),
        Place::StaffMember(id) => format!("staff/{}", file_segment(id)),
        Place::Due => "due".to_owned(),
        Place::Case(id) => format!("cases/{}", file_segment(id)),
        Place::Event(source, id) => format!("events/{}/{}", file_segment(source), file_segment(id)),
        Place::Feeds => "feeds".to_owned(),
        Place::Rejected => "rejected".to_owned(),
        Place::Signals => "signals".to_owned(),
        Place::Charts(_) => "charts".to_owned(),
        Place::Reports => "reports".to_owned(),
        Place::Report(kind) => format!("reports/{}", file_segment(kind)),
        Place::ReportCheck => "report-check".to_owned(),
        Place::ReportTexts => "report-texts".to_owned(),
        Place::Notices => "notices".to_owned(),
        Place::Messages => "messages".to_owned(),
        Place::Message(key) => format!("messages/{}", file_segment(key)),
        Place::Recipients => "recipients".to_owned(),
        Place::Months => "months".to_owned(),
        Place::Month => "month".to_owned(),
        Place::Changes => "changes".to_owned(),
        Place::Appeals => "appeals".to_owned(),
        Place::Appeal(id) => format!("appeals/{}", file_segment(id)),
        Place::Orders => "orders".to_owned(),
        Place::Order(id) => format!("orders/{}", file_segment(id)),
        Place::Letters => "letters".to_owned(),
        Place::Letter(name) => format!("letters/{}", file_segment(name)),
        Place::Ratings => "ratings".to_owned(),
        Place::Rating(id) => format!("ratings/{}", file_segment(id)),
        Place::Complaints => "complaints".to_owned(),
        Place::Complaint(id) => format!("complaints/{}", file_segment(id)),
        Place::Personal(_) => "to".to_owned(),
        Place::Today => "today".to_owned(),
        Place::Wall => "wall".to_owned(),
        Place::TodayList(name) => format!("today/{}", file_segment(name)),
        Place::Displays => "displays".to_owned(),
        Place::Departments => "departments".to_owned(),
        Place::Department(id) => format!("departments/{}", file_segment(id)),
        Place::Sites => "sites".to_owned(),
        Place::Site(id) => format!("sites/{}", file_segment(id)),
        Place::Round => "round".to_owned(),
        Place::Findings => "findings".to_owned(),
        Place::Finding(id) => format!("findings/{}", file_segment(id)),
        Place::Merit(id) => format!("merits/{}", file_segment(id)),
        Place::Evaluations => "evaluations".to_owned(),
        Place::WeekSheet => "week".to_owned(),
        Place::CheckList => "checklist".to_owned(),
        Place::Proposals => "proposals".to_owned(),
        Place::WhatIf => "what-if".to_owned(),
        Place::Sources => "sources".to_owned(),
        Place::Contract => "contract".to_owned(),
        Place::Registry => "registry".to_owned(),
        Place::Rulebook => "rulebook".to_owned(),
        Place::Calendar => "calendar".to_owned(),
        Place::Accounts => "accounts".to_owned(),
        Place::Account(name) => format!("accounts/{}", file_segment(name)),
        Place::OwnAccount => "account".to_owned(),
        Place::Privacy => "privacy".to_owned(),
        Place::Public => "public".to_owned(),
        Place::PublicSetting => "public-setting".to_owned(),
        Place::Audit => "audit".to_owned(),
        Place::Regions => "regions".to_owned(),
        Place::SetUp(_) => "set-up".to_owned(),
        Place::Login => "login".to_owned(),
    };
    format!("{}/{path}.html", code(lang))
}

/// `zh` or `en`.
pub fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// The address of a page at the service; of the newest month, where none is named.
fn served(place: &Place, month: Option<Month>) -> String {
    let month = month.map_or(String::new(), |month| format!("/months/{month}"));
    match place {
        Place::Windows => format!("{month}/windows"),
        Place::Staff => format!("{month}/staff"),
        Place::Window(id) => format!("{month}/windows/{}", segment(id)),
        Place::StaffMember(id) => format!("{month}/staff/{}", segment(id)),
        Place::Due => "/due".to_owned(),
        Place::Case(id) => format!("/cases/{}", segment(id)),
        Place::Event(source, id) => format!("/events/{}/{}", segment(source), segment(id)),
        Place::Feeds => "/feeds".to_owned(),
        Place::Rejected => "/rejected".to_owned(),
        Place::Signals => format!("{month}/signals"),
        Place::Charts(query) => format!("{month}/charts{query}"),
        Place::Reports => format!("{month}/reports"),
        Place::Report(kind) => format!("{month}/reports/{}/view", segment(kind)),
        Place::ReportCheck => "/reports/check".to_owned(),
        Place::ReportTexts => "/reports/texts".to_owned(),
        Place::Notices => format!("{month}/notices"),
        Place::Messages => "/messages".to_owned(),
        Place::Message(key) => format!("/messages/{}", segment(key)),
        Place::Recipients => "/recipients".to_owned(),
        Place::Months => "/months".to_owned(),
        Place::Month => {
            if month.is_empty() {
                "/months".to_owned()
            } else {
                month
            }
        }
        Place::Changes => format!("{month}/changes"),
        Place::Appeals => "/appeals".to_owned(),
        Place::Appeal(id) => format!("/appeals/{}", segment(id)),
        Place::Orders => "/orders".to_owned(),
        Place::Order(id) => format!("/orders/{}", segment(id)),
        Place::Letters => "/letters".to_owned(),
        Place::Letter(name) => format!("/letters/{}", segment(name)),
        Place::Ratings => "/ratings".to_owned(),
        Place::Rating(id) => format!("/ratings/{}", segment(id)),
        Place::Complaints => "/complaints".to_owned(),
        Place::Complaint(id) => format!("/complaints/{}", segment(id)),
        Place::Personal(token) => format!("/to/{}", segment(token)),
        Place::Today => "/today".to_owned(),
        Place::Wall => "/wall".to_owned(),
        Place::TodayList(name) => format!("/today/{}", segment(name)),
        Place::Displays => "/displays".to_owned(),
        Place::Departments => format!("{month}/departments"),
        Place::Department(id) => format!("{month}/departments/{}", segment(id)),
        Place::Sites => format!("{month}/sites"),
        Place::Site(id) => format!("{month}/sites/{}", segment(id)),
        Place::Round => "/round".to_owned(),
        Place::Findings => format!("{month}/findings"),
        Place::Finding(id) => format!("/findings/{}", segment(id)),
        Place::Merit(id) => format!("/merits/{}", segment(id)),
        Place::Evaluations => format!("{month}/evaluations"),
        Place::WeekSheet => "/week".to_owned(),
        Place::CheckList => format!("{month}/checklist"),
        Place::Proposals => format!("{month}/proposals"),
        Place::WhatIf => "/what-if".to_owned(),
        Place::Sources => "/sources".to_owned(),
        Place::Contract => "/contract".to_owned(),
        Place::Registry => "/registry".to_owned(),
        Place::Rulebook => "/rulebook".to_owned(),
        Place::Calendar => "/calendar".to_owned(),
        Place::Accounts => "/accounts".to_owned(),
        Place::Account(name) => format!("/accounts/{}", segment(name)),
        Place::OwnAccount => "/account".to_owned(),
        Place::Privacy => "/privacy".to_owned(),
        Place::Public => "/public".to_owned(),
        Place::PublicSetting => "/settings/public-page".to_owned(),
        Place::Audit => "/audit".to_owned(),
        Place::SetUp(secret) => format!("/set-up/{}", segment(secret)),
        Place::Login => "/login".to_owned(),
        Place::Regions | Place::Nowhere => "/".to_owned(),
    }
}

/// A query with one of its parts set or taken out, for a link of the same page: `?site=hall&sort=total`.
pub fn with_query(query: &str, name: &str, value: Option<&str>) -> String {
    let is_other = |pair: &&str| pair.split('=').next() != Some(name) && !pair.is_empty();
    let set = value.map(|value| format!("{name}={}", segment(value)));
    let parts: Vec<&str> = query.split('&').filter(is_other).chain(set.as_deref()).collect();
    format!("?{}", parts.join("&"))
}

/// An id as one part of an address: everything but letters, figures, `-`, `_` and `.` as its bytes in hexadecimal; a part of
/// dots alone would lead up, so that its dots are written so too.
pub fn segment(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let dots = id.bytes().all(|byte| byte == b'.');
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if plain(byte) && !dots {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// An id as a file's name: letters of any script and figures stay, everything else is written as its bytes.
fn file_segment(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for letter in id.chars() {
        match letter {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' | '.' => text.push(letter),
            letter if !letter.is_ascii() && letter.is_alphanumeric() => text.push(letter),
            letter => {
                let mut bytes = [0; 4];
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(text, "~{byte:02x}");
                }
            }
        }
    }
    text
}

/// A part of a path as a link names it. `~` needs no marking, other scripts do.
fn href_segment(part: &str) -> String {
    segment(part).replace("%7E", "~")
}

#[cfg(test)]
mod tests {
    use super::{Links, Place, file};
    use reports::words::Lang;
    use scoring::time::Month;

    #[test]
    fn ids_cannot_leave_their_place_in_an_address() {
        let served = |place| Links::Served("").to(&Place::Due, &place, Month::parse("2026-09"), Lang::Zh);
        assert_eq!(served(Place::Window("W-09".to_owned())), "/months/2026-09/windows/W-09");
        assert_eq!(served(Place::Case("a/b?c#d 号".to_owned())), "/cases/a%2Fb%3Fc%23d%20%E5%8F%B7");
        assert_eq!(served(Place::Case("..".to_owned())), "/cases/%2E%2E");
        assert_eq!(served(Place::Event("hall".to_owned(), "e\"1".to_owned())), "/events/hall/e%221");
    }

    #[test]
    fn addresses_stay_below_their_base() {
        let links = Links::Served("/220821");
        let to = |place| links.to(&Place::Due, &place, Month::parse("2026-09"), Lang::Zh);
        assert_eq!(to(Place::Window("W-09".to_owned())), "/220821/months/2026-09/windows/W-09");
        assert_eq!(to(Place::Nowhere), "/220821/");
        assert_eq!(links.at("/login"), "/220821/login");
        assert!(links.asset(&Place::Due, "page.css").starts_with("/220821/assets/page.css?v="));
    }

    #[test]
    fn files_of_a_folder_link_to_each_other() {
        let case = Place::Case("../x".to_owned());
        assert_eq!(file(&case, Lang::En), "en/cases/..~2fx.html");
        let event = Place::Event("hall".to_owned(), "e/1".to_owned());
        assert_eq!(Links::Folder.to(&event, &case, None, Lang::En), "../../../en/cases/..~2fx.html");
        assert_eq!(Links::Folder.to(&Place::Due, &Place::Windows, None, Lang::En), "../en/index.html");
        assert_eq!(Links::Folder.asset(&event, "page.css"), "../../../assets/page.css");
    }
}
