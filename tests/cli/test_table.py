"""`table` with a layout: from a policy or a book, with what is chosen for the printing."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.cli import main as cli
from desktop.domain.edits import edit_cell
from desktop.domain.layout_json import to_json
from desktop.domain.sheet import Sheet
from desktop.services.directory import unit_directory
from desktop.services.layouts import default_layout, shipped_layouts
from desktop.services.opening import start_book
from desktop.services.stages import freeze_stage
from tests.services.books import seed_path, seed_reading

HUNAN = str(seed_path("001"))
STORED = Path(__file__).parents[1] / "storage" / "workbooks"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run `table` and return its code and what it said on standard error."""
    code = cli.main(["table", *arguments])
    out, err = capsys.readouterr()
    assert out == ""
    return code, err


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.reader(stream) if row]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a stage and a change since."""
    desk = start_book(seed_reading("001"), tmp_path / "books")
    freeze_stage(desk, "征求意见稿")
    row = desk.book.annex[4]
    desk.commit(edit_cell(desk.book, row, "deadline", "2017年12月底前启动", unit_directory()))
    desk.close()
    return desk.path


@pytest.mark.parametrize("name", ["lead_participant", "牵头配合分栏表"])
def test_a_layout_by_key_and_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    target = tmp_path / "a.csv"
    assert told(capsys, HUNAN, "--layout", name, "-o", str(target))[0] == 0
    assert ["序号", "任务", "牵头单位", "配合单位", "完成时限"] in cells(target)


def test_a_layout_by_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.json"
    layout = to_json(default_layout()).replace('"mark": "附件"', '"mark": ""')
    own.write_text(layout.replace('"key": "units"', '"key": "units", "title": "责任单位"'), "utf-8")
    target = tmp_path / "a.csv"
    code, err = told(capsys, HUNAN, "--layout", str(own), "-o", str(target))
    assert code == 0
    assert "责任部门" not in err
    assert ["序号", "重点任务", "责任单位", "时间进度"] in cells(target)


def test_notes_and_doubts_are_told_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "a.csv")
    code, err = told(capsys, str(seed_path("002")), "--layout", "lead_participant", "-o", target)
    assert code == 0
    assert "提示　文件没有分第1至13、15至17项的牵头和配合" in err
    assert "待核　" in err
    assert "已写出" in err


def test_layouts_are_listed_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["table", "--list-layouts"])
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [layout.key for layout in shipped_layouts()]
    assert "附件四栏表\t序号 | 重点任务 | 责任部门 | 时间进度" in lines[0]


def test_own_layouts_are_listed_and_broken_ones_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGONG_SETTINGS", str(tmp_path))
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "坏.json").write_text("{")
    with pytest.raises(SystemExit):
        cli.main(["table", "--list-layouts"])
    assert "版式文件“坏.json”没有采用" in capsys.readouterr().err


def test_a_book_is_read_without_a_lock(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    target = tmp_path / "a.csv"
    assert told(capsys, str(book), "-o", str(target))[0] == 0
    assert "2017年12月底前启动" in target.read_text("utf-8-sig")
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_two_states_of_a_book(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    assert told(capsys, str(book), "--layout", "comparison", "-o", str(target))[0] == 0
    head, row = cells(target)[-2:]
    assert head[-2:] == ["征求意见稿", "现稿"]
    assert row[-2:] == ["2017年12底前启动", "2017年12月底前启动"]
    code, err = told(
        capsys, str(book), "--layout", "comparison", "--before", "二稿", "-o", str(target)
    )
    assert code == 3
    assert "没有名为“二稿”的阶段" in err
    assert "征求意见稿" in err


def test_a_policy_has_no_stage_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    code, err = told(capsys, HUNAN, "--layout", "comparison", "-o", str(target))
    assert code == 3
    assert "没有可供比较的阶段" in err
    assert not target.exists()


def test_one_unit_and_a_file_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--layout", "by_unit", "--unit", "省财政厅"]
    one = tmp_path / "清单.csv"
    assert told(capsys, HUNAN, *options, "-o", str(one))[0] == 0
    each = str(tmp_path / "{单位}.csv")
    code, err = told(capsys, HUNAN, *options, "--unit", "省教育厅", "-o", each)
    assert code == 0
    assert f"已写出 {tmp_path / '省教育厅.csv'}（21项）" in err
    assert {p.name for p in tmp_path.iterdir()} == {"清单.csv", "省财政厅.csv", "省教育厅.csv"}
    code, err = told(capsys, HUNAN, "--layout", "by_unit", "--unit", "科技厅", "-o", str(one))
    assert code == 3
    assert "没有把任务分给“科技厅”" in err
    assert "（如省科技厅）" in err


def text_of(path: Path) -> str:
    pages = pdfium.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_what_stands_around_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.csv"
    # The writers' own tests look at the page; here it is enough that the options reach the sheet.
    plain, marked = tmp_path / "plain.pdf", tmp_path / "marked.pdf"
    assert told(capsys, HUNAN, "-o", str(plain), "-o", str(target))[0] == 0
    options = ["--mark", "附件3", "--title", "任务分工表", "--first-page", "7", "--one-sided"]
    assert told(capsys, HUNAN, *options, "-o", str(marked))[0] == 0
    assert "附件3" in text_of(marked)
    assert "任务分工表" in text_of(marked)
    assert "附件3" not in text_of(plain)


def test_choices_reach_the_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Sheet] = []
    monkeypatch.setattr("desktop.cli.table.export", lambda sheets, _paths: made.extend(sheets))
    options = {
        "--paper": "a4-landscape",
        "--size": "五号",
        "--first-page": "none",
        "--stage": "（征求意见稿）",
        "--doc-number": "湘政办发〔2017〕20号",
        "--notice": "内部资料 注意保存",
        "--by-line": "填报单位：",
    }
    words = [word for pair in options.items() for word in pair]
    assert told(capsys, HUNAN, *words, "--lead-note", "-o", str(tmp_path / "a.pdf"))[0] == 0
    (sheet,) = made
    setup = sheet.setup
    assert (setup.paper, setup.size, setup.first_page) == ("a4-landscape", "五号", None)
    assert setup.two_sided
    assert (sheet.stage, sheet.doc_number) == ("征求意见稿", "湘政办发〔2017〕20号")
    assert (sheet.notice, sheet.by_line) == ("内部资料 注意保存", "填报单位：")
    assert sheet.note == "注：责任部门排第一为牵头单位。"


def test_the_documents_own_number_where_it_has_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Sheet] = []
    monkeypatch.setattr("desktop.cli.table.export", lambda sheets, _paths: made.extend(sheets))
    text = "关于推进工作的通知\n湘政办发〔2017〕20号\n一、任务（责任单位：省科技厅、省教育厅）\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    target = str(tmp_path / "a.pdf")
    options = ["-o", target, "--mark", "无", "--doc-number"]
    assert told(capsys, str(tmp_path / "a.txt"), *options)[0] == 0
    assert (made[0].mark, made[0].doc_number) == ("", "湘政办发〔2017〕20号")
    code, err = told(capsys, HUNAN, *options)
    assert (code, made[1].doc_number) == (0, "")
    assert "文件没有写明发文字号" in err


def test_a3_bears_no_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, err = told(
        capsys, HUNAN, "--paper", "a3-landscape", "--mark", "附件", "-o", str(tmp_path / "a.csv")
    )
    assert code == 0
    assert "A3横排是会议用表" in err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--paper", "a5"],
        ["--size", "二号"],
        ["--first-page", "0"],
        ["--first-page", "一"],
        ["--first-page", "123456"],
    ],
)
def test_wrong_choices_are_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["table", HUNAN, *wrong, "-o", str(tmp_path / "a.csv")])
    assert left.value.code == 2
    assert f"参数有误：{wrong[0]}: " in capsys.readouterr().err


def test_an_unknown_layout_and_a_broken_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.csv"
    code, err = told(capsys, HUNAN, "--layout", "五栏表", "-o", str(target))
    assert code == 3
    assert "没有叫“五栏表”的版式" in err
    (tmp_path / "坏.fengong").write_bytes(b"x" * 4096)
    code, err = told(capsys, str(tmp_path / "坏.fengong"), "-o", str(target))
    assert code == 3
    assert "不是分工簿文件" in err
    assert not target.exists()


def test_a_book_of_an_earlier_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = Path(shutil.copy(STORED / "v1.fengong", tmp_path))
    target = tmp_path / "a.csv"
    assert told(capsys, str(copy), "-o", str(target))[0] == 0
    assert copy.read_bytes() == (STORED / "v1.fengong").read_bytes()


def test_lists_of_units_without_a_unit_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "a.txt"
    policy.write_text("湖南省实施方案\n\n一、重点任务\n\n1.建设平台。完善服务体系。\n", "utf-8")
    target = tmp_path / "a.pdf"
    code, err = told(capsys, str(policy), "--layout", "by_unit", "-o", str(target))
    assert code != 0
    assert "没有任务写明责任单位" in err
    assert not target.exists()
