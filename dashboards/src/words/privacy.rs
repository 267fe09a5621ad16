//! What the pages say about personal data.

use ingest::store::sqlite::Kind;
use reports::words::{Lang, Word};

pub const TITLE: Word = Word::new("个人信息", "Personal data");
pub const LEAD: Word = Word::new(
    "这里规定各类个人信息保存多久，导出一名工作人员的全部信息，删除离岗人员的信息。得分、排名和已公布的月份不因此改变。",
    "How long personal data is kept, one person's data as a file, and erasing that of staff who left. Scores, ranks and published \
     months do not change by it.",
);
pub const PERIODS: Word = Word::new("保存期限", "How long it is kept");
pub const KIND: Word = Word::new("内容", "What");
pub const GOES: Word = Word::new("到期删除", "What goes then");
pub const DAYS: Word = Word::new("保存天数", "Days kept");
pub const WITHOUT_END: Word = Word::new("不填为长期保存", "empty: kept without end");
pub const OVERDUE: Word = Word::new("现已到期", "Past it now");
pub const SET: Word = Word::new("保存这些期限", "Keep these periods");
pub const CARRY_OUT: Word = Word::new("立即删除到期内容", "Erase now what is past its period");
pub const CARRY_OUT_MEANS: Word = Word::new(
    "服务每天自动删除一次；这里可以不等到明天。删除后无法恢复。",
    "The service does so once a day; here it need not wait. What is erased cannot be brought back.",
);
pub const NOTHING_OVERDUE: Word = Word::new("没有到期的内容", "nothing is past its period");
pub const PERIODS_SET: Word = Word::new("保存期限已设置", "the periods are set");
pub const CARRIED_OUT: Word = Word::new("到期内容已删除", "what was past its period is erased");
pub const BAD_DAYS: Word = Word::new(
    "保存天数应为 30 至 36500 的整数（操作记录至少 365 天），或不填；没有保存任何更改",
    "days are a whole number from 30 to 36500, at least 365 for the audit log, or nothing; nothing was changed",
);
pub const STAFF: Word = Word::new("一名工作人员的信息", "One person's data");
pub const STAFF_ID: Word = Word::new("工作人员编号", "Staff id");
pub const SHOW: Word = Word::new("查看存有哪些信息", "Show what is kept");
pub const EXPORT: Word = Word::new("导出此人的全部信息 (ZIP)", "Export all of this person's data (ZIP)");
pub const EXPORT_MEANS: Word = Word::new(
    "内有可直接阅读的网页、表格和数据文件；群众的留言和代号不在其中。导出会记入审计日志。",
    "A page to read, tables and data files; what citizens wrote and who they are is left out. The audit log notes it.",
);
pub const ERASE_TITLE: Word = Word::new("删除离岗人员的信息", "Erase the data of somebody who left");
pub const ERASE: Word = Word::new("删除此人的个人信息", "Erase this person's data");
pub const ERASE_MEANS: Word = Word::new(
    "姓名改为代称，登录账号停用，联系方式和含有姓名的通知正文删除。编号、得分和已公布的月份不变。删除后无法恢复。",
    "The name becomes a pseudonym, accounts are shut, addresses and letters that bear the name go. The id, scores and published \
     months stay. It cannot be undone.",
);
pub const REASON: Word = Word::new("理由（不要写姓名）", "Reason (without the name)");
pub const PSEUDONYM: Word = Word::new("代称", "Pseudonym");
pub const STILL_WORKS: Word = Word::new(
    "此人员仍在岗或已安排到岗，现在不能删除",
    "this person still works or is to, so nothing can be erased now",
);
pub const AT: Word = Word::new("窗口", "window");
pub const UNTIL: Word = Word::new("至", "until");
pub const NAMESAKES: Word = Word::new(
    "还有他人同名，凭姓名无法分辨；以下各项不会自动删除，请逐一核对",
    "others bear the same name, so nothing goes by the name alone; look at each by hand",
);
pub const WHAT_GOES: Word = Word::new("将删除", "What will go");
pub const ACCOUNTS: Word = Word::new("登录账号", "Accounts");
pub const ADDRESSEES: Word = Word::new("通知设置和联系方式", "Recipients' settings and addresses");
pub const MESSAGES: Word = Word::new("通知正文", "Letters");
pub const MESSAGES_WAITING: Word =
    Word::new("待发通知（发出后再删除一次）", "Letters that wait (erase again once they are sent)");
