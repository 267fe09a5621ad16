//! The promises of `ingest/src/store/mod.rs`, asked of every store that there is.
#![allow(clippy::unwrap_used)]

mod promises;

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

        fn new(name: &str) -> Folder {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store_contract").join(name);
            let _ = fs::remove_dir_all(&folder);
            Folder(folder)
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
