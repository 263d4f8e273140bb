"""Fragments as Excel, WPS, Word and LibreOffice put them on the clipboard, shortened in their styles only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.support.clipboard import html_cell, html_table, to_html
from desktop.support.clipboard_html import table_of

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} td {white-space:nowrap;} --></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]-->
</head><body link="#0563C1">
<table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>
<!--StartFragment-->
 <col width=72 span=3 style='width:54pt'>
 <tr height=38 style='height:28.5pt'>
  <td rowspan=2 height=57 class=xl65 width=72 style='height:42.75pt'>省科技厅</td>
  <td class=xl66 width=72 style='width:54pt'>第一行<br style='mso-data-placement:same-cell'>
    第二行</td>
  <td class=xl65 width=72>A&amp;B &lt;1&gt;</td>
 </tr>
 <tr height=19>
  <td height=19 class=xl65 x:str="2017年底前">2017年底前<span style='mso-spacerun:yes'>&nbsp; </span>完成</td>
  <td></td>
 </tr>
 <tr height=19 style='height:14.25pt'>
  <td height=19 colspan=2 style='height:14.25pt;mso-ignore:colspan'>很长的一句话</td>
  <td align=right x:num>12</td>
 </tr>
<!--EndFragment-->
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'>
  <td width=72 style='width:54pt'></td><td width=72></td><td width=72></td>
 </tr>
 <![endif]>
</table></body></html>"""

WPS = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><meta name="ProgId" content="Excel.Sheet"/>
<style><!-- .et2{white-space:normal;} --></style></head><body>
<!--StartFragment--><table width="288" border="0" cellpadding="0" cellspacing="0" style='width:216.00pt;'>
<col width="144" class="et2" style='width:108.00pt;'/><col width="144"/>
<tr height="40" class="et2" style='height:30.00pt;'>
<td class="et2" height="40" width="144" style='height:30.00pt;' x:str>建立机制<br/>分步推进</td>
<td class="et2" width="144" x:str>省发改委、省财政厅</td></tr>
<tr height="18"><td class="et3" colspan="2" height="18" x:str>（二）合并的标题</td></tr>
</table><!--EndFragment--></body></html>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>某某</title>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=184 valign=top style='width:138.3pt'>
  <p class=MsoNormal><![if !supportLists]><span lang=EN-US>1.</span><![endif]>支持长沙高新区建设国家军民融合
  科技创新示范基地<span lang=EN-US><o:p></o:p></span></p>
  <p class=MsoNormal>建设<span lang=EN-US>5G </span>网络<del cite="mailto:a">旧</del></p>
  </td>
  <td width=184 valign=top>
  <p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'>
  <td width=184><p class=MsoNormal>省科技厅、<br>
  省财政厅</p></td>
  <td width=184><p class=MsoNormal>each
  word</p></td>
 </tr>
</table>
<!--EndFragment--></body></html>"""

CALC = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">body,div,table,td,p { font-family:"Liberation Sans"; font-size:x-small }</style></head>
<body><table cellspacing="0" border="0"><colgroup span="2" width="85"></colgroup>
<tr><td height="34" align="left"><font face="Noto Sans CJK SC">甲<br>乙</font></td>
<td align="right" sdval="12" sdnum="1033;">12</td></tr>
<tr><td height="17" align="left"><br></td><td align="left">丙</td></tr>
</table></body></html>"""

WRITER = """<html><head><title></title></head><body lang="zh-CN" dir="ltr">
<table width="100%" cellpadding="4" cellspacing="0"><col width="128*"/><col width="128*"/>
<thead><tr><th width="50%"><p>序号</p></th><th><p>任务</p></th></tr></thead>
<tbody><tr valign="top"><td><p>1</p></td><td><p>第一段</p><p>第二段</p></td></tr></tbody>
</table><p><br/></p></body></html>"""


@pytest.mark.parametrize(
    ("html", "block"),
    [
        pytest.param(
            EXCEL,
            [
                ["省科技厅", "第一行\n第二行", "A&B <1>"],
                ["省科技厅", "2017年底前  完成", ""],
                ["很长的一句话", "", "12"],
            ],
            id="Excel",
        ),
        pytest.param(
            WPS,
            [
                ["建立机制\n分步推进", "省发改委、省财政厅"],
                ["（二）合并的标题", "（二）合并的标题"],
            ],
            id="WPS",
        ),
        pytest.param(
            WORD,
            [
                ["1.支持长沙高新区建设国家军民融合科技创新示范基地\n建设5G 网络", ""],
                ["省科技厅、\n省财政厅", "each word"],
            ],
            id="Word",
        ),
        pytest.param(CALC, [["甲\n乙", "12"], ["", "丙"]], id="Calc"),
        pytest.param(WRITER, [["序号", "任务"], ["1", "第一段\n第二段"]], id="Writer"),
        pytest.param(
            "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>",
            [["甲", "乙"], ["丙", "丁"]],
            id="ends left out",
        ),
        pytest.param(
            "<table><tr><td>外<table><tr><td>里</td></tr></table></td><td>右</td></tr></table>",
            [["外\n里", "右"]],
            id="a table within a cell",
        ),
        pytest.param(
            "<table><tr><td rowspan=9>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
            [["甲", "乙"], ["甲", "丙"]],
            id="more rows than there are",
        ),
    ],
)
def test_what_other_programs_write(html: str, block: list[list[str]]) -> None:
    assert table_of(html) == block


@pytest.mark.parametrize(
    "html",
    [
        "<p>没有表格</p>",
        "<table></table>",
        "<p>表格之前的话</p><table><tr><td>甲</td></tr></table>",
        "",
    ],
)
def test_where_there_is_more_or_less_than_a_table_the_text_counts(html: str) -> None:
    assert table_of(html) is None


CELL = st.text(st.sampled_from("省<&>\"'\n a=一"), max_size=6)
BLOCK = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=3)
)


@given(BLOCK)
def test_a_block_comes_back_as_it_went(block: list[list[str]]) -> None:
    assert table_of(to_html(block)) == block


@given(st.text(st.sampled_from("<>/table rdhbp=&\"'!-[]一\n"), max_size=60))
def test_whatever_is_on_the_clipboard_is_a_block_or_none(html: str) -> None:
    block = table_of("<table><tr><td>" + html)
    assert block is None or len({len(row) for row in block}) == 1


def test_titles_are_bold_and_ruled_cells_have_lines() -> None:
    table = html_table([[html_cell("序号", tag="th", ruled=True, centred=True)]], ruled=True)
    assert "<b>序号</b>" in table
    assert 'border="1"' in table
    assert "border:.5pt solid" in table
    assert "text-align:center" in table
