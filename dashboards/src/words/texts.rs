//! Words of the page where the bureau's own words in documents are changed.
#![allow(missing_docs)] // Each word is its own explanation.

use crate::texts::form::Section;
use reports::papers::texts::fields::Paper;
use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("公文用语", "Texts of documents");
pub const GENERAL: Word = Word::new("发文机关和字号", "Issuer and number");
pub const BASIS: Word = Word::new("评定和处理的依据", "Where flags are written");
pub const FILE: Word = Word::new("整个文件", "As a file");
pub const BULLETIN: Word = Word::new("月度通报", "Bulletin");
pub const QUARTER: Word = Word::new("季度汇总", "Quarter");
pub const YEAR: Word = Word::new("年度汇总", "Year");
pub const WEEK: Word = Word::new("值班督查周报", "Weekly brief");
pub const INTRO: Word = Word::new(
    "这里的文字由监察局自定，保存后，页面、命令和定时制作的文件都用它。没有改动的，用内置文字。",
    "These are the bureau's own words: once kept, documents of pages, commands and the schedule are made with them. What was not changed \
     is built in.",
);
pub const NEVER_CHANGED: Word = Word::new("全部为内置文字", "all built in");
pub const LAST_KEPT: Word = Word::new("最近一次修改", "last kept");
pub const EARLIER: Word = Word::new("历次修改", "Versions");
pub const ALL_BUILT_IN: Word = Word::new("恢复内置文字", "built-in words again");
pub const DIFFERS: Word = Word::new("已改", "changed");
pub const BUILT_IN_TEXT: Word = Word::new("内置文字", "Built in");
pub const IN_FORCE_TEXT: Word = Word::new("现用文字", "In force");
pub const EMPTY: Word = Word::new("（空）", "(empty)");
pub const MAY_BE_EMPTY: Word = Word::new("可以为空", "may be empty");
pub const IS_EMPTY: Word = Word::new(
    "不能为空；要用内置文字，请照内置文字填写",
    "it may not be empty; write the built-in text to have that",
);
pub const ZH: Word = Word::new("中文", "Chinese");
pub const EN: Word = Word::new("英文", "English");
pub const TRY: Word = Word::new("试看，不保存", "Try out without keeping");
pub const KEEP: Word = Word::new("保存并启用", "Keep and use");
pub const RESET: Word = Word::new("本页恢复内置文字", "Use the built-in texts of this part again");
pub const RESET_ALL: Word = Word::new("全部恢复内置文字", "Use all built-in texts again");
pub const KEPT: Word = Word::new("已保存，下一份文件起使用。", "Kept; it is used from the next document on.");
pub const WAS_RESET: Word = Word::new("已恢复内置文字。", "The built-in texts are in force again.");
pub const UNCHANGED: Word = Word::new("与现用文字相同，没有改动。", "It is what is in force already.");
pub const FAULTS: Word =
    Word::new("没有保存，请更正下面标出的各处：", "Not kept; please mend what is marked below:");
pub const NOT_TRIED_FAULTS: Word = Word::new(
    "不能试看，请更正下面标出的各处：",
    "It cannot be tried out; please mend what is marked below:",
);
pub const LEFT_OUT: Word = Word::new(
    "保存的文字中有些现在已不能用，打印时用内置文字，请更正后重新保存：",
    "Some of the kept texts are of no use any more and the built-in ones are printed. Please mend and keep them again:",
);
pub const REQUIREMENTS: Word = Word::new("工作要求", "Requirements");
pub const REQUIREMENTS_SUB: Word = Word::new(
    "按次序编号。有条件的，条件成立时才写。自定的工作要求整体代替内置的。",
    "They are numbered in this order. One with a condition stands there only where it holds. Own requirements replace all built-in ones.",
);
pub const NO_REQUIREMENTS: Word =
    Word::new("没有工作要求，文件中不写这一部分。", "None: the document has no such part.");
