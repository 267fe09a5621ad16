//! What is JSON and what is not: size, nesting, UTF-8, numbers, surrogates, names that stand twice.

use super::{accepted, check, check_number, event, with};
use ingest::rejections::Code;
use ingest::wire::EVENT_BYTES_MAX;
use serde_json::json;

/// A good event of exactly so many bytes.
fn of_size(bytes: usize) -> String {
    let bare = with(accepted(), "/data/note", json!("")).to_string().len();
    with(accepted(), "/data/note", json!("x".repeat(bytes - bare))).to_string()
}

#[test]
fn an_event_has_at_most_65536_bytes() {
    assert_eq!(EVENT_BYTES_MAX, 65_536);
    check(of_size(65_536), None);
    check(of_size(65_537), Some(Code::TooLarge));
    // Bytes, not characters; and before anything else.
    check("是".repeat(21_845), Some(Code::MalformedJson));
    check("是".repeat(21_846), Some(Code::TooLarge));
    check([0xff; 65_537], Some(Code::TooLarge));
    check([b' '; 65_537], Some(Code::TooLarge));
}

#[test]
fn nesting_is_read_down_to_127() {
    let nested = |open: &str, close: &str, levels: usize| {
        let inside = format!("{}0{}", open.repeat(levels), close.repeat(levels));
        accepted().to_string().replace("\"C-1\"", &format!("\"C-1\",\"deep\":{inside}"))
    };
    // The event and its data are two levels.
    check(nested("[", "]", 125), None);
    check(nested("[", "]", 126), Some(Code::MalformedJson));
    check(nested("{\"a\":", "}", 125), None);
    check(nested("{\"a\":", "}", 126), Some(Code::MalformedJson));
    check(nested("[", "]", 30_000), Some(Code::MalformedJson));
    let outside = |levels: usize| {
        let inside = format!("{}0{}", "[".repeat(levels), "]".repeat(levels));
        accepted().to_string().replacen('{', &format!("{{\"deep\":{inside},"), 1)
    };
    check(outside(126), None);
    check(outside(127), Some(Code::MalformedJson));
    check("[".repeat(127) + &"]".repeat(127), Some(Code::NotCloudevent));
    check("[".repeat(128) + &"]".repeat(128), Some(Code::MalformedJson));
}

#[test]
fn what_is_not_json_is_malformed() {
    let good = accepted().to_string();
    let malformed: Vec<Vec<u8>> = vec![
        b"{".to_vec(),
        b"nonsense".to_vec(),
        b"{\"a\" 1}".to_vec(),
        b"{\"a\":1,}".to_vec(),
        b"{a:1}".to_vec(),
        b"{'a':1}".to_vec(),
        b"[1,]".to_vec(),
        b"[1 2]".to_vec(),
        b"\"open".to_vec(),
        b"\"tab\tinside\"".to_vec(),
        b"\"\\x41\"".to_vec(),
        b"\"\\u12g4\"".to_vec(),
        b"\"\\u12".to_vec(),
        b"nul".to_vec(),
        b"True".to_vec(),
        b"\x0b{}".to_vec(),
        b"// comment".to_vec(),
        format!("{good}x").into_bytes(),
        format!("{good}{good}").into_bytes(),
        format!("{good},").into_bytes(),
        format!("{good}\0").into_bytes(),
        good.replacen('}', "", 1).into_bytes(),
        [b"\xef\xbb\xbf", good.as_bytes()].concat(),
        good.replace("C-1", "\u{1f}").into_bytes(),
    ];
    for line in malformed {
        check(line, Some(Code::MalformedJson));
    }
    check(format!(" \t\r{good}\r\t "), None);
    check(good.replace("C-1", "\u{7f}\u{2028}"), None);
}

#[test]
fn invalid_utf8_is_malformed() {
    let good = accepted().to_string();
    let with_bytes = |bytes: &[u8]| {
        let at = good.find("C-1").unwrap();
        [&good.as_bytes()[..at], bytes, &good.as_bytes()[at..]].concat()
    };
    check(with_bytes("案件".as_bytes()), None);
    for bytes in [
        &b"\xff"[..],
        b"\xc3",               // cut off
        b"\xc0\x80",           // overlong
        b"\xed\xa0\x80",       // a surrogate
        b"\xf4\x90\x80\x80",   // beyond U+10FFFF
        &"案".as_bytes()[..2], // half a character
    ] {
        check(with_bytes(bytes), Some(Code::MalformedJson));
    }
    // GBK, as an old system sends it.
    check(with_bytes(b"\xb0\xb8\xbc\xfe"), Some(Code::MalformedJson));
}

#[test]
fn numbers_are_those_of_json_within_a_double() {
    let good = with(accepted(), "/data/n", json!(0));
    for spelled in [
        "0",
        "-0",
        "-0.0",
        "0e5",
        "0E+5",
        "0e-5",
        "1e308",
        "-1e308",
        "1.7976931348623157e308",
        "1e-400",
        "0e400",
        "0e99999999999999999999",
        "1e-99999999999999999999",
        "0.0e-99999999999999999999",
        "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
    ] {
        check_number(&good, "n", spelled, None);
    }
    for spelled in [
        "1e309",
        "-1e309",
        "1e400",
        "1.8e308",
        "1e99999999999999999999",
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "inf",
        "01",
        "-01",
        "00",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "-",
        "--1",
        "0x10",
        "1_000",
        "1,5",
        "١",
    ] {
        check_number(&good, "n", spelled, Some(Code::MalformedJson));
    }
    check_number(&good, "n", &format!("1{}", "0".repeat(308)), None);
    check_number(&good, "n", &format!("1{}", "0".repeat(309)), Some(Code::MalformedJson));
    check_number(&good, "n", &format!("0.{}1", "0".repeat(60_000)), None);
}

