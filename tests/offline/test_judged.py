"""Answers judged as a coach would: the offline score lies in the range a person gave."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engine.model import Answer, Language, Question
from engine.offline import OfflineInterviewer, fill
from engine.offline.bank import items

ANSWERS = tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))["answer"]
VALUES = {
    "title": "Night porter",
    "organisation": "Hotel Aurora",
    "project": "对账平台",
    "bullet": "Halved the queue at the desk from 20 minutes to 10",
    "metric": "from 20 minutes to 10",
    "skill": "planning",
    "practice": "planning",
    "before": "Hotel Aurora",
    "after": "Fen College",
}


def question_of(identity: str, language: Language) -> Question:
    item = next(item for item in items() if item.id == identity)
    wording = item.wordings[language]
    text = fill.fill(wording.texts, VALUES, language)
    assert text
    return Question(
        text=text,
        category=item.category,
        type=item.type,
        reference_answer=wording.reference,
        key_points=wording.points,
        probes=wording.probes,
        language=language,
    )


@pytest.mark.parametrize("answer", ANSWERS, ids=[f"{each['id']}-{each['text'][:24]}" for each in ANSWERS])
def test_a_coach_would_agree(answer: dict[str, Any], interviewer: OfflineInterviewer) -> None:
    found = interviewer.evaluate(question_of(answer["id"], answer["language"]), Answer(text=answer["text"]))
    assert found.score is not None
    assert answer["low"] <= found.score <= answer["high"], (found.score, found.ratings, found.missing)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reference_answer_of_the_bank_scores_as_one(language: Language, interviewer: OfflineInterviewer) -> None:
    for item in items():
        question = question_of(item.id, language)
        found = interviewer.evaluate(question, Answer(text=question.reference_answer))
        assert found.score is not None
        assert found.score >= 95, (item.id, found.score)
        assert found.missing == ()
