//! Words that everybody tries first in a password.

/// In lower case; the longest first where one holds another.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "administrator", "qwertyuiop", "passw0rd", "p@ssw0rd", "p@ssword", "password", "passwort", "5201314", "1314520", "woaini",
    "zhengwu", "zhongguo", "iloveyou", "sunshine", "princess", "football", "baseball", "superman", "starwars", "whatever",
    "trustno1", "changeme", "welcome", "letmein", "default", "dragon", "monkey", "master", "shadow", "qwerty", "asdfgh",
    "zxcvbn", "abc123", "abcd1234", "a1b2c3", "111111", "000000", "666666", "888888", "999999", "123123", "112233", "123321",
    "654321", "987654321", "1234567890", "123456789", "12345678", "1234567", "123456", "12345", "1234", "520520", "147258369",
    "159357", "1q2w3e4r", "1q2w3e", "1qaz2wsx", "q1w2e3r4", "qazwsx", "flagpost", "huawei", "lenovo", "guest", "admin", "root",
    "test", "user", "login", "hello", "china", "love", "pass", "secret", "abc", "qwe", "asd", "密码", "管理员", "红旗", "政务",
    "你好",
];
