from __future__ import annotations

import pytest

from desktop.reading.numerals import chinese, format_number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "〇"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"),
        (100, "一百"), (101, "一百〇一"), (110, "一百一十"), (1001, "一千〇一"),
        (1010, "一千〇一十"), (10_000, "一万"), (10_010, "一万〇一十"), (12_000, "一万二千"),
        (100_001, "十万〇一"),
    ],
)  # fmt: skip
def test_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (11, "chineseCounting", "十一"),
        (101, "ideographDigital", "一〇一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (2, "ideographLegalTraditional", "貳"),
        (1, "decimalEnclosedCircle", "①"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "⑶"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (7, "zeros3", "007"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (28, "upperLetter", "BB"),
        (3, "lowerLetter", "c"),
        (10, "ideographTraditional", "癸"),
        (11, "ideographTraditional", "11"),
        (12, "ideographZodiac", "亥"),
        (61, "ideographZodiacTraditional", "61"),
        (2, "ideographZodiacTraditional", "乙丑"),
        (3, "ideographEnclosedCircle", "㊂"),
        (5, "numberInDash", "- 5 -"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (9, "none", ""),
        (9, "decimal", "9"),
    ],
)
def test_formats(number: int, style: str, text: str) -> None:
    assert format_number(number, style) == text


def test_an_unknown_format_is_said_to_be_unknown() -> None:
    assert format_number(1, "hebrew1") is None
