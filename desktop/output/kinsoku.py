"""Where a line of Chinese may end, and how much it would hurt where it should not.

避头尾 follows GB/T 15834-2011 (no closing mark first in a line, no opening mark last, no divided
—— or ……) and CY/T 154; the rest is what a careful typist does by hand: a number stays with its
unit, a date stays whole, 底前 and 完成 are not torn.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: What a break costs. Breaks that cost anything are made only where a line has no other.
FREE: Final = 0.0
WORD: Final = 400.0  # inside a word that reads badly in two
NUMBER: Final = 4_000.0  # inside a number, a date, a Latin word
FORBIDDEN: Final = 40_000.0  # against 避头尾

NEVER_FIRST: Final = frozenset("，。、；：？！）》〉】〕」』”’％‰℃℉·・…—～〜々〃,.;:?!)]}%>°′″–")
NEVER_LAST: Final = frozenset("（《〈【〔「『“‘([{<＄￥¥$№§")
#: Marks with ink in the left half of their square only: half of it may hang over a line's end.
SQUEEZED: Final = frozenset("，。、；：？！）》〉】〕」』”’")

_LETTER = "0-9A-Za-z\u00c0-\u024f０-９Ａ-Ｚａ-ｚ"
_COUNTED = (
    "年月日号时分秒天周个项条款章节名人次家户件批所座台套部辆级类种倍亿万千百元吨亩里米岁届期位处"
)
_WHOLE = re.compile(
    "|".join(
        (
            # 2017年12月, 2019年12月31日, 12月底, 2021—2025年, 2030年底
            r"[0-9０-９]{1,4}(?:[-—–~～][0-9０-９]{1,4})?年(?:[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?)?[底末初]?前?",
            r"[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?[底末初]?前?",
            # （国办发〔2016〕28号）: the year and the number stay together
            r"〔[0-9０-９]{2,4}〕[0-9０-９]+号",
            # 1000名, 10.5%, 3,000万元, A4, Wi-Fi, 0.5℃, №3
            rf"[{_LETTER}]+(?:[.,:/@_+&'’%·-]+[{_LETTER}]+)*(?:[%％‰℃°]|[余多]?[{_COUNTED}]+)?",
            r"第[0-9０-９一二三四五六七八九十百]+[条款项章节次批期届]?",
        )
    )
)
# Breaks inside other words are the rule in Chinese, and a line kept short for them looks torn.
_WORDS = re.compile(
    "年底前|月底前|底前|年底|月底|年末|年初|持续推进|长期坚持|建成运行|建成投产|投入使用|投入运行|全面完成|基本完成"
    "|完成|启动|出台|印发|建成|运行|推进|持续|以上|以下|以内|之前|之后"
)
_HALVES = frozenset(("——", "……", "──"))
_BOUND = re.compile(f"[{re.escape(''.join(sorted(NEVER_FIRST | NEVER_LAST)))}─]")
#: Every character but those of the ranges in which none is attached: nearly all of an ordinary text.
_MAYBE_ATTACHED = re.compile(
    "[^\x00-\u02ff\u2010-\u2027\u2030-\u205f\u2070-\u20cf\u2100-\u2cee\u3000-\u3029\u3030-\u3098\u309b-\ua66e"
    "\uac00-\ud7ff\uf900-\ufaff\uff00-\ufff8\U00020000-\U0003ffff]"
)


def break_costs(text: str) -> list[float]:
    """For each place before a character of `text` (one paragraph) what a line break there costs.

    The list is as long as the text; the first entry is the paragraph's start and free.
    """
    costs = [FREE] * len(text)
    for words, cost in ((_WORDS, WORD), (_WHOLE, NUMBER)):
        for match in words.finditer(text):
            for place in range(match.start() + 1, match.end()):
                costs[place] = max(costs[place], _softer(text, place, cost))
    for match in _BOUND.finditer(text):
        char, place = match[0], match.start()
        if place and (char in NEVER_FIRST or text[place - 1] + char in _HALVES):
            costs[place] = FORBIDDEN
        if char in NEVER_LAST and place + 1 < len(text):
            costs[place + 1] = FORBIDDEN
    for match in _MAYBE_ATTACHED.finditer(text, 1):
        if is_attached(match[0]):
            costs[match.start()] = FORBIDDEN
    return costs


def _softer(text: str, place: int, cost: float) -> float:
    """A long address or file name that has to be cut is cut after its own stops."""
    before, after = text[place - 1], text[place]
    return cost / 2 if before in "/-_@&" and before != after else cost


@lru_cache(maxsize=4096)
def is_attached(char: str) -> bool:
    """True for what belongs to the character before it: accents, variation selectors, joiners."""
    return char >= "\u0300" and unicodedata.category(char) in {"Mn", "Me", "Mc", "Cf"}
