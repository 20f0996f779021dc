"""Where a text names skills of the vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, NamedTuple

from engine.resume.vocabulary import Pattern, Term, fold, vocabulary

_MOST_MENTIONS: Final = 60  # of one skill; more tell nothing new
_TECHNICAL: Final = frozenset({"language", "framework", "database", "messaging", "cloud", "devops", "os"})
_VERSIONED: Final = _TECHNICAL | {"testing", "design", "data"}

_SEPARATORS: Final = frozenset(",，、;；|｜/·•●▪■◆:：()（）&+\t<>《》[]【】*→")
_AND: Final = re.compile(r"(?:\b(?:and|or|incl|including|e\.g\.)|和|与|及|或|等)\s?$")
_THEN_AND: Final = re.compile(r"^\s?(?:and\b|or\b|etc\b|和|与|及|或|等)")
_YEAR: Final = re.compile(r"^ ?(?:19|20)\d\d")
_STRONG_BEFORE: Final = re.compile(
    r"\b(?:microsoft|ms|google|apache|languages?|programming)\s?[:：]?\s?$", re.IGNORECASE
)
_STRONG_AFTER: Final = re.compile(
    r"^[ -](?:language|programming|programs?|developers?|framework|programmers?|microservices?|scripts?|scripting|"
    r"code|macros?|spreadsheets?|backend|services|certified|package|libraries|library)\b"
)
_PREPOSITION: Final = re.compile(
    r"\b(?:in|using|with|via|advanced|proficient in|basic|knowledge of|expert in)\s$", re.IGNORECASE
)
_WITH: Final = re.compile(r"\b(?:in|with|via)\s$", re.IGNORECASE)
# Of people, firms, places and seasons too: "with Julia" and "in Spring" alone name no skill.
_ALSO_NAMES: Final = frozenset(
    {
        *("Ada", "Apex", "Assembly", "Astro", "Bamboo", "Bower", "Cassandra", "Chef", "Cordova", "Crystal", "Cypress"),
        *("Delphi", "Elm", "Epic", "Express", "Gatsby", "Hugo", "Jasmine", "Julia", "Karma", "Lean", "Maya", "Pascal"),
        *("Phoenix", "Prisma", "Research", "Ruby", "Sage", "Scheme", "Scratch", "Shell", "Sinatra", "Spring", "Swift"),
        "Translation",
    }
)
_KNOWING: Final = re.compile(r"(?:熟悉|掌握|精通|擅长|熟练|了解|使用|学习|热爱)$")
_WINDOW: Final = 80  # characters in which an address is looked for
_ADDRESS: Final = re.compile(r"@|://|www\.|\.(?:com|org|net|io|cn|dev|uk)\b")


class Mention(NamedTuple):
    """Where a text names a skill: character offsets, end exclusive."""

    term: Term
    start: int
    end: int


def name_in(term: Term, surfaces: Iterable[str]) -> str:
    """What to call a skill that a resume writes in these ways: the vocabulary's label only where the resume has it."""
    written = [" ".join(surface.split()) for surface in surfaces]
    names = {each.casefold() for each in written}
    if term.category in _TECHNICAL:  # "the R language" names R, while "VAT returns" say more than VAT
        names |= {word for each in names for word in each.split()}
    return term.label if term.label.casefold() in names else written[0]


_Match = tuple[int, int, list[Pattern]]  # start, end, what it could be


def mentions_in(text: str, listed: list[tuple[int, int]]) -> list[Mention]:
    """Every place where the text names a skill, in order, none overlapping another; at most 60 of one skill.

    ``listed`` holds the spans of the text that list skills, in order: there an ambiguous name (Go, Access) counts where
    it stands as an item of its own; elsewhere it needs another skill beside it or words such as "language", and an
    everyday word (teamwork, acting) does not count at all.
    """
    automaton, patterns, *_ = vocabulary()
    found: list[_Match] = []
    counts: dict[int, int] = {}
    for index, start, end in automaton.find_matches_as_indexes(fold(text), overlapping=True):
        if counts.get(index, 0) < _MOST_MENTIONS and _is_word(text, start, end, patterns[index]):
            counts[index] = counts.get(index, 0) + 1
            found.append((start, end, patterns[index]))
    found.sort(key=lambda match: (match[0], -match[1]))
    spans = _Spans(listed)
    items = {match[:2] for match in found if not _as_written(match, text) and _is_item(match, text, spans)}
    whole = _apart([match for match in found if match[:2] in items or _as_written(match, text)])
    certain = [start for start, end, options in whole if _certain(options, text[start:end])]
    addresses = [mark.start() for mark in _ADDRESS.finditer(text)]
    spans = _Spans(listed)
    mentions = []
    for start, end, options in whole:
        term = _certain(options, text[start:end])
        if term is None:
            ambiguous = [pattern for pattern in options if pattern.match == "context"]
            if ambiguous and ((start, end) in items or _meant(text, start, end, spans.hold(start), certain)):
                term = ambiguous[0].term
        if term is not None and not (_close(addresses, start, end, _WINDOW) and _in_address(text, start, end)):
            mentions.append(Mention(term, start, end))
    return mentions


def _certain(options: list[Pattern], surface: str) -> Term | None:
    """The term that these characters name whatever stands around them; of an everyday word its place was looked at."""
    return next(
        (
            pattern.term
            for pattern in options
            if pattern.match in ("", "listed") or (pattern.match == "case" and _same(pattern, surface))
        ),
        None,
    )


