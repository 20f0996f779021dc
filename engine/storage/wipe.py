"""Deleting a session with every row that hangs on it; a test counts the tables."""

from __future__ import annotations

from typing import Final

from engine.model import Transaction

_STATEMENTS: Final = (
    "delete_questions",
    "delete_question_authors",
    "delete_plan",
    "delete_usage",
    "delete_timings",
    "delete_drafts",
    "delete_answers",
    "delete_evaluations",
    "delete_summaries",
    "delete_jobs",
    "delete_session",
)


def delete_session_rows(tx: Transaction, owner: str, session_id: str) -> None:
    for statement in _STATEMENTS:
        tx.run(statement, owner=owner, session_id=session_id)
