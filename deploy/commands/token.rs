//! `flagpost token`: makes, lists and revokes the tokens that sites' systems send events with.

use super::{Failure, Outcome};
use crate::county::{self, CountyArgs};
use crate::service::{desk, machine_time};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use ingest::store::sqlite::AuditEntry;
use scoring::time::Zone;
use std::path::PathBuf;

/// Make, list and revoke the tokens that sites' systems send events with (管理上报令牌)
///
/// A token may speak for one site alone. It is shown once; only its digest is kept.
#[derive(Args, Debug)]
pub struct TokenArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Make a token for a site
    New {
        /// The site, as the registry names it
        #[arg(long)]
        site: String,
        /// What it is for, in your own words
        #[arg(long, default_value = "")]
        label: String,
        /// The registry, to check the site against
        #[arg(long, value_name = "DIR")]
        registry: Option<PathBuf>,
    },
    /// List all tokens
    List,
    /// Revoke a token at once
    Revoke {
        /// The public part, as `list` shows it
        token: String,
    },
}

/// Runs the command.
pub fn run(args: &TokenArgs) -> Outcome {
    let now = machine_time();
    // A token may be made before the service first runs.
    let records = desk::records_or_new(&args.data, "flagpost token")?;
    let note = |what: &str, subject: &str, detail: &str| {
        records.note(&AuditEntry {
            at: now,
            who: "operator".to_owned(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        })
    };
    match &args.what {
        What::New { site, label, registry } => {
            if let Some(registry) = registry {
                check_site(site, registry)?;
            }
            let mut chance = [0; 40];
            getrandom::fill(&mut chance)
                .map_err(|error| anyhow::anyhow!("the system gives no chance: {error}"))?;
            let issued = records.issue_token(site, label, &chance, now).context("cannot keep the token")?;
            note("token.created", &issued.token.name, site).context("cannot write the audit log")?;
            crate::stdout::write(&format!("{}\n", issued.text))?;
            eprintln!(
                "请立即保存，以后不再显示；仅可代表 {site} 上报 / keep it now, it is not shown again; it may speak for {site} alone"
            );
            Ok(())
        }
        What::List => {
            let mut text = String::new();
            let zone = Zone::named("Asia/Shanghai").context("no time zone")?;
            for token in records.tokens().context("cannot list the tokens")? {
                let state = match token.revoked {
                    Some(at) => format!("已吊销 revoked {}", zone.format(at)),
                    None => "有效 holds".to_owned(),
                };
                text += &format!(
                    "{}  {:<12} {}  {state}  {}\n",
                    token.name,
                    token.site,
                    zone.format(token.created),
                    token.label
                );
            }
            crate::stdout::write(&text)
        }
        What::Revoke { token } => {
            if !records.revoke_token(token, now).context("cannot revoke the token")? {
                return Err(Failure::Arguments(format!(
                    "there is no token `{token}` that holds; `flagpost token --data … list` shows them"
                )));
            }
            note("token.revoked", token, "").context("cannot write the audit log")?;
            crate::stdout::write(&format!("已吊销 / revoked: {token}\n"))
        }
    }
}

fn check_site(site: &str, registry: &std::path::Path) -> Outcome {
    let givens = county::read(&CountyArgs::of_registry(registry.to_owned()))?;
    if givens.registry.index.sites.contains_key(site) {
        return Ok(());
    }
    let known: Vec<&str> = givens.registry.sites.iter().map(|site| site.id.as_str()).collect();
    Err(Failure::Arguments(format!("there is no site `{site}` in the registry; it has {}", known.join(", "))))
}
