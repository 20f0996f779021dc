"""The numbers of every chart, computed a second time: by pandas alone, from the rows that people's answers left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pytest

from bench import bulk, pool
from bench.population import population
from engine import analytics, charts, i18n, labels
from engine.auth import LOCAL_OWNER
from engine.charts.common import column
from engine.charts.heat_map import MOST
from engine.history import Group
from engine.report import Judge
from engine.settings import Settings
from engine.wiring import Services, build

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
WHEN = NOW - timedelta(days=120)
OFFLINE = Judge("offline", "", "1")


class Raw(NamedTuple):
    """What follows from sessions, questions, answers and evaluations, and from nothing else.

    ``sessions`` by session: score, judge, full (comparable), answered, minutes, characters and whose; ``categories``
    and ``dimensions`` one row for each of a session.
    """

    sessions: pd.DataFrame
    categories: pd.DataFrame
    dimensions: pd.DataFrame


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("raw") / "rehearsal.duckdb"
    themes = pool.themes(judged=False)
    bulk.fill(path, themes, population(themes, people=12, sessions=220, days=400, seed=5, now=NOW))
    return path


@pytest.fixture(scope="module")
def raw(database: Path) -> Raw:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        session, question, answer, evaluation = (
            _table(connection, each) for each in ("session", "question", "answer", "evaluation")
        )
    place = ["session_id", "main", "follow_up"]
    newest = evaluation.sort_values("id").drop_duplicates(place, keep="last")
    newest = newest.assign(judge=newest["interviewer"] + "|" + newest["model"] + "|" + newest["rubric_version"])
    rows = answer.merge(question[[*place, "category"]], on=place).merge(
        newest[[*place, "score", "ratings", "judge"]], on=place, how="left"
    )
    main = rows["follow_up"] == 0
    said = rows["text"] != ""
    by_session = rows.groupby("session_id")
    sessions = session.set_index("id").rename_axis("session_id")[
        ["candidate_id", "created_at", "language", "title", "question_count"]
    ]
    sessions["created_at"] = sessions["created_at"].dt.tz_convert("UTC")
    sessions["answered"] = rows[main & said].groupby("session_id").size().reindex(sessions.index, fill_value=0)
    sessions["minutes"] = by_session["active_seconds"].sum() / 60
    sessions["characters"] = rows["text"].str.len().groupby(rows["session_id"]).sum()
    sessions["judge"] = by_session["judge"].agg(lambda names: names.mode().iloc[0])

    counted = rows[(main | said) & rows["score"].notna()].astype({"score": "float64"})
    of_question = counted.groupby(["session_id", "main"])["score"].mean()
    sessions["score"] = of_question.groupby("session_id").mean().map(_whole)
    sessions["full"] = (
        sessions["score"].notna()
        & (sessions["answered"] * 2 >= sessions["question_count"])
        & (by_session["judge"].nunique() == 1)
    )
    asked = rows[main].set_index(["session_id", "main"])["category"]
    categories = (
        of_question.to_frame()
        .assign(category=asked.reindex(of_question.index))
        .groupby(["session_id", "category"])["score"]
        .mean()
        .map(_whole)
        .reset_index()
        .merge(sessions[["candidate_id", "created_at", "judge", "full", "language"]], on="session_id")
    )
    rated = rows[said & rows["score"].notna()]
    ratings = pd.DataFrame(
        [
            {"session_id": session_id, "dimension": dimension, "rating": rating}
            for session_id, given in zip(rated["session_id"], rated["ratings"], strict=True)
            for dimension, rating in json.loads(given).items()
        ]
    )
    dimensions = ratings.groupby(["session_id", "dimension"])["rating"].agg(["mean", "size"]).reset_index()
    return Raw(sessions, categories, dimensions.merge(sessions, on="session_id"))


@pytest.fixture(scope="module")
def held(database: Path, raw: Raw) -> Iterator[Services]:
    assert len(raw.sessions) == 220  # read before the program opens the file
    services = build(Settings(database=database))
    yield services
    services.close()


@pytest.fixture(scope="module", params=[1, 2])
def person(request: pytest.FixtureRequest) -> int:
    """One judged by the offline interviewer alone, and one whom a model judged later."""
    return int(request.param)


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    found = connection.execute(f"select * from {name}")
    return pd.DataFrame(found.fetchall(), columns=[each[0] for each in found.description or ()])


def _whole(value: float) -> int:
    return int(value + 0.5 + 1e-9)


def _said(raw: Raw, person: int) -> pd.DataFrame:
    """A person's sessions in which something was said, newest first."""
    mine = raw.sessions[(raw.sessions["candidate_id"] == person) & (raw.sessions["answered"] > 0)]
    return mine.sort_values("created_at", ascending=False)


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    return table[column(name, "en")].tolist()


