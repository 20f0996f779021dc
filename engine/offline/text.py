"""Text as evidence: clauses, tokens and weighted terms of English, Chinese and mixtures of both.

A *term* is an English stem or number, or a pair of neighbouring Chinese characters. Terms are sets, not
sequences: what is said twice counts once, and the order of words does not matter here.
"""

from __future__ import annotations

import re
import threading
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]

MAX_CHARS: Final = 8_000
"""Characters of an answer that are considered: about ten minutes of speech."""

_FOLDER = Path(__file__).parent / "lexicon"
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = threading.Lock()
_HAN = "㐀-鿿豈-﫿"
_TOKEN = re.compile(rf"c\+\+|[cf]#|\.net\b|[a-z0-9]+|[{_HAN}]+")
_WORD = re.compile(r"[a-z0-9]+")
_CLAUSE = re.compile(
    r"[^.!?;:,\n。！？；：，、…•●▪·|()（）\[\]]+(?:[.,:](?=\d)[^.!?;:,\n。！？；：，、…•●▪·|()（）\[\]]+)*"
)
_APOSTROPHE = re.compile(r"""(?<=[a-z])["'’`](?=(?:s|t|re|ve|ll|d|m)\b)""")
_NUMBER = re.compile(r"\d+")
_FULL, _WEAK, _FAINT, _NONE = 1.0, 0.5, 0.3, 0.0


@cache
def lexicon(language: str) -> dict[str, Any]:
    """The word lists of a language, as in ``lexicon/<language>.toml``."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a lower-case English word; anything with a digit or sign stays as it is.

    "Faster" and "fastest" have the stem of "fast".
    """
    if not word.isalpha():
        return word
    # A stemmer keeps the word it works on in itself, and answers are judged while others are given.
    with _STEMMING:
        return str(_STEMMER.stemWord(_compared().get(word, word)))


@cache
def _compared() -> dict[str, str]:
    forms: dict[str, str] = {}
    for word in lexicon("en")["compared"].split():
        base = word[:-1] if word[-1] in "ey" else word
        joint = "i" if word[-1] == "y" else word[-1] if re.search(r"[^aeiou][aeiou][bdgnt]$", word) else ""
        forms.update({base + joint + ending: word for ending in ("er", "est")})
    return forms


def normalise(text: str) -> str:
    """Lower case, compatibility forms folded, "n't" spelt out, possessive endings dropped."""
    folded = _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text.replace("´", "'")).lower())
    return re.sub(r"'s\b", "", re.sub(r"n't\b", " not", folded.replace("can't", "can not")))


def clauses(text: str) -> list[str]:
    """The stretches of ``text`` between punctuation marks, verbatim, without outer white space."""
    return [part for raw in _CLAUSE.findall(text) if (part := raw.strip(" \t\r\"'“”‘’「」-*"))]


def sentences(text: str) -> list[str]:
    """The sentences and lines of ``text``, verbatim; a full stop inside a number or a name does not end one."""
    parts = re.split(r"(?<=[.!?])\s+|(?<=[。！？；;])|\n+", text)
    return [part.strip() for part in parts if part.strip()]


def tokens(text: str) -> list[str]:
    """Lower-case English words, numbers and runs of Chinese characters, in order."""
    return _TOKEN.findall(normalise(text))


@cache
def _stems(name: str) -> frozenset[str]:
    words = lexicon("en")[name].split()
    return frozenset(words) | frozenset(stem(word) for word in words)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(lexicon("en")["stop"].split())


@cache
def _weak_characters() -> frozenset[str]:
    return frozenset(lexicon("zh")["weak_characters"])


@cache
def _groups() -> dict[str, frozenset[int]]:
    """English stem -> the numbers of its groups of words that can stand for one another."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lexicon("en")["synonyms"].strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def is_stop(word: str) -> bool:
    """Whether a lower-case English word carries no evidence of its own."""
    return word in _stop_words()


def is_weak(character: str) -> bool:
    """Whether a Chinese character is one of grammar rather than of content."""
    return character in _weak_characters()


def related(stemmed: str) -> frozenset[int]:
    """Groups of synonyms a stem belongs to; stems that share one can stand for each other."""
    return _groups().get(stemmed, frozenset())


@cache
def _canonical() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for line in lexicon("zh")["synonyms"].strip().splitlines():
        first, *rest = line.split()
        for word in rest:
            table.setdefault(word, first)
    return re.compile("|".join(sorted(table, key=len, reverse=True))), table


@cache
def _stop_phrases() -> re.Pattern[str]:
    return re.compile("|".join(sorted(lexicon("zh")["stop"], key=len, reverse=True)))


def _han_runs(run: str) -> list[str]:
    pattern, table = _canonical()
    same = pattern.sub(lambda found: table[found.group()], run)
    return [part for part in _stop_phrases().sub(" ", same).split() if part]


def han_terms(run: str) -> Iterable[str]:
    """Neighbouring character pairs of a run of Chinese characters, synonyms replaced, fillers cut out."""
    for part in _han_runs(run):
        if len(part) == 1:
            yield part
        yield from (part[at : at + 2] for at in range(len(part) - 1))


def terms(text: str) -> dict[str, float]:
    """The terms of ``text`` with their weights (0-1]; words without meaning of their own are left out."""
    found: dict[str, float] = {}
    stop, generic, faint, weak = _stop_words(), _stems("generic"), _stems("faint"), _weak_characters()
    for token in tokens(text):
        if token[0] >= "㐀":
            for term in han_terms(token):
                light = sum(character in weak for character in term)
                weight = (_FULL, _WEAK * 0.6, _NONE)[min(2, light + (len(term) == 1) * light)]
                if weight:
                    found[term] = weight
        elif token in faint:
            found[token] = _FAINT
        elif token not in stop and (len(token) > 1 or token.isdigit()):
            word = stem(token)
            found[word] = _WEAK if word in generic or token in generic else _FULL
    return found


def weight_of(bag: Mapping[str, float]) -> float:
    """The summed weight of a bag of terms."""
    return sum(bag.values())
