"""``/interview/sessions``: create, answer, finish, read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from engine import errors as e
from engine import report as reports
from engine.api import schema, views
from engine.api.calls import ACall, Call
from engine.api.envelope import Envelope, documented, success
from engine.api.files import download
from engine.api.strict import StrictRoute
from engine.export import csv_lines, file_name, markdown
from engine.model import Brief, Progress, Report, SessionStatus

router = APIRouter(prefix="/interview/sessions", tags=["sessions"], route_class=StrictRoute)
_LARGEST_NUMBER = 2**63 - 1
SessionId = Annotated[str, Path(alias="sessionId", description="16 hex digits", examples=["0123456789abcdef"])]
ResumeId = Annotated[int, Path(alias="resumeId")]


class Format(StrEnum):
    PDF = "pdf"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"


_NEVER_LATE = (e.SessionNotFound, e.AlreadyCompleted)
_ANSWERING = (e.BadRequest, e.SessionNotFound, e.QuestionNotFound, e.AlreadyCompleted, e.AlreadyAnswered)
_JUDGED = (e.SessionNotFound, e.NotCompleted, e.InterviewerSlow)
# Of a session with a job description the file says more than the report of the contract.
_JOB_MATCH = {
    "type": "object",
    "properties": {"jobMatch": {"type": "array", "items": schema.Requirement.model_json_schema(by_alias=True)}},
}
_FILES: dict[str, Any] = {
    "application/pdf": {"schema": {"type": "string", "format": "binary"}},
    "application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Report"}, _JOB_MATCH]}},
    "text/csv": {"schema": {"type": "string"}},
    "text/markdown": {"schema": {"type": "string"}},
}


@router.post(
    "",
    responses=documented(
        e.BlankResume,
        e.TooFewQuestions,
        e.TooManyQuestions,
        e.NoResumeId,
        e.BadRequest,
        e.ResumeNotFound,
        e.TooManyRequests,
        e.InterviewerUnavailable,
        e.InterviewerSlow,
        e.InterviewerLimited,
    ),
)
async def create(call: ACall, body: schema.CreateSession) -> Envelope[schema.Session]:
    """Plan an interview on a resume, or give back its unfinished one."""
    return success(await call.slow(_create, call, body))


def _create(call: Call, body: schema.CreateSession) -> schema.Session:
    call.count("create")
    call.backend.library.register(call.owner, body.resume_id, body.resume_text)
    chosen = {
        "language": body.language,
        "level": body.level,
        "target_role": body.target_role,
        "job_description": body.job_description,
        "follow_ups": body.follow_ups,
    }
    return views.session(
        call.backend.interviews.start(
            call.owner,
            body.resume_id,
            Brief(question_count=body.question_count, **{k: v for k, v in chosen.items() if v is not None}),
            text=body.resume_text,
            force=bool(body.force_create),
            request_id=body.request_id or "",
        )
    )


@router.get("", responses=documented(e.BadRequest))
async def page(
    call: ACall,
    resume_id: Annotated[int | None, Query(alias="resumeId", ge=1, le=schema.LARGEST_RESUME_ID)] = None,
    status: SessionStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(description="nextCursor of the page before", pattern="^[0-9]{1,18}$")] = None,
) -> Envelope[schema.SessionPage]:
    """Sessions, newest first."""
    before = int(cursor) if cursor else _LARGEST_NUMBER
    rows = await call.quick(
        call.backend.interviews.page, call.owner, resume_id=resume_id, status=status, most=limit + 1, before=before
    )
    return success(views.session_page(rows, limit))


@router.get("/unfinished/{resumeId}", responses=documented(e.NoUnfinishedSession, e.BadRequest))
async def unfinished(call: ACall, resume_id: ResumeId) -> Envelope[schema.Session]:
    """The newest session on a resume that still waits for an answer."""
    return success(await call.quick(_unfinished, call, resume_id))


def _unfinished(call: Call, resume_id: int) -> schema.Session:
    found = call.backend.interviews.unfinished(call.owner, resume_id)
    if found is None:
        raise e.NoUnfinishedSession()
    return views.session(found)


@router.get("/{sessionId}", responses=documented(e.SessionNotFound))
async def get(call: ACall, session_id: SessionId) -> Envelope[schema.Session]:
    """A session with its questions and what was answered."""
    return success(views.session(await call.quick(call.backend.interviews.get, call.owner, session_id)))


@router.delete("/{sessionId}", responses=documented(e.SessionNotFound))
async def delete(call: ACall, session_id: SessionId) -> Envelope[None]:
    """Delete a session and all that hangs on it."""
    await call.quick(call.backend.interviews.delete, call.owner, session_id)
    return success(None)


@router.get(
    "/{sessionId}/question",
    response_model_exclude_unset=True,
    responses=documented(e.SessionNotFound, e.InterviewerSlow),
)
async def question(call: ACall, session_id: SessionId) -> Envelope[schema.NextQuestion]:
    """The question to answer next, once it is written; its clock starts."""
    show = call.backend.interviews.show
    found = await call.quick(show, call.owner, session_id)
    if found.waits_for_question:
        await _next_written(call, session_id)
        found = await call.quick(show, call.owner, session_id)
    return success(views.next_question(found, call.language))


@router.post("/{sessionId}/answers", responses=documented(*_ANSWERING, e.InterviewerSlow, e.TooManyRequests))
async def answer(call: ACall, session_id: SessionId, body: schema.SubmitAnswer) -> Envelope[schema.Progress]:
    """Answer a question; the same answer again changes nothing, and finds the next question where it came late."""
    given = call.owner, session_id, body.question_index, body.answer
    found = await call.answering(_answer, call, *given)
    if found.next is None and found.is_planning:
        await _next_written(call, session_id)
        found = await call.answering(call.backend.interviews.submit, *given)
    return success(views.progress(found))


def _answer(call: Call, owner: str, session_id: str, index: int, text: str) -> Progress:
    call.count("answer")
    return call.backend.interviews.submit(owner, session_id, index, text)


async def _next_written(call: Call, session_id: str) -> None:
    """Wait for the question that is being written. Raises InterviewerSlow where that takes too long."""
    await call.wait(lambda: not call.backend.interviews.waits_for_question(call.owner, session_id))


@router.put("/{sessionId}/answers", responses=documented(*_ANSWERING))
async def draft(call: ACall, session_id: SessionId, body: schema.SubmitAnswer) -> Envelope[None]:
    """Keep a draft of the current question; it comes back as its userAnswer."""
    save = call.backend.interviews.save_draft
    await call.quick(save, call.owner, session_id, body.question_index, body.answer)
    return success(None)


@router.post("/{sessionId}/complete", responses=documented(*_NEVER_LATE))
async def complete(call: ACall, session_id: SessionId) -> Envelope[None]:
    """Finish early; a draft that is not blank counts as the answer."""
    await call.quick(call.backend.interviews.complete, call.owner, session_id)
    return success(None)


@router.post("/{sessionId}/evaluate", responses=documented(e.SessionNotFound, e.NotCompleted))
async def evaluate(call: ACall, session_id: SessionId) -> Envelope[None]:
    """Judge again what is unscored, failed, or was judged by a stand-in."""
    await call.quick(call.backend.interviews.judge_again, call.owner, session_id)
    return success(None)


@router.get("/{sessionId}/report", responses=documented(*_JUDGED))
async def report(call: ACall, session_id: SessionId) -> Envelope[schema.Report]:
    """The result, once all is judged."""
    return success(views.report(await _judged(call, session_id)))


@router.get("/{sessionId}/details", responses=documented(e.SessionNotFound))
async def details(call: ACall, session_id: SessionId) -> Envelope[schema.Detail]:
    """Everything there is on a session, at any time."""
    return success(views.detail(await call.quick(call.backend.interviews.get, call.owner, session_id)))


@router.get(
    "/{sessionId}/export",
    response_class=StreamingResponse,
    responses={200: {"content": _FILES, "description": "The file"}, **documented(*_JUDGED, e.BadRequest)},
)
async def export(call: ACall, session_id: SessionId, format: Format = Format.PDF) -> StreamingResponse:
    """The report as a file, in the session's language."""
    built = await _judged(call, session_id)
    name, language = file_name(built, format.value), built.session.language
    if format is Format.PDF:
        return download(name, "application/pdf", await call.slow(reports.pdf, built, language))
    if format is Format.JSON:
        return download(name, "application/json", views.exported(built).encode())
    if format is Format.CSV:
        return download(name, "text/csv; charset=utf-8", csv_lines(built))
    return download(name, "text/markdown; charset=utf-8", markdown(built, language))


async def _judged(call: Call, session_id: str) -> Report:
    """The report, after judging has ended."""
    await call.wait(lambda: call.backend.interviews.is_judged(call.owner, session_id))
    return await call.quick(call.backend.interviews.report, call.owner, session_id)
