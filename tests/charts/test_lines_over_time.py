"""Trend of a category and with intervals, dimensions, effort."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from engine import charts
from engine.theme import LIGHT
from support import frames
from support.frames import MODEL, OFFLINE


def joined(figure: Any) -> list[tuple[Any, Any]]:
    """Pairs of x that a line connects."""
    return [pair for trace in figure.data if "lines" in trace.mode for pair in pairwise(trace.x)]


# --- trend -------------------------------------------------------------------------------------------


def of_tools() -> pd.DataFrame:
    return frames.categories(
        [
            frames.category_row(1, "tools", 50),
            frames.category_row(1, "data", 99),
            frames.category_row(2, "tools", 80, comparable=False),
            frames.category_row(3, "tools", None),
            frames.category_row(4, "tools", 60),
            frames.category_row(5, "tools", 65, judge=MODEL),
        ]
    )


def test_one_category_has_a_trend_under_the_same_rules() -> None:
    figure = charts.trend(of_tools(), "en", False, category="tools")
    assert joined(figure) == [(0, 2)]
    offline, model, apart = figure.data
    assert offline.y == (50, 60)
    assert model.y == (65,)
    assert apart.y == (80,)
    assert apart.name == "Partial or mixed judges"
    assert apart.marker.symbol == "circle-open"
    assert "Tools" in offline.customdata[0]


def test_the_trend_of_a_category_in_words_and_numbers() -> None:
    told = charts.describe_trend(of_tools(), "en", category="tools")
    assert told.startswith("Scores of 4 sessions in Tools, 0 to 100")
    table = charts.trend_table(of_tools(), "en", category="tools")
    assert list(table.columns) == ["Date", "Score", "Band", "Questions", "Remark", "Judged by"]
    assert table["Score"].tolist() == [65, 60, 80, 50]
    assert table["Remark"].tolist() == ["", "", "Partial or mixed judges", ""]
    assert charts.describe_trend(of_tools(), "zh", category="tools").startswith("工具使用共 4 场")


def test_repeated_judgements_have_a_whisker_from_low_to_high() -> None:
    frame = frames.sessions(
        [
            frames.session_row(1, 52, low=46, high=56),
            frames.session_row(2, 96, low=88, high=99),
            frames.session_row(3, 60),
        ]
    )
    frame = frame.assign(low=[46, 88, None], high=[56, 99, None])
    line, numbers = charts.trend(frame, "en", False).data
    assert line.y == (52, 96, 60)
    assert line.error_y.array == (4, 3, None)
    assert line.error_y.arrayminus == (6, 8, None)
    assert line.error_y.type == "data"
    assert numbers.y == (56, 88, 60)  # beyond the whiskers, and below where there is no room above
    assert numbers.text == ("<b>52</b>", "<b>96</b>", "<b>60</b>")
    assert line.text is None
    assert charts.trend_table(frame, "en")["Range"].tolist() == ["", "88–99", "46–56"]
    assert "whisker" in charts.describe_trend(frame, "en")
    assert "46–56" in line.customdata[0]


def test_without_repeats_there_is_neither_whisker_nor_column() -> None:
    frame = frames.sessions([frames.session_row(1, 52)])
    (line,) = charts.trend(frame, "en", False).data
    assert line.error_y.array is None
    assert "Range" not in charts.trend_table(frame, "en")


def test_a_sessions_interval_is_that_of_its_answers() -> None:
    sessions = frames.sessions([frames.session_row(1, 60), frames.session_row(2, 70)])
    answers = frames.answers(
        [
            frames.answer_row(1, 0, 50, low=40, high=60),
            frames.answer_row(1, 0, 70, follow_up=1, low=64, high=76),
            frames.answer_row(1, 1, 60),
            frames.answer_row(1, 2, None),
            frames.answer_row(2, 0, 70),
        ]
    )
    found = charts.with_intervals(sessions, answers)
    # The first question and its follow-up lie 8 below and above on average, the second question 0.
    assert found["low"].tolist() == [56, pd.NA]
    assert found["high"].tolist() == [64, pd.NA]
    categories = frames.categories([frames.category_row(1, "tools", 60), frames.category_row(1, "data", 40)])
    assert charts.with_intervals(categories, answers)["low"].tolist() == [56, pd.NA]
    assert charts.with_intervals(sessions, answers.iloc[:0])["low"].isna().all()


# --- dimensions --------------------------------------------------------------------------------------


def rated(*names: str, judge: str = OFFLINE, days: int = 3) -> list[dict[str, Any]]:
    return [
        frames.dimension_row(day, name, 1 + (day + place) % 5, judge=judge)
        for day in range(1, days + 1)
        for place, name in enumerate(names)
    ]


def test_each_dimension_has_a_panel_from_one_to_five() -> None:
    frame = frames.dimensions(rated("accuracy", "depth", "action", "result"))
    figure = charts.dimensions(frame, "en", False)
    assert len(figure.data) == 4
    for trace in figure.data:
        axis = figure.layout["yaxis" + trace.yaxis[1:]]
        assert axis.range == (0.8, 5.2)
        assert axis.tickvals == (1, 3, 5)
    told = [each.text for each in figure.layout.annotations]
    assert "<b>Technical questions</b>" in told
    assert "<b>Behavioural questions</b>" in told
    assert [text for text in told if text.startswith("Accuracy")] == ["Accuracy <b>4.0</b>"]
    left = {figure.layout["xaxis" + trace.xaxis[1:]].domain[0] for trace in figure.data[:2]}
    right = {figure.layout["xaxis" + trace.xaxis[1:]].domain[0] for trace in figure.data[2:]}
    assert left == {0}
    assert len(right) == 1
    assert right != left


@pytest.mark.parametrize(("names", "heading"), [(("accuracy", "depth"), "Technical"), (("action",), "Behavioural")])
def test_questions_of_one_kind_take_both_columns(names: tuple[str, ...], heading: str) -> None:
    figure = charts.dimensions(frames.dimensions(rated(*names)), "en", False)
    assert [each.text for each in figure.layout.annotations if "questions" in each.text] == [
        f"<b>{heading} questions</b>"
    ]


def test_ratings_in_the_figure_are_those_of_the_newest_judge() -> None:
    newest = [frames.dimension_row(day, "depth", rating) for day, rating in ((5, 2.5), (6, 3.5), (7, None), (8, 4.2))]
    frame = frames.dimensions([*rated("depth", judge=MODEL), *newest])
    (trace,) = charts.dimensions(frame, "en", False).data
    assert trace.y == (2.5, 3.5, 4.2)
    (other,) = charts.dimensions(frame, "en", False, judge=MODEL).data
    assert len(other.y) == 3
    table = charts.dimensions_table(frame, "en")
    assert table["Rating"].tolist() == [4.2, 3.5, 2.5]
    assert set(table["Judged by"]) == {"the offline interviewer, rubric 1"}
    assert "Left out: 3 sessions by the model interviewer" in charts.describe_dimensions(frame, "en")


def test_ratings_that_cannot_be_compared_are_hollow_and_not_joined() -> None:
    frame = frames.dimensions(
        [
            frames.dimension_row(1, "depth", 2),
            frames.dimension_row(2, "depth", 5, comparable=False),
            frames.dimension_row(3, "depth", 3),
        ]
    )
    figure = charts.dimensions(frame, "en", False)
    assert joined(figure) == [(0, 2)]
    assert figure.data[1].marker.symbol == "circle-open"
    assert "stand apart" in charts.describe_dimensions(frame, "en")
    assert len(charts.dimensions(frame.iloc[1:2], "en", False).data) == 1


def test_dimensions_in_words() -> None:
    frame = frames.dimensions(
        [
            *(frames.dimension_row(day, "depth", rating) for day, rating in ((1, 2), (2, 4.5), (3, 3))),
            frames.dimension_row(3, "action", 3.25),
        ]
    )
    told = charts.describe_dimensions(frame, "en")
    assert "Ratings of 3 sessions" in told
    assert "Technical questions: Depth from 2.0 to 3.0, between 2.0 and 4.5." in told
    assert "Behavioural questions: Action 3.2." in told
    assert "行为题：行动" in charts.describe_dimensions(frame, "zh")


def test_only_the_newest_sessions_are_rated() -> None:
    frame = frames.dimensions(rated("depth", days=60))
    assert len(charts.dimensions(frame, "en", False).data[0].x) == 50
    assert len(charts.dimensions_table(frame, "en")) == 50


# --- effort ------------------------------------------------------------------------------------------


def worked(count: int, **fields: Any) -> pd.DataFrame:
    return frames.sessions(
        [
            frames.session_row(day, 40 + day, active_seconds=60.0 * day * 7, characters=100 * day, **fields)
            for day in range(1, count + 1)
        ]
    )


def test_time_and_length_are_points_in_panels_of_their_own() -> None:
    figure = charts.effort(worked(5), "en", False)
    minutes, characters = figure.data
    assert minutes.x == (7, 14, 21, 28, 35)
    assert characters.x == (100, 200, 300, 400, 500)
    assert minutes.y == characters.y == (41, 42, 43, 44, 45)
    assert minutes.mode == characters.mode == "markers"
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range == (0, 100)
    assert -2 < figure.layout.xaxis.range[0] < 0
    assert len(figure.layout.shapes) == 10  # the bands, in both


def test_the_hint_joins_medians_of_thirds_and_needs_twelve_points() -> None:
    assert all("lines" not in trace.mode for trace in charts.effort(worked(11), "en", False).data)
    figure = charts.effort(worked(12), "en", False)
    hints = [trace for trace in figure.data if "lines" in trace.mode]
    assert [hint.y for hint in hints] == [(42.5, 46.5, 50.5)] * 2
    assert hints[0].x == (17.5, 45.5, 73.5)
    assert hints[0].line.dash == "dot"
    assert figure.layout.showlegend
    assert [trace.name for trace in figure.data if trace.showlegend] == [hints[0].name]
    assert "42 in the lower third, 46 in the middle and 50 in the upper" in charts.describe_effort(worked(12), "en")


def test_no_hint_where_everything_took_the_same() -> None:
    frame = worked(14).assign(active_seconds=600.0)
    figure = charts.effort(frame, "en", False)
    assert [trace.xaxis for trace in figure.data if "lines" in trace.mode] == ["x2"]


def test_partial_sessions_are_hollow_and_out_of_the_hint() -> None:
    frame = worked(12)
    frame.loc[0, ["partial", "comparable"]] = [True, False]
    figure = charts.effort(frame, "en", False)
    assert all("lines" not in trace.mode for trace in figure.data)
    hollow = [trace for trace in figure.data if trace.marker.symbol == "circle-open"]
    assert [trace.y for trace in hollow] == [(41,), (41,)]
    assert sum(bool(trace.showlegend) for trace in figure.data) == 1


def test_effort_is_that_of_one_judge_and_mixed_sessions_are_out() -> None:
    older = worked(3, judge=MODEL).assign(session_id=["a", "b", "c"])
    frame = pd.concat([older, worked(2).assign(created_at=frames.on(90))], ignore_index=True)
    frame.loc[len(frame)] = {**frame.iloc[-1].to_dict(), "mixed": True, "comparable": False}
    assert charts.effort(frame, "en", False).data[0].y == (41, 42)
    assert charts.effort(frame, "en", False, judge=MODEL).data[0].y == (41, 42, 43)
    assert charts.effort_table(frame, "en")["Minutes"].tolist() == [14.0, 7.0]


def test_answers_can_be_drawn_and_a_measure_that_is_missing_has_no_panel() -> None:
    answers = frames.answers(
        [frames.answer_row(1, main, 50 + main, active_seconds=0.0, characters=100 + main) for main in range(4)]
    )
    figure = charts.effort(answers, "en", False)
    assert [trace.x for trace in figure.data] == [(100, 101, 102, 103)]
    assert "Tools" in figure.data[0].customdata[0]
    table = charts.effort_table(answers, "en")
    assert table["Category"].tolist() == ["Tools"] * 4
    assert table["Characters"].tolist() == [103, 102, 101, 100]


def test_the_hint_is_quieter_than_the_points() -> None:
    figure = charts.effort(worked(12), "en", False)
    hint = next(trace for trace in figure.data if "lines" in trace.mode)
    assert hint.line.color == LIGHT.muted
