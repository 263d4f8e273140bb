"""Ways of saying who does what and by when, one line a way: each must be read in full or carry a doubt.

The expected reading is written as the units with their part (L leads, P takes part, R is responsible), then the times.
"""

from __future__ import annotations

import pytest

from desktop.domain.draft import DraftTask
from desktop.domain.unit import Role
from tests.extraction.documents import read_text

_LETTER = {Role.LEAD: "L", Role.PARTICIPANT: "P", Role.RESPONSIBLE: "R"}
_HEAD = "海州市促进消费实施方案\n2025年3月1日\n一、重点任务\n"


def tasks_of(*lines: str) -> tuple[DraftTask, ...]:
    return read_text(_HEAD + "\n".join(lines) + "\n").tasks


def said(task: DraftTask) -> str:
    units = " ".join(_LETTER[u.role] + u.name for u in task.units)
    times = " ".join(d.text for d in task.deadlines)
    return f"{units} | {times}" if times else units


@pytest.mark.parametrize(
    ("clause", "reading"),
    [
        # words that assign
        ("（市商务局主办，市财政局、市发改委协办）", "L市商务局 P市财政局 P市发改委"),
        ("（市商务局为牵头单位，市财政局为责任单位）", "L市商务局 P市财政局"),
        ("（牵头：市商务局；配合：市财政局）", "L市商务局 P市财政局"),
        ("（牵头单位市商务局，配合单位市财政局、市发改委）", "L市商务局 P市财政局 P市发改委"),
        ("（各县（市、区）人民政府负责落实，市水利局指导）", "L各县（市、区）人民政府 P市水利局"),
        ("（市商务局统筹，市财政局保障）", "L市商务局 P市财政局"),
        ("（市商务局牵头，会同市财政局、市发改委落实）", "L市商务局 P市财政局 P市发改委"),
        ("（责任单位：市商务局会同市财政局）", "L市商务局 P市财政局"),
        ("（责任单位：市商务局牵头，市财政局、市发改委配合）", "L市商务局 P市财政局 P市发改委"),
        ("（市商务局负责，市政府办公室督促指导）", "L市商务局 P市政府办公室"),
        ("（市商务局、市财政局分别负责；各地区）", "R市商务局 R市财政局 R各地区"),
        ("（责任单位：市商务局（牵头）、市财政局）", "L市商务局 P市财政局"),
        ("（主要责任单位：市商务局；其他责任单位：市财政局）", "L市商务局 P市财政局"),
        ("（牵头领导：张三；牵头单位：市商务局）", "L市商务局"),
        # brackets and labels of every shape
        ("［责任单位：市商务局；配合单位：市财政局］", "L市商务局 P市财政局"),
        ("[责任单位：市商务局;配合单位：市财政局]", "L市商务局 P市财政局"),
        ("(责任单位：市商务局、市财政局）", "R市商务局 R市财政局"),
        ("【市商务局、市财政局】", "R市商务局 R市财政局"),
        ("（市商务局、市财政局，各县（市、区）人民政府）", "R市商务局 R市财政局 R各县（市、区）人民政府"),
        ("\n——牵头单位：市商务局", "L市商务局"),
        ("\n★责任单位：市商务局、市财政局", "R市商务局 R市财政局"),
        ("\n【责任单位】市商务局、市财政局", "R市商务局 R市财政局"),
        ("\n［牵头单位］市商务局［配合单位］市财政局", "L市商务局 P市财政局"),
        ("\n责任单位：\n市商务局、市财政局", "R市商务局 R市财政局"),
        ("\n责任单位：市商务局、市自\n然资源局、市财政局", "R市商务局 R市自然资源局 R市财政局"),
        ("\n主管部门：市商务局\n协作单位：市财政局", "L市商务局 P市财政局"),
        ("责任单位为市商务局和市财政局。", "R市商务局 R市财政局"),
        # times
        ("（市商务局负责，6月底前完成）", "L市商务局 | 6月底前完成"),
        ("（市商务局负责，年内完成）", "L市商务局 | 年内完成"),
        ("（市商务局牵头，市财政局配合，10月底前）", "L市商务局 P市财政局 | 10月底前"),
        ("（责任单位：市商务局，2025年12月底前完成）", "L市商务局 | 2025年12月底前完成"),
        ("（责任单位：市商务局、市财政局；2025年上半年建立）", "R市商务局 R市财政局 | 2025年上半年建立"),
        ("（责任单位：市商务局）（完成时限：2025年10月）", "L市商务局 | 2025年10月"),
        ("（完成时限：2025年10月）（责任单位：市商务局）", "L市商务局 | 2025年10月"),
        ("\n责任单位：市商务局\n整改时限：立行立改，长期坚持", "L市商务局 | 立行立改，长期坚持"),
        ("\n责任单位：市商务局\n成果形式：出台文件", "L市商务局"),
        # collective names
        ("（各省、自治区、直辖市人民政府负责）", "L各省、自治区、直辖市人民政府"),
        ("（责任单位：市商务局，各县（市、区）党委、政府）", "R市商务局 R各县（市、区）党委 R各县（市、区）政府"),
        ("（责任单位：市开发区、高新区管委会）", "R市开发区管委会 R高新区管委会"),
        ("（责任单位：东镇、白沙镇、柳林乡人民政府）", "R东镇人民政府 R白沙镇人民政府 R柳林乡人民政府"),
        ("（责任单位：市商务局、机关各处室）", "R市商务局 R机关各处室"),
    ],
)  # fmt: skip
def test_a_way_of_saying_it(clause: str, reading: str) -> None:
    (task,) = tasks_of("1.建设平台。建成市级消费平台，定期发布消费信息。" + clause)
    assert said(task) == reading
    assert not task.doubts


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("力争二季度末完成全年任务的60%。", ["2025-06-30"]),
        ("推动大桥6月底前开工、高速路年内建成通车。", ["2025-06-30", "2025-12-31"]),
        ("新校区9月投入使用。", ["2025-09-30"]),
        ("第一季度制定方案，第四季度全面完成。", ["2025-03-31", "2025-12-31"]),
        ("2025年秋季学期前全部投入使用。", ["2025-08-31"]),
        ("2025年10月中旬前完成排查。", ["2025-10-20"]),
        ("2025年3月—11月开展专项整治。", ["2025-11-30"]),
        ("2025年1月1日至12月31日，减半收费。", ["2025-12-31"]),
        ("2026年元旦前开业。", ["2025-12-31"]),
        ("对3年内未建成的项目予以清理。", []),
    ],
)
def test_a_time_in_the_text_of_a_task(sentence: str, times: list[str]) -> None:
    (task,) = tasks_of(f"1.建设平台。{sentence}（市商务局负责）")
    assert [str(d.date) for d in task.deadlines] == times


