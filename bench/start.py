"""From ``streamlit run app.py`` to the first page on screen, and what importing the engine brings along."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.rows import Row, row
from scripts.harness import ROOT, Server, chromium

_RUNS = 5
_FORBIDDEN = ("langchain", "langchain_core", "langchain_openai", "openai", "streamlit")


def start() -> list[Row]:
    """The median of five starts, each on a new database, and the modules that should not be imported."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium())
        _one_start(browser)  # warm: the file cache, and the browser's own first page
        seconds = statistics.median(_one_start(browser) for _ in range(_RUNS))
        browser.close()
    foreign = _foreign_modules()
    return [
        row("start", seconds, "s", reach="<= 3 s to the first page", met=seconds <= 3),
        row("start_import", len(foreign), "modules", reach="no model library, no streamlit", met=not foreign),
    ]


def _one_start(browser: Browser) -> float:
    """Seconds from starting the process to the first heading in the browser."""
    with tempfile.TemporaryDirectory() as folder:
        page = browser.new_page()
        began = time.perf_counter()
        with Server(Path(folder) / "start.duckdb") as server:
            page.goto(server.url)
            page.locator("h1").first.wait_for()
            took = time.perf_counter() - began
        page.close()
        return took


def _foreign_modules() -> list[str]:
    code = "import json, sys, engine.wiring; print(json.dumps([m.partition('.')[0] for m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(set(json.loads(done.stdout)) & set(_FORBIDDEN))
