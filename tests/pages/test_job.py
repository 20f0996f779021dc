"""The job on the pages: pasted, compared, kept, taken into the interview, and told in the report."""

from __future__ import annotations

import re
from typing import Any

from engine.auth import LOCAL_OWNER
from engine.i18n import t
from engine.model import Brief
from pages.parts.job import LONGEST
from pages.parts.plain import plain

Face = Any

JOB = """Backend engineer
Requirements
- Django, MongoDB, <b>GraphQL</b> ![x](http://example.org/x.png) :red[x] $x$
- TypeScript
"""


def paste(face: Face, text: str) -> Face:
    face.at.text_area(key="job_text_1").set_value(text).run()
    return face.press("job_save")


def kept(face: Face) -> str:
    return str(face.services.library.target_job(LOCAL_OWNER, 1))


def test_a_job_is_compared_and_stays(face: Face) -> None:
    face.bring_sample()
    assert t("job.intro", "en") in face.shown()
    paste(face, JOB)
    face.healthy()
    again = type(face)()
    for each in (face, again):
        shown = each.shown()
        assert t("job.intro", "en") not in shown
        assert f"**{plain('MongoDB')}**" in shown
        assert t("job.why.absent", "en") in shown.replace("\\", "")
        assert "Django monolith" in shown
        assert t("job.why.listed", "en") in shown.replace("\\", "")
    assert kept(face).startswith("Backend engineer")
    assert again.at.text_area(key="job_text_1").value == kept(face)


def test_what_is_missing_comes_first(face: Face) -> None:
    paste(face.bring_sample(), JOB)
    made = [each.value for each in face.at.markdown]
    assert made.index("**MongoDB**") < made.index("**TypeScript**") < made.index("**Django**")


def test_the_job_can_be_changed_and_removed(face: Face) -> None:
    paste(face.bring_sample(), JOB)
    paste(face, "Requirements: Terraform")
    face.healthy()
    assert kept(face) == "Requirements: Terraform"
    face.press("job_clear")
    face.healthy()
    assert kept(face) == ""
    assert face.at.text_area(key="job_text_1").value == ""
    assert t("job.intro", "en") in face.shown()


def test_nothing_pasted_and_nothing_recognised_are_told(face: Face) -> None:
    face.bring_sample().press("job_save")
    face.healthy()
    assert t("job.blank", "en") in face.shown()
    paste(face, "We are a friendly team.")
    face.healthy()
    assert t("job.nothing", "en") in face.shown()
    assert t("job.blank", "en") not in face.shown()


def test_many_gaps_fold(face: Face) -> None:
    paste(face.bring_sample(), "Requirements: Scala, Haskell, Erlang, COBOL, Fortran, Perl, Lua, Ruby")
    face.healthy()
    assert t("job.more", "en", n=3) in [each.label for each in face.at.expander]


def test_what_a_job_contains_is_shown_as_text(face: Face) -> None:
    paste(face.bring_sample(), JOB)
    made = [each.value for kind in (face.at.header, face.at.markdown, face.at.caption) for each in kind]
    for hostile in (r"(?<!\\)<", r"(?<!\\)!(?!\[)", r"(?<!\\)\]\(", r"(?<!\\):red\[", r"(?<!\\)\$"):
        assert not [text for text in made if re.search(hostile, text)], hostile


def test_the_box_takes_so_much_and_shows_no_more_than_it_takes(face: Face) -> None:
    face.bring_sample()
    assert face.at.text_area(key="job_text_1").max_chars == LONGEST
    face.services.library.set_target_job(LOCAL_OWNER, 1, "Python\n" * 14_000)
    for page in ("resume", "interview"):
        face.go(page)
        face.healthy()


def start(face: Face) -> Brief:
    face.at.radio(key="brief_length").set_value("quick").run()
    face.press("start")
    face.healthy()
    brief: Brief = face.services.interviews.get(LOCAL_OWNER, str(face.at.query_params["session"])).brief
    return brief


def test_the_brief_begins_with_the_job_that_is_kept(face: Face) -> None:
    paste(face.bring_sample(), JOB)
    face.go("interview", resume="1")
    face.healthy()
    assert t("interview_page.job_kept", "en") in [each.label for each in face.at.expander]
    assert face.at.text_area(key="brief_job_1").value == kept(face)
    assert start(face).job_description == kept(face)


def test_a_job_given_with_the_brief_is_kept_for_the_next(face: Face) -> None:
    face.bring_sample().go("interview")
    assert t("interview_page.job_none", "en") in [each.label for each in face.at.expander]
    face.at.text_area(key="brief_job_1").set_value("  Requirements: Terraform ").run()
    assert start(face).job_description == "Requirements: Terraform"
    assert kept(face) == "Requirements: Terraform"


def test_an_emptied_box_is_an_interview_without_the_job_which_stays(face: Face) -> None:
    paste(face.bring_sample(), JOB)
    face.go("interview")
    face.at.text_area(key="brief_job_1").set_value("").run()
    assert start(face).job_description == ""
    assert kept(face)


def test_the_report_tells_of_the_job(face: Face) -> None:
    face.bring_sample()
    interviews = face.services.interviews
    brief = Brief(question_count=10, follow_ups=0, job_description=JOB)
    session = interviews.start(LOCAL_OWNER, 1, brief)
    while session.current is not None:
        session = interviews.answer(LOCAL_OWNER, session.id, session.current.index, "")
    face.services.worker.run_pending()
    face.go("report", session=session.id)
    face.healthy()
    assert t("job.title", "en") in [each.value for each in face.at.header]
    shown = face.shown().replace("\\", "")
    asked = [turn.main + 1 for turn in session.turns if turn.question.skill in ("MongoDB", "GraphQL")]
    assert len(asked) == 2
    for number in asked:
        assert t("job.asked_in", "en", numbers=number) in shown
    assert t("job.not_asked", "en") in shown


def test_a_report_without_a_job_says_nothing_of_one(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("report", session=held.id)
    face.healthy()
    assert t("job.title", "en") not in [each.value for each in face.at.header]


def test_chinese_throughout(chinese: Face) -> None:
    paste(chinese.bring_sample(), "任职要求：\n1. 熟悉Java、Flink\n2. 本科及以上学历，十年以上工作经验")
    chinese.healthy()
    shown = chinese.shown()
    assert t("job.title", "zh") in shown
    assert t("job.gaps", "zh") in shown
    assert "10 年经验" in shown
