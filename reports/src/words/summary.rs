//! Sentences of the summary after a run.

use super::Lang;

/// A month in figures.
pub struct MonthTold {
    /// Its name.
    pub month: String,
    /// Windows ranked.
    pub windows: usize,
    /// Staff ranked.
    pub staff: usize,
    /// Red flags.
    pub red: usize,
    /// Yellow flags.
    pub yellow: usize,
    /// Dissatisfied windows.
    pub dissatisfied: usize,
    /// Notices dated in the month.
    pub notices: usize,
    /// Anomalies listed in the month.
    pub anomalies: usize,
}

impl Lang {
    /// A month in one line.
    pub fn month_summary(self, told: &MonthTold) -> String {
        let MonthTold { month, windows, staff, red, yellow, dissatisfied, notices, anomalies } = told;
        match self {
            Lang::Zh => format!(
                "{month}  排名窗口 {windows} 个、人员 {staff} 名  红旗 {red}  黄旗 {yellow}  群众不满意 {dissatisfied}  \
                 通知 {notices} 条  数据异常 {anomalies} 条"
            ),
            Lang::En => format!(
                "{month}  {windows} windows and {staff} staff ranked  red {red}  yellow {yellow}  \
                 dissatisfied {dissatisfied}  notices {notices}  anomalies {anomalies}"
            ),
        }
    }

    /// Windows that the table leaves out.
    pub fn windows_between(self, count: usize) -> String {
        match self {
            Lang::Zh => format!("其余 {count} 个窗口"),
            Lang::En if count == 1 => "1 other window".to_owned(),
            Lang::En => format!("{count} other windows"),
        }
    }

    /// What became of the lines.
    pub fn line_counts(self, read: u64, accepted: u64, duplicates: u64, rejected: u64) -> String {
        match self {
            Lang::Zh => format!("读入 {read} 行：采纳 {accepted}，重复 {duplicates}，拒收 {rejected}"),
            Lang::En => format!(
                "{read} lines read: {accepted} accepted, {duplicates} duplicates, {rejected} rejected"
            ),
        }
    }

    /// Where the files are.
    pub fn files(self, out: &str) -> String {
        match self {
            Lang::Zh => format!("结果文件在 {out}"),
            Lang::En => format!("files in {out}"),
        }
    }

    /// That rejected lines do not count.
    pub fn rejected_note(self, rejected: u64) -> String {
        match self {
            Lang::Zh => {
                format!("注意：{rejected} 行被拒收，未计入；原因见 flagpost score 写出的 rejected.ndjson")
            }
            Lang::En => format!(
                "note: {rejected} lines were rejected and do not count; flagpost score writes why to rejected.ndjson"
            ),
        }
    }
}
