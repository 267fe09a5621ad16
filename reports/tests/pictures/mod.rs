//! Charts of every kind, by the name of their golden picture, and a backend that measures what is set where.

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use reports::charts::{CalendarDay, Chart, Gap, Mark, Share, StackedRow, TrendLine, Waved};
use reports::fonts::Face;
use scoring::rates::Rate;
use scoring::time::Date;
use std::convert::Infallible;

/// A name of 30 characters.
pub const LONG: &str = "镇赉县市场监督管理局行政许可科企业开办一件事综合受理第一窗口";
/// Characters that few faces have.
pub const RARE: &str = "张喆、王玥、李䶮、赵𬭎";

/// A row of a ranking with five categories and a bonus.
pub fn row(name: &str, parts: &[f64], waved: Option<Waved>) -> StackedRow {
    let total: f64 = parts.iter().sum();
    StackedRow { name: name.to_owned(), parts: parts.to_vec(), told: format!("{total:.1}"), waved }
}

pub fn ranking(rows: Vec<StackedRow>, gap: Option<Gap>) -> Chart {
    let parts =
        ["工作纪律", "服务质量", "办件效率", "群众评价", "日常考评", "加分"].map(str::to_owned).to_vec();
    Chart::Stacked { unit: "分".to_owned(), parts, rows, gap }
}

/// A ranking of so many windows.
pub fn windows(count: usize) -> Chart {
    let row_of = |place: usize| {
        let less = place as f64 * 40.0 / count.max(1) as f64;
        let waved = match place {
            0 | 1 => Some(Waved::Red),
            _ if place + 1 == count => Some(Waved::Yellow),
            _ => None,
        };
        let name =
            if place % 7 == 3 { LONG.to_owned() } else { format!("{}号窗口 不动产登记", place + 1) };
        row(
            &name,
            &[
                20.0 - less / 4.0,
                30.0 - less / 2.0,
                20.0,
                20.0 - less / 4.0,
                10.0,
                if place.is_multiple_of(3) { 6.0 } else { 0.0 },
            ],
            waved,
        )
    };
    ranking((0..count).map(row_of).collect(), None)
}

pub fn trend(lines: Vec<TrendLine>, months: usize) -> Chart {
    let months = (0..months).map(|place| format!("{}年{}月", 2025 + place / 12, place % 12 + 1)).collect();
    Chart::Trend { unit: "分".to_owned(), months, lines }
}

pub fn line(name: &str, points: &[Option<f64>]) -> TrendLine {
    let points = points.iter().enumerate().map(|(place, point)| {
        let waved = match place % 6 {
            2 => Some(Waved::Red),
            5 => Some(Waved::Yellow),
            _ => None,
        };
        point.map(|figure| (figure, waved))
    });
    TrendLine { name: name.to_owned(), points: points.collect() }
}

pub fn plain_line(name: &str, points: &[Option<f64>]) -> TrendLine {
    let points = points.iter().map(|point| point.map(|figure| (figure, None)));
    TrendLine { name: name.to_owned(), points: points.collect() }
}

pub fn target(rows: Vec<(String, Option<i64>)>, own: Option<usize>) -> Chart {
    let rows = rows.into_iter().map(|(name, share)| (name, share.map(|share| Share(Rate(share))))).collect();
    Chart::AgainstTarget {
        what: "按时办结率".to_owned(), target: Rate(9_500), is_floor: true, rows, own
    }
}

pub fn heat(rows: Vec<(String, Vec<Option<f64>>)>) -> Chart {
    Chart::Heat { unit: "分钟".to_owned(), hours: (8..18).collect(), rows }
}

pub fn distribution(bins: Vec<(f64, u64)>) -> Chart {
    let limits = [("压缩 30% 目标", 70.0), ("承诺时限（平均）", 58.5), ("法定时限", 100.0)];
    let limits = limits.map(|(name, at)| (name.to_owned(), at)).to_vec();
    Chart::Distribution { unit: "占法定时限的 %".to_owned(), bins, limits }
}

pub fn pareto(rows: Vec<(String, f64)>) -> Chart {
    Chart::Pareto { unit: "分".to_owned(), rows }
}

