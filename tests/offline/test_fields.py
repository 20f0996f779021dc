"""The questions of the fields, judged as an expert would: most scores lie in the range that one gave."""

from __future__ import annotations

from statistics import mean
from typing import Any

import pytest

from engine.model import Answer
from engine.offline import OfflineInterviewer
from tests.offline.test_judged import answers, question_of

LEAST = {"tune": 0.84, "hold": 0.84}  # share of scores in their range
MOST_FOR_WRONG = 35
APART = 20  # points between a solid answer and one that has a part of it, on average

FIELDS = {half: answers(f"fields_{half}.toml") for half in LEAST}
WRONG = [answer for half in FIELDS.values() for answer in half if answer["kind"] == "wrong"]


def scored(interviewer: OfflineInterviewer, answer: dict[str, Any]) -> int:
    """The score; a right answer that could not be judged counts as nothing."""
    return interviewer.evaluate(question_of(answer["id"], answer["language"]), Answer(text=answer["text"])).score or 0


@pytest.mark.parametrize("half", LEAST)
def test_most_answers_are_marked_as_an_expert_would(half: str, interviewer: OfflineInterviewer) -> None:
    asked = [answer for answer in FIELDS[half] if answer["kind"] != "wrong"]
    scores = [(answer, scored(interviewer, answer)) for answer in asked]
    missed = [
        f"{answer['id']} {answer['language']} {answer['kind']}: {score}, not {answer['low']}-{answer['high']}"
        for answer, score in scores
        if not answer["low"] <= score <= answer["high"]
    ]
    assert 1 - len(missed) / len(scores) >= LEAST[half], "\n".join(missed)


@pytest.mark.parametrize("answer", WRONG, ids=[f"{answer['id']}-{answer['language']}" for answer in WRONG])
def test_a_wrong_answer_in_the_words_of_the_subject_stays_low(
    answer: dict[str, Any], interviewer: OfflineInterviewer
) -> None:
    assert scored(interviewer, answer) <= MOST_FOR_WRONG


@pytest.mark.parametrize("language", ["en", "zh"])
def test_more_is_worth_more(language: str, interviewer: OfflineInterviewer) -> None:
    """Solid answers stand well above partial ones, and those well above wrong ones."""
    means = {
        kind: mean(
            scored(interviewer, answer)
            for half in FIELDS.values()
            for answer in half
            if answer["kind"] == kind and answer["language"] == language
        )
        for kind in ("solid", "partial", "wrong")
    }
    assert means["solid"] >= means["partial"] + APART
    assert means["partial"] >= means["wrong"] + APART


def test_every_question_of_the_fields_is_answered_in_both_halves() -> None:
    told = [{answer["id"] for answer in half if answer["kind"] != "wrong"} for half in FIELDS.values()]
    assert told[0] == told[1]
    assert len(told[0]) >= 170
