//! Words of the pages of documents.

use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("通报与考核表", "Documents");
pub const DRAFT: Word = Word::new("本月未关账，文件为征求意见稿", "The month is open: documents are drafts");
pub const CHECK: Word = Word::new("核对文件校验码", "Check a document's code");
pub const CODE: Word = Word::new("校验码", "Code");
pub const CHECK_IT: Word = Word::new("核对", "Check");
pub const NONE: Word = Word::new("没有可以制作的文件", "There is no document to make");
pub const FOOT: Word = Word::new(
    "已关账月份的文件按其版本制作，同一版本每次制作都相同；下载记入操作记录。",
    "Documents of a closed month are made of its version and are the same each time; who takes one is in the audit log.",
);
pub const CHECK_FOOT: Word = Word::new(
    "校验码印在文件末尾。系统按同一版本重新制作文件并比对；草稿按下载记录比对。",
    "The code is printed at the end of a document. The service makes the document again of the same version and compares; drafts \
     are compared with the log of who took them.",
);
pub const MATCHES: Word =
    Word::new("相符：系统按同一版本制作的文件与此相同", "It matches: the service makes the same document");
pub const DIFFERS: Word = Word::new(
    "不符：同一版本的文件校验码不同，数据可能被改动",
    "It differs: the document of this version has another code",
);
pub const ISSUED: Word = Word::new("系统曾制作过此文件", "The service made this document");
pub const SCHEDULED: Word = Word::new(
    "是系统按时自动制作并保留的文件，制作时间如下",
    "It is the document that the service made by itself and keeps, made at this time",
);
pub const DRAFTS: Word = Word::new("系统自动制作的文件", "Made by the service itself");
pub const DRAFT_NAME: Word = Word::new("文件", "Document");
pub const DRAFT_MADE: Word = Word::new("制作时间", "Made");
pub const DRAFT_FILES: Word = Word::new("下载", "Files");
pub const DRAFT_ERASED: Word = Word::new(
    "文件已过保存期限，不再保留；可在本页重新制作",
    "the files are past their period and gone; the page makes the document anew",
);
pub const DRAFTS_FOOT: Word = Word::new(
    "每月、每周首个工作日自动制作，即当时发送的原件，此后不再变动。",
    "Made on the first working day of a month or week; these are the very files that were sent, and do not change.",
);
pub const UNKNOWN: Word = Word::new("系统没有这样的文件", "The service knows no such document");
pub const UNREADABLE: Word = Word::new("不是文件校验码", "This is no document's code");
pub const RIGHT_CODE: Word = Word::new("系统的校验码", "The service's code");
pub const BUSY: Word = Word::new("正在制作文件", "Documents are being made");
pub const BUSY_WHAT: Word =
    Word::new("每个账号同时只能制作一份文件。", "An account has one document made at a time.");
pub const BUSY_MEND: Word = Word::new("请稍后再试。", "Please try again in a moment.");
pub const NO_SUCH_FORMAT: Word = Word::new("没有这种文件格式", "There is no such format");
pub const NO_SUBJECT: Word = Word::new("没有指明对象", "It was not said whose document");
pub const NO_CAUSE: Word =
    Word::new("该月没有制作此文件的事由", "The month gives no cause for this document");
pub const NOT_KNOWN: Word =
    Word::new("没有制作此文件所需的数据", "What this document is made of is not known");
pub const IS_DRAFT: Word = Word::new("草稿", "draft");
pub const ALL_OF_MONTH: Word = Word::new("本月全部文件", "All documents of the month");
pub const OF_REGION: Word = Word::new("全县", "Of the region");
pub const TEXTS: Word = Word::new("公文用语", "Texts of documents");

/// That a document was made with words that are in force no more: since when and by whom they were in force, or that they were the
/// built-in ones.
pub fn in_earlier_words(lang: Lang, since: Option<&str>) -> String {
    match (lang, since) {
        (Lang::Zh, Some(since)) => format!("按当时的公文用语制作（{since} 起使用，其后已改动）"),
        (Lang::En, Some(since)) => {
            format!("made with the words of that day ({since}), which were changed since")
        }
        (Lang::Zh, None) => "按当时的内置公文用语制作，其后已改动".to_owned(),
        (Lang::En, None) => "made with the built-in words of that day, which were changed since".to_owned(),
    }
}
