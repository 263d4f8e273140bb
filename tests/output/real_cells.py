"""Cells of real length: stretches of the seeds' own text, cut and dealt out the same way every time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

SEEDS = Path(__file__).parents[2] / "seeds"
_DEADLINES = (
    "2017年12月底前完成", "2019年12月底前建成运行", "持续推进", "2025年6月底前", "2021—2025年", "长期坚持",
    "2020年10月31日前出台", "每年12月底前报送", "2027年底前基本建成", "立即实施",
)  # fmt: skip


@cache
def _sentences() -> tuple[str, ...]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    parts = re.split(r"(?<=[。；])|\s*\n\s*", text)
    # What a faulty conversion left in the private area is cleaned before a table is made of it.
    clean = (part.strip() for part in parts if part and not re.search("[\ue000-\uf8ff]", part))
    return tuple(part for part in clean if len(part) > 3)


@cache
def _units() -> tuple[str, ...]:
    found = re.findall(
        "(?:省|市)[\u4e00-\u9fff]{1,9}?(?:厅|局|委|办|部|院|会)", "".join(_sentences())
    )
    return tuple(sorted(set(found)))


def real_rows(count: int, seed: int = 0) -> list[tuple[str, str, str, str]]:
    """`count` rows of the annex's four columns: number, wording, units, deadline."""
    random = Random(seed)
    rows: list[tuple[str, str, str, str]] = []
    for number in range(1, count + 1):
        wording = "".join(random.choices(_sentences(), k=random.choice((1, 1, 1, 2))))
        units = random.sample(_units(), k=min(random.choice((1, 2, 3, 4, 6, 11)), len(_units())))
        ending = random.choice(("", "", "等", "，各市州人民政府", "（排在第1位的为牵头单位）"))
        rows.append((str(number), wording, "、".join(units) + ending, random.choice(_DEADLINES)))
    return rows
