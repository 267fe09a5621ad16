//! What a county's departments do: their windows and their items.

use Kind::{Instant, Joint, Promised, Reported};

/// A department as a county has it.
pub struct Service {
    /// The department's name.
    pub name: &'static str,
    /// Its name on a township's sign.
    pub short: &'static str,
    /// Its windows' names, used in turn.
    pub windows: &'static [&'static str],
    /// Its items.
    pub items: &'static [Offer],
}

/// An item: name, kind, statutory and promised working days, lawful fee in cents.
pub struct Offer(pub &'static str, pub Kind, pub u32, pub u32, pub Option<u32>);

/// How an item is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Done while the applicant waits.
    Instant,
    /// Done within a promised time.
    Promised,
    /// Done by several departments.
    Joint,
    /// Passed on to a higher level.
    Reported,
}

impl Kind {
    /// The word of the registry.
    pub fn word(self) -> &'static str {
        match self {
            Instant => "instant",
            Promised => "promised",
            Joint => "joint",
            Reported => "reported",
        }
    }
}

/// The place in [`SERVICES`] of the department of each sub-center.
pub const SUB_CENTERS: [(usize, &str, &str); 3] = [
    (0, "sub-realty", "不动产登记分中心"),
    (1, "sub-tax", "办税服务分中心"),
    (2, "sub-police", "公安综合服务分中心"),
];

/// Which departments work in townships and villages.
pub const TOWN_SERVICES: [usize; 4] = [3, 5, 6, 10];

