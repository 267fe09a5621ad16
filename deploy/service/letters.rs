//! What commands ask at the desk about letters: what the notices of a case, or one notice, have to say.

use crate::notices::to_keep;
use anyhow::{Context as _, bail};
use ingest::live::Desk;
use reports::delivery::letters::{Facts, facts};
use scoring::event::Subject;
use scoring::gather;
use serde::{Deserialize, Serialize};

/// Which notices.
#[derive(Serialize, Deserialize)]
pub enum Asked {
    /// Those of a case, sent or to come.
    Case(String),
    /// One that is kept, by its identity.
    Identity(String),
}

/// What they have to say, in the order of their dates.
pub fn told(desk: &mut Desk<'_>, asked: Asked) -> anyhow::Result<Vec<Facts>> {
    let notices = match &asked {
        Asked::Case(id) => {
            let context = desk.context();
            let place = context.log.find_subject(&Subject::Case(id));
            let place = place.with_context(|| format!("没有办件 {id} / there is no case `{id}`"))?;
            let mut notices = gather::foresee(&context, place).notices;
            notices.sort_by_key(|notice| (notice.date, notice.level));
            notices.iter().map(|notice| to_keep(&context, notice)).collect()
        }
        Asked::Identity(identity) => {
            let kept = desk.store().records().notice(identity).context("cannot look for the notice")?;
            let Some(kept) = kept else {
                bail!(
                    "没有标识为 {identity} 的提醒 / no notice `{identity}` is kept: identities are on the page of notices"
                )
            };
            vec![kept]
        }
    };
    let moment = desk.moment();
    let told = |notice: &ingest::store::KeptNotice| {
        let results = moment.results;
        facts(&moment.context, results, &notice.identity, &notice.kind, notice.level, &notice.body)
    };
    Ok(notices.iter().map(told).collect())
}
