//! What is wrong with the bureau's own words in a file, and how to mend it.

use super::{Lang, Word};

impl Lang {
    /// The file is not TOML.
    pub fn texts_no_toml(self, detail: &str) -> String {
        match self {
            Lang::Zh => format!("不是正确的 TOML，请检查引号、括号和等号（{detail}）"),
            Lang::En => format!("this is no TOML: look at quotes, brackets and equal signs ({detail})"),
        }
    }

    /// There is no such key.
    pub fn texts_unknown_key(self, key: &str, near: Option<&str>, known: &[&str]) -> String {
        let known = known.join(", ");
        match (self, near) {
            (Lang::Zh, Some(near)) => format!("没有 {key} 这一项；是否应为 {near}？"),
            (Lang::En, Some(near)) => format!("there is no `{key}`; is `{near}` meant?"),
            (Lang::Zh, None) => format!("没有 {key} 这一项，请删去；可用的有：{known}"),
            (Lang::En, None) => format!("there is no `{key}`, take it out; there are {known}"),
        }
    }

    /// A text wants both languages.
    pub fn texts_wants_both(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 要有中英文，写作 {key} = {{ zh = \"…\", en = \"…\" }}"),
            Lang::En => {
                format!("`{key}` wants both languages: write {key} = {{ zh = \"…\", en = \"…\" }}")
            }
        }
    }

    /// Something else than a text.
    pub fn texts_wants_text(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 要写成引号内的文字"),
            Lang::En => format!("`{key}` wants a text in quotes"),
        }
    }

    /// Something else than true or false.
    pub fn texts_wants_bool(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 要写成 true 或 false"),
            Lang::En => format!("`{key}` wants true or false"),
        }
    }

    /// Something else than a table.
    pub fn texts_wants_table(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 是一组，要写成 [{key}]，其下每行一项"),
            Lang::En => format!("`{key}` is a table: write [{key}], with a line for each text below it"),
        }
    }

    /// Something else than a list.
    pub fn texts_wants_list(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 是一列，每条前要写 [[….{key}]]"),
            Lang::En => format!("`{key}` is a list: write [[….{key}]] before each"),
        }
    }

    /// A condition that is none.
    pub fn texts_wants_when(self) -> &'static str {
        self.say(Word::new(
            "when 要写成一个名称，或 not 加名称，例如 when = \"overdue\"",
            "`when` wants a name, or not and a name: when = \"overdue\"",
        ))
    }

    /// A text that may not be empty is.
    pub fn texts_is_empty(self, key: &str) -> String {
        match self {
            Lang::Zh => format!("{key} 不能为空；不需要改动的，请整行删去，即用内置文字"),
            Lang::En => format!("`{key}` may not be empty; take the line out to have the built-in text"),
        }
    }

    /// A text is too long.
    pub fn texts_too_long(self, characters: usize) -> String {
        match self {
            Lang::Zh => format!("文字过长，请控制在 {characters} 字以内"),
            Lang::En => format!("the text is too long: keep it to {characters} characters"),
        }
    }

    /// A text has more than one line.
    pub fn texts_one_line(self) -> &'static str {
        self.say(Word::new("文字要写在一段之内，不能换行", "a text is one paragraph, without line breaks"))
    }

    /// Too many requirements.
    pub fn texts_too_many(self, most: usize) -> String {
        match self {
            Lang::Zh => format!("工作要求过多，最多 {most} 条"),
            Lang::En => format!("there are too many requirements: {most} at most"),
        }
    }
}
