"""The use cases of a session: start, show, draft, answer, pause, finish early, report, delete.

A session is CREATED, IN_PROGRESS once a question was shown or answered, COMPLETED with its last answer or when
finished early, EVALUATED once everything is judged and summed up. Each step is one transaction and safe to
repeat: a double click, a reconnect or a second tab finds the step done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from engine import recording, steps
from engine import report as reports
from engine.answering import Answering
from engine.errors import AlreadyCompleted, NotCompleted, SessionNotFound
from engine.model import (
    Brief,
    Interviewers,
    Progress,
    Question,
    Report,
    Row,
    Session,
    SessionStatus,
    Spent,
    Store,
    Transaction,
    WorkStatus,
    utc_now,
)
from engine.planning import Planning
from engine.starting import Starting
from engine.storage.loading import LARGEST_ID, load_session, load_standing


class Interviews:
    """The sessions of an owner. ``on_work`` is called after background work has been written."""

    def __init__(
        self,
        store: Store,
        interviewers: Interviewers,
        on_work: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = utc_now,
        planning: Planning | None = None,
    ) -> None:
        self._store = store
        self._interviewers = interviewers
        self._on_work = on_work
        self._now = now
        planning = planning or Planning(store, interviewers, on_work=on_work, now=now)
        self._starting = Starting(store, interviewers, planning, now)
        self._answering = Answering(store, interviewers, on_work, now)

    # --- starting and finding ---------------------------------------------------------------------

    def start(
        self,
        owner: str,
        resume_id: int,
        brief: Brief,
        *,
        text: str = "",
        force: bool = False,
        request_id: str = "",
        wait: bool = True,
        given: Sequence[Question] = (),
    ) -> Session:
        """Plan a session on a stored resume; see ``engine.starting.Starting.start``.

        Without ``wait`` it comes as soon as its first question is written: ``is_planning`` says that more follow.

        Raises:
            ResumeNotFound: there is no such resume of this owner's.
            InterviewerError: the interviewer does not serve, and nothing stands in for it.
        """
        return self.get(owner, self._starting.start(owner, resume_id, brief, text, force, request_id, wait, given))

    def unfinished(self, owner: str, resume_id: int | None = None) -> Session | None:
        """The newest session that still waits for an answer; of any resume if ``resume_id`` is None."""
        if resume_id is not None and abs(resume_id) > LARGEST_ID:
            return None
        row = self._store.one("unfinished_session", owner=owner, resume_id=resume_id)
        return self.get(owner, row["id"]) if row else None

    def get(self, owner: str, session_id: str) -> Session:
        """Raises SessionNotFound where there is none of this owner's."""
        return load_session(self._store, owner, session_id)

    def current_place(self, owner: str, session_id: str) -> tuple[int, int] | None:
        """Where an open session stands, as (main, follow_up). Cheap, for those who watch.

        None once it is finished, and while it waits for a question.

        Raises:
            SessionNotFound: there is none of this owner's.
        """
        session = load_standing(self._store, owner, session_id)
        spot = session.current if session.is_open else None
        return (spot.main, spot.follow_up) if spot else None

    def waits_for_question(self, owner: str, session_id: str) -> bool:
        """Whether all there is to answer is answered, and the next question is being written. Cheap.

        Raises:
            SessionNotFound: there is none of this owner's.
        """
        return load_standing(self._store, owner, session_id).waits_for_question

    def history(self, owner: str, candidate_id: int | None = None) -> list[Row]:
        """One row per session, of one person or of all, newest first; columns as in ``storage/sql/history.sql``."""
        return self._store.rows("history", owner=owner, candidate_id=candidate_id)

    def newest_finished(self, owner: str) -> str | None:
        """The id of the newest session that is finished, judged or not."""
        row = self._store.one("newest_finished", owner=owner)
        return row["id"] if row else None

    def page(
        self, owner: str, *, resume_id: int | None, status: SessionStatus | None, most: int, before: int
    ) -> list[Row]:
        """Up to ``most`` sessions whose number is below ``before``, newest first; columns as in ``session_page``."""
        return self._store.rows(
            "session_page",
            owner=owner,
            resume_id=resume_id,
            status=status.value if status else None,
            most=most,
            before=before,
        )

    def is_judged(self, owner: str, session_id: str) -> bool:
        """Whether judging has ended, well or not; one cheap query, for those who wait.

        Raises:
            SessionNotFound: there is none of this owner's.
            NotCompleted: questions are open.
        """
        row = self._store.one("session_status", owner=owner, session_id=session_id)
        if row is None:
            raise SessionNotFound()
        if row["status"] in (SessionStatus.CREATED, SessionStatus.IN_PROGRESS):
            raise NotCompleted()
        return row["evaluate_status"] in (WorkStatus.COMPLETED, WorkStatus.FAILED)

    def category_history(self, owner: str, candidate_id: int | None = None) -> list[Row]:
        """One row per judged session and category, of one person or of all; see ``analytics.categories_frame``."""
        return self._store.rows("category_history", owner=owner, candidate_id=candidate_id)

    # --- answering --------------------------------------------------------------------------------

    def show(self, owner: str, session_id: str) -> Session:
        """Note that the current question is on screen: its clock starts, or shows another sign of life."""

        def note(tx: Transaction) -> None:
            session = load_standing(tx, owner, session_id)
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
            session = load_standing(tx, owner, session_id)
            spot = steps.unanswered(session, index)
            now = self._now()
            steps.begin(tx, session)
            steps.tick(tx, session, spot, now)
            tx.run("save_draft", **steps.place(session, spot), text=text, saved_at=now)

        self._store.write(save)

    def answer(self, owner: str, session_id: str, index: int, text: str) -> Session:
        """``submit``, then the whole session as it stands."""
        self.submit(owner, session_id, index, text)
        return self.get(owner, session_id)

    def submit(self, owner: str, session_id: str, index: int, text: str) -> Progress:
        """Give the answer to the question at ``index``; a blank one skips it. Judging starts at once.

        The same answer given twice is fine, also after the end. Where the next question is still being written, the
        progress has none and says so.

        Raises:
            AlreadyCompleted, AlreadyAnswered: a different answer came too late.
            QuestionNotFound: ``index`` is out of range or ahead of the current question.
            BadRequest: the text is longer than ``ANSWER_LIMIT``.
        """
        return self._answering.submit(owner, session_id, index, text)

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
            session = load_standing(tx, owner, session_id)
            if not session.is_open:
                raise AlreadyCompleted()
            now = self._now()
            spot = session.current
            if spot is not None and spot.draft.strip():
                steps.store_answer(tx, session, spot, spot.draft, now)
            steps.finish(tx, session, now)

        self._store.write(finish)
        self._on_work()
        return self.get(owner, session_id)

    # --- afterwards -------------------------------------------------------------------------------

    def report(self, owner: str, session_id: str) -> Report:
        """The result as far as it is judged, with what it cost. Raises NotCompleted while questions are open."""
        session = self.get(owner, session_id)
        if session.is_open:
            raise NotCompleted()
        return reports.build(session).model_copy(update={"spent": self.usage(owner, session_id)})

    def usage(self, owner: str, session_id: str) -> Spent:
        """What a session's calls to a model came to so far; nothing at all where none were made."""
        row = self._store.one("usage_of_session", owner=owner, session_id=session_id)
        assert row is not None
        return Spent(
            calls=row["calls"],
            input_tokens=int(row["input_tokens"]),
            output_tokens=int(row["output_tokens"]),
            cost=None if row["unpriced"] or row["cost"] is None else float(row["cost"]),
        )

    def judge_again(self, owner: str, session_id: str) -> None:
        """Judge once more what is unscored, failed or was judged by a stand-in, then sum up anew.

        Changes nothing where there is nothing to judge. The chosen interviewer is asked again at once, whatever
        befell it lately. Raises NotCompleted while questions are open.
        """
        self._judge_anew(owner, session_id, everything=False)

    def judge_all_again(self, owner: str, session_id: str) -> None:
        """Have every answer judged anew by the interviewer chosen now, who becomes the session's.

        Its score can then be compared with the others that this interviewer gave. Changes nothing while the session
        is being judged. Raises SessionNotFound, and NotCompleted while questions are open.
        """
        self._judge_anew(owner, session_id, everything=True, by=self._interviewers.name)

    def delete(self, owner: str, session_id: str) -> None:
        """Delete a session and every row that hangs on it. Raises SessionNotFound."""

        def delete(tx: Transaction) -> None:
            load_standing(tx, owner, session_id)
            recording.remove_session(tx, owner, session_id)

        self._store.write(delete)

    # --- private ----------------------------------------------------------------------------------

    def _judge_anew(self, owner: str, session_id: str, *, everything: bool, by: str = "") -> None:
        """Queue what is to be judged, by the interviewer named ``by`` from now on where one is."""
        self._interviewers.try_again()

        def queue(tx: Transaction) -> None:
            session = load_session(tx, owner, session_id)
            if session.is_open:
                raise NotCompleted()
            if session.evaluate_status in (WorkStatus.PENDING, WorkStatus.PROCESSING):
                return
            if by:
                tx.run("set_interviewer", owner=owner, session_id=session_id, interviewer=by)
            now = self._now()
            again = [
                turn for turn in session.turns if turn.answer is not None and (everything or steps.wants_judging(turn))
            ]
            for turn in again:
                steps.queue(tx, "evaluation", session, turn, now)
            words = session.summary.provenance.fallback_reason if session.summary else ""
            if again or words or by or session.evaluate_status is WorkStatus.FAILED:
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

    def _set_paused(self, owner: str, session_id: str, *, paused: bool) -> Session:
        def change(tx: Transaction) -> None:
            session = load_standing(tx, owner, session_id)
            if not session.is_open:
                raise AlreadyCompleted()
            if session.paused != paused and session.current:
                steps.tick(tx, session, session.current, self._now())
                tx.run("set_paused", owner=owner, session_id=session_id, paused=paused)

        self._store.write(change)
        return self.get(owner, session_id)
