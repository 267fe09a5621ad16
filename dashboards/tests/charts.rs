//! Charts: what draws them comes from here alone, as its makers published it, and compressed.
#![allow(clippy::unwrap_used)]

mod bureau;
mod desk;
mod reader;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use dashboards::app::{App, Settings};
use dashboards::assets;
use flate2::read::GzDecoder;
use ingest::store::digest::hex;
use sha2::{Digest, Sha256};
use std::io::Read;
use tower::ServiceExt;

#[test]
fn echarts_is_what_its_package_has() {
    let digest: [u8; 32] = Sha256::digest(assets::ECHARTS).into();
    assert_eq!(hex(&digest), "61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5");
    assert!(include_str!("../assets/vendor/README.md").contains(&hex(&digest)), "as its page says");
}

#[test]
fn echarts_goes_compressed_to_who_takes_it_so() {
    let hall = bureau::hall("charts-asset");
    let app = App::new(hall.live(), hall.clock(), Settings::of(&hall.folder));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ask = |takes: &str| {
        let request = Request::get("/assets/echarts.js").header("accept-encoding", takes);
        let request = request.body(Body::empty()).unwrap();
        let router = dashboards::router::router(app.clone());
        let response: Response<Body> = runtime.block_on(router.oneshot(request)).unwrap();
        let packed =
            response.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
        (packed, runtime.block_on(to_bytes(response.into_body(), 4 << 20)).unwrap())
    };
    let (packed, bytes) = ask("gzip, deflate, br");
    assert_eq!(packed.as_deref(), Some("gzip"));
    assert!(bytes.len() < 260_000, "{}", bytes.len());
    let mut text = String::new();
    GzDecoder::new(bytes.as_ref()).read_to_string(&mut text).unwrap();
    assert_eq!(text, assets::ECHARTS);
    let (packed, bytes) = ask("identity");
    assert_eq!((packed, bytes.as_ref()), (None, assets::ECHARTS.as_bytes()));
}
