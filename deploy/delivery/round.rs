//! One round: what the outbox holds is read, what follows is decided, and what was decided is written. Only the middle part
//! sees the standing, so the desk waits for no store. Now and then a round begins with what nobody has answered: that makes
//! notices, which then go out with the others.

use super::drafts::DRAFT_READY;
use super::plan::{self, identities};
use super::trouble;
use super::unanswered::{Consequences, consequences};
use dashboards::personal::token::{self, Secret};
use ingest::store::outbox::{Answer, KeptMessage, MessageState, NewMessage, Outbox, Told, Untold};
use ingest::store::{KeptNotice, StoreError};
use reports::delivery::addressee::{self, Addressee, Reach, Reached};
use reports::delivery::channels::Settings;
use reports::delivery::letters::{self, Facts, Letters};
use reports::delivery::{Address, Message};
use scoring::context::Context;
use scoring::month::MonthResult;
use scoring::time::Instant;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How far back it is looked for what nobody answered, in days: the longest holidays with a week before and after.
const LOOK_BACK_DAYS: i64 = 30;

/// For so many notices of a message it is looked up what they are about: twice as many as are told, since which of a level
/// come first shows only then.
const LOOKED_UP_MAX: usize = 2 * letters::TOLD_MAX;

/// How long a personal link holds, in days.
const LINK_DAYS: i64 = 60;

const NANOS_PER_DAY: i64 = 24 * 3600 * 1_000_000_000;

/// How a region's notices are told.
pub struct Telling {
    /// The roads out.
    pub settings: Settings,
    /// Where the administrator is reached.
    pub administrator: Vec<Address>,
    /// Where the region's pages are for those who read letters, without `/` at the end.
    pub public_url: String,
}

/// What the outbox held, and what is set up beside it.
pub struct Read {
    untold: Vec<Untold>,
    is_unused: bool,
    last_made: BTreeMap<String, Instant>,
    oldest_unsent: Option<Instant>,
    last_sent: Option<Instant>,
    set_up: SetUp,
}

/// What people have set up, as the store has it.
pub struct SetUp {
    /// What recipients have set.
    pub known: BTreeMap<String, Addressee>,
    /// The letters, some changed by the bureau.
    pub letters: Letters,
    /// What personal links are signed with.
    pub secret: Secret,
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Decided {
    /// Messages to put into the outbox.
    pub messages: Vec<NewMessage>,
    /// What recipients do not want.
    pub mute: Vec<(String, Vec<String>)>,
    /// Notices of the service itself.
    pub notices: Vec<KeptNotice>,
    /// Recipients that nobody can be reached for, with how many notices wait for them.
    pub beyond_reach: Vec<(String, usize)>,
}

impl Read {
    /// Reads what a round needs. `today` is the day up to which notices are due, `YYYY-MM-DD`.
    pub fn of(outbox: &impl Outbox, set_up: SetUp, today: &str, now: Instant) -> Result<Read, StoreError> {
        let since = Instant(now.0 - plan::DIGEST_SECONDS * 1_000_000_000);
        Ok(Read {
            untold: outbox.untold(today)?,
            is_unused: outbox.is_unused()?,
            last_made: outbox.last_made(since)?.into_iter().collect(),
            oldest_unsent: outbox.oldest_unsent()?,
            last_sent: outbox.last_sent()?,
            set_up,
        })
    }

    /// Whether nobody waits to be told of anything.
    pub fn is_quiet(&self) -> bool {
        self.untold.is_empty()
    }
}

/// What was told lately, and what was said to it.
pub struct Heard {
    told: Vec<Told>,
    answers: Vec<Answer>,
}

impl Heard {
    /// Reads it.
    pub fn of(outbox: &impl Outbox, now: Instant) -> Result<Heard, StoreError> {
        let told = outbox.told_since(Instant(now.0 - LOOK_BACK_DAYS * NANOS_PER_DAY))?;
        let mut notices: Vec<String> = told.iter().map(|told| told.notice.identity.clone()).collect();
        notices.dedup();
        Ok(Heard { answers: outbox.answers(&notices)?, told })
    }