#[test]
fn extreme_exponents_are_numbers_like_others() {
    // The ends of 32 and 64 bits, where a sum of exponents would run over.
    let points = event("rating.verified", json!({"rating": "R-1", "valid": true, "points": 2}));
    let center = event(
        "evaluation.recorded",
        json!({"month": "2026-09", "window": "W-hall", "center": 90, "peers": 80}),
    );
    let extra = with(accepted(), "/data/n", json!(0));
    for exponent in
        ["2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999"]
    {
        for zero in [format!("0e{exponent}"), format!("0.000e{exponent}"), format!("-0e{exponent}")] {
            check_number(&center, "center", &zero, None);
            check_number(&points, "points", &zero, Some(Code::BadField));
            check_number(&extra, "n", &zero, None);
        }
        for tiny in [format!("1.5e-{exponent}"), format!("150e-{exponent}"), format!("-1.5e-{exponent}")] {
            check_number(&center, "center", &tiny, Some(Code::BadField));
            check_number(&points, "points", &tiny, Some(Code::BadField));
            check_number(&extra, "n", &tiny, None);
        }
    }
}

#[test]
fn surrogates_come_in_pairs() {
    let with_case = |case: &str| accepted().to_string().replace("C-1", case);
    for case in [r"\ud83d\ude00", r"\uD83D\uDE00", r"\u6848", r"\ud7ff\ue000", r"\uffff", r"\u0000"] {
        check(with_case(case), None);
    }
    for case in [
        r"\ud83d",
        r"\ude00",
        r"\ud83dx",
        r"\ud83d\n",
        r"\ud83d\u0041",
        r"\ud83d\ud83d",
        r"\ude00\ud83d",
        r"\ud83d\\ude00",
        r"\udfff",
        r"\ud800",
        r"\udbff\ue000",
    ] {
        check(with_case(case), Some(Code::MalformedJson));
    }
    // In names, and in values that nobody reads, just as well.
    check(accepted().to_string().replace("\"case\"", r#""x\ud800":1,"case""#), Some(Code::MalformedJson));
    check(accepted().to_string().replace("\"case\"", r#""x":["\udc00"],"case""#), Some(Code::MalformedJson));
}

#[test]
fn a_member_name_stands_once_in_an_object() {
    let good = accepted().to_string();
    let inside = |members: &str| good.replace("\"case\":", &format!("{members},\"case\":"));
    check(inside(r#""a":{"b":1,"c":{"b":1}},"b":1"#), None);
    for members in [
        r#""a":1,"a":1"#,
        r#""a":1,"a":2"#,
        r#""a":1,"\u0061":1"#,
        r#""\u0061":1,"\u0061":1"#,
        r#""case":"C-1""#,
        r#""c\u0061se":"C-1""#,
        r#""":1,"":1"#,
        r#""x":{"a":1,"a":1}"#,
        r#""x":[[{"y":{"a":1,"b":2,"a":3}}]]"#,
        r#""x":{"\n":1,"\u000a":2}"#,
        r#""x":{"\ud83d\ude00":1,"😀":2}"#,
        r#""x":{"\/":1,"/":2}"#,
    ] {
        check(inside(members), Some(Code::MalformedJson));
    }
    let outside = |members: &str| good.replacen('{', &format!("{{{members},"), 1);
    check(outside(r#""a":1"#), None);
    for members in [
        r#""a":1,"a":1"#,
        r#""id":"e""#,
        r#""\u0069d":"e""#,
        r#""data":{}"#,
        r#""d\u0061ta":{"x":1}"#,
        r#""data":5"#,
    ] {
        check(outside(members), Some(Code::MalformedJson));
    }
    check(good.replacen('}', r#"},"data":{}"#, 1), Some(Code::MalformedJson));
}

#[test]
fn a_repeated_name_is_found_among_many() {
    let good = accepted().to_string();
    let many = |count: usize, more: &str| {
        let members: String = (0..count).map(|number| format!("\"m{number}\":{number},")).collect();
        (
            good.replace("\"case\":", &format!("{members}{more}\"case\":")),
            good.replace("\"case\":", &format!("\"x\":{{{members}{more}\"z\":0}},\"case\":")),
            good.replacen('{', &format!("{{{members}{more}"), 1),
        )
    };
    for count in [1, 15, 16, 17, 18, 23, 24, 25, 26, 100, 1000] {
        let (data, nested, outer) = many(count, "");
        for line in [data, nested, outer] {
            check(line, None);
        }
        for repeated in [0, count / 2, count - 1] {
            for name in [format!("m{repeated}"), format!("\\u006d{repeated}")] {
                let (data, nested, outer) = many(count, &format!("\"{name}\":1,"));
                for line in [data, nested, outer] {
                    check(line, Some(Code::MalformedJson));
                }
            }
        }
    }
}
