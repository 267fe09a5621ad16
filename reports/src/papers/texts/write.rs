//! Writes words as a file that holds only what is said otherwise than the built-in ones: reading it gives the same words.

use super::fields::{self, Paper};
use super::{Requirement, Texts};
use scoring::rulebook::Bilingual;
use std::fmt::Write as _;

/// Words as a file; nothing where they are the built-in ones.
pub fn otherwise(texts: &Texts) -> String {
    let built_in = Texts::built_in();
    let mut out = lines(texts, &built_in, "", &["issuer"]);
    // Writing to a text cannot fail.
    if texts.is_head_printed != built_in.is_head_printed {
        let _ = writeln!(out, "red_head = {}", texts.is_head_printed);
    }
    out += &lines(texts, &built_in, "", &["number", "addressees", "copies"]);
    let mut basis = String::new();
    if texts.basis_rulebook != built_in.basis_rulebook {
        let _ = writeln!(basis, "rulebook = {}", quoted(&texts.basis_rulebook));
    }
    basis += &lines(texts, &built_in, "basis.", &fields::BASIS);
    table(&mut out, "basis", &basis);
    for paper in Paper::ALL {
        let word = paper.word();
        let required = &paper.wording(texts).requirements;
        let is_other = *required != paper.wording(&built_in).requirements;
        let mut own =
            lines(texts, &built_in, &format!("{word}."), &["prefix", "title", "opening", "closing"]);
        if is_other && required.is_empty() {
            own += "requirement = []\n";
        }
        table(&mut out, word, &own);
        let headings = lines(texts, &built_in, &format!("{word}.heading."), paper.headings());
        table(&mut out, &format!("{word}.heading"), &headings);
        if is_other {
            required.iter().for_each(|of| requirement(&mut out, word, of));
        }
    }
    out
}

/// A line for each text of a table that is said otherwise.
fn lines(texts: &Texts, built_in: &Texts, table: &str, keys: &[&str]) -> String {
    let line = |key: &&str| {
        let path = format!("{table}{key}");
        let own = fields::text(texts, &path).filter(|own| fields::text(built_in, &path) != Some(*own))?;
        Some(format!("{key} = {}\n", both(own)))
    };
    keys.iter().filter_map(line).collect()
}

fn table(out: &mut String, name: &str, lines: &str) {
    if !lines.is_empty() {
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = write!(out, "{gap}[{name}]\n{lines}");
    }
}

fn requirement(out: &mut String, paper: &str, of: &Requirement) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let when = of.when.as_ref().map_or(String::new(), |when| format!("when = {}\n", quoted(&when.word())));
    let _ = write!(out, "{gap}[[{paper}.requirement]]\n{when}text = {}\n", both(&of.text));
}

fn both(text: &Bilingual) -> String {
    format!("{{ zh = {}, en = {} }}", quoted(&text.zh), quoted(&text.en))
}

/// A text as TOML quotes it.
fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
