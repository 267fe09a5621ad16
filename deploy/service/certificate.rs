//! The service's own certificate: how long it still holds, as a figure, and in the log from thirty days before its end.

use ingest::live::Clock;
use ingest::metrics::Metrics;
use ingest::sources::http::CERTIFICATE_TOLD_DAYS;
use ingest::sources::http::tls::Tls;
use std::sync::Arc;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// Looks how long the certificate holds.
pub struct Watcher {
    tls: Arc<Tls>,
    clock: Clock,
    metrics: Metrics,
    /// How many days were left when it was told last.
    told: Option<i64>,
}

impl Watcher {
    /// Of a certificate.
    pub fn new(tls: Arc<Tls>, clock: Clock, metrics: Metrics) -> Watcher {
        Watcher { tls, clock, metrics, told: None }
    }

    /// Looks, and tells once for each day that is left.
    pub fn look(&mut self) {
        let Some(ends) = self.tls.ends() else { return };
        let seconds = (ends.0 - (self.clock)().0).div_euclid(NANOS_PER_SECOND);
        self.metrics.set_certificate_ends(seconds);
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        if days >= CERTIFICATE_TOLD_DAYS {
            self.told = None;
            return;
        }
        if self.told == Some(days) {
            return;
        }
        self.told = Some(days);
        if days < 0 {
            tracing::error!(
                "the service's certificate has ended: put a new one where [tls] says, and reload"
            );
        } else {
            tracing::warn!(
                days,
                "the service's certificate ends in {days} days: put a new one where [tls] says, and reload"
            );
        }
    }
}
