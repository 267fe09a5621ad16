//! A message with a header whose name is no text, which the client library's safe functions can neither make nor read.
#![allow(unsafe_code)]

use crate::cluster::{Cluster, Worker};
use crate::servers::wait_until;
use ingest::sources::kafka::settings::Settings;
use rdkafka::ClientConfig;
use rdkafka::bindings::{
    rd_kafka_header_add, rd_kafka_headers_new, rd_kafka_producev, rd_kafka_vtype_t as Part,
};
use rdkafka::producer::{BaseProducer, Producer as _};
use rdkafka::types::RDKafkaRespErr;
use std::ffi::{CString, c_void};
use std::time::Duration;

/// Sends an event with such a header, and the site beside it.
fn send_poison(settings: &Settings, topic: &str) {
    let mut config = ClientConfig::new();
    let producer: BaseProducer =
        config.set("bootstrap.servers", settings.brokers.join(",")).create().unwrap();
    let topic = CString::new(topic).unwrap();
    let payload = b"{\"id\":\"poison\"}";
    let told = {
        // SAFETY: all pointers live through the calls; the message is copied, and the headers are librdkafka's once it is taken.
        unsafe {
            let headers = rd_kafka_headers_new(2);
            for (name, value) in [(&b"\xff\xfe"[..], &b"x"[..]), (b"flagpost-site", b"hall")] {
                let told = rd_kafka_header_add(
                    headers,
                    name.as_ptr().cast(),
                    name.len() as isize,
                    value.as_ptr().cast(),
                    value.len() as isize,
                );
                assert_eq!(told, RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR);
            }
            rd_kafka_producev(
                producer.client().native_ptr(),
                Part::RD_KAFKA_VTYPE_TOPIC,
                topic.as_ptr(),
                Part::RD_KAFKA_VTYPE_PARTITION,
                0_i32,
                Part::RD_KAFKA_VTYPE_MSGFLAGS,
                2_i32,
                Part::RD_KAFKA_VTYPE_VALUE,
                payload.as_ptr().cast::<c_void>(),
                payload.len(),
                Part::RD_KAFKA_VTYPE_HEADERS,
                headers,
                Part::RD_KAFKA_VTYPE_END,
            )
        }
    };
    assert_eq!(told, RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR);
    producer.flush(Duration::from_secs(30)).unwrap();
}

pub fn a_header_whose_name_is_no_text_stops_nothing(cluster: &mut Cluster) {
    let settings = cluster.with_topic(1);
    send_poison(&settings, &cluster.lane(0).topic);
    let mut worker = Worker::new(&settings);
    wait_until("it came", || {
        worker.turn();
        !worker.taken.is_empty()
    });
    let taken = &worker.taken[0];
    assert_eq!(taken.payload(&taken.messages[0]), Some(&b"{\"id\":\"poison\"}"[..]));
    assert_eq!(taken.site(&taken.messages[0]), Some(&b"hall"[..]));
}
