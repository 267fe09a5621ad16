//! A ClickHouse server: the engine of libchdb with its HTTP interface, which listens while its standard input is open.

use super::{free_port, new_folder, provisioned, wait_until};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A server that runs until it is dropped.
pub struct ClickHouse {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    port: u16,
    home: PathBuf,
    folder: PathBuf,
    process: Option<Child>,
}

impl ClickHouse {
    /// Starts a server without tables; its user `default` has no password.
    pub fn start() -> Option<ClickHouse> {
        let home = provisioned("clickhouse")?;
        let (port, folder) = (free_port(), new_folder("clickhouse"));
        let mut clickhouse =
            ClickHouse { url: format!("http://127.0.0.1:{port}"), port, home, folder, process: None };
        clickhouse.resume();
        Some(clickhouse)
    }

    /// Kills it without warning.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it again on what it kept, at the same address.
    pub fn resume(&mut self) {
        let log = File::create(self.folder.join("server.log")).unwrap();
        let process = Command::new(self.home.join("clickhouse"))
            .arg(self.home.join("libchdb.so"))
            .arg("--path")
            .arg(self.folder.join("data"))
            .arg("--listen_host=127.0.0.1")
            .arg(format!("--http_port={}", self.port))
            .args([
                "--table",
                "eof",
                "--structure",
                "x String",
                "--input-format",
                "LineAsString",
                "--file",
                "-",
            ])
            .arg("--multiquery")
            .args(["--query", "SYSTEM START LISTEN HTTP; SELECT count() FROM eof FORMAT Null"])
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
        wait_until("ClickHouse answers", || {
            // A folder in use or a used port ends it, with success.
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "ClickHouse ended: {}", self.folder.join("server.log").display());
            self.answers()
        });
    }

    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut answer = String::new();
        let asked = stream.write_all(b"GET /ping HTTP/1.0\r\n\r\n");
        asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.ends_with("Ok.\n")
    }
}

impl Drop for ClickHouse {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
