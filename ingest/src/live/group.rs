//! Takes in a group of deliveries: checked, made durable together, applied, answered.

use super::desk::Desk;
use super::{Answer, Delivery, Outcome, Refused};
use crate::store::{Store, StoreError};
use crate::wire::Room;
use bumpalo::Bump;
use scoring::time::Instant;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

impl Desk<'_> {
    /// Takes in what is delivered from within an act, before anything else is: a person's step that belongs to what the
    /// act does. What became of its items, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing of it is there.
    pub fn deliver(&mut self, delivery: Delivery) -> Result<Vec<Outcome>, StoreError> {
        let now = self.now();
        let outcomes = self.take_in_all(&[delivery], now, &Bump::new(), &mut Room::default())?;
        Ok(outcomes.into_iter().flatten().collect())
    }

    /// Takes in deliveries and answers each.
    pub(super) fn take_in(&mut self, group: Vec<(Delivery, Answer)>, arena: &Bump, room: &mut Room) {
        let now = self.now();
        let (deliveries, answers): (Vec<Delivery>, Vec<Answer>) = group.into_iter().unzip();
        match self.take_in_all(&deliveries, now, arena, room) {
            Ok(outcomes) => {
                self.failed = None;
                for (answer, outcomes) in answers.into_iter().zip(outcomes) {
                    // Who asked may have gone; what was taken in stays.
                    let _ = answer.send(Ok(outcomes));
                }
            }
            Err(error) => {
                tracing::error!(%error, deliveries = deliveries.len(), "events could not be made durable; nothing of them was taken in");
                self.metrics.store_failures.inc();
                let error = Arc::new(error);
                self.failed = Some((Stopwatch::now(), error.clone()));
                for answer in answers {
                    let _ = answer.send(Err(Refused::Store(error.clone())));
                }
            }
        }
    }

    fn take_in_all(
        &mut self,
        deliveries: &[Delivery],
        now: Instant,
        arena: &Bump,
        room: &mut Room,
    ) -> Result<Vec<Vec<Outcome>>, StoreError> {
        let intake = self.region.check(deliveries, now, arena, room);
        let watch = Stopwatch::now();
        let first = self.store.append(&intake.batch)?;
        self.metrics.commit_seconds.observe(watch.elapsed().as_secs_f64());
        intake.publish(self.metrics);
        let watch = Stopwatch::now();
        self.region.apply(&intake, first);
        self.metrics.apply_seconds.observe(watch.elapsed().as_secs_f64());
        Ok(intake.outcomes)
    }
}
