//! Files in a folder, for what prints, displays or passes them on: `FOLDER/RECIPIENT/KEY.txt`, what is attached as `KEY-NAME`, then
//! `KEY.json`.
//!
//! Once `KEY.json` is there, the message is there whole; a second attempt finds it and writes nothing.

use super::Attempt;
use super::words::both;
use crate::delivery::{Enclosed, Message, Outcome};
use scoring::time::Zone;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Puts one message into the recipient's folder.
pub fn send(folder: &Path, to: &str, told: (&Message, &[Enclosed]), attempt: Attempt) -> Outcome {
    let own = folder.join(safe(to));
    let name = safe(&told.0.key);
    match write(folder, &own, &name, to, told, attempt) {
        Ok(()) => Outcome::Delivered(own.join(format!("{name}.json")).display().to_string()),
        Err(error) => Outcome::Later(both(
            format_args!("无法写入 {}（{error}）：请检查文件夹是否存在、已挂载、可写、未满", own.display()),
            format_args!(
                "cannot write to {} ({error}): see that the folder is there, mounted, writable and not full",
                own.display()
            ),
        )),
    }
}

fn write(
    folder: &Path,
    own: &Path,
    name: &str,
    to: &str,
    (message, files): (&Message, &[Enclosed]),
    attempt: Attempt,
) -> io::Result<()> {
    let json_path = own.join(format!("{name}.json"));
    if json_path.exists() {
        return Ok(());
    }
    // The folder itself is the administrator's: made here, it would hide that a share is not mounted.
    if !own.exists() {
        fs::create_dir(own)?;
        File::open(folder)?.sync_all()?;
    }
    let link = message.link.as_deref().unwrap_or_default();
    let text = format!("{}\n\n{}\n\n{link}\n", message.subject, message.text.trim_end());
    let beside: Vec<String> = files.iter().map(|file| format!("{name}-{}", safe(&file.name))).collect();
    let mut json = json!({
        "key": message.key,
        "to": to,
        "subject": message.subject,
        "text": message.text,
        "brief": message.brief,
        "link": message.link,
        "sent_at": Zone::named("UTC").map(|utc| utc.format(attempt.now)),
    });
    if !beside.is_empty() {
        json["attached"] = json!(beside);
    }
    for (file, beside) in files.iter().zip(&beside) {
        put(own, beside, &file.bytes)?;
    }
    put(own, &format!("{name}.txt"), text.as_bytes())?;
    put(own, &format!("{name}.json"), format!("{json:#}\n").as_bytes())
}

/// A file that is there wholly or not at all, also after a power cut.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let making = folder.join(format!(".{name}.part"));
    let mut file = File::create(&making)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&making, folder.join(name))?;
    File::open(folder)?.sync_all()
}

/// A name of one folder or file: what means something to the system is an underscore.
fn safe(name: &str) -> String {
    let sign =
        |sign: char| if sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.') { sign } else { '_' };
    let name: String = name.chars().map(sign).take(80).collect();
    match name.trim_start_matches('.') {
        "" => "_".to_owned(),
        visible => visible.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        assert_eq!(safe("window:W-09"), "window_W-09");
        assert_eq!(safe("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe(".."), "_");
        assert_eq!(safe("/"), "_");
        assert_eq!(safe("叙永县"), "叙永县");
    }
}
