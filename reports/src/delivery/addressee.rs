//! Who reads what is sent to a recipient, and where: the registry's contacts, what the bureau has set beside them, deputies
//! while somebody is away, and who stands in where nobody has an address.

use super::channels::{mailbox, web_url};
use super::{Address, Channel};
use scoring::registry::{Person, Registry};
use scoring::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The recipient that is told of trouble with the service itself.
pub const ADMINISTRATOR: &str = "administrator";
/// The supervision bureau.
pub const SUPERVISION: &str = "supervision";
/// The county leader.
pub const COUNTY_LEADER: &str = "county_leader";

/// What a recipient has set beside the registry. All of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Addressee {
    /// Where to reach them; each part replaces the registry's.
    pub contact: Contact,
    /// Letters in English instead of Chinese.
    pub in_english: bool,
    /// No letters of level 1. Levels 2 to 4 cannot be muted.
    pub mutes_level_1: bool,
    /// Who reads in their place while they are away.
    pub deputy: Option<Contact>,
    /// When they are away, both days included.
    pub away: Option<Away>,
}

/// Where somebody is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// The person's or body's name.
    pub name: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A webhook robot's address.
    pub webhook: Option<String>,
    /// A telephone number for the HTTP gateway.
    pub phone: Option<String>,
}

/// Days on which somebody is away, `YYYY-MM-DD`, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

/// Everybody whom a notice can be for.
pub fn recipients(registry: &Registry) -> Vec<String> {
    let named = [COUNTY_LEADER, SUPERVISION, ADMINISTRATOR].map(str::to_owned);
    let heads = registry.departments.iter().map(|department| format!("department_head:{}", department.id));
    let windows = registry.windows.iter().map(|window| format!("window:{}", window.id));
    let operators = registry.sites.iter().map(|site| format!("operator:{}", site.id));
    named.into_iter().chain(heads).chain(windows).chain(operators).collect()
}

impl Addressee {
    /// What is wrong with settings, in both languages, with how to mend it.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for contact in [Some(&self.contact), self.deputy.as_ref()].into_iter().flatten() {
            if let Some(email) = contact.email.as_ref().filter(|email| mailbox(email).is_none()) {
                faults.push(format!("{email} 不是邮件地址 / {email} is no e-mail address"));
            }
            if let Some(webhook) = contact.webhook.as_ref().filter(|url| web_url(url).is_none()) {
                faults.push(format!("{webhook} 不是网址 / {webhook} is no web address"));
            }
        }
        if let Some(Away { from, to }) = &self.away {
            let days = (Date::parse(from), Date::parse(to));
            if !matches!(days, (Some(from), Some(to)) if from <= to) {
                faults.push(format!(
                    "{from}..{to} 不是起止日期，请写作 2026-10-09..2026-10-16 / {from}..{to} is no span of days: write it as \
                     2026-10-09..2026-10-16"
                ));
            }
            if self.deputy.is_none() {
                faults.push(
                    "没有代理人，外出期间无人代收，请填写代理人 / nobody would read meanwhile: name a deputy"
                        .to_owned(),
                );
            }
        }
        faults
    }
}

impl Away {
    /// Whether somebody is away on a day.
    pub fn holds(&self, day: Date) -> bool {
        let (from, to) = (Date::parse(&self.from), Date::parse(&self.to));
        from.is_some_and(|from| from <= day) && to.is_some_and(|to| day <= to)
    }
}

/// Who reads a message, and why it is they.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The recipient whose addresses these are.
    pub recipient: String,
    /// The person's name.
    pub name: String,
    /// Whether letters are in English.
    pub in_english: bool,
    /// Where.
    pub addresses: Vec<Address>,
    /// Why it is not the recipient who reads.
    pub instead: Option<Instead>,
}

/// Why somebody else reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// The recipient is away.
    Deputy,
    /// The recipient has no address.
    NoAddress,
}

/// What is there to reach people with.
#[derive(Clone, Copy)]
pub struct Reach<'r> {
    /// The registry, for names and contacts.
    pub registry: &'r Registry,
    /// What recipients have set.
    pub known: &'r BTreeMap<String, Addressee>,
    /// Where the administrator is reached, unless something else is set.
    pub administrator: &'r [Address],
    /// Whether there is a road to an address.
    pub has: &'r dyn Fn(&Address) -> bool,
    /// The address of a webhook, by whose robot it is.
    pub webhook: &'r dyn Fn(&str) -> Option<Address>,
}

