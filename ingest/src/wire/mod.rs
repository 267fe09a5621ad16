//! CloudEvents in: a line of bytes becomes an event of the core, or a fault with code, place and mend (`events.md`).
//!
//! The checks follow the contract's order, so that an event that fails several has the first code. Ids are borrowed from
//! the line; only where they hold escapes are they copied into the arena that the caller gives.

mod facts;
pub mod json;

use crate::contract::{self, EventType, Field, Kind};
use crate::rejections::{Code, Fault};
use bumpalo::Bump;
use json::{LineMarks, Member, Members, NotJson, Token};
use scoring::event::Event;
use scoring::points::Points;
use scoring::registry::{ById, Registry, SiteIdx};
use scoring::rulebook::Rulebooks;
use scoring::time::{Date, Instant, Month};

/// The most bytes of an event, without the line end.
pub const EVENT_BYTES_MAX: usize = 65_536;

/// The most fields of an event type.
const FIELDS_MAX: usize = 12;

/// Reads events for one region.
pub struct Wire<'r> {
    registry: &'r Registry,
    rulebooks: &'r Rulebooks,
    types: ById<TypePlan>,
    names: Names,
}

/// An event type with the digests of its fields' names.
struct TypePlan {
    event_type: EventType,
    fields: Vec<(u64, &'static Field)>,
}

/// Digests of the names that every event has.
struct Names {
    specversion: u64,
    id: u64,
    source: u64,
    event_type: u64,
    time: u64,
    region: u64,
    data: u64,
}

/// Room for the members of one event, used again for the next.
#[derive(Default)]
pub struct Room {
    members: Members,
}

/// One event while it is checked: the line and where its fields stand.
struct Draft<'m, 'l> {
    line: &'l str,
    arena: &'l Bump,
    fields: &'l [(u64, &'static Field)],
    /// The values of the type's fields, in the order of the contract's table; null counts as absent.
    values: [Option<&'m Token>; FIELDS_MAX],
}

