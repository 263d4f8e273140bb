"""Every action of the window with its words and keys, in menus and on the toolbar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Key = QKeySequence.StandardKey


class _Described(NamedTuple):
    text: str
    keys: str | QKeySequence.StandardKey | None = None
    tip: str = ""


_ACTIONS: Mapping[str, _Described] = {
    "import": _Described("导入政策文件…", "Ctrl+O", "打开一个政策文件，读出任务，建立新的分工簿"),
    "revise": _Described("导入新稿…", None, "政策有了新稿：逐项对照，人工改过的内容不会被覆盖"),
    "revise_pasted": _Described(
        "粘贴新稿全文…", None, "从网页或公文系统复制来的新稿，与分工簿逐项对照"
    ),
    "paste_policy": _Described("粘贴政策全文…", "Ctrl+Shift+V"),
    "open": _Described("打开分工簿…", "Ctrl+Shift+O"),
    "save": _Described("保存", Key.Save),
    "copy_to": _Described("另存副本…", "Ctrl+Shift+S"),
    "clean_copy": _Described("清洁副本…", None, "给外单位的副本：没有修改记录、姓名和内部信息"),
    "freeze": _Described("冻结为阶段…", None, "把现在的内容冻结为征求意见稿、送审稿等"),
    "stages": _Described("阶段与比较…", None, "看两个阶段之间、或某阶段至今改了什么"),
    "backups": _Described("备份与恢复…"),
    "check": _Described("检查分工簿…", None, "在后台逐项核对文件是否完好"),
    "preview": _Described("预览打印…", Key.Print, "逐页看印出来的样子，再打印或导出PDF"),
    "export": _Described("导出附件…", "Ctrl+E"),
    "policy_info": _Described(
        "来文信息…", None, "看文件的标题和文号，填写来文字号、收文号、办结时限"
    ),
    "layouts": _Described("版式…", None, "看自带的版式，复制成本单位的，改栏目、表头、分组和页面"),
    "settings": _Described("设置…"),
    "close": _Described("关闭", "Ctrl+W"),
    "quit": _Described("退出", "Ctrl+Q"),
    "undo": _Described("撤销", Key.Undo),
    "redo": _Described("重做", "Ctrl+Y"),
    "copy": _Described("复制"),
    "paste": _Described("粘贴"),
    "clear": _Described("清除内容"),
    "find": _Described("查找…", Key.Find, "在任务、附件和原文中查找（Ctrl+F）"),
    "find_next": _Described("查找下一个", "F3"),
    "find_previous": _Described("查找上一个", "Shift+F3"),
    "list": _Described("列入附件", "Ctrl+L", "把所选任务列入附件"),
    "up": _Described("上移", "Alt+Up"),
    "down": _Described("下移", "Alt+Down"),
    "mark": _Described("把所选原文设为任务", "Ctrl+T"),
    "split": _Described("拆分", "Ctrl+Shift+Return", "在原文光标处把所选任务拆成两项"),
    "merge": _Described("合并", "Ctrl+Shift+M", "把所选的相邻几项任务合并成一项"),
    "move_to": _Described("移到…", "Ctrl+Shift+G", "把所选各行移到第几行"),
    "fill_down": _Described("向下填充", "Ctrl+D", "用所选第一行的内容填满下面所选的格子"),
    "bulk": _Described("批量修改…", "Ctrl+Shift+B", "给所选各行一次设时限、增删单位"),
    "replace": _Described("替换…", "Ctrl+H", "在任务和附件的文字里查找并替换，原文不变"),
    "replace_unit": _Described("替换单位…", None, "把一个单位在全簿换成另一个，先列出要改的各处"),
    "link": _Described("关联任务…", "Ctrl+K", "说明附件这一项来自正文的哪项任务"),
    "delete": _Described("删除任务", "Ctrl+-"),
    "unlist": _Described("移出附件", "Ctrl+Shift+L"),
    "jump": _Described("转到对应的任务或附件", "Ctrl+G"),
    "copy_annex": _Described(
        "复制整表", "Ctrl+Shift+C", "复制整张附件表，带表头和框线，可直接粘贴到Word、WPS和Excel"
    ),
    "show_all": _Described("显示全部"),
    "copy_units": _Described("复制单位清单"),
    "remember_unit": _Described(
        "记入本簿单位名录", None, "所选行中待核的单位名称无误：今后在本分工簿中不再提示"
    ),
    "own_units": _Described(
        "本簿单位名录…", None, "本分工簿自己认得的单位：增加、修改、删除，添别名和简称"
    ),
    "amendments": _Described(
        "正文修改意见…",
        "Ctrl+Shift+T",
        "记下对原文的修改：位置、原文、修改为、理由，印在正文修改对照表里",
    ),
    "tasks": _Described("任务分解", "Ctrl+1"),
    "annex": _Described("附件", "Ctrl+2"),
    "sort_up": _Described("按当前列升序查看", None, "只为查看：序号和打印的顺序不变"),
    "sort_down": _Described("按当前列降序查看", None, "只为查看：序号和打印的顺序不变"),
    "sort_none": _Described("恢复原顺序"),
    "next_doubt": _Described("下一处待核", "F8"),
    "pane": _Described("下一窗格", "F6"),
    "left": _Described("章节与单位"),
    "right": _Described("原文与详情"),
    "manual": _Described("使用手册", "F1", "一步一步怎么做，有图；可以与窗口并排看"),
    "keys": _Described("操作与快捷键", "Shift+F1"),
    "example": _Described("打开示例（湖南2017）", None, "随程序带的一份政策，可以放心试"),
    "about": _Described("关于"),
}

_MENUS: Mapping[str, tuple[str, ...]] = {
    "文件(&F)": (
        *(
            "import",
            "paste_policy",
            "revise",
            "revise_pasted",
            "open",
            "recent",
            "-",
            "save",
            "copy_to",
            "clean_copy",
            "-",
            "preview",
            "export",
            "layouts",
            "-",
        ),
        *("policy_info", "-"),
        *("freeze", "stages", "backups", "check", "-", "settings", "-", "close", "quit"),
    ),
    "编辑(&E)": (
        *("undo", "redo", "-", "copy", "paste", "clear", "-"),
        *("find", "find_next", "find_previous", "replace", "-"),
        *("fill_down", "bulk"),
    ),
    "任务(&T)": (
        *("list", "mark", "amendments", "-", "split", "merge", "-"),
        *("up", "down", "move_to", "-", "fill_down", "bulk", "-", "delete"),
    ),
    "附件(&A)": ("unlist", "-", "link", "jump", "-", "copy_annex", "preview", "export"),
    "单位(&U)": ("show_all", "copy_units", "-", "replace_unit", "-", "remember_unit", "own_units"),
    "视图(&V)": (
        *("tasks", "annex", "-", "next_doubt", "jump", "-"),
        *("sort_up", "sort_down", "sort_none", "-"),
        *("pane", "left", "right", "columns"),
    ),
    "帮助(&H)": ("manual", "keys", "example", "-", "about"),
}

#: Shown beside their menu entry only: the table itself answers these keys, so that an open editor keeps its own.
_KEYS_OF_TABLE = {"copy": "Ctrl+C", "paste": "Ctrl+V", "clear": "Delete"}
_CHECKABLE = ("left", "right")


class Actions:
    """The actions by name. `handlers` must name every one of them."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._by_name: dict[str, QAction] = {}
        self.recent = QMenu("最近打开", window)
        self.columns = QMenu("显示列", window)
        for name, described in _ACTIONS.items():
            action = QAction(described.text, window)
            action.setObjectName(name)
            if described.keys is not None:
                action.setShortcut(QKeySequence(described.keys))
            if described.tip:
                action.setToolTip(described.tip)
            action.setCheckable(name in _CHECKABLE)
            action.triggered.connect(lambda _checked=False, act=handlers[name]: act())
            self._by_name[name] = action
        for name, keys in _KEYS_OF_TABLE.items():
            self[name].setText(f"{_ACTIONS[name].text}\t{keys}")
        for title, names in _MENUS.items():
            self._fill(window.menuBar().addMenu(title), names)

    def __getitem__(self, name: str) -> QAction:
        """Return an action."""
        return self._by_name[name]

    def enable(self, names: tuple[str, ...], enabled: bool) -> None:
        """Enable or disable several."""
        for name in names:
            self[name].setEnabled(enabled)

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name == "recent":
                menu.addMenu(self.recent)
            elif name == "columns":
                menu.addMenu(self.columns)
            else:
                menu.addAction(self[name])


