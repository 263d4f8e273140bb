"""The parts of packaging/dev.py that decide, and the locks it installs from."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LOCKS = [PACKAGING / "requirements.txt", PACKAGING / "requirements-dev.txt"]


@pytest.fixture
def dev() -> ModuleType:
    """A fresh copy of packaging/dev.py as a module; tests may change it."""
    spec = importlib.util.spec_from_file_location("fengong_dev", PACKAGING / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def venv(dev: ModuleType, tmp_path: Path) -> Path:
    """A made-up .venv with an interpreter file, and made-up locks, that `dev` looks at."""
    dev.VENV = tmp_path / ".venv"
    python = dev.venv_python()
    python.parent.mkdir(parents=True)
    python.touch()
    dev.LOCKS = {"run": tmp_path / "run.txt", "dev": tmp_path / "dev.txt"}
    for kind, lock in dev.LOCKS.items():
        lock.write_text(f"{kind}==1\n", encoding="ascii")
    return dev.VENV


def requirements(lock: Path) -> dict[str, str]:
    """Package -> version, as the lock pins them."""
    text = lock.read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))


# The locks


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_no_path(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted-host|@ |/", text) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_and_hashes_every_package(lock: Path) -> None:
    logical = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    lines = [line for line in logical if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_dev_lock_holds_all_of_the_run_lock() -> None:
    run, everything = map(requirements, LOCKS)
    assert run.items() <= everything.items()


def test_the_locks_pin_what_pyproject_asks_for() -> None:
    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        re.split(r"[=<>~!]", name)[0].lower(): lock
        for names, lock in (
            (project["project"]["dependencies"], LOCKS[0]),
            (project["dependency-groups"]["dev"], LOCKS[1]),
        )
        for name in names
    }
    assert [name for name, lock in asked.items() if name not in requirements(lock)] == []


# System libraries


def test_missing_libraries_are_read_from_ldd(dev: ModuleType) -> None:
    listing = (
        "\tlinux-vdso.so.1 (0x00007ffd)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibGL.so.1 => /lib/x86_64-linux-gnu/libGL.so.1 (0x00007f)\n"
        "\tlibglib-2.0.so.0 => not found\n"
    )
    assert dev.missing_in(listing) == {"libxcb-cursor.so.0", "libglib-2.0.so.0"}


@pytest.mark.parametrize(
    ("library", "packages"),
    [
        ("libGL.so.1", ("libgl1",)),
        ("libX11-xcb.so.1", ("libx11-xcb1",)),
        ("libglib-2.0.so.0", ("libglib2.0-0", "libglib2.0-0t64")),
        ("libxcb-icccm.so.4", ("libxcb-icccm4",)),
        ("libxcb-render-util.so.0", ("libxcb-render-util0",)),
        ("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
        ("libnobody-knows.so.9", ()),
        ("libxcb-odd", ()),
    ],
)
def test_a_library_maps_to_its_debian_packages(
    dev: ModuleType, library: str, packages: tuple[str, ...]
) -> None:
    assert dev.debian_packages(library) == packages


def test_the_package_that_apt_knows_is_chosen(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "apt_knows", lambda package: package.endswith("t64"))
    groups = [("libglib2.0-0", "libglib2.0-0t64"), ("libgl1",), ("libgl1",)]
    assert dev.choose(groups) == ["libgl1", "libglib2.0-0t64"]


def test_without_root_nothing_is_installed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "is_debian_root", lambda: False)
    monkeypatch.setattr(dev, "apt_get", lambda *_: pytest.fail("apt-get was called"))
    assert not dev.install_packages([("libgl1",)])


@pytest.mark.usefixtures("venv")
def test_what_is_missing_is_said_in_one_line_to_copy(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "is_debian_root", lambda: False)
    monkeypatch.setattr(dev, "apt_knows", lambda _: False)
    monkeypatch.setattr(
        dev, "missing_libraries", lambda *_: {"libxcb-icccm.so.4", "libEGL.so.1", "libodd.so.1"}
    )
    dev.ensure_libraries(dev.venv_python(), "window")
    said = capsys.readouterr().err
    assert "Please run: sudo apt install libegl1 libxcb-icccm4\n" in said
    assert "libodd.so.1" in said
    assert not list(dev.VENV.glob("libraries-*.stamp"))


@pytest.mark.parametrize("root", [True, False])
def test_a_python_without_venv_gets_it_or_says_how(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *, root: bool
) -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    asked: list[list[tuple[str, ...]]] = []
    present = {"venv"}

    def install_packages(alternatives: list[tuple[str, ...]]) -> bool:
        asked.append(alternatives)
        if root:
            present.add("ensurepip")
        return root

    monkeypatch.setattr(dev, "install_packages", install_packages)
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: name in present or None)
    if root:
        dev.ensure_ensurepip()
    else:
        with pytest.raises(dev.SetupError, match=f"sudo apt install {package}") as raised:
            dev.ensure_ensurepip()
        assert f"sudo apt install {package}" in raised.value.chinese
    assert asked == [[(package, "python3-venv")]]


# The stamp


@pytest.mark.usefixtures("venv")
def test_a_venv_is_current_until_its_lock_changes(dev: ModuleType) -> None:
    assert not dev.is_current("run")
    (dev.VENV / "run.stamp").write_text(dev.stamp_of(dev.LOCKS["run"]) + "\n", encoding="ascii")
    assert dev.is_current("run")
    assert not dev.is_current("dev")
    dev.LOCKS["run"].write_text("run==2\n", encoding="ascii")
    assert not dev.is_current("run")


@pytest.mark.usefixtures("venv")
def test_a_venv_is_not_current_for_another_python_or_place(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = dev.stamp_of(dev.LOCKS["run"])
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "4.0.0")
        assert dev.stamp_of(dev.LOCKS["run"]) != before
    monkeypatch.setattr(dev, "VENV", tmp_path / "moved" / ".venv")
    assert dev.stamp_of(dev.LOCKS["run"]) != before


@pytest.mark.parametrize(
    ("current", "kind", "made_anew", "installed"),
    [
        ([], "run", True, ["run"]),
        ([], "dev", True, ["dev"]),
        (["run"], "dev", False, ["dev"]),
        (["dev"], "dev", True, ["dev"]),  # the run lock has changed since
        (["run", "dev"], "run", False, []),
        (["run", "dev"], "dev", False, []),
    ],
)
@pytest.mark.usefixtures("venv")
def test_only_what_is_not_current_is_installed(
    dev: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    current: list[str],
    kind: str,
    *,
    made_anew: bool,
    installed: list[str],
) -> None:
    for done in current:
        stamp = dev.stamp_of(dev.LOCKS[done]) + "\n"
        (dev.VENV / f"{done}.stamp").write_text(stamp, encoding="ascii")
    made: list[bool] = []
    filled: list[Path] = []
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "make_venv", lambda: made.append(True))
    monkeypatch.setattr(dev, "install", filled.append)

    dev.ensure_venv(kind)

    assert bool(made) == made_anew
    assert filled == [dev.LOCKS[name] for name in installed]
    assert dev.is_current(kind)
    assert dev.is_current("run")


def test_a_failed_installation_leaves_no_stamp(
    dev: ModuleType, venv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: Path) -> None:
        raise dev.SetupError("坏了", "broken")

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "make_venv", lambda: None)
    monkeypatch.setattr(dev, "install", fail)
    with pytest.raises(dev.SetupError):
        dev.ensure_venv("dev")
    assert not list(venv.glob("*.stamp"))


# The commands


@pytest.mark.parametrize(
    ("variables", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_screen_is_recognised(
    dev: ModuleType, variables: dict[str, str], platform: str, *, expected: bool
) -> None:
    assert dev.has_screen(variables, platform) is expected


def test_a_child_gets_utf8_and_defaults_give_way(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    child = dev.environment(QT_QPA_PLATFORM="offscreen", OTHER="set")
    assert child["PYTHONUTF8"] == "1"
    assert child["QT_QPA_PLATFORM"] == "xcb"
    assert child["OTHER"] == "set"
    assert child["LANG"] == "C"


def commands_of(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *, screen: bool
) -> list[list[str]]:
    """Makes `dev` collect the commands it would run instead of running them."""
    commands: list[list[str]] = []

    def collect(command: list[object], **_: str) -> int:
        commands.append([str(part) for part in command])
        return 0

    monkeypatch.setattr(dev, "call", collect)
    monkeypatch.setattr(dev, "ensure_venv", lambda _: Path("python"))
    monkeypatch.setattr(dev, "ensure_libraries", lambda *_: None)
    monkeypatch.setattr(dev, "has_screen", lambda *_: screen)
    return commands


@pytest.mark.parametrize("screen", [True, False])
def test_run_hands_its_arguments_to_the_program(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *, screen: bool
) -> None:
    commands = commands_of(dev, monkeypatch, screen=screen)
    assert dev.main(["run", "extract", "甲 乙.txt", "--json"]) == 0
    assert commands == [["python", str(dev.ROOT / "main.py"), "extract", "甲 乙.txt", "--json"]]


def test_run_opens_the_sample_on_a_screen(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = commands_of(dev, monkeypatch, screen=True)
    assert dev.main(["run"]) == 0
    assert commands == [["python", str(dev.ROOT / "main.py"), str(dev.SAMPLE)]]
    assert dev.SAMPLE.is_file()


def test_run_writes_the_sample_table_without_a_screen(
    dev: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands = commands_of(dev, monkeypatch, screen=False)
    monkeypatch.setattr(dev, "OUTPUT", tmp_path / "output")
    assert dev.main(["run"]) == 0
    pdf, xlsx = (
        str(tmp_path / "output" / f"重点任务分工及进度安排表{s}") for s in (".pdf", ".xlsx")
    )
    assert [command[2:] for command in commands] == [
        ["table", str(dev.SAMPLE), "-o", pdf, "-o", xlsx]
    ]
    said = capsys.readouterr().err
    assert pdf in said
    assert xlsx in said
    assert (tmp_path / "output").is_dir()


def test_an_old_python_is_refused_in_both_languages(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    monkeypatch.setattr(dev.shutil, "which", lambda _: None)
    assert dev.main(["run"]) == 1
    said = capsys.readouterr().err
    assert "需要 Python 99.0 或更新的版本" in said
    assert "Python 99.0 or newer is needed" in said


def test_messages_survive_a_stream_that_has_no_chinese(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with log.open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        dev.say("已写出：/甲", "Written: /甲")
    assert log.read_text(encoding="ascii") == "Written: /\\u7532\n"


@pytest.mark.parametrize("arguments", [[], ["nonsense"]])
def test_an_unknown_command_prints_the_usage(
    dev: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert dev.main(arguments) == 2
    assert "packaging/dev.py run [ARGS]" in capsys.readouterr().err
