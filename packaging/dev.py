#!/usr/bin/env python3
"""Sets the program up in `.venv` and runs it, its tests or its checks. Standard library only.

    python3 packaging/dev.py run [ARGS]     the program; without ARGS it opens a sample policy, or,
                                            where there is no screen, writes that policy's table
    python3 packaging/dev.py test [ARGS]    pytest
    python3 packaging/dev.py check          ruff, mypy, import-linter, then pytest

The first call makes `.venv` and fills it from the locked requirements beside this file; later calls
use it as it is until a lock, the Python or the folder's place changes. pip is called as it is
configured on the machine: its index, proxy and certificates are its own business.

The file must load on an old Python, if only to say that it is too old.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OUTPUT = ROOT / "output"
SAMPLE = ROOT / "seeds" / "001_0fec313776e3621d.txt"
SAMPLE_TABLE = "重点任务分工及进度安排表"

# The dev lock holds all of the run lock and more.
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "dev": ROOT / "packaging" / "requirements-dev.txt",
}

# The parts of Qt's wheel that load libraries of the system, by use, as paths in the PySide6 folder.
QT_OFFSCREEN = (
    *("QtCore.abi3.so", "QtGui.abi3.so", "QtWidgets.abi3.so", "QtPrintSupport.abi3.so"),
    "Qt/plugins/platforms/libqoffscreen.so",
)
QT_PARTS = {
    "offscreen": QT_OFFSCREEN,
    "window": (*QT_OFFSCREEN, "Qt/plugins/platforms/libqxcb.so"),
}

# Shared library -> the Debian packages that bring it, the newest naming last (…t64 since Debian 13
# and Ubuntu 24.04). The libxcb extensions not named here follow one pattern: `debian_packages`.
DEBIAN_PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libGLX.so.0": ("libglx0",),
    "libICE.so.6": ("libice6",),
    "libOpenGL.so.0": ("libopengl0",),
    "libSM.so.6": ("libsm6",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libXext.so.6": ("libxext6",),
    "libXrender.so.1": ("libxrender1",),
    "libatomic.so.1": ("libatomic1",),
    "libbrotlidec.so.1": ("libbrotli1",),
    "libcups.so.2": ("libcups2", "libcups2t64"),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgcc_s.so.1": ("libgcc-s1",),
    "libgio-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libglib-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libgobject-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libgthread-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libstdc++.so.6": ("libstdc++6",),
    "libudev.so.1": ("libudev1",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libz.so.1": ("zlib1g",),
    "libzstd.so.1": ("libzstd1",),
}


class SetupError(Exception):
    """The set-up cannot go on; carries what to tell the person, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


# Telling


def say(chinese: str, english: str) -> None:
    """Prints a message in both languages on standard error, whatever that can encode."""
    encoding = sys.stderr.encoding or "ascii"
    for line in (chinese, english):
        try:
            line.encode(encoding)
        except UnicodeEncodeError:
            if line is chinese:
                continue  # the English line says the same
            line = line.encode(encoding, "backslashreplace").decode(encoding)
        print(line, file=sys.stderr, flush=True)


# System packages


