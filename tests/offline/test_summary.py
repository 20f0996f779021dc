from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.model import (
    Answer,
    Brief,
    CategoryScore,
    Evaluation,
    Evidence,
    Language,
    Question,
    Report,
    Session,
    Turn,
)
from engine.offline import OfflineInterviewer

LOW = {"accuracy": 2.0, "completeness": 1.5, "depth": 1.2, "expression": 3.4}
HIGH = {"accuracy": 4.6, "completeness": 4.5, "depth": 4.0, "expression": 4.9}


def turn(index: int, category: str, score: int | None, text: str = "It takes disk space.", **more: object) -> Turn:
    evaluation = Evaluation(
        score=score,
        ratings={} if score is None else HIGH if score >= 60 else LOW,
        evidence=(Evidence(quote=text),) if score else (),
        missing=(f"Key point {index}.",),
    )
    return Turn(
        index=index,
        main=index,
        follow_up=0,
        question=Question(text=f"Question {index}?", category=category),
        answer=Answer(text=text),
        evaluation=evaluation,
    )


def report_of(turns: list[Turn], overall: int | None, planned: int = 4, language: Language = "en") -> Report:
    answered = sum(bool(each.answer and not each.answer.is_blank) for each in turns)
    session = Session(
        id="0" * 16,
        number=1,
        owner="local",
        candidate_id=1,
        resume_id=1,
        resume_text="",
        brief=Brief(question_count=max(3, planned)),
        language=language,
        created_at=datetime(2026, 3, 14, tzinfo=UTC),
        turns=tuple(turns),
    )
    scores: dict[str, list[int]] = {}
    for each in turns:
        if each.evaluation and each.evaluation.score is not None:
            scores.setdefault(each.question.category, []).append(each.evaluation.score)
    return Report(
        session=session,
        overall_score=overall,
        band=None,
        answered=answered,
        planned=planned,
        partial=answered < planned / 2,
        mixed=False,
        category_scores=tuple(
            CategoryScore(category=name, score=sum(values) // len(values), question_count=len(values))
            for name, values in scores.items()
        ),
    )


def test_it_names_the_strongest_and_the_weakest() -> None:
    turns = [
        turn(0, "data", 90, "The plan shows a full scan."),
        turn(1, "design", 30),
        turn(2, "data", 80, "I would measure it again."),
        turn(3, "tools", 55, "I use it daily."),
    ]
    found = OfflineInterviewer().summarize(report_of(turns, 64))
    assert "64" in found.overall_feedback
    assert "data and figures (85)" in found.overall_feedback
    assert "design and decisions (30)" in found.overall_feedback
    assert "expression" in found.overall_feedback
    assert 2 <= found.overall_feedback.count(".") <= 5
    assert found.strengths == (
        "Data and figures: “The plan shows a full scan.”",
        "Data and figures: “I would measure it again.”",
    )
    assert found.improvements[0] == "Design and decisions: Key point 1."
    assert found.provenance.interviewer == "offline"


def test_a_session_in_chinese_is_summed_up_in_chinese() -> None:
    turns = [turn(0, "data", 90, "看执行计划"), turn(1, "design", 30, "不太熟")]
    found = OfflineInterviewer().summarize(report_of(turns, 60, planned=3, language="zh"))
    assert "数据与指标" in found.overall_feedback
    assert "60 分" in found.overall_feedback
    assert found.strengths == ("数据与指标：“看执行计划”",)


def test_nothing_answered() -> None:
    turns = [turn(index, "data", 0, "") for index in range(3)]
    found = OfflineInterviewer().summarize(report_of(turns, 0, planned=3))
    assert "No question was answered" in found.overall_feedback
    assert found.strengths == ()
    assert any("Question 0?" in each for each in found.improvements)
    assert OfflineInterviewer().summarize(report_of([], None)).overall_feedback


def test_all_unscored() -> None:
    found = OfflineInterviewer().summarize(report_of([turn(0, "data", None), turn(1, "tools", None)], None))
    assert "could not be judged" in found.overall_feedback
    assert found.strengths == ()


def test_partial() -> None:
    found = OfflineInterviewer().summarize(report_of([turn(0, "data", 70)], 70, planned=8))
    assert "partial" in found.overall_feedback
    assert "1 of 8" in found.overall_feedback


@pytest.mark.parametrize("language", ["en", "zh"])
def test_skipped_questions_are_named(language: Language) -> None:
    turns = [turn(0, "data", 70), turn(1, "tools", 0, "  ")]
    found = OfflineInterviewer().summarize(report_of(turns, 35, language=language))
    assert any("Question 1?" in each for each in found.improvements)
    assert all(found.improvements)
