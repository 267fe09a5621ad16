//! The API for people to read: every route in its group, what it is asked with, takes and answers, and the types field by field.
//! It is made of the description that programs get, so that the two say the same.

use crate::api::described::GROUPS;
use crate::ui::Ui;
use crate::words::{self, interface as said};
use askama::Template;
use reports::words::Lang;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Where the description keeps its types.
const TYPES: &str = "#/components/schemas/";

/// The API's page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Interface {
    /// Where the API is.
    pub server: String,
    /// Commands that log in, ask and do.
    pub curl: String,
    /// The routes by group.
    pub groups: Vec<ApiGroup>,
    /// The types that routes take and answer.
    pub types: Vec<ApiType>,
}

/// Routes that belong together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiGroup {
    /// The group's name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The routes.
    pub routes: Vec<ApiRoute>,
}

/// A route.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiRoute {
    /// Its name for programs.
    pub id: String,
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// The address below the server's.
    pub path: String,
    /// What it is for.
    pub title: String,
    /// The right that it asks for; empty where everybody has it who is logged in.
    pub right: String,
    /// The roles that have it; `(own)`: for what the account answers for.
    pub roles: Vec<String>,
    /// What it is asked with.
    pub parameters: Vec<ApiField>,
    /// The type of its form.
    pub takes: Vec<ApiKind>,
    /// The type of what it answers: one of these.
    pub answers: Vec<ApiKind>,
}

/// A type, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApiKind {
    /// How it is written: `string`, `OrderRow`.
    pub text: String,
    /// Whether the page describes it.
    pub is_type: bool,
    /// Whether it is a list of such.
    pub is_list: bool,
}

/// A field of a type, or a parameter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiField {
    /// Its name.
    pub name: String,
    /// What it holds, one of these; `null` among them where it may be that.
    pub kinds: Vec<ApiKind>,
    /// Whether it is always there.
    pub is_required: bool,
    /// Where a parameter stands: `path`, `query`, `header`; empty for a field.
    pub place: String,
    /// What it is.
    pub about: String,
}

/// A type.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiType {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// The types whose fields it has too.
    pub includes: Vec<ApiKind>,
    /// Its fields.
    pub fields: Vec<ApiField>,
}

/// The page of a description. `address` is where people reach the service.
pub fn view(document: &Value, address: &str, lang: Lang) -> Interface {
    let server = format!("{address}{}", text(&document["servers"][0]["url"]));
    let routes = |group: &str| -> Vec<ApiRoute> {
        let all = document["paths"].as_object().into_iter().flatten();
        let all = all.flat_map(|(path, item)| {
            let methods = item.as_object().into_iter().flatten();
            methods.map(move |(method, operation)| (path, method, operation))
        });
        all.filter(|(_, _, operation)| operation["tags"][0] == group)
            .map(|(path, method, operation)| route(path, method, operation, lang))
            .collect()
    };
    let groups = GROUPS.iter().map(|(name, word, _)| ApiGroup {
        name: (*name).to_owned(),
        title: lang.say(*word).to_owned(),
        routes: routes(name),
    });
    let types = document["components"]["schemas"].as_object().into_iter().flatten();
    Interface {
        curl: said::curl(lang, &server),
        groups: groups.collect(),
        types: types.map(|(name, schema)| described(name, schema)).collect(),
        server,
    }
}

/// A text without the marks that set code apart where it is written.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}

