//! Words of the pages about data: the contract kit, sources, mending, and the county's own files.

use reports::words::{Lang, Word};

// The contract kit.
pub const CONTRACT: Word = Word::new("接口规范", "Contract kit");
pub const CONTRACT_SUB: Word = Word::new("供各大厅系统的供应商接入使用", "for vendors of the halls' systems");
pub const KIT_DOWNLOAD: Word = Word::new("下载全部（ZIP）", "Download all (ZIP)");
pub const KIT_HOLDS: Word = Word::new(
    "内含中英文说明、每种事件的 JSON Schema 和样例、拒收代码表",
    "guides in both languages, JSON Schema and a sample of each event type, the codes of rejection",
);
pub const HOW_TO_SEND: Word = Word::new("怎样上报", "How to send");
pub const SEND_HTTP: Word = Word::new(
    "HTTP：用本单位的令牌发送，一次一个、一个数组，或每行一个事件",
    "HTTP: with the site's token, one event, an array, or an event a line",
);
pub const SEND_FILE: Word = Word::new(
    "文件：每行一个事件的 *.ndjson，写完后改名放入接收文件夹，处理结果放在旁边",
    "Files: *.ndjson with an event a line, renamed into the drop folder once complete; the result is laid beside it",
);
pub const SEND_KAFKA: Word = Word::new(
    "Kafka：每条消息一个事件，键为县区代码，acks=all",
    "Kafka: one event a message, key the county's code, acks=all",
);
pub const CHECK_FILE: Word = Word::new("核对文件", "Check a file");
pub const CHECK_FILE_SUB: Word = Word::new(
    "与正式接收时完全一样的核对，用本县名册，不保存任何内容；最大 16 MB，每行一个事件、一个数组，或一个事件",
    "checked exactly as on arrival, with the county's registry; nothing is kept. At most 16 MB: an event a line, an array, or one event",
);
pub const CHECK_BUTTON: Word = Word::new("核对这个文件", "Check this file");
pub const FILE: Word = Word::new("文件", "File");
pub const SENT_BY: Word = Word::new("由哪个单位的令牌发送", "Which site's token will send it");
pub const ANY_SITE: Word = Word::new("不限", "any");
pub const NO_FILE: Word =
    Word::new("没有收到文件；请先选择文件，再提交", "no file came: choose one, then send the form");
pub const UPLOAD_TOO_LARGE: Word = Word::new(
    "上传的内容过大或中断；请减小文件后重试",
    "what was uploaded is too large or broke off: try again with a smaller file",
);
pub const CHECK_FEED: Word = Word::new("核对实际上报", "Check a live feed");
pub const CHECK_FEED_SUB: Word = Word::new(
    "按最近实际收到的数据，列出缺少的类型、时延、重复、拒收、时钟和次序",
    "by what has arrived lately: missing types, lag, duplicates, rejections, clock, order",
);
pub const TYPES: Word = Word::new("事件类型", "Event types");
pub const TYPE: Word = Word::new("类型", "Type");
pub const FIELDS: Word = Word::new("字段", "Fields");
pub const FIELD: Word = Word::new("字段", "Field");
pub const MEANING: Word = Word::new("含义", "Meaning");
pub const VALUES: Word = Word::new("取值", "Values");
pub const REQUIRED: Word = Word::new("必填", "required");
pub const SAMPLE: Word = Word::new("样例", "Sample");
pub const SCHEMA: Word = Word::new("JSON Schema", "JSON Schema");
pub const NO_SAMPLE: Word = Word::new(
    "名册中还没有有人在岗的窗口或事项，无法给出可通过的样例",
    "the registry has no staffed window or no item yet, so there is no sample that would pass",
);
pub const CODES: Word = Word::new("拒收代码", "Codes of rejection");
pub const HOW_TO_MEND: Word = Word::new("怎样更正", "How to mend it");
pub const UNSEEN: Word =
    Word::new("JSON Schema 看不出、但接收时会核对的", "What a JSON Schema cannot see, and arrival does");
pub const COUNT: Word = Word::new("次数", "Count");
pub const FIRST_LINE: Word = Word::new("首见行", "First line");
pub const LINE: Word = Word::new("行", "Line");
pub const RAW_BEGINNING: Word = Word::new("原文（开头）", "Beginning of the text");
pub const REPORT_CLEAN: Word = Word::new("全部符合接口规范", "all of it keeps to the contract");
pub const REPORT_EMPTY: Word = Word::new("文件中没有事件", "there is no event in the file");
pub const BACK_TO_CONTRACT: Word = Word::new("返回接口规范", "Back to the contract kit");
pub const VERDICT: Word = Word::new("结论", "Verdict");
pub const FIGURE: Word = Word::new("实际", "Found");
pub const POINT: Word = Word::new("项目", "Point");
pub const LAST_TIME: Word = Word::new("最近一次", "Last");
pub const EXPECTED: Word = Word::new("应有", "expected");

