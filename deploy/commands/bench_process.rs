//! A process that is measured: this program with other arguments, asked to stop when dropped.

use super::Failure;
use anyhow::Context as _;
use std::ffi::OsStr;
use std::fs;
use std::process::{Child, Command, Stdio};

/// A process that is measured.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts this program with these arguments; what it says goes nowhere.
    pub fn start(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Process, Failure> {
        let program = std::env::current_exe().context("cannot tell where this program is")?;
        let child = Command::new(program)
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the program anew")?;
        Ok(Process { child })
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills it as a lost power line does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }

    /// The most memory that it has held, in millions of bytes.
    pub fn peak_memory_megabytes(&self) -> f64 {
        let status = self.proc("status");
        let kilobytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
        kilobytes.map_or(f64::NAN, |kilobytes: f64| kilobytes * 1024.0 / 1e6)
    }

    /// The processor time that it has taken.
    pub fn cpu_seconds(&self) -> f64 {
        cpu_seconds_of(&self.proc("stat"))
    }
}

/// The processor time that this process has taken, all threads together; to a hundredth of a second.
pub fn own_cpu_seconds() -> f64 {
    cpu_seconds_of(&fs::read_to_string("/proc/self/stat").unwrap_or_default())
}

fn cpu_seconds_of(stat: &str) -> f64 {
    // Fields 14 and 15, in hundredths of a second; the name before them may hold blanks, so counting begins after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

impl Drop for Process {
    fn drop(&mut self) {
        let stopped = Command::new("kill").arg(self.child.id().to_string()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
