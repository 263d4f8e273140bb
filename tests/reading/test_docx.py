from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.document import SourceDocument
from desktop.reading import read_bytes
from desktop.support.errors import FengongError, UnreadableSource
from tests.reading.docx_builder import (
    HEADING_STYLES,
    docx,
    numbered,
    package,
    paragraph,
    policy_numbering,
    run,
    seed_docx,
    seed_lines,
)


def read(*blocks: str, **parts: object) -> SourceDocument:
    return read_bytes("方案.docx", docx(*blocks, **parts))  # type: ignore[arg-type]


def text_of(*blocks: str) -> str:
    return read(*blocks).text


def notices(document: SourceDocument) -> dict[str, str]:
    return {notice.code: dict(notice.data)["count"] for notice in document.notices}


def assert_positions_lie_within(document: SourceDocument) -> None:
    size = len(document.text)
    spans = [block.span for block in document.blocks]
    spans += [table.span for table in document.tables]
    spans += [cell.span for table in document.tables for cell in table.cells]
    assert all(span.end <= size for span in spans)


def test_paragraphs_are_lines_and_blocks() -> None:
    data = docx(paragraph("省科技厅"), paragraph(""), paragraph("省财政厅"))
    document = read_bytes("方案.docx", data)
    assert document.text == "省科技厅\n\n省财政厅\n"
    assert [block.span.slice(document.text) for block in document.blocks] == [
        "省科技厅",
        "",
        "省财政厅",
    ]
    assert (document.name, document.format, document.encoding) == ("方案.docx", "docx", "")
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_seed_with_automatic_numbers_and_a_real_table() -> None:
    document = read_bytes("001.docx", seed_docx())
    text, cells = seed_lines()
    got = [line for part in document.text.split("\n") for line in part.split("\t")]
    assert [line.strip() for line in got if line.strip()] == text + cells
    table = document.tables[0]
    assert [cell.span.slice(document.text) for cell in table.cells] == cells
    assert (table.cells[-1].row, table.cells[-1].column) == (15, 3)
    labels = [block.label for block in document.blocks if block.label]
    assert len(labels) == 3 + 12 + 22 + 15
    assert [b.outline for b in document.blocks if b.label == "一、"] == [1]
    assert_positions_lie_within(document)


def test_tracked_changes_are_accepted_and_told() -> None:
    change = 'w:id="1" w:author="某" w:date="2026-01-01T00:00:00Z"'
    document = read(
        paragraph(
            run("责任单位为")
            + f"<w:del {change}><w:r><w:delText>省经信委</w:delText></w:r></w:del>"
            + f"<w:ins {change}>{run('省工信厅')}</w:ins>"
            + f"<w:moveFrom {change}>{run('旧处')}</w:moveFrom>"
            + f"<w:moveTo {change}>{run('新处')}</w:moveTo>"
            + run("。")
        )
    )
    assert document.text == "责任单位为省工信厅新处。\n"
    assert notices(document) == {"docx.revisions": "4"}


def test_a_deleted_paragraph_mark_joins_and_does_not_count() -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    number = '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'
    gone = paragraph(
        '<w:del w:id="2"><w:r><w:delText>删去</w:delText></w:r></w:del>', number + deleted
    )
    document = read(
        numbered("甲", 2),
        gone,
        paragraph("乙", number + deleted),
        numbered("丙", 2),
        numbering=policy_numbering(),
    )
    assert document.text == "1.甲\n2.乙丙\n"
    assert text_of(paragraph("末", deleted)) == "末\n"


def test_hidden_text_is_left_out_and_told() -> None:
    styles = '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(
        paragraph(
            run("公开")
            + run("隐藏", "<w:vanish/>")
            + run("也隐藏", '<w:rStyle w:val="V"/>')
            + run("仍公开", '<w:rStyle w:val="V"/><w:vanish w:val="0"/>')
        ),
        styles=styles,
    )
    assert document.text == "公开仍公开\n"
    assert notices(document) == {"docx.hidden": "2"}


def test_a_hidden_mark_joins_a_heading_with_its_text() -> None:
    mark = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    heading = paragraph("总体要求。", f'<w:pStyle w:val="H1"/>{mark}')
    document = read(
        heading, paragraph("坚持创新。"), numbering=policy_numbering(), styles=HEADING_STYLES
    )
    assert document.text == "一、总体要求。坚持创新。\n"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    anchor = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(paragraph(run("前") + anchor + run("后")), paragraph("下段"))
    assert document.text == "前后\n框内\n下段\n"
    assert document.notices == ()


def test_wrappers_of_text_are_transparent() -> None:
    assert (
        text_of(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件内')}</w:sdtContent></w:sdt>",
            paragraph(
                f"<w:smartTag>{run('长沙')}</w:smartTag><w:hyperlink>{run('链接')}</w:hyperlink>"
                f"<w:sdt><w:sdtContent>{run('内控件')}</w:sdtContent></w:sdt>"
                f'<w:fldSimple w:instr=" DATE ">{run("2017年")}</w:fldSimple>'
            ),
        )
        == "控件内\n长沙链接内控件2017年\n"
    )


