//! How Kafka is reached: plain settings, and what the client library is told of them.
//!
//! Producer, consumer and admin client share brokers and security; the rest of what each is told is fixed here, with why.

use super::trouble::{Trouble, TroubleKind};
use rdkafka::ClientConfig;
use rdkafka::config::RDKafkaLogLevel;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Whether this build can speak TLS and SCRAM.
pub const HAS_TLS: bool = cfg!(feature = "kafka-tls");

/// How Kafka is reached, and as whom.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `host:port` of some of the brokers; the others are learnt from them.
    pub brokers: Vec<String>,
    /// The consumer group that the workers share.
    pub group: String,
    /// Topics with events, by suffix (`all`, `22`) or full name.
    pub topics: Vec<String>,
    /// A name of this worker that stays the same over restarts, unique in the group: a worker that comes back within
    /// `session` keeps its lanes without anybody moving. None: lanes are handed over at once when a worker leaves.
    pub member: Option<String>,
    /// How the connection is protected.
    pub security: Security,
    /// How long a worker that is not heard from keeps its lanes. Brokers take 6 seconds to 30 minutes by default.
    pub session: Duration,
    /// How long a worker may be busy between two polls before its lanes are given to others.
    pub poll_gap: Duration,
    /// KiB of messages that are fetched ahead: the bound on what waits in memory before it is polled.
    pub ahead_kibibytes: u32,
    /// How long a message is tried to be delivered before its sender is refused.
    pub delivery: Duration,
}

impl Settings {
    /// Plain settings for brokers, with defaults for everything else.
    pub fn of(brokers: &str) -> Settings {
        Settings {
            brokers: brokers.split(',').map(|broker| broker.trim().to_owned()).collect(),
            group: "flagpost".to_owned(),
            topics: vec!["all".to_owned()],
            member: None,
            security: Security::Plaintext,
            session: Duration::from_secs(10),
            poll_gap: Duration::from_secs(300),
            ahead_kibibytes: 32 << 10,
            delivery: Duration::from_secs(20),
        }
    }
}

/// How the connection is protected, and who we say that we are.
#[derive(Clone, Debug)]
pub enum Security {
    /// Neither encrypted nor authenticated.
    Plaintext,
    /// Encrypted; authenticated where there is a certificate of our own.
    Tls(Tls),
    /// Authenticated over an open line: for closed networks alone.
    SaslPlaintext(Sasl),
    /// Both.
    SaslTls(Tls, Sasl),
}

/// Whom we trust, and our own certificate.
#[derive(Clone, Default, Debug)]
pub struct Tls {
    /// PEM file with the authorities whose brokers are trusted; none: those of the system.
    pub authority: Option<PathBuf>,
    /// Our own certificate, where brokers ask for one.
    pub identity: Option<Identity>,
}

/// A certificate with its key.
#[derive(Clone, Debug)]
pub struct Identity {
    /// PEM file with the certificate.
    pub certificate: PathBuf,
    /// PEM file with its key.
    pub key: PathBuf,
    /// What the key is encrypted with.
    pub key_password: Option<Secret>,
}

/// A user with a password.
#[derive(Clone, Debug)]
pub struct Sasl {
    /// How the password is proven.
    pub mechanism: Mechanism,
    /// The user.
    pub user: String,
    /// Its password.
    pub password: Secret,
}

/// How a password is proven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mechanism {
    /// The password itself is sent: over TLS alone.
    Plain,
    /// SCRAM with SHA-256.
    ScramSha256,
    /// SCRAM with SHA-512.
    ScramSha512,
}

impl Mechanism {
    /// The mechanism of a name as brokers write it.
    pub fn of_word(word: &str) -> Option<Mechanism> {
        [Mechanism::Plain, Mechanism::ScramSha256, Mechanism::ScramSha512]
            .into_iter()
            .find(|mechanism| mechanism.word() == word)
    }

    /// Its name as brokers write it.
    pub fn word(self) -> &'static str {
        match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::ScramSha256 => "SCRAM-SHA-256",
            Mechanism::ScramSha512 => "SCRAM-SHA-512",
        }
    }
}

