"""Untrusted text as printable characters, and its breaking into lines.

Chinese may break between any two characters, but no line starts with a closing mark or ends with an opening one;
everything else breaks at spaces. Text wider than a line breaks wherever the line ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from engine.pdf.face import BOX, NARROW, Face

_NO_START: Final = frozenset(
    "，。、；：？！）》」』】〕〉〗”’…—～·％‰℃°,.;:?!)]}%»›" + NARROW["”"] + NARROW["’"] + NARROW["…"]
)
_NO_END: Final = frozenset("（《「『【〔〈〖“‘([{«‹￥¥$€£#") | {NARROW[mark] for mark in "‘“"}

# Chinese and what is set like it: each character may stand at the end of a line.
_WIDE = f"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff{BOX}"
_PIECE = re.compile(rf"(?P<space>[ ]+)|[{_WIDE}]|[^ {_WIDE}]+")

_NEW_LINES = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_MARKS = re.compile("[‘’“”…]")
_PRIVATE = frozenset(NARROW.values())
_OPENING = {"“": "”", "‘": "’"}
_BLANK_LINES = re.compile(r"\n(?:[ ]*\n){2,}")
_TAB = "    "


def printable(text: str, face: Face) -> tuple[str, int]:
    """``text`` as it can be set in ``face``, and how many of its characters became a box.

    New lines of every kind become one kind, tabs and rare spaces become spaces, what is invisible (control, bidi,
    zero-width) goes, and more than one empty line in a row becomes one. Quotation marks and dots beside Latin
    become their narrow form of ``face.NARROW``.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_NEW_LINES)
    changed: dict[int, str] = {}
    boxes = 0
    for char in set(text) - face.characters - {"\n"}:
        instead = _instead(char)
        changed[ord(char)] = instead
        boxes += text.count(char) if instead == BOX else 0
    return _narrowed(_BLANK_LINES.sub("\n\n", text.translate(changed)).strip("\n")), boxes


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """The lines of a ``printable`` text set in ``size``, none wider than ``width`` (same unit).

    A width too narrow for a character still gets one character a line.
    """
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, face, size, width)]


def shortened(text: str, face: Face, size: float, width: float) -> str:
    """The start of a ``printable`` text on one line, with an ellipsis where it is cut."""
    text = " ".join(text.split())
    if face.width(text, size) <= width:
        return text
    room = width - face.width("…", size)
    end = 0
    for char in text:
        room -= face.width(char, size)
        if room < 0:
            break
        end += 1
    return text[:end].rstrip() + "…"


def _instead(char: str) -> str:
    if char == "\t":
        return _TAB
    kind = unicodedata.category(char)
    if kind == "Zs":
        return " "
    if kind in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    return BOX


def _narrowed(text: str) -> str:
    """The marks that belong to Latin in their narrow form; a closing one follows the one that opened."""
    shown: list[str] = []
    opened: list[tuple[str, bool]] = []  # the mark that will close, and whether it is narrow
    end = 0
    for found in _MARKS.finditer(text):
        place, mark = found.start(), found.group()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if mark in _OPENING:
            narrow = _is_latin(after)
            opened.append((_OPENING[mark], narrow))
        elif mark == "’" and before.isalnum() and after.isalnum():
            narrow = _is_latin(before)
        elif opened and opened[-1][0] == mark:
            narrow = opened.pop()[1]
        else:
            touches = place == end and bool(shown) and shown[-1] in _PRIVATE
            narrow = touches or _is_latin(before)
        shown += [text[end:place], NARROW[mark] if narrow else mark]
        end = place + 1
    return "".join([*shown, text[end:]])


def _is_latin(char: str) -> bool:
    """Whether a mark beside ``char`` belongs to a text in a European script."""
    return char != "" and char < "\u2000" and not char.isspace()


def _lines(paragraph: str, face: Face, size: float, width: float) -> Iterator[str]:
    line, used, gap = "", 0.0, ""
    for unit in _units(paragraph):
        if unit.isspace():
            gap += unit
            continue
        wide = face.width(unit, size)
        space = face.width(gap, size)
        if line and used + space + wide > width:
            yield line
            line, used, gap, space = "", 0.0, "", 0.0
        if space + wide > width:
            # Either an indent that leaves no room, or a word wider than the line.
            gap, space = "", 0.0
        if wide > width:
            *full, unit = _cut(unit, face, size, width)
            yield from full
            wide = face.width(unit, size)
        line, used, gap = line + gap + unit, used + space + wide, ""
    yield line


def _units(paragraph: str) -> Iterator[str]:
    """Pieces between which a line may break; runs of spaces are pieces of their own."""
    unit = ""
    for piece in (found.group() for found in _PIECE.finditer(paragraph)):
        if piece.isspace():
            if unit:
                yield unit
            yield piece
            unit = ""
        elif unit and (piece[0] in _NO_START or unit[-1] in _NO_END):
            unit += piece
        else:
            if unit:
                yield unit
            unit = piece
    if unit:
        yield unit


def _cut(unit: str, face: Face, size: float, width: float) -> list[str]:
    """A unit wider than a line as parts that are not."""
    parts, used = [""], 0.0
    for char in unit:
        wide = face.width(char, size)
        if parts[-1] and used + wide > width:
            parts.append("")
            used = 0.0
        parts[-1] += char
        used += wide
    return parts
