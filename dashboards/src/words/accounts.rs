//! Words of accounts, sessions, invitations, passwords, and the audit log's page.

use crate::password::{PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN, Unfit};
use ingest::store::sqlite::Role;
use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("账号", "Accounts");
pub const ONE: Word = Word::new("账号", "Account");
pub const NAME: Word = Word::new("用户名", "Name at the login");
pub const PERSON: Word = Word::new("姓名", "Person");
pub const ROLE: Word = Word::new("角色", "Role");
pub const SCOPE: Word = Word::new("负责范围", "Answers for");
pub const LAST_LOGIN: Word = Word::new("上次登录", "Last login");
pub const NEVER: Word = Word::new("从未登录", "never");
pub const STATE: Word = Word::new("状态", "State");
pub const OPEN: Word = Word::new("启用", "open");
pub const SHUT: Word = Word::new("停用", "shut");
pub const INVITED: Word = Word::new("尚未设置密码", "no password set yet");
pub const WHOLE_COUNTY: Word = Word::new("全县", "the whole county");
pub const OWN_ONLY: Word = Word::new("按负责范围", "what it answers for");
pub const MAKE: Word = Word::new("新建账号", "Make an account");
pub const MAKE_BUTTON: Word = Word::new("新建账号并生成设置密码的链接", "Make the account and its link");
pub const NAME_HINT: Word =
    Word::new("例如 wangjian，新建后不能改", "wangjian, say; it cannot be changed later");
pub const DEPARTMENTS: Word = Word::new("部门（部门负责人）", "Departments (of a department head)");
pub const WINDOWS: Word = Word::new("窗口（窗口负责人）", "Windows (of a window lead)");
pub const SITES: Word = Word::new("大厅或分中心（接入单位）", "Sites (of an operator)");
pub const SEVERAL: Word = Word::new("按住 Ctrl 可选多项", "hold Ctrl to choose several");
pub const CHANGE: Word = Word::new("更改角色和范围", "Change role and scope");
pub const CHANGE_BUTTON: Word = Word::new("保存更改", "Save the change");
pub const CHANGE_NOTE: Word = Word::new(
    "更改后该账号的登录全部结束，下次登录按新的角色。",
    "Its sessions end; from the next login on it has the new role.",
);
pub const SHUT_BUTTON: Word = Word::new("停用这个账号", "Shut this account");
pub const SHUT_NOTE: Word = Word::new(
    "停用后不能登录，正在进行的登录立即结束。",
    "Nobody can log in with it, and its sessions end at once.",
);
pub const OPEN_BUTTON: Word = Word::new("重新启用这个账号", "Open this account again");
pub const END_BUTTON: Word = Word::new("结束全部登录", "End all its sessions");
pub const INVITE_BUTTON: Word = Word::new("生成设置密码的链接", "Make a link to set the password");
pub const INVITE_NOTE: Word = Word::new(
    "链接只显示一次，72 小时内有效，用一次即作废；在此之前原密码照常使用。",
    "The link is shown once, holds for 72 hours and works once; until then the old password goes on.",
);
pub const INVITED_TITLE: Word = Word::new("设置密码的链接", "The link to set the password");
pub const INVITED_WHAT: Word = Word::new(
    "把这个链接交给本人。离开本页后不再显示。",
    "Hand this link to the person. It is not shown again once you leave this page.",
);
pub const HOLDS_UNTIL: Word = Word::new("有效期至", "Holds until");
pub const SESSIONS: Word = Word::new("登录情况", "Sessions");
pub const NO_SESSIONS: Word = Word::new("现在没有登录", "Nobody is logged in with it now");
pub const BEGUN: Word = Word::new("登录时间", "Logged in");
pub const SEEN: Word = Word::new("最近使用", "Last used");
pub const PLACE: Word = Word::new("地址", "Address");
pub const THIS_ONE: Word = Word::new("本次登录", "this one");
pub const END_ONE: Word = Word::new("结束", "End it");
pub const END_OTHERS: Word = Word::new("结束其他登录", "End the others");
pub const ITS_AUDIT: Word = Word::new("这个账号的操作记录", "What this account did");
pub const OWN: Word = Word::new("我的账号", "My account");
pub const PASSWORD: Word = Word::new("修改密码", "Change the password");
pub const OLD: Word = Word::new("现在的密码", "The present password");
pub const NEW: Word = Word::new("新密码", "The new password");
pub const AGAIN: Word = Word::new("再输入一次新密码", "The new password again");
pub const PASSWORD_BUTTON: Word = Word::new("修改密码", "Change the password");
pub const MUST_CHANGE: Word = Word::new(
    "这个密码是别人给的。请先改成自己的密码，再办理其他事项。",
    "Somebody else gave you this password. Choose your own before you go on.",
);
pub const CHANGED: Word =
    Word::new("密码已修改，其他登录已结束。", "The password is changed; your other sessions have ended.");
