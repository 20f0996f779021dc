"""Nouns put together from their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.errors import ResumeNotFound, SessionNotFound
from engine.model import Answer, Brief, Language, Question, Reader, Resume, Row, Session, SessionStatus, Turn
from engine.storage.rows import answer_of, evaluation_of, question_of, resume_of, summary_of

LARGEST_ID = 2**63 - 1
"""Of any row: ids are 64-bit numbers with a sign."""


def load_resume(reader: Reader, owner: str, resume_id: int) -> Resume:
    """Raises ResumeNotFound where there is none of this owner's."""
    row = reader.one("resume_by_id", owner=owner, resume_id=resume_id) if abs(resume_id) <= LARGEST_ID else None
    if row is None:
        raise ResumeNotFound()
    return resume_of(row)


def load_session(reader: Reader, owner: str, session_id: str) -> Session:
    """A session with its turns and newest summary. Raises SessionNotFound where it is not this owner's."""
    row = reader.one("session_by_id", owner=owner, session_id=session_id)
    if row is None:
        raise SessionNotFound()
    summary = reader.one("newest_summary", owner=owner, session_id=session_id)
    turns = _turns(reader, owner, session_id)
    return Session(
        id=row["id"],
        number=row["number"],
        owner=row["owner"],
        candidate_id=row["candidate_id"],
        candidate_name=row["candidate_name"] or "",
        resume_id=row["resume_id"],
        resume_text=row["resume_text"],
        purpose=row["purpose"],
        brief=Brief(
            question_count=row["question_count"],
            language=row["language"],
            level=row["level"],
            target_role=row["target_role"],
            job_description=row["job_description"],
            follow_ups=row["follow_ups"],
            seed=row["seed"],
        ),
        language=row["language"],
        title=row["title"],
        status=row["status"],
        evaluate_status=row["evaluate_status"],
        evaluate_error=row["evaluate_error"],
        interviewer=row["interviewer"],
        paused=row["paused"],
        created_at=row["created_at"],
        completed_at=row["completed_at"],
        turns=turns,
        is_planning=_is_planning(reader, row, sum(1 for turn in turns if turn.follow_up == 0)),
        summary=summary_of(summary) if summary else None,
    )


def _is_planning(reader: Reader, session: Row, questions: int) -> bool:
    """Whether more main questions than these ``questions`` are being written."""
    # Nearly every session has all of them, and need not be asked about.
    missing = questions < session["question_count"] and session["status"] in ("CREATED", "IN_PROGRESS")
    return missing and reader.one("open_plan", owner=session["owner"], session_id=session["id"]) is not None


def _turns(reader: Reader, owner: str, session_id: str) -> tuple[Turn, ...]:
    # Seven plain scans take half the time of one statement that joins them.
    where = {"owner": owner, "session_id": session_id}
    answers = _by_place(reader.rows("answers", **where))
    drafts = _by_place(reader.rows("drafts", **where))
    timings = _by_place(reader.rows("timings", **where))
    evaluations = _by_place(reader.rows("evaluations", **where))
    work = _by_place(reader.rows("evaluation_jobs", **where))
    authors = _by_place(reader.rows("question_authors", **where))
    turns: list[Turn] = []
    parent = None
    for index, row in enumerate(reader.rows("questions", **where)):
        place = (row["main"], row["follow_up"])
        if row["follow_up"] == 0:
            parent = index
        timing = timings.get(place)
        turns.append(
            Turn(
                index=index,
                main=row["main"],
                follow_up=row["follow_up"],
                parent_index=parent if row["follow_up"] else None,
                question=question_of(row, authors.get(place)),
                draft=drafts[place]["text"] if place in drafts else "",
                answer=answer_of(answers[place]) if place in answers else None,
                evaluation=evaluation_of(evaluations[place]) if place in evaluations else None,
                work_status=work[place]["status"] if place in work else None,
                shown_at=timing["shown_at"] if timing else None,
                seen_at=timing["seen_at"] if timing else None,
                active_seconds=timing["active_seconds"] if timing else 0.0,
            )
        )
    return tuple(turns)


