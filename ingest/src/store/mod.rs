//! What a store promises, whatever it is made of. The embedded one is [`sqlite`], that of a cluster [`clickhouse`].
//!
//! | promise | in words |
//! | --- | --- |
//! | whole | a batch is there wholly or not at all, its events, rejections, counts and positions together |
//! | durable | when `append` has answered, neither a killed process nor a lost power line takes the batch back |
//! | in order | events have numbers from 1 without gaps in the order in which they were appended, for ever |
//! | unchanged | an event's raw text comes back byte for byte; nothing alters or removes an event, save what a citizen wrote and retention erases ([`redaction`]): the digest of the text as it arrived stays |
//! | once | a rejection that is sent again is counted, not kept twice; a file's finished lines are known |
//! | exclusive | of two who opened it only one can append; the other is told who is in the way |
//!
//! The store does not look for events that are there already: whoever appends keeps the log, and the log knows
//! ([`scoring::log::Log::known`]). A scattered unique key would cost ten times what the append does.
//!
//! `ingest/tests/store_contract.rs` asks these promises of every store.

mod archive;
pub mod clickhouse;
pub mod digest;
pub mod export;
mod kept;
pub mod outbox;
pub mod redaction;
pub mod sqlite;

pub use archive::Archive;
pub use kept::{ClosedMonth, Delivered, Frozen, GivenFiles, KeptEvent, KeptNotice, NoticeState, Sheet};

use crate::batch::Counts;
use scoring::time::Instant;
use std::fmt;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// The number of an event in its store: its place in the order of arrival, from 1.
pub type EventNumber = u64;

/// How a delivery came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Road {
    /// A request of a site's system.
    Http,
    /// A file in the drop folder.
    Folder,
    /// A person at a page.
    Page,
    /// A rejected event, tried again.
    Replay,
    /// A message of Kafka.
    Kafka,
}

impl Road {
    /// The word in the store and on pages' addresses.
    pub fn word(self) -> &'static str {
        match self {
            Road::Http => "http",
            Road::Folder => "folder",
            Road::Page => "page",
            Road::Replay => "replay",
            Road::Kafka => "kafka",
        }
    }

    /// Whether a site's own system sends on it. What people enter or try again says nothing of whether a feed still sends.
    pub fn is_feed(self) -> bool {
        match self {
            Road::Http | Road::Folder | Road::Kafka => true,
            Road::Page | Road::Replay => false,
        }
    }
}

/// What came together: a request, or a stretch of a file.
#[derive(Clone, Debug)]
pub struct NewDelivery<'b> {
    /// How it came.
    pub road: Road,
    /// The request's id, the file's name, the account, the rejection.
    pub place: &'b str,
    /// The site whose token spoke.
    pub site: Option<&'b str>,
    /// When it was taken in.
    pub received: Instant,
}

/// An accepted event.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'b> {
    /// Its delivery's place in the batch.
    pub delivery: usize,
    /// Its place in the delivery, from 1.
    pub item: u64,
    /// The digest of its content.
    pub content: u64,
    /// What of it is known without reading it again, for stores that keep it in columns; `None`: they read it.
    pub attributes: Option<Attributes<'b>>,
    /// The event as it was sent.
    pub raw: &'b str,
}

/// Attributes of an event that was read.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'b> {
    /// The site that it is from.
    pub source: &'b str,
    /// Its id.
    pub id: &'b str,
    /// Its type, as `case.accepted`.
    pub event_type: &'static str,
    /// When it happened.
    pub time: Instant,
}

/// An event that failed validation.
#[derive(Clone, Debug)]
pub struct NewRejection<'b> {
    /// Its delivery's place in the batch.
    pub delivery: usize,
    /// Its place in the delivery, from 1.
    pub item: u64,
    /// The contract's code.
    pub code: &'static str,
    /// What is wrong and how to mend it.
    pub message: String,
    /// The site that it says it is from.
    pub source: Option<String>,
    /// The type that it says it has.
    pub event_type: Option<String>,
    /// The bytes as they were sent.
    pub raw: &'b [u8],
}

