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
