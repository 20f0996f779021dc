"""Aspects of a story: what an answer tells of (a situation, an action, a result ...), by the words around it.

Stories are the candidate's own, so their subject cannot be known beforehand; their parts can be recognised.
Only sentences with substance of their own count, each once, and words that fit any story are no substance. An
aspect is found in a sentence; whether the story is lived and full enough shows in the whole answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, NamedTuple

from engine.model import Category, Language, QuestionType
from engine.offline.signs import pattern
from engine.offline.text import clauses, lexicon, normalise, sentences, stem, terms, weight_of

ASPECTS: Final[tuple[str, ...]] = (
    "situation", "own", "action", "decision", "alternative", "reason", "problem", "cause",
    "result", "check", "reflection", "reaction", "people", "plan", "motive", "example", "doubt", "anew",
)  # fmt: skip
EVERY: Final[Mapping[str, Sequence[str]]] = dict.fromkeys(ASPECTS, ())
STORY_TYPES: Final = frozenset({QuestionType.PROJECT, QuestionType.EXPERIENCE, QuestionType.BEHAVIORAL})
STORY_CATEGORIES: Final = frozenset({Category.EXPERIENCE.value, Category.BEHAVIOURAL.value})
_SUBSTANCE: Final = 0.5  # least weight of a sentence's own terms
_SPECIFIC: Final = 7.0  # weight from which a sentence says something particular
_SOLID: Final = 1.5  # particular words from which a sentence tells what its cue announces
_SIGNED: Final = 2.0  # a sentence with a sign made for the very question needs fewer of them
_HAN_PAIR: Final = 0.42  # a Chinese word makes two pairs of characters, and many pairs are no word
_LEAST_ROOM: Final = 2  # aspects that any sentence has room for
_CROWDED: Final = 0.55  # what an aspect counts for in a sentence that has no room left for it
_GIVEN: Final = 0.5  # what a word counts for that the question handed over
_FIRM: Final = 0.5  # share of them from which it bears out another sentence
_WHOLE_STORY: Final = 13.0  # particular words from which a story is long enough,
_EACH_ASPECT: Final = 3.25  # and from which one with fewer parts is
_PART_OF_STORY: Final = 4.0  # the same for an answer to a follow-up
_ONE, _SECOND, _DETAIL = 0.8, 0.15, 0.15
_NOBODY, _NO_PAST = 0.2, 0.5
_PLACED: Final = {"situation": -1, "result": 1}
_AHEAD: Final = frozenset({"plan", "motive"})
_NUMBER = re.compile(r"\d|百分之|[一二三四五六七八九十两几]+[个名次天周年月人份小分成遍]")
_LIST = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Story:
    """What an answer tells of. ``strength`` lies in 0-1 for each aspect; ``quotes`` holds its best sentence."""

    strength: Mapping[str, float]
    quotes: Mapping[str, str]


class _Place(NamedTuple):
    """A sentence that shows an aspect."""

    at: int  # where it stands in the answer
    signed: bool  # by a sign made for the very question
    hits: int  # different words that show it
    solid: float  # 0-1: whether it tells what its cue announces
    weight: float
    sentence: str


def _cue(language: str, pattern: str) -> re.Pattern[str]:
    lists = lexicon("cues")[language]["lists"]
    while (filled := _LIST.sub(lambda name: lists[name.group(1)], pattern)) != pattern:
        pattern = filled
    return re.compile(pattern)


@cache
def _cues(language: str, aspect: str, ahead: bool) -> re.Pattern[str]:
    table = lexicon("cues")[language]
    every = [*table[aspect], *(table["ahead"].get(aspect, ()) if ahead else ())]
    return _cue(language, "|".join(every))


@cache
def _named(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((aspect, re.compile(cue)) for aspect, cue in lexicon("cues")[language]["named"].items())


@cache
def _lived(language: str, sign: str) -> re.Pattern[str]:
    return _cue(language, lexicon("cues")[language]["lived"][sign])


@cache
def _hollow(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Stems, and for Chinese a pattern of words, that fit any story and so tell nothing of this one."""
    words = lexicon("cues")[language]["hollow"]["words"].split()
    if language == "en":
        # "Always" and "first" may be all of a short right answer, but any story has them; they have no stems.
        faint = lexicon("en")["faint"].split()
        return frozenset([*map(stem, words), *faint]), re.compile(r"(?!)")
    pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return frozenset(words), re.compile(pattern)


def _particular(sentence: str, language: Language, given: Set[str]) -> dict[str, float]:
    """The terms of ``sentence`` that fit not just any story; those the question handed over count for less."""
    stems, words = _hollow(language)
    bag = terms(words.sub(" , ", sentence))
    return {term: weight * (_GIVEN if term in given else 1) for term, weight in bag.items() if term not in stems}


def looks_ahead(question: str, language: Language) -> bool:
    """Whether a question asks what one would do, or usually does, so that its answer need not tell of the past."""
    return bool(_lived(language, "ahead").search(normalise(question)))


