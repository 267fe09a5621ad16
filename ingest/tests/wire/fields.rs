//! Fields that are there, absent, null, of another type or unknown.

use super::{accepted, check, every_type::every_type, read, with, without};
use ingest::rejections::Code;
use serde_json::{Value, json};

#[test]
fn every_type_of_the_contract_is_accepted() {
    let mut types: Vec<String> = Vec::new();
    for (event, _) in every_type() {
        check(event.to_string(), None);
        types.push(event["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(types, ingest::contract::type_names());
}

#[test]
fn a_required_field_that_is_absent_or_null_is_missing() {
    for (event, required) in every_type() {
        for field in required {
            let place = format!("/data/{field}");
            check(without(event.clone(), &place).to_string(), Some(Code::MissingField));
            check(with(event.clone(), &place, Value::Null).to_string(), Some(Code::MissingField));
        }
    }
}

#[test]
fn an_optional_field_may_be_absent_or_null() {
    for (event, required) in every_type() {
        let names: Vec<String> = event["data"].as_object().unwrap().keys().cloned().collect();
        for field in names.iter().filter(|name| !required.contains(&name.as_str())) {
            let place = format!("/data/{field}");
            check(without(event.clone(), &place).to_string(), None);
            check(with(event.clone(), &place, Value::Null).to_string(), None);
        }
    }
}

#[test]
fn a_field_of_another_type_is_bad() {
    for (event, _) in every_type() {
        let names: Vec<String> = event["data"].as_object().unwrap().keys().cloned().collect();
        for field in names {
            let place = format!("/data/{field}");
            let given = &event["data"][&field];
            for value in [json!("\u{1}?"), json!(-7), json!(true), json!([1]), json!({"date": 1})] {
                let kind = |value: &Value| std::mem::discriminant(value);
                // Free texts take any text, so a text is bad only where words, ids and dates are asked for.
                if kind(&value) != kind(given) || value == json!(-7) {
                    check(with(event.clone(), &place, value).to_string(), Some(Code::BadField));
                }
            }
        }
    }
}

#[test]
fn required_texts_are_not_empty() {
    for (event, required) in every_type() {
        for field in required.iter().filter(|field| event["data"][**field].is_string()) {
            check(
                with(event.clone(), &format!("/data/{field}"), json!("")).to_string(),
                Some(Code::BadField),
            );
        }
    }
}

#[test]
fn unknown_fields_are_kept_and_ignored() {
    let more = with(accepted(), "/data/colour", json!({"deep": [null, 1e3]}));
    let more = with(more, "/traceparent", json!("00-1"));
    check(more.to_string(), None);
    assert_ne!(
        read(more.to_string().as_bytes()),
        read(accepted().to_string().as_bytes()),
        "they are part of the content"
    );
}
