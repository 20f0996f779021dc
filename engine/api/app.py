"""The API put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi_offline import FastAPIOffline
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route

import engine
from engine.api import failures, resumes, schema, sessions
from engine.api.calls import ACall, Backend
from engine.api.envelope import Envelope, documented, success
from engine.api.guards import Bearer, SameSite

_SHOWN = ["Content-Disposition", "Retry-After", "X-Request-ID"]
_ABOUT = """Interviews on a resume: create a session, answer its questions one by one, read the report.

Every JSON answer is `{code, message, data}`; `data` is null in errors, and the HTTP status mirrors the code. Messages
are Chinese, or English with `Accept-Language: en`. Paths work with and without a final slash."""


def create_api(backend: Callable[[], Backend], *, cors_origins: Sequence[str] = (), token: str = "") -> FastAPI:
    """The application of ``/api``.

    ``backend`` is asked at each request, since the program opens its database after this is made. ``cors_origins``
    are the origins whose pages may call it from a browser; ``token`` is what a bearer must show, "" for nothing.
    """
    guards = [Middleware(failures.Outermost), Middleware(SameSite, allowed=cors_origins)]
    if cors_origins:
        guards.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(cors_origins),
                allow_methods=["GET", "POST", "PUT", "DELETE"],
                allow_headers=["Accept-Language", "Authorization", "Content-Type"],
                expose_headers=_SHOWN,
            )
        )
    if token:
        guards.append(Middleware(Bearer, token=token))
    api = FastAPIOffline(
        title="Rehearsal",
        version=engine.__version__,
        description=_ABOUT,
        redoc_url=None,
        # The stock check of the document sends it to a server elsewhere.
        swagger_ui_parameters={"validatorUrl": None},
        redirect_slashes=False,
        middleware=guards,
    )
    api.state.backend = backend
    routers = (_probes(), sessions.router, resumes.router)
    failures.install(api, [*api.routes, *(route for router in routers for route in router.routes)])
    for router in routers:
        api.include_router(router)
    _describe(api)
    return api


def mounted(api: FastAPI) -> list[BaseRoute]:
    """``api`` under ``/api``, as routes of the whole server."""
    mount = Mount("/api", app=api)
    # The framework's pattern ends at a line break, and such a path would be a page's.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    # Without a route of its own the bare path would be a page too.
    return [Route("/api", api), mount]


def _probes() -> APIRouter:
    router = APIRouter(tags=["service"])
    router.add_api_route("/health", _health, responses=documented())
    router.add_api_route("/ready", _ready, responses={503: {"model": Envelope[schema.Ready]}, **documented()})
    return router


async def _health() -> Envelope[schema.Health]:
    """Whether the process answers at all."""
    return success(schema.Health(status="UP", service="rehearsal"))


async def _ready(call: ACall, response: Response) -> Envelope[schema.Ready]:
    """Whether it can take work: 503 while the store or the worker does not answer."""
    state = await call.quick(call.backend.readiness)
    found = schema.Ready(**state._asdict())
    if state.store and state.worker:
        return success(found)
    response.status_code = 503
    return Envelope(code=503, message="not ready", data=found)


def _describe(api: FastAPI) -> None:
    """Make the description say what is so: errors are envelopes, not the framework's own form; null stands in
    examples; and each operation is headed by what it does rather than by the name of a function."""
    describe = api.openapi

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            found = describe()
            for path in found["paths"].values():
                for operation in path.values():
                    operation["summary"] = operation.pop("description").rstrip(".")
                    _correct(operation["responses"])
            for name in ("HTTPValidationError", "ValidationError"):
                found["components"]["schemas"].pop(name, None)
            api.openapi_schema = found
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign]


def _correct(answers: dict[str, Any]) -> None:
    contents = {status: list(answer.get("content", {}).values()) for status, answer in answers.items()}
    if any("HTTPValidationError" in str(content.get("schema", "")) for content in contents.get("422", ())):
        del answers["422"]
    for content in chain.from_iterable(contents.values()):
        for example in content.get("examples", {}).values():
            example["value"].setdefault("data", None)
