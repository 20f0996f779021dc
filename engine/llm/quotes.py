"""Quotes that a model claims to have taken from a text, found again in it."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

_LONGEST: Final = 300
_LEAST: Final = 4  # folded characters: less is in every text
_LEAST_HAN: Final = 2
_SHARE: Final = 0.6  # of a quote that must stand in the text in one piece, where the model changed its ends
_LONGEST_SEARCH: Final = 4_000  # characters in which an altered quote is looked for: the search is quadratic
_SAME: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "‑": "-", "…": "."})


class Source:
    """A text that quotes may be taken from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._places = _folded(text)

    def find(self, quote: str) -> str:
        """The stretch of the text that ``quote`` repeats, exactly as it stands there, or "".

        White space, case, width and the form of quotation marks and dashes do not matter. Where the model changed a
        quote at its ends, what it left unchanged counts if that is most of it.
        """
        sought, _ = _folded(quote.strip(" \t\n\"'“”‘’「」.…"))
        if len(sought) < _least(sought):
            return ""
        start = self._folded.find(sought)
        length = len(sought)
        if start < 0:
            start, length = self._nearly(sought)
        if start < 0:
            return ""
        begin, end = self._places[start], self._places[start + length - 1] + 1
        return _shortened(self._text[begin:end])

    def _nearly(self, sought: str) -> tuple[int, int]:
        text = self._folded[:_LONGEST_SEARCH]
        found = SequenceMatcher(None, text, sought[:_LONGEST_SEARCH], autojunk=False).find_longest_match()
        long_enough = found.size >= max(_SHARE * len(sought), 3 * _LEAST)
        return (found.a, found.size) if long_enough else (-1, 0)


@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """``text`` as it is compared, and for each of its characters the place it came from."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character.translate(_SAME)).casefold():
            if each.isspace() or unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co"):
                continue
            # A fence in the text reaches the model shortened to two characters.
            if each in "<>" and kept[-2:] == [each, each]:
                continue
            kept.append(each)
            places.append(place)
    return "".join(kept), tuple(places)


def _least(sought: str) -> int:
    return _LEAST_HAN if any("㐀" <= character <= "鿿" for character in sought) else _LEAST


def _shortened(quote: str) -> str:
    """A quote of at most 300 characters, cut between words."""
    quote = quote.strip()
    if len(quote) <= _LONGEST:
        return quote
    cut = quote[:_LONGEST]
    return (cut[: cut.rfind(" ")] if " " in cut[_LONGEST // 2 :] else cut).rstrip()
