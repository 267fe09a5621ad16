//! The forms of a message: plain text, HTML for mail, markdown for webhook robots, and a brief one for a telephone.

use super::compose::{Digest, Notice};
use super::template::{BOLD, Told};
use crate::words::{Lang, Word};
use std::fmt::Write as _;

/// Robots refuse longer messages: the strictest takes 4096 bytes, and whoever sends it may want a line of its own.
const MARKDOWN_BYTES_MAX: usize = 3_600;
/// A text message of two parts; gateways charge by parts.
const BRIEF_CHARACTERS_MAX: usize = 140;

/// Plain text.
pub(super) fn text(digest: &Digest<'_>) -> String {
    let lang = digest.reader.lang;
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    if !digest.reader.name.is_empty() {
        line(&lang.salutation(&digest.reader.name));
    }
    digest.intro.iter().for_each(|intro| line(intro));
    for (heading, notices) in &digest.groups {
        if let Some(heading) = heading {
            line("");
            line(&format!("== {heading} =="));
        }
        for notice in notices {
            line("");
            if heading.is_some() {
                line(&format!("[{}]", notice.written.subject));
            }
            for told in &notice.written.lines {
                match told {
                    Told::Sentence(said) => line(&plain(said)),
                    Told::Fact(label, said) => line(&labelled(label, &plain(said), lang)),
                    Told::Break => line(""),
                }
            }
            if notice.is_settled {
                line(lang.is_settled());
            }
            if let Some(page) = &notice.page {
                line(&labelled(lang.see_page(), page, lang));
            }
        }
    }
    if digest.more > 0 {
        line("");
        line(&lang.more_notices(digest.more));
        digest.all.iter().for_each(|all| line(all));
    }
    if let Some(personal) = &digest.reader.personal {
        line("");
        line(&labelled(lang.answer_here(), personal, lang));
        line(lang.link_is_personal());
    }
    line("");
    line(&format!("-- {}", digest.foot));
    text
}

fn plain(text: &str) -> String {
    text.replace(BOLD, "")
}

fn labelled(label: &str, said: &str, lang: Lang) -> String {
    format!("{label}{}{said}", lang.say(Word::new("：", ": ")))
}

// Mail programs know little: tables, and styles at each element. What old Outlook does not understand it leaves out.
const FONT: &str =
    "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',Arial,sans-serif";
const INK: &str = "#1d2329";
const SOFT: &str = "#5b6570";
const HAIR: &str = "#d9dde2";
const ACCENT: &str = "#1f5fa8";
const ALARM: &str = "#a8480a";

/// HTML for mail: one column, nothing that is fetched from elsewhere.
pub(super) fn html(digest: &Digest<'_>) -> String {
    let lang = digest.reader.lang;
    let mut body = String::new();
    if !digest.reader.name.is_empty() {
        paragraph(&mut body, INK, &marked(&lang.salutation(&digest.reader.name)));
    }
    digest.intro.iter().for_each(|intro| paragraph(&mut body, INK, &marked(intro)));
    for (heading, notices) in &digest.groups {
        if let Some(heading) = heading {
            let _ = writeln!(
                body,
                "<h2 style=\"margin:24px 0 0;padding:0 0 4px;border-bottom:1px solid {HAIR};font-size:16px;line-height:26px;color:{SOFT};{FONT}\">{}</h2>",
                marked(heading)
            );
        }
        notices.iter().for_each(|notice| notice_html(&mut body, notice, heading.is_some(), lang));
    }
    if digest.more > 0 {
        let more = lang.more_notices(digest.more);
        let more = digest.all.as_ref().map_or_else(|| marked(&more), |all| link(all, &more));
        paragraph(&mut body, INK, &more);
    }
    if let Some(personal) = &digest.reader.personal {
        let _ = writeln!(
            body,
            "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:22px 0 8px\"><tr>\
             <td bgcolor=\"{ACCENT}\" style=\"padding:9px 20px;border-radius:3px\"><a href=\"{}\" style=\"color:#ffffff;text-decoration:none;font-size:16px;line-height:24px;{FONT}\">{}</a></td></tr></table>",
            escaped(personal),
            escaped(lang.answer_here())
        );
        small(&mut body, lang.link_is_personal());
    }
    small(&mut body, &digest.foot);
    let title = escaped(&digest.subject);
    let code = lang.say(Word::new("zh-CN", "en"));
    let alone = match digest.groups.as_slice() {
        [(None, notices)] => notices.first(),
        _ => None,
    };
    let heading = alone.map_or(INK, color);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title></head>\n\
         <body style=\"margin:0;padding:0;background:#ffffff\">\n\
         <!--[if mso]><table role=\"presentation\" width=\"660\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\n\
         <table role=\"presentation\" width=\"100%\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:660px;margin:0 auto\"><tr>\
         <td style=\"padding:20px 16px;color:{INK};font-size:15px;line-height:25px;{FONT}\">\n\
         <h1 style=\"margin:0 0 12px;font-size:19px;line-height:29px;color:{heading};{FONT}\">{title}</h1>\n\
         {body}</td></tr></table>\n\
         <!--[if mso]></td></tr></table><![endif]-->\n</body></html>\n"
    )
}

