"""How far an answer covers what was expected: key points, or the clauses of a reference answer.

Everything here works on sets of terms. Saying something again, in another order or among other words
therefore never counts for more; only precision falls when unrelated content is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.offline import polarity
from engine.offline.text import clauses, related, sentences, terms, weight_of

SYNONYM: Final = 0.85
"""Credit for a word that can stand for the expected one."""
SPELLING: Final = 0.8
"""Credit for a word one slip of the pen away, or sharing most of its beginning."""
MAX_UNITS: Final = 40
_SHORTEST: Final = 5  # letters of a word whose spelling may be forgiven
_SAME_BEGINNING: Final = 0.65  # of the longer word
_LONG_UNIT = 9.0  # weight above which a sentence of a reference answer is split at its commas
_SHORT_PIECE = 4.0
_CRUMB = 2.0
_LONE = 4.5  # weight from which a reference answer of one sentence is cut in two
_JOINT = re.compile(
    r"\s(?:and|which|that|because|so|but|while|by|to|with|for|when|if|or|from|in|as)\s|[,，、]|(?<=[㐀-鿿])[和并而以为让使的](?=[㐀-鿿])"
)
_ENOUGH = 0.4
_EASE = 0.09
_STRAY = 0.14
_CONTRADICTED = 0.5  # share of a unit's matched weight
_AT_ALL = 0.4  # share of a unit's whole weight
_TURNED = 0.3  # what is left of a unit said the wrong way round

_NONE: Final[frozenset[str]] = frozenset()

Bag = dict[str, float]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of saying a unit: its terms, and those it affirms and denies."""

    bag: Bag
    affirmed: frozenset[str]
    denied: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing a good answer covers, in one or more wordings."""

    text: str
    wordings: tuple[Wording, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of an answer to one question, with the question's own terms taken out."""

    units: tuple[Unit, ...]
    reference: tuple[Unit, ...]  # the reference answer's clauses, where the units are key points
    new: Bag  # expected terms the question does not already give away
    every: Bag  # expected terms, the question's included
    given: Bag  # the question's terms
    opposites: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """How an answer meets an Expected; every figure lies in 0-1 and belongs to the whole answer."""

    covered: tuple[float, ...]  # for each unit, saturating, less what is said the wrong way round
    coverage: float  # weighted mean of ``covered``
    touched: float  # the same, whichever way round it is said
    retold: float  # the same for the clauses of the reference answer
    recall: float  # of expected terms, the question's included
    detail: float  # recall of the terms the question does not give away
    contradicted: tuple[bool, ...]  # for each unit, whether much of it is said the wrong way round
    answer: Bag
    own: Bag  # the answer's terms without the question's
    hits: frozenset[str]  # of its own terms, those that are to the point

    def precision(self, further: Iterable[str] = ()) -> float:
        """The share of the answer's own terms that are to the point, ``further`` ones included."""
        hits = self.hits.union(further)
        total = weight_of(self.own)
        return sum(weight for term, weight in self.own.items() if term in hits) / total if total else 0.0


def finder(bag: Bag) -> Callable[[str], float]:
    """What tells of a term how far it is said in ``bag``, 0-1: as itself, by a synonym, or with a slip in spelling.

    Words are looked up by their beginnings and lengths, since comparing each with each took most of an evaluation.
    """
    meanings = frozenset[int]().union(*map(related, bag))
    begun: dict[str, list[str]] = {}
    long: dict[int, list[str]] = {}
    for word in filter(_is_spelled, bag):
        begun.setdefault(word[:_SHORTEST], []).append(word)
        long.setdefault(len(word), []).append(word)

    def credit(term: str) -> float:
        if term in bag:
            return 1.0
        if not meanings.isdisjoint(related(term)):
            return SYNONYM
        if not _is_spelled(term):
            return 0.0
        alike = any(_begins_like(term, other) for other in begun.get(term[:_SHORTEST], ()))
        alike = alike or any(
            _one_slip(term, other)
            for length in range(len(term) - 1, len(term) + 2)
            for other in long.get(length, ())
            if length > _SHORTEST or len(term) > _SHORTEST
        )
        return SPELLING if alike else 0.0

    return credit


def _is_spelled(word: str) -> bool:
    """Whether ``word`` is long enough, and of letters, so that a slip leaves it recognisable."""
    return len(word) >= _SHORTEST and word[0] <= "z" and not word.isdigit()


def _begins_like(left: str, right: str) -> bool:
    """Whether two words whose first letters are the same go on so: another ending."""
    shared = _shared(left, right)
    return shared >= _SAME_BEGINNING * max(len(left), len(right))