/// The departments. The last one has no window of its own and only takes part in joint cases.
pub const SERVICES: &[Service] = &[
    Service {
        name: "自然资源局",
        short: "国土",
        windows: &["不动产登记窗口", "用地规划窗口", "不动产查询窗口"],
        items: &[
            Offer("不动产转移登记", Promised, 30, 5, Some(8000)),
            Offer("不动产抵押登记", Promised, 30, 3, Some(8000)),
            Offer("不动产登记信息查询", Instant, 0, 0, Some(0)),
            Offer("不动产注销登记", Instant, 10, 0, Some(0)),
            Offer("建设用地规划许可", Joint, 20, 8, Some(0)),
            Offer("临时用地审批", Promised, 20, 7, None),
        ],
    },
    Service {
        name: "税务局",
        short: "税务",
        windows: &["发票代开窗口", "纳税申报窗口", "税务综合窗口"],
        items: &[
            Offer("代开增值税发票", Instant, 0, 0, Some(0)),
            Offer("纳税申报", Instant, 0, 0, Some(0)),
            Offer("完税证明开具", Instant, 0, 0, Some(0)),
            Offer("一般纳税人登记", Instant, 1, 0, Some(0)),
            Offer("税收减免核准", Promised, 20, 7, Some(0)),
        ],
    },
    Service {
        name: "公安局",
        short: "公安",
        windows: &["户籍业务窗口", "出入境业务窗口", "车驾管窗口"],
        items: &[
            Offer("户口登记项目变更", Instant, 3, 0, Some(0)),
            Offer("居民身份证换领", Promised, 60, 20, Some(2000)),
            Offer("居民身份证丢失补领", Promised, 60, 20, Some(4000)),
            Offer("普通护照签发", Promised, 15, 7, Some(12000)),
            Offer("机动车驾驶证期满换证", Instant, 1, 0, Some(1000)),
            Offer("机动车转移登记", Instant, 2, 0, Some(1000)),
        ],
    },
    Service {
        name: "人力资源和社会保障局",
        short: "社保",
        windows: &["社保经办窗口", "就业服务窗口", "退休审批窗口"],
        items: &[
            Offer("参保登记", Instant, 1, 0, Some(0)),
            Offer("养老保险关系转移接续", Promised, 45, 15, Some(0)),
            Offer("退休资格审核", Promised, 20, 10, Some(0)),
            Offer("失业登记", Instant, 0, 0, Some(0)),
            Offer("工伤认定", Promised, 60, 30, Some(0)),
            Offer("社会保障卡补换", Instant, 5, 0, Some(2500)),
        ],
    },
    Service {
        name: "市场监督管理局",
        short: "市监",
        windows: &["企业开办窗口", "食品许可窗口", "个体登记窗口"],
        items: &[
            Offer("企业设立登记", Joint, 15, 1, Some(0)),
            Offer("个体工商户登记", Instant, 15, 0, Some(0)),
            Offer("食品经营许可", Promised, 20, 6, Some(0)),
            Offer("企业注销登记", Promised, 5, 2, Some(0)),
            Offer("特种设备使用登记", Promised, 15, 4, None),
            Offer("营业执照补换", Instant, 1, 0, Some(0)),
        ],
    },
    Service {
        name: "医疗保障局",
        short: "医保",
        windows: &["医保经办窗口", "医保报销窗口"],
        items: &[
            Offer("城乡居民医保参保", Instant, 1, 0, Some(0)),
            Offer("异地就医备案", Instant, 1, 0, Some(0)),
            Offer("门诊慢特病待遇认定", Promised, 20, 10, Some(0)),
            Offer("医疗费用手工报销", Promised, 30, 15, Some(0)),
            Offer("生育保险待遇支付", Promised, 20, 10, Some(0)),
        ],
    },
    Service {
        name: "民政局",
        short: "民政",
        windows: &["婚姻登记窗口", "社会救助窗口"],
        items: &[
            Offer("结婚登记", Instant, 0, 0, Some(0)),
            Offer("婚姻登记档案查询", Instant, 0, 0, Some(0)),
            Offer("最低生活保障审核", Reported, 30, 15, Some(0)),
            Offer("高龄津贴申领", Promised, 20, 7, Some(0)),
            Offer("社会团体成立登记", Promised, 60, 15, None),
        ],
    },
    Service {
        name: "住房和城乡建设局",
        short: "住建",
        windows: &["施工许可窗口", "房产交易窗口", "公积金窗口"],
        items: &[
            Offer("建筑工程施工许可", Joint, 15, 5, Some(0)),
            Offer("商品房预售许可", Promised, 10, 5, Some(0)),
            Offer("公租房资格确认", Promised, 30, 15, Some(0)),
            Offer("房屋交易网签备案", Instant, 1, 0, Some(0)),
            Offer("燃气经营许可", Reported, 20, 12, None),
        ],
    },
    Service {
        name: "卫生健康局",
        short: "卫健",
        windows: &["卫生许可窗口"],
        items: &[
            Offer("公共场所卫生许可", Promised, 20, 7, Some(0)),
            Offer("医师执业注册", Promised, 20, 8, Some(0)),
            Offer("生育登记", Instant, 1, 0, Some(0)),
            Offer("医疗机构设置审批", Reported, 30, 15, None),
        ],
    },
    Service {
        name: "交通运输局",
        short: "交通",
        windows: &["道路运输窗口"],
        items: &[
            Offer("道路货物运输经营许可", Promised, 20, 5, Some(0)),
            Offer("道路运输证年审", Instant, 1, 0, Some(0)),
            Offer("从业资格证换发", Instant, 10, 0, Some(1000)),
            Offer("超限运输通行许可", Promised, 20, 5, None),
        ],
    },
    Service {
        name: "农业农村局",
        short: "农业",
        windows: &["农业综合窗口"],
        items: &[
            Offer("种子生产经营许可", Promised, 20, 10, Some(0)),
            Offer("动物检疫合格证明", Instant, 1, 0, Some(0)),
            Offer("农药经营许可", Promised, 20, 8, Some(0)),
            Offer("农村宅基地审批", Joint, 30, 15, Some(0)),
            Offer("农机牌证业务", Instant, 2, 0, Some(500)),
        ],
    },
    Service {
        name: "生态环境局",
        short: "环保",
        windows: &["环境影响评价窗口"],
        items: &[
            Offer("环境影响报告表审批", Promised, 30, 12, Some(0)),
            Offer("环境影响登记表备案", Instant, 1, 0, Some(0)),
            Offer("排污许可", Reported, 30, 18, None),
        ],
    },
    Service {
        name: "教育局",
        short: "教育",
        windows: &["教育服务窗口"],
        items: &[
            Offer("教师资格认定", Promised, 30, 15, Some(0)),
            Offer("民办学校设立审批", Reported, 90, 30, None),
            Offer("学籍证明开具", Instant, 1, 0, Some(0)),
        ],
    },
    Service {
        name: "应急管理局",
        short: "应急",
        windows: &["安全生产许可窗口"],
        items: &[
            Offer("危险化学品经营许可", Promised, 45, 20, Some(0)),
            Offer("烟花爆竹零售许可", Promised, 20, 8, Some(0)),
            Offer("安全生产标准化备案", Instant, 1, 0, Some(0)),
        ],
    },
    Service {
        name: "消防救援大队",
        short: "消防",
        windows: &[],
        items: &[Offer("公众聚集场所投入使用前消防安全检查", Promised, 10, 5, None)],
    },
];
