//! One node of Apache Kafka, broker and controller in one.

use super::{begin, free_port, new_folder, output, provisioned, wait_until};
use std::fs::{self, File};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Any cluster id will do.
const CLUSTER_ID: &str = "ZmxhZ3Bvc3QtdGVzdHMtMQ";

/// A broker that runs until it is dropped.
pub struct Kafka {
    /// `127.0.0.1:PORT`
    pub brokers: String,
    /// Further listeners: the protocol, and `localhost:PORT`.
    listeners: Vec<(&'static str, String)>,
    home: PathBuf,
    folder: PathBuf,
    process: Option<Child>,
}

impl Kafka {
    /// Starts a broker without topics.
    pub fn start() -> Option<Kafka> {
        Kafka::start_with(&[], |_| String::new())
    }

    /// Starts one that listens by further protocols too (`SSL`, `SASL_SSL` …), with further lines of configuration, which
    /// may name files of its folder and replace lines.
    pub fn start_with(protocols: &[&'static str], further: impl FnOnce(&Path) -> String) -> Option<Kafka> {
        let home = provisioned("kafka")?;
        let folder = new_folder("kafka");
        let (port, controller) = (free_port(), free_port());
        let listeners: Vec<(&'static str, String)> =
            protocols.iter().map(|protocol| (*protocol, format!("localhost:{}", free_port()))).collect();
        let more: String =
            listeners.iter().map(|(protocol, address)| format!(",{protocol}://{address}")).collect();
        let properties = format!(
            "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:{controller}\n\
             listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}{more}\n\
             advertised.listeners=PLAINTEXT://127.0.0.1:{port}{more}\ncontroller.listener.names=CONTROLLER\n\
             listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,\
             SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL\n\
             inter.broker.listener.name=PLAINTEXT\nlog.dirs={}\noffsets.topic.replication.factor=1\n\
             offsets.topic.num.partitions=1\ntransaction.state.log.replication.factor=1\n\
             transaction.state.log.min.isr=1\ngroup.initial.rebalance.delay.ms=0\nauto.create.topics.enable=false\n\
             log.segment.bytes=104857600\n{}",
            folder.join("log").display(),
            further(&folder),
        );
        fs::write(folder.join("server.properties"), properties).unwrap();
        let mut kafka =
            Kafka { brokers: format!("127.0.0.1:{port}"), listeners, home, folder, process: None };
        let mut format = kafka.java("kafka.tools.StorageTool");
        format.args(["format", "--cluster-id", CLUSTER_ID, "--config"]);
        let formatted = output(format.arg(kafka.folder.join("server.properties")));
        assert!(formatted.status.success(), "{}", String::from_utf8_lossy(&formatted.stderr));
        kafka.resume();
        Some(kafka)
    }

    fn java(&self, class: &str) -> Command {
        let mut java = Command::new("java");
        java.args(["-Xmx512m", "-Xshare:auto", "-cp"]).arg(self.home.join("libs/*")).arg(class);
        java
    }

    /// The address of a further listener.
    pub fn listener(&self, protocol: &str) -> &str {
        &self.listeners.iter().find(|(known, _)| *known == protocol).unwrap().1
    }

    /// Runs one of Kafka's own tools to its end.
    pub fn tool(&self, class: &str, args: &[&str]) {
        let told = output(self.java(class).args(args));
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    }

    /// The folder that is its own.
    pub fn folder(&self) -> &Path {
        &self.folder
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
        let mut kafka = self.java("kafka.Kafka");
        kafka.arg(self.folder.join("server.properties")).stdin(Stdio::null());
        self.process = Some(begin(kafka.stdout(log.try_clone().unwrap()).stderr(log)));
        wait_until("Kafka answers", || {
            let ended = self.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "Kafka ended: {}", self.folder.join("server.log").display());
            TcpStream::connect(&self.brokers).is_ok()
        });
    }
}

impl Drop for Kafka {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
