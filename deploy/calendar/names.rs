//! What the holidays of the State Council's arrangement are called.

use scoring::rulebook::Bilingual;

/// A holiday of the arrangement: how it is written, its name in both languages, and the month and day of a fixed one.
pub struct Holiday {
    /// How documents write it; the first is its name.
    written: &'static [&'static str],
    en: &'static str,
    /// The month and day that must lie within it, where it is bound to one.
    pub fixed: Option<(u32, u32)>,
}

/// The seven holidays of the law, in the year's usual order.
pub const HOLIDAYS: [Holiday; 7] = [
    Holiday { written: &["元旦", "新年"], en: "New Year", fixed: Some((1, 1)) },
    Holiday { written: &["春节", "除夕"], en: "Spring Festival", fixed: None },
    Holiday { written: &["清明节", "清明"], en: "Qingming Festival", fixed: None },
    Holiday {
        written: &["劳动节", "国际劳动节", "五一劳动节", "五一"],
        en: "Labour Day",
        fixed: Some((5, 1)),
    },
    Holiday { written: &["端午节", "端午"], en: "Dragon Boat Festival", fixed: None },
    Holiday { written: &["中秋节", "中秋"], en: "Mid-Autumn Festival", fixed: None },
    Holiday { written: &["国庆节", "国庆", "十一"], en: "National Day", fixed: Some((10, 1)) },
];

impl Holiday {
    /// Its name in Chinese.
    pub fn zh(&self) -> &'static str {
        self.written[0]
    }

    /// Whether a name, which may be of several holidays together, names this one.
    pub fn is_in(&self, name: &Bilingual) -> bool {
        name.zh.contains(self.zh())
    }
}

/// The holidays that a heading names and nothing else: `元旦`, `国庆节、中秋节`, `“五一”`.
pub fn whole(text: &str) -> Option<Vec<&'static Holiday>> {
    let text = text.replace(['“', '”', '"', '「', '」', '《', '》'], "");
    let parts = text.split(['、', '和', '与', '及', ',']);
    parts.map(|part| HOLIDAYS.iter().find(|holiday| holiday.written.contains(&part))).collect()
}

/// The holidays that a title names somewhere, in its order: `国庆节（休）`, `除夕 放假`.
pub fn within(text: &str) -> Vec<&'static Holiday> {
    let place = |holiday: &Holiday| holiday.written.iter().filter_map(|written| text.find(written)).min();
    let mut found: Vec<(usize, &Holiday)> =
        HOLIDAYS.iter().filter_map(|holiday| Some((place(holiday)?, holiday))).collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, holiday)| holiday).collect()
}

/// One name for holidays that are kept together.
pub fn joined(holidays: &[&Holiday]) -> Bilingual {
    let each =
        |say: &dyn Fn(&Holiday) -> &'static str| holidays.iter().map(|one| say(one)).collect::<Vec<_>>();
    Bilingual { zh: each(&|one| one.zh()).join("、"), en: each(&|one| one.en).join(" and ") }
}