@pytest.mark.parametrize("sentence", ["2026年春节前开业。", "2025年汛期前完成。"])
def test_a_time_that_has_no_date_is_doubted(sentence: str) -> None:
    (task,) = tasks_of(f"1.建设平台。{sentence}（市商务局负责）")
    assert [d.date for d in task.deadlines] == [None]
    assert [d.field for d in task.doubts] == ["deadline"]


@pytest.mark.parametrize("sentence", ["2026年前全部完成。", "三季度前全部开工。"])
def test_before_a_period_may_mean_its_beginning(sentence: str) -> None:
    (task,) = tasks_of(f"1.建设平台。{sentence}（市商务局负责）")
    assert [d.code for d in task.doubts] == ["deadline.before_period"]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.创新培养模式。【市教育局牵头，市财政局配合】推行学徒制，每年培养1万人。"],
        ["1.创新培养模式（市教育局牵头，市财政局配合）", "推行学徒制，每年培养1万人。"],
        ["1.创新培养模式（市教育局牵头，市财政局配合）。推行学徒制，每年培养1万人。"],
        [
            "1.创新培养模式",
            "牵头单位：市教育局",
            "配合单位：市财政局",
            "推行学徒制，每年培养1万人。",
        ],
    ],
)
def test_a_clause_behind_the_title_governs_the_text_below(lines: list[str]) -> None:
    (task,) = tasks_of(*lines)
    assert said(task) == "L市教育局 P市财政局"
    assert task.text == "推行学徒制，每年培养1万人。"
    assert task.wording == "创新培养模式"


def test_a_title_whose_items_have_clauses_of_their_own_keeps_to_itself() -> None:
    first, second = tasks_of(
        "（一）创新培养模式（市教育局牵头）",
        "1.推行学徒制。每年培养1万人。（市财政局负责）",
    )
    assert (first.text, second.text) == ("创新培养模式", "每年培养1万人。")


