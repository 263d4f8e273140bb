"""The rules of the grammar of deadlines: one phrase a rule, tried in order, each with the reader of its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain import deadline_readers as readers
from desktop.domain.deadline import DeadlineKind, FoundDeadline


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` names it; `running` says that it counts in running text, where most dates bound nothing."""

    id: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int | None], FoundDeadline | None]
    running: bool


_BOUND = r"(?:以前|之前|前|底|末)"
_VERB = (
    r"(?:全部|基本|全面|初步|正式|集中)?(?:完成|建成|出台|启动|实现|达到|印发|制定|制订|上线|投入使用|见效|取得|开工|竣工|完工"
    r"|封顶|投产|投用|达产|启用|开业|开放|开通|通过|验收|交付|推开|发布|举办|召开|办结|编制)(?:运行|使用|实施)?"
)


#: What is done in a year that stands right before it.
_STARTS = (
    r"(?:底)?(?:基本|全面|全部|全省|全市|力争|累计|再|新增|新建|计划|实现|完成|建成|达到|消除|启动|开展|出台|制定|形成|巩固|培育|打造"
    r"|所有|各县|各市)"
)


_YEAR = r"(?P<year>(?:19|20|21)\d{2})"
_MONTH = r"(?P<month>\d{1,2}|十[一二]|[一二三四五六七八九十](?!个))"
_MONTH_A = r"(?P<first>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_OF_YEAR = _YEAR + r"\s*年"

