"""How a session comes to be: found where it exists already, else planned and stored."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

from engine import resume as reading
from engine import steps
from engine.model import Brief, Interviewers, Language, Question, Reader, Resume, Store, Transaction
from engine.planning import Opening, Planning, recent_questions
from engine.storage.loading import load_resume

_REQUEST_MEMORY: Final = timedelta(hours=24)


class Starting:
    """Makes sessions. Safe to call from many threads at once."""

    def __init__(
        self, store: Store, interviewers: Interviewers, planning: Planning, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._interviewers = interviewers
        self._planning = planning
        self._now = now
        self._turns = _Turns()

    def start(
        self,
        owner: str,
        resume_id: int,
        brief: Brief,
        text: str,
        force: bool,
        request_id: str,
        wait: bool,
        given: Sequence[Question] = (),
    ) -> str:
        """The id of the session there is or that was made.

        Without ``force`` that is the resume's unfinished session if there is one. The same ``request_id``
        within 24 hours gives the same session. Two calls at once make one session. A ``text`` that is not
        blank stands in for the stored resume's in this session alone. With ``wait`` a new session holds its whole
        plan; without, its first question, and the rest is stored as it is written. Questions ``given`` are asked
        first, and the plan gives the rest.

        Raises:
            ResumeNotFound: there is no such resume of this owner's.
            InterviewerError: the interviewer does not serve, and nothing stands in for it.
        """
        # Without waiting for their turn, many calls at once would each plan a session that only one of them keeps.
        with self._turns.of(f"{owner}/{resume_id}"):
            resume = load_resume(self._store, owner, resume_id)
            found = self._existing(self._store, owner, resume_id, force, request_id)
            if found:
                return found
            opening = self._opening(owner, resume_id, resume, brief, text, force, request_id, given)
            return self._planning.whole(opening) if wait else self._planning.streamed(opening)

    def _opening(
        self,
        owner: str,
        resume_id: int,
        resume: Resume,
        brief: Brief,
        text: str,
        force: bool,
        request_id: str,
        given: Sequence[Question],
    ) -> Opening:
        resume = resume.model_copy(update={"text": reading.clean(text)}) if text.strip() else resume
        profile = reading.profile(resume.text)
        language: Language = brief.language or ("zh" if profile.language == "zh" else "en")
        session_id = secrets.token_hex(8)
        brief = self._completed(owner, resume.candidate_id, brief, language, session_id)
        interviewer = self._interviewers.chosen()
        title = brief.target_role or next((each.title for each in profile.entries if each.title), "")

        def store(tx: Transaction, questions: list[Question]) -> str:
            # Another process may have made it, or the resume been deleted, while the plan was written.
            known = self._existing(tx, owner, resume_id, force, request_id)
            if known:
                return known
            now = self._now()
            current = load_resume(tx, owner, resume_id)
            tx.run(
                "insert_session",
                id=session_id,
                owner=owner,
                candidate_id=current.candidate_id,
                resume_id=resume_id,
                resume_text=text if text.strip() else current.text,
                purpose="practice",
                language=language,
                title=title,
                question_count=brief.question_count,
                level=brief.level,
                target_role=brief.target_role,
                job_description=brief.job_description,
                follow_ups=brief.follow_ups,
                seed=brief.seed,
                request_id=request_id,
                interviewer=interviewer.name,
                created_at=now,
            )
            for main, question in enumerate(questions):
                steps.insert_question(tx, owner, session_id, (main, 0), question, language, now)
            return session_id

        return Opening(owner, session_id, resume, brief, interviewer, store, tuple(given))

    def _existing(self, reader: Reader, owner: str, resume_id: int, force: bool, request_id: str) -> str | None:
        row = None
        if request_id:
            since = self._now() - _REQUEST_MEMORY
            row = reader.one("session_by_request", owner=owner, resume_id=resume_id, request_id=request_id, since=since)
        if row is None and not force:
            row = reader.one("unfinished_session", owner=owner, resume_id=resume_id)
        return str(row["id"]) if row else None

    def _completed(
        self, owner: str, candidate_id: int | None, brief: Brief, language: Language, session_id: str
    ) -> Brief:
        recent = recent_questions(self._store, owner, candidate_id, session_id)
        before = self._store.one("session_count_of_candidate", owner=owner, candidate_id=candidate_id)
        return brief.model_copy(
            update={
                "language": language,
                "recent_questions": (*brief.recent_questions, *recent),
                # Another session on the same resume is another interview; the count keeps it reproducible.
                "seed": brief.seed or (before["sessions"] if before else 0),
            }
        )


class _Turns:
    """A lock for each key, kept while someone holds it."""

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    def of(self, key: str) -> threading.Lock:
        with self._door:
            lock = self._locks.get(key)
            if lock is None:
                lock = self._locks[key] = threading.Lock()
            return lock