fn notice_html(body: &mut String, notice: &Notice, is_of_several: bool, lang: Lang) {
    // The subject of one alone stands above everything already.
    if is_of_several {
        let _ = writeln!(
            body,
            "<h3 style=\"margin:18px 0 6px;font-size:16px;line-height:26px;color:{};{FONT}\">{}</h3>",
            color(notice),
            marked(&notice.written.subject)
        );
    }
    let mut lines = notice.written.lines.iter().peekable();
    while let Some(told) = lines.next() {
        match told {
            Told::Sentence(said) => paragraph(body, INK, &marked(said)),
            Told::Break => body.push_str("<div style=\"height:8px\"></div>\n"),
            Told::Fact(label, said) => {
                body.push_str("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 8px\">\n");
                fact_html(body, label, said);
                while let Some(Told::Fact(label, said)) = lines.next_if(|next| matches!(next, Told::Fact(..)))
                {
                    fact_html(body, label, said);
                }
                body.push_str("</table>\n");
            }
        }
    }
    if notice.is_settled {
        paragraph(body, SOFT, &marked(lang.is_settled()));
    }
    if let Some(page) = &notice.page {
        paragraph(body, INK, &link(page, lang.see_page()));
    }
}

/// A warning that still stands is seen as one.
fn color(notice: &Notice) -> &'static str {
    if notice.level >= 3 && !notice.is_settled { ALARM } else { INK }
}

fn fact_html(body: &mut String, label: &str, said: &str) {
    let _ = writeln!(
        body,
        "<tr><td valign=\"top\" style=\"padding:1px 16px 1px 0;white-space:nowrap;color:{SOFT};font-size:15px;line-height:25px;{FONT}\">{}</td>\
         <td valign=\"top\" style=\"padding:1px 0;color:{INK};font-size:15px;line-height:25px;{FONT}\">{}</td></tr>",
        marked(label),
        marked(said)
    );
}

fn paragraph(body: &mut String, color: &str, html: &str) {
    let _ = writeln!(
        body,
        "<p style=\"margin:6px 0;color:{color};font-size:15px;line-height:25px;{FONT}\">{html}</p>"
    );
}

fn small(body: &mut String, text: &str) {
    let _ = writeln!(
        body,
        "<p style=\"margin:8px 0;color:{SOFT};font-size:13px;line-height:21px;{FONT}\">{}</p>",
        escaped(text)
    );
}

fn link(to: &str, text: &str) -> String {
    format!("<a href=\"{}\" style=\"color:{ACCENT}\">{}</a>", escaped(to), escaped(text))
}

/// Text with what is bold as `<b>`.
fn marked(text: &str) -> String {
    let parts = text.split(BOLD).map(escaped).enumerate();
    parts.fold(
        String::new(),
        |html, (place, part)| {
            if place % 2 == 1 { html + "<b>" + &part + "</b>" } else { html + &part }
        },
    )
}

fn escaped(text: &str) -> String {
    minijinja::HtmlEscape(text).to_string()
}

