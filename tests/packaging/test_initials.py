"""The table of Pinyin initials keeps the readings that are used, and goes back to its script."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location(
    "make_initials", ROOT / "packaging" / "make_initials.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
make_initials = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(make_initials)


def test_an_initial_is_a_letter_without_its_tone() -> None:
    readings = ("cháng", "ōu", "ē", "lǜ", " zhòng", "", "ḿ", "ê̄")
    assert [make_initials.initial(r) for r in readings] == ["c", "o", "e", "l", "z", "", "m", "e"]


def test_readings_that_phrases_use_are_kept_and_rare_ones_are_not() -> None:
    phrases = {f"长{i}": [["cháng"], ["x"]] for i in range(150)}
    phrases |= {f"{i}长": [["x"], ["zhǎng"]] for i in "甲乙丙"}
    phrases["长子"] = [["dàng"], ["zi"]]
    single = {str(ord("长")): "cháng,zhǎng", str(ord("市")): "shì,fú", str(ord("子")): "zǐ"}
    found = make_initials.initials("长市子", single, phrases)
    assert found == {"长": {"c", "z"}, "市": {"s"}, "子": {"z"}}


def test_the_licence_of_the_source_lies_beside_the_table() -> None:
    units = ROOT / "resources" / "units"
    assert "MIT License" in (units / "LICENSE-pypinyin.txt").read_text(encoding="utf-8")
    assert "make_initials.py" in (units / "initials.txt").read_text(encoding="utf-8")
