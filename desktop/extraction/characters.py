"""Classes of characters, written once for the patterns of this room (to be put between square brackets)."""

import re

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
FULL_WIDTH = "，。；：？！（）、《》〈〉“”‘’〔〕【】…—"
NUMERALS = "一二三四五六七八九十百"

#: Spaces that Chinese text does not have: between signs, and between a sign and figures or letters.
INNER_SPACE = re.compile(
    rf"(?<=[{HAN}{FULL_WIDTH}])[ \u00a0\u200b\ufeff]+(?=[{HAN}{FULL_WIDTH}0-9A-Za-z])"
    rf"|(?<=[0-9A-Za-z%])[ \u00a0\u200b\ufeff]+(?=[{HAN}{FULL_WIDTH}])"
)
