"""The match in the report and in every form of it."""

from __future__ import annotations

import io
import json
import re

import pypdfium2
import pytest

from engine import report as reports
from engine.api import views
from engine.export import markdown
from engine.i18n import t
from engine.labels import requirement, requirement_told, status
from engine.model import Brief, Language, Question, Report, Session
from support.sessions import session, turn

RESUME = """Robin Vale

Experience
Backend engineer, Northwind Parcel, 2021 - present
- Cut the tracking page from 900 ms to 120 ms with PostgreSQL

Skills
Docker, <b>Scala</b>
"""
JOB = "Requirements\n- PostgreSQL, Docker\n- Terraform, GraphQL, 伤口护理\n- 30 years of experience\n- PhD\n"


def held(language: Language = "en", job: str = JOB) -> Session:
    turns = [turn(0, score=50), turn(1, score=50, question="How would you learn it?"), turn(2, text=None)]
    skills = ("", "伤口护理" if language == "zh" else "wound care", "GraphQL")
    asked = [
        each.model_copy(update={"question": each.question.model_copy(update={"skill": skill})})
        for each, skill in zip(turns, skills, strict=True)
    ]
    brief = Brief(question_count=3, job_description=job)
    return session(asked, resume_text=RESUME, brief=brief, language=language)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_it_says_which_gaps_were_asked_about() -> None:
    match = reports.build(held()).match
    assert match is not None
    told = {each.name: (each.status, each.asked_in) for each in match.requirements}
    assert told == {
        "PostgreSQL": ("has", ()),
        "Docker": ("partly", ()),
        "Terraform": ("missing", ()),
        "GraphQL": ("missing", ()),  # planned, but never reached
        "伤口护理": ("missing", (1,)),
        "30": ("missing", ()),
        "doctor": ("missing", ()),
    }


@pytest.mark.parametrize("job", ["", " \n"])
def test_without_a_job_there_is_none(job: str) -> None:
    built = reports.build(held(job=job))
    assert built.match is None
    assert "jobMatch" not in json.loads(views.exported(built))
    assert t("job.title", "en") not in "".join(markdown(built, "en"))


def everything(built: Report, language: Language) -> list[str]:
    assert built.match is not None
    parts = [t("job.title", language)]
    for each in built.match.requirements:
        parts += [requirement(each, language), status(each.status, language), each.proof]
        parts.append(requirement_told(each, language, held=True))
    return [part for part in parts if part]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pdf_prints_all_of_it(language: Language) -> None:
    built = reports.build(held(language))
    document = pypdfium2.PdfDocument(io.BytesIO(reports.pdf(built, language)))
    printed = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    for part in everything(built, language):
        assert squeezed(part) in printed


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_markdown_tells_all_of_it_and_nothing_in_it_is_markup(language: Language) -> None:
    built = reports.build(held(language))
    text = "".join(markdown(built, language))
    shown = re.sub(r"\\([^\w\s])", r"\1", text)
    for part in everything(built, language):
        assert part in shown
    assert "<b>" not in text.replace(r"\<b\>", "")


def test_the_json_file_holds_it() -> None:
    built = reports.build(held())
    found = json.loads(views.exported(built))
    plain = json.loads(views.report(built).model_dump_json(by_alias=True))
    told = found.pop("jobMatch")
    assert found == plain
    first = next(each for each in told if each["name"] == "PostgreSQL")
    assert first == {
        "name": "PostgreSQL",
        "alternatives": [],
        "importance": "must",
        "status": "has",
        "note": "",
        "proof": "Cut the tracking page from 900 ms to 120 ms with PostgreSQL",
        "askedIn": [],
    }
    assert [each["askedIn"] for each in told if each["name"] == "伤口护理"] == [[1]]


def test_a_question_of_another_interviewer_counts_by_its_skill() -> None:
    asked = turn(0, score=50).model_copy(update={"question": Question(text="Why K8s?", skill="k8s")})
    brief = Brief(question_count=3, job_description="Requirements: Kubernetes")
    match = reports.build(session([asked], resume_text=RESUME, brief=brief)).match
    assert match is not None
    assert match.requirements[0].asked_in == (0,)
