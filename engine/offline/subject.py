"""Whether a story is about what was asked: the line of the resume, the project, the kind of event.

Stories are told in the candidate's own words, so the absence of the question's words proves little. What speaks
against a story is that it clearly belongs to another walk of life, or shows no trace of the event asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from engine.model import Category, Language, Question
from engine.offline.bank import Item, items, place_of
from engine.offline.match import Bag, finder, without
from engine.offline.text import is_stop, lexicon, normalise, stem, terms, tokens, weight_of

OTHER: Final = 0.38
"""What is left of a story about something else: told perfectly it stays weak."""
_LOOSE: Final = 0.8  # of one that hardly speaks of what was asked
_NAMED: Final = 1.0  # weight of the subject's own words from which a story names it
_SURELY_NAMED: Final = 2.0  # the same for one that seems to belong to another walk of life
_PARTICULAR: Final = 2.5  # weight from which a subject is particular enough to be missed
_MOST_PARTICULAR: Final = 4.0  # the same where no walk of life is known to compare with
_LONG: Final = 14.0  # words of a story from which it should have come to its subject
_SURELY_SHOWN: Final = 2.0  # words that surely show a walk of life
_SURELY_ELSEWHERE: Final = 3.3  # the same where only an employer, a post or a course is named: any may touch many
_SOMEWHERE: Final = 1.5  # words that show any walk of life, without which silence on the subject proves nothing
_KIN: Final = 0.5  # share of a story's leading walk of life that the subject's must have beside it
_HINTS: Final = 3  # different words that each only hint at the event asked for
_QUOTED = re.compile(r"“([^”]+)”|「([^」]+)」|\"([^\"]+)\"|(?<!\w)['‘]([^'’]{12,})['’](?!\w)")
_MEASURES: Final = "second minute hour day week month quarter year percent hundred thousand million"


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a story bears on its question: what it counts for (0-1], and whether it is about something else."""

    share: float
    elsewhere: bool = False
    subject: str = ""  # the resume's words it should have been about, if the question quotes any


_ON: Final = Bearing(1.0)


@cache
def _walks() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """English stem -> walks of life it shows, and Chinese word -> the same."""
    latin: dict[str, list[str]] = {}
    han: dict[str, list[str]] = {}
    for name, words in lexicon("subjects").items():
        for word in words.split():
            if word[0] >= "㐀":
                han.setdefault(word, []).append(name)
            else:
                for part in tokens(word):
                    if not is_stop(part):  # the "in" of "check-in" shows nothing
                        latin.setdefault(stem(part), []).append(name)
    return {word: tuple(set(each)) for word, each in latin.items()}, {word: tuple(each) for word, each in han.items()}


@cache
def _measures() -> frozenset[str]:
    return frozenset(stem(word) for word in _MEASURES.split())


def walks_of_life(text: str) -> Mapping[str, float]:
    """The walks of life that words of ``text`` show; a word that stands in several counts a part in each."""
    latin, han = _walks()
    plain = normalise(text)
    found = {word: latin[word] for token in tokens(plain) if (word := stem(token)) in latin}
    found.update({word: walks for word, walks in han.items() if word in plain})
    shown: dict[str, float] = {}
    for walks in found.values():
        for walk in walks:
            shown[walk] = shown.get(walk, 0.0) + 1 / len(walks) ** 0.5
    return shown


def bearing(question: Question, said: str, language: Language, asked_in: Language, answer: Bag) -> Bearing:
    """How the story ``said``, whose terms are ``answer``, bears on ``question``.

    A follow-up may leave out what it is about, and words of two languages cannot meet: both count in full.
    """
    if question.is_follow_up or language != asked_in:
        return _ON
    place = place_of(question.key_points[0]) if question.key_points else None
    if topics := _topics(question, place.item if place else None):
        plain = normalise(said)
        if any(re.search(topic[language], plain) for topic in topics):
            return _ON
        if place and place.item.hints and len(set(re.findall(place.item.hints[language], plain))) >= _HINTS:
            return _ON
        # The kinds of event of a question from elsewhere are a guess: a story that takes up its words is on it too.
        if place or _about(question, None, said, language, answer).share < 1:
            return Bearing(OTHER, elsewhere=True)
        return _ON
    return _about(question, place.item if place else None, said, language, answer)


def _topics(question: Question, item: Item | None) -> list[Mapping[str, str]]:
    """The kinds of event a question asks for; of one not from the bank, those that its words show."""
    if item:
        return [item.topic] if item.topic else []
    if question.category != Category.BEHAVIOURAL.value:
        return []
    plain = normalise(question.text)
    every = [each.topic for each in items() if each.topic]
    return [topic for topic in every if any(re.search(pattern, plain) for pattern in topic.values())]


def _about(question: Question, item: Item | None, said: str, language: Language, answer: Bag) -> Bearing:
    quoted = " ; ".join(part for parts in _QUOTED.findall(question.text) for part in parts if part)
    wording = " ".join(item.wordings[language].texts) if item else ""
    wanted = without(terms(question.text), terms(re.sub(r"\{\w+\}", " ", wording)))
    if item and not item.is_template:
        return _ON
    if quoted:
        wanted |= terms(quoted)
    wanted = {term: weight for term, weight in wanted.items() if term not in _measures()}
    said_of = finder(answer)
    named = sum(weight * said_of(term) for term, weight in wanted.items())
    scale = 0.5 if language == "zh" else 1.0  # a Chinese word makes two pairs of characters
    named *= scale
    asked = walks_of_life(f"{quoted} {question.skill}" if quoted else question.text)
    told = walks_of_life(said)
    kin = sum(told.get(walk, 0.0) for walk in asked)
    most = max(told.values(), default=0.0)
    foreign = most >= (_SURELY_SHOWN if quoted else _SURELY_ELSEWHERE) and kin < _KIN * most
    particular = weight_of(wanted) * scale
    silent = bool(quoted) and particular >= _PARTICULAR and not named and not kin and most >= _SOMEWHERE
    if named >= _SURELY_NAMED or (named >= _NAMED and not foreign) or not wanted:
        return _ON
    long = weight_of(answer) * scale >= _LONG
    if (asked and (foreign or (silent and long))) or (silent and foreign and particular >= _MOST_PARTICULAR):
        return Bearing(OTHER, elsewhere=True, subject=quoted)
    return _ON if kin >= 1 else Bearing(_LOOSE)