pub fn calendar(days: Vec<CalendarDay>) -> Chart {
    let legend = [
        (Mark::Well, "正常出勤"),
        (Mark::Leave, "请假"),
        (Mark::Deducted, "扣分"),
        (Mark::Free, "休息日"),
        (Mark::ToCome, "未到"),
    ];
    Chart::Calendar { days, legend: legend.map(|(mark, name)| (mark, name.to_owned())).to_vec() }
}

pub fn day(number: u32, mark: Mark, told: &str) -> CalendarDay {
    let date = Date::from_ymd(2026, 9, number).unwrap_or(Date::MAX);
    CalendarDay { date, mark, told: told.to_owned() }
}

/// A picture of each kind as it is commonly seen.
pub fn common() -> Vec<(&'static str, Chart)> {
    let departments = [
        "市场监督管理局",
        "自然资源局",
        "公安局",
        "人力资源和社会保障局",
        "税务局",
        "住房和城乡建设局",
        LONG,
    ];
    let shares = [Some(9_981), Some(9_640), Some(9_500), Some(9_312), None, Some(8_875), Some(10_000)];
    let rows = departments.iter().zip(shares).map(|(name, share)| ((*name).to_owned(), share)).collect();
    let weekdays = ["周一", "周二", "周三", "周四", "周五"];
    let waiting = weekdays.iter().enumerate().map(|(day, name)| {
        let figure = |hour: usize| (hour != 4).then(|| 3.0 + ((day * 7 + hour * 5) % 19) as f64 * 1.4);
        ((*name).to_owned(), (0..10).map(figure).collect())
    });
    let bins = [12, 31, 58, 97, 143, 120, 66, 31, 18, 7, 4].into_iter().enumerate();
    let bins = bins.map(|(place, count)| ((place.min(9) + 1) as f64 * 10.0, count)).collect();
    let causes = [
        ("迟到", 42.0),
        ("未按承诺时限办结", 35.0),
        ("群众评价不满意且查实", 27.5),
        ("工作时间擅自离岗", 14.0),
        (LONG, 9.0),
        ("未一次性告知", 6.5),
        ("其余 5 项", 8.0),
    ];
    let days = (1..=30).map(|number| match (Date::from_ymd(2026, 9, number).map(Date::is_weekend), number) {
        (Some(true), _) => day(number, Mark::Free, ""),
        (_, 8) => day(number, Mark::Deducted, "上午迟到 −1.0"),
        (_, 15) => day(number, Mark::Deducted, "上午旷工、下午旷工 −10.0"),
        (_, 17 | 18) => day(number, Mark::Leave, "病假"),
        (_, 28..) => day(number, Mark::ToCome, ""),
        _ => day(number, Mark::Well, ""),
    });
    let own = [
        Some(96.0),
        Some(97.5),
        Some(104.0),
        None,
        Some(92.0),
        Some(81.5),
        Some(90.0),
        Some(98.0),
        Some(105.5),
    ];
    let mean = [94.1, 94.8, 95.0, 95.2, 94.4, 93.9, 95.0, 95.3, 95.5].map(Some);
    let median = [96.0, 96.0, 96.5, 96.0, 95.5, 95.5, 96.0, 96.5, 97.0].map(Some);
    vec![
        ("stacked", windows(12)),
        ("stacked-40", windows(40)),
        (
            "trend",
            trend(
                vec![
                    line("不动产登记窗口", &own),
                    plain_line("全县平均", &mean),
                    plain_line("全县中位数", &median),
                ],
                9,
            ),
        ),
        ("target", target(rows, Some(1))),
        ("heat", heat(waiting.collect())),
        ("distribution", distribution(bins)),
        ("pareto", pareto(causes.map(|(name, figure)| (name.to_owned(), figure)).to_vec())),
        ("calendar", calendar(days.collect())),
    ]
}

