//! What a browser fetches for its first page: the page with its styles and scripts, as gzip sends them; ECharts apart.

use super::load::{Load, agent, fetch};
use crate::commands::Failure;
use anyhow::{Context as _, anyhow};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// What the first page may weigh, in thousands of bytes.
const KILOBYTES_MAX: usize = 300;

/// Tells what the first page weighs, and fails where it is too much.
pub fn measure(load: &Load<'_>) -> Result<(), Failure> {
    let agent = agent();
    for path in ["/windows", "/today"] {
        let (status, page) = fetch(&agent, load.address, path, &load.cookie)?;
        if status != 200 {
            continue;
        }
        let text = String::from_utf8_lossy(&page).into_owned();
        let (mut whole, mut parts) = (gzipped(&page)?, Vec::new());
        for asset in assets(&text) {
            let (_, bytes) = fetch(&agent, load.address, &asset, &load.cookie)?;
            let size = gzipped(&bytes)?;
            let is_chart_library = asset.contains("echarts");
            whole += if is_chart_library { 0 } else { size };
            let name = asset.rsplit('/').next().unwrap_or_default().split('?').next().unwrap_or_default();
            let apart = if is_chart_library { ", apart" } else { "" };
            parts.push(format!("{name} {:.1}{apart}", size as f64 / 1e3));
        }
        println!(
            "first load     {path}: {:.1} kB gzip'd (page {:.1}, {}); the page is {:.0} kB unpacked",
            whole as f64 / 1e3,
            gzipped(&page)? as f64 / 1e3,
            parts.join(", "),
            page.len() as f64 / 1e3
        );
        if whole > KILOBYTES_MAX * 1000 {
            return Err(anyhow!("{path} weighs more than {KILOBYTES_MAX} kB").into());
        }
    }
    Ok(())
}

/// The styles and scripts that a page names.
fn assets(page: &str) -> Vec<String> {
    let named = page.split(['"', '\'']).filter(|part| part.starts_with("/assets/"));
    let is_part = |path: &&str| path.contains(".css") || path.contains(".js");
    let mut assets: Vec<String> = named.filter(is_part).map(str::to_owned).collect();
    assets.sort_unstable();
    assets.dedup();
    assets
}

fn gzipped(bytes: &[u8]) -> Result<usize, Failure> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).context("cannot pack")?;
    Ok(packed.finish().context("cannot pack")?.len())
}

#[cfg(test)]
mod tests {
    #[test]
    fn styles_and_scripts_are_found_once_each() {
        let page = r#"<link href="/assets/page.css?v=1"><script src="/assets/page.js?v=1"></script><link href="/assets/page.css?v=1"><img src="/assets/flag.svg">"#;
        assert_eq!(super::assets(page), ["/assets/page.css?v=1", "/assets/page.js?v=1"]);
    }
}
