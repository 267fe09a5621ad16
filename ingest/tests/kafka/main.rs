//! What the Kafka road promises, asked of librdkafka's mock cluster and of a real broker.
//!
//! Each claim is a function of a cluster. By default it is asked of a mock cluster of its own; where `.ci/servers` has
//! brought in Apache Kafka, all claims are asked of one broker too, each with topics and a group of its own.
#![allow(clippy::unwrap_used)]

mod cluster;
mod consuming;
mod forwarding;
mod outages;
mod poison;
mod producing;
mod secured;
#[path = "../../../tests/servers/mod.rs"]
mod servers;
mod topics;

use cluster::Cluster;

/// Asks each claim of a mock cluster, and all of them of a real broker.
macro_rules! claims {
    ($($room:ident::$claim:ident,)*) => {
        mod mock {
            $(#[test] fn $claim() { super::$room::$claim(&mut super::Cluster::mock()); })*
        }

        #[test]
        fn a_real_broker_keeps_the_same_promises() {
            let Some(mut cluster) = Cluster::real() else { return };
            $(eprintln!("{}", stringify!($claim)); $room::$claim(&mut cluster.renamed(stringify!($claim)));)*
        }
    };
}

claims! {
    consuming::messages_of_a_region_come_in_order_with_what_they_carry,
    consuming::a_lane_goes_on_exactly_at_the_offset_given,
    consuming::nothing_comes_from_a_lane_before_it_is_started,
    consuming::a_second_worker_takes_over_some_lanes_and_nothing_is_lost_or_told_twice,
    consuming::a_revoked_lane_is_the_next_owners_only_once_it_was_let_go,
    consuming::a_lane_that_is_paused_or_started_anew_goes_on_where_it_should,
    consuming::an_offset_that_is_not_there_is_told_with_numbers,
    consuming::odd_messages_are_told_as_they_are,
    consuming::the_lag_is_told,
    poison::a_header_whose_name_is_no_text_stops_nothing,
    producing::a_region_lies_where_librdkafka_puts_its_key,
    producing::rejected_messages_say_where_they_were_and_why,
    forwarding::requests_are_answered_once_kafka_has_their_events,
    forwarding::what_cannot_be_taken_is_refused_as_the_embedded_service_refuses_it,
    forwarding::files_are_sent_line_by_line,
    producing::a_long_event_is_sent_with_its_beginning,
}
