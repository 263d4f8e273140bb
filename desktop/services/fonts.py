"""字体: which font each part of a page is printed in on this computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.output import FontSet
from desktop.output.fonts import FontUse, Role

#: What the parts are called, and what stands in them.
_PARTS = {
    Role.TITLE: ("小标宋", "标题"),
    Role.HEI: ("黑体", "“附件”二字、表头"),
    Role.FANG: ("仿宋", "表格文字、单位"),
    Role.KAI: ("楷体", "稿次"),
    Role.SONG: ("宋体", "页码、别的字体没有的字"),
}


@dataclass(frozen=True, slots=True)
class PartFont:
    """The font of one part. `name` is the installed family, empty for the one that comes with the program.

    `path` is None where there is none at all. `refused` are installed families that cannot be embedded.
    """

    part: str
    where: str
    name: str
    path: Path | None
    refused: tuple[str, ...] = ()

    @property
    def statutory(self) -> bool:
        """Whether it is the prescribed one, installed on this computer."""
        return bool(self.name)

    def told(self) -> str:
        """Return a Chinese line that says which font it is, and where from."""
        if self.path is None:
            said = "没有可用的字体"
        elif self.statutory:
            said = f"本机安装的{self.name}（{self.path.name}）"
        else:
            said = f"程序自带（{self.path.name}），本机没有安装规定字体"
        if self.refused:
            said = said.removesuffix("，本机没有安装规定字体")
            said += f"；本机的{'、'.join(self.refused)}不允许嵌入，没有用"
        return said


def fonts_in_use(fonts: FontSet | None = None) -> tuple[PartFont, ...]:
    """Look which font each part is printed in, as they are installed now. Takes up to some seconds: run it in a job."""
    found = FontSet() if fonts is None else fonts
    return tuple(_part(found.use(role)) for role in _PARTS)


def _part(use: FontUse) -> PartFont:
    part, where = _PARTS[use.role]
    return PartFont(part, where, use.family, use.path, use.refused)
