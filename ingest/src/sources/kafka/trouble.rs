//! What can go wrong with Kafka, told so that an administrator knows what was attempted and how to mend it.

use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};
use std::fmt;

/// Something did not go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// Of which kind it is.
    pub kind: TroubleKind,
    /// Chinese, then English.
    text: String,
}

/// What a trouble asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TroubleKind {
    /// The settings do not fit together, or not this build.
    Settings,
    /// No broker is reached, or none that leads; it is tried again.
    Away,
    /// Kafka knows neither the user nor the certificate, or does not allow it.
    Denied,
    /// A topic does not exist.
    NoTopic,
    /// A message is longer than the broker takes.
    TooLarge,
    /// The client must be made anew.
    Fatal,
    /// Anything else; the text has Kafka's own words.
    Other,
}

impl Trouble {
    /// A trouble in both languages.
    pub fn new(kind: TroubleKind, zh: impl fmt::Display, en: impl fmt::Display) -> Trouble {
        Trouble { kind, text: format!("{zh} / {en}") }
    }

    /// A trouble that is worded already.
    pub(super) fn told(kind: TroubleKind, text: impl fmt::Display) -> Trouble {
        Trouble { kind, text: text.to_string() }
    }

    /// What the client met when it attempted something; `reason` is what librdkafka said besides.
    pub(super) fn met(zh: &str, en: &str, error: &KafkaError, reason: &str) -> Trouble {
        let kind = kind(error);
        let (mend_zh, mend_en) = mend(kind);
        let told = if reason.is_empty() { error.to_string() } else { format!("{error}: {reason}") };
        Trouble::new(kind, format_args!("{zh}：{told}；{mend_zh}"), format_args!("{en}: {told}; {mend_en}"))
    }

    /// Whether it may go away by itself.
    pub fn is_passing(&self) -> bool {
        match self.kind {
            TroubleKind::Away | TroubleKind::NoTopic | TroubleKind::Other => true,
            TroubleKind::Settings | TroubleKind::Denied | TroubleKind::TooLarge | TroubleKind::Fatal => false,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl std::error::Error for Trouble {}

fn kind(error: &KafkaError) -> TroubleKind {
    if matches!(error, KafkaError::ClientConfig(..) | KafkaError::ClientCreation(_)) {
        return TroubleKind::Settings;
    }
    if matches!(error, KafkaError::MessageConsumptionFatal(_)) {
        return TroubleKind::Fatal;
    }
    // Codes are many and grow; each that is not named asks for nothing special.
    #[allow(clippy::wildcard_enum_match_arm)]
    match error.rdkafka_error_code() {
        Some(
            Code::AllBrokersDown
            | Code::BrokerTransportFailure
            | Code::Resolve
            | Code::MessageTimedOut
            | Code::OperationTimedOut
            | Code::TimedOutQueue
            | Code::RequestTimedOut
            | Code::NodeUpdate
            | Code::WaitingForCoordinator
            | Code::CoordinatorNotAvailable
            | Code::CoordinatorLoadInProgress
            | Code::NotCoordinator
            | Code::LeaderNotAvailable
            | Code::NotLeaderForPartition
            | Code::NotEnoughReplicas
            | Code::NotEnoughReplicasAfterAppend
            | Code::NetworkException
            | Code::BrokerNotAvailable,
        ) => TroubleKind::Away,
        Some(
            Code::Authentication
            | Code::SaslAuthenticationFailed
            | Code::UnsupportedSASLMechanism
            | Code::TopicAuthorizationFailed
            | Code::GroupAuthorizationFailed
            | Code::ClusterAuthorizationFailed
            | Code::SSL,
        ) => TroubleKind::Denied,
        Some(Code::UnknownTopicOrPartition | Code::UnknownTopic | Code::UnknownPartition) => {
            TroubleKind::NoTopic
        }
        Some(Code::MessageSizeTooLarge | Code::InvalidMessageSize) => TroubleKind::TooLarge,
        Some(Code::Fatal) => TroubleKind::Fatal,
        _ => TroubleKind::Other,
    }
}

fn mend(kind: TroubleKind) -> (&'static str, &'static str) {
    match kind {
        TroubleKind::Settings => ("请更正 Kafka 配置", "mend the settings of Kafka"),
        TroubleKind::Away => (
            "请检查 brokers 地址、网络、代理是否在运行，以及 security 是否与代理的要求一致；恢复后自动继续",
            "check the addresses of the brokers, the network, whether they run, and whether `security` is as they want it; it goes on by itself \
             once they are back",
        ),
        TroubleKind::Denied => (
            "请检查用户名、密码、证书以及该用户对主题和消费组的权限",
            "check user, password and certificate, and what this user is allowed to do with the topics and the group",
        ),
        TroubleKind::NoTopic => {
            ("请运行 flagpost cluster init 建立主题", "run flagpost cluster init, which makes the topics")
        }
        TroubleKind::TooLarge => (
            "请调大主题的 max.message.bytes，或减小消息",
            "raise the topic's max.message.bytes, or send less in a message",
        ),
        TroubleKind::Fatal => ("请重启本程序", "start this program anew"),
        TroubleKind::Other => ("请查看代理的日志", "see the broker's log"),
    }
}
