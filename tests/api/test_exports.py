"""Reports as files."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

import httpx
import pandas
import pypdfium2
import pytest

from engine.export import COLUMNS
from support.client import Candidate, opened
from support.server import ApiServer

TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def saved_as(answer: httpx.Response) -> str:
    """The name a browser saves the file under, by the grammars of RFC 6266 and RFC 5987."""
    told = re.fullmatch(
        r"""attachment; filename="([ !#-\[\]-~]+)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})+)""",
        answer.headers["content-disposition"],
    )
    assert told, answer.headers["content-disposition"]
    name = unquote(told[2], errors="strict")
    assert told[1].rpartition(".")[2] == name.rpartition(".")[2]
    return name


def pdf_text(data: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(data))


@pytest.fixture
def candidate(http: httpx.Client) -> Candidate:
    done = Candidate(http, targetRole='后端 "Engineer"/é')
    done.answer_all('=HYPERLINK("http://evil.example";"x")', "+1, said\n**so** # <b>", "-2")
    return done


@pytest.mark.parametrize("form", TYPES)
def test_each_form_is_a_file_with_a_name(candidate: Candidate, form: str) -> None:
    answer = candidate.export(form)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[form]
    day = candidate.created["createdAt"][:10]
    assert saved_as(answer) == f"rehearsal-后端-engineer-é-{day}.{form}"
    assert answer.headers["x-request-id"]


def test_pdf_is_what_comes_unasked(candidate: Candidate) -> None:
    answer = candidate.http.get(f"{candidate.path}/export")
    assert answer.headers["content-type"] == "application/pdf"
    text = pdf_text(answer.content)
    for part in ('=HYPERLINK("http://evil.example";"x")', "Question 2", "**so** # <b>", "Overall 0."):
        assert "".join(part.split()) in text


def test_json_is_the_report(candidate: Candidate) -> None:
    assert candidate.export("json").json() == candidate.report()


def test_csv_comes_back_cell_by_cell_and_no_cell_is_a_formula(candidate: Candidate) -> None:
    content = candidate.export("csv").content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["answer"] for row in rows] == [
        '\'=HYPERLINK("http://evil.example";"x")',
        "'+1, said\n**so** # <b>",
        "'-2",
    ]
    assert [row["question"] for row in rows] == ["Question 1", "Question 2", "Question 3"]
    frame = pandas.read_csv(io.BytesIO(content), dtype={"session_id": str})
    assert tuple(frame.columns) == COLUMNS
    assert frame["score"].tolist() == [0, 0, 0]
    assert frame["question_index"].tolist() == [0, 1, 2]
    assert set(frame["session_id"]) == {candidate.created["sessionId"]}
    assert set(frame["created_at"]) == {candidate.created["createdAt"]}


def test_markdown_shows_what_was_written_as_it_was_written(candidate: Candidate) -> None:
    text = candidate.export("md").text
    assert text.startswith('# 后端 "Engineer"/é\n\n')
    assert r"> \*\*so\*\* \# \<b\>" in text
    assert "\n### 2\\. Question 2\n" in text


def test_a_skip_and_an_open_question_are_told_apart(http: httpx.Client) -> None:
    candidate = Candidate(http)
    candidate.answer(0, "")
    candidate.complete()
    rows = list(csv.DictReader(io.StringIO(candidate.export("csv").content.decode("utf-8-sig"), newline="")))
    assert [bool(row["answered_at"]) for row in rows] == [True, False, False]
    assert [row["score"] for row in rows] == ["0", "", ""]
    assert candidate.export("md").text.count("Skipped.") == 1
    assert "Skipped." in pdf_text(candidate.export("pdf").content)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("简历 é.txt", "简历 é"),
        ('a"b;c.txt', 'a"b;c'),
        ("100%25.txt", "100%25"),
        ("a\\b.txt", "b"),
        (".txt", "txt"),
        ("cv", "cv"),
    ],
)
def test_the_analysis_of_a_resume_of_any_name(server: ApiServer, name: str, plain: str) -> None:
    text = b"Robin Vale\nExperience\nBackend engineer, Northwind Parcel, 2021 - present\n"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').encode()
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n%b\r\n--b--\r\n' % (quoted, text)
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    found = opened(server.http.post("/resumes/upload", content=body, headers=headers))
    answer = server.http.get(f"/resumes/{found['resume']['id']}/export")
    assert answer.headers["content-type"] == "application/pdf"
    assert saved_as(answer) == f"{plain}-analysis.pdf"
    assert "Fine." in pdf_text(answer.content)
