"""Invented people with plausible curves: who they are, when they held sessions, how well each answer went.

All of it is numbers in arrays, the same for the same seed; ``bench.bulk`` makes rows of them.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from bench.pool import WORDS, Theme

MAINS: Final = 8
FOLLOW_UPS: Final = 3  # of a session that is not cut short: ten answers a session, all in all
JUDGES: Final = (("offline", ""), ("llm", "sample-9b"))
_MIXED: Final = 0.02
_JUNK: Final = 0.01
_PARTIAL: Final = 0.05

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Population:
    """``sessions_*`` have an element for each session, oldest first; ``answers_*`` one for each answer, by session.

    People are places from 0; a theme is a place in the list of themes that the population was made for.
    """

    names: list[str]
    theme: Ints  # of each person
    began: datetime  # the earliest session, about

    session_person: Ints
    session_at: Ints  # seconds since ``began``
    session_judge: Ints  # place in JUDGES
    session_mixed: Ints  # 1 where one answer was judged by the other

    answer_session: Ints
    answer_main: Ints
    answer_follow_up: Ints
    answer_asked: Ints  # place of the main question in the theme
    answer_said: Ints  # place of what was said, poorest first
    answer_seconds: Floats  # active


def population(
    themes: list[Theme], *, people: int, sessions: int, days: int = 365, seed: int = 0, now: datetime | None = None
) -> Population:
    """``people`` of all fields and languages in turn, who hold ``sessions`` in all within ``days`` up to ``now``.

    Each begins somewhere, rises quickly at first and then slowly towards a height of their own, with good and bad
    days; one in a hundred sessions is left without an answer, five are cut short.
    """
    chance = np.random.default_rng(seed)
    theme = np.arange(people) % len(themes)
    person, at = _held(chance, people, sessions, days)
    nth = _nth(person)
    skill = _skill(chance, people, person, nth)
    given = _given(chance, len(person))
    session, main, follow_up = _places(chance, given)
    asked, level = _asked(chance, themes, theme[person], session, main), skill[session]
    strength = chance.normal(0, 9, (people, MAINS * 2))  # some subjects suit a person better than others
    level = level + strength[person[session], asked % (MAINS * 2)] + chance.normal(0, 8, len(session))
    said = _said(themes, theme[person][session], asked, follow_up, level)
    said[(given[session] == 0) | (chance.random(len(session)) < 0.02)] = 0
    judge = ((person % 2 == 1) & (at > days * 86400 * 0.3)).astype(np.int64)
    end = now or datetime.now(UTC)
    return Population(
        names=_names(themes, theme, seed),
        theme=theme,
        began=datetime.fromtimestamp(end.timestamp() - days * 86400 - 7200, UTC),
        session_person=person,
        session_at=at,
        session_judge=judge,
        session_mixed=(chance.random(len(person)) < _MIXED).astype(np.int64),
        answer_session=session,
        answer_main=main,
        answer_follow_up=follow_up,
        answer_asked=asked,
        answer_said=said,
        answer_seconds=np.round(np.where(said == 0, 4.0, 25 + chance.gamma(4, 16, len(session))), 1).astype(np.float64),
    )


def _held(chance: np.random.Generator, people: int, sessions: int, days: int) -> tuple[Ints, Ints]:
    """Whose each session is, and when: everyone has one, some far more than others."""
    share = chance.dirichlet(np.full(people, 2.0))
    person = np.concatenate([np.arange(people), chance.choice(people, max(0, sessions - people), p=share)])[:sessions]
    first = chance.integers(0, max(1, days * 86400 // 2), people)
    at = first[person] + (chance.random(len(person)) * (days * 86400 - first[person])).astype(np.int64)
    order = np.argsort(at, kind="stable")
    return person[order], at[order]


def _nth(person: Ints) -> Ints:
    """Of each session, how many the person held before it."""
    order = np.argsort(person, kind="stable")
    ranked = person[order]
    firsts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    within = np.arange(len(person)) - np.repeat(firsts, np.diff(np.r_[firsts, len(person)]))
    nth = np.empty(len(person), np.int64)
    nth[order] = within
    return nth


def _skill(chance: np.random.Generator, people: int, person: Ints, nth: Ints) -> Floats:
    start = chance.normal(42, 12, people)
    height = np.clip(start + chance.gamma(4, 9, people), 30, 96)
    pace = chance.uniform(0.08, 0.35, people)
    curve = height[person] - (height - start)[person] * np.exp(-pace[person] * nth)
    return np.asarray(curve + chance.normal(0, 5, len(person)))


def _given(chance: np.random.Generator, count: int) -> Ints:
    """How many main questions each session came to."""
    luck = chance.random(count)
    cut = chance.integers(1, MAINS // 2, count)
    return np.where(luck < _JUNK, 0, np.where(luck < _JUNK + _PARTIAL, cut, MAINS))


def _places(chance: np.random.Generator, given: Ints) -> tuple[Ints, Ints, Ints]:
    """Session, main and follow-up of each answer; a session without an answer has one skip."""
    mains = np.maximum(given, 1)
    session = np.repeat(np.arange(len(given)), mains)
    main = np.arange(len(session)) - np.repeat(np.cumsum(mains) - mains, mains)
    whole = np.flatnonzero(given == MAINS)
    probed = np.argsort(chance.random((len(whole), MAINS)), axis=1)[:, :FOLLOW_UPS]
    session = np.concatenate([session, np.repeat(whole, FOLLOW_UPS)])
    main = np.concatenate([main, probed.ravel()])
    follow_up = np.zeros(len(session), np.int64)
    follow_up[len(session) - probed.size :] = 1
    order = np.lexsort((follow_up, main, session))
    return session[order], main[order], follow_up[order]


def _asked(chance: np.random.Generator, themes: list[Theme], theme: Ints, session: Ints, main: Ints) -> Ints:
    """Which question of its theme each is: a session asks none twice, and the next one begins elsewhere."""
    sizes = np.array([len(each.mains) for each in themes])
    offset = chance.integers(0, 1000, len(theme))
    return np.asarray((offset[session] + main) % sizes[theme[session]])


def _said(themes: list[Theme], theme: Ints, asked: Ints, follow_up: Ints, level: Floats) -> Ints:
    """Of what can be said to each question, what scores nearest to ``level``; never a skip."""
    said = np.zeros(len(level), np.int64)
    key = (theme * 64 + asked) * 2 + follow_up
    order = np.argsort(key, kind="stable")
    bounds = np.flatnonzero(np.r_[True, key[order][1:] != key[order][:-1], True])
    for start, end in itertools.pairwise(bounds):
        rows = order[start:end]
        of = themes[theme[rows[0]]]
        choice = (of.follow_ups if follow_up[rows[0]] else of.mains)[asked[rows[0]]].said
        scores = np.array([each.evaluation.score or 0 for each in choice[1:]])
        said[rows] = 1 + np.abs(level[rows, None] - scores[None, :]).argmin(axis=1)
    return said


def _names(themes: list[Theme], theme: Ints, seed: int) -> list[str]:
    """Of every person, in the language of their theme; a number sets namesakes apart."""
    chance = random.Random(seed)
    seen: dict[str, int] = {}
    names = []
    for place in theme:
        language = themes[place].language
        words = WORDS["names"][language]
        given, family = chance.choice(words["given"]), chance.choice(words["family"])
        name = f"{family}{given}" if language == "zh" else f"{given} {family}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
