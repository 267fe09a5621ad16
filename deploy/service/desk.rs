//! What commands do at the desk: the running service's, or one that they open for as long as it takes.

use super::which::WhichService;
use super::{Service, machine_clock, operator};
use crate::commands::Failure;
use anyhow::Context as _;
use ingest::live::Live;
use ingest::store::sqlite::Records;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asks the service that runs on the data folder for something (an operator's request, see [`operator`]); where none runs,
/// opens its desk and does the same here.
pub fn at_desk<T: DeserializeOwned>(
    which: &WhichService,
    what: &str,
    with: &impl Serialize,
    act: impl FnOnce(&Live, &Records) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if let Some(answer) = operator::ask(&which.data()?, what, with)? {
        return Ok(answer);
    }
    let config = which.config()?;
    let data = config.data.clone();
    let service = Service::open(config, machine_clock())?;
    let records = Records::open(&data).context("cannot open the store")?;
    let done = act(&service.live, &records);
    service.close()?;
    done
}
