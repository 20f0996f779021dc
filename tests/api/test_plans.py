"""What a client sees of a session whose plan is still being written, as a page leaves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from engine.auth import LOCAL_OWNER
from engine.errors import InterviewerSlow
from engine.model import Brief, Session
from support.client import RESUME_TEXT, SESSIONS, Candidate, brief, opened, refused
from support.interviewers import GatedInterviewer, TroubledInterviewer, failure
from support.server import ApiServer
from support.waiting import until
from tests.api.conftest import Serve


@pytest.fixture
def gated() -> Iterator[GatedInterviewer]:
    made = GatedInterviewer(allowed=1)
    yield made
    made.allow(99)


def begin(server: ApiServer, questions: int = 3) -> Session:
    """A session begun on a page, with its first question."""
    services = server.services
    services.library.register(LOCAL_OWNER, 1, RESUME_TEXT)
    return services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=questions), force=True, wait=False)


def post(http: httpx.Client, session: Session, index: int, text: str = "good") -> httpx.Response:
    path = f"{SESSIONS}/{session.id}/answers"
    return http.post(path, json={"questionIndex": index, "answer": text})


def test_questions_are_shown_as_far_as_they_are(serve: Serve, gated: GatedInterviewer) -> None:
    server = serve(gated)
    session = begin(server)
    shown = opened(server.http.get(f"{SESSIONS}/{session.id}"))
    assert (shown["questionCount"], shown["totalQuestions"], len(shown["questions"])) == (3, 1, 1)
    assert opened(server.http.get(f"{SESSIONS}/{session.id}/question"))["question"]["question"] == "Question 1"
    # A client that creates finds the unfinished one, as it stands.
    assert opened(server.http.post(SESSIONS, json=brief()))["sessionId"] == session.id
    gated.allow(3)
    until(lambda: not server.services.interviews.get(LOCAL_OWNER, session.id).is_planning)
    assert len(opened(server.http.get(f"{SESSIONS}/{session.id}"))["questions"]) == 3


def test_the_next_question_is_waited_for(serve: Serve, gated: GatedInterviewer) -> None:
    server = serve(gated)
    session = begin(server)
    with ThreadPoolExecutor(2) as clients:
        answering = clients.submit(post, server.http, session, 0)
        until(lambda: server.services.interviews.waits_for_question(LOCAL_OWNER, session.id))
        asking = clients.submit(server.http.get, f"{SESSIONS}/{session.id}/question")
        threading.Event().wait(0.1)
        assert not answering.done()
        assert not asking.done()
        gated.allow(2)
        told = opened(answering.result(20))
        assert (told["hasNextQuestion"], told["currentIndex"]) == (True, 1)
        assert told["nextQuestion"]["question"] == "Question 2"
        assert opened(asking.result(20))["question"]["question"] == "Question 2"


def test_a_question_that_takes_too_long_is_asked_for_again(serve: Serve, gated: GatedInterviewer) -> None:
    server = serve(gated, report_wait_seconds=0.2)
    session = begin(server)
    for told in (post(server.http, session, 0), server.http.get(f"{SESSIONS}/{session.id}/question")):
        assert refused(told)[:2] == (503, 7002)
        assert int(told.headers["Retry-After"]) >= 1
    shown = opened(server.http.get(f"{SESSIONS}/{session.id}"))
    assert (shown["status"], shown["questions"][0]["userAnswer"]) == ("IN_PROGRESS", "good")
    assert shown["currentQuestionIndex"] == 1
    assert refused(post(server.http, session, 0, "something else")).code == 3010
    assert refused(post(server.http, session, 1)).code == 3003
    assert opened(server.http.get(f"{SESSIONS}/unfinished/1"))["sessionId"] == session.id
    assert refused(server.http.get(f"{SESSIONS}/{session.id}/report")).code == 3007
    gated.allow(3)
    until(lambda: not server.services.interviews.get(LOCAL_OWNER, session.id).is_planning)
    assert opened(post(server.http, session, 0))["nextQuestion"]["question"] == "Question 2"


def test_finishing_or_deleting_ends_the_wait(serve: Serve, gated: GatedInterviewer) -> None:
    server = serve(gated)
    finished, deleted = begin(server), begin(server)
    with ThreadPoolExecutor(2) as clients:
        first, second = (clients.submit(post, server.http, session, 0) for session in (finished, deleted))
        for session in (finished, deleted):
            until(lambda: server.services.interviews.waits_for_question(LOCAL_OWNER, session.id))  # noqa: B023
        assert opened(server.http.post(f"{SESSIONS}/{finished.id}/complete")) is None
        told = opened(first.result(20))
        assert (told["hasNextQuestion"], told["totalQuestions"]) == (False, 1)
        assert opened(server.http.delete(f"{SESSIONS}/{deleted.id}")) is None
        assert refused(second.result(20)).code == 3001
    report = opened(server.http.get(f"{SESSIONS}/{finished.id}/report"))
    assert (report["totalQuestions"], report["overallScore"]) == (1, 100)


def test_creating_waits_for_the_whole_plan(serve: Serve, gated: GatedInterviewer) -> None:
    server = serve(gated)
    with ThreadPoolExecutor(1) as clients:
        creating = clients.submit(Candidate, server.http)
        until(lambda: bool(gated.seen_briefs))
        assert opened(server.http.get(SESSIONS))["items"] == []
        gated.allow(3)
        assert len(creating.result(20).created["questions"]) == 3


def test_a_model_that_is_too_slow_for_a_plan_says_so_where_nothing_stands_in(serve: Serve) -> None:
    slow = failure(InterviewerSlow, "timeout")
    server = serve(TroubledInterviewer(troubles={"plan": slow}, written=2))
    told = server.http.post(SESSIONS, json=brief())
    assert refused(told)[:2] == (503, 7002)
    assert int(told.headers["Retry-After"]) >= 1
    assert opened(server.http.get(SESSIONS))["items"] == []
