"""Bodies that are malformed, too large or cut off: refused, never a fault of the server's."""

from __future__ import annotations

import json
import socket

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api.strict import Malformed, parse
from support.client import SESSIONS, Candidate, brief, opened, refused
from support.server import ApiServer

JSON = {"Content-Type": "application/json"}
BODY = (400, 400, "请求参数错误: body")
TEXT = (400, 400, "请求参数错误: resumeText")
COUNT = (400, 400, "请求参数错误: questionCount")


def body(resume_text: bytes = b'"Robin"', count: bytes = b"3", identity: bytes = b"1", more: bytes = b"") -> bytes:
    return b'{"resumeText":%b,"questionCount":%b,"resumeId":%b%b}' % (resume_text, count, identity, more)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", BODY),
        (b" ", BODY),
        (b"null", BODY),
        (b"[]", BODY),
        (b'"Robin"', BODY),
        (b"3", BODY),
        (b"Robin", BODY),
        (b'{"resumeText":', BODY),
        (body()[:-1], BODY),
        (body() + b"}", BODY),
        (body().replace(b'"', b"'"), BODY),
        (b"\xef\xbb\xbf" + body(), BODY),
        (body().decode().encode("utf-16"), BODY),
        (body(b'"\xff"'), BODY),
        (body(b'"\xed\xa0\x80"'), BODY),
        (body(b'"a\x00b"'), BODY),
        (body(count=b"1" * 5000), BODY),
        (body(count=b"NaN"), BODY),
        (body(identity=b"-Infinity"), BODY),
        (body(more=b',"x":' + b"[" * 100_000 + b"]" * 100_000), BODY),
        (body(more=b',"x":' + b'{"x":' * 100_000 + b"1" + b"}" * 100_000), BODY),
        (body(more=b',"x":' + b"[" * 100_000), BODY),
        (body(rb'"a\u0000b"'), TEXT),
        (body(rb'"a\ud800b"'), TEXT),
        (body(rb'"a\udfff"'), TEXT),
        (body(count=b"1e999"), COUNT),
        (body(count=b"-1e999"), COUNT),
        (body(count=b"3.5"), COUNT),
        (body(more=rb',"other":["\ud800"]'), (400, 400, "请求参数错误: other")),
        (body(more=rb',"other":{"a":{"\u0000":1}}'), (400, 400, "请求参数错误: other")),
        (body(more=rb',"other":[[1e999]]'), (400, 400, "请求参数错误: other")),
        (body(more=rb',"a\ud800":1'), BODY),
    ],
    ids=lambda each: repr(each[:60]) if isinstance(each, bytes) else "",
)
def test_a_malformed_body(shared: httpx.Client, content: bytes, told: tuple[int, int, str]) -> None:
    assert refused(shared.post(SESSIONS, content=content, headers=JSON)) == told


@pytest.mark.parametrize("depth", [150, 300, 330, 400, 450, 500, 700, 900, 950, 990, 1500])
@pytest.mark.parametrize(("left", "right"), [(b"[", b"]"), (b'{"x":', b"}")])
def test_nesting_is_read_or_refused(shared: httpx.Client, depth: int, left: bytes, right: bytes) -> None:
    content = body(more=b',"x":' + left * depth + b"1" + right * depth)
    answer = shared.post(SESSIONS, content=content, headers=JSON)
    assert answer.status_code == 200 if depth < 300 else answer.status_code in (200, 400), answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/xml"},
        {"Content-Type": "multipart/form-data; boundary=b"},
        {"Content-Type": "nonsense"},
    ],
)
def test_a_body_that_does_not_say_it_is_json(shared: httpx.Client, headers: dict[str, str]) -> None:
    assert refused(shared.post(SESSIONS, content=body(), headers=headers)) == BODY


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.app+json", "APPLICATION/JSON"])
def test_json_under_its_other_names(shared: httpx.Client, kind: str) -> None:
    session = opened(shared.post(SESSIONS, content=body(), headers={"Content-Type": kind}))
    assert len(session["sessionId"]) == 16
    assert session["questions"]


