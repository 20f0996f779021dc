"""The REST API, mounted under ``/api``: for now whether the program lives and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.responses import JSONResponse


class Readiness(NamedTuple):
    store: bool  # answers a query
    worker: bool  # its thread is alive
    interviewer: str  # who asks and judges


def create_api(readiness: Callable[[], Readiness]) -> FastAPI:
    """The application of ``/api``; every answer is the envelope ``{code, message, data}``."""
    # The stock documentation pages fetch their scripts from elsewhere.
    api = FastAPI(title="Rehearsal", docs_url=None, redoc_url=None)

    @api.get("/health")
    def health() -> JSONResponse:
        """Whether the process answers at all."""
        return _envelope(200, "success", {"status": "UP", "service": "rehearsal"})

    @api.get("/ready")
    def ready() -> JSONResponse:
        """Whether it can take work: 503 while the store or the worker does not answer."""
        state = readiness()
        if state.store and state.worker:
            return _envelope(200, "success", state._asdict())
        return _envelope(503, "not ready", state._asdict())

    return api


def _envelope(code: int, message: str, data: Any) -> JSONResponse:
    return JSONResponse({"code": code, "message": message, "data": data}, status_code=code)