/// What arrived of one stream of one source within one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedHour {
    /// The source.
    pub site: String,
    /// The first part of the type; `-` where unreadable.
    pub stream: String,
    /// Hours since 1970, of arrival.
    pub hour: i64,
    /// New events.
    pub accepted: u64,
    /// Events that were there already.
    pub duplicates: u64,
    /// Events that failed validation.
    pub rejected: u64,
    /// Sum of arrival minus time over the new events, in seconds.
    pub lag_seconds: i64,
    /// The largest of them.
    pub lag_seconds_max: i64,
    /// When the last one arrived.
    pub last_received: Instant,
    /// The latest time that a new event bears.
    pub last_time: Option<Instant>,
}

/// So many rejections of a file are listed in its result at most; all are kept.
pub const FILE_REJECTIONS_MAX: u64 = 1000;

/// How far a file of the drop folder is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePosition<'b> {
    /// Its delivery's place in the batch.
    pub delivery: usize,
    /// The file's name.
    pub name: &'b str,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Lines or rows that are durable.
    pub lines: u64,
    /// What became of the delivery's events.
    pub counts: Counts,
    /// When it was finished.
    pub done: Option<Instant>,
}

/// What a person said to a notice, in the event with this place among the batch's events.
#[derive(Clone, Debug)]
pub struct NewAcknowledgement {
    /// The place in [`Batch::events`].
    pub event: usize,
    /// The notice's identity.
    pub notice: String,
    /// Who.
    pub by: String,
    /// What they say.
    pub reason: Option<String>,
    /// Whether they ask the next level for help.
    pub asks_help: bool,
}

/// What is to become durable at once.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // Each is a list of what its type says.
pub struct Batch<'b> {
    pub deliveries: Vec<NewDelivery<'b>>,
    pub events: Vec<NewEvent<'b>>,
    pub rejections: Vec<NewRejection<'b>>,
    pub acknowledgements: Vec<NewAcknowledgement>,
    /// The source of each event that has an identity or telephone number as its applicant.
    pub plain_applicants: Vec<&'b str>,
    pub feeds: Vec<FeedHour>,
    pub files: Vec<FilePosition<'b>>,
}

/// An event as the store gives it back.
#[derive(Clone, Copy, Debug)]
pub struct StoredEvent<'s> {
    /// Its number.
    pub number: EventNumber,
    /// When it was taken in.
    pub received: Instant,
    /// The digest of its content.
    pub content: u64,
    /// The event as it was sent.
    pub raw: &'s str,
}

/// What a start needs of a store: the events, in order.
pub trait ReadEvents {
    /// How many events there are, which is the number of the last.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    fn event_count(&self) -> Result<u64, StoreError>;

