"""Further words by which a key point of the bank shows, beside those of its own text and reference answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from engine.model import Language
from engine.offline.bank import place_of
from engine.offline.polarity import negators
from engine.offline.text import normalise

_CREDIT: Final = (0.0, 0.7, 1.0)  # for no sign, one, and two or more
_REACH: Final = 3  # English words before a sign in which a negator turns it; Chinese characters likewise
_HAN = re.compile(r"[\u3400-\u9fff]")


def alternatives(signs: str) -> list[str]:
    """The signs of a key point one by one; a "|" within brackets belongs to its sign."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(signs):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            found.append(signs[start:at])
            start = at + 1
    return [*found, signs[start:]]


@lru_cache(maxsize=1024)
def pattern(signs: str) -> re.Pattern[str]:
    """What finds any of ``signs`` in normalised text."""
    # A Latin sign may follow a Chinese character without a space, which is no boundary of words.
    edge = "(?<![a-z0-9])"
    words = (rf"(?:{sign})" if _HAN.search(sign) else rf"{edge}(?:{sign})" for sign in alternatives(signs.lower()))
    return re.compile("|".join(words))


def shown(point: str, answer: str) -> tuple[float, frozenset[str]]:
    """The credit 0-1 that signs in ``answer`` earn ``point``, and the signs; a sign denied anywhere earns nothing."""
    place = place_of(point)
    if place is None or not place.signs:
        return 0.0, frozenset()
    plain = normalise(answer)
    said: set[str] = set()
    denied: set[str] = set()
    for found in pattern(place.signs).finditer(plain):
        (denied if _is_denied(plain, found.start(), found.group()) else said).add(found.group())
    said -= denied
    return _CREDIT[min(2, len(said))], frozenset(said)


def of_aspect(point: str, language: Language) -> tuple[str, ...]:
    """The signs, if any, of a key point of a story in the language of the story, whatever that of the point."""
    place = place_of(point)
    if place is None or not place.aspect:
        return ()
    signs = place.item.wordings[language].signs[place.item.aspects.index(place.aspect)]
    return (signs,) if signs else ()


def _is_denied(plain: str, start: int, sign: str) -> bool:
    words, marks = negators()
    if _HAN.match(sign):
        return sign[0] not in marks and any(mark in plain[max(0, start - _REACH) : start] for mark in marks)
    if sign.split()[0] in words:
        return False
    before = re.split(r"[.,;:!?\n]", plain[max(0, start - 40) : start])[-1]
    return bool(set(before.split()[-_REACH:]) & words)
