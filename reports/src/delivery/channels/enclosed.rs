//! What goes along with a message, and what is said where a file is gone.

use super::words::both;
use crate::delivery::{Attached, Message};
use crate::render::html::escaped;

/// The message without files that are gone, saying so at the end of the text and of the HTML.
pub fn without(message: &Message, gone: &[&Attached]) -> Message {
    let mut message = message.clone();
    for Attached { name, .. } in gone {
        let line = both(
            format_args!("附件“{name}”已过保存期限，未能随信附上"),
            format_args!("the attached file `{name}` is past its period and not enclosed"),
        );
        message.text = format!("{}\n{line}\n", message.text.trim_end());
        let told = format!("<p>{}</p>", escaped(&line));
        match message.html.rfind("</body>") {
            Some(end) => message.html.insert_str(end, &told),
            None if message.html.is_empty() => {}
            None => message.html.push_str(&told),
        }
    }
    message.attached.retain(|attached| !gone.contains(&attached));
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_said_in_text_and_html_and_the_rest_stays() {
        let file = |name: &str| Attached {
            draft: "bulletin/2026-09".to_owned(),
            format: "pdf".to_owned(),
            name: name.to_owned(),
        };
        let (gone, stays) = (file("2026-09-<通报>.pdf"), file("2026-09-通报.xlsx"));
        let message = Message {
            text: "正文\n".to_owned(),
            html: "<html><body>正文</body></html>".to_owned(),
            attached: vec![gone.clone(), stays.clone()],
            ..Message::default()
        };
        let told = without(&message, &[&gone]);
        assert!(told.text.starts_with("正文\n附件“2026-09-<通报>.pdf”已过保存期限"), "{}", told.text);
        assert!(told.html.contains("2026-09-&lt;通报&gt;.pdf") && told.html.ends_with("</p></body></html>"));
        assert_eq!(told.attached, [stays]);
        assert_eq!(without(&message, &[]), message);
    }
}
