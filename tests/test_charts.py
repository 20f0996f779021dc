from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import analytics, charts, report
from engine import theme as themes
from engine.charts.heat_map import number_colour
from engine.model import Language
from engine.theme import DARK, LIGHT, Theme, contrast, luminance, shade
from support.sessions import category_row, history_row, session, turn

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"
BOTH: list[tuple[Language, bool]] = [(language, dark) for language in get_args(Language) for dark in (False, True)]
HOSTILE = '<a href="http://evil.example">x</a> $x$'


def reported(categories: dict[str, int | None]) -> Any:
    turns = [turn(main, score=score, category=name) for main, (name, score) in enumerate(categories.items())]
    return report.build(session(turns, planned=max(3, len(turns))))


THREE = {"experience": 81, "tools": 60, "motivation": 47}


# --- colours -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_mark_stands_out_from_its_background(theme: Theme) -> None:
    for colour in (theme.primary, *theme.series):
        assert contrast(colour, theme.background) >= 3, colour
    for text in (theme.text, theme.muted):
        assert contrast(text, theme.background) >= 4.5, text
        assert contrast(text, theme.surface) >= 4.5, text


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_scale_moves_one_way_in_lightness_and_carries_its_numbers(theme: Theme) -> None:
    steps = [luminance(shade(theme.ramp, score)) for score in range(101)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert max(steps) - min(steps) > 0.4
    for score in range(101):
        assert contrast(number_colour(score, theme), shade(theme.ramp, score)) >= 4.5, score


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_charts_have_the_colours_of_the_pages(name: str, theme: Theme) -> None:
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    pages = settings[name]
    assert settings["font"] == themes.FONT
    assert pages["chartCategoricalColors"][0] == theme.primary
    assert pages["backgroundColor"] == theme.background
    assert pages["secondaryBackgroundColor"] == theme.surface
    assert pages["textColor"] == theme.text
    assert pages["borderColor"] == theme.border
    assert tuple(pages["chartCategoricalColors"]) == theme.series


# --- what all share ------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "dark"), BOTH)
def test_figures_are_transparent_still_and_in_the_pages_font(language: Language, dark: bool) -> None:
    sessions = analytics.sessions_frame([history_row(1, 50), history_row(2, 60)])
    categories = analytics.categories_frame([category_row(1, "data", 50)])
    figures = [
        charts.radar(reported(THREE), language, dark),
        charts.radar(reported({"tools": 50}), language, dark),
        charts.radar(reported({"tools": None}), language, dark),
        charts.trend(sessions, language, dark),
        charts.trend(sessions.iloc[:0], language, dark),
        charts.heat_map(categories, language, dark),
        charts.heat_map(categories.iloc[:0], language, dark),
    ]
    for figure in figures:
        layout = figure.to_plotly_json()["layout"]
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
        assert layout["font"]["family"] == themes.FONT
        assert layout["font"]["color"] == themes.theme(dark).text
        assert layout["dragmode"] is False
        assert "polar" not in layout or layout["polar"]["bgcolor"] == "rgba(0,0,0,0)"
        assert 60 < layout["height"] < 500
    assert charts.CONFIG["displayModeBar"] is False


@pytest.mark.parametrize(("language", "empty"), [("en", "Nothing is scored yet"), ("zh", "还没有评分")])
def test_empty_charts_say_so(language: Language, empty: str) -> None:
    nothing = analytics.sessions_frame([])
    none = analytics.categories_frame([])
    for figure in (
        charts.radar(reported({"tools": None}), language, False),
        charts.trend(nothing, language, False),
        charts.heat_map(none, language, False),
    ):
        assert figure.layout.annotations[0].text == empty
        assert len(figure.data) == 0
    assert charts.trend_table(nothing, language).empty
    assert charts.heat_map_table(none, language).empty
    assert charts.describe_trend(nothing, language)
    assert charts.describe_heat_map(none, language)


# --- radar ---------------------------------------------------------------------------------------


def test_a_radar_shows_each_scored_category_on_a_fixed_scale() -> None:
    figure = charts.radar(reported({**THREE, "data": None}), "en", False)
    (trace,) = figure.data
    assert trace.type == "scatterpolar"
    assert trace.r == (81, 60, 47, 81)
    assert figure.layout.polar.radialaxis.range == (0, 108)
    assert [text.rpartition("<br>")[2] for text in figure.layout.polar.angularaxis.ticktext] == [
        "<b>81</b>",
        "<b>60</b>",
        "<b>47</b>",
    ]


def test_fewer_than_three_categories_are_bars() -> None:
    (trace,) = charts.radar(reported({"experience": 81, "tools": 60}), "zh", True).data
    assert trace.type == "bar"
    assert trace.x == (81, 60)


def test_the_average_is_beside_the_session_where_it_can_be_compared() -> None:
    average = {"experience": 70.5, "tools": 55.0, "motivation": 50.0}
    figure = charts.radar(reported(THREE), "en", False, average)
    assert [trace.name for trace in figure.data] == ["Your average", "This session"]
    assert figure.layout.showlegend
    assert len(charts.radar(reported(THREE), "en", False, {"tools": 55.0}).data) == 1
    bars = charts.radar(reported({"experience": 81, "tools": 60}), "en", False, {"tools": 55.0})
    assert bars.data[1].x == (55.0,)
    assert bars.data[1].y == (1,)


def test_the_radar_in_words_and_numbers() -> None:
    built = reported({"experience": 81, "tools": None})
    assert "81" in charts.describe_radar(built, "en")
    assert "Unscored" in charts.describe_radar(built, "en")
    assert charts.describe_radar(reported({}), "en") == "Nothing is scored yet"
    assert "未评分" in charts.describe_radar(built, "zh", {"tools": 44.5})
    assert "45" in charts.describe_radar(built, "zh", {"tools": 44.5})
    table = charts.radar_table(built, "en", {"tools": 44.5})
    assert list(table.columns) == ["Category", "Score", "Band", "Questions", "Your average"]
    assert table["Score"].tolist() == [81, pd.NA]
    assert table["Your average"].tolist() == [pd.NA, 45]
    assert list(charts.radar_table(built, "zh").columns) == ["类别", "得分", "等级", "题数"]


# --- trend ---------------------------------------------------------------------------------------


def trended(rows: list[dict[str, Any]], language: Language = "en") -> Any:
    return charts.trend(analytics.sessions_frame(rows), language, False)


def joined(figure: Any) -> list[tuple[int, int]]:
    """Pairs of places that a line connects."""
    return [
        pair for trace in figure.data if "lines" in trace.mode for pair in pairwise(int(place) for place in trace.x)
    ]


def test_scores_of_different_judges_are_never_joined() -> None:
    rows = [history_row(number, 50 + number) for number in range(1, 7)]
    for row in rows[1::2]:
        row.update(interviewer="llm", model="qwen3:8b")
    figure = trended(rows)
    assert joined(figure) == [(0, 2), (2, 4), (1, 3), (3, 5)]
    first, second = figure.data
    assert first.marker.symbol != second.marker.symbol
    assert first.line.dash != second.line.dash
    assert first.marker.color != second.marker.color
    assert figure.layout.showlegend


def test_partial_and_mixed_sessions_are_hollow_and_stand_alone() -> None:
    rows = [history_row(1, 50), history_row(2, 90, partial=True), history_row(3, 20, mixed=True), history_row(4, 60)]
    figure = trended(rows)
    assert joined(figure) == [(0, 3)]
    lone = {trace.name: trace for trace in figure.data if "lines" not in trace.mode}
    assert lone["Partial"].marker.symbol == "circle-open"
    assert lone["Mixed judges"].marker.symbol == "diamond-open"


def test_a_session_both_partial_and_mixed_is_drawn_once() -> None:
    figure = trended([history_row(1, 50, partial=True, mixed=True)])
    assert sum(len(trace.x) for trace in figure.data) == 1
    assert "Partial, Mixed judges" in figure.data[0].customdata[0]


def test_a_single_session_needs_no_legend_and_unscored_ones_are_not_drawn() -> None:
    figure = trended([history_row(1, 50), history_row(2, None, status="IN_PROGRESS")])
    assert not figure.layout.showlegend
    assert sum(len(trace.x) for trace in figure.data) == 1
    assert figure.layout.yaxis.range == (0, 100)


def test_the_bands_are_zones_that_cover_the_scale() -> None:
    figure = trended([history_row(1, 50)])
    zones = sorted((shape.y0, shape.y1) for shape in figure.layout.shapes)
    assert zones == [(0, 40), (40, 60), (60, 75), (75, 90), (90, 100)]
    assert len(figure.layout.annotations) == 5


def test_only_the_newest_sessions_are_drawn() -> None:
    rows = [history_row(number, 50) for number in range(1, 81)]
    frame = analytics.sessions_frame(rows)
    assert len(charts.trend(frame, "en", False).data[0].x) == 50
    assert charts.trend_table(frame, "en")["Session"].tolist() == list(range(80, 30, -1))


def test_dates_on_the_axis_are_few_and_carry_the_year_where_it_changes() -> None:
    rows = [history_row(number, 50) for number in range(1, 31)]
    figure = trended(rows)
    assert figure.layout.xaxis.ticktext == ("10 Jan", "20 Jan", "30 Jan")
    assert trended(rows, "zh").layout.xaxis.ticktext[0] == "1月10日"
    older = history_row(0, 50)
    assert older["created_at"].year == 2025
    assert trended([older, *rows]).layout.xaxis.ticktext[0] == "31 Dec<br>2025"


def test_the_trend_in_words_and_numbers() -> None:
    rows = [
        history_row(1, 50),
        history_row(2, 70, partial=True),
        history_row(3, 60, interviewer="llm", model="m"),
        history_row(4, 80),
    ]
    frame = analytics.sessions_frame(rows)
    told = charts.describe_trend(frame, "en")
    assert told.startswith("Scores of 4 sessions")
    for part in ("4 January 2026", "80", "lowest is 50", "stand apart", "different judges"):
        assert part in told
    assert charts.describe_trend(frame, "zh").startswith("共 4 场")
    table = charts.trend_table(frame, "en")
    assert table["Session"].tolist() == [4, 3, 2, 1]
    assert table["Score"].tolist() == [80, 60, 70, 50]
    assert table["Date"].tolist()[0] == "4 January 2026"
    assert table["Remark"].tolist() == ["", "", "Partial", ""]
    assert table["Judged by"].tolist()[1] == "the model interviewer (m), rubric 1"


def test_words_of_others_are_text_in_a_chart() -> None:
    figure = trended([history_row(1, 50, title=HOSTILE, model=HOSTILE)])
    (told,) = figure.data[0].customdata
    assert "<a" not in told
    assert "$" not in told
    assert "&lt;a" in told
    polar = charts.radar(reported({HOSTILE: 50, "tools": 40, "data": 30}), "en", False)
    assert not any("<a" in text for text in polar.layout.polar.angularaxis.ticktext)
    assert not any("<a" in row[0] for row in polar.data[0].customdata)
    cells = charts.heat_map(analytics.categories_frame([category_row(1, HOSTILE, 50)]), "en", False)
    assert "<a" not in str(cells.data[0].customdata)
    assert "<a" not in str(cells.layout.yaxis.ticktext)


# --- heat map ------------------------------------------------------------------------------------


def test_cells_are_on_a_fixed_scale_with_their_number_and_missing_ones_a_dash() -> None:
    frame = analytics.categories_frame(
        [
            category_row(1, "tools", 100),
            category_row(1, "experience", 0),
            category_row(2, "tools", 55),
            category_row(2, "experience", None),
        ]
    )
    figure = charts.heat_map(frame, "en", False)
    cells, numbers = figure.data
    assert (cells.zmin, cells.zmax) == (0, 100)
    assert [list(row) for row in cells.z] == [[0, None], [100, 55]]
    assert numbers.text == ("0", "–", "100", "55")
    assert numbers.textfont.color[1] == LIGHT.muted
    assert figure.layout.xaxis.ticktext == ("1<br>Jan", "2<br>Jan")
    assert charts.heat_map(frame, "zh", True).layout.xaxis.ticktext == ("1月<br>1日", "1月<br>2日")


def test_the_newest_sessions_are_columns() -> None:
    rows = [category_row(number, "tools", number) for number in range(1, 15)]
    figure = charts.heat_map(analytics.categories_frame(rows), "en", True)
    assert list(figure.data[0].z[0]) == list(range(7, 15))
    table = charts.heat_map_table(analytics.categories_frame(rows), "en")
    assert table["Score"].tolist() == list(range(14, 6, -1))


def test_the_heat_map_in_words_and_numbers() -> None:
    frame = analytics.categories_frame(
        [category_row(1, "tools", 100), category_row(2, "tools", 55), category_row(2, "experience", None)]
    )
    told = charts.describe_heat_map(frame, "en")
    assert told.index("2 January 2026") < told.index("1 January 2026")
    assert "55" in charts.describe_heat_map(frame, "zh")
    table = charts.heat_map_table(frame, "zh")
    assert list(table.columns) == ["日期", "类别", "得分", "等级", "题数"]
    assert table["日期"].tolist() == ["2026年1月2日", "2026年1月2日", "2026年1月1日"]
    assert table["得分"].tolist() == [pd.NA, 55, 100]


@given(st.lists(st.tuples(st.integers(1, 4), st.text(max_size=40), st.none() | st.integers(0, 100)), max_size=12))
@settings(deadline=None)
def test_any_category_and_any_gap_can_be_drawn(cells: list[tuple[int, str, int | None]]) -> None:
    rows = [category_row(number, category, score) for number, category, score in cells]
    frame = analytics.categories_frame(rows)
    figure = charts.heat_map(frame, "en", False)
    drawn = sum(
        value is not None for trace in figure.data if trace.type == "heatmap" for row in trace.z for value in row
    )
    assert drawn == len({(number, category) for number, category, score in cells if score is not None})
    assert charts.describe_heat_map(frame, "zh")
    assert len(charts.heat_map_table(frame, "en")) == len(cells)  # of four sessions at most
