"""The question bank: ``bank/*.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.i18n import LANGUAGES
from engine.model import Difficulty, Language, Provenance, QuestionType

_FOLDER: Final = Path(__file__).parent / "bank"
AUTHOR: Final = Provenance(interviewer="offline", at=datetime(1970, 1, 1, tzinfo=UTC))
"""Of every offline question. It has no time of its own, so that the same plan made twice is equal."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """A question in one language. ``texts`` are alternatives, the most specific first.

    ``signs`` holds for each key point further words that show it, as beginnings of words parted by "|", or "".
    """

    texts: tuple[str, ...]
    reference: str
    points: tuple[str, ...]
    probes: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the bank.

    ``kinds`` are the entries a template about the candidate's own past suits, "gap" and "change" for the steps between
    them, or "missing", "related" and "listed" for what a job asks for and the resume does not show. ``skills``
    (vocabulary labels in lower case) and ``fields`` are what a question about a subject needs the resume to show, one
    of them. ``needs_skill`` says that it speaks of those skills by name, so that a field alone is not enough;
    ``needs_change`` that the line it quotes must tell of a change, not of a standing duty.
    ``aspects`` is empty or as long as the key points; "" stands for a key point known by
    its words. ``topic`` holds, by language, a regular expression that a story on the question's subject
    meets once, ``hints`` words of which it holds at least three different ones instead.
    """

    id: str
    category: str
    type: QuestionType
    difficulty: Difficulty
    kinds: frozenset[str]
    skills: frozenset[str]
    fields: frozenset[str]
    needs_skill: bool
    needs_change: bool
    aspects: tuple[str, ...]
    topic: Mapping[str, str]
    hints: Mapping[str, str]
    wordings: Mapping[Language, Wordings]

    @property
    def is_template(self) -> bool:
        return any("{" in text for text in self.wordings["en"].texts)


def _wordings(table: Mapping[str, Any]) -> Wordings:
    points = table["points"]
    return Wordings(
        texts=tuple(table["texts"]),
        reference=table["reference"],
        points=tuple(point for point, *_ in points),
        probes=tuple(probe for _, probe, *_ in points),
        signs=tuple(signs[0] if signs else "" for _, _, *signs in points),
    )


def _item(table: Mapping[str, Any]) -> Item:
    return Item(
        id=table["id"],
        category=table["category"],
        type=QuestionType(table["type"]),
        difficulty=Difficulty(table["difficulty"]),
        kinds=frozenset(table.get("kinds", ())),
        skills=frozenset(skill.casefold() for skill in table.get("skills", ())),
        fields=frozenset(table.get("fields", ())),
        needs_skill=table.get("needs_skill", False),
        needs_change=table.get("needs_change", False),
        aspects=tuple(table.get("aspects", ())),
        topic=table.get("topic", {}),
        hints=table.get("hints", {}),
        wordings={language: _wordings(table[language]) for language in LANGUAGES},
    )


@cache
def items() -> tuple[Item, ...]:
    """Every question of the bank, in the order of its files."""
    return tuple(
        _item(table)
        for file in sorted(_FOLDER.glob("*.toml"))
        for table in tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key point stands in the bank."""

    item: Item
    aspect: str
    probe: str
    signs: str


@cache
def _places() -> Mapping[str, Place]:
    return {
        point: Place(item, aspect, probe, signs)
        for item in items()
        for wording in item.wordings.values()
        for point, probe, signs, aspect in zip(
            wording.points,
            wording.probes,
            wording.signs,
            item.aspects or ("",) * len(wording.points),
            strict=True,
        )
    }


def place_of(point: str) -> Place | None:
    """Where the bank holds this key point (no two questions share one); None if it is not the bank's."""
    return _places().get(point)