def _as_written(match: _Match, text: str) -> bool:
    """Whether the characters could name a skill anywhere; else only an item of a list does, in any case."""
    start, end, options = match
    surface = text[start:end]
    return any(not option.match or (option.match != "listed" and _same(option, surface)) for option in options)


def _is_item(match: _Match, text: str, spans: _Spans) -> bool:
    start, end, options = match
    return any(option.match in ("listed", "context") for option in options) and spans.lists(text, start, end)


def _same(pattern: Pattern, surface: str) -> bool:
    return surface.startswith(pattern.text)


def _apart(found: list[_Match]) -> list[_Match]:
    """Of overlapping matches the first and longest."""
    kept: list[_Match] = []
    reached = 0
    for match in found:
        if match[0] >= reached:
            kept.append(match)
            reached = match[1]
    return kept


def _is_word(text: str, start: int, end: int, options: list[Pattern]) -> bool:
    """Whether the match is bounded as a word; Chinese characters bound a Latin word and need no bounds themselves."""
    first, last = text[start], text[end - 1]
    if start and _is_latin(first):
        before = text[start - 1]
        if _is_latin(before) or before in "_@#" or (before == "." and start > 1 and _is_latin(text[start - 2])):
            return False
    if end < len(text) and (_is_latin(last) or last in "+#"):
        after = text[end]
        if after in "_@+#":
            return False
        if after == "." and end + 1 < len(text) and _is_latin(text[end + 1]):
            return False
        if _is_latin(after):
            return _ends_word(text, end, after, options)
    return True


def _ends_word(text: str, end: int, after: str, options: list[Pattern]) -> bool:
    """A plural s, or digits of a version (MySQL8)."""
    option = options[0]
    if option.match or option.term is None or len(option.text) < 3:
        return False
    place = end + 1
    if after.isdigit() and option.term.category in _VERSIONED:
        while place < len(text) and place < end + 3 and text[place].isdigit():
            place += 1
    elif after != "s" or len(option.text) < 5:
        return False
    return place >= len(text) or not _is_latin(text[place])


def _is_latin(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"


def _meant(text: str, start: int, end: int, listed: bool, certain: list[int]) -> bool:
    """Whether an ambiguous name means the skill, by what stands around it on its line."""
    before, after = _around(text, start, end)
    if _YEAR.match(after):
        return False
    if _STRONG_BEFORE.search(before) or _STRONG_AFTER.match(after):
        return True
    begins, ends, among_han = _edges(text, start, before, after)
    if not ends:
        return False
    if _PREPOSITION.search(before) and not (text[start:end] in _ALSO_NAMES and _WITH.search(before)):
        return True
    if not begins and not _WITH.search(before):
        return False
    return (begins and (among_han or listed)) or _near(certain, start, end, text)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Up to 40 characters of the same line on both sides."""
    stop = text.find("\n", end)
    before = text[max(0, start - 40, text.rfind("\n", 0, start) + 1) : start]
    return before, text[end : min(end + 40, stop if stop >= 0 else end + 40)]


def _edges(text: str, start: int, before: str, after: str) -> tuple[bool, bool, bool]:
    """Whether a name begins and ends an item of a list or part of a sentence, and whether it is Latin amid Chinese."""
    left, right = before.rstrip(" "), after.lstrip(" ")
    latin = not _is_han(text[start])
    # A Latin name amid Chinese is no English word, but a Chinese one may be part of a longer word.
    led, followed = latin and _is_han(left[-1:]), latin and _is_han(right[:1])
    begins = not left or left[-1] in _SEPARATORS or left[-1] in "-–—" or bool(_AND.search(before)) or led
    begins = begins or bool(not latin and _KNOWING.search(left))
    ends = not right or right[0] in _SEPARATORS or right[0] in ".。!" or bool(_THEN_AND.match(after)) or followed
    return begins, ends, led or followed


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _near(certain: list[int], start: int, end: int, text: str) -> bool:
    """Whether a certain skill stands within 60 characters on the same line."""
    place = bisect_left(certain, start - 60)
    for other in certain[place : place + 12]:
        if other > end + 60:
            return False
        between = text[min(other, start) : max(other, end)]
        if other != start and "\n" not in between:
            return True
    return False


def _close(places: list[int], start: int, end: int, most: int) -> bool:
    """Whether one of some places, in order, lies at most so many characters before or after."""
    place = bisect_left(places, start - most)
    return place < len(places) and places[place] <= end + most


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether it is part of a web or mail address."""
    if not text[start].isascii():
        return False
    left = max(text.rfind(mark, max(0, start - _WINDOW), start) for mark in " \n\t,;，、；：(（|")
    right = min(
        (place for mark in " \n\t,;，、；)）|" if (place := text.find(mark, end, end + _WINDOW)) >= 0),
        default=min(end + _WINDOW, len(text)),
    )
    return bool(_ADDRESS.search(text[max(left, start - _WINDOW, 0) : right])) and not _ADDRESS.search(text[start:end])


class _Spans:
    """Whether a place lies in one of some spans; asked in ascending order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._next = 0

    def lists(self, text: str, start: int, end: int) -> bool:
        """Whether an item of a list stands there, of more than three letters where it is Latin; asked in order too."""
        if not self.hold(start) or (end - start < 4 and not _is_han(text[start])):
            return False
        return all(_edges(text, start, *_around(text, start, end))[:2])

    def hold(self, place: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= place:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= place
