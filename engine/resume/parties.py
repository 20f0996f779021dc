"""What an entry's first lines name: the title (a role, a project, a degree) and the organisation."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from engine.resume.structure import is_chinese
from engine.resume.words import any_of

_ORGANISATION: Final = any_of("organisations")
_SCHOOL: Final = any_of("schools")
_TITLE: Final = any_of("titles")
_DEGREE: Final = any_of("degrees")
_SUFFIX: Final = re.compile(r"^(?:inc|ltd|llc|llp|plc|gmbh|co|corp|s\.a|pty ltd)\.?$", re.IGNORECASE)
_BREAKS: Final = re.compile(r"\t+| ?[|｜] ?| [•·–—-] |(?<=\S) ?—— ?|[，、;；]| @ | at (?=[A-Z0-9])")
_MOST: Final = 200  # characters of a header that are looked at
_LEAST_PROSE_WORDS: Final = 6
_MOST_NAME_WORDS: Final = 10
_SHORT_DEGREE: Final = 8  # characters: "BSc", "本科"; a longer one names its subject


def split_header(header: list[str], kind: str) -> tuple[str, str]:
    """Title and organisation, either perhaps empty; of a study the title is the degree with its subject."""
    pieces = [piece for line in header for piece in _pieces(line[:_MOST])]
    if not pieces:
        return "", ""
    if kind == "study":
        return _study(pieces)
    organisation = next((piece for piece in pieces if _ORGANISATION.search(piece) and not _is_title(piece)), "")
    if kind == "project":
        title = next((piece for piece in pieces if piece != organisation), pieces[0])
        return title, "" if organisation == title else organisation
    title = next((piece for piece in pieces if piece != organisation and _TITLE.search(piece)), "")
    unknown = [piece for piece in pieces if piece not in (title, organisation)]
    if not organisation and unknown and (title or len(unknown) > 1):
        # What stands nearest to the title; without one, the second part.
        organisation = unknown.pop(0) if title else unknown.pop(1)
    if not title and unknown:
        title = unknown[0]
    return title, organisation


def _study(pieces: list[str]) -> tuple[str, str]:
    # The longest: "MA" may be a place.
    degree = max((piece for piece in pieces if _DEGREE.search(piece)), key=len, default="")
    others = [piece for piece in pieces if piece != degree]
    organisation = next((piece for piece in others if _SCHOOL.search(piece)), "")
    subjects = [piece for piece in others if piece != organisation]
    if not organisation and subjects:
        organisation = subjects.pop()
    if not degree:
        return (subjects[0] if subjects else ""), organisation
    if subjects and len(degree) < _SHORT_DEGREE:
        named = {degree, subjects[0]}
        degree = " ".join(piece for piece in pieces if piece in named)
    return degree, organisation


def is_role(text: str) -> bool:
    """Whether a text names a job title."""
    return _TITLE.search(text) is not None


def is_school(text: str) -> bool:
    """Whether a text names a school or university."""
    return _SCHOOL.search(text) is not None


def is_prose(text: str) -> bool:
    """Whether a line without a full stop says what was done rather than names who and where."""
    words = text.split()
    small = sum(word[:1].islower() for word in words[1:])
    named = _ORGANISATION.search(text) or _TITLE.search(text)
    return len(words) >= (_MOST_NAME_WORDS if named else _LEAST_PROSE_WORDS) and 2 * small >= len(words) - 1


def is_study(text: str) -> bool:
    """Whether a text names a degree or a school."""
    return _DEGREE.search(text) is not None or is_school(text)


def _is_title(piece: str) -> bool:
    """A role that merely contains an organisation's word ("School Nurse", "Store Manager", "销售中心经理")."""
    found = deque(_TITLE.finditer(piece), maxlen=1)
    return bool(found) and len(piece) - found[0].end() < 3


def _pieces(line: str) -> list[str]:
    line = line.replace("**", "").replace("__", "").replace("`", "")
    parts: list[str] = []
    for chunk in _BREAKS.split(line):
        # Chinese resumes set company, role and place apart by spaces alone.
        spaced = chunk.split(" ") if is_chinese(chunk) else _commas(chunk)
        parts += spaced
    pieces: list[str] = []
    for part in parts:
        shown = part.strip(" \t,，:：-–—|*_·•")
        if not shown:
            continue
        if pieces and _SUFFIX.match(shown):
            pieces[-1] += ", " + shown
        else:
            pieces.append(shown)
    return pieces


def _commas(text: str) -> list[str]:
    """Split at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in "(（[":
            depth += 1
        elif character in ")）]":
            depth = max(0, depth - 1)
        elif character == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