def test_a_clause_below_several_points_governs_them_all_and_says_so() -> None:
    (task,) = tasks_of(
        "1.开展培训行动",
        "（1）2025年底前完成集中培训。",
        "（2）将标准作为培训内容，提升履职能力。",
        "（责任单位：市教育局、市财政局）",
    )
    assert task.text.startswith("（1）2025年底前")
    assert [str(d.date) for d in task.deadlines] == ["2025-12-31"]
    assert [d.code for d in task.doubts] == ["task.several_items"]


def test_a_bracket_within_a_sentence_is_no_clause_and_is_told() -> None:
    draft = read_text(
        _HEAD + "1.建立制度。建立联席会议（由市商务局牵头），定期研究问题。（责任单位：市财政局）\n"
    )
    (task,) = draft.tasks
    assert said(task) == "L市财政局"
    assert "市商务局" in draft.unread[0].text
    assert [d.code for d in draft.head.doubts] == ["clause.unread"]


def test_an_item_without_a_clause_among_sisters_that_have_one_is_told() -> None:
    draft = read_text(
        _HEAD
        + "1.建设平台。建成平台。（市商务局负责）\n2.培训人员。培训一千人。（市教育局负责）\n"
        + "3.加强监管。开展检查，由市场监管条线承办。\n4.开展宣传。广泛宣传。（市文旅局负责）\n"
    )
    assert [d.code for d in draft.head.doubts] == ["item.without_clause"]
    assert "3.加强监管" in draft.head.doubts[0].message


def test_overseers_are_listed_with_those_who_take_part_and_asked_about_once() -> None:
    draft = read_text(
        _HEAD
        + "1.建设平台。建成平台。\n牵头单位：市商务局\n督导单位：市发改委\n"
        + "2.培训人员。培训一千人。\n牵头单位：市教育局\n督导单位：市发改委\n"
    )
    assert [said(t) for t in draft.tasks] == ["L市商务局 P市发改委", "L市教育局 P市发改委"]
    assert [d.code for d in draft.head.doubts] == ["clause.oversees"]


@pytest.mark.parametrize(
    ("sentence", "reading"),
    [
        ("市卫生健康委负责，市医保局、市财政局参与。", "L市卫生健康委 P市医保局 P市财政局"),
        ("市卫生健康委、市医保局等按职责分工负责。", "R市卫生健康委 R市医保局"),
        ("由市卫生健康委牵头，市医保局配合，2025年底前完成。", "L市卫生健康委 P市医保局 | 2025年底前完成"),
        ("\n市卫生健康委牵头，市医保局、市财政局配合。", "L市卫生健康委 P市医保局 P市财政局"),
    ],
)  # fmt: skip
def test_a_sentence_of_units_and_verbs_assigns(sentence: str, reading: str) -> None:
    """Where the directory knows none of them it is a question: words may only look like units."""
    (task,) = tasks_of("1.推进改革。完善协同机制。" + sentence)
    assert said(task) == reading
    assert [d.code for d in task.doubts] == ["clause.sentence"]
    assert task.text.startswith("完善协同机制")


@pytest.mark.parametrize(
    "sentence",
    [
        "各级各部门要高度重视，认真抓好落实。",
        "企业按照自愿原则参与。",
        "对工作不力的单位予以通报，并由其主要负责人负责。",
        "联席会议办公室设在市教育局，日常工作由市教育局负责。",
        "会议由办公室负责。",
        "上级机关统筹，下级部门落实。",
    ],
)
def test_a_sentence_of_other_words_assigns_nothing(sentence: str) -> None:
    assert tasks_of("1.推进改革。完善协同机制。" + sentence) == ()


