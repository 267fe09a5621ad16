//! `flagpost user`: makes, lists and shuts the accounts of people.

use super::{Failure, Outcome};
use crate::service::{desk, machine_time};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use dashboards::password::{self, PASSWORD_CHARACTERS_MIN, Unfit};
use ingest::store::sqlite::{Account, AuditEntry, Records, Role};
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

/// Make, list and shut the accounts of people (管理登录账号)
#[derive(Args, Debug)]
pub struct UserArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make an account, or give one another role and password; the password is read from the first line of standard input
    Set {
        /// The name at the login
        name: String,
        /// What the account may do
        #[arg(long, value_parser = role, default_value = "auditor")]
        role: Role,
    },
    /// List all accounts
    List,
    /// Shut an account and end its sessions
    Disable {
        /// The name at the login
        name: String,
    },
}

/// Runs the command.
pub fn run(args: &UserArgs) -> Outcome {
    // The first account may be made before the service first runs.
    let records = desk::records_or_new(&args.data, "flagpost user")?;
    match &args.what {
        What::Set { name, role } => {
            set(&records, name, *role, &read_password()?)?;
            crate::stdout::write(&format!("账号已设置 / the account is set: {name} ({})\n", role.word()))
        }
        What::List => {
            let mut text = String::new();
            for account in records.accounts().context("cannot list the accounts")? {
                let state = if account.disabled.is_some() { "停用 disabled" } else { "启用 open" };
                text += &format!("{:<20} {:<16} {state}\n", account.name, account.role.word());
            }
            crate::stdout::write(&text)
        }
        What::Disable { name } => {
            if !records.disable_account(name, machine_time()).context("cannot shut the account")? {
                return Err(Failure::Arguments(format!(
                    "there is no open account `{name}`; `list` shows them"
                )));
            }
            note(&records, "account.disabled", name, "")?;
            crate::stdout::write(&format!("已停用 / shut: {name}\n"))
        }
    }
}

/// A role by its word.
fn role(word: &str) -> Result<Role, String> {
    Role::of_word(word).ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("there is no such role; one of {}", words.join(", "))
    })
}

/// Makes an account or changes it.
pub fn set(records: &Records, name: &str, role: Role, password: &str) -> Outcome {
    if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
        return Err(Failure::Arguments("a name has 1 to 64 characters and no control characters".to_owned()));
    }
    let password = password::hash(password).map_err(|unfit| match unfit {
        Unfit::Short => Failure::Arguments(format!(
            "密码至少 {PASSWORD_CHARACTERS_MIN} 个字符 / a password has at least {PASSWORD_CHARACTERS_MIN} characters"
        )),
        Unfit::System => anyhow!("the system gives no chance or no memory for a password").into(),
    })?;
    let account = Account::new(name, role, password, machine_time());
    records.put_account(&account).context("cannot keep the account")?;
    note(records, "account.set", name, role.word())
}

fn note(records: &Records, what: &str, subject: &str, detail: &str) -> Outcome {
    let entry = AuditEntry {
        at: machine_time(),
        who: "operator".to_owned(),
        what: what.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    };
    Ok(records.note(&entry).context("cannot write the audit log")?)
}

fn read_password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        eprintln!("密码(输入可见) / password (it shows):");
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
