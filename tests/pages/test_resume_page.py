"""The Resume page: bringing, understanding, choosing, deleting, and whatever a file can be instead of a resume."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from fpdf import FPDF

from engine.auth import LOCAL_OWNER
from engine.i18n import t
from pages.parts.plain import plain

Face = Any

HOSTILE = """<script>alert(1)</script>
# Robin ![x](http://example.org/x.png) Vale
robin@example.org

Experience
Engineer <img src=x onerror=alert(1)>, [Northwind](javascript:alert(1)) :red[Parcel] $x^2$, 2021 - present
- Cut the p95 latency from 900 ms to 120 ms with PostgreSQL :material/home: indexes
- Moved nightly jobs to Python and Docker

Skills
Python, PostgreSQL, Docker, Redis
"""


def pdf(password: str = "") -> bytes:
    """A page with a line drawn on it and no text."""
    made = FPDF()
    made.add_page()
    made.line(10, 10, 90, 90)
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    return bytes(made.output())


def upload(face: Face, name: str, data: bytes) -> None:
    face.at.file_uploader[0].set_value((name, data, "application/octet-stream")).run()


def test_an_empty_store_says_what_to_do(face: Face) -> None:
    face.healthy()
    assert [each.value for each in face.at.title] == ["Resume"]
    assert t("resume_page.empty", "en") in face.shown()
    assert t("resume_page.hint", "en") in face.shown()
    assert face.at.button(key="sample").label == "Start from a sample"


def test_the_browsers_language_is_spoken(chinese: Face) -> None:
    chinese.healthy()
    assert [each.value for each in chinese.at.title] == ["简历"]
    chinese.bring_sample()
    chinese.healthy()
    assert chinese.services.library.list(LOCAL_OWNER)[0].filename == "sample_zh.md"


def test_the_language_can_be_switched_and_stays(face: Face) -> None:
    face.at.radio(key="lang").set_value("zh").run()
    assert [each.value for each in face.at.title] == ["简历"]
    face.at.switch_page("history.py").run()
    assert [each.value for each in face.at.title] == ["历史"]


def test_a_sample_in_one_click(face: Face) -> None:
    face.bring_sample()
    face.healthy()
    assert plain("Maya Okafor-Lindqvist") in [each.value for each in face.at.header]
    assert "years of experience" in face.shown()
    assert "Senior Backend Engineer" in face.shown()


def test_the_analysis_arrives(face: Face) -> None:
    face.bring_sample()
    assert t("resume_page.analysing", "en") in face.shown()
    assert not face.at.metric
    face.services.worker.run_pending()
    face.at.run()
    face.healthy()
    assert t("resume_page.analysing", "en") not in face.shown()
    assert face.at.metric[0].value.endswith("/ 100")


def test_the_same_file_again_is_not_stored_twice(face: Face) -> None:
    text = b"Robin Vale\n\nExperience\nEngineer, Northwind, 2021 - present\n- Built the tracking page in Python\n" * 2
    upload(face, "robin.txt", text)
    face.healthy()
    upload(face, "again.txt", text)
    face.healthy()
    assert "before, so here it is again" in face.shown()
    assert len(face.services.library.list(LOCAL_OWNER)) == 1
    face.at.run()
    assert "before, so here it is again" not in face.shown()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("empty.pdf", lambda: b"", "empty_file"),
        ("photo.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "unsupported_type"),
        ("cut.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Cata", "damaged"),
        ("locked.pdf", lambda: pdf("secret"), "encrypted"),
        ("scan.pdf", pdf, "scanned"),
        ("short.txt", lambda: b"Hi", "nearly_no_text"),
    ],
)
def test_a_bad_file_gets_its_own_sentence(face: Face, name: str, data: Callable[[], bytes], key: str) -> None:
    upload(face, name, data())
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t(f"errors.{key}", "en"))]
    assert face.services.library.list(LOCAL_OWNER) == []


def test_a_scanned_file_offers_the_paste_box(face: Face) -> None:
    upload(face, "scan.pdf", pdf())
    face.press("paste_instead")
    face.healthy()
    assert not face.at.error
    face.at.text_area[0].set_value(HOSTILE).run()
    face.press("use_text")
    face.healthy()
    assert len(face.services.library.list(LOCAL_OWNER)) == 1


def test_pasting_nothing_says_so(face: Face) -> None:
    face.at.radio(key="bring_way_0").set_value("text").run()
    face.press("use_text").press("use_text")
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t("errors.blank_resume", "en"))]


def test_what_a_resume_contains_is_shown_as_text(face: Face) -> None:
    upload(face, "<b>robin</b>.txt", HOSTILE.encode())
    face.services.worker.run_pending()
    face.at.run()
    face.healthy()
    made = [each.value for kind in (face.at.header, face.at.markdown, face.at.caption) for each in kind]
    # An unescaped character that begins something, outside what the pages write themselves.
    for hostile in (r"(?<!\\)<", r"(?<!\\)!(?!\[)", r"(?<!\\)\]\(", r"(?<!\\):red\[", r"(?<!\\)\$", ":material/home"):
        assert not [text for text in made if re.search(hostile, text)], hostile
    assert HOSTILE.splitlines()[0] in "\n".join(each.value for each in face.at.text)


def test_several_resumes_can_be_chosen_and_the_url_keeps_it(face: Face) -> None:
    face.bring_sample()
    face.at.radio(key="bring_way_1").set_value("text").run()
    face.at.text_area(key="bring_text_1").set_value(HOSTILE).run()
    face.press("use_text")
    face.healthy()
    newest, first = face.services.library.list(LOCAL_OWNER)
    assert face.at.query_params["resume"] == str(newest.id)
    face.at.selectbox[0].set_value(str(first.id)).run()
    assert plain("Maya Okafor-Lindqvist") in [each.value for each in face.at.header]
    assert face.at.query_params["resume"] == str(first.id)


def test_of_very_many_resumes_the_newest_are_offered_and_the_one_asked_for(face: Face) -> None:
    library = face.services.library
    for number in range(2001, 2103):
        library.register(LOCAL_OWNER, number, f"Robin Vale\n\nExperience\nBaker no {number}, Aurora, 2019 - 2024\n")
    for page in ("resume", "interview"):
        face.go(page)
        face.healthy()
        offered = face.at.selectbox[0].options
        assert len(offered) == 100
        assert offered[0].startswith("Robin Vale · resume-2102.txt")
        assert "The newest 100 resumes" in face.shown()
        face.go(page, resume="2001")
        face.healthy()
        assert len(face.at.selectbox[0].options) == 101
        assert str(face.at.selectbox[0].value) == "2001"
    for wrong in ("999999", "x", "9" * 40):
        face.go("resume", resume=wrong)
        face.healthy()
        assert face.at.selectbox[0].value == "2102"


def test_resumes_that_are_called_the_same_are_told_apart(face: Face) -> None:
    for number in (1, 2, 3):
        text = f"Robin Vale\n\nExperience\nBaker no {number}, Aurora, 2019 - 2024\n- Baked {number} loaves a day\n"
        face.services.library.add(LOCAL_OWNER, "resume.txt", text.encode())
    face.go("resume")
    offered = face.at.selectbox[0].options
    assert len(set(offered)) == 3
    for place in (2, 0, 1):
        face.at.selectbox[0].select_index(place).run()
        face.healthy()
        assert f"Baker no {3 - place}" in face.shown()


def test_deleting_names_what_goes_and_asks_once(face: Face) -> None:
    face.bring_sample()
    face.hold()
    face.go("resume").press("delete")
    assert plain("sample_en.md") in face.shown()
    assert "the 1 session held on it" in face.shown()
    face.press("delete_resume_no")
    assert len(face.services.library.list(LOCAL_OWNER)) == 1
    face.press("delete").press("delete_resume_yes")
    face.healthy()
    assert face.services.library.list(LOCAL_OWNER) == []
    assert face.services.interviews.history(LOCAL_OWNER) == []


def test_a_resume_that_is_gone_already_counts_as_deleted(face: Face) -> None:
    face.bring_sample()
    face.press("delete")
    face.services.library.delete(LOCAL_OWNER, face.services.library.list(LOCAL_OWNER)[0].id)
    face.press("delete_resume_yes")
    face.healthy()
    assert not face.at.error


def test_the_way_to_the_interview(face: Face) -> None:
    face.bring_sample().press("to_interview")
    face.healthy()
    assert [each.value for each in face.at.title] == ["Interview"]


def test_a_file_beyond_the_limit_gets_its_sentence(face: Face) -> None:
    upload(face, "big.pdf", b"%PDF-1.7\n" + bytes(10 * 2**20))
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t("errors.too_large", "en", limit_mib=10))]


def test_a_very_long_line_is_taken_and_drawn(face: Face) -> None:
    upload(face, "long.txt", b"Robin Vale led the move to Python and PostgreSQL. " * 3_000)
    face.healthy()
    face.services.worker.run_pending()
    face.at.run()
    face.healthy()
    assert len(face.services.library.list(LOCAL_OWNER)) == 1
    # Nothing but the text itself is long: what was taken out of it fits a page.
    assert max(len(each.value) for each in (*face.at.header, *face.at.markdown, *face.at.caption)) < 2_000


def test_the_problem_of_a_file_goes_with_it(face: Face) -> None:
    upload(face, "empty.pdf", b"")
    assert face.at.error
    face.at.radio(key="bring_way_0").set_value("text").run()
    face.healthy()
    assert not face.at.error


def test_a_megabyte_in_one_line_is_refused_in_a_sentence(face: Face) -> None:
    upload(face, "long.txt", b"Robin Vale led the move to Python and PostgreSQL. " * 21_000)
    face.healthy()
    assert len(face.at.error) == 1
