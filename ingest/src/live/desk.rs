//! The desk: the thread that owns the store and the standing, and its loop.

use super::moment::Moment;
use super::region::Region;
use super::{Act, Answer, Clock, Delivery, Live};
use crate::metrics::Metrics;
use crate::store::sqlite::{Erasure, Sqlite};
use crate::store::{Archive as _, GivenFiles, StoreError};
use crate::wire::{Room, Wire};
use bumpalo::Bump;
use crossbeam_channel::{Receiver, SendError, bounded, select_biased, tick};
use scoring::context::{Context, County, Givens};
use scoring::notices::Notice;
use scoring::registry::Registry;
use scoring::standing::NoticeChanges;
use scoring::time::{Instant, Month};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Stopwatch};

/// How many deliveries may wait; more are refused until some are durable.
const DELIVERIES_WAITING_MAX: usize = 64;

/// How many questions may wait.
const ACTS_WAITING_MAX: usize = 1024;

/// So many events are made durable together at most, so that answers do not wait for ever larger groups.
const GROUP_EVENTS_MAX: usize = 20_000;

/// So long a group that could not be made durable speaks of the store: who sent it tries again sooner.
const FAILURE_SPEAKS_FOR: Duration = Duration::from_secs(30);

/// A clock that is set right by so little is no trouble.
const CLOCK_SLACK: Duration = Duration::from_secs(1);

/// How often the desk looks at the clock while nothing comes.
const TICK: Duration = Duration::from_millis(200);

/// What a desk starts with.
pub struct Setup {
    /// Where events become durable.
    pub store: Sqlite,
    /// The county.
    pub givens: Givens,
    /// The files that the givens were read from.
    pub given_files: GivenFiles,
    /// What time it is.
    pub clock: Clock,
    /// What operators see.
    pub metrics: Metrics,
}

/// What the start found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Loaded {
    /// Events of the store that are in the log.
    pub events: usize,
    /// Events of the store that today's registry or rulebook no longer takes.
    pub dormant: usize,
    /// How long reading and judging took.
    pub seconds: f64,
}

/// The store and the standing, while the desk is open.
pub struct Desk<'g> {
    pub(super) store: Sqlite,
    pub(super) region: Region<'g>,
    pub(super) metrics: &'g Metrics,
    /// Why the last group could not be made durable, and when.
    pub(super) failed: Option<(Stopwatch, Arc<StoreError>)>,
    given_files: &'g GivenFiles,
    clock: &'g Clock,
    /// Whether the log was told that the clock is behind.
    is_clock_behind: bool,
    reload: Option<Reload>,
}

/// Why the desk starts over.
enum Reload {
    /// With other givens.
    Givens(Box<(Givens, GivenFiles)>),
    /// With those that it has: whom they name has changed.
    Names,
}

/// Opens the desk: reads the store, then takes in and answers until every [`Live`] is gone. The thread ends by itself and
/// gives the store back.
///
/// # Errors
///
/// [`StoreError`]: the store could not be read.
pub fn open(setup: Setup) -> Result<(Live, Loaded, JoinHandle<()>), StoreError> {
    let (deliveries, take_deliveries) = bounded(DELIVERIES_WAITING_MAX);
    let (acts, take_acts) = bounded(ACTS_WAITING_MAX);
    let (ready, is_ready) = bounded(1);
    // What it logs is about the same region as what the caller does.
    let span = tracing::Span::current();
    let work = move || span.in_scope(|| run(setup, &take_deliveries, &take_acts, &ready));
    let thread = thread::Builder::new().name("desk".to_owned()).spawn(work).map_err(|error| {
        StoreError::Failed { attempt: "start the desk's thread".to_owned(), cause: Box::new(error) }
    })?;
    match is_ready.recv() {
        Ok(Ok(loaded)) => Ok((Live { deliveries, acts }, loaded, thread)),
        Ok(Err(error)) => Err(error),
        Err(_) => {
            Err(StoreError::Failed { attempt: "start the desk".to_owned(), cause: "it broke off".into() })
        }
    }
}

