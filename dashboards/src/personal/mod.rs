//! A recipient's own desk: what waits for a window, a department head, the county leader, the bureau, an operator. It opens by
//! the link of a message alone, without an account.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`token`] | the link's token: who, until when, signed |
//! | [`scope`] | whose things a recipient may see and do |
//! | [`view`], [`own`] | what is shown |
//! | [`evidence`] | which photos are reached from here |
//! | [`handlers`] | the page, and what is done at it |
//!
//! Following a link only shows: mail scanners follow links too. Whatever is done is a form of the page, with a secret that
//! the page alone knows.

pub mod evidence;
pub mod handlers;
pub mod own;
pub mod scope;
pub mod token;
pub mod view;
