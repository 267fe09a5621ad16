//! What the service says at its doors: about requests that cannot be read, about the API, about signing on.

use crate::sign_on::Failure;
use reports::words::{Lang, Word};

pub const PAGES: Word = Word::new("分页", "Pages of the list");

/// A title, what is the matter, how to mend it.
type Told = [String; 3];

fn told(lang: Lang, words: [Word; 3]) -> Told {
    words.map(|word| lang.say(word).to_owned())
}

/// A body is over its limit.
pub fn too_long(lang: Lang, bytes_max: usize) -> Told {
    let most = size(bytes_max);
    match lang {
        Lang::Zh => [
            "内容过大".to_owned(),
            format!("一次最多提交 {most}，本次提交超过了这一上限"),
            "请减少内容，或压缩照片、拆分文件后再提交；上限由管理员在配置文件的 [limits] 中设置".to_owned(),
        ],
        Lang::En => [
            "Too much at once".to_owned(),
            format!("at most {most} may be sent at once, and this was more"),
            "Send less, a smaller photo, or the file in parts; the administrator sets the limit in [limits] of the configuration"
                .to_owned(),
        ],
    }
}

/// Bytes as people say them.
fn size(bytes: usize) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        bytes if bytes >= 1 << 10 => format!("{} KiB", bytes >> 10),
        bytes => format!("{bytes} B"),
    }
}

/// The address knows no such method.
pub fn method_not_allowed(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("此地址不接受这种请求", "This address is not asked so"),
            Word::new("查看用 GET，办理用 POST", "GET shows, POST does"),
            Word::new(
                "各地址的用法见 /api/v1/openapi.json",
                "/api/v1/openapi.json tells how each address is asked",
            ),
        ],
    )
}

/// The body is of another type.
pub fn media_type(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("无法读取这种内容", "Content of another type"),
            Word::new("请求内容的类型不对", "the request's content type is not one that is read here"),
            Word::new(
                "请以表单、JSON 或带文件的表单提交",
                "Send application/x-www-form-urlencoded, application/json or multipart/form-data",
            ),
        ],
    )
}

/// The body did not come in time.
pub fn too_slow(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("提交超时", "Too slow"),
            Word::new("内容没有在规定时间内传完", "the content did not arrive in time"),
            Word::new("请检查网络后重新提交", "Look after the network and send it again"),
        ],
    )
}

/// The service cannot now.
pub fn unavailable(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("暂时无法处理", "Not now"),
            Word::new("服务暂时无法处理请求", "the service cannot answer at the moment"),
            Word::new(
                "请稍后再试；仍不行请联系管理员",
                "Try again soon; if it stays so, tell the administrator",
            ),
        ],
    )
}

/// The API's login wants JSON.
pub fn login_as_json(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("请以 JSON 登录", "Log in with JSON"),
            Word::new("接口登录只接受 JSON 内容", "the API takes a login as JSON alone"),
            Word::new(
                "以 Content-Type: application/json 提交 {\"name\": …, \"password\": …}",
                "Send {\"name\": …, \"password\": …} with Content-Type: application/json",
            ),
        ],
    )
}

/// Nobody is logged in, or the session is over.
pub fn log_in_first(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("未登录", "Not logged in"),
            Word::new("没有登录，或者会话已结束", "nobody is logged in, or the session is over"),
            Word::new(
                "请先以 JSON 向 /api/v1/session 提交 name 和 password，再带上所得的 Cookie",
                "Send name and password as JSON to /api/v1/session, and the cookie that it gives with every request",
            ),
        ],
    )
}

/// The login was wrong; which part is not told.
pub fn login_failed(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("登录失败", "Not logged in"),
            Word::new("用户名或密码不对，或账号已停用", "name or password are wrong, or the account is shut"),
            Word::new(
                "请核对后再试，忘记密码请联系管理员",
                "Check both; the administrator can set a new password",
            ),
        ],
    )
}

/// Too many logins failed.
pub fn login_too_often(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("登录过于频繁", "Too many attempts"),
            Word::new(
                "该账号短时间内尝试次数过多",
                "there were too many attempts at this account in a short time",
            ),
            Word::new("请一分钟后再试", "Try again in a minute"),
        ],
    )
}

/// The button that leads to the issuer.
pub fn sign_on_by(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("通过{name}登录"),
        Lang::En => format!("Sign on with {name}"),
    }
}

/// Why nobody was let in, and under which name the log has the rest; with the status of the answer.
pub fn sign_on_failed(lang: Lang, failure: &Failure, name: &str) -> (u16, Told) {
    let ask = Word::new("请把编号告诉管理员", "Tell the administrator this name");
    let (status, what, mend) = match failure {
        Failure::Unreachable(_) => (
            502,
            Word::new("统一认证暂时无法访问", "the sign-on service cannot be reached"),
            Word::new("请稍后再试，或用本系统的密码登录", "Try again soon, or log in with a password"),
        ),
        Failure::TooMany => (
            429,
            Word::new("同时登录的人过多", "too many people sign on at the same moment"),
            Word::new("请一分钟后再试", "Try again in a minute"),
        ),
        Failure::Lost => (
            400,
            Word::new(
                "这次登录已过期，或不是从这个浏览器开始的",
                "this attempt is over, or began in another browser",
            ),
            Word::new("请从登录页重新开始", "Begin again at the login page"),
        ),
        Failure::Declined(_) => (
            403,
            Word::new("统一认证没有放行", "the sign-on service did not let you in"),
            Word::new(
                "请从登录页重新开始；仍不行请联系管理员",
                "Begin again; if it stays so, ask the administrator",
            ),
        ),
        Failure::Unproved(_) => (
            403,
            Word::new("统一认证的答复无法核实", "the answer of the sign-on service could not be verified"),
            ask,
        ),
        Failure::Unknown(_) | Failure::Shut(_) => (
            403,
            Word::new("您在本系统没有可用的账号", "you have no account here that is open"),
            Word::new(
                "请管理员为您开设或绑定账号，并告知编号",
                "Ask the administrator to make or bind one, with this name",
            ),
        ),
        Failure::Broken(_) => (500, Word::new("登录时出错", "something broke"), ask),
    };
    let title = lang.say(Word::new("未能登录", "Not signed on")).to_owned();
    let mend = match lang {
        Lang::Zh => format!("{}（编号 {name}）", lang.say(mend)),
        Lang::En => format!("{} ({name})", lang.say(mend)),
    };
    (status, [title, lang.say(what).to_owned(), mend])
}

/// The request is not as it must be.
pub fn unreadable(lang: Lang) -> Told {
    told(
        lang,
        [
            Word::new("请求不完整", "The request is not whole"),
            Word::new("缺少内容或写法不对", "something is missing, or not written as it must be"),
            Word::new(
                "请返回上一页，刷新后重新填写",
                "Go back, load the page again and fill it in once more",
            ),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_units_that_people_know() {
        assert_eq!([size(32 << 20), size(64 << 10), size(100)], ["32 MiB", "64 KiB", "100 B"]);
    }
}
