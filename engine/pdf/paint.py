"""A laid out sheet as PDF bytes, by fpdf2."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

from engine.pdf.face import NARROW, Weight, face
from engine.pdf.sheet import Bookmark, Box, Dot, Line, Mark, Shape, Text
from engine.theme import rgb

_FAMILY: Final = "noto"
_NARROW_FAMILY: Final = "narrow"
_USUAL: Final = {private: char for char, private in NARROW.items()}
_TO_USUAL: Final = str.maketrans(_USUAL)
_RUNS: Final = re.compile(rf"[{''.join(_USUAL)}]+|[^{''.join(_USUAL)}]+")
_STYLES: Final[dict[Weight, str]] = {"regular": "", "bold": "B"}


@dataclass(frozen=True)
class Facts:
    """What the file says about itself. ``language`` is a BCP 47 tag."""

    title: str
    author: str
    language: str
    made_at: datetime


def paint(pages: Sequence[Sequence[Mark]], facts: Facts) -> bytes:
    """The pages as a PDF with just the glyphs they use embedded. The same pages give the same bytes."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_title(facts.title)
    pdf.set_author(facts.author)
    pdf.set_creator("Rehearsal")
    pdf.set_lang(facts.language)
    pdf.set_creation_date(facts.made_at)
    # The library reads a font when it writes the document, so the files have to last until then.
    with tempfile.TemporaryDirectory() as folder:
        _add_fonts(pdf, pages, Path(folder))
        for page in pages:
            pdf.add_page()
            for mark in page:
                _PAINTERS[type(mark)](pdf, mark)
        return bytes(pdf.output())


def _add_fonts(pdf: FPDF, pages: Sequence[Sequence[Mark]], folder: Path) -> None:
    used: dict[Weight, set[str]] = {"regular": {" "}, "bold": {" "}}
    for page in pages:
        for mark in page:
            if isinstance(mark, Text):
                used[mark.style.weight].update(mark.text)
    for weight, characters in used.items():
        narrow = {_USUAL[char]: char for char in characters & set(_USUAL)}
        usual = {char: char for char in characters - set(_USUAL)}
        _add_font(pdf, _FAMILY, weight, usual, folder)
        if narrow:
            # In a font of their own they keep their meaning, so that text copied or searched is what was written.
            _add_font(pdf, _NARROW_FAMILY, weight, {" ": " ", **narrow}, folder)


def _add_font(pdf: FPDF, family: str, weight: Weight, characters: Mapping[str, str], folder: Path) -> None:
    file = folder / f"{family}-{weight}.ttf"
    file.write_bytes(face(weight).subset(characters))
    pdf.add_font(family, _STYLES[weight], file)
    font = pdf.fonts[family + _STYLES[weight]]
    assert isinstance(font, TTFFont)
    # Outlines are embedded as they are; computing their bounds anew takes longer than all the rest.
    font.ttfont.recalcBBoxes = False


def _text(pdf: FPDF, mark: Text) -> None:
    pdf.set_text_color(*rgb(mark.style.colour))
    x = mark.x
    for run in _RUNS.findall(mark.text):
        narrow = run[0] in _USUAL
        pdf.set_font(_NARROW_FAMILY if narrow else _FAMILY, _STYLES[mark.style.weight], mark.style.size)
        pdf.text(x, mark.y, run.translate(_TO_USUAL) if narrow else run)
        x += face(mark.style.weight).width(run, mark.style.size)


def _line(pdf: FPDF, mark: Line) -> None:
    pdf.set_draw_color(*rgb(mark.colour))
    pdf.set_line_width(mark.width)
    pdf.set_dash_pattern(*mark.dash)
    pdf.line(mark.x1, mark.y1, mark.x2, mark.y2)
    pdf.set_dash_pattern()  # outlines drawn next are whole


def _box(pdf: FPDF, mark: Box) -> None:
    pdf.set_fill_color(*rgb(mark.colour))
    round_end = mark.height / 2 if mark.rounded else 0.0
    pdf.rect(mark.x + round_end, mark.y, mark.width - 2 * round_end, mark.height, "F")
    if mark.rounded:
        for x in (mark.x + round_end, mark.x + mark.width - round_end):
            pdf.circle(x, mark.y + round_end, round_end, "F")


def _shape(pdf: FPDF, mark: Shape) -> None:
    if mark.fill:
        pdf.set_fill_color(*rgb(mark.fill))
    if mark.stroke:
        pdf.set_draw_color(*rgb(mark.stroke))
        pdf.set_line_width(mark.width)
    pdf.polygon(mark.points, style="D" * bool(mark.stroke) + "F" * bool(mark.fill))


def _dot(pdf: FPDF, mark: Dot) -> None:
    pdf.set_fill_color(*rgb(mark.colour))
    pdf.circle(mark.x, mark.y, mark.radius, "F")


def _bookmark(pdf: FPDF, mark: Bookmark) -> None:
    pdf.set_y(mark.y)
    pdf.start_section(mark.title, mark.level)


_PAINTERS: Final[dict[type, Callable[[FPDF, Any], None]]] = {
    Text: _text,
    Line: _line,
    Box: _box,
    Shape: _shape,
    Dot: _dot,
    Bookmark: _bookmark,
}