fn run(
    setup: Setup,
    deliveries: &Receiver<(Delivery, Answer)>,
    acts: &Receiver<Act>,
    ready: &crossbeam_channel::Sender<Result<Loaded, StoreError>>,
) {
    let Setup { mut store, mut givens, mut given_files, clock, metrics } = setup;
    let (mut changes, mut reading, mut shown_until) = (0, 0, None);
    loop {
        if let Err(error) = hide_erased(&mut givens.registry, &store) {
            tracing::error!(%error, "it could not be read whose names are erased");
        }
        let county = givens.county();
        let wire = Wire::new(&givens.registry, &givens.rulebooks);
        let watch = Stopwatch::now();
        let begun = Desk::begin(store, county, &wire, &given_files, &clock, &metrics, shown_until);
        let begun = begun.and_then(|desk| {
            if shown_until.is_none() {
                desk.keep_givens(&given_files)?;
            }
            Ok(desk)
        });
        let mut desk = match begun {
            Ok(desk) => desk,
            Err(error) => {
                // After the first start nobody waits for it.
                if let Err(SendError(Err(error))) = ready.send(Err(error)) {
                    tracing::error!(%error, "the store could not be read");
                }
                return;
            }
        };
        let loaded = Loaded {
            events: desk.region.event_count(),
            dormant: desk.region.dormant_count(),
            seconds: watch.elapsed().as_secs_f64(),
        };
        if loaded.dormant > 0 {
            tracing::warn!(
                events = loaded.dormant,
                "events that were accepted once are no longer taken by the registry or rulebook; they are kept and count again once it is mended"
            );
        }
        let _ = ready.try_send(Ok(loaded));
        desk.region.changes = changes;
        desk.region.reading = reading;
        desk.work(deliveries, acts);
        changes = desk.region.changes() + 1;
        reading += 1;
        shown_until = Some(desk.region.as_of());
        let Some(next) = desk.reload.take() else { return };
        store = desk.store;
        match next {
            Reload::Givens(next) => (givens, given_files) = *next,
            Reload::Names => {}
        }
    }
}

/// Puts the pseudonym in the place of the names of staff whose personal data was erased: the registry's files may name them
/// still, and files kept for closed months do.
fn hide_erased(registry: &mut Registry, store: &Sqlite) -> Result<(), StoreError> {
    for erasure in store.records().erasures()? {
        if let Some(&staff) = registry.index.staff.get(erasure.staff.as_str()) {
            registry.staff[usize::from(staff)].name = Erasure::pseudonym(&erasure.staff);
        }
    }
    Ok(())
}

