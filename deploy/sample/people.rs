//! Names of people who do not exist.

use super::dice::Dice;
use std::collections::HashSet;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余",
    "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭", "廖", "邹", "熊",
    "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙",
    "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文", "欧阳", "上官",
    "司马", "诸葛", "逄", "逯", "亓", "乜", "仉", "仝",
];

/// Characters of given names, common ones first, then some that fonts and old systems stumble over.
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超",
    "秀", "霞", "平", "刚", "桂", "英", "华", "玉", "兰", "红", "波", "辉", "云", "海", "燕", "春", "雪",
    "梅", "晶", "鑫", "宇", "浩", "凯", "欣", "怡", "佳", "雨", "桐", "梓", "涵", "晨", "阳", "博", "文",
    "思", "远", "志", "国", "建", "立", "庆", "广", "立", "哲", "睿", "轩", "瑶", "琳", "琪", "颖", "婷",
    "慧", "倩", "楠", "宁", "安", "旭", "东", "成", "林", "松", "柏", "岩", "喆", "玥", "翀", "昊", "祎",
    "骁", "珺", "婧", "彧", "赟", "淼", "垚", "翊", "霖", "煜", "璟", "昉", "旻", "祺", "頔",
];

/// Names that must be there so that a print-out shows whether its fonts are complete.
const RARE: &[&str] = &["关喆玥", "邢䶮", "敖𬍛", "㛃·巴特尔"];

/// Gives each person another name.
pub struct Names {
    taken: HashSet<String>,
    rare: usize,
}

impl Names {
    /// Nobody is named yet.
    pub fn new() -> Names {
        Names { taken: HashSet::new(), rare: 0 }
    }

    /// The next person's name.
    pub fn next(&mut self, dice: &mut Dice) -> String {
        if self.rare < RARE.len() && self.taken.len() % 17 == 5 {
            self.rare += 1;
            let name = RARE[self.rare - 1].to_owned();
            self.taken.insert(name.clone());
            return name;
        }
        loop {
            let mut name = String::from(*dice.pick(SURNAMES));
            name.push_str(dice.pick::<&str>(GIVEN));
            // Large counties use up the names of two characters.
            if dice.chance(0.7) || self.taken.len() > 5000 {
                name.push_str(dice.pick::<&str>(GIVEN));
            }
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_shares_a_name() {
        let mut dice = Dice::new(1, 0);
        let mut names = Names::new();
        let all: HashSet<String> = (0..2000).map(|_| names.next(&mut dice)).collect();
        assert_eq!(all.len(), 2000);
        assert!(all.contains("邢䶮"));
    }
}