def _one_slip(left: str, right: str) -> bool:
    """One letter changed, added, dropped, or two neighbours swapped; the lengths differ by one at most."""
    if len(left) > len(right):
        left, right = right, left
    shared = _shared(left, right)
    a, b = left[shared:], right[shared:]
    if len(left) < len(right):
        return a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _shared(left: str, right: str) -> int:
    """How many letters two words have in common from their beginning on."""
    shorter = min(len(left), len(right))
    return next((place for place in range(shorter) if left[place] != right[place]), shorter)


def _split(reference: str) -> list[str]:
    """The clauses of a reference answer that each say one thing; the items of a list stay apart."""
    pieces: list[str] = []
    for sentence in sentences(reference):
        items = sentence.split("、") if sentence.count("、") >= 2 else [sentence]
        for item in items:
            if sum(terms(item).values()) <= _LONG_UNIT:
                pieces.append(item)
                continue
            held, start = "", len(pieces)
            for clause in clauses(item):
                held = f"{held}, {clause}" if held else clause
                if sum(terms(held).values()) >= _SHORT_PIECE:
                    pieces.append(held)
                    held = ""
            if held and len(pieces) > start and sum(terms(held).values()) < _CRUMB:
                pieces[-1] += f", {held}"
            elif held:
                pieces.append(held)
    if len(pieces) == 1 and sum(terms(pieces[0]).values()) >= _LONE:
        pieces = _halves(pieces[0])
    return pieces[:MAX_UNITS]


def _halves(sentence: str) -> list[str]:
    """A lone sentence in two, at the joint nearest its middle, so that half of it is not taken for all."""
    middle = len(sentence) / 2
    joints = [found.start() for found in _JOINT.finditer(sentence)]
    balanced = [
        at for at in joints if all(sum(terms(part).values()) >= _CRUMB for part in (sentence[:at], sentence[at:]))
    ]
    if not balanced:
        return [sentence]
    at = min(balanced, key=lambda place: abs(place - middle))
    return [sentence[:at].strip(" ,，"), sentence[at:].strip(" ,，")]


def without(bag: Mapping[str, float], given: Mapping[str, float]) -> Bag:
    """``bag`` less the terms of ``given``."""
    return {term: weight for term, weight in bag.items() if term not in given}


def _recall(wanted: Bag, said: Mapping[str, float]) -> float:
    total = sum(wanted.values())
    return sum(weight * said.get(term, 0.0) for term, weight in wanted.items()) / total if total else 0.0


def _aligned(points: Sequence[str], pieces: Sequence[str], given: Bag) -> dict[str, str]:
    """For each key point, the clauses of the reference answer that speak of it most, joined.

    Every clause goes to its nearest key point; a key point left without one gets its own nearest clause,
    or else the next that nobody has taken.
    """
    wanted = [without(terms(point), given) for point in points]
    said = [without(terms(piece), given) for piece in pieces]
    heard = [finder(bag) for bag in said]
    near = [[sum(w * each(term) for term, w in point.items()) for each in heard] for point in wanted]
    chosen: dict[str, list[str]] = {}
    for column, piece in enumerate(pieces):
        best = max(range(len(points)), key=lambda row: near[row][column])
        if near[best][column] >= 1:
            chosen.setdefault(points[best], []).append(piece)
    spoken_for = {piece for parts in chosen.values() for piece in parts}
    left = [piece for piece in pieces if piece not in spoken_for]
    for row, point in enumerate(points):
        if point not in chosen and pieces and max(near[row]) >= 0.5:
            chosen[point] = [pieces[near[row].index(max(near[row]))]]
        elif point not in chosen and left:  # both follow the same order
            chosen[point] = [left.pop(0)]
    return {point: " ; ".join(parts) for point, parts in chosen.items()}


def _wording(text: str, given: Bag) -> Wording | None:
    bag = without(terms(text), given)
    return Wording(bag, *polarity.stance(text)) if bag else None


