"""Each row of the contract's table of errors."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx
import pytest

from engine.errors import InterviewerLimited, InterviewerUnavailable
from support.client import SESSIONS, Candidate, brief, refused
from support.interviewers import RefusingInterviewer
from support.server import ApiServer
from tests.api.conftest import Serve

FIXTURES = Path(__file__).parents[1] / "fixtures" / "resumes"
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def says(response: httpx.Response, status: int, code: int, message: str) -> bool:
    return refused(response) == (status, code, message)


# --- 400 ------------------------------------------------------------------------------------------

BODIES = [
    ({"resumeText": None}, "简历文本不能为空", "The resume text must not be empty"),
    ({"resumeText": ""}, "简历文本不能为空", "The resume text must not be empty"),
    ({"resumeText": " \n\t　"}, "简历文本不能为空", "The resume text must not be empty"),
    ({"questionCount": None}, "题目数量最少3题", "At least 3 questions"),
    ({"questionCount": 2}, "题目数量最少3题", "At least 3 questions"),
    ({"questionCount": -(10**30)}, "题目数量最少3题", "At least 3 questions"),
    ({"questionCount": 21}, "题目数量最多20题", "At most 20 questions"),
    ({"questionCount": 1e300}, "题目数量最多20题", "At most 20 questions"),
    ({"resumeId": None}, "简历ID不能为空", "The resume id must not be empty"),
    ({"resumeText": 5}, "请求参数错误: resumeText", "Invalid request parameter: resumeText"),
    ({"resumeText": ["Robin"]}, "请求参数错误: resumeText", "Invalid request parameter: resumeText"),
    ({"resumeText": "x" * 1_000_001}, "请求参数错误: resumeText", "Invalid request parameter: resumeText"),
    ({"questionCount": "8"}, "请求参数错误: questionCount", "Invalid request parameter: questionCount"),
    ({"questionCount": True}, "请求参数错误: questionCount", "Invalid request parameter: questionCount"),
    ({"questionCount": 8.5}, "请求参数错误: questionCount", "Invalid request parameter: questionCount"),
    ({"resumeId": "1"}, "请求参数错误: resumeId", "Invalid request parameter: resumeId"),
    ({"resumeId": True}, "请求参数错误: resumeId", "Invalid request parameter: resumeId"),
    ({"resumeId": 0}, "请求参数错误: resumeId", "Invalid request parameter: resumeId"),
    ({"resumeId": -1}, "请求参数错误: resumeId", "Invalid request parameter: resumeId"),
    ({"resumeId": 2**53}, "请求参数错误: resumeId", "Invalid request parameter: resumeId"),
    ({"forceCreate": "true"}, "请求参数错误: forceCreate", "Invalid request parameter: forceCreate"),
    ({"forceCreate": 1}, "请求参数错误: forceCreate", "Invalid request parameter: forceCreate"),
    ({"language": "fr"}, "请求参数错误: language", "Invalid request parameter: language"),
    ({"level": "boss"}, "请求参数错误: level", "Invalid request parameter: level"),
    ({"targetRole": 5}, "请求参数错误: targetRole", "Invalid request parameter: targetRole"),
    ({"jobDescription": {}}, "请求参数错误: jobDescription", "Invalid request parameter: jobDescription"),
    ({"followUps": 3}, "请求参数错误: followUps", "Invalid request parameter: followUps"),
    ({"followUps": True}, "请求参数错误: followUps", "Invalid request parameter: followUps"),
    ({"requestId": 5}, "请求参数错误: requestId", "Invalid request parameter: requestId"),
    (
        {"resumeText": None, "questionCount": 2, "resumeId": None},
        "简历文本不能为空, 题目数量最少3题, 简历ID不能为空",
        "The resume text must not be empty, At least 3 questions, The resume id must not be empty",
    ),
    (
        {"requestId": 5, "followUps": 9, "resumeId": "1", "questionCount": 21},
        "题目数量最多20题, 请求参数错误: resumeId, 请求参数错误: followUps, 请求参数错误: requestId",
        "At most 20 questions, Invalid request parameter: resumeId, Invalid request parameter: followUps, "
        "Invalid request parameter: requestId",
    ),
]


@pytest.mark.parametrize(("fields", "chinese", "english"), BODIES, ids=lambda each: str(each)[:40])
def test_what_cannot_create_a_session(
    shared: httpx.Client, fields: dict[str, object], chinese: str, english: str
) -> None:
    for body in (brief(**fields), {name: value for name, value in brief(**fields).items() if value is not None}):
        assert says(shared.post(SESSIONS, json=body), 400, 400, chinese)
        assert says(shared.post(SESSIONS, json=body, headers=ENGLISH), 400, 400, english)


def test_an_empty_object_lacks_every_field_that_must_be_there(shared: httpx.Client) -> None:
    told = refused(shared.post(SESSIONS, json={}))
    assert told == (400, 400, "简历文本不能为空, 题目数量最少3题, 简历ID不能为空")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answer": "x"}, "questionIndex"),
        ({"questionIndex": 0}, "answer"),
        ({"questionIndex": None, "answer": None}, "questionIndex, 请求参数错误: answer"),
        ({"questionIndex": "0", "answer": "x"}, "questionIndex"),
        ({"questionIndex": 0.5, "answer": "x"}, "questionIndex"),
        ({"questionIndex": False, "answer": "x"}, "questionIndex"),
        ({"questionIndex": 0, "answer": 5}, "answer"),
        ({"questionIndex": 0, "answer": "x" * 100_001}, "answer"),
    ],
)
def test_what_cannot_be_an_answer_or_a_draft(shared: httpx.Client, body: dict[str, object], field: str) -> None:
    path = f"{SESSIONS}/0123456789abcdef/answers"
    for method in ("POST", "PUT"):
        assert says(shared.request(method, path, json=body), 400, 400, f"请求参数错误: {field}")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{SESSIONS}?limit=0", "limit"),
        (f"{SESSIONS}?limit=101", "limit"),
        (f"{SESSIONS}?limit=ten", "limit"),
        (f"{SESSIONS}?status=OPEN", "status"),
        (f"{SESSIONS}?resumeId=0", "resumeId"),
        (f"{SESSIONS}?resumeId=1e3", "resumeId"),
        (f"{SESSIONS}?cursor=newest", "cursor"),
        (f"{SESSIONS}?cursor=-1", "cursor"),
        (f"{SESSIONS}?limit=0&cursor=x", "limit, 请求参数错误: cursor"),
        (f"{SESSIONS}/unfinished/mine", "resumeId"),
        (f"{SESSIONS}/0123456789abcdef/export?format=docx", "format"),
        ("/resumes/mine/detail", "id"),
    ],
)
def test_parameters_that_are_malformed(shared: httpx.Client, path: str, field: str) -> None:
    assert says(shared.get(path), 400, 400, f"请求参数错误: {field}")
    english = ", ".join(f"Invalid request parameter: {each}" for each in field.split(", 请求参数错误: "))
    assert says(shared.get(path, headers=ENGLISH), 400, 400, english)


# --- who may call ---------------------------------------------------------------------------------


def test_a_missing_or_wrong_token(serve: Serve) -> None:
    http = serve(api_token="open sesame").http
    for headers in ({}, {"Authorization": "Bearer open"}, {"Authorization": "open sesame"}):
        answer = http.get("/resumes", headers=headers)
        assert says(answer, 401, 401, "未授权")
        assert answer.headers["www-authenticate"] == "Bearer"
        assert says(http.get("/resumes", headers={**headers, **ENGLISH}), 401, 401, "Unauthorized")


def test_a_foreign_name_for_this_server(shared: httpx.Client) -> None:
    for path in ("/resumes", "/health", "/no/such/path"):
        assert says(shared.get(path, headers={"Host": "evil.example"}), 403, 403, "禁止访问")
    assert says(shared.get("/resumes", headers={"Host": "evil.example", **ENGLISH}), 403, 403, "Forbidden")


def test_a_page_of_another_site(shared: httpx.Client) -> None:
    headers = {"Origin": "http://evil.example"}
    assert says(shared.post(SESSIONS, json=brief(), headers=headers), 403, 403, "禁止访问")
    assert says(shared.post(SESSIONS, json=brief(), headers={**headers, **ENGLISH}), 403, 403, "Forbidden")


# --- what is not there ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/nothing", "/interview", f"{SESSIONS}/0123456789abcdef/score", "//resumes"])
def test_an_unknown_path(shared: httpx.Client, path: str) -> None:
    assert says(shared.get(path), 404, 404, "资源不存在")
    assert says(shared.post(path, headers=ENGLISH), 404, 404, "Not found")


def test_the_bare_root(shared: httpx.Client) -> None:
    root = str(shared.base_url).rstrip("/")
    assert says(shared.get(root), 404, 404, "资源不存在")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", SESSIONS, "GET, POST"),
        ("PATCH", f"{SESSIONS}/0123456789abcdef", "DELETE, GET"),
        ("GET", f"{SESSIONS}/0123456789abcdef/answers", "POST, PUT"),
        ("POST", "/resumes", "GET"),
        ("GET", "/resumes/upload", "POST"),
        ("DELETE", "/health", "GET"),
        ("DELETE", "/resumes/statistics", "GET"),
        ("DELETE", "/resumes/upload/", "POST"),
        ("TRACE", "/resumes", "GET"),
    ],
)
def test_a_method_that_is_not_supported(shared: httpx.Client, method: str, path: str, allowed: str) -> None:
    answer = shared.request(method, path)
    assert says(answer, 405, 405, "请求方法不支持")
    assert answer.headers["allow"] == allowed
    assert says(shared.request(method, path, headers=ENGLISH), 405, 405, "Method not allowed")


@pytest.mark.parametrize("identity", ["7", "0", "-1", str(2**53), str(2**63), "9" * 40])
def test_a_resume_that_is_not_there(shared: httpx.Client, identity: str) -> None:
    for method, path in (
        ("GET", f"/resumes/{identity}/detail"),
        ("GET", f"/resumes/{identity}/export"),
        ("POST", f"/resumes/{identity}/reanalyze"),
        ("DELETE", f"/resumes/{identity}"),
    ):
        assert says(shared.request(method, path), 404, 2001, "简历不存在"), path
        assert says(shared.request(method, path, headers=ENGLISH), 404, 2001, "There is no such resume")


@pytest.mark.parametrize("identity", ["7", "0", "-1", str(2**53), str(2**63), "9" * 40])
def test_no_unfinished_session(shared: httpx.Client, identity: str) -> None:
    path = f"{SESSIONS}/unfinished/{identity}"
    assert says(shared.get(path), 404, 3001, "未找到未完成的面试会话")
    assert says(shared.get(path, headers=ENGLISH), 404, 3001, "There is no unfinished interview session")


@pytest.mark.parametrize(
    "identity", ["0123456789abcdef", "0123456789ABCDEF", "%00", "%ED%A0%80", "a%0Ab", "%0D%0A", "x" * 3000, "会话"]
)
def test_a_session_that_is_not_there(shared: httpx.Client, identity: str) -> None:
    body = {"questionIndex": 0, "answer": "x"}
    path = f"{SESSIONS}/{identity}"
    for method, place in (
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/question"),
        ("POST", "/answers"),
        ("PUT", "/answers"),
        ("POST", "/complete"),
        ("POST", "/evaluate"),
        ("GET", "/report"),
        ("GET", "/details"),
        ("GET", "/export"),
    ):
        given = {"json": body} if place == "/answers" else {}
        told = shared.request(method, path + place, **given)  # type: ignore[arg-type]
        assert says(told, 404, 3001, "面试会话不存在"), place
    assert says(shared.get(path, headers=ENGLISH), 404, 3001, "There is no such interview session")


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "status", "code", "chinese", "english"),
    [
        ("cv.pdf", b"", 400, 2005, "简历文件为空", "The resume file is empty"),
        ("cv.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, 415, 2006, "不支持的文件类型", "Unsupported file type"),
        ("cv.txt", b"x" * (10 * 2**20 + 1), 413, 400, "文件大小超过限制", "The file is larger than the limit"),
        ("cv.txt", b"x" * 20_000_000, 413, 400, "文件大小超过限制", "The file is larger than the limit"),
    ],
    ids=["empty", "picture", "over", "far over"],
)
def test_files_that_are_refused(
    shared: httpx.Client, name: str, data: bytes, status: int, code: int, chinese: str, english: str
) -> None:
    file = {"file": (name, data)}
    assert says(shared.post("/resumes/upload", files=file), status, code, chinese)
    assert says(shared.post("/resumes/upload", files=file, headers=ENGLISH), status, code, english)


@pytest.mark.parametrize(
    ("name", "chinese", "english"),
    [
        ("encrypted.pdf", "简历解析失败: ", "The resume cannot be read: This file is locked with a password."),
        ("scanned.pdf", "简历解析失败: ", "The resume cannot be read: This looks scanned"),
    ],
)
def test_files_that_cannot_be_read(shared: httpx.Client, name: str, chinese: str, english: str) -> None:
    file = {"file": (name, (FIXTURES / name).read_bytes())}
    told = refused(shared.post("/resumes/upload", files=file))
    assert told[:2] == (422, 2002)
    assert told.message.startswith(chinese)
    assert len(told.message) > len(chinese) + 5
    assert refused(shared.post("/resumes/upload", files=file, headers=ENGLISH)).message.startswith(english)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": {"file": "text"}},
        {"files": {"cv": ("cv.txt", b"Robin")}},
        {"files": [("file", ("a.txt", b"Robin")), ("file", ("b.txt", b"Robin"))]},
        {"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"no boundary in here", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        {"json": {"file": "text"}},
    ],
    ids=["nothing", "field", "other name", "two", "unnamed", "not multipart", "json"],
)
def test_an_upload_without_a_file(shared: httpx.Client, sent: dict[str, object]) -> None:
    answer = shared.post("/resumes/upload", **sent)  # type: ignore[arg-type]
    assert says(answer, 400, 400, "请求参数错误: file")


# --- the state of a session -----------------------------------------------------------------------


def test_indexes_out_of_range_or_ahead(http: httpx.Client) -> None:
    candidate = Candidate(http)
    for index in (1, 2, 3, -1, 10**30):
        for told in (candidate.post_answer(index, "x"), candidate.put_draft(index, "x")):
            assert says(told, 404, 3003, f"无效的问题索引: {index}")
    answer = http.post(f"{candidate.path}/answers", json={"questionIndex": 9, "answer": "x"}, headers=ENGLISH)
    assert says(answer, 404, 3003, "Invalid question index: 9")


def test_another_answer_to_an_answered_question(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0, "good")
    assert says(candidate.post_answer(0, "fair"), 409, 3010, "问题已回答")
    assert says(candidate.put_draft(0, "fair"), 409, 3010, "问题已回答")
    assert says(candidate.put_draft(0, "good"), 409, 3010, "问题已回答")
    answer = http.post(
        f"{candidate.path}/answers", json={"questionIndex": 0, "answer": "x"}, headers={"Accept-Language": "en"}
    )
    assert says(answer, 409, 3010, "The question is answered already")


def test_changing_a_finished_session(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0)
    candidate.complete()
    # Looked at before the index and before what was answered.
    for index in (0, 1, 2, 99, -1):
        assert says(candidate.post_answer(index, "other"), 409, 3004, "面试已完成")
        assert says(candidate.put_draft(index, "other"), 409, 3004, "面试已完成")
    assert says(candidate.put_draft(0, "good"), 409, 3004, "面试已完成")
    assert says(http.post(f"{candidate.path}/complete"), 409, 3004, "面试已完成")
    assert says(http.post(f"{candidate.path}/complete", headers=ENGLISH), 409, 3004, "The interview is completed")
    candidate.report()
    assert says(http.post(f"{candidate.path}/complete"), 409, 3004, "面试已完成")


def test_too_early_for_a_report(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0)
    for told in (
        http.get(f"{candidate.path}/report"),
        candidate.export("pdf"),
        candidate.export("csv"),
        http.post(f"{candidate.path}/evaluate"),
    ):
        assert says(told, 409, 3007, "面试尚未完成，无法生成报告")
    english = "The interview is not completed, so there is no report yet"
    assert says(http.get(f"{candidate.path}/report", headers=ENGLISH), 409, 3007, english)


# --- the interviewer and the server ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "code", "chinese", "english"),
    [
        (
            InterviewerUnavailable(),
            7001,
            "AI服务暂时不可用，请稍后重试",
            "The AI service is unavailable, try again later",
        ),
        (InterviewerLimited(), 7005, "AI服务调用频率超限", "The AI service is called too often"),
    ],
)
def test_an_interviewer_that_does_not_serve(
    serve: Serve, refusal: Exception, code: int, chinese: str, english: str
) -> None:
    http = serve(RefusingInterviewer(refusal=refusal)).http
    assert says(http.post(SESSIONS, json=brief()), 503, code, chinese)
    assert says(http.post(SESSIONS, json=brief(), headers=ENGLISH), 503, code, english)


@pytest.mark.parametrize("seconds", [0, 0.2])
def test_a_report_that_is_not_ready_in_time(serve: Serve, seconds: float) -> None:
    http = serve(works=False, report_wait_seconds=seconds).http
    candidate = Candidate(http)
    candidate.answer_all()
    for told in (http.get(f"{candidate.path}/report"), candidate.export("md"), http.get("/resumes/1/export")):
        assert says(told, 503, 7002, "AI服务响应超时")
        assert int(told.headers["retry-after"]) >= 1
    english = "The AI service did not reply in time"
    assert says(http.get(f"{candidate.path}/report", headers=ENGLISH), 503, 7002, english)


def test_what_nobody_expected(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    http = serve(RefusingInterviewer(refusal=ValueError("the secret of the plan"))).http
    with caplog.at_level(logging.ERROR):
        answer = http.post(SESSIONS, json=brief())
    assert says(answer, 500, 500, "Server error")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    identity = answer.headers["x-request-id"]
    logged = [each for each in caplog.records if identity in each.getMessage()]
    assert len(logged) == 1
    assert "the secret of the plan" in caplog.text
    assert says(http.post(SESSIONS, json=brief(), headers=ENGLISH), 500, 500, "Server error")
    assert http.get("/health").status_code == 200


def test_a_database_that_is_gone(server: ApiServer) -> None:
    server.services.worker.stop()
    server.services.store.close()
    assert says(server.http.get("/resumes"), 500, 500, "Server error")
    ready = server.http.get("/ready")
    assert ready.status_code == 503
    assert ready.json() == {
        "code": 503,
        "message": "not ready",
        "data": {"store": False, "worker": False, "interviewer": "scripted"},
    }
    assert server.http.get("/health").status_code == 200


def test_each_answer_has_a_request_id_of_its_own(shared: httpx.Client) -> None:
    answers = [shared.get(path) for path in ("/health", "/health", "/nothing", "/resumes/mine/detail", "/openapi.json")]
    answers.append(shared.post("/resumes", headers={"Origin": "http://evil.example"}))
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)