/// The few marks that webhook robots know, as much as they take; what does not fit is counted.
pub(super) fn markdown(digest: &Digest<'_>) -> String {
    let lang = digest.reader.lang;
    let mut head = format!("**{}**\n", marks_made_plain(&digest.subject));
    if !digest.reader.name.is_empty() {
        head += &format!("{}\n", marks_made_plain(&lang.salutation(&digest.reader.name)));
    }
    digest.intro.iter().for_each(|intro| head += &format!("{}\n", marks_made_plain(intro)));
    let mut foot = String::new();
    if let Some(personal) = &digest.reader.personal {
        foot += &format!("\n[{}]({})\n", lang.answer_here(), address(personal));
    }
    foot += &format!("{}\n", marks_made_plain(&digest.foot));
    // Room for the line that counts what is left out.
    let room = MARKDOWN_BYTES_MAX.saturating_sub(head.len() + foot.len() + 300);
    let (mut text, mut told, mut is_full) = (String::new(), 0, false);
    for (heading, notices) in &digest.groups {
        let mut heading = heading.as_ref().map(|heading| format!("\n**{}**\n", marks_made_plain(heading)));
        for notice in notices {
            let of_notice = notice_markdown(notice, digest.groups.len() > 1 || notices.len() > 1, lang);
            let before = heading.as_deref().unwrap_or_default();
            is_full = is_full || text.len() + before.len() + of_notice.len() > room;
            if !is_full {
                text += before;
                text += &of_notice;
                heading = None;
                told += 1;
            }
        }
    }
    let all: usize = digest.groups.iter().map(|(_, notices)| notices.len()).sum();
    let left = digest.more + all - told;
    if left > 0 {
        let more = lang.more_notices(left);
        text += &digest
            .all
            .as_ref()
            .map_or_else(|| format!("\n{more}\n"), |to| format!("\n[{more}]({})\n", address(to)));
    }
    head + &text + &foot
}

fn notice_markdown(notice: &Notice, is_of_several: bool, lang: Lang) -> String {
    let mut text = String::from("\n");
    if is_of_several {
        text += &format!("**{}**\n", marks_made_plain(&notice.written.subject));
    }
    for told in &notice.written.lines {
        match told {
            Told::Sentence(said) => text += &format!("{}\n", bold_marked(said)),
            Told::Fact(label, said) => {
                text += &format!("> {}\n", labelled(&marks_made_plain(label), &bold_marked(said), lang));
            }
            Told::Break => {}
        }
    }
    if notice.is_settled {
        text += &format!("{}\n", lang.is_settled());
    }
    if let Some(page) = &notice.page {
        text += &format!("[{}]({})\n", lang.see_page(), address(page));
    }
    text
}

fn bold_marked(text: &str) -> String {
    marks_made_plain(text).replace(BOLD, "**")
}

/// Robots know no escapes, so what would be a mark is written with its full-width sister.
fn marks_made_plain(text: &str) -> String {
    let sisters = [
        ('*', '＊'),
        ('[', '［'),
        (']', '］'),
        ('<', '＜'),
        ('>', '＞'),
        ('`', '｀'),
        ('#', '＃'),
        ('~', '～'),
    ];
    text.chars()
        .map(|letter| sisters.iter().find(|(mark, _)| *mark == letter).map_or(letter, |(_, sister)| *sister))
        .collect()
}

/// An address within `(…)`.
fn address(to: &str) -> String {
    to.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

/// What it is about and where to answer, in as many characters as a text message takes.
pub(super) fn brief(digest: &Digest<'_>, county: &str) -> String {
    let lang = digest.reader.lang;
    let is_signed = digest.subject.contains(county);
    let sign = match (is_signed, lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("【{county}】"),
        (false, Lang::En) => format!("[{county}] "),
    };
    let first = digest.groups.first().and_then(|(_, notices)| notices.first());
    let page = first.filter(|notice| notice.is_paper).and_then(|notice| notice.page.as_ref());
    let link = digest.reader.personal.as_ref().or(page).map(|link| format!(" {link}"));
    // A link that leaves no room for words is of no use: the words are.
    let link = link.filter(|link| link.chars().count() <= BRIEF_CHARACTERS_MAX - 40).unwrap_or_default();
    let room = BRIEF_CHARACTERS_MAX - link.chars().count();
    let said = format!("{sign}{}", digest.subject);
    if said.chars().count() <= room {
        return said + &link;
    }
    let kept: String = said.chars().take(room - 1).collect();
    format!("{kept}…{link}")
}
