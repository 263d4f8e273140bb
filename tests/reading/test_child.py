from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.reading import child, read_bytes, read_file
from desktop.support.errors import RefusedSource, UnreadableSource
from tests.reading.docx_builder import SEED_001, docx, paragraph, seed_docx

SLEEPER = [sys.executable, "-c", "import sys, threading; threading.Event().wait(30)"]


def reason_of(path: Path, **limits: float) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_file(path, **limits)  # type: ignore[arg-type]
    return caught.value.reason


def file(folder: Path, data: bytes, name: str = "方案.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def command(monkeypatch: pytest.MonkeyPatch, made: list[str]) -> None:
    monkeypatch.setattr(child, "worker_command", lambda: made)


@pytest.mark.parametrize("data", [SEED_001.read_bytes(), seed_docx()])
def test_the_child_reads_what_this_process_would(tmp_path: Path, data: bytes) -> None:
    path = file(tmp_path, data)
    assert read_file(path) == (read_bytes(path.name, data), data)


def test_a_file_that_takes_long_to_hand_over_arrives_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Far more than a pipe holds, and a look at `cancelled` between any two pieces.
    monkeypatch.setattr(child, "_POLL", 0.001)
    text = "省科技厅牵头，省财政厅配合。\n" * 50_000
    document, data = read_file(file(tmp_path, text.encode()), cancelled=lambda: False)
    assert document.text == text
    assert data == text.encode()


def test_it_needs_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("LANG", "C")
    assert read_file(file(tmp_path, docx(paragraph("省科技厅"))))[0].text == "省科技厅\n"


def test_paths_that_hold_no_document(tmp_path: Path) -> None:
    assert reason_of(tmp_path) == "source.directory"
    assert reason_of(tmp_path / "无") == "source.missing"
    assert reason_of(tmp_path / "a\0b") == "source.missing"
    assert reason_of(file(tmp_path, b"x") / "方案") == "source.missing"
    assert reason_of(file(tmp_path, b"")) == "source.empty"


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes lie elsewhere")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    assert reason_of(tmp_path / "管道") == "source.not_a_file"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, b"x")

    # Refused by hand, because root may read everything.
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert reason_of(path) == "source.permission"


def test_other_faults_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, b"x")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UnreadableSource) as caught:
        read_file(path)
    assert (caught.value.reason, caught.value.data) == ("source.io", {"system": 5})


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as made:
        made.truncate(child.MAX_FILE + 1)
    assert reason_of(path) == "source.too_large"


def test_errors_travel_with_their_data(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_file(file(tmp_path, b"%PDF-1.7"))
    assert (caught.value.reason, caught.value.data) == ("source.unsupported", {"kind": "pdf"})
    with pytest.raises(RefusedSource) as refused:
        read_file(file(tmp_path, "机密★1年\n通知".encode()))
    assert refused.value.data == {"mark": "机密★1年"}


def test_a_child_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    with pytest.raises(UnreadableSource) as caught:
        read_file(file(tmp_path, b"x" * 1_000_000))
    assert caught.value.reason == "source.reader_died"
    assert caught.value.data["exit"] != 0


def test_a_child_that_breaks_tells_where_but_not_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = file(tmp_path, b"raise KeyError('secret text')", "broken.py")
    command(monkeypatch, [sys.executable, str(script)])
    with pytest.raises(UnreadableSource) as caught:
        read_file(file(tmp_path, b"x"))
    assert caught.value.data == {"exit": 1, "where": "KeyError broken.py:1"}


@pytest.mark.parametrize("answer", ["", "[]", "5", "{}", '{"error":"no"}', '{"text":"a"}'])
def test_an_answer_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    command(monkeypatch, [sys.executable, "-c", f"print({answer!r})"])
    assert reason_of(file(tmp_path, b"x")) == "source.reader_died"


def test_a_child_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, SLEEPER)
    start = time.monotonic()
    # More than a pipe holds, so that the child's not reading is met as well.
    assert reason_of(file(tmp_path, b"x" * 1_000_000), timeout=0.3) == "source.timeout"
    assert time.monotonic() - start < 10


def test_reading_can_be_cancelled_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    command(monkeypatch, SLEEPER)
    answers = iter([False, False, True])
    start = time.monotonic()
    with pytest.raises(UnreadableSource) as caught:
        read_file(file(tmp_path, b"x"), cancelled=lambda: next(answers))
    assert caught.value.reason == "source.cancelled"
    assert time.monotonic() - start < 10
    assert started[0].poll() is not None


def test_a_fault_while_asking_does_not_leave_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(monkeypatch, SLEEPER)

    def fail() -> bool:
        raise LookupError

    with pytest.raises(LookupError):
        read_file(file(tmp_path, b"x"), cancelled=fail)


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX's")
def test_a_child_out_of_memory_is_told(tmp_path: Path) -> None:
    text = "省科技厅牵头，省财政厅配合。\n" * 400_000
    reason = reason_of(file(tmp_path, text.encode()), memory=120 * 1024**2)
    assert reason in {"source.unsafe", "source.reader_died"}


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.worker_command() == [sys.executable, "--reading-worker"]


def test_text_needs_no_xml() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from desktop.reading import read_bytes; "
        "read_bytes('x', '省科技厅'.encode()); sys.exit('lxml' in sys.modules)"
    )
    root = Path(child.__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code, str(root)], check=False).returncode == 0
