"""The written form of an automatic number, in the numbering formats of WordprocessingML.

Names of formats are those of ``ST_NumberFormat`` (ECMA-376 part 1, 17.18.59). Where a series ends
(① stops at ⑳, 甲 at 癸), Word goes on in Arabic digits, and so does this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_LEGAL_SIMPLIFIED = str.maketrans(_DIGITS + "十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟万")
_LEGAL_TRADITIONAL = str.maketrans(_DIGITS + "十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_LIMIT = 3999


def chinese(number: int) -> str:
    """Return `number` (0 or more) as Word counts in Chinese: 十一, 二十, 一百〇一, 一万二千."""
    if number == 0:
        return "〇"
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "〇" if 0 < low < 1000 else ""
        return chinese(high) + "万" + (gap + _below_ten_thousand(low) if low else "")
    text = _below_ten_thousand(number)
    return text[1:] if text.startswith("一十") else text


def chinese_digits(number: int) -> str:
    """Return `number` digit by digit: 一〇一."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def format_number(number: int, style: str) -> str | None:
    """Return `number` (0 or more) in the format `style`, or None where the format is unknown."""
    known = _FORMATS.get(style)
    return None if known is None else known(number)


def _below_ten_thousand(number: int) -> str:
    text = ""
    gap = False
    for place, name in _PLACES:
        digit, number = divmod(number, place)
        if digit:
            text += ("〇" if gap and text else "") + _DIGITS[digit] + name
        gap = not digit
    return text


def _legal(table: dict[int, int]) -> Callable[[int], str]:
    def written(number: int) -> str:
        text = chinese(number)
        return ("一" + text if text.startswith("十") else text).translate(table)

    return written


def _series(first: str, last: int) -> Callable[[int], str]:
    """Return a format of consecutive code points, `first` standing for 1, that ends at `last`."""

    def written(number: int) -> str:
        return chr(ord(first) + number - 1) if 1 <= number <= last else str(number)

    return written


def _characters(names: str) -> Callable[[int], str]:
    def written(number: int) -> str:
        return names[number - 1] if 1 <= number <= len(names) else str(number)

    return written


def _sexagenary(number: int) -> str:
    if not 1 <= number <= 60:
        return str(number)
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _letters(number: int) -> str:
    """Return A to Z, then AA, BB: Word repeats the letter instead of counting on."""
    if not 1 <= number <= 26 * 30:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 1 <= number <= _ROMAN_LIMIT:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _lower(upper: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: upper(number).lower()


def _zero_filled(width: int) -> Callable[[int], str]:
    return lambda number: f"{number:0{width}d}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": _zero_filled(2),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "upperLetter": _letters,
    "lowerLetter": _lower(_letters),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese_digits,
    "taiwaneseDigital": chinese_digits,
    "japaneseDigitalTenThousand": chinese_digits,
    "koreanDigital2": chinese_digits,
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographEnclosedCircle": _series("㊀", 10),
    "ideographTraditional": _characters(_STEMS),
    "ideographZodiac": _characters(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
}
# Written as examples by newer versions of Word ("001, 002, 003, ...").
_FORMATS |= {f"zeros{width}": _zero_filled(width) for width in (3, 4, 5)}