def test_twenty_megabytes_of_json(shared: httpx.Client) -> None:
    huge = body(b'"' + b"x" * 20_000_000 + b'"')
    assert refused(shared.post(SESSIONS, content=huge, headers=JSON)) == BODY
    # The same without a length announced.
    pieces = (huge[start : start + 2**20] for start in range(0, len(huge), 2**20))
    assert refused(shared.post(SESSIONS, content=pieces, headers=JSON)) == BODY
    path = f"{SESSIONS}/0123456789abcdef/answers"
    huge = json.dumps({"questionIndex": 0, "answer": "x" * 20_000_000}).encode()
    for method in ("POST", "PUT"):
        assert refused(shared.request(method, path, content=huge, headers=JSON)) == BODY


def test_twenty_megabytes_in_pieces_as_a_file(shared: httpx.Client) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    pieces = [head, *[b"x" * 2**20] * 20, b"\r\n--b--\r\n"]
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    told = refused(shared.post("/resumes/upload", content=iter(pieces), headers=headers))
    assert told == (413, 400, "文件大小超过限制")


def test_the_largest_texts_there_may_be(http: httpx.Client) -> None:
    # Each character takes twelve bytes, escaped as a surrogate pair.
    text = "😀" * 999_990 + "Robin Vale"
    made = opened(http.post(SESSIONS, content=json.dumps(brief(resumeText=text)).encode(), headers=JSON))
    assert made["resumeText"] == text
    candidate = Candidate(http)
    answer = "汉" * 100_000
    candidate.draft(0, answer)
    assert candidate.session()["questions"][0]["userAnswer"] == answer
    candidate.answer(0, answer)
    assert candidate.session()["questions"][0]["userAnswer"] == answer


def test_whole_numbers_may_be_written_with_a_point(http: httpx.Client) -> None:
    made = opened(http.post(SESSIONS, content=body(count=b"8.0", identity=b"9007199254740991.0"), headers=JSON))
    assert (made["questionCount"], made["resumeId"]) == (8, 2**53 - 1)
    path = f"{SESSIONS}/{made['sessionId']}/answers"
    answered = opened(http.post(path, content=b'{"questionIndex":0.0,"answer":"x"}', headers=JSON))
    assert answered["currentIndex"] == 1
    assert '"currentIndex":1,' in http.post(path, json={"questionIndex": 0, "answer": "x"}).text


def test_unknown_fields_are_ignored_and_null_is_missing(http: httpx.Client) -> None:
    fields = dict.fromkeys(("forceCreate", "language", "level", "targetRole", "jobDescription", "followUps"))
    made = opened(http.post(SESSIONS, json=brief(**fields, requestId=None, resume_id="snake", other={"a": [1]})))
    assert made["resumeId"] == 1
    path = f"{SESSIONS}/{made['sessionId']}/answers"
    opened(http.post(path, json={"questionIndex": 0, "answer": "x", "sessionId": "other"}))


# --- clients that go away -------------------------------------------------------------------------


def _ask(server: ApiServer, request: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    line.sendall(request.replace(b"\n", b"\r\n"))
    return line


@pytest.mark.parametrize(
    "head",
    [
        b"POST /api/interview/sessions HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\n"
        b'Content-Length: 5000\n\n{"resumeText": "Rob',
        b"POST /api/resumes/upload HTTP/1.1\nHost: 127.0.0.1\nContent-Type: multipart/form-data; boundary=b\n"
        b'Content-Length: 5000\n\n--b\nContent-Disposition: form-data; name="file"; filename="a.txt"\n\nRob',
    ],
    ids=["json", "file"],
)
def test_a_client_that_hangs_up_in_a_body(server: ApiServer, head: bytes, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(50):
        _ask(server, head).close()
    assert opened(server.http.get("/health"))
    assert opened(server.http.get("/resumes")) == []
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


# --- the same without a server --------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_what_is_sound_is_read_as_it_is(value: dict[str, object]) -> None:
    for escaped in (True, False):
        data = json.dumps(value, ensure_ascii=escaped).encode()
        if "\\u0000" in json.dumps(value).replace("\\\\", ""):
            with pytest.raises(Malformed):
                parse(data)
        else:
            assert parse(data) == value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse(data)
    except Malformed as error:
        told = error.field
    else:
        told = json.dumps(value)
    told.encode()
    assert told
