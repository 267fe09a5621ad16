//! The API's description, made of the list of routes itself: whatever is routed is described.

use super::answers::Done;
use super::bodies::CSRF_HEADER;
use super::described;
use super::schemas::{self, Parts};
use super::shapes::{Shape, Typed, shapes};
use crate::app::App;
use crate::handlers::session::{LogIn, SessionView};
use crate::pages::message::Message;
use crate::rights::{Reach, Right, reach};
use crate::router::{Route, routes};
use crate::session::{SESSION_COOKIE, Visitor};
use axum::Json;
use axum::extract::State;
use axum::http::Method;
use ingest::store::sqlite::Role;
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, Content, Info, OpenApi, OpenApiBuilder, PathItem, Paths, Ref, RefOr, Required,
    ResponseBuilder, Schema, Server,
};

/// The media types of a POST's body; the last is that of forms with files.
const BODIES: [&str; 3] = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];

/// The name of the session's cookie in the description.
const SESSION: &str = "session";

/// The description as JSON, for whoever is logged in.
pub async fn document(_visitor: Visitor, State(app): State<Arc<App>>) -> Json<OpenApi> {
    Json(described_below(&app.base))
}

/// The description of the API of a service below a path.
pub fn described_below(base: &str) -> OpenApi {
    let shapes = shapes();
    let mut paths = Paths::new();
    for route in routes() {
        let method = if route.method == Method::GET { HttpMethod::Get } else { HttpMethod::Post };
        let shape =
            shapes.iter().find(|shape| shape.method == route.method.as_str() && shape.path == route.path);
        add(&mut paths, route.path, method, operation(&route, shape));
    }
    for (method, name, summary) in [
        (HttpMethod::Get, "get_session", "当前登录的账号 / Who is logged in"),
        (HttpMethod::Post, "post_session", "登录 / Logs in"),
        (HttpMethod::Delete, "delete_session", "退出登录 / Logs out"),
    ] {
        let operation = of_session(&method, name, summary);
        add(&mut paths, "/session", method, operation);
    }
    let document = get_answer(OperationBuilder::new(), "application/json", Some(object()))
        .summary(Some("本说明 / This description"))
        .operation_id(Some("get_openapi"))
        .tag(described::tag("/session"));
    add(&mut paths, "/openapi.json", HttpMethod::Get, refusals(document).build());
    let mut info = Info::new("Flagpost", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "政务服务电子监察接口：页面上能看到和办理的都在这里，权限和范围与页面相同。/ All that the pages show and do, with the same rights \
         and scope."
            .to_owned(),
    );
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(components(&shapes))
        .security_scheme(SESSION, cookie)
        .build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new(format!("{base}{}", super::BELOW))]))
        .tags(Some(described::GROUPS.iter().map(|(name, word, _)| {
            let said = format!("{} / {}", word.zh, word.en);
            TagBuilder::new().name(*name).description(Some(said)).build()
        })))
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, [])]))
        .paths(paths)
        .components(Some(components))
        .build()
}

/// The schemas that routes name. Where two types had the same name, the first would stand; a test sees that none do.
fn components(shapes: &[Shape]) -> Parts {
    let (mut answers, mut forms) = (Parts::new(), Parts::new());
    let own = [Typed::of::<Message>(), Typed::of::<Done>(), Typed::of::<SessionView>()];
    for typed in shapes.iter().flat_map(|shape| &shape.answers).chain(&own) {
        let _ = schemas::add(&mut answers, typed);
    }
    let log_in = [Typed::of::<LogIn>()];
    for typed in shapes.iter().filter_map(|shape| shape.takes.as_ref()).chain(&log_in) {
        let _ = schemas::add(&mut forms, typed);
    }
    answers.values_mut().for_each(schemas::always_whole);
    forms.values_mut().for_each(schemas::as_form);
    forms.extend(answers);
    forms
}

fn add(paths: &mut Paths, path: &str, method: HttpMethod, operation: Operation) {
    let item = PathItem::new(method, operation);
    match paths.paths.get_mut(path) {
        Some(there) => there.merge_operations(item),
        None => {
            paths.paths.insert(path.to_owned(), item);
        }
    }
}

