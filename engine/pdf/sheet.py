"""Pages being filled from top to bottom: what stands where, before any of it is painted.

Points throughout, from the top left corner. Laying out before painting gives the number of pages and the characters
used, which both are needed on the first page already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.pdf.face import Weight, face
from engine.pdf.lines import printable, wrapped

WIDTH: Final = 595.28  # A4
HEIGHT: Final = 841.89
LEFT: Final = 64.0
RIGHT: Final = WIDTH - 64.0
TOP: Final = 64.0
BOTTOM: Final = HEIGHT - 76.0
_BAR = 14.0  # from a bar to the text it stands beside


@dataclass(frozen=True)
class Style:
    """How text is set: ``size`` and ``leading`` (baseline to baseline) in points."""

    size: float
    leading: float
    colour: str
    weight: Weight = "regular"


@dataclass(frozen=True)
class Text:
    """A run of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True)
class Line:
    """A straight line; ``dash`` is the length of a stroke and of the gap after it, in points, or () for neither."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str
    dash: tuple[float, float] | tuple[()] = ()


@dataclass(frozen=True)
class Box:
    """A filled rectangle; ``rounded`` makes half circles of its short sides (it is wider than high)."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    rounded: bool = False


@dataclass(frozen=True)
class Shape:
    """A closed polygon, filled, outlined or both."""

    points: tuple[tuple[float, float], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline that viewers show beside the pages; ``level`` from 0."""

    title: str
    y: float
    level: int


Mark = Text | Line | Box | Shape | Dot | Bookmark


@dataclass
class Sheet:
    """The pages so far. ``y`` is where the next thing goes; ``boxes`` counts what could not be printed."""

    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = TOP
    boxes: int = 0

    @property
    def page(self) -> list[Mark]:
        return self.pages[-1]

    def new_page(self) -> None:
        self.pages.append([])
        self.y = TOP

    def room(self, height: float) -> None:
        """Go on to the next page unless ``height`` fits on this one."""
        if self.y > TOP and self.y + height > BOTTOM:
            self.new_page()

    def skip(self, height: float) -> None:
        """Leave ``height`` free, though not at the top of a page."""
        if self.y > TOP:
            self.y += height

    def printable(self, text: str, weight: Weight = "regular") -> str:
        """``text`` with boxes for what cannot be printed, which are counted."""
        shown, boxes = printable(text, face(weight))
        self.boxes += boxes
        return shown

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """The lines of any text; what cannot be printed is counted."""
        shown = self.printable(text, style.weight)
        return wrapped(shown, face(style.weight), style.size, width)

    def put(self, x: float, y: float, text: str, style: Style) -> None:
        """One line of printable text with its baseline at ``y``."""
        if text.strip():
            self.page.append(Text(x, y, text, style))

    def put_right(self, x: float, y: float, text: str, style: Style) -> None:
        """One line of printable text that ends at ``x``."""
        self.put(x - measure(text, style), y, text, style)

    def write(self, text: str, style: Style, left: float = LEFT, right: float = RIGHT) -> None:
        """A text of any length from ``y`` on, over as many pages as it takes."""
        self.write_lines(self.lines(text, style, right - left), style, left)

    def write_lines(self, lines: Sequence[str], style: Style, left: float = LEFT) -> None:
        for line in lines:
            self.room(style.leading)
            self._write_line(line, style, left)

    def write_barred(self, text: str, style: Style, colour: str, left: float = LEFT) -> None:
        """A text with a bar at its left, on every page it reaches."""
        lines = self.lines(text, style, RIGHT - left - _BAR)
        while lines:
            self.room(style.leading)
            fits = max(1, int((BOTTOM - self.y) / style.leading))
            top = self.y
            for line in lines[:fits]:
                self._write_line(line, style, left + _BAR)
            self.page.append(Line(left + 1, top + 2, left + 1, self.y - 2, 2, colour))
            lines = lines[fits:]

    def write_listed(self, items: Sequence[str], style: Style, colour: str, left: float = LEFT) -> None:
        """Items, each behind a dot."""
        for item in items:
            self.room(style.leading)
            self.page.append(Dot(left + 3, self.y + style.leading / 2, 1.6, colour))
            self.write(item, style, left + 14)
            self.y += 3

    def rule(self, colour: str) -> None:
        self.page.append(Line(LEFT, self.y, RIGHT, self.y, 0.6, colour))

    def _write_line(self, line: str, style: Style, left: float) -> None:
        self.put(left, self.y + baseline(style), line, style)
        self.y += style.leading


def measure(text: str, style: Style) -> float:
    """Width of printable text, points."""
    return face(style.weight).width(text, style.size)


def baseline(style: Style) -> float:
    """From the top of a line to its baseline, so that capitals stand in the middle of the line."""
    return style.leading / 2 + 0.36 * style.size
