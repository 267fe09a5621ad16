//! A small county for the tests of the roads in: a hall that runs supervision, a sub-center with a device, a township
//! without one.

use scoring::registry::{self, Registry, SourceFile};
use scoring::rulebook::{self, Rulebooks};

/// The registry's file.
pub const REGISTRY: &str = r#"
[region]
code = "220821"
name = "镇赉县"
timezone = "Asia/Shanghai"

[[schedule]]
id = "standard"
am = { start = "08:30:00", end = "11:30:00" }
pm = { start = "13:00:00", end = "17:00:00" }

[[site]]
id = "hall"
name = "县政务服务中心"
kind = "hall"
supervision = true

[[site]]
id = "sub"
name = "分中心"
kind = "sub_center"

[[site]]
id = "town"
name = "镇便民服务中心"
kind = "township"
attendance = false

[[department]]
id = "D-1"
name = "部门"

[[window]]
id = "W-hall"
name = "窗口"
site = "hall"
department = "D-1"

[[window]]
id = "W-sub"
name = "窗口"
site = "sub"
department = "D-1"

[[window]]
id = "W-town"
name = "窗口"
site = "town"
department = "D-1"

[[staff]]
id = "S-hall"
name = "甲"

[[staff]]
id = "S-sub"
name = "乙"

[[staff]]
id = "S-town"
name = "丙"

[[assignment]]
staff = "S-hall"
window = "W-hall"
from = 2026-01-05

[[assignment]]
staff = "S-sub"
window = "W-sub"
from = 2026-01-05

[[assignment]]
staff = "S-town"
window = "W-town"
from = 2026-01-05
to = 2026-01-31

[[assignment]]
staff = "S-town"
window = "W-sub"
from = 2026-02-01

[[item]]
code = "I-1"
name = "事项"
department = "D-1"
kind = "promised"
statutory_days = 10
promised_days = 5
"#;

/// The registry.
pub fn registry() -> Registry {
    registry::read(&[SourceFile { name: "county.toml".to_owned(), text: REGISTRY.to_owned() }]).unwrap()
}

/// The built-in rulebook.
pub fn rulebooks() -> Rulebooks {
    rulebook::builtin("zhenlai").unwrap()
}
