//! What a finding would cost: for each book that has a rule for its kind, the rule with its clause, the points it takes, and
//! what is left of the category this month.

use super::Named;
use crate::figures::{Figures, Score};
use crate::words;
use reports::words::{Lang, signed};
use scoring::context::Context;
use scoring::ledger::Account;
use scoring::month::MonthResult;
use scoring::points::Points;
use scoring::registry::{StaffIdx, WindowIdx};
use scoring::rulebook::{Amount, Book, KindIdx};
use serde::Serialize;
use utoipa::ToSchema;

/// What a finding of a kind would cost in one book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stake {
    /// Whose book.
    pub subject: Named,
    /// Whether that is a window.
    pub is_window: bool,
    /// The rule's id.
    pub rule: String,
    /// The rule with its clause.
    pub clause: String,
    /// The least that it takes.
    pub least: Score,
    /// The most that it takes.
    pub most: Score,
    /// What it takes where nobody names points.
    pub usual: Score,
    /// The points in words.
    pub points: String,
    /// What is left of the category, in words; none where the subject is not listed this month.
    pub left: Option<String>,
}

/// Who the finding would be about, and the points where nobody names any, if the kind has its own.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The kind.
    pub kind: KindIdx,
    /// The window.
    pub window: WindowIdx,
    /// The staff member.
    pub staff: Option<StaffIdx>,
    /// The points where nobody names any; none: the rule's own.
    pub usual: Option<Points>,
}

/// What a finding would cost as of now, in the window's book and the staff member's.
pub fn stakes(context: &Context<'_>, result: Option<&MonthResult>, about: About, lang: Lang) -> Vec<Stake> {
    let registry = context.registry();
    let rulebook = context.county.rulebooks.of_month(context.today().month());
    let of_window = result.and_then(|result| result.window(about.window)).map(|standing| &standing.account);
    let window =
        stake(&rulebook.window_book, about, (Named::window(registry, about.window), true), of_window, lang);
    let staff = about.staff.and_then(|staff| {
        let account = result.and_then(|result| result.staff_member(staff)).map(|standing| &standing.account);
        stake(&rulebook.staff_book, about, (Named::staff(registry, staff), false), account, lang)
    });
    window.into_iter().chain(staff).collect()
}

fn stake(
    book: &Book,
    about: About,
    (subject, is_window): (Named, bool),
    account: Option<&Account>,
    lang: Lang,
) -> Option<Stake> {
    let (rule, amount) = book.rule(about.kind)?;
    let category = rule.category?;
    let full = book.categories[category].full;
    let (least, most, usual) = match amount {
        Amount::Each(points) | Amount::EachAfter { points, .. } => (points, points, points),
        Amount::Range { min, max, default } => {
            (min, max, about.usual.map_or(default, |usual| usual.clamp(min, max)))
        }
        Amount::WholeCategory => (full, full, full),
    };
    let left = account.map(|account| {
        let figures = Figures::of_points(account.categories.iter().copied());
        let left = figures.plain(&Score(account.categories[category]));
        words::category_left(lang, lang.title(&book.categories[category].title), &left)
    });
    let [told_least, told_most, told_usual] = [least, most, usual].map(|points| signed(-points));
    Some(Stake {
        subject,
        is_window,
        rule: rule.id.clone(),
        clause: format!("{} {} · {}", rule.id, lang.title(&rule.title), lang.title(&rule.clause)),
        least: Score(least),
        most: Score(most),
        usual: Score(usual),
        points: words::stake(lang, &told_least, &told_most, &told_usual),
        left,
    })
}