pub const SAVED: Word = Word::new("已保存。", "Saved.");
pub const LANGUAGE: Word = Word::new("语言", "Language");
pub const SESSION_NOTE: Word = Word::new(
    "两小时不使用，或登录满十二小时，登录自动结束。",
    "A session ends after two hours without use, and after twelve hours in any case.",
);
pub const SET_UP: Word = Word::new("首次设置", "Set up");
pub const SET_UP_WHAT: Word = Word::new(
    "给第一个管理员账号取名并设置密码。链接用一次即作废。",
    "Name the first administrator's account and set its password. The link works once.",
);
pub const SET_PASSWORD: Word = Word::new("设置密码", "Set your password");
pub const SET_BUTTON: Word = Word::new("设置密码并登录", "Set the password and log in");
pub const LINK_OVER: Word = Word::new(
    "这个链接已经用过、过期或被新的链接取代。请向管理员要一个新的。",
    "This link was used, is over, or was replaced by a newer one. Ask an administrator for another.",
);

// Why something is refused, each with how to mend it.
pub const NAME_WRONG: Word = Word::new(
    "用户名为 1 至 64 个字符，不含空格和 / ? # % : \\，也不能是 operator、service、window 等保留名。请换一个",
    "a name has 1 to 64 characters without spaces and / ? # % : \\, and is none that the service uses itself; choose another",
);
pub const NAME_TAKEN: Word = Word::new(
    "已有这个用户名。请换一个，或更改原有账号",
    "there is an account of that name; choose another name or change that one",
);
pub const PERSON_WRONG: Word =
    Word::new("姓名不超过 64 个字符", "a person's name has 64 characters at most and no control characters");
pub const ROLE_WRONG: Word =
    Word::new("没有这个角色。请从列表中选", "there is no such role; choose one of the list");
pub const SCOPE_MISSING: Word = Word::new(
    "这个角色要有负责范围：部门负责人选部门，窗口负责人选窗口，接入单位选大厅或分中心",
    "this role answers for something: choose departments for a head, windows for a lead, sites for an operator",
);
pub const SCOPE_UNKNOWN: Word = Word::new(
    "单位名册中没有所选的部门、窗口或大厅。请重新选",
    "the registry has no such department, window or site; choose again",
);
pub const LAST_ADMINISTRATOR: Word = Word::new(
    "这是最后一个可用的管理员账号，不能停用或改成其他角色。请先另设一个管理员",
    "this is the last open administrator; make another one before you shut or change it",
);
pub const ISSUER_WRONG: Word = Word::new(
    "签发者应是以 https:// 或 http:// 开头的地址，与认证系统的令牌里写的完全一致",
    "the issuer is an address that begins with https:// or http://, written exactly as its tokens have it",
);
pub const SUBJECT_WRONG: Word = Word::new(
    "主体标识不能为空，至多 255 个字节。可在操作日志的登录失败记录里找到",
    "the subject is missing or longer than 255 bytes; the audit log has it beside the failed login",
);
pub const BOUND_ELSEWHERE: Word = Word::new(
    "这个身份已绑定到另一个账号。请先解除那一个的绑定",
    "another account is bound to this person; unbind that one first",
);
pub const NOT_BOUND: Word =
    Word::new("这个账号没有绑定外部身份", "this account is not bound to anybody outside");
pub const SIGN_ON: Word = Word::new("统一身份登录", "Sign-on from outside");
pub const SIGN_ON_NOTE: Word = Word::new(
    "绑定后，本人可以用外部认证系统登录这个账号，不用这里的密码。一个身份只能绑定一个账号；解除绑定后该账号的登录全部结束。",
    "The person signs on to this account by the other system, without a password here. A person has one account; unbinding ends its sessions.",
);
pub const ISSUER: Word = Word::new("签发者地址", "Issuer");
pub const SUBJECT: Word = Word::new("主体标识", "Subject");
pub const BIND_BUTTON: Word = Word::new("绑定这个身份", "Bind this person");
pub const UNBIND_BUTTON: Word = Word::new("解除绑定", "Unbind");
pub const UNBOUND: Word = Word::new("未绑定", "not bound");
pub const OLD_WRONG: Word =
    Word::new("现在的密码不对。请重新输入", "the present password is wrong; enter it again");
pub const OLD_TOO_OFTEN: Word =
    Word::new("试得太多，请一分钟后再试", "too many attempts; try again in a minute");
