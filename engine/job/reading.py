"""What a job description asks for, in order of weight. Its text is untrusted: it is searched for, never obeyed."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from engine.resume import clean
from engine.resume.skills import Mention, mentions_in

LIMIT: Final = 100_000
"""Characters of a job description that are looked at."""

Importance = Literal["must", "asked", "nice"]
_RANK: Final[dict[Importance, int]] = {"must": 0, "asked": 1, "nice": 2}
_MOST: Final = 40
_MOST_REPEATS: Final = 3  # lines that name a skill again; more would let a stuffed text choose
_LONGEST_HEADING: Final = 60
_LONGEST_LINE: Final = 300
_SHOWN_IN_STORIES: Final = "soft"  # teamwork is told, not listed: a resume that does not name it says nothing
_MARKS: Final = " \t#*_=-–—•●▪■◆·>[]【】「」"
_CLAUSE: Final = re.compile(r"[;；。，]|\.(?=\s|$)")
_BRACKETS: Final = re.compile(r"[(（][^()（）]{1,120}[)）]")
_COMMA: Final = re.compile(r",\s|，")
_OR: Final = re.compile(r"\bor\b|或", re.IGNORECASE)
_AND: Final = re.compile(r"\band\b(?!/)|[和与及]", re.IGNORECASE)
_JOINED: Final = re.compile(
    r"[\s,，、/()（）]*(?:and/or|and|or|和|与|以?及|或者?|或是)?(?: (?:an?|the|in|with|of)\b)?[\s(（]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a line with a weight of its own; ``start`` and ``end`` are offsets in the cleaned text."""

    start: int
    end: int
    text: str
    line: str
    importance: Importance


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill that is asked for, as it is written; of several names any one will do."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    importance: Importance
    line: str


@cache
def _cues() -> dict[str, dict[str, re.Pattern[str]]]:
    tables: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))
    return {
        table: {name: re.compile("|".join(cues), re.IGNORECASE) for name, cues in each.items()}
        for table, each in tables.items()
    }


def cue(table: str, name: str) -> re.Pattern[str]:
    """One list of ``cues.toml`` as a pattern."""
    return _cues()[table][name]


def degrees() -> dict[str, re.Pattern[str]]:
    """How each degree is written, the highest first."""
    return _cues()["degrees"]


@lru_cache(maxsize=16)
def clauses_of(description: str) -> tuple[str, tuple[Clause, ...]]:
    """The cleaned text, and its clauses that ask for something; headings, benefits and the company are left out."""
    text = clean(description[:LIMIT])
    found: list[Clause] = []
    part: Importance | None = "asked"
    start, first = 0, True
    for raw in text.split("\n"):
        begin, rest = start, raw
        start += len(raw) + 1
        if not raw.strip():
            continue
        heading, at = _heading(raw)
        if heading:
            part = None if heading == "aside" else heading
            begin, rest = begin + at, raw[at:]
        if part is not None and rest.strip():
            # What stands first is the job's title.
            found += _parts(begin, rest, "must" if first and part == "asked" and len(rest) < 80 else part)
        first = False
    return text, tuple(found)


def _heading(line: str) -> tuple[Literal["must", "asked", "nice", "aside", ""], int]:
    """Which part a line opens, and where what belongs to it begins on the same line; "" where it opens none."""
    colon = re.match(rf"[^:：]{{1,{_LONGEST_HEADING}}}[:：]", line)
    label = (colon.group() if colon else line).strip(_MARKS).rstrip(":：").strip(_MARKS)
    after = colon.end() if colon else len(line)
    words = len(label.split()) if label.isascii() else len(label) / 3
    if not label or len(label) > _LONGEST_HEADING or words > 7 or label[-1] in ".。;；,，!?！？":
        return "", 0
    if colon is None and line.lstrip()[:1] in "-•●▪·*" and not line.lstrip().startswith("**"):
        return "", 0
    for name in ("nice", "aside", "must", "asked"):
        hit = cue("parts", name).search(label.lower())
        # A heading is little more than its words; "3 years of required experience with X" is none.
        if hit and (len(hit.group()) >= 0.3 * len(label) or colon is not None or label.istitle() or label.isupper()):
            return name, after
    return "", 0


