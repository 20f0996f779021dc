"""From what an answer covers to ratings on the rubric's dimensions.

How the numbers came about: the weights of the evidence beside a reference answer are fitted to people's marks
(``bench.fit``); everything else is set by hand. The shape of a unit's credit (``match``) and the curves were
chosen so that a whole reference answer in other words lands at 85 or more, half of it at 40-65 and an unrelated
answer at 10 or less, on answers written for the tests, and then checked against the same marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from engine import rubric
from engine.i18n import language_of
from engine.model import Category, Language, Question
from engine.offline import aspects, form, signs
from engine.offline.bank import place_of
from engine.offline.curves import Curve, at
from engine.offline.evidence import WEIGHTS, Reading, read, worth
from engine.offline.match import Expected, Match, expected, finder, match
from engine.offline.subject import OTHER, Bearing, bearing
from engine.offline.text import MAX_CHARS, terms, weight_of

VERSION: Final = "4"
"""Raise it with every change to how scores come about; it enters the provenance of each evaluation."""

COVERED: Final = 0.5
"""Credit from which a key point counts as covered."""

_ACCURACY: Curve = (
    (0, 0), (0.05, 0.04), (0.2, 0.42), (0.5, 0.62), (0.65, 0.68), (0.77, 0.9), (0.9, 0.97), (1, 1),
)  # fmt: skip
_COMPLETENESS: Curve = ((0, 0), (0.08, 0.02), (0.5, 0.5), (0.65, 0.65), (0.77, 0.85), (0.9, 0.95), (1, 1))
_DEPTH: Curve = (
    (0, 0), (0.05, 0.04), (0.2, 0.35), (0.5, 0.52), (0.65, 0.62), (0.75, 0.9), (0.9, 0.97), (1, 1),
)  # fmt: skip
_EXPRESSION: Curve = ((0, 0), (0.05, 0.05), (0.2, 0.6), (0.6, 0.8), (0.77, 0.95), (0.9, 1), (1, 1))
_RETOLD: Curve = ((0, 0), (0.7, 0), (0.85, 1), (1, 1))  # who retells the reference answer meets its key points
_SHORT_REFERENCE = (4.0, 12.0)  # weight of the expected terms between which the short form gives way
_WRONG = 0.7  # of the detail in what is said the wrong way round
_COVERAGE_IN_DEPTH = 0.7
_UNRELATED = 4.0  # a quarter of the answer's own terms must be to the point for coverage to count in full
_ON_SUBJECT = 4.0  # words of the question or the reference answer
_SUBJECT_SHARE = 0.3  # the same as a share of what is said
_LIST, _JUMBLE = 0.3, 0.3  # what is left of coverage
_STAR: Final[Mapping[str, tuple[str, ...]]] = {
    "situation": ("situation",),
    "action": ("action",),
    "result": ("result",),
    "reflection": ("reflection",),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer measured. ``covered`` has one credit (0-1) for each unit of ``wanted``."""

    wanted: Expected
    match: Match
    story: aspects.Story
    aspects: tuple[str, ...]  # of each unit; "" for one known by its words
    covered: tuple[float, ...]
    signs: tuple[frozenset[str], ...]  # of each unit: further words that showed it
    ratings: Mapping[str, float]
    is_list: bool
    is_jumbled: bool
    reading: Reading | None = None  # where a reference answer alone says what is expected
    elsewhere: Bearing | None = None  # of a story about something else than what was asked


def judge(question: Question, answer: str, language: Language, weights: Mapping[str, float] = WEIGHTS) -> Judgement:
    """Measure ``answer`` (what was said, in ``language``) against what ``question`` expects.

    At most ``MAX_CHARS`` characters are looked at. With neither key points nor a reference answer only a
    behavioural question can be judged, by its story. ``weights`` are those of the evidence beside a reference
    answer. Words in an order no more like sentences than their
    reverse are worth the lesser of the two, so that turning an answer round never pays.
    """
    return (
        _remembered(question, answer, language) if weights is WEIGHTS else _judged(question, answer, language, weights)
    )


# An answer is measured when a follow-up is looked for, and again moments later when it is judged.
@lru_cache(maxsize=64)
def _remembered(question: Question, answer: str, language: Language) -> Judgement:
    return _judged(question, answer, language, WEIGHTS)


