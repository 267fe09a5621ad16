//! Serves a router: connections that dawdle are let go, and a stop does not wait for them.

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long clients are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a request's head, and between two requests of a connection.
    pub head: Duration,
    /// For the next piece of a request's body.
    pub body_piece: Duration,
    /// For requests that have begun when the service is told to stop. What is not answered by then can be sent again.
    pub stop: Duration,
}

impl Default for Patience {
    /// Enough for a bad line, and for whoever stops the service to see it stop: containers are killed after ten seconds.
    fn default() -> Patience {
        Patience {
            head: Duration::from_secs(30),
            body_piece: Duration::from_secs(30),
            stop: Duration::from_secs(5),
        }
    }
}

/// Serves until told to stop. Requests that have begun are answered first, as far as patience goes.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()> + Send,
) {
    let router = router.layer(RequestBodyTimeoutLayer::new(patience.body_piece));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let (mut connections, open) = (JoinSet::new(), GracefulShutdown::new());
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            (stream, _) = Listener::accept(&mut listener) => {
                // Without it an answer can wait 40 ms for a full packet.
                let _ = stream.set_nodelay(true);
                let service = TowerToHyperService::new(router.clone());
                let connection = http.serve_connection(TokioIo::new(stream), service);
                connections.spawn(open.watch(connection));
            }
            // What became of it is the client's matter; the answers were given.
            Some(_) = connections.join_next() => {}
            () = &mut stop => break,
        }
    }
    // Nobody new gets in from here on.
    drop(listener);
    if tokio::time::timeout(patience.stop, open.shutdown()).await.is_err() {
        tracing::warn!(
            connections = connections.len(),
            "stopped without waiting longer for requests that were not whole"
        );
    }
}
