from __future__ import annotations

import pytest

from desktop.support.filenames import file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("省科技厅", "省科技厅"),
        (' a/b\\c:*?"<>|\n\x7f. ', "abc"),
        ("长" * 99, "长" * 60),
        (" . ", "未命名"),
        ("", "未命名"),
    ],
)
def test_what_no_system_allows_is_left_out(text: str, name: str) -> None:
    assert file_name(text) == name
