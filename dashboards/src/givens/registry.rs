//! A registry as lists of things with facts.

use super::listed::{Fact, Listed, changes as compared, fact, private};
use reports::words::{Lang, Word, clock};
use scoring::registry::{
    Assignment, Department, Item, ItemKind, Person, Registry, Schedule, Site, Staff, Window,
};
use scoring::time::Date;

const NAME_OF_PERSON: Word = Word::new("姓名", "name");
const CONTACT: Word = Word::new("联系方式", "contact");
const SITE: Word = Word::new("单位", "site");
const DEPARTMENT: Word = Word::new("部门", "department");
const KIND: Word = Word::new("类别", "kind");

/// What changed, in words.
pub fn changes(before: &Registry, after: &Registry, lang: Lang) -> Vec<String> {
    type Lists = fn(&Registry, Lang) -> Vec<Listed>;
    let lists: [(Word, Lists); 7] = [
        (Word::new("县区", "region"), region),
        (Word::new("作息", "schedule"), schedules),
        (SITE, sites),
        (DEPARTMENT, departments),
        (Word::new("窗口", "window"), windows),
        (Word::new("人员", "staff member"), staff),
        (Word::new("事项", "item"), items),
    ];
    lists
        .iter()
        .flat_map(|(what, list)| compared(*what, &list(before, lang), &list(after, lang), lang))
        .collect()
}

fn person(role: Word, person: &Option<Person>) -> [Fact; 2] {
    let Person { name, email, webhook } = person.clone().unwrap_or_default();
    [fact(role, name), private(CONTACT, format!("{email:?} {webhook:?}"))]
}

fn region(registry: &Registry, _: Lang) -> Vec<Listed> {
    let Registry {
        code,
        name,
        zone,
        leader,
        supervision,
        schedules: _,
        sites: _,
        departments: _,
        windows: _,
        staff: _,
        items: _,
        index: _,
    } = registry;
    let contact = |of: &Option<Person>| {
        let Person { name: _, email, webhook } = of.clone().unwrap_or_default();
        format!("{email:?} {webhook:?}")
    };
    let named = |of: &Option<Person>| of.as_ref().map_or(String::new(), |person| person.name.clone());
    vec![Listed {
        id: code.clone(),
        name: name.clone(),
        facts: vec![
            fact(Word::new("时区", "time zone"), zone.name()),
            fact(Word::new("县领导", "county leader"), named(leader)),
            private(Word::new("县领导联系方式", "county leader's contact"), contact(leader)),
            fact(Word::new("监察机构", "supervision"), named(supervision)),
            private(Word::new("监察机构联系方式", "supervision's contact"), contact(supervision)),
        ],
    }]
}

fn schedules(registry: &Registry, _: Lang) -> Vec<Listed> {
    let listed = |Schedule { id, am, pm }: &Schedule| Listed {
        id: id.clone(),
        name: String::new(),
        facts: vec![
            fact(Word::new("上午", "morning"), format!("{}–{}", clock(am.0), clock(am.1))),
            fact(Word::new("下午", "afternoon"), format!("{}–{}", clock(pm.0), clock(pm.1))),
        ],
    };
    registry.schedules.iter().map(listed).collect()
}

/// Yes or no.
pub fn yes(is_so: bool, lang: Lang) -> &'static str {
    lang.say(if is_so { Word::new("是", "yes") } else { Word::new("否", "no") })
}

fn sites(registry: &Registry, lang: Lang) -> Vec<Listed> {
    let listed = |Site { id, name, kind, schedule, attendance, supervision }: &Site| Listed {
        id: id.clone(),
        name: name.clone(),
        facts: vec![
            fact(KIND, lang.site_kind(*kind)),
            fact(Word::new("作息", "schedule"), &registry.schedules[*schedule].id),
            fact(Word::new("考勤设备", "attendance device"), yes(*attendance, lang)),
            fact(Word::new("监察机构", "runs supervision"), yes(*supervision, lang)),
        ],
    };
    registry.sites.iter().map(listed).collect()
}

fn departments(registry: &Registry, _: Lang) -> Vec<Listed> {
    let listed = |Department { id, name, head }: &Department| Listed {
        id: id.clone(),
        name: name.clone(),
        facts: person(NAME_OF_PERSON, head).into(),
    };
    registry.departments.iter().map(listed).collect()
}

fn windows(registry: &Registry, _: Lang) -> Vec<Listed> {
    // Who works there is told with the people.
    let listed = |Window { id, name, site, department, assignments: _ }: &Window| Listed {
        id: id.clone(),
        name: name.clone(),
        facts: vec![
            fact(SITE, &registry.sites[usize::from(*site)].name),
            fact(DEPARTMENT, &registry.departments[usize::from(*department)].name),
        ],
    };
    registry.windows.iter().map(listed).collect()
}

/// An assignment in words: the window, from when to when, whether as its lead.
pub fn post(registry: &Registry, assignment: &Assignment, lang: Lang) -> String {
    let Assignment { staff: _, window, from, to, lead } = assignment;
    let window = &registry.windows[usize::from(*window)];
    let until = if *to == Date::MAX { lang.say(Word::new("今", "")).to_owned() } else { to.to_string() };
    let lead = if *lead { lang.say(Word::new("（首席）", " (lead)")) } else { "" };
    format!("{} {from}–{until}{lead}", window.id)
}

fn staff(registry: &Registry, lang: Lang) -> Vec<Listed> {
    // Their sites follow from their assignments.
    let listed = |Staff { id, name, assignments, sites: _ }: &Staff| {
        let posts: Vec<String> = assignments.iter().map(|held| post(registry, held, lang)).collect();
        Listed {
            id: id.clone(),
            name: name.clone(),
            facts: vec![fact(Word::new("岗位", "posts"), posts.join(lang.say(Word::new("；", "; "))))],
        }
    };
    registry.staff.iter().map(listed).collect()
}

/// How an item is handled.
pub fn item_kind(kind: ItemKind) -> Word {
    match kind {
        ItemKind::Instant => Word::new("即办件", "instant"),
        ItemKind::Promised => Word::new("承诺件", "promised"),
        ItemKind::Joint => Word::new("联办件", "joint"),
        ItemKind::Reported => Word::new("上报件", "reported"),
    }
}

fn items(registry: &Registry, lang: Lang) -> Vec<Listed> {
    let listed = |item: &Item| {
        let Item {
            code,
            name,
            department,
            kind,
            statutory_workdays,
            promised_workdays,
            entered,
            authorised,
            fee_cents,
        } = item;
        Listed {
            id: code.clone(),
            name: name.clone(),
            facts: vec![
                fact(DEPARTMENT, &registry.departments[usize::from(*department)].name),
                fact(KIND, lang.say(item_kind(*kind))),
                fact(Word::new("法定时限（工作日）", "statutory limit in working days"), statutory_workdays),
                fact(Word::new("承诺时限（工作日）", "promised limit in working days"), promised_workdays),
                fact(Word::new("进驻大厅", "handled in the hall"), yes(*entered, lang)),
                fact(Word::new("窗口授权", "decided at the window"), yes(*authorised, lang)),
                fact(Word::new("收费", "fee"), fee_cents.map_or(String::new(), |cents| lang.yuan(cents))),
            ],
        }
    };
    registry.items.iter().map(listed).collect()
}
