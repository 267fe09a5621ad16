//! A rulebook's versions as lists of things with facts. Every field of the model is named here, so that none is forgotten.

use super::listed::{Listed, changes as compared, fact};
use reports::words::{Lang, Word};
use scoring::rulebook::{
    Amount, Book, Category, Deadlines, Dissatisfied, DissatisfiedRating, Evaluation, Grade, Kind, KindIdx,
    Ranking, RejectionReason, Rule, Rulebook, Rulebooks, Targets,
};

const TITLE: Word = Word::new("名称", "title");
const CLAUSE: Word = Word::new("依据", "clause");
const POINTS: Word = Word::new("分值", "points");

/// What changed, in words: versions by their name, each with its rules.
pub fn changes(before: &Rulebooks, after: &Rulebooks, lang: Lang) -> Vec<String> {
    let heads =
        |books: &Rulebooks| -> Vec<Listed> { books.versions.iter().map(|of| head(of, lang)).collect() };
    let mut lines = compared(Word::new("版本", "version"), &heads(before), &heads(after), lang);
    for version in &after.versions {
        let Some(earlier) = before.versions.iter().find(|other| other.version == version.version) else {
            continue;
        };
        lines.extend(within(earlier, version, lang));
    }
    lines
}

/// What changed between two versions beside their names and when they take effect.
pub fn within(before: &Rulebook, after: &Rulebook, lang: Lang) -> Vec<String> {
    type Lists = fn(&Rulebook, Lang) -> Vec<Listed>;
    let lists: [(Word, Lists); 4] = [
        (Word::new("类别", "category"), categories),
        (Word::new("规则", "rule"), rules),
        (Word::new("事由", "kind"), kinds),
        (Word::new("规定", "setting"), settings),
    ];
    lists
        .iter()
        .flat_map(|(what, list)| compared(*what, &list(before, lang), &list(after, lang), lang))
        .collect()
}

fn head(version: &Rulebook, lang: Lang) -> Listed {
    Listed {
        id: version.version.clone(),
        name: lang.title(&version.title).to_owned(),
        facts: vec![fact(Word::new("施行日期", "in force from"), version.effective)],
    }
}

fn categories(of: &Rulebook, lang: Lang) -> Vec<Listed> {
    let listed = |book: &str, Category { id, full, title }: &Category| Listed {
        id: format!("{book}-{id}"),
        name: lang.title(title).to_owned(),
        facts: vec![fact(Word::new("满分", "full marks"), full)],
    };
    let both = [("W", &of.window_book), ("S", &of.staff_book)];
    both.into_iter()
        .flat_map(|(name, Book { categories, bonus, rules: _, rule_of_kind: _, evaluation_rule: _ })| {
            categories.iter().chain([bonus]).map(move |category| listed(name, category)).collect::<Vec<_>>()
        })
        .collect()
}

fn rules(of: &Rulebook, lang: Lang) -> Vec<Listed> {
    let listed = |rule: &Rule| {
        let Rule { id, order: _, category: _, amounts: _, title, clause } = rule;
        Listed {
            id: id.clone(),
            name: lang.title(title).to_owned(),
            facts: vec![fact(POINTS, points(of, rule, lang)), fact(CLAUSE, lang.title(clause))],
        }
    };
    of.window_book.rules.iter().chain(&of.staff_book.rules).map(listed).collect()
}

/// What a rule is worth, in words; kinds are named where they differ.
pub fn points(of: &Rulebook, rule: &Rule, lang: Lang) -> String {
    let Some((_, first)) = rule.amounts.first() else {
        return lang.say(Word::new("按考评等次", "by the evaluation's grade")).to_owned();
    };
    if rule.amounts.iter().all(|(_, other)| other == first) {
        return amount(*first, lang);
    }
    let each = rule
        .amounts
        .iter()
        .map(|(kind, each)| format!("{} {}", titled(of, *kind, lang), amount(*each, lang)));
    each.collect::<Vec<_>>().join(lang.say(Word::new("；", "; ")))
}