def _by_place(rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    """The last row of each place."""
    return {(row["main"], row["follow_up"]): row for row in rows}


@dataclass(frozen=True, slots=True)
class Spot:
    """A ``Turn`` without its question and evaluation. ``answer`` is None until it is answered."""

    index: int
    main: int
    follow_up: int
    parent_index: int | None
    answer: str | None
    draft: str
    shown_at: datetime | None
    seen_at: datetime | None
    active_seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A ``Session`` without its contents: what it takes to go a step further, at a fifth of the cost."""

    id: str
    owner: str
    status: SessionStatus
    language: Language
    follow_ups: int
    paused: bool
    question_count: int
    interviewer: str
    is_planning: bool
    spots: tuple[Spot, ...]

    @property
    def current(self) -> Spot | None:
        """The question to answer next; None when every question has its answer, or the next is being written."""
        return next((spot for spot in self.spots if spot.answer is None), None)

    @property
    def waits_for_question(self) -> bool:
        """Whether all there is to answer is answered, and more is being written."""
        return self.is_open and self.is_planning and self.current is None

    @property
    def is_open(self) -> bool:
        return self.status in (SessionStatus.CREATED, SessionStatus.IN_PROGRESS)


def load_standing(reader: Reader, owner: str, session_id: str) -> Standing:
    """Raises SessionNotFound where there is no such session of this owner's."""
    row = reader.one("session_standing", owner=owner, session_id=session_id)
    if row is None:
        raise SessionNotFound()
    spots = _spots(reader.rows("session_places", owner=owner, session_id=session_id))
    return Standing(
        id=row["id"],
        owner=row["owner"],
        status=SessionStatus(row["status"]),
        language=row["language"],
        follow_ups=row["follow_ups"],
        paused=row["paused"],
        question_count=row["question_count"],
        interviewer=row["interviewer"],
        is_planning=_is_planning(reader, row, sum(1 for spot in spots if spot.follow_up == 0)),
        spots=spots,
    )


def _spots(rows: list[Row]) -> tuple[Spot, ...]:
    of: dict[str, dict[tuple[int, int], Row]] = {"question": {}, "answer": {}, "draft": {}, "timing": {}}
    for row in rows:
        of[row["kind"]][row["main"], row["follow_up"]] = row
    spots: list[Spot] = []
    parent = None
    for index, place in enumerate(sorted(of["question"])):
        if place[1] == 0:
            parent = index
        answer, draft, timing = (of[kind].get(place) for kind in ("answer", "draft", "timing"))
        spots.append(
            Spot(
                index=index,
                main=place[0],
                follow_up=place[1],
                parent_index=parent if place[1] else None,
                answer=answer["text"] if answer else None,
                draft=draft["text"] if draft else "",
                shown_at=timing["shown_at"] if timing else None,
                seen_at=timing["seen_at"] if timing else None,
                active_seconds=timing["active_seconds"] if timing else 0.0,
            )
        )
    return tuple(spots)


def load_question(reader: Reader, standing: Standing, spot: Spot) -> Question:
    """The question at ``spot``."""
    row = reader.one(
        "question_at", owner=standing.owner, session_id=standing.id, main=spot.main, follow_up=spot.follow_up
    )
    assert row is not None
    return question_of(row)


def load_turn(reader: Reader, standing: Standing, spot: Spot) -> Turn:
    """The turn at ``spot`` as the candidate sees it: its question has neither reference nor key points."""
    place = {"main": spot.main, "follow_up": spot.follow_up}
    row = reader.one("question_asked", owner=standing.owner, session_id=standing.id, **place)
    assert row is not None
    return Turn(
        index=spot.index,
        **place,
        parent_index=spot.parent_index,
        question=Question(**row, is_follow_up=spot.follow_up > 0),
        draft=spot.draft,
        answer=None if spot.answer is None else Answer(text=spot.answer),
        shown_at=spot.shown_at,
        seen_at=spot.seen_at,
        active_seconds=spot.active_seconds,
    )


def load_answered(
    reader: Reader, owner: str, session_id: str, main: int, follow_up: int
) -> tuple[Question, Answer] | None:
    """The question at a place and its answer; None where they were deleted."""
    place = {"owner": owner, "session_id": session_id, "main": main, "follow_up": follow_up}
    question, answer = reader.one("question_at", **place), reader.one("answer_at", **place)
    return (question_of(question), answer_of(answer)) if question and answer else None
