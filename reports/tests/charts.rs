//! Charts as they are drawn: golden pictures, nothing outside of the picture, no label over another, the same bytes each time.
//!
//! `FLAGPOST_BLESS=1` makes the golden pictures anew; `FLAGPOST_PICTURES=FOLDER` writes all charts as PNG to be looked at.
#![allow(clippy::expect_used)]

use crate::pictures::{self, LONG, Measured, RARE, Set, common, odd};
use plotters::drawing::IntoDrawingArea;
use reports::charts::{Chart, draw, height, png, svg, told};
use reports::fonts::Face;
use reports::words::Lang;
use std::path::{Path, PathBuf};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/charts/golden").join(format!("{name}.svg"))
}

#[test]
fn every_kind_is_drawn_as_its_golden_picture() {
    let edges =
        ["stacked-one", "stacked-negative", "stacked-gap", "trend-negative", "heat-none", "distribution-one"];
    let odd = odd().into_iter().filter(|(name, _)| edges.contains(name));
    for (name, chart) in common().into_iter().chain(odd) {
        let drawn = svg(&chart, (720, height(&chart, 720)), Lang::Zh).unwrap();
        if std::env::var_os("FLAGPOST_BLESS").is_some() {
            std::fs::write(golden(name), &drawn).unwrap();
        }
        let kept =
            std::fs::read_to_string(golden(name)).expect("a golden picture: FLAGPOST_BLESS=1 makes it");
        assert!(drawn == kept, "{name} is drawn otherwise than its golden picture");
    }
}

#[test]
fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("FLAGPOST_PICTURES").map(PathBuf::from) else { return };
    for (name, chart) in common().into_iter().chain(odd()) {
        let size = (900, height(&chart, 900).min(3000));
        std::fs::write(folder.join(format!("{name}.png")), png(&chart, size, Lang::Zh).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), svg(&chart, size, Lang::Zh).unwrap()).unwrap();
    }
}

/// What is set, and how far shapes reach, in tenths of pixels.
fn measured(chart: &Chart, size: (u32, u32), lang: Lang) -> (Vec<Set>, Vec<(i32, i32)>) {
    let (mut set, mut reached) = (Vec::new(), Vec::new());
    let area = Measured { size, set: &mut set, reached: &mut reached }.into_drawing_area();
    draw::draw(chart, &area, lang).unwrap();
    drop(area);
    (set, reached)
}

#[test]
fn nothing_is_drawn_outside_of_the_picture() {
    for (name, chart) in common().into_iter().chain(odd()) {
        for lang in LANGS {
            let size = (7200, height(&chart, 7200));
            let (set, reached) = measured(&chart, size, lang);
            for text in &set {
                let is_within = text.left >= -1.0
                    && text.right <= 7201.0
                    && text.top >= -1.0
                    && text.bottom <= size.1 as f32 + 1.0;
                assert!(is_within, "{name}: {text:?} in {size:?}");
            }
            for (x, y) in reached {
                let is_within = (-30..=7230).contains(&x) && (-30..=size.1 as i32 + 30).contains(&y);
                assert!(is_within, "{name}: a shape at {x}, {y} in {size:?}");
            }
        }
    }
}

#[test]
fn no_label_lies_over_another() {
    for (name, chart) in common().into_iter().chain(odd()) {
        for lang in LANGS {
            let (set, _) = measured(&chart, (7200, height(&chart, 7200)), lang);
            for (place, text) in set.iter().enumerate() {
                for other in &set[place + 1..] {
                    assert!(!text.touches(other), "{name}: {text:?} over {other:?}");
                }
            }
        }
    }
}

#[test]
fn letters_of_a_chart_at_its_own_height_are_read_on_a_printed_page() {
    // 156 mm are 442 points across.
    for (name, chart) in common() {
        let (set, _) = measured(&chart, (4420, height(&chart, 4420)), Lang::Zh);
        for text in set {
            assert!(text.bottom - text.top >= 60.0, "{name}: {text:?} is below 6 points");
        }
    }
}

#[test]
fn a_ranking_of_forty_windows_is_as_high_as_a_page_has_room() {
    let chart = pictures::windows(40);
    // 22 lines of 225 mm, less two for the caption.
    assert!(height(&chart, 1560) <= 2045, "{}", height(&chart, 1560));
}

#[test]
fn a_chart_that_is_given_less_room_stays_within_it() {
    for (name, chart) in common() {
        let size = (7200, height(&chart, 7200) * 3 / 4);
        let (set, _) = measured(&chart, size, Lang::Zh);
        for text in set {
            assert!(text.top >= -1.0 && text.bottom <= size.1 as f32 + 1.0, "{name}: {text:?} in {size:?}");
        }
    }
}

