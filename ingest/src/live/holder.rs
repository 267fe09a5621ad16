//! Who holds a region: takes in its events, knows its results, publishes its months.

use super::{Delivery, Desk, Moment, Outcome};
use crate::store::sqlite::Records;
use crate::store::{Archive, GivenFiles, StoreError};
use scoring::context::{Context, County};

/// Who holds a region: the desk of the embedded shape, or the worker of the cluster that owns its lane. The givens outlive
/// it.
pub trait Holder<'g> {
    /// What keeps what was published.
    type Kept: Archive;

    /// The standing as of now.
    fn moment(&mut self) -> Moment<'_, Self::Kept>;

    /// What was published.
    fn archive(&self) -> &Self::Kept;

    /// The givens, the log and the instant, for questions that need no results.
    fn context(&self) -> Context<'_>;

    /// The region's givens.
    fn county(&self) -> County<'g>;

    /// The files that they were read from.
    fn given_files(&self) -> &'g GivenFiles;

    /// Takes in what belongs to a person's step. What became of its items, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing of it is there.
    fn deliver(&mut self, delivery: Delivery) -> Result<Vec<Outcome>, StoreError>;

    /// Takes note of what was published, after a month was closed or reissued.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    fn read_published(&mut self) -> Result<(), StoreError>;
}

impl<'g> Holder<'g> for Desk<'g> {
    type Kept = Records;

    fn moment(&mut self) -> Moment<'_> {
        Desk::moment(self)
    }

    fn archive(&self) -> &Records {
        self.store.records()
    }

    fn context(&self) -> Context<'_> {
        Desk::context(self)
    }

    fn county(&self) -> County<'g> {
        Desk::county(self)
    }

    fn given_files(&self) -> &'g GivenFiles {
        Desk::given_files(self)
    }

    fn deliver(&mut self, delivery: Delivery) -> Result<Vec<Outcome>, StoreError> {
        Desk::deliver(self, delivery)
    }

    fn read_published(&mut self) -> Result<(), StoreError> {
        Desk::read_published(self)
    }
}
