"""What a text affirms and what it denies, and words that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cache
from itertools import groupby, pairwise

from engine.offline.text import clauses, is_stop, lexicon, normalise, stem, tokens

_REACH = 3  # English content words after a negator, within its clause
_HAN_REACH = 5  # Chinese characters after a negator
_TURNS = frozenset({"but", "because", "and", "so", "while", "whereas", "if", "when"})
_SET_AGAINST = "setagainst"  # stands for a phrase of contrast; no word of its own
_HARMLESS = re.compile(
    r"\bnot (?:only|just)\b|\bno (?:doubt|matter)\b|\b(?:no|not) (?:more|less|fewer|later|earlier|higher|lower) than\b"
    r"|\bor not\b"
    r"|\bnot (?=(?:\w+ ){0,2}(?:so|as|that|too) (?:much|many)\b)|\bnot (?=[^.;!?]{1,80}\b(?:unless|until)\b)",
    re.IGNORECASE,
)


class _Reading(IntEnum):
    AFFIRMED = 0
    EITHER = 1
    DENIED = 2


@cache
def _negators() -> frozenset[str]:
    return frozenset(lexicon("en")["negators"].split())


@cache
def _han_negators() -> tuple[re.Pattern[str], frozenset[str]]:
    words = lexicon("zh")
    harmless = re.compile("|".join(words["not_negative"]))
    return harmless, frozenset(words["negators"])


@cache
def _contrast(language: str) -> re.Pattern[str]:
    return re.compile(lexicon(language)["contrast"])


def negators() -> tuple[frozenset[str], frozenset[str]]:
    """English words and Chinese characters that turn round what follows them."""
    return _negators(), _han_negators()[1]


def stance(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The terms of ``text`` that stand affirmed at least once, and those that stand denied at least once.

    Words said again, next to the same word or all alone, count only the first time: repeating a part of a
    denial does not take it back.
    """
    affirmed: set[str] = set()
    denied: set[str] = set()
    seen: set[tuple[str, str]] = set()
    known: set[str] = set()
    for clause in clauses(_HARMLESS.sub(" ", text)):
        spoken = _spoken(clause, affirmed, denied)
        words = [term for term, _ in spoken]
        pairs = list(pairwise(words))
        alone = len(set(words)) == 1 and words[0] in known
        for at, (term, reading) in enumerate(spoken):
            around = pairs[max(0, at - 1) : at + 1]
            if not alone and not any(pair in seen for pair in around):
                if reading is not _Reading.DENIED:
                    affirmed.add(term)
                if reading is not _Reading.AFFIRMED:
                    denied.add(term)
        seen.update(pairs)
        known.update(words)
    return frozenset(affirmed), frozenset(denied)


def _spoken(clause: str, affirmed: set[str], denied: set[str]) -> list[tuple[str, _Reading]]:
    """The English stems of a clause with how each is meant; Chinese is filed at once."""
    spoken: list[tuple[str, _Reading]] = []
    reach, dangling, turned, begin = 0, False, _Reading.DENIED, 0
    marked = _contrast("en").sub(f" {_SET_AGAINST} ", normalise(clause))
    for token, _ in groupby(tokens(marked)):
        if token[0] >= "㐀":
            _han_stance(token, affirmed, denied)
        elif token == _SET_AGAINST:
            reach, turned, dangling = _REACH, _Reading.EITHER, False
        elif token in _negators():
            # "Lost packets are not sent again" denies the sending; of the packets it says neither.
            spoken[-_REACH:] = [(term, max(reading, _Reading.EITHER)) for term, reading in spoken[-_REACH:]]
            reach, turned, dangling = _REACH, _Reading.DENIED, True
        elif token in _TURNS:
            reach, begin = 0, len(spoken)
        elif not is_stop(token):
            spoken.append((stem(token), turned if reach else _Reading.AFFIRMED))
            reach, dangling = max(0, reach - 1), False
    if dangling and begin:  # "A keeps it while B does not" denies it of B only
        spoken = [(term, max(reading, _Reading.EITHER)) for term, reading in spoken]
    elif dangling:  # nothing follows it ("it does not"), so it turns what went before
        spoken[-_REACH:] = [(term, _Reading.DENIED) for term, _ in spoken[-_REACH:]]
    return spoken


def _han_stance(run: str, affirmed: set[str], denied: set[str]) -> None:
    harmless, negators = _han_negators()
    against = _contrast("zh").search(run)
    end = against.start() if against else len(run)
    plain = harmless.sub(lambda found: "〇" * len(found.group()), run)
    reached = -1
    for at in range(len(run) - 1):
        if at < end and plain[at] in negators:
            reached = at + _HAN_REACH
        pair = run[at : at + 2]
        if at >= end or at > reached:
            affirmed.add(pair)
        if at >= end or at <= reached:
            denied.add(pair)


@cache
def _antonyms() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language in ("en", "zh"):
        for line in lexicon(language)["antonyms"].strip().splitlines():
            left, right = (stem(word) for word in line.split())
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in found.items()}


def opposites(expected: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Of the expected terms, those with an opposite that is not itself expected, and that opposite."""
    wanted = set(expected)
    table = _antonyms()
    return {term: others for term in wanted if term in table and (others := table[term] - wanted)}
