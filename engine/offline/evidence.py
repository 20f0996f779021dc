"""Evidence of how an answer meets a reference answer, and the weights that make one figure of it.

Used where a question has a reference answer and no key points: then nobody has said which of its parts count,
and no single way of comparing serves every subject. All evidence works on sets, drawn from those sentences of
the answer that touch the subject, so that saying a thing again or adding other matter earns nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from engine.i18n import language_of
from engine.offline.curves import Curve, at
from engine.offline.match import Bag, Expected, Match, finder
from engine.offline.text import clauses, is_weak, sentences, terms, tokens, weight_of

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "recall": 0.128,
        "aligned": 0.104,
        "coverage": 0.112,
        "letters": 0.140,
        "shape": 0.149,
        "own": 0.107,
        "precision": 0.101,
        "volume": 0.160,
    }
)
"""What ``python -m bench.fit`` prints for four public sets of marked answers (networks, electricity and school
science in English, logistics in Chinese; 4,482 answers), one ridge drawn towards equal weights. Left out in turn,
each set gives nearly the same. The constants below are set by hand, on answers written for the tests, and looked at
beside the same sets.

Vectors of words were tried beside these and left out: the cosine of wordllama adds .003 to r on the average of the
three English sets (.005 within questions), that of GloVe nothing, and neither does aligning words by GloVe. The
weights of wordllama are made from the token embeddings of Llama 2, whose licence is not this project's."""

_PRECISION: Final = frozenset({"own", "precision"})
_PRECISE: Final = 0.6  # share of an answer that is to the point, from which it is precise
_CONTENT: Final = ("recall", "coverage", "letters", "own")
_AMOUNT: Final = ("aligned", "coverage", "volume")
_FROM_LONG: Final[Curve] = ((0, 0), (0.08, 0.02), (0.2, 0.3), (0.36, 0.53), (0.65, 0.635), (0.716, 0.87), (1, 1))
_FROM_SHORT: Final[Curve] = ((0, 0), (0.72, 0.8), (1, 1))
_LONG: Final = (4.0, 12.0)  # words of the reference answer between which it grows from short to long
_STRANGE: Final = (3.0, 8.0)  # words foreign to the subject between which an answer grows suspect
_ABOUT, _TOLD = 0.4, 0.3  # share of its words on the subject, or of the reference answer's told, that clears it, with
_SURE: Final = 5.0  # so many that are particular to the subject
_VOUCHED: Final = (0.33, 0.43)  # blend between which it is on the subject whatever else it says
_MET: Final = (0.0, 0.1)  # share of the reference's words said, and of its own that are among them, below which an
_UNMET: Final = 0.4  # answer that has nothing of it is worth less, down to this part, though it speaks of the subject
_NEW: Final = (0.02, 0.1)  # share of letters not given by the question, below which it is the question given back
_WRONG: Final = 0.75  # what an answer loses that denies the whole reference answer in its own words;
_SAME_WORDS: Final = (0.3, 0.6)  # the blend between which it has enough of them for the denial to be sure
_WINDOW: Final = 2  # neighbouring clauses in which a part of the reference is looked for
_APART = 0.5
_ALIGNED: Final = 0.6  # recall of a part's terms from which it counts as said
_STRONG: Final = 0.5  # least weight of a term that can show the subject
_TOUCHES: Final = 0.34  # share of a sentence's terms that belong to the subject, from which it touches it
_TOUCHES_TWICE: Final = 2  # strong terms from which it does so however long it is


def touching(said: str, subject: Bag) -> list[str]:
    """The sentences of ``said`` that touch the subject, verbatim; a lone one whether it does or not."""
    every = sentences(said)
    known = finder(subject)
    kept = []
    for sentence in every:
        bag = terms(sentence)
        hits = [weight for term, weight in bag.items() if weight >= _STRONG and known(term)]
        if hits and (len(hits) >= _TOUCHES_TWICE or sum(hits) >= _TOUCHES * weight_of(bag)):
            kept.append(sentence)
    return kept or every * (len(every) == 1)


