//! The codes of rejection: what each means, and who mends what.

use ingest::rejections::Code;
use reports::words::Word;

/// What a code means.
pub fn meaning(code: Code) -> Word {
    match code {
        Code::TooLarge => Word::new("一个事件超过 65,536 字节", "an event has more than 65,536 bytes"),
        Code::MalformedJson => {
            Word::new("不是正确的 JSON，或不是 UTF-8 编码", "it is not JSON, or not in UTF-8")
        }
        Code::NotCloudevent => Word::new(
            "缺少 CloudEvents 1.0 的属性，或属性类型不对",
            "an attribute of CloudEvents 1.0 is absent or of another type",
        ),
        Code::UnknownType => Word::new("没有这种事件类型", "there is no such event type"),
        Code::BadTime => Word::new("缺少发生时间，或无法识别", "the time is absent or unreadable"),
        Code::MissingField => {
            Word::new("缺少必填字段（null 视为没有）", "a required field is absent (null counts as absent)")
        }
        Code::BadField => {
            Word::new("字段的类型、范围或取值不符合约定", "a field is of another type, range or value")
        }
        Code::UnknownSite => {
            Word::new("source 或 region 不在名册中", "the source or region is not in the registry")
        }
        Code::UnknownWindow => Word::new("窗口编号不在名册中", "the window is not in the registry"),
        Code::UnknownStaff => Word::new("人员编号不在名册中", "the staff member is not in the registry"),
        Code::UnknownItem => Word::new("事项编码不在名册中", "the item is not in the registry"),
        Code::UnknownDepartment => Word::new("部门编号不在名册中", "the department is not in the registry"),
        Code::NotAllowed => Word::new(
            "替其他单位的窗口或人员上报，或令牌属于其他单位",
            "it speaks for another site's window or staff, or the token is another site's",
        ),
        Code::Conflict => Word::new(
            "同一 source 和 id 已经收到过，内容不同",
            "the same source and id was received before with other content",
        ),
    }
}

/// How to mend what a code is about.
pub fn mend(code: Code) -> Word {
    match code {
        Code::TooLarge => Word::new(
            "去掉附件和长文本，只发约定的字段",
            "leave attachments and long texts out; send the contract's fields",
        ),
        Code::MalformedJson => Word::new(
            "用 JSON 库输出，编码 UTF-8 无 BOM；每行一个事件，成员名不重复",
            "write it with a JSON library, UTF-8 without a byte order mark, one event a line, no member twice",
        ),
        Code::NotCloudevent => Word::new(
            "补上 specversion（\"1.0\"）、id、source、type、time、data",
            "add specversion (\"1.0\"), id, source, type, time and data",
        ),
        Code::UnknownType => Word::new(
            "按类型表填写 type，注意大小写和点号",
            "write one of the contract's types, letter by letter",
        ),
        Code::BadTime => Word::new(
            "写成 2026-09-01T09:12:03+08:00，带时区",
            "write it as 2026-09-01T09:12:03+08:00, with the offset",
        ),
        Code::MissingField => {
            Word::new("补上该字段再发，id 不变", "add the field and send it again under the same id")
        }
        Code::BadField => Word::new(
            "按字段表填写：整数不写小数点，小数最多两位，日期写 2026-09-01",
            "write it by the table of fields: whole numbers without a point, at most two decimals, dates as 2026-09-01",
        ),
        Code::UnknownSite => Word::new(
            "核对 source；确为新单位的，请管理员登记后重放",
            "check the source; where the site is new, the administrator registers it and replays",
        ),
        Code::UnknownWindow | Code::UnknownStaff | Code::UnknownItem | Code::UnknownDepartment => Word::new(
            "核对编号；确为新增的，请管理员在名册中登记后重放，不必重发",
            "check the id; where it is new, the administrator registers it and replays: nothing needs to be sent again",
        ),
        Code::NotAllowed => Word::new(
            "由所属单位用自己的令牌上报，或请监察机构代报",
            "let the site it belongs to send it with its own token, or the supervision bureau",
        ),
        Code::Conflict => Word::new(
            "先到的有效；要更正，先发 event.retracted，再用新的 id 上报",
            "the first stands; to correct it, send event.retracted, then the right one under a new id",
        ),
    }
}