def is_debian_root() -> bool:
    """Whether this process may install Debian packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_knows(package: str) -> bool:
    """Whether apt has a version of `package` to install."""
    if shutil.which("apt-cache") is None:
        return False
    answer = subprocess.run(
        ["apt-cache", "policy", package],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    return "Candidate: " in answer.stdout and "Candidate: (none)" not in answer.stdout


def apt_get(*arguments: str) -> bool:
    """Runs apt-get without questions; its output goes to standard error. Whether it succeeded."""
    command = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False, env=environment
    )
    return done.returncode == 0


def choose(alternatives: Iterable[tuple[str, ...]]) -> list[str]:
    """One package of each group of alternatives: the first that apt knows, else the first."""
    return sorted({next((p for p in group if apt_knows(p)), group[0]) for group in alternatives})


def install_packages(alternatives: Sequence[tuple[str, ...]]) -> bool:
    """Installs one Debian package of each group as root. Whether that was possible and done."""
    if not is_debian_root():
        return False
    if not all(any(map(apt_knows, group)) for group in alternatives):
        apt_get("update")
    packages = choose(alternatives)
    names = " ".join(packages)
    say(f"正在安装系统软件包：{names}", f"Installing system packages: {names}")
    install = ("install", "--no-install-recommends", *packages)
    return apt_get(*install) or (apt_get("update") and apt_get(*install))


# Qt's system libraries


def missing_in(ldd_output: str) -> set[str]:
    """The libraries that a listing by ldd says are not found."""
    lines = (line.strip() for line in ldd_output.splitlines())
    return {line.split(" ", 1)[0] for line in lines if line.endswith("=> not found")}


def debian_packages(library: str) -> tuple[str, ...]:
    """The Debian packages, as alternatives, that bring a shared library; empty if unknown."""
    if library in DEBIAN_PACKAGES:
        return DEBIAN_PACKAGES[library]
    stem, _, version = library.partition(".so.")
    if stem.startswith("libxcb-") and version.isdigit():  # libxcb-icccm.so.4 -> libxcb-icccm4
        return (stem + version,)
    return ()


def missing_libraries(python: Path, parts: Iterable[str]) -> set[str]:
    """The system libraries that these parts of the installed Qt need and do not find."""
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return set()
    code = "import sysconfig; print(sysconfig.get_path('platlib'))"
    site = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    folder = Path(site.stdout.strip()) / "PySide6"
    missing: set[str] = set()
    for part in parts:
        listing = subprocess.run(
            ["ldd", str(folder / part)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        missing |= missing_in(listing.stdout)
    return missing


def ensure_libraries(python: Path, use: str) -> None:
    """Sees to it that Qt finds its libraries for a use ("offscreen", "window").

    What stays missing is only told: much of the program runs without it.
    """
    parts = QT_PARTS[use]
    stamp = VENV / f"libraries-{use}.stamp"
    if stamp.exists():
        return
    missing = missing_libraries(python, parts)
    groups = [group for group in map(debian_packages, sorted(missing)) if group]
    if groups and install_packages(groups):
        missing = missing_libraries(python, parts)
        groups = [group for group in map(debian_packages, sorted(missing)) if group]
    if not missing:
        stamp.touch()
        return
    libraries = " ".join(sorted(missing))
    say(f"窗口所需的系统库缺失：{libraries}", f"System libraries the window needs: {libraries}")
    if groups:
        line = "sudo apt install " + " ".join(choose(groups))
        say(f"请运行：{line}", f"Please run: {line}")


# The virtual environment


def venv_python() -> Path:
    """The interpreter inside `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(lock: Path) -> str:
    """What a finished installation of `lock` is known by: the lock, the Python, the folder."""
    parts = (lock.read_bytes(), sys.version.encode(), sys.base_prefix.encode(), os.fsencode(VENV))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current(kind: str) -> bool:
    """Whether `.venv` holds what the lock of this kind asks for."""
    stamp = VENV / f"{kind}.stamp"
    return (
        venv_python().exists()
        and stamp.is_file()
        and stamp.read_text(encoding="ascii").strip() == stamp_of(LOCKS[kind])
    )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets a second set-up of the same folder wait for the first (not on Windows)."""
    try:
        fcntl = importlib.import_module("fcntl")
    except ImportError:
        yield
        return
    with (ROOT / ".venv.lock").open("w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def ensure_ensurepip() -> None:
    """Installs or asks for Debian's python3-venv where Python came without it."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    installed = install_packages([(package, "python3-venv")])
    importlib.invalidate_caches()
    if installed and importlib.util.find_spec("ensurepip"):
        return
    raise SetupError(
        f"这个 Python 缺少 venv 模块。Debian、Ubuntu 请先运行：sudo apt install {package}",
        f"This Python lacks venv. On Debian or Ubuntu run first: sudo apt install {package}",
    )


def make_venv() -> None:
    """Makes `.venv` anew, with pip."""
    ensure_ensurepip()
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
    )
    if made.returncode != 0:
        raise SetupError(f"无法在 {VENV} 建立运行环境。", f"Could not make {VENV}.")


def install(lock: Path) -> None:
    """Installs what `lock` names into `.venv`, each file checked against its hash."""
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
    done = subprocess.run(
        [*command, "-r", str(lock)],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
        env=environment(),
    )
    if done.returncode != 0:
        raise SetupError(
            "下载或安装依赖失败，原因见上。镜像、代理和证书按 pip 自身的配置（pip config）。",
            "Installing the requirements failed, see above. Mirror, proxy and certificates are"
            " taken from pip's own settings (pip config).",
        )


def ensure_venv(kind: str) -> Path:
    """Makes `.venv` hold what the lock of this kind ("run" or "dev") asks for."""
    with one_at_a_time():
        if is_current(kind) and is_current("run"):
            return venv_python()
        say(
            "正在准备运行环境（首次约需一分钟，下载约 120 MB）……",
            "Setting up (the first time takes about a minute and downloads about 120 MB) ...",
        )
        if not is_current("run"):
            make_venv()
        install(LOCKS[kind])
        for satisfied in {"run", kind}:
            stamp = VENV / f"{satisfied}.stamp"
            stamp.write_text(stamp_of(LOCKS[satisfied]) + "\n", encoding="ascii")
        return venv_python()


# Running


def environment(**defaults: str) -> dict[str, str]:
    """This process's environment for a child: UTF-8 whatever the locale, and these defaults."""
    return {**defaults, **os.environ, "PYTHONUTF8": "1"}


def has_screen(variables: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown."""
    if platform in ("win32", "darwin"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def call(command: Sequence[str | Path], **defaults: str) -> int:
    """Runs a command in the foreground with its own standard streams and returns its exit code."""
    try:
        return subprocess.call([str(part) for part in command], env=environment(**defaults))
    except KeyboardInterrupt:
        return 130


def run(arguments: Sequence[str]) -> int:
    """The program with `arguments`, or, without any, on the sample policy."""
    python = ensure_venv("run")
    main_file = ROOT / "main.py"
    screen = has_screen(os.environ, sys.platform)
    if screen:
        ensure_libraries(python, "window")
    if arguments:
        return call([python, main_file, *arguments])
    if screen:
        return call([python, main_file, SAMPLE])

    OUTPUT.mkdir(exist_ok=True)
    files = [OUTPUT / f"{SAMPLE_TABLE}{suffix}" for suffix in (".pdf", ".xlsx")]
    say(
        "没有图形桌面，改为在命令行把示例政策的分工表写成 PDF 和 xlsx。",
        "There is no screen: writing the sample policy's table as PDF and xlsx instead.",
    )
    options = [word for file in files for word in ("-o", str(file))]
    code = call([python, main_file, "table", SAMPLE, *options])
    if code == 0:
        listed = "\n  ".join(map(str, files))
        say(f"已写出：\n  {listed}", f"Written to the folder {OUTPUT}")
    return code


def test(arguments: Sequence[str]) -> int:
    """The tests, off screen unless QT_QPA_PLATFORM says otherwise."""
    python = ensure_venv("dev")
    ensure_libraries(python, "offscreen")
    os.chdir(ROOT)
    return call([python, "-m", "pytest", *arguments], QT_QPA_PLATFORM="offscreen")


def check(arguments: Sequence[str]) -> int:
    """Every static check, then the tests; the first failure's code, after all have run."""
    python = ensure_venv("dev")
    os.chdir(ROOT)
    commands: list[list[str | Path]] = [
        [python, "-m", "ruff", "check"],
        [python, "-m", "mypy"],
        [python.with_name("lint-imports")],
    ]
    codes = [call(command) for command in commands]
    codes.append(test(arguments))
    return next((code for code in codes if code), 0)


COMMANDS = {"run": run, "test": test, "check": check}


def require_python() -> None:
    """Refuses a Python that is too old, naming a newer one if the machine has it."""
    if sys.version_info >= OLDEST:
        return
    wanted = ".".join(map(str, OLDEST))
    current = sys.version.split()[0]
    newer = next((n for n in range(14, 10, -1) if shutil.which(f"python3.{n}")), None)
    chinese = f"需要 Python {wanted} 或更新的版本，这里是 {current}。"
    english = f"Python {wanted} or newer is needed, this is {current}."
    if newer:
        line = f"python3.{newer} " + " ".join(sys.argv)
        chinese += f"本机有更新的，请用：{line}"
        english += f" This machine has a newer one: {line}"
    raise SetupError(chinese, english)


def use_utf8() -> None:
    """Starts this process again in UTF-8 mode where the locale could not name a Chinese file."""
    if sys.getfilesystemencoding().lower() in ("utf-8", "utf8"):
        return
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.argv])


def main(arguments: Sequence[str]) -> int:
    """Carries out the command named first; the rest are that command's own arguments."""
    try:
        require_python()
        use_utf8()
        if not arguments or arguments[0] not in COMMANDS:
            print(__doc__, file=sys.stderr)
            return 2
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(error.chinese, error.english)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
