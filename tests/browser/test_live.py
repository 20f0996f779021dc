"""Pages and API are two faces of one session, at the same time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from browser_support import Person
from scripts.harness import Server

ANSWER = "I measured the queries, found eleven of them on each page, and added an index, so it went to 120 ms."
NEW = {"resumeText": "Robin Vale\nBaker at Aurora, 2019 to 2024\nTrained six apprentices", "questionCount": 3}


@pytest.fixture
def sessions(server: Server) -> httpx.Client:
    return httpx.Client(base_url=f"{server.url}/api/interview/sessions", timeout=60)


def data(answer: httpx.Response) -> Any:
    assert answer.json()["code"] == 200, answer.text
    return answer.json()["data"]


def test_an_open_page_and_the_api_follow_each_other(person: Person, sessions: httpx.Client) -> None:
    person.begin_from_sample(questions=3)
    session_id = person.session_id
    asked = data(sessions.get(f"/{session_id}/question"))["question"]
    assert asked["question"] in person.question

    # An answer through the API moves the open page on.
    step = data(sessions.post(f"/{session_id}/answers", json={"questionIndex": 0, "answer": ANSWER}))
    expect(person.page.locator("h2").first).to_have_text(step["nextQuestion"]["question"])
    person.idle()

    # What is typed on the page is there for the API, first as a draft.
    person.box.press_sequentially("First I looked", delay=20)
    person.sees("answer_box.saved")
    assert data(sessions.get(f"/{session_id}/question"))["question"]["userAnswer"] == "First I looked"
    person.answer(f"{ANSWER} That was on my own account.")
    given = data(sessions.get(f"/{session_id}"))["questions"][1]["userAnswer"]
    assert given.startswith(ANSWER)

    # Finished through the API, the page shows the end, and both the same score.
    data(sessions.post(f"/{session_id}/complete"))
    person.sees("interview_page.closing")
    report = data(sessions.get(f"/{session_id}/report"))
    person.press("interview_page.to_report")
    expect(person.page.get_by_text(str(report["overallScore"]), exact=True).first).to_be_visible()


def test_pages_work_while_creating_is_limited(context: BrowserContext, tmp_path: Path) -> None:
    limited = {"REHEARSAL_CREATE_LIMIT": "5/minute"}
    with Server(tmp_path / "limited.duckdb", environment=limited) as server:
        answers = [
            httpx.post(f"{server.url}/api/interview/sessions", json={**NEW, "resumeId": 7}, timeout=60)
            for _ in range(12)
        ]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 7
        assert len({data(answer)["sessionId"] for answer in answers[:5]}) == 1
        for answer in answers[5:]:
            assert answer.json() == {"code": 429, "message": "Rate limit exceeded", "data": None}
            assert 1 <= int(answer.headers["Retry-After"]) <= 60
        person = Person(context.new_page(), server)
        person.open(f"/interview?session={data(answers[0])['sessionId']}")
        person.answer(ANSWER)
