"""The shelf of layouts: shipped ones, own ones, and own files that cannot be used."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.layout_json import check, to_data, to_json
from desktop.domain.sheet import Paper
from desktop.services.layouts import (
    DEFAULT,
    copy_layout,
    default_layout,
    delete_layout,
    find_layout,
    layouts,
    read_layout,
    save_layout,
    shipped_layouts,
)
from desktop.services.messages import explain
from desktop.support.errors import LayoutError

OWN = replace(default_layout(), key="own-1", name="本厅四栏表")


def refusal(action: object, *arguments: object) -> LayoutError:
    assert callable(action)
    with pytest.raises(LayoutError) as caught:
        action(*arguments)
    return caught.value


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / "layouts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_what_ships_is_sound_and_known_by_key_and_name(tmp_path: Path) -> None:
    shipped = shipped_layouts()
    assert default_layout().key == DEFAULT == "hunan_annex"
    assert [c.title for c in default_layout().sheet_columns()] == [
        "序号",
        "重点任务",
        "责任部门",
        "时间进度",
    ]
    assert len(shipped) == 9
    for layout in shipped:
        assert list(check(layout)) == []
        assert find_layout(layout.key, tmp_path) == find_layout(layout.name, tmp_path) == layout
        assert layout.mark == "" or layout.setup.paper is not Paper.A3_LANDSCAPE
    assert len({layout.name for layout in shipped}) == len(shipped)


def test_every_shipped_file_is_offered(root: Path) -> None:
    files = {path.stem for path in (root / "resources" / "layouts").glob("*.json")}
    assert files == {layout.key for layout in shipped_layouts()}
    for path in (root / "resources" / "layouts").glob("*.json"):
        assert path.read_text("utf-8") == to_json(find_layout(path.stem)), "not as it is saved"


def test_an_own_layout_is_kept_found_changed_and_deleted(tmp_path: Path) -> None:
    assert layouts(tmp_path).own == ()
    path = save_layout(OWN, tmp_path)
    assert path == tmp_path / "layouts" / "own-1.json"
    assert layouts(tmp_path).own == (OWN,)
    assert find_layout("本厅四栏表", tmp_path) == OWN
    changed = replace(OWN, name="本厅新表", title="分工表")
    assert save_layout(changed, tmp_path) == path
    assert layouts(tmp_path).own == (changed,)
    delete_layout("own-1", tmp_path)
    assert layouts(tmp_path).own == ()
    assert list(path.parent.iterdir()) == []


def test_a_file_under_another_name_is_the_one_that_changes_and_goes(tmp_path: Path) -> None:
    path = put(tmp_path, "从甲处拷来.JSON", to_json(OWN))
    changed = replace(OWN, title="分工表")
    assert save_layout(changed, tmp_path) == path
    assert layouts(tmp_path).own == (changed,)
    delete_layout("own-1", tmp_path)
    assert not path.exists()


def test_a_broken_file_is_named_and_the_others_serve(tmp_path: Path) -> None:
    save_layout(OWN, tmp_path)
    put(tmp_path, "半份.json", to_json(OWN)[:40])
    put(tmp_path, "错栏.json", json.dumps({**to_data(OWN), "lead": "粗体", "mark": "附件："}))
    put(tmp_path, "国标.json", to_json(OWN).encode("gb18030"))
    put(tmp_path, "同名.json", to_json(replace(OWN, key="other")))
    put(tmp_path, "冒名.json", to_json(replace(OWN, key="HUNAN_ANNEX", name="另一张")))
    put(tmp_path, "很大.json", b" " * 300_000)
    (tmp_path / "layouts" / "文件夹.json").mkdir()
    put(tmp_path, "说明.txt", "不是版式")
    shelf = layouts(tmp_path)
    assert shelf.own == (OWN,)
    assert shelf.all == (*shipped_layouts(), OWN)
    assert len(shelf.broken) == 7
    told = "\n".join(shelf.broken)
    for words in (
        "“半份.json”没有采用：第",
        'lead：不能是"粗体"（order、strong、word、column）；mark：只能是“附件”或空',
        "文字编码不是UTF-8",
        "“同名.json”没有采用：已经有叫“本厅四栏表”的版式",
        "已经有叫“附件四栏表”的版式",
        "不是版式文件",
        "“文件夹.json”没有采用：读不出",
    ):
        assert words in told, told


def test_a_mark_of_bytes_is_no_fault(tmp_path: Path) -> None:
    path = put(tmp_path, "own.json", b"\xef\xbb\xbf" + to_json(OWN).encode())
    assert read_layout(path) == OWN


def test_a_layout_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "借来的.json"
    path.write_text(to_json(OWN), encoding="utf-8")
    assert find_layout(str(path), tmp_path) == OWN
    assert refusal(find_layout, str(tmp_path / "没有.json"), tmp_path).reason == "layout.missing"


def test_an_unknown_name_is_told_with_those_that_are(tmp_path: Path) -> None:
    line = explain(refusal(find_layout, "五栏表", tmp_path)).line()
    assert "没有叫“五栏表”的版式" in line
    assert "附件四栏表、牵头配合分栏表" in line


def test_names_and_keys_are_not_taken_twice(tmp_path: Path) -> None:
    save_layout(OWN, tmp_path)
    for taken in (
        replace(OWN, key="own-2"),
        replace(OWN, key="Hunan_Annex", name="别名"),
        replace(OWN, key="own-3", name="附件四栏表"),
    ):
        assert refusal(save_layout, taken, tmp_path).reason == "layout.taken"
    assert layouts(tmp_path).own == (OWN,)


def test_what_could_not_be_read_again_is_not_kept(tmp_path: Path) -> None:
    for unfit in (replace(OWN, key="../x"), replace(OWN, columns=()), replace(OWN, name=" ")):
        assert refusal(save_layout, unfit, tmp_path).reason == "layout.invalid"
    assert not (tmp_path / "layouts").exists()


def test_shipped_ones_cannot_be_deleted(tmp_path: Path) -> None:
    assert refusal(delete_layout, DEFAULT, tmp_path).reason == "layout.not_own"
    assert refusal(delete_layout, "nothing", tmp_path).reason == "layout.not_own"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_keeps_the_old_layout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = save_layout(OWN, tmp_path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    owner = os if step == "fsync" else Path
    monkeypatch.setattr(owner, step, full)
    error = refusal(save_layout, replace(OWN, title="新"), tmp_path)
    assert error.reason == "layout.not_kept"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "layouts").write_text("在此处的是文件")
    assert refusal(save_layout, OWN, tmp_path).reason == "layout.not_kept"
    assert layouts(tmp_path).own == ()


def test_a_copy_has_a_key_of_its_own(tmp_path: Path) -> None:
    first = copy_layout(default_layout(), "本厅四栏表", tmp_path)
    second = copy_layout(first, "本厅新表", tmp_path)
    assert first == replace(default_layout(), key="own-1", name="本厅四栏表")
    assert layouts(tmp_path).own == (first, second)
    assert refusal(copy_layout, first, "附件四栏表", tmp_path).reason == "layout.taken"
    assert len(layouts(tmp_path).own) == 2


def test_a_file_that_is_no_layout_is_never_written_over(tmp_path: Path) -> None:
    broken = put(tmp_path, "own-1.json", "{")
    assert copy_layout(default_layout(), "本厅四栏表", tmp_path).key == "own-2"
    assert save_layout(replace(OWN, name="另一张"), tmp_path).name == "own-1-2.json"
    assert broken.read_text() == "{"


def test_what_was_changed_elsewhere_is_not_written_over_unasked(tmp_path: Path) -> None:
    save_layout(OWN, tmp_path)
    theirs, mine = replace(OWN, title="他们的"), replace(OWN, title="我的")
    save_layout(theirs, tmp_path, before=OWN)
    error = refusal(lambda: save_layout(mine, tmp_path, before=OWN))
    assert error.reason == "layout.changed"
    assert "“本厅四栏表”已在别处改动" in explain(error).line()
    assert layouts(tmp_path).own == (theirs,)
    delete_layout(OWN.key, tmp_path)
    assert refusal(lambda: save_layout(mine, tmp_path, before=OWN)).reason == "layout.changed"
    save_layout(mine, tmp_path)
    assert layouts(tmp_path).own == (mine,)


def test_names_that_are_free_and_the_layout_to_begin_with(tmp_path: Path) -> None:
    copy_layout(default_layout(), "附件四栏表（2）", tmp_path)
    shelf = layouts(tmp_path)
    assert shelf.free_name("新表") == "新表"
    assert shelf.free_name("附件四栏表") == "附件四栏表（3）"
    assert shelf.first("by_unit").key == "by_unit"
    assert shelf.first("own-1").name == "附件四栏表（2）"
    assert shelf.first_of_rows("by_unit").key == "by_unit"
    for other in ("comparison", "amendments", "gone"):
        assert shelf.first_of_rows(other) == default_layout()
    assert shelf.first("gone") == shelf.first("") == default_layout()
