//! The text of a letter as a clerk writes it: a line for the subject, then the lines of the letter.
//!
//! | written | means |
//! | --- | --- |
//! | first line | the subject; dates in it are told short, as `9月8日` |
//! | `{{ due }}` | what the notice says under that name, see [`super::names::NAMES`] |
//! | a line whose names all have nothing to say | it is left out |
//! | `到期日期：{{ due }}` | a fact with its label, told in a table where there are tables |
//! | `**…**` | bold |
//! | `{% if due %}…{% else %}…{% endif %}`, `{% if not due %}` | within one line: if there is something to say |
//! | `（{{ countdown }}）` with nothing to say | the brackets are left out too |
//! | an empty line | a new paragraph |
//!
//! Nothing else is a template here: no loops, filters or expressions, so that no text can be wrong when it is sent that was
//! right when it was kept. Text, HTML and markdown are made from the same lines.

use super::facts::Facts;
use super::names;
use crate::words::{Lang, in_both};
use minijinja::{Environment, UndefinedBehavior, Value};
use scoring::rulebook::Bilingual;
use std::collections::BTreeMap;

/// Begins and ends what is bold, within this module's neighbours alone: no text that is told can hold it.
pub(super) const BOLD: char = '\u{e000}';

const TEXT_BYTES_MAX: usize = 8_000;
const LINES_MAX: usize = 60;
/// A label with more characters is the beginning of a sentence.
const LABEL_CHARACTERS_MAX: usize = 24;
/// What a line may cost to render: some hundred times what the longest built-in one does.
const FUEL: u64 = 10_000;

/// A letter's text, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    subject: Line,
    lines: Vec<Line>,
}

/// A line of a letter's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    /// As minijinja reads it, with [`BOLD`] for `**`.
    source: String,
    /// The names in it.
    names: Vec<String>,
    /// How many bytes its label has, if it is a fact with a label; the colon is not counted.
    label: Option<usize>,
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub what: Bilingual,
}

/// A letter with its facts in place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// One line.
    pub subject: String,
    /// The lines; what is bold is between two [`BOLD`].
    pub lines: Vec<Told>,
}

/// A line of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// A sentence or several.
    Sentence(String),
    /// A label and what it says.
    Fact(String, String),
    /// A new paragraph begins.
    Break,
}

impl Template {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(text: &str) -> Result<Template, Vec<Fault>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_end();
        if text.len() > TEXT_BYTES_MAX || text.lines().count() > LINES_MAX {
            let what = in_both(|lang| lang.letter_too_long(LINES_MAX, TEXT_BYTES_MAX));
            return Err(vec![Fault { line: 1, what }]);
        }
        let mut faults = Vec::new();
        let mut lines = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            match Line::read(line.trim()) {
                Ok(line) => lines.push(line),
                Err(what) => faults.push(Fault { line: number, what }),
            }
        }
        let first = text.lines().next().unwrap_or_default();
        if first.trim().is_empty() || first.contains("**") {
            faults.insert(0, Fault { line: 1, what: in_both(|lang| lang.letter_wants_subject().to_owned()) });
        }
        if text.lines().skip(1).all(|line| line.trim().is_empty()) {
            faults.push(Fault { line: 2, what: in_both(|lang| lang.letter_wants_lines().to_owned()) });
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let subject = lines.remove(0);
        Ok(Template { subject, lines })
    }

    /// The names that it uses, each with the first line that does.
    pub fn names(&self) -> BTreeMap<&str, usize> {
        let mut used = BTreeMap::new();
        for (line, number) in std::iter::once(&self.subject).chain(&self.lines).zip(1..) {
            for name in &line.names {
                used.entry(name.as_str()).or_insert(number);
            }
        }
        used
    }

    /// Puts facts in the places of names. `None` where nothing is left of the subject or of the lines.
    pub(super) fn write(&self, facts: &Facts, lang: Lang) -> Option<Written> {
        let environment = environment();
        let values = |of: &dyn Fn(&'static str) -> String| -> BTreeMap<&'static str, String> {
            names::NAMES.iter().map(|known| (known.name, of(known.name))).collect()
        };
        let short = values(&|name| facts.short(name, lang).to_owned());
        let subject = self.subject.write(&environment, &short)?;
        let said = values(&|name| facts.said(name, lang).to_owned());
        let mut lines: Vec<Told> = Vec::new();
        for line in &self.lines {
            if line.source.is_empty() {
                lines.push(Told::Break);
                continue;
            }
            let Some(text) = line.write(&environment, &said) else { continue };
            // A label has no names, so what was written begins with it.
            let fact = line.label.and_then(|label| text.split_at_checked(label));
            lines.push(match fact {
                Some((label, rest)) => {
                    let rest = rest.trim_start_matches(['：', ':']).trim_start();
                    Told::Fact(label.trim_end().to_owned(), rest.to_owned())
                }
                None => Told::Sentence(text),
            });
        }
        let has_text = lines.iter().any(|line| *line != Told::Break);
        has_text.then_some(Written { subject, lines })
    }
}

