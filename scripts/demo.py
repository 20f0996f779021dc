"""Fills a database with the sessions of two invented people, for screenshots and browser tests."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from engine.auth import LOCAL_OWNER
from engine.model import Brief, Language, Session
from engine.settings import Settings
from engine.wiring import build

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
    services = build(Settings(database=database), now=clock)
    try:
        rounds: dict[Language, list[Session]] = {language: [] for language in languages}
        ids = {}
        for language in languages:
            name = f"sample_{language}.md"
            sample = (resources.files("engine") / "samples" / name).read_bytes()
            ids[language] = services.library.add(LOCAL_OWNER, name, sample).resume.id or 0
        for number in range(sessions + 1):
            for language in languages:
                session = services.interviews.start(LOCAL_OWNER, ids[language], Brief(question_count=8))
                while session.current is not None:
                    session = services.interviews.show(LOCAL_OWNER, session.id)
                    turn = session.current
                    assert turn is not None
                    if number == sessions and turn.index == 3:
                        break
                    clock.time += timedelta(seconds=75)
                    said = _answer(language, turn.question.text + turn.question.skill, turn.index)
                    # Early sessions say the first sentences only, and skip a question now and then.
                    kept = _first_sentences(said, 1 + number * 2 // 3 + (turn.index + number) % 3)
                    skipped = (turn.index + number) % 6 == 5 and number < 3
                    session = services.interviews.answer(LOCAL_OWNER, session.id, turn.index, "" if skipped else kept)
                services.worker.run_pending()
                rounds[language].append(services.interviews.get(LOCAL_OWNER, session.id))
                clock.time += timedelta(hours=3)
            clock.time += timedelta(days=30)
    finally:
        services.close()
    return {language: Held(each[-2], each[-1]) for language, each in rounds.items()}


def _answer(language: Language, question: str, index: int) -> str:
    asked = question.lower()
    said = _SAID[language]
    fits = [sum(word in asked for word in each["about"]) for each in said]
    best = max(fits)
    chosen = fits.index(best) if best else index % len(said)
    return str(said[chosen]["text"])


def _first_sentences(text: str, most: int) -> str:
    end = "。" if "。" in text else ". "
    parts = text.split(end)
    return text if most >= len(parts) - 1 else end.join(parts[:most]) + end.strip()
