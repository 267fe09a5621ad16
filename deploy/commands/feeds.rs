//! `flagpost feeds`: whether each source still sends, and what it sends.

use super::{Failure, Outcome};
use crate::county;
use crate::language::LangArg;
use crate::service::which::WhichService;
use crate::service::{desk, machine_time, running};
use anyhow::Context as _;
use clap::Args;
use dashboards::words;
use ingest::feeds::{self, Counts, FeedHealth, FeedState};
use ingest::store::sqlite::Records;
use reports::render::columns::{Align, Columns};
use reports::words::{Lang, Word};
use scoring::registry::Registry;
use scoring::time::Instant;
use std::io::IsTerminal as _;

/// Show of each source what came last, how much, how late, how much was rejected (数据接入情况)
///
/// As the service saw it last: with the registry it runs with and the limits of its configuration. It need not run.
#[derive(Args, Debug)]
pub struct FeedsArgs {
    #[command(flatten)]
    service: WhichService,
    /// A row for each stream as well, beneath its source
    #[arg(long)]
    streams: bool,
    /// The language: zh (简体中文) or en (English)
    #[arg(long, value_enum, default_value_t)]
    lang: LangArg,
}

/// Runs the command.
pub fn run(args: &FeedsArgs) -> Outcome {
    let (data, records) = (args.service.data()?, args.service.records()?);
    let runs = running::find(&data).is_some_and(|running| running.answers());
    let ruled = std::io::stdout().is_terminal();
    crate::stdout::write(&text(&records, args.lang.into(), args.streams, runs, ruled)?)
}

fn text(records: &Records, lang: Lang, streams: bool, runs: bool, ruled: bool) -> Result<String, Failure> {
    let givens = county::parse(&desk::last_givens(records)?).map_err(Failure::Mistakes)?;
    let listening = records.listening().context("cannot read when the service was there")?;
    let now = listening.as_ref().map_or_else(machine_time, |listening| listening.until);
    let since = listening.as_ref().map(|listening| listening.since);
    let limits = listening.map(|listening| listening.limits).unwrap_or_default();
    let hours =
        records.feed_hours(feeds::first_hour(givens.county(), now)).context("cannot read the feeds")?;
    let feeds = feeds::health(&hours, givens.county(), &limits, since, now);
    let shown = Shown { registry: &givens.registry, now, lang, streams };
    Ok(format!("{}\n\n{}", shown.head(runs), shown.table(&feeds, ruled)))
}

struct Shown<'s> {
    registry: &'s Registry,
    now: Instant,
    lang: Lang,
    streams: bool,
}

