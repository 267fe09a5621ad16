//! JSON Schema (2020-12) of the event types, made from the contract's table.
//!
//! A schema looks at one event by itself. What it cannot see is in [`UNSEEN`]; `flagpost contract check` sees it.

use crate::words;
use ingest::contract::{self, Field, HALF_DAY, Kind};
use reports::words::{Lang, Word};
use scoring::rulebook::{Origin, Rulebooks};
use serde_json::{Map, Value, json};

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What `time` looks like: RFC 3339 with an offset, years 2000 to 2099, no second 60.
const TIME: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
const DATE: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const MONTH: &str = "^20[0-9]{2}-(0[1-9]|1[0-2])$";

/// What no schema can see of an event, and the service still looks at.
pub const UNSEEN: [Word; 9] = [
    Word::new("事件超过 65,536 字节（too_large）", "an event of more than 65,536 bytes (too_large)"),
    Word::new(
        "同一对象中重复的成员名、字节序标记、不成对的代理字符（malformed_json）",
        "the same member name twice in an object, a byte order mark, an unpaired surrogate (malformed_json)",
    ),
    Word::new("整数写成 3.0 或 3e0（bad_field）", "a whole number written as 3.0 or 3e0 (bad_field)"),
    Word::new("小数多于两位（bad_field）", "a decimal of more than two places (bad_field)"),
    Word::new(
        "不存在的日期，如 2月30日（bad_field、bad_time）",
        "a date that does not exist, such as 30 February (bad_field, bad_time)",
    ),
    Word::new(
        "请假止于起之前；分值不在规则范围内；该窗口不得人工记录的考勤问题（bad_field）",
        "a leave that ends before it begins, points outside a rule's range, attendance recorded by hand where a device does it (bad_field)",
    ),
    Word::new(
        "名册中没有的单位、窗口、人员、事项、部门（unknown_…）",
        "a site, window, staff member, item or department that the registry does not have (unknown_…)",
    ),
    Word::new("替其他单位上报（not_allowed）", "speaking for another site (not_allowed)"),
    Word::new(
        "同一 source 和 id 而内容不同（conflict）",
        "the same source and id with other content (conflict)",
    ),
];

/// The schema of an event type; `None` where the contract has no such type. With a rulebook, its kinds are listed.
pub fn of_type(event_type: &str, rulebooks: Option<&Rulebooks>) -> Option<Value> {
    let fields = contract::fields(event_type)?;
    let mut schema = json!({ "$schema": DIALECT, "$id": id(event_type) });
    merge(&mut schema, event(event_type, fields, rulebooks));
    Some(schema)
}

/// One schema for every event: it looks at `type`, then at what that type asks for.
pub fn of_all(rulebooks: Option<&Rulebooks>) -> Value {
    let mut definitions = Map::new();
    let mut choices = Vec::new();
    for (_, name, fields) in contract::types() {
        definitions.insert(name.to_owned(), event(name, fields, rulebooks));
        choices.push(json!({
            "if": { "properties": { "type": { "const": name } }, "required": ["type"] },
            "then": { "$ref": format!("#/$defs/{name}") },
        }));
    }
    json!({
        "$schema": DIALECT,
        "$id": id("event"),
        "title": "事件 / event",
        "type": "object",
        "required": ["type"],
        "properties": { "type": { "enum": contract::type_names() } },
        "allOf": choices,
        "$defs": definitions,
    })
}

/// The name of a type's schema in the kit.
pub fn file_name(event_type: &str) -> String {
    format!("{event_type}.schema.json")
}

fn id(name: &str) -> String {
    format!("urn:flagpost:contract:{name}")
}

fn event(event_type: &str, fields: &[Field], rulebooks: Option<&Rulebooks>) -> Value {
    let called = |lang| words::event_type(lang, event_type);
    json!({
        "title": format!("{} / {}", called(Lang::Zh), called(Lang::En)),
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "data"],
        "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "minLength": 1, "maxLength": 128 },
            "source": { "type": "string", "minLength": 1 },
            "type": { "const": event_type },
            "time": { "type": "string", "pattern": TIME },
            "region": { "type": ["string", "null"] },
            "data": data(event_type, fields, rulebooks),
        },
    })
}

fn data(event_type: &str, fields: &[Field], rulebooks: Option<&Rulebooks>) -> Value {
    let mut schema = object(fields);
    if event_type == "evaluation.recorded" {
        let only = |name: &str| json!({ "required": [name], "properties": { name: { "type": "string" } } });
        schema["oneOf"] = json!([only("window"), only("staff")]);
    }
    let Some(rulebooks) = rulebooks else { return schema };
    let kinds = |is_meant: fn(Origin) -> bool| -> Vec<&str> {
        let all = rulebooks.kinds().iter().filter(|kind| is_meant(kind.origin));
        all.map(|kind| kind.name.as_str()).collect()
    };
    match event_type {
        "finding.recorded" => {
            schema["properties"]["kind"]["enum"] = json!(kinds(is_recorded));
        }
        "merit.recorded" => {
            schema["properties"]["kind"]["enum"] = json!(kinds(|origin| origin == Origin::Merit));
            let with_staff: Vec<&str> = rulebooks
                .kinds()
                .iter()
                .filter(|kind| kind.needs_staff)
                .map(|kind| kind.name.as_str())
                .collect();
            if !with_staff.is_empty() {
                schema["if"] =
                    json!({ "properties": { "kind": { "enum": with_staff } }, "required": ["kind"] });
                schema["then"] =
                    json!({ "required": ["staff"], "properties": { "staff": { "type": "string" } } });
            }
        }
        _ => {}
    }
    schema
}

fn is_recorded(origin: Origin) -> bool {
    match origin {
        Origin::Finding | Origin::DerivedToo | Origin::Attendance => true,
        Origin::Merit | Origin::Derived => false,
    }
}

/// An object of fields. Fields beyond the contract's are kept and ignored, so that a schema lets them through.
fn object(fields: &[Field]) -> Value {
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// A field with what it is called.
fn described(field: &Field) -> Value {
    let mut schema = value(field);
    if let Some(word) = words::fields::field(field.name) {
        schema["description"] = json!(format!("{} / {}", word.zh, word.en));
    }
    schema
}

/// What a field may hold. Null counts as absent, so that a field that need not be there may be null.
fn value(field: &Field) -> Value {
    let typed = |name: &str| if field.required { json!(name) } else { json!([name, "null"]) };
    let hundredths = |number: i64| number as f64 / 100.0;
    match field.kind {
        Kind::Text if field.required => json!({ "type": "string", "minLength": 1 }),
        Kind::Text => json!({ "type": typed("string") }),
        Kind::Id => json!({ "type": typed("string"), "minLength": 1, "maxLength": 64 }),
        Kind::Word(words) if field.required => json!({ "enum": words }),
        Kind::Word(words) => {
            let all: Vec<Value> = words.iter().map(|word| json!(word)).chain([Value::Null]).collect();
            json!({ "enum": all })
        }
        Kind::Integer => json!({ "type": typed("integer"), "minimum": field.min, "maximum": field.max }),
        Kind::Decimal => {
            json!({ "type": typed("number"), "minimum": hundredths(field.min), "maximum": hundredths(field.max) })
        }
        Kind::Flag => json!({ "type": typed("boolean") }),
        Kind::Texts => json!({ "type": typed("array"), "items": { "type": "string" } }),
        Kind::Date => json!({ "type": typed("string"), "pattern": DATE }),
        Kind::Month => json!({ "type": typed("string"), "pattern": MONTH }),
        Kind::HalfDay => object(HALF_DAY),
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