pub const NOT_SAME: Word = Word::new(
    "两次输入的新密码不一样。请重新输入",
    "the new password was not the same both times; enter it again",
);
pub const NO_SUCH_ACCOUNT: Word = Word::new("没有这个账号", "there is no such account");
pub const SHUT_ALREADY: Word =
    Word::new("这个账号已停用。请先重新启用", "the account is shut; open it again first");

// The audit log's page.
pub const FROM: Word = Word::new("从", "from");
pub const UNTIL: Word = Word::new("到", "to");
pub const EVERYBODY: Word = Word::new("所有人", "everybody");
pub const EVERYTHING: Word = Word::new("所有操作", "everything");
pub const HOLDS: Word = Word::new("对象或说明含有", "about");
pub const SHOW: Word = Word::new("查询", "Show");
pub const AS_NDJSON: Word = Word::new("导出 NDJSON（含校验链）", "Export NDJSON (with the chain)");
pub const NONE_FOUND: Word =
    Word::new("没有符合条件的记录。请放宽条件", "No entry is like that; ask for less");
pub const NUMBER: Word = Word::new("序号", "No.");
pub const CHAIN: Word = Word::new("校验值", "Chain");

/// What a role is called.
pub fn role(role: Role) -> Word {
    match role {
        Role::Administrator => Word::new("系统管理员", "administrator"),
        Role::Analyst => Word::new("监察员", "analyst"),
        Role::Inspector => Word::new("巡查员", "inspector"),
        Role::CountyLeader => Word::new("县领导", "county leader"),
        Role::DepartmentHead => Word::new("部门负责人", "department head"),
        Role::WindowLead => Word::new("窗口负责人", "window lead"),
        Role::Operator => Word::new("接入单位", "operator of a source"),
        Role::Auditor => Word::new("审计员", "auditor"),
    }
}

/// Why a password cannot be kept, and how to mend it; Chinese, ` / `, English.
pub fn unfit(unfit: Unfit) -> String {
    let (min, max) = (PASSWORD_CHARACTERS_MIN, PASSWORD_CHARACTERS_MAX);
    match unfit {
        Unfit::Short => format!(
            "密码至少 {min} 个字符，可以是一句好记的话 / a password has at least {min} characters; a sentence that you remember will do"
        ),
        Unfit::Long => format!("密码不超过 {max} 个字符 / a password has at most {max} characters"),
        Unfit::Common => {
            "这个密码太常见，容易被猜到。请换一句只有自己知道的话 / this password is among those that are guessed first; choose words that only you would put together".to_owned()
        }
        Unfit::Name => {
            "密码不能只由用户名、姓名或县名组成。请加上别人想不到的词 / this password is little more than a name; add words that nobody would expect".to_owned()
        }
        Unfit::System => "系统现在不能保存密码，请稍后再试 / the system cannot keep a password now; try again later".to_owned(),
    }
}

/// The rules of passwords in a sentence.
pub fn password_rule(lang: &Lang) -> String {
    let min = PASSWORD_CHARACTERS_MIN;
    match lang {
        Lang::Zh => format!(
            "至少 {min} 个字符，不限数字和符号；不能是常见密码，也不能只是姓名或县名。不要求定期更换。"
        ),
        Lang::En => format!(
            "At least {min} characters of any kind; none of the most common ones, and more than a name. It need not be changed from time to time."
        ),
    }
}

/// How far the chain of the audit log was found whole.
pub fn audit_checked(lang: Lang, until: Option<u64>, is_checking: bool) -> String {
    match (lang, until, is_checking) {
        (Lang::Zh, Some(until), false) => format!("记录链已核对到第 {until} 条，前后相扣"),
        (Lang::En, Some(until), false) => format!("the chain is whole, checked up to entry {until}"),
        (Lang::Zh, Some(until), true) => format!("正在核对记录链，到第 {until} 条为止前后相扣"),
        (Lang::En, Some(until), true) => {
            format!("the chain is being checked, whole up to entry {until} so far")
        }
        (Lang::Zh, None, true) => "正在核对记录链".to_owned(),
        (Lang::En, None, true) => "the chain is being checked".to_owned(),
        (Lang::Zh, None, false) => "还没有可核对的记录".to_owned(),
        (Lang::En, None, false) => "there is nothing to be checked yet".to_owned(),
    }
}

/// That old entries were removed, up to a number.
pub fn audit_cut(lang: Lang, last: u64, by: &str, at: &str) -> String {
    match lang {
        Lang::Zh => format!("第 {last} 条及以前的记录已由 {by} 于 {at} 导出后移除，链从下一条接续。"),
        Lang::En => {
            format!(
                "Entries up to {last} were exported and removed by {by} on {at}; the chain goes on from there."
            )
        }
    }
}