@lru_cache(maxsize=512)
def expected(question: str, reference: str, points: tuple[str, ...]) -> Expected:
    """What an answer to ``question`` should cover; from ``reference`` alone where ``points`` is empty."""
    given = terms(question)
    pieces = _split(reference)
    every = dict(terms(reference))
    if points:
        every = every or {term: weight for point in points for term, weight in terms(point).items()}
        aligned = _aligned(points, pieces, given)
        named = [(point, [point, aligned.get(point, "")]) for point in points[:MAX_UNITS]]
    else:
        named = [(piece, [piece]) for piece in pieces]
    units = [unit for text, ways in named if (unit := _unit(text, ways, given, bool(points)))]
    reference_units = [unit for piece in pieces if (unit := _unit(piece, [piece], given, False))] if points else []
    if not units and every and (whole := _wording(reference, {})):
        units = [Unit(reference, (whole,), 1.0)]
    return Expected(
        units=tuple(units),
        reference=tuple(reference_units),
        new=without(every, given) or every,
        every=every,
        given=given,
        opposites=polarity.opposites(every),
    )


def _unit(text: str, ways: Sequence[str], given: Bag, is_point: bool) -> Unit | None:
    """A key point counts even where it uses the question's words only; a clause of a reference does not."""
    wordings = [wording for way in ways if (wording := _wording(way, given))]
    if is_point and not wordings:
        wordings = [wording for way in ways if (wording := _wording(way, {}))]
    if not wordings:
        return None
    return Unit(text, tuple(wordings), 1.0 if is_point else weight_of(wordings[0].bag) ** 0.5)


def _said(recall: float, weight: float) -> float:
    """How far a unit of ``weight`` counts as said: of a short one every word matters, of a long one half
    will do, and a stray word or two do not count."""
    enough = max(_ENOUGH, min(1.0, 1.15 - _EASE * weight))
    stray = _STRAY * min(1.0, max(0.0, (weight - 1) / 5))
    return min(1.0, max(0.0, (recall - stray) / (enough - stray)))


def mean(parts: Sequence[float], units: Sequence[Unit]) -> float:
    """The mean of the units' credits by their weights; 0 without units."""
    total = sum(unit.weight for unit in units)
    return sum(unit.weight * part for part, unit in zip(parts, units, strict=True)) / total if total else 0.0


def match(wanted: Expected, answer: str) -> Match:
    """Measure ``answer`` (already cut to a bounded length) against what was expected."""
    bag = terms(answer)
    affirmed, denied = polarity.stance(answer)
    vocabulary = dict(wanted.every)
    for unit in (*wanted.units, *wanted.reference):
        for wording in unit.wordings:
            vocabulary.update(wording.bag)
    heard = finder(bag)
    said = {term: heard(term) for term in vocabulary}

    meant, refused = affirmed - denied, denied - affirmed
    # What one part affirms and another denies ("A loses data, B does not") may be said either way of the other.
    parts = [wording for unit in (*wanted.units, *wanted.reference) for wording in unit.wordings]
    ever_affirmed = _NONE.union(*(part.affirmed for part in parts))
    ever_denied = _NONE.union(*(part.denied for part in parts))

    def wrong(wording: Wording, term: str) -> bool:
        return (
            (term in wording.affirmed and term not in ever_denied and term in refused)
            or (term in wording.denied and term not in ever_affirmed and term in meant)
            or (term not in bag and bool(wanted.opposites.get(term, _NONE) & meant))
        )

    def judged(wording: Wording) -> tuple[float, bool]:
        recall = _recall(wording.bag, said)
        matched = sum(weight for term, weight in wording.bag.items() if said[term])
        avoided = wording.denied - wording.affirmed  # "open" is as good as "not closed"
        put_otherwise = any(wanted.opposites.get(term, _NONE) & meant for term in avoided)
        turned = sum(
            weight
            for term, weight in wording.bag.items()
            if wrong(wording, term) and not (put_otherwise and term in avoided)
        )
        contradicted = turned >= _CONTRADICTED * matched > 0 and turned >= _AT_ALL * weight_of(wording.bag)
        return _said(recall, weight_of(wording.bag)), contradicted

    def credit(outcome: tuple[float, bool]) -> float:
        return outcome[0] * (_TURNED if outcome[1] else 1.0)

    outcomes = [max((judged(wording) for wording in unit.wordings), key=credit) for unit in wanted.units]
    covered = [credit(outcome) for outcome in outcomes]
    retold = [credit(judged(unit.wordings[0])) for unit in wanted.reference]
    own = without(bag, wanted.given)
    known = finder(vocabulary)
    hits = frozenset(term for term in own if known(term))
    return Match(
        covered=tuple(covered),
        coverage=mean(covered, wanted.units),
        touched=mean([part for part, _ in outcomes], wanted.units),
        retold=mean(retold, wanted.reference),
        recall=_recall(wanted.every, said),
        detail=_recall(wanted.new, said),
        contradicted=tuple(contradicted for _, contradicted in outcomes),
        answer=bag,
        own=own,
        hits=hits,
    )
