"""Tables whose columns are held apart by spaces: wrapped cells, merged groups, pages that cut a row."""

from __future__ import annotations

import pytest

from desktop.domain.draft import DraftRow
from desktop.domain.unit import Role
from tests.extraction.documents import read_text

HEAD = "海州市数字乡村建设工作方案\n\n一、总体要求\n坚持统筹推进。\n\n附件1\n        数字乡村建设2026年任务清单\n"


def laid(*lines: dict[int, str]) -> str:
    """Set words at their places in lines, as the text of a PDF has them."""
    done = []
    for words in lines:
        line = ""
        for place, word in words.items():
            assert len(line) <= place, "the words of a fixture may not overlap"
            line = line.ljust(place) + word
        done.append(line)
    return "\n".join(done) + "\n"


#: The number stands in the middle of its row, a group's name beside the middle of its rows.
PAGE = laid(
    {1: "序号", 7: "重点举措", 22: "工作任务", 40: "完成时限", 48: "责任单位", 60: "配合单位"},
    {16: "推进乡村光纤与移动网络深度覆盖，实现", 46: "市通信发展办"},
    {1: "1", 5: "夯实数字底座", 40: "6月", 58: "各县（市、区）政府"},
    {7: "（2项）", 16: "行政村5G全覆盖。", 49: "公室"},
    {46: "市数据局（市"},
    {1: "2", 16: "建成涉农数据目录。", 40: "12月", 46: "大数据中心）", 60: "市农业农村局"},
    {
        1: "3",
        5: "壮大数字产业",
        16: "培育农村电商主体100家以上。",
        40: "9月",
        47: "市商务局",
        62: "/",
    },
    {7: "（1项）"},
)


def _rows(text: str) -> tuple[DraftRow, ...]:
    (table,) = read_text(text).tables
    return table.rows


def test_cells_of_several_lines_and_merged_groups() -> None:
    rows = _rows(HEAD + PAGE)
    assert [r.number for r in rows] == ["1", "2", "3"]
    assert [r.group for r in rows] == ["夯实数字底座（2项）"] * 2 + ["壮大数字产业（1项）"]
    assert rows[0].wording == "推进乡村光纤与移动网络深度覆盖，实现行政村5G全覆盖。"
    assert [[(u.name, u.role) for u in r.units] for r in rows] == [
        [("市通信发展办公室", Role.LEAD), ("各县（市、区）政府", Role.PARTICIPANT)],
        [("市数据局（市大数据中心）", Role.LEAD), ("市农业农村局", Role.PARTICIPANT)],
        [("市商务局", Role.LEAD)],
    ]
    assert not any(r.doubts for r in rows)


def test_the_year_of_the_table_s_title_completes_its_months() -> None:
    draft = read_text(HEAD + PAGE)
    dates = [str(d.date) for r in draft.tables[0].rows for d in r.deadlines]
    assert dates == ["2026-06-30", "2026-12-31", "2026-09-30"]
    assert [d.code for d in draft.head.doubts if d.code == "deadline.assumed_year"]


def test_a_row_goes_on_over_the_end_of_a_page() -> None:
    first = """\
序号         工作任务           完成时限    责任单位        配合单位
1    开展培训。                   6月    市委组织部         /
     建立联席会议制度，定期研究重大
2    问题，协调推进重点项目，督促各        12月   市政府办公室     市发展改革委、市

                          — 1 —
"""
    second = """\
序号         工作任务           完成时限    责任单位        配合单位
     地抓好落实。                                  财政局

3    开展评估。                   12月   市统计局         /
"""
    rows = _rows(HEAD + first + second)
    assert [r.number for r in rows] == ["1", "2", "3"]
    assert rows[1].wording.endswith("督促各地抓好落实。")
    assert [u.name for u in rows[1].units] == ["市政府办公室", "市发展改革委", "市财政局"]


def test_a_number_at_the_top_of_its_row() -> None:
    table = """\
序号   工作任务                责任单位
1    推进光纤覆盖，实现行政村    市通信管理局、
     网络畅通，提升农村网络服    市农业农村局
     务水平和质量。
2    建成涉农数据目录。        市数据局
3    培育电商主体，建设县级物    市商务局、市
     流中心和村级站点。        邮政管理局
"""
    rows = _rows(HEAD + table)
    assert [r.wording[-5:] for r in rows] == ["平和质量。", "数据目录。", "村级站点。"]
    assert [u.name for u in rows[0].units] == ["市通信管理局", "市农业农村局"]
    assert [u.name for u in rows[2].units] == ["市商务局", "市邮政管理局"]


