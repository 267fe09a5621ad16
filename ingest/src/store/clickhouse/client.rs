//! The connection: settings, the runtime that drives it, and each request with a limit of time.

use super::trouble::{late, told};
use crate::store::StoreError;
use clickhouse::error::Error;
use clickhouse::insert::Insert;
use clickhouse::query::Query;
use clickhouse::{Client, Compression, RowOwned, RowRead, RowWrite};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How a ClickHouse is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its HTTP interface, as `http://127.0.0.1:8123` or `https://…:8443`.
    pub url: String,
    /// The database with Flagpost's tables.
    pub database: String,
    /// The user.
    pub user: String,
    /// The user's password.
    pub password: String,
    /// The cluster over which the tables are replicated, by its name in the server's configuration; `None` for one server.
    pub cluster: Option<String>,
    /// How long one request may take without anything coming back.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            url: "http://127.0.0.1:8123".to_owned(),
            database: "flagpost".to_owned(),
            user: "default".to_owned(),
            password: String::new(),
            cluster: None,
            patience: Duration::from_secs(60),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { url, database, user, password: _, cluster, patience } = self;
        write!(out, "{user}@{url}/{database}, cluster {cluster:?}, patience {patience:?}")
    }
}

/// A connection to ClickHouse. Clones share it, and may be used by other threads.
#[derive(Clone)]
pub struct ClickHouse {
    pub(super) client: Client,
    pub(super) settings: Arc<Settings>,
    runtime: Arc<Runtime>,
}

/// An insert that lost its connection is sent again once: it may have arrived, but its token keeps it from counting twice.
const INSERT_ATTEMPTS: u32 = 2;

impl ClickHouse {
    /// Connects, and looks whether the tables are there and of a version that this program knows.
    ///
    /// # Errors
    ///
    /// [`StoreError::Server`], [`StoreError::TooNew`]
    pub fn connect(settings: &Settings) -> Result<ClickHouse, StoreError> {
        let clickhouse = ClickHouse::reach(settings)?;
        clickhouse.check_schema()?;
        Ok(clickhouse)
    }

    /// Connects without looking at anything.
    pub(super) fn reach(settings: &Settings) -> Result<ClickHouse, StoreError> {
        // Whoever asks waits in its own thread; this one moves bytes.
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("clickhouse")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Failed {
                attempt: "start the thread of the ClickHouse client".to_owned(),
                cause: error.into(),
            })?;
        let mut client = Client::default()
            .with_url(&settings.url)
            .with_database(&settings.database)
            .with_user(&settings.user)
            .with_password(&settings.password)
            .with_compression(Compression::Lz4)
            .with_product_info("flagpost", env!("CARGO_PKG_VERSION"))
            // An insert has its own block and is durable when it is answered.
            .with_setting("async_insert", "0")
            .with_setting("insert_deduplicate", "1");
        if settings.cluster.is_some() {
            // On most replicas before it is answered. Not one after the other (insert_quorum_parallel = 0), which alone
            // would allow select_sequential_consistency: workers insert at once. Whoever takes a lane over waits for its
            // replica instead; see Lane::open. No test has run this.
            client = client.with_setting("insert_quorum", "auto").with_setting("insert_quorum_parallel", "1");
        }
        Ok(ClickHouse { client, settings: Arc::new(settings.clone()), runtime: Arc::new(runtime) })
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Runs a statement that an administrator or a test says.
    ///
    /// # Errors
    ///
    /// [`StoreError`]
    pub fn execute_sql(&self, sql: &str) -> Result<(), StoreError> {
        self.wait(self.execute("run a statement", sql))
    }

    /// Waits for a request or several at once.
    pub(super) fn wait<T>(
        &self,
        request: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.runtime.block_on(request)
    }

    /// Waits for a step of a request, as long as the settings allow.
    pub(super) async fn step<T>(
        &self,
        attempt: &str,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, StoreError> {
        match tokio::time::timeout(self.settings.patience, step).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(told(&self.settings, attempt, error)),
            Err(_) => Err(late(&self.settings, attempt)),
        }
    }

    /// Runs a statement.
    pub(super) async fn execute(&self, attempt: &str, sql: &str) -> Result<(), StoreError> {
        self.step(attempt, self.client.query_raw(sql).execute()).await
    }

    /// Reads all rows of a question that has few. `ask` fills in what stands as `{name:Type}` in it.
    pub(super) async fn rows<R: RowOwned + RowRead>(
        &self,
        attempt: &str,
        sql: &str,
        ask: impl FnOnce(Query) -> Query,
    ) -> Result<Vec<R>, StoreError> {
        self.step(attempt, ask(self.client.query_raw(sql)).fetch_all::<R>()).await
    }

    /// Inserts what `write` writes, as one insert. `token` is that of no other insert into the table.
    pub(super) async fn insert<R: RowWrite>(
        &self,
        table: &str,
        token: &str,
        write: impl AsyncFn(&mut Insert<R>) -> Result<(), Error>,
    ) -> Result<(), StoreError> {
        let attempt = format!("write to the table {table}");
        let mut attempts = 1;
        loop {
            let inserted = async {
                let insert = self.client.insert::<R>(table).await?;
                let mut insert = insert
                    .with_setting("insert_deduplication_token", token)
                    .with_timeouts(Some(self.settings.patience), Some(self.settings.patience));
                write(&mut insert).await?;
                insert.end().await
            };
            match inserted.await {
                Ok(()) => return Ok(()),
                Err(Error::Network(_)) if attempts < INSERT_ATTEMPTS => attempts += 1,
                Err(error) => return Err(told(&self.settings, &attempt, error)),
            }
        }
    }
}

impl fmt::Debug for ClickHouse {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ClickHouse({:?})", self.settings)
    }
}