impl Line {
    fn read(text: &str) -> Result<Line, Bilingual> {
        let known: Vec<&str> = names::NAMES.iter().map(|known| known.name).collect();
        let names = names_of(text, &known)?;
        if !text.matches("**").count().is_multiple_of(2) {
            return Err(in_both(|lang| lang.letter_bold_is_open().to_owned()));
        }
        let source = text.replace(BOLD, "").replace("**", "\u{e000}");
        if let Err(error) = environment().template_from_str(&source) {
            let detail = error.detail().unwrap_or_default().to_owned();
            return Err(in_both(|lang| lang.letter_is_malformed(&detail)));
        }
        let label = label(&source);
        Ok(Line { source, names, label })
    }

    /// The line with values in the places of names; `None` where there is nothing to say.
    fn write(&self, environment: &Environment<'_>, values: &BTreeMap<&str, String>) -> Option<String> {
        let is_empty = |name: &String| values.get(name.as_str()).is_none_or(|value| value.is_empty());
        if !self.names.is_empty() && self.names.iter().all(is_empty) {
            return None;
        }
        let text = environment
            .render_str(
                &self.source,
                Value::from_pairs(values.iter().map(|(name, text)| (*name, text.as_str()))),
            )
            .ok()?;
        // What a name has nothing to say for leaves brackets with nothing in them.
        let text = ["（）", "()", "（\u{e000}\u{e000}）", "(\u{e000}\u{e000})"]
            .iter()
            .fold(text, |text, empty| text.replace(empty, ""));
        let text = text.trim();
        (!text.replace(BOLD, "").is_empty()).then(|| text.to_owned())
    }
}

/// An engine that knows nothing but names and conditions, and stops at a text that costs too much.
pub(crate) fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// The names in a line; what stands between braces must be one of those that are known, or a plain condition on one.
pub(crate) fn names_of(text: &str, known: &[&str]) -> Result<Vec<String>, Bilingual> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (open, after) = (&rest[start..], &rest[start + 1..]);
        let close = match after.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            // A brace alone is text; a comment of minijinja would vanish silently.
            Some('#') => return Err(in_both(|lang| lang.letter_takes_names_alone(cut(open)))),
            Some(_) | None => {
                rest = after;
                continue;
            }
        };
        let inner = &after[1..];
        let Some(end) = inner.find(close) else {
            return Err(in_both(|lang| lang.letter_brace_is_open(close)));
        };
        let words: Vec<&str> = inner[..end].split_whitespace().collect();
        let name = match (close, words.as_slice()) {
            ("}}", [name]) | ("%}", ["if", name] | ["if", "not", name]) => Some(*name),
            ("%}", ["else"] | ["endif"]) => None,
            _ => return Err(in_both(|lang| lang.letter_takes_names_alone(cut(open)))),
        };
        if let Some(name) = name {
            if !known.contains(&name) {
                return Err(in_both(|lang| lang.letter_name_is_unknown(name, known)));
            }
            names.push(name.to_owned());
        }
        rest = &inner[end + 2..];
    }
    Ok(names)
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(40).map_or(text, |(place, _)| &text[..place])
}

