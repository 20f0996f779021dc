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
from engine.i18n import t
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
    person.open("/candidates?judge=llm%7Csample-9b%7C1&sort=score")
    # Filter: only those with a session in Chinese.
    page.get_by_text(re.compile(r"^Filters")).first.click()
    spoken = page.get_by_role("combobox", name=person.say("candidates_page.spoken"), exact=True)
    spoken.click()
    page.get_by_role("option", name=person.say("pages.in_language.zh"), exact=True).click()
    person.idle()
    expect(page).to_have_url(re.compile("spoken=zh"))
    # Keep the first one.
    page.locator("[class*='st-key-star_'] button").first.click()
    expect(page.get_by_text(person.say("candidate_page.on_shortlist"), exact=True).first).to_be_visible()
    person.idle()
    # Choose two and see them side by side.
    for place in (0, 1):
        page.get_by_role("checkbox", name=re.compile("^Compare ")).nth(place).locator("xpath=ancestor::label").click()
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
