//! The tables: made by `flagpost cluster init`, looked at by every start.

use super::{ClickHouse, Settings};
use crate::store::{ServerTrouble, StoreError};

/// The files of `deploy/clickhouse/`, in the order in which they are run. All of it may be run again.
const FILES: [&str; 3] = [
    include_str!("../../../../deploy/clickhouse/ground.sql"),
    include_str!("../../../../deploy/clickhouse/kept.sql"),
    include_str!("../../../../deploy/clickhouse/views.sql"),
];

/// The version of the format that this program writes: 2 has messages to people, and what they said to notices.
const KNOWN_VERSION: u32 = 2;

/// What was said to notices before version 2, which kept it in the events alone; or by a worker of version 1 since.
const FILL_ACKNOWLEDGEMENTS: &str = "INSERT INTO acknowledgements (region, notice, event, version, acknowledged_by, reason, asks_help)
    SELECT region, JSONExtractString(raw, 'data', 'notice'), number, version, JSONExtractString(raw, 'data', 'by'),
           JSONExtract(raw, 'data', 'reason', 'Nullable(String)'), JSONExtractBool(raw, 'data', 'asks_help')
    FROM events
    WHERE type = 'notice.acknowledged' AND (region, number, version) NOT IN (SELECT region, event, version FROM acknowledgements)";

impl ClickHouse {
    /// Makes the database, its tables and views where they are missing, and answers the connection.
    ///
    /// # Errors
    ///
    /// [`StoreError::Server`], [`StoreError::TooNew`] where a later version of Flagpost made them.
    pub fn create_schema(settings: &Settings) -> Result<ClickHouse, StoreError> {
        let outside = ClickHouse::reach(&Settings { database: String::new(), ..settings.clone() })?;
        let make = filled_in("CREATE DATABASE IF NOT EXISTS {database}{on_cluster}", settings);
        outside.wait(outside.execute(&format!("make the database {}", settings.database), &make))?;
        let inside = ClickHouse::reach(settings)?;
        inside.wait(async {
            let versions = "CREATE TABLE IF NOT EXISTS format_versions{on_cluster} (
                    version UInt32 COMMENT 'a version of the tables that this database has had',
                    made DateTime DEFAULT now() COMMENT 'since when'
                ) ENGINE = {replicated}MergeTree ORDER BY version COMMENT 'the format of the tables; the highest version counts'";
            inside.execute("make the table format_versions", &filled_in(versions, settings)).await?;
            let found = inside.version().await?;
            refuse_later(found)?;
            for file in FILES {
                for statement in statements(file) {
                    let attempt = format!("run «{}…»", first_words(statement));
                    inside.execute(&attempt, &filled_in(statement, settings)).await?;
                }
            }
            inside.execute("take over what was said to notices", FILL_ACKNOWLEDGEMENTS).await?;
            if found < KNOWN_VERSION {
                let note = format!("INSERT INTO format_versions (version) VALUES ({KNOWN_VERSION})");
                inside.execute("note the version of the tables", &note).await?;
            }
            Ok(())
        })?;
        Ok(inside)
    }

    /// Refuses tables of a later version, and a database without them.
    pub(super) fn check_schema(&self) -> Result<(), StoreError> {
        let found = self.wait(self.version())?;
        refuse_later(found)?;
        if found < KNOWN_VERSION {
            return Err(StoreError::Server {
                url: self.settings.url.clone(),
                attempt: format!("open the database {}", self.settings.database),
                trouble: ServerTrouble::NoSchema,
                cause: format!("its tables have version {found}, this program needs {KNOWN_VERSION}").into(),
            });
        }
        Ok(())
    }

    /// The version of the tables; 0 where they were never made to the end.
    async fn version(&self) -> Result<u32, StoreError> {
        let attempt = format!("open the database {}", self.settings.database);
        let found: Vec<u32> =
            self.rows(&attempt, "SELECT max(version) FROM format_versions", |query| query).await?;
        Ok(found.into_iter().max().unwrap_or_default())
    }
}

fn refuse_later(found: u32) -> Result<(), StoreError> {
    if found > KNOWN_VERSION {
        return Err(StoreError::TooNew { found, known: KNOWN_VERSION });
    }
    Ok(())
}

/// The statements of a file; each ends with a semicolon at the end of a line.
fn statements(file: &str) -> impl Iterator<Item = &str> {
    let is_code = |line: &str| !line.is_empty() && !line.starts_with("--");
    file.split(";\n").filter(move |statement| statement.lines().any(is_code))
}

/// What a statement makes, for an error.
fn first_words(statement: &str) -> String {
    let line = statement.lines().find(|line| !line.is_empty() && !line.starts_with("--"));
    line.unwrap_or_default().trim_end_matches(['(', ' ']).to_owned()
}

/// A statement for these settings.
fn filled_in(statement: &str, settings: &Settings) -> String {
    let quoted = |name: &str| format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"));
    let (on_cluster, replicated) = match &settings.cluster {
        Some(cluster) => (format!(" ON CLUSTER {}", quoted(cluster)), "Replicated"),
        None => (String::new(), ""),
    };
    statement
        .replace("{on_cluster}", &on_cluster)
        .replace("{replicated}", replicated)
        .replace("{database}", &quoted(&settings.database))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_cluster_makes_every_table_replicated_and_none_leaves_no_trace() {
        let alone = Settings::default();
        let shared = Settings { cluster: Some("ha`ll".to_owned()), ..Settings::default() };
        for statement in FILES.iter().flat_map(|file| statements(file)) {
            let (one, many) = (filled_in(statement, &alone), filled_in(statement, &shared));
            assert!(!one.contains("{on_cluster}") && !one.contains("ENGINE = Replicated"), "{one}");
            assert!(many.contains(" ON CLUSTER `ha\\`ll`"), "{many}");
            assert_eq!(many.contains("CREATE TABLE"), many.contains("ENGINE = Replicated"), "{many}");
        }
        assert!(statements(FILES[0]).count() >= 6);
    }
}