    /// What follows from it, as of the context's instant.
    pub fn consequences(&self, context: &Context<'_>) -> Consequences {
        consequences(context, &self.told, &self.answers)
    }
}

/// What follows from what was read, as of the context's instant. `again` is told once more, by recipient; `results` are those
/// of the open months, for letters about flags.
pub fn decide(
    context: &Context<'_>,
    results: &[MonthResult],
    telling: &Telling,
    read: Read,
    again: BTreeMap<String, Vec<KeptNotice>>,
) -> Decided {
    let (registry, now) = (context.registry(), context.as_of);
    let mut read = read;
    let past = if read.is_unused { plan::take_past(context, &mut read.untold) } else { Vec::new() };
    let begun = |untold: &Untold| {
        let date = scoring::time::Date::parse(&untold.notice.date)?;
        Some(plan::opening(registry, date)).filter(|opening| *opening <= now)
    };
    let oldest_untold = read.untold.iter().filter_map(begun).min();
    let oldest_due = [oldest_untold, read.oldest_unsent].into_iter().flatten().min();
    // What was due before sending was set up was nobody's to send.
    let oldest_due = oldest_due.filter(|_| !read.is_unused);
    let plan = plan::plan(registry, read.untold, &read.last_made, &read.set_up.known, now);
    let notices = trouble::nothing_sent(context, oldest_due, read.last_sent).into_iter().collect();
    let mut decided = Decided { mute: plan.mute, notices, ..Decided::default() };
    decided.mute.extend(past);
    let webhook = |url: &str| telling.settings.webhook(url);
    let has = |address: &Address| telling.settings.has(address);
    let reach = Reach {
        registry,
        known: &read.set_up.known,
        administrator: &telling.administrator,
        has: &has,
        webhook: &webhook,
    };
    // What is told for the first time goes first; the other an hour later.
    let first: BTreeSet<String> = plan.tell.iter().map(|(recipient, _)| recipient.clone()).collect();
    let opening = plan::opening(registry, context.today());
    let again = again.into_iter().filter(|(recipient, _)| {
        let last = read.last_made.get(recipient);
        opening <= now && !first.contains(recipient) && plan::is_turn(last, opening, now)
    });
    let rounds = plan.tell.into_iter().map(|told| (1, told)).chain(again.map(|told| (2, told)));
    for (round, (recipient, notices)) in rounds {
        let reached = reach.of(&recipient, context.today());
        if reached.addresses.is_empty() {
            decided.beyond_reach.push((recipient, notices.len()));
            continue;
        }
        let writing = Writing { context, results, telling, set_up: &read.set_up, reach: &reach, round };
        decided.messages.extend(writing.messages(&recipient, &reached, &notices));
    }
    decided
}

/// Writes what was decided. How many messages are new.
pub fn write(outbox: &impl Outbox, decided: &Decided, now: Instant) -> Result<usize, StoreError> {
    outbox.keep_once(&decided.notices)?;
    for (recipient, notices) in &decided.mute {
        outbox.mute(recipient, notices, now)?;
    }
    let mut new = 0;
    // A recipient's together, all of them or none; not all recipients', so that events need not wait for their turn.
    for of_recipient in decided.messages.chunk_by(|a, b| a.message.recipient == b.message.recipient) {
        new += outbox.put_messages(of_recipient)?;
    }
    Ok(new)
}

/// What is needed to write the messages of a recipient.
struct Writing<'w> {
    context: &'w Context<'w>,
    results: &'w [MonthResult],
    telling: &'w Telling,
    set_up: &'w SetUp,
    reach: &'w Reach<'w>,
    round: u8,
}

impl Writing<'_> {
    fn messages(&self, recipient: &str, reached: &Reached, notices: &[KeptNotice]) -> Vec<NewMessage> {
        let now = self.context.as_of;
        let facts = |(place, notice): (usize, &KeptNotice)| {
            let KeptNotice { identity, kind, level, body, .. } = notice;
            // The most severe come first, and of those a message tells the first few; documents bring their files in any case.
            if place < LOOKED_UP_MAX || kind == DRAFT_READY {
                letters::facts(self.context, self.results, identity, kind, *level, body)
            } else {
                letters::counted(identity, kind, *level)
            }
        };
        let told: Vec<Facts> = notices.iter().enumerate().map(facts).collect();
        let reader = letters::Reader {
            name: reached.name.clone(),
            lang: if reached.in_english { reports::words::Lang::En } else { reports::words::Lang::Zh },
            personal: Some(self.personal(recipient)),
            public_url: Some(self.telling.public_url.clone()),
            instead: reached.instead.map(|why| (addressee::title(self.reach.registry, recipient), why)),
        };
        let each = reached.addresses.iter().map(|address| {
            let identities = identities(notices);
            let key = key(self.context, recipient, address, self.round, &identities);
            let message = letters::compose(
                &self.set_up.letters,
                &reader,
                &told,
                u32::from(self.round),
                &key,
                self.context.today(),
            );
            NewMessage {
                message: KeptMessage {
                    key,
                    recipient: recipient.to_owned(),
                    reader: reached.recipient.clone(),
                    channel: address.channel.word().to_owned(),
                    address: address.to.clone(),
                    round: self.round,
                    made: now,
                    letter: written(&message),
                    state: MessageState::Waiting,
                    attempts: 0,
                    next: now,
                    settled: None,
                },
                notices: identities,
            }
        });
        each.collect()
    }

    /// The recipient's own desk, for as long as an answer may be wanted.
    fn personal(&self, recipient: &str) -> String {
        let expires = Instant(self.context.as_of.0 + LINK_DAYS * NANOS_PER_DAY);
        let link = token::token(&self.set_up.secret, recipient, expires);
        format!("{}/to/{link}", self.telling.public_url)
    }
}

fn written(message: &Message) -> String {
    serde_json::to_string(message).unwrap_or_default()
}

/// What makes a message the same however often it is made and tried: the same notices to the same address in the same round.
fn key(context: &Context<'_>, recipient: &str, address: &Address, round: u8, notices: &[String]) -> String {
    let mut digest = Sha256::new();
    for part in [&context.registry().code, recipient, address.channel.word(), &address.to] {
        digest.update(part);
        digest.update([0]);
    }
    digest.update([round]);
    for notice in notices {
        digest.update(notice);
        digest.update([0]);
    }
    let mut key = ingest::store::digest::hex(&digest.finalize());
    key.truncate(32);
    key
}