def test_columns_typed_to_stand_below_each_other_by_width() -> None:
    """A typist's spaces align by what is seen: a Chinese sign takes two places."""
    table = (
        "序号  工作任务                      责任单位          完成时限\n"
        "1     制定方案                      市教育局          2026年3月底前\n"
        "2     开展全市中小学校舍安全排查    市住房城乡建设局  2026年6月底前\n"
        "3     建立台账并按月更新            各县区政府        长期坚持\n"
    )
    rows = _rows(HEAD + table)
    assert [r.wording for r in rows] == [
        "制定方案",
        "开展全市中小学校舍安全排查",
        "建立台账并按月更新",
    ]
    assert [[u.name for u in r.units] for r in rows] == [
        ["市教育局"],
        ["市住房城乡建设局"],
        ["各县区政府"],
    ]
    assert [r.deadlines[0].text for r in rows] == ["2026年3月底前", "2026年6月底前", "长期坚持"]


def test_text_after_the_table_is_no_row() -> None:
    after = "\n二、保障措施\n（一）加强领导。成立工作专班。（责任单位：市政府办公室）\n"
    draft = read_text(HEAD + PAGE + after)
    assert len(draft.tables[0].rows) == 3
    assert [t.units[0].name for t in draft.tasks] == ["市政府办公室"]


def test_without_numbers_what_goes_on_below_is_doubted() -> None:
    table = """\
工作任务                责任单位        完成时限
开展排查               市教育局        3月
建立台账，按月更新并
报送                 市住建局        6月
"""
    rows = _rows(HEAD + table)
    assert [[d.code for d in r.doubts] for r in rows] == [["table.row_end"], []]


def test_a_cell_that_names_the_members_of_a_group_is_one_unit() -> None:
    table = """\
序号   工作任务      责任单位     配合单位
1    深化合作      市数据局     市发展改革委、一港两谷
                         （东区政府、西区政府）
"""
    (row,) = _rows(HEAD + table)
    assert [u.name for u in row.units] == [
        "市数据局",
        "市发展改革委",
        "一港两谷（东区政府、西区政府）",
    ]
    assert row.units[-1].collective


def test_cells_centred_in_their_rows_with_units_broken_at_the_edge() -> None:
    """No sentence ends with a mark here: only the places of the numbers show where a row ends."""
    table = laid(
        {0: "序号", 6: "重点领域", 20: "具体举措", 38: "牵头单位", 50: "配合单位", 64: "完成时限"},
        {13: "推行登记全程网办，实现开办企业“一", 48: "市公安局、市人力", 64: "2025年6月底"},
        {0: "1", 36: "市市场监管局"},
        {5: "持续优化市场", 13: "网通办”", 48: "资源社会保障局", 64: "前"},
        {5: "环境", 13: "开展准入壁垒清理，建立案例归集通", 64: "2025年9月底"},
        {0: "2", 36: "市发展改革委", 48: "市商务局"},
        {13: "报制度", 64: "前"},
    )
    rows = _rows(HEAD + table)
    assert [r.wording[-6:] for r in rows] == ["“一网通办”", "归集通报制度"]
    assert [[u.name for u in r.units] for r in rows] == [
        ["市市场监管局", "市公安局", "市人力资源社会保障局"],
        ["市发展改革委", "市商务局"],
    ]
    assert [r.deadlines[0].text for r in rows] == ["2025年6月底前", "2025年9月底前"]


def test_a_line_that_names_a_group_stands_between_the_rows() -> None:
    table = laid(
        {0: "序号", 6: "工作任务", 20: "责任单位", 32: "完成时限"},
        {14: "一、生态保护"},
        {0: "1", 6: "修复矿山", 20: "市林业局", 32: "6月"},
        {14: "二、绿色转型"},
        {0: "2", 6: "改造机组", 20: "市能源局", 32: "10月"},
    )
    assert [(r.group, r.wording) for r in _rows(HEAD + table)] == [
        ("一、生态保护", "修复矿山"),
        ("二、绿色转型", "改造机组"),
    ]


@pytest.mark.parametrize(
    "numbers", [["1.", "2.", "3."], ["（1）", "（2）", "（3）"], ["一", "二", "三"]]
)
def test_numbers_of_any_form_begin_rows(numbers: list[str]) -> None:
    table = "序号   工作任务            责任单位      完成时限\n" + "".join(
        f"{n.ljust(6)} 推进改革工作。        市教育局      2025年底\n" for n in numbers
    )
    assert [r.number for r in _rows(HEAD + table)] == numbers


def test_much_text_below_a_table_takes_none_of_its_rows() -> None:
    table = laid(
        {0: "序号", 6: "工作任务", 20: "责任单位", 32: "完成时限"},
        *({0: str(n), 6: f"推进第{n}项", 20: "市教育局", 32: "6月"} for n in range(1, 6)),
    )
    for below in ("短句。\n" * 70, "\n\n\n" + "短句。\n\n" * 70):
        rows = _rows(HEAD + table + below)
        assert [r.wording for r in rows] == [f"推进第{n}项" for n in range(1, 6)]
