"""A career's path: time that a resume leaves open between jobs, changes of field, and the very beginning.

All of it is read off the entries alone. Where a date is missing or only a year is given, the reading kindest to
the candidate is taken: a gap or a change is named only where the resume itself shows one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.i18n import LANGUAGES
from engine.model import Entry, Profile
from engine.offline.placing import fields_shown
from engine.resume.dates import PRESENT

SHORTEST_GAP: Final = 6
"""Months from which time between two entries is worth a question; looking for work takes about as long as that."""
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(0?[1-9]|1[0-2]))?")
_FOREVER: Final = 12 * 10_000  # months
_USUAL: Final = {"study": 48, "project": 12}  # months of an entry with one date only; a job may have lasted any time
_FAMILIES: Final = {
    "nursing": "care", "teaching": "teaching", "law": "law", "hr": "hr", "operations": "operations",
    "finance": "money", "accounting": "money",
    "sales": "market", "marketing": "market", "customer_service": "market",
}  # fmt: skip
"""Fields between which a step is a change of field; those not named are one family, the making of technology."""
_TECHNOLOGY: Final = "technology"
_ANYWHERE: Final = frozenset({"student", "project_management"})  # found in every family
_AT_MOST_YEARS: Final = 1.0  # of work, for someone at the beginning


@dataclass(frozen=True, slots=True)
class Gap:
    """At least ``months`` (>= ``SHORTEST_GAP``) between a job and the job or study that follows it."""

    before: Entry
    after: Entry
    months: int


@dataclass(frozen=True, slots=True)
class Change:
    """A step from one family of fields to another. ``after`` is a job, ``before`` the job or study preceding it."""

    before: Entry
    after: Entry


def gaps(entries: Sequence[Entry]) -> tuple[Gap, ...]:
    """Time between jobs that no entry covers, the latest first.

    A year alone counts in full at either end. A job without any date could lie anywhere, so that beside it no gap
    is certain and none is named.
    """
    spans = [(span, entry) for entry in entries if (span := _span(entry))]
    if any(entry.kind == "job" and not _span(entry) for entry in entries):
        return ()
    spans.sort(key=lambda pair: pair[0])
    found = []
    latest: Entry | None = None
    reached = -_FOREVER
    for (first, last), entry in spans:
        open_months = first - reached
        if latest and latest.kind == "job" and entry.kind != "project" and open_months >= SHORTEST_GAP:
            found.append(Gap(latest, entry, open_months))
        if latest is None or last > reached:
            latest, reached = entry, last
    return tuple(reversed(found))


def changes(entries: Sequence[Entry]) -> tuple[Change, ...]:
    """Steps into a job of another family of fields, the latest first; only where both titles tell their field."""
    placed = [
        (span, entry, families)
        for entry in entries
        if entry.kind != "project" and (span := _span(entry)) and (families := _families(entry.title))
    ]
    placed.sort(key=lambda each: each[0])
    found = [
        Change(before, after)
        for (_, before, left), (_, after, right) in pairwise(placed)
        if after.kind == "job" and not left & right
    ]
    return tuple(reversed(found))


def fields_of_title(title: str) -> frozenset[str]:
    """The bank's fields that a job title or a study points to by its words alone."""
    return frozenset(fields_shown([title], ()))


def is_beginning(profile: Profile) -> bool:
    """Whether somebody stands before a first job: no job but internships and the like, and hardly a year of work.

    Of a resume in a language that is only partly read it is never said: its jobs may have gone unseen.
    """
    if profile.language not in LANGUAGES:
        return False
    known = [entry for entry in profile.entries if entry.kind != "project"]
    jobs = [entry for entry in known if entry.kind == "job"]
    learning = all("student" in fields_of_title(entry.title) for entry in jobs)
    return bool(known) and learning and (profile.years or 0.0) <= _AT_MOST_YEARS


def _families(title: str) -> frozenset[str]:
    return frozenset(_FAMILIES.get(field, _TECHNOLOGY) for field in fields_of_title(title) - _ANYWHERE)


def _span(entry: Entry) -> tuple[int, int] | None:
    """The months from the first (included) to the last (excluded) that an entry may have lasted; None if unknown."""
    begun, ended = _months(entry.start), _months(entry.end)
    usual = _USUAL.get(entry.kind, _FOREVER)
    if begun and ended:
        return min(begun[0], ended[0]), max(begun[1], ended[1])
    if begun:
        return begun[0], _FOREVER if entry.end == PRESENT else begun[1] + usual
    if ended:
        return ended[1] - usual, ended[1]
    return None


def _months(date: str) -> tuple[int, int] | None:
    """A date as months since year 0, its first (included) and last (excluded); None where it is none."""
    found = _DATE.fullmatch(date.strip())
    if not found:
        return None
    year = int(found[1]) * 12
    return (year + int(found[2]) - 1, year + int(found[2])) if found[2] else (year, year + 12)
