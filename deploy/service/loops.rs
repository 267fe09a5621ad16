//! Loops of the service: something done again and again on a thread that may wait, until the loop is told to end.
//!
//! Between two rounds a loop has no thread, so that a service with many regions needs few: only as many as do something at
//! the same time.

use std::time::{Duration, Instant as Stopwatch};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};

/// What takes long is done less often: it rests so many times as long as it took.
const REST_FACTOR: u32 = 20;

/// A loop that goes on.
pub struct Loop {
    name: &'static str,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Does something after a while and then every so often. To be called within a runtime.
pub fn every(
    name: &'static str,
    (after, pause): (Duration, Duration),
    act: impl FnMut() + Send + 'static,
) -> Loop {
    let (stop, mut stopped) = oneshot::channel::<()>();
    let work = async move {
        let (mut act, mut rest) = (act, after);
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                () = tokio::time::sleep(rest) => {}
            }
            let watch = Stopwatch::now();
            let round = spawn_blocking(move || {
                act();
                act
            });
            act = match round.await {
                Ok(act) => act,
                Err(error) => {
                    tracing::error!(%error, name, "a loop broke off; it goes on when the service is started again");
                    return;
                }
            };
            rest = pause.max(watch.elapsed() * REST_FACTOR);
        }
    };
    Loop { name, stop, task: tokio::spawn(work) }
}

impl Loop {
    /// Tells the loop to end, and waits until it has done what it has begun.
    pub async fn end(self) {
        drop(self.stop);
        if let Err(error) = self.task.await {
            tracing::error!(%error, name = self.name, "a loop broke off");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::every;
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn a_loop_that_has_ended_does_nothing_more() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (tell, told) = mpsc::channel();
        runtime.block_on(async {
            let mut round = 0;
            let looping = every("test", (Duration::ZERO, Duration::ZERO), move || {
                round += 1;
                let _ = tell.send(round);
            });
            let third = tokio::task::spawn_blocking(move || (told.iter().nth(2), told));
            let (third, told) = third.await.expect("told");
            assert_eq!(third, Some(3));
            looping.end().await;
            // What it did it did in order, and the sender has gone with it.
            let rest: Vec<i32> = told.iter().collect();
            assert!(rest.iter().zip(4..).all(|(round, expected)| *round == expected), "{rest:?}");
        });
    }
}
