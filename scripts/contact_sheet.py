"""Screenshots of every page, 1280 and 390 px wide, light and dark, English and Chinese.

``python -m scripts.contact_sheet`` fills a database of its own with invented people, starts the server on it, and
ends it when done. All screenshots go to ``build/sheet``, those the README shows to ``docs``.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from engine.model import Language
from scripts.demo import Held, fill
from scripts.harness import ROOT, Server, chromium

PAGES = (
    "resume", "brief", "interview", "report", "history", "coach", "overlay", "candidates", "candidate", "compare",
    "settings",
)  # fmt: skip
WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
FEATURED = ("report_1280_light_en", "interview_1280_dark_en", "history_390_light_zh")
_THUMB = {1280: 480, 390: 190}
_GAP = 16


def main(folder: Path, shown: Path) -> None:
    """Write every screenshot to ``folder``, the sheets and the featured ones to ``shown``."""
    for each in (folder, shown):
        each.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "sheet.duckdb"
        held = fill(database)
        with Server(database) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium())
            for language, theme, (width, height) in itertools.product(("en", "zh"), THEMES, WIDTHS.items()):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,  # type: ignore[arg-type]
                    locale="zh-CN" if language == "zh" else "en-GB",
                )
                page = context.new_page()
                for name in PAGES:
                    page.goto(server.url + address(name, held[language]))
                    page.locator("h1, h2").first.wait_for()
                    settle(page)
                    page.screenshot(path=folder / f"{name}_{width}_{theme}_{language}.png")
                context.close()
            browser.close()
    for language in ("en", "zh"):
        _sheet(folder, language).quantize(256).save(shown / f"sheet_{language}.png", optimize=True)
    for name in FEATURED:
        with Image.open(folder / f"{name}.png") as picture:
            picture.convert("RGB").quantize(256).save(shown / f"{name}.png", optimize=True)


def address(name: str, held: Held) -> str:
    """The path of a page with something on it; the database holds two people."""
    return {
        "resume": f"/?resume={held.finished.resume_id}",
        "brief": f"/interview?resume={held.finished.resume_id}",
        "interview": f"/interview?session={held.unfinished.id}",
        "report": f"/report?session={held.finished.id}",
        "history": f"/history?candidate={held.finished.candidate_id}",
        "coach": "/coach",
        "overlay": "/coach?view=compare&groups=person:1&groups=person:2",
        "candidates": "/candidates",
        "candidate": f"/candidate?candidate={held.finished.candidate_id}",
        "compare": "/compare?people=1,2&order=a",
        "settings": "/settings",
    }[name]


def settle(page: Page) -> None:
    """Wait until the page has stopped changing."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(1200)


def _sheet(folder: Path, language: Language) -> Image.Image:
    """All pages of one language on one picture: a row for each width and theme."""
    rows = [
        [folder / f"{name}_{width}_{theme}_{language}.png" for name in PAGES] for width in WIDTHS for theme in THEMES
    ]
    pictures = [[_small(file) for file in row] for row in rows]
    width = max(sum(each.width + _GAP for each in row) for row in pictures) + _GAP
    height = sum(row[0].height + _GAP for row in pictures) + _GAP
    sheet = Image.new("RGB", (width, height), "#8a8880")
    top = _GAP
    for row in pictures:
        left = _GAP
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + _GAP
        top += row[0].height + _GAP
    return sheet


def _small(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        wanted = _THUMB[picture.width]
        return picture.convert("RGB").resize(
            (wanted, round(picture.height * wanted / picture.width)), Image.Resampling.LANCZOS
        )


if __name__ == "__main__":
    main(ROOT / "build" / "sheet", ROOT / "docs")
