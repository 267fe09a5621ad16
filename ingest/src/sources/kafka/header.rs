//! Reads a message's header by its name.
//!
//! The client library's own way reads every header's name as text and panics where one is no UTF-8, which any sender can
//! make it. A panic ends the worker, the next owner of the lane would meet the same message, and the lane would stand for
//! ever. librdkafka's own function asks for one name and looks at no other; it is called here, and `unsafe` nowhere else.
#![allow(unsafe_code)]

use rdkafka::bindings::{rd_kafka_header_get_last, rd_kafka_message_headers};
use rdkafka::message::BorrowedMessage;
use rdkafka::types::RDKafkaRespErr;
use std::ffi::CString;
use std::ptr;

/// The value of the last header of a name; empty where it is null.
pub(super) fn last<'m>(message: &'m BorrowedMessage<'_>, name: &str) -> Option<&'m [u8]> {
    let name = CString::new(name).ok()?;
    let mut headers = ptr::null_mut();
    // SAFETY: the message is alive for 'm, and its headers with it; they are parsed in place and owned by it.
    let told = unsafe { rd_kafka_message_headers(message.ptr(), &mut headers) };
    if told != RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR || headers.is_null() {
        return None;
    }
    let (mut value, mut bytes) = (ptr::null(), 0);
    // SAFETY: headers are those of the message, the name ends in a zero; value and bytes are written where it is found.
    let told = unsafe { rd_kafka_header_get_last(headers, name.as_ptr(), &mut value, &mut bytes) };
    if told != RDKafkaRespErr::RD_KAFKA_RESP_ERR_NO_ERROR {
        return None;
    }
    if value.is_null() || bytes == 0 {
        return Some(&[]);
    }
    // SAFETY: librdkafka answers with a value of so many bytes inside the message, which outlives 'm.
    Some(unsafe { std::slice::from_raw_parts(value.cast::<u8>(), bytes) })
}