/// The roles that have a right: `analyst`, `window_lead (own)`.
pub fn roles(right: Right) -> Vec<String> {
    let goes = |role: &Role| match reach(*role, right) {
        Reach::None => None,
        Reach::Own => Some(format!("{} (own)", role.word())),
        Reach::All => Some(role.word().to_owned()),
    };
    Role::ALL.iter().filter_map(goes).collect()
}

fn operation(route: &Route, shape: Option<&Shape>) -> Operation {
    let word = described::words(route.method.as_str(), route.path);
    let summary = word.map_or_else(|| route.path.to_owned(), |word| format!("{} / {}", word.zh, word.en));
    let roles = roles(route.right);
    let right = serde_json::json!(route.right);
    let mut made = OperationBuilder::new()
        .summary(Some(summary))
        .operation_id(Some(name_of(route)))
        .tag(described::tag(route.path))
        .description(Some(format!(
            "权限 / right: {}; {}",
            right.as_str().unwrap_or_default(),
            roles.join(", ")
        )))
        .extensions(Some(ExtensionsBuilder::new().add("x-right", right).add("x-roles", roles).build()));
    for name in in_path(route.path) {
        made = made.parameter(parameter(name, ParameterIn::Path, text()));
    }
    if route.method == Method::GET {
        for (name, schema) in shape.map(asked).unwrap_or_default() {
            made = made.parameter(parameter(&name, ParameterIn::Query, schema));
        }
        made = made.parameter(parameter("lang", ParameterIn::Query, text()));
        made = match (described::file_type(route.path), shape.and_then(Shape::answer)) {
            (Some(media_type), _) => get_answer(made, media_type, None),
            (None, Some(schema)) => get_answer(made, "application/json", Some(schema)),
            (None, None) => {
                let leads = ResponseBuilder::new().description("转到别处 / leads to another address");
                made.response("303", leads.build())
            }
        };
    } else {
        made = made.parameter(parameter(CSRF_HEADER, ParameterIn::Header, text()));
        let (taken, is_upload) = shape.map_or((None, false), |shape| (shape.takes.as_ref(), shape.is_upload));
        let schema = taken.map_or_else(object, |typed| Ref::from_schema_name(&typed.name).into());
        let media_types = if is_upload { &BODIES[2..] } else { &BODIES[..] };
        let body = media_types.iter().fold(RequestBodyBuilder::new(), |body, media_type| {
            body.content(*media_type, content(schema.clone()))
        });
        made = made.request_body(Some(body.required(Some(Required::True)).build()));
        let done = ResponseBuilder::new().description("已办理 / done: what, and where to see it");
        let schema = shape.and_then(Shape::answer).unwrap_or_else(object);
        made = made.response("200", done.content("application/json", content(schema)).build());
    }
    refusals(made).build()
}

/// The fields that a route is asked with.
pub fn asked(shape: &Shape) -> Vec<(String, RefOr<Schema>)> {
    let mut fields: Vec<(String, RefOr<Schema>)> = Vec::new();
    let paged = ["page", "per_page"].map(|name| (name.to_owned(), number()));
    let paged = paged.into_iter().chain([("format".to_owned(), text())]).filter(|_| shape.is_paged());
    for (name, schema) in shape.asks.iter().flat_map(schemas::fields).chain(paged) {
        if fields.iter().all(|(there, _)| *there != name) {
            fields.push((name, schema));
        }
    }
    fields
}

/// The media types of an answer besides JSON, by the route's `format`.
fn get_answer(made: OperationBuilder, media_type: &str, schema: Option<RefOr<Schema>>) -> OperationBuilder {
    let answer = ResponseBuilder::new().description("所求内容 / what was asked for");
    let whole = ContentBuilder::new().schema(schema).build();
    made.response("200", answer.content(media_type, whole).build())
        .response("304", ResponseBuilder::new().description("没有变化 / not changed").build())
}

/// What every route may refuse, in one shape.
fn refusals(mut made: OperationBuilder) -> OperationBuilder {
    for (status, said) in [
        ("401", "未登录 / not logged in"),
        ("403", "无权 / may not"),
        ("404", "没有 / not there"),
        ("409", "不能办理 / cannot be done"),
        ("default", "其他错误 / anything else that went wrong"),
    ] {
        let content = content(Ref::from_schema_name(Message::name()).into());
        made = made.response(
            status,
            ResponseBuilder::new().description(said).content("application/json", content).build(),
        );
    }
    made
}

