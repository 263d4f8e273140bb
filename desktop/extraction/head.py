"""What the document says of itself: title, number, issuer, date, region."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date

from desktop.domain.draft import Doubt, PolicyHead

_KIND = re.compile(
    r"(?:方案|意见|通知|办法|规划|计划|措施|决定|行动|纲要|细则|要点|规定|条例|通告|公告|批复|函|政策|清单|分工|分解|举措|若干|任务书|行动书|台账|表)(?:（.{1,12}）)?》?$"
)
_NUMBER = re.compile(
    r"(?P<office>[一-鿿]{2,10}?)[〔［\[【（(](?P<year>(?:19|20)\d{2})[〕］\]】）)]\s*(?:第)?(?P<serial>\d{1,5})号"
)
_BROKEN_NUMBER = re.compile(
    r"^(?P<office>[一-鿿]{2,10}?)[〔［\[【（(]?(?P<year>(?:19|20)\d{2})[〕］\]】）)]?(?P<serial>\d{1,5})号?$"
)
_DATE = re.compile(
    r"^(?:.{0,6}[：:])?(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:印发)?$"
)
_BROKEN_DATE = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?:日?印发)?$"
)
_ISSUER = re.compile(
    r"^(?:中共)?[一-鿿]{2,20}(?:人民政府|政府|办公厅|办公室|委员会|厅|局|委|部|院|总局|银行)$"
)
_ABOUT = re.compile(
    r"^(?P<issuer>.{2,24}?(?:人民政府|政府|办公厅|办公室|委员会|厅|局|委|部|院))(?:等.{1,4}部门)?关于"
)
#: Begins what a national body issues: its name, or the number of its document.
_NATIONAL = re.compile(
    r"^(?:国务院|中共中央|中央|全国|国家|.{2,8}部(?:办公厅)?(?:$|关于|等)|[国中](?:办)?发)",
    re.MULTILINE,
)
_FIRST_HEADING = re.compile(r"^(?:一、|第一章|第一部分|（一）|1\.)")
_BODY_OPENS = re.compile(r"^(?:为|根据|按照|依据|近年来|当前|现将|经)")
_LONGEST_TITLE = 70
_HEAD_LINES = 60

#: Abbreviations in document numbers and names in titles, by region.
_REGIONS = {
    "北京": "京", "天津": "津", "河北": "冀", "山西": "晋", "内蒙古": "内", "辽宁": "辽", "吉林": "吉", "黑龙江": "黑",
    "上海": "沪", "江苏": "苏", "浙江": "浙", "安徽": "皖", "福建": "闽", "江西": "赣", "山东": "鲁", "河南": "豫",
    "湖北": "鄂", "湖南": "湘", "广东": "粤", "广西": "桂", "海南": "琼", "重庆": "渝", "四川": "川", "贵州": "黔",
    "云南": "云", "西藏": "藏", "陕西": "陕", "甘肃": "甘", "青海": "青", "宁夏": "宁", "新疆": "新",
}  # fmt: skip


def read_head(text: str, usual_region: str | None = None) -> PolicyHead:
    """Read the head (and the signature at the end) of cleaned text. What is broken comes with a doubt.

    `usual_region` serves where the document does not tell its own, unless it says that it comes from a national body.
    """
    lines = [line.strip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    head = list(_head_lines(filled))
    title = _title(head) or (filled[0][:_LONGEST_TITLE] if filled else "")
    doubts: list[Doubt] = []
    doc_number = _doc_number(head, doubts)
    issued_on = _issued_on(head, filled, doubts)
    issuer = _issuer(head, filled, title)
    region = _region(title, doc_number, issuer, head)
    if region is None and not _NATIONAL.search("\n".join((issuer or "", title, doc_number or ""))):
        region = usual_region
    others = [number for number in _numbers_below(filled[len(head) :]) if number != doc_number]
    if others:
        message = f"文件中另有发文字号{'、'.join(others[:3])}，像是几份文件合在一起，标题和文号按第一份读取，请核对"
        doubts.append(Doubt("title", "title.several", message))
    if not _KIND.search(title):
        doubts.append(
            Doubt("title", "title.unsure", f"没有认出文件标题，暂用首行“{title[:30]}”，请核对")
        )
    return PolicyHead(title, doc_number, issuer, issued_on, region, doubts=tuple(doubts))


def base_year(head: PolicyHead) -> int | None:
    """Return the year that a deadline without one means: the only one in the title, else that of the date."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=年)", head.title))
    if len(years) == 1 and not re.search(r"\d[-—–～至]+\d", head.title):
        return int(years.pop())
    return head.issued_on.year if head.issued_on else None


