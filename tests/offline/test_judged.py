"""Answers judged as a coach would: the offline score lies in the range a person gave."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.i18n import t
from engine.model import Answer, Language, Question, QuestionType
from engine.offline import OfflineInterviewer, fill
from engine.offline.bank import items

HERE = Path(__file__).parent


def answers(name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((HERE / name).read_text(encoding="utf-8"))["answer"])


ANSWERS = answers("judged.toml")
STORIES = answers("stories.toml")
ELSEWHERE = [answer for answer in STORIES if answer["high"] < 40]
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
    "wanted": "planning",
    "near": "scheduling",
}


def question_of(identity: str, language: Language, values: Mapping[str, str] = VALUES) -> Question:
    item = next(item for item in items() if item.id == identity)
    wording = item.wordings[language]
    text = fill.fill(wording.texts, values, language)
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


def asked(answer: dict[str, Any]) -> Question:
    if "id" in answer:
        values = VALUES | {name: answer[name] for name in VALUES.keys() & answer.keys()}
        return question_of(answer["id"], answer["language"], values)
    return Question(
        text=answer["question"],
        category="experience",
        type=QuestionType.EXPERIENCE,
        key_points=tuple(answer["points"]),
        language=answer["language"],
    )


@pytest.mark.parametrize("answer", ANSWERS + STORIES, ids=range(len(ANSWERS + STORIES)))
def test_a_coach_would_agree(answer: dict[str, Any], interviewer: OfflineInterviewer) -> None:
    found = interviewer.evaluate(asked(answer), Answer(text=answer["text"]))
    assert found.score is not None
    assert answer["low"] <= found.score <= answer["high"], (answer["text"][:60], found.score, found.ratings)


@pytest.mark.parametrize("answer", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_a_story_about_something_else_is_told_so(answer: dict[str, Any], interviewer: OfflineInterviewer) -> None:
    question = asked(answer)
    feedback = interviewer.evaluate(question, Answer(text=answer["text"])).feedback
    language: Language = answer["language"]
    begins = t("offline.feedback.elsewhere", language), t("offline.feedback.elsewhere_quoted", language, subject="")
    assert feedback.startswith(tuple(each[:20] if language == "en" else each[:6] for each in begins))
    assert t("offline.next.subject", language) in feedback
    assert t("offline.feedback.all", language) not in feedback


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reference_answer_of_the_bank_scores_as_one(language: Language, interviewer: OfflineInterviewer) -> None:
    for item in items():
        question = question_of(item.id, language)
        found = interviewer.evaluate(question, Answer(text=question.reference_answer))
        assert found.score is not None
        assert found.score >= 95, (item.id, found.score)
        assert found.missing == ()