def _judged(question: Question, answer: str, language: Language, weights: Mapping[str, float]) -> Judgement:
    straight = _measured(question, answer, language, weights)
    turned = " ".join(reversed(answer[:MAX_CHARS].split()))
    if form.disorder(answer[:MAX_CHARS]) < form.disorder(turned):
        return straight
    other = _measured(question, turned, language, weights)
    if _worth(question, other) < _worth(question, straight):
        return replace(straight, ratings=other.ratings)
    return straight


def _worth(question: Question, judgement: Judgement) -> int:
    return rubric.score(question.category, judgement.ratings)


def _measured(question: Question, answer: str, language: Language, weights: Mapping[str, float]) -> Judgement:
    kept = form.to_the_point(answer[:MAX_CHARS])
    said = form.unpadded(kept)
    wanted = expected(question.text, question.reference_answer, question.key_points)
    found = match(wanted, said)
    named = tuple(_aspect(question, unit.text) for unit in wanted.units)
    sought: dict[str, list[str]] = {}
    for unit, name in zip(wanted.units, named, strict=True):
        if name:
            sought.setdefault(name, []).extend(signs.of_aspect(unit.text, language))
    for name in _STAR if is_behavioural(question) else ():
        sought.setdefault(name, [])
    story = aspects.Story({}, {})
    if sought:
        ahead = aspects.looks_ahead(question.text, language_of(question.text))
        given = wanted.given.keys()
        story = aspects.tell(kept, language, sought, part=question.is_follow_up, ahead=ahead, given=given)
    signed = [
        (0.0, frozenset[str]()) if name else signs.shown(unit.text, said)
        for unit, name in zip(wanted.units, named, strict=True)
    ]
    further = frozenset(term for _, words in signed for word in words for term in terms(word))
    matched = frozenset(found.answer.keys() & (wanted.every.keys() | _vocabulary(wanted) | further))
    listed = form.is_list(said, matched, question.text, question.reference_answer or " ".join(question.key_points))
    jumbled = form.is_jumbled(answer[:MAX_CHARS], len(matched))
    left = (_LIST if listed else 1.0) * (_JUMBLE if jumbled else 1.0)
    asked_in = question.language or language_of(question.text)
    bears = bearing(question, said, language_of(said), asked_in, found.answer) if sought else Bearing(1.0)
    told = {aspect: strength * (1.0 if bears.elsewhere else bears.share) for aspect, strength in story.strength.items()}
    retold = at(_RETOLD, found.retold)
    topical = _topical(wanted, found, sum(strength for strength, _ in signed))
    elsewhere = bears.elsewhere and retold < COVERED
    covered = tuple(
        max(told.get(aspect, 0.0) if aspect else part, shown * topical, retold) * left
        for part, aspect, (shown, _) in zip(found.covered, named, signed, strict=True)
    )
    reading = None
    if is_behavioural(question):
        ratings = _behavioural_ratings(question, named, covered, told, max(found.coverage, found.retold), left)
    elif not question.key_points:
        reading = read(question.text, question.reference_answer, said, wanted, found)
        share = worth(reading, weights) * left
        ratings = _shared_out(share, found, neat=not (listed or jumbled))
    else:
        ratings = _ratings(
            wanted, found, covered, any(named), left, precision=found.precision(further), neat=not (listed or jumbled)
        )
    if elsewhere:
        ratings = {name: rubric.tenths(1 + OTHER * (rating - 1)) for name, rating in ratings.items()}
        covered = tuple(part * OTHER for part in covered)
    shown = tuple(words for _, words in signed)
    return Judgement(
        wanted, found, story, named, covered, shown, ratings, listed, jumbled, reading, bears if elsewhere else None
    )


def is_behavioural(question: Question) -> bool:
    return question.category == Category.BEHAVIOURAL.value


