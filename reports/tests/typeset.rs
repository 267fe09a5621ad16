//! What PDFs promise: standards, fonts, pages, and the text that documents say.
//!
//! Whether the files are PDF/A-2a and PDF/UA-1 is checked by their writer: what breaks a rule is an error, so each test here that sets a
//! document is one of that too.

mod documents;
pub mod read;

use documents::{LONG_NAME, bulletin, certificate, deductions, ranking, sheet, sign};
use read::{Read, page_texts, pictures};
use reports::charts::{Chart, StackedRow};
use reports::document::{Block, Document, Head, Sheet};
use reports::render::table::{Cell, Column, Table};
use reports::typeset::pdf;
use reports::words::Lang;

fn set(document: &Document) -> Vec<u8> {
    pdf(document).unwrap_or_else(|error| panic!("{}: {error}", document.title))
}

/// A text without blanks: where lines end, readers of files differ.
fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let document = bulletin(12, 30);
    assert!(set(&document) == set(&document));
    let mut other = document.clone();
    other.trace.code = Some("TB/2026-09/V2/00000-00000".to_owned());
    assert!(set(&document) != set(&other));
}

#[test]
fn each_layout_is_tagged_and_embeds_its_faces() {
    for document in [bulletin(8, 8), sheet(), certificate(), sign()] {
        let read = Read::new(&set(&document));
        assert!(read.is_tagged(), "{}", document.title);
        assert_eq!(read.language(), "zh-CN");
        let fonts = read.fonts();
        assert!(!fonts.is_empty());
        for (name, is_embedded) in fonts {
            assert!(is_embedded, "{name} is not embedded");
            assert!(name.contains("+Flagpost"), "{name} is a subset of a face of ours");
        }
    }
}

#[test]
fn the_file_says_what_it_is_of() {
    let document = bulletin(4, 4);
    let read = Read::new(&set(&document));
    assert_eq!(read.about("Title"), document.title);
    assert_eq!(read.about("Author"), "镇赉县政务服务监督管理局文件");
    let code = document.trace.code.clone().expect("sealed");
    assert!(read.about("Keywords").contains(&code));
    assert!(
        read.about("CreationDate").starts_with("D:20261001000000+08"),
        "the instant of the results, not of now"
    );
}

#[test]
fn headings_tables_and_figures_are_told_as_such() {
    let document = bulletin(6, 5);
    let read = Read::new(&set(&document));
    let roles = read.roles();
    let count = |role: &str| roles.iter().filter(|own| *own == role).count();
    assert_eq!(count("H1"), 1, "the title");
    assert_eq!(count("H2"), 4 + 2, "headings and annexes");
    assert_eq!(count("Table"), 2);
    assert_eq!(count("TH"), 9 + 7, "the head of each column, once, however many pages");
    assert_eq!(count("TR"), (1 + 6 + 1) + (1 + 5));
    assert_eq!(count("Figure"), 1);
    assert!(read.figures_told().contains(&"综合窗口001得分最高，97.0分；综合窗口012最低。".to_owned()));
    let outline = read.outline();
    assert_eq!(outline.first(), Some(&document.title));
    assert!(outline.contains(&"二、窗口考核排名".to_owned()));
    assert!(outline.contains(&"附件1：2026年9月窗口扣分明细".to_owned()), "{outline:?}");
}

#[test]
fn a_wide_table_turns_its_pages_and_loses_nothing() {
    let heads = (0..24).map(|place| Column { title: format!("指标{place:02}"), width: 8 });
    let cell = |row: usize, column: usize| Cell::Text(format!("{}", 100_000 + row * 100 + column));
    let rows = (0..30).map(|row| (0..24).map(|column| cell(row, column)).collect()).collect();
    let table = Table { title: "指标".to_owned(), about: Vec::new(), columns: heads.collect(), rows };
    let mut document = sheet();
    document.blocks = vec![
        Block::paragraph("见下表。"),
        Block::heading(1, "各项指标"),
        Block::table(Sheet::plain(table)),
        Block::paragraph("表后。"),
    ];
    let bytes = set(&document);
    let sizes = Read::new(&bytes).page_sizes();
    let turned: Vec<bool> = sizes.iter().map(|(width, height)| width > height).collect();
    assert_eq!(turned, [false, true, false]);
    let Some(texts) = page_texts(&bytes) else { return };
    let across = solid(&texts[1]);
    assert!(across.contains("各项指标"), "the heading goes with the table");
    for cell in ["100000", "100023", "102923"] {
        assert!(across.contains(cell), "{cell}");
    }
    assert!(solid(&texts[2]).contains("表后。"));
}