/// A name for programs that are generated from the description: `get_months_month_windows`.
fn name_of(route: &Route) -> String {
    let path = route.path.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{path}", route.method.as_str().to_ascii_lowercase())
}

/// The names between braces.
pub fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// What a parameter is, where its name alone does not say: `None` for fields that say so themselves.
pub fn said(name: &str) -> Option<&'static str> {
    match name {
        "lang" => Some("zh 或 en / language of the texts"),
        "page" => Some("第几页，从 1 起 / which page, from 1"),
        "per_page" => Some("每页行数，至多 500 / rows a page, 500 at most"),
        "format" => Some("csv 或 xlsx：作为文件 / as a file"),
        "version" => Some("已发布的第几版，默认最新 / which version, the newest where none is named"),
        "month" => Some("月份，如 2026-09 / month: 2026-09"),
        "number" => Some("编号 / number"),
        "what" => Some("要做什么 / what is to be done"),
        "list" => Some("清单名 / the list's name"),
        CSRF_HEADER => Some("会话的 csrf，也可作为字段 / the session's csrf; a field of the body does too"),
        _ => None,
    }
}

fn parameter(name: &str, place: ParameterIn, schema: RefOr<Schema>) -> ParameterBuilder {
    let own = match &schema {
        RefOr::T(Schema::Object(object)) => object.description.clone(),
        RefOr::T(_) | RefOr::Ref(_) => None,
    };
    let is_in_path = matches!(place, ParameterIn::Path);
    let id = is_in_path.then_some("标识 / id");
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if is_in_path { Required::True } else { Required::False })
        .description(own.or_else(|| said(name).or(id).map(str::to_owned)))
        .schema(Some(schema))
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).build().into()
}

fn number() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Integer).build().into()
}

/// Any object.
fn object() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Object).build().into()
}

fn content(schema: RefOr<Schema>) -> Content {
    ContentBuilder::new().schema(Some(schema)).build()
}

fn of_session(method: &HttpMethod, name: &str, summary: &str) -> Operation {
    let of = |name: Cow<'static, str>| content(Ref::from_schema_name(name).into());
    let made = OperationBuilder::new()
        .summary(Some(summary))
        .operation_id(Some(name))
        .tag(described::tag("/session"));
    let made = match method {
        HttpMethod::Post => {
            let body = RequestBodyBuilder::new().content("application/json", of(LogIn::name()));
            let done = ResponseBuilder::new().description("已登录 / logged in");
            // Whoever logs in has no session yet.
            made.securities(Some([SecurityRequirement::default()]))
                .request_body(Some(body.required(Some(Required::True)).build()))
                .response("200", done.content("application/json", of(Done::name())).build())
        }
        HttpMethod::Delete => {
            let done = ResponseBuilder::new().description("已退出 / logged out").build();
            made.parameter(parameter(CSRF_HEADER, ParameterIn::Header, text())).response("204", done)
        }
        HttpMethod::Get
        | HttpMethod::Put
        | HttpMethod::Options
        | HttpMethod::Head
        | HttpMethod::Patch
        | HttpMethod::Trace => {
            let done = ResponseBuilder::new().description("账号及其权限 / the account and its rights");
            made.response("200", done.content("application/json", of(SessionView::name())).build())
        }
    };
    refusals(made).build()
}

#[cfg(test)]
mod tests {
    use super::{Parts, schemas, shapes};

    #[test]
    fn no_two_types_of_the_api_have_the_same_name() {
        let mut parts = Parts::new();
        for shape in shapes() {
            for typed in shape.answers.iter().chain(&shape.takes) {
                assert_eq!(schemas::add(&mut parts, typed), Ok(()), "{} {}", shape.method, shape.path);
            }
        }
    }

    #[test]
    fn what_is_taken_and_what_is_answered_are_different_types() {
        let (mut answers, mut forms) = (Parts::new(), Parts::new());
        for shape in shapes() {
            shape.answers.iter().for_each(|typed| drop(schemas::add(&mut answers, typed)));
            shape.takes.iter().for_each(|typed| drop(schemas::add(&mut forms, typed)));
        }
        let both: Vec<&String> = forms.keys().filter(|name| answers.contains_key(*name)).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
