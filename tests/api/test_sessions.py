"""The life of a session, sentence by sentence of the contract."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from engine.model import Brief
from support.client import RESUME_TEXT, SESSIONS, Candidate, brief, opened, refused
from support.interviewers import ScriptedInterviewer, UndecidedInterviewer
from support.server import ApiServer
from tests.api.conftest import Serve

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SESSION = {
    "sessionId", "resumeId", "resumeText", "questionCount", "totalQuestions", "currentQuestionIndex", "questions",
    "status", "evaluateStatus", "interviewer", "createdAt",
}  # fmt: skip
QUESTION = {
    "questionIndex", "question", "type", "category", "difficulty", "userAnswer", "score", "feedback", "isFollowUp",
    "parentQuestionIndex",
}  # fmt: skip


# --- creating -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 8, 20])
def test_a_new_session_holds_the_whole_plan(http: httpx.Client, count: int) -> None:
    made = Candidate(http, questionCount=count).created
    assert set(made) == SESSION
    assert re.fullmatch("[0-9a-f]{16}", made["sessionId"])
    assert made["questionCount"] == made["totalQuestions"] == len(made["questions"]) == count
    assert [each["questionIndex"] for each in made["questions"]] == list(range(count))
    assert made["resumeId"] == 1
    assert made["resumeText"] == RESUME_TEXT
    assert made["currentQuestionIndex"] == 0
    assert (made["status"], made["evaluateStatus"], made["interviewer"]) == ("CREATED", None, "scripted")
    assert MOMENT.fullmatch(made["createdAt"])
    for each in made["questions"]:
        assert set(each) == QUESTION
        assert each["type"] == "SKILL"
        assert each["difficulty"] == "INTERMEDIATE"
        assert [each[name] for name in ("userAnswer", "score", "feedback", "parentQuestionIndex")] == [None] * 4
        assert each["isFollowUp"] is False


def test_a_session_is_found_again_as_it_was_made(http: httpx.Client) -> None:
    candidate = Candidate(http)
    assert candidate.session() == candidate.created
    assert opened(http.get(f"{SESSIONS}/unfinished/1")) == candidate.created


def test_what_is_asked_for_reaches_the_interviewer(serve: Serve) -> None:
    asks = ScriptedInterviewer()
    http = serve(asks).http
    wanted = {"level": "senior", "targetRole": "Architect", "jobDescription": "Build it", "followUps": 2}
    Candidate(http, questionCount=4, language="zh", **wanted)
    Candidate(http, resumeId=2)
    first, second = asks.seen_briefs
    assert first == Brief(
        question_count=4, language="zh", level="senior", target_role="Architect", job_description="Build it",
        follow_ups=2, recent_questions=first.recent_questions, seed=first.seed,
    )  # fmt: skip
    assert (second.level, second.follow_ups, second.language) == ("mid", 1, "en")


def test_categories_are_named_in_the_sessions_language(http: httpx.Client) -> None:
    english = {"Accept-Language": "en"}
    chinese = opened(http.post(SESSIONS, json=brief(language="zh"), headers=english))
    assert {each["category"] for each in chinese["questions"]} == {"基础知识"}
    candidate = Candidate(http)
    assert candidate.created == chinese
    assert candidate.answer(0)["nextQuestion"]["category"] == "基础知识"
    assert {each["category"] for each in Candidate(http, resumeId=2).created["questions"]} == {"Fundamentals"}


# --- the unfinished one ---------------------------------------------------------------------------


def test_the_unfinished_session_wins_with_its_own_text_and_count(http: httpx.Client) -> None:
    first = Candidate(http)
    first.answer(0)
    second = Candidate(http, questionCount=9, resumeText="Another text altogether", language="zh")
    assert second.created == first.session()
    assert second.created["resumeText"] == RESUME_TEXT
    assert second.created["questionCount"] == 3
    assert Candidate(http, resumeId=2).created["sessionId"] != first.created["sessionId"]


def test_force_create_makes_a_new_one_and_the_older_stays_resumable(http: httpx.Client) -> None:
    older = Candidate(http)
    older.answer(0)
    newer = Candidate(http, forceCreate=True, questionCount=4, resumeText="Robin Vale, later")
    assert newer.created["sessionId"] != older.created["sessionId"]
    assert (newer.created["questionCount"], newer.created["resumeText"]) == (4, "Robin Vale, later")
    assert opened(http.get(f"{SESSIONS}/unfinished/1"))["sessionId"] == newer.created["sessionId"]
    assert Candidate(http).created["sessionId"] == newer.created["sessionId"]
    older.answer_all("good")
    assert older.session()["status"] in ("COMPLETED", "EVALUATED")
    newer.answer_all()
    told = refused(http.get(f"{SESSIONS}/unfinished/1"))
    assert told == (404, 3001, "未找到未完成的面试会话")
    assert Candidate(http).created["status"] == "CREATED"


def test_an_older_unfinished_session_is_found_when_the_newer_is_done(http: httpx.Client) -> None:
    older = Candidate(http)
    Candidate(http, forceCreate=True).complete()
    assert opened(http.get(f"{SESSIONS}/unfinished/1")) == older.created


def test_a_request_id_gives_its_session_for_a_day(serve: Serve) -> None:
    clock = [datetime(2026, 3, 14, 9, 30, tzinfo=UTC)]
    http = serve(works=False, now=lambda: clock[0]).http
    first = Candidate(http, requestId="r-1").created["sessionId"]
    for force in (False, True):
        assert Candidate(http, requestId="r-1", forceCreate=force).created["sessionId"] == first
    other = Candidate(http, requestId="r-2", forceCreate=True).created["sessionId"]
    assert other != first
    clock[0] += timedelta(hours=23, minutes=59)
    assert Candidate(http, requestId="r-1", forceCreate=True).created["sessionId"] == first
    assert Candidate(http, requestId="r-1").created["sessionId"] == first
    clock[0] += timedelta(minutes=2)
    assert Candidate(http, requestId="r-1", forceCreate=True).created["sessionId"] not in (first, other)


def test_a_request_id_also_finds_a_finished_session(http: httpx.Client) -> None:
    first = Candidate(http, requestId="r-1")
    first.complete()
    assert Candidate(http, requestId="r-1").created["sessionId"] == first.created["sessionId"]


def test_two_hundred_creates_at_once_make_one_session(serve: Serve) -> None:
    asks = ScriptedInterviewer()
    server = serve(asks)

    def create(_: int) -> str:
        return str(opened(server.http.post(SESSIONS, json=brief()))["sessionId"])

    with ThreadPoolExecutor(100) as clients:
        made = set(clients.map(create, range(200)))
    assert len(made) == 1
    assert len(asks.seen_briefs) == 1
    assert len(opened(server.http.get(SESSIONS))["items"]) == 1
    assert len(opened(server.http.get("/resumes"))) == 1


# --- answering ------------------------------------------------------------------------------------


def test_the_question_endpoint_shows_each_question_in_turn(http: httpx.Client) -> None:
    candidate = Candidate(http)
    assert candidate.question() == {"completed": False, "question": candidate.created["questions"][0]}
    assert candidate.session()["status"] == "IN_PROGRESS"
    candidate.answer(0)
    assert candidate.question()["question"]["questionIndex"] == 1
    candidate.answer(1)
    candidate.answer(2)
    assert candidate.question() == {"completed": True, "message": "所有问题已回答完毕"}
    english = http.get(f"{candidate.path}/question", headers={"Accept-Language": "en"})
    assert opened(english) == {"completed": True, "message": "All questions are answered"}


def test_an_answer_leads_to_the_next_question(http: httpx.Client) -> None:
    candidate = Candidate(http)
    first = candidate.answer(0, "  good \n")
    assert first == {
        "hasNextQuestion": True,
        "nextQuestion": candidate.created["questions"][1],
        "currentIndex": 1,
        "totalQuestions": 3,
    }
    session = candidate.session()
    assert session["status"] == "IN_PROGRESS"
    assert session["currentQuestionIndex"] == 1
    assert session["questions"][0]["userAnswer"] == "good"
    candidate.answer(1)
    last = candidate.answer(2)
    assert last == {"hasNextQuestion": False, "nextQuestion": None, "currentIndex": 3, "totalQuestions": 3}


def test_the_same_answer_again_advances_once(http: httpx.Client) -> None:
    candidate = Candidate(http)
    first = candidate.answer(0, "good")
    for again in ("good", " good", "good\n\n"):
        assert candidate.answer(0, again) == first
    assert candidate.session()["currentQuestionIndex"] == 1
    candidate.answer(1, "fair")
    # The question stored at the next index, with the answer it has meanwhile.
    again = candidate.answer(0, "good")
    assert again["currentIndex"] == 1
    assert again["nextQuestion"]["question"] == "Question 2"
    assert again["nextQuestion"]["userAnswer"] == "fair"
    candidate.answer(2, "good")
    candidate.report()
    for index, text in enumerate(("good", "fair", "good")):
        repeated = candidate.answer(index, text)
        assert repeated["currentIndex"] == index + 1
        assert repeated["hasNextQuestion"] is (index < 2)
    assert candidate.session()["status"] == "EVALUATED"


def test_the_same_answer_from_many_clients_advances_once(server: ApiServer) -> None:
    candidate = Candidate(server.http)

    def answer(_: int) -> object:
        return candidate.answer(0, "good")

    with ThreadPoolExecutor(20) as clients:
        told = list(clients.map(answer, range(40)))
    assert all(each == told[0] for each in told)
    assert candidate.session()["currentQuestionIndex"] == 1


def test_different_answers_at_once_leave_one(server: ApiServer) -> None:
    candidate = Candidate(server.http)

    def answer(number: int) -> int:
        return candidate.post_answer(0, f"answer {number}").status_code

    with ThreadPoolExecutor(20) as clients:
        statuses = sorted(clients.map(answer, range(20)))
    assert statuses == [200] + [409] * 19


@pytest.mark.parametrize("blank", ["", " ", "\n\t　"])
def test_a_blank_answer_is_a_skip_stored_as_such(http: httpx.Client, blank: str) -> None:
    candidate = Candidate(http)
    assert candidate.answer(0, blank)["currentIndex"] == 1
    assert candidate.session()["questions"][0]["userAnswer"] == ""
    assert candidate.answer(0, "")["currentIndex"] == 1
    assert refused(candidate.post_answer(0, "good")).code == 3010
    candidate.complete()
    report = candidate.report()
    assert report["answeredQuestions"] == 0
    assert report["questionDetails"][0]["score"] == 0
    assert report["questionDetails"][0]["userAnswer"] == ""


# --- drafts ---------------------------------------------------------------------------------------


def test_a_draft_comes_back_and_does_not_advance(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.draft(0, " half a \n")
    session = candidate.session()
    assert session["status"] == "IN_PROGRESS"
    assert session["currentQuestionIndex"] == 0
    assert session["questions"][0]["userAnswer"] == " half a \n"
    assert candidate.question()["question"]["userAnswer"] == " half a \n"
    assert Candidate(http).created == session
    candidate.draft(0, "half a sentence")
    assert candidate.session()["questions"][0]["userAnswer"] == "half a sentence"
    candidate.draft(0, "")
    assert candidate.session()["questions"][0]["userAnswer"] is None
    candidate.draft(0, "half")
    candidate.answer(0, "whole")
    assert [each["userAnswer"] for each in candidate.session()["questions"]] == ["whole", None, None]


def test_finishing_early_counts_a_draft_that_is_not_blank(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0, "fair")
    candidate.draft(1, " good ")
    candidate.complete()
    report = candidate.report()
    assert [each["userAnswer"] for each in report["questionDetails"]] == ["fair", "good", None]
    assert report["answeredQuestions"] == 2
    assert report["overallScore"] == 75
    blank = Candidate(http)
    blank.draft(0, " ")
    blank.complete()
    assert [each["userAnswer"] for each in blank.session()["questions"]] == [None, None, None]


# --- follow-ups -----------------------------------------------------------------------------------


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_follow_ups_take_the_next_index_and_push_the_rest(serve: Serve, allowed: int) -> None:
    http = serve(ScriptedInterviewer(follows_up=True)).http
    candidate = Candidate(http, followUps=allowed)
    for follow_up in range(allowed):
        told = candidate.answer(follow_up, f"answer {follow_up}")
        assert told["totalQuestions"] == 4 + follow_up
        asked = told["nextQuestion"]
        assert asked["question"] == f"More on: answer {follow_up} ({follow_up})"
        assert (asked["questionIndex"], asked["isFollowUp"], asked["parentQuestionIndex"]) == (follow_up + 1, True, 0)
        questions = candidate.session()["questions"]
        assert [each["questionIndex"] for each in questions] == list(range(4 + follow_up))
        assert [each["question"] for each in questions[-2:]] == ["Question 2", "Question 3"]
    after = candidate.answer(allowed, "enough")
    assert after["nextQuestion"]["question"] == "Question 2"
    assert after["nextQuestion"]["parentQuestionIndex"] is None
    candidate.answer(allowed + 1, "second")
    session = candidate.session()
    assert session["questionCount"] == 3
    assert session["totalQuestions"] == len(session["questions"]) == 3 + allowed + bool(allowed)
    if allowed:
        second = session["questions"][allowed + 2]
        assert second["parentQuestionIndex"] == allowed + 1
        assert refused(candidate.post_answer(0, "other")).code == 3010
        assert candidate.answer(0, "answer 0")["nextQuestion"]["question"] == "More on: answer 0 (0)"


def test_one_follow_up_is_the_default_and_a_skip_brings_none(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(follows_up=True)).http
    candidate = Candidate(http)
    assert candidate.answer(0, " ")["nextQuestion"]["isFollowUp"] is False
    assert candidate.answer(1, "good")["nextQuestion"]["isFollowUp"] is True
    assert candidate.answer(2, "good")["nextQuestion"]["isFollowUp"] is False


def test_a_follow_up_that_fails_is_no_reason_to_stop(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(follows_up=True, failures={"follow_up": 1})).http
    candidate = Candidate(http)
    assert candidate.answer(0)["nextQuestion"]["question"] == "Question 2"
    assert candidate.answer(1)["nextQuestion"]["isFollowUp"] is True


# --- the end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("early", [False, True])
def test_the_last_step_completes_and_asks_for_judging_at_once(serve: Serve, early: bool) -> None:
    server = serve(works=False)
    candidate = Candidate(server.http)
    candidate.answer(0)
    server.services.worker.run_pending()
    before = candidate.session()
    assert (before["status"], before["evaluateStatus"]) == ("IN_PROGRESS", None)
    assert before["questions"][0]["score"] is None
    if early:
        candidate.complete()
    else:
        candidate.answer(1)
        candidate.answer(2)
    after = candidate.session()
    assert (after["status"], after["evaluateStatus"]) == ("COMPLETED", "PENDING")
    server.services.worker.run_pending()
    judged = candidate.session()
    assert (judged["status"], judged["evaluateStatus"]) == ("EVALUATED", "COMPLETED")
    assert judged["questions"][0]["score"] == 100
    assert judged["questions"][0]["feedback"] == "Judged."


def test_scores_are_seen_from_completed_on(serve: Serve) -> None:
    server = serve(works=False)
    candidate = Candidate(server.http)
    candidate.answer(0)
    server.services.worker.run_pending()
    candidate.complete()
    first = candidate.session()
    assert first["status"] == "COMPLETED"
    assert first["questions"][0]["score"] == 100


def test_finishing_before_anything_was_answered(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.complete()
    report = candidate.report()
    assert report["overallScore"] is None
    assert report["answeredQuestions"] == 0
    assert report["overallFeedback"]
    assert candidate.session()["status"] == "EVALUATED"
    assert Candidate(http).created["sessionId"] != candidate.created["sessionId"]


def test_a_summary_that_fails_leaves_a_report_with_a_sentence(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(failures={"summarize": 3})).http
    candidate = Candidate(http)
    candidate.answer_all()
    report = candidate.report()
    session = candidate.session()
    assert (session["status"], session["evaluateStatus"]) == ("COMPLETED", "FAILED")
    assert report["overallFeedback"] == (
        "The overall feedback could not be written. The scores stand as they are; you can have it judged again."
    )
    assert [each["score"] for each in report["questionDetails"]] == [100, 100, 100]
    details = candidate.details()
    assert details["overallFeedback"] == report["overallFeedback"]
    assert details["evaluateError"]
    assert candidate.export("csv").status_code == 200
    candidate.evaluate()
    assert candidate.report()["overallFeedback"] == "Overall 100."
    assert candidate.session()["evaluateStatus"] == "COMPLETED"
    assert candidate.details()["evaluateError"] is None


def test_an_answer_that_fails_for_good_is_unscored_and_judged_again(serve: Serve) -> None:
    http = serve(ScriptedInterviewer(failures={"evaluate": 3})).http
    candidate = Candidate(http)
    candidate.answer(0)
    candidate.complete()
    report = candidate.report()
    assert report["overallScore"] is None
    assert report["questionDetails"][0]["score"] is None
    assert candidate.session()["status"] == "EVALUATED"
    candidate.evaluate()
    assert candidate.report()["overallScore"] == 100


def test_evaluate_asks_again_for_what_is_unscored(serve: Serve) -> None:
    asks = UndecidedInterviewer()
    server = serve(asks, works=False)
    candidate = Candidate(server.http)
    candidate.answer_all("hm", "good")
    server.services.worker.run_pending()
    assert candidate.report()["questionDetails"][0]["score"] is None
    assert candidate.session()["status"] == "EVALUATED"
    asks.decided = True
    candidate.evaluate()
    again = candidate.session()
    assert (again["status"], again["evaluateStatus"]) == ("COMPLETED", "PENDING")
    candidate.evaluate()
    server.services.worker.run_pending()
    assert candidate.report()["questionDetails"][0]["score"] == 0
    before = candidate.session()
    assert (before["status"], before["evaluateStatus"]) == ("EVALUATED", "COMPLETED")
    candidate.evaluate()
    assert candidate.session() == before
    assert server.services.worker.run_pending() == 0


def test_before_completion_there_is_nothing_to_judge_again(http: httpx.Client) -> None:
    candidate = Candidate(http)
    assert refused(http.post(f"{candidate.path}/evaluate")) == (409, 3007, "面试尚未完成，无法生成报告")
    assert candidate.session() == candidate.created


def test_deleting_removes_a_session_everywhere(server: ApiServer) -> None:
    http = server.http
    candidate, other = Candidate(http), Candidate(http, resumeId=2)
    candidate.draft(0, "half")
    candidate.answer_all("good", "fair")
    candidate.report()
    assert opened(http.delete(candidate.path)) is None
    for path in ("", "/question", "/report", "/details", "/export"):
        assert refused(http.get(candidate.path + path)).code == 3001
    assert refused(http.delete(candidate.path)).code == 3001
    assert [each["sessionId"] for each in opened(http.get(SESSIONS))["items"]] == [other.created["sessionId"]]
    assert opened(http.get("/resumes/1/detail"))["interviews"] == []
    assert opened(http.get("/resumes/statistics"))["totalInterviewCount"] == 1
    kept = server.services.store
    for table in ("questions", "answers", "drafts", "timings", "evaluations", "evaluation_jobs"):
        assert kept.rows(table, owner="local", session_id=candidate.created["sessionId"]) == []
    assert kept.one("newest_summary", owner="local", session_id=candidate.created["sessionId"]) is None


def test_a_stranger_learns_nothing_of_a_session(server: ApiServer) -> None:
    services = server.services
    resume = services.library.register("stranger", 5, RESUME_TEXT)
    theirs = services.interviews.start("stranger", 5, Brief(question_count=3))
    path = f"{SESSIONS}/{theirs.id}"
    for method, place in (
        ("GET", ""),
        ("GET", "/question"),
        ("POST", "/complete"),
        ("GET", "/details"),
        ("DELETE", ""),
    ):
        assert refused(server.http.request(method, path + place)) == (404, 3001, "面试会话不存在")
    sent = {"questionIndex": 0, "answer": "x"}
    for method in ("POST", "PUT"):
        assert refused(server.http.request(method, f"{path}/answers", json=sent)).code == 3001
    assert refused(server.http.get(f"{SESSIONS}/unfinished/5")).code == 3001
    assert refused(server.http.post(SESSIONS, json=brief(resumeId=5))) == (404, 2001, "简历不存在")
    for method, place in (("GET", "/detail"), ("GET", "/export"), ("POST", "/reanalyze"), ("DELETE", "")):
        assert refused(server.http.request(method, f"/resumes/5{place}")) == (404, 2001, "简历不存在")
    assert opened(server.http.get(SESSIONS))["items"] == []
    assert opened(server.http.get("/resumes")) == []
    assert services.interviews.get("stranger", theirs.id) == theirs
    assert services.library.get("stranger", 5) == resume
