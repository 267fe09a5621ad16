//! Judges a log's subjects on as many threads as there are.

use scoring::context::Context;
use scoring::gather::Gathered;
use scoring::log::SubjectIdx;
use scoring::time::Month;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

/// How many subjects a thread takes at a time.
const BLOCK: SubjectIdx = 8192;

/// What follows from all subjects of a log, for the months asked for: the same whatever the number of threads.
pub fn judge(context: &Context<'_>, months: &[Month], threads: usize) -> Gathered {
    let subjects = context.log.subject_count() as SubjectIdx;
    let next = AtomicU32::new(0);
    let mut gathered = thread::scope(|scope| {
        let judge_blocks = || {
            let mut gathered = Gathered::new(context.county, months);
            loop {
                let start = next.fetch_add(BLOCK, Ordering::Relaxed);
                if start >= subjects {
                    return gathered;
                }
                gathered.judge_subjects(context, start..(start + BLOCK).min(subjects));
            }
        };
        let others: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(judge_blocks)).collect();
        let mut gathered = judge_blocks();
        for other in others {
            match other.join() {
                Ok(found) => gathered.merge(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        gathered
    });
    gathered.judge_attendance(context);
    gathered
}
