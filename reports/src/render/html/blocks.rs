//! The parts of a document as elements.

use super::mark::escaped;
use crate::charts::{self, Chart, Picture};
use crate::document::{Block, Document, Fact, Head, Layout, Sheet, Signed, Tone};
use crate::render::table::Cell;
use crate::words::Lang;
use crate::words::formats as words;

/// What is written where there is nothing.
const NOTHING: &str = "—";
/// So many pixels wide charts are drawn; a page shows them as wide as it is.
const CHART_WIDTH: u32 = 720;

/// What is longer is broken where it must be.
const ID_LETTERS_MAX: usize = 16;

/// Writes elements.
pub(super) struct Writer {
    out: String,
    lang: Lang,
    /// The level of the last heading.
    level: u8,
    /// How many charts there are already: each has ids of its own.
    charts: usize,
}

impl Writer {
    pub fn new(lang: Lang) -> Writer {
        Writer { out: String::new(), lang, level: 1, charts: 0 }
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn document(&mut self, document: &Document) {
        let lang = self.lang;
        let layout = match document.layout {
            Layout::Official => "official",
            Layout::Sheet => "sheet",
            Layout::Certificate => "certificate",
            Layout::Sign => "sign",
        };
        self.raw(&format!("<article class=\"paper {layout}\" lang=\"{}\">\n<header>\n", lang.code()));
        if document.is_draft() {
            self.element("p", "draft", &lang.draft_line(&document.trace.as_of));
        }
        if let Some(head) = &document.head {
            self.head(head);
        }
        let title: Vec<String> = document.title.split('\n').map(escaped).collect();
        self.raw(&format!("<h1>{}</h1>\n", title.join("<br/>")));
        if let Some(subtitle) = &document.subtitle {
            self.element("p", "subtitle", subtitle);
        }
        self.raw("</header>\n");
        if let Some(addressees) = &document.addressees {
            self.element("p", "to", lang.addressed(addressees).trim_end());
        }
        self.blocks(&document.blocks, 0);
        if !document.annexes.is_empty() {
            self.annex_list(document);
        }
        if let Some(signed) = &document.signed {
            self.signed(signed);
        }
        for (place, annex) in document.annexes.iter().enumerate() {
            let number = (document.annexes.len() > 1).then_some(place + 1);
            self.raw(&format!("<section class=\"annex\" id=\"annex-{}\">\n", place + 1));
            self.element("p", "mark", &lang.annex(number));
            self.heading(1, &annex.title);
            self.blocks(&annex.blocks, 1);
            self.raw("</section>\n");
        }
        if let Some(copies) = &document.copies {
            self.element("p", "copies", &format!("{}{copies}", lang.copies_label()));
        }
        self.raw("<footer>\n");
        self.facts(lang.traced(&document.trace));
        self.raw("</footer>\n</article>\n");
    }

    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.raw(&format!("<{name}{class}>{}</{name}>\n", escaped(text)));
    }

    fn head(&mut self, head: &Head) {
        let class = if head.is_printed { "issuer printed" } else { "issuer" };
        self.element("p", class, &head.issuer);
        if let Some(number) = &head.number {
            self.element("p", "number", number);
        }
    }

    /// Blocks, their headings so many levels deeper.
    fn blocks(&mut self, blocks: &[Block], deeper: u8) {
        for block in blocks {
            match block {
                Block::Heading { level, text } => self.heading(level.saturating_add(deeper), text),
                Block::Paragraph { text } => self.element("p", "", text),
                Block::Note { text } => self.element("p", "note", text),
                Block::Facts { facts } => {
                    let fact = |fact: &Fact| (fact.label.clone(), fact.text.clone());
                    self.facts(facts.iter().map(fact));
                }
                Block::Table { sheet } => self.table(sheet),
                Block::Figure { caption, told, chart } => self.figure(caption, told, chart),
                Block::Banner { text, tone } => {
                    let class = match tone {
                        Tone::Plain => "banner",
                        Tone::Red => "banner red",
                        Tone::Yellow => "banner yellow",
                    };
                    self.element("p", class, text);
                }
            }
        }
    }

    /// A heading below the title, at most one level deeper than the last.
    fn heading(&mut self, level: u8, text: &str) {
        let level = level.saturating_add(1).clamp(2, 6).min(self.level + 1);
        self.level = level;
        self.element(&format!("h{level}"), "", text);
    }

    fn facts<L: AsRef<str>>(&mut self, facts: impl IntoIterator<Item = (L, String)>) {
        self.raw("<dl>\n");
        for (label, text) in facts {
            let (label, text) = (escaped(label.as_ref()), escaped(&text));
            self.raw(&format!("<div><dt>{label}</dt><dd>{text}</dd></div>\n"));
        }
        self.raw("</dl>\n");
    }

