"""Items of a skills section as written, so that a profession the vocabulary does not know has skills too."""

from __future__ import annotations

import re
from typing import Final

from engine.resume.structure import is_chinese

_SPLIT: Final = re.compile(r"[,，、;；|｜•·\t]")
_LABEL: Final = re.compile(r"^[^:：]{1,40}[:：]\s*")
_CELL: Final = re.compile(r"^[^,，、\t]{1,40}\t(?=[^\t]*[,，、])")  # a label in a table's first column
_BRACKETS: Final = re.compile(r"[(（][^)）]{0,80}[)）]?")
_LEVEL: Final = re.compile(
    r"\b(?:fluent|native|basic|advanced|intermediate|beginner|expert|proficient|excellent|strong|good|years?|knowledge|ability|"
    r"working|familiar|conversational|etc|various|other|including)\b",
    re.IGNORECASE,
)
_VERBS: Final = re.compile(
    r"^(?:熟练掌握|熟练使用|熟练运用|熟练|熟悉|掌握|精通|了解|具备|能够|使用|擅长|良好的|较强的|有)+"
)
_TAILS: Final = re.compile(r"(?:等(?:工具|技术|软件)?|能力|经验|者优先)$")
_STRIPPED: Final = " \t.。*_-–—\"'“”‘’"
_MOST_WORDS: Final = 4
_LONGEST: Final = 40
_LONGEST_CHINESE: Final = 10
_MOST_ITEMS: Final = 60


def items_of(line: str) -> list[str]:
    """The items a line of a skills section lists, as written but for brackets and labels; none for a sentence."""
    shown = _LABEL.sub("", _CELL.sub("", line[:2_000])).strip()
    if not shown:
        return []
    parts = _SPLIT.split(_BRACKETS.sub("", shown))
    if shown[-1] in ".。" and len(parts) < 3 and len(shown) > _LONGEST:
        return []
    found = (_item(part) for part in parts)
    return [item for item in found if item][:_MOST_ITEMS]


def _item(part: str) -> str:
    part = part.strip(_STRIPPED)
    if is_chinese(part):
        part = _TAILS.sub("", _VERBS.sub("", part)).strip(_STRIPPED)
        return part if 2 <= len(part) <= _LONGEST_CHINESE and "的" not in part else ""
    part = part.removeprefix("and ").strip()
    words = part.split()
    fits = 2 <= len(part) <= _LONGEST and len(words) <= _MOST_WORDS
    return part if fits and part[0].isalpha() and not _LEVEL.search(part) else ""
