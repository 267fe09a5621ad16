//! Which role may have documents of which kind. Of whose windows they are is for the scope of who asks.

use crate::rights::{Reach, Right, reach};
use ingest::store::sqlite::Role;
use reports::papers::Kind;

/// Whether a role may have documents of a kind: of the whole region who sees all of it, as drafts who judges or closes.
pub fn may_have(role: Role, kind: Kind, is_draft: bool) -> bool {
    let may = |right| reach(role, right) != Reach::None;
    let is_let_in = may(Right::Standings);
    match kind {
        Kind::Bulletin | Kind::Quarter | Kind::Year => {
            let may_draft = may(Right::Judge) || may(Right::Close);
            reach(role, Right::Standings) == Reach::All && (!is_draft || may_draft)
        }
        Kind::WeeklyBrief => is_let_in && may(Right::Inspect),
        Kind::FeedQuality => is_let_in && may(Right::Feeds),
        // From the page of the case.
        Kind::HandOver => false,
        Kind::Window
        | Kind::Staff
        | Kind::Department
        | Kind::Site
        | Kind::Order
        | Kind::YellowFlagNotice
        | Kind::YellowFlagSign
        | Kind::RectificationSign
        | Kind::ModelWindow => is_let_in,
    }
}
