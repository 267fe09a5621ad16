//! Why a form is not taken, in words of whoever filled it in: what, where, how to mend it.

use reports::words::Word;

pub const FORM_TOO_LARGE: Word = Word::new(
    "填写的内容太长，没有保存；请缩短后再提交",
    "the form holds too much and nothing was saved; shorten it",
);
pub const NOT_OURS_TO_SAY: Word = Word::new(
    "本单位不能替其他单位记录，没有保存；请由监察机构的账号记录",
    "this site does not speak for others, so nothing was saved; the supervision bureau records it",
);
pub const FORM_NOT_TAKEN: Word = Word::new(
    "表单没有保存；请返回后重新填写，再出现请联系管理员",
    "the form was not saved; go back and fill it in anew, and tell the administrator if it happens again",
);

/// A field that is wanted and was left out.
pub fn field_missing(field: Option<Word>) -> String {
    match field {
        Some(Word { zh, en }) => {
            format!(
                "“{zh}”没有填，没有保存；请补上后再提交 / “{en}” is missing and nothing was saved; fill it in"
            )
        }
        None => {
            "有一项没有填，没有保存；请补上后再提交 / something is missing and nothing was saved; fill it in"
                .to_owned()
        }
    }
}

/// A field that holds what it may not.
pub fn field_wrong(field: Option<Word>) -> String {
    match field {
        Some(Word { zh, en }) => format!(
            "“{zh}”填得不合要求，没有保存；请改正后再提交 / “{en}” is not as it should be and nothing was saved; mend it"
        ),
        None => "有一项填得不合要求，没有保存；请改正后再提交 / something is not as it should be and nothing was saved; mend it"
            .to_owned(),
    }
}

/// What the registry does not have.
pub fn not_registered(id: &str) -> String {
    format!(
        "名册里没有 {id}，没有保存；请从列表中选择 / {id} is not in the registry and nothing was saved; choose from the list"
    )
}

/// A text that is longer than it may be.
pub fn too_long(field: Word, characters: usize) -> String {
    let Word { zh, en } = field;
    format!(
        "“{zh}”最多 {characters} 个字；请缩短 / “{en}” may have {characters} characters at most; shorten it"
    )
}

/// A kind that a device tells, at a window where there is one.
pub fn device_tells(kind: [&str; 2], window: &str, site: &str) -> String {
    let [zh, en] = kind;
    format!(
        "窗口 {window} 所在的{site}有考勤设备，“{zh}”由考勤记录自动认定，不在这里记录；请改选没有考勤设备的窗口，或改选事项 / \
         window {window} is at {site}, which has attendance devices: “{en}” follows from their records and is not recorded here; \
         choose windows without devices, or another kind"
    )
}
