//! What robots have in common: they answer 200 to everything, and say by a code of their own whether they took it.

use super::web::Answer;
use super::words::{both, said};
use crate::delivery::Outcome;
use crate::words::Word;
use serde_json::Value;

/// A robot's maker: how it is called, and what its codes mean.
pub struct Maker {
    /// Its name.
    pub name: Word,
    /// Where the code is in an answer; the first that is there counts.
    pub code: &'static [&'static str],
    /// Where it says it in words.
    pub words: &'static [&'static str],
    /// Codes for which trying again helps: too often, too busy.
    pub busy: &'static [i64],
    /// Codes for which somebody must mend something, and what.
    pub refused: &'static [(i64, Word)],
}

/// What a robot's answer comes to. What is known of neither kind may be tried again: it was not delivered.
pub fn judge(maker: &Maker, answer: &Answer) -> Outcome {
    let Word { zh, en } = maker.name;
    let status = answer.status;
    let parsed: Value = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    let words =
        maker.words.iter().find_map(|name| parsed[*name].as_str()).map_or_else(|| said(&answer.body), said);
    let Some(code) = maker.code.iter().find_map(|name| parsed[*name].as_i64()) else {
        return without_code(maker, answer, &words);
    };
    if code == 0 && (200..300).contains(&status) {
        return Outcome::Delivered(said(&format!("{zh} {en}: {words}")));
    }
    if maker.busy.contains(&code) {
        return Outcome::Later(both(
            format_args!("{zh}机器人限流或繁忙（{code} {words}），稍后再发"),
            format_args!("the robot of {en} is sent to too often, or busy ({code} {words})"),
        ));
    }
    match maker.refused.iter().find(|(known, _)| *known == code) {
        Some((_, mend)) => Outcome::Never(both(
            format_args!("{zh}机器人拒收（{code} {words}）：{}", mend.zh),
            format_args!("the robot of {en} refuses it ({code} {words}): {}", mend.en),
        )),
        None => Outcome::Later(both(
            format_args!("{zh}机器人未收下（{code} {words}）"),
            format_args!("the robot of {en} did not take it ({code} {words})"),
        )),
    }
}

/// Nothing of a robot in it: a gateway on the way, or a wrong address.
fn without_code(maker: &Maker, answer: &Answer, words: &str) -> Outcome {
    let Word { zh, en } = maker.name;
    let status = answer.status;
    match status {
        300..=399 | 400..=407 | 409..=424 | 426..=428 | 430..=499 => Outcome::Never(both(
            format_args!("地址答复 {status}，不像{zh}机器人（{words}）：请核对 webhook 地址"),
            format_args!("the address answers {status}, unlike a robot of {en} ({words}): check the webhook"),
        )),
        _ => Outcome::Later(both(
            format_args!("答复 {status}，没有{zh}机器人的结果码，视为未送达（{words}）"),
            format_args!(
                "it answers {status} without the code of a robot of {en}, so it was not delivered ({words})"
            ),
        )),
    }
}