    fn table(&mut self, sheet: &Sheet) {
        let table = &sheet.table;
        // Wide tables are moved by themselves, by keys too.
        let name = escaped(&table.title);
        self.raw(&format!("<div class=\"wide\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">\n"));
        self.raw(&format!("<table>\n<caption>{name}</caption>\n<thead><tr>"));
        let figures: Vec<bool> = (0..table.columns.len()).map(|column| is_figures(sheet, column)).collect();
        for (column, is_figures) in table.columns.iter().zip(&figures) {
            let class = if *is_figures { " class=\"figure\"" } else { "" };
            self.raw(&format!("<th scope=\"col\"{class}>{}</th>", escaped(&column.title)));
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(row, &figures, NOTHING);
        }
        self.raw("</tbody>\n");
        if let Some(cells) = sheet.foot_cells() {
            self.raw("<tfoot>\n");
            self.row(&cells, &figures, "");
            self.raw("</tfoot>\n");
        }
        self.raw("</table>\n</div>\n");
    }

    fn row(&mut self, row: &[Cell], figures: &[bool], nothing: &str) {
        self.raw("<tr>");
        let cells = row.iter().chain(std::iter::repeat(&Cell::Nothing));
        for (cell, is_figures) in cells.zip(figures) {
            let class = match cell {
                _ if *is_figures => " class=\"figure\"",
                Cell::Text(words) if is_id(words) => " class=\"id\"",
                Cell::Nothing | Cell::Text(_) | Cell::Count(_) | Cell::Points(_) | Cell::Share(_) => "",
            };
            let text = self.written(cell, nothing);
            self.raw(&format!("<td{class}>{}</td>", escaped(&text)));
        }
        self.raw("</tr>\n");
    }

    fn written(&self, cell: &Cell, nothing: &str) -> String {
        match cell {
            Cell::Nothing => nothing.to_owned(),
            Cell::Text(words) => words.clone(),
            Cell::Count(count) => count.to_string().replace('-', "−"),
            Cell::Points(points) => points.to_string().replace('-', "−"),
            Cell::Share(rate) => self.lang.percent(*rate),
        }
    }

    /// A chart, what it tells below it, and its figures where somebody opens them.
    fn figure(&mut self, caption: &str, told: &str, chart: &Chart) {
        let told = if told.trim().is_empty() { charts::told(chart, self.lang) } else { told.to_owned() };
        let picture = Picture { caption: caption.to_owned(), told, chart: chart.clone() };
        self.charts += 1;
        self.raw("<figure>\n");
        // A chart that cannot be drawn still has its words and its figures.
        if let Ok(drawn) = picture.svg(CHART_WIDTH, self.lang) {
            let ids = format!("\"chart-{0}-title chart-{0}-desc\"", self.charts);
            let drawn = drawn
                .replacen("\"title desc\"", &ids, 1)
                .replacen("id=\"title\"", &format!("id=\"chart-{}-title\"", self.charts), 1)
                .replacen("id=\"desc\"", &format!("id=\"chart-{}-desc\"", self.charts), 1);
            self.raw(&drawn);
        }
        let (caption, told) = (escaped(caption), escaped(&picture.told));
        self.raw(&format!("<figcaption><strong>{caption}</strong> {told}</figcaption>\n"));
        let (heads, rows) = charts::table(chart, self.lang);
        if !rows.is_empty() {
            self.chart_table(&caption, &heads, &rows);
        }
        self.raw("</figure>\n");
    }

    fn chart_table(&mut self, caption: &str, heads: &[String], rows: &[Vec<String>]) {
        let summary = escaped(self.lang.say(words::FIGURES_OF));
        self.raw(&format!("<details><summary>{summary}</summary>\n<table>\n<caption>{caption}</caption>\n"));
        self.raw("<thead><tr>");
        for head in heads {
            self.raw(&format!("<th scope=\"col\">{}</th>", escaped(head)));
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in rows {
            let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
            self.raw(&format!("<tr>{cells}</tr>\n"));
        }
        self.raw("</tbody>\n</table>\n</details>\n");
    }

    fn annex_list(&mut self, document: &Document) {
        let label = self.lang.annexes_label(document.annexes.len() > 1).trim_end();
        self.raw(&format!("<nav class=\"annexes\"><p>{}</p>\n<ol>\n", escaped(label)));
        for (annex, number) in document.annexes.iter().zip(1..) {
            self.raw(&format!("<li><a href=\"#annex-{number}\">{}</a></li>\n", escaped(&annex.title)));
        }
        self.raw("</ol></nav>\n");
    }

    fn signed(&mut self, signed: &Signed) {
        self.raw("<div class=\"signed\">\n");
        for text in [&signed.body, &signed.date].into_iter().filter(|text| !text.is_empty()) {
            self.element("p", "", text);
        }
        self.raw("</div>\n");
        if !signed.by_hand.is_empty() {
            self.raw("<div class=\"by-hand\">\n");
            for what in &signed.by_hand {
                self.element("p", "", self.lang.by_hand(what).trim_end());
            }
            self.raw("</div>\n");
        }
    }
}

/// Whether words are an id that is not broken at its hyphens.
fn is_id(words: &str) -> bool {
    words.len() <= ID_LETTERS_MAX && words.chars().all(|letter| letter.is_ascii_graphic())
}

/// Whether a column holds figures alone.
fn is_figures(sheet: &Sheet, column: usize) -> bool {
    let mut cells = sheet.table.rows.iter().filter_map(|row| row.get(column)).peekable();
    cells.peek().is_some() && cells.all(|cell| !matches!(cell, Cell::Text(_)))
}
