//! A password or signing key that others keep: read when it is needed, shown nowhere.
//!
//! It is read anew for each attempt, so that one that was mended counts at once.

use super::words::both;
use std::fmt;
use std::path::PathBuf;

/// Where a secret is.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// In the first line of a file.
    File(PathBuf),
    /// In an environment variable.
    Environment(String),
    /// Here.
    Text(String),
}

impl Secret {
    /// The secret itself.
    ///
    /// # Errors
    ///
    /// What could not be read, and how to mend it, in Chinese and English.
    pub fn read(&self) -> Result<String, String> {
        match self {
            Secret::File(path) => {
                let name = path.display();
                let text = std::fs::read_to_string(path).map_err(|error| {
                    both(
                        format_args!("无法读取密钥文件 {name}（{error}）：请检查路径和权限"),
                        format_args!(
                            "cannot read the secret in {name} ({error}): check its path and permissions"
                        ),
                    )
                })?;
                let line = text.lines().next().unwrap_or_default().trim();
                if line.is_empty() {
                    return Err(both(
                        format_args!("密钥文件 {name} 首行为空：请把密钥写入首行"),
                        format_args!("there is no secret in {name}: put it into the first line"),
                    ));
                }
                Ok(line.to_owned())
            }
            Secret::Environment(name) => {
                std::env::var(name).ok().filter(|found| !found.is_empty()).ok_or_else(|| {
                    both(
                        format_args!("环境变量 {name} 未设置：请为服务设置后重启"),
                        format_args!(
                            "the environment variable {name} is not set: set it for the service and restart"
                        ),
                    )
                })
            }
            Secret::Text(text) => Ok(text.clone()),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::File(path) => write!(f, "Secret in {}", path.display()),
            Secret::Environment(name) => write!(f, "Secret in ${name}"),
            Secret::Text(_) => f.write_str("Secret"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_nowhere() {
        assert_eq!(format!("{:?}", Secret::Text("hunter2".to_owned())), "Secret");
    }

    #[test]
    fn a_missing_secret_says_where_it_was_looked_for() {
        let trouble = Secret::File("/nowhere/smtp".into()).read().expect_err("nothing is there");
        assert!(trouble.contains("/nowhere/smtp") && trouble.contains("权限"), "{trouble}");
        let trouble =
            Secret::Environment("FLAGPOST_NO_SUCH_SECRET".to_owned()).read().expect_err("nothing is there");
        assert!(trouble.contains("FLAGPOST_NO_SUCH_SECRET"), "{trouble}");
    }
}
