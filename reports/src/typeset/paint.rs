//! Pages to the bytes of a PDF, with tags, outline and metadata, as PDF/A-2a and PDF/UA-1 want them.

use super::Unset;
use super::ink::{Colour, Ink, Mark, Of, Outline, Shape, Step, Type};
use super::lines::Placed;
use super::slugs::{Bookmark, Page};
use super::tags::{NodeId, Role, Tags, language};
use crate::document::Document;
use crate::fonts::Face;
use krilla::Data;
use krilla::SerializeSettings;
use krilla::color::{luma, rgb};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline as PdfOutline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Paint, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::collections::HashSet;
use std::num::NonZeroU16;
use std::ops::Range;

/// The bytes of a PDF.
pub(super) fn painted(
    document: &Document,
    pages: &[Page],
    bookmarks: &[Bookmark],
    tags: &Tags,
) -> Result<Vec<u8>, Unset> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Unset(format!("the standards do not go together: {error:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    let mut painter = Painter { fonts: fonts()?, leaves: vec![Vec::new(); tags.nodes.len()] };
    for (place, page) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(page.paper.width, page.paper.height)
            .ok_or_else(|| Unset("a page without extent".to_owned()))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        if place == 0 {
            painter.name_glyphs(&mut surface, pages);
        }
        painter.page(&mut surface, page);
        surface.finish();
        sheet.finish();
    }
    pdf.set_outline(outline(bookmarks));
    let mut tree = TagTree::new().with_lang(Some(language(document).to_owned()));
    for child in tags.nodes.first().map_or(&[][..], |root| &root.children) {
        tree.push(painter.group(tags, *child));
    }
    pdf.set_tag_tree(tree);
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|error| Unset(told(&error)))
}

fn told(error: &krilla::error::KrillaError) -> String {
    match error {
        krilla::error::KrillaError::Validation(errors) => {
            let kinds: Vec<String> = errors.iter().take(3).map(|(error, _)| format!("{error:?}")).collect();
            format!("{error}: {}", kinds.join("; "))
        }
        krilla::error::KrillaError::Font(..)
        | krilla::error::KrillaError::Limit(_)
        | krilla::error::KrillaError::DuplicateNamedDestination(_)
        | krilla::error::KrillaError::DuplicateTagId(..)
        | krilla::error::KrillaError::UnknownTagId(..) => error.to_string(),
    }
}

fn fonts() -> Result<[Font; 3], Unset> {
    let font = |face: Face| {
        let data: Data = face.bytes().into();
        Font::new(data, 0).ok_or_else(|| Unset(format!("the face {} cannot be read", face.name())))
    };
    Ok([font(Face::Body)?, font(Face::Sans)?, font(Face::Title)?])
}

fn metadata(document: &Document) -> Metadata {
    let trace = &document.trace;
    let version = match trace.version {
        Some(version) => format!("version {version}"),
        None if document.is_draft() => "draft".to_owned(),
        None => String::new(),
    };
    let mut keywords = vec![trace.region.clone(), trace.period.clone(), version];
    keywords.extend(trace.digest.clone().map(|digest| format!("events {digest}")));
    keywords.push(format!("rulebook {} {}", trace.rulebook, trace.rulebook_version));
    keywords.extend(trace.code.clone());
    let authors = document.head.as_ref().map(|head| head.issuer.clone());
    let authors = authors.or_else(|| document.signed.as_ref().map(|signed| signed.body.clone()));
    let title = document.title.replace('\n', "");
    let name = document.kind.name(document.lang).to_owned();
    let metadata = Metadata::new()
        .title(if title.trim().is_empty() { name } else { title })
        .language(language(document).to_owned())
        .authors(authors.into_iter().filter(|author| !author.is_empty()).collect())
        .keywords(keywords.into_iter().filter(|word| !word.is_empty()).collect())
        .creator("Flagpost".to_owned())
        .creation_date(moment(&trace.as_of));
    match &trace.code {
        Some(code) => metadata.document_id(code.clone()),
        None => metadata,
    }
}

