"""How long finding the skills takes in a long text."""

from __future__ import annotations

import random
import statistics
import time

from bench.offline import two_pages
from bench.rows import Row, row
from engine.resume.skills import mentions_in
from engine.resume.vocabulary import vocabulary

_RUNS = 5
_SIZE = 1_000_000  # characters, and bytes: the text is ASCII
_REACH = 2  # s
_LISTED = 12  # names in a line


def skills() -> list[Row]:
    """Median seconds for a megabyte of resumes whose skills sections name what the vocabulary knows, in any order."""
    text, listed = _text()
    mentions_in(text[:1000], [])  # the vocabulary is read once, when it is first asked for
    taken = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        found = mentions_in(text, listed)
        taken.append(time.perf_counter() - began)
    if len(found) < _SIZE / 100:
        raise RuntimeError(f"only {len(found)} skills were found in a text that is full of them")
    seconds = statistics.median(taken)
    return [row("skills_1mb", seconds, "s", reach=f"<= {_REACH} s, {len(found)} found", met=seconds <= _REACH)]


def _text() -> tuple[str, list[tuple[int, int]]]:
    """The text and where its skills sections stand."""
    chosen = random.Random(4)
    names = sorted(name for name in vocabulary().terms if name.isascii())
    pieces: list[str] = []
    listed: list[tuple[int, int]] = []
    length = 0
    while length < _SIZE:
        lines = "\n".join(", ".join(chosen.sample(names, _LISTED)) for _ in range(20)) + "\n\n"
        body = two_pages(len(pieces)).text + "\n"
        pieces += [body, lines]
        listed.append((length + len(body), length + len(body) + len(lines)))
        length += len(body) + len(lines)
    return "".join(pieces)[:_SIZE], listed