impl<'g> Desk<'g> {
    fn begin(
        store: Sqlite,
        county: County<'g>,
        wire: &'g Wire<'g>,
        given_files: &'g GivenFiles,
        clock: &'g Clock,
        metrics: &'g Metrics,
        shown_until: Option<Instant>,
    ) -> Result<Desk<'g>, StoreError> {
        let listened = store.records().listening()?.map(|listening| listening.until);
        let published = store.records().history(county)?;
        let region = Region::restore(&store, county, wire, published, clock(), listened.max(shown_until))?;
        Ok(Desk {
            store,
            region,
            metrics,
            failed: None,
            given_files,
            clock,
            is_clock_behind: false,
            reload: None,
        })
    }

    fn keep_givens(&self, files: &GivenFiles) -> Result<(), StoreError> {
        self.store.records().keep_givens(files, self.now())
    }

    /// Takes in and answers until every sender is gone, or the givens are to be read anew.
    fn work(&mut self, deliveries: &Receiver<(Delivery, Answer)>, acts: &Receiver<Act>) {
        let (mut arena, mut room) = (Bump::new(), Room::default());
        let ticks = tick(TICK);
        while self.reload.is_none() {
            // Questions first: they are few and short, and a person waits for each.
            select_biased! {
                recv(acts) -> act => match act {
                    Ok(act) => {
                        self.pass_time();
                        let watch = Stopwatch::now();
                        act(self);
                        self.metrics.question_seconds.observe(watch.elapsed().as_secs_f64());
                    }
                    Err(_) => return,
                },
                recv(deliveries) -> delivery => match delivery {
                    Ok(first) => {
                        self.pass_time();
                        let mut events = first.0.items.len();
                        let mut group = vec![first];
                        while events < GROUP_EVENTS_MAX && let Ok(next) = deliveries.try_recv() {
                            events += next.0.items.len();
                            group.push(next);
                        }
                        self.metrics.queue_deliveries.set(deliveries.len() as i64);
                        arena.reset();
                        self.take_in(group, &arena, &mut room);
                    }
                    Err(_) => return,
                },
                recv(ticks) -> _ => self.pass_time(),
            }
        }
    }

    /// What time it is, for the desk: never earlier than it was.
    pub fn now(&self) -> Instant {
        (self.clock)().max(self.region.as_of())
    }

    fn pass_time(&mut self) {
        self.watch_clock();
        self.region.advance(self.now());
    }

    /// Tells the log once when the clock has fallen behind, and once when it has caught up.
    fn watch_clock(&mut self) {
        let behind = self.region.as_of().0.saturating_sub((self.clock)().0);
        let is_behind = behind > CLOCK_SLACK.as_nanos() as i64 || (self.is_clock_behind && behind > 0);
        if is_behind == self.is_clock_behind {
            return;
        }
        self.is_clock_behind = is_behind;
        if is_behind {
            let seconds = behind / 1_000_000_000;
            tracing::warn!(
                seconds,
                "the clock is behind what was shown or taken in already; time stands still until it has caught up, nothing is undone"
            );
        } else {
            tracing::info!("the clock has caught up; time goes on");
        }
    }

    /// What tells whether results may be others than when one last looked, without making them.
    pub fn changes(&self) -> u64 {
        self.region.changes()
    }

    /// Why the last group could not be made durable, if that was a moment ago. A small write may still succeed where a
    /// group does not, on a disk that is almost full.
    pub fn store_failure(&self) -> Option<Arc<StoreError>> {
        let failed = self.failed.as_ref().filter(|(at, _)| at.elapsed() < FAILURE_SPEAKS_FOR);
        failed.map(|(_, error)| error.clone())
    }

    /// The county's givens.
    pub fn county(&self) -> County<'g> {
        self.region.county()
    }

    /// The files that they were read from.
    pub fn given_files(&self) -> &'g GivenFiles {
        self.given_files
    }

    /// The store.
    pub fn store(&mut self) -> &mut Sqlite {
        &mut self.store
    }

    /// The givens, the log and the instant, for questions that need no results.
    pub fn context(&self) -> Context<'_> {
        self.region.context()
    }

    /// The standing as of now. The results are made anew where something has changed since they were made.
    pub fn moment(&mut self) -> Moment<'_> {
        let watch = Stopwatch::now();
        if self.region.settle() {
            self.metrics.scoring_seconds.observe(watch.elapsed().as_secs_f64());
        }
        self.region.moment(self.store.records())
    }

    /// Lets somebody follow the notices of the open months, by a number that nobody else uses.
    pub fn follow_notices(&mut self, follower: u64) {
        self.region.follow_notices(follower);
    }

    /// Tells who follows the notices what changed since they were last told, in parts of about so many; `None` where they
    /// do not follow any more, since the givens were read anew or other months are open.
    pub fn take_notice_changes(&mut self, follower: u64, at_most: usize) -> Option<NoticeChanges> {
        self.region.take_notice_changes(follower, at_most)
    }

    /// The notices of the open months' ends as of now.
    pub fn month_end_notices(&mut self) -> Vec<Notice> {
        let watch = Stopwatch::now();
        let notices = self.region.month_end_notices();
        self.metrics.scoring_seconds.observe(watch.elapsed().as_secs_f64());
        notices
    }

    /// The open months in order.
    pub fn months(&self) -> &[Month] {
        self.region.months()
    }

    /// Takes note of what was published, after a month was closed or reissued.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn read_published(&mut self) -> Result<(), StoreError> {
        let published = self.store.records().history(self.region.county())?;
        self.region.publish(published);
        Ok(())
    }

    /// Starts over with other givens as soon as the act is done.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: they could not be kept; everything stays as it is.
    pub fn reload(&mut self, givens: Givens, files: GivenFiles) -> Result<(), StoreError> {
        self.keep_givens(&files)?;
        self.reload = Some(Reload::Givens(Box::new((givens, files))));
        Ok(())
    }

    /// Starts over with the same givens as soon as the act is done, so that names that were erased are shown no more.
    pub fn hide_erased_names(&mut self) {
        self.reload = Some(Reload::Names);
    }
}
