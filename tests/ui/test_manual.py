"""使用手册: every chapter can be reached and says what the program has, and the window shows, follows and finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.services.layouts import layouts
from desktop.ui.main_window import MainWindow
from desktop.ui.manual import INDEX, KEYS_PLACE, ManualWindow, chapters, manual_folder
from desktop.ui.workspace import Workspace

FOLDER = manual_folder()
PAGES = sorted(FOLDER.glob("*.html"))
PATIENCE = 20_000
_NAMED = re.compile(r"^([^→]+) → (.+)$")


class Read(HTMLParser):
    """What a chapter links to, shows, names and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.anchors: list[str] = []
        self.strong: list[str] = []
        self.quoted: list[str] = []
        self.heading = ""
        self._in: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links += [named["href"]] if "href" in named else []
            self.anchors += [named["name"]] if "name" in named else []
        elif tag == "img":
            self.pictures.append((named["src"], named.get("alt", "")))
        if tag not in ("meta", "img"):
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._in.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "b":
            self.strong.append(data)
        elif self._in and self._in[-1] == "em":
            self.quoted.append(data)
        elif self._in and self._in[-1] == "h1":
            self.heading = data


def read(path: Path) -> Read:
    return Read(path.read_text(encoding="utf-8"))


@pytest.fixture
def manual(qtbot: QtBot) -> Iterator[ManualWindow]:
    window = ManualWindow()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


def menu_items(window: MainWindow) -> dict[str, set[str]]:
    """The menus with what they offer, without the letters for the keyboard."""

    def words(action: QAction) -> str:
        text = action.text().split("\t")[0]
        return re.sub(r"\(&\w\)$", "", text).rstrip("…")

    bar = window.menuBar()
    menus = [(words(top), top.menu()) for top in bar.actions()]
    return {
        name: {words(action) for action in menu.actions()}
        for name, menu in menus
        if isinstance(menu, QMenu)
    }


def test_the_index_lists_every_chapter_once_by_its_own_title() -> None:
    listed = [chapter for chapter in chapters(FOLDER) if chapter.file != INDEX]
    assert sorted(c.file for c in listed) == [p.name for p in PAGES if p.name != INDEX]
    assert [read(FOLDER / c.file).heading for c in listed] == [c.title for c in listed]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_a_chapter_links_to_and_shows_is_there(page: Path) -> None:
    found = read(page)
    for link in found.links:
        file, _, anchor = link.partition("#")
        target = FOLDER / file if file else page
        assert target in PAGES, link
        assert not anchor or anchor in read(target).anchors, link
    for picture, words in found.pictures:
        assert words, picture
        image = QImage(str(FOLDER / picture))
        assert not image.isNull(), picture
        assert image.width() <= 720, picture


def test_every_picture_is_shown_somewhere_and_small() -> None:
    shown = {FOLDER / picture for page in PAGES for picture, _ in read(page).pictures}
    kept = set((FOLDER / "pictures").iterdir())
    assert shown == kept
    assert max(p.stat().st_size for p in kept) <= 60_000


def test_every_action_that_is_named_stands_in_its_menu(window: MainWindow) -> None:
    menus = menu_items(window)
    named = {
        (match[1], match[2])
        for page in PAGES
        for words in read(page).strong
        if (match := _NAMED.match(words))
    }
    assert len(named) > 25
    assert [(menu, item) for menu, item in named if item not in menus.get(menu, ())] == []


def test_what_is_quoted_from_the_window_stands_in_the_program(root: Path) -> None:
    program = "\n".join(p.read_text(encoding="utf-8") for p in root.glob("desktop/**/*.py"))
    quoted = {words for page in PAGES for words in read(page).quoted} - {"这样的字"}
    assert len(quoted) > 50
    assert sorted(words for words in quoted if words not in program) == []


def test_the_keys_that_are_named_are_those_of_the_actions(window: MainWindow) -> None:
    """Where an action is named with keys behind it in brackets, those are its keys."""
    keys = {}
    for action in window.findChildren(QAction):
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
        keys[action.text().split("\t")[0].rstrip("…")] = shown.replace("Return", "Enter")
    told = [
        (item, said)
        for page in PAGES
        for item, said in re.findall(
            r"<b>[^<→]+ → ([^<]+)</b>（((?:Ctrl|Alt|Shift|F\d)[\w+]*)）", page.read_text("utf-8")
        )
    ] + [
        (item, said)
        for page in PAGES
        for said, item in re.findall(
            r"((?:Ctrl\+|Shift\+|F\d)[\w+]*)（<b>[^<→]+ → ([^<]+)</b>）", page.read_text("utf-8")
        )
    ]
    assert len(told) > 12
    assert [(item, said) for item, said in told if keys[item] != said] == []


def test_every_layout_that_ships_is_told_of() -> None:
    told = (FOLDER / "08_layouts.html").read_text(encoding="utf-8")
    shipped = [layout.name for layout in layouts().shipped]
    assert len(shipped) == 9
    assert [name for name in shipped if name not in told] == []


def test_f1_opens_the_manual_and_shift_f1_the_keys(window: MainWindow) -> None:
    assert window.actions_["manual"].shortcut().toString() == "F1"
    assert window.actions_["keys"].shortcut().toString() == "Shift+F1"


