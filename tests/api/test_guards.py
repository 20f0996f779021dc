"""Who may call at all: tokens, other sites, other origins."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from engine.api.guards import SameSite
from support.client import SESSIONS, Candidate, brief, opened, refused
from tests.api.conftest import Serve

APP = "https://app.example"
FORBIDDEN = (403, 403, "禁止访问")
ASKING = {"Origin": APP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


# --- pages of other sites -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://[",
        "http://127.0.0.1",
        "http://localhost.evil.example",
        "file://",
        "x",
    ],
)
def test_another_sites_page_changes_nothing(shared: httpx.Client, origin: str) -> None:
    headers = {"Origin": origin}
    for method, path in (
        ("POST", SESSIONS),
        ("PUT", f"{SESSIONS}/0123456789abcdef/answers"),
        ("DELETE", "/resumes/1"),
        ("POST", "/resumes/upload"),
        ("POST", "/nothing"),
    ):
        assert refused(shared.request(method, path, headers=headers)) == FORBIDDEN
    # Reading is safe: without CORS the browser keeps the answer from the page.
    answer = shared.get("/resumes", headers=headers)
    assert opened(answer) is not None
    assert "access-control-allow-origin" not in answer.headers


def test_our_own_page_may_change_things(http: httpx.Client) -> None:
    own = f"http://{http.base_url.host}:{http.base_url.port}"
    assert opened(http.post(SESSIONS, json=brief(), headers={"Origin": own}))
    assert opened(http.post(SESSIONS, json=brief(), headers={"Origin": own.upper()}))


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=30))
def test_no_origin_is_too_strange_to_be_refused(origin: str) -> None:
    app = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("in"), methods=["POST"])],
        middleware=[Middleware(SameSite, allowed=())],
    )
    client = TestClient(app, base_url="http://here.example")
    told = client.post("/", headers={"Origin": origin.encode("latin-1")})  # type: ignore[dict-item]
    assert told.status_code == (200 if origin.strip().lower().endswith("://here.example") else 403)


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_opens_everything_and_health_needs_none(serve: Serve) -> None:
    server = serve(api_token="s3cret ключ")
    header = "Bearer s3cret ключ".encode()
    with httpx.Client(base_url=server.url, headers={b"authorization": header}, trust_env=False) as http:
        Candidate(http)
        assert opened(http.get("/ready"))["store"] is True
    for path in ("/health", "/health/", "/resumes/health"):
        assert opened(server.http.get(path))["status"] == "UP"
    for path in ("/ready", "/resumes", "/openapi.json", "/docs", "/nothing", "/health/more", "/resumes/health/more"):
        assert refused(server.http.get(path)) == (401, 401, "未授权")
    for shown in (b"Bearer", b"Basic s3cret", b"bearer x", b"Bearer s3cret", "Bearer s3cret клюЧ".encode()):
        told = httpx.get(f"{server.url}/resumes", headers={b"authorization": shown}, trust_env=False)
        assert refused(told).status == 401
    lower = b"bearer " + header.removeprefix(b"Bearer ")
    assert httpx.get(f"{server.url}/resumes", headers={b"authorization": lower}, trust_env=False).status_code == 200


def test_what_is_refused_for_its_token_was_not_looked_at(serve: Serve) -> None:
    server = serve(api_token="s3cret", create_limit="1/minute")
    for _ in range(3):
        assert refused(server.http.post(SESSIONS, json=brief())).status == 401
    with server.client(Authorization="Bearer s3cret") as http:
        Candidate(http)
        assert refused(http.post(SESSIONS, json=brief())).status == 429


# --- CORS -----------------------------------------------------------------------------------------


def test_no_other_origin_may_read_by_default(shared: httpx.Client) -> None:
    asked = shared.options(SESSIONS, headers=ASKING)
    assert asked.status_code == 405
    for answer in (asked, shared.get("/resumes", headers={"Origin": APP})):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_listed_origin_may_read_and_write(serve: Serve) -> None:
    server = serve(cors_origins=f"{APP},http://other.example", api_token="s3cret", create_limit="1/minute")
    asked = server.http.options(SESSIONS, headers=ASKING)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == APP
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "content-type" in asked.headers["access-control-allow-headers"].lower()
    with server.client(Authorization="Bearer s3cret", Origin=APP) as http:
        answer = http.post(SESSIONS, json=brief())
        opened(answer)
        assert answer.headers["access-control-allow-origin"] == APP
        shown = answer.headers["access-control-expose-headers"]
        assert {"Content-Disposition", "Retry-After", "X-Request-ID"} <= set(shown.split(", "))
        late = http.post(SESSIONS, json=brief())
        assert refused(late).status == 429
        assert late.headers["access-control-allow-origin"] == APP
    unlisted = server.http.get("/resumes", headers={"Origin": "http://evil.example", "Authorization": "Bearer s3cret"})
    assert "access-control-allow-origin" not in unlisted.headers
    told = server.http.post(SESSIONS, json=brief(), headers={"Origin": "http://evil.example"})
    assert refused(told) == FORBIDDEN
