"""Fills a database with the sessions of two invented people, for screenshots and browser tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from engine.auth import LOCAL_OWNER
from engine.model import Answer, Brief, Language, Question, Session
from engine.settings import Settings
from engine.wiring import Services, build

_SAID = tomllib.loads((Path(__file__).parent / "demo_answers.toml").read_text(encoding="utf-8"))


class _Clock:
    """Moves on by itself, so that answers take time."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=8)
        return self.time


class Held(NamedTuple):
    finished: Session  # the newest one
    unfinished: Session


def fill(database: Path, languages: Sequence[Language] = ("en", "zh"), *, sessions: int = 5) -> dict[Language, Held]:
    """Hold ``sessions`` finished sessions and one unfinished one per language, a month apart, getting better.

    The file must not be open elsewhere.
    """
    clock = _Clock(datetime.now(UTC) - timedelta(days=31 * sessions + 3))
    services = build(Settings(database=database, model=""), now=clock)
    try:
        rounds: dict[Language, list[Session]] = {language: [] for language in languages}
        ids = {}
        for language in languages:
            name = f"sample_{language}.md"
            sample = (resources.files("engine") / "samples" / name).read_bytes()
            ids[language] = services.library.add(LOCAL_OWNER, name, sample).resume.id or 0
        for number in range(sessions + 1):
            for language in languages:
                session = services.interviews.start(LOCAL_OWNER, ids[language], _brief(finished=number < sessions))
                while session.current is not None:
                    session = services.interviews.show(LOCAL_OWNER, session.id)
                    turn = session.current
                    assert turn is not None
                    if number == sessions and turn.index == 3:
                        break
                    clock.time += timedelta(seconds=75)
                    said = _answer(services, language, turn.question)
                    # Early sessions say the first sentences only, and skip a question now and then.
                    kept = _first_sentences(said, 1 + number + turn.index % 2)
                    skipped = (turn.index + number) % 6 == 5 and number < 3
                    session = services.interviews.answer(LOCAL_OWNER, session.id, turn.index, "" if skipped else kept)
                services.worker.run_pending()
                rounds[language].append(services.interviews.get(LOCAL_OWNER, session.id))
                clock.time += timedelta(hours=3)
            clock.time += timedelta(days=30)
    finally:
        services.close()
    return {language: Held(each[-2], each[-1]) for language, each in rounds.items()}


def _brief(*, finished: bool) -> Brief:
    # A follow-up reacts to what was just said; prepared stories would pass it by.
    return Brief(question_count=8, follow_ups=0 if finished else 1)


def _answer(services: Services, language: Language, question: Question) -> str:
    """Of the stories the person has, the one that fits the question best."""

    asked = _words(question.text)

    def fit(text: str) -> int:
        score = services.interviewers.chosen().evaluate(question, Answer(text=text)).score or 0
        return score + 15 * len(asked & _words(text))

    best: str = max((each["text"] for each in _SAID[language]), key=fit)
    return best


def _words(text: str) -> set[str]:
    """Long words and pairs of Chinese characters: what a text is about, roughly."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1) if all(each > "一" for each in text[at : at + 2])}
    return pairs | set(re.findall(r"[a-z]{7,}", text.lower()))


def _first_sentences(text: str, most: int) -> str:
    end = "。" if "。" in text else ". "
    parts = text.split(end)
    return text if most >= len(parts) - 1 else end.join(parts[:most]) + end.strip()
