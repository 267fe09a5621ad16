//! Sends what waits in the outbox: each message taken for one attempt, tried, and noted; later again with longer and longer
//! pauses; given up in the end, which the administrator is told.

use super::trouble;
use crate::config::Retries;
use ingest::store::outbox::{Ended, KeptMessage, Outbox, Then};
use ingest::store::{KeptNotice, StoreError};
use reports::delivery::channels::{self, Settings};
use reports::delivery::{Address, Channel, Message, Outcome};
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
pub fn send_due(
    outbox: &impl Outbox,
    settings: &Settings,
    retries: Retries,
    clock: &(dyn Fn() -> Instant + Sync),
    may_send: &dyn Fn() -> Result<(), StoreError>,
) -> Result<Sent, StoreError> {
    let mut done = Sent::default();
    for some in outbox.messages_due(clock(), AT_MOST)?.chunks(AT_ONCE) {
        may_send()?;
        let mut taken = Vec::with_capacity(some.len());
        for message in some {
            if message.attempts == 0 && !outbox.taken_back(&message.key)?.is_empty() {
                done.withdrawn += usize::from(outbox.withdraw_message(&message.key, clock())?);
                continue;
            }
            let now = clock();
            let until = Instant(now.0 + ATTEMPT_SECONDS_MAX * NANOS_PER_SECOND);
            if let Some(number) = outbox.begin_attempt(&message.key, now, until)? {
                taken.push((message, channels::Attempt { number, now }));
            }
        }
        // Noted as they come, so that a slow one leaves no doubt about the others.
        std::thread::scope(|scope| {
            let (tell, told) = std::sync::mpsc::channel();
            for (message, attempt) in taken {
                let tell = tell.clone();
                scope.spawn(move || {
                    let outcome = try_once(settings, message, attempt);
                    // Nobody listens where the store has failed; the attempt is then tried anew.
                    let _ = tell.send((message, attempt.number, outcome));
                });
            }
            drop(tell);
            told.iter().try_for_each(|(message, number, outcome)| {
                let ended = ended(outcome, number, retries, clock());
                outbox.end_attempt(&message.key, number, &ended)?;
                match ended.then {
                    Then::Sent => done.sent += 1,
                    Then::Waiting(_) => done.later += 1,
                    Then::Dead => {
                        done.dead.push((KeptMessage { attempts: number, ..message.clone() }, ended.detail));
                    }
                }
                Ok::<(), StoreError>(())
            })
        })?;
    }
    Ok(done)
}

fn ended(outcome: Outcome, attempt: u32, retries: Retries, at: Instant) -> Ended {
    match outcome {
        Outcome::Delivered(detail) => Ended { at, outcome: "delivered", detail, then: Then::Sent },
        Outcome::Later(detail) => {
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

fn try_once(settings: &Settings, message: &KeptMessage, attempt: channels::Attempt) -> Outcome {
    let Some(channel) = Channel::of_word(&message.channel) else {
        return Outcome::Never(format!("未知的发送渠道 / no such channel: {}", message.channel));
    };
    let letter: Message = match serde_json::from_str(&message.letter) {
        Ok(letter) => letter,
        Err(error) => return Outcome::Never(format!("消息已损坏 / the message is damaged: {error}")),
    };
    let address = Address { channel, to: message.address.clone() };
    channels::send(settings, &address, &letter, attempt)
}