@lru_cache(maxsize=4096)
def _letters(text: str) -> frozenset[str]:
    """Three neighbouring letters of English, one or two of Chinese: slips and other orders leave most of them."""
    found: set[str] = set()
    for clause in clauses(text):
        words = tokens(clause)
        runs = [word for word in words if word[0] >= "㐀"]
        found.update(sign for run in runs for sign in run if not is_weak(sign))
        latin = f" {' '.join(word for word in words if word[0] < '㐀')} "
        found.update(latin[at : at + 3] for at in range(len(latin) - 2))
        found.update(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _shapes(text: str) -> Counter[str]:
    """How often three or four neighbouring letters stand in the different English words of ``text``.

    Unlike ``_letters`` this counts what words have in common by their build, and words of grammar too. Each
    word counts once, so neither order nor repetition changes anything.
    """
    words = dict.fromkeys(f" {word} " for word in tokens(text) if word[0] < "㐀")
    return Counter(word[at : at + size] for word in words for size in (3, 4) for at in range(len(word) - size + 1))


def _cosine(left: Mapping[str, int], right: Mapping[str, int]) -> float:
    shared = sum(count * right.get(gram, 0) for gram, count in left.items())
    size = math.sqrt(sum(count**2 for count in left.values()) * sum(count**2 for count in right.values()))
    return shared / size if size else 0.0


def _fresh(parts: Sequence[str]) -> list[str]:
    """Those of ``parts`` that say something none before them did: what is said again is nobody's neighbour."""
    known: set[str] = set()
    kept = []
    for part in parts:
        bag = terms(part).keys()
        if bag - known:
            kept.append(part)
            known |= bag
    return kept


def _aligned(wanted: Expected, parts: Sequence[str]) -> float:
    """How far the parts of the reference are found, each in its own place: two neighbouring clauses of the answer."""
    windows = [" ; ".join(parts[at : at + _WINDOW]) for at in range(len(parts))]
    places = [(finder(terms(window)), window) for window in windows]
    total = gained = 0.0
    for unit in wanted.units:
        bag = unit.wordings[0].bag
        best = max(
            (sum(weight * _stands(term, *place) for term, weight in bag.items()) for place in places), default=0.0
        )
        total += unit.weight
        gained += unit.weight * min(1.0, best / weight_of(bag) / _ALIGNED)
    return gained / total if total else 0.0


def _stands(term: str, said: Callable[[str], float], window: str) -> float:
    """What ``said`` finds, and some credit for a Chinese pair whose characters stand apart ("清除杂草", "杂草清除")."""
    credit = said(term)
    return _APART if not credit and term[0] >= "㐀" and all(sign in window for sign in term) else credit


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer beside a reference answer. ``kinds`` holds the evidence, 0-1, by the names of ``WEIGHTS``."""

    kinds: Mapping[str, float]
    related: float  # 0-1: how surely the answer speaks of the subject at all
    long: float  # 0-1: whether the reference answer says several things (1) or one (0)
    turned: float  # 0-1: the share of it that the answer says the wrong way round


def read(question: str, reference: str, said: str, wanted: Expected, found: Match) -> Reading:
    """Gather the evidence for ``said``, the answer without padding.

    Chinese is compared in pairs of characters, of which the question's own would drown the rest; so there they
    are left out throughout.
    """
    han = language_of(reference) == "zh"
    text = "\n".join(touching(said, wanted.given | wanted.every))
    asked, expected, spoken = _letters(question), _letters(reference), _letters(text)
    letters = expected - asked or expected
    own = found.precision()
    kinds = {
        "recall": found.detail if han else found.recall,
        "aligned": _aligned(wanted, _fresh(clauses(text))),
        "coverage": found.touched,
        "letters": _share(letters & spoken, letters),
        "shape": _share(letters & spoken, letters) if han else _cosine(_shapes(reference), _shapes(text)),
        "own": own,
        "precision": own if han else _share_of_weight(found.answer, wanted.every),
        "volume": min(1.0, _share(spoken - asked, letters)) if han == (language_of(text) == "zh") else 0.0,
    }
    word = 0.5 if han else 1.0  # a Chinese word makes two pairs of characters
    return Reading(
        kinds=kinds,
        related=_related(wanted, found, word) * _between(_share(spoken - asked, spoken), *_NEW),
        long=_between(weight_of(wanted.new) * word, *_LONG),
        turned=_turned(wanted, found),
    )


def _between(value: float, low: float, high: float) -> float:
    """Where ``value`` lies from ``low`` (0) to ``high`` (1)."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _share_of_weight(bag: Bag, wanted: Bag) -> float:
    whole, known = weight_of(bag), finder(wanted)
    return sum(weight for term, weight in bag.items() if known(term)) / whole if whole else 0.0


def _related(wanted: Expected, found: Match, word: float) -> float:
    """A short answer may say the right thing in words of its own; a long one without a word of the subject does not."""
    known = finder(wanted.given | wanted.every)
    shared = [weight for term, weight in found.answer.items() if known(term)]
    whole = weight_of(found.answer) or 1.0
    sure = min(1.0, sum(weight for weight in shared if weight >= 1) * word / _SURE)
    about = min(1.0, max(sum(shared) / whole / _ABOUT, found.detail / _TOLD))
    return 1 - _between((whole - sum(shared)) * word, *_STRANGE) * (1 - about * sure)


def _turned(wanted: Expected, found: Match) -> float:
    total = sum(unit.weight for unit in wanted.units)
    wrong = sum(unit.weight for unit, turned in zip(wanted.units, found.contradicted, strict=True) if turned)
    return wrong / total if total else 0.0


def blend(kinds: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The weighted mean of the evidence, 0-1."""
    return sum(weight * kinds[name] for name, weight in weights.items()) / sum(weights.values())


def worth(reading: Reading, weights: Mapping[str, float] = WEIGHTS) -> float:
    """What the answer is worth, 0-1.

    Beside a short reference answer the blend itself, lifted a little. Beside a long one who says all of it in
    other words uses many that it does not have, and who copies half of it none: so there half counts by how
    much of it is said, precision is soon enough, and the curve sets both apart. It rises early, for people give
    a long answer more than half of the marks that meets a third of a long reference in words of its own.
    """
    kinds = reading.kinds
    plain = blend(kinds, weights)
    eased = {name: min(1.0, value / _PRECISE) if name in _PRECISION else value for name, value in kinds.items()}
    whole = sum(kinds[name] for name in _AMOUNT) / len(_AMOUNT)
    amount = (blend(eased, weights) + whole) / 2
    met = sum(kinds[name] for name in _CONTENT) / len(_CONTENT)
    related = max(reading.related, _between(plain, *_VOUCHED)) * (_UNMET + (1 - _UNMET) * _between(met, *_MET))
    long = at(_FROM_LONG, amount * related)
    short = at(_FROM_SHORT, plain * related)
    wrong = _WRONG * reading.turned * _between(plain, *_SAME_WORDS)
    return (reading.long * long + (1 - reading.long) * short) * (1 - wrong)