impl<'r> Wire<'r> {
    /// A reader for a region's events.
    pub fn new(registry: &'r Registry, rulebooks: &'r Rulebooks) -> Wire<'r> {
        let name = |text: &str| json::name_digest(text.as_bytes());
        let plan = |(event_type, word, fields): (EventType, &'static str, &'static [Field])| {
            let fields = fields.iter().map(|field| (name(field.name), field)).collect();
            (word, TypePlan { event_type, fields })
        };
        let names = Names {
            specversion: name("specversion"),
            id: name("id"),
            source: name("source"),
            event_type: name("type"),
            time: name("time"),
            region: name("region"),
            data: name("data"),
        };
        Wire { registry, rulebooks, types: contract::types().map(plan).collect(), names }
    }

    /// Reads one event.
    ///
    /// # Errors
    ///
    /// The first fault in the contract's order; never `conflict`, which only the log can tell.
    pub fn read<'l>(&'l self, line: &'l [u8], arena: &'l Bump, room: &mut Room) -> Result<Event<'l>, Fault> {
        too_large(line.len())?;
        match simdutf8::compat::from_utf8(line) {
            Ok(text) => self.read_text(text, arena, room),
            Err(error) => Err(malformed(NotJson { at: error.valid_up_to(), what: "a byte is not UTF-8" })),
        }
    }

    /// Reads one event whose bytes are known to be UTF-8.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`].
    pub fn read_text<'l>(
        &'l self,
        line: &'l str,
        arena: &'l Bump,
        room: &mut Room,
    ) -> Result<Event<'l>, Fault> {
        too_large(line.len())?;
        let read = json::read(line.as_bytes(), &mut room.members);
        self.event(line, read, arena, &room.members)
    }

    /// As [`Wire::read_text`], of a line whose text was marked as a whole.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`].
    pub fn read_marked<'l>(
        &'l self,
        line: &'l str,
        marks: LineMarks<'_>,
        arena: &'l Bump,
        room: &mut Room,
    ) -> Result<Event<'l>, Fault> {
        too_large(line.len())?;
        let read = json::read_marked(line.as_bytes(), marks, &mut room.members);
        self.event(line, read, arena, &room.members)
    }

    /// The event of a line by its members.
    #[inline(always)]
    fn event<'l>(
        &'l self,
        line: &'l str,
        read: Result<(json::Kind, u64), NotJson>,
        arena: &'l Bump,
        members: &Members,
    ) -> Result<Event<'l>, Fault> {
        let (kind, content) = read.map_err(malformed)?;
        if kind != json::Kind::Object {
            return Err(not_cloudevent("一行应是一个 JSON 对象", "a line must be one JSON object"));
        }
        let envelope = self.envelope(line, arena, members.outer())?;
        let plan = self.types.get(envelope.event_type).ok_or_else(|| {
            let known = envelope.event_type;
            Fault::new(
                Code::UnknownType,
                format_args!("没有 `{known}` 这种事件类型；请按接口约定填写 `type`"),
                format_args!("there is no event type `{known}`: write one of the contract's types"),
            )
        })?;
        let time = envelope.time.and_then(|time| text_of(line, arena, time)).and_then(Instant::parse);
        let time = time.ok_or_else(|| {
            Fault::new(
                Code::BadTime,
                "`time` 缺失或无法识别；请写成 2026-09-01T09:12:03+08:00 的形式",
                "`time` is absent or unreadable: write it as 2026-09-01T09:12:03+08:00",
            )
        })?;
        let mut draft = Draft { line, arena, fields: &plan.fields, values: [None; FIELDS_MAX] };
        draft.find_fields(members.inner())?;
        let given = facts::Given { registry: self.registry, rulebooks: self.rulebooks, draft: &draft, time };
        given.check_presence(plan.event_type)?;
        draft.check_fields()?;
        given.check(plan.event_type)?;
        let source = self.source(&envelope)?;
        let (subject, fact) = given.fact(plan.event_type, source)?;
        Ok(Event { time, source, id: envelope.id, content, subject, fact })
    }

    /// The site that speaks, which must be of this region.
    fn source(&self, envelope: &Envelope<'_, '_>) -> Result<SiteIdx, Fault> {
        if let Some(region) = envelope.region.filter(|region| *region != self.registry.code) {
            return Err(unknown(Code::UnknownSite, "地区", "region", region));
        }
        let known = self.registry.index.sites.get(envelope.source).copied();
        known.ok_or_else(|| unknown(Code::UnknownSite, "单位", "site", envelope.source))
    }

    fn envelope<'m, 'l>(
        &self,
        line: &'l str,
        arena: &'l Bump,
        outer: &'m [Member],
    ) -> Result<Envelope<'m, 'l>, Fault> {
        let text = |likely: usize, name: u64| {
            let token = value_of(outer, likely, name).filter(|token| token.kind == json::Kind::String)?;
            text_of(line, arena, token)
        };
        if text(0, self.names.specversion) != Some("1.0") {
            return Err(not_cloudevent("`specversion` 应为 \"1.0\"", "`specversion` must be \"1.0\""));
        }
        let id = text(1, self.names.id).filter(|id| has_length(id, 128));
        let id = id.ok_or_else(|| {
            not_cloudevent("`id` 应为 1 到 128 个字符的文本", "`id` must be a text of 1 to 128 characters")
        })?;
        let source = text(2, self.names.source).filter(|source| !source.is_empty());
        let source = source.ok_or_else(|| {
            not_cloudevent("`source` 应为大厅或分中心的编号", "`source` must be the id of a site")
        })?;
        let event_type = text(3, self.names.event_type).ok_or_else(|| {
            not_cloudevent("`type` 应为事件类型的文本", "`type` must be a text, an event type")
        })?;
        if value_of(outer, 5, self.names.data).is_none_or(|data| data.kind != json::Kind::Object) {
            return Err(not_cloudevent("`data` 应为 JSON 对象", "`data` must be a JSON object"));
        }
        let time = value_of(outer, 4, self.names.time);
        // Mostly nothing stands there but what must: then the one member that may be left out need not be looked for.
        let is_whole = outer.len() == 5 + usize::from(time.is_some());
        let region = if is_whole { None } else { value_of(outer, 5, self.names.region) };
        let region = match region {
            None => None,
            Some(token) => match token.kind {
                json::Kind::Null => None,
                json::Kind::String => text_of(line, arena, token),
                json::Kind::Bool | json::Kind::Number | json::Kind::Array | json::Kind::Object => {
                    return Err(not_cloudevent(
                        "`region` 应为行政区划代码的文本",
                        "`region` must be a text, the GB/T 2260 code",
                    ));
                }
            },
        };
        let time = time.filter(|token| token.kind == json::Kind::String);
        Ok(Envelope { id, source, event_type, time, region })
    }
}

