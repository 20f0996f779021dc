"""A person at the browser."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, expect

from engine.i18n import t
from engine.model import Language
from scripts.harness import Server


class Person:
    """Does with a page what a person does, finding things by the words on them."""

    def __init__(self, page: Page, server: Server, language: Language = "en") -> None:
        self.page = page
        self.server = server
        self.language: Language = language

    def say(self, key: str, **fields: object) -> str:
        return t(key, self.language, **fields)

    def press(self, key: str, **fields: object) -> None:
        self.page.get_by_role("button", name=self.say(key, **fields), exact=True).first.click()

    def sees(self, key: str, **fields: object) -> None:
        expect(self.page.get_by_text(self.say(key, **fields)).first).to_be_visible()

    def open(self, path: str = "/") -> None:
        self.page.goto(f"{self.server.url}{path}")
        expect(self.page.locator("h1, h2").first).to_be_visible()

    def begin_from_sample(self, *, questions: int | None = None) -> None:
        self.open()
        self.press("resume_page.sample")
        self.begin(questions=questions)

    def begin(self, *, questions: int | None = None) -> None:
        """From the Resume page into an interview; ``questions`` in the quick range of 3 to 5."""
        # Until the analysis has come, things go and come above the button and move it from under the pointer.
        self.sees("resume_page.overall")
        self.idle()
        self.press("resume_page.interview")
        self.page.get_by_text(self.say("interview_page.quick"), exact=True).click()
        count = self.page.get_by_role("combobox", name=self.say("interview_page.count"), exact=True)
        expect(count).to_have_value("4")
        self.idle()
        count.click()
        self.page.get_by_role("option", name=str(questions or 3), exact=True).click()
        self.press("interview_page.start")
        expect(self.box).to_be_visible()

    @property
    def box(self) -> Locator:
        return self.page.locator("textarea#answer")

    @property
    def question(self) -> str:
        return self.page.locator("h2").first.inner_text()

    def answer(self, text: str) -> None:
        """Give an answer with Ctrl+Enter and wait until the page has moved on."""
        before = self.page.locator("h2").first.inner_text()
        box = self.page.locator("textarea#answer")
        box.fill(text)
        box.press("Control+Enter")
        expect(self.page.locator("h2").first).not_to_have_text(before)
        self.idle()

    def idle(self) -> None:
        """Wait until the page has been drawn to its end, and no click is on its way to the server."""
        still, deadline = 0, time.monotonic() + 40
        while still < 3:
            assert time.monotonic() < deadline, "the page is still being drawn"
            self.page.wait_for_timeout(100)
            self.page.locator("[data-testid=stApp]").wait_for()
            drawn = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").count()
            still = still + 1 if drawn else 0

    @property
    def follow_up_badges(self) -> Locator:
        return self.page.get_by_text(self.say("interview_page.follow_up"))

    @property
    def is_asked(self) -> bool:
        """Whether a question is open; at the end the closing words stand in its place."""
        return self.question != self.say("interview_page.closing")

    def skip(self) -> None:
        before = self.page.locator("h2").first.inner_text()
        self.press("interview_page.skip")
        expect(self.page.locator("h2").first).not_to_have_text(before)

    @property
    def session_id(self) -> str:
        found = re.search(r"session=([0-9a-f]{16})", self.page.url)
        assert found, self.page.url
        return found[1]
