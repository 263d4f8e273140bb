"""Names of new books, and what the settings remember."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.draft import PolicyHead
from desktop.services.opening import is_workbook, new_book_path, remember
from desktop.services.settings import RecentBook, Settings, load_settings, save_settings
from tests.services.books import seed_book


def test_a_book_is_named_after_its_policy_and_never_over_another(tmp_path: Path) -> None:
    first = new_book_path("湖南省:实施/方案", tmp_path)
    assert first.name == "湖南省实施方案.fengong"
    first.touch()
    assert new_book_path("湖南省:实施/方案", tmp_path).name == "湖南省实施方案（2）.fengong"
    assert new_book_path(' ."', tmp_path).name == "未命名.fengong"
    assert len(new_book_path("长" * 300, tmp_path).name) < 80


def test_a_book_is_known_by_its_ending() -> None:
    assert is_workbook(Path("甲.FENGONG"))
    assert not is_workbook(Path("甲.txt"))


def test_settings_come_back(tmp_path: Path) -> None:
    settings = remember(Settings(person="李四"), tmp_path / "甲.fengong", seed_book("004"))
    assert save_settings(settings, tmp_path)
    assert load_settings(tmp_path) == settings
    assert load_settings(tmp_path).lineage_at(tmp_path / "甲.fengong") == "lineage"
    assert load_settings(tmp_path).lineage_at(tmp_path / "乙.fengong") == ""


def test_settings_of_before_lineages_were_kept_still_load(tmp_path: Path) -> None:
    old = '{"recent": [{"path": "/a.fengong", "title": "甲", "originals": ["x"]}]}'
    (tmp_path / "settings.json").write_text(old, encoding="utf-8")
    assert load_settings(tmp_path).recent == (RecentBook("/a.fengong", "甲", ("x",), "", None),)


def test_the_same_file_leads_to_its_book(tmp_path: Path) -> None:
    path = tmp_path / "甲.fengong"
    settings = Settings(recent=(RecentBook(str(path), "甲", ("abc",)),))
    assert settings.book_with("abc") is None
    path.touch()
    assert settings.book_with("abc") == path
    assert settings.book_with("other") is None
    assert settings.last_book == path
    assert settings.without_book(str(path)).last_book is None


def test_a_book_of_the_same_matter_is_known_by_title_or_number(tmp_path: Path) -> None:
    path = tmp_path / "甲.fengong"
    book = RecentBook(str(path), "某省方案", (), "", "某政办发〔2017〕1号")
    settings = Settings(recent=(book,))
    titled, numbered = (
        PolicyHead(title="某省方案（修订稿）"),
        PolicyHead(title="别的", doc_number="某政办发〔2017〕1号"),
    )
    assert settings.book_like(titled) is None, "its file is gone"
    path.touch()
    assert settings.book_like(titled) == settings.book_like(numbered) == book
    assert settings.book_like(PolicyHead(title="别的")) is None
    assert settings.book_like(PolicyHead(title="")) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"recent": [{"path": 1}]}', '{"recent": 3}'])
def test_damaged_settings_are_set_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content, encoding="utf-8")
    assert load_settings(tmp_path) == Settings()
    assert (tmp_path / "settings.damaged.json").read_text(encoding="utf-8") == content


def test_settings_that_cannot_be_written_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not save_settings(Settings(), tmp_path / "file" / "folder")
