"""Use cases around stored resumes: add, list, analyse, delete."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from engine import resume as reading
from engine.errors import ResumeNotFound
from engine.job import LIMIT
from engine.model import Analysis, Resume, Row, Store, Transaction, WorkStatus, utc_now
from engine.recording import remove_resume
from engine.resume import Limits
from engine.storage.loading import load_resume
from engine.storage.rows import REGISTERED, analysis_of, resume_of
from engine.storage.wipe import delete_person_without_rows


class Added(NamedTuple):
    resume: Resume
    duplicate: bool  # the same bytes were there already; nothing new was stored


class AnalysisState(NamedTuple):
    status: WorkStatus
    analysis: Analysis | None  # the newest, also while another is being made
    error: str


class Statistics(NamedTuple):
    """How much there is of an owner's."""

    resumes: int
    sessions: int
    accesses: int  # uploads, repeated ones included


class Library:
    """The resumes of an owner. ``on_work`` is called after background work has been written."""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        on_work: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._limits = limits
        self._on_work = on_work
        self._now = now

    def check(self, data: bytes) -> None:
        """Raises ResumeError where it shows at once that ``data`` cannot become a resume."""
        reading.check(data, self._limits)

    def add(self, owner: str, name: str, data: bytes) -> Added:
        """Read a file and keep its text; the file itself is not kept.

        The same bytes again are counted, not stored. The person is matched to a candidate by the name the
        resume shows, else becomes a new one.

        Raises:
            ResumeError: the file cannot become a resume; the class says why.
        """
        resume = reading.read(name, data, self._limits)
        person = reading.profile(resume.text).name

        def store(tx: Transaction) -> Added:
            known = tx.one("resume_by_hash", owner=owner, sha256=resume.sha256)
            if known is not None:
                tx.run("count_access", owner=owner, resume_id=known["id"])
                return Added(load_resume(tx, owner, known["id"]), duplicate=True)
            return Added(self._insert(tx, owner, _free_id(tx), resume, person), duplicate=False)

        added = self._store.write(store)
        self._on_work()
        return added

    def register(self, owner: str, resume_id: int, text: str) -> Resume:
        """The resume of this id, made of ``text`` where no one has the id: some clients keep resumes elsewhere.

        The text of a resume that exists is not changed.

        Raises:
            ResumeNotFound: someone else has the id.
        """
        if known := self._store.one("owner_of_resume", resume_id=resume_id):
            if known["owner"] != owner:
                raise ResumeNotFound()
            return load_resume(self._store, owner, resume_id)
        cleaned = reading.clean(text)
        person = reading.profile(cleaned).name
        resume = Resume(text=cleaned, filename=f"resume-{resume_id}.txt", size=len(text.encode()))

        def store(tx: Transaction) -> Resume:
            if tx.one("owner_of_resume", resume_id=resume_id):
                return load_resume(tx, owner, resume_id)
            return self._insert(tx, owner, resume_id, resume, person)

        registered = self._store.write(store)
        self._on_work()
        return registered

    def _insert(self, tx: Transaction, owner: str, resume_id: int, resume: Resume, person: str) -> Resume:
        now = self._now()
        candidate = tx.one("candidate_by_name", owner=owner, name=person) if person else None
        candidate = candidate or tx.one("insert_candidate", owner=owner, name=person, created_at=now)
        assert candidate is not None
        tx.run(
            "insert_resume",
            id=resume_id,
            owner=owner,
            candidate_id=candidate["id"],
            filename=resume.filename,
            content_type=resume.content_type,
            size=resume.size,
            sha256=resume.sha256 or f"{REGISTERED}{resume_id}",
            text=resume.text,
            uploaded_at=now,
        )
        _queue_analysis(tx, owner, resume_id, now)
        return load_resume(tx, owner, resume_id)

    def list(self, owner: str) -> builtins.list[Resume]:
        """All resumes, newest first."""
        return [resume_of(row) for row in self._store.rows("resumes", owner=owner)]

    def newest(self, owner: str, most: int) -> builtins.list[Row]:
        """What tells the newest ``most`` resumes apart, newest first: id, filename, uploaded_at, name (the person's).

        Their texts are not read: they are many times as long.
        """
        return self._store.rows("newest_resumes", owner=owner, most=most)

    def get(self, owner: str, resume_id: int) -> Resume:
        """Raises ResumeNotFound where there is none of this owner's."""
        return load_resume(self._store, owner, resume_id)

    def overview(self, owner: str) -> builtins.list[Row]:
        """One row per resume, newest first; columns as in ``resume_overview`` of ``storage/sql/resumes.sql``."""
        return self._store.rows("resume_overview", owner=owner)

    def statistics(self, owner: str) -> Statistics:
        resumes = self._store.one("resume_statistics", owner=owner)
        sessions = self._store.one("session_count", owner=owner)
        assert resumes is not None
        assert sessions is not None
        return Statistics(resumes["resumes"], sessions["sessions"], int(resumes["accesses"]))

    def analyses(self, owner: str, resume_id: int) -> builtins.list[tuple[int, Analysis]]:
        """Every analysis with its id, newest first. Raises ResumeNotFound."""
        load_resume(self._store, owner, resume_id)
        rows = self._store.rows("analyses", owner=owner, resume_id=resume_id)
        return [(row["id"], analysis_of(row)) for row in rows]

    def session_ids(self, owner: str, resume_id: int) -> builtins.list[str]:
        """The sessions held on a resume, newest first."""
        return [row["id"] for row in self._store.rows("sessions_of_resume", owner=owner, resume_id=resume_id)]

    def session_count(self, owner: str, resume_id: int) -> int:
        row = self._store.one("session_count_of_resume", owner=owner, resume_id=resume_id)
        return int(row["sessions"]) if row else 0

    def analysis(self, owner: str, resume_id: int) -> AnalysisState:
        """The newest analysis and how far the newest request for one has come.

        Raises:
            ResumeNotFound: there is no such resume of this owner's.
        """
        load_resume(self._store, owner, resume_id)
        work = self._store.one("newest_analysis_job", owner=owner, resume_id=resume_id)
        row = self._store.one("newest_analysis", owner=owner, resume_id=resume_id)
        return AnalysisState(
            WorkStatus(work["status"]) if work else WorkStatus.PENDING,
            analysis_of(row) if row else None,
            work["error"] if work else "",
        )

    def analyze_again(self, owner: str, resume_id: int) -> None:
        """Ask for a new analysis, unless one is under way. Raises ResumeNotFound."""

        def queue(tx: Transaction) -> None:
            load_resume(tx, owner, resume_id)
            work = tx.one("newest_analysis_job", owner=owner, resume_id=resume_id)
            if work is None or work["status"] in (WorkStatus.COMPLETED, WorkStatus.FAILED):
                _queue_analysis(tx, owner, resume_id, self._now())

        self._store.write(queue)
        self._on_work()

    def target_job(self, owner: str, resume_id: int) -> str:
        """The description of the job a resume is for; "" where there is none, or no such resume of this owner's."""
        row = self._store.one("target_job", owner=owner, resume_id=resume_id)
        return str(row["description"]) if row else ""

    def set_target_job(self, owner: str, resume_id: int, description: str) -> None:
        """Keep the job a resume is for in place of the one before; a blank description leaves none.

        Of a description the first 100,000 characters are kept, cleaned as a resume's text is. Raises ResumeNotFound.
        """
        cleaned = reading.clean(description[:LIMIT])
        binds = {"owner": owner, "resume_id": resume_id}

        def save(tx: Transaction) -> None:
            load_resume(tx, owner, resume_id)
            if cleaned:
                tx.run("save_target_job", **binds, description=cleaned, saved_at=self._now())
            else:
                tx.run("delete_target_job", **binds)

        self._store.write(save)

    def delete(self, owner: str, resume_id: int) -> None:
        """Delete a resume, its sessions and every row that hangs on them. Raises ResumeNotFound."""

        def delete(tx: Transaction) -> None:
            candidate_id = load_resume(tx, owner, resume_id).candidate_id
            remove_resume(tx, owner, resume_id)
            if candidate_id is not None:
                delete_person_without_rows(tx, owner, candidate_id)

        self._store.write(delete)


def _free_id(tx: Transaction) -> int:
    """An id that no one has: clients may have registered resumes under ids the sequence has yet to reach."""
    drawn = tx.one("next_resume_id")
    assert drawn is not None
    free = tx.one("free_resume_id", id=drawn["id"])
    assert free is not None
    return int(free["id"])


def _queue_analysis(tx: Transaction, owner: str, resume_id: int, now: datetime) -> None:
    tx.run(
        "insert_job",
        kind="analysis",
        owner=owner,
        session_id=None,
        main=None,
        follow_up=None,
        resume_id=resume_id,
        run_after=now,
    )
