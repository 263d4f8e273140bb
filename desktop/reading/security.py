"""The 密级 mark of a classified document, recognised at its head.

An ordinary office computer may not process such a document, so this runs before anything of it is
kept. The words 国家秘密 and 商业秘密 in running text are no mark: a mark is a word with a star, an
entry after 密级, or a line of its own above the title.
"""

from __future__ import annotations

import re

from desktop.support.errors import RefusedSource

_HEAD_LINES = 30  # non-empty lines in which a mark with a star or a 密级 entry counts
_TITLE_LINES = 20  # non-empty lines in which the bare word on a line of its own counts

_LEVEL = r"(?P<level>[绝絕机機秘祕]\s*密)\s*(?:级|級)?"
_NUMBER = r"[\d〇一二三四五六七八九十]+"
_TERM = (
    rf"(?P<term>{_NUMBER}\s*年(?:\s*{_NUMBER}\s*月\s*{_NUMBER}\s*日)?|{_NUMBER}\s*个?\s*月"
    rf"|{_NUMBER}\s*[天日]|长\s*期|启\s*用\s*前)?"
)
# What may stand before a mark in its line: nothing, a blank, a copy number, 密级：, a bracket.
# Any other character would make it part of a sentence.
_BEFORE = r"(?:^|(?<=[\s\d:：级級（(【〔\[★☆]))"
_STARRED = re.compile(rf"{_BEFORE}{_LEVEL}\s*[★☆]\s*{_TERM}")
_ASTERISK = re.compile(rf"{_BEFORE}{_LEVEL}\s*[*＊✱]\s*(?:{_TERM}(?<=[年月日天期前])|$|(?=\s))")
_ENTRY = re.compile(
    rf"(?:密\s*[级級]|保密等[级級])\s*[:：\s]\s*[（(【〔\[]?{_LEVEL}(?=$|[\s★*）)】〕\]])"
)
_ALONE = re.compile(
    rf"[\s★☆*（(【〔\[]*{_LEVEL}\s*(?:件|文件)?[\s）)】〕\]]*(?:[特加平]\s*[急件提])?\s*$"
)
_MARKS = (_STARRED, _ASTERISK, _ENTRY)

# A line that ends the head: a sentence of the body.
_BODY = re.compile(r"。")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LEVELS = str.maketrans("絕機祕", "绝机秘")


def security_mark(text: str) -> str | None:
    """Return the 密级 mark at the head of `text`, e.g. ``机密★1年``, or None where there is none.

    The mark is given in its regular form: simplified, without blanks, ★ for any kind of star. Only
    the first 30 lines with something on them are looked at.
    """
    before_title = True
    seen = 0
    for match in re.finditer(r"[^\r\n\u2028\u2029\f\v]+", text):
        line = match.group().translate(_INVISIBLE).strip()
        if not line:
            continue
        seen += 1
        if seen > _HEAD_LINES:
            return None
        for pattern in _MARKS:
            found = pattern.search(line)
            if found:
                return _regular(found)
        before_title = before_title and seen <= _TITLE_LINES and not _BODY.search(line)
        alone = _ALONE.match(line) if before_title else None
        if alone:
            return _regular(alone)
    return None


def refuse_classified(text: str) -> None:
    """Let a document pass only if its head bears no 密级 mark.

    Raises:
        RefusedSource: ``refused.security`` with `mark`, the mark in its regular form.
    """
    mark = security_mark(text)
    if mark is not None:
        raise RefusedSource("refused.security", mark=mark)


def _regular(found: re.Match[str]) -> str:
    groups = found.groupdict()
    level = re.sub(r"\s", "", groups["level"]).translate(_LEVELS)
    if not re.search(r"[★☆*＊✱]", found.group()):
        return level
    term = re.sub(r"\s", "", groups.get("term") or "")
    return f"{level}★{term}"
