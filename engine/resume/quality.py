"""Which of two readings of the same PDF is better.

Measured on real PDFs: pdfminer.six keeps spaces and single columns best, pdfium two columns and Chinese, but pdfium
loses spaces in some producers' files. So words run together decide first, then garbage and missing text, then lines
torn apart, and only then the layout and the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from engine.resume.decode import is_everyday_chinese
from engine.resume.words import phrases

_SAMPLE: Final = 50_000
_FLAW_MARGIN: Final = 0.005
_QUALITY_MARGIN: Final = 0.05
_TORN_MARGIN: Final = 2  # lines
_ROOM: Final = 0.6  # of the length that a fifth of the lines have: no line that was wrapped is shorter
_MISSING: Final = 0.4  # a reading with 1.4 times the letters has what the other misses
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_HAN_APART: Final = re.compile("[\u3400-\u9fff] (?=[\u3400-\u9fff])")
_LATIN: Final = re.compile("[A-Za-z]+")
_GARBAGE: Final = re.compile("\\(cid:[0-9]+\\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_CID: Final = re.compile(r"\(cid:[0-9]+\)")
_CID_FIRST: Final = re.compile(r"^\(cid:[0-9]+\)(?=\s)", re.MULTILINE)
_LETTER: Final = re.compile(r"[^\W\d_]")
_COMMON: Final = frozenset(phrases("common", "words"))


def quality(text: str) -> float:
    """How whole the words of a text are, 0 to 1; to compare readings of one file, not files.

    The mean over its Chinese and its other letters of the share that stands in known words (Latin) or is an everyday
    character not set apart by spaces (Chinese), less the share of garbage.
    """
    text = text[:_SAMPLE]
    garbage = len(_GARBAGE.findall(text))
    text = _GARBAGE.sub("", text)
    han = _HAN.findall(text)
    words = _LATIN.findall(text)
    latin = sum(map(len, words))
    if not han and not latin:
        return 0.0
    known = sum(len(word) for word in words if word.lower() in _COMMON)
    everyday = sum(map(is_everyday_chinese, han)) - len(_HAN_APART.findall(text)) / 2
    whole = (known + max(0.0, everyday)) / (latin + len(han))
    return max(0.0, whole - garbage / (garbage + latin + len(han)))


def letters(text: str) -> int:
    """The number of letters, Chinese characters among them."""
    return len(_LETTER.findall(text))


def flaws(text: str, other: str) -> float:
    """The share of a reading's words that the other reading shows to be run together or torn apart.

    Two to four neighbours of the other reading that are one word here are run together if one of them is an everyday
    word; the other way round they are torn apart here if together they are one.
    """
    here, there = _words(text), _words(other)
    together = _joined(there, set(here)) - _COMMON - set(there)
    apart = _joined(here, set(there)) & _COMMON - set(here)
    return (sum(word in together for word in here) + len(apart)) / max(1, len(here))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LATIN.findall(text[:_SAMPLE])]


def _joined(words: list[str], known: set[str]) -> set[str]:
    """The words among ``known`` that are two to four neighbours of ``words``, one of these an everyday word."""
    found = set()
    for length in range(2, 5):
        for parts in zip(*(words[start:] for start in range(length)), strict=False):
            whole = "".join(parts)
            if whole in known and (whole in _COMMON or any(len(part) > 1 and part in _COMMON for part in parts)):
                found.add(whole)
    return found


def torn(text: str) -> int:
    """How many lines go on in lower case after one that had room left, ends a sentence, or is blank.

    Such lines show that columns were mixed up or wide gaps taken for the ends of lines.
    """
    lines = [line.strip() for line in text[:_SAMPLE].splitlines()]
    lengths = sorted(len(line) for line in lines if line) or [0]
    room = _ROOM * lengths[int(0.8 * (len(lengths) - 1))]
    pairs = pairwise(lines)
    return sum(line[:1].islower() and (len(before) < room or before[-1] in ".!?") for before, line in pairs)


def mended(text: str) -> str:
    """Without pdfminer.six's "(cid:127)", a glyph that has no character; at a line's start it is a bullet."""
    return _CID.sub("", _CID_FIRST.sub("•", text))


def better(readings: Mapping[str, str], columns: int) -> str:
    """The best of the readings of one file, by engine ("pdfium", "pdfminer"); a single one is taken as it is.

    ``columns`` is 2 where most of the text stands in two columns.
    """
    if len(readings) == 1:
        return mended(next(iter(readings.values())))
    pdfium, pdfminer = readings["pdfium"], _CID_FIRST.sub("•", readings["pdfminer"])
    prefers_pdfium = columns > 1 or len(_HAN.findall(pdfium[:_SAMPLE])) > letters(pdfium[:_SAMPLE]) / 5
    first, second = (pdfium, pdfminer) if prefers_pdfium else (pdfminer, pdfium)
    gains = (
        (flaws(first, second) - flaws(second, first)) / _FLAW_MARGIN,
        (quality(second) - quality(first)) / _QUALITY_MARGIN,
        letters(second) / max(1, letters(first)) - _MISSING,
        (torn(first) - torn(second)) / _TORN_MARGIN,
    )
    # The first difference that is none of noise decides.
    decisive = next((gain for gain in gains if abs(gain) >= 1), -1.0)
    return mended(second if decisive > 0 else first)
