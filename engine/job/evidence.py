"""Where a resume shows a skill: in what was done, or only by name."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from engine.model import Entry, Profile
from engine.resume import skill_label
from engine.resume.skills import mentions_in

_LONGEST: Final = 280  # characters of a proof
_TOLD: Final = 24  # characters from which a line says something rather than lists
_ENTRIES: Final = frozenset({"experience", "projects", "volunteering", "education"})
_HELD: Final = frozenset({"certifications", "awards", "publications"})
"""Sections in which naming a thing is showing it."""

_UNNAMED: Final = frozenset({"contact", "references", "interests"})
_CONTACT: Final = re.compile(r"@|https?:|www\.|\d{3}[\d -]{6,}", re.IGNORECASE)
_LISTING: Final = re.compile(r"^[^:：]{1,30}[:：]")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Named:
    """How a resume writes a skill, and the line that does."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Shown:
    """By the vocabulary's label, else by the name in lower case: ``used`` in an entry or held, ``listed`` otherwise."""

    used: dict[str, Named]
    listed: dict[str, Named]


@cache
def related() -> dict[str, Any]:
    """How skills stand to each other: ``related.toml``."""
    return tomllib.loads(Path(__file__).with_name("related.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def shown(profile: Profile) -> Shown:
    """The skills a resume shows, each with its best line: one of a job or project, that tells something."""
    used = _by_titles(profile) | _named(_lines_of_entries(profile))
    listed = _named(_other_lines(profile))
    for skill in profile.skills:
        label = skill_label(skill.name)
        key = label if label != skill.name or label in used else skill.name.casefold()
        for each in {label, key}:
            listed.setdefault(each, Named(skill.name, window(skill.quote or skill.name, 0, 0)))
    return Shown(used, listed)


def lines_of(profile: Profile, kinds: frozenset[str] | None = None) -> Iterator[str]:
    """The resume's lines, of sections of these ``kinds`` or of all."""
    for section in profile.sections:
        if kinds is None or section.kind in kinds:
            yield from section.lines


def window(line: str, start: int, end: int) -> str:
    """``line``, or a part of it around a place, cut between words; always a part as it is written."""
    if len(line) <= _LONGEST:
        return line.strip()
    room = max(0, (_LONGEST - (end - start)) // 2)
    first, last = max(0, start - room), min(len(line), end + room)
    part = line[first:last]
    if first and " " in part[:30]:
        part = part.split(" ", 1)[1]
    if last < len(line) and " " in part[-30:]:
        part = part.rsplit(" ", 1)[0]
    return part.strip()


def header_of(profile: Profile, entry: Entry) -> str:
    """The resume's line that names an entry, best the one with its dates; "" where there is none."""
    names = [each for each in (entry.title, entry.organisation) if each]
    lines = [line for line in lines_of(profile) if any(name in line for name in names) and line not in entry.bullets]
    year = entry.start[:4]
    best = max(lines, key=lambda line: (bool(year) and year in line) + sum(name in line for name in names), default="")
    return window(best or next(iter(names), ""), 0, 0)


def _lines_of_entries(profile: Profile) -> list[str]:
    """Lines that tell what was done, before headers and lists of tools, before studies."""
    worked = [entry for entry in profile.entries if entry.kind != "study"]
    studied = [entry for entry in profile.entries if entry.kind == "study"]
    lines: list[str] = []
    for entries in (worked, studied):
        bullets = [line for entry in entries for line in entry.bullets]
        lines += [line for line in bullets if _tells(line)]
        lines += [line for line in bullets if not _tells(line)]
        lines += [name for entry in entries for name in (entry.title, entry.organisation) if name]
    if not profile.entries:
        # Prose without headings is all there is to go by.
        lines += [line for line in lines_of(profile, frozenset({"header", "summary", "other"})) if _is_prose(line)]
    return lines + list(lines_of(profile, _HELD))


def _by_titles(profile: Profile) -> dict[str, Named]:
    """What the titles of jobs say that their holder does."""
    found: dict[str, Named] = {}
    for entry in profile.entries:
        for label, pattern in related()["titles"].items():
            if entry.kind == "job" and re.search(pattern, entry.title.lower()):
                found.setdefault(label, Named(entry.title, header_of(profile, entry)))
    return found


def _other_lines(profile: Profile) -> list[str]:
    kinds = {section.kind for section in profile.sections} - _ENTRIES - _HELD - _UNNAMED
    return [line for line in lines_of(profile, frozenset(kinds)) if len(line) > _LONGEST or not _CONTACT.search(line)]


def _tells(line: str) -> bool:
    return len(line) >= _TOLD and not _LISTING.match(line)


def _is_prose(line: str) -> bool:
    return len(_WORDS.findall(line)) >= 4 and line.rstrip()[-1:] in ".。;；"


def _named(lines: Sequence[str]) -> dict[str, Named]:
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += " ".join(line.splitlines()) + "\n"
    found: dict[str, tuple[int, Named]] = {}
    listed = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True) if not _tells(line)]
    for mention in mentions_in(text, listed):
        at = bisect_right(starts, mention.start) - 1
        label = mention.term.label
        if label not in found or at < found[label][0]:
            line, start = " ".join(lines[at].splitlines()), starts[at]
            quote = window(line, mention.start - start, mention.end - start)
            found[label] = (at, Named(text[mention.start : mention.end], quote))
    return {label: named for label, (_, named) in found.items()}
