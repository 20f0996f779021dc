"""Screenshots of every page and every chart, 1280 and 390 px wide, light and dark, English and Chinese.

``python -m scripts.contact_sheet`` fills two databases with invented people, one of a candidate in each language and
one of forty people for coaches and recruiters, starts a server on each, and ends them when done. All screenshots go to
``build/sheet``, the sheets and those the README shows to ``docs``.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from engine.i18n import LANGUAGES
from engine.model import Language
from scripts import demo_app
from scripts.demo import Held, fill
from scripts.harness import ROOT, Server, chromium

PAGES: Final = (
    "resume", "brief", "interview", "report", "history", "coach", "overlay", "candidates", "candidate", "compare",
    "settings",
)  # fmt: skip
_PEOPLE: Final[dict[Language, tuple[int, ...]]] = {"en": (1, 7, 9), "zh": (4, 8, 12)}
"""Who is compared, of the forty."""

CHARTS: Final = {
    "radar": "/report",
    "trend": "/history",
    "heat_map": "/history",
    "dimensions": "/history?look=dimensions",
    "effort": "/history?look=effort",
    "overlay_trend": "/coach?view=compare",
    "overlay_radar": "/coach?view=compare",
    "distribution": "/coach?view=compare",
    "before_after": "/coach?view=before_after",
}
"""Every chart, and the page it is on."""

WIDTHS: Final = {1280: 900, 390: 844}
THEMES: Final = ("light", "dark")
FEATURED: Final = (
    "report_1280_light_en",
    "interview_1280_dark_en",
    "overlay_1280_light_en",
)
_SCALE: Final = {1280: 0.375, 390: 0.5}
_CHART_SCALE: Final = {1280: 0.6, 390: 0.6}
_WIDEST: Final = 3000  # px of a sheet, about; then a new row begins
_GAP: Final = 16


def main(folder: Path, shown: Path) -> None:
    """Write every screenshot to ``folder``, the sheets and the featured ones to ``shown``."""
    for each in (folder, shown):
        each.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        alone, crowd = Path(temporary) / "rehearsal.duckdb", Path(temporary) / "demo.duckdb"
        held = fill(alone)
        demo_app.fill(crowd)
        with Server(alone) as server, Server(crowd) as crowded, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium())
            for language, theme, (width, height) in itertools.product(LANGUAGES, THEMES, WIDTHS.items()):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,  # type: ignore[arg-type]
                    locale="zh-CN" if language == "zh" else "en-GB",
                )
                page = context.new_page()
                ending = f"{width}_{theme}_{language}"
                for name in PAGES:
                    many = in_a_crowd(name, language)
                    _open(page, crowded.url + many if many else server.url + address(name, held[language]))
                    page.screenshot(path=folder / f"{name}_{ending}.png")
                for path in dict.fromkeys(CHARTS.values()):
                    many = in_a_crowd(path, language)
                    _open(page, crowded.url + many if many else server.url + address("report", held[language]))
                    for name in (each for each, where in CHARTS.items() if where == path):
                        page.locator(f".st-key-chart_{name}").screenshot(path=folder / f"chart_{name}_{ending}.png")
                context.close()
            browser.close()
    charts = [f"chart_{name}" for name in CHARTS]
    for language in LANGUAGES:
        _save(_sheet(folder, PAGES, language, _SCALE), shown / f"sheet_{language}.png")
        _save(_sheet(folder, charts, language, _CHART_SCALE), shown / f"charts_{language}.png")
    for name in FEATURED:
        with Image.open(folder / f"{name}.png") as picture:
            _save(picture.convert("RGB"), shown / f"{name}.png")


def address(name: str, held: Held) -> str:
    """The path of a page with something on it, in a database that holds two people."""
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


def in_a_crowd(name: str, language: Language) -> str:
    """The path of a page, or of a chart's, in the database of forty people; "" for what is one candidate's."""
    people = _PEOPLE[language]
    compared = "&".join(f"groups=person:{each}" for each in people)
    ranked = ",".join(map(str, _PEOPLE["zh"]))
    return {
        "coach": "/coach",
        "overlay": f"/coach?view=compare&{compared}",
        "candidates": "/candidates?judge=llm|sample-9b|1&sort=score",
        "candidate": f"/candidate?candidate={people[0]}",
        "compare": f"/compare?people={ranked}&order=a",
        "/history": f"/history?candidate={people[0]}",
        "/history?look=dimensions": f"/history?look=dimensions&candidate={people[0]}",
        "/history?look=effort": f"/history?look=effort&candidate={people[0]}",
        "/coach?view=compare": f"/coach?view=compare&{compared}&groups=language:{language}",
        "/coach?view=before_after": f"/coach?view=before_after&of=person:{people[0]}",
    }.get(name, "")


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("h1, h2").first.wait_for()
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has stopped changing."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(1200)


def _sheet(folder: Path, names: Sequence[str], language: Language, scale: dict[int, float]) -> Image.Image:
    """All pictures of one language on one, in rows for each width and theme."""
    rows: list[list[Image.Image]] = []
    for width, theme in itertools.product(WIDTHS, THEMES):
        rows.append([])
        for name in names:
            picture = _small(folder / f"{name}_{width}_{theme}_{language}.png", scale[width])
            if sum(each.width + _GAP for each in (*rows[-1], picture)) > _WIDEST:
                rows.append([])
            rows[-1].append(picture)
    width = max(sum(each.width + _GAP for each in row) for row in rows) + _GAP
    height = sum(max(each.height for each in row) + _GAP for row in rows) + _GAP
    sheet = Image.new("RGB", (width, height), "#8a8880")
    top = _GAP
    for row in rows:
        left = _GAP
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + _GAP
        top += max(each.height for each in row) + _GAP
    return sheet


def _small(file: Path, scale: float) -> Image.Image:
    with Image.open(file) as picture:
        size = (round(picture.width * scale), round(picture.height * scale))
        return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _save(picture: Image.Image, file: Path) -> None:
    # An octree keeps the colours of thin lines, which the usual way lets run together.
    picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(file, optimize=True)


if __name__ == "__main__":
    main(ROOT / "build" / "sheet", ROOT / "docs")
