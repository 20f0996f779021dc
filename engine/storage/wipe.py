"""Deleting a session or a person with every row that hangs on them; a test counts the tables."""

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
    "delete_result",
    "delete_category_results",
    "delete_dimension_results",
    "delete_answer_results",
    "delete_cards_of_session",
    "delete_notes_of_session",
    "delete_overrides_of_session",
    "delete_session",
)
_OF_RESUME: Final = (
    "delete_target_job",
    "delete_jobs_of_resume",
    "delete_analyses_of_resume",
    "delete_usage_of_resume",
    "delete_resume",
)
_OF_PERSON: Final = ("delete_cards", "delete_tags", "delete_shortlisting", "delete_candidate")


def delete_session_rows(tx: Transaction, owner: str, session_id: str) -> None:
    """Cards whose newest asking was in the session go with it: see ``engine.cards.rebuild``."""
    for statement in _STATEMENTS:
        tx.run(statement, owner=owner, session_id=session_id)


def delete_resume_rows(tx: Transaction, owner: str, resume_id: int) -> None:
    """A resume, with its sessions."""
    for session in tx.rows("sessions_of_resume", owner=owner, resume_id=resume_id):
        delete_session_rows(tx, owner, session["id"])
    for statement in _OF_RESUME:
        tx.run(statement, owner=owner, resume_id=resume_id)


def delete_person_rows(tx: Transaction, owner: str, candidate_id: int) -> None:
    """A person, with their resumes and sessions."""
    where = {"owner": owner, "candidate_id": candidate_id}
    for resume in tx.rows("resumes_of_candidate", **where):
        delete_resume_rows(tx, owner, resume["id"])
    for session in tx.rows("sessions_of_candidate", **where):
        delete_session_rows(tx, owner, session["id"])
    for statement in _OF_PERSON:
        tx.run(statement, **where)


def delete_person_without_rows(tx: Transaction, owner: str, candidate_id: int) -> None:
    """The person, once nothing of theirs is left: a candidate lives as long as a resume or a session does."""
    if tx.one("candidate_without_rows", owner=owner, candidate_id=candidate_id):
        delete_person_rows(tx, owner, candidate_id)
