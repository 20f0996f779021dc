from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import OWNER
from engine import facts, rubric
from engine.interview import Interviews
from engine.judging import Judging
from engine.model import Brief, Provenance, Row, Session, Turn
from engine.recording import record
from engine.serving import Only
from engine.storage import DuckStore, open_store
from engine.storage import migrate as migrations
from engine.storage.loading import load_session
from engine.storage.queries import sql_of
from support import ScriptedInterviewer
from support.interviewers import UndecidedInterviewer
from support.sessions import session, turn

JUDGES = [
    Provenance(rubric_version="1"),
    Provenance(interviewer="llm", model="a", rubric_version="1", prompt_version="p"),
]
FACTS = ("result", "category_result", "dimension_result", "answer_result")


@st.composite
def judged_sessions(draw: st.DrawFn) -> Session:
    turns: list[Turn] = []
    judges = draw(st.sampled_from([JUDGES[:1], JUDGES[1:], JUDGES]))
    for main in range(draw(st.integers(0, 5))):
        category = draw(st.sampled_from(["fundamentals", "behavioural", "data"]))
        for follow_up in range(draw(st.integers(1, 3))):
            rating = draw(st.none() | st.integers(10, 50))
            ratings = {} if rating is None else dict.fromkeys(rubric.weights(category), rating / 10)
            turns.append(
                turn(
                    main,
                    follow_up,
                    text=draw(st.sampled_from([None, "", "Short.", "A longer answer, 中文也有。"])),
                    category=category,
                    question=f"Question {main}?",
                    score=None if rating is None else rubric.score(category, ratings),
                    ratings=ratings,
                    provenance=draw(st.sampled_from(judges)),
                )
            )
    return session(turns, planned=draw(st.integers(3, 6)))


def _raw(held: Session) -> pd.DataFrame:
    """Every answer of a session as a plain row."""
    return pd.DataFrame(
        [
            {
                "main": each.main,
                "follow_up": each.follow_up,
                "category": each.question.category,
                "text": each.answer.text,
                "score": each.evaluation.score if each.evaluation else None,
                "ratings": dict(each.evaluation.ratings) if each.evaluation else {},
                "seconds": each.answer.active_seconds,
            }
            for each in held.turns
            if each.answer is not None
        ],
        columns=["main", "follow_up", "category", "text", "score", "ratings", "seconds"],
    )


@given(judged_sessions())
@example(session([]))
def test_facts_equal_what_pandas_computes_from_the_raw_rows(held: Session) -> None:
    raw, found = _raw(held), facts.of_session(held)
    mains = raw[raw["follow_up"] == 0]
    raw = raw[raw["main"].isin(mains["main"])]
    counted = raw[((raw["follow_up"] == 0) | (raw["text"] != "")) & raw["score"].notna()]
    groups = counted.astype({"score": "float64"}).groupby("main")["score"].mean()
    expected = int(groups.mean() + 0.5 + 1e-9) if len(groups) else None
    assert found.result["overall_score"] == expected
    assert found.result["answered"] == int((mains["text"] != "").sum())
    assert found.result["partial"] == (found.result["answered"] * 2 < held.brief.question_count)
    assert found.result["comparable"] == (
        expected is not None and not found.result["partial"] and not found.result["mixed"]
    )
    by_category = groups.groupby(mains.set_index("main")["category"].reindex(groups.index)).mean()
    told = dict(zip(found.categories["category"], found.categories["score"], strict=True))
    assert set(told) == set(mains["category"])
    assert {key: score for key, score in told.items() if score is not None} == {
        key: int(mean + 0.5 + 1e-9) for key, mean in by_category.items()
    }
    assert sum(found.categories["question_count"]) == len(mains)


@given(judged_sessions())
def test_ratings_and_answers_equal_the_raw_rows(held: Session) -> None:
    found = facts.of_session(held)
    raw = _raw(held)
    said = raw[(raw["text"] != "") & raw["score"].notna()]
    long = pd.DataFrame([{"d": d, "r": r} for each in said["ratings"] for d, r in each.items()], columns=["d", "r"])
    means = long.groupby("d")["r"].mean()
    assert set(found.dimensions["dimension"]) == set(means.index)
    for dimension, rating in zip(found.dimensions["dimension"], found.dimensions["rating"], strict=True):
        assert rating == pytest.approx(means[dimension], abs=1e-4)
    kept = raw[(raw["follow_up"] == 0) | (raw["text"] != "")]
    assert found.answers["main"] == list(kept["main"])
    assert found.answers["characters"] == [len(text) for text in kept["text"]]
    assert found.result["active_seconds"] == pytest.approx(raw["seconds"].sum())


def test_a_question_is_known_again_by_its_words() -> None:
    assert facts.question_key("What  is\nSQL?") == facts.question_key("what is sql?")
    assert facts.question_key("What is SQL?") != facts.question_key("What is Redis?")


def _answer_all(interviews: Interviews, resume_id: int, *texts: str, owner: str = OWNER) -> str:
    held = interviews.start(owner, resume_id, Brief(question_count=len(texts), follow_ups=0), force=True)
    for index, text in enumerate(texts):
        interviews.answer(owner, held.id, index, text)
    return held.id


