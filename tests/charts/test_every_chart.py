"""What every chart of the history keeps to: both languages and themes, nothing to draw, other people's words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import charts
from engine import theme as themes
from engine.charts.common import brief, spread
from engine.charts.points import points
from engine.model import Language
from support import frames
from support.frames import MODEL, OFFLINE

LANGUAGES = get_args(Language)
HOSTILE = '<a href="http://evil.example">x</a>=1+1 $x$ \u202egnp.exe ' + "W" * 300
SPLIT = frames.on(6)


@dataclass(frozen=True)
class Chart:
    """A chart with its words and its table, on a frame that ``build`` makes of a category and scores."""

    figure: Callable[..., Any]
    describe: Callable[..., str]
    table: Callable[..., pd.DataFrame]
    build: Callable[[str, list[int | None]], pd.DataFrame]


def of_sessions(title: str, scores: list[int | None]) -> pd.DataFrame:
    return frames.sessions([frames.session_row(place + 1, score, title=title) for place, score in enumerate(scores)])


def of_categories(category: str, scores: list[int | None]) -> pd.DataFrame:
    return frames.categories([frames.category_row(place + 1, category, score) for place, score in enumerate(scores)])


def of_answers(category: str, scores: list[int | None]) -> pd.DataFrame:
    rows = [frames.answer_row(place + 1, 0, score, category=category) for place, score in enumerate(scores)]
    return frames.answers(rows)


def of_dimensions(name: str, scores: list[int | None]) -> pd.DataFrame:
    ratings = [None if score is None else 1 + score / 25 for score in scores]
    return frames.dimensions([frames.dimension_row(place + 1, name, each) for place, each in enumerate(ratings)])


def in_groups(
    build: Callable[[str, list[int | None]], pd.DataFrame],
) -> Callable[[str, list[int | None]], pd.DataFrame]:
    return lambda name, scores: build(name, scores).assign(group=name)


CHARTS = {
    "trend": Chart(charts.trend, charts.describe_trend, charts.trend_table, of_sessions),
    "trend_category": Chart(
        lambda frame, language, dark: charts.trend(frame, language, dark, category=_only(frame)),
        lambda frame, language: charts.describe_trend(frame, language, category=_only(frame)),
        lambda frame, language: charts.trend_table(frame, language, category=_only(frame)),
        of_categories,
    ),
    "dimensions": Chart(charts.dimensions, charts.describe_dimensions, charts.dimensions_table, of_dimensions),
    "effort": Chart(charts.effort, charts.describe_effort, charts.effort_table, of_answers),
    "overlay_trend": Chart(
        charts.overlay_trend, charts.describe_overlay_trend, charts.overlay_trend_table, in_groups(of_sessions)
    ),
    "overlay_number": Chart(
        lambda frame, language, dark: charts.overlay_trend(frame, language, dark, align="number"),
        lambda frame, language: charts.describe_overlay_trend(frame, language, align="number"),
        lambda frame, language: charts.overlay_trend_table(frame, language, align="number"),
        in_groups(of_sessions),
    ),
    "overlay_radar": Chart(
        charts.overlay_radar, charts.describe_overlay_radar, charts.overlay_radar_table, in_groups(of_categories)
    ),
    "distribution": Chart(
        charts.distribution, charts.describe_distribution, charts.distribution_table, in_groups(of_sessions)
    ),
    "before_after": Chart(
        lambda frame, language, dark: charts.before_after(frame, SPLIT, language, dark),
        lambda frame, language: charts.describe_before_after(frame, SPLIT, language),
        lambda frame, language: charts.before_after_table(frame, SPLIT, language),
        of_categories,
    ),
}


def _only(frame: pd.DataFrame) -> str:
    return str(frame["category"].iloc[0]) if len(frame) else "tools"


@pytest.fixture(params=CHARTS.values(), ids=CHARTS.keys())
def chart(request: pytest.FixtureRequest) -> Chart:
    found: Chart = request.param
    return found


def drawn(figure: Any) -> int:
    """Marks in the figure that stand for something."""
    return sum(
        value is not None
        for trace in figure.data
        if "markers" in (trace.mode or "")
        for value in (trace.y if trace.type == "scatter" else trace.r)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_it_is_transparent_still_and_in_the_pages_font(chart: Chart, language: Language, dark: bool) -> None:
    frame = chart.build("accuracy", [40, None, 55, 61, 70, 66, 72, 75])
    layout = chart.figure(frame, language, dark).to_plotly_json()["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert layout["font"]["family"] == themes.FONT
    assert layout["font"]["color"] == themes.theme(dark).text
    assert layout["dragmode"] is False
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name):
            assert axis["fixedrange"] is True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scores", [[], [None, None]], ids=["no session", "all unscored"])
def test_it_says_that_nothing_is_scored(chart: Chart, language: Language, scores: list[int | None]) -> None:
    frame = chart.build("accuracy", scores)
    figure = chart.figure(frame, language, False)
    assert len(figure.data) == 0
    assert figure.layout.annotations[0].text in ("Nothing is scored yet", "还没有评分")
    assert chart.describe(frame, language)
    table = chart.table(frame, language)
    assert len(table) == 0
    assert len(table.columns) > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_score_can_be_drawn(chart: Chart, language: Language) -> None:
    frame = chart.build("accuracy", [75])
    assert drawn(chart.figure(frame, language, True)) >= 1
    assert chart.describe(frame, language)
    assert len(chart.table(frame, language)) == 1


def test_what_is_unscored_changes_nothing(chart: Chart) -> None:
    with_gaps = chart.build("accuracy", [None, 50, None, 60, 70, None])
    scores = next(name for name in ("overall_score", "score", "rating") if name in with_gaps)
    without = with_gaps[with_gaps[scores].notna()]
    assert len(without) == 3
    assert chart.figure(with_gaps, "en", False).to_json() == chart.figure(without, "en", False).to_json()
    assert chart.describe(with_gaps, "en") == chart.describe(without, "en")
    pd.testing.assert_frame_equal(chart.table(with_gaps, "en"), chart.table(without, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_peoples_words_are_short_text(chart: Chart, language: Language) -> None:
    frame = chart.build(HOSTILE, [50, 55, 60, 52, 58, 66, 70, 71, 50])
    told = json.loads(chart.figure(frame, language, False).to_json())
    texts = [text for text in strings(told) if "evil" in text or "WWW" in text]
    assert texts
    assert all("<a" not in text and "$" not in text and "\u202e" not in text for text in texts)
    assert all(len(line) < 120 for text in texts for line in text.split("<br>"))


def test_a_models_name_is_text_too(chart: Chart) -> None:
    frame = chart.build("accuracy", [50, 60])
    other = frame.assign(judge="llm|<a href='x'>m</a>|1", created_at=frame["created_at"] + pd.Timedelta(days=9))
    told = chart.figure(pd.concat([frame, other], ignore_index=True), "en", False).to_json()
    assert "<a" not in told
    assert "\\u003ca" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_words_tell_who_judged(chart: Chart, language: Language) -> None:
    judged = {"en": "the offline interviewer, rubric 1", "zh": "离线面试官，评分标准 1"}[language]
    frame = chart.build("accuracy", [50, 60, 70])
    assert judged in chart.describe(frame, language)
    earlier = frame.assign(
        judge=MODEL, created_at=frame["created_at"] - pd.Timedelta(days=30), session_id=frame["session_id"] + "m"
    )
    both = pd.concat([earlier, frame], ignore_index=True)
    told = chart.describe(both, language)
    assert judged in told
    assert "qwen3:8b" in told


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for child in value.values() for each in strings(child)]
    return [each for child in value for each in strings(child)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", ["overlay_trend", "overlay_radar", "distribution"])
def test_a_frame_of_no_rows_may_lack_the_group(name: str) -> None:
    chart = CHARTS[name]
    frame = chart.build("x", []).drop(columns="group")
    assert len(chart.figure(frame, "en", False).data) == 0
    assert chart.describe(frame, "en")
    assert chart.table(frame, "en").empty


# --- the line that says who judged -----------------------------------------------------------------


def test_the_caption_names_the_judge_and_counts_what_is_left_out() -> None:
    rows = [frames.session_row(number, 50, judge=MODEL) for number in (1, 2, 3)] + [frames.session_row(4, 60)]
    frame = frames.sessions([*rows, frames.session_row(5, 90, judge=MODEL, partial=True)])
    assert charts.newest_judge(frame) == OFFLINE
    assert charts.shown_by(frame.iloc[3:], "en") == "Judged by the offline interviewer, rubric 1."
    assert charts.shown_by(frame, "en") == (
        "Shown are the scores given by the offline interviewer, rubric 1. "
        "Left out: 3 sessions by the model interviewer (qwen3:8b), rubric 1."
    )
    assert charts.shown_by(frame, "zh", MODEL) == (
        "评分者：模型面试官（qwen3:8b），评分标准 1。未计入：离线面试官，评分标准 1（1 场）。"
    )
    apart = charts.shown_by(frame, "en", drawing="lines")
    assert apart.startswith("Each judge has a line of its own: 1 session by the offline interviewer")
    assert charts.shown_by(frame.iloc[:0], "en") == ""


def test_a_models_name_may_have_a_bar() -> None:
    assert charts.judge_name("llm|a|b|2", "en") == "the model interviewer (a|b), rubric 2"


# --- what all build on -------------------------------------------------------------------------------


@given(st.text(max_size=60), st.integers(2, 40))
@settings(deadline=None)
def test_a_short_name_is_one_line_of_visible_letters(text: str, width: int) -> None:
    short = brief(text, width)
    assert short
    assert "\n" not in short
    assert len(short) <= width
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", short)


def test_a_chinese_letter_takes_the_room_of_two() -> None:
    assert brief("护理岗位候选人", 8) == "护理岗…"
    assert brief("护理岗位", 8) == "护理岗位"
    assert brief(" \t", 8) == "–"


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_names_beside_lines_do_not_overlap(wanted: list[float]) -> None:
    places = spread(wanted, 6, 2, 98)
    ordered = sorted(places)
    assert all(2 - 1e-6 <= place <= 98 + 1e-6 for place in places)
    assert all(later - earlier >= 6 - 1e-6 for earlier, later in pairwise(ordered))
    assert sorted(range(len(wanted)), key=lambda place: (wanted[place], place)) == sorted(
        range(len(wanted)), key=lambda place: (places[place], place)
    )


def test_points_are_those_with_a_score_oldest_first() -> None:
    frame = frames.categories(
        [
            frames.category_row(3, "tools", 70),
            frames.category_row(1, "tools", 50),
            frames.category_row(2, "tools", None),
            frames.category_row(2, "data", 10),
        ]
    )
    assert points(frame, "tools")["score"].tolist() == [50, 70]
    assert points(frame)["low"].isna().all()
