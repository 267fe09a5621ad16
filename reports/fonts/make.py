#!/usr/bin/env python3
"""Makes the three faces of the documents from the fonts that README.md names (needs the Python package fonttools).

    make.py LXGWWenKai-Light.ttf NotoSansSC_400Regular.ttf NotoSerifSC_700Bold.ttf

What is left out: scripts that no document uses, hints, and layout features; 公文 are set glyph by glyph on a grid.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin, punctuation, arrows, mathematical signs, circled and enclosed numbers, boxes, shapes, full-width forms.
SIGNS = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2100, 0x22FF), (0x2460, 0x24FF),
    (0x2500, 0x257F), (0x25A0, 0x266F), (0x2690, 0x2693), (0x2713, 0x2717), (0x3000, 0x303F), (0x3220, 0x3229),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]
HAN = [(0x4E00, 0x9FFF), (0x20000, 0x323AF)]
HAN_AND_MORE = [*HAN, (0x3400, 0x4DBF), (0xF900, 0xFAFF)]
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx", "VORG"]


def gb2312():
    """The 6,763 characters of GB/T 2312-1980 and its signs."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def make(source, target, wanted, name):
    font = TTFont(source)
    options = subset.Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    # A modified font may not bear a reserved name (OFL 1.1, condition 3); copyright and licence stay.
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = name
        elif record.nameID == 6:
            record.string = name.replace(" ", "")
        elif record.nameID == 3:
            record.string = f"{name}; subset"
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 1, 2, 3, 4, 5, 6, 13, 14)]
    font.save(target)


def main(body, sans, title):
    def within(ranges):
        return {code for first, last in ranges for code in range(first, last + 1)}

    make(body, "body.ttf", within(SIGNS + HAN_AND_MORE), "Flagpost Fang")
    make(sans, "sans.ttf", within(SIGNS + HAN), "Flagpost Hei")
    make(title, "title.ttf", within(SIGNS) | set(gb2312()), "Flagpost Song")


if __name__ == "__main__":
    main(*sys.argv[1:])
