"""The Hunan annex as a sheet, and the bundled fonts, which are the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.columns import ANNEX_COLUMNS
from desktop.domain.sheet import Sheet, build_sheet
from desktop.output.fonts import FontSet
from tests.output.hunan import ROWS, TITLE


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return FontSet(bundled_only=True)


@pytest.fixture
def hunan() -> Sheet:
    return build_sheet(TITLE, ANNEX_COLUMNS, ROWS)


@pytest.fixture
def golden() -> Path:
    return Path(__file__).parent / "golden"
