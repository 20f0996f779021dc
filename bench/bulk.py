"""A population as rows of a database, inserted in bulk: a hundred thousand sessions take a minute or two.

Facts are computed here by SQL from the rows inserted; a test compares them with those of ``engine.facts``.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

from bench.pool import FIELDS, Asked, Theme
from bench.population import JUDGES, MAINS, Population
from engine import rubric
from engine.auth import LOCAL_OWNER
from engine.facts import question_key
from engine.storage import open_store
from engine.storage.rows import evaluation_binds, question_binds

_SQL: Final = Path(__file__).with_name("bulk.sql")
_PLANNED: Final = MAINS
_FIELD: Final = {each["key"]: each for each in FIELDS}


def fill(database: Path, themes: list[Theme], population: Population) -> None:
    """Write everyone and everything to a new database, which nobody else has open."""
    open_store(database).close()
    with duckdb.connect(str(database)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("begin transaction")
        frames = {
            "people": _people(themes, population),
            "sessions": _sessions(population),
            "given": _answers(population),
            "pool_question": pd.DataFrame(_questions(themes)),
            "pool_said": pd.DataFrame(_said(themes)),
            "pool_rating": pd.DataFrame(_ratings(themes)),
        }
        for name, frame in frames.items():
            connection.register(name, frame)
        for statement in _SQL.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute("commit")
        connection.execute("checkpoint")


def resume_text(themes: list[Theme], population: Population, person: int) -> str:
    """The resume of a person, as a file would have it."""
    theme = themes[population.theme[person]]
    field, language = _FIELD[theme.field], theme.language
    lines = "\n".join(f"- {line}" for line in field["lines"][language])
    work, skills, since = (
        ("工作经历", "技能", "2021.03 - 至今") if language == "zh" else ("Experience", "Skills", "2021 - present")
    )
    return (
        f"{population.names[person]}\n{field['title'][language]}\n\n{work}\n"
        f"{field['title'][language]}, {field['firm'][language]}, {since}\n{lines}\n\n"
        f"{skills}\n{', '.join(field['skills'][language])}\n"
    )


def _people(themes: list[Theme], population: Population) -> pd.DataFrame:
    places = range(len(population.names))
    of = [themes[place] for place in population.theme]
    return pd.DataFrame(
        {
            "person": list(places),
            "name": population.names,
            "theme": population.theme,
            "language": [each.language for each in of],
            "title": [_FIELD[each.field]["title"][each.language] for each in of],
            "text": [resume_text(themes, population, place) for place in places],
            "began": population.began,
            "owner": LOCAL_OWNER,
        }
    )


def _sessions(population: Population) -> pd.DataFrame:
    count = len(population.session_person)
    judges = np.array(JUDGES, dtype=object)[population.session_judge]
    return pd.DataFrame(
        {
            "session": np.arange(count),
            # Any 16 hex digits do; these spread like random ones and come out the same each time.
            "id": [f"{(number * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D) % 2**64:016x}" for number in range(count)],
            "person": population.session_person,
            "began_at": pd.to_datetime(population.began) + pd.to_timedelta(population.session_at, unit="s"),
            "interviewer": judges[:, 0].astype(str),
            "model": judges[:, 1].astype(str),
            "mixed": population.session_mixed,
            "purpose": np.where(population.session_judge == 1, "screening", "practice"),
            "level": np.array(("junior", "mid", "senior"), dtype=object)[population.session_person % 3].astype(str),
            "planned": _PLANNED,
            "rubric_version": rubric.VERSION,
        }
    )


def _answers(population: Population) -> pd.DataFrame:
    """Times within a session add up: an answer ends when the next question is shown."""
    sessions = population.answer_session
    ends = np.cumsum(population.answer_seconds + 5)
    first = np.r_[True, sessions[1:] != sessions[:-1]]
    before = np.repeat((ends - population.answer_seconds - 5)[first], np.diff(np.r_[np.flatnonzero(first), len(ends)]))
    return pd.DataFrame(
        {
            "session": sessions,
            "main": population.answer_main.astype("int32"),
            "follow_up": population.answer_follow_up.astype("int32"),
            "asked": population.answer_asked.astype("int32"),
            "said": population.answer_said.astype("int32"),
            "seconds": population.answer_seconds,
            "until": ends - before,
        }
    )


def _each(themes: list[Theme]) -> list[tuple[dict[str, int], Theme, Asked]]:
    return [
        ({"theme": place, "asked": at, "follow_up": follow_up}, theme, asked)
        for place, theme in enumerate(themes)
        for follow_up, group in enumerate((theme.mains, theme.follow_ups))
        for at, asked in enumerate(group)
    ]


def _questions(themes: list[Theme]) -> list[dict[str, Any]]:
    return [
        {
            **place,
            **question_binds(asked.question, theme.language),
            "question_key": "" if place["follow_up"] else question_key(asked.question.text),
        }
        for place, theme, asked in _each(themes)
    ]


def _said(themes: list[Theme]) -> list[dict[str, Any]]:
    binds = ("score", "ratings", "evidence", "missing", "feedback", "prompt_version", "rubric_version")
    return [
        {
            **place,
            "said": number,
            "answer": said.text,
            "characters": len(said.text),
            **{name: value for name, value in evaluation_binds(said.evaluation).items() if name in binds},
        }
        for place, _, asked in _each(themes)
        for number, said in enumerate(asked.said)
    ]


def _ratings(themes: list[Theme]) -> list[dict[str, Any]]:
    return [
        {**place, "said": number, "dimension": dimension, "rating": rating}
        for place, _, asked in _each(themes)
        for number, said in enumerate(asked.said)
        for dimension, rating in json.loads(str(evaluation_binds(said.evaluation)["ratings"])).items()
        if said.text
    ]


def held_at(population: Population, session: int) -> datetime:
    """When a session began."""
    return datetime.fromtimestamp(population.began.timestamp() + int(population.session_at[session]), UTC)
