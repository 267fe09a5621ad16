//! Serves a router, plainly or over TLS: connections that dawdle are let go, and a stop does not wait for them.

use super::tls::Tls;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How often the files of the certificate are looked at.
const CERTIFICATE_EVERY: Duration = Duration::from_secs(5);

/// For thirty days browsers that were here over TLS come over TLS alone.
const OVER_TLS_ALONE: &str = "max-age=2592000";

/// How TLS begins: a record of the handshake.
const HANDSHAKE: u8 = 0x16;

/// How long clients are waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the handshake of TLS.
    pub handshake: Duration,
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
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(30),
            body_piece: Duration::from_secs(30),
            stop: Duration::from_secs(5),
        }
    }
}

/// How clients are spoken with.
#[derive(Clone, Debug)]
pub enum Door {
    /// Without TLS.
    Plain,
    /// Over TLS alone; the certificate is read again when its files change.
    Tls(Arc<Tls>),
}

/// From so many days before the certificate's end it is told.
pub const CERTIFICATE_TOLD_DAYS: i64 = 30;

/// Serves until told to stop. Requests that have begun are answered first, as far as patience goes.
pub async fn serve(
    mut listener: TcpListener,
    door: Door,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()> + Send,
) {
    let mut router = router.layer(RequestBodyTimeoutLayer::new(patience.body_piece));
    if let Door::Tls(_) = door {
        let over_tls_alone = HeaderValue::from_static(OVER_TLS_ALONE);
        let name = header::STRICT_TRANSPORT_SECURITY;
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, over_tls_alone));
    }
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let (mut connections, open) = (JoinSet::new(), GracefulShutdown::new());
    let (stopping, is_stopping) = watch::channel(false);
    let mut renewal = tokio::time::interval(CERTIFICATE_EVERY);
    renewal.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            (stream, peer) = Listener::accept(&mut listener) => {
                // Without it an answer can wait 40 ms for a full packet.
                let _ = stream.set_nodelay(true);
                let guest = Guest { http: http.clone(), watcher: open.watcher(), peer };
                match &door {
                    Door::Plain => {
                        connections.spawn(guest.served(stream, router.clone()));
                    }
                    Door::Tls(tls) => {
                        let (tls, router, is_stopping) = (tls.clone(), router.clone(), is_stopping.clone());
                        connections.spawn(guest.welcomed(stream, tls, router, patience.handshake, is_stopping));
                    }
                }
            }
            // What became of it is the client's matter; the answers were given.
            Some(_) = connections.join_next() => {}
            _ = renewal.tick() => {
                if let Door::Tls(tls) = &door {
                    let tls = tls.clone();
                    tokio::task::spawn_blocking(move || tls.look());
                }
            }
            () = &mut stop => break,
        }
    }
    // Nobody new gets in from here on.
    drop(listener);
    let _ = stopping.send(true);
    if tokio::time::timeout(patience.stop, open.shutdown()).await.is_err() {
        tracing::warn!(
            connections = connections.len(),
            "stopped without waiting longer for requests that were not whole"
        );
    }
}

/// A connection that is to be served.
struct Guest {
    http: http1::Builder,
    watcher: Watcher,
    /// Whose connection it is.
    peer: SocketAddr,
}

/// Tells every request of a connection whose it is.
struct Addressed {
    inner: TowerToHyperService<Router>,
    peer: SocketAddr,
}

impl Service<Request<Incoming>> for Addressed {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.inner.call(request)
    }
}

impl Guest {
    async fn served(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static, router: Router) {
        let service = Addressed { inner: TowerToHyperService::new(router), peer: self.peer };
        let connection = self.http.serve_connection(TokioIo::new(stream), service);
        let _ = self.watcher.watch(connection).await;
    }

    /// Served after the handshake, for which nobody else waits. Whoever says nothing, or not the right thing, is let go, and
    /// nobody in a handshake holds up a stop.
    async fn welcomed(
        self,
        stream: TcpStream,
        tls: Arc<Tls>,
        router: Router,
        patience: Duration,
        mut is_stopping: watch::Receiver<bool>,
    ) {
        let handshake = async {
            let mut first = [0];
            match stream.peek(&mut first).await {
                Ok(1) if first[0] == HANDSHAKE => {
                    let accepted = tls.acceptor().accept(stream).await;
                    accepted.ok().map(|stream| Spoken::Tls(Box::new(stream)))
                }
                Ok(1) if first[0].is_ascii_uppercase() => Some(Spoken::Plain(stream)),
                Ok(_) | Err(_) => None,
            }
        };
        let welcomed = tokio::select! {
            welcomed = tokio::time::timeout(patience, handshake) => welcomed.ok().flatten(),
            _ = is_stopping.wait_for(|is_stopping| *is_stopping) => None,
        };
        match welcomed {
            Some(Spoken::Tls(stream)) => self.served(*stream, router).await,
            Some(Spoken::Plain(stream)) => self.served(stream, Router::new().fallback(over_there)).await,
            None => {}
        }
    }
}

/// What a client speaks where TLS is wanted.
enum Spoken {
    Tls(Box<tokio_rustls::server::TlsStream<TcpStream>>),
    Plain(TcpStream),
}

/// Leads a browser that came without TLS to the same address over TLS. What others sent was sent in the open; they are told.
async fn over_there(request: Request<axum::body::Body>) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let is_read = request.method() == axum::http::Method::GET || request.method() == axum::http::Method::HEAD;
    let there = host.filter(|_| is_read).and_then(|host| format!("https://{host}{path}").parse::<Uri>().ok());
    match there {
        Some(there) => Redirect::permanent(&there.to_string()).into_response(),
        None => {
            let told =
                "此端口只接受 HTTPS / this port speaks HTTPS alone: write https:// before the address\n";
            (StatusCode::BAD_REQUEST, [(header::CONNECTION, "close")], told).into_response()
        }
    }
}
