"""What names of units look like: endings, names of several units, open names, posts. No list and no directory here."""

from __future__ import annotations

import re

#: How a unit's name may end. Longer endings first where one is part of another.
UNIT_ENDING = (
    r"(?:人民政府|政府|管委会|委员会|办公厅|办公室|检察院|检察厅|法院|研究院|科学院|工程院|学院|大学|学校|银行|总行|分行|支行"
    r"|总公司|有限公司|公司|集团|中心|总队|支队|大队|军区|海关|联合会|工商联|残联|文联|妇联|科协|作协|侨联|贸促会|协会|学会"
    r"|团委|工会|总会|商会|联社|供销社|出版社|报社|电视台|广播台|电台|新华社|气象台|督查室|督导室|研究室|政研室|教研室|实验室|史志室|指挥部|纪委监委|监委|村委会|居委会|党校|中学|小学|幼儿园"
    r"|医院|军分区|人武部|机场|部门|单位|机构|企业|高校|院所|园区|开发区"
    r"|高新区|自贸区|专班|街道|(?<!城)[镇乡]|苏木|地区|地方|组|厅|局|委|办|部|院|会|署|社|处|司|科|股|所|站|台|关|行|队|段|馆)"
)
_ENDS_AS_UNIT = re.compile(UNIT_ENDING + r"(?:（[^（）]*）)?$")
#: What leaves a list open at the end of a name.
TAIL = re.compile(
    r"(?<![高中初平同])等(?:[^、，；等]{0,12}?(?:部门|单位|机构|厅局|委办局|企业|高校|院校|学校|地区|银行|组织|协会))?$"
)
_OPEN_NAME = re.compile(
    r"(?:有关|相关|其他|其它|各级各).{0,6}(?:部门|单位|厅局|机构|企业|高校|院所|地区|司局|处室|科室|股室)$"
)
_COLLECTIVE = re.compile(
    r"^(?:全省|全市)?各(?!自)|^有关|^相关|^省(?:直|级|政府|有关)?(?:各|其他|其它)?(?:有关|相关|直属)|[两二三四五六七八九十](?:家(?!渠)|所)|(?<=[一-鿿])[两二三四五六七八九十](?:市|县|区|州)(?:人民)?政府"
    r"|^(?:国家级?|省级)?(?:高新区|经开区|开发区|园区)管委会$|有关(?:部门|单位)|相关(?:部门|单位)|各(?:处室|科室|股室|部门|单位|乡镇|街道)$"
)
_MEMBERS = re.compile(r"（(?P<units>[^（）、]+(?:、[^（）、]+)+)）$")
#: A bare level of government (各市), and what may complete it behind a 、.
LEVELS_ONLY = re.compile(
    r"^(?:全省|全市)?(?:各|有关|相关)(?:设区)?(?:地级)?(?:[省市州盟县区旗地乡镇]+|自治区|直辖市|盟行政公署)(?:[（〔][^（）〔〕]*[）〕])?$"
)
LEVEL_HEAD = re.compile(
    r"^(?:设区)?(?:自治区|直辖市|自治州|[市州盟县区旗地乡镇]+)(?:级市)?(?:[（〔][^（）〔〕]*[）〕])?级?(?:人民)?(?:政府|党委|管委会|部门|$)"
)
#: Endings that are no name of their own after a space: 省政府 办公厅.
_GENERIC = re.compile(
    r"办公[厅室]|委员会|管委会|(?:人民)?政府|领导小组|工作组|专班|中心|分局|支队|大队"
)
#: A post or a person answers for a task, but is no unit: 分管副省长, 市政府秘书长, 各有关负责同志.
_POST = re.compile(
    r"^(?:分管|常务|协管|联系)?(?:副)?(?:省|市|州|县|区|旗)长(?!沙|春|治|乐|宁)"
    r"|(?:副?(?:省长|市长|州长|县长|区长|主席|书记|秘书长|主任|部长|厅长|局长)|领导|负责人|同志)$"
)
_SHORTEST = 3


def is_unit_like(name: str) -> bool:
    """Say whether `name` ends as a unit's name does."""
    return bool(_ENDS_AS_UNIT.search(name))


def may_be_unit(name: str) -> bool:
    """Say whether one item of a list has the form of a unit's name, collective ones and 等 at its end included."""
    bare = TAIL.sub("", name.strip())
    return len(bare) >= _SHORTEST and (is_unit_like(bare) or bool(LEVELS_ONLY.match(bare)))


def stands_alone(name: str) -> bool:
    """Say whether `name` can be a unit by its form, and no mere ending (办公厅) that a space broke off."""
    return len(name) > 2 and is_unit_like(name) and not _GENERIC.fullmatch(name)


def is_collective(name: str) -> bool:
    """Say whether `name` stands for several units (各市州人民政府, 省直有关部门, 三园区（A政府、B政府）)."""
    return bool(_COLLECTIVE.search(name) or _OPEN_NAME.search(name) or _lists_members(name))


def _lists_members(name: str) -> bool:
    """Say whether a name says in brackets, whom it stands for."""
    members = _MEMBERS.search(name)
    return members is not None and all(map(is_unit_like, members["units"].split("、")))


def is_open_name(name: str) -> bool:
    """Say whether `name` stands for units that are not named at all (省直有关部门)."""
    return bool(_OPEN_NAME.search(name))


def is_post(name: str) -> bool:
    """Say whether `name` is a post or a person's part (分管副省长) and so no unit (省长株潭试验区管委会 is one)."""
    return bool(_POST.search(name)) and not is_unit_like(name)
