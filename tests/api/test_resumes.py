"""Resumes over HTTP: files and texts, what is made of them, and their end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.offline import OfflineInterviewer
from support.client import RESUME_TEXT, SESSIONS, Candidate, brief, opened, refused
from support.interviewers import ScriptedInterviewer
from support.server import ApiServer, assemble
from tests.api.conftest import Serve

FIXTURES = Path(__file__).parents[1] / "fixtures" / "resumes"
SCORES = {"contentScore": 15, "structureScore": 15, "skillMatchScore": 20, "expressionScore": 10, "projectScore": 40}
TEXT = {"file": ("robin.txt", RESUME_TEXT.encode())}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def upload(http: httpx.Client, name: str, data: bytes) -> Any:
    return opened(http.post("/resumes/upload", files={"file": (name, data)}))


def analysed(http: httpx.Client, identity: int) -> Any:
    """The detail of a resume when its analysis has ended: the export waits for that."""
    http.get(f"/resumes/{identity}/export")
    return opened(http.get(f"/resumes/{identity}/detail"))


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with ApiServer(assemble(tmp_path_factory.mktemp("offline"), OfflineInterviewer())) as server:
        yield server.http


# --- upload ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("software_en.pdf", "application/pdf"),
        ("software_zh.pdf", "application/pdf"),
        ("software_en_table.docx", DOCX),
        ("software_zh_gb18030.txt", "text/plain"),
        ("sources/accountant_en.md", "text/markdown"),
    ],
)
def test_a_file_is_kept_and_analysed(offline: httpx.Client, source: str, kind: str) -> None:
    data = (FIXTURES / source).read_bytes()
    name = source.rpartition("/")[2]
    found = upload(offline, name, data)
    assert set(found) <= {"resume", "analysis", "storage", "duplicate"}
    identity = found["resume"]["id"]
    assert found["resume"]["filename"] == name
    assert found["resume"]["analyzeStatus"] in ("PENDING", "PROCESSING", "COMPLETED")
    assert found["storage"] == {"fileKey": "", "fileUrl": "", "resumeId": identity}
    assert found["duplicate"] is False

    detail = analysed(offline, identity)
    assert set(detail) == {
        "id", "filename", "fileSize", "contentType", "storageUrl", "uploadedAt", "accessCount", "resumeText",
        "analyzeStatus", "analyzeError", "analyses", "interviews",
    }  # fmt: skip
    assert (detail["id"], detail["filename"], detail["fileSize"]) == (identity, name, len(data))
    assert (detail["contentType"], detail["storageUrl"], detail["accessCount"]) == (kind, "", 1)
    assert MOMENT.fullmatch(detail["uploadedAt"])
    assert len(detail["resumeText"]) > 200
    assert (detail["analyzeStatus"], detail["analyzeError"], detail["interviews"]) == ("COMPLETED", None, [])
    (analysis,) = detail["analyses"]
    assert set(analysis) == {"id", "overallScore", "summary", "analyzedAt", "strengths", "suggestions", *SCORES}
    assert all(0 <= analysis[score] <= most for score, most in SCORES.items())
    assert analysis["overallScore"] == sum(analysis[score] for score in SCORES) >= 10
    assert analysis["summary"].strip()
    assert MOMENT.fullmatch(analysis["analyzedAt"])
    assert all(text.strip() for text in analysis["strengths"])
    assert analysis["suggestions"]
    for each in analysis["suggestions"]:
        assert set(each) == {"category", "priority", "issue", "recommendation"}
        assert each["category"] in ("项目", "技能", "内容", "格式", "结构", "表达")
        assert each["priority"] in ("高", "中", "低")
        assert each["issue"]
        assert each["recommendation"]

    again = upload(offline, f"copy of {name}", data)
    assert again["duplicate"] is True
    assert again["message"]
    assert again["resume"] == {"id": identity, "filename": name, "analyzeStatus": "COMPLETED"}
    assert again["analysis"] == {
        "overallScore": analysis["overallScore"],
        "scoreDetail": {score: analysis[score] for score in SCORES},
        "summary": analysis["summary"],
        "strengths": analysis["strengths"],
        "suggestions": analysis["suggestions"],
        "originalText": detail["resumeText"],
    }
    assert opened(offline.get(f"/resumes/{identity}/detail"))["accessCount"] == 2


def test_the_same_bytes_store_nothing_new(http: httpx.Client) -> None:
    first = upload(http, "robin.txt", RESUME_TEXT.encode())
    for count in (2, 3):
        again = upload(http, "other.pdf", RESUME_TEXT.encode())
        assert again["resume"]["id"] == first["resume"]["id"]
        (listed,) = opened(http.get("/resumes"))
        assert (listed["accessCount"], listed["filename"]) == (count, "robin.txt")
    assert len(analysed(http, first["resume"]["id"])["analyses"]) == 1
    english = opened(http.post("/resumes/upload", files=TEXT, headers={"Accept-Language": "en"}))
    assert english["message"] == "This file was uploaded before, so nothing new was stored."


def test_the_same_bytes_at_once_store_one_resume(server: ApiServer) -> None:
    def send(_: int) -> Any:
        return opened(server.http.post("/resumes/upload", files=TEXT))

    with ThreadPoolExecutor(20) as clients:
        found = list(clients.map(send, range(20)))
    assert len({each["resume"]["id"] for each in found}) == 1
    assert [each["duplicate"] for each in found].count(False) == 1
    (listed,) = opened(server.http.get("/resumes"))
    assert listed["accessCount"] == 20


# --- list, statistics, detail ---------------------------------------------------------------------


def test_the_list_leaves_out_what_there_is_not(serve: Serve) -> None:
    server = serve(works=False)
    http = server.http
    assert opened(http.get("/resumes")) == []
    identity = upload(http, "robin.txt", RESUME_TEXT.encode())["resume"]["id"]
    Candidate(http, resumeId=identity)
    Candidate(http, resumeId=identity, forceCreate=True)
    Candidate(http, resumeId=700)
    fresh = {"id", "filename", "fileSize", "uploadedAt", "accessCount", "interviewCount", "analyzeStatus"}
    newest, oldest = opened(http.get("/resumes"))
    assert set(newest) == set(oldest) == fresh
    assert (newest["id"], oldest["id"]) == (700, identity)
    assert (newest["interviewCount"], oldest["interviewCount"]) == (1, 2)
    assert oldest["analyzeStatus"] == "PENDING"
    assert (oldest["fileSize"], oldest["accessCount"]) == (len(RESUME_TEXT.encode()), 1)
    assert MOMENT.fullmatch(oldest["uploadedAt"])
    server.services.worker.run_pending()
    done = opened(http.get("/resumes"))[1]
    assert set(done) == fresh | {"latestScore", "lastAnalyzedAt"}
    assert (done["latestScore"], done["analyzeStatus"]) == (50, "COMPLETED")
    assert MOMENT.fullmatch(done["lastAnalyzedAt"])


def test_an_analysis_that_fails_says_so(serve: Serve) -> None:
    server = serve(ScriptedInterviewer(failures={"analyze": 3}))
    identity = upload(server.http, "robin.txt", RESUME_TEXT.encode())["resume"]["id"]
    detail = analysed(server.http, identity)
    assert detail["analyzeStatus"] == "FAILED"
    assert detail["analyzeError"]
    assert detail["analyses"] == []
    (listed,) = opened(server.http.get("/resumes"))
    assert (listed["analyzeStatus"], listed["analyzeError"]) == ("FAILED", detail["analyzeError"])
    assert "latestScore" not in listed
    assert refused(server.http.get(f"/resumes/{identity}/export"))[:2] == (503, 7001)
    assert opened(server.http.post(f"/resumes/{identity}/reanalyze")) is None
    detail = analysed(server.http, identity)
    assert (detail["analyzeStatus"], detail["analyzeError"]) == ("COMPLETED", None)


def test_statistics_count_uploads_sessions_and_accesses(http: httpx.Client) -> None:
    def counts() -> list[int]:
        found = opened(http.get("/resumes/statistics"))
        return [found[name] for name in ("totalCount", "totalInterviewCount", "totalAccessCount")]

    assert counts() == [0, 0, 0]
    upload(http, "robin.txt", RESUME_TEXT.encode())
    upload(http, "robin.txt", RESUME_TEXT.encode())
    Candidate(http, resumeId=700)
    Candidate(http, resumeId=700, forceCreate=True)
    assert counts() == [2, 2, 3]
    opened(http.delete("/resumes/700"))
    assert counts() == [1, 0, 2]


def test_interviews_and_analyses_come_newest_first(serve: Serve) -> None:
    server = serve(works=False)
    http = server.http
    first = Candidate(http, resumeId=4)
    first.answer_all()
    second = Candidate(http, resumeId=4)
    Candidate(http, resumeId=5)
    server.services.worker.run_pending()
    for _ in range(3):
        assert opened(http.post("/resumes/4/reanalyze")) is None
    server.services.worker.run_pending()
    assert opened(http.post("/resumes/4/reanalyze")) is None
    server.services.worker.run_pending()
    detail = opened(http.get("/resumes/4/detail"))
    identities = [each["id"] for each in detail["analyses"]]
    # Asked for again while it was under way, it was made once.
    assert len(identities) == 3
    assert identities == sorted(identities, reverse=True)
    made = [each["analyzedAt"] for each in detail["analyses"]]
    assert made == sorted(made, reverse=True)
    whole = [second.details(), first.details()]
    assert detail["interviews"] == [{name: each[name] for name in each if name != "answers"} for each in whole]
    assert [each["overallScore"] for each in detail["interviews"]] == [None, 100]


# --- resumes that clients keep elsewhere ----------------------------------------------------------


def test_an_unknown_id_is_registered_with_its_text(offline: httpx.Client) -> None:
    made = Candidate(offline, resumeId=41, language="en").created
    assert made["resumeText"] == RESUME_TEXT
    detail = analysed(offline, 41)
    assert (detail["filename"], detail["contentType"]) == ("resume-41.txt", "text/plain")
    assert (detail["fileSize"], detail["accessCount"]) == (len(RESUME_TEXT.encode()), 1)
    assert detail["resumeText"].strip() == RESUME_TEXT.strip()
    assert detail["analyzeStatus"] == "COMPLETED"
    assert detail["analyses"][0]["overallScore"] >= 10
    assert [each["sessionId"] for each in detail["interviews"]] == [made["sessionId"]]


@pytest.mark.parametrize("text", ["x", "\u200b", "\ufeff", "😀", "\x01", "  .  ", "简"])
def test_a_text_of_next_to_nothing_is_analysed_too(offline: httpx.Client, text: str) -> None:
    number = 1000 + ord(text.strip(" ")[0])
    made = Candidate(offline, resumeId=number, resumeText=text).created
    assert (made["resumeText"], len(made["questions"])) == (text, 3)
    detail = analysed(offline, number)
    assert detail["analyzeStatus"] == "COMPLETED"
    (analysis,) = detail["analyses"]
    assert analysis["overallScore"] == sum(analysis[score] for score in SCORES) >= 10
    assert analysis["summary"].strip()


def test_a_later_text_never_changes_the_resume(http: httpx.Client) -> None:
    Candidate(http, resumeId=7)
    kept = opened(http.get("/resumes/7/detail"))["resumeText"]
    later = Candidate(http, resumeId=7, resumeText="Robin Vale, ten years on", forceCreate=True)
    assert later.created["resumeText"] == "Robin Vale, ten years on"
    assert later.session()["resumeText"] == "Robin Vale, ten years on"
    assert opened(http.get("/resumes/7/detail"))["resumeText"] == kept
    identity = upload(http, "robin.txt", RESUME_TEXT.encode() + b"\nMore\n")["resume"]["id"]
    kept = opened(http.get(f"/resumes/{identity}/detail"))["resumeText"]
    assert Candidate(http, resumeId=identity, resumeText="Other").created["resumeText"] == "Other"
    assert opened(http.get(f"/resumes/{identity}/detail"))["resumeText"] == kept


def test_upload_takes_no_id_in_use(http: httpx.Client) -> None:
    taken = {1, 2, 3, 5, 6, 2**53 - 1}
    for identity in taken:
        Candidate(http, resumeId=identity)
    found = set()
    for number in range(6):
        identity = upload(http, "cv.txt", RESUME_TEXT.encode() + b"\nNumber %d" % number)["resume"]["id"]
        assert 1 <= identity < 2**53 - 1
        found.add(identity)
        # A client may take the very next number before it is drawn.
        Candidate(http, resumeId=identity + 1) if identity + 1 not in taken else None
    assert len(found) == 6
    assert not found & taken
    names = {each["id"]: each["filename"] for each in opened(http.get("/resumes"))}
    assert {names[identity] for identity in found} == {"cv.txt"}
    assert {names[identity] for identity in taken} == {f"resume-{identity}.txt" for identity in taken}


def test_two_creates_at_once_register_one_resume(server: ApiServer) -> None:
    def create(number: int) -> int:
        sent = brief(resumeId=9, resumeText=f"{RESUME_TEXT}\nVersion {number}", forceCreate=True)
        return server.http.post(SESSIONS, json=sent).status_code

    with ThreadPoolExecutor(20) as clients:
        assert set(clients.map(create, range(20))) == {200}
    (listed,) = opened(server.http.get("/resumes"))
    assert (listed["id"], listed["interviewCount"]) == (9, 20)


# --- the end --------------------------------------------------------------------------------------


def test_deleting_takes_everything_along(server: ApiServer) -> None:
    http = server.http
    identity = upload(http, "robin.txt", RESUME_TEXT.encode())["resume"]["id"]
    candidate = Candidate(http, resumeId=identity)
    candidate.answer_all()
    candidate.report()
    kept = Candidate(http, resumeId=700)
    assert opened(http.delete(f"/resumes/{identity}")) is None
    for method, place in (("GET", "/detail"), ("GET", "/export"), ("POST", "/reanalyze"), ("DELETE", "")):
        assert refused(http.request(method, f"/resumes/{identity}{place}")) == (404, 2001, "简历不存在")
    assert refused(http.get(candidate.path)).code == 3001
    assert [each["sessionId"] for each in opened(http.get(SESSIONS))["items"]] == [kept.created["sessionId"]]
    assert [each["id"] for each in opened(http.get("/resumes"))] == [700]
    store = server.services.store
    assert store.rows("analyses", owner="local", resume_id=identity) == []
    assert store.one("newest_analysis_job", owner="local", resume_id=identity) is None
    again = upload(http, "robin.txt", RESUME_TEXT.encode())
    assert again["duplicate"] is False