def keys_html() -> str:
    """List the keys, for 操作与快捷键."""
    table = [
        ("直接打字", "替换单元格内容"),
        ("F2 或双击", "修改单元格"),
        ("Enter / Tab", "在表格里向下 / 向右；加 Shift 反向"),
        ("Alt+Enter 或 Ctrl+Enter", "在单元格内换行"),
        ("单位格中打拼音首字母或汉字", "选单位：↑↓ 选，Enter 或 Tab 取用，Esc 收起"),
        ("时限格中按 F4 或 Alt+↓", "选年、月、日和动词"),
        ("Delete", "清除单元格内容"),
        ("Ctrl+C / Ctrl+V", "复制、粘贴一块单元格，可与 Excel、WPS、Word 互贴"),
        ("拖动序号或行号", "把所选各行移到别处，Esc放弃"),
        ("单击列标题", "按此列升序、降序查看，再单击恢复原顺序"),
        ("附件列上按 Enter 或双击", "转到附件中对应的一项；附件的序号上同样转回任务"),
    ]
    rows = [*table]
    for described in _ACTIONS.values():
        if described.keys is not None:
            keys = QKeySequence(described.keys).toString(QKeySequence.SequenceFormat.NativeText)
            rows.append((keys, described.text.rstrip("…")))
    body = "".join(f"<tr><td><b>{k}</b>　</td><td>{v}</td></tr>" for k, v in rows)
    return f"<table cellpadding='3'>{body}</table>"
