//! Measures: papers and sizes of type, in points of 1/72 inch.

/// Points in a millimetre.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Millimetres as points.
pub(super) const fn mm(millimetres: f32) -> f32 {
    millimetres * POINTS_PER_MM
}

/// 二号, of titles.
pub(super) const SIZE_2: f32 = 22.0;
/// 三号, of running text (GB/T 9704-2012, 5.2.2).
pub(super) const SIZE_3: f32 = 16.0;
/// 四号, of page numbers and copies.
pub(super) const SIZE_4: f32 = 14.0;
/// 五号, of working sheets.
pub(super) const SIZE_5: f32 = 10.5;
/// 小五, of remarks.
pub(super) const SIZE_5_SMALL: f32 = 9.0;

/// A page with the room for text on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paper {
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
    /// Free on the left.
    pub left: f32,
    /// Free above.
    pub top: f32,
    /// The room for text (版心), across.
    pub room_width: f32,
    /// The room for text, down.
    pub room_height: f32,
    /// The distance of lines that text stands on; none where lines are set freely.
    pub grid: Option<f32>,
}

/// 版心 of official documents: 156 by 225 mm (GB/T 9704-2012, 5.1.2).
const OFFICIAL_ROOM: (f32, f32) = (mm(156.0), mm(225.0));
/// Lines of a page and characters of a line (5.2.3).
pub(super) const OFFICIAL_LINES: f32 = 22.0;
pub(super) const OFFICIAL_CHARACTERS: f32 = 28.0;

impl Paper {
    /// A4 as official documents have it: 37 mm above, 28 mm at the binding (5.1.2).
    pub fn official() -> Paper {
        Paper {
            width: mm(210.0),
            height: mm(297.0),
            left: mm(28.0),
            top: mm(37.0),
            room_width: OFFICIAL_ROOM.0,
            room_height: OFFICIAL_ROOM.1,
            grid: Some(OFFICIAL_ROOM.1 / OFFICIAL_LINES),
        }
    }

    /// A4 of a working sheet.
    pub fn sheet() -> Paper {
        Paper {
            width: mm(210.0),
            height: mm(297.0),
            left: mm(18.0),
            top: mm(18.0),
            room_width: mm(174.0),
            room_height: mm(257.0),
            grid: None,
        }
    }

    /// A4 across, for what is hung up.
    pub fn hung() -> Paper {
        Paper {
            width: mm(297.0),
            height: mm(210.0),
            left: mm(30.0),
            top: mm(26.0),
            room_width: mm(237.0),
            room_height: mm(150.0),
            grid: None,
        }
    }

    /// The same paper turned across, for tables that are too wide: what was above is now at the left.
    pub fn turned(self) -> Paper {
        Paper {
            width: self.height,
            height: self.width,
            left: self.height - self.top - self.room_height,
            top: self.left,
            room_width: self.room_height,
            room_height: self.room_width,
            grid: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{OFFICIAL_CHARACTERS, OFFICIAL_LINES, Paper, SIZE_3, mm};

    #[test]
    fn an_official_page_has_the_margins_of_the_standard() {
        let paper = Paper::official();
        let right = paper.width - paper.left - paper.room_width;
        let below = paper.height - paper.top - paper.room_height;
        assert!((right - mm(26.0)).abs() < 0.01, "{right}");
        assert!((below - mm(35.0)).abs() < 0.01, "{below}");
        assert!(
            paper.room_width / OFFICIAL_CHARACTERS < SIZE_3,
            "size 3 is set a hair tighter than its body"
        );
        assert!(paper.room_height / OFFICIAL_LINES > SIZE_3 * 1.7);
    }
}