/// The instant of the results, which is the document's: `2026-10-01T00:00:00+08:00`. What is not written counts from its beginning.
fn moment(as_of: &str) -> DateTime {
    let number = |from: usize, to: usize| as_of.get(from..to).and_then(|digits| digits.parse::<u8>().ok());
    let year = as_of.get(..4).and_then(|digits| digits.parse().ok()).unwrap_or(2000);
    let mut moment = DateTime::new(year).month(number(5, 7).unwrap_or(1)).day(number(8, 10).unwrap_or(1));
    moment = moment.hour(number(11, 13).unwrap_or(0)).minute(number(14, 16).unwrap_or(0));
    moment = moment.second(number(17, 19).unwrap_or(0));
    let sign = if as_of.get(19..20) == Some("-") { -1 } else { 1 };
    let hours = number(20, 22).and_then(|hours| i8::try_from(hours).ok()).unwrap_or(0);
    moment.utc_offset_hour(sign * hours).utc_offset_minute(number(23, 25).unwrap_or(0))
}

fn outline(bookmarks: &[Bookmark]) -> PdfOutline {
    let mut outline = PdfOutline::new();
    let mut rest = bookmarks;
    while let Some(first) = rest.first() {
        outline.push_child(branch(&mut rest, first.level));
    }
    outline
}

/// The first bookmark with those below it, which are taken from the rest.
fn branch(rest: &mut &[Bookmark], level: u8) -> OutlineNode {
    let Some((first, left)) = rest.split_first() else {
        return OutlineNode::new(String::new(), XyzDestination::new(0, Point::from_xy(0.0, 0.0)));
    };
    *rest = left;
    let place = XyzDestination::new(first.page, Point::from_xy(0.0, first.y));
    let mut node = OutlineNode::new(first.text.clone(), place).with_open(level <= 1);
    while let Some(next) = rest.first().filter(|next| next.level > level) {
        node.push_child(branch(rest, next.level));
    }
    node
}

struct Painter {
    fonts: [Font; 3],
    leaves: Vec<Vec<Identifier>>,
}

impl Painter {
    fn page(&mut self, surface: &mut Surface<'_>, page: &Page) {
        let mut rest = page.marks.as_slice();
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|mark| mark.of == first.of).count();
            let (alike, left) = rest.split_at(count.clamp(1, rest.len()));
            rest = left;
            self.tagged(surface, first.of, alike);
        }
    }

    fn tagged(&mut self, surface: &mut Surface<'_>, of: Of, alike: &[Mark]) {
        let furniture = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
        let (tag, node) = match of {
            Of::Said(node) => (ContentTag::Other, Some(node)),
            Of::Head => (furniture(ArtifactType::Header), None),
            Of::Foot => (furniture(ArtifactType::Footer), None),
            Of::Number => (furniture(ArtifactType::PageNumber), None),
            Of::Ornament => (furniture(ArtifactType::Layout), None),
        };
        let identifier = surface.start_tagged(tag);
        for mark in alike {
            match &mark.ink {
                Ink::Type(line) => self.line(surface, line),
                Ink::Shape(shape) => draw(surface, shape),
            }
        }
        surface.end_tagged();
        if let Some(leaves) = node.and_then(|node| self.leaves.get_mut(node.0)) {
            leaves.push(identifier);
        }
    }

    /// Names each glyph by its character, on a drawing that is thrown away: a line told as a whole would else name its glyphs by all
    /// of its text.
    fn name_glyphs(&self, surface: &mut Surface<'_>, pages: &[Page]) {
        let mut named = HashSet::new();
        let mut drawing = surface.stream_builder();
        let mut aside = drawing.surface();
        for mark in pages.iter().flat_map(|page| &page.marks) {
            let Ink::Type(line) = &mark.ink else { continue };
            for placed in &line.line.placed {
                let face = placed.glyph.face;
                if let Some(font) = self.fonts.get(face as usize)
                    && named.insert((face, placed.glyph.id))
                {
                    let text = placed.character.to_string();
                    let glyphs = [glyph(placed, placed.glyph.advance, 0..text.len())];
                    aside.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font.clone(), &text, 1.0, false);
                }
            }
        }
        aside.finish();
        drawing.finish();
    }

    fn line(&self, surface: &mut Surface<'_>, line: &Type) {
        surface.set_fill(Some(Fill { paint: paint(line.colour), ..Fill::default() }));
        surface.set_stroke(None);
        let is_turned = !line.quarter_turns.is_multiple_of(4);
        if is_turned {
            let degrees = 90.0 * f32::from(line.quarter_turns % 4);
            surface.push_transform(&Transform::from_rotate_at(degrees, line.x, line.y));
        }
        for run in runs(&line.line.placed) {
            let Some(first) = run.first() else { continue };
            let text: String = run.iter().map(|placed| placed.character).collect();
            let nexts = run.iter().skip(1).map(|next| Some(next.x)).chain([None]);
            let mut start = 0;
            let mut glyphs = Vec::with_capacity(run.len());
            for (placed, next) in run.iter().zip(nexts) {
                let end = start + placed.character.len_utf8();
                // Readers take free room for a blank, so a line that has some is told as a whole.
                let told = if line.line.has_gaps { 0..text.len() } else { start..end };
                let advance = next.map_or(placed.glyph.advance, |next| (next - placed.x) / line.size);
                glyphs.push(glyph(placed, advance, told));
                start = end;
            }
            let at = Point::from_xy(line.x + first.x, line.y);
            if let Some(font) = self.fonts.get(first.glyph.face as usize) {
                surface.draw_glyphs(at, &glyphs, font.clone(), &text, line.size, false);
            }
        }
        if is_turned {
            surface.pop();
        }
    }

    fn group(&self, tags: &Tags, id: NodeId) -> TagGroup {
        let Some(node) = tags.nodes.get(id.0) else { return TagGroup::new(Tag::NonStruct) };
        let leaves = self.leaves.get(id.0).into_iter().flatten().map(|leaf| Node::Leaf(*leaf));
        let groups = node.children.iter().map(|child| Node::Group(self.group(tags, *child)));
        TagGroup::with_children(kind(&node.role), leaves.chain(groups).collect())
    }
}