def test_field_codes_are_dropped_and_results_kept() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> IF "x" </w:instrText></w:r>'
    nested = mark("begin") + code + mark("separate") + run("内层结果") + mark("end")
    field = mark("begin") + code + nested + mark("separate") + run("结果") + mark("end")
    assert text_of(paragraph(run("前") + field + run("后"))) == "前结果后\n"
    assert text_of(paragraph(mark("begin") + code), paragraph("下段")) == "\n下段\n"


def test_ruby_keeps_its_base() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('fā')}</w:rt><w:rubyBase>{run('发')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(paragraph(ruby + run("展"))) == "发展\n"


def test_breaks_tabs_and_symbols() -> None:
    document = read(
        paragraph('<w:r><w:br w:type="page"/></w:r>' + run("附件")),
        paragraph(
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/>"
            '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="x" w:char="00B1"/>'
            '<w:br w:type="page"/><w:t>丁</w:t></w:r>'
        ),
    )
    assert document.text == "附件\n甲\n乙\t丙-\ufffd±\n丁\n"
    assert len(document.blocks) == 4
    assert notices(document) == {"docx.symbols": "1"}


def test_marks_of_notes_stay_and_comments_go() -> None:
    document = read(
        paragraph(
            run("成果")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + run("转化")
            + '<w:r><w:endnoteReference w:id="2"/></w:r>'
            + '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        )
    )
    assert document.text == "成果[1]转化[2]\n"
    assert notices(document) == {"docx.comments": "1", "docx.footnotes": "2"}


def test_outline_levels_come_from_the_paragraph_or_its_style() -> None:
    document = read(
        paragraph("题", '<w:pStyle w:val="H1"/>'),
        paragraph("节", '<w:outlineLvl w:val="1"/>'),
        paragraph("文", '<w:pStyle w:val="H1"/><w:outlineLvl w:val="9"/>'),
        paragraph("段"),
        styles=HEADING_STYLES,
    )
    assert [block.outline for block in document.blocks] == [1, 2, None, None]


def test_a_strict_document_is_read_as_well() -> None:
    parts = {"numbering": policy_numbering(), "styles": HEADING_STYLES}
    blocks = (paragraph("总体要求", '<w:pStyle w:val="H1"/>'), numbered("思路", 1))
    assert read(*blocks, strict=True, **parts).text == read(*blocks, **parts).text
    assert read(*blocks, **parts).text == "一、总体要求\n（一）思路\n"


def test_a_document_of_pictures_has_no_text() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(paragraph("<w:r><w:pict><v:imagedata/></w:pict></w:r>"))
    assert (caught.value.reason, caught.value.data) == ("source.no_text", {"pictures": 1})


def test_only_what_may_hold_text_is_told_as_a_picture() -> None:
    line = "<w:r><w:pict><v:line/></w:pict></w:r>"
    assert read(paragraph(run("文") + line)).notices == ()


def test_macros_are_told() -> None:
    assert notices(read(paragraph("文"), more={"word/vbaProject.bin": b"x"})) == {
        "docx.macros": "1"
    }


def test_a_main_part_of_another_name() -> None:
    source = zipfile.ZipFile(io.BytesIO(docx(paragraph("文"))))
    parts = {
        name.replace("document.xml", "document2.xml"): source.read(name)
        .decode()
        .replace("word/document.xml", "/word/document2.xml")
        for name in source.namelist()
    }
    assert read_bytes("x", package(dict(parts))).text == "文\n"


def test_deep_nesting_is_refused_or_read_but_never_breaks() -> None:
    deep = "<w:smartTag>" * 240 + run("底") + "</w:smartTag>" * 240
    assert text_of(paragraph(deep)) == "底\n"
    too_deep = "<w:smartTag>" * 100_000 + run("底") + "</w:smartTag>" * 100_000
    with pytest.raises(UnreadableSource):
        read(paragraph(too_deep))


def test_a_document_without_a_body() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes("x", package({"word/document.xml": "<x/>"}))
    assert caught.value.reason == "source.damaged"


SAMPLE = seed_docx()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_container_raises_only_typed_errors(place: int, patch: bytes) -> None:
    data = SAMPLE[:place] + patch + SAMPLE[place + len(patch) :]
    try:
        document = read_bytes("x", data)
    except FengongError:
        return
    assert_positions_lie_within(document)


FRAGMENTS = st.sampled_from(
    [
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
        "</w:tc>", "<w:t>文</w:t>", "<w:br/>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
        "<w:del>", "</w:del>", "<w:ins>", "</w:ins>", "<w:txbxContent>", "</w:txbxContent>",
        '<w:tcPr><w:vMerge/><w:gridSpan w:val="x"/></w:tcPr>', "<mc:AlternateContent/>", "字",
        '<w:fldChar w:fldCharType="begin"/>', "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25))
def test_any_order_of_elements_raises_only_typed_errors(fragments: list[str]) -> None:
    opened: list[str] = []
    made = []
    for fragment in fragments:
        if fragment.startswith("</"):
            if not opened or opened[-1] != fragment:
                continue
            opened.pop()
        elif fragment.endswith(">") and "</" not in fragment and "/>" not in fragment:
            opened.append("</" + fragment[1:])
        made.append(fragment)
    try:
        document = read(*made, *reversed(opened), numbering=policy_numbering())
    except FengongError:
        return
    assert_positions_lie_within(document)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_raise_only_typed_errors(data: bytes) -> None:
    try:
        document = read_bytes("x", data)
    except FengongError:
        return
    assert_positions_lie_within(document)
