"""What calls cost, and whom it is charged to."""

from __future__ import annotations

import threading

import pytest

from conftest import OWNER
from engine.interview import Interviews
from engine.ledger import StoreLedger
from engine.library import Library
from engine.model import Brief, Spent, Usage, charge, charged
from engine.storage import DuckStore

EVALUATED = Usage(call="evaluate", model="m", input_tokens=900, output_tokens=100, seconds=2.5)


@pytest.fixture
def session_id(interviews: Interviews, resume_id: int) -> str:
    return interviews.start(OWNER, resume_id, Brief(question_count=3)).id


def test_a_sessions_calls_add_up(store: DuckStore, interviews: Interviews, session_id: str) -> None:
    assert interviews.usage(OWNER, session_id) == Spent()
    ledger = StoreLedger(store, price=lambda read, written: (read + 4 * written) / 1000)
    with charged(OWNER, session_id):
        ledger.record(EVALUATED)
        ledger.record(Usage(call="summarize", input_tokens=100, output_tokens=50, outcome="cut"))
    assert interviews.usage(OWNER, session_id) == Spent(calls=2, input_tokens=1000, output_tokens=150, cost=1.6)
    assert interviews.usage("someone else", session_id) == Spent()
    interviews.complete(OWNER, session_id)
    assert interviews.report(OWNER, session_id).spent == interviews.usage(OWNER, session_id)


def test_a_cost_that_is_not_wholly_known_is_not_told(store: DuckStore, interviews: Interviews, session_id: str) -> None:
    with charged(OWNER, session_id):
        StoreLedger(store, price=lambda read, written: 1.0).record(EVALUATED)
        StoreLedger(store).record(Usage(call="evaluate", outcome="refused"))  # cost nothing
        assert interviews.usage(OWNER, session_id).cost == 1.0
        StoreLedger(store, price=lambda read, written: None).record(EVALUATED)
    assert interviews.usage(OWNER, session_id).cost is None


def test_the_budget_is_of_one_session(store: DuckStore, interviews: Interviews, session_id: str) -> None:
    ledger = StoreLedger(store, budget=1500)
    assert ledger.left() is None
    with charged(OWNER, resume_id=1):
        assert ledger.left() is None
    with charged(OWNER, session_id):
        assert StoreLedger(store).left() is None
        assert ledger.left() == 1500
        ledger.record(EVALUATED)
        assert ledger.left() == 500
        ledger.record(EVALUATED)
        assert ledger.left() == -500
    with charged(OWNER, "0" * 16):
        assert ledger.left() == 1500


def test_what_belongs_to_nobody_is_not_kept(
    store: DuckStore, interviews: Interviews, library: Library, resume_id: int, session_id: str
) -> None:
    ledger = StoreLedger(store)
    ledger.record(EVALUATED)
    for owner, session, resume in (
        (OWNER, "f" * 16, None),  # deleted meanwhile
        (OWNER, "", 999),
        ("someone else", session_id, None),
        ("someone else", session_id, resume_id),
    ):
        with charged(owner, session, resume):
            ledger.record(EVALUATED)
    assert interviews.usage(OWNER, session_id) == Spent()
    # Of a session that is not stored yet: it goes with its resume.
    with charged(OWNER, "e" * 16, resume_id):
        ledger.record(EVALUATED)
    assert interviews.usage(OWNER, "e" * 16).calls == 1
    library.delete(OWNER, resume_id)
    assert interviews.usage(OWNER, "e" * 16).calls == 0


def test_a_count_that_cannot_be_kept_loses_no_call(
    store: DuckStore, session_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = StoreLedger(store)
    store.close()
    with charged(OWNER, session_id):
        ledger.record(EVALUATED)
    assert "could not be kept" in caplog.text


def test_a_charge_is_of_its_block_and_thread() -> None:
    seen: list[object] = []
    with charged("a", "s1"):
        with charged("b", resume_id=4):
            assert charge() == ("b", "", 4)
        assert charge() == ("a", "s1", None)
        other = threading.Thread(target=lambda: seen.append(charge()))
        other.start()
        other.join()
    assert seen == [None]
    assert charge() is None
