"""Reading grows with the text and no faster. Ratios within one run gate; absolute figures are only reported."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.extraction.documents import read_text, seed_text

pytestmark = pytest.mark.slow


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


def test_forty_copies_cost_about_forty_times_one(
    hunan: str, record_property: Callable[[str, object], None]
) -> None:
    one = cpu(lambda: read_text(hunan), times=5)
    forty = cpu(lambda: read_text("\n".join([hunan] * 40)), times=3)
    record_property("cpu_seconds_one", round(one, 4))
    record_property("megabytes_per_second", round(len(hunan.encode()) / one / 1e6, 2))
    record_property("ratio_forty_to_one", round(forty / one, 1))
    assert forty <= 46 * one


@pytest.mark.parametrize(
    "piece", ["（", "（）", "，", "、", "责任单位：", "（责任单位：", "一、", "\n", "2017年"]
)
def test_no_text_costs_many_times_an_ordinary_one(hunan: str, piece: str) -> None:
    size = 200_000
    ordinary = cpu(lambda: read_text((hunan * 20)[:size]), times=2)
    strange = cpu(lambda: read_text((piece * size)[:size]))
    assert strange <= 20 * ordinary
