//! How often somebody may try passwords: by name and place together, so that nobody who guesses at a name elsewhere keeps its
//! owner out; and far more often by name or place alone, against many places or many names.

use axum::Extension;
use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// So many attempts a minute on one name from one place.
const BOTH_PER_MINUTE: NonZeroU32 = NonZeroU32::new(6).expect("not zero");

/// So many on one name from all places together.
const NAME_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");

/// So many from one place on all names: a hall may share one address.
const PLACE_PER_MINUTE: NonZeroU32 = NonZeroU32::new(120).expect("not zero");

/// Beyond so many names and places those that may try again are forgotten.
const KEPT_MAX: usize = 10_000;

/// The address of who asks, where it is known.
pub type Peer = Option<Extension<ConnectInfo<std::net::SocketAddr>>>;

/// Counts attempts.
pub struct Throttle {
    both: DefaultKeyedRateLimiter<(String, String)>,
    names: DefaultKeyedRateLimiter<String>,
    places: DefaultKeyedRateLimiter<String>,
}

impl Default for Throttle {
    fn default() -> Throttle {
        Throttle {
            both: RateLimiter::keyed(Quota::per_minute(BOTH_PER_MINUTE)),
            names: RateLimiter::keyed(Quota::per_minute(NAME_PER_MINUTE)),
            places: RateLimiter::keyed(Quota::per_minute(PLACE_PER_MINUTE)),
        }
    }
}

impl Throttle {
    /// Counts an attempt; whether it may be made. A place that is not known is empty.
    pub fn lets(&self, name: &str, place: &str) -> bool {
        // Nobody's name is longer; a longer one is not to fill the memory.
        let name: String = name.chars().take(64).collect();
        if self.both.len() > KEPT_MAX {
            self.both.retain_recent();
            self.names.retain_recent();
            self.places.retain_recent();
        }
        self.both.check_key(&(name.clone(), place.to_owned())).is_ok()
            && self.names.check_key(&name).is_ok()
            && (place.is_empty() || self.places.check_key(&place.to_owned()).is_ok())
    }
}

/// The address of who asks: the connection's own, or, from a proxy on this machine, what the proxy says last. Others could say
/// anything.
pub fn place_of(peer: &Peer, headers: &HeaderMap) -> String {
    let Some(Extension(ConnectInfo(peer))) = peer else { return String::new() };
    if !peer.ip().is_loopback() {
        return peer.ip().to_string();
    }
    let said = headers.get_all("x-forwarded-for").iter().next_back();
    let said = said.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    said.unwrap_or(peer.ip()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn guessing_from_one_place_keeps_nobody_out_at_another() {
        let throttle = Throttle::default();
        let tried = (0..100).filter(|_| throttle.lets("wang", "10.0.0.9")).count();
        assert_eq!(tried, 6);
        assert!(throttle.lets("wang", "10.0.0.1"));
        assert!(throttle.lets("li", "10.0.0.9"));
    }

    #[test]
    fn guessing_from_many_places_or_at_many_names_ends_too() {
        let throttle = Throttle::default();
        let places = (0..200).filter(|place| throttle.lets("wang", &format!("10.0.0.{place}"))).count();
        assert_eq!(places, 60);
        let names = (0..200).filter(|name| throttle.lets(&format!("u{name}"), "10.0.1.1")).count();
        assert_eq!(names, 120);
    }

    #[test]
    fn only_a_proxy_on_this_machine_says_who_asks() {
        let peer = |address: &str| Some(Extension(ConnectInfo(address.parse().expect("an address"))));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.2.3.4, 10.0.0.7"));
        assert_eq!(place_of(&peer("127.0.0.1:9"), &headers), "10.0.0.7");
        assert_eq!(place_of(&peer("10.0.0.3:9"), &headers), "10.0.0.3");
        assert_eq!(place_of(&peer("127.0.0.1:9"), &HeaderMap::new()), "127.0.0.1");
        assert_eq!(place_of(&None, &headers), "");
    }
}