def aspect_named(point: str, language: Language) -> str:
    """The aspect a key point asks for by name ("Gives a measurable result"), or ""."""
    plain = normalise(point)
    return next((aspect for aspect, cue in _named(language) if cue.search(plain)), "")


def is_story(kind: QuestionType, category: str) -> bool:
    """Whether a question of this type and category is answered by the candidate's own experience."""
    return kind in STORY_TYPES or category in STORY_CATEGORIES


def tell(
    answer: str,
    language: Language,
    wanted: Mapping[str, Sequence[str]] = EVERY,
    *,
    part: bool = False,
    ahead: bool = False,
    given: Set[str] = frozenset(),
) -> Story:
    """Find the ``wanted`` aspects in ``answer``, which is in ``language``.

    ``wanted`` gives for each aspect further signs that show it in this question; ``part``: the answer need not
    be a whole story; ``ahead``: it need not tell of the past; ``given``: terms that the question handed over.
    An aspect is shown by its best sentence; the whole answer decides whether it is lived and long enough.
    """
    found: dict[str, list[_Place]] = {aspect: [] for aspect in wanted}
    cues = {aspect: _cues(language, aspect, ahead) for aspect in wanted}
    further = [_cues(language, aspect, ahead) for aspect in ASPECTS if aspect not in wanted]
    volume: dict[str, float] = {}
    telling: list[str] = []
    scale = _HAN_PAIR if language == "zh" else 1.0
    for weight, sentence, _ in _substantial(answer, scale):
        plain = normalise(sentence)
        own = _particular(sentence, language, given)
        amount = weight_of(own) * scale
        shown = {aspect: hits for aspect, cue in cues.items() if (hits := len(set(cue.findall(plain))))}
        signed = {aspect for aspect, signs in wanted.items() if any(pattern(sign).search(plain) for sign in signs)}
        for aspect in wanted.keys() & (shown.keys() | signed):
            solid = min(1.0, amount / _SOLID * (_SIGNED if aspect in signed else 1))
            found[aspect].append(
                _Place(answer.find(sentence), aspect in signed, shown.get(aspect, 0), solid, weight, sentence)
            )
        if amount >= _SUBSTANCE and (shown or signed or any(cue.search(plain) for cue in further)):
            volume.update(own)
            telling.append(plain)
    said = "\n".join(telling)
    past = ahead or _AHEAD & wanted.keys() or _lived(language, "past").search(said)
    lived = (1.0 if past else _NO_PAST) if _lived(language, "person").search(said) else _NOBODY
    needed = _PART_OF_STORY if part else min(_WHOLE_STORY, _EACH_ASPECT * len(wanted))
    enough = min(1.0, (weight_of(volume) * scale / needed) ** 0.5)
    quotes, crowded = _shared_out(found)
    strength = {
        aspect: _value(places) * (_CROWDED if aspect in crowded else 1.0) * enough * lived
        for aspect, places in found.items()
    }
    return Story(strength, quotes)


def _value(places: Sequence[_Place]) -> float:
    """What the sentences that show an aspect make of it, 0-1."""
    best = max((place.solid for place in places), default=0.0)
    value = _ONE * best + _SECOND * (sum(place.solid >= _FIRM for place in places) > 1)
    detailed = any(place.weight >= _SPECIFIC or _NUMBER.search(place.sentence) for place in places)
    return min(1.0, value + _DETAIL * best * detailed)


def _shared_out(found: Mapping[str, Sequence[_Place]]) -> tuple[dict[str, str], frozenset[str]]:
    """The sentence that shows each aspect best, and the aspects for which no sentence has room left.

    A sentence has room for as many aspects as it has clauses: one short sentence cannot tell the whole story.
    """
    room: dict[str, int] = {}
    quotes: dict[str, str] = {}
    crowded = set()

    def fitness(aspect: str, place: _Place) -> tuple[float, ...]:
        if aspect in _PLACED:  # a story begins with its situation and ends with what came of it
            return place.signed, place.solid >= _FIRM, _PLACED[aspect] * place.at
        fresh = place.sentence not in room and place.solid >= _FIRM
        return place.signed, place.hits + fresh, place.solid, place.weight

    # Who has a sentence made for it, or few to choose from, chooses first.
    for aspect, places in sorted(found.items(), key=lambda each: (not any(x.signed for x in each[1]), len(each[1]))):
        free = [place for place in places if room.get(place.sentence, 1) > 0 and place.solid >= _FIRM]
        if not free and any(place.solid >= _FIRM for place in places):
            crowded.add(aspect)
        for place in sorted(free or places, key=partial(fitness, aspect), reverse=True)[:1]:
            room[place.sentence] = room.get(place.sentence, _room(place.sentence)) - 1
            quotes[aspect] = place.sentence
    return quotes, frozenset(crowded)


def _room(sentence: str) -> int:
    return max(_LEAST_ROOM, sum(bool(terms(clause)) for clause in clauses(sentence)))


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
