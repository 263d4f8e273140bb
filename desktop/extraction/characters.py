"""Classes of characters, written once for the patterns of this room (to be put between square brackets)."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
FULL_WIDTH = "，。；：？！（）、《》〈〉“”‘’〔〕【】…—"
NUMERALS = "一二三四五六七八九十百"