def _topical(wanted: Expected, found: Match, signed: float) -> float:
    """How far signs may be trusted (0-1): an answer on the subject also uses words of its question or reference."""
    subject = {term for term, weight in (wanted.given | wanted.every).items() if weight >= 1}
    # A short right answer has no room for many of them.
    needed = min(_ON_SUBJECT, max(1.0, _SUBJECT_SHARE * len(found.answer)))
    # Signs of several key points bear each other out: an answer on something else meets one by chance.
    borne_out = max(0.0, signed - 1)
    said = finder(found.answer)
    return min(1.0, (sum(said(term) for term in subject) + borne_out) / needed)


def _vocabulary(wanted: Expected) -> set[str]:
    return {term for unit in wanted.units for wording in unit.wordings for term in wording.bag}


def _aspect(question: Question, point: str) -> str:
    if place := place_of(point):
        return place.aspect
    if question.key_points and aspects.is_story(question.type, question.category):
        return aspects.aspect_named(point, "zh" if any("㐀" <= sign <= "鿿" for sign in point) else "en")
    return ""


def _ratings(
    wanted: Expected,
    found: Match,
    covered: Sequence[float],
    told: bool,
    left: float,
    *,
    precision: float,
    neat: bool,
) -> dict[str, float]:
    """Accuracy, completeness, depth and expression; all 1 where nothing is covered."""
    weights = [unit.weight for unit in wanted.units]
    coverage = sum(weight * part for weight, part in zip(weights, covered, strict=True)) / (sum(weights) or 1)
    if coverage <= 0:
        return dict.fromkeys(rubric.WEIGHTS, 1.0)
    turned = sum(weight for weight, wrong in zip(weights, found.contradicted, strict=True) if wrong) / sum(weights)
    detail, short = coverage if told else found.detail * left * (1 - _WRONG * turned), 0.0
    mixed = 0.7 * coverage + 0.3 * detail
    brief = (mixed * (0.45 + 0.35 * found.recall + 0.2 * precision)) ** 0.8
    if not told:
        low, high = _SHORT_REFERENCE
        short = 1 - min(1.0, max(0.0, (weight_of(wanted.new) - low) / (high - low)))
        related = min(1.0, _UNRELATED * precision)
        coverage, detail = coverage * related, detail * related
    depth = _COVERAGE_IN_DEPTH * coverage + (1 - _COVERAGE_IN_DEPTH) * detail
    shares = {
        "accuracy": at(_ACCURACY, coverage),
        "completeness": at(_COMPLETENESS, coverage),
        "depth": at(_DEPTH, depth),
        "expression": at(_EXPRESSION, coverage) if neat else 0.0,
    }
    return {name: rubric.tenths(1 + 4 * ((1 - short) * long + short * brief)) for name, long in shares.items()}


def _shared_out(share: float, found: Match, *, neat: bool) -> dict[str, float]:
    """Ratings that make up ``share`` (0-1) of the score, with what each dimension looks at leaning its own way."""
    parts = {
        "accuracy": share,
        "completeness": (share + found.coverage) / 2,
        "depth": (share + found.detail) / 2,
        "expression": share**0.5 if neat else 0.0,
    }
    weights = {name: float(weight) for name, weight in rubric.WEIGHTS.items() if neat or name != "expression"}
    wanted = min(1.0, share / sum(weights.values()))
    total = sum(weight * parts[name] for name, weight in weights.items()) / sum(weights.values())
    for name in weights:
        if total > wanted:
            parts[name] *= wanted / total
        elif total < 1:
            parts[name] = 1 - (1 - parts[name]) * (1 - wanted) / (1 - total)
    return {name: rubric.tenths(1 + 4 * part) for name, part in parts.items()}


def _behavioural_ratings(
    question: Question,
    named: Sequence[str],
    covered: Sequence[float],
    told: Mapping[str, float],
    coverage: float,
    left: float,
) -> dict[str, float]:
    """Situation, action, result and reflection, each by whether the answer tells of it.

    Who retells the reference answer tells of all four, even where no cue shows it; a follow-up asks for one
    part only and is rated on that part.
    """
    retold = min(1.0, max(0.0, (coverage - 0.6) / 0.25))
    if question.is_follow_up and named:
        shares = dict.fromkeys(_STAR, max(covered))
    else:
        shares = {name: max([told.get(cue, 0.0) for cue in cues] + [retold]) * left for name, cues in _STAR.items()}
    return {name: rubric.tenths(1 + 4 * share) for name, share in shares.items()}