impl Shown<'_> {
    fn head(&self, runs: bool) -> String {
        let (title, as_of) = (self.lang.say(words::FEEDS_TITLE), self.moment(self.now));
        let service = self.lang.say(if runs {
            Word::new("服务运行中", "the service runs")
        } else {
            Word::new("服务没有运行", "the service does not run")
        });
        format!("{title} · {as_of} · {service}")
    }

    fn moment(&self, at: Instant) -> String {
        self.lang.moment(&self.registry.zone, at, self.registry.zone.date(self.now).year())
    }

    /// A row for each source, those in trouble first; beneath it one for each stream, where they are wanted.
    fn table(&self, feeds: &[FeedHealth], ruled: bool) -> String {
        use Align::{Left, Right};
        let mut columns =
            Columns::new(&self.cells([Left, Left, Left, Left, Left, Right, Right, Right, Right]));
        if ruled {
            columns.rule();
        }
        let heads = [
            words::STATE,
            words::SOURCE,
            words::STREAM,
            words::LAST_ARRIVAL,
            words::LAST_EVENT,
            words::TODAY,
            words::USUAL,
            words::LAG,
            words::REJECTED_SHARE,
        ];
        columns.head(self.cells(heads).iter().map(|&head| self.lang.say(head)));
        let (well, troubled): (Vec<_>, Vec<_>) = feeds.iter().partition(|feed| feed.state == FeedState::Ok);
        for feed in troubled.into_iter().chain(well) {
            let name = feed.site.map(|site| self.registry.sites[usize::from(site)].name.as_str());
            let source = format!("{} {}", feed.source, name.unwrap_or_default());
            columns.row(self.row(self.state(feed), source, "", &feed.all));
            for (stream, counts) in feed.streams.iter().filter(|_| self.streams) {
                columns.row(self.row(String::new(), String::new(), stream, counts));
            }
        }
        columns.text()
    }

    /// Without the column of streams, unless they are wanted.
    fn cells<T>(&self, all: [T; 9]) -> Vec<T> {
        let places = all.into_iter().enumerate();
        places.filter(|(place, _)| self.streams || *place != 2).map(|(_, cell)| cell).collect()
    }

    fn row(&self, state: String, source: String, stream: &str, counts: &Counts) -> Vec<String> {
        let or_dash = |told: Option<String>| told.unwrap_or_else(|| "—".to_owned());
        let share = counts
            .rejected_share()
            .map(|share| format!("{} {}/{}", self.lang.percent(share), counts.rejected, counts.arrived()));
        self.cells([
            state,
            source,
            stream.to_owned(),
            or_dash(counts.last_received.map(|at| self.moment(at))),
            or_dash(counts.last_time.map(|at| self.moment(at))),
            counts.accepted.to_string(),
            or_dash(counts.usual.map(|usual| usual.to_string())),
            or_dash(counts.lag_seconds_mean.map(|seconds| self.lang.duration(seconds))),
            or_dash(share),
        ])
    }

    fn state(&self, feed: &FeedHealth) -> String {
        let say = |word| self.lang.say(word);
        match feed.state {
            FeedState::Ok => say(words::FEED_OK).to_owned(),
            FeedState::Silent { office_minutes, .. } => {
                let minutes = say(Word::new("办公分钟", "office min"));
                format!(
                    "▲ {} {office_minutes}/{} {minutes}",
                    say(words::FEED_SILENT),
                    feed.silent_minutes_max
                )
            }
            FeedState::Rubbish { .. } => format!("▲ {}", say(words::FEED_RUBBISH)),
            FeedState::NeverHeard { is_missed: true } => format!("▲ {}", say(words::FEED_MISSED)),
            FeedState::NeverHeard { is_missed: false } => format!("○ {}", say(words::FEED_NEVER)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::test_county::{TestCounty, at, event};
    use ingest::feeds::Limits;
    use serde_json::json;

    #[test]
    fn sources_in_trouble_come_first_and_streams_where_they_are_wanted() {
        let county = TestCounty::new("feeds-command", "2026-09-08 08:30:00");
        let records = county.records();
        let swipe = json!({"staff": "S-1", "direction": "in", "device": "D"});
        county.send("hall", event("e1", "hall", "attendance.swipe", "2026-09-08 08:29:30", swipe.clone()));
        county.send("sub", event("e2", "sub", "attendance.swipe", "2026-09-08 08:25:00", swipe));
        county.set("2026-09-08 10:05:00");
        let taken = json!({"ticket": "T-1"});
        county.send("hall", event("e3", "hall", "queue.taken", "2026-09-08 10:05:00", taken));
        records.begin_listening(at("2026-09-08 08:00:00"), &Limits::default()).expect("a store");
        records.go_on_listening(at("2026-09-08 10:06:00")).expect("a store");
        let shown = |lang, streams| text(&records, lang, streams, true, false).expect("a table");
        let expected = "数据接入 · 9月8日 10:06 · 服务运行中

  状态                        来源                 最近到达      最近发生      今日  往常此时    延迟   今日拒收
  ▲ 中断 96/60 办公分钟       sub 分中心           9月8日 08:30  9月8日 08:25     1         —  5 分钟  0.00% 0/1
  ▲ 从未到达，但窗口有人在岗  town 镇便民服务中心  —             —                0         —       —          —
  正常                        hall 县政务服务中心  9月8日 10:05  9月8日 10:05     2         —   15 秒  0.00% 0/2
";
        assert_eq!(shown(Lang::Zh, false), expected);
        let streams = shown(Lang::En, true);
        let rows: Vec<&str> =
            streams.lines().skip(3).map(|line| line.split_whitespace().next().unwrap_or_default()).collect();
        assert_eq!(rows, ["▲", "attendance", "▲", "well", "attendance", "queue"]);
    }
}
