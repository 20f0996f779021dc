from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pandas as pd
import pytest

from engine import analytics
from engine.analytics import Change
from support.sessions import answer_row, category_row, dimension_row, history_row, pair_row, person_row

Frame = Callable[[list[dict[str, Any]]], pd.DataFrame]
NOW = datetime(2026, 3, 20, tzinfo=UTC)


def test_sessions_are_typed_and_oldest_first() -> None:
    open_one = history_row(3, None, completed_at=None, status="IN_PROGRESS", title=None)
    frame = analytics.sessions_frame([open_one, history_row(2, 70), history_row(1, 60)])
    assert list(frame["number"]) == [1, 2, 3]
    assert str(frame["created_at"].dtype) == "datetime64[us, UTC]"
    assert str(frame["overall_score"].dtype) == "Int64"
    assert frame["overall_score"].isna().tolist() == [False, False, True]
    assert pd.isna(frame["completed_at"].iloc[2])
    assert frame["title"].iloc[2] == ""
    assert frame["comparable"].tolist() == [True, True, False]


def test_empty_frames_have_the_same_columns_and_types() -> None:
    filled = analytics.sessions_frame([history_row(1, 60)])
    empty = analytics.sessions_frame([])
    assert empty.empty
    assert empty.dtypes.to_dict() == filled.dtypes.to_dict()
    categories = analytics.categories_frame([])
    assert categories.dtypes.to_dict() == analytics.categories_frame([category_row(1, "data", 5)]).dtypes.to_dict()
    assert analytics.change_since(empty) is None
    assert analytics.average_by_category(categories, empty, "none") == {}