/// Pictures at the edges: nothing, one row, very many, long and rare names, what is unknown, what is below zero.
pub fn odd() -> Vec<(&'static str, Chart)> {
    let long_names = |count: usize| (0..count).map(|place| format!("{LONG}{place}"));
    let three_hundred: Vec<(String, Option<i64>)> = long_names(300).map(|name| (name, Some(9_000))).collect();
    let weeks: Vec<(String, Vec<Option<f64>>)> =
        (0..300).map(|_| (LONG.to_owned(), vec![Some(1e6); 10])).collect();
    vec![
        ("stacked-none", ranking(vec![], None)),
        (
            "stacked-one",
            ranking(vec![row(RARE, &[20.0, 30.0, 20.0, 20.0, 10.0, 6.0], Some(Waved::Red))], None),
        ),
        (
            "stacked-negative",
            ranking(
                vec![
                    row(RARE, &[-5.0, 10.0, 0.0, -12.5, 0.0, 2.0], Some(Waved::Yellow)),
                    row(LONG, &[-5.0, -1.0, -3.0, -12.5, 0.0, 0.0], None),
                ],
                None,
            ),
        ),
        ("stacked-zero", ranking(vec![row("零", &[0.0; 6], None)], None)),
        ("stacked-300", windows(300)),
        ("stacked-gap", {
            let Chart::Stacked { unit, parts, mut rows, .. } = windows(300) else { return Vec::new() };
            rows.drain(20..280);
            Chart::Stacked { unit, parts, rows, gap: Some(Gap { after: 20, rows: 260 }) }
        }),
        ("trend-none", trend(vec![line("无", &[None, None])], 2)),
        ("trend-one", trend(vec![line(RARE, &[Some(95.0)])], 1)),
        ("trend-negative", trend(vec![line(LONG, &[Some(-5.0), None, Some(-20.25), Some(3.0)])], 4)),
        (
            "trend-300",
            trend(
                (0..12).map(|place| line(LONG, &vec![Some(90.0 + f64::from(place) / 10.0); 300])).collect(),
                300,
            ),
        ),
        ("target-none", target(vec![], None)),
        ("target-one", target(vec![(RARE.to_owned(), Some(-300))], Some(0))),
        ("target-null", target(vec![(LONG.to_owned(), None)], Some(7))),
        ("target-300", target(three_hundred, None)),
        ("heat-none", heat(vec![("周一".to_owned(), vec![None; 10])])),
        ("heat-one", heat(vec![("周一".to_owned(), vec![Some(0.0)])])),
        ("heat-300", heat(weeks)),
        ("distribution-none", distribution(vec![(10.0, 0)])),
        ("distribution-one", distribution(vec![(10.0, 123_456)])),
        ("distribution-300", distribution((0..300).map(|place| (f64::from(place), 5)).collect())),
        ("pareto-none", pareto(vec![])),
        ("pareto-one", pareto(vec![(RARE.to_owned(), 0.25)])),
        ("pareto-300", pareto(long_names(300).map(|name| (name, 12_345.5)).collect())),
        ("calendar-none", calendar(vec![])),
        ("calendar-one", calendar(vec![day(5, Mark::Deducted, LONG)])),
        (
            "calendar-300",
            calendar(
                (1..=30)
                    .cycle()
                    .take(300)
                    .enumerate()
                    .map(|(place, _)| {
                        let date = Date(20_000 + place as i32);
                        CalendarDay { date, mark: Mark::Leave, told: RARE.to_owned() }
                    })
                    .collect(),
            ),
        ),
    ]
}

/// A text that was set: what, and its box.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
}

impl Set {
    /// Whether it lies over another by more than a hair.
    pub fn touches(&self, other: &Set) -> bool {
        let hair = 0.15 * (self.bottom - self.top);
        self.left + hair < other.right
            && other.left + hair < self.right
            && self.top + hair < other.bottom
            && other.top + hair < self.bottom
    }
}

/// A backend that draws nothing and keeps where texts are set, and how far shapes reach.
pub struct Measured<'a> {
    pub size: (u32, u32),
    pub set: &'a mut Vec<Set>,
    pub reached: &'a mut Vec<BackendCoord>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Measured<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, _: BackendColor) -> Drawn {
        self.reached.push(at);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        self.reached.extend([from, to]);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Drawn {
        self.reached.extend([from, to]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.reached.extend(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        let radius = radius as i32;
        self.reached.extend([(at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius)]);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> Drawn {
        self.reached.extend(path);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let size = (style.size() / 1.24) as f32;
        let width = Face::Sans.width(text) * size;
        let left = match style.anchor().h_pos {
            HPos::Left => x as f32,
            HPos::Center => x as f32 - width / 2.0,
            HPos::Right => x as f32 - width,
        };
        let (top, bottom) = (y as f32 - size / 2.0, y as f32 + size / 2.0);
        self.set.push(Set { text: text.to_owned(), left, right: left + width, top, bottom });
        Ok(())
    }
}
