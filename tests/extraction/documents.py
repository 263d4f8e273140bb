"""Seeds and small policies as documents, for the tests of this room."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop.domain.document import SourceDocument
from desktop.domain.draft import Draft
from desktop.extraction import extract
from desktop.services.directory import unit_directory

SEEDS = Path(__file__).parents[2] / "seeds"


def document(text: str) -> SourceDocument:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return SourceDocument("policy.txt", "text", "utf-8", digest, text)


def seed_text(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8")


def read_seed(number: str) -> Draft:
    return extract(document(seed_text(number)), unit_directory())


def read_text(text: str) -> Draft:
    return extract(document(text), unit_directory())
