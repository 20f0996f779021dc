"""Stories marked blind: most scores lie in a coach's range, and what was plainly said is not called missing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Answer, Evaluation
from engine.offline import OfflineInterviewer
from engine.offline.bank import place_of
from tests.offline.test_judged import STORIES, answers, asked

HALVES = {"tune": answers("told_tune.toml"), "hold": answers("told_hold.toml")}
PRIVATE = [answer for answer in STORIES if answer["high"] < 40 and ("bullet" in answer or "project" in answer)]
IN_RANGE = 0.85
DISTANCE = 2.0  # points outside the range, on average


def judged(answer: dict[str, Any], interviewer: OfflineInterviewer) -> Evaluation:
    return interviewer.evaluate(asked(answer), Answer(text=answer["text"]))


@pytest.mark.parametrize("half", HALVES)
def test_most_scores_lie_in_a_coachs_range(half: str, interviewer: OfflineInterviewer) -> None:
    outside = []
    for answer in HALVES[half]:
        score = judged(answer, interviewer).score
        assert score is not None
        outside.append(max(answer["low"] - score, score - answer["high"], 0))
    assert outside.count(0) >= IN_RANGE * len(outside)
    assert sum(outside) / len(outside) <= DISTANCE


@pytest.mark.parametrize("half", HALVES)
def test_good_answers_beat_poor_ones_by_far(half: str, interviewer: OfflineInterviewer) -> None:
    good = [judged(answer, interviewer).score or 0 for answer in HALVES[half] if answer["low"] >= 55]
    poor = [judged(answer, interviewer).score or 0 for answer in HALVES[half] if answer["low"] == 0]
    assert sum(good) / len(good) >= 75
    assert sum(poor) / len(poor) <= 12
    assert max(poor) <= 40


@pytest.mark.parametrize("half", HALVES)
def test_what_was_told_is_seldom_called_missing(half: str, interviewer: OfflineInterviewer) -> None:
    told = missed = 0
    for answer in HALVES[half]:
        if answer["low"] == 0 or ("lacks" not in answer and answer["low"] < 55):
            continue
        lacking = answer.get("lacks", ())
        points = [point for at, point in enumerate(asked(answer).key_points) if at not in lacking]
        told += len(points)
        missed += len(set(points) & set(judged(answer, interviewer).missing))
    assert missed <= 0.1 * told


@pytest.mark.parametrize("post", [("Payroll clerk", "Marden Council"), ("Backend developer", "Tidewater Payments")])
@pytest.mark.parametrize("identity", ["job-hardest", "study-work"])
def test_a_private_story_does_not_answer_for_a_post(
    identity: str, post: tuple[str, str], interviewer: OfflineInterviewer
) -> None:
    title, organisation = post
    for answer in PRIVATE:
        question = {"id": identity, "language": answer["language"], "title": title, "organisation": organisation}
        score = interviewer.evaluate(asked(question), Answer(text=answer["text"])).score
        assert score is not None
        assert score < 40, answer["text"][:50]


def test_each_part_is_shown_by_the_sentence_that_tells_it(interviewer: OfflineInterviewer) -> None:
    text = (
        "In my second year I deployed a migration on Friday without testing the rollback. It locked the orders table "
        "for 20 minutes. I told my lead at once, stopped the migration and wrote to support. Afterwards I made a "
        "checklist, and we now run migrations on a copy first. No such outage since."
    )
    found = judged({"id": "behaviour-mistake", "language": "en", "text": text}, interviewer)
    notes = {each.quote: each.note for each in found.evidence}
    assert "your own" in notes["In my second year I deployed a migration on Friday without testing the rollback"]
    assert "quickly" in notes["I told my lead at once, stopped the migration and wrote to support"]
    assert "habit" in notes["Afterwards I made a checklist, and we now run migrations on a copy first"]
    assert found.missing == ()


@pytest.mark.parametrize("half", HALVES)
def test_boasting_and_small_talk_add_nothing_to_a_story(half: str, interviewer: OfflineInterviewer) -> None:
    padding = {
        "en": "I am a motivated team player and I always give my best. Thank you for this interesting question.",
        "zh": "嗯，总的来说，这个问题非常重要，我觉得大家都知道。",
    }
    for answer in HALVES[half]:
        question = asked(answer)
        place = place_of(question.key_points[0])
        if place is None or not place.aspect:
            continue
        padded = Answer(text=f"{answer['text']} {padding[answer['language']]}")
        plain = judged(answer, interviewer).score or 0
        assert (interviewer.evaluate(question, padded).score or 0) <= plain, answer["text"][:50]
