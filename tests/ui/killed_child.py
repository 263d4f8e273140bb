"""Run by the kill test: edits a book in a window, says when the first edit is reported saved, and edits again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from desktop.ui.app import make_application
from desktop.ui.main_window import MainWindow


def main(path: Path) -> int:
    app = make_application()
    window = MainWindow()
    window.show()

    def type_into(row: int, text: str) -> None:
        assert window.workspace is not None
        model = window.workspace.task_model
        assert model.setData(model.index(row, 2), text)

    def saved() -> None:
        if window.workspace is not None and "已保存" in window.save_state():
            sys.stdout.write("saved\n")
            sys.stdout.flush()
            QTimer.singleShot(0, lambda: type_into(1, "第二次修改"))

    def opened() -> None:
        assert window.workspace is not None
        window.workspace.link.saved.connect(saved)
        type_into(0, "第一次修改")

    window.opener.ended.connect(lambda: QTimer.singleShot(0, opened))
    window.open_path(path)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
