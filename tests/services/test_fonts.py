"""字体 in use: the prescribed ones where they are installed and may be embedded, else the program's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.output import fontfiles
from desktop.output.fonts import FontSet
from desktop.services.fonts import fonts_in_use


def test_the_programs_own_serve_where_nothing_is_installed() -> None:
    found = fonts_in_use(FontSet(bundled_only=True))
    assert [font.part for font in found] == ["小标宋", "黑体", "仿宋", "楷体", "宋体"]
    for font in found:
        assert font.path is not None
        assert font.path.is_file()
        assert not font.statutory
        assert font.told() == f"程序自带（{font.path.name}），本机没有安装规定字体"


def test_an_installed_one_is_named_and_a_damaged_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    good, bad = tmp_path / "simhei.ttf", tmp_path / "simkai.ttf"
    shutil.copy(root / "resources" / "fonts" / "FengongHei.ttf", good)
    bad.write_bytes(good.read_bytes()[:2000])
    families = {"黑体": fontfiles.FontFile(good), "楷体": fontfiles.FontFile(bad)}
    monkeypatch.setattr("desktop.output.fonts.installed_families", lambda: families)
    by_part = {font.part: font for font in fonts_in_use()}
    assert by_part["黑体"].statutory
    assert by_part["黑体"].path == good
    assert by_part["黑体"].told() == "本机安装的黑体（simhei.ttf）"
    assert not by_part["楷体"].statutory
    assert by_part["楷体"].told() == "程序自带（FengongKai.ttf）；本机的楷体不允许嵌入，没有用"


def test_no_font_at_all_is_said(tmp_path: Path) -> None:
    for font in fonts_in_use(FontSet(bundled_only=True, folder=tmp_path)):
        assert font.path is None
        assert font.told() == "没有可用的字体"
