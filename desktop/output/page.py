"""The page of GB/T 9704-2012 in points, and the sizes of type that a table uses on it.

天头 37 mm, 订口 28 mm, 版心 156 by 225 mm on A4; 22 lines to the page. The standard sets the mark
(3号 黑体, first line), the place of the title (third line) and the page number. It is silent about
tables: 小四 in the cells, 0.5 pt rules in a 1 pt frame and whole rows are this program's choice.

A table across the page is set on the same sheet turned a quarter: its head faces the sheet's left
edge, the 订口 of odd pages, and the page number keeps its place on the sheet. A3 is no paper of the
standard; its margins are this program's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.domain.sheet import PageSetup, Paper

MM: Final = 72 / 25.4

PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM
TOP: Final = 37 * MM
BOTTOM: Final = 35 * MM
LEFT: Final = 28 * MM
RIGHT: Final = 26 * MM
BODY_WIDTH: Final = 156 * MM
BODY_HEIGHT: Final = 225 * MM
LINE_PITCH: Final = BODY_HEIGHT / 22

MARK_SIZE: Final = 16.0  # 3号
TITLE_SIZE: Final = 22.0  # 2号
TITLE_LEADING: Final = 35.0
NUMBER_SIZE: Final = 14.0  # 4号

CELL_PADDING: Final = 1.3 * MM  # left and right of a cell's text
ROW_PADDING: Final = 1.2 * MM  # above and below it
HEADER_HEIGHT: Final = 10 * MM  # at least
RULE: Final = 0.5
FRAME: Final = 1.0
#: From the foot of the 版心 to the top of the dashes beside the page number.
NUMBER_DROP: Final = 7 * MM

#: White above the table's upper rule (below the title), below the 单位 line, and between table and note.
ABOVE_TABLE: Final = LINE_PITCH / 2
UNDER_BY_LINE: Final = 1.0 * MM
UNDER_TABLE: Final = 2.0 * MM
#: From line to line in a cell, of the type's size.
LEADING: Final = 1.4


@dataclass(frozen=True, slots=True)
class Geometry:
    """The page as it is read, in points: turned, where the table lies across it."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    cell_size: float
    #: Whether the sheet of paper stands upright and is turned to be read.
    turned: bool = False

    @property
    def body_width(self) -> float:
        """The width of the 版心."""
        return self.width - self.left - self.right

    @property
    def body_height(self) -> float:
        """The height of the 版心."""
        return self.height - self.top - self.bottom

    @property
    def cell_leading(self) -> float:
        """From line to line in a cell."""
        return self.cell_size * LEADING


def geometry(setup: PageSetup) -> Geometry:
    """The page that `setup` asks for."""
    size = setup.size.points
    match setup.paper:
        case Paper.A4:
            return Geometry(PAGE_WIDTH, PAGE_HEIGHT, TOP, BOTTOM, LEFT, RIGHT, size)
        case Paper.A4_LANDSCAPE:
            # The sheet's left edge is on top, so its foot is on the left.
            return Geometry(PAGE_HEIGHT, PAGE_WIDTH, LEFT, RIGHT, BOTTOM, TOP, size, turned=True)
        case Paper.A3_LANDSCAPE:
            return Geometry(420 * MM, 297 * MM, 30 * MM, 30 * MM, 28 * MM, 28 * MM, size)