/// Where a line's label ends: before a colon that is right before its first name.
fn label(source: &str) -> Option<usize> {
    let first = source.find('{')?;
    let before = source[..first].trim_end_matches([BOLD, ' ']);
    let label = before.strip_suffix('：').or_else(|| before.strip_suffix(':'))?;
    let is_short = (1..=LABEL_CHARACTERS_MAX).contains(&label.chars().count());
    (is_short && !label.contains(['：', ':', '。', '，', BOLD])).then_some(label.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{BOLD, Template, Told};
    use crate::delivery::letters::facts::{Facts, Said};
    use crate::words::Lang;

    fn facts(said: &[(&'static str, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (name, text) in said {
            facts.say(name, Said::alike(*text));
        }
        facts
    }

    fn written(text: &str, said: &[(&'static str, &str)]) -> Vec<Told> {
        Template::read(text).unwrap().write(&facts(said), Lang::Zh).unwrap().lines
    }

    fn faults(text: &str) -> Vec<(usize, String)> {
        let faults = Template::read(text).unwrap_err();
        faults.into_iter().map(|fault| (fault.line, fault.what.en)).collect()
    }

    #[test]
    fn a_line_without_anything_to_say_is_left_out() {
        let text = "主题\n到期：{{ due }}（{{ countdown }}）\n目前情况：{{ state }}\n请办理。";
        assert_eq!(
            written(text, &[("due", "9月8日")]),
            [Told::Fact("到期".to_owned(), "9月8日".to_owned()), Told::Sentence("请办理。".to_owned())]
        );
    }

    #[test]
    fn a_colon_within_a_sentence_makes_no_label() {
        let lines = written(
            "主题\n{{ department }}：请办理\n注意，期限：{{ due }}",
            &[("department", "一局"), ("due", "x")],
        );
        assert_eq!(
            lines,
            [Told::Sentence("一局：请办理".to_owned()), Told::Sentence("注意，期限：x".to_owned())]
        );
    }

    #[test]
    fn conditions_hold_within_a_line() {
        let text = "主题\n{% if due %}限{{ due }}{% else %}无期限{% endif %}，{{ item }}";
        assert_eq!(written(text, &[("item", "证")]), [Told::Sentence("无期限，证".to_owned())]);
        assert_eq!(written(text, &[("due", "今日")]), [Told::Sentence("限今日，".to_owned())]);
    }

    #[test]
    fn a_value_is_never_read_as_a_template_or_as_bold() {
        let lines = written("主题\n{{ reason }}", &[("reason", "**{{ due }}** {% if %}")]);
        assert_eq!(lines, [Told::Sentence("**{{ due }}** {% if %}".to_owned())]);
        let lines = written("主题\n**{{ reason }}**", &[("reason", "a")]);
        assert_eq!(lines, [Told::Sentence(format!("{BOLD}a{BOLD}"))]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_its_line_and_the_known_ones() {
        let found = faults("主题\n好\n到期：{{ deu }}");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 3);
        assert!(found[0].1.contains("`deu`") && found[0].1.contains("due, countdown"), "{}", found[0].1);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = "主题 **粗**\n{{ due\n{% for a in b %}\n{{ due | upper }}\n{% if due %}x\n**粗\n{# 注 #}\n{{ 1 }}";
        let lines: Vec<usize> = faults(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_text_wants_a_subject_and_lines_and_has_bounds() {
        assert_eq!(faults("").len(), 2);
        assert_eq!(faults("主题\n\n")[0].0, 2);
        assert!(Template::read(&format!("主题\n{}", "行\n".repeat(59))).is_ok());
        assert_eq!(faults(&format!("主题\n{}", "行\n".repeat(60))).len(), 1);
        assert_eq!(faults(&format!("主题\n{}", "长".repeat(2700))).len(), 1);
    }
}
