"""``/resumes``: upload, list, analyse, delete."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from engine import errors as e
from engine.api import schema, views
from engine.api.calls import ACall, Call
from engine.api.envelope import Envelope, documented, success
from engine.api.files import download
from engine.api.strict import FormLimit, Malformed
from engine.i18n import language_of, t
from engine.model import WorkStatus
from engine.pdf import render_analysis


class _Id(StringConvertor):
    """What can stand for an id in a path: anything but the names of the routes beside it."""

    regex = r"(?!(?:health|statistics|upload)(?:/|$))[^/]+"


register_url_convertor("resume_id", _Id())
router = APIRouter(prefix="/resumes", tags=["resumes"])
_FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}


@router.post(
    "/upload",
    response_model_exclude_none=True,
    responses=documented(
        e.BadRequest, e.EmptyFile, e.TooLarge, e.UnsupportedType, e.UnreadableResume, e.TooManyRequests
    ),
    openapi_extra={"requestBody": _FORM},
)
async def upload(call: ACall) -> Envelope[schema.Uploaded]:
    """Keep a resume file's text; it is analysed in the background."""
    name, data = await _file(call)
    return success(await call.slow(_upload, call, name, data))


async def _file(call: Call) -> tuple[str, bytes]:
    limited = FormLimit(call.request, call.backend.settings.upload_limit_mib * 2**20)
    try:
        async with Request(call.request.scope, limited).form(max_files=1, max_fields=20) as form:
            found = form.get("file")
            if isinstance(found, UploadFile):
                return found.filename or "", await found.read()
    except HTTPException as error:
        raise Malformed("file") from error
    raise Malformed("file")


def _upload(call: Call, name: str, data: bytes) -> schema.Uploaded:
    call.backend.library.check(data)
    call.count("upload")
    resume, duplicate = call.backend.library.add(call.owner, name, data)
    assert resume.id is not None
    state = call.backend.library.analysis(call.owner, resume.id)
    return schema.Uploaded(
        resume=schema.ResumeHead(id=resume.id, filename=resume.filename, analyze_status=state.status),
        analysis=views.uploaded_analysis(state.analysis, resume.text) if state.analysis else None,
        storage=schema.Storage(file_key="", file_url="", resume_id=resume.id),
        duplicate=duplicate,
        message=t("api.duplicate", call.language) if duplicate else None,
    )


@router.get("", response_model_exclude_none=True, responses=documented())
async def listed(call: ACall) -> Envelope[list[schema.ResumeItem]]:
    """All resumes, newest first."""
    return success([views.resume_item(row) for row in await call.quick(call.backend.library.overview, call.owner)])


@router.get("/statistics", responses=documented())
async def statistics(call: ACall) -> Envelope[schema.Statistics]:
    """How much there is."""
    found = await call.quick(call.backend.library.statistics, call.owner)
    return success(
        schema.Statistics(
            total_count=found.resumes, total_interview_count=found.sessions, total_access_count=found.accesses
        )
    )


@router.get("/health", responses=documented())
async def health() -> Envelope[schema.Health]:
    """Whether the process answers at all."""
    return success(schema.Health(status="UP", service="rehearsal"))


@router.get("/{id:resume_id}/detail", responses=documented(e.ResumeNotFound, e.BadRequest))
async def detail(call: ACall, id: int) -> Envelope[schema.ResumeDetail]:
    """A resume with its analyses and interviews."""
    return success(await call.slow(_detail, call, id))


def _detail(call: Call, identity: int) -> schema.ResumeDetail:
    library, interviews = call.backend.library, call.backend.interviews
    resume = library.get(call.owner, identity)
    state = library.analysis(call.owner, identity)
    assert resume.uploaded_at is not None
    return schema.ResumeDetail(
        id=identity,
        filename=resume.filename,
        file_size=resume.size,
        content_type=resume.content_type,
        storage_url="",
        uploaded_at=resume.uploaded_at,
        access_count=resume.access_count,
        resume_text=resume.text,
        analyze_status=state.status,
        analyze_error=state.error or None,
        analyses=[views.analysis_item(*each) for each in library.analyses(call.owner, identity)],
        interviews=[
            views.resume_interview(interviews.get(call.owner, each))
            for each in library.session_ids(call.owner, identity)
        ],
    )


@router.get(
    "/{id:resume_id}/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The file",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        **documented(e.ResumeNotFound, e.BadRequest, e.InterviewerSlow, e.InterviewerUnavailable),
    },
)
async def export(call: ACall, id: int) -> StreamingResponse:
    """The newest analysis as a PDF, in the resume's language; waits for the first one."""
    await call.wait(lambda: _is_analysed(call, id))
    return download(*await call.slow(_export, call, id))


def _is_analysed(call: Call, identity: int) -> bool:
    state = call.backend.library.analysis(call.owner, identity)
    return state.analysis is not None or state.status is WorkStatus.FAILED


def _export(call: Call, identity: int) -> tuple[str, str, bytes]:
    resume = call.backend.library.get(call.owner, identity)
    found = call.backend.library.analysis(call.owner, identity).analysis
    if found is None:
        raise e.InterviewerUnavailable()
    name = f"{resume.filename.rpartition('.')[0] or resume.filename}-analysis.pdf"
    return name, "application/pdf", render_analysis(resume, found, language_of(found.summary))


@router.post("/{id:resume_id}/reanalyze", responses=documented(e.ResumeNotFound, e.BadRequest))
async def reanalyze(call: ACall, id: int) -> Envelope[None]:
    """Analyse a resume anew, unless that is under way."""
    await call.quick(call.backend.library.analyze_again, call.owner, id)
    return success(None)


@router.delete("/{id:resume_id}", responses=documented(e.ResumeNotFound, e.BadRequest))
async def delete(call: ACall, id: int) -> Envelope[None]:
    """Delete a resume, its sessions and all that hangs on them."""
    await call.quick(call.backend.library.delete, call.owner, id)
    return success(None)
