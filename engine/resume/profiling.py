"""What a resume's text says: sections, entries, skills, years of experience, name and language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from engine.model import Profile, Section, Skill
from engine.resume.dates import months, years_covered
from engine.resume.entries import Draft, drafts_of
from engine.resume.listed import items_of
from engine.resume.naming import language, person
from engine.resume.skills import Mention, mentions_in, name_in
from engine.resume.structure import Block, Line, blocks_of, join, lines_of
from engine.resume.vocabulary import Term

_STATED: Final = re.compile(
    r"(?P<n>\d{1,2})(?:\.\d)?\s?\+?\s?(?:years?|yrs?)(?:['’])?\s(?:of\s)?(?:[a-z-]{1,20}\s){0,4}?experience"
    r"|experience\s?[:：]\s?(?P<n2>\d{1,2})\+?\s?(?:years?|yrs?)"
    r"|(?:over|more than|nearly|almost)\s(?P<n3>\d{1,2})\s?(?:years?|yrs?)"
    r"|(?P<n4>\d{1,2}|[一二三四五六七八九十]{1,2})\s?年(?:以上|多)?(?:的)?[\u4e00-\u9fff]{0,6}(?:经验|经历)"
    r"|(?:经验|工龄|工作年限|从业年限)\s?[:：]?\s?(?P<n5>\d{1,2}|[一二三四五六七八九十]{1,2})\s?年",
    re.IGNORECASE,
)
_NUMERALS: Final = {character: number for number, character in enumerate("一二三四五六七八九", start=1)}
_STRONG: Final = re.compile(r"\b(?:expert|advanced|proficient|strong|fluent in)\b|精通|熟练|擅长", re.IGNORECASE)
_FAINT: Final = re.compile(r"\b(?:basic|beginner|familiar|exposure|some)\b|了解|入门|初级", re.IGNORECASE)
_CONTACT: Final = re.compile(r"@|https?:|www\.|linkedin|github\.", re.IGNORECASE)
_LONGEST_CONTACT: Final = 200  # characters; a longer line is a resume without line breaks
_PLACES: Final = {"skills": 1.0, "summary": 0.75, "header": 0.5, "objective": 0.5}
_OTHER_PLACE: Final = 0.4
_UNNAMED: Final = frozenset({"languages", "interests", "references", "contact"})
_ENTRY_WEIGHT: Final = {"job": 1.5, "project": 1.5, "study": 0.6}
_FADING: Final = 0.88  # a year
_FAINTEST: Final = 0.25
_UNDATED: Final = 0.7
_UNKNOWN: Final = 0.6  # a listed skill that the vocabulary does not know
_MOST_REPEATS: Final = 4
_LONGEST_QUOTE: Final = 300
_MOST_LINES: Final = 5_000  # a resume has some hundred
_MOST_SKILLS: Final = 120
_MOST_UNKNOWN: Final = 40


def profile(text: str) -> Profile:
    """What was understood of a resume's text; the same text gives the same profile within a month.

    Never fails: what is not understood is left out. Dates of entries are "YYYY-MM", "YYYY" or "present"; ``years``
    counts the dated jobs, what overlaps once, and falls back on a statement ("7 years of experience"); a skill's weight
    grows with the places that name it, entries counting most and the less the longer they lie behind the newest one;
    naming it in more lines of one entry adds at most half, naming it again in a list nothing.
    Takes time proportional to the text's length, and looks at its first 5,000 lines.
    """
    today = datetime.now(UTC).date()
    return _profile(text, today.replace(day=1))


@lru_cache(maxsize=64)
def _profile(text: str, today: date) -> Profile:
    lines = lines_of(text)[:_MOST_LINES]
    blocks = blocks_of(lines)
    name = person([line.text for line in lines])
    drafts = drafts_of(blocks, name)
    return Profile(
        name=name,
        language=language(text),
        years=_years(text, drafts, today),
        sections=tuple(
            Section(kind=block.kind, heading=block.heading, lines=tuple(line.text for line in block.lines))
            for block in blocks
            if block.lines
        ),
        entries=tuple(draft.entry() for draft in drafts),
        skills=_Skills(text, blocks, drafts, today).ranked(),
    )


def _years(text: str, drafts: list[Draft], today: date) -> float | None:
    jobs = [(draft.dates.start, draft.dates.end) for draft in drafts if draft.kind == "job" and draft.dates]
    covered = years_covered(jobs, today)
    if covered:
        return covered
    stated = _STATED.search(text[:20_000])
    return float(_number(next(filter(None, stated.groups())))) if stated else None


def _number(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * _NUMERALS.get(tens, 1) if ten else 0) + _NUMERALS.get(ones, 0)


class _Skills:
    """Weighs the skills a text names by where it names them."""

    def __init__(self, text: str, blocks: list[Block], drafts: list[Draft], today: date) -> None:
        self._text, self._blocks = text, blocks
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._kinds = {line.number: block.kind for block in blocks for line in block.lines}
        self._shown = {line.number: line.text for block in blocks for line in block.lines}
        self._drafts = drafts
        self._draft_of = {number: index for index, draft in enumerate(drafts) for number in draft.numbers}
        self._bullet_of = {
            number: draft.bullets[place]
            for draft in drafts
            for place, numbers in enumerate(draft.bullet_lines)
            for number in numbers
        }
        self._recency = [_recency(draft, drafts, today) for draft in drafts]

    def ranked(self) -> tuple[Skill, ...]:
        places: dict[Term, dict[str, tuple[float, frozenset[int]]]] = defaultdict(dict)
        quotes: dict[Term, tuple[float, str]] = {}
        surfaces: dict[Term, dict[str, None]] = defaultdict(dict)
        mentions = mentions_in(self._text, self._listed())
        for mention in mentions:
            number = bisect_right(self._starts, mention.start) - 1
            place, weight = self._place(number, mention)
            if not weight:
                continue
            # Each further line of an entry adds a little; a list that says it again adds nothing.
            line = number if number in self._draft_of else 0
            strongest, lines = places[mention.term].get(place, (0.0, frozenset()))
            places[mention.term][place] = (max(strongest, weight), lines | {line})
            surfaces[mention.term][self._text[mention.start : mention.end]] = None
            if mention.term not in quotes or weight > quotes[mention.term][0]:
                quotes[mention.term] = (weight, self._quote(number, mention))
        found = [
            Skill(
                name=name_in(term, surfaces[term]),
                weight=round(sum(_over_lines(*named) for named in weights.values()), 2),
                quote=quotes[term][1],
            )
            for term, weights in places.items()
        ]
        found += self._unknown(mentions, {skill.name.casefold() for skill in found})
        unique: dict[str, Skill] = {}
        for skill in sorted(found, key=lambda skill: -skill.weight):
            unique.setdefault(skill.name.casefold(), skill)
        return tuple(unique.values())[:_MOST_SKILLS]

    def _listed(self) -> list[tuple[int, int]]:
        """Spans of the text's skills sections."""
        return [
            (self._starts[line.number], self._end(line.number))
            for block in self._blocks
            if block.kind == "skills"
            for line in block.lines
        ]

    def _end(self, number: int) -> int:
        return self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self._text)

    def _place(self, number: int, mention: Mention) -> tuple[str, float]:
        """Which place a line is, and what a mention there weighs; 0 where it does not count."""
        if number in self._draft_of:
            index = self._draft_of[number]
            draft = self._drafts[index]
            in_title = 1.0 if number in self._bullet_of else 1.3
            return f"entry {index}", _ENTRY_WEIGHT[draft.kind] * self._recency[index] * in_title
        kind = self._kinds.get(number)
        line = self._text[self._starts[number] : min(self._end(number), self._starts[number] + 400)]
        if (
            kind is None
            or kind in _UNNAMED
            or (kind == "header" and len(line) < _LONGEST_CONTACT and _CONTACT.search(line))
        ):
            return "", 0.0
        near = self._text[max(self._starts[number], mention.start - 40) : mention.start]
        emphasis = 1.25 if _STRONG.search(near) else 0.6 if _FAINT.search(near) else 1.0
        return kind, _PLACES.get(kind, _OTHER_PLACE) * emphasis

    def _quote(self, number: int, mention: Mention) -> str:
        shown = self._bullet_of.get(number, self._shown.get(number, ""))
        if len(shown) <= _LONGEST_QUOTE:
            return shown
        room = (_LONGEST_QUOTE - (mention.end - mention.start)) // 2
        first = max(self._starts[number], mention.start - room)
        last = min(self._end(number), mention.end + room)
        return self._text[first:last].strip()

    def _unknown(self, mentions: list[Mention], named: set[str]) -> list[Skill]:
        """Items of the skills sections in which the vocabulary found nothing."""
        lines = [line for block in self._blocks if block.kind == "skills" for line in block.lines]
        numbers = {bisect_right(self._starts, mention.start) - 1 for mention in mentions}
        surfaces: dict[int, list[str]] = {number: [] for number in numbers}
        for mention in mentions:
            number = bisect_right(self._starts, mention.start) - 1
            surfaces[number].append(self._text[mention.start : mention.end])
        found: dict[str, Skill] = {}
        for number, text in _unwrapped(lines):
            known = surfaces.get(number, []) + surfaces.get(number + 1, [])
            for item in items_of(text):
                key = item.casefold()
                if key in named or key in found or any(surface in item for surface in known):
                    continue
                found[key] = Skill(name=item, weight=_UNKNOWN, quote=text[:_LONGEST_QUOTE].strip())
                if len(found) >= _MOST_UNKNOWN:
                    return list(found.values())
        return list(found.values())


def _over_lines(strongest: float, lines: frozenset[int]) -> float:
    """What mentions in one place weigh together: a second line adds an eighth, and all of them half."""
    return strongest * (1 + min(len(lines) - 1, _MOST_REPEATS) / 8)


def _unwrapped(lines: list[Line]) -> list[tuple[int, str]]:
    """Lines of lists by the number of their first line; an item broken at a line's end is whole again."""
    joined: list[tuple[int, str]] = []
    for line in lines:
        if joined and not line.bullet and not line.after_blank and line.text[:1].islower() and "," in joined[-1][1]:
            joined[-1] = (joined[-1][0], join(joined[-1][1], line.text))
        else:
            joined.append((line.number, line.text))
    return joined


def _recency(draft: Draft, drafts: list[Draft], today: date) -> float:
    if draft.dates is None or not draft.dates.end:
        return _UNDATED
    newest = max(months(other.dates.end, today, ending=True) for other in drafts if other.dates and other.dates.end)
    years = (newest - months(draft.dates.end, today, ending=True)) / 12
    return float(max(_FAINTEST, _FADING ** max(0.0, years)))
