"""Scores over time and scores side by side as drawings, for documents that compare.

A series has its colour, its mark and, where it is a line, its dash, so that it is known without colour too; they
are those of the charts on the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine import i18n, labels, rubric
from engine.model import Language
from engine.pdf.face import face
from engine.pdf.lines import shortened
from engine.pdf.sheet import Box, Dot, Line, Shape, Sheet, Style, measure
from engine.pdf.styles import BORDER, GREEN, MUTED, TEXT
from engine.theme import LIGHT, MARKS, shade

MOST: Final = len(MARKS)
"""Series that can be told apart."""

_PAPER: Final = "#FFFFFF"
_DASHES: Final = ((), (5.0, 2.5), (1.5, 2.0), (6.0, 2.0))
_SMALL: Final = Style(8, 10, MUTED)
_NAME: Final = Style(9, 13, TEXT)
_SCORE: Final = Style(9, 13, TEXT, "bold")
_AXIS: Final = 20.0  # left of a plot, for its numbers
_BANDS: Final = 48.0  # right of it, for the bands' names
_FOOT: Final = 16.0  # below it, for what the ticks say
_BAR: Final = 7.0
_STEP: Final = 12.0  # from one bar to the next
_HEAD: Final = 15.0  # a category's name


@dataclass(frozen=True)
class Point:
    """A score 0-100 at ``x``, in any unit; ``apart`` draws it hollow and joins it to nothing."""

    x: float
    score: float
    apart: bool = False


@dataclass(frozen=True)
class Series:
    """Scores by one judge, in the order of ``x``: those of two judges are two series, which no line joins.

    ``place`` (below ``MOST``) gives colour and mark, ``line`` the dash; by default the same as ``place``.
    """

    name: str
    points: tuple[Point, ...]
    place: int
    line: int | None = None


def trend(
    sheet: Sheet,
    series: Sequence[Series],
    language: Language,
    left: float,
    top: float,
    wide: float,
    high: float,
    ticks: Sequence[tuple[float, str]] = (),
) -> float:
    """Draw ``series`` into a plot ``high`` points high, its scale always 0-100 with the bands as faint zones, and
    their names below; ``ticks`` are places on the x axis and what stands there. Returns the drawing's height, which
    has to fit on the page.

    A series without points is named too: that a person has no score is a finding.
    """
    inner, right = left + _AXIS, left + wide - _BANDS
    xs = [each.x for one in series for each in one.points] or [0.0]
    first, last = min(xs), max(xs)

    def across(x: float) -> float:
        return inner + 8 + (right - inner - 16) * ((x - first) / (last - first) if last > first else 0.5)

    def up(score: float) -> float:
        return top + high * (1 - score / 100)

    _zones(sheet, language, inner, right, top, high)
    for one in series:
        colour = LIGHT.series[one.place]
        dash = _DASHES[(one.place if one.line is None else one.line) % len(_DASHES)]
        joined = [point for point in one.points if not point.apart]
        for start, end in pairwise(joined):
            sheet.page.append(Line(across(start.x), up(start.score), across(end.x), up(end.score), 1.4, colour, dash))
        for point in one.points:
            mark(sheet, across(point.x), up(point.score), one.place, hollow=point.apart)
    taken = float("-inf")
    for x, said in ticks:
        words = sheet.printable(said)
        half = measure(words, _SMALL) / 2
        middle = min(max(across(x), inner + half), right - half)
        if middle - half > taken:  # one that would stand on the one before it is left out
            sheet.put(middle - half, top + high + 12, words, _SMALL)
            taken = middle + half + 4
    return high + _FOOT + _key(sheet, [(one.name, one.place) for one in series], left, top + high + _FOOT + 4, wide)


def bars(
    sheet: Sheet,
    rows: Sequence[tuple[str, Sequence[int | None]]],
    names: Sequence[str],
    language: Language,
    left: float,
    top: float,
    wide: float,
) -> float:
    """Draw a score 0-100 as a bar for each of ``names`` in each of ``rows`` (a title and its scores, in the order of
    the names), and the names below. Returns the drawing's height, which has to fit on the page.

    A score that is missing has a word in place of its bar, never a bar of no length.
    """
    y = top
    for title, scores in rows:
        word = sheet.printable(title)
        sheet.put(left, y + 10, shortened(word, face("regular"), _NAME.size, wide), _NAME)
        y += _HEAD
        for place, score in enumerate(scores):
            _bar(sheet, score, place, language, left, y, wide)
            y += _STEP
        y += 8
    return y - top + _key(sheet, list(zip(names, range(len(names)), strict=True)), left, y + 4, wide)


def mark(sheet: Sheet, x: float, y: float, place: int, *, hollow: bool = False, radius: float = 2.8) -> None:
    """The mark of the series at ``place``, its middle at ``x``, ``y``."""
    colour = LIGHT.series[place]
    kind = MARKS[place]
    if kind == "circle":
        sheet.page.append(Dot(x, y, radius, colour))
        if hollow:
            sheet.page.append(Dot(x, y, radius - 1, _PAPER))
        return
    points = tuple((x + across * radius, y + down * radius) for across, down in _OUTLINES[kind])
    sheet.page.append(Shape(points, fill=_PAPER if hollow else colour, stroke=colour, width=1 if hollow else 0.2))


_ARM: Final = 0.4
_OUTLINES: Final = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)),
    "triangle-up": ((0.0, -1.2), (1.2, 0.9), (-1.2, 0.9)),
    "triangle-down": ((0.0, 1.2), (1.2, -0.9), (-1.2, -0.9)),
    "cross": (
        *((-_ARM, -1.2), (_ARM, -1.2), (_ARM, -_ARM), (1.2, -_ARM), (1.2, _ARM), (_ARM, _ARM)),
        *((_ARM, 1.2), (-_ARM, 1.2), (-_ARM, _ARM), (-1.2, _ARM), (-1.2, -_ARM), (-_ARM, -_ARM)),
    ),
}
"""Corners around the middle, for a mark of radius 1; y points down."""


def _zones(sheet: Sheet, language: Language, left: float, right: float, top: float, high: float) -> None:
    edges = [100, *(floor for floor, _ in rubric.BANDS)]
    for place, (upper, lower) in enumerate(pairwise(edges)):
        above, below = top + high * (1 - upper / 100), top + high * (1 - lower / 100)
        tint = shade((_PAPER, GREEN), 13 - 3 * place)
        sheet.page.append(Box(left, above, right - left, below - above, tint))
        word = shortened(sheet.printable(labels.band(lower, language)), face("regular"), _SMALL.size, _BANDS - 6)
        sheet.put(right + 6, (above + below) / 2 + 3, word, _SMALL)
    for edge in edges:
        y = top + high * (1 - edge / 100)
        sheet.page.append(Line(left, y, right, y, 0.5, BORDER))
        sheet.put_right(left - 4, y + 3, str(edge), _SMALL)


def _bar(sheet: Sheet, score: int | None, place: int, language: Language, left: float, top: float, wide: float) -> None:
    begin, room = left + 14, wide - 14 - 34
    middle = top + _BAR / 2
    mark(sheet, left + 5, middle, place)
    if score is None:
        word = shortened(sheet.printable(i18n.t("charts.not_asked", language)), face("regular"), _SMALL.size, room)
        sheet.put(begin, middle + 3, word, _SMALL)
        return
    sheet.page.append(Box(begin, top, room, _BAR, shade((_PAPER, GREEN), 7)))
    if score > 0:
        sheet.page.append(Box(begin, top, room * score / 100, _BAR, LIGHT.series[place]))
    sheet.put_right(left + wide, middle + 3.2, str(score), _SCORE)


def _key(sheet: Sheet, named: Sequence[tuple[str, int]], left: float, top: float, wide: float) -> float:
    """Marks with the names they stand for, as many in a row as fit; the height taken.

    A name that several series share stands once.
    """
    x, y = left, top
    for name, place in dict.fromkeys(named):
        word = shortened(sheet.printable(name) or "–", face("regular"), _NAME.size, wide / 2 - 24)
        width = 14 + measure(word, _NAME) + 16
        if x > left and x + width > left + wide:
            x, y = left, y + _NAME.leading
        mark(sheet, x + 5, y + 6, place)
        sheet.put(x + 14, y + 9.3, word, _NAME)
        x += width
    return y - top + _NAME.leading + 4 if named else 0.0
