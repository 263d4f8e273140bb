"""Shared by every test: Qt off screen, and the seeds."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the program."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five policy documents, as received."""
    return ROOT / "seeds"
