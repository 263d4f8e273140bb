"""Cleaning: damage goes, clean text stays, everything traces back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.extraction.cleaning import clean
from tests.extraction.documents import seed_text

SEEDS = ["000", "001", "002", "003", "004"]


@pytest.mark.parametrize("number", SEEDS)
def test_a_seed_is_restored_exactly(number: str) -> None:
    source = seed_text(number)
    assert clean(source).trace.restored() == source


def test_a_clean_document_changes_in_white_space_only() -> None:
    source = seed_text("001")
    cleaned = clean(source)
    assert re.sub(r"\s", "", cleaned.trace.text) == re.sub(r"\s", "", source)
    assert {note.kind for note in cleaned.notes} <= {"line_join"}


def test_every_gloss_of_the_hubei_copy_goes_and_no_traditional_character_stays() -> None:
    cleaned = clean(seed_text("003"))
    assert sum(note.kind == "gloss" for note in cleaned.notes) == 483
    damaged = [note for note in cleaned.notes if note.kind == "mojibake"]
    assert [note.before for note in damaged] == ["?yōu)", "?;a(chǎn)", "?guī)?"]
    assert not any(note.certain for note in damaged)
    rest = cleaned.trace.text
    for note in damaged:
        assert note.before in rest
        rest = rest.replace(note.before, "")
    assert not re.search("[āáǎàēéěèīíǐìūúǔùǜ]", rest)
    assert "转移转化示范区建设方案" in cleaned.trace.text
    assert "着力推进政策创新" in cleaned.trace.text
    assert "显著" in cleaned.trace.text


def test_shifted_bytes_are_restored_but_for_their_ends() -> None:
    cleaned = clean(seed_text("002"))
    marked = [note for note in cleaned.notes if note.kind == "mojibake"]
    assert not any(note.certain for note in marked)
    restored = [
        cleaned.trace.to_text(n.span.start, n.span.end).slice(cleaned.trace.text) for n in marked
    ]
    assert restored == [
        "□可以在科技成果转化过程□",
        "□科技成果转化评价体□",
        "□开展企业管理人□",
        "□积极实施“一带一路”科技合□",
        "□积极争取国家支□",
        "□护和市场监□",
        "□护工□",
        "□科技部门要主动联合财□",
    ]
    right = (
        "校可以在科技成果转化过程中|校科技成果转化评价体系|。开展企业管理人员|。积极实施“一带一路”科技合作"
        "|。积极争取国家支持|保护和市场监管|保护工作|。科技部门要主动联合财政"
    )
    for note, whole in zip(marked, right.split("|"), strict=True):
        assert all(guess in ("□", true) for guess, true in zip(note.after, whole, strict=True))


def test_a_run_that_only_looks_shifted_is_left() -> None:
    text = "什么叫??这个嘛?不知道"
    assert clean(text).trace.text.replace("？", "?") == text


def test_web_chrome_is_hidden() -> None:
    text = clean(seed_text("002")).trace.text
    for words in ("{ganrao}", "当前位置", "主办单位:", "备案序号", "建议使用IE"):
        assert words not in text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("发展(fā)很快", "发展很快"),
        ("函数f(x)的值", "函数f(x)的值"),
        (
            "到2020年,建成3.5万个;见http://a.cn:80/x,y",
            "到2020年，建成3.5万个；见http://a.cn:80/x,y",
        ),
        ("比例为1,200", "比例为1,200"),
        ("(责任单位:省科技厅)", "（责任单位：省科技厅）"),
        ('实施"创新引领"战略', "实施“创新引领”战略"),
        ("评价试 点", "评价试点"),
        ("first, second", "first, second"),
        ("　　缩进的一段。", "缩进的一段。"),
    ],
)
def test_small_repairs(source: str, expected: str) -> None:
    assert clean(source).trace.text == expected


def test_a_broken_sentence_grows_together_and_a_list_does_not() -> None:
    broken = "依托省产业技术协同创新研究院等技术创新机构，联合在湘的军事院校、军工科技院\n所建设产业园。\n第二段。"
    assert clean(broken).trace.text == broken.replace("院\n所", "院所")
    listed = "一、总体要求\n二、重点任务\n（一）第一项"
    assert clean(listed).trace.text == listed


@given(st.text(alphabet="責任单位：:，,。()（）\n\r \t　發展(fā)?;着著\ud8000123", max_size=80))
def test_any_text_is_restored(source: str) -> None:
    assert clean(source).trace.restored() == source
