//! Which service a command means, by its configuration or by its folders, and how it gets to that service's desk.

use super::desk::{self, Act, Open};
use super::{machine_clock, operator};
use crate::commands::Failure;
use crate::config::{Config, DeliveryConfig, LISTEN};
use crate::county::{self, CountyArgs};
use anyhow::Context as _;
use clap::Args;
use ingest::live::Live;
use ingest::metrics::Metrics;
use ingest::store::sqlite::Records;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;

/// A service, whether it runs or not.
#[derive(Args, Clone, Debug)]
pub struct WhichService {
    /// The configuration file; see deploy/flagpost.example.toml
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "registry"])]
    config: Option<PathBuf>,
    /// The data folder
    #[arg(long, value_name = "DIR", required_unless_present = "config")]
    data: Option<PathBuf>,
    /// The folder of the registry's TOML files, where there is no configuration
    #[arg(long, value_name = "DIR")]
    registry: Option<PathBuf>,
    /// Which one of several regions, by its code; the same as its folder as --data, DATA/CODE
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
}

/// A service, or none: for what can do without.
#[derive(Args, Clone, Debug)]
pub struct AnyService {
    /// The configuration file; see deploy/flagpost.example.toml
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "registry"])]
    config: Option<PathBuf>,
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The folder of the registry's TOML files, where there is no configuration
    #[arg(long, value_name = "DIR", requires = "data")]
    registry: Option<PathBuf>,
    /// Which one of several regions, by its code; the same as its folder as --data, DATA/CODE
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
}

impl AnyService {
    /// The service that is named.
    pub fn named(&self) -> Option<WhichService> {
        let AnyService { config, data, registry, region } = self.clone();
        (config.is_some() || data.is_some()).then_some(WhichService { config, data, registry, region })
    }
}

impl WhichService {
    /// The service of a data folder, with what it was last given.
    pub fn of_data(data: PathBuf) -> WhichService {
        WhichService { config: None, data: Some(data), registry: None, region: None }
    }

    /// The service of a data folder, with a registry where one is named, or else what it was last given.
    pub fn of_folders(data: PathBuf, registry: Option<PathBuf>) -> WhichService {
        WhichService { registry, ..WhichService::of_data(data) }
    }

    /// The data folder of the one region that is meant.
    pub fn data(&self) -> Result<PathBuf, Failure> {
        let data = match (&self.config, &self.data) {
            (Some(file), _) => Config::read(file)?.data,
            (None, Some(data)) => data.clone(),
            (None, None) => return Err(Failure::Arguments("name the data folder with --data".to_owned())),
        };
        Ok(self.region.iter().fold(data, |data, code| data.join(code)))
    }

    /// How messages are sent, where the configuration says so.
    pub fn delivery(&self) -> Result<Option<DeliveryConfig>, Failure> {
        Ok(self
            .config
            .as_ref()
            .map(|file| Config::read(file))
            .transpose()?
            .and_then(|config| config.delivery))
    }

    /// Everything that it takes to open the whole service.
    pub fn config(&self) -> Result<Config, Failure> {
        if self.region.is_some() {
            return Err(Failure::Arguments(
                "--region 用于其他命令；flagpost up 总是运行全部县区 / --region is for other commands: the service runs all \
                 regions"
                    .to_owned(),
            ));
        }
        self.config_of_all()
    }

    /// Where the files of the one region that is meant are.
    fn county(&self) -> Result<CountyArgs, Failure> {
        let county = self.config_of_all()?.county;
        match &self.region {
            None => Ok(county),
            Some(code) => county::one_of(&county, code),
        }
    }

    fn config_of_all(&self) -> Result<Config, Failure> {
        match (&self.config, &self.data, &self.registry) {
            (Some(file), _, _) => Config::read(file),
            (None, Some(data), Some(registry)) => {
                Ok(Config::of(data.clone(), CountyArgs::of_registry(registry.clone()), LISTEN))
            }
            (None, _, _) => Err(Failure::Arguments(
                "请用 --config 指定配置文件，或同时用 --data 和 --registry / name a configuration with --config, or --data and \
                 --registry"
                    .to_owned(),
            )),
        }
    }

    /// The records of the data folder, beside whoever appends.
    pub fn records(&self) -> Result<Records, Failure> {
        desk::records(&self.data()?)
    }

    /// Does something at the desk: asks the service (`POST /operator/WHAT`), or, where none runs, opens the desk for it, see
    /// [`WhichService::ask_or_open`].
    pub fn at_desk<Q, A>(&self, what: &str, with: Q, act: Act<Q, A>) -> Result<A, Failure>
    where
        Q: Serialize + Send + 'static,
        A: DeserializeOwned + Send + 'static,
    {
        self.ask_or_open(what, with, |live, _, with| {
            Ok(live.act_and_wait(move |desk| act(desk, with)).context("cannot ask the desk")??)
        })
    }

    /// Asks the service for something (`POST /operator/WHAT`); where none runs, opens its desk and does the same here, with
    /// the store locked against others. Registry, rulebook and calendar are then those that are named, or else those that
    /// the service last had.
    pub fn ask_or_open<Q: Serialize, A: DeserializeOwned>(
        &self,
        what: &str,
        with: Q,
        act: impl FnOnce(&Live, &Records, Q) -> Result<A, Failure>,
    ) -> Result<A, Failure> {
        let data = self.data()?;
        let records = desk::records(&data)?;
        if let Some(answer) = operator::ask(&data, what, &with)? {
            return Ok(answer);
        }
        let given_files = match (&self.config, &self.registry) {
            (None, None) => desk::last_givens(&records)?,
            (Some(_), _) | (_, Some(_)) => county::files(&self.county()?)?,
        };
        let metrics = Metrics::new().context("cannot set up the metrics")?;
        let holder = format!("flagpost {what}");
        let Open { live, thread, .. } = desk::open(&data, given_files, machine_clock(), &holder, metrics)?;
        let done = act(&live, &records, with);
        super::end(live, thread)?;
        done
    }
}