def test_times_of_another_zone_become_utc() -> None:
    local = datetime(2026, 1, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    frame = analytics.sessions_frame([history_row(1, 60, created_at=local)])
    assert frame["created_at"].iloc[0] == pd.Timestamp("2026-01-02 04:30", tz="UTC")


def test_a_judge_is_interviewer_model_and_rubric() -> None:
    rows = [
        history_row(1, 60),
        history_row(2, 60, interviewer="llm", model="a"),
        history_row(3, 60, interviewer="llm", model="b"),
        history_row(4, 60, rubric_version="2"),
        history_row(5, 60),
    ]
    judges = analytics.sessions_frame(rows)["judge"].tolist()
    assert len(set(judges)) == 4
    assert judges[0] == judges[4]


def test_change_is_measured_from_the_last_comparable_session() -> None:
    rows = [
        history_row(1, 60),
        history_row(2, 90, partial=True),
        history_row(3, 90, mixed=True),
        history_row(4, 90, interviewer="llm", model="a"),
        history_row(5, 69),
        history_row(6, None, status="IN_PROGRESS"),
    ]
    frame = analytics.sessions_frame(rows)
    assert analytics.change_since(frame) == Change(9, rows[0]["created_at"])
    assert analytics.change_since(frame, rows[4]["session_id"]) == Change(9, rows[0]["created_at"])
    for other in (0, 1, 2, 3, 5):
        assert analytics.change_since(frame, rows[other]["session_id"]) is None
    assert analytics.change_since(frame, "unknown") is None


@pytest.mark.parametrize(
    ("points", "since", "english", "chinese"),
    [
        (9, datetime(2026, 2, 3, tzinfo=UTC), "+9 since February", "比2月高 9 分"),
        (-4, datetime(2026, 3, 3, tzinfo=UTC), "−4 since 3 March", "比3月3日低 4 分"),
        (0, datetime(2025, 12, 30, tzinfo=UTC), "No change since December 2025", "与2025年12月持平"),
    ],
)
def test_a_change_in_words(points: int, since: datetime, english: str, chinese: str) -> None:
    assert analytics.describe_change(Change(points, since), "en", now=NOW) == english
    assert analytics.describe_change(Change(points, since), "zh", now=NOW) == chinese


def test_the_day_of_a_change_is_the_persons_own() -> None:
    late = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    ahead = timezone(timedelta(hours=8))
    assert analytics.describe_change(Change(1, late), "en", now=NOW, tz=ahead) == "+1 since 1 March"


def test_the_average_leaves_out_this_session_and_what_is_not_comparable() -> None:
    sessions = analytics.sessions_frame(
        [
            history_row(1, 60),
            history_row(2, 60, partial=True),
            history_row(3, 60, interviewer="llm", model="a"),
            history_row(4, 60),
            history_row(5, 60),
            history_row(6, 60, mixed=True),
        ]
    )
    categories = analytics.categories_frame(
        [
            category_row(1, "data", 40),
            category_row(1, "tools", None),
            category_row(2, "data", 0),
            category_row(3, "data", 0),
            category_row(4, "data", 51),
            category_row(5, "data", 100),
        ]
    )
    assert analytics.average_by_category(categories, sessions, f"{5:016x}") == {"data": 45.5}
    assert analytics.average_by_category(categories, sessions, f"{6:016x}") == {}


@pytest.mark.parametrize(
    ("frame", "row"),
    [
        (analytics.sessions_frame, history_row(1, 60)),
        (analytics.categories_frame, category_row(1, "data", None)),
        (analytics.dimensions_frame, dimension_row(1, "depth", 3.4)),
        (analytics.answers_frame, answer_row(1, 0, 60, low=55, high=66)),
        (analytics.people_frame, person_row(1, "Ada", None)),
        (analytics.pairs_frame, pair_row(60, 70)),
    ],
)
def test_every_frame_keeps_its_columns_and_types_without_rows(frame: Frame, row: dict[str, Any]) -> None:
    assert frame([]).dtypes.to_dict() == frame([row]).dtypes.to_dict()
    assert set(row) - set(frame([row])) <= {"resume_id", "evaluate_status", "question_count"}


def test_a_group_stands_in_front_where_rows_name_one() -> None:
    frame = analytics.sessions_frame([history_row(1, 60, group="Ada")])
    assert frame["group"].tolist() == ["Ada"]


def test_sessions_in_which_nothing_was_said_are_left_out_and_counted() -> None:
    rows = [
        history_row(1, 60),
        history_row(2, 0, answered=0, partial=True),
        history_row(3, None, answered=0, partial=True, status="IN_PROGRESS"),
    ]
    frame = analytics.sessions_frame(rows)
    assert analytics.left_out(frame) == 1
    assert analytics.with_something_said(frame)["number"].tolist() == [1, 3]


def test_weeks_in_a_row_count_up_to_this_one_or_the_last() -> None:
    monday = datetime(2026, 3, 16, tzinfo=UTC)
    held = [monday + timedelta(days=day) for day in (1, -3, -8, -22)]  # weeks 0, -1, -2 and -4
    frame = analytics.sessions_frame([history_row(n, 60, created_at=at) for n, at in enumerate(held, 1)])
    assert analytics.weeks_in_a_row(frame, now=NOW) == 3
    assert analytics.weeks_in_a_row(frame, now=NOW + timedelta(days=7)) == 3
    assert analytics.weeks_in_a_row(frame, now=NOW + timedelta(days=14)) == 0
    assert analytics.weeks_in_a_row(frame.iloc[:0], now=NOW) == 0
    open_one = analytics.sessions_frame([history_row(1, None, created_at=held[0], status="IN_PROGRESS")])
    assert analytics.weeks_in_a_row(open_one, now=NOW) == 0


def test_agreement_equals_numbers_reckoned_by_hand() -> None:
    """Places of the bands 0-4: machine 4 3 2 1 0 2, coach 4 3 1 1 0 3.

    Observed: (1 + 1) / 6. Expected, over all 36 pairs, from the sums of squares 34 and 36 and the sums 12 and 12:
    (6 * 34 + 6 * 36 - 2 * 12 * 12) / 36 = 132 / 36. Kappa = 1 - (2 / 6) / (132 / 36) = 10 / 11.
    """
    scores = [(95, 92), (80, 76), (65, 50), (45, 41), (10, 0), (60, 75)]
    table = analytics.agreement(analytics.pairs_frame([pair_row(*each) for each in scores]))
    whole = table[table["category"] == ""].iloc[0]
    assert whole["n"] == 6
    assert whole["kappa"] == pytest.approx(10 / 11)
    assert whole["difference"] == pytest.approx(-21 / 6)
    assert set(table["category"]) == {"", "fundamentals"}


def test_agreement_of_little_is_missing_not_perfect() -> None:
    assert analytics.agreement(analytics.pairs_frame([])).empty
    same = analytics.agreement(analytics.pairs_frame([pair_row(80, 78)]))
    assert same["kappa"].isna().all()


def test_before_and_after_are_of_one_judge_and_of_comparable_sessions() -> None:
    rows = [
        history_row(1, 50),
        history_row(2, 60),
        history_row(3, 10, partial=True),
        history_row(4, 99, interviewer="llm", model="a"),
        history_row(5, 80),
    ]
    categories = [category_row(1, "data", 40), category_row(2, "data", 45), category_row(5, "tools", 90)]
    sessions, by_category = analytics.sessions_frame(rows), analytics.categories_frame(categories)
    judge, table = analytics.before_after(sessions, by_category, datetime(2026, 1, 4, tzinfo=UTC))
    assert judge == "offline||1"
    told = table.set_index("category").to_dict("index")
    assert told[""] == {"before": 55.0, "after": 80.0, "before_n": 2, "after_n": 1}
    assert (told["data"]["before"], told["data"]["after_n"]) == (42.5, 0)
    assert pd.isna(told["data"]["after"])
    empty = analytics.before_after(sessions.iloc[:0], by_category.iloc[:0], NOW)
    assert (empty.judge, len(empty.table)) == ("", 0)


def test_months_of_a_cohort() -> None:
    rows = [
        history_row(1, 50, group="nurses"),
        history_row(2, 70, group="nurses", candidate_id=2),
        history_row(3, 0, group="nurses", partial=True),
        history_row(40, 90, group="nurses"),
    ]
    table = analytics.monthly(analytics.sessions_frame(rows))
    assert table["score"].tolist() == [60.0, 90.0]
    assert table["people"].tolist() == [2, 1]
    assert table["month"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01", "2026-02-01"]
    assert analytics.monthly(analytics.sessions_frame(rows).iloc[:0]).empty


def test_the_offline_interviewer_ranks_nobody() -> None:
    assert not analytics.ranks_people("offline")
    assert analytics.ranks_people("llm")
