//! A department or site told from its windows as they stood in the month.

use super::standing::mean;
use super::{SheetReading, flag_of, is_dissatisfied};
use crate::changes::Published;
use crate::changes::published::{Level, Notice, Standing};
use crate::papers::{Edition, NotMade};
use scoring::points::Points;
use scoring::ranking::Flag;
use std::collections::BTreeSet;

/// Which kind of place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    Department,
    Site,
}

impl PlaceKind {
    pub fn level(self) -> Level {
        match self {
            PlaceKind::Department => Level::Department,
            PlaceKind::Site => Level::Site,
        }
    }

    /// The place that a window belonged to when its month was scored: its site stands first, its department second.
    fn home(self, standing: &Standing) -> Option<&str> {
        let place = match self {
            PlaceKind::Site => 0,
            PlaceKind::Department => 1,
        };
        standing.home.get(place).map(String::as_str)
    }
}

/// A department or site in a month.
pub struct Place<'a> {
    pub kind: PlaceKind,
    pub id: &'a str,
    /// Its windows, by rank, those without one last.
    pub windows: Vec<&'a Standing>,
    /// Their ids.
    pub ids: BTreeSet<&'a str>,
}

impl<'a> Place<'a> {
    /// A place in the month of a sheet.
    ///
    /// # Errors
    ///
    /// [`NotMade::Unknown`]: the month has neither rates nor windows of it.
    pub fn of(reading: &SheetReading<'a>, kind: PlaceKind, id: &'a str) -> Result<Place<'a>, NotMade> {
        let place = Place::in_month(reading.published, kind, id);
        let mut rates = reading.published.rates.iter();
        if place.windows.is_empty() && !rates.any(|of| of.level == kind.level() && of.id == id) {
            return Err(NotMade::Unknown(id.to_owned()));
        }
        Ok(place)
    }

    /// The same place in any month.
    pub fn in_month(published: &'a Published, kind: PlaceKind, id: &'a str) -> Place<'a> {
        let all = published.windows.iter();
        let windows: Vec<&Standing> = all.filter(|standing| kind.home(standing) == Some(id)).collect();
        let ids = windows.iter().map(|standing| standing.id.as_str()).collect();
        Place { kind, id, windows, ids }
    }

    /// Its windows that are ranked.
    pub fn ranked(&self) -> impl Iterator<Item = &'a Standing> {
        self.windows.iter().copied().filter(|standing| standing.rank.is_some())
    }

    /// The mean total of its ranked windows.
    pub fn mean(&self) -> Option<Points> {
        mean(self.ranked().map(|standing| standing.total))
    }

    /// The mean total of all ranked windows of others.
    pub fn mean_of_others(&self, published: &Published) -> Option<Points> {
        let others = published.windows.iter().filter(|standing| !self.ids.contains(standing.id.as_str()));
        mean(others.filter(|standing| standing.rank.is_some()).map(|standing| standing.total))
    }

    /// How many of its windows fly the red flag, the yellow one, are dissatisfied windows.
    pub fn flags(&self, edition: &Edition<'_>) -> [usize; 3] {
        let flying = |flag| {
            let own = self.windows.iter();
            own.filter(|standing| flag_of(edition, standing) == Some(flag)).count()
        };
        let dissatisfied = self.windows.iter().filter(|standing| is_dissatisfied(edition, standing)).count();
        [flying(Flag::Red), flying(Flag::Yellow), dissatisfied]
    }

    /// Whether a notice about work went to it: of a department those addressed to it, of a site those of its windows.
    pub fn is_told(&self, notice: &Notice) -> bool {
        match self.kind {
            PlaceKind::Department => notice.department.as_deref() == Some(self.id),
            PlaceKind::Site => notice.window.as_deref().is_some_and(|window| self.ids.contains(window)),
        }
    }

    /// The other places of its kind that the month has rates of.
    pub fn others<'p>(&self, published: &'p Published) -> Vec<&'p str> {
        let own = published.rates.iter().filter(|of| of.level == self.kind.level() && of.rate == "accepted");
        own.map(|of| of.id.as_str()).filter(|id| *id != self.id).collect()
    }
}
