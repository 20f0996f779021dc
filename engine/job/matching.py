"""Has, partly or missing: each thing a job asks for, held against what the resume shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final

from engine.job.evidence import Named, Shown, header_of, lines_of, related, shown, window
from engine.job.reading import Clause, Wanted, clauses_of, cue, degrees, wanted
from engine.model import Entry, JobMatch, Profile, Requirement
from engine.resume import skill_label

_RANK: Final = {"must": 0, "asked": 1, "nice": 2}
_BEST: Final = {"has": 0, "partly": 1, "missing": 2}
_NEARLY: Final = 0.6  # of the years asked for
_TOLERANCE: Final = 0.2  # years: somebody with 2.9 has three
_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER: Final = {word: number for words in (_WORDS, "一二三四五六七八九十") for number, word in enumerate(words, 1)}
_YEARS: Final = re.compile(
    rf"(?<![\d.,$€£/-])(?P<en>\d{{1,2}}|{'|'.join(_WORDS)})\s?(?:\(\d+\)\s)?"
    r"(?:\+|plus|or more|(?:-|–|to)\s?\d{1,2}\+?)?\s?(?:years?|yrs?)\b"
    r"|(?P<zh>(?<!\d)\d{1,2}|[一二三四五六七八九十两])\s?(?:[-–~～至到]\s?(?:\d{1,2}|[一二三四五六七八九十])\s?)?\+?年",
    re.IGNORECASE,
)
_EQUIVALENT: Final = re.compile(r"equivalent|or (?:relevant|comparable) experience|同等", re.IGNORECASE)


@cache
def _neighbours() -> Mapping[str, tuple[str, ...]]:
    near: dict[str, dict[str, None]] = {}
    for group in related()["groups"]:
        for label in group:
            near.setdefault(label, {}).update({other: None for other in group if other != label})
    return {label: tuple(others) for label, others in near.items()}


@cache
def _containers() -> Mapping[str, tuple[str, ...]]:
    """By label, what cannot be done without it."""
    inside: dict[str, list[str]] = {}
    for whole, parts in related()["contains"].items():
        for part in parts:
            inside.setdefault(part, []).append(whole)
    return {label: tuple(wholes) for label, wholes in inside.items()}


@cache
def _credentials() -> frozenset[str]:
    return frozenset(related()["credentials"])


@lru_cache(maxsize=64)
def match(profile: Profile, description: str) -> JobMatch:
    """``description`` against ``profile``, computed by rules alone: the same texts give the same match.

    Looks at the first 100,000 characters, and finds at most 40 skills, the years of experience and the degrees that
    are clearly asked for. Skills are those of the vocabulary, in English and Chinese alike, and whatever else the
    resume lists by the very name; skills of conduct (teamwork) are left out: a story shows them, no line does.
    Never fails: an empty or meaningless text asks for nothing. Takes time proportional to the texts' lengths.
    """
    if not description.strip():
        return JobMatch()
    evidence = shown(profile)
    _, clauses = clauses_of(description)
    asks = wanted(description)
    found = [_skill(each, evidence) for each in asks]
    found += _own_words(clauses, evidence, {label for each in asks for label in each.labels})
    found += _years(clauses, profile)
    found += _degree(clauses, profile)
    return JobMatch(requirements=tuple(sorted(found, key=lambda each: _RANK[each.importance])))


def _skill(asked: Wanted, evidence: Shown) -> Requirement:
    """The best that the resume has of what will do."""
    options = [_one(name, label, evidence) for name, label in zip(asked.names, asked.labels, strict=True)]
    best = min(options, key=lambda each: _BEST[each.status])
    others = tuple(name for name in asked.names if name != best.name)
    return best.model_copy(update={"alternatives": others, "importance": asked.importance, "line": asked.line})


def _one(name: str, label: str, evidence: Shown) -> Requirement:
    held = evidence.listed if label in _credentials() else {}
    if found := evidence.used.get(label) or held.get(label):
        return _found("has", "shown", name, label, found)
    for whole in _containers().get(label, ()):
        if found := evidence.used.get(whole):
            return _found("has", "contains", name, label, found)
    if found := evidence.listed.get(label):
        return _found("partly", "listed", name, label, found)
    for table in (evidence.used, evidence.listed):
        for other in (*_containers().get(label, ()), *_neighbours().get(label, ())):
            if found := table.get(other):
                return _found("partly", "related", name, label, found)
    return Requirement(name=name, skill=label)


def _found(status: Any, why: Any, name: str, label: str, found: Named) -> Requirement:
    return Requirement(name=name, skill=label, status=status, why=why, found=found.name, proof=found.line)


def _own_words(clauses: tuple[Clause, ...], evidence: Shown, known: set[str]) -> Iterator[Requirement]:
    """What the vocabulary does not know, but the resume lists and the job names by the same words."""
    texts = [(clause, clause.text.casefold()) for clause in clauses]
    for key, named in evidence.listed.items():
        if key in known or key != named.name.casefold() or skill_label(named.name) in known or len(key) < 4:
            continue
        word = re.compile(rf"(?<![^\W_]){re.escape(key)}(?![^\W_])")
        first = next((clause for clause, text in texts if key in text and word.search(text)), None)
        if first is not None and key not in evidence.used:
            found = _found("partly", "listed", named.name, "", named)
            yield found.model_copy(update={"importance": first.importance, "line": first.line})


def _years(clauses: tuple[Clause, ...], profile: Profile) -> Iterator[Requirement]:
    """The most years of experience that are asked for; of a range its beginning."""
    stated: list[tuple[int, int, Clause]] = []
    for clause in clauses:
        if cue("weights", "about_us").search(clause.text) or not cue("weights", "experience").search(clause.text):
            continue
        for hit in _YEARS.finditer(clause.text):
            word = (hit["en"] or hit["zh"]).lower()
            number = int(word) if word.isdigit() else _NUMBER.get(word, 2)  # 两
            if 0 < number <= 30:
                stated.append((_RANK[clause.importance], -number, clause))
    if not stated:
        return
    _, negative, clause = min(stated, key=lambda each: each[:2])
    asked, have = -negative, profile.years
    made = Requirement(kind="years", name=str(asked), importance=clause.importance, line=clause.line)
    if have is None:
        yield made
        return
    jobs = [entry for entry in profile.entries if entry.kind == "job" and entry.start]
    first = min(jobs, key=lambda entry: entry.start, default=None)
    status, why = next(
        found
        for least, *found in (
            (asked - _TOLERANCE, "has", "enough"),
            (_NEARLY * asked, "partly", "nearly"),
            (0.0, "missing", "short"),
        )
        if have >= least
    )
    proof = header_of(profile, first) if first else ""
    yield made.model_copy(update={"status": status, "why": why, "found": f"{have:g}", "proof": proof})


def _degree(clauses: tuple[Clause, ...], profile: Profile) -> Iterator[Requirement]:
    """The lowest degree that will do, and a higher one that is merely liked."""
    levels = list(degrees())
    wishes: dict[str, tuple[int, Clause]] = {}
    for clause in clauses:
        named = [place for place, level in enumerate(levels) if degrees()[level].search(clause.text)]
        if not named and cue("weights", "degree").search(clause.text):
            named = [levels.index("bachelor")]
        if named:
            kind = "nice" if clause.importance == "nice" else "must"
            wishes.setdefault(kind, (max(named), clause))
    held, proof = _held(profile)
    for kind, (place, clause) in wishes.items():
        if kind == "nice" and "must" in wishes and place >= wishes["must"][0]:
            continue
        made = Requirement(kind="degree", name=levels[place], importance=clause.importance, line=clause.line)
        if held is not None and held <= place:
            made = made.model_copy(update={"status": "has", "why": "enough"})
        elif held is not None and (held == place + 1 or _EQUIVALENT.search(clause.line)):
            made = made.model_copy(update={"status": "partly", "why": "nearly"})
        elif held is not None:
            made = made.model_copy(update={"why": "short"})
        yield made if held is None else made.model_copy(update={"found": levels[held], "proof": proof})


def _held(profile: Profile) -> tuple[int | None, str]:
    """The highest degree of the resume, as its place among the degrees, and the line that names it."""
    studies = [entry for entry in profile.entries if entry.kind == "study"]
    lines = [*lines_of(profile, frozenset({"education"})), *(line for entry in studies for line in _told(entry))]
    for place, pattern in enumerate(degrees().values()):
        for line in lines:
            if hit := pattern.search(line):
                return place, window(line, *hit.span())
    return None, ""


def _told(entry: Entry) -> tuple[str, ...]:
    return (entry.title, entry.organisation, *entry.bullets)