/// Pieces of type one after the other that are of one face.
fn runs(placed: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    placed.chunk_by(|one, next| one.glyph.face == next.glyph.face)
}

fn glyph(placed: &Placed, advance: f32, told: Range<usize>) -> KrillaGlyph {
    KrillaGlyph::new(GlyphId::new(placed.glyph.id), advance, 0.0, 0.0, 0.0, told, None)
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Document => Tag::Part.into(),
        Role::Section => Tag::Section.into(),
        // A heading that says nothing is none.
        Role::Heading(_, text) if text.trim().is_empty() => Tag::P.into(),
        Role::Heading(level, text) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(text.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(krilla::tagging::ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table(title) => Tag::Table.with_summary((!title.is_empty()).then(|| title.clone())).into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::TableFoot => Tag::TFoot.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(told) => Tag::Figure(Some(told.clone())).into(),
        Role::Caption => Tag::Caption.into(),
    }
}

fn draw(surface: &mut Surface<'_>, shape: &Shape) {
    let Some(path) = path(&shape.outlines) else { return };
    let opacity = NormalizedF32::new(shape.opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE);
    surface.set_fill(shape.fill.map(|colour| Fill { paint: paint(colour), opacity, ..Fill::default() }));
    surface.set_stroke(shape.stroke.map(|(width, colour)| Stroke {
        paint: paint(colour),
        width,
        opacity,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

fn path(outlines: &[Outline]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for outline in outlines {
        builder.move_to(outline.from.0, outline.from.1);
        for step in &outline.steps {
            match *step {
                Step::Line(x, y) => builder.line_to(x, y),
                Step::Curve([(ax, ay), (bx, by), (x, y)]) => builder.cubic_to(ax, ay, bx, by, x, y),
            }
        }
        if outline.is_closed {
            builder.close();
        }
    }
    builder.finish()
}

/// Ink is grey, so that printers take black alone for it.
fn paint(Colour(red, green, blue): Colour) -> Paint {
    if red == green && green == blue {
        luma::Color::new(red).into()
    } else {
        rgb::Color::new(red, green, blue).into()
    }
}
