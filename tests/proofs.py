"""Proofs that run in small with the ordinary tests and in full before a release (`.ci/release faults`)."""

from __future__ import annotations

import os
import sys

#: Set by `.ci/release`: the proofs then run as often as they are meant to.
RELEASE = "FENGONG_RELEASE"


def times(ordinary: int, release: int) -> int:
    """How often to try."""
    return release if os.environ.get(RELEASE) else ordinary


def report(figures: str) -> None:
    """Say what a proof found; pytest shows it with `-s`."""
    sys.stdout.write(f"\n    {figures}\n")
    sys.stdout.flush()
