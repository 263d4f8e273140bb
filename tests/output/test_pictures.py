from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop.domain.sheet import Sheet
from desktop.output.fonts import FontSet
from desktop.output.pdf import made_pdf
from desktop.output.pictures import Pages, Picture


@pytest.fixture
def pages(hunan: Sheet, fonts: FontSet) -> Iterator[Pages]:
    with closing(Pages(made_pdf([hunan], fonts)[0])) as opened:
        yield opened


def darkest(picture: Picture, left: float, top: float, right: float, bottom: float) -> int:
    """The darkest point between fractions of the page's width and height."""
    rows = range(round(top * picture.height), round(bottom * picture.height))
    columns = slice(round(left * picture.width), round(right * picture.width))
    return min(
        min(picture.data[row * picture.stride : (row + 1) * picture.stride][columns])
        for row in rows
    )


def test_pages_are_a4(pages: Pages) -> None:
    assert len(pages) == len(pages.sizes)
    for width, height in pages.sizes:
        assert (width, height) == pytest.approx((595.28, 841.89), abs=0.5)


def test_a_picture_is_as_fine_as_asked(pages: Pages) -> None:
    picture = pages.picture(0, 144)
    assert picture is not None
    assert (picture.width, picture.height) == pytest.approx((1190, 1684), abs=2)
    assert len(picture.data) >= picture.stride * picture.height


def test_it_shows_the_table_and_nothing_in_the_margins(pages: Pages) -> None:
    picture = pages.picture(0, 72)
    assert picture is not None
    assert darkest(picture, 28 / 210, 37 / 297, 1 - 26 / 210, 1 - 40 / 297) < 64
    assert darkest(picture, 0, 0, 1, 36 / 297) == 255
    assert darkest(picture, 0, 0, 27 / 210, 1) == 255


def test_a_closed_file_has_no_pictures(pages: Pages) -> None:
    pages.close()
    pages.close()
    assert pages.picture(0, 72) is None