/// The half of a text in both languages.
fn half(both: &str, lang: Lang) -> String {
    let (zh, en) = both.split_once(" / ").unwrap_or((both, both));
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn route(path: &str, method: &str, operation: &Value, lang: Lang) -> ApiRoute {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let field = |parameter: &Value| ApiField {
        name: text(&parameter["name"]),
        kinds: kinds(&parameter["schema"]),
        is_required: parameter["required"] == true,
        place: text(&parameter["in"]),
        about: half(&text(&parameter["description"]), lang),
    };
    let body = operation["requestBody"]["content"].as_object().and_then(|content| content.values().next());
    ApiRoute {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: half(operation["summary"].as_str().unwrap_or_default(), lang),
        right: text(&operation["x-right"]),
        roles: operation["x-roles"].as_array().into_iter().flatten().map(text).collect(),
        parameters: parameters.map(field).collect(),
        takes: body.map_or_else(Vec::new, |body| kinds(&body["schema"])),
        answers: answers(&operation["responses"]["200"]["content"]),
    }
}

fn answers(content: &Value) -> Vec<ApiKind> {
    let each = content.as_object().into_iter().flatten();
    each.flat_map(|(media_type, content)| match content.get("schema") {
        Some(schema) => kinds(schema),
        None => vec![plain(media_type)],
    })
    .collect()
}

fn described(name: &str, schema: &Value) -> ApiType {
    let mut made = ApiType {
        name: name.to_owned(),
        about: text(&schema["description"]),
        includes: Vec::new(),
        fields: Vec::new(),
    };
    let parts = schema["allOf"].as_array().map_or_else(|| vec![schema], |parts| parts.iter().collect());
    for part in parts {
        if part.get("$ref").is_some() || part.get("oneOf").is_some() {
            made.includes.extend(kinds(part));
        } else if part["properties"].is_null() {
            made.includes.extend(kinds(part).into_iter().filter(|kind| kind.text != "object"));
        }
        let required = part["required"].as_array();
        let is_required = |name: &String| required.is_some_and(|names| names.iter().any(|of| of == name));
        let fields = part["properties"].as_object().into_iter().flatten();
        made.fields.extend(fields.map(|(name, schema)| ApiField {
            kinds: kinds(schema),
            is_required: is_required(name),
            place: String::new(),
            about: text(&schema["description"]),
            name: name.clone(),
        }));
    }
    made
}

fn plain(text: &str) -> ApiKind {
    ApiKind { text: text.to_owned(), is_type: false, is_list: false }
}

/// What a schema holds, in a few words.
fn kinds(schema: &Value) -> Vec<ApiKind> {
    if let Some(name) = schema["$ref"].as_str().and_then(|of| of.strip_prefix(TYPES)) {
        return vec![ApiKind { text: name.to_owned(), is_type: true, is_list: false }];
    }
    if let Some(several) = ["oneOf", "anyOf", "allOf"].iter().find_map(|of| schema[of].as_array()) {
        return several.iter().flat_map(kinds).collect();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(|word| plain(&word.to_string())).collect();
    }
    let of = |name: &str| match name {
        "array" if schema["items"].is_object() => {
            let items = kinds(&schema["items"]).into_iter();
            items.map(|kind| ApiKind { is_list: true, ..kind }).collect()
        }
        name => vec![plain(name)],
    };
    match &schema["type"] {
        Value::String(name) => of(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).flat_map(of).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => vec![plain("any")],
    }
}

#[derive(Template)]
#[template(path = "interface.html")]
struct Page<'a> {
    ui: &'a Ui<'a>,
    view: &'a Interface,
}

impl Page<'_> {
    fn place(&self, place: &str) -> &'static str {
        self.ui.say(said::place(place))
    }
}

/// The page.
///
/// # Errors
///
/// What the template engine says; nothing of the data can make it fail.
pub fn html(ui: &Ui<'_>, view: &Interface) -> Result<String, askama::Error> {
    Page { ui, view }.render()
}

#[cfg(test)]
mod tests {
    use super::{kinds, view};
    use crate::api::openapi::described_below;
    use reports::words::Lang;
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_on_the_page_and_every_type_that_it_names() {
        let document = serde_json::to_value(described_below("")).unwrap_or_default();
        let page = view(&document, "https://hall.example.gov.cn", Lang::Zh);
        let shown: usize = page.groups.iter().map(|group| group.routes.len()).sum();
        assert_eq!(shown, crate::router::routes().len() + 4, "the session's three and the description");
        let known: BTreeSet<&str> = page.types.iter().map(|of| of.name.as_str()).collect();
        let routes = page.groups.iter().flat_map(|group| &group.routes);
        for kind in routes.flat_map(|route| route.takes.iter().chain(&route.answers)) {
            assert!(!kind.is_type || known.contains(kind.text.as_str()), "{}", kind.text);
        }
        for of in page.types.iter().flat_map(|of| &of.fields) {
            assert!(!of.kinds.is_empty(), "{}", of.name);
        }
    }

    #[test]
    fn a_kind_is_told_in_a_few_words() {
        let told = |schema| -> Vec<String> { kinds(&schema).into_iter().map(|kind| kind.text).collect() };
        assert_eq!(told(json!({"type": ["string", "null"]})), ["string", "null"]);
        assert_eq!(
            told(json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Row"}]})),
            ["null", "Row"]
        );
        let list = kinds(&json!({"type": "array", "items": {"$ref": "#/components/schemas/Row"}}));
        assert!(list.iter().all(|kind| kind.is_list && kind.is_type));
    }
}