@pytest.mark.parametrize(
    ("lines", "reading"),
    [
        (["（牵头单位：市科技局）（配合单位：市财政局、市教育局）"], "L市科技局 P市财政局 P市教育局"),
        (
            ["牵头单位：市科技局", "联系人：张三", "配合单位：市财政局", "完成时限：2025年6月底前"],
            "L市科技局 P市财政局 | 2025年6月底前",
        ),
        (
            ["（责任单位：市科技局、市财政局；责任人：张三、李四；完成时限：2025年6月底前）"],
            "R市科技局 R市财政局 | 2025年6月底前",
        ),
        (
            ["（责任单位：市科技局、市财政局，排名第一的为牵头单位，下同；完成时限：2025年6月底前）"],
            "L市科技局 P市财政局 | 2025年6月底前",
        ),
        (
            ["（责任单位：市科技局；完成时限：3月底前启动，12月底前完成）"],
            "L市科技局 | 3月底前启动 12月底前完成",
        ),
        (["（责任单位：市科技局、市财政局；监督单位：市纪委监委）"], "R市科技局 R市财政局 P市纪委监委"),
        (
            ["（责任单位：省委宣传部、组织部、政法委，省教育厅、财政厅）"],
            "R省委宣传部 R省委组织部 R省委政法委 R省教育厅 R省财政厅",
        ),
        (
            ["（责任单位：自治区农牧厅、林草局、市场监管局，各盟行政公署、市人民政府）"],
            "R自治区农牧厅 R自治区林草局 R自治区市场监管局 R各盟行政公署、市人民政府",
        ),
        (["（国家能源局及各省（自治区、直辖市）人民政府负责）"], "R国家能源局 R各省（自治区、直辖市）人民政府"),
        (
            ["（责任单位：省发展改革委、广州供电局、南方能源监管局、江门职业技术学院）"],
            "R省发展改革委 R广州供电局 R南方能源监管局 R江门职业技术学院",
        ),
    ],
)  # fmt: skip
def test_clauses_of_several_parts(lines: list[str], reading: str) -> None:
    (task,) = tasks_of("1.强化攻关。攻克关键技术100项。", *lines)
    assert said(task) == reading


def test_points_below_a_measure_with_its_clause_at_the_title() -> None:
    (task,) = tasks_of(
        "（一）强化攻关。",
        "责任单位：市科技局、市财政局",
        "1.攻克关键技术100项，2025年底前完成。",
        "2.培育企业20家。",
    )
    assert [str(d.date) for d in task.deadlines] == ["2025-12-31"]
    assert "培育企业20家" in task.text


@pytest.mark.parametrize(
    "sentence", ["对2025年12月31日前注册的企业给予补助。", "2018年建成的平台继续使用。"]
)
def test_a_date_that_says_which_things_bounds_no_work(sentence: str) -> None:
    (task,) = tasks_of(f"1.强化扶持。{sentence}（市科技局负责）")
    assert task.deadlines == ()


def test_a_sentence_of_names_alone_assigns_and_is_doubted() -> None:
    (task,) = tasks_of("1.推进改革。完善协同机制。市医保局，市市场监管局。")
    assert said(task) == "R市医保局 R市市场监管局"
    assert [d.code for d in task.doubts] == ["clause.bare"]


def test_a_sentence_of_known_units_leaves_no_question() -> None:
    (task,) = tasks_of("1.推进改革。完善协同机制。国家医保局负责，国家卫生健康委、财政部参与。")
    assert said(task) == "L国家医保局 P国家卫生健康委 P财政部"
    assert not task.doubts


@pytest.mark.parametrize(
    "brackets",
    [
        "（牵头单位：市教育局）（完成时限：2025年底）（配合单位：市财政局）",
        "（完成时限：2025年底）（牵头单位：市教育局）（配合单位：市财政局）",
        "（牵头单位：市教育局）（配合单位：市财政局）（完成时限：2025年底）",
    ],
)
def test_brackets_that_touch_are_one_clause(brackets: str) -> None:
    (task,) = tasks_of("1.推进改革。完善协同机制。" + brackets)
    assert said(task) == "L市教育局 P市财政局 | 2025年底"
    assert task.text == "完善协同机制。"


def test_a_year_is_carried_on_within_its_sentence() -> None:
    (task,) = tasks_of("1.推进改革。2026年6月底前制定方案，12月底前完成。（市教育局负责）")
    assert [str(d.date) for d in task.deadlines] == ["2026-06-30", "2026-12-31"]
    (task,) = tasks_of("1.推进。（责任单位：市教育局；完成时限：2026年3月底前启动，12月底前完成）")
    assert [str(d.date) for d in task.deadlines] == ["2026-03-31", "2026-12-31"]


def test_a_very_long_chain_of_units_is_read() -> None:
    (task,) = tasks_of("1.推进改革。\n责任单位：" + "市教育局和" * 600 + "市财政局")
    assert len(task.units) == 601
