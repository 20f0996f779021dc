"""People and cohorts laid over each other, and spread out."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pandas as pd
import pytest

from engine import charts
from engine.theme import LIGHT
from support import frames
from support.frames import MODEL, OFFLINE

NAMES = {1: "Robin", 2: "Chen", 3: "Ada"}


def sessions_of(candidate: int, scores: list[int], start: int = 1, **fields: Any) -> list[dict[str, Any]]:
    """A session every tenth day."""
    return [
        frames.session_row(start + 10 * place, score, candidate=candidate, **fields)
        for place, score in enumerate(scores)
    ]


def overlaid(*rows: list[dict[str, Any]]) -> pd.DataFrame:
    return frames.grouped(frames.sessions([row for part in rows for row in part]), NAMES)


def cohort(people: int, sessions: int = 3, group: str = "Team", **fields: Any) -> pd.DataFrame:
    """Person ``p`` scores 40 + p (of 30 different ones), then two more each time."""
    rows = [
        row
        for person in range(people)
        for row in sessions_of(100 + person, [40 + person % 30 + 2 * n for n in range(sessions)])
    ]
    return frames.sessions([{**row, **fields} for row in rows]).assign(group=group)


def lines(figure: Any) -> dict[str, list[Any]]:
    """The traces that stand for something, by name, without the keys of the legend."""
    found: dict[str, list[Any]] = {}
    for trace in figure.data:
        if trace.name and trace.x != (None,):
            found.setdefault(trace.name, []).append(trace)
    return found


# --- overlay of trends -------------------------------------------------------------------------------


def test_each_person_has_a_line_of_their_own_colour_and_mark() -> None:
    frame = overlaid(sessions_of(1, [50, 60]), sessions_of(2, [70, 65, 80], start=3))
    figure = charts.overlay_trend(frame, "en", False)
    found = lines(figure)
    assert [trace.y for trace in found["Robin"]] == [(50, 60)]
    assert [trace.y for trace in found["Chen"]] == [(70, 65, 80)]
    assert found["Robin"][0].line.color == LIGHT.series[0]
    assert found["Chen"][0].line.color == LIGHT.series[1]
    assert found["Robin"][0].marker.symbol != found["Chen"][0].marker.symbol
    assert figure.layout.yaxis.range == (0, 100)
    assert [text.text.rpartition("> ")[2] for text in figure.layout.annotations] == ["Robin", "Chen"]
    assert not figure.layout.showlegend  # the names stand at the lines


def test_lines_lie_over_each_other_by_date_or_by_number() -> None:
    frame = overlaid(sessions_of(1, [50, 60, 70]), sessions_of(2, [55, 65], start=200))
    dated = lines(charts.overlay_trend(frame, "en", False))
    assert dated["Chen"][0].x[0].date().isoformat() == "2026-07-19"
    numbered = lines(charts.overlay_trend(frame, "en", False, align="number"))
    assert numbered["Robin"][0].x == (1, 2, 3)
    assert numbered["Chen"][0].x == (1, 2)


def test_days_are_those_of_the_readers_clock() -> None:
    frame = overlaid([frames.session_row(1, 50, created_at=pd.Timestamp("2026-03-01 23:30", tz="UTC"))])
    (trace,) = lines(charts.overlay_trend(frame, "en", False, timezone(timedelta(hours=8))))["Robin"]
    assert trace.x[0].isoformat() == "2026-03-02T07:30:00+08:00"


def test_judges_never_share_a_line() -> None:
    frame = overlaid(
        sessions_of(1, [50, 60]), sessions_of(1, [70, 75], start=101, judge=MODEL), sessions_of(2, [55], judge=MODEL)
    )
    figure = charts.overlay_trend(frame, "en", False)
    offline, model = lines(figure)["Robin"]
    assert (offline.y, model.y) == ((50, 60), (70, 75))
    assert offline.line.dash != model.line.dash
    assert offline.line.color == model.line.color
    (other,) = lines(figure)["Chen"]
    assert other.line.dash == model.line.dash == "solid"
    keys = [trace.name for trace in figure.data if trace.x == (None,)]
    assert keys == ["Robin", "Chen", "the model interviewer (qwen3:8b), rubric 1", "the offline interviewer, rubric 1"]
    assert figure.layout.showlegend
    assert "not joined" in charts.describe_overlay_trend(frame, "en")


def test_partial_sessions_are_hollow_beside_the_line_and_keep_their_number() -> None:
    rows = sessions_of(1, [50, 20, 60])
    rows[1].update(partial=True, comparable=False)
    line, hollow = lines(charts.overlay_trend(overlaid(rows), "en", False, align="number"))["Robin"]
    assert (line.x, line.y) == ((1, 3), (50, 60))
    assert (hollow.x, hollow.y) == ((2,), (20,))
    assert hollow.marker.symbol == "circle-open"
    table = charts.overlay_trend_table(overlaid(rows), "en", align="number")
    assert table["Remark"].tolist() == ["", "", "Partial or mixed judges"]


def test_a_cohort_is_the_median_of_its_people_with_their_middle_half() -> None:
    frame = cohort(5)
    figure = charts.overlay_trend(frame, "en", False, align="number")
    (line,) = lines(figure)["Team"]
    means = frame.assign(nth=frame.groupby("candidate_id").cumcount() + 1).groupby("nth")["overall_score"]
    assert list(line.y) == [float(each) for each in means.median()] == [42, 44, 46]
    band = figure.data[0]
    assert band.fill == "toself"
    assert band.y[:3] == (43, 45, 47)
    assert band.y[3:6] == (45, 43, 41)
    assert figure.data[-1].name == "Team (5 people)"
    assert "median of 5 people" in charts.describe_overlay_trend(frame, "en")
    table = charts.overlay_trend_table(frame, "en", align="number")
    assert table["Middle half"].tolist() == ["41–43", "43–45", "45–47"]
    assert table["People"].tolist() == [5, 5, 5]


def test_nobody_counts_twice_within_a_month() -> None:
    rows = [*sessions_of(100, [0] * 3), *sessions_of(101, [50]), *sessions_of(102, [60])]
    rows.append(frames.session_row(300, 60, candidate=101))
    frame = frames.sessions(rows).assign(group="Team")
    (line,) = lines(charts.overlay_trend(frame, "en", False))["Team"]
    assert line.y == (50,)  # of 0, 50 and 60; the lone person in October is not the cohort


def test_few_people_have_no_band_and_what_one_scored_is_not_the_cohorts() -> None:
    frame = pd.concat([cohort(3, sessions=2), frames.sessions(sessions_of(100, [99], start=400)).assign(group="Team")])
    figure = charts.overlay_trend(frame, "en", False, align="number")
    assert all(trace.fill is None for trace in figure.data)
    (line,) = lines(figure)["Team"]
    assert line.x == (1, 2)
    two = cohort(2, sessions=2)
    assert lines(charts.overlay_trend(two, "en", False, align="number"))["Team"][0].y == (40.5, 42.5)


def test_months_stand_in_for_the_sessions_of_a_large_cohort() -> None:
    judge = {"interviewer": "offline", "model": "", "rubric_version": "1"}
    rows = [{"group": "Team", **judge, "month": month, "score": score} for month, score in ((1, 50.0), (2, 60.0))]
    months = pd.DataFrame(rows)
    months["month"] = pd.to_datetime([f"2026-0{month}-01" for month in months["month"]], utc=True)
    frame = pd.concat([cohort(3), overlaid(sessions_of(1, [70, 80]))], ignore_index=True)
    figure = charts.overlay_trend(frame, "en", False, months=months)
    (team,) = lines(figure)["Team"]
    assert team.y == (50, 60)
    assert [when.date().isoformat() for when in team.x] == ["2026-01-15", "2026-02-15"]
    assert lines(figure)["Robin"][0].y == (70, 80)
    assert "Team: by month, from 50 to 60" in charts.describe_overlay_trend(frame, "en", months=months)
    assert lines(charts.overlay_trend(frame.iloc[:0], "en", False, months=months))["Team"][0].y == (50, 60)
    assert "Team" in lines(charts.overlay_trend(frame, "en", False, months=pd.DataFrame()))
    counted = months.assign(people=[8, 9], lower=[45, 50], upper=[55, 70])
    assert charts.overlay_trend_table(frame, "en", months=counted)["Middle half"].tolist()[:2] == ["45–55", "50–70"]
    assert "median of 9 people" in charts.describe_overlay_trend(frame, "en", months=counted)


def test_a_category_can_be_laid_over_each_other() -> None:
    rows = [frames.category_row(day, "tools", 50 + day, candidate=who) for who in (1, 2) for day in (1, 20)]
    rows.append(frames.category_row(1, "data", 5, candidate=1))
    frame = frames.grouped(frames.categories(rows), NAMES)
    assert lines(charts.overlay_trend(frame, "en", False, category="tools"))["Robin"][0].y == (51, 70)
    assert "Only Tools." in charts.describe_overlay_trend(frame, "en", category="tools")


def test_six_groups_at_most_are_drawn_and_the_rest_is_said() -> None:
    frame = frames.sessions([frames.session_row(1, 40 + who, candidate=who) for who in range(8)])
    frame = frame.assign(group=[f"P{who}" for who in frame["candidate_id"]])
    assert len(lines(charts.overlay_trend(frame, "en", False))) == charts.MOST_GROUPS == 6
    assert "2 more are not drawn" in charts.describe_overlay_trend(frame, "en")
    assert "另有 2 个没有画出" in charts.describe_distribution(frame, "zh")


def test_a_group_keeps_its_colour_where_its_order_is_given() -> None:
    frame = overlaid(sessions_of(2, [50]), sessions_of(3, [60]))
    ordered = charts.in_order(frame, ["Ada", "Robin", "Chen"])
    colours = {name: found[0].marker.color for name, found in lines(charts.overlay_trend(ordered, "en", False)).items()}
    assert colours == {"Ada": LIGHT.series[0], "Chen": LIGHT.series[2]}
    (box,) = [trace for trace in charts.distribution(ordered, "en", False).data if trace.marker.symbol == "diamond"]
    assert box.x == (50,)


# --- overlay of radars -------------------------------------------------------------------------------


def asked(candidate: int, **scores: int) -> list[dict[str, Any]]:
    return [frames.category_row(candidate, name, score, candidate=candidate) for name, score in scores.items()]


def radar_frame() -> pd.DataFrame:
    rows = [*asked(1, tools=50, data=60, design=70, motivation=80), *asked(2, tools=40, data=30, motivation=20)]
    rows += [
        frames.category_row(9, "tools", 70, candidate=1),
        frames.category_row(9, "data", 0, candidate=1, comparable=False),
    ]
    rows += [frames.category_row(1, "tools", 99, candidate=1, judge=MODEL, session_id="m")]
    return frames.grouped(frames.categories(rows), NAMES)


def test_a_category_never_asked_is_a_gap_and_means_are_of_one_judge() -> None:
    figure = charts.overlay_radar(radar_frame(), "en", False)
    scale, robin, chen = figure.data
    assert scale.mode == "text"
    assert robin.r == (60, 70, 60, 80, 60)  # tools, design, data, motivation, and round again
    assert chen.r == (40, None, 30, 20, 40)
    assert chen.connectgaps is False
    assert figure.layout.polar.radialaxis.range == (0, 108)
    assert (robin.line.dash, robin.marker.symbol) != (chen.line.dash, chen.marker.symbol)
    table = charts.overlay_radar_table(radar_frame(), "en")
    design = table[(table["Category"] == "Design and decisions") & (table["Person or group"] == "Chen")]
    assert design["Score"].isna().all()
    assert design["Band"].tolist() == ["Not asked"]
    told = charts.describe_overlay_radar(radar_frame(), "en")
    assert "Chen: Tools 40; Data and figures 30; Motivation 20." in told
    assert "Left out: 1 session by the model interviewer" in told


def test_in_a_cohort_each_person_counts_once() -> None:
    rows = [*[frames.category_row(day, "tools", 0, candidate=1) for day in range(1, 5)], *asked(2, tools=60)]
    frame = frames.categories(rows).assign(group="Team")
    table = charts.overlay_radar_table(frame, "en")
    assert table["Score"].tolist() == [30]
    assert table["People"].tolist() == [2]
    assert table["Sessions"].tolist() == [5]


def test_means_that_were_computed_elsewhere_can_be_drawn() -> None:
    judge = {"interviewer": "offline", "model": "", "rubric_version": "1"}
    rows = [
        {"group": group, **judge, "category": category, "score": score, "sessions": sessions}
        for group, category, score, sessions in (
            *(("Team", "tools", 50.0, 30), ("Team", "tools", 60.0, 10), ("Team", "data", 40.0, 4)),
            *(("Ada", "tools", 70.0, 2), ("Ada", "design", 80.5, 2)),
        )
    ]
    other = {**rows[0], "interviewer": "llm", "model": "m", "score": 99.0, "sessions": 1}
    frame = pd.DataFrame([*rows, other])
    _, team, ada = charts.overlay_radar(frame, "en", False).data
    assert team.r == (52.5, None, 40, 52.5)
    assert ada.r == (70, 80.5, None, 70)
    told = charts.describe_overlay_radar(frame, "en")
    assert "the offline interviewer, rubric 1. Left out: the model interviewer (m), rubric 1." in told
    assert "People" not in charts.overlay_radar_table(frame, "en")
    for nothing in (frame.iloc[:0], pd.DataFrame()):
        assert len(charts.overlay_radar(nothing, "en", False).data) == 0
        assert charts.describe_overlay_radar(nothing, "en")
        assert charts.overlay_radar_table(nothing, "en").empty


def test_fewer_than_three_categories_are_rows_of_marks() -> None:
    frame = frames.grouped(frames.categories([*asked(1, tools=50, data=60), *asked(2, data=30)]), NAMES)
    robin, chen = charts.overlay_radar(frame, "en", False).data
    assert robin.type == chen.type == "scatter"
    assert (robin.x, chen.x) == ((50, 60), (30,))
    assert set(robin.y).isdisjoint(chen.y)


@pytest.mark.parametrize("count", [3, 8, 9, 12])
def test_names_at_the_corners_are_as_many_as_categories(count: int) -> None:
    rows = [frames.category_row(1, f"c{place}", 50) for place in range(count)]
    figure = charts.overlay_radar(frames.grouped(frames.categories(rows), NAMES), "en", True)
    assert len(figure.layout.polar.angularaxis.ticktext) == count
    assert figure.layout.polar.bgcolor == "rgba(0,0,0,0)"


# --- distribution ------------------------------------------------------------------------------------


def test_a_box_has_the_quartiles_that_pandas_computes() -> None:
    scores = [41, 55, 58, 60, 73, 80]
    frame = overlaid(sessions_of(1, scores))
    box, points = charts.distribution(frame, "en", False).data
    known = pd.Series(scores)
    assert (box.q1[0], box.median[0], box.q3[0]) == tuple(known.quantile([0.25, 0.5, 0.75]))
    assert (box.lowerfence[0], box.upperfence[0]) == (41, 80)
    assert points.x == tuple(scores)
    assert len(set(points.y)) == len(scores)
    table = charts.distribution_table(frame, "en").iloc[0]
    assert (table["Lowest"], table["Median"], table["Highest"], table["Sessions"]) == (41, 59, 80, 6)
    assert (table["Lower quarter"], table["Upper quarter"]) == (56, 70)
    assert "median 59, the middle half from 56 to 70" in charts.describe_distribution(frame, "en")


def test_under_five_points_there_is_no_box() -> None:
    frame = overlaid(sessions_of(1, [40, 50, 60, 70]))
    figure = charts.distribution(frame, "en", False)
    assert [trace.type for trace in figure.data] == ["scatter"]
    assert any("median <b>55</b> · n = 4" in text.text for text in figure.layout.annotations)
    assert charts.distribution_table(frame, "en")["Lower quarter"].isna().all()


def test_points_lie_where_they_lay_before() -> None:
    frame = overlaid(sessions_of(1, [50] * 9))
    assert charts.distribution(frame, "en", False).to_json() == charts.distribution(frame, "en", False).to_json()


def test_only_comparable_scores_of_one_judge_are_spread_out() -> None:
    rows = sessions_of(1, [50, 60])
    rows[0].update(partial=True, comparable=False)
    frame = overlaid(rows, sessions_of(1, [90], start=500), sessions_of(2, [10], judge=MODEL))
    (trace,) = charts.distribution(frame, "en", False).data
    assert trace.x == (60, 90)
    (other,) = charts.distribution(frame, "en", False, judge=MODEL).data
    assert other.x == (10,)


def test_the_judge_that_most_groups_share_is_shown() -> None:
    frame = overlaid(sessions_of(1, [50]), sessions_of(2, [60]), sessions_of(1, [90, 91, 92], start=300, judge=MODEL))
    assert charts.newest_judge(frame) == MODEL
    assert charts.common_judge(frame) == OFFLINE
    assert [trace.x for trace in charts.distribution(frame, "en", False).data] == [(50,), (60,)]
    assert "Left out: 3 sessions by the model interviewer" in charts.describe_distribution(frame, "en")
    assert charts.common_judge(frame.iloc[:0]) == ""


def test_a_large_cohort_draws_some_of_its_points_and_boxes_all() -> None:
    frame = cohort(100, sessions=10)
    box, points = charts.distribution(frame, "en", False).data
    assert len(points.x) == 150
    assert (min(points.x), max(points.x)) == (40, 87)
    assert box.median[0] == float(frame["overall_score"].median())
    assert charts.distribution_table(frame, "en")["Sessions"].tolist() == [1000]
