"""What can be read of a session: list, details, report."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from engine.offline import OfflineInterviewer
from support.client import SESSIONS, Candidate, opened, refused
from support.interviewers import ScriptedInterviewer
from tests.api.conftest import Serve

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
HEAD = {
    "id", "sessionId", "totalQuestions", "status", "evaluateStatus", "evaluateError", "overallScore",
    "overallFeedback", "createdAt", "completedAt",
}  # fmt: skip
BODY = {"questions", "strengths", "improvements", "referenceAnswers"}
ANSWER = {
    "questionIndex", "question", "category", "userAnswer", "score", "feedback", "referenceAnswer", "keyPoints",
    "answeredAt",
}  # fmt: skip
SPOKEN = (
    "At that time the tracking page was slow, so I measured the queries first and found eleven of them on each page. "
    "I added an index in PostgreSQL, and it went from 900 ms to 120 ms, which support noticed within a week."
)


# --- the report -----------------------------------------------------------------------------------


def test_the_report_counts_follow_ups_among_the_answers(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(follows_up=True)).http
    candidate = Candidate(http, language="zh")
    candidate.answer(0, "good")
    candidate.answer(1, "fair")
    candidate.answer(2, "")
    candidate.complete()
    report = candidate.report()
    assert set(report) == {
        "sessionId", "totalQuestions", "answeredQuestions", "overallScore", "categoryScores", "questionDetails",
        "overallFeedback", "strengths", "improvements", "referenceAnswers",
    }  # fmt: skip
    assert report["sessionId"] == candidate.created["sessionId"]
    assert (report["totalQuestions"], report["answeredQuestions"]) == (4, 2)
    # Groups: (100 + 50) / 2, and a skip of 0.
    assert report["overallScore"] == 38
    assert report["categoryScores"] == [{"category": "基础知识", "score": 38, "questionCount": 2}]
    assert report["overallFeedback"] == "Overall 38."
    assert report["strengths"] == ["calm"]
    assert report["improvements"] == []
    assert [each["questionIndex"] for each in report["questionDetails"]] == [0, 1, 2, 3]
    first = report["questionDetails"][0]
    assert first == {
        "questionIndex": 0,
        "question": "Question 1",
        "category": "基础知识",
        "userAnswer": "good",
        "score": 100,
        "feedback": "Judged.",
        "ratings": dict.fromkeys(("accuracy", "completeness", "depth", "expression"), 5.0),
        "evidence": [],
        "evaluator": "scripted",
        "fallbackReason": None,
    }
    last = report["questionDetails"][-1]
    assert [last[name] for name in ("userAnswer", "score", "feedback", "evaluator")] == [None] * 4
    assert (last["ratings"], last["evidence"]) == ({}, [])
    assert report["referenceAnswers"][0] == {
        "questionIndex": 0,
        "question": "Question 1",
        "referenceAnswer": "good",
        "keyPoints": ["a point"],
    }
    assert [each["questionIndex"] for each in report["referenceAnswers"]] == [0, 1, 2, 3]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_offline_interview_from_end_to_end(serve: Serve, language: str) -> None:
    http = serve(OfflineInterviewer()).http
    candidate = Candidate(http, questionCount=5, language=language)
    assert candidate.created["interviewer"] == "offline"
    candidate.answer_all(SPOKEN, "", SPOKEN)
    report = candidate.report()
    session = candidate.session()
    assert (session["status"], session["evaluateStatus"]) == ("EVALUATED", "COMPLETED")
    assert session["totalQuestions"] == len(session["questions"]) == report["totalQuestions"]
    assert 0 <= report["overallScore"] <= 100
    quotes = [each["quote"] for detail in report["questionDetails"] for each in detail["evidence"]]
    assert quotes
    assert all(quote in SPOKEN for quote in quotes)
    assert {each["evaluator"] for each in report["questionDetails"]} == {"offline"}
    texts = [*report["strengths"], *report["improvements"]]
    texts += [point for each in report["referenceAnswers"] for point in each["keyPoints"]]
    assert texts
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert sum(each["questionCount"] for each in report["categoryScores"]) == 5
    asked = {each["category"] for each in session["questions"] if not each["isFollowUp"]}
    assert {each["category"] for each in report["categoryScores"]} == asked
    han = [re.search("[一-鿿]", each) is not None for each in asked]
    assert all(han) if language == "zh" else not any(han)


def test_many_who_wait_hold_nobody_up(serve: Serve) -> None:
    server = serve(works=False)
    candidate = Candidate(server.http)
    candidate.answer_all()
    with ThreadPoolExecutor(120) as clients:
        waiting = [clients.submit(candidate.report) for _ in range(119)]
        while not all(each.running() for each in waiting):
            time.sleep(0.01)
        for _ in range(5):
            opened(server.http.get("/health"))
            assert candidate.session()["status"] == "COMPLETED"
            assert Candidate(server.http, resumeId=2).created["status"] == "CREATED"
        assert not any(each.done() for each in waiting)
        server.services.worker.start()
        reports = [each.result() for each in waiting]
    assert all(report["overallScore"] == 100 for report in reports)


def test_a_client_that_stops_waiting_is_forgotten(serve: Serve) -> None:
    server = serve(works=False)
    candidate = Candidate(server.http)
    candidate.answer_all()
    with server.client() as impatient:
        for _ in range(40):
            with pytest.raises(httpx.ReadTimeout):
                impatient.get(f"{candidate.path}/report", timeout=0.05)
    assert opened(server.http.get("/health"))
    server.services.worker.start()
    assert candidate.report()["overallScore"] == 100


# --- details --------------------------------------------------------------------------------------


def test_details_before_the_end_keep_what_is_not_shown_yet(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0)
    candidate.draft(1, "half")
    found = candidate.details()
    assert set(found) == HEAD | BODY | {"answers"}
    assert isinstance(found["id"], int)
    assert found["sessionId"] == candidate.created["sessionId"]
    assert (found["status"], found["evaluateStatus"], found["completedAt"]) == ("IN_PROGRESS", None, None)
    assert found["overallScore"] is None
    assert found["overallFeedback"]
    assert (found["strengths"], found["improvements"], found["referenceAnswers"]) == ([], [], [])
    assert found["questions"] == candidate.session()["questions"]
    assert [each["questionIndex"] for each in found["answers"]] == [0, 1, 2]
    assert [each["userAnswer"] for each in found["answers"]] == ["good", "half", None]
    for each in found["answers"]:
        assert set(each) == ANSWER
        assert [each[name] for name in ("score", "feedback", "referenceAnswer", "keyPoints")] == [None] * 4
    assert MOMENT.fullmatch(found["answers"][0]["answeredAt"])
    assert [each["answeredAt"] for each in found["answers"][1:]] == [None, None]


def test_details_after_the_end(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0)
    candidate.answer(1, "fair")
    candidate.complete()
    report, found = candidate.report(), candidate.details()
    assert (found["status"], found["evaluateStatus"], found["evaluateError"]) == ("EVALUATED", "COMPLETED", None)
    assert MOMENT.fullmatch(found["createdAt"])
    assert MOMENT.fullmatch(found["completedAt"])
    for name in ("overallScore", "overallFeedback", "strengths", "improvements", "referenceAnswers"):
        assert found[name] == report[name]
    assert [each["score"] for each in found["answers"]] == [100, 50, None]
    assert [each["referenceAnswer"] for each in found["answers"]] == ["good"] * 3
    assert [each["keyPoints"] for each in found["answers"]] == [["a point"]] * 3
    assert [each["feedback"] for each in found["answers"]] == ["Judged.", "Judged.", None]


def test_details_while_judging(serve: Serve) -> None:
    http = serve(works=False).http
    candidate = Candidate(http, language="zh")
    candidate.answer_all()
    found = candidate.details()
    assert (found["status"], found["evaluateStatus"], found["overallScore"]) == ("COMPLETED", "PENDING", None)
    assert found["overallFeedback"] == "正在评分，稍后可以看到总体评价。"
    assert found["referenceAnswers"][0]["referenceAnswer"] == "good"


# --- the list -------------------------------------------------------------------------------------


def test_the_list_has_what_a_detail_has_at_its_head(http: httpx.Client) -> None:
    judged = Candidate(http)
    judged.answer_all()
    judged.report()
    open_one = Candidate(http, resumeId=2)
    listed = opened(http.get(SESSIONS))
    assert set(listed) == {"items", "nextCursor"}
    assert listed["nextCursor"] is None
    expected = [open_one.details(), judged.details()]
    assert listed["items"] == [{name: each[name] for name in HEAD} for each in expected]


def test_the_list_is_filtered(http: httpx.Client) -> None:
    first = Candidate(http)
    first.answer(0)
    second = Candidate(http, resumeId=2)
    third = Candidate(http, resumeId=2, forceCreate=True)

    def found(**query: object) -> list[str]:
        return [each["sessionId"] for each in opened(http.get(SESSIONS, params=query))["items"]]  # type: ignore[arg-type]

    one, two, three = (each.created["sessionId"] for each in (first, second, third))
    assert found() == [three, two, one]
    assert found(resumeId=2) == [three, two]
    assert found(resumeId=3) == []
    assert found(status="CREATED") == [three, two]
    assert found(status="IN_PROGRESS") == [one]
    assert found(status="IN_PROGRESS", resumeId=2) == []
    assert found(limit=1, resumeId=1) == [one]


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_have_no_duplicates_and_no_gaps_while_new_ones_arrive(http: httpx.Client, limit: int) -> None:
    there = [Candidate(http, resumeId=number).created["sessionId"] for number in range(1, 8)]
    seen: list[str] = []
    cursor, pages = None, 0
    while pages == 0 or cursor is not None:
        query = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        page = opened(http.get(SESSIONS, params=query))
        assert 1 <= len(page["items"]) <= limit
        seen += [each["sessionId"] for each in page["items"]]
        cursor = page["nextCursor"]
        pages += 1
        Candidate(http, resumeId=100 + pages)
    assert seen == there[::-1]
    assert pages == -(-7 // limit)


def test_twenty_are_listed_where_no_limit_is_named(http: httpx.Client) -> None:
    for number in range(1, 23):
        Candidate(http, resumeId=number)
    page = opened(http.get(SESSIONS))
    assert len(page["items"]) == 20
    assert len(opened(http.get(SESSIONS, params={"cursor": page["nextCursor"]}))["items"]) == 2
    assert opened(http.get(SESSIONS, params={"cursor": "1"})) == {"items": [], "nextCursor": None}


def test_feedback_is_never_null(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(failures={"summarize": 3})).http
    failed, open_one = Candidate(http), Candidate(http, resumeId=2)
    failed.answer_all()
    failed.report()
    judged = Candidate(http, resumeId=3)
    judged.answer_all()
    judged.report()
    told = {each["sessionId"]: each["overallFeedback"] for each in opened(http.get(SESSIONS))["items"]}
    assert len(set(told.values())) == 3
    assert all(told.values())
    for each in (failed, open_one, judged):
        assert each.details()["overallFeedback"] == told[each.created["sessionId"]]
    assert refused(http.get(f"{open_one.path}/report")).code == 3007