/// What stands around `data`.
struct Envelope<'m, 'l> {
    id: &'l str,
    source: &'l str,
    event_type: &'l str,
    time: Option<&'m Token>,
    region: Option<&'l str>,
}

impl<'m, 'l> Draft<'m, 'l> {
    /// Finds the type's fields among the members; one that is required must be there.
    fn find_fields(&mut self, members: &'m [Member]) -> Result<(), Fault> {
        for (place, (digest, field)) in self.fields.iter().enumerate() {
            let value = value_of(members, place, *digest).filter(|value| value.kind != json::Kind::Null);
            if value.is_none() && field.required {
                return Err(missing(field.name));
            }
            self.values[place] = value;
        }
        Ok(())
    }

    /// Checks type, range and value of each field by the contract's table.
    fn check_fields(&self) -> Result<(), Fault> {
        for ((_, field), value) in self.fields.iter().zip(&self.values) {
            if let Some(value) = value
                && !self.fits(field, value)
            {
                return Err(bad(field.name, expectation(field)));
            }
        }
        Ok(())
    }

    fn fits(&self, field: &Field, value: &Token) -> bool {
        let is_text = value.kind == json::Kind::String;
        match field.kind {
            Kind::Text => is_text && (!field.required || value.end > value.start),
            // Most ids are so short that their characters need not be counted.
            Kind::Id => {
                let is_short = !value.escaped && (1..=64).contains(&(value.end - value.start));
                is_text && (is_short || self.text(value).is_some_and(|text| has_length(text, 64)))
            }
            Kind::Word(words) => is_text && self.text(value).is_some_and(|text| words.contains(&text)),
            Kind::Integer => {
                self.integer(value).is_some_and(|number| (field.min..=field.max).contains(&number))
            }
            Kind::Decimal => self
                .decimal(value)
                .is_some_and(|number| (field.min..=field.max).contains(&i64::from(number.0))),
            Kind::Flag => value.kind == json::Kind::Bool,
            Kind::Texts => {
                let mut all = value.kind == json::Kind::Array;
                if all {
                    json::elements_of(self.line.as_bytes(), value, |element| {
                        all &= element.kind == json::Kind::String
                    });
                }
                all
            }
            Kind::Date => is_text && self.date(value).is_some(),
            Kind::Month => is_text && self.month(value).is_some(),
            Kind::HalfDay => facts::half_day(self, value).is_some(),
        }
    }

    /// The token as it stands in the line.
    fn plain(&self, value: &Token) -> &'l str {
        &self.line[value.start as usize..value.end as usize]
    }

    fn text(&self, value: &Token) -> Option<&'l str> {
        text_of(self.line, self.arena, value)
    }

    /// A whole number as it is written: no fraction, no exponent, at most 2⁵³ − 1.
    fn integer(&self, value: &Token) -> Option<i64> {
        if value.kind != json::Kind::Number {
            return None;
        }
        self.plain(value).parse().ok().filter(|number: &i64| number.unsigned_abs() < 1 << 53)
    }

    fn decimal(&self, value: &Token) -> Option<Points> {
        if value.kind != json::Kind::Number {
            return None;
        }
        Points::parse(self.plain(value))
    }

    fn date(&self, value: &Token) -> Option<Date> {
        Date::parse(self.text(value)?)
    }

    fn month(&self, value: &Token) -> Option<Month> {
        Month::parse(self.text(value)?)
    }
}

/// The value of a member. Senders mostly write members in the contract's order, so the likely place is tried first.
#[inline(always)]
fn value_of(members: &[Member], likely: usize, name: u64) -> Option<&Token> {
    let found = members.get(likely).filter(|member| member.name == name);
    found.or_else(|| members.iter().find(|member| member.name == name)).map(|member| &member.value)
}

