from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import report
from engine.model import Provenance, WorkStatus
from engine.report import Judge
from support.sessions import session, turn

LLM = Provenance(interviewer="llm", model="qwen3:8b", rubric_version="1")
SCORES = st.none() | st.integers(0, 100)


def test_a_question_and_its_follow_ups_are_one_group() -> None:
    built = report.build(session([turn(0, score=80), turn(0, 1, score=40), turn(1, score=90), turn(2, score=30)]))
    assert built.overall_score == 60  # the mean of 60, 90 and 30, not of 80, 40, 90 and 30
    assert built.band == "adequate"
    assert (built.answered, built.planned, built.partial) == (3, 3, False)


def test_a_skipped_question_counts_as_nothing_and_a_skipped_follow_up_not_at_all() -> None:
    built = report.build(
        session([turn(0, score=80), turn(0, 1, score=0, text=" "), turn(1, score=0, text=""), turn(2, score=70)])
    )
    assert built.overall_score == 50
    assert built.answered == 2


def test_what_could_not_be_judged_is_left_out_of_every_average() -> None:
    built = report.build(
        session(
            [
                turn(0, score=80),
                turn(0, 1, score=None),
                turn(1, score=None, category="tools"),
                turn(2, score=60, category="tools"),
            ]
        )
    )
    assert built.overall_score == 70
    assert [(each.category, each.score, each.question_count) for each in built.category_scores] == [
        ("fundamentals", 80, 1),
        ("tools", 60, 2),
    ]


def test_questions_never_answered_do_not_count() -> None:
    built = report.build(session([turn(0, score=50), turn(1, text=None, category="tools")], planned=4))
    assert built.overall_score == 50
    assert (built.answered, built.partial) == (1, True)
    assert [each.category for each in built.category_scores] == ["fundamentals"]


def test_nothing_scored_is_no_score_rather_than_nought() -> None:
    built = report.build(session([turn(0, score=None), turn(1, text=None)]))
    assert built.overall_score is None
    assert built.band is None
    assert built.category_scores[0].score is None


@pytest.mark.parametrize(("answered", "planned", "partial"), [(4, 8, False), (3, 8, True), (2, 5, True), (3, 5, False)])
def test_less_than_half_answered_is_partial(answered: int, planned: int, partial: bool) -> None:
    built = report.build(session([turn(place, score=50) for place in range(answered)], planned=planned))
    assert built.partial is partial


def test_halves_round_up() -> None:
    assert report.build(session([turn(0, score=50), turn(1, score=51)])).overall_score == 51
    assert report.build(session([turn(0, score=51), turn(1, score=52)])).overall_score == 52


def test_categories_come_in_the_order_of_the_rubric_and_unknown_ones_last() -> None:
    names = ["juggling", "motivation", "tools", "experience", "baking"]
    built = report.build(session([turn(place, score=50, category=name) for place, name in enumerate(names)], planned=5))
    assert [each.category for each in built.category_scores] == [
        "experience",
        "tools",
        "motivation",
        "juggling",
        "baking",
    ]


@pytest.mark.parametrize(
    ("status", "pending"),
    [
        (WorkStatus.PENDING, 1),
        (WorkStatus.PROCESSING, 1),
        (None, 1),
        (WorkStatus.FAILED, 0),
    ],
)
def test_an_answer_waits_until_it_is_judged_or_has_failed(status: WorkStatus | None, pending: int) -> None:
    waiting = turn(1, judged=False, work_status=status)
    built = report.build(session([turn(0, score=50), waiting, turn(2, text=None, work_status=None)]))
    assert built.pending == pending


def test_two_judges_make_a_session_mixed() -> None:
    assert not report.build(session([turn(0, score=50), turn(1, score=60)])).mixed
    assert report.build(session([turn(0, score=50), turn(1, score=60, provenance=LLM)])).mixed
    newer = Provenance(rubric_version="2")
    assert report.build(session([turn(0, score=50), turn(0, 1, score=60, provenance=newer)])).mixed


def test_a_score_that_a_stand_in_gave_is_told() -> None:
    stand_in = Provenance(rubric_version="1", fallback_reason="timeout")
    assert not report.build(session([turn(0, score=50, provenance=LLM)])).stand_in
    assert report.build(session([turn(0, score=50, provenance=LLM), turn(1, score=60, provenance=stand_in)])).stand_in
    skipped_or_unscored = [turn(0, score=0, text=" ", provenance=stand_in), turn(1, score=None, provenance=stand_in)]
    assert not report.build(session(skipped_or_unscored)).stand_in


def test_a_skip_or_a_failure_judges_nobody() -> None:
    turns = [turn(0, score=50, provenance=LLM), turn(1, score=0, text=""), turn(2, score=None)]
    assert not report.build(session(turns)).mixed
    assert report.judges(session(turns)) == (Judge("llm", "qwen3:8b", "1"),)


def test_where_all_was_skipped_someone_is_named_nevertheless() -> None:
    assert report.judges(session([turn(0, score=0, text=""), turn(1, score=0, text="")])) == (
        Judge("offline", "", "1"),
    )


def test_who_judged_is_one_line_in_either_language() -> None:
    turns = [turn(0, score=50), turn(1, score=60, provenance=LLM)]
    assert report.judged_by(session(turns), "en") == (
        "judged by the offline interviewer, rubric 1 and the model interviewer (qwen3:8b), rubric 1"
    )
    assert (
        report.judged_by(session(turns), "zh") == "评分者：离线面试官，评分标准 1、模型面试官（qwen3:8b），评分标准 1"
    )
    assert report.judged_by(session([turn(0, score=None)]), "en") == ""


def test_time_is_that_of_the_answers() -> None:
    built = report.build(session([turn(0, score=50), turn(1, score=60), turn(2, text=None)]))
    assert built.active_seconds == 120


@given(st.lists(st.tuples(SCORES, st.lists(SCORES, max_size=2)), min_size=1, max_size=8))
@settings(deadline=None)
def test_the_overall_score_is_the_exact_mean_of_the_groups(groups: list[tuple[int | None, list[int | None]]]) -> None:
    turns, means = [], []
    for main, (first, others) in enumerate(groups):
        turns.append(turn(main, score=first))
        turns += [turn(main, place, score=score) for place, score in enumerate(others, start=1)]
        known = [score for score in (first, *others) if score is not None]
        if known:
            means.append(Fraction(sum(known), len(known)))
    built = report.build(session(turns, planned=8))
    expected = int(sum(means) / len(means) + Fraction(1, 2)) if means else None
    assert built.overall_score == expected
    assert built == report.build(built.session)
