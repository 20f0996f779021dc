"""Contrasts ("not X but Y", "unlike X") are no contradictions; denials are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engine.model import Answer, Evaluation, Question
from engine.offline import OfflineInterviewer
from engine.offline.polarity import stance
from engine.offline.text import stem

CASES = tomllib.loads((Path(__file__).parent / "contrast.toml").read_text(encoding="utf-8"))["case"]


def evaluated(case: dict[str, Any], text: str) -> Evaluation:
    question = Question(text=case["question"], reference_answer=case["reference"], language=case["language"])
    return OfflineInterviewer().evaluate(question, Answer(text=text))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_contrast_is_not_a_contradiction(case: dict[str, Any]) -> None:
    for text in case["right"]:
        found = evaluated(case, text)
        assert found.score is not None
        assert found.score >= 60, text
        assert "wrong way round" not in found.feedback
        assert "说反了" not in found.feedback


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_denial_of_what_is_right_is_noticed(case: dict[str, Any]) -> None:
    right = min(evaluated(case, text).score or 0 for text in case["right"])
    for text in case["wrong"]:
        assert (evaluated(case, text).score or 0) <= 0.75 * right, text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We report to the team rather than to the manager.", "manager"),
        ("Instead of a lock we use a queue.", "lock"),
        ("It avoids a deadlock.", "deadlock"),
        ("A guarantees delivery while B does not.", "delivery"),
    ],
)
def test_what_is_set_against_the_matter_is_neither_affirmed_nor_denied(text: str, word: str) -> None:
    affirmed, denied = stance(text)
    assert stem(word) in affirmed & denied


def test_a_straight_quotation_mark_makes_a_negation_too() -> None:
    assert stance('It isn"t closed.')[1] >= {"close"}
    assert stance("It isn´t closed.")[1] >= {"close"}


def test_what_the_reference_both_says_and_denies_is_no_contradiction() -> None:
    """Of two things one may be said and the other denied: words alone do not tell of which an answer speaks."""
    case = {
        "language": "en",
        "question": "Compare the two ways of sending.",
        "reference": "Datagrams have no flow control and no acknowledgement. "
        "Streams have flow control and acknowledgement.",
    }
    found = evaluated(case, "With datagrams there is no flow control, nor any acknowledgement.")
    assert "wrong way round" not in found.feedback
    assert found.score is not None
    assert found.score >= 35
