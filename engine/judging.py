"""Background work as rows: evaluations, summaries, analyses and the rest of plans, claimed one at a time.

A job is PENDING until claimed, PROCESSING while its lease holds, then COMPLETED, or PENDING again after a
failure, FAILED after the third. Work left by a killed process is claimed again when its lease has run out, or at
once where no other process can have the store open.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from engine import cards, recording
from engine import report as reports
from engine.errors import InterviewerError, ResumeNotFound, SessionNotFound
from engine.model import (
    Interviewer,
    Interviewers,
    Row,
    SessionStatus,
    Store,
    Transaction,
    WorkStatus,
    charged,
    utc_now,
)
from engine.planning import ATTEMPTS, Planning
from engine.storage.loading import load_answered, load_resume, load_session
from engine.storage.rows import analysis_binds, evaluation_binds, summary_binds

_JOBS_BETWEEN: Final = 8
"""Pieces of judging between two looks for a plan to go on with: people wait for questions, but few plans are left."""

_LOG = logging.getLogger(__name__)


class Judging:
    """Does the work that the use cases left behind. Several threads or processes may share it."""

    def __init__(
        self,
        store: Store,
        interviewers: Interviewers,
        lease_seconds: float,
        retry_seconds: float,
        now: Callable[[], datetime] = utc_now,
        planning: Planning | None = None,
    ) -> None:
        self._store = store
        self._interviewers = interviewers
        self._lease = timedelta(seconds=lease_seconds)
        self._retry = retry_seconds
        self._now = now
        self._planning = planning or Planning(
            store, interviewers, lease_seconds=lease_seconds, retry_seconds=retry_seconds, now=now
        )
        self._door = threading.Lock()
        self._in_hand: dict[int, Row] = {}
        self._catching_up = recording.CatchingUp(store)
        self._turn = 0

    def release(self) -> None:
        """Free the work of a process that was killed, where only this one can have the store open."""
        if self._store.exclusive:
            self._store.write(lambda tx: tx.run("release_jobs"))
        self._planning.release()

    def is_due(self) -> bool:
        """Whether some work may be done now; one look, nothing is claimed."""
        return self._store.one("next_job", now=self._now()) is not None or self._planning.is_due()

    def give_back(self) -> None:
        """Free the work in hand, as if it had not been begun; what still comes of it is dropped or done twice."""
        with self._door:
            jobs, self._in_hand = list(self._in_hand.values()), {}

        def give(tx: Transaction) -> None:
            for job in jobs:
                if tx.one("held_job", id=job["id"], attempts=job["attempts"]) is not None:
                    tx.run("return_job", id=job["id"])

        if jobs:
            self._store.write(give)

    def run_next(self, claimed: Callable[[], None] = lambda: None) -> bool:
        """Claim one piece of work and do it. False where nothing may be done now.

        ``claimed`` is called in between, when there may be more work for others.
        """
        with self._door:
            looks = self._turn % _JOBS_BETWEEN == 0
            self._turn += 1
        if looks and self._planning.top_up():
            return True
        job = self._store.write(self._claim)
        if job is None:
            return not looks and self._planning.top_up()
        claimed()
        with self._door:
            self._in_hand[job["id"]] = job
        try:
            self._do(job)
        finally:
            with self._door:
                self._in_hand.pop(job["id"], None)
        return True

    def _do(self, job: Row) -> None:
        if job["attempts"] > ATTEMPTS:
            # The process died in each attempt: the work itself may be what kills it.
            self._end(job, WorkStatus.FAILED, "interrupted")
            return
        try:
            with charged(job["owner"], job["session_id"] or "", job["resume_id"]):
                store = _WORK[job["kind"]](self, job)
        except (SessionNotFound, ResumeNotFound):
            return  # deleted meanwhile, with its job
        except InterviewerError as error:
            _LOG.warning("%s job %d: %s", job["kind"], job["id"], error)
            self._failed(job, error)
        except Exception as error:
            _LOG.exception("%s job %d failed", job["kind"], job["id"])
            self._failed(job, error)
        else:
            self._end(job, WorkStatus.COMPLETED, "", store)

    def catch_up(self) -> bool:
        """Write some of the facts that sessions judged by an earlier version lack. False where none are left."""
        return self._catching_up.step()

    def run_pending(self) -> int:
        """Do all the work that may be done now; returns how many pieces that was."""
        done = 0
        while self.run_next():
            done += 1
        return done

    # --- the queue --------------------------------------------------------------------------------

    def _claim(self, tx: Transaction) -> dict[str, Any] | None:
        now = self._now()
        job = tx.one("next_job", now=now)
        if job is None:
            return None
        tx.run("claim_job", id=job["id"], lease_until=now + self._lease)
        if job["kind"] == "summary":
            _set_evaluate_status(tx, job, SessionStatus.COMPLETED, WorkStatus.PROCESSING)
        return {**job, "attempts": job["attempts"] + 1}

    def _failed(self, job: Row, error: Exception) -> None:
        if job["attempts"] >= ATTEMPTS:
            self._end(job, WorkStatus.FAILED, f"{type(error).__name__}: {error}"[:500])
            return
        wait = self._retry * 2 ** (job["attempts"] - 1) * random.uniform(0.75, 1.25)
        self._end(job, WorkStatus.PENDING, str(error)[:500], wait=wait)

    def _end(
        self,
        job: Row,
        status: WorkStatus,
        error: str,
        store: Callable[[Transaction], None] | None = None,
        wait: float = 0,
    ) -> None:
        def end(tx: Transaction) -> None:
            if tx.one("held_job", id=job["id"], attempts=job["attempts"]) is None:
                return  # the lease ran out and another worker has it
            if store is not None:
                store(tx)
            run_after = self._now() + timedelta(seconds=wait)
            tx.run("end_job", id=job["id"], status=status.value, error=error, run_after=run_after)
            if job["kind"] == "summary" and status is WorkStatus.FAILED:
                _set_evaluate_status(tx, job, SessionStatus.COMPLETED, WorkStatus.FAILED, error)

        self._store.write(end)

    # --- the work: what is slow here, what is stored in the function returned ----------------------

    def _evaluate(self, job: Row) -> Callable[[Transaction], None]:
        place = {name: job[name] for name in ("owner", "session_id", "main", "follow_up")}
        found = load_answered(self._store, **place)
        if found is None:
            raise SessionNotFound()
        question, answer = found
        evaluation = self._of_session(job).evaluate(question, answer)
        binds = evaluation_binds(evaluation)

        def store(tx: Transaction) -> None:
            tx.run("insert_evaluation", **place, **binds)
            session = tx.one("candidate_of_session", owner=job["owner"], session_id=job["session_id"])
            if session and job["follow_up"] == 0 and evaluation.score is not None:
                asking = cards.Asking(
                    job["owner"],
                    session["candidate_id"],
                    job["session_id"],
                    job["main"],
                    answer.answered_at or self._now(),
                )
                cards.review(tx, asking, question.text, evaluation.score)

        return store

    def _summarize(self, job: Row) -> Callable[[Transaction], None]:
        session = load_session(self._store, job["owner"], job["session_id"])
        report = reports.build(session)
        summary = self._interviewers.named(session.interviewer).summarize(report)

        def store(tx: Transaction) -> None:
            tx.run(
                "insert_summary",
                session_id=session.id,
                owner=session.owner,
                overall_score=report.overall_score,
                answered=report.answered,
                partial=report.partial,
                mixed=report.mixed,
                **summary_binds(summary),
            )
            recording.record(tx, session, report)
            _set_evaluate_status(tx, job, SessionStatus.EVALUATED, WorkStatus.COMPLETED)

        return store

    def _analyze(self, job: Row) -> Callable[[Transaction], None]:
        resume = load_resume(self._store, job["owner"], job["resume_id"])
        binds = analysis_binds(self._interviewers.chosen().analyze(resume))
        return lambda tx: tx.run("insert_analysis", owner=job["owner"], resume_id=job["resume_id"], **binds)

    def _of_session(self, job: Row) -> Interviewer:
        row = self._store.one("interviewer_of_session", owner=job["owner"], session_id=job["session_id"])
        if row is None:
            raise SessionNotFound()
        return self._interviewers.named(row["interviewer"])


_WORK: Final = {
    "evaluation": Judging._evaluate,
    "summary": Judging._summarize,
    "analysis": Judging._analyze,
}


def _set_evaluate_status(
    tx: Transaction, job: Row, status: SessionStatus, evaluate_status: WorkStatus, error: str = ""
) -> None:
    tx.run(
        "set_evaluate_status",
        owner=job["owner"],
        session_id=job["session_id"],
        status=status.value,
        evaluate_status=evaluate_status.value,
        evaluate_error=error,
    )
