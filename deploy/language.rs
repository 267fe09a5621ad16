//! The language of what is printed.

use clap::ValueEnum;
use reports::words::Lang;
use serde::{Deserialize, Serialize};

/// A language as an argument names it.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ValueEnum)]
pub enum LangArg {
    /// 简体中文
    #[default]
    Zh,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Lang {
        match arg {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}
