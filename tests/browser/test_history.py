"""The main paths of a candidate and of a coach through what was held before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser_support import Person
from engine.model import Language
from scripts.demo import Held, fill
from scripts.harness import Server


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[Language, Held]]]:
    database: Path = tmp_path_factory.mktemp("history") / "rehearsal.duckdb"
    sessions = fill(database, sessions=2)
    with Server(database) as server:
        yield server, sessions


def _at(browser: Browser, server: Server) -> Person:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    return Person(context.new_page(), server)


def test_a_candidate_sees_what_changed_and_practises_what_went_badly(
    browser: Browser, held: tuple[Server, dict[Language, Held]]
) -> None:
    server, _ = held
    person = _at(browser, server)
    person.open("/history?candidate=1")
    person.sees("history_page.trend")
    person.page.get_by_text(person.say("history_page.look.answers"), exact=True).click()
    person.sees("history_page.weakest")
    expect(person.page).to_have_url(f"{server.url}/history?candidate=1&look=answers")
    person.page.reload()
    person.sees("history_page.weakest")
    person.idle()
    person.press("history_page.again_start")
    expect(person.box).to_be_visible()


def test_a_coach_compares_then_writes_a_note_and_a_score_of_their_own(
    browser: Browser, held: tuple[Server, dict[Language, Held]]
) -> None:
    server, sessions = held
    person = _at(browser, server)
    page = person.page
    person.open("/coach")
    for count, name in enumerate(("Maya", "林"), 1):
        row = page.locator("[data-testid=stVerticalBlock]").filter(has_text=name).last
        row.get_by_role("button", name=person.say("coach_page.add"), exact=True).click()
        person.sees("coach_page.to_compare", n=count)
        person.idle()
    page.get_by_role("button", name=person.say("coach_page.compare_them")).first.click()
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_count(3)
    expect(page).to_have_url(f"{server.url}/coach?groups=person%3A1&groups=person%3A2&view=compare")

    person.open(f"/report?session={sessions['en'].finished.id}")
    person.press("coach_page.note")
    page.get_by_role("dialog").get_by_role("textbox").fill("Ask for the number.")
    page.get_by_role("dialog").get_by_role("button", name=person.say("coach_page.save")).click()
    expect(page.get_by_text("Ask for the number.")).to_be_visible()
    person.idle()
    person.press("coach_page.own_score")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("spinbutton").fill("81")
    dialog.get_by_role("textbox").fill("The example holds.")
    dialog.get_by_role("button", name=person.say("coach_page.save")).click()
    person.sees("coach_page.coach_score", score=81)
    expect(page.get_by_text("The example holds.")).to_be_visible()
