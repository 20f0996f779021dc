"""The use cases of a session: start, show, draft, answer, pause, finish early, report, delete.

A session is CREATED, IN_PROGRESS once a question was shown or answered, COMPLETED with its last answer or when
finished early, EVALUATED once everything is judged and summed up. Each step is one transaction and safe to
repeat: a double click, a reconnect or a second tab finds the step done.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from engine import report as reports
from engine import resume as reading
from engine import steps
from engine.errors import (
    AlreadyAnswered,
    AlreadyCompleted,
    NotCompleted,
)
from engine.model import (
    Answer,
    Brief,
    Interviewer,
    Language,
    Question,
    Reader,
    Report,
    Row,
    Session,
    SessionStatus,
    Store,
    Transaction,
    Turn,
    WorkStatus,
    utc_now,
)
from engine.storage.rows import load_resume, load_session
from engine.storage.wipe import delete_session_rows

_REQUEST_MEMORY: Final = timedelta(hours=24)
_RECENT_QUESTIONS: Final = 60
_LOG = logging.getLogger(__name__)


class Interviews:
    """The sessions of an owner. ``on_work`` is called after background work has been written."""

    def __init__(
        self,
        store: Store,
        interviewer: Interviewer,
        on_work: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._interviewer = interviewer
        self._on_work = on_work
        self._now = now

    # --- starting and finding ---------------------------------------------------------------------

    def start(self, owner: str, resume_id: int, brief: Brief, *, force: bool = False, request_id: str = "") -> Session:
        """Plan a session on a stored resume.

        Without ``force`` the resume's unfinished session is returned if there is one. The same
        ``request_id`` within 24 hours returns the same session. Two calls at once make one session.

        Raises:
            ResumeNotFound: there is no such resume of this owner's.
        """
        resume = load_resume(self._store, owner, resume_id)
        found = self._existing(self._store, owner, resume_id, force, request_id)
        if found:
            return self.get(owner, found)
        profile = reading.profile(resume.text)
        language: Language = brief.language or ("zh" if profile.language == "zh" else "en")
        brief = self._completed_brief(owner, resume.candidate_id, brief, language)
        questions = list(self._interviewer.plan(resume, brief))
        title = brief.target_role or next((each.title for each in profile.entries if each.title), "")
        session_id = secrets.token_hex(8)

        def store(tx: Transaction) -> str:
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
                resume_text=current.text,
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
                interviewer=self._interviewer.name,
                created_at=now,
            )
            for main, question in enumerate(questions):
                steps.insert_question(tx, owner, session_id, (main, 0), question, language, now)
            return session_id

        return self.get(owner, self._store.write(store))

    def unfinished(self, owner: str, resume_id: int | None = None) -> Session | None:
        """The newest session that still waits for an answer; of any resume if ``resume_id`` is None."""
        row = self._store.one("unfinished_session", owner=owner, resume_id=resume_id)
        return self.get(owner, row["id"]) if row else None

    def get(self, owner: str, session_id: str) -> Session:
        """Raises SessionNotFound where there is none of this owner's."""
        return load_session(self._store, owner, session_id)

    def history(self, owner: str) -> list[Row]:
        """One row per session, newest first; columns as in ``storage/sql/history.sql``."""
        return self._store.rows("history", owner=owner)

    def category_history(self, owner: str) -> list[Row]:
        """One row per evaluated session and category: session_id, created_at, category, score, question_count."""
        return self._store.rows("category_history", owner=owner)

    # --- answering --------------------------------------------------------------------------------

    def show(self, owner: str, session_id: str) -> Session:
        """Note that the current question is on screen: its clock starts, or shows another sign of life."""

        def note(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            if session.is_open and session.current:
                steps.begin(tx, session)
                steps.tick(tx, session, session.current, self._now())

        self._store.write(note)
        return self.get(owner, session_id)

    def save_draft(self, owner: str, session_id: str, index: int, text: str) -> None:
        """Keep what is typed so far for the current question.

        Raises:
            AlreadyCompleted, AlreadyAnswered, QuestionNotFound: there is nothing to draft at ``index``.
            BadRequest: the text is longer than ``ANSWER_LIMIT``.
        """
        text = steps.cleaned(text)

        def save(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            turn = steps.answerable(session, index)
            if turn.answer is not None:
                raise AlreadyAnswered()
            now = self._now()
            steps.begin(tx, session)
            steps.tick(tx, session, turn, now)
            tx.run("save_draft", **steps.place(session, turn), text=text, saved_at=now)

        self._store.write(save)

    def answer(self, owner: str, session_id: str, index: int, text: str) -> Session:
        """Give the answer to the question at ``index``; a blank one skips it. Judging starts at once.

        The same answer given twice is fine, also after the end.

        Raises:
            AlreadyCompleted, AlreadyAnswered: a different answer came too late.
            QuestionNotFound: ``index`` is out of range or ahead of the current question.
            BadRequest: the text is longer than ``ANSWER_LIMIT``.
        """
        text = steps.cleaned(text)
        session = self.get(owner, session_id)
        if steps.repeats(session, index, text):
            return session
        turn = steps.answerable(session, index)
        if turn.answer is not None:
            raise AlreadyAnswered()
        # Written outside the transaction, since an interviewer may be slow; stored inside it, so that an
        # answer and its follow-up appear together or not at all.
        follow_up = self._follow_up(session, turn, text)

        def store(tx: Transaction) -> None:
            latest = load_session(tx, owner, session_id)
            if steps.repeats(latest, index, text):
                return
            current = steps.answerable(latest, index)
            if current.answer is not None:
                raise AlreadyAnswered()
            now = self._now()
            steps.begin(tx, latest)
            steps.store_answer(tx, latest, current, text, now)
            last = latest.turns[-1].index == index
            if follow_up is not None:
                place = (turn.main, turn.follow_up + 1)
                steps.insert_question(tx, owner, session_id, place, follow_up, latest.language, now)
            elif last:
                steps.finish(tx, latest, now)

        self._store.write(store)
        self._on_work()
        return self.get(owner, session_id)

    def pause(self, owner: str, session_id: str) -> Session:
        """Stop the clock. Raises AlreadyCompleted."""
        return self._set_paused(owner, session_id, paused=True)

    def resume(self, owner: str, session_id: str) -> Session:
        """Let the clock run again. Raises AlreadyCompleted."""
        return self._set_paused(owner, session_id, paused=False)

    def complete(self, owner: str, session_id: str) -> Session:
        """Finish early. A non-blank draft of the current question counts as its answer.

        Raises:
            AlreadyCompleted: it is finished already.
        """

        def finish(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            if not session.is_open:
                raise AlreadyCompleted()
            now = self._now()
            turn = session.current
            if turn is not None and turn.draft.strip():
                steps.store_answer(tx, session, turn, turn.draft, now)
            steps.finish(tx, session, now)

        self._store.write(finish)
        self._on_work()
        return self.get(owner, session_id)

    # --- afterwards -------------------------------------------------------------------------------

    def report(self, owner: str, session_id: str) -> Report:
        """The result as far as it is judged. Raises NotCompleted while questions are open."""
        session = self.get(owner, session_id)
        if session.is_open:
            raise NotCompleted()
        return reports.build(session)

    def judge_again(self, owner: str, session_id: str) -> None:
        """Judge once more what is unscored, failed or was judged by a fallback, then sum up anew.

        Changes nothing where there is nothing to judge. Raises NotCompleted while questions are open.
        """

        def queue(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            if session.is_open:
                raise NotCompleted()
            if session.evaluate_status in (WorkStatus.PENDING, WorkStatus.PROCESSING):
                return
            now = self._now()
            again = [turn for turn in session.turns if turn.answer is not None and steps.wants_judging(turn)]
            for turn in again:
                steps.queue(tx, "evaluation", session, turn, now)
            if again or session.evaluate_status is WorkStatus.FAILED:
                steps.queue(tx, "summary", session, None, now)
                tx.run(
                    "set_evaluate_status",
                    owner=owner,
                    session_id=session_id,
                    status=SessionStatus.COMPLETED.value,
                    evaluate_status=WorkStatus.PENDING.value,
                    evaluate_error="",
                )

        self._store.write(queue)
        self._on_work()

    def delete(self, owner: str, session_id: str) -> None:
        """Delete a session and every row that hangs on it. Raises SessionNotFound."""

        def delete(tx: Transaction) -> None:
            load_session(tx, owner, session_id)
            delete_session_rows(tx, owner, session_id)

        self._store.write(delete)

    # --- private ----------------------------------------------------------------------------------

    def _existing(self, reader: Reader, owner: str, resume_id: int, force: bool, request_id: str) -> str | None:
        row = None
        if request_id:
            since = self._now() - _REQUEST_MEMORY
            row = reader.one("session_by_request", owner=owner, resume_id=resume_id, request_id=request_id, since=since)
        if row is None and not force:
            row = reader.one("unfinished_session", owner=owner, resume_id=resume_id)
        return str(row["id"]) if row else None

    def _completed_brief(self, owner: str, candidate_id: int | None, brief: Brief, language: Language) -> Brief:
        binds = {"owner": owner, "candidate_id": candidate_id}
        recent = self._store.rows("recent_questions", most=_RECENT_QUESTIONS, **binds)
        before = self._store.one("session_count_of_candidate", **binds)
        return brief.model_copy(
            update={
                "language": language,
                "recent_questions": (*brief.recent_questions, *(row["text"] for row in recent)),
                # Another session on the same resume is another interview; the count keeps it reproducible.
                "seed": brief.seed or (before["sessions"] if before else 0),
            }
        )

    def _follow_up(self, session: Session, turn: Turn, text: str) -> Question | None:
        if not text or turn.follow_up >= session.brief.follow_ups:
            return None
        family = [each for each in session.turns if each.main == turn.main]
        asked = [each.question for each in family if each.follow_up]
        try:
            return self._interviewer.follow_up(turn.question, Answer(text=text), asked)
        except Exception:
            # The interview goes on with the next main question, whatever befell the interviewer.
            _LOG.exception("no follow-up for question %d of session %s", turn.index, session.id)
            return None

    def _set_paused(self, owner: str, session_id: str, *, paused: bool) -> Session:
        def change(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            if not session.is_open:
                raise AlreadyCompleted()
            if session.paused != paused and session.current:
                steps.tick(tx, session, session.current, self._now())
                tx.run("set_paused", owner=owner, session_id=session_id, paused=paused)

        self._store.write(change)
        return self.get(owner, session_id)
