//! How to send events, for vendors: the text in both languages, with the tables of types, fields and codes made from the contract.

use super::{codes, schema};
use crate::words;
use ingest::contract::{self, Field, Kind};
use ingest::rejections::CODES;
use reports::words::{Lang, Word};
use std::fmt::Write as _;

const ABOUT_ZH: &str = include_str!("about.zh-CN.md");
const ABOUT_EN: &str = include_str!("about.md");

/// The whole guide as Markdown.
pub fn text(lang: Lang) -> String {
    let mut text = match lang {
        Lang::Zh => ABOUT_ZH.to_owned(),
        Lang::En => ABOUT_EN.to_owned(),
    };
    let say = |zh, en| lang.say(Word::new(zh, en));
    // Writing to memory does not fail.
    let _ = writeln!(text, "\n## {}\n", say("事件类型和字段", "Event types and fields"));
    let _ = writeln!(text, "{}\n", say("`*` 为必填。", "`*` is required."));
    for (_, name, fields) in contract::types() {
        let _ = writeln!(text, "### `{name}` {}\n", words::event_type(lang, name));
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            say("字段", "Field"),
            say("含义", "Meaning"),
            say("取值", "Values")
        );
        let _ = writeln!(text, "| --- | --- | --- |");
        for field in fields {
            let star = if field.required { "*" } else { "" };
            let _ = writeln!(
                text,
                "| `{}`{star} | {} | {} |",
                field.name,
                called(field, lang),
                values(field, lang)
            );
        }
        let _ = writeln!(text);
    }
    let _ = writeln!(text, "## {}\n", say("拒收代码", "Codes of rejection"));
    let _ = writeln!(
        text,
        "| {} | {} | {} |",
        say("代码", "Code"),
        say("含义", "Meaning"),
        say("怎样更正", "How to mend it")
    );
    let _ = writeln!(text, "| --- | --- | --- |");
    for code in CODES {
        let (meaning, mend) = (lang.say(codes::meaning(code)), lang.say(codes::mend(code)));
        let _ = writeln!(text, "| `{code}` | {meaning} | {mend} |");
    }
    let _ = writeln!(text, "\n## {}\n", say("JSON Schema 看不出的错误", "What a JSON Schema cannot see"));
    for unseen in schema::UNSEEN {
        let _ = writeln!(text, "* {}", lang.say(unseen));
    }
    text
}

/// What a field is called.
pub fn called(field: &Field, lang: Lang) -> &'static str {
    words::fields::field(field.name).map_or("", |word| lang.say(word))
}

/// What a field may hold, in words.
pub fn values(field: &Field, lang: Lang) -> String {
    let say = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    };
    let range = |least: String, most: String| match lang {
        Lang::Zh => format!("{least} 至 {most}"),
        Lang::En => format!("{least} to {most}"),
    };
    match field.kind {
        Kind::Text if field.required => say("文本，不为空", "a text, not empty"),
        Kind::Text => say("文本", "a text"),
        Kind::Id => say("编号，1 至 64 个字符", "an id of 1 to 64 characters"),
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join("、"),
        Kind::Integer if field.max > 1 << 40 => match lang {
            Lang::Zh => format!("整数，{} 或以上", field.min),
            Lang::En => format!("a whole number, {} or more", field.min),
        },
        Kind::Integer => {
            say("整数 ", "a whole number, ") + &range(field.min.to_string(), field.max.to_string())
        }
        Kind::Decimal if field.max >= i64::from(i32::MAX) => {
            say("大于 0 的数，最多两位小数", "a number above 0, at most two decimals")
        }
        Kind::Decimal => {
            range((field.min / 100).to_string(), (field.max / 100).to_string())
                + &say("，最多两位小数", ", at most two decimals")
        }
        Kind::Flag => "`true`、`false`".to_owned(),
        Kind::Texts => say("文本的列表", "a list of texts"),
        Kind::Date => say("日期 `2026-09-01`", "a date, `2026-09-01`"),
        Kind::Month => say("月份 `2026-09`", "a month, `2026-09`"),
        Kind::HalfDay => "`{\"date\":\"2026-09-01\",\"session\":\"am\"}`".to_owned(),
    }
}

/// The codes as CSV, in both languages.
pub fn codes_csv() -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows = vec![["code", "meaning_zh", "mend_zh", "meaning_en", "mend_en"]];
    rows.extend(CODES.map(|code| {
        let (meaning, mend) = (codes::meaning(code), codes::mend(code));
        [code.word(), meaning.zh, mend.zh, meaning.en, mend.en]
    }));
    // Writing to memory does not fail.
    let _ = rows.iter().try_for_each(|row| writer.write_record(row));
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
