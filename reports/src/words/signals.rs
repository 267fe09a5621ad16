//! What integrity signals are called, why they are suspicious, what else may be behind them, and the sentence of each.

use super::{Lang, Word};
use scoring::rates::Rate;
use scoring::signals::{Family, Figures, Share, Signal, SignalKind};

/// From so many seconds on a span is told in days.
const TOLD_IN_DAYS_SECONDS: i64 = 2 * 86_400;

impl Lang {
    /// What a family of signals is called.
    pub fn signal_family(self, family: Family) -> &'static str {
        self.say(match family {
            Family::ClockGaming => Word::new("时限疑点", "Case clocks"),
            Family::Brushing => Word::new("评价疑点", "Ratings"),
            Family::Swipes => Word::new("代打卡疑点", "Swipes for others"),
            Family::BackDating => Word::new("倒填补报疑点", "Back-dating"),
        })
    }

    /// What a kind of signal is called.
    pub fn signal_title(self, kind: SignalKind) -> &'static str {
        self.say(match kind {
            SignalKind::SupplementOnDueDate => {
                Word::new("到期当日才要求补正", "Supplement asked for on the due date")
            }
            SignalKind::SuspensionNeverResumed => {
                Word::new("特别程序一直没有恢复", "Suspension never resumed")
            }
            SignalKind::ExtensionsInARow => Word::new("一件多次延期", "Extended again and again"),
            SignalKind::CompletedBeforeAccepted => {
                Word::new("办结早于受理", "Completed before it was accepted")
            }
            SignalKind::CompletionsInABurst => {
                Word::new("到期当日集中办结", "Completions in a burst on the due date")
            }
            SignalKind::RatingsInABurst => {
                Word::new("同一设备短时间连续评价", "Ratings in a burst from one device")
            }
            SignalKind::RatingsWithoutCase => Word::new("评价找不到办件", "Ratings that belong to no case"),
            SignalKind::FiveStarsJump => Word::new("五星占比突然升高", "Share of five stars jumps"),
            SignalKind::SwipedTogether => {
                Word::new("两人总是紧挨着打卡", "Two people swipe together again and again")
            }
            SignalKind::BackDated => Word::new("月末之后补报上月事件", "Told after the month was over"),
        })
    }

    /// Why a kind of signal is suspicious.
    pub fn signal_reason(self, kind: SignalKind) -> &'static str {
        self.say(match kind {
            SignalKind::SupplementOnDueDate => Word::new(
                "要求补正会停止计时，补齐后重新计算；缺什么应在受理时一次性告知，拖到最后一天才说，可能是为了不超期。",
                "A request stops the clock and the limit begins anew when the papers come; what is missing is to be said \
                 once, at acceptance, and saying it on the last day may serve to avoid being overdue.",
            ),
            SignalKind::SuspensionNeverResumed => Word::new(
                "特别程序期间不计时；没有恢复记录，办件就一直不会超期。",
                "Suspended days do not count, and a case that is never resumed never falls overdue.",
            ),
            SignalKind::ExtensionsInARow => Word::new(
                "延期应是例外，并须负责人批准；反复延期会使承诺时限落空。",
                "An extension is an exception that a head approves; one after the other, the promise is worth nothing.",
            ),
            SignalKind::CompletedBeforeAccepted => Word::new(
                "先办后录，用时就看不出来，办件也不会超期。",
                "What is registered after the work was done hides how long it took and cannot fall overdue.",
            ),
            SignalKind::CompletionsInABurst => Word::new(
                "几分钟内看不完这么多办件，可能只是为了不超期而点了办结。",
                "Nobody reads so many files within minutes; they may have been closed so as not to be overdue.",
            ),
            SignalKind::RatingsInABurst => Word::new(
                "几秒钟内服务不了这么多人，可能是有人替群众点评。",
                "Nobody serves so many people within seconds; somebody may have pressed for them.",
            ),
            SignalKind::RatingsWithoutCase => Word::new(
                "评价对应不到任何办件，就无法核实是谁、为什么事来过。",
                "A rating without a case cannot be traced to anybody who came.",
            ),
            SignalKind::FiveStarsJump => Word::new(
                "服务改进多是逐步见效，只有这一个窗口突然升高，可能是刷出来的。",
                "Service gets better by degrees; a jump at one window alone may have been made.",
            ),
            SignalKind::SwipedTogether => Word::new(
                "一两秒之内两个人很难先后打卡，一再如此，可能是一人代打。",
                "There is hardly time for two people to step up, and again and again it may be one of them who swipes.",
            ),
            SignalKind::BackDated => Word::new(
                "结果公布以后再补报上月的事件，会改变已经公布的结果，也可能是倒填日期。",
                "Such events change a result that was read out already, and their dates may have been made up.",
            ),
        })
    }

    /// What else may be behind a kind of signal.
    pub fn signal_innocent(self, kind: SignalKind) -> &'static str {
        self.say(match kind {
            SignalKind::SupplementOnDueDate => Word::new(
                "审查到最后才发现新问题；早已口头告知，当天才录入。",
                "something new came up in the review; it was said by word of mouth and entered that day",
            ),
            SignalKind::SuspensionNeverResumed => Word::new(
                "系统没有报送恢复；忘记录入；评审、检测确实没有结束。",
                "the system does not send resumptions; somebody forgot; the review or test is not over indeed",
            ),
            SignalKind::ExtensionsInARow => Word::new(
                "法律对该事项另有规定；更正前一次录错的延期。",
                "the law allows it for the item; the second puts a wrong one right",
            ),
            SignalKind::CompletedBeforeAccepted => Word::new(
                "两个系统时钟不一致；停电、断网时先办后录。",
                "two systems whose clocks differ; work done by hand during a power cut and entered later",
            ),
            SignalKind::CompletionsInABurst => Word::new(
                "同一天受理的一批同类办件集中会审、集中签批。",
                "like cases of one day that a meeting decided together",
            ),
            SignalKind::RatingsInABurst => Word::new(
                "一家人或一个团队同时办事；评价器断网后补传，时间记成了补传时间；设备调试。",
                "a family or group that came together; a device that sent what it kept while the line was down, with the \
                 time of sending; a test of the device",
            ),
            SignalKind::RatingsWithoutCase => Word::new(
                "咨询没有办件号；评价器没有与业务系统对接；扫码评价不带办件号。",
                "enquiries have no case; the device is not linked to the case system; a code on the wall names no case",
            ),
            SignalKind::FiveStarsJump => Word::new(
                "换了人员、流程或评价器；上月有一段时间特别差。",
                "other staff, another procedure or device; something went badly the month before",
            ),
            SignalKind::SwipedTogether => Word::new(
                "夫妻或拼车的同事一起到岗，排队刷脸；打卡机时间不准。",
                "a couple or colleagues who share a car and queue at the device; a device whose clock is coarse",
            ),
            SignalKind::BackDated => Word::new(
                "长时间断网后补传；更换系统时导入历史数据；纸质记录月末补录。",
                "a line that was down for long; history imported with a new system; paper records entered at month's end",
            ),
        })
    }

    /// `3 条`, `3 signals`.
    pub fn signals(self, count: usize) -> String {
        match self {
            Lang::Zh => format!("{count} 条"),
            Lang::En => counted(count as u64, "signal", "signals"),
        }
    }

    /// A label and what it says: `也可能是：…`, `or else: …`.
    pub fn labelled(self, label: Word, text: &str) -> String {
        match self {
            Lang::Zh => format!("{}：{text}", label.zh),
            Lang::En => format!("{}: {text}", label.en),
        }
    }

    /// A signal in one sentence, with its figures.
    pub fn signal(self, signal: &Signal) -> String {
        let subject = &signal.subject;
        let year = signal.date.year();
        let date = |date| self.date(date, year);
        let on = date(signal.date);
        match (self, signal.figures) {
            (Lang::Zh, Figures::SupplementOnDueDate { accepted, limit_workdays }) => format!(
                "办件 {subject}：{} 受理，时限 {}，到期当日（{on}）才要求补正",
                date(accepted),
                self.workdays(limit_workdays)
            ),
            (Lang::En, Figures::SupplementOnDueDate { accepted, limit_workdays }) => format!(
                "case {subject}: accepted {}, limit {}, supplement asked for on the due date, {on}",
                date(accepted),
                self.workdays(limit_workdays)
            ),
            (Lang::Zh, Figures::SuspensionNeverResumed { suspended, workdays, due_without: Some(due) }) => {
                format!(
                    "办件 {subject}：{} 起特别程序，没有恢复记录，{}后（{on}）直接办结；若无特别程序，应于 {} 前（含当日）办结",
                    date(suspended),
                    self.workdays(workdays),
                    date(due)
                )
            }
            (Lang::En, Figures::SuspensionNeverResumed { suspended, workdays, due_without: Some(due) }) => {
                format!(
                    "case {subject}: suspended {}, never resumed, completed {} later ({on}); without the suspension it was \
                     due {}",
                    date(suspended),
                    self.workdays(workdays),
                    date(due)
                )
            }
            (Lang::Zh, Figures::SuspensionNeverResumed { suspended, workdays, due_without: None }) => {
                format!(
                    "办件 {subject}：{} 起特别程序，没有批准天数，至今 {}没有恢复",
                    date(suspended),
                    self.workdays(workdays)
                )
            }
            (Lang::En, Figures::SuspensionNeverResumed { suspended, workdays, due_without: None }) => {
                format!(
                    "case {subject}: suspended {} without approved days, not resumed in the {} since",
                    date(suspended),
                    self.workdays(workdays)
                )
            }
            (Lang::Zh, Figures::ExtensionsInARow { extensions, workdays }) => {
                format!("办件 {subject}：延期 {extensions} 次，共 {}", self.workdays(workdays))
            }
            (Lang::En, Figures::ExtensionsInARow { extensions, workdays }) => {
                format!("case {subject}: {extensions} extensions, {} together", self.workdays(workdays))
            }
            (Lang::Zh, Figures::CompletedBeforeAccepted { seconds }) => {
                format!("办件 {subject}：办结比受理早 {}", self.span(seconds))
            }
            (Lang::En, Figures::CompletedBeforeAccepted { seconds }) => {
                format!("case {subject}: completed {} before it was accepted", self.span(seconds))
            }
            (Lang::Zh, Figures::CompletionsInABurst { bursts: 1, most, seconds, .. }) => {
                format!("窗口 {subject}：{}内集中办结当日到期的办件 {most} 件", self.span(seconds))
            }
            (Lang::En, Figures::CompletionsInABurst { bursts: 1, most, seconds, .. }) => {
                format!(
                    "window {subject}: {most} cases completed on their due date within {}",
                    self.span(seconds)
                )
            }
            (Lang::Zh, Figures::CompletionsInABurst { cases, bursts, most, seconds }) => format!(
                "窗口 {subject}：集中办结当日到期的办件 {bursts} 次，共 {cases} 件，最多一次 {}内 {most} 件",
                self.span(seconds)
            ),
            (Lang::En, Figures::CompletionsInABurst { cases, bursts, most, seconds }) => format!(
                "window {subject}: {cases} cases completed on their due date in {bursts} bursts, {most} within {} in the \
                 largest",
                self.span(seconds)
            ),
            (Lang::Zh, Figures::RatingsInABurst { five_stars, bursts: 1, most, seconds, .. }) => format!(
                "评价设备 {subject}：{}内连续评价 {most} 条，其中五星 {five_stars} 条",
                self.span(seconds)
            ),
            (Lang::En, Figures::RatingsInABurst { five_stars, bursts: 1, most, seconds, .. }) => format!(
                "device {subject}: {most} ratings within {}, {five_stars} of them with five stars",
                self.span(seconds)
            ),
            (Lang::Zh, Figures::RatingsInABurst { ratings, five_stars, bursts, most, seconds }) => format!(
                "评价设备 {subject}：连续评价 {bursts} 次，共 {ratings} 条，其中五星 {five_stars} 条，最多一次 {}内 {most} 条",
                self.span(seconds)
            ),
            (Lang::En, Figures::RatingsInABurst { ratings, five_stars, bursts, most, seconds }) => format!(
                "device {subject}: {ratings} ratings in {bursts} bursts, {five_stars} of them with five stars, {most} \
                 within {} in the largest",
                self.span(seconds)
            ),
            (Lang::Zh, Figures::RatingsWithoutCase { own, others }) => format!(
                "窗口 {subject}：评价找不到办件的 {}；本单位其他窗口 {}",
                self.part_of(own),
                self.part_of(others)
            ),
            (Lang::En, Figures::RatingsWithoutCase { own, others }) => format!(
                "window {subject}: ratings that belong to no case {}; at the site's other windows {}",
                self.part_of(own),
                self.part_of(others)
            ),
            (Lang::Zh, Figures::FiveStarsJump { before, now, others_before, others_now }) => format!(
                "窗口 {subject}：五星占比上月 {}，本月 {}；其他窗口上月 {}，本月 {}",
                self.part_of(before),
                self.part_of(now),
                self.part_of(others_before),
                self.part_of(others_now)
            ),
            (Lang::En, Figures::FiveStarsJump { before, now, others_before, others_now }) => format!(
                "window {subject}: five stars {} the month before, {} now; at all other windows {}, {} now",
                self.part_of(before),
                self.part_of(now),
                self.part_of(others_before),
                self.part_of(others_now)
            ),
            (Lang::Zh, Figures::SwipedTogether { days, days_both, times }) => format!(
                "{subject}：两人都打卡的 {days_both} 天里，有 {days} 天在同一设备紧挨着打卡，共 {times} 次"
            ),
            (Lang::En, Figures::SwipedTogether { days, days_both, times }) => format!(
                "{subject}: right after each other on one device on {days} of the {} on which both swiped, {} in all",
                counted(days_both, "day", "days"),
                counted(times, "time", "times")
            ),
            (Lang::Zh, Figures::BackDated { events, seconds_most }) => format!(
                "来源 {subject}：{events} 条事件在当月结束以后才报来，最迟的晚了 {}",
                self.span(seconds_most)
            ),
            (Lang::En, Figures::BackDated { events, seconds_most }) => format!(
                "source {subject}: {} came after the month was over, up to {} after their time",
                counted(events, "event", "events"),
                self.span(seconds_most)
            ),
        }
    }

    /// `20/40（50.00%）`; a dash where there is no whole.
    fn part_of(self, share: Share) -> String {
        let Share { part, whole } = share;
        match (self, Rate::of(i64::from(part), i64::from(whole))) {
            (_, None) => "—".to_owned(),
            (Lang::Zh, Some(rate)) => format!("{part}/{whole}（{}）", self.percent(rate)),
            (Lang::En, Some(rate)) => format!("{part}/{whole} ({})", self.percent(rate)),
        }
    }

    /// Whole days where they are many, to the second below.
    fn span(self, seconds: i64) -> String {
        match self {
            Lang::Zh | Lang::En if seconds < TOLD_IN_DAYS_SECONDS => self.duration(seconds),
            Lang::Zh => format!("{} 天", seconds / 86_400),
            Lang::En => format!("{} days", seconds / 86_400),
        }
    }
}

