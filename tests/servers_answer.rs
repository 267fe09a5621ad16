//! The real servers start, answer, survive a kill and end with their test.

mod servers;

use servers::clickhouse::ClickHouse;
use servers::kafka::Kafka;
use servers::smtp::{Behaviour, Smtp};
use std::net::TcpStream;

#[test]
fn kafka_comes_back_after_a_kill() {
    let Some(mut kafka) = Kafka::start() else { return };
    kafka.kill();
    assert!(TcpStream::connect(&kafka.brokers).is_err());
    kafka.resume();
}

#[test]
fn clickhouse_comes_back_after_a_kill() {
    let Some(mut clickhouse) = ClickHouse::start() else { return };
    clickhouse.kill();
    clickhouse.resume();
}

#[test]
fn the_mail_server_comes_back_after_a_kill() {
    let Some(mut smtp) = Smtp::start(Behaviour::Accept) else { return };
    smtp.kill();
    assert!(TcpStream::connect(("127.0.0.1", smtp.port())).is_err());
    smtp.resume();
    assert!(smtp.received().is_empty());
}
