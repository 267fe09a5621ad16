//! What the contract does not take of an event that a person enters at a page, in words of whoever filled in the form.
//!
//! Forms are checked before: what comes here is what no form thought of. The sender of a hall's system is told the contract's
//! own words (`ingest/src/rejections.rs`), a person at a page which field it is.

use crate::answer::Problem;
use crate::words::{fields, refusals as said};
use ingest::rejections::{Code, Fault};

/// A fault of an event that a form became. The contract's words go to the service's log.
pub fn of_form(fault: &Fault) -> Problem {
    tracing::warn!(code = fault.code.word(), message = %fault.message, "a form became an event that the contract does not take");
    Problem::Refused(told(fault))
}

fn told(fault: &Fault) -> String {
    let named = fault.message.split('`').nth(1).unwrap_or_default();
    let field = fields::field(named.strip_prefix("data.").unwrap_or(named));
    match fault.code {
        Code::MissingField => said::field_missing(field),
        Code::BadField | Code::BadTime => said::field_wrong(field),
        Code::UnknownSite
        | Code::UnknownWindow
        | Code::UnknownStaff
        | Code::UnknownItem
        | Code::UnknownDepartment => said::not_registered(named),
        Code::TooLarge => both(said::FORM_TOO_LARGE),
        Code::NotAllowed => both(said::NOT_OURS_TO_SAY),
        Code::MalformedJson | Code::NotCloudevent | Code::UnknownType | Code::Conflict => {
            both(said::FORM_NOT_TAKEN)
        }
    }
}

fn both(word: reports::words::Word) -> String {
    format!("{} / {}", word.zh, word.en)
}

#[cfg(test)]
mod tests {
    use super::told;
    use ingest::rejections::{CODES, Code, Fault};

    #[test]
    fn no_fault_is_told_in_the_contracts_words() {
        for code in CODES {
            let named = if code.word().starts_with("unknown_") { "W-99" } else { "data.kind" };
            let message = format!("`{named}` 不符合约定 / `{named}` must be text");
            let told = told(&Fault { code, message });
            assert!(!told.contains("data.") && told.contains(" / "), "{told}");
        }
    }

    #[test]
    fn a_field_is_called_as_the_form_calls_it() {
        let missing = Fault { code: Code::MissingField, message: "缺少 `data.window`".to_owned() };
        assert!(told(&missing).contains("窗口"), "{}", told(&missing));
        let unknown =
            Fault { code: Code::UnknownStaff, message: "登记册中没有人员 `S-9`".to_owned() };
        assert!(told(&unknown).contains("S-9"), "{}", told(&unknown));
    }
}