fn titled(of: &Rulebook, kind: KindIdx, lang: Lang) -> &str {
    lang.title(&of.kinds[usize::from(kind)].title)
}

fn amount(amount: Amount, lang: Lang) -> String {
    match (amount, lang) {
        (Amount::Each(points), Lang::Zh) => format!("每次 {points}"),
        (Amount::Each(points), Lang::En) => format!("{points} each"),
        (Amount::Range { min, max, default }, Lang::Zh) => format!("{min} 至 {max}（未注明 {default}）"),
        (Amount::Range { min, max, default }, Lang::En) => {
            format!("{min} to {max} ({default} where not said)")
        }
        (Amount::EachAfter { free, points }, Lang::Zh) => format!("前 {free} 次不计，以后每次 {points}"),
        (Amount::EachAfter { free, points }, Lang::En) => format!("{points} each after the first {free}"),
        (Amount::WholeCategory, Lang::Zh) => "扣完该类".to_owned(),
        (Amount::WholeCategory, Lang::En) => "the whole category".to_owned(),
    }
}

fn kinds(of: &Rulebook, lang: Lang) -> Vec<Listed> {
    // Versions share their kinds; only those that a rule, a ban or a mark of this version speaks of are its own.
    let books = [&of.window_book, &of.staff_book];
    let spoken = |place: KindIdx| {
        of.bans.contains(&place)
            || of.dissatisfied.kinds.contains(&place)
            || books
                .iter()
                .any(|book| book.rules.iter().any(|rule| rule.amounts.iter().any(|(kind, _)| *kind == place)))
    };
    let listed = |(place, Kind { name, title, origin, needs_staff }): (usize, &Kind)| Listed {
        id: name.clone(),
        name: lang.title(title).to_owned(),
        facts: vec![
            fact(Word::new("来源", "origin"), format!("{origin:?}")),
            fact(Word::new("须指明人员", "names staff"), super::registry::yes(*needs_staff, lang)),
            fact(Word::new("禁令", "ban"), super::registry::yes(of.bans.contains(&(place as KindIdx)), lang)),
        ],
    };
    of.kinds.iter().enumerate().filter(|(place, _)| spoken(*place as KindIdx)).map(listed).collect()
}

