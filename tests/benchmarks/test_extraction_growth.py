"""Reading grows with the text and no faster. Ratios within one run gate; absolute figures are only reported."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from tests.extraction.documents import read_text, seed_text

pytestmark = pytest.mark.slow

SIZE = 200_000


def cpu(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of processor time of the quickest of `times` runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


@pytest.fixture(scope="module")
def hunan() -> str:
    return seed_text("001")


@pytest.fixture(scope="module")
def ordinary(hunan: str) -> float:
    """Seconds that `SIZE` characters of an ordinary policy cost."""
    return cpu(lambda: read_text((hunan * 20)[:SIZE]), times=2)


def test_a_hundred_copies_cost_about_a_hundred_times_one(
    hunan: str, record_property: Callable[[str, object], None]
) -> None:
    one = cpu(lambda: read_text(hunan), times=5)
    hundred = cpu(lambda: read_text("\n".join([hunan] * 100)), times=2)
    record_property("cpu_seconds_one", round(one, 4))
    record_property("megabytes_per_second", round(len(hunan.encode()) / one / 1e6, 2))
    record_property("ratio_hundred_to_one", round(hundred / one, 1))
    assert hundred <= 110 * one


ROWS = {
    "aligned, far apart": "序号  任务  责任单位  时限\n"
    + ("1     甲    市教育局  6月\n" + "\n      乙\n" * 20) * 400,
    "aligned, much blank": "序号  任务  责任单位  时限\n"
    + ("1     甲    市教育局  6月\n" + "\n" * 200) * 400,
    "aligned, no number": "序号  任务  责任单位  时限\n" + "      甲    市教育局  6月\n" * 5000,
    "tabs, one row": "序号\t任务\t责任单位\n1\t甲\t市教育局\n" + "\t乙\t市财政局\n" * 5000,
    "lines": "序号\n任务\n责任单位\n" + "1\n甲\n市教育局\n" * 5000,
    "below a clause": "一、发展（责任单位：市教育局）\n" + "\n" * 60_000,
    "wide space": "甲" + "\u3000" * 60_000 + "\u00a0乙",
    "chain": "责任单位：" + "市教育局和" * 10_000 + "市财政局",
}


@pytest.mark.parametrize("name", ROWS)
def test_no_table_costs_many_times_an_ordinary_text(ordinary: float, name: str) -> None:
    text = ROWS[name]
    strange = cpu(lambda: read_text(text))
    assert strange <= 20 * ordinary * max(1.0, len(text) / SIZE)


@pytest.mark.parametrize(
    "piece",
    [
        "（", "（）", "，", "、", "责任单位：", "（责任单位：", "一、", "\n", "2017年", "  ", "1  ", "市教育局 ",
        "市教育局/", "序号  任务  责任单位  时限\n", "序号\n任务\n责任单位\n", "序号\t任务\t责任单位\n", "第一季度",
    ],
)  # fmt: skip
def test_no_text_costs_many_times_an_ordinary_one(ordinary: float, piece: str) -> None:
    strange = cpu(lambda: read_text((piece * SIZE)[:SIZE]))
    assert strange <= 20 * ordinary


def test_a_text_is_read_in_little_memory(hunan: str) -> None:
    """Counted are Python's own objects: at most a hundred bytes for one of the text (200 MB for 2 MB)."""
    text = (hunan * 40)[: 400_000 // 3]
    tracemalloc.start()
    try:
        read_text(text)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100 * len(text.encode())
