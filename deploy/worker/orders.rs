//! Orders to whoever owns a region: close a month, reissue it, compare, list. They come in the region's own lane, so that
//! they meet the owner, after every event that was sent before them; answers are kept in the store.
//!
//! An order is obeyed before the lane's position moves past it. If the worker dies in between, the next owner obeys it
//! again: a month that is closed stays closed, and the answer says so.

use crate::commands::{Failure, delivery};
use crate::config::DeliveryConfig;
use crate::language::LangArg;
use crate::service::months::month;
use dashboards::months::{self, Later, Made, MonthError};
use ingest::live::Holder as _;
use ingest::store::StoreError;
use ingest::worker::Held;
use reports::changes::{Names, text};
use serde::{Deserialize, Serialize};

/// What is ordered. Its JSON is the message's value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "order")]
pub enum Order {
    /// Close a month.
    Close {
        /// The month, `YYYY-MM`.
        month: String,
        /// Who.
        by: String,
    },
    /// Publish a closed month anew.
    Reissue {
        /// The month, `YYYY-MM`.
        month: String,
        /// Why.
        reason: String,
        /// Who.
        by: String,
    },
    /// Tell what changed in a closed month.
    Diff {
        /// The month, `YYYY-MM`.
        month: String,
        /// The earlier version.
        from: Option<u32>,
        /// The later version; otherwise the month as it is now.
        to: Option<u32>,
        /// The language.
        lang: LangArg,
    },
    /// Look into the messages of the region, or change how they are sent.
    Delivery {
        /// What.
        what: delivery::What,
        /// The language.
        lang: LangArg,
    },
    /// List the months.
    Months {
        /// The language.
        lang: LangArg,
    },
}

/// Obeys an order; what is told to who gave it, as done or as declined.
///
/// # Errors
///
/// [`StoreError`]: it is to be obeyed again.
pub fn obey(
    held: &mut Held<'_, '_>,
    sends: Option<&DeliveryConfig>,
    value: &[u8],
) -> Result<Result<String, String>, StoreError> {
    let order: Order = match serde_json::from_slice(value) {
        Ok(order) => order,
        Err(error) => {
            return Ok(Err(format!(
                "指令无法识别，请使用相同版本的 flagpost：{error} / the order cannot be read, use the same version of flagpost: {error}"
            )));
        }
    };
    if let Order::Delivery { what, lang } = &order {
        let registry = held.county().registry;
        let told = delivery::answer(held.archive(), registry, sends, what, (*lang).into());
        return match told {
            Ok(told) => Ok(Ok(told)),
            Err(Failure::Run(error)) => match error.downcast::<StoreError>() {
                Ok(error) => Err(error),
                Err(error) => Ok(Err(format!("{error:#}"))),
            },
            Err(failure @ (Failure::Arguments(_) | Failure::Mistakes(_))) => Ok(Err(failure.text())),
        };
    }
    match carry_out(held, &order) {
        Ok(told) => Ok(Ok(told)),
        Err(error) => match error.downcast::<MonthError>() {
            Ok(MonthError::Store(error)) => Err(error),
            Ok(error) => Ok(Err(error.to_string())),
            Err(error) => Ok(Err(format!("{error:#}"))),
        },
    }
}

fn carry_out(held: &mut Held<'_, '_>, order: &Order) -> anyhow::Result<String> {
    match order {
        Order::Close { month: of, by } => {
            let made = months::close(held, month(of)?, by)?;
            Ok(told(held, &made))
        }
        Order::Reissue { month: of, reason, by } => {
            let made = months::reissue(held, month(of)?, reason, by)?;
            Ok(told(held, &made))
        }
        Order::Diff { month: of, from, to, lang } => {
            let later = to.map_or(Later::Now, Later::Version);
            let found = months::difference(held, month(of)?, *from, later)?;
            let county = held.county();
            let names = Names::new(Some(county.registry), vec![county.rulebooks]);
            Ok(text::text(&found.changes, &names, (*lang).into(), false))
        }
        // Obeyed before, whose errors are others.
        Order::Delivery { .. } => Ok(String::new()),
        Order::Months { lang } => {
            let listed = months::list(held)?;
            Ok(months::text(&listed, &held.county().registry.zone, (*lang).into(), false))
        }
    }
}

fn told(held: &Held<'_, '_>, Made { version: made, is_in_log }: &Made) -> String {
    let zone = &held.county().registry.zone;
    let logged =
        if *is_in_log { "" } else { "\nmonth.closed 未写入日志 / month.closed is not in the log" };
    format!(
        "{} 第 {} 版 / version {}，截至 / as of {}，事件 / events {}\n摘要 / digest {}{logged}\n",
        made.month,
        made.version,
        made.version,
        zone.format(made.as_of),
        made.events,
        made.digest
    )
}
