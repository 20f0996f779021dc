"""How the offline score agrees with people's marks, on answers neither written nor seen by the project.

Every figure of a source comes from weights fitted to the other sources given; to a lone source, equal weights.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from bench.fit import Array, Marked, centred, fit, load
from bench.rows import Row, row
from engine.i18n import language_of
from engine.model import Answer
from engine.offline.feedback import evaluate
from engine.offline.text import tokens

VARIABLE: Final = "REHEARSAL_GRADING"
_LEVELS: Final = 6  # whole marks 0-5
_BASELINES: Final = ("mean", "length", "TF-IDF")
files: list[Path] = []
"""What ``--data`` names; without it, the paths in ``REHEARSAL_GRADING``, parted like a search path."""


def grading() -> Sequence[Row]:
    """Agreement with people's marks for each source, beside baselines measured the same way.

    r is Pearson's correlation, pooled and, "within", after each question's mean is taken from scores and marks.
    RMSE is in marks (0-5), kappa is quadratically weighted over whole marks; a score of 100 stands for a mark of
    5, and a baseline is brought to marks by a line fitted to the other sources. Each row is met where its own
    figure betters every baseline.
    """
    named = files or [Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name]
    if not named:
        print(f"grading: no data (--data FILE or {VARIABLE})")
        return [row("grading", 0, "no data", reach="r above length and TF-IDF", met=False)]
    rows = load(named)
    found: list[Row] = []
    for source in sorted({each.source for each in rows}):
        own = [each for each in rows if each.source == source]
        found += _measured(source, own, [each for each in rows if each.source != source])
    return found


def _measured(source: str, rows: Sequence[Marked], others: Sequence[Marked]) -> list[Row]:
    weights = fit(others)
    marks = np.array([each.mark for each in rows])
    asked = [each.question.text + each.question.reference_answer for each in rows]
    guesses: dict[str, Array] = {
        "mean": np.zeros(len(rows)),
        "length": _lengths(rows),
        "TF-IDF": _cosines(rows),
    }
    other_guesses = {"mean": np.zeros(len(others)), "length": _lengths(others), "TF-IDF": _cosines(others)}
    other_marks = np.array([each.mark for each in others])
    as_marks = {name: _line(other_guesses[name], other_marks, guess) for name, guess in guesses.items()}
    scores = _scores(rows, weights)
    as_marks["score"], guesses["score"] = scores / 20, scores

    def pooled(name: str) -> float:
        return _r(guesses[name], marks)

    def within(name: str) -> float:
        return _r(centred(guesses[name], asked), centred(marks, asked))

    def rmse(name: str) -> float:
        return float(np.sqrt(np.mean((as_marks[name] - marks) ** 2)))

    def kappa(name: str) -> float:
        return _kappa(as_marks[name], marks)

    measures: Mapping[str, Callable[[str], float]] = {
        "r": pooled, "r within": within, "RMSE": rmse, "kappa": kappa,
    }  # fmt: skip
    values = {unit: {name: measure(name) for name in guesses} for unit, measure in measures.items()}
    found = []
    for unit, each in values.items():
        beside = [each[name] for name in _BASELINES]
        reach = ", ".join(f"{name} {value:.2f}" for name, value in zip(_BASELINES, beside, strict=True))
        best = min(beside) if unit == "RMSE" else max(beside)
        met = each["score"] < best if unit == "RMSE" else each["score"] > best
        line = row("grading", each["score"], unit, baseline=best, reach=reach, met=met)
        found.append(Row(**{**line, "source": source}))
    return found


def _scores(rows: Sequence[Marked], weights: Mapping[str, float]) -> Array:
    scores = [evaluate(each.question, Answer(text=each.answer), weights).score or 0 for each in rows]
    return np.array(scores, dtype=np.float64)


def _lengths(rows: Sequence[Marked]) -> Array:
    """The logarithm of each answer's length: of the usual ways to count it the one closest to people's marks."""
    return np.array([math.log1p(len(each.answer)) for each in rows])


def _cosines(rows: Sequence[Marked]) -> Array:
    """The cosine of each answer and its reference answer, words (Chinese: pairs of characters) weighted by rarity.

    Rarity is counted within the source, marks unseen.
    """
    bags = [(_bag(each.question.reference_answer), _bag(each.answer)) for each in rows]
    texts = {each.question.reference_answer: bag for each, (bag, _) in zip(rows, bags, strict=True)}
    every = [*texts.values(), *(bag for _, bag in bags)]
    seen = Counter(term for bag in every for term in bag)
    rarity = {term: math.log((1 + len(every)) / (1 + count)) + 1 for term, count in seen.items()}
    return np.array([_cosine(left, right, rarity) for left, right in bags])


def _bag(text: str) -> Counter[str]:
    words = tokens(text)
    if language_of(text) == "zh":
        run = "".join(words)
        return Counter(run[at : at + 2] for at in range(len(run) - 1))
    return Counter(words)


def _cosine(left: Counter[str], right: Counter[str], rarity: Mapping[str, float]) -> float:
    def dot(one: Counter[str], other: Counter[str]) -> float:
        return sum(count * other[term] * rarity[term] ** 2 for term, count in one.items())

    size = math.sqrt(dot(left, left) * dot(right, right))
    return dot(left, right) / size if size else 0.0


def _line(known: Array, marks: Array, guess: Array) -> Array:
    """``guess`` in marks, by the line that fits ``known`` to ``marks``; half the scale without any."""
    if not len(marks):
        return np.full(len(guess), 2.5)
    slope = np.cov(known, marks)[0, 1] / known.var(ddof=1) if known.std() else 0.0
    return np.asarray(np.clip(marks.mean() + slope * (guess - known.mean()), 0, 5))


def _r(one: Array, other: Array) -> float:
    """Pearson's r; 0 where either does not vary."""
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 1e-12 and other.std() > 1e-12 else 0.0


def _kappa(guess: Array, marks: Array) -> float:
    """Quadratic weighted kappa over whole marks; 0 where chance alone would agree as well."""
    left, right = (np.floor(np.clip(each, 0, 5) + 0.5).astype(int) for each in (guess, marks))
    table = np.zeros((_LEVELS, _LEVELS))
    np.add.at(table, (left, right), 1)
    apart = (np.arange(_LEVELS)[:, None] - np.arange(_LEVELS)[None, :]) ** 2
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / len(marks)
    expected = float((apart * by_chance).sum())
    return 1 - float((apart * table).sum()) / expected if expected else 0.0
