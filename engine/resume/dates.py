"""Dates and ranges of dates as resumes write them, in English and Chinese."""

from __future__ import annotations

import re
from collections import deque
from datetime import date
from typing import Final, NamedTuple

PRESENT: Final = "present"
"""An entry's end where it is still going on."""

_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS: Final = _SEASONS | {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_NAME: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR: Final = r"(?:19[5-9]\d|20\d\d)(?!\d)"
_ALONE: Final = r"(?<![\d.,/$€£¥-])"  # what a year must not follow: it would be part of a number
_MONTH: Final = r"(?:1[0-2]|0?[1-9])(?!\d)"
_DAY: Final = r"(?:[./-](?:3[01]|[12]\d|0?[1-9])(?!\d))?"


def _atom(before: str) -> str:
    """One date; ``before`` guards a number that begins it."""
    return (
        rf"(?:{_NAME}[ ,]{{0,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?{_YEAR}"
        rf"|{before}{_YEAR} ?年(?: ?{_MONTH} ?月?(?: ?\d{{1,2}} ?[日号])?)?"
        rf"|{before}{_YEAR}[./-]{_MONTH}{_DAY}"
        rf"|{before}{_MONTH} ?[/.-] ?{_YEAR}"
        rf"|{before}{_YEAR})"
    )


_PRESENT: Final = (
    r"(?:present|current|currently|now|today|ongoing|to date|date|至今|现在|目前|今|在职"
    r"|présent|aujourd'hui|heute|actualidad|presente|atualmente|oggi)"
)
_TO: Final = r"(?: {0,2}(?:-{1,2}|[–—−~～→―]{1,2}|至(?!今)|到|\bto\b|\buntil\b|\btill\b) {0,2})"
_RANGE: Final = re.compile(
    rf"(?P<start>{_atom(_ALONE)})(?:{_TO}(?:(?P<end>{_atom('')})|(?P<open>{_PRESENT}(?![a-z]))|(?P<short>\d\d)(?![\d/.-]))"
    rf"| {{0,2}}(?P<open2>至今))",
    re.IGNORECASE,
)
_SAME_YEAR: Final = re.compile(rf"(?P<first>\b{_NAME}){_TO}(?P<end>{_NAME}[ ,]{{0,2}}{_YEAR})", re.IGNORECASE)
_SINCE: Final = re.compile(rf"(?:\bsince |自|从)(?P<start>{_atom(_ALONE)})(?:起|以来|开始)?", re.IGNORECASE)
_SINGLE: Final = re.compile(rf"(?P<end>{_atom(_ALONE)})", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile("[a-z]+")


class Range(NamedTuple):
    """``start`` and ``end`` are "YYYY-MM", "YYYY" or empty, ``end`` also ``PRESENT``; ``span`` is where it stands."""

    start: str
    end: str
    span: tuple[int, int]


def find_range(line: str) -> Range | None:
    """The first range of dates in a line: "Jan 2020 - present", "2019.09-2023.06", "2021年3月至今", "since 2019"."""
    ranges = (_RANGE.search(line), _SAME_YEAR.search(line), _SINCE.search(line))
    found = min((match for match in ranges if match), key=lambda match: (match.start(), -match.end()), default=None)
    if found is None:
        return None
    groups = found.groupdict()
    if groups.get("first"):
        end = _iso(groups["end"])
        return Range(f"{end[:4]}-{_month(groups['first']):02d}", end, found.span())
    start = _iso(groups["start"])
    end = PRESENT
    if groups.get("end"):
        end = _iso(groups["end"])
    elif groups.get("short"):
        end = start[:2] + groups["short"]
        if end < start[:4]:
            return None
    return Range(start, end, found.span())


def since(text: str) -> bool:
    """Whether the text says "since" rather than names both ends."""
    return _SINCE.search(text) is not None


def find_single(line: str) -> Range | None:
    """The last single date of a line as the end of a range that has no start."""
    found = deque(_SINGLE.finditer(line), maxlen=1)
    return Range("", _iso(found[0]["end"]), found[0].span()) if found else None


def _month(text: str) -> int:
    word = _LETTERS.search(text.lower())
    return _MONTHS.get(word[0], 0) if word else 0


def _iso(text: str) -> str:
    numbers = _DIGITS.findall(text)
    year = next(number for number in numbers if len(number) == 4)
    month = _month(text)
    if not month:
        rest = [int(number) for number in numbers if len(number) < 3]
        month = rest[0] if rest else 0
    return f"{year}-{month:02d}" if month else year


def months(value: str, today: date, *, ending: bool) -> int:
    """Months since year 0 until ``value``, a date of a ``Range``; a year alone counts as its middle."""
    if value == PRESENT:
        return today.year * 12 + today.month
    year, _, month = value.partition("-")
    if not month:
        return int(year) * 12 + 6
    return int(year) * 12 + int(month) - (0 if ending else 1)


def years_covered(ranges: list[tuple[str, str]], today: date) -> float:
    """Years, in tenths, that ranges with both ends cover together; what overlaps counts once, the future not at all."""
    now = today.year * 12 + today.month
    spans = []
    for start, end in ranges:
        if start and end:
            first = months(start, today, ending=False)
            last = min(now, months(end, today, ending=True))
            if first == last and len(start) == len(end) == 4:
                last = min(now, first + 6)  # within one year: half of it, for want of better
            if first < last:
                spans.append((first, last))
    total, reached = 0, 0
    for first, last in sorted(spans):
        total += max(0, last - max(first, reached))
        reached = max(reached, last)
    return round(total / 12, 1)
