"""The invented population: the same for the same seed, and with the facts that the program itself would write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bench import bulk, pool
from bench.population import Population, population
from engine import analytics, recording
from engine.auth import LOCAL_OWNER
from engine.errors import BadRequest, PersonNotFound
from engine.history import Group, Histories, fair_order
from engine.people import Filters, People
from engine.report import Judge
from engine.settings import Settings
from engine.storage import DuckStore, open_store
from engine.storage.loading import load_session
from engine.wiring import build
from scripts import demo_app

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
FACTS = ("result", "category_result", "dimension_result", "answer_result")


def _population(seed: int = 3) -> Population:
    return population(pool.themes(judged=False), people=20, sessions=150, days=300, seed=seed, now=NOW)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckStore]:
    path = Path(tmp_path_factory.mktemp("population")) / "population.duckdb"
    bulk.fill(path, pool.themes(judged=False), _population())
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def raw(store: DuckStore) -> pd.DataFrame:
    """Every answer with its newest score, straight from the tables."""
    return _frame(
        store,
        "select s.candidate_id, s.id as session_id, s.created_at, q.main, q.follow_up, q.category, a.text, e.score, "
        "e.interviewer, e.model from session s join question q on q.session_id = s.id "
        "join answer a on a.session_id = q.session_id and a.main = q.main and a.follow_up = q.follow_up "
        "join evaluation e on e.session_id = q.session_id and e.main = q.main and e.follow_up = q.follow_up",
    )


def _frame(store: DuckStore, sql: str) -> pd.DataFrame:
    cursor = store._connection.cursor().execute(sql)
    names = [each[0] for each in cursor.description or ()]
    return pd.DataFrame(cursor.fetchall(), columns=names)


def _table(store: DuckStore, table: str) -> list[dict[str, Any]]:
    frame = _frame(store, f"select * from {table} order by all")
    return [
        {name: round(value, 3) if isinstance(value, float) else value for name, value in row.items()}
        for row in frame.astype("object").where(frame.notna(), None).to_dict("records")
    ]


def test_the_same_seed_gives_the_same_people_and_answers() -> None:
    one, two, other = _population(), _population(), _population(4)
    assert one.names == two.names
    assert (one.answer_said == two.answer_said).all()
    assert (one.session_at == two.session_at).all()
    assert one.names != other.names


def test_people_get_better(store: DuckStore) -> None:
    results = _frame(store, "select candidate_id, created_at, overall_score from result where comparable")
    ordered = results.sort_values("created_at").groupby("candidate_id")["overall_score"]
    assert ordered.last().mean() > ordered.first().mean() + 5


def test_facts_written_in_bulk_are_those_the_program_writes(store: DuckStore) -> None:
    before = {table: _table(store, table) for table in FACTS}
    assert len(before["result"]) == 150
    for row in before["result"]:
        session = load_session(store, LOCAL_OWNER, str(row["session_id"]))
        store.write(lambda tx, each=session: recording.record(tx, each))  # type: ignore[misc]
    after = {table: _table(store, table) for table in FACTS}
    for table in FACTS:
        assert len(after[table]) == len(before[table])
        for mine, theirs in zip(before[table], after[table], strict=True):
            assert mine == theirs, table


def test_frames_equal_what_pandas_computes_from_the_raw_rows(store: DuckStore, raw: pd.DataFrame) -> None:
    histories = Histories(store)
    someone = int(raw["candidate_id"].value_counts().index[0])
    mine = raw[raw["candidate_id"] == someone]
    counted = mine[(mine["follow_up"] == 0) | (mine["text"] != "")]
    groups = counted.groupby(["session_id", "main"])["score"].mean()
    overall = groups.groupby("session_id").mean().map(lambda mean: int(mean + 0.5 + 1e-9))
    sessions = analytics.sessions_frame(histories.sessions(LOCAL_OWNER, someone))
    assert dict(zip(sessions["session_id"], sessions["overall_score"], strict=True)) == overall.to_dict()
    answers = analytics.answers_frame(histories.answers(LOCAL_OWNER, someone))
    said = mine[mine["text"] != ""]
    assert len(answers) == len(said)
    assert answers["score"].sum() == said["score"].sum()
    assert answers["characters"].sum() == said["text"].str.len().sum()
    categories = analytics.categories_frame(histories.categories(LOCAL_OWNER, someone))
    assert set(zip(categories["session_id"], categories["category"], strict=True)) == set(
        mine[mine["follow_up"] == 0][["session_id", "category"]].itertuples(index=False, name=None)
    )
    dimensions = analytics.dimensions_frame(histories.dimensions(LOCAL_OWNER, someone))
    assert dimensions["rating"].between(1, 5).all()


def test_best_and_weakest_answers_are_quoted_and_of_one_judge(store: DuckStore, raw: pd.DataFrame) -> None:
    histories = Histories(store)
    someone = int(raw["candidate_id"].value_counts().index[0])
    judge = histories.newest_judge(LOCAL_OWNER, someone)
    assert judge is not None
    best, weakest = histories.best(LOCAL_OWNER, someone), histories.weakest(LOCAL_OWNER, someone)
    mixed = set(_frame(store, "select session_id from result where mixed")["session_id"])
    theirs = raw[
        (raw["candidate_id"] == someone)
        & (raw["interviewer"] == judge.interviewer)
        & (raw["text"] != "")
        & ~raw["session_id"].isin(mixed)
    ]
    assert [each.row["score"] for each in best] == sorted(theirs["score"], reverse=True)[:3]
    assert [each.row["score"] for each in weakest] == sorted(theirs["score"])[:3]
    for each in best:
        assert all(quote.quote in each.row["answer"] for quote in each.evidence)
    assert histories.best(LOCAL_OWNER, 999) == []


def test_cohorts_equal_the_raw_results(store: DuckStore) -> None:
    histories = Histories(store)
    results = _frame(store, "select * from result")
    group = Group("English", "language", "en")
    overlay = histories.overlay(LOCAL_OWNER, [group, Group("one", "person", 1)])
    frame = analytics.sessions_frame(overlay.sessions)
    english = results[(results["language"] == "en") & (results["answered"] > 0)]
    assert (frame["group"] == "English").sum() == len(english)
    months = [row for row in overlay.months if row["group"] == "English"]
    comparable = english[english["comparable"]]
    assert sum(row["sessions"] for row in months) == len(comparable)
    total = sum(row["score"] * row["sessions"] for row in months)
    assert total == pytest.approx(comparable["overall_score"].sum())
    with pytest.raises(BadRequest):
        histories.overlay(LOCAL_OWNER, [group] * 7)


def test_before_and_after_equal_the_frames(store: DuckStore) -> None:
    histories = Histories(store)
    results = _frame(store, "select candidate_id, count(*) as n from result group by 1 order by n desc")
    someone = int(results["candidate_id"].iloc[0])
    when = NOW - timedelta(days=80)
    sessions = analytics.sessions_frame(histories.sessions(LOCAL_OWNER, someone))
    categories = analytics.categories_frame(histories.categories(LOCAL_OWNER, someone))
    judge, table = analytics.before_after(sessions, categories, when)
    told = histories.before_after(LOCAL_OWNER, Group("x", "person", someone), when, Judge(*judge.split("|")))
    assert {row["category"] for row in told} == set(table["category"])
    for row in told:
        expected = table[table["category"] == row["category"]].iloc[0]
        assert (row["before_n"], row["after_n"]) == (expected["before_n"], expected["after_n"])
        for side in ("before", "after"):
            assert (row[side] is None and pd.isna(expected[side])) or row[side] == pytest.approx(expected[side])


def test_side_by_side_is_on_one_rubric_and_favours_nobody(store: DuckStore) -> None:
    histories = Histories(store)
    judge = Judge("llm", "sample-9b", "1")
    rows = _frame(store, "select candidate_id from result where comparable and interviewer = 'llm' group by 1")
    ids = sorted(int(each) for each in rows["candidate_id"])[:4]
    compared = histories.side_by_side(LOCAL_OWNER, ids, judge)
    assert [each.candidate_id for each in compared] == fair_order(ids)
    assert compared == histories.side_by_side(LOCAL_OWNER, ids[::-1], judge)
    for each in compared:
        assert each.session is not None
        assert set(each.quotes) <= set(each.categories)
        assert any(each.quotes.values())
    nobody = histories.side_by_side(LOCAL_OWNER, [ids[0]], Judge("llm", "other", "1"))
    assert nobody[0].session is None
    for refused in ([*ids, 1], [ids[0], ids[0]]):
        with pytest.raises(BadRequest):
            histories.side_by_side(LOCAL_OWNER, refused, judge)
    with pytest.raises(PersonNotFound):
        histories.side_by_side(LOCAL_OWNER, [999], judge)
    places = [fair_order([a, b]).index(a) for a in range(40) for b in range(a + 1, 40)]
    assert 0.4 < sum(places) / len(places) < 0.6, "the smaller id comes first about half the time"


def test_provenance_names_who_judged_what(store: DuckStore) -> None:
    mixed = _frame(store, "select session_id, candidate_id from result where mixed and stand_in").iloc[0]
    rows = Histories(store).provenance(LOCAL_OWNER, int(mixed["candidate_id"]))
    of = [row for row in rows if row["session_id"] == mixed["session_id"]]
    assert {(row["interviewer"], row["model"], row["fallback_reason"]) for row in of} == {
        ("llm", "sample-9b", ""),
        ("offline", "", "timeout"),
    }
    assert [row["number"] for row in rows] == sorted((row["number"] for row in rows), reverse=True)


def test_a_skill_filter_finds_whom_it_was_asked_of(store: DuckStore, raw: pd.DataFrame) -> None:
    people = People(store, lambda: NOW)
    skills = people.choices(LOCAL_OWNER).skills
    assert "Python" in skills
    found = people.list(LOCAL_OWNER, Filters(skill="PYTHON"), size=100)
    answered = _frame(
        store, "select distinct candidate_id from answer_result where skill = 'Python' and characters > 0"
    )
    assert {row["candidate_id"] for row in found.rows} == {int(each) for each in answered["candidate_id"]}
    assert all("Python" in row["top_skills"] or len(row["top_skills"]) == 3 for row in found.rows)


def test_the_demo_is_whole(tmp_path: Path) -> None:
    database = tmp_path / "demo.duckdb"
    demo_app.fill(database, people=16, sessions=60, judged=False)
    services = build(Settings(database=database))
    try:
        rows, total = services.people.list(LOCAL_OWNER, size=100)
        assert total == 16
        assert sum(row["sessions"] for row in rows) == 60 + 3
        assert {language for row in rows for language in row["languages"]} == {"en", "zh"}
        assert any(row["shortlisted"] for row in rows)
        assert services.coaching.pairs(LOCAL_OWNER)
        finished = services.interviews.newest_finished(LOCAL_OWNER)
        assert finished is not None
        report = services.interviews.report(LOCAL_OWNER, finished)
        assert report.pending == 0
        assert report.session.summary is not None
        assert report.session.summary.overall_feedback
        assert all(row["analyze_status"] == "COMPLETED" for row in services.library.overview(LOCAL_OWNER))
    finally:
        services.close()
