"""The command line as a script meets it: codes, streams, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desktop.cli import main as cli
from tests.services.books import seed_path

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def run(*arguments: str, root: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "main.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


def test_extract_prints_the_contract_and_nothing_else(root: Path) -> None:
    done = run(
        "extract", str(seed_path("001")), "--json", root=root, LANG="C", LC_ALL="C", PYTHONUTF8="0"
    )
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["schema"] == 1
    assert len(found["tasks"]) == 68
    assert len(found["tables"][0]["rows"]) == 15
    assert found["policy"]["lead_rule"]["kind"] == "first_listed"
    assert found["tasks"][0]["path"] == [
        "二、重点任务",
        "（一）开展科技成果信息汇交和发布",
        "1.建立科技成果信息发布机制",
    ]
    assert found["source"]["characters"] == len(seed_path("001").read_bytes().decode())


def test_extract_never_loads_qt(root: Path) -> None:
    code = (
        "import sys; sys.argv=['main.py','extract',sys.argv[1],'--json'];"
        "import main; main.main(sys.argv[1:]); assert not any(m.startswith('PySide6') for m in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(seed_path("004"))],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_table_writes_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(tmp_path / f"附件.{s}") for s in ("pdf", "xlsx", "docx", "csv")]
    options = [word for name in names for word in ("-o", name)]
    assert cli.main(["table", str(seed_path("001")), *options]) == 0
    assert all(Path(name).stat().st_size > 500 for name in names)
    told = capsys.readouterr()
    assert "附件第5项：时限“2017年12底前启动”疑漏“月”字" in told.err
    assert told.out == ""
    pdf = pdfium.PdfDocument(names[0])
    assert len(pdf) == 2


@pytest.mark.parametrize(("number", "rows"), [("000", 68), ("002", 17), ("003", 27), ("004", 31)])
def test_table_without_an_annex_has_a_row_per_task(tmp_path: Path, number: str, rows: int) -> None:
    target = tmp_path / "附件.csv"
    assert cli.main(["table", str(seed_path(number)), "-o", str(target)]) == 0
    lines = [
        line
        for line in target.read_text(encoding="utf-8-sig").splitlines()
        if line.split(",")[0].strip('"').isdecimal()
    ]
    assert len(lines) == rows


def test_strict_writes_nothing_while_there_are_doubts(tmp_path: Path) -> None:
    target = tmp_path / "附件.pdf"
    assert cli.main(["table", str(seed_path("001")), "-o", str(target), "--strict"]) == 1
    assert not target.exists()


def make(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.txt", b"", "空的"),
        ("照片.txt", PNG, "图片"),
        ("密件.txt", "机密★1年\n某省方案\n".encode(), "机密★1年"),
        ("扫描.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "另存为.docx"),
    ],
)
def test_bad_input_is_one_chinese_line_and_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, words: str
) -> None:
    path = make(tmp_path, name, content)
    assert cli.main(["extract", path, "--json"]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert Path(path).read_bytes() == content


def test_a_directory_and_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["extract", str(tmp_path), "--json"]) == 3
    assert "文件夹" in capsys.readouterr().err
    assert cli.main(["extract", str(tmp_path / "没有.txt"), "--json"]) == 3
    assert "找不到" in capsys.readouterr().err


def test_no_permission(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path, "方案.txt", "一、任务".encode())

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Root reads everything, so the refusal is the system call's, put in by hand.
    monkeypatch.setattr(Path, "open", refuse)
    assert cli.main(["extract", path, "--json"]) == 3
    assert "没有读取这个文件的权限" in capsys.readouterr().err


def test_a_full_disk_keeps_the_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = make(tmp_path, "附件.csv", b"old")

    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert cli.main(["table", str(seed_path("004")), "-o", target]) == 3
    assert "磁盘已满" in capsys.readouterr().err
    assert Path(target).read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["附件.csv"]


def test_a_text_without_clauses_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make(tmp_path, "说明.txt", "关于天气的说明\n今天天气很好。\n".encode())
    assert cli.main(["extract", path, "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["tasks"] == []
    assert "没有任务" in told.err


@pytest.mark.parametrize("arguments", [["table", "x.txt"], ["extract"], ["table", "--nonsense"]])
def test_wrong_arguments_are_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "参数有误" in capsys.readouterr().err


def test_an_unknown_format_is_a_wrong_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["table", str(seed_path("004")), "-o", str(tmp_path / "a.doc")]) == 2
    assert "导出格式" in capsys.readouterr().err


def test_a_reader_that_has_had_enough_is_no_error(root: Path) -> None:
    command = [sys.executable, str(root / "main.py"), "extract", str(seed_path("001")), "--json"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    told = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), told) == (0, b"")
