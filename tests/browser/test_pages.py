"""Every page with something on it: fits, is accessible, and shows what people wrote as text only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser_support import Person
from engine.model import Language
from scripts.contact_sheet import PAGES, address, settle
from scripts.demo import Held, fill
from scripts.harness import Server

STREAMLITS_OWN = {
    # rule: the element Streamlit draws, which we cannot change from Python
}
"""What axe finds in what Streamlit itself brings, listed once; anything else fails."""

HOSTILE = (
    '# big\n<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 1"> '
    "![pixel](http://127.0.0.1:9/pixel.png) [link](javascript:window.hacked=1) $x^2$ :material/home: "
    ":red[red] \u202etxt.exe <b>bold</b>"
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[Language, Held]]]:
    database = tmp_path_factory.mktemp("pages") / "rehearsal.duckdb"
    held = fill(database, sessions=3)
    with Server(database) as server:
        yield server, held


def _page(browser: Browser, language: Language, theme: str, width: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        locale="zh-CN" if language == "zh" else "en-GB",
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def _open(page: Page, server: Server, path: str) -> None:
    page.goto(server.url + path)
    expect(page.locator("h1, h2").first).to_be_visible()
    settle(page)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, filled: tuple[Server, dict[Language, Held]], name: str, language: Language
) -> None:
    server, held = filled
    page = _page(browser, language, "light", 390)
    _open(page, server, address(name, held[language]))
    wide = page.evaluate(
        """() => [document.scrollingElement, ...document.querySelectorAll('[data-testid="stMain"]')]
               .map((each) => each.scrollWidth - each.clientWidth)"""
    )
    page.context.close()
    assert wide
    assert max(wide) <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_in_our_content(
    browser: Browser, filled: tuple[Server, dict[Language, Held]], name: str, theme: str
) -> None:
    server, held = filled
    page = _page(browser, "en", theme, 1280)
    _open(page, server, address(name, held["en"]))
    found = Axe().run(page).response["violations"]
    page.context.close()
    serious = [
        (each["id"], node["html"][:200], node.get("failureSummary", "")[:300])
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
        if not any(part in node["html"] for part in STREAMLITS_OWN.get(each["id"], ()))
    ]
    assert serious == []


def test_what_people_write_is_shown_as_text_and_nothing_is_fetched(page: Page, server: Server) -> None:
    far: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else far.append(request.url),
    )
    person = Person(page, server)
    person.open()
    page.get_by_text(person.say("resume_page.way_text"), exact=True).click()
    resume = (
        f"{HOSTILE}\n\nExperience\nEngineer {HOSTILE}, Northwind, 2020 - 2024\n- {HOSTILE}\n\nSkills\nPython, SQL\n"
    )
    page.get_by_role("textbox", name=person.say("resume_page.paste")).fill(resume)
    page.keyboard.press("Tab")
    person.press("resume_page.use_text")
    person.begin(questions=3)
    while person.is_asked:
        person.answer(HOSTILE)
    person.press("interview_page.to_report")
    expect(page.get_by_text("<script>window.hacked").first).to_be_attached()
    settle(page)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src*='pixel'], img[src='x']").count() == 0
    assert [url for url in far if not url.startswith("ws")] == []


def test_pressing_twice_does_nothing_twice(person: Person) -> None:
    page = person.page
    person.open()
    page.get_by_role("button", name=person.say("resume_page.sample")).dblclick()
    person.sees("resume_page.interview")
    person.begin(questions=3)
    first = person.question
    page.locator("textarea#answer").fill("I measured it first, then changed one thing.")
    page.get_by_role("button", name=person.say("answer_box.submit")).dblclick()
    expect(page.locator("h2").first).not_to_have_text(first)
    second = person.question
    settle(page)
    assert person.question == second
    page.get_by_role("button", name=person.say("interview_page.skip"), exact=True).dblclick()
    expect(page.locator("h2").first).not_to_have_text(second)
    settle(page)
    page.goto(person.server.url + "/history")
    person.sees("history_page.title")
    settle(page)
    expect(page.get_by_text(person.say("history_page.unfinished"))).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_server_that_went_away_comes_back_with_the_answers(browser: Browser, server: Server, width: int) -> None:
    page = _page(browser, "en", "light", width)
    person = Person(page, server)
    person.begin_from_sample(questions=3)
    person.answer("I measured it first, then I changed one thing, and the delay fell by half.")
    question = person.question
    server.kill()
    again = Server(server.log.with_name("rehearsal.duckdb"), port=server.port)
    try:
        again.wait_ready()
        page.reload()
        expect(page.locator("h2").first).to_have_text(question)
        person.sees("interview_page.earlier", n=1)
    finally:
        again.stop()
        page.context.close()
