"""What an API client does: sends requests, opens envelopes."""

from __future__ import annotations

from typing import Any, NamedTuple

import httpx

RESUME_TEXT = """Robin Vale
robin@example.org

Experience
Backend engineer, Northwind Parcel, 2021 - present
- Cut the p95 latency of the tracking page from 900 ms to 120 ms with PostgreSQL indexes
- Moved nightly jobs to Python and Docker

Skills
Python, PostgreSQL, Docker
"""
SESSIONS = "/interview/sessions"


class Refusal(NamedTuple):
    status: int
    code: int
    message: str


def opened(response: httpx.Response) -> Any:
    """The data of a success."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-request-id"]
    envelope = response.json()
    assert set(envelope) == {"code", "message", "data"}
    assert (envelope["code"], envelope["message"]) == (200, "success")
    return envelope["data"]


def refused(response: httpx.Response) -> Refusal:
    """What an error says."""
    assert response.headers["content-type"] == "application/json", response.text
    envelope = response.json()
    assert set(envelope) == {"code", "message", "data"}
    assert envelope["data"] is None
    assert response.status_code >= 400
    return Refusal(response.status_code, envelope["code"], envelope["message"])


def brief(**fields: Any) -> dict[str, Any]:
    """A body that creates a session, with ``fields`` changed."""
    return {"resumeText": RESUME_TEXT, "questionCount": 3, "resumeId": 1, **fields}


class Candidate:
    """One session over HTTP; ``http`` has the API's base address."""

    def __init__(self, http: httpx.Client, **fields: Any) -> None:
        self.http = http
        self.created = opened(http.post(SESSIONS, json=brief(**fields)))
        self.path = f"{SESSIONS}/{self.created['sessionId']}"

    def session(self) -> Any:
        return opened(self.http.get(self.path))

    def question(self) -> Any:
        return opened(self.http.get(f"{self.path}/question"))

    def post_answer(self, index: int, text: str) -> httpx.Response:
        return self.http.post(f"{self.path}/answers", json={"questionIndex": index, "answer": text})

    def answer(self, index: int, text: str = "good") -> Any:
        return opened(self.post_answer(index, text))

    def put_draft(self, index: int, text: str) -> httpx.Response:
        return self.http.put(f"{self.path}/answers", json={"questionIndex": index, "answer": text})

    def draft(self, index: int, text: str) -> None:
        assert opened(self.put_draft(index, text)) is None

    def complete(self) -> None:
        assert opened(self.http.post(f"{self.path}/complete")) is None

    def evaluate(self) -> None:
        assert opened(self.http.post(f"{self.path}/evaluate")) is None

    def answer_all(self, *texts: str) -> None:
        """Answer in order, the last of ``texts`` again and again, until nothing is asked any more."""
        said = list(texts or ("good",))
        index, more = 0, True
        while more:
            more = self.answer(index, said.pop(0) if len(said) > 1 else said[0])["hasNextQuestion"]
            index += 1

    def report(self) -> Any:
        return opened(self.http.get(f"{self.path}/report"))

    def details(self) -> Any:
        return opened(self.http.get(f"{self.path}/details"))

    def export(self, form: str) -> httpx.Response:
        return self.http.get(f"{self.path}/export", params={"format": form})
