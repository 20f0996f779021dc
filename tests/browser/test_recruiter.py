"""A recruiter's way: find, keep, compare, take home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from bench import bulk, pool
from bench.population import population
from browser_support import Person
from engine.errors import PersonNotFound
from engine.i18n import explain, t
from scripts.harness import Server


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = Path(tmp_path_factory.mktemp("recruiter")) / "people.duckdb"
    themes = pool.themes(judged=False)
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    bulk.fill(database, themes, population(themes, people=30, sessions=200, days=300, seed=3, now=now))
    with Server(database) as server:
        yield server


def test_a_recruiter_finds_keeps_compares_and_takes_home(page: Page, filled: Server, tmp_path: Path) -> None:
    person = Person(page, filled)
    # A view that somebody shared: sessions in Chinese, by one model's scores.
    person.open("/candidates?judge=llm%7Csample-9b%7C1&sort=score&spoken=zh")
    person.idle()
    expect(page.locator("[class*='st-key-star_'] button").first).to_be_visible()
    # Keep the first one.
    page.locator("[class*='st-key-star_'] button").first.click()
    expect(page.get_by_text(person.say("candidate_page.on_shortlist"), exact=True).first).to_be_visible()
    person.idle()
    # Choose two and see them side by side.
    for place in (0, 1):
        page.locator("[class*='st-key-choose_'] label").nth(place).click()
        person.idle()
    with page.expect_download() as listing:
        person.press("candidates_page.parquet")
    table = tmp_path / "people.parquet"
    listing.value.save_as(table)
    with duckdb.connect() as database:
        kept = database.execute("select count(*), min(len(languages)) from read_parquet(?)", [str(table)]).fetchall()
    assert kept[0][0] > 2
    person.press("candidates_page.side_by_side")
    person.sees("comparison.order")
    expect(page).to_have_url(re.compile(r"people=\d+(%2C|,)\d+"))
    expect(page).to_have_url(re.compile(r"order=\w+"))
    with page.expect_download() as download:
        person.press("compare_page.download")
    data = Path(download.value.path()).read_bytes()
    pages = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(data)]
    assert t("report.provenance", "en") in pages[-1]
    assert "sample-9b" in pages[0]


def test_a_shared_comparison_opens_in_the_same_order(browser: Browser, filled: Server) -> None:
    seen = []
    for _ in range(2):
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(20_000)
        page = context.new_page()
        person = Person(page, filled)
        person.open("/compare?people=4,2,8&order=abc")
        person.sees("comparison.order")
        person.idle()
        names = page.get_by_role("link").filter(has=page.locator("strong"))
        expect(names).to_have_count(3)
        seen.append(names.all_inner_texts())
        context.close()
    assert seen[0] == seen[1]


def test_a_record_is_tagged_renamed_joined_and_deleted(page: Page, filled: Server) -> None:
    person = Person(page, filled)
    dialog = page.get_by_role("dialog")

    def choose(act: str) -> None:
        person.idle()
        page.locator("[class*='st-key-menu_'] button").first.click()
        page.get_by_role("menuitem", name=person.say(f"candidates_page.{act}"), exact=True).click()
        expect(dialog).to_be_visible()

    person.open("/candidate?candidate=11")
    sessions = _sessions(page)
    choose("tags")
    box = dialog.get_by_role("combobox")
    box.fill("second round")
    box.press("Enter")
    box.press("Tab")
    dialog.get_by_role("button", name=person.say("candidates_page.save")).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("second round")).to_be_visible()

    choose("rename")
    dialog.get_by_role("textbox").fill("Ines <b>Quill</b> =1+1")
    dialog.get_by_role("button", name=person.say("candidates_page.save")).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines <b>Quill</b> =1+1")

    # Somebody else turns out to be the same person: their sessions come over, and the record goes.
    person.open("/candidate?candidate=12")
    joined = sessions + _sessions(page)
    choose("merge")
    dialog.get_by_role("textbox").fill("ines")
    dialog.get_by_role("textbox").press("Tab")
    expect(dialog.get_by_role("combobox", name=person.say("candidates_page.merge_into"))).to_have_value(
        re.compile("Ines <b>Quill</b>")
    )
    person.idle()
    dialog.get_by_role("button", name=person.say("candidates_page.merge_yes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.say("candidates_page.title"))
    person.open("/candidate?candidate=12")
    expect(page.get_by_text(explain(PersonNotFound(), "en"))).to_be_visible()
    person.open("/candidate?candidate=11")
    assert _sessions(page) == joined

    choose("delete")
    dialog.get_by_role("button", name=person.say("candidates_page.delete_yes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.say("candidates_page.title"))
    person.open("/candidate?candidate=11")
    expect(page.get_by_text(explain(PersonNotFound(), "en"))).to_be_visible()


def _sessions(page: Page) -> int:
    """How many sessions the person on the page held, as its heading says."""
    heading = page.get_by_role("heading", level=2).filter(has_text=re.compile(r"^\d+ sessions?$"))
    return int(heading.inner_text().split()[0])
