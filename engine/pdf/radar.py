"""Scores by category as a drawing: a radar, or bars where there are fewer than three."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

from engine import labels
from engine.model import CategoryScore, Language
from engine.pdf.face import face
from engine.pdf.lines import shortened, wrapped
from engine.pdf.sheet import Box, Dot, Line, Shape, Sheet, Style, measure
from engine.pdf.styles import BORDER, GREEN, NOTE, TEXT, TINT, VALUE

_FEWEST: Final = 3
_RINGS: Final = (20, 40, 60, 80, 100)
_NAME: Final = Style(9, 12, TEXT)
_SCORE: Final = Style(9, 12, TEXT, "bold")
_WIDEST = 66.0  # of a corner's name, points
_MOST_LINES = 2  # of a corner's name


def draw(
    sheet: Sheet, scores: Sequence[CategoryScore], language: Language, left: float, top: float, size: float
) -> None:
    """Draw the scored ones of ``scores`` into the square of ``size`` points at ``left``, ``top``."""
    scored = [each for each in scores if each.score is not None]
    if len(scored) >= _FEWEST:
        _radar(sheet, scored, language, left + size / 2, top + size / 2, size / 2 - 44)
    elif scored:
        _bars(sheet, scored, language, left, top + size / 2 - 24 * len(scored), size)


def _radar(
    sheet: Sheet,
    scored: Sequence[CategoryScore],
    language: Language,
    middle: float,
    centre: float,
    radius: float,
) -> None:
    angles = [2 * pi * place / len(scored) for place in range(len(scored))]

    def corner(angle: float, score: float) -> tuple[float, float]:
        return middle + radius * score / 100 * sin(angle), centre - radius * score / 100 * cos(angle)

    points = tuple(corner(angle, each.score or 0) for angle, each in zip(angles, scored, strict=True))
    sheet.page.append(Shape(points, fill=TINT))
    for ring in _RINGS:
        sheet.page.append(Shape(tuple(corner(angle, ring) for angle in angles), stroke=BORDER, width=0.6))
    for angle in angles:
        sheet.page.append(Line(middle, centre, *corner(angle, 100), 0.6, BORDER))
    sheet.page.append(Shape(points, stroke=GREEN, width=1.6))
    for x, y in points:
        sheet.page.append(Dot(x, y, 2.6, GREEN))
    for angle, each in zip(angles, scored, strict=True):
        _corner_label(sheet, each, language, *corner(angle, 100), angle)


def _corner_label(sheet: Sheet, each: CategoryScore, language: Language, x: float, y: float, angle: float) -> None:
    """Name over score, beside the corner, on the side that points away from the middle."""
    word = sheet.printable(labels.category(each.category, language))
    names = wrapped(word, face("regular"), _NAME.size, _WIDEST)
    if len(names) > _MOST_LINES:
        names = [*names[: _MOST_LINES - 1], " ".join(names[_MOST_LINES - 1 :])]
    lines = [(shortened(name, face("regular"), _NAME.size, _WIDEST), _NAME) for name in names]
    lines.append((str(each.score), _SCORE))
    across, up = sin(angle), cos(angle)
    # The block stands above the top corner, below the bottom one, beside the others.
    high = _NAME.leading * len(lines)
    top = y - high / 2 - 1 - (high / 2 + 6) * up
    wide = max(measure(text, style) for text, style in lines)
    left = x + 7 * across - wide * (1 - across) / 2
    for place, (text, style) in enumerate(lines):
        baseline = top + _NAME.leading * place + 10
        sheet.put(left + (wide - measure(text, style)) / 2, baseline, text, style)


def _bars(
    sheet: Sheet, scored: Sequence[CategoryScore], language: Language, left: float, top: float, size: float
) -> None:
    wide = size - 30
    for place, each in enumerate(scored):
        y = top + 48 * place
        word = sheet.printable(labels.category(each.category, language))
        sheet.put(left, y + 10, shortened(word, face("regular"), NOTE.size, size), _NAME)
        bar(sheet, left, y + 17, wide, 12, each.score or 0)
        sheet.put_right(left + size, y + 26.5, str(each.score), VALUE)


def bar(sheet: Sheet, left: float, top: float, wide: float, high: float, score: int) -> None:
    """A score on a track that stands for 0-100."""
    sheet.page.append(Box(left, top, wide, high, TINT, rounded=True))
    if score > 0:
        sheet.page.append(Box(left, top, max(wide * score / 100, high), high, GREEN, rounded=True))
