"""Words and colours of the fixed keys, in the person's language and safe for Markdown."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from engine import labels, rubric
from engine.model import Difficulty, Language, Level
from pages.parts.plain import plain
from pages.parts.words import language, t

Colour = Literal["red", "orange", "green", "gray"]
_COLOURS: Final[dict[str | None, Colour]] = {
    "excellent": "green",
    "good": "green",
    "adequate": "orange",
    "weak": "red",
    "poor": "red",
    None: "gray",
}


def category(key: str) -> str:
    """A category's label; one of someone's own is shown as it is."""
    return plain(labels.category(key, language()))


def difficulty(key: Difficulty) -> str:
    return labels.difficulty(key, language())


def dimension(key: str) -> str:
    return plain(labels.dimension(key, language()))


def level(key: Level) -> str:
    return t(f"pages.level.{key}")


def language_name(key: Language) -> str:
    """A language's name in the person's own."""
    return t(f"pages.in_language.{key}")


def score_badge(score: int | None) -> None:
    """A score with its band's word, or that there is none."""
    st.badge(labels.score(score, language()), color=_COLOURS[rubric.band(score)])


def band_badge(score: int | None) -> None:
    """The band's word alone, for beside a score that is shown already."""
    st.badge(labels.band(score, language()), color=_COLOURS[rubric.band(score)])