/// What a checked file came to, in one line.
pub fn file_counts(lang: Lang, read: &str, accepted: &str, duplicates: &str, rejected: &str) -> String {
    match lang {
        Lang::Zh => format!("{read} 个事件：可接收 {accepted}，重复 {duplicates}，将被拒收 {rejected}"),
        Lang::En => {
            format!(
                "{read} events: {accepted} would be taken, {duplicates} duplicates, {rejected} would be rejected"
            )
        }
    }
}

/// How many hours were looked at, since when.
pub fn last_hours(lang: Lang, hours: u32, since: &str) -> String {
    match lang {
        Lang::Zh => format!("最近 {hours} 小时（自 {since}）"),
        Lang::En => format!("the last {hours} hours, since {since}"),
    }
}

/// So many more than are listed.
pub fn more_lines(lang: Lang, more: u64) -> String {
    match lang {
        Lang::Zh => format!("另有 {more} 处未列出；先更正上面的再核对一次"),
        Lang::En => format!("{more} more are not listed; mend those above and check again"),
    }
}

pub const HOURS: Word = Word::new("最近小时数", "Hours back");

// A rejected event mended.
pub const HAPPENED_IN: Word = Word::new("发生月份", "Happened in");
pub const TEXT_HIDDEN: Word = Word::new(
    "原文可能含有个人信息，只给补正数据的人和发送单位的人看。",
    "The text may hold personal data: it is shown to who mends it and to the site that sent it.",
);
pub const REJECTED_ONE: Word = Word::new("拒收事件", "Rejected event");
pub const MEND: Word = Word::new("更正", "Mend it");
pub const MEND_SUB: Word = Word::new(
    "改好后先核对；录入后立即计入，原文照样保留，谁改的记入操作记录。",
    "Check the text, then enter it: it counts at once; the original is kept, and the audit log says who mended it.",
);
pub const MENDED_TEXT: Word = Word::new("更正后的文本", "Mended text");
pub const CHECK_TEXT: Word = Word::new("核对，不录入", "Check, enter nothing");
pub const ENTER_MENDED: Word = Word::new("录入更正后的事件", "Enter the mended event");
pub const MEND_MANY: Word = Word::new("同类成批更正", "Mend many of a kind");
pub const MEND_MANY_SUB: Word = Word::new(
    "把同一代码的未处理事件中、引号内完全相同的文本换成另一个，例如把未登记的窗口编号换成登记的。先预览，再录入；来源和 id 不变。",
    "Replaces one text in quotes by another in all open events of a code, for example an unknown window id by the registered one. Look first, then enter; source and id stay.",
);
pub const FIND: Word = Word::new("原来的文本（引号内的全部）", "The text as it is (all between the quotes)");
pub const REPLACE_WITH: Word = Word::new("换成", "Replace it with");
pub const PREVIEW: Word = Word::new("预览，不录入", "Preview, enter nothing");
pub const PREVIEWED: Word = Word::new("预览", "Preview");
pub const STILL_REJECTED: Word = Word::new("仍会被拒收：", "Still rejected:");
pub const MANY_MORE: Word = Word::new("只看了最早的 5,000 条", "the first 5,000 alone were looked at");
pub const REPLACEMENT_WANTED: Word = Word::new(
    "请选择代码，并填写原文本和替换文本",
    "choose a code, and write the text as it is and what replaces it",
);
pub const LIKE: Word = Word::new("名册中相近的编号：", "Like it in the registry:");
pub const WOULD_PASS: Word = Word::new("可以接收，尚未录入", "it would be taken; nothing is entered yet");
pub const WOULD_BE_DUPLICATE: Word = Word::new(
    "同样的事件已经收到过，录入后记为重复",
    "the same event is there already; it would settle as a duplicate",
);

/// What of an event's identity stays when it is mended.
pub fn stays(lang: Lang, source: Option<&str>, id: Option<&str>) -> String {
    match (lang, source, id) {
        (_, None, None) => String::new(),
        (Lang::Zh, Some(source), None) => format!("来源必须仍为 {source}。"),
        (Lang::Zh, None, Some(id)) => format!("id 必须仍为 {id}。"),
        (Lang::Zh, Some(source), Some(id)) => format!("来源必须仍为 {source}，id 仍为 {id}。"),
        (Lang::En, Some(source), None) => format!("Its source stays {source}."),
        (Lang::En, None, Some(id)) => format!("Its id stays {id}."),
        (Lang::En, Some(source), Some(id)) => format!("Its source stays {source}, its id {id}."),
    }
}