/// A password, which shows nowhere.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A password as it is.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The first line of a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or there is nothing in it.
    pub fn from_file(path: &Path) -> Result<Secret, Trouble> {
        let name = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            unfit(
                format_args!("无法读取密码文件 {name}：{error}"),
                format_args!("cannot read the password file {name}: {error}"),
            )
        })?;
        Secret::of_line(&text).ok_or_else(|| {
            unfit(
                format_args!("密码文件 {name} 是空的，请把密码写在第一行"),
                format_args!("the password file {name} is empty: write the password in its first line"),
            )
        })
    }

    /// The value of an environment variable.
    ///
    /// # Errors
    ///
    /// It is not set, or empty.
    pub fn from_environment(variable: &str) -> Result<Secret, Trouble> {
        std::env::var(variable).ok().and_then(|text| Secret::of_line(&text)).ok_or_else(|| {
            unfit(
                format_args!("环境变量 {variable} 没有设置密码"),
                format_args!("the environment variable {variable} has no password: set it"),
            )
        })
    }

    fn of_line(text: &str) -> Option<Secret> {
        let line = text.lines().next().unwrap_or_default();
        (!line.is_empty()).then(|| Secret(line.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// What every client is told.
fn client(settings: &Settings) -> Result<ClientConfig, Trouble> {
    if settings.brokers.iter().all(String::is_empty) {
        return Err(unfit(
            "没有填写 Kafka 的 brokers 地址",
            "no brokers of Kafka are named: write their host:port",
        ));
    }
    check_build(&settings.security)?;
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", settings.brokers.join(","))
        .set("client.id", "flagpost")
        // Topics are made by `flagpost cluster init` alone, with the number of partitions that the store knows.
        .set("allow.auto.create.topics", "false")
        // New topics and brokers are seen soon.
        .set("topic.metadata.refresh.interval.ms", "30000")
        .set("reconnect.backoff.ms", "100")
        .set("reconnect.backoff.max.ms", "5000")
        .set("socket.keepalive.enable", "true")
        // An idle connection that the broker closes is no trouble.
        .set("log.connection.close", "false")
        .set_log_level(RDKafkaLogLevel::Warning);
    secure(&mut config, &settings.security);
    Ok(config)
}

/// What the consumer is told.
pub(super) fn consumer(settings: &Settings) -> Result<ClientConfig, Trouble> {
    let mut config = client(settings)?;
    let session = settings.session.as_millis();
    config
        .set("group.id", &settings.group)
        .set("partition.assignment.strategy", "cooperative-sticky")
        .set("session.timeout.ms", session.to_string())
        .set("heartbeat.interval.ms", (session / 4).clamp(500, 3000).to_string())
        .set("max.poll.interval.ms", settings.poll_gap.max(settings.session).as_millis().to_string())
        // Positions are the store's: nothing is committed that it does not have.
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        // Lanes are started at an offset that is there. Where it is there no more, that is told, never passed over.
        .set("auto.offset.reset", "error")
        .set("check.crcs", "true")
        // What waits in memory: the queue up to this, and at most one answer of each broker beyond it.
        .set("queued.max.messages.kbytes", settings.ahead_kibibytes.to_string())
        .set("fetch.max.bytes", (2 << 20).to_string())
        .set("fetch.message.max.bytes", (512 << 10).to_string())
        // A full queue is looked at again soon; with the default of a second it would run dry in between.
        .set("fetch.queue.backoff.ms", "10")
        .set("fetch.wait.max.ms", "100")
        .set("fetch.error.backoff.ms", "200")
        // Ends of lanes, for the lag.
        .set("statistics.interval.ms", "5000");
    if let Some(member) = &settings.member {
        config.set("group.instance.id", member);
    }
    Ok(config)
}

/// What a producer is told.
pub(super) fn producer(settings: &Settings) -> Result<ClientConfig, Trouble> {
    let mut config = client(settings)?;
    config
        // Acknowledged by every replica in step, in order, and once even where an acknowledgement was lost.
        .set("acks", "all")
        .set("enable.idempotence", "true")
        // As the Java client places keys.
        .set("partitioner", "murmur2_random")
        .set("compression.type", "lz4")
        .set("linger.ms", "5")
        .set("message.timeout.ms", settings.delivery.as_millis().to_string())
        // What waits in memory.
        .set("queue.buffering.max.kbytes", (64 << 10).to_string())
        .set("queue.buffering.max.messages", "200000")
        .set("message.max.bytes", MESSAGE_BYTES_MAX.to_string());
    Ok(config)
}

/// What the client that makes topics is told.
pub(super) fn admin(settings: &Settings) -> Result<ClientConfig, Trouble> {
    client(settings)
}

/// The largest batch of messages: Kafka's own default, far above an event's 64 KiB.
pub(super) const MESSAGE_BYTES_MAX: u32 = 1_000_000;

fn check_build(security: &Security) -> Result<(), Trouble> {
    if HAS_TLS {
        return Ok(());
    }
    let wanted = match security {
        Security::Plaintext => return Ok(()),
        Security::SaslPlaintext(sasl) if sasl.mechanism == Mechanism::Plain => return Ok(()),
        Security::SaslPlaintext(sasl) => sasl.mechanism.word(),
        Security::Tls(_) | Security::SaslTls(..) => "TLS",
    };
    Err(unfit(
        format_args!("这个程序没有编入 {wanted}；请用 cargo build --release --features kafka-tls 重新编译"),
        format_args!(
            "this program was built without {wanted}: build it with cargo build --release --features kafka-tls"
        ),
    ))
}

fn secure(config: &mut ClientConfig, security: &Security) {
    let protocol = match security {
        Security::Plaintext => "plaintext",
        Security::Tls(_) => "ssl",
        Security::SaslPlaintext(_) => "sasl_plaintext",
        Security::SaslTls(..) => "sasl_ssl",
    };
    config.set("security.protocol", protocol);
    let (tls, sasl) = match security {
        Security::Plaintext => (None, None),
        Security::Tls(tls) => (Some(tls), None),
        Security::SaslPlaintext(sasl) => (None, Some(sasl)),
        Security::SaslTls(tls, sasl) => (Some(tls), Some(sasl)),
    };
    if let Some(Tls { authority, identity }) = tls {
        if let Some(authority) = authority {
            config.set("ssl.ca.location", authority.display().to_string());
        }
        if let Some(Identity { certificate, key, key_password }) = identity {
            config.set("ssl.certificate.location", certificate.display().to_string());
            config.set("ssl.key.location", key.display().to_string());
            if let Some(Secret(password)) = key_password {
                config.set("ssl.key.password", password);
            }
        }
    }
    if let Some(Sasl { mechanism, user, password: Secret(password) }) = sasl {
        config.set("sasl.mechanisms", mechanism.word());
        config.set("sasl.username", user);
        config.set("sasl.password", password);
    }
}

fn unfit(zh: impl fmt::Display, en: impl fmt::Display) -> Trouble {
    Trouble::new(TroubleKind::Settings, zh, en)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn scram(mechanism: Mechanism) -> Sasl {
        Sasl { mechanism, user: "flagpost".to_owned(), password: Secret::new("geheim") }
    }

    #[test]
    fn passwords_show_nowhere() {
        let mut settings = Settings::of("kafka-1:9092");
        settings.security = Security::SaslPlaintext(scram(Mechanism::Plain));
        let shown = format!("{settings:?} {:?}", consumer(&settings).unwrap());
        assert!(!shown.contains("geheim"), "{shown}");
    }

    #[test]
    fn a_build_without_tls_says_what_to_build() {
        for security in [
            Security::Tls(Tls::default()),
            Security::SaslPlaintext(scram(Mechanism::ScramSha256)),
            Security::SaslTls(Tls::default(), scram(Mechanism::Plain)),
        ] {
            let settings = Settings { security, ..Settings::of("kafka-1:9093") };
            let told = consumer(&settings).err().map(|trouble| trouble.to_string());
            assert_eq!(told.is_none(), HAS_TLS);
            assert!(HAS_TLS || told.unwrap().contains("--features kafka-tls"));
        }
    }

    #[test]
    fn the_library_takes_what_it_is_told() {
        let settings =
            Settings { member: Some("worker-1".to_owned()), ..Settings::of("kafka-1:9092, kafka-2:9092") };
        for config in [consumer(&settings), producer(&settings), admin(&settings)] {
            config.unwrap().create_native_config().unwrap();
        }
        assert!(producer(&Settings::of("")).is_err());
    }

    #[test]
    fn a_secret_is_the_first_line() {
        assert_eq!(Secret::of_line("geheim\nmore").unwrap().0, "geheim");
        assert!(Secret::of_line("\n").is_none());
    }
}