pub const AUDIT: Word = Word::new("审计日志中的详情", "Details in the audit log");
pub const REGISTRY_LINES: Word = Word::new("登记册文件中要改的行", "Lines to change in the registry's files");
pub const REGISTRY_MEANS: Word = Word::new(
    "登记册是县里自己的文件。请把以下各行改好并重新载入；不要删去此人员，否则以前的事件将无法计入。",
    "The registry is the county's own. Change these lines and reload it; do not take the person out, or earlier events would \
     count no more.",
);
pub const NOW_READS: Word = Word::new("现为", "Now");
pub const SHOULD_READ: Word = Word::new("改为", "Change to");
pub const JUDGE: Word = Word::new("请核对是否为同一人", "see whether it is the same person");
pub const ERASED_ON: Word = Word::new("已删除", "Erased");
pub const ERASURES: Word = Word::new("已删除信息的人员", "Staff whose data was erased");
pub const NO_ERASURES: Word = Word::new("还没有", "none yet");
pub const AT_TIME: Word = Word::new("时间", "When");
pub const BY: Word = Word::new("办理人", "By");
pub const WHY: Word = Word::new("理由", "Why");
pub const TIMES: Word = Word::new("条", "");
pub const PLAIN_APPLICANTS: Word = Word::new(
    "申请人一栏报了证件号或电话；请厂商改报代号，并撤回已报的事件。页面不显示这些号码",
    "identity or telephone numbers came as applicants: have the vendor send pseudonyms and take back what was sent. No page \
     shows the numbers",
);
pub const BACK: Word = Word::new("返回个人信息", "Back to personal data");

/// What a kind is, and what of it goes when its period is over.
pub fn kind(kind: Kind) -> (Word, Word) {
    match kind {
        Kind::Words => (
            Word::new("群众的留言和投诉内容", "What citizens wrote"),
            Word::new(
                "评价的留言、标签和投诉的内容；评价和投诉本身保留",
                "comments, tags and statements; ratings and complaints stay",
            ),
        ),
        Kind::Photos => (
            Word::new("巡查照片", "Photos"),
            Word::new("照片；登记和照片的摘要保留", "the pictures; findings and the pictures' digests stay"),
        ),
        Kind::Rejected => (
            Word::new("已处理的不合格事件", "Rejected events that are settled"),
            Word::new("原文；原因和次数保留", "their text; reason and counts stay"),
        ),
        Kind::Messages => (
            Word::new("已办结的通知", "Messages that are settled"),
            Word::new("正文和地址；何时通知了谁保留", "letter and address; who was told when stays"),
        ),
        Kind::Drafts => (
            Word::new("定期文件", "Documents made by the schedule"),
            Word::new("文件；何时制作和校验码保留", "the files; when they were made and their codes stay"),
        ),
        Kind::Sessions => (Word::new("已结束的登录", "Logins that are over"), Word::new("全部", "all of it")),
        Kind::Audit => (
            Word::new("操作记录", "The audit log"),
            Word::new(
                "导出后手动移除；末条的链码、条数、何人何时移除保留",
                "removed by hand once exported; the last link, how many, who and when stay",
            ),
        ),
    }
}

pub const AUDIT_OLD: Word = Word::new("到期的操作记录", "Audit log past its period");
pub const AUDIT_EXPORT: Word =
    Word::new("导出到期的操作记录 (NDJSON)", "Export what is past its period (NDJSON)");
pub const AUDIT_EXPORT_FIRST: Word = Word::new(
    "先导出并妥善保存文件，再回到本页移除；没有导出的不能移除。",
    "Export it and keep the file, then come back to remove it; what was not exported cannot be removed.",
);
pub const AUDIT_CUT: Word =
    Word::new("移除已导出的到期操作记录", "Remove what is past its period and was exported");
pub const AUDIT_CUT_MEANS: Word = Word::new(
    "移除后无法恢复。末条的链码保留，其余记录照常核对。",
    "It cannot be brought back. The last link stays, so that the rest is checked as before.",
);
pub const AUDIT_WAS_CUT: Word =
    Word::new("到期的操作记录已移除", "what was past its period was removed from the audit log");
pub const AUDIT_NOTHING_DUE: Word = Word::new(
    "没有到期的操作记录；没有移除任何内容",
    "no entry of the audit log is past its period; nothing was removed",
);
pub const AUDIT_NOT_EXPORTED: Word = Word::new(
    "到期的操作记录还没有全部导出；请先导出 NDJSON 文件再移除",
    "what is past its period was not all exported; export it as NDJSON first, then remove it",
);

/// Which entries of the audit log are past their period.
pub fn audit_due(lang: Lang, count: u64, (first, last): (u64, u64), until: &str) -> String {
    match lang {
        Lang::Zh => format!("第 {first} 至 {last} 条，共 {count} 条，最晚一条写于 {until}"),
        Lang::En => format!("entries {first} to {last}, {count} of them, the last one of {until}"),
    }
}

/// That the chain does not hold, so that nothing is removed.
pub fn audit_cut_broken(entry: u64) -> String {
    format!(
        "操作记录从第 {entry} 条起对不上，没有移除任何内容；请先核查 / the audit log does not hold together from entry {entry} on \
         and nothing was removed; look into it first"
    )
}

/// So many days, in words; without end where there is no number.
pub fn days(lang: Lang, days: Option<u32>) -> String {
    match (lang, days) {
        (Lang::Zh, Some(days)) => format!("{days} 天"),
        (Lang::En, Some(days)) => format!("{days} days"),
        (Lang::Zh, None) => "长期".to_owned(),
        (Lang::En, None) => "without end".to_owned(),
    }
}