def _days(times: pd.Series[Any]) -> list[str]:
    return [i18n.day(when, "en") for when in times]


def _sessions(held: Services, person: int) -> pd.DataFrame:
    return analytics.with_something_said(analytics.sessions_frame(held.histories.sessions(LOCAL_OWNER, person)))


def _categories(held: Services, person: int) -> pd.DataFrame:
    return analytics.categories_frame(held.histories.categories(LOCAL_OWNER, person))


def test_the_trend(held: Services, raw: Raw, person: int) -> None:
    table = charts.trend_table(_sessions(held, person), "en")
    expected = _said(raw, person)
    assert len(expected) > 8
    assert _column(table, "score") == expected["score"].tolist()
    assert _column(table, "date") == _days(expected["created_at"])
    assert _column(table, "judge") == [charts.judge_name(each, "en") for each in expected["judge"]]
    assert [remark == "" for remark in _column(table, "remark")] == expected["full"].tolist()
    figure = charts.trend(_sessions(held, person), "en", dark=False)
    drawn = sorted(float(y) for trace in figure.data for y in trace.y or () if y is not None)
    assert len(drawn) > 8
    assert drawn == sorted(float(score) for score in expected["score"].head(len(drawn)))


def test_the_trend_of_each_category_and_the_heat_map(held: Services, raw: Raw, person: int) -> None:
    frame = _categories(held, person)
    mine = raw.categories[raw.categories["candidate_id"] == person].sort_values("created_at", ascending=False)
    for category in mine["category"].unique():
        table = charts.trend_table(frame, "en", category=category)
        assert _column(table, "score") == mine.loc[mine["category"] == category, "score"].tolist()
    table = charts.heat_map_table(frame, "en")
    cells = set(zip(_column(table, "date"), _column(table, "category"), _column(table, "score"), strict=True))
    newest = mine[mine["session_id"].isin(_said(raw, person).index[:MOST])]
    named = [labels.category(each, "en") for each in newest["category"]]
    assert len(cells) > 20
    assert cells == set(zip(_days(newest["created_at"]), named, newest["score"], strict=True))


def test_the_dimensions(held: Services, raw: Raw, person: int) -> None:
    frame = analytics.dimensions_frame(held.histories.dimensions(LOCAL_OWNER, person))
    table = charts.dimensions_table(frame, "en")
    mine = raw.dimensions[raw.dimensions["candidate_id"] == person]
    known: dict[tuple[str, str], set[tuple[float, int]]] = {}
    for _, row in mine.iterrows():
        key = (i18n.day(row["created_at"], "en"), labels.dimension(row["dimension"], "en"))
        known.setdefault(key, set()).add((float(row["mean"]), int(row["size"])))
    rows = zip(*(_column(table, each) for each in ("date", "dimension", "rating", "answers")), strict=True)
    told = [((day, dimension), rating, answers) for day, dimension, rating, answers in rows]
    assert len(told) > 20
    for key, rating, answers in told:
        assert any(abs(rating - mean) < 0.051 and answers == size for mean, size in known[key]), (
            key,
            rating,
            answers,
            known[key],
        )


def test_time_and_length(held: Services, raw: Raw, person: int) -> None:
    table = charts.effort_table(_sessions(held, person), "en")
    expected = _said(raw, person)
    newest = expected.loc[expected["full"], "judge"].iloc[0]
    expected = expected[expected["judge"] == newest]
    assert _column(table, "score") == expected["score"].tolist()
    assert _column(table, "characters") == expected["characters"].tolist()
    assert _column(table, "minutes") == pytest.approx(expected["minutes"].tolist(), abs=0.051)


def test_the_radar_of_a_session(held: Services, raw: Raw, person: int) -> None:
    newest = _said(raw, person).index[0]
    table = charts.radar_table(held.interviews.report(LOCAL_OWNER, newest), "en", {})
    mine = raw.categories[raw.categories["session_id"] == newest]
    expected = {labels.category(row["category"], "en"): row["score"] for _, row in mine.iterrows()}
    assert dict(zip(_column(table, "category"), _column(table, "score"), strict=True)) == expected


