//! What a run of `flagpost score` over many regions came to: a row a region, and all of them in one line.

use crate::render::columns::{Align, Columns};
use crate::render::contract::LineCounts;
use crate::words::{Lang, RegionsTold, Word, labels};

/// One region of a run.
#[derive(Clone, Debug)]
pub struct RegionTold {
    /// The name of its folder.
    pub folder: String,
    /// Its code; empty where the registry could not be read.
    pub code: String,
    /// Its name; empty where the registry could not be read.
    pub name: String,
    /// What became of the lines.
    pub counts: LineCounts,
    /// How long it took, alone on its thread.
    pub seconds: f64,
    /// How it ended.
    pub ending: Ending,
}

/// How a region's scoring ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its results are written.
    Scored,
    /// There are mistakes in its registry.
    Mistakes,
    /// Its events could not be read or its results not be written.
    Failed,
}

impl Ending {
    fn word(self) -> Word {
        match self {
            Ending::Scored => labels::REGION_SCORED,
            Ending::Mistakes => labels::REGION_MISTAKES,
            Ending::Failed => labels::REGION_FAILED,
        }
    }
}

/// The table as text. `seconds` is the whole run's, `out` where the files are; `ruled` draws a hairline beneath the heads.
pub fn text(regions: &[RegionTold], seconds: f64, out: &str, lang: Lang, ruled: bool) -> String {
    use Align::{Left, Right};
    let mut columns = Columns::new(&[Left, Left, Left, Right, Right, Right, Right, Right, Left]);
    if ruled {
        columns.rule();
    }
    let heads = [
        labels::REGION_CODE,
        labels::REGION_NAME,
        labels::REGION_FOLDER,
        labels::LINES_READ,
        labels::LINES_ACCEPTED,
        labels::LINES_DUPLICATE,
        labels::LINES_REJECTED,
        labels::SECONDS,
        labels::REGION_ENDING,
    ];
    columns.head(heads.map(|label| lang.say(label)));
    for region in regions {
        columns.row(row(region, lang));
    }
    let of = |count: fn(&LineCounts) -> u64| regions.iter().map(|region| count(&region.counts)).sum();
    let told = RegionsTold {
        regions: regions.len(),
        scored: regions.iter().filter(|region| region.ending == Ending::Scored).count(),
        seconds,
    };
    let lines = lang.line_counts(
        of(|counts| counts.read),
        of(|counts| counts.accepted),
        of(|counts| counts.duplicates),
        of(|counts| counts.rejected),
    );
    format!("{}\n{}\n{lines}\n{}\n", columns.text(), lang.regions_scored(&told), lang.files(out))
}

fn row(region: &RegionTold, lang: Lang) -> [String; 9] {
    let known = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let is_scored = region.ending == Ending::Scored;
    let count = |count: u64| if is_scored { count.to_string() } else { "—".to_owned() };
    let LineCounts { read, accepted, duplicates, rejected } = region.counts;
    [
        known(&region.code),
        known(&region.name),
        region.folder.clone(),
        count(read),
        count(accepted),
        count(duplicates),
        count(rejected),
        if is_scored { format!("{:.2}", region.seconds) } else { "—".to_owned() },
        lang.say(region.ending.word()).to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_that_was_not_scored_shows_no_figures() {
        let region = |folder: &str, code: &str, name: &str, ending| RegionTold {
            folder: folder.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
            counts: LineCounts { read: 12, accepted: 9, duplicates: 2, rejected: 1 },
            seconds: 0.25,
            ending,
        };
        let regions =
            [region("a", "220821", "镇赉县", Ending::Scored), region("b", "", "", Ending::Mistakes)];
        let mut regions = regions.to_vec();
        regions[1].counts = LineCounts::default();
        let told = text(&regions, 0.5, "out", Lang::Zh, false);
        let lines: Vec<&str> = told.lines().map(str::trim).collect();
        let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cells(lines[1]), ["220821", "镇赉县", "a", "12", "9", "2", "1", "0.25", "已计分"]);
        assert_eq!(cells(lines[2]), ["—", "—", "b", "—", "—", "—", "—", "—", "登记册有误"]);
        assert_eq!(lines[4], "2 个县区中 1 个已计分，用时 0.5 秒");
        assert_eq!(lines[5], "读入 12 行：采纳 9，重复 2，拒收 1");
    }
}
