"""Aspects of a story: what an answer tells of (a situation, an action, a result ...), by the words around it.

Stories are the candidate's own, so their subject cannot be known beforehand; their parts can be recognised.
Only sentences with substance of their own count, each once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from engine.model import Category, Language, QuestionType
from engine.offline.text import lexicon, normalise, sentences, terms, weight_of

ASPECTS: Final[tuple[str, ...]] = (
    "situation", "own", "action", "decision", "alternative", "reason", "problem", "cause",
    "result", "check", "reflection", "reaction", "people", "plan", "motive", "example",
)  # fmt: skip
STORY_TYPES: Final = frozenset({QuestionType.PROJECT, QuestionType.EXPERIENCE, QuestionType.BEHAVIORAL})
STORY_CATEGORIES: Final = frozenset({Category.EXPERIENCE.value, Category.BEHAVIOURAL.value})
_SUBSTANCE: Final = 0.5  # least weight of a sentence's own terms
_SPECIFIC: Final = 7.0  # weight from which a sentence says something particular
_WHOLE_STORY: Final = 16.0  # weight of terms from which a story is long enough
_PART_OF_STORY: Final = 6.0  # the same for an answer to a follow-up
_ONE, _SECOND, _DETAIL = 0.8, 0.15, 0.15
_NOBODY, _NO_PAST = 0.2, 0.5
_AHEAD: Final = frozenset({"plan", "motive"})
_NUMBER = re.compile(r"\d|百分之|[一二三四五六七八九十两几]+[个名次天周年月人份小分]")


@dataclass(frozen=True, slots=True)
class Story:
    """What an answer tells of. ``strength`` lies in 0-1 for each aspect; ``quotes`` holds its best sentence."""

    strength: Mapping[str, float]
    quotes: Mapping[str, str]


@cache
def _cues(language: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    table = lexicon("cues")[language]
    return {aspect: tuple(re.compile(cue) for cue in table[aspect]) for aspect in ASPECTS}


@cache
def _named(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((aspect, re.compile(cue)) for aspect, cue in lexicon("cues")[language]["named"].items())


def _lived(plain: str, language: Language, wanted: Sequence[str]) -> float:
    """What a story counts for, by whether somebody speaks of themselves and, unless asked for plans, of the past."""
    signs = lexicon("cues")[language]["lived"]
    if not re.search(signs["person"], plain):
        return _NOBODY
    return 1.0 if _AHEAD & set(wanted) or re.search(signs["past"], plain) else _NO_PAST


def aspect_named(point: str, language: Language) -> str:
    """The aspect a key point asks for by name ("Gives a measurable result"), or ""."""
    plain = normalise(point)
    return next((aspect for aspect, cue in _named(language) if cue.search(plain)), "")


def is_story(kind: QuestionType, category: str) -> bool:
    """Whether a question of this type and category is answered by the candidate's own experience."""
    return kind in STORY_TYPES or category in STORY_CATEGORIES


def tell(answer: str, language: Language, wanted: Sequence[str] = ASPECTS, *, part: bool = False) -> Story:
    """Find the ``wanted`` aspects in ``answer``, which is in ``language``; ``part``: it need not be a whole story."""
    found: dict[str, list[tuple[float, str]]] = {aspect: [] for aspect in wanted}
    cues = _cues(language)
    volume: dict[str, float] = {}
    telling: dict[str, None] = {}
    scale = 0.5 if language == "zh" else 1.0  # a Chinese word makes two pairs of characters
    for weight, sentence, own in _substantial(answer, scale):
        plain = normalise(sentence)
        for aspect in wanted:
            if any(cue.search(plain) for cue in cues[aspect]):
                found[aspect].append((weight, sentence))
                volume.update(own)
                telling[sentence] = None
    lived = _lived(normalise("\n".join(telling)), language, wanted)
    enough = min(1.0, (weight_of(volume) * scale / (_PART_OF_STORY if part else _WHOLE_STORY)) ** 0.5)
    strength = {}
    for aspect, places in found.items():
        value = _ONE * (len(places) > 0) + _SECOND * (len(places) > 1)
        value += _DETAIL * any(weight >= _SPECIFIC or _NUMBER.search(place) for weight, place in places)
        strength[aspect] = min(1.0, value) * enough * lived
    return Story(strength, {aspect: max(places)[1] for aspect, places in found.items() if places})


def _substantial(answer: str, scale: float) -> list[tuple[float, str, dict[str, float]]]:
    """Sentences with something of their own to say: weight in words, text, terms.

    The fullest come first and each must add to those before it, so that a part said again does not count.
    """
    bags = [(weight_of(bag) * scale, sentence, bag) for sentence in sentences(answer) if (bag := terms(sentence))]
    known: set[str] = set()
    kept = []
    for weight, sentence, bag in sorted(bags, key=lambda each: -each[0]):
        fresh = sum(weight for term, weight in bag.items() if term not in known) * scale
        if fresh >= _SUBSTANCE:
            kept.append((weight, sentence, bag))
        known.update(bag)
    return kept
