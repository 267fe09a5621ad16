//! Loops of the service: something done again and again on a thread of its own, until the loop is dropped.

use anyhow::Context as _;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Stopwatch};

/// What takes long is done less often: it rests so many times as long as it took.
const REST_FACTOR: u32 = 20;

/// A loop that goes on; dropped, it ends after what it has begun.
pub struct Loop {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Does something at once and then every so often.
pub fn every(
    name: &'static str,
    pause: Duration,
    mut act: impl FnMut() + Send + 'static,
) -> anyhow::Result<Loop> {
    let (stop, stopped) = mpsc::channel::<()>();
    let work = move || {
        loop {
            let watch = Stopwatch::now();
            act();
            match stopped.recv_timeout(pause.max(watch.elapsed() * REST_FACTOR)) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    let thread = thread.with_context(|| format!("cannot start the thread {name}"))?;
    Ok(Loop { stop: Some(stop), thread: Some(thread) })
}

impl Drop for Loop {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // What went wrong there is in the log.
            let _ = thread.join();
        }
    }
}
