//! Words of the API's page.

use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("接口（API）", "The API");
pub const SUB: Word = Word::new(
    "页面上能看到和办理的，程序都能以同样的权限和范围做到。类型和字段的说明与代码同出一处，以英文写成。",
    "All that the pages show and do, for programs, with the same rights and scope.",
);
pub const DOCUMENT: Word = Word::new("OpenAPI 3.1 说明文件", "The description as OpenAPI 3.1");
pub const HOW: Word = Word::new("登录、查询、办理", "Logging in, asking, doing");
pub const HOW_SUB: Word = Word::new(
    "登录后带上 Cookie；办理（POST）时把会话的 csrf 放在请求头 X-Csrf 里。出错时各处的答复形式相同：status、title、what、mend。",
    "After logging in, send the cookie; whatever does something brings the session's csrf in the header X-Csrf. What goes wrong is told in one shape: status, title, what, mend.",
);
pub const ROUTES: Word = Word::new("地址", "Routes");
pub const TYPES: Word = Word::new("类型", "Types");
pub const RIGHT: Word = Word::new("权限", "Right");
pub const ROLES: Word = Word::new("角色", "Roles");
pub const PARAMETERS: Word = Word::new("参数", "Parameters");
pub const TAKES: Word = Word::new("提交", "Takes");
pub const ANSWERS: Word = Word::new("答复", "Answers");
pub const LEADS_ON: Word = Word::new("转到别处，或没有内容", "leads on, or says nothing");
pub const NAME: Word = Word::new("名称", "Name");
pub const KIND: Word = Word::new("类型", "Type");
pub const PLACE: Word = Word::new("位置", "Where");
pub const ABOUT: Word = Word::new("说明", "What it is");
pub const REQUIRED: Word = Word::new("必有", "always");
pub const OPTIONAL: Word = Word::new("可无", "may be absent");
pub const INCLUDES: Word = Word::new("并含", "With all of");
pub const LIST_OF: Word = Word::new("列表：", "list of ");
pub const TO_INTERFACE: Word = Word::new("接口（API）说明", "The API, route by route");

/// Where a parameter stands.
pub fn place(place: &str) -> Word {
    match place {
        "path" => Word::new("地址", "path"),
        "query" => Word::new("查询", "query"),
        "header" => Word::new("请求头", "header"),
        _ => Word::new("—", "—"),
    }
}

/// Commands that log in, ask and do.
pub fn curl(lang: Lang, server: &str) -> String {
    let [log_in, ask, act] = [
        Word::new("登录，保存 Cookie", "Log in and keep the cookie"),
        Word::new("查询，并取得 csrf", "Ask; the session tells the csrf"),
        Word::new("办理，例如发出整改通知", "Do something: issue a rectification order"),
    ]
    .map(|word| lang.say(word));
    format!(
        "# {log_in}\ncurl -c cookies -H 'Content-Type: application/json' \\\n  -d '{{\"name\": \"NAME\", \"password\": \"PASSWORD\"}}' {server}/session\n\n\
         # {ask}\ncurl -b cookies {server}/months\ncurl -b cookies {server}/session\n\n\
         # {act}\ncurl -b cookies -H 'Content-Type: application/json' -H 'X-Csrf: CSRF' \\\n  \
         -d '{{\"window\": \"W-09\", \"reason\": \"…\", \"due\": \"2026-10-20\"}}' {server}/orders\n"
    )
}
