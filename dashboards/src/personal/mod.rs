//! wip
/// wip
pub const SECRET: &str = "links";
/// wip
pub fn token(_secret: &[u8; 32], recipient: &str, _expires: scoring::time::Instant) -> String {
    recipient.to_owned()
}
