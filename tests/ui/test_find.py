"""查找 looks into the cells as they are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.ui.find import find
from desktop.ui.workspace import Workspace

HUNAN = "001_0fec313776e3621d.txt"


@pytest.fixture
def hunan(opened: Callable[[Path], Workspace], seeds: Path) -> Workspace:
    return opened(seeds / HUNAN)


def test_it_goes_round_and_back(hunan: Workspace) -> None:
    view = hunan.tasks
    first = find(view, "省教育厅")
    assert first is not None
    assert "省教育厅" in view.currentIndex().data()
    assert find(view, "省教育厅", stay=True) == first
    second = find(view, "省教育厅")
    assert second is not None
    assert (second.number, second.total) == (first.number % first.total + 1, first.total)
    assert find(view, "省教育厅", backwards=True) == first
    seen = [find(view, "省教育厅") for _ in range(first.total)]
    assert seen[-1] == first


def test_width_case_and_white_space_do_not_count(hunan: Workspace) -> None:
    find_one = find(hunan.tasks, "省教育厅")
    assert find_one is not None
    spaced = find(hunan.tasks, "省教育\u3000厅", stay=True)
    assert spaced is not None
    assert spaced.total >= find_one.total
    text = str(hunan.tasks.currentIndex().data())
    assert "省教育" in text
    assert "厅" in text
    assert find(hunan.tasks, "２０１７年") == find(hunan.tasks, "2017年", stay=True)


def test_every_one_of_several_words_must_stand_in_the_cell(hunan: Workspace) -> None:
    both = find(hunan.tasks, "省教育厅 省科技厅")
    swapped = find(hunan.tasks, "省科技厅  省教育厅", stay=True)
    assert both is not None
    assert both == swapped
    assert find(hunan.tasks, "省教育厅 没有这样的单位") is None
    assert find(hunan.tasks, " \u3000") is None
