"""Categories before and after a day, and over many sessions."""

from __future__ import annotations

from typing import Any

import pandas as pd

from engine import charts
from engine.theme import LIGHT
from support import frames
from support.frames import MODEL

# --- before and after --------------------------------------------------------------------------------

WHEN = frames.on(50)


def around(category: str, before: list[int], after: list[int], **fields: Any) -> list[dict[str, Any]]:
    return [
        frames.category_row(start + place, category, score, **fields)
        for start, scores in ((10, before), (50, after))
        for place, score in enumerate(scores)
    ]


def test_means_before_and_after_a_day_with_their_numbers() -> None:
    frame = frames.categories(
        [*around("tools", [40, 50, 60], [70, 71, 75, 80]), *around("data", [50, 60, 71], [50, 60, 68])]
    )
    figure = charts.before_after(frame, WHEN, "en", False)
    before, after = figure.data
    assert before.x == (50, 181 / 3)
    assert after.x == (74, 178 / 3)
    assert before.marker.color[0] == LIGHT.background
    assert after.marker.color[0] == LIGHT.primary
    joins = [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert [(shape.x0, shape.x1) for shape in joins] == [(50, 74), (181 / 3, 178 / 3)]
    told = [text.text for text in figure.layout.annotations]
    assert "<b>+24</b> · n 3 → 4" in told
    assert "<b>−1</b> · n 3 → 3" in told
    table = charts.before_after_table(frame, WHEN, "en")
    assert table["Change"].tolist() == [24, -1]
    assert table["Sessions before"].tolist() == [3, 3]
    assert "Tools: 50 in 3 before, 74 in 4 after." in charts.describe_before_after(frame, WHEN, "en")


def test_under_three_on_a_side_are_too_few_to_tell() -> None:
    frame = frames.categories([*around("tools", [40, 50], [70, 71, 75]), *around("data", [], [50])])
    figure = charts.before_after(frame, WHEN, "en", False)
    assert not [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert sum("too few to tell" in text.text for text in figure.layout.annotations) == 2
    assert figure.data[0].x == (45,)
    table = charts.before_after_table(frame, WHEN, "en")
    assert table["Change"].isna().all()
    assert table["Before"].tolist() == [45, pd.NA]
    assert "Data and figures: too few to tell (0 before, 1 after)." in charts.describe_before_after(frame, WHEN, "en")
    assert "场次太少" in charts.describe_before_after(frame, WHEN, "zh")


def test_the_day_itself_counts_as_after_and_other_judges_do_not_count() -> None:
    rows = [frames.category_row(50, "tools", 70), *around("tools", [1, 1, 1], [1, 1, 1], comparable=False)]
    rows += [frames.category_row(1, "tools", 99, judge=MODEL)]
    before, after = charts.before_after(frames.categories(rows), WHEN, "en", False).data
    assert before.x == ()
    assert after.x == (70,)


def test_overall_is_the_first_row_where_it_is_given() -> None:
    categories = frames.categories(around("tools", [40, 50, 60], [70, 71, 75]))
    sessions = frames.sessions([frames.session_row(day, day) for day in (10, 11, 12, 60, 61, 62)])
    frame = charts.with_overall(categories, sessions)
    table = charts.before_after_table(frame, WHEN, "en")
    assert table["Category"].tolist() == ["Overall", "Tools"]
    assert table["Change"].tolist() == [50, 22]
    assert charts.before_after(frame, WHEN, "zh", True).layout.annotations[0].text == "总分"


def test_means_that_were_computed_elsewhere_can_be_drawn() -> None:
    frame = pd.DataFrame(
        {"category": ["tools", "data", ""], "before": [50.0, None, 52.4], "after": [61.5, 70.0, 60.0]}
    ).assign(before_n=[5, 0, 5], after_n=[6, 2, 6])
    table = charts.before_after_table(frame, WHEN, "en")
    assert table["Category"].tolist() == ["Overall", "Tools", "Data and figures"]
    assert table["Change"].tolist() == [8, 12, pd.NA]
    before, after = charts.before_after(frame, WHEN, "en", False).data
    assert before.x == (52.4, 50)
    assert after.x == (60, 61.5, 70)
    told = charts.describe_before_after(frame, WHEN, "en", judge=MODEL)
    assert told.endswith("Judged by the model interviewer (qwen3:8b), rubric 1.")
    assert "Judged by" not in charts.describe_before_after(frame, WHEN, "en")
    assert charts.before_after_table(pd.DataFrame(), WHEN, "en").empty
    assert len(charts.before_after(pd.DataFrame(), WHEN, "en", False).data) == 0


# --- heat map ----------------------------------------------------------------------------------------


def test_twelve_categories_by_fifty_sessions_fit() -> None:
    rows = [
        frames.category_row(number, f"c{place:02}", (number * 7 + place) % 101)
        for number in range(1, 51)
        for place in range(12)
    ]
    figure = charts.heat_map(frames.categories(rows), "en", False)
    cells = figure.data[0]
    assert (len(cells.z), len(cells.z[0])) == (12, 8)
    assert cells.z[0][-1] == 50 * 7 % 101
    assert figure.layout.height < 500