#[test]
fn the_head_of_a_table_is_on_each_of_its_pages() {
    let mut document = sheet();
    document.blocks = vec![Block::table(deductions(200))];
    document.signed = None;
    let Some(texts) = page_texts(&set(&document)) else { return };
    assert!(texts.len() > 3);
    for text in &texts {
        assert!(solid(text).contains("事由"), "{text}");
    }
}

#[test]
fn a_row_higher_than_a_page_goes_over_two() {
    let long = "办件超过承诺时限办结，".repeat(900);
    let column = |title: &str| Column { title: title.to_owned(), width: 20 };
    let rows = vec![vec![Cell::Text("事由".to_owned()), Cell::Text(long.clone())]];
    let table =
        Table {
            title: String::new(), about: Vec::new(), columns: vec![column("项"), column("内容")], rows
        };
    let mut document = sheet();
    document.blocks = vec![Block::table(Sheet::plain(table))];
    let bytes = set(&document);
    assert!(Read::new(&bytes).page_sizes().len() >= 2);
    let Some(texts) = page_texts(&bytes) else { return };
    assert_eq!(solid(&texts.concat()).matches('承').count(), 900);
}

#[test]
fn the_text_of_the_file_is_that_of_the_document() {
    let document = bulletin(40, 300);
    let Some(texts) = page_texts(&set(&document)) else { return };
    let all = solid(&texts.concat());
    let mut said =
        vec![document.title.clone(), format!("{}：", document.addressees.clone().unwrap_or_default())];
    for block in document.blocks.iter().chain(document.annexes.iter().flat_map(|annex| &annex.blocks)) {
        match block {
            // A paragraph may go over two pages, with number and foot line between; its sentences' beginnings do not.
            Block::Paragraph { text } => said.extend(text.split('，').map(str::to_owned).take(1)),
            Block::Heading { text, .. } | Block::Note { text } => said.push(text.clone()),
            Block::Figure { caption, .. } => said.push(caption.clone()),
            Block::Facts { .. } | Block::Table { .. } | Block::Banner { .. } => {}
        }
    }
    for words in said {
        assert!(all.contains(&solid(&words)), "{words}");
    }
    for rank in 1..=40 {
        let points = 113.5 - 0.25 * f64::from(rank);
        assert!(all.contains(&format!("{points}")), "the points of rank {rank}");
    }
    for entry in 0..300 {
        assert!(all.contains(&format!("SWIPE-2026-09-{entry:06}")), "{entry}");
    }
    let code = document.trace.code.clone().expect("sealed");
    for (place, text) in texts.iter().enumerate() {
        let text = solid(text);
        assert!(text.contains(&code), "each page bears the code");
        assert!(text.contains("3fa4c19d7be0") && text.contains("zhenlai2026.1") && text.contains("第2版"));
        assert!(text.contains(&format!("—{}—", place + 1)), "and its number");
    }
}

#[test]
fn rare_characters_and_long_names_are_told_and_shown() {
    for document in [bulletin(4, 4), certificate()] {
        let bytes = set(&document);
        let Some(texts) = page_texts(&bytes) else { return };
        assert!(solid(&texts.concat()).contains("喆玥䶮𬭎"), "{}", document.title);
    }
    let mut document = sheet();
    document.blocks = vec![Block::paragraph(format!("{LONG_NAME}🚩\u{e000}"))];
    let Some(texts) = page_texts(&set(&document)) else { return };
    assert!(solid(&texts[0]).contains("〓"), "what no face has is marked, not left out");
}

