//! The live standing behind the store: one thread, the desk, takes in what arrives, makes it durable, applies it, answers.
//!
//! ```text
//! roads in ──Delivery──> [ check ─> append and commit ─> apply ─> answer ] <──question── pages, commands
//! ```
//!
//! Everything that changes what is known passes the desk, one group after the other, so there is one order of arrival and
//! nothing to lock. Several deliveries that wait are committed together. Nothing is applied or answered before it is
//! durable, and nothing that could not be made durable is applied. Questions are answered between two groups; whoever asks
//! after an answer sees what was answered for.
//!
//! Reading order: `desk` (the loop), `region` (what is kept up to date), `start` (the log from the store), `intake`
//! (deliveries to a batch) and `check` (an event of them), `group` (the desk takes them in), `moment` (what questions see),
//! `months` (which months are open), `arrivals` (feeds and metrics).

mod arrivals;
mod check;
mod desk;
mod feeds;
mod group;
mod holder;
mod intake;
mod moment;
mod months;
mod region;
mod start;

pub use desk::{Desk, Loaded, Setup, open};
pub use feeds::FeedsNow;
pub use holder::Holder;
pub use intake::Intake;
pub use moment::Moment;
pub use region::Region;
pub use start::{Restored, restore};

use crate::rejections::Fault;
use crate::store::{Road, StoreError};
use crossbeam_channel::{Sender, TrySendError};
use scoring::time::Instant;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use tokio::sync::oneshot;

/// The clock: the instant that it is. A value passed in, so that tests and the demo can let time pass.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Something that came over one of the roads, to be taken in together.
#[derive(Debug)]
pub struct Delivery {
    /// How it came.
    pub road: Road,
    /// The request's id, the file's name, the account, the rejection.
    pub place: String,
    /// The only site that it may speak for; `None` where the road itself is trusted.
    pub site: Option<String>,
    /// The bytes that the items are in.
    pub bytes: Vec<u8>,
    /// The events, in order.
    pub items: Vec<Item>,
    /// How far the file is read once this is durable.
    pub file: Option<FileProgress>,
}

/// One event of a delivery.
#[derive(Debug)]
pub struct Item {
    /// Where it stands in the delivery's bytes.
    pub bytes: Range<usize>,
    /// Its place: the line or row of a file, the element of a request, from 1.
    pub number: u64,
    /// Why it is refused, where the road knows already.
    pub fault: Option<Fault>,
}

/// How far a file is read.
#[derive(Clone, Debug)]
pub struct FileProgress {
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Lines or rows of it, this delivery's included.
    pub lines: u64,
    /// Whether this is its end.
    pub is_done: bool,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is durable and applied.
    Accepted,
    /// It was there already, with the same content.
    Duplicate,
    /// It failed validation and is kept.
    Rejected(Fault),
}

/// Why a delivery was not taken in; nothing of it is there, and it can be sent again.
#[derive(Debug)]
pub enum Refused {
    /// Too much is waiting.
    Busy,
    /// The store cannot write.
    Store(Arc<StoreError>),
    /// The service stops.
    Stopping,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Busy => {
                out.write_str("等待处理的数据过多，请稍后重发 / too much is waiting: send it again later")
            }
            Refused::Store(error) => error.fmt(out),
            Refused::Stopping => {
                out.write_str("服务正在停止，请稍后重发 / the service is stopping: send it again later")
            }
        }
    }
}

impl std::error::Error for Refused {}

/// The desk has stopped and answers no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("服务已停止 / the service has stopped")
    }
}

impl std::error::Error for Stopped {}

type Answer = oneshot::Sender<Result<Vec<Outcome>, Refused>>;
type Answered = oneshot::Receiver<Result<Vec<Outcome>, Refused>>;
type Act = Box<dyn FnOnce(&mut Desk<'_>) + Send>;

/// The way to the desk; cheap to clone.
#[derive(Clone)]
pub struct Live {
    deliveries: Sender<(Delivery, Answer)>,
    acts: Sender<Act>,
}

impl Live {
    /// Hands in a delivery and waits until it is durable and applied. What became of its items, in their order.
    ///
    /// # Errors
    ///
    /// [`Refused`]: nothing of it is there.
    pub async fn deliver(&self, delivery: Delivery) -> Result<Vec<Outcome>, Refused> {
        let (answer, answered) = oneshot::channel();
        self.deliveries.try_send((delivery, answer)).map_err(|error| match error {
            TrySendError::Full(_) => Refused::Busy,
            TrySendError::Disconnected(_) => Refused::Stopping,
        })?;
        answered.await.unwrap_or(Err(Refused::Stopping))
    }

    /// As [`Live::deliver`], from a thread that may wait.
    ///
    /// # Errors
    ///
    /// [`Refused`]: nothing of it is there; never [`Refused::Busy`], since it waits for its turn.
    pub fn deliver_and_wait(&self, delivery: Delivery) -> Result<Vec<Outcome>, Refused> {
        self.hand_in(delivery)?.blocking_recv().unwrap_or(Err(Refused::Stopping))
    }

    /// As [`Live::deliver_and_wait`] for several in this order. Those that wait together become durable together, which
    /// takes no longer than one.
    ///
    /// # Errors
    ///
    /// [`Refused`], the first that was met; those before it and, if the store failed for a while, others may be there.
    pub fn deliver_all_and_wait(&self, deliveries: Vec<Delivery>) -> Result<Vec<Vec<Outcome>>, Refused> {
        let handed_in: Vec<_> =
            deliveries.into_iter().map(|delivery| self.hand_in(delivery)).collect::<Result<_, _>>()?;
        handed_in
            .into_iter()
            .map(|answered| answered.blocking_recv().unwrap_or(Err(Refused::Stopping)))
            .collect()
    }

    fn hand_in(&self, delivery: Delivery) -> Result<Answered, Refused> {
        let (answer, answered) = oneshot::channel();
        self.deliveries.send((delivery, answer)).map_err(|_| Refused::Stopping)?;
        Ok(answered)
    }

    /// How many deliveries wait.
    pub fn waiting(&self) -> usize {
        self.deliveries.len()
    }

    /// Asks something of the standing as it is now.
    ///
    /// # Errors
    ///
    /// [`Stopped`]
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Moment<'_>) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        self.act(move |desk| question(&desk.moment())).await
    }

    /// Does something at the desk: what changes more than events do.
    ///
    /// # Errors
    ///
    /// [`Stopped`]
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        self.send_act(act)?.await.map_err(|_| Stopped)
    }

    /// As [`Live::act`], from a thread that may wait.
    ///
    /// # Errors
    ///
    /// [`Stopped`]
    pub fn act_and_wait<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        self.send_act(act)?.blocking_recv().map_err(|_| Stopped)
    }

    fn send_act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk<'_>) -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, Stopped> {
        let (answer, answered) = oneshot::channel();
        let act: Act = Box::new(move |desk| {
            // Nobody may be waiting any more.
            let _ = answer.send(act(desk));
        });
        self.acts.send(act).map_err(|_| Stopped)?;
        Ok(answered)
    }
}
