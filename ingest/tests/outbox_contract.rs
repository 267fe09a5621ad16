//! The promises of `ingest/src/store/outbox.rs`, asked of every store that there is.
#![allow(clippy::unwrap_used, dead_code)]

mod lanes;
mod outbox_promises;
#[path = "../../tests/servers/mod.rs"]
mod servers;

/// What both stores answer in the same words.
macro_rules! answer_by {
    ($kept:ident) => {
        fn keep_notices(&self, notices: &[KeptNotice]) {
            self.$kept().keep_notices(notices).unwrap();
        }

        fn withdraw_notices(&self, identities: &[String]) {
            self.$kept().withdraw_notices(identities).unwrap();
        }

        fn notice(&self, identity: &str) -> Option<KeptNotice> {
            self.$kept().notice(identity).unwrap()
        }

        fn messages(&self, filter: &MessageFilter) -> Vec<KeptMessage> {
            self.$kept().messages(filter, 100).unwrap()
        }

        fn message(&self, key: &str) -> Option<KeptMessage> {
            self.$kept().message(key).unwrap()
        }

        fn messages_of(&self, notice: &str) -> Vec<KeptMessage> {
            self.$kept().messages_of(notice).unwrap()
        }

        fn notices_of_message(&self, key: &str) -> Vec<String> {
            self.$kept().notices_of_message(key).unwrap()
        }

        fn attempts(&self, key: &str) -> Vec<Attempt> {
            self.$kept().attempts(key).unwrap()
        }

        fn counts(&self) -> Vec<(String, u64)> {
            self.$kept().message_counts().unwrap().into_iter().collect()
        }

        fn secret(&self, name: &str, chance: [u8; 32]) -> [u8; 32] {
            self.$kept().secret(name, chance).unwrap()
        }
    };
}

mod sqlite {
    use super::outbox_promises::{self, Asked, Hall};
    use crate::ask_all;
    use ingest::store::outbox::{Attempt, KeptMessage, MessageFilter};
    use ingest::store::sqlite::{Records, Sqlite};
    use ingest::store::{Batch, KeptNotice, Store as _};
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A data folder.
    struct Folder(PathBuf);

    struct Opened(Sqlite);

    impl Asked for Folder {
        type Hall = Opened;

        fn new(name: &str) -> Option<Folder> {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outbox_contract").join(name);
            let _ = fs::remove_dir_all(&folder);
            Some(Folder(folder))
        }

        fn open(&self) -> Opened {
            Opened(Sqlite::open(&self.0, "test").unwrap())
        }
    }

    impl Opened {
        fn kept(&self) -> &Records {
            self.0.records()
        }
    }

    impl Hall for Opened {
        type Box = Records;

        fn outbox(&self) -> &Records {
            self.0.records()
        }

        fn append(&mut self, batch: &Batch<'_>) {
            self.0.append(batch).unwrap();
        }

        answer_by!(kept);
    }

    ask_all!(Folder);
}

mod clickhouse {
    use super::lanes::{REGION, Tables};
    use super::outbox_promises::{self, Asked, Hall};
    use crate::ask_all;
    use ingest::store::clickhouse::{Lane, RegionKept};
    use ingest::store::outbox::{Attempt, KeptMessage, MessageFilter};
    use ingest::store::{Batch, KeptNotice};

    pub struct Opened {
        lane: Lane,
        region: RegionKept,
    }

    impl Asked for Tables {
        type Hall = Opened;

        fn new(_name: &str) -> Option<Tables> {
            Tables::new()
        }

        fn open(&self) -> Opened {
            let lane = self.open("worker");
            let region = lane.region(REGION);
            Opened { lane, region }
        }
    }

    impl Opened {
        fn kept(&self) -> &RegionKept {
            &self.region
        }
    }

    impl Hall for Opened {
        type Box = RegionKept;

        fn outbox(&self) -> &RegionKept {
            &self.region
        }

        fn append(&mut self, batch: &Batch<'_>) {
            self.lane.append(None, &[(REGION, batch)]).unwrap();
        }

        answer_by!(kept);
    }

    ask_all!(Tables);
}