#[test]
fn a_draft_says_so_on_each_page_and_a_version_does_not() {
    let (draft, version) = (sheet(), bulletin(4, 4));
    let (Some(drafted), Some(closed)) = (page_texts(&set(&draft)), page_texts(&set(&version))) else {
        return;
    };
    assert!(drafted.iter().all(|text| text.contains("草稿")));
    assert!(!closed.iter().any(|text| text.contains("草稿")));
}

#[test]
fn a_head_that_the_paper_has_is_left_free() {
    let mut document = bulletin(4, 4);
    document.head = document.head.map(|head| Head { is_printed: false, ..head });
    let Some(texts) = page_texts(&set(&document)) else { return };
    assert!(!texts[0].contains("镇赉县政务服务监督管理局文件"));
    assert!(solid(&texts[0]).contains("镇政监〔2026〕9号"), "the number is the document's own");
}

#[test]
fn the_signature_is_not_alone_on_its_page() {
    for lines in 0..24 {
        let mut document = bulletin(4, 4);
        document.blocks = vec![Block::paragraph("各部门要对照检查，逐条整改。"); lines + 1];
        let Some(texts) = page_texts(&set(&document)) else { return };
        let page = texts.iter().find(|text| solid(text).contains("2026年10月9日")).expect("the date");
        assert!(page.contains("各部门要对照检查"), "{lines} lines: {page}");
    }
}

#[test]
fn copies_stand_on_the_last_page() {
    let Some(texts) = page_texts(&set(&bulletin(4, 4))) else { return };
    assert!(texts.last().is_some_and(|text| text.contains("抄送：")));
}

#[test]
fn english_is_set_too() {
    let mut document = bulletin(4, 4);
    document.lang = Lang::En;
    document.title =
        "Bulletin on the electronic supervision of the service windows of the county in September 2026"
            .to_owned();
    document.blocks = vec![Block::paragraph(
        "In September 2026 the windows of the county completed 12,001 cases, 99.12% of them on time."
            .repeat(4),
    )];
    let bytes = set(&document);
    assert_eq!(Read::new(&bytes).language(), "en");
    pictures("bulletin-en", &bytes);
}

#[test]
fn a_month_without_cases_is_set() {
    let mut document = sheet();
    let empty = Chart::Stacked {
        unit: "分".to_owned(),
        parts: Vec::new(),
        rows: Vec::<StackedRow>::new(),
        gap: None,
    };
    document.blocks = vec![
        Block::facts::<String, String>([]),
        Block::table(deductions(0)),
        Block::table(Sheet::plain(Table::default())),
        Block::Figure { caption: "无".to_owned(), told: "无数据。".to_owned(), chart: Box::new(empty) },
        Block::paragraph(""),
        Block::heading(2, ""),
    ];
    document.title = String::new();
    set(&document);
}

#[test]
fn an_annex_that_is_one_wide_table_is_turned_with_its_title() {
    let mut wide = ranking(40);
    for place in 0..12 {
        wide.table.columns.push(Column { title: format!("指标{place}"), width: 10 });
        wide.table.rows.iter_mut().for_each(|row| row.push(Cell::Count(1_000_000 + place)));
    }
    wide.foot = None;
    let mut document = bulletin(4, 4);
    document
        .blocks
        .insert(1, Block::facts([("窗口", "40 个"), ("办件", "12,345 件"), ("平均得分", "96.85 分")]));
    document.annexes[1].blocks = vec![Block::table(wide)];
    let bytes = set(&document);
    let sizes = Read::new(&bytes).page_sizes();
    assert!(sizes.iter().any(|(width, height)| width > height));
    pictures("bulletin-wide", &bytes);
    let Some(texts) = page_texts(&bytes) else { return };
    let annex = texts.iter().position(|text| solid(text).starts_with("附件2")).expect("the annex");
    assert!(sizes[annex].0 > sizes[annex].1, "its first page is turned already");
    assert!(texts.last().is_some_and(|text| text.contains("抄送")), "copies stand upright after it");
}

#[test]
fn layouts_are_pictures_to_be_looked_at() {
    let mut wide = sheet();
    wide.blocks.push(Block::table(ranking(20)));
    for (name, document) in
        [("bulletin", bulletin(40, 60)), ("sheet", wide), ("certificate", certificate()), ("sign", sign())]
    {
        pictures(name, &set(&document));
    }
}
