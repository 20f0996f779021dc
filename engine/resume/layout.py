"""Lines of a PDF's pages into text in the order a person reads: columns one after the other, rows from left to right.

pdfminer.six finds lines and their spaces well, but its own order sets dates at the right margin apart from the line
they belong to, and mixes narrow columns up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_STEPS: Final = range(22, 79)  # where a second column may begin, in hundredths of the text's width
_LEAST_SHARE: Final = 0.125  # of a page's characters in the smaller column
_LEAST_LINES: Final = 4  # in each column
_LEAST_APART: Final = 0.85  # of a page's characters that do not cross the gap between columns
_DATED: Final = 0.4  # share of a column's lines that name a year: a column of dates belongs to the rows beside it
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|至今|\b(?:present|current)\b", re.IGNORECASE)
_MONTH: Final = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_OPEN_RANGE: Final = re.compile(
    r"(?:19|20)\d\d(?:[./年-]\d{0,2}月?)? ?(?:[–—~～-]|to|至)(?: ?" + _MONTH + r"[a-z]{0,6}\.?)?$"
)
_LONGEST_DATE: Final = 30
_MOST_BOXES: Final = 1_000  # on one page; a page of a resume has some hundred
_SAME_ROW: Final = 0.4  # of a line's height between two lines' middles
_WORD_GAP: Final = 3.0  # characters; a wider gap sets parts of a row apart
_BLANK: Final = 0.6  # of a line's height between rows, where others stand closer
_BLANK_RATIO: Final = 1.6


class Box(NamedTuple):
    """One line of text and where it stands, in points from the lower left corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return max(1.0, self.y1 - self.y0)


def text_of(pages: Sequence[Sequence[Box]]) -> tuple[str, int]:
    """The text of all pages, and the number of columns (1 or 2) that most of it stands in."""
    parts: list[str] = []
    letters = {1: 0, 2: 0}
    for page in pages:
        boxes = [box._replace(text=box.text.strip()) for box in page if box.text.strip()]
        count = sum(len(box.text) for box in boxes)
        if len(boxes) > _MOST_BOXES:
            parts += [box.text for box in boxes]
        elif (gutter := _gutter(boxes)) is None:
            parts += _rows(boxes)
            letters[1] += count
        else:
            parts += _columns(boxes, gutter)
            letters[2] += count
        parts.append("")
    return "\n".join(parts), 2 if letters[2] > letters[1] else 1


def _gutter(boxes: list[Box]) -> float | None:
    """The x of an upright gap that splits a page's text in two columns, None where there is none."""
    if not boxes:
        return None
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    places = [left + (right - left) * step / 100 for step in _STEPS]
    total = sum(len(box.text) for box in boxes)
    ends, starts = [0] * (len(places) + 1), [0] * (len(places) + 1)
    for box in boxes:
        ends[bisect_left(places, box.x1)] += len(box.text)
        starts[bisect_right(places, box.x0)] += len(box.text)
    found = []
    before, after = 0, total
    for place, ended, started in zip(places, ends, starts, strict=False):
        before += ended  # characters that end at or before the place
        after -= started  # characters that begin at or after it
        if min(before, after) >= _LEAST_SHARE * total and before + after >= _LEAST_APART * total:
            found.append(place)
    if not found:
        return None
    gutter = found[len(found) // 2]
    for side in ([box for box in boxes if box.x1 <= gutter], [box for box in boxes if box.x0 >= gutter]):
        dated = sum(_YEAR.search(box.text) is not None for box in side)
        if len(side) < _LEAST_LINES or dated >= _DATED * len(side):
            return None
    return gutter


def _columns(boxes: list[Box], gutter: float) -> list[str]:
    """Both columns between one line across the page and the next."""
    lines: list[str] = []
    left: list[Box] = []
    right: list[Box] = []
    across: list[Box] = []

    def flush(*groups: list[Box]) -> None:
        for group in groups:
            if group:
                lines.extend([*_rows(group), ""])
                group.clear()

    for box in sorted(boxes, key=lambda box: -box.middle):
        if box.x0 < gutter < box.x1:
            flush(left, right)
            across.append(box)
        else:
            flush(across)
            (left if box.x1 <= gutter else right).append(box)
    flush(across, left, right)
    return lines


def _dates_whole(boxes: list[Box]) -> list[Box]:
    """Ranges of dates that a narrow column breaks after the dash, each as one box."""
    ordered = sorted(boxes, key=lambda box: (-box.middle, box.x0))
    ends: dict[int, int] = {}
    for place, box in enumerate(ordered):
        if len(box.text) < _LONGEST_DATE and _OPEN_RANGE.search(box.text):
            for later in range(place + 1, min(place + 12, len(ordered))):
                below = ordered[later]
                beneath = abs(below.x0 - box.x0) < box.height and 0 < box.y0 - below.middle < 2 * box.height
                if beneath and len(below.text) < _LONGEST_DATE:
                    ends[place] = later
                    break
    gone = set(ends.values()) - set(ends)
    return [
        box._replace(text=f"{box.text} {ordered[ends[place]].text}") if place in ends else box
        for place, box in enumerate(ordered)
        if place not in gone
    ]


def _rows(boxes: list[Box]) -> list[str]:
    if not boxes:
        return []
    rows: list[list[Box]] = []
    for box in _dates_whole(boxes):
        if rows and abs(rows[-1][0].middle - box.middle) <= _SAME_ROW * min(rows[-1][0].height, box.height):
            rows[-1].append(box)
        else:
            rows.append([box])
    gaps = [upper[0].y0 - lower[0].y1 for upper, lower in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    lines: list[str] = []
    for row, gap in zip(rows, [0.0, *gaps], strict=True):
        if gap > max(_BLANK * row[0].height, _BLANK_RATIO * usual):
            lines.append("")
        lines.append(_joined(sorted(row, key=lambda box: box.x0)))
    return lines


def _joined(row: list[Box]) -> str:
    text, before = row[0].text, row[0]
    for box in row[1:]:
        if box.text == before.text and abs(box.x0 - before.x0) < 1:
            continue  # printed twice to look bold
        width = (before.x1 - before.x0) / len(before.text)
        text += (" " if box.x0 - before.x1 < _WORD_GAP * width else "\t") + box.text
        before = box
    return text
