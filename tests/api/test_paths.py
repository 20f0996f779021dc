"""Every route, from the OpenAPI document: with and without a final slash, never a redirect; and what it describes."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from engine.api import create_api
from engine.errors import RehearsalError
from support.client import SESSIONS, opened, refused

DOCUMENT: dict[str, Any] = create_api(lambda: None).openapi()  # type: ignore[arg-type, return-value]
OPERATIONS = [(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item]
FILLED = {"sessionId": "0123456789abcdef", "resumeId": "7", "id": "7"}
CONTRACT = {
    ("POST", SESSIONS): {400, 401, 403, 404, 429, 500, 503},
    ("GET", SESSIONS): {400, 401, 403, 500},
    ("GET", f"{SESSIONS}/{{sessionId}}"): {401, 403, 404, 500},
    ("DELETE", f"{SESSIONS}/{{sessionId}}"): {401, 403, 404, 500},
    ("GET", f"{SESSIONS}/unfinished/{{resumeId}}"): {400, 401, 403, 404, 500},
    ("GET", f"{SESSIONS}/{{sessionId}}/question"): {401, 403, 404, 500, 503},
    ("POST", f"{SESSIONS}/{{sessionId}}/answers"): {400, 401, 403, 404, 409, 429, 500, 503},
    ("PUT", f"{SESSIONS}/{{sessionId}}/answers"): {400, 401, 403, 404, 409, 500},
    ("POST", f"{SESSIONS}/{{sessionId}}/complete"): {401, 403, 404, 409, 500},
    ("POST", f"{SESSIONS}/{{sessionId}}/evaluate"): {401, 403, 404, 409, 500},
    ("GET", f"{SESSIONS}/{{sessionId}}/report"): {401, 403, 404, 409, 500, 503},
    ("GET", f"{SESSIONS}/{{sessionId}}/details"): {401, 403, 404, 500},
    ("GET", f"{SESSIONS}/{{sessionId}}/export"): {400, 401, 403, 404, 409, 500, 503},
    ("POST", "/resumes/upload"): {400, 401, 403, 413, 415, 422, 429, 500},
    ("GET", "/resumes"): {401, 403, 500},
    ("GET", "/resumes/statistics"): {401, 403, 500},
    ("GET", "/resumes/health"): {401, 403, 500},
    ("GET", "/resumes/{id}/detail"): {400, 401, 403, 404, 500},
    ("GET", "/resumes/{id}/export"): {400, 401, 403, 404, 500, 503},
    ("POST", "/resumes/{id}/reanalyze"): {400, 401, 403, 404, 500},
    ("DELETE", "/resumes/{id}"): {400, 401, 403, 404, 500},
    ("GET", "/health"): {401, 403, 500},
    ("GET", "/ready"): {401, 403, 500, 503},
}
"""Every route of the contract, with the statuses of its errors."""


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: FILLED[match[1]], path)


def followed(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


# --- slashes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda each: each)
def test_a_final_slash_changes_nothing(shared: httpx.Client, method: str, path: str) -> None:
    bare, slashed = (shared.request(method, filled(path) + end) for end in ("", "/"))
    assert bare.status_code == slashed.status_code
    assert bare.status_code < 300 or bare.status_code >= 400
    assert bare.json() == slashed.json()
    assert str(slashed.url).endswith("/")


def test_a_final_slash_before_a_query_and_after_a_body(shared: httpx.Client) -> None:
    assert opened(shared.get(f"{SESSIONS}/", params={"limit": 1})) == opened(shared.get(SESSIONS, params={"limit": 1}))
    assert refused(shared.post(f"{SESSIONS}/", json={})).status == 400
    file = {"file": ("empty.txt", b"")}
    assert refused(shared.post("/resumes/upload/", files=file)).code == 2005


@pytest.mark.parametrize(
    "path", ["/docs", "/docs/", "/openapi.json", "/openapi.json/", "/nothing/", "/static-offline-docs"]
)
def test_nothing_redirects(shared: httpx.Client, path: str) -> None:
    assert not shared.get(path).is_redirect


# --- the description ------------------------------------------------------------------------------


def test_the_description_has_the_contracts_routes_and_no_other() -> None:
    assert set(OPERATIONS) == set(CONTRACT)


@pytest.mark.parametrize(("method", "path"), CONTRACT, ids=lambda each: each)
def test_each_error_is_described_as_an_envelope(method: str, path: str) -> None:
    answers = DOCUMENT["paths"][path][method.lower()]["responses"]
    assert {int(status) for status in answers if status != "200"} == CONTRACT[method, path]
    for status, answer in answers.items():
        content = answer["content"]
        if status == "200" and path.endswith("/export"):
            assert "application/pdf" in content
            continue
        assert set(content) == {"application/json"}
        schema = followed(content["application/json"]["schema"])
        assert set(schema["properties"]) == {"code", "message", "data"}
        if status == "200" or (path, status) == ("/ready", "503"):
            continue
        assert schema["properties"]["data"]["type"] == "null"
        examples = [each["value"] for each in content["application/json"]["examples"].values()]
        assert examples
        for each in examples:
            assert each["data"] is None
            assert f"{each['code']} {each['message']}" in answer["description"]


def test_every_code_of_the_contract_is_described() -> None:
    told = {
        each["value"]["code"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        for answer in operation["responses"].values()
        for content in answer["content"].values()
        for each in content.get("examples", {}).values()
    }
    codes, classes = set(), [RehearsalError]
    while classes:
        found = classes.pop()
        codes.add(found.code)
        classes += found.__subclasses__()
    # Of paths and methods that are not described at all, and of a class that only groups others.
    assert told == codes - {404, 405, 409}


def test_waiting_is_described() -> None:
    for method, path, status in (("POST", SESSIONS, "429"), ("GET", f"{SESSIONS}/{{sessionId}}/report", "503")):
        assert "Retry-After" in DOCUMENT["paths"][path][method.lower()]["responses"][status]["headers"]


def test_the_document_is_served_as_it_is(shared: httpx.Client) -> None:
    served = shared.get("/openapi.json").json()
    assert served["paths"] == DOCUMENT["paths"]
    assert served["servers"] == [{"url": "/api"}]
    assert "HTTPValidationError" not in str(served)
    names = {name for schema in served["components"]["schemas"].values() for name in schema.get("properties", {})}
    assert not [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name)]


def test_bounds_are_described() -> None:
    fields = DOCUMENT["components"]["schemas"]["CreateSession"]["properties"]
    count, identity = fields["questionCount"], fields["resumeId"]
    assert (count["type"], count["minimum"], count["maximum"]) == ("integer", 3, 20)
    assert (identity["type"], identity["minimum"], identity["maximum"]) == ("integer", 1, 2**53 - 1)
    assert fields["resumeText"]["maxLength"] == 1_000_000
    ups = fields["followUps"]["anyOf"][0]
    assert (ups["minimum"], ups["maximum"]) == (0, 2)
