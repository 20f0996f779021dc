from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest

from engine import analytics
from engine.analytics import Change
from support.sessions import category_row, history_row

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
