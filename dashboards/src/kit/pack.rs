//! The kit as files: guides, schemas, samples, the table of codes.

use super::samples::{Sample, samples};
use super::{guide, schema};
use ingest::contract;
use reports::handover::File;
use reports::words::Lang;
use scoring::registry::Registry;
use scoring::rulebook::Rulebooks;
use scoring::time::Instant;

/// The name of the kit's ZIP.
pub const ZIP_NAME: &str = "flagpost-contract.zip";

/// The files of the kit, for a county; samples happen at an instant.
pub fn files(registry: &Registry, rulebooks: &Rulebooks, at: Instant) -> Vec<File> {
    let mut files = vec![
        file("README.zh-CN.md", guide::text(Lang::Zh)),
        file("README.md", guide::text(Lang::En)),
        file("codes.csv", guide::codes_csv()),
        file("schema/event.schema.json", pretty(&schema::of_all(Some(rulebooks)))),
    ];
    for name in contract::type_names() {
        let Some(schema) = schema::of_type(name, Some(rulebooks)) else { continue };
        files.push(file(&format!("schema/{}", schema::file_name(name)), pretty(&schema)));
    }
    let samples = samples(registry, rulebooks, at);
    files.extend(
        samples.iter().map(|sample| file(&format!("samples/{}.json", sample.event_type), sample.pretty())),
    );
    let lines: Vec<String> = samples.iter().map(Sample::line).collect();
    files.push(file("samples/all.ndjson", lines.join("\n") + "\n"));
    files
}

fn file(name: &str, text: String) -> File {
    File::of(name, text)
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
