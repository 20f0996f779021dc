"""Rows of the history as tidy frames, oldest first, and what is computed from them.

``judge`` names who scored with what (interviewer, model, rubric): scores of different judges are never averaged
or joined. A session is ``comparable`` where it is scored, at least half answered, and judged by one judge.
"""

from __future__ import annotations

from engine.analytics.agreement import agreement
from engine.analytics.change import BeforeAfter, Change, before_after, change_since, describe_change
from engine.analytics.frames import (
    answers_frame,
    categories_frame,
    dimensions_frame,
    pairs_frame,
    people_frame,
    sessions_frame,
)
from engine.analytics.measures import (
    average_by_category,
    left_out,
    monthly,
    ranks_people,
    weeks_in_a_row,
    with_something_said,
)

__all__ = [
    "BeforeAfter",
    "Change",
    "agreement",
    "answers_frame",
    "average_by_category",
    "before_after",
    "categories_frame",
    "change_since",
    "describe_change",
    "dimensions_frame",
    "left_out",
    "monthly",
    "pairs_frame",
    "people_frame",
    "ranks_people",
    "sessions_frame",
    "weeks_in_a_row",
    "with_something_said",
]
