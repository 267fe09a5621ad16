//! Sends what waits in the outbox: each message taken for one attempt, tried, and noted; later again with longer and longer
//! pauses; given up in the end, which the administrator is told.

use super::trouble;
use crate::config::Retries;
use ingest::store::outbox::{DraftFile, Ended, KeptMessage, Outbox, Then};
use ingest::store::{KeptNotice, StoreError};
use reports::delivery::channels::{self, Settings};
use reports::delivery::{Address, Channel, Enclosed, Message, Outcome};
use scoring::time::Instant;

/// So many messages are tried in one round at most; the rest in the next.
const AT_MOST: usize = 500;

/// So many are tried at the same time, so that a slow receiver does not hold up the others.
const AT_ONCE: usize = 8;

/// An attempt that has not ended after so long is nobody's any more. Longer than any timeout of a channel.
const ATTEMPT_SECONDS_MAX: i64 = 600;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// What a round of sending came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Messages that the other side has now.
    pub sent: usize,
    /// Messages that wait for another attempt.
    pub later: usize,
    /// Messages that were given up, with why.
    pub dead: Vec<(KeptMessage, String)>,
    /// Messages that were withdrawn, since a notice in them was taken back.
    pub withdrawn: usize,
}

/// Tries every message whose turn it is, some at the same time. `clock` says what time it is; `may_send` is asked before they
/// are taken whether this process is still the one that sends.
///
/// Answers what it came to, and what went wrong with the store, if anything did.
pub fn send_due(
    outbox: &impl Outbox,
    settings: &Settings,
    retries: Retries,
    clock: &(dyn Fn() -> Instant + Sync),
    may_send: &dyn Fn() -> Result<(), StoreError>,
) -> (Sent, Result<(), StoreError>) {
    let mut done = Sent::default();
    let went = outbox.messages_due(clock(), AT_MOST).and_then(|due| {
        due.chunks(AT_ONCE).try_for_each(|some| {
            may_send()?;
            send_some(outbox, settings, retries, clock, some, &mut done)
        })
    });
    (done, went)
}

fn send_some(
    outbox: &impl Outbox,
    settings: &Settings,
    retries: Retries,
    clock: &(dyn Fn() -> Instant + Sync),
    some: &[KeptMessage],
    done: &mut Sent,
) -> Result<(), StoreError> {
    let mut wanted = Vec::with_capacity(some.len());
    for message in some {
        if message.attempts == 0 && !outbox.taken_back(&message.key)?.is_empty() {
            done.withdrawn += usize::from(outbox.withdraw_message(&message.key, clock())?);
        } else {
            wanted.push(message);
        }
    }
    let keys: Vec<&str> = wanted.iter().map(|message| message.key.as_str()).collect();
    let now = clock();
    let until = Instant(now.0 + ATTEMPT_SECONDS_MAX * NANOS_PER_SECOND);
    let begun = outbox.begin_attempts(&keys, now, until)?;
    let taken = wanted.into_iter().zip(begun).filter_map(|(message, number)| Some((message, number?)));
    let taken: Vec<_> = taken.map(|(message, number)| (message, number, opened(outbox, message))).collect();
    // Noted as they come, so that a slow one leaves no doubt about the others.
    std::thread::scope(|scope| {
        let (tell, told) = std::sync::mpsc::channel();
        for (message, number, opened) in taken {
            let tell = tell.clone();
            scope.spawn(move || {
                let begun = clock();
                // A machine that slept meanwhile: by now another may have it.
                if begun < until {
                    let attempt = channels::Attempt { number, now: begun };
                    let outcome =
                        opened.map_or_else(|outcome| outcome, |letter| letter.send(settings, attempt));
                    let _ = tell.send((message, number, outcome));
                }
            });
        }
        drop(tell);
        let mut went = Ok(());
        while let Ok(first) = told.recv() {
            let some: Vec<_> = std::iter::once(first).chain(told.try_iter()).collect();
            let some: Vec<_> = some
                .into_iter()
                .map(|(message, number, outcome)| (message, number, ended(outcome, number, retries, clock())))
                .collect();
            let ended: Vec<_> =
                some.iter().map(|(message, number, ended)| (message.key.as_str(), *number, ended)).collect();
            // Where the store fails, the others are noted all the same: what arrived arrived.
            if let Err(error) = outbox.end_attempts(&ended) {
                went = went.and(Err(error));
                continue;
            }
            for (message, number, ended) in some {
                match ended.then {
                    Then::Sent => done.sent += 1,
                    Then::Waiting(_) => done.later += 1,
                    Then::Dead => {
                        done.dead.push((KeptMessage { attempts: number, ..message.clone() }, ended.detail));
                    }
                }
            }
        }
        went
    })
}

fn ended(outcome: Outcome, attempt: u32, retries: Retries, at: Instant) -> Ended {
    match outcome {
        Outcome::Delivered(detail) => Ended { at, outcome: "delivered", detail, then: Then::Sent },
        Outcome::Later(detail) => {
            // One that was given up and is tried again by hand has all its attempts ahead once more.
            let attempt = (attempt - 1) % retries.attempts_max + 1;
            let again = |seconds| Then::Waiting(Instant(at.0 + i64::from(seconds) * NANOS_PER_SECOND));
            let then = retries.pause_seconds(attempt).map_or(Then::Dead, again);
            Ended { at, outcome: "later", detail, then }
        }
        Outcome::Never(detail) => Ended { at, outcome: "never", detail, then: Then::Dead },
    }
}

/// What the administrator is told of messages that were given up. Of those to the administrator nobody is: the log and the
/// metrics say it.
pub fn given_up(context: &scoring::context::Context<'_>, dead: &[(KeptMessage, String)]) -> Vec<KeptNotice> {
    let others =
        dead.iter().filter(|(message, _)| message.recipient != reports::delivery::addressee::ADMINISTRATOR);
    others.map(|(message, why)| trouble::undeliverable(context, message, why)).collect()
}

/// A message as it goes out.
struct Opened {
    address: Address,
    letter: Message,
    files: Vec<Enclosed>,
}

impl Opened {
    fn send(&self, settings: &Settings, attempt: channels::Attempt) -> Outcome {
        channels::send_enclosing(settings, &self.address, &self.letter, &self.files, attempt)
    }
}

/// A message with the files that go along, where its channel takes any; what comes of the attempt where it cannot be read.
fn opened(outbox: &impl Outbox, message: &KeptMessage) -> Result<Opened, Outcome> {
    let channel = Channel::of_word(&message.channel)
        .ok_or_else(|| Outcome::Never(format!("未知的发送渠道 / no such channel: {}", message.channel)))?;
    let letter: Message = serde_json::from_str(&message.letter)
        .map_err(|error| Outcome::Never(format!("消息已损坏 / the message is damaged: {error}")))?;
    let (mut files, mut gone) = (Vec::new(), Vec::new());
    for attached in letter.attached.iter().filter(|_| channel.takes_files()) {
        match outbox.draft_file(&attached.draft, &attached.format) {
            Ok(Some(DraftFile { name, media_type, bytes, .. })) => {
                files.push(Enclosed { name, media_type, bytes })
            }
            Ok(None) => gone.push(attached),
            Err(error) => {
                let what = &attached.name;
                return Err(Outcome::Later(format!(
                    "无法读取附件 {what} / the attached {what} cannot be read: {error}"
                )));
            }
        }
    }
    let letter = channels::without(&letter, &gone);
    Ok(Opened { address: Address { channel, to: message.address.clone() }, letter, files })
}