def _parts(begin: int, line: str, importance: Importance) -> Iterator[Clause]:
    shown = " ".join(line.strip(_MARKS).split())
    if len(shown) > _LONGEST_LINE:
        shown = shown[: _LONGEST_LINE - 1].rstrip() + "…"
    for start, end in _spans(line):
        text = line[start:end]
        if not text.strip() or cue("weights", "no").search(text):
            continue
        yield Clause(begin + start, begin + end, text, shown, _weighed(text, importance))


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of a line stand; a bracket that weighs something is a clause of its own."""
    cuts = {0, len(line)}
    cuts |= {found.end() for found in _CLAUSE.finditer(line)}
    for bracket in _BRACKETS.finditer(line):
        inside = bracket.group()
        if cue("weights", "nice").search(inside) or cue("weights", "no").search(inside):
            cuts |= {bracket.start(), bracket.end()}
    places = sorted(cuts)
    for start, end in pairwise(places):
        text = line[start:end]
        if not text.strip(_MARKS):
            continue
        mixed = cue("weights", "nice").search(text) and cue("weights", "must").search(text)
        commas = [start + found.end() for found in _COMMA.finditer(text)] if mixed else []
        edges = [start, *commas, end]
        yield from pairwise(edges)


def _weighed(text: str, importance: Importance) -> Importance:
    if cue("weights", "nice").search(text):
        return "nice"
    return "must" if importance != "nice" and cue("weights", "must").search(text) else importance


@lru_cache(maxsize=16)
def wanted(description: str) -> tuple[Wanted, ...]:
    """The skills asked for, at most 40, no skill twice: what is essential first, then by how many lines name it."""
    text, clauses = clauses_of(description)
    starts = [clause.start for clause in clauses]
    by_clause: dict[int, list[Mention]] = {}
    for mention in mentions_in(text, [(clause.start, clause.end) for clause in clauses]):
        at = bisect_right(starts, mention.start) - 1
        if at >= 0 and mention.end <= clauses[at].end and mention.term.category != _SHOWN_IN_STORIES:
            by_clause.setdefault(at, []).append(mention)
    groups: list[tuple[Importance, list[Mention], str]] = []
    lines: dict[str, set[str]] = {}
    for at, mentions in by_clause.items():
        for group in _groups(text, clauses[at], mentions):
            groups.append((clauses[at].importance, group, clauses[at].line))
            for mention in group:
                lines.setdefault(mention.term.label, set()).add(clauses[at].line)

    def order(group: tuple[Importance, list[Mention], str]) -> tuple[int, int]:
        repeats = max(len(lines[mention.term.label]) for mention in group[1])
        return _RANK[group[0]], -min(repeats, _MOST_REPEATS)

    found: list[Wanted] = []
    known: set[str] = set()
    for importance, group, line in sorted(groups, key=order):
        names = {mention.term.label: text[mention.start : mention.end] for mention in reversed(group)}
        labels = tuple(dict.fromkeys(mention.term.label for mention in group))
        if known.isdisjoint(labels):
            found.append(Wanted(tuple(" ".join(names[each].split()) for each in labels), labels, importance, line))
        known.update(labels)
    return tuple(found[:_MOST])


def _groups(text: str, clause: Clause, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Mentions of a clause, those of which one will do together: "AWS or Azure", "tools such as Jenkins, CircleCI"."""
    for chain in _chains(text, mentions):
        before, after = text[clause.start : chain[0].start], text[chain[-1].end : clause.end]
        if cue("weights", "examples").search(before) or cue("weights", "or_after").match(after):
            yield chain
            continue
        for part in _chains(text, chain, apart=_AND):
            links = [text[one.end : two.start] for one, two in pairwise(part)]
            # "Docker, AWS or Azure": what is of another kind than the choice stands for itself.
            kind = part[-1].term.category if any(map(_OR.search, links)) else None
            yield from ([each] for each in part if each.term.category != kind)
            if kind is not None:
                yield [each for each in part if each.term.category == kind]


def _chains(text: str, mentions: Sequence[Mention], apart: re.Pattern[str] | None = None) -> Iterator[list[Mention]]:
    """Runs of mentions with nothing between them but commas and words such as "or"; ``apart`` ends a run as well."""
    chain: list[Mention] = []
    for mention in mentions:
        link = text[chain[-1].end : mention.start] if chain else ""
        if chain and (not _JOINED.fullmatch(link) or (apart and apart.search(link))):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain
