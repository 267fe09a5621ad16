//! The API's description, made of the list of routes itself: whatever is routed is described.

use super::answers::Done;
use super::bodies::CSRF_HEADER;
use super::described;
use crate::app::App;
use crate::handlers::session::{LogIn, SessionView};
use crate::pages::message::Message;
use crate::rights::{Reach, reach};
use crate::router::{Route, routes};
use crate::session::{SESSION_COOKIE, Visitor};
use axum::Json;
use axum::extract::State;
use axum::http::Method;
use ingest::store::sqlite::Role;
use std::sync::Arc;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Info, OpenApi, OpenApiBuilder, PathItem, Paths, Ref, Required, ResponseBuilder, Server,
};
use utoipa::{PartialSchema, ToSchema};

/// The media types of a POST's body.
const BODIES: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];

/// The name of the session's cookie in the description.
const SESSION: &str = "session";

/// The description as JSON, for whoever is logged in.
pub async fn document(_visitor: Visitor, State(app): State<Arc<App>>) -> Json<OpenApi> {
    Json(described_below(&app.base))
}

/// The description of the API of a service below a path.
pub fn described_below(base: &str) -> OpenApi {
    let mut paths = Paths::new();
    for route in routes() {
        let method = if route.method == Method::GET { HttpMethod::Get } else { HttpMethod::Post };
        add(&mut paths, route.path, method, operation(&route));
    }
    for (method, summary) in [
        (HttpMethod::Get, "当前登录的账号 / Who is logged in"),
        (HttpMethod::Post, "登录 / Logs in"),
        (HttpMethod::Delete, "退出登录 / Logs out"),
    ] {
        add(&mut paths, "/session", method.clone(), of_session(method, summary));
    }
    let mut info = Info::new("Flagpost", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "政务服务电子监察接口：页面上能看到和办理的都在这里，权限和范围与页面相同。/ All that the pages show and do, with the same rights \
         and scope."
            .to_owned(),
    );
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
    let components = ComponentsBuilder::new()
        .schema(Message::name(), Message::schema())
        .schema(Done::name(), Done::schema())
        .schema(LogIn::name(), LogIn::schema())
        .schema(SessionView::name(), SessionView::schema())
        .schema(crate::handlers::session::Granted::name(), crate::handlers::session::Granted::schema())
        .security_scheme(SESSION, cookie)
        .build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new(format!("{base}{}", super::BELOW))]))
        .paths(paths)
        .components(Some(components))
        .build()
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

fn operation(route: &Route) -> Operation {
    let word = described::words(route.method.as_str(), route.path);
    let summary = word.map_or_else(|| route.path.to_owned(), |word| format!("{} / {}", word.zh, word.en));
    let goes = |role: &Role| match reach(*role, route.right) {
        Reach::None => None,
        Reach::Own => Some(format!("{} (own)", role.word())),
        Reach::All => Some(role.word().to_owned()),
    };
    let roles: Vec<String> = Role::ALL.iter().filter_map(goes).collect();
    let right = serde_json::json!(route.right);
    let mut made = OperationBuilder::new()
        .summary(Some(summary))
        .operation_id(Some(name_of(route)))
        .description(Some(format!(
            "权限 / right: {}; {}",
            right.as_str().unwrap_or_default(),
            roles.join(", ")
        )))
        .security(SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, []))
        .extensions(Some(ExtensionsBuilder::new().add("x-right", right).add("x-roles", roles).build()));
    for name in in_path(route.path) {
        made = made.parameter(parameter(name, ParameterIn::Path));
    }
    let done = if route.method == Method::GET {
        made = made.parameter(parameter("lang", ParameterIn::Query));
        let media_type = described::file_type(route.path).unwrap_or("application/json");
        ResponseBuilder::new().description("所求内容 / what was asked for").content(media_type, any())
    } else {
        made = made.parameter(parameter(CSRF_HEADER, ParameterIn::Header));
        let body = BODIES
            .iter()
            .fold(RequestBodyBuilder::new(), |body, media_type| body.content(*media_type, any()));
        made = made.request_body(Some(body.content("multipart/form-data", any()).build()));
        ResponseBuilder::new()
            .description("已办理 / done: what, and where to see it")
            .content("application/json", any())
    };
    made = made.response("200", done.build());
    if route.method == Method::GET {
        made = made.response("304", ResponseBuilder::new().description("没有变化 / not changed").build());
    }
    for (status, said) in [
        ("401", "未登录 / not logged in"),
        ("403", "无权 / may not"),
        ("404", "没有 / not there"),
        ("409", "不能办理 / cannot be done"),
    ] {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Message::name()))).build();
        made = made.response(
            status,
            ResponseBuilder::new().description(said).content("application/json", content).build(),
        );
    }
    made.build()
}

/// A name for programs that are generated from the description: `get_months_month_windows`.
fn name_of(route: &Route) -> String {
    let path = route.path.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{path}", route.method.as_str().to_ascii_lowercase())
}

/// The names between braces.
fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn parameter(name: &str, place: ParameterIn) -> ParameterBuilder {
    let (required, said) = match name {
        "lang" => (Required::False, "zh 或 en / language of the texts"),
        CSRF_HEADER => {
            (Required::False, "会话的 csrf，也可作为字段 / the session's csrf; a field of the body does too")
        }
        "month" => (Required::True, "月份 / month: 2026-09"),
        _ => (Required::True, "标识 / id"),
    };
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(said))
        .schema(Some(text))
}

/// A view, or the fields of a form.
fn any() -> utoipa::openapi::Content {
    ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Object).build())).build()
}

fn of_session(method: HttpMethod, summary: &str) -> Operation {
    let of = |name: std::borrow::Cow<'static, str>| {
        ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).build()
    };
    let made = OperationBuilder::new().summary(Some(summary));
    match method {
        HttpMethod::Post => {
            let body = RequestBodyBuilder::new().content("application/json", of(LogIn::name())).build();
            let done = ResponseBuilder::new().description("已登录 / logged in");
            made.request_body(Some(body))
                .response("200", done.content("application/json", of(Done::name())).build())
        }
        HttpMethod::Delete => {
            let done = ResponseBuilder::new().description("已退出 / logged out").build();
            made.parameter(parameter(CSRF_HEADER, ParameterIn::Header)).response("204", done)
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
    }
    .build()
}
