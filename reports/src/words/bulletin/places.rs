//! Sentences of departments against their targets, and of sites.

use super::lower;
use crate::words::{Lang, Word};

impl Lang {
    /// How many departments miss a target.
    pub fn departments_missed(self, departments: i64, missed: i64) -> String {
        match (self, departments, missed) {
            (Lang::Zh, 0, _) => "没有登记部门".to_owned(),
            (Lang::Zh, _, 0) => format!("{departments}个部门的各项指标均达到目标"),
            (Lang::Zh, _, _) => format!("{departments}个部门中，{missed}个部门有指标未达标"),
            (Lang::En, 0, _) => "no department is registered".to_owned(),
            (Lang::En, 1, 0) => "the 1 department reaches all targets".to_owned(),
            (Lang::En, _, 0) => format!("all {departments} departments reach all targets"),
            (Lang::En, _, 1) => {
                format!("of {} 1 misses a target", self.many(departments, "个", "department", "departments"))
            }
            (Lang::En, _, _) => format!(
                "of {} {missed} miss a target",
                self.many(departments, "个", "department", "departments")
            ),
        }
    }

    /// A target with the departments that missed it.
    pub fn target_missed_by(self, target: &str, departments: &[String]) -> String {
        let names = self.names(departments);
        match self {
            Lang::Zh => format!("{target}未达标的部门：{names}"),
            Lang::En => format!("{} missed by {names}", lower(target)),
        }
    }

    /// The rulebook has no target.
    pub fn no_targets(self) -> &'static str {
        self.say(Word::new("考核规则没有设指标目标", "the rulebook sets no targets"))
    }

    /// How many sites of each kind there are.
    pub fn sites_are(self, sub_centers: i64, others: i64) -> String {
        match (self, sub_centers, others) {
            (Lang::Zh, 0, 0) => "本县没有设立分中心和便民服务中心，各项指标为政务大厅的情况".to_owned(),
            (Lang::Zh, 0, _) => {
                format!("本县没有设立分中心；乡镇便民服务中心和村级服务点{others}个，运行情况如下")
            }
            (Lang::Zh, _, 0) => format!("分中心{sub_centers}个，运行情况如下"),
            (Lang::Zh, _, _) => {
                format!("分中心{sub_centers}个，乡镇便民服务中心和村级服务点{others}个，运行情况如下")
            }
            (Lang::En, 0, 0) => {
                "the region has neither sub-centers nor township centers: the figures are those of the hall"
                    .to_owned()
            }
            (Lang::En, 0, _) => format!(
                "the region has no sub-center and {}, as follows",
                self.many(
                    others,
                    "个",
                    "township center or village point",
                    "township centers and village points"
                )
            ),
            (Lang::En, _, 0) => {
                format!(
                    "the region has {}, as follows",
                    self.many(sub_centers, "个", "sub-center", "sub-centers")
                )
            }
            (Lang::En, _, _) => format!(
                "the region has {} and {}, as follows",
                self.many(sub_centers, "个", "sub-center", "sub-centers"),
                self.many(
                    others,
                    "个",
                    "township center or village point",
                    "township centers and village points"
                )
            ),
        }
    }
}