/// What a replacement would come to.
pub fn replacement_counts(lang: Lang, open: &str, matching: &str, passing: &str) -> String {
    match lang {
        Lang::Zh => format!("未处理 {open} 条，其中含此文本 {matching} 条，替换后可接收 {passing} 条"),
        Lang::En => format!("{matching} of {open} open ones have the text; {passing} would pass"),
    }
}

/// The button that enters them.
pub fn replace_and_enter(lang: Lang, count: &str) -> String {
    match lang {
        Lang::Zh => format!("替换并录入这 {count} 条"),
        Lang::En => format!("Replace and enter {count}"),
    }
}

// Sources and tokens.
pub const TOKENS: Word = Word::new("令牌", "Tokens");
pub const TOKEN: Word = Word::new("令牌（公开部分）", "Token (public part)");
pub const LABEL: Word = Word::new("用途", "What it is for");
pub const LABEL_EXAMPLE: Word = Word::new("例如：排队叫号系统", "for example: queue system");
pub const TOKEN_SINCE: Word = Word::new("签发时间", "Made");
pub const LAST_USED: Word = Word::new("最近使用", "Last used");
pub const HOLDS: Word = Word::new("有效", "holds");
pub const REVOKED: Word = Word::new("已吊销", "revoked");
pub const REVOKE: Word = Word::new("吊销…", "Revoke…");
pub const REVOKE_SURE: Word = Word::new(
    "使用此令牌的系统将立即无法上报，不能恢复。",
    "Systems that use it can send nothing from now on. It cannot be undone.",
);
pub const REVOKE_BUTTON: Word = Word::new("吊销这个令牌", "Revoke this token");
pub const MAKE_TOKEN: Word = Word::new("签发令牌", "Make a token");
pub const TOKEN_MADE: Word = Word::new("令牌已签发：", "Token made for");
pub const TOKEN_ONCE: Word = Word::new(
    "请立即复制并交给该单位，离开本页后不再显示。",
    "Copy it now and hand it over: it is not shown again.",
);
pub const NO_TOKENS: Word = Word::new("还没有令牌", "there is no token yet");
pub const NO_SOURCES: Word = Word::new(
    "没有可查看的来源；请管理员为此账号指定单位",
    "there is no source to see here: the administrator names the account's site",
);
pub const TOKENS_FOOT: Word = Word::new(
    "一个令牌只能代表一个单位上报。系统只保存令牌的摘要。最近使用时间精确到小时；“—”为未曾使用，或在开始记录之前使用。",
    "A token may speak for one site alone; only its digest is kept. The last use is known to the hour; — is never, or before it was noted.",
);
pub const LABEL_WANTED: Word =
    Word::new("请写明令牌的用途（不超过 100 字）", "say what the token is for, in at most 100 characters");
pub const NO_SUCH_SITE: Word =
    Word::new("名册中没有这个单位；请先登记", "the registry has no such site: register it first");
pub const NO_SUCH_TOKEN: Word = Word::new(
    "没有这个有效令牌，可能已被吊销",
    "there is no such token that holds; it may be revoked already",
);

// Registry, rulebook, calendar.
pub const FILES: Word = Word::new("文件", "Files");
pub const CHANGE_OR_ADD: Word = Word::new("修改或新增文件…", "Change or add a file…");
pub const CHANGE_FILE: Word = Word::new("修改文件", "Change a file");
pub const NEW_FILE: Word = Word::new("新增文件", "New file");
pub const FILE_NAME: Word =
    Word::new("文件名（字母、数字，以 .toml 结尾）", "File name (letters and digits, ends in .toml)");
pub const UPLOAD_OR_WRITE: Word =
    Word::new("上传改好的文件（不选则用下面的文本）", "Upload the changed file (or write below)");
pub const TEXT: Word = Word::new("文本", "Text");
pub const LOOK_FIRST: Word = Word::new("核对并查看变化，不生效", "Check it and show what would change");
pub const EDIT_SUB: Word = Word::new(
    "先核对：列出全部错误，或列出变化和受影响的窗口、人员；确认后才生效，原文件保留。",
    "It is checked first: every mistake, or what would change and who would move. Nothing takes effect before you confirm; the old file is kept.",
);
pub const STALE: Word = Word::new(
    "您打开之后，别人已经改过，所以没有生效。下面是其间的变化；请在新的基础上再核对一次：",
    "Somebody changed it since you opened it, so nothing was done. This changed meanwhile; check again on the new state:",
);
pub const MISTAKES: Word = Word::new("需要更正", "To be mended");
pub const WRONG: Word = Word::new("错误", "What is wrong");
pub const WOULD_CHANGE: Word = Word::new("将有这些变化", "What would change");
pub const NOTHING_CHANGES: Word =
    Word::new("内容没有变化（只有注释或排版不同）", "nothing changes but remarks or layout");
