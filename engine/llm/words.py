"""Texts compared by their words: whether a question repeats another, names an entry, or gives an answer away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"[a-z0-9][a-z0-9+#]*(?:[.'-][a-z0-9+#]+)*|[㐀-鿿]+")
_COMMON_WORDS: Final = """
a about after all also an and any are as at be been before between both but by can could did do does doing done for
from had has have how if in into is it its just like made make many me more most much of on one or other our out
over own so some such than that the their them then there these they this those through to too under up us use
used using very was way we were what when where which while who whom whose why will with would you your
tell describe explain give take walk time part work worked working first
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())
_COMMON_HAN: Final = re.compile(
    "请问|请|你们|你|的|了|在|是|和|与|及|或|有|这|那|个|中|对|为|把|被|从|到|上|下|时候|时|吗|呢|什么|怎么|怎样|如何|为什么"
    "|哪些|哪个|一个|一次|以及|进行"
)
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")
_COMPARED: Final = 3  # words from which texts are compared by the share that they have in common
_REPEATED: Final = 0.6  # of the words two questions share, from which one repeats the other
_CONTAINED: Final = 0.85
_NAMING: Final = 3  # words of one line that name it
_SHOWN: Final = 0.6  # of a key point's own words, from which a question gives it away
_RUN: Final = 6  # words in a row that are copied rather than met by chance


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words of ``text`` that carry meaning, lower case; of Chinese, neighbouring pairs of characters."""
    found: set[str] = set()
    for token in _tokens(text):
        if token[0] >= "㐀":
            for run in _COMMON_HAN.sub(" ", token).split():
                found.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
        elif token not in _COMMON and (len(token) > 1 or token.isdigit()):
            found.add(_singular(token))
    return frozenset(found)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'"))


def _singular(token: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if len(token) > len(ending) + 3 and token.endswith(ending):
            return token[: -len(ending)]
    return token


def length(text: str) -> int:
    """Words of ``text``, common ones too; a Chinese character counts as one."""
    return sum(len(token) if token[0] >= "㐀" else 1 for token in _tokens(text))


def repeats(text: str, others: Iterable[str]) -> bool:
    """Whether ``text`` asks, in nearly the same words, what one of ``others`` asks."""
    for other in others:
        if " ".join(_tokens(text)) == " ".join(_tokens(other)):
            return True
        # Two questions may well quote the same line, and one form of question be put about two lines.
        if _alike(words_of(text), words_of(other)) and _alike(words_of(_unquoted(text)), words_of(_unquoted(other))):
            return True
    return False


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    fewer = min(len(mine), len(theirs))
    if fewer < _COMPARED:
        return mine == theirs
    shared = len(mine & theirs)
    return shared >= _REPEATED * len(mine | theirs) or shared >= _CONTAINED * fewer


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text)


def names(text: str, phrases: Iterable[str], lines: Iterable[str]) -> bool:
    """Whether ``text`` holds one of ``phrases`` (a title, an organisation) or several words of one of ``lines``."""
    said = " ".join(_tokens(text))
    for phrase in phrases:
        tokens = " ".join(_tokens(phrase))
        if len(tokens) >= _least(tokens) and (tokens in said if tokens[:1] >= "㐀" else f" {tokens} " in f" {said} "):
            return True
    mine = words_of(text)
    return any(len(mine & words_of(line)) >= _NAMING for line in lines)


def _least(phrase: str) -> int:
    return 2 if phrase[:1] >= "㐀" else 3


def gives_away(question: str, known: Iterable[str], points: Iterable[str], reference: str) -> bool:
    """Whether ``question`` says what the answer should: most of a key point, or a run of the reference answer.

    ``known`` are texts whose words the candidate has met already: the question before, the own answer.
    """
    met = frozenset().union(*(words_of(text) for text in known))
    mine = words_of(question) - met
    for point in points:
        own = words_of(point) - met
        if len(own) >= 2 and len(mine & own) >= max(2, _SHOWN * len(own)):
            return True
    runs = _runs(question)
    return bool(runs & _runs(reference) - frozenset().union(*(_runs(text) for text in known)))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    tokens: list[str] = []
    for token in _tokens(text):
        tokens += list(token) if token[0] >= "㐀" else [token]
    return frozenset(tuple(tokens[at : at + _RUN]) for at in range(len(tokens) - _RUN + 1))
