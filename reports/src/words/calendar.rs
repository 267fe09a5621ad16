//! What is said of a year whose calendar is missing.

use super::Lang;

impl Lang {
    /// A year's arrangement is missing: what follows from it and what to do. `has_begun` where the year has.
    pub fn calendar_missing(self, year: i32, has_begun: bool) -> String {
        match (self, has_begun) {
            (Lang::Zh, false) => format!(
                "还没有 {year} 年的放假调休安排，落在 {year} 年的到期日只按星期计算，遇节假日会偏早。请用 flagpost calendar import \
                 导入国务院办公厅的通知，再运行 flagpost reload。"
            ),
            (Lang::Zh, true) => format!(
                "{year} 年已经开始，仍没有放假调休安排：到期日、催办和考勤都只按星期计算，遇节假日和调休会出错。请立即用 flagpost \
                 calendar import 导入国务院办公厅的通知，再运行 flagpost reload。"
            ),
            (Lang::En, false) => format!(
                "the arrangement of holidays for {year} is not there yet: due dates in {year} count weekdays alone and come too \
                 early around holidays. Import the State Council's notice with `flagpost calendar import`, then run \
                 `flagpost reload`."
            ),
            (Lang::En, true) => format!(
                "{year} has begun and its arrangement of holidays is still not there: due dates, notices and attendance count \
                 weekdays alone and are wrong around holidays. Import the State Council's notice now with `flagpost calendar \
                 import`, then run `flagpost reload`."
            ),
        }
    }
}