    /// Hands on every event after a number, in order, until told to stop.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    fn each_event(
        &self,
        after: EventNumber,
        each: &mut dyn FnMut(StoredEvent<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;
}

/// What an appender and a replay need of a store.
pub trait Store: ReadEvents {
    /// Makes a batch durable: all of it or, on an error, nothing. Answers the number of its first event.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the batch can be offered again.
    fn append(&mut self, batch: &Batch<'_>) -> Result<EventNumber, StoreError>;

    /// How many lines of a file are durable, and whether it is done; `None` where it was never seen.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    fn file_position(&self, name: &str, digest: &[u8; 32]) -> Result<Option<(u64, bool)>, StoreError>;
}

/// What only one may have at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A data folder.
    Folder(PathBuf),
    /// A lane of the cluster: a topic and partition, as `flagpost.events.all/3`.
    Lane(String),
}

/// Why a store could not do what was asked.
#[derive(Debug)]
pub enum StoreError {
    /// Another has it.
    InUse {
        /// What.
        held: Held,
        /// What the other wrote about itself.
        holder: String,
    },
    /// The store was written by a later version of Flagpost.
    TooNew {
        /// The store's version.
        found: u32,
        /// The version that this program knows.
        known: u32,
    },
    /// The file is not Flagpost's, or damaged at its beginning.
    NoStore(PathBuf),
    /// The folder or its files cannot be written.
    ReadOnly(PathBuf),
    /// No space is left.
    Full(PathBuf),
    /// A database server did not do it.
    Server {
        /// The server's address.
        url: String,
        /// What was attempted, on which thing.
        attempt: String,
        /// What kind of trouble it is in.
        trouble: ServerTrouble,
        /// What the server or the network said.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Anything else, with what was attempted.
    Failed {
        /// What was attempted, on which thing.
        attempt: String,
        /// What the database or the system said.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What kind of trouble a database server is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServerTrouble {
    /// It does not answer, or not in time.
    Unreachable,
    /// It has too much to do: too many parts, no memory left, a replica behind.
    Overloaded,
    /// It does not let this user do it.
    Refused,
    /// The database or its tables are not there.
    NoSchema,
    /// It may only be read.
    ReadOnly,
    /// Its disk is full.
    Full,
}

impl StoreError {
    /// Whether it can pass without anybody doing anything to this program, so that trying again later makes sense.
    pub fn may_pass(&self) -> bool {
        match self {
            StoreError::Full(_) => true,
            StoreError::Server { trouble, .. } => match trouble {
                ServerTrouble::Unreachable | ServerTrouble::Overloaded | ServerTrouble::Full => true,
                ServerTrouble::Refused | ServerTrouble::NoSchema | ServerTrouble::ReadOnly => false,
            },
            StoreError::InUse { .. }
            | StoreError::TooNew { .. }
            | StoreError::NoStore(_)
            | StoreError::ReadOnly(_)
            | StoreError::Failed { .. } => false,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::InUse { held: Held::Folder(folder), holder } => write!(
                out,
                "数据文件夹 {0} 正由另一个 flagpost 使用({holder})，请先停止它 / the data folder {0} is in use by another \
                 flagpost ({holder}): stop that one first",
                folder.display()
            ),
            StoreError::InUse { held: Held::Lane(lane), holder } => write!(
                out,
                "分区 {lane} 已由另一个工作进程接管({holder})，本进程不再写入它 / the lane {lane} was taken over by another \
                 worker ({holder}): this one writes to it no more"
            ),
            StoreError::TooNew { found, known } => write!(
                out,
                "数据由更新的版本写成(格式 {found}，本程序只认识到 {known})，请升级 flagpost / the store was written by a later \
                 version (format {found}, this program knows {known}): install a newer flagpost"
            ),
            StoreError::NoStore(path) => write!(
                out,
                "{0} 不是 flagpost 的数据库，或已损坏；请先将其移开，再换用其他文件夹或恢复备份 / {0} is no store of Flagpost, or is \
                 damaged: move it away, then name another folder or restore a backup",
                path.display()
            ),
            StoreError::ReadOnly(path) => write!(
                out,
                "无法写入 {0}，请检查权限或挂载方式 / cannot write {0}: check its owner, its permissions and how the disk is \
                 mounted",
                path.display()
            ),
            StoreError::Full(path) => write!(
                out,
                "磁盘已满，{0} 无法写入；请腾出空间，运行中的服务会自动继续 / the disk is full, {0} cannot be written: free some space, \
                 a running service then goes on by itself",
                path.display()
            ),
            StoreError::Server { url, attempt, trouble, cause } => {
                let mend = match trouble {
                    ServerTrouble::Unreachable => {
                        "数据库无法访问，请检查地址、网络以及服务是否在运行 / it does not answer: check the address, the network and \
                         whether it runs"
                    }
                    ServerTrouble::Overloaded => {
                        "数据库繁忙，稍后会自动重试；若长期如此，请检查其内存、合并进度与副本 / it has too much to do, which a worker \
                         waits out: if it lasts, look at its memory, merges and replicas"
                    }
                    ServerTrouble::Refused => {
                        "数据库拒绝了该用户，请检查用户名、密码和权限 / it does not let this user: check name, password and grants"
                    }
                    ServerTrouble::NoSchema => {
                        "数据库或其表不存在，请先运行 flagpost cluster init / the database or its tables are not there: run \
                         `flagpost cluster init`"
                    }
                    ServerTrouble::ReadOnly => {
                        "该用户或数据库只读，请检查其 readonly 设置 / it may only be read: check the user's setting `readonly`"
                    }
                    ServerTrouble::Full => {
                        "数据库的磁盘已满，请腾出空间，运行中的服务会自动继续 / its disk is full: free some space, a running worker \
                         then goes on by itself"
                    }
                };
                write!(out, "cannot {attempt} at {url}: {mend} ({cause})")
            }
            StoreError::Failed { attempt, cause } => write!(out, "cannot {attempt}: {cause}"),
        }
    }
}

impl std::error::Error for StoreError {}
