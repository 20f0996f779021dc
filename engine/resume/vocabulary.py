"""The skill vocabulary: ``skills.tsv``, kept by hand, ``tools.tsv``, made from public lists, and ``not_skills.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from engine.model import Language

Match = Literal["", "case", "context", "listed"]

FOLDER: Final = Path(__file__).parent
FILES: Final = ("skills.tsv", "tools.tsv")
NOT_SKILLS: Final = "not_skills.txt"
_MARKS: Final[dict[str, Match]] = {"": "", "case": "case", "context": "context", "listed": "listed"}
_PREFIXES: Final[dict[str, Match]] = {"=": "case", "~": "context", "^": "listed"}
_ALL_HAN: Final = re.compile("[\u3400-\u9fff]+")
_SHORT: Final = 3  # letters: acronyms are too like the ends of words
_FOLD: Final = str.maketrans({"-": " ", "\u2010": " ", "\u2011": " ", "\n": " ", "\u00a0": " "})


@dataclass(frozen=True)
class Term:
    """One line of the vocabulary."""

    label: str
    category: str


class Pattern(NamedTuple):
    """One name of a skill as the vocabulary writes it, and how it is found; without a term, what is no skill."""

    term: Term | None
    text: str
    match: Match


class Vocabulary(NamedTuple):
    """``automaton`` finds folded names; the index it gives is that of the patterns with this folded name."""

    automaton: AhoCorasick
    patterns: list[list[Pattern]]
    terms: dict[str, Term]
    chinese: dict[str, str]  # label -> the name all in Chinese, where there is one


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read when it is first asked for (about a tenth of a second)."""
    by_text: dict[str, list[Pattern]] = {}
    terms: dict[str, Term] = {}
    chinese: dict[str, str] = {}
    for pattern in _patterns():
        by_text.setdefault(fold(pattern.text), []).append(pattern)
        if pattern.term:
            terms.setdefault(pattern.text.casefold(), pattern.term)
            if _ALL_HAN.fullmatch(pattern.text):
                chinese.setdefault(pattern.term.label, pattern.text)
    # Every match is wanted, not the leftmost longest: that may be no whole word ("Javas") where a shorter one is.
    return Vocabulary(AhoCorasick(by_text, matchkind=MatchKind.Standard), list(by_text.values()), terms, chinese)


def _patterns() -> Iterator[Pattern]:
    for name in FILES:
        for line in _lines(name):
            if line.startswith("label\t"):
                continue
            label, aliases, category, _source, match = line.split("\t")
            term = Term(label, category)
            yield Pattern(term, label, _MARKS[match])
            for alias in aliases.split("|") if aliases else []:
                yield Pattern(term, alias.lstrip("=~^"), _PREFIXES.get(alias[0], ""))
    for line in _lines(NOT_SKILLS):
        yield Pattern(None, line, "")


def _lines(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def fold(text: str) -> str:
    """Lower case with spaces for hyphens and line breaks, character for character."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters become two
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower.translate(_FOLD)


def skill_category(name: str) -> str:
    """The vocabulary's category of a skill by any of its names ("language", "health"); "" where it is unknown."""
    term = vocabulary().terms.get(name.casefold())
    return term.category if term else ""


def skill_label(name: str) -> str:
    """The vocabulary's label of a skill by any of its names ("K8s" gives "Kubernetes"), else the name itself."""
    term = vocabulary().terms.get(name.casefold())
    return term.label if term else name


def skill_name(name: str, language: Language) -> str:
    """What to call a skill in ``language``, by any of its names; that name where the vocabulary has none for it."""
    label = skill_label(name)
    if language == "zh":
        return vocabulary().chinese.get(label, name)
    return label if re.search("[\u3400-\u9fff]", name) else name


def vocabulary_words() -> frozenset[str]:
    """The words, in lower case, of names that may be written in any case; those of the others are no plain words."""
    names = (patterns[0].text for patterns in vocabulary().patterns if patterns[0].match in ("", "listed"))
    return frozenset(word for name in names for word in name.casefold().split() if len(word) > _SHORT)