def test_people_and_a_cohort_laid_over_each_other(held: Services, raw: Raw) -> None:
    groups = [Group("One", "person", 1), Group("Two", "person", 2), Group("All of zh", "language", "zh")]
    found = held.histories.overlay(LOCAL_OWNER, groups)
    months = pd.DataFrame(found.months)
    months = months.assign(judge=months["interviewer"] + "|" + months["model"] + "|" + months["rubric_version"])
    frame = analytics.sessions_frame(found.sessions)
    judge = "|".join(OFFLINE)
    full = raw.sessions[raw.sessions["full"]]
    members = {
        "One": full[full["candidate_id"] == 1],
        "Two": full[full["candidate_id"] == 2],
        "All of zh": full[full["language"] == "zh"],
    }

    over_time = charts.overlay_trend_table(frame, "en", months=months)
    lines = over_time[over_time[column("remark", "en")] == ""].groupby(column("group", "en"))[column("score", "en")]
    for name in ("One", "Two"):
        assert sorted(lines.get_group(name)) == sorted(members[name]["score"])
    cohort = members["All of zh"]
    by_month = cohort.groupby(["judge", cohort["created_at"].dt.strftime("%Y-%m")])["score"].mean()
    assert sorted(lines.get_group("All of zh")) == sorted(map(_whole, by_month))

    spread = charts.distribution_table(frame, "en", judge=judge).set_index(column("group", "en"))
    for name, rows in members.items():
        scores = rows.loc[rows["judge"] == judge, "score"].astype("float64")
        told = spread.loc[name]
        assert told[column("sessions", "en")] == len(scores) > 0
        expected = [scores.min(), *scores.quantile([0.25, 0.5, 0.75]), scores.max()]
        names = ("lowest", "lower", "median", "upper", "highest")
        shown = [told[column(each, "en")] for each in names]
        assert [None if pd.isna(each) else int(each) for each in shown] == [
            None if len(scores) < 5 and name in ("lower", "upper") else _whole(value)
            for name, value in zip(names, expected, strict=True)
        ]

    table = charts.overlay_radar_table(pd.DataFrame(found.categories), "en", judge=judge)
    counted = raw.categories[raw.categories["full"] & (raw.categories["judge"] == judge)]
    for name, rows in members.items():
        means = counted[counted["session_id"].isin(rows.index)].groupby("category")["score"].agg(["mean", "size"])
        expected = {
            labels.category(str(category), "en"): (_whole(row["mean"]), row["size"])
            for category, row in means.iterrows()
        }
        told = table[(table[column("group", "en")] == name) & table[column("score", "en")].notna()]
        columns = (_column(told, each) for each in ("category", "score", "sessions"))
        assert {category: (score, n) for category, score, n in zip(*columns, strict=True)} == expected


@pytest.mark.parametrize("group", [Group("One", "person", 1), Group("All of en", "language", "en")])
def test_before_and_after(held: Services, raw: Raw, group: Group) -> None:
    rows = pd.DataFrame(held.histories.before_after(LOCAL_OWNER, group, WHEN, OFFLINE))
    table = charts.before_after_table(rows, WHEN, "en", judge="|".join(OFFLINE)).set_index(column("category", "en"))
    full = raw.sessions[raw.sessions["full"] & (raw.sessions["judge"] == "|".join(OFFLINE))]
    full = full[full["candidate_id"] == 1] if group.kind == "person" else full[full["language"] == "en"]
    overall = full.assign(category="").reset_index(names="session_id")
    within = raw.categories[raw.categories["session_id"].isin(full.index)]
    scores = pd.concat([overall[["category", "score", "created_at"]], within[["category", "score", "created_at"]]])
    late = scores["created_at"] >= WHEN
    seen = 0
    for category in scores["category"].unique():
        told = table.loc[labels.category(category, "en") if category else i18n.t("charts.overall", "en")]
        for side, name in ((~late, "before"), (late, "after")):
            given = scores.loc[side & (scores["category"] == category), "score"]
            assert told[column(f"sessions_{name}", "en")] == len(given)
            if len(given):
                assert told[column(name, "en")] == _whole(given.mean())
                seen += 1
    assert seen > 8