/// Everything else: evaluation, ranking and flags, targets, deadlines and so on, each with its value.
pub fn settings(of: &Rulebook, lang: Lang) -> Vec<Listed> {
    let Rulebook {
        id: _,
        version: _,
        effective: _,
        title: _,
        kinds: _,
        window_book: _,
        staff_book: _,
        evaluation: Evaluation { grades, failed },
        ranking: Ranking { staffed_workdays_min, red_rank_max, yellow_rank_above, yellow_flags_warned_from },
        dissatisfied: Dissatisfied { total_max, complaints_upheld_min, kinds: dissatisfied },
        bans: _,
        peer_top_places,
        dissatisfied_rating_points: DissatisfiedRating { level_1, level_2 },
        targets,
        deadlines,
        complaint_rejections,
    } = of;
    let mut all = Vec::new();
    let mut set = |id: &str, zh: &str, en: &str, said: String| {
        let name = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let facts = vec![fact(Word::new("取值", "value"), said)];
        all.push(Listed { id: id.to_owned(), name: name.to_owned(), facts });
    };
    for Grade { id, title, mean_min, points } in grades {
        let said = format!("≥ {mean_min} → {points}");
        set(&format!("evaluation.{id}"), &title.zh, &title.en, said);
    }
    set(
        "failing_grade",
        "连续两月即退回的等次",
        "grade that returns staff when it comes twice",
        failed.clone(),
    );
    set(
        "ranking.staffed_workdays_min",
        "参加排名的最少在岗工作日",
        "least staffed working days",
        staffed_workdays_min.to_string(),
    );
    set("ranking.red_rank_max", "红旗名次", "last rank with the red flag", red_rank_max.to_string());
    set(
        "ranking.yellow_rank_above",
        "黄旗：末位名次须大于",
        "yellow flag only below rank",
        yellow_rank_above.to_string(),
    );
    set(
        "ranking.yellow_flags_warned_from",
        "黄旗警告起始面数",
        "yellow flags before a warning",
        yellow_flags_warned_from.to_string(),
    );
    set(
        "dissatisfied.total_max",
        "群众不满意窗口：总分不高于",
        "dissatisfied window: total at most",
        total_max.to_string(),
    );
    set(
        "dissatisfied.complaints_upheld_min",
        "群众不满意窗口：查实投诉数",
        "dissatisfied window: complaints upheld",
        complaints_upheld_min.to_string(),
    );
    let named: Vec<String> = dissatisfied.iter().map(|kind| titled(of, *kind, lang).to_owned()).collect();
    set("dissatisfied.kinds", "群众不满意窗口：事由", "dissatisfied window: kinds", lang.list(&named));
    set("peer_top_places", "互评前几名加分", "peer marks that earn a bonus", peer_top_places.to_string());
    set(
        "dissatisfied_rating.level_1",
        "很不满意的分值",
        "points of a very dissatisfied rating",
        level_1.to_string(),
    );
    set(
        "dissatisfied_rating.level_2",
        "不满意的分值",
        "points of a dissatisfied rating",
        level_2.to_string(),
    );
    let Targets { reduction, on_site_rate, on_time_rate, satisfaction_rate, early_rate, instant_share } =
        targets;
    for (id, zh, en, share) in [
        ("targets.reduction", "承诺时限压缩率目标", "target: reduction of limits", reduction),
        ("targets.on_site_rate", "现场办结率目标", "target: completed on the spot", on_site_rate),
        ("targets.on_time_rate", "按时办结率目标", "target: on time", on_time_rate),
        ("targets.satisfaction_rate", "满意率目标", "target: satisfaction", satisfaction_rate),
        ("targets.early_rate", "提前办结率目标", "target: early", early_rate),
        ("targets.instant_share", "即办件占比目标", "target: share of instant items", instant_share),
    ] {
        let said = share.map_or("—".to_owned(), |share| format!("{}.{:02} %", share / 100, share % 100));
        set(id, zh, en, said);
    }
    let Deadlines {
        case_warning_workdays,
        case_level_3_workdays,
        case_level_4_workdays,
        complaint_workdays,
        complaint_extended_workdays,
        rating_verify_workdays,
        rating_rectify_workdays,
        appeal_workdays,
        appeal_decide_workdays,
        order_workdays,
    } = deadlines;
    for (id, zh, en, days) in [
        ("case_warning", "到期前几日催办预告", "first warning before the due date", case_warning_workdays),
        ("case_level_3", "二级至三级催办", "from level 2 to level 3", case_level_3_workdays),
        ("case_level_4", "三级至四级催办", "from level 3 to level 4", case_level_4_workdays),
        ("complaint", "答复投诉", "to answer a complaint", complaint_workdays),
        (
            "complaint_extended",
            "答复延期的投诉",
            "to answer an extended complaint",
            complaint_extended_workdays,
        ),
        ("rating_verify", "核实差评", "to verify a bad rating", rating_verify_workdays),
        ("rating_rectify", "整改差评", "to rectify a bad rating", rating_rectify_workdays),
        ("appeal", "提出申诉", "to appeal", appeal_workdays),
        ("appeal_decide", "决定申诉", "to decide an appeal", appeal_decide_workdays),
        ("order", "完成整改", "to carry out an order", order_workdays),
    ] {
        set(&format!("deadlines.{id}"), zh, en, lang.workdays(*days));
    }
    for RejectionReason { id, title, clause } in complaint_rejections {
        let said = lang.title(clause).to_owned();
        set(&format!("complaint_rejection.{id}"), &title.zh, &title.en, said);
    }
    all
}

/// The word for a title, for those who show rules.
pub const RULE_TITLE: Word = TITLE;
