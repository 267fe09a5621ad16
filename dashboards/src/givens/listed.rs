//! Things with an id, a name and facts; and what changed between two lists of them, in words.

use reports::words::{Lang, Word};

/// A thing with its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What else is said of it.
    pub facts: Vec<Fact>,
}

/// A fact of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub about: Word,
    /// What is said.
    pub said: String,
    /// Whether it is said that it changed, but not to what: how people are reached.
    pub is_private: bool,
}

/// A fact.
pub fn fact(about: Word, said: impl ToString) -> Fact {
    Fact { about, said: said.to_string(), is_private: false }
}

/// A fact of which nobody is told more than that it changed.
pub fn private(about: Word, said: impl ToString) -> Fact {
    Fact { about, said: said.to_string(), is_private: true }
}

const NAME: Word = Word::new("名称", "name");

/// What came, went and changed, each in a line.
pub fn changes(what: Word, before: &[Listed], after: &[Listed], lang: Lang) -> Vec<String> {
    let kind = lang.say(what);
    let named = |one: &Listed| match one.name.is_empty() {
        true => one.id.clone(),
        false => format!("{} {}", one.id, one.name),
    };
    let mut lines = Vec::new();
    for one in before {
        if !after.iter().any(|other| other.id == one.id) {
            lines.push(match lang {
                Lang::Zh => format!("删除{kind} {}", named(one)),
                Lang::En => format!("{kind} {} is taken out", named(one)),
            });
        }
    }
    for one in after {
        let Some(earlier) = before.iter().find(|other| other.id == one.id) else {
            let facts: Vec<String> = one
                .facts
                .iter()
                .filter(|fact| !fact.is_private && !fact.said.is_empty())
                .map(|fact| format!("{} {}", lang.say(fact.about), fact.said))
                .collect();
            let facts = facts.join(lang.say(Word::new("，", ", ")));
            lines.push(match lang {
                Lang::Zh => format!("新增{kind} {}（{facts}）", named(one)),
                Lang::En => format!("{kind} {} is added ({facts})", named(one)),
            });
            continue;
        };
        let mut turns = Vec::new();
        if earlier.name != one.name {
            turns.push(turn(NAME, Some(&earlier.name), Some(&one.name), lang));
        }
        let of = |facts: &[Fact], about: Word| facts.iter().find(|fact| fact.about == about).cloned();
        for fact in &one.facts {
            let was = of(&earlier.facts, fact.about);
            if was.as_ref().is_none_or(|was| was.said != fact.said) {
                turns.push(if fact.is_private {
                    changed(fact.about, lang)
                } else {
                    turn(fact.about, was.as_ref().map(|was| was.said.as_str()), Some(&fact.said), lang)
                });
            }
        }
        for fact in earlier.facts.iter().filter(|fact| of(&one.facts, fact.about).is_none()) {
            turns.push(if fact.is_private {
                changed(fact.about, lang)
            } else {
                turn(fact.about, Some(&fact.said), None, lang)
            });
        }
        let mark = lang.say(Word::new("：", ": "));
        lines.extend(turns.into_iter().map(|turn| format!("{kind} {}{mark}{turn}", named(one))));
    }
    lines
}

fn changed(about: Word, lang: Lang) -> String {
    format!("{} {}", lang.say(about), lang.say(Word::new("已更改", "changed")))
}

fn turn(about: Word, before: Option<&str>, after: Option<&str>, lang: Lang) -> String {
    let said = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("—").to_owned();
    format!("{} {} → {}", lang.say(about), said(before), said(after))
}

#[cfg(test)]
mod tests {
    use super::{Listed, changes, fact, private};
    use reports::words::{Lang, Word};

    #[test]
    fn what_came_went_and_changed_is_told_in_words() {
        const POINTS: Word = Word::new("分值", "points");
        const CONTACT: Word = Word::new("联系方式", "contact");
        let one = |id: &str, points: &str, mail: &str| Listed {
            id: id.to_owned(),
            name: "某".to_owned(),
            facts: vec![fact(POINTS, points), private(CONTACT, mail)],
        };
        let before = [one("a", "5", "x@y"), one("b", "1", "")];
        let after = [one("a", "6", "z@y"), one("c", "2", "q@y")];
        let lines = changes(Word::new("规则", "rule"), &before, &after, Lang::Zh);
        assert_eq!(
            lines,
            [
                "删除规则 b 某",
                "规则 a 某：分值 5 → 6",
                "规则 a 某：联系方式 已更改",
                "新增规则 c 某（分值 2）"
            ]
        );
        assert!(changes(Word::new("规则", "rule"), &after, &after, Lang::En).is_empty());
    }
}
