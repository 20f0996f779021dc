"""``python -m bench.fit FILE ...``: fit the weights of the evidence to people's marks and print them.

The handful of weights that ``engine.offline.evidence`` ships comes from here. The rest of the way from an answer
to its score (curves, thresholds, what is left of a list of catchwords) is set by hand on answers written for the
tests, not fitted to marks.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.i18n import language_of
from engine.model import Question
from engine.offline import form
from engine.offline.evidence import WEIGHTS, Reading
from engine.offline.score import judge

STRENGTH: Final = 2.0
"""How hard the weights are drawn towards being equal, in units of a source's own evidence. Chosen by leaving each
source out in turn: from 0.5 to 8 hardly anything changes, below that the weights serve the sources they know."""
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer with the mark, 0-5, that a person gave it."""

    source: str
    question: Question
    answer: str
    mark: float


def load(files: Sequence[Path]) -> list[Marked]:
    """Read CSV files with the columns question, reference_answer, answer, score_0_5 and perhaps source.

    Without that column a file is one source, named after it.

    Raises:
        ValueError: a column is missing or a mark is not a number from 0 to 5.
    """
    rows = []
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                try:
                    mark = float(row["score_0_5"])
                    question = Question(text=row["question"], reference_answer=row["reference_answer"])
                    rows.append(Marked(row.get("source") or file.stem, question, row["answer"], mark))
                except KeyError as missing:
                    raise ValueError(f"{file} has no column {missing}") from missing
                if not 0 <= mark <= 5:
                    raise ValueError(f"{file}: a mark outside 0-5: {mark}")
    return rows


@lru_cache(maxsize=100_000)
def _reading(question: Question, answer: str) -> Reading | None:
    if form.says_nothing(form.to_the_point(answer)):
        return None
    return judge(question, answer, language_of(answer)).reading


def kinds(rows: Sequence[Marked]) -> Array:
    """The evidence of each row, shape (rows, kinds) in the order of ``WEIGHTS``; an empty answer has none."""
    readings = [_reading(row.question, row.answer) for row in rows]
    return np.array([[reading.kinds[name] if reading else 0.0 for name in WEIGHTS] for reading in readings])


def centred(values: Array, groups: Sequence[str]) -> Array:
    """``values``, shape (rows,) or (rows, columns), less the mean of each row's group."""
    _, place = np.unique(np.array(groups), return_inverse=True)
    counts = np.bincount(place)
    table = values.reshape(len(values), -1)
    means = np.stack([np.bincount(place, weights=column) / counts for column in table.T], axis=1)
    return np.asarray((table - means[place]).reshape(values.shape))


def fit(rows: Sequence[Marked]) -> Mapping[str, float]:
    """The weights that suit people's marks best, none negative, their sum 1; equal without rows.

    Each source counts the same and its marks are brought to mean 0 and deviation 1, since scales differ. Half
    of what is fitted is how answers differ at all, half how they differ from others to the same question. A
    ridge draws the weights towards being equal.
    """
    names = list(WEIGHTS)
    equal = np.full(len(names), 1 / len(names))
    blocks: list[Array] = []
    targets: list[Array] = []
    for source in sorted({row.source for row in rows}):
        own = [row for row in rows if row.source == source]
        table, marks = kinds(own), np.array([row.mark for row in own])
        if marks.std() == 0:
            continue
        marks = (marks - marks.mean()) / marks.std()
        asked = [row.question.text + row.question.reference_answer for row in own]
        share = (2 * len(own)) ** 0.5
        blocks += [(table - table.mean(axis=0)) / share, centred(table, asked) / share]
        targets += [marks / share, centred(marks, asked) / share]
    if not blocks:
        return dict(zip(names, equal.tolist(), strict=True))
    table, marks = np.vstack(blocks), np.concatenate(targets)
    together = table @ equal
    start = equal * (together @ marks) / (together @ together)
    pull = np.diag(STRENGTH * (table**2).sum(axis=0))
    free = np.ones(len(names), dtype=bool)
    weights = np.zeros(len(names))
    while free.any():
        part = table[:, free]
        solved = np.linalg.solve(part.T @ part + pull[np.ix_(free, free)], part.T @ marks + (pull @ start)[free])
        weights[:] = 0
        weights[free] = solved
        if (solved >= 0).all():
            break
        free &= weights > 0
    return dict(zip(names, (weights / weights.sum()).tolist(), strict=True))


def main() -> int:
    """Print the weights fitted to the files named on the command line."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    rows = load([Path(name) for name in sys.argv[1:]])
    sources = sorted({row.source for row in rows})
    print(f"{len(rows)} answers of {', '.join(sources)}")
    for name, weight in fit(rows).items():
        print(f'    "{name}": {weight:.3f},')
    return 0


if __name__ == "__main__":
    sys.exit(main())
