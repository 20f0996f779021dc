"""One person's way through the program, with everything that can come between."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, expect

from browser_support import Person
from scripts.harness import Server

FIXTURES = Path(__file__).parents[1] / "fixtures" / "resumes"
ANSWER = (
    "At that time the tracking page was slow, so I measured the queries first, found that each page ran eleven "
    "of them, and added an index. It went from 900 ms to 120 ms, which support noticed within a week."
)


def _pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_from_a_pdf_resume_to_a_report_over_refresh_and_kill(
    person: Person, server: Server, browser: Browser, tmp_path: Path
) -> None:
    page = person.page
    person.open()
    page.locator("input[type=file]").set_input_files(FIXTURES / "software_en.pdf")
    person.begin(questions=5)
    session_id = person.session_id

    follow_ups = 0
    person.answer(ANSWER)
    follow_ups += person.follow_up_badges.count()
    question = person.question

    # A half-typed draft is there again after a refresh.
    box = page.locator("textarea#answer")
    box.press_sequentially("I would first look at", delay=20)
    person.sees("answer_box.saved")
    page.reload()
    expect(box).to_have_value("I would first look at")
    assert person.question == question

    # And after the server was killed, and in another browser.
    server.kill()
    restarted = Server(tmp_path / "rehearsal.duckdb", port=server.port)
    restarted.wait_ready()
    try:
        page.reload()
        expect(box).to_have_value("I would first look at")
        other = browser.new_context(locale="en-GB")
        second = other.new_page()
        second.goto(page.url)
        expect(second.locator("textarea#answer")).to_have_value("I would first look at")
        other.close()

        while person.is_asked:
            person.answer(f"{ANSWER} I decided on it with the team of four.")
            follow_ups += person.follow_up_badges.count()
        assert follow_ups >= 1

        person.press("interview_page.to_report")
        expect(page.get_by_text(ANSWER[:40]).first).to_be_visible()
        assert session_id in page.url
        with page.expect_download() as download:
            person.press("report_page.download_pdf")
        text = _pdf_text(Path(download.value.path()).read_bytes())
        assert "tracking page was slow" in text.replace("\r\n", " ")
        assert question[:30] in text.replace("\r\n", " ")

        page.get_by_role("link", name=person.say("pages.history")).click()
        person.sees("history_page.title")
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        page.reload()
        person.sees("history_page.title")
    finally:
        restarted.stop()