pub const ADD: Word = Word::new("增加一条", "Add one");
pub const REMOVE: Word = Word::new("删去", "Remove");
pub const UP: Word = Word::new("上移", "Up");
pub const DOWN: Word = Word::new("下移", "Down");
pub const CONDITION: Word = Word::new("何时写", "When");
pub const ALWAYS: Word = Word::new("每次都写", "always");
pub const RED_HEAD: Word = Word::new("红头", "Red head");
pub const RED_HEAD_PRINTED: Word = Word::new("由系统印出", "printed by the service");
pub const RED_HEAD_FREE: Word = Word::new("留空（公文纸已印有）", "left free (the paper has one)");
pub const RULEBOOK: Word = Word::new("适用的考核规则（编号）", "For results by the rulebook (id)");
pub const RULEBOOK_SUB: Word = Word::new(
    "只有按此规则考核的结果才引用下列依据。",
    "The clauses below are cited only where results are by this rulebook.",
);
pub const NAMES_FOOT: Word = Word::new(
    "写作 {{ 名称 }}。{% if 名称 %}…{% else %}…{% endif %} 表示有内容时才写，{% if not 名称 %}…{% endif %} 相反。每项文字写成一段。",
    "Write {{ name }}. {% if name %}…{% else %}…{% endif %} says something only where there is something to say, {% if not name %}…{% endif %} \
     the other way round. Each text is one paragraph.",
);
pub const TRIED: Word = Word::new("试看", "Tried out");
pub const TRIED_SUB: Word = Word::new(
    "这是试看，没有保存，不能作为正式文件。",
    "This was tried out and not kept; it is no document to issue.",
);
pub const NOTHING_TO_TRY: Word = Word::new(
    "没有您可以查看的月份，无法试看：未关账月份的文件只有办理考核的人可以查看。",
    "There is no month that you may see such a document of: of open months they are for who judges.",
);
pub const NO_MONTH_TO_TRY: Word = Word::new("没有可以试看的月份。", "There is no month to try it out on.");
pub const FILE_SUB: Word = Word::new(
    "管理员可以粘贴或上传整个文件。文件只写与内置文字不同的项目；保存后整体代替现用的文件。在其他各页保存时，文件按现用文字重新写成，其中的注释不保留。",
    "Administrators may paste or upload the whole file. It holds only what is said otherwise and takes the place of the one in force. \
     When another part of this page is kept, the file is written anew, without its comments.",
);
pub const FILE_TEXT: Word = Word::new("文件内容（TOML）", "The file (TOML)");
pub const FILE_UPLOAD: Word = Word::new("或者上传文件", "Or upload a file");
pub const FILE_BUILT_IN: Word = Word::new(
    "内置文件，其中说明了每一项和可用的名称",
    "The built-in file, which explains every text and name",
);
pub const FILE_TOO_LONG: Word = Word::new("文件过长，最多 256 KiB", "The file is too long: 256 KiB at most");
pub const NO_SUCH_PART: Word = Word::new("没有这一部分", "There is no such part");
pub const LISTS_APART: Word = Word::new(
    "表单不完整：每项文字要有 key、zh、en，每条工作要求要有 when、required_zh、required_en，key 须为已有的项目",
    "The form is not whole: a text wants key, zh and en, a requirement when, required_zh and required_en, and each key must be one of those there are",
);

/// What a part of the page is called.
pub fn section(section: Section) -> Word {
    match section {
        Section::General => GENERAL,
        Section::Basis => BASIS,
        Section::Paper(Paper::Bulletin) => BULLETIN,
        Section::Paper(Paper::Quarter) => QUARTER,
        Section::Paper(Paper::Year) => YEAR,
        Section::Paper(Paper::Week) => WEEK,
        Section::File => FILE,
    }
}

/// What a text is, by the last part of its path; none of a heading, which is called by its built-in words.
pub fn field(key: &str) -> Option<Word> {
    Some(match key {
        "issuer" => Word::new("发文机关", "Who issues"),
        "number" => Word::new("发文字号", "Document number"),
        "addressees" => Word::new("主送机关", "To whom"),
        "copies" => Word::new("抄送", "Copies"),
        "prefix" => Word::new("机关代字", "Word of the number's series"),
        "title" => Word::new("标题", "Title"),
        "opening" => Word::new("开头", "Opening"),
        "closing" => Word::new("结尾", "Closing"),
        "red_flag" => Word::new("红旗窗口", "Red flag"),
        "yellow_flag" => Word::new("黄旗窗口", "Yellow flag"),
        "yellow_flag_warning" => Word::new("黄旗预警", "Warning of a yellow flag"),
        "dissatisfied_window" => Word::new("群众不满意窗口", "Dissatisfied window"),
        "dismissal_recommended" => Word::new("建议辞退", "Dismissal recommended"),
        "notify_department" => Word::new("通报派出部门", "Department notified"),
        "transfer_recommended" => Word::new("建议调换", "Transfer recommended"),
        "return_to_unit" => Word::new("退回原单位", "Return to the unit"),
        "advanced" => Word::new("先进工作者", "Advanced staff"),
        _ => return None,
    })
}

/// What a heading is called: that of the part whose built-in heading it is.
pub fn heading(lang: Lang, built_in: &str) -> String {
    match lang {
        Lang::Zh => format!("小标题：{built_in}"),
        Lang::En => format!("Heading: {built_in}"),
    }
}

/// A condition in words.
pub fn condition(lang: Lang, what: Word, is_not: bool) -> String {
    match (lang, is_not) {
        (Lang::Zh, false) => format!("有{}时", what.zh),
        (Lang::Zh, true) => format!("没有{}时", what.zh),
        (Lang::En, false) => format!("where there are {}", what.en),
        (Lang::En, true) => format!("where there are no {}", what.en),
    }
}

/// That somebody else kept other words meanwhile.
pub fn meanwhile(lang: Lang, who: &str) -> String {
    match lang {
        Lang::Zh => format!(
            "您打开之后，别人已经改过（{who}），所以没有保存。您写的文字还在下面，与现用文字不同的都已标出；核对后可以再保存。"
        ),
        Lang::En => format!(
            "Somebody kept other words since you opened this ({who}), so nothing was kept. What you wrote is still below, with the text in \
             force wherever it differs; look it over and keep it again."
        ),
    }
}

/// So many texts of a part that are said otherwise.
pub fn changed(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("已改 {count} 处"),
        Lang::En => format!("{count} changed"),
    }
}

/// How a requirement is called.
pub fn requirement(lang: Lang, number: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {number} 条"),
        Lang::En => format!("No. {number}"),
    }
}
