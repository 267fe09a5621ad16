//! Reads and unpacks requests' bodies, within bounds: of each, and of all that are in memory at once.

use super::answer::{Problem, refused};
use crate::live::Refused;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt as _;
use std::io::Read as _;
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many bodies of the largest size may be in memory at once; more are told to wait.
const LARGE_BODIES_MAX: usize = 16;

/// Room in memory for bodies.
pub struct Room {
    /// What is free, in KiB.
    free: Semaphore,
    /// Bytes of a body, packed and unpacked.
    body_bytes_max: usize,
}

/// A body with the room that it takes, until it is answered.
pub struct Held<'r> {
    pub bytes: Vec<u8>,
    pub room: SemaphorePermit<'r>,
}

impl Room {
    pub fn new(body_bytes_max: usize) -> Room {
        Room { free: Semaphore::new(LARGE_BODIES_MAX * kibibytes(body_bytes_max)), body_bytes_max }
    }

    /// Reads a body, and unpacks it where it is packed.
    pub async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Held<'_>, Problem> {
        let body = self.read_as_sent(headers, body).await?;
        match headers.get(header::CONTENT_ENCODING).map(|value| value.as_bytes()) {
            None | Some(b"identity") => Ok(body),
            Some(b"gzip" | b"x-gzip") => self.unzip(body),
            Some(_) => Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "只接受 gzip 压缩或不压缩 / only gzip or no Content-Encoding is taken",
            )),
        }
    }

    /// Room is taken as the body arrives, so that who sends slowly or not at all takes none from others.
    async fn read_as_sent(&self, headers: &HeaderMap, mut body: Body) -> Result<Held<'_>, Problem> {
        let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        let said: usize = said.unwrap_or_default();
        if said > self.body_bytes_max {
            return Err(self.too_long());
        }
        // Better now than in the middle.
        if self.free.available_permits() < kibibytes(said) {
            return Err(refused(Refused::Busy));
        }
        let (mut bytes, mut room) = (Vec::new(), self.take(0)?);
        while let Some(frame) = body.frame().await {
            let Ok(piece) = frame.map_err(|_| broken_off())?.into_data() else { continue };
            if bytes.len() + piece.len() > self.body_bytes_max {
                return Err(self.too_long());
            }
            bytes.extend_from_slice(&piece);
            self.grow(&mut room, bytes.len())?;
        }
        Ok(Held { bytes, room })
    }

    fn unzip<'r>(&'r self, Held { bytes: packed, mut room }: Held<'r>) -> Result<Held<'r>, Problem> {
        let most = self.body_bytes_max;
        // How long it becomes is not known before it is there.
        self.grow(&mut room, most)?;
        let mut bytes = Vec::with_capacity((packed.len() * 4).min(most));
        // One byte more than allowed shows that there is more.
        let read = MultiGzDecoder::new(&packed[..]).take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| {
            let what = format!("gzip 数据损坏 / the gzip data is damaged: {error}");
            Problem::new(StatusCode::BAD_REQUEST, what)
        })?;
        if bytes.len() > most {
            return Err(self.too_long());
        }
        let spare = room.num_permits().saturating_sub(kibibytes(bytes.len()));
        drop(room.split(spare));
        Ok(Held { bytes, room })
    }

    fn take(&self, kibibytes: usize) -> Result<SemaphorePermit<'_>, Problem> {
        self.free.try_acquire_many(kibibytes as u32).map_err(|_| refused(Refused::Busy))
    }

    /// Takes room up to so many bytes; what was taken before counts.
    fn grow<'r>(&'r self, room: &mut SemaphorePermit<'r>, bytes: usize) -> Result<(), Problem> {
        room.merge(self.take(kibibytes(bytes).saturating_sub(room.num_permits()))?);
        Ok(())
    }

    fn too_long(&self) -> Problem {
        let most = self.body_bytes_max;
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "请求超过 {most} 字节，请分成几次发送 / the request is longer than {most} bytes: send it in parts"
            ),
        )
    }
}

fn broken_off() -> Problem {
    Problem::later(
        StatusCode::REQUEST_TIMEOUT,
        "请求没有发完，请重发 / the request broke off before its end: send it again",
    )
}

fn kibibytes(bytes: usize) -> usize {
    bytes.div_ceil(1024)
}