def test_it_opens_beside_the_window_once_and_goes_with_it(window: MainWindow) -> None:
    def manuals() -> list[ManualWindow]:
        tops = QApplication.topLevelWidgets()
        return [w for w in tops if isinstance(w, ManualWindow) and w.isVisible()]

    window.actions_["manual"].trigger()
    (shown,) = manuals()
    assert not shown.isModal()
    shown.page.go("03_doubts.html")
    window.actions_["manual"].trigger()
    assert manuals() == [shown]
    assert shown.page.file == "03_doubts.html"
    window.close()
    assert manuals() == []


def test_a_link_is_followed_and_the_way_back_leads_back(manual: ManualWindow) -> None:
    assert manual.page.file == INDEX
    assert "第一天" in manual.page.toPlainText()
    manual.page.anchorClicked.emit(QUrl("02_review.html"))
    assert manual.page.file == "02_review.html"
    assert manual.contents.currentItem().text() == "核对导入"
    manual.page.backward()
    assert manual.page.file == INDEX
    manual.page.forward()
    assert manual.page.file == "02_review.html"


def test_a_chapter_is_chosen_from_the_contents_by_key(qtbot: QtBot, manual: ManualWindow) -> None:
    qtbot.keyClick(manual.contents, Qt.Key.Key_Down)
    assert manual.page.file == "01_first.html"
    assert "打开例子" in manual.page.toPlainText()


def test_an_anchor_scrolls_to_its_place(manual: ManualWindow) -> None:
    manual.show_page("04_editing.html", "split")
    assert manual.page.verticalScrollBar().value() > 0


@pytest.mark.parametrize(
    "link",
    ["https://example.com/", "../fonts/README.md", "file:///etc/hosts", "nothing.html"],
)
def test_nothing_outside_the_manual_is_opened(
    manual: ManualWindow, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    before = manual.page.toPlainText()
    manual.page.anchorClicked.emit(QUrl(link))
    assert (manual.page.file, manual.page.toPlainText()) == (INDEX, before)
    assert opened == []
    assert manual.page.loadResource(2, QUrl(link)) is None


def test_pictures_are_drawn(manual: ManualWindow) -> None:
    picture = manual.page.loadResource(2, QUrl("pictures/welcome.png"))
    assert picture.width() > 300


def test_the_search_goes_from_chapter_to_chapter_and_round(
    qtbot: QtBot, manual: ManualWindow
) -> None:
    qtbot.keyClicks(manual.box, "gOng")
    assert manual.said.text() == ""
    manual.box.setText("清洁副本")
    found = []
    for _ in range(40):
        assert manual.seek()
        assert manual.page.textCursor().selectedText() == "清洁副本"
        found.append((manual.page.file, manual.page.textCursor().selectionStart()))
        if found[-1] == found[0] and found[1:]:
            break
    assert found[-1] == found[0]
    assert {file for file, _ in found} >= {INDEX, "11_backups.html"}
    there = found[-2]
    assert manual.seek(forward=False)
    assert (manual.page.file, manual.page.textCursor().selectionStart()) == there


def test_what_is_not_there_is_said(qtbot: QtBot, manual: ManualWindow) -> None:
    manual.box.setText("没有这样的话")
    qtbot.keyClick(manual.box, Qt.Key.Key_Return)
    assert manual.said.text() == "没有找到"
    assert manual.page.file == INDEX


def test_the_chapter_of_keys_has_those_of_the_program(manual: ManualWindow) -> None:
    assert KEYS_PLACE in (FOLDER / "15_keys.html").read_text(encoding="utf-8")
    manual.show_page("15_keys.html")
    assert "使用手册" in manual.page.toPlainText()
    assert "Ctrl+Shift+B" in manual.page.toPlainText()


def test_the_example_is_in_the_menu_with_another_book_open(
    qtbot: QtBot, window: MainWindow, opened: Callable[[Path], Workspace], seeds: Path
) -> None:
    other = opened(seeds / "004_567eaca98945f940.txt")
    window.actions_["example"].trigger()
    qtbot.waitUntil(lambda: window.workspace not in (None, other), timeout=PATIENCE)
    assert window.workspace is not None
    assert window.workspace.task_model.rowCount() == 68


def test_the_first_day_is_true_of_the_example(qtbot: QtBot, window: MainWindow) -> None:
    """68 tasks, 15 rows, 5 doubts; the slip in row 5 is proposed to be mended; one listed is one more."""
    window.actions_["example"].trigger()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=PATIENCE)
    workspace = window.workspace
    assert workspace is not None
    book = workspace.book
    assert (len(book.tasks), len(book.annex), len(book.open_doubts)) == (68, 15, 5)
    (slip,) = [d for d in book.doubts(book.annex[4].key) if d.proposal]
    assert "2017年12底前启动" in slip.message
    row = next(r for r in range(68) if not workspace.task_model.index(r, 1).data())
    workspace.tasks.go_to(workspace.task_model.index(row, 2))
    window.actions_["list"].trigger()
    added = [r for r in workspace.book.annex if r.key not in {old.key for old in book.annex}]
    assert [r.wording for r in added] == [workspace.book.tasks[row].wording]
    window.actions_["undo"].trigger()
    assert len(workspace.book.annex) == 15