pub const WHO_WOULD_MOVE: Word = Word::new("未公布月份中受影响的", "Who would move in the open months");
pub const MONTH: Word = Word::new("月份", "Month");
pub const WHOM: Word = Word::new("窗口或人员", "Window or staff");
pub const TOTAL: Word = Word::new("总分", "Total");
pub const RANK: Word = Word::new("名次", "Rank");
pub const FLAG: Word = Word::new("旗", "Flag");
pub const REASON: Word = Word::new("修改原因（记入操作记录）", "Why (for the audit log)");
pub const REASON_NEEDED: Word =
    Word::new("请写明修改原因（不超过 300 字）", "say why, in at most 300 characters");
pub const APPLY: Word = Word::new("写入文件并立即生效", "Write the file, in force at once");
pub const HISTORY: Word = Word::new("网页修改记录", "Changed at the pages");
pub const NO_CHANGES: Word = Word::new("没有在网页上修改过", "nothing was changed at the pages");
pub const WHEN: Word = Word::new("时间", "When");
pub const WHO: Word = Word::new("修改人", "Who");
pub const IN_FORCE: Word = Word::new("何时起用什么", "What was in force since when");
pub const FIRST_IN_FORCE: Word = Word::new("开始使用", "the first");
pub const VERSION: Word = Word::new("版本", "Version");
pub const IN_FORCE_FROM: Word = Word::new("施行", "from");
pub const NOW_IN_FORCE: Word = Word::new("现行", "in force now");
pub const RULE: Word = Word::new("规则", "Rule");
pub const POINTS: Word = Word::new("分值", "Points");
pub const CLAUSE: Word = Word::new("依据", "Clause");
pub const BANS: Word = Word::new("禁令", "Bans");
pub const SETTINGS: Word = Word::new("考评、旗、目标和时限", "Evaluation, flags, targets, deadlines");
pub const PUBLISHED_IN: Word = Word::new("依据：", "Source:");
pub const BUILT_IN_YEAR: Word =
    Word::new("程序内置，国务院办公厅通知", "in the program, by the State Council's notice");
pub const YEAR_UNKNOWN: Word = Word::new(
    "没有这一年的安排，只按星期计算；请上传国务院办公厅通知对应的日历文件",
    "there is no arrangement of this year, so weekdays alone count: upload its calendar file",
);
pub const DAY_OFF: Word = Word::new("放假", "day off");
pub const MAKE_UP: Word = Word::new("调休上班", "make-up working day");
pub const WEEKEND: Word = Word::new("周末", "weekend");
pub const OFF_SHORT: Word = Word::new("休", "off");
pub const MAKE_UP_SHORT: Word = Word::new("班", "work");
pub const DAYS_OFF_AND_MAKE_UP: Word = Word::new("放假和调休", "Days off and make-up days");

/// How many would move.
pub fn would_move(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, 0) => "没有窗口或人员的总分、名次、旗发生变化".to_owned(),
        (Lang::En, 0) => "nobody's total, rank or flag changes".to_owned(),
        (Lang::Zh, count) => format!("{count} 个窗口或人员的总分、名次或旗将变化"),
        (Lang::En, count) => format!("total, rank or flag of {count} change"),
    }
}

/// How many events would be taken no more.
pub fn would_be_lost(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!(
            "{count} 个已接收的事件将不再被接受（编号已不在名册或细则中），其成绩不再计入；改回后恢复"
        ),
        Lang::En => format!(
            "{count} events that were taken would be taken no more, and what they say would not count; it comes back once this is undone"
        ),
    }
}

/// That the service's own certificate ends soon or has ended.
pub fn certificate_ends(lang: Lang, ends: &str, days: i64) -> String {
    let zh_mend = "请把新证书放到 [tls] 所写的位置并重新加载（flagpost reload）";
    let en_mend = "put a new one where [tls] says and reload (flagpost reload)";
    match (lang, days < 0) {
        (Lang::Zh, true) => format!("本服务的证书已于 {ends} 到期；{zh_mend}"),
        (Lang::Zh, false) => format!("本服务的证书将于 {ends} 到期，还有 {days} 天；{zh_mend}"),
        (Lang::En, true) => format!("This service’s certificate ended on {ends}; {en_mend}"),
        (Lang::En, false) => format!("This service’s certificate ends on {ends}, in {days} days; {en_mend}"),
    }
}
