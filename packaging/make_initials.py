"""Makes resources/units/initials.txt: the Pinyin initials by which units are found. Standard library only.

    python packaging/make_initials.py WHEEL [--out resources/units]

WHEEL comes from `pip download --no-deps pypinyin==0.55.0` (MIT licence, kept beside the result). Its two tables are
read as data, nothing of it is run. Of a character's readings those are kept that its phrases use often, so that 长 is
found under c and z, but 市 not under the f of an old variant. Same wheel, same bytes.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

HERE = Path(__file__).resolve().parent
#: A reading counts where at least this share of a character's places in phrases has it.
SHARE = 0.01
_HEAD = (
    "# Pinyin initials of the characters of 通用规范汉字表: a letter, then all that begin with it.\n"
    "# Made by packaging/make_initials.py from pypinyin (MIT, LICENSE-pypinyin.txt).\n"
)


def initial(reading: str) -> str:
    """Return the Latin letter a reading begins with, without its tone mark; empty where it has none."""
    letter = unicodedata.normalize("NFD", reading.strip())[:1].lower()
    return letter if letter.isascii() and letter.isalpha() else ""


def initials(
    characters: str, single: dict[str, str], phrases: dict[str, list[list[str]]]
) -> dict[str, set[str]]:
    """Return the initials of each character: that of its first reading, and of those its phrases use."""
    wanted = set(characters)
    counted: dict[str, Counter[str]] = {character: Counter() for character in characters}
    for phrase, readings in phrases.items():
        if len(phrase) == len(readings):
            for character, reading in zip(phrase, readings, strict=True):
                if character in wanted:
                    counted[character][initial(reading[0])] += 1
    found: dict[str, set[str]] = {}
    for character in characters:
        total = counted[character].total()
        used = {x for x, n in counted[character].items() if x and n >= max(2, SHARE * total)}
        first = single.get(str(ord(character)), "").split(",")[0]
        found[character] = (used | {initial(first)}) - {""}
    return found


def main() -> None:
    """Write the table and the licence of what it was made from."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent / "resources" / "units")
    given = parser.parse_args()
    lines = (HERE / "standard_8105.txt").read_text(encoding="utf-8").splitlines()
    characters = "".join(line for line in lines if not line.startswith("#"))
    with ZipFile(given.wheel) as wheel:
        single = json.loads(wheel.read("pypinyin/pinyin_dict.json"))
        phrases = json.loads(wheel.read("pypinyin/phrases_dict.json"))
        name = next(n for n in wheel.namelist() if n.endswith(("/LICENSE.txt", "/LICENSE")))
        licence = wheel.read(name)
    table = initials(characters, single, phrases)
    letters = sorted(set().union(*table.values()))
    rows = (f"{x} {''.join(c for c in characters if x in table[c])}\n" for x in letters)
    (given.out / "initials.txt").write_text(_HEAD + "".join(rows), encoding="utf-8", newline="\n")
    (given.out / "LICENSE-pypinyin.txt").write_bytes(licence)


if __name__ == "__main__":
    main()
