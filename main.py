"""任务分工簿: one door for the window and the command line.

main.py                  the window, with the book opened last or the welcome page
main.py FILE             the window, with that policy or book
main.py COMMAND …        the command line (extract, table, self-test), which never loads Qt
"""

from __future__ import annotations

import sys


def main(argv: list[str]) -> int:
    """Choose by the first word, and import only what is chosen."""
    if argv[:1] == ["--reading-worker"]:
        from desktop.reading.worker import main as read

        return read(argv[1:])
    if argv[:1] == ["--self-test-window"]:
        from desktop.ui.probe import main as probe

        return probe()
    from desktop.cli import COMMANDS

    if argv and (argv[0] in COMMANDS or argv[0] in ("-h", "--help", "--version")):
        from desktop.cli.main import main as command_line

        return command_line(argv)
    from desktop.ui.app import main as window

    return window(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