/// `1 day`, `2 days`.
fn counted(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::Lang;
    use scoring::signals::{Figures, Share, Signal};
    use scoring::time::Date;

    fn check(subject: &str, figures: Figures, zh: &str, en: &str) {
        let date = Date::from_ymd(2026, 9, 8).unwrap_or(Date::MAX);
        let signal = Signal {
            subject: subject.to_owned(),
            date,
            window: None,
            staff: vec![],
            figures,
            evidence: vec![],
        };
        assert_eq!(Lang::Zh.signal(&signal), zh);
        assert_eq!(Lang::En.signal(&signal), en);
    }

    #[test]
    fn a_signal_is_told_with_its_figures() {
        check(
            "W-1",
            Figures::RatingsWithoutCase { own: Share { part: 20, whole: 40 }, others: Share::default() },
            "窗口 W-1：评价找不到办件的 20/40（50.00%）；本单位其他窗口 —",
            "window W-1: ratings that belong to no case 20/40 (50.00%); at the site's other windows —",
        );
        check(
            "S-1+S-2",
            Figures::SwipedTogether { days: 5, days_both: 21, times: 6 },
            "S-1+S-2：两人都打卡的 21 天里，有 5 天在同一设备紧挨着打卡，共 6 次",
            "S-1+S-2: right after each other on one device on 5 of the 21 days on which both swiped, 6 times in all",
        );
    }

    #[test]
    fn one_burst_is_told_more_shortly_than_several() {
        let figures = |cases, bursts| Figures::CompletionsInABurst { cases, bursts, most: 6, seconds: 240 };
        check(
            "W-1",
            figures(6, 1),
            "窗口 W-1：4 分钟内集中办结当日到期的办件 6 件",
            "window W-1: 6 cases completed on their due date within 4 min",
        );
        check(
            "W-1",
            figures(11, 2),
            "窗口 W-1：集中办结当日到期的办件 2 次，共 11 件，最多一次 4 分钟内 6 件",
            "window W-1: 11 cases completed on their due date in 2 bursts, 6 within 4 min in the largest",
        );
    }

    #[test]
    fn a_long_span_is_told_in_days() {
        let before = |seconds| Figures::CompletedBeforeAccepted { seconds };
        check(
            "C-1",
            before(305),
            "办件 C-1：办结比受理早 5 分钟 5 秒",
            "case C-1: completed 5 min 5 s before it was accepted",
        );
        let (zh, en) = ("办件 C-1：办结比受理早 3 天", "case C-1: completed 3 days before it was accepted");
        check("C-1", before(3 * 86_400 + 5), zh, en);
    }
}