/// The text of a string: borrowed where it has no escapes.
#[inline(always)]
fn text_of<'l>(line: &'l str, arena: &'l Bump, token: &Token) -> Option<&'l str> {
    if token.escaped {
        return Some(unescaped(line, arena, token));
    }
    line.get(token.start as usize..token.end as usize)
}

#[cold]
fn unescaped<'l>(line: &'l str, arena: &'l Bump, token: &Token) -> &'l str {
    arena.alloc_str(&json::unescape(token.bytes(line.as_bytes())))
}

/// Whether a text has 1 to so many characters.
fn has_length(text: &str, most: usize) -> bool {
    !text.is_empty() && (text.len() <= most || text.chars().count() <= most)
}

fn expectation(field: &Field) -> String {
    match field.kind {
        Kind::Text => "a text that is not empty".to_owned(),
        Kind::Id => "a text of 1 to 64 characters".to_owned(),
        Kind::Word(words) => format!("one of {}", words.join(", ")),
        Kind::Integer if field.min == i64::MIN => "a whole number".to_owned(),
        Kind::Integer => {
            format!("a whole number from {} to {}, without fraction or exponent", field.min, field.max)
        }
        Kind::Decimal if field.max >= i64::from(i32::MAX) => {
            "a number above 0 with at most two decimal places".to_owned()
        }
        Kind::Decimal => {
            format!(
                "a number from {} to {} with at most two decimal places",
                field.min / 100,
                field.max / 100
            )
        }
        Kind::Flag => "true or false".to_owned(),
        Kind::Texts => "a list of texts".to_owned(),
        Kind::Date => "a date such as 2026-09-01 (years 2000 to 2099)".to_owned(),
        Kind::Month => "a month such as 2026-09 (years 2000 to 2099)".to_owned(),
        Kind::HalfDay => "an object with `date` (2026-09-01) and `session` (am or pm)".to_owned(),
    }
}

/// Whether an event of so many bytes is too large; that is checked before anything else.
pub(crate) fn too_large(bytes: usize) -> Result<(), Fault> {
    if bytes <= EVENT_BYTES_MAX {
        return Ok(());
    }
    Err(Fault::new(
        Code::TooLarge,
        format_args!("事件有 {bytes} 字节，最多 {EVENT_BYTES_MAX} 字节；请去掉附件和长文本"),
        format_args!(
            "the event has {bytes} bytes, at most {EVENT_BYTES_MAX} are taken: leave attachments and long texts out"
        ),
    ))
}

fn malformed(fault: NotJson) -> Fault {
    let (at, what) = (fault.at + 1, fault.what);
    Fault::new(
        Code::MalformedJson,
        format_args!("不是正确的 JSON，第 {at} 个字节处有误；请检查发送系统的 JSON 输出"),
        format_args!("not JSON at byte {at}: {what}; mend the sender's JSON output"),
    )
}

fn not_cloudevent(zh: &str, en: &str) -> Fault {
    Fault::new(
        Code::NotCloudevent,
        format_args!("不是 CloudEvents 1.0 事件：{zh}"),
        format_args!("not a CloudEvents 1.0 event: {en}"),
    )
}

fn missing(field: &str) -> Fault {
    Fault::new(
        Code::MissingField,
        format_args!("缺少必填字段 `data.{field}`；请补上"),
        format_args!("the required field `data.{field}` is absent: add it"),
    )
}

fn bad(field: &str, expected: impl std::fmt::Display) -> Fault {
    Fault::new(
        Code::BadField,
        format_args!("字段 `data.{field}` 的值不符合约定；请按约定填写"),
        format_args!("`data.{field}` must be {expected}"),
    )
}

fn unknown(code: Code, what_zh: &str, what_en: &str, id: &str) -> Fault {
    Fault::new(
        code,
        format_args!("登记册中没有{what_zh} `{id}`；请核对编号，或先在登记册中登记再重放"),
        format_args!("there is no {what_en} `{id}` in the registry: check the id, or register it and replay"),
    )
}