def _rows(store: DuckStore, table: str) -> list[Row]:
    cursor = store._connection.cursor().execute(f"select * from {table}")
    names = [each[0] for each in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_judging_again_counts_nothing_twice(store: DuckStore, resume_id: int) -> None:
    interviewer = UndecidedInterviewer()
    interviews = Interviews(store, Only(interviewer))
    judging = Judging(store, Only(interviewer), lease_seconds=60, retry_seconds=0)
    held = _answer_all(interviews, resume_id, "good", "hm", "fair")
    judging.run_pending()
    before = {table: len(_rows(store, table)) for table in FACTS}
    assert [row["overall_score"] for row in _rows(store, "result")] == [75]
    interviewer.decided = True
    interviews.judge_again(OWNER, held)
    judging.run_pending()
    assert {table: len(_rows(store, table)) for table in FACTS} == before
    assert [row["overall_score"] for row in _rows(store, "result")] == [50]
    assert [row["overall_score"] for row in interviews.history(OWNER)] == [50]


def test_facts_can_be_made_again_and_are_the_same(
    store: DuckStore, interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    held = _answer_all(interviews, resume_id, "good", "fair", "")
    judging.run_pending()
    before = {table: _rows(store, table) for table in FACTS}
    store.write(lambda tx: record(tx, load_session(tx, OWNER, held)))
    assert {table: _rows(store, table) for table in FACTS} == before


def test_a_session_that_waits_is_in_the_history_without_a_score(
    interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    _answer_all(interviews, resume_id, "good", "fair", "")
    row = interviews.history(OWNER)[0]
    assert (row["answered"], row["overall_score"], row["characters"]) == (2, None, 8)
    judging.run_pending()
    row = interviews.history(OWNER)[0]
    assert (row["answered"], row["overall_score"], row["characters"]) == (2, 50, 8)
    assert interviews.history(OWNER, row["candidate_id"]) == [row]
    assert interviews.history(OWNER, row["candidate_id"] + 1) == []


def test_sessions_of_an_earlier_version_get_their_facts_bit_by_bit(tmp_path: Path) -> None:
    """The file is of the first schema, and the program is killed after the first bit."""
    path = tmp_path / "yesterday.duckdb"
    first = sorted(migrations.FOLDER.glob("*.sql"))[0]
    began = datetime(2026, 1, 1, tzinfo=UTC)
    with duckdb.connect(str(path)) as direct:
        direct.execute(sql_of("create_migrations"))
        direct.execute(first.read_text(encoding="utf-8"))
        direct.execute("insert into migration values (1, ?, now())", [first.stem])
        direct.execute("insert into candidate (owner, name, created_at) values ('local', 'Ada', now())")
        for number in range(12):
            at = began + timedelta(days=number)
            direct.execute(
                "insert into session (id, owner, candidate_id, resume_id, resume_text, purpose, language, title, "
                "question_count, level, target_role, job_description, follow_ups, seed, request_id, interviewer, "
                "status, evaluate_status, created_at) "
                "values (?, 'local', 1, 1, '', 'practice', 'en', 'Cook', 3, 'mid', '', '', 0, 0, '', 'offline', "
                "'EVALUATED', 'COMPLETED', ?)",
                [f"{number:016x}", at],
            )
            direct.execute(
                "insert into question values (?, 0, 0, 'local', 'Why?', 'data', 'SKILL', 'BASIC', '', 'en', '', '', "
                "'[]', '[]', ?)",
                [f"{number:016x}", at],
            )
            direct.execute("insert into answer values (?, 0, 0, 'local', 'So.', ?, ?, 9)", [f"{number:016x}", at, at])
            direct.execute(
                "insert into evaluation (session_id, main, follow_up, owner, score, ratings, evidence, missing, "
                "feedback, interviewer, model, prompt_version, rubric_version, input_tokens, output_tokens, "
                "fallback_reason, evaluated_at) values (?, 0, 0, 'local', ?, '{\"depth\": 2.0}', '[]', '[]', '', "
                "'offline', '', '', '1', 0, 0, '', ?)",
                [f"{number:016x}", 30 + number, at],
            )
    store = open_store(path)
    assert [row["overall_score"] for row in Interviews(store, Only(ScriptedInterviewer())).history(OWNER)] == [
        None
    ] * 12
    judging = Judging(store, Only(ScriptedInterviewer()), lease_seconds=60, retry_seconds=0)
    assert judging.catch_up()
    store.close()

    store = open_store(path)
    assert 0 < len(_rows(store, "result")) < 12
    judging = Judging(store, Only(ScriptedInterviewer()), lease_seconds=60, retry_seconds=0)
    while judging.catch_up():
        pass
    scores = [row["overall_score"] for row in Interviews(store, Only(ScriptedInterviewer())).history(OWNER)]
    assert scores == [30 + number for number in reversed(range(12))]
    cards = _rows(store, "card")
    assert [(card["reps"], card["last_score"]) for card in cards] == [(12, 41)]
    assert not judging.catch_up()
    store.close()
