//! `flagpost user`: makes, lists and shuts the accounts of people.

use super::{Failure, Outcome};
use crate::county;
use crate::service::{desk, machine_time};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use dashboards::accounts::{self, Deed, Refusal, Wanted};
use dashboards::password;
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
        /// What it answers for, once or more: department:D-05, window:W-09, site:hall
        #[arg(long, value_name = "WHAT")]
        scope: Vec<String>,
        /// The person's own name
        #[arg(long, value_name = "NAME", default_value = "")]
        person: String,
    },
    /// Print a one-time link by which the owner sets an account's password; it holds for 72 hours
    Invite {
        /// The name at the login; it is made where there is none
        name: String,
        /// What a new account may do
        #[arg(long, value_parser = role, default_value = "auditor")]
        role: Role,
        /// What a new one answers for, once or more: department:D-05, window:W-09, site:hall
        #[arg(long, value_name = "WHAT")]
        scope: Vec<String>,
        /// The person's own name, of a new one
        #[arg(long, value_name = "NAME", default_value = "")]
        person: String,
        /// Where people reach the service; without it the link's path alone is printed
        #[arg(long, value_name = "URL", default_value = "")]
        address: String,
    },
    /// Bind an account to a person who signs on by OpenID Connect, in place of who was bound before
    Bind {
        /// The name at the login
        name: String,
        /// The issuer's address, exactly as its tokens have it
        #[arg(long, value_name = "URL")]
        issuer: String,
        /// What the issuer calls the person for ever; the audit log has it beside a failed sign-on
        #[arg(long, value_name = "ID")]
        subject: String,
    },
    /// Take an account's binding away and end its sessions
    Unbind {
        /// The name at the login
        name: String,
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
        What::Set { name, role, scope, person } => {
            let wanted = Wanted { person: person.clone(), role: *role, scope: scope.clone() };
            known(&records, &wanted)?;
            set(&records, name, &wanted, &read_password()?)?;
            crate::stdout::write(&format!("账号已设置 / the account is set: {name} ({})\n", role.word()))
        }
        What::List => {
            let mut text = String::new();
            for account in records.accounts().context("cannot list the accounts")? {
                let state = if account.disabled.is_some() { "停用 disabled" } else { "启用 open" };
                let scope = account.scope.join(" ");
                text += &format!(
                    "{:<20} {:<16} {state} {} {scope}\n",
                    account.name,
                    account.role.word(),
                    account.person
                );
            }
            crate::stdout::write(&text)
        }
        What::Invite { name, role, scope, person, address } => {
            if records.account(name).context("cannot look for the account")?.is_none() {
                let wanted = Wanted { person: person.clone(), role: *role, scope: scope.clone() };
                known(&records, &wanted)?;
                accounts::make(&records, name, &wanted, &deed()).map_err(refused)?;
            }
            let link = accounts::invite(&records, Some(name), &deed()).map_err(refused)?;
            crate::stdout::write(&format!("{}{}\n", address.trim_end_matches('/'), link.path))
        }
        What::Bind { name, issuer, subject } => {
            accounts::bind(&records, name, issuer, subject, &deed()).map_err(refused)?;
            crate::stdout::write(&format!("已绑定 / bound: {name} {issuer} {subject}\n"))
        }
        What::Unbind { name } => {
            accounts::unbind(&records, name, &deed()).map_err(refused)?;
            crate::stdout::write(&format!("已解除绑定 / unbound: {name}\n"))
        }
        What::Disable { name } => {
            accounts::shut(&records, name, &deed()).map_err(refused)?;
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

fn deed() -> Deed {
    Deed { by: "operator".to_owned(), at: machine_time() }
}

fn refused(refusal: Refusal) -> Failure {
    Failure::Arguments(refusal.told())
}

/// Checks a scope against the registry that the service last started with; before the first start nothing is known to check by.
fn known(records: &Records, wanted: &Wanted) -> Outcome {
    let Some(files) = records.last_givens().context("cannot read the kept registry")? else { return Ok(()) };
    let givens = county::parse(&files).map_err(Failure::Mistakes)?;
    wanted.check(&givens.registry).map_err(refused)
}

/// Makes an account or changes it; the password may stay, who sets it here knows it.
pub fn set(records: &Records, name: &str, wanted: &Wanted, password: &str) -> Outcome {
    accounts::check_name(name).map_err(refused)?;
    let password = password::hash_beside(password, &[name, &wanted.person])
        .map_err(|unfit| refused(Refusal::Password(unfit)))?;
    let before = records.account(name).context("cannot look for the account")?;
    let account = Account {
        scope: wanted.scope.clone(),
        person: wanted.person.clone(),
        outside: before.and_then(|before| before.outside),
        ..Account::new(name, wanted.role, password, machine_time())
    };
    records.put_account(&account).context("cannot keep the account")?;
    records.end_sessions_of(name, None).context("cannot end the sessions")?;
    note(records, "account.set", name, wanted.role.word())
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