#[test]
fn the_same_chart_is_the_same_bytes() {
    for (name, chart) in common() {
        let size = (300, height(&chart, 300));
        assert_eq!(png(&chart, size, Lang::Zh), png(&chart, size, Lang::Zh), "{name}");
        assert_eq!(svg(&chart, size, Lang::En), svg(&chart, size, Lang::En), "{name}");
    }
}

#[test]
fn rare_characters_are_in_the_picture_and_have_a_glyph() {
    let chart = pictures::ranking(vec![pictures::row(RARE, &[1.0], None)], None);
    let drawn = svg(&chart, (720, height(&chart, 720)), Lang::Zh).unwrap();
    for character in RARE.chars() {
        assert!(drawn.contains(character), "{character}");
        assert!(Face::Sans.glyph(character).is_some(), "{character}");
    }
}

#[test]
fn an_svg_says_in_words_what_it_shows_and_names_are_no_markup() {
    let chart = pictures::ranking(vec![pictures::row("<甲>&\"乙\"", &[97.5], None)], None);
    let drawn = svg(&chart, (720, height(&chart, 720)), Lang::Zh).unwrap();
    assert!(drawn.contains("<title id=\"title\">得分构成</title>"));
    assert!(drawn.contains("<desc id=\"desc\">&lt;甲&gt;&amp;&quot;乙&quot; 97.5 分。</desc>"), "{drawn}");
    assert!(!drawn.contains("<甲>"));
}

#[test]
fn a_picture_without_room_is_refused() {
    let chart = pictures::windows(3);
    assert!(svg(&chart, (0, 10), Lang::Zh).is_err());
    assert!(png(&chart, (10, 0), Lang::Zh).is_err());
    assert!(png(&chart, (100_000, 100_000), Lang::Zh).is_err());
}

/// Flags are told apart in grey by lightness: the red one is darker than the ink's half, the yellow one lighter.
#[test]
fn flags_are_the_only_red_and_yellow() {
    for (name, chart) in common() {
        let drawn = svg(&chart, (720, height(&chart, 720)), Lang::Zh).unwrap();
        let has_flags = matches!(chart, Chart::Stacked { .. } | Chart::Trend { .. });
        assert_eq!(drawn.contains("#c01c1c"), has_flags, "{name}");
        assert_eq!(drawn.contains("#f5c200"), has_flags, "{name}");
    }
}

#[test]
fn every_chart_is_told_in_both_languages() {
    for (name, chart) in common().into_iter().chain(odd()) {
        let [zh, en] = LANGS.map(|lang| told(&chart, lang));
        assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{name}: {zh} {en}");
        assert!(!zh.contains("NaN") && !zh.contains("inf"), "{name}: {zh}");
    }
}

#[test]
fn what_is_told_has_the_main_figures() {
    let told_of = |wanted: &str| {
        let (_, chart) = common().into_iter().find(|(name, _)| *name == wanted).unwrap();
        told(&chart, Lang::Zh)
    };
    assert!(
        told_of("stacked").starts_with("共 12 行，首位 1号窗口 不动产登记 106.0 分，末位 12号窗口"),
        "{}",
        told_of("stacked")
    );
    assert!(told_of("stacked").contains("红旗：1号窗口 不动产登记、2号窗口 不动产登记。黄旗：12号窗口"));
    assert_eq!(
        told_of("trend"),
        "不动产登记窗口：2025年1月 96 分，2025年9月 105.5 分；最高 105.5（2025年9月），最低 81.5（2025年6月）。红旗：2025年3月、2025年9月。黄旗：2025年6月。"
    );
    assert_eq!(
        told_of("target"),
        "按时办结率，目标 ≥ 95%：共 7 行，达到 4，未达到 2，无数据 1；最低的是 住房和城乡建设局（88.75%）。"
    );
    assert_eq!(
        told_of("distribution"),
        "共办结 587 件：不超过压缩 30% 目标（70 占法定时限的 %）的 527 件，承诺时限（平均） 58.5 占法定时限的 %，不超过法定时限（100 占法定时限的 %）的 583 件。"
    );
    assert!(told_of("pareto").starts_with(
        "合计 142 分；居前的是迟到 42、未按承诺时限办结 35、群众评价不满意且查实 27.5，占 74%。"
    ));
    assert!(
        told_of("calendar").ends_with("扣分：9月8日 上午迟到 −1.0、9月15日 上午旷工、下午旷工 −10.0。"),
        "{}",
        told_of("calendar")
    );
    assert!(!LONG.is_empty());
}