def _head_lines(lines: list[str]) -> Iterator[str]:
    for line in lines[:_HEAD_LINES]:
        if _FIRST_HEADING.match(line):
            return
        yield line


def _title(head: list[str]) -> str:
    """Take the last line that is a title: a file may hold a notice and, after it, the plan that it issues."""
    titles = [_bare(line) for line in head if len(line) <= _LONGEST_TITLE and _is_title(line)]
    return titles[-1] if titles else _broken_title(head)


def _is_title(line: str) -> bool:
    bare = _bare(line)
    return (
        bool(_KIND.search(bare))
        and not re.search(r"[。；！？：]", bare)
        and not _BODY_OPENS.match(bare)
        and len(bare) > 4
    )


def _broken_title(head: list[str]) -> str:
    """Join a title that stands on two or three lines."""
    for size in (2, 3):
        for start in range(len(head) - size + 1):
            joined = "".join(head[start : start + size])
            if len(joined) <= _LONGEST_TITLE and _is_title(joined):
                return _bare(joined)
    return ""


def _bare(line: str) -> str:
    if line.startswith("《") and line.endswith("》") and line.count("《") == 1:
        return line[1:-1]
    return line


def _doc_number(head: list[str], doubts: list[Doubt]) -> str | None:
    for line in head:
        match = _NUMBER.match(line.strip("（）() "))
        line = line.strip("（）() ")
        if match and (match.end() == len(line) or line[match.end()] in " 　《"):
            return f"{match['office']}〔{match['year']}〕{match['serial']}号"
    for line in head:
        match = _BROKEN_NUMBER.match(line)
        if match and not re.search(r"年|月", line):
            proposal = f"{match['office']}〔{match['year']}〕{match['serial']}号"
            doubts.append(
                Doubt(
                    "doc_number",
                    "doc_number.broken",
                    f"发文字号“{line}”残缺，建议核对原件后改为“{proposal}”",
                    proposal,
                )
            )
            return line
    return None


def _numbers_below(lines: list[str]) -> Iterator[str]:
    """Find document numbers that stand on lines of their own below the head: another document begins there."""
    for line in lines:
        match = _NUMBER.fullmatch(line.strip("（）() "))
        if match:
            yield f"{match['office']}〔{match['year']}〕{match['serial']}号"


def _issued_on(head: list[str], lines: list[str], doubts: list[Doubt]) -> date | None:
    """Take the date of the signature: a line of its own, near the title or at the end."""
    for line in (*head, *reversed(lines[-25:])):
        match = _DATE.match(line)
        if match and (day := _day(match)):
            return day
    for line in (*head, *lines[-25:]):
        match = _BROKEN_DATE.match(line)
        if match and (day := _day(match)):
            proposal = f"{day.year}年{day.month}月{day.day}日"
            doubts.append(
                Doubt(
                    "issued_on",
                    "issued_on.broken",
                    f"成文日期“{line}”缺“年月日”，按{proposal}理解，请核对",
                    proposal,
                )
            )
            return day
    return None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _issuer(head: list[str], lines: list[str], title: str) -> str | None:
    """Take the office above the date, or the one that the title begins with."""
    for stretch in (head, lines[-25:]):
        for above, line in itertools.pairwise(stretch):
            if (_DATE.match(line) or _BROKEN_DATE.match(line)) and _ISSUER.match(above):
                return above
    titles = [title, *(_bare(line) for line in head if _is_title(line))]
    about = next((m for m in map(_ABOUT.match, titles) if m), None)
    if about:
        return about["issuer"].lstrip("《")
    return next((line for line in head if _ISSUER.match(line)), None)


def _region(title: str, doc_number: str | None, issuer: str | None, head: list[str]) -> str | None:
    for words in (issuer or "", title, *head[:12]):
        for region in _REGIONS:
            if region in words[:24]:
                return region
    if doc_number:
        return next((r for r, short in _REGIONS.items() if doc_number.startswith(short)), None)
    return None