#: In order of precedence: the first rule that matches at a place wins.
RULES: tuple[Rule, ...] = tuple(
    Rule(name, re.compile(pattern), read, running)
    for name, pattern, read, running in (
        (
            "deadline.recurring",
            r"每(?:年|季度?|月|半年|周)(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)(?:以前|之前|前)?",
            readers.of_kind(DeadlineKind.RECURRING),
            True,
        ),
        (
            "deadline.recurring",
            r"(?:每年|每季度|每月|每半年|按季度|按月|按年度)[^，；。]{0,12}",
            readers.of_kind(DeadlineKind.RECURRING),
            False,
        ),
        (
            "deadline.stage",
            r"(?:19|20)\d{2}年?\s*(?:[-—–－~～至到]|——){1,2}\s*(?P<last>(?:19|20)\d{2})\s*年?(?:期间)?(?!\s*\d{1,2}月)",
            readers.stage,
            False,
        ),
        (
            "deadline.range",
            _OF_YEAR
            + r"(?:"
            + _MONTH_A
            + r"月?)?(?:\d{1,2}日)?\s*(?:[-—–－~～至到]|——){1,2}\s*"
            + r"(?:(?P<last_year>(?:19|20|21)\d{2})\s*年)?"
            + _MONTH
            + r"月(?:"
            + _DAY
            + r"日)?(?:底|末|前)?",
            readers.span_of_days,
            True,
        ),
        (
            "deadline.range",
            _YEAR
            + r"[./]"
            + _MONTH_A
            + r"\s*[-—–－~～至到]{1,2}\s*(?:(?P<last_year>(?:19|20|21)\d{2})[./])?"
            + _MONTH
            + r"(?P<day>(?!))?",
            readers.span_of_days,
            False,
        ),
        (
            "deadline.ten_days",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?<!\d)"
            + _MONTH
            + r"月(?P<third>上旬|中旬|下旬)(?:以前|之前|前|底|末)?",
            readers.ten_days,
            True,
        ),
        (
            "deadline.feast",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<feast>元旦|春节|五一|国庆节?|中秋节?|主?汛期|[采供]暖[期季]|[暑寒]假|高考|两会)"
            r"(?:以前|之前|来临前|前)",
            readers.feast,
            True,
        ),
        (
            "deadline.quarter",
            r"(?P<year>(?!))?(?P<which>明年|次年)(?P<part>第?[一二三四1-4]季度|上半年|下半年)(?:以前|之前|前|底|末)?",
            readers.quarter,
            False,
        ),
        (
            "deadline.this_year",
            r"(?:(?P<which>今年|本年|明年|次年)年?|(?<![\d今本明次])年)(?:年)?底",
            readers.no_year,
            False,
        ),
        (
            "deadline.whole_year",
            r"(?<![\d])全年",
            readers.no_year,
            False,
        ),
        (
            "deadline.at_once",
            r"(?:立行立改|立即整改|即知即改|立查立改|马上就办)",
            readers.at_once,
            False,
        ),
        (
            "deadline.slip",
            r"(?:到|至)?" + _OF_YEAR + r"(?P<month>1[0-2]|0?[1-9])(?:底|末)(?:以前|之前|前)?",
            readers.slip,
            True,
        ),
        (
            "deadline.day",
            r"(?:到|至|截至|截止)?" + _OF_YEAR + _MONTH + r"月" + _DAY + r"日(?:以前|之前|前)",
            readers.full,
            True,
        ),
        (
            "deadline.month",
            r"(?:到|至)?" + _OF_YEAR + _MONTH + r"月(?:份)?" + _BOUND + r"{1,2}",
            readers.full,
            True,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)(?:以前|之前|前|底|末)?",
            readers.quarter,
            False,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)(?:以前|之前|前|底|末)?",
            readers.quarter,
            True,
        ),
        (
            "deadline.year",
            r"(?:到|至|力争到|力争)?" + _OF_YEAR + r"(?:年)?" + _BOUND + r"{1,2}",
            readers.full,
            True,
        ),
        (
            "deadline.term",
            r"(?:到|至)?(?:"
            + _OF_YEAR
            + r")?(?P<term>春季|秋季)(?=学期|开学)(?:学期)?(?P<when>开学前|开学|前|结束前|末|底)",
            readers.school_term,
            True,
        ),
        (
            "deadline.quarter",
            r"(?:到|至)?(?P<year>(?!))?(?P<which>明年|次年|今年)?(?P<part>第?[一二三四1-4]季度|上半年|下半年|年中)"
            r"(?:(?:以前|之前|前|底|末)|(?:" + _VERB + r"))",
            readers.quarter,
            True,
        ),
        (
            "deadline.month",
            _OF_YEAR + _MONTH + r"月(?:份)?(?=" + _VERB + r")",
            readers.full,
            True,
        ),
        (
            "deadline.within_year",
            _OF_YEAR + r"年?内(?:" + _VERB + r")?",
            readers.full,
            True,
        ),
        (
            "deadline.within_year",
            r"(?:今年|本年)?(?<![\d一二三四五六七八九十两几半每个多])年内(?:" + _VERB + r")?",
            readers.no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月至到—-])(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:底|末)?(?:" + _VERB + r")",
            readers.no_year,
            True,
        ),
        (
            "deadline.milestone",
            r"(?<![\d自从比较据以])" + _OF_YEAR + r"(?=" + _STARTS + r")",
            readers.milestone,
            True,
        ),
        (
            "deadline.target",
            r"(?:到|至)" + _OF_YEAR + r"(?!\s*\d|[-—–－~～至到])",
            readers.full,
            True,
        ),
        (
            "deadline.plan",
            r"(?:到|在|至)?“?(?P<plan>十[一二三四五六七八九])五”?(?:末|期末|时期末|规划期末|期间|时期)",
            readers.five_years,
            True,
        ),
        (
            "deadline.this_year",
            r"(?:到|至)?(?:(?P<which>今年|本年|明年|次年|当年|本年度)年?|(?<!\d)年)底"
            + r"(?:以前|之前|前)",
            readers.no_year,
            True,
        ),
        (
            "deadline.this_year",
            r"(?P<which>今年|本年|明年|次年|本年度)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?"
            + _BOUND
            + r"{0,2}",
            readers.no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月])(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?" + _BOUND + r"{1,2}",
            readers.no_year,
            True,
        ),
        (
            "deadline.no_year",
            r"(?<![年\d月])(?P<month>1[0-2]|0?[1-9])月(?:份|(?P<day>\d{1,2})日)?(?![\d至到-])",
            readers.no_year,
            False,
        ),
        (
            "deadline.continuous",
            r"(?:长期|持续|常态化?|不断|日常)(?:性|化)?(?:推进|坚持|实施|开展|落实|推动|抓好|进行|组织|执行|工作|任务|化)?",
            readers.of_kind(DeadlineKind.CONTINUOUS),
            False,
        ),
        ("deadline.day", _OF_YEAR + _MONTH + r"月" + _DAY + r"日", readers.full, False),
        ("deadline.day", _YEAR + r"[-./]" + _MONTH + r"[-./]" + _DAY, readers.full, False),
        ("deadline.month", _OF_YEAR + _MONTH + r"月(?:份)?", readers.full, False),
        ("deadline.month", _YEAR + r"[-./]" + _MONTH + r"(?!\d)", readers.full, False),
        ("deadline.year", _OF_YEAR + r"(?:内|度|全年)?", readers.full, False),
    )
)