impl Reach<'_> {
    /// Who reads what is for a recipient on a day. Where nobody can be reached there are no addresses.
    pub fn of(&self, recipient: &str, day: Date) -> Reached {
        let mut asked = recipient.to_owned();
        let mut instead = None;
        // The chain of those who stand in ends at the administrator.
        loop {
            let mut reached = self.by_own_address(&asked, day);
            reached.instead = instead.or(reached.instead);
            let next = stands_in(&asked, self.registry);
            match next {
                Some(next) if reached.addresses.is_empty() => {
                    (asked, instead) = (next, Some(Instead::NoAddress));
                }
                _ => {
                    if reached.addresses.is_empty() {
                        // Nobody: it stays with the recipient it is for.
                        return Reached { instead: None, ..self.by_own_address(recipient, day) };
                    }
                    return reached;
                }
            }
        }
    }

    fn by_own_address(&self, recipient: &str, day: Date) -> Reached {
        let none = Addressee::default();
        let set = self.known.get(recipient).unwrap_or(&none);
        let deputy = set.deputy.as_ref().filter(|_| set.away.as_ref().is_some_and(|away| away.holds(day)));
        let listed = match deputy {
            Some(deputy) => deputy.clone(),
            None => over(&set.contact, listed(self.registry, recipient)),
        };
        Reached {
            recipient: recipient.to_owned(),
            name: listed.name.clone().unwrap_or_else(|| title(self.registry, recipient)),
            in_english: set.in_english,
            addresses: self.addresses(recipient, &listed),
            instead: deputy.map(|_| Instead::Deputy),
        }
    }

    fn addresses(&self, recipient: &str, contact: &Contact) -> Vec<Address> {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let by = |channel: Channel, to: Option<String>| to.map(|to| Address { channel, to });
        if recipient == ADMINISTRATOR && *contact == Contact::default() {
            return self.administrator.to_vec();
        }
        let all = [
            by(Channel::Mail, filled(&contact.email)),
            filled(&contact.webhook).and_then(|url| (self.webhook)(&url)),
            by(Channel::Http, filled(&contact.phone)),
            by(Channel::File, Some(recipient.to_owned())),
        ];
        all.into_iter().flatten().filter(|address| (self.has)(address)).collect()
    }
}

/// What the registry says of a recipient.
pub fn listed(registry: &Registry, recipient: &str) -> Contact {
    let of = |person: &Option<Person>| person.as_ref().map_or_else(Contact::default, of_person);
    match recipient.split_once(':') {
        Some(("department_head", id)) => {
            let department = registry.index.departments.get(id);
            department.map_or_else(Contact::default, |&department| {
                of(&registry.departments[usize::from(department)].head)
            })
        }
        Some(_) => Contact::default(),
        None if recipient == COUNTY_LEADER => of(&registry.leader),
        None if recipient == SUPERVISION => of(&registry.supervision),
        None => Contact::default(),
    }
}

/// What a recipient is called where no person is named.
pub fn title(registry: &Registry, recipient: &str) -> String {
    let index = &registry.index;
    let named = match recipient.split_once(':') {
        Some(("department_head", id)) => {
            index.departments.get(id).map(|&of| registry.departments[usize::from(of)].name.clone())
        }
        Some(("window", id)) => {
            index.windows.get(id).map(|&of| registry.windows[usize::from(of)].name.clone())
        }
        Some(("operator", id)) => index.sites.get(id).map(|&of| registry.sites[usize::from(of)].name.clone()),
        Some(_) => None,
        None if recipient == COUNTY_LEADER => Some("县领导".to_owned()),
        None if recipient == SUPERVISION => Some("监察部门".to_owned()),
        None if recipient == ADMINISTRATOR => Some("系统管理员".to_owned()),
        None => None,
    };
    named.unwrap_or_else(|| recipient.to_owned())
}

/// Who is told in the place of a recipient without an address.
fn stands_in(recipient: &str, registry: &Registry) -> Option<String> {
    match recipient.split_once(':') {
        Some(("window", id)) => Some(head_of_window(id, registry)),
        Some(("department_head", _)) => Some(SUPERVISION.to_owned()),
        Some(_) => Some(ADMINISTRATOR.to_owned()),
        None if recipient == COUNTY_LEADER => Some(SUPERVISION.to_owned()),
        None if recipient == ADMINISTRATOR => None,
        None => Some(ADMINISTRATOR.to_owned()),
    }
}

/// Who is told next where a recipient does not answer; nobody stands above the county leader.
pub fn one_up(recipient: &str, registry: &Registry) -> Option<String> {
    match recipient.split_once(':') {
        Some(("window", id)) => Some(head_of_window(id, registry)),
        Some(("department_head", _)) => Some(COUNTY_LEADER.to_owned()),
        Some(("operator", _)) => Some(SUPERVISION.to_owned()),
        Some(_) => None,
        None if recipient == SUPERVISION => Some(COUNTY_LEADER.to_owned()),
        None => None,
    }
}

fn head_of_window(id: &str, registry: &Registry) -> String {
    match registry.index.windows.get(id) {
        Some(&window) => {
            let department = registry.windows[usize::from(window)].department;
            format!("department_head:{}", registry.departments[usize::from(department)].id)
        }
        None => SUPERVISION.to_owned(),
    }
}

fn of_person(person: &Person) -> Contact {
    let Person { name, email, webhook } = person.clone();
    Contact { name: Some(name), email, webhook, phone: None }
}

/// One contact with what another lacks or has otherwise.
fn over(set: &Contact, listed: Contact) -> Contact {
    Contact {
        name: set.name.clone().or(listed.name),
        email: set.email.clone().or(listed.email),
        webhook: set.webhook.clone().or(listed.webhook),
        phone: set.phone.clone().or(listed.phone),
    }
}

#[cfg(test)]
mod tests;
