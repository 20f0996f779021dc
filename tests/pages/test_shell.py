"""What stands around every page, and what a person sees when something fails."""

from __future__ import annotations

import logging
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.errors import TooManyPages
from engine.i18n import t, texts
from engine.theme import contrast, rgb
from engine.wiring import services
from pages.parts import answer_box
from pages.parts.problems import sentence

Face = Any

ROOT = Path(__file__).parents[2]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def broken() -> None:
    """A page with one button whose work fails in a way nobody expected."""
    import streamlit as st

    from pages.parts import problems

    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    problems.show_kept()
    st.button("callback", key="callback", on_click=problems.step(fail))
    with problems.told():
        if st.button("body", key="body"):
            fail()


def test_who_serves_is_always_said(face: Face) -> None:
    for page in ("resume", "interview", "report", "history"):
        face.go(page)
        assert t("pages.served_by.offline", "en") in [each.value for each in face.at.sidebar.caption]


@pytest.mark.parametrize("button", ["callback", "body"])
def test_an_unexpected_failure_is_a_sentence_here_and_a_traceback_in_the_log(
    button: str, caplog: pytest.LogCaptureFixture
) -> None:
    at = AppTest.from_function(broken).run()
    with caplog.at_level(logging.ERROR, logger="rehearsal.pages"):
        at.button(key=button).click().run()
    assert not at.exception
    assert len(at.error) == 1
    assert "secret" not in at.error[0].value
    assert "ZeroDivisionError" in caplog.text
    at.run()
    assert not at.error


def test_an_expected_failure_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert "200" in sentence(TooManyPages(limit=200))
    assert not [each for each in caplog.records if each.name.startswith("rehearsal")]


def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "not_a_database.duckdb"
    path.write_bytes(b"something else entirely" * 500)
    monkeypatch.setenv("REHEARSAL_DATABASE", str(path))
    services.cache_clear()
    at = AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=30).run()
    services.cache_clear()
    assert not at.exception
    assert len(at.error) == 1
    assert "REHEARSAL" in at.error[0].value.replace("\\", "")


def test_the_url_can_name_the_language(database: Path) -> None:
    at = AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=30)
    at.query_params["lang"] = "zh"
    at.run()
    assert [each.value for each in at.title] == ["简历"]
    assert at.query_params["lang"] == "zh"


def test_an_unknown_language_in_the_url_is_the_browsers(database: Path) -> None:
    at = AppTest.from_file(ROOT / "pages" / "shell.py", default_timeout=30)
    at.query_params["lang"] = "<script>"
    at.run()
    assert [each.value for each in at.title] == ["Resume"]
    assert "lang" not in at.query_params


def test_every_word_of_the_answer_box_is_there() -> None:
    script = (ROOT / "pages" / "parts" / "answer_box" / "box.js").read_text(encoding="utf-8")
    used = set(re.findall(r"words\.(\w+)", script)) | {"saved", "unsaved"}
    assert used == set(answer_box.WORDS)
    for language in ("en", "zh"):
        assert {f"answer_box.{word}" for word in used} <= set(texts(language))


def test_nothing_is_fetched_from_elsewhere_and_no_markup_is_let_through() -> None:
    for file in (ROOT / "pages").rglob("*.*"):
        if file.suffix in {".py", ".js", ".css", ".html"}:
            source = file.read_text(encoding="utf-8")
            assert "unsafe_allow" not in source, file
            assert not re.search(r"https?://(?!www\.w3\.org)\w", source), file
            assert "innerHTML" not in source, file


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_text_has_contrast(variant: str) -> None:
    theme = THEME[variant]
    grounds = [theme["backgroundColor"], theme["sidebar"]["backgroundColor"], theme["secondaryBackgroundColor"]]
    for ground in grounds:
        assert contrast(theme["textColor"], ground) >= 7
        assert contrast(_mixed(theme["textColor"], ground, 0.6), ground) >= 4.5  # captions
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5  # buttons
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3  # progress, focus
    assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5
    assert contrast(theme["grayTextColor"], theme["grayBackgroundColor"]) >= 4.5  # badges


def _mixed(colour: str, ground: str, alpha: float) -> str:
    mixed = (round(alpha * a + (1 - alpha) * b) for a, b in zip(rgb(colour), rgb(ground), strict=True))
    return "#" + bytes(mixed).hex()
