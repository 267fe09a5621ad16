//! The promises of `ingest/src/store/mod.rs`, asked of every store that there is.
#![allow(clippy::unwrap_used)]

mod promises;
#[path = "../../tests/servers/mod.rs"]
mod servers;

mod sqlite {
    use super::promises::{self, Asked};
    use crate::ask_all;
    use ingest::store::sqlite::{FILE_NAME, RejectionFilter, Sqlite};
    use ingest::store::{FeedHour, StoreError};
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A data folder.
    struct Folder(PathBuf);

    impl Asked for Folder {
        type Store = Sqlite;

        fn new(name: &str) -> Option<Folder> {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store_contract").join(name);
            let _ = fs::remove_dir_all(&folder);
            Some(Folder(folder))
        }

        fn open(&self, holder: &str) -> Result<Sqlite, StoreError> {
            Sqlite::open(&self.0, holder)
        }

        fn fail_appends(&self, is_failing: bool) {
            let other = rusqlite::Connection::open(self.0.join(FILE_NAME)).unwrap();
            // Arrivals are what an append writes last.
            let sql = if is_failing {
                "CREATE TRIGGER IF NOT EXISTS fail BEFORE INSERT ON feed_hours BEGIN SELECT RAISE(ABORT, 'as asked'); END"
            } else {
                "DROP TRIGGER IF EXISTS fail"
            };
            other.execute_batch(sql).unwrap();
        }

        fn rejections(store: &Sqlite) -> Vec<(Vec<u8>, u64)> {
            let kept = store.records().rejections(&RejectionFilter::default(), 1000).unwrap();
            kept.into_iter().map(|kept| (kept.raw, kept.times)).collect()
        }

        fn feed_hours(store: &Sqlite) -> Vec<FeedHour> {
            store.records().feed_hours(0).unwrap()
        }
    }

    ask_all!(Folder);
}

mod clickhouse {
    use super::promises::{self, Asked};
    use super::servers;
    use crate::ask_all;
    use ingest::store::clickhouse::{ClickHouse, Lane, Settings};
    use ingest::store::{Batch, EventNumber, FeedHour, ReadEvents, Store, StoreError, StoredEvent};
    use std::ops::ControlFlow;

    const LANE: &str = "flagpost.events.all/0";
    const REGION: &str = "220821";

    /// A server of its own.
    struct Server {
        settings: Settings,
        _server: servers::clickhouse::ClickHouse,
    }

    /// A lane with one region.
    struct OneRegion(Lane);

    impl Asked for Server {
        type Store = OneRegion;

        fn new(_name: &str) -> Option<Server> {
            let server = servers::clickhouse::ClickHouse::start()?;
            let settings = Settings { url: server.url.clone(), ..Settings::default() };
            ClickHouse::create_schema(&settings).unwrap();
            Some(Server { settings, _server: server })
        }

        fn open(&self, holder: &str) -> Result<OneRegion, StoreError> {
            Ok(OneRegion(ClickHouse::connect(&self.settings)?.open_lane(LANE, holder)?))
        }

        fn fail_appends(&self, is_failing: bool) {
            // The heads of an append cannot be written, which come last; those of a takeover, whose batch is 0, can.
            let sql = if is_failing {
                "ALTER TABLE heads ADD CONSTRAINT IF NOT EXISTS fail CHECK bitAnd(version, 0xffffffff) = 0"
            } else {
                "ALTER TABLE heads DROP CONSTRAINT IF EXISTS fail"
            };
            ClickHouse::connect(&self.settings).unwrap().execute_sql(sql).unwrap();
        }

        fn rejections(store: &OneRegion) -> Vec<(Vec<u8>, u64)> {
            let kept = store.0.region(REGION).rejections(0, 1000).unwrap();
            kept.into_iter().map(|kept| (kept.raw, kept.times)).collect()
        }

        fn feed_hours(store: &OneRegion) -> Vec<FeedHour> {
            store.0.region(REGION).feed_hours(0).unwrap()
        }
    }

    impl Store for OneRegion {
        fn append(&mut self, batch: &Batch<'_>) -> Result<EventNumber, StoreError> {
            Ok(self.0.append(None, &[(REGION, batch)])?[0])
        }

        fn file_position(&self, name: &str, digest: &[u8; 32]) -> Result<Option<(u64, bool)>, StoreError> {
            self.0.region(REGION).file_position(name, digest)
        }
    }

    impl ReadEvents for OneRegion {
        fn event_count(&self) -> Result<u64, StoreError> {
            self.0.region(REGION).event_count()
        }

        fn each_event(
            &self,
            after: EventNumber,
            each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
        ) -> Result<(), StoreError> {
            self.0.region(REGION).each_event(after, each)
        }
    }

    ask_all!(Server);
}
