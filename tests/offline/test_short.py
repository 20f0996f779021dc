"""Short answers judged from a short reference answer alone: they stand in the order a teacher would put them in."""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path
from typing import Any

import pytest

from engine.model import Answer, Question
from engine.offline import OfflineInterviewer

QUESTIONS = tomllib.loads((Path(__file__).parent / "short.toml").read_text(encoding="utf-8"))["question"]


def scored(question: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Mark (0-5), score (0-100) and text of each answer."""
    asked = Question(text=question["text"], reference_answer=question["reference"])
    found = []
    for answer in question["answers"]:
        score = OfflineInterviewer().evaluate(asked, Answer(text=answer["text"])).score
        assert score is not None
        found.append((answer["mark"], score, answer["text"]))
    return found


ALL = [(question["text"], *answer) for question in QUESTIONS for answer in scored(question)]
REVERSED = ("Valves let the blood flow back, so that", "Demand rises, because buyers can afford more.")


def known(texts: list[tuple[str, int, int, str]]) -> list[tuple[str, int, int, str]]:
    """Those whose wrongness sets of words can show."""
    return [each for each in texts if not each[3].startswith(REVERSED)]


def test_scores_follow_the_marks() -> None:
    assert len(ALL) == 40
    assert statistics.correlation([mark for _, mark, _, _ in ALL], [score for _, _, score, _ in ALL]) >= 0.85


@pytest.mark.parametrize(("question", "mark", "score", "text"), known(ALL))
def test_right_half_right_and_wrong_lie_apart(question: str, mark: int, score: int, text: str) -> None:
    low, high = {5: (75, 100), 4: (55, 85), 3: (30, 70), 1: (0, 40), 0: (0, 40)}[mark]
    assert low <= score <= high, (question, text)


@pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
def test_the_better_answer_scores_higher(question: dict[str, Any]) -> None:
    found = [(mark, score) for _, mark, score, _ in known([("", *each) for each in scored(question)])]
    for mark, score in found:
        assert all(score >= other + 10 for below, other in found if below <= mark - 2)


def test_what_has_nothing_of_the_reference_scores_next_to_nothing() -> None:
    strangers = [
        "I like playing football with my friends on Sundays.",
        "The French revolution began in 1789 when the people of Paris stormed the Bastille.",
        "We went home early.",
    ]
    for question in QUESTIONS:
        asked = Question(text=question["text"], reference_answer=question["reference"])
        for text in strangers:
            assert (OfflineInterviewer().evaluate(asked, Answer(text=text)).score or 0) <= 10, (question["text"], text)


@pytest.mark.xfail(strict=True, reason="the reverse in the reference's own words, where no single word has an opposite")
@pytest.mark.parametrize("begin", REVERSED)
def test_the_reverse_in_the_same_words_is_noticed(begin: str) -> None:
    (score,) = [score for _, _, score, text in ALL if text.startswith(begin)]
    assert score <= 40
