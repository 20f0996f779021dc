"""Choosing who serves, and that a key is nowhere but in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.auth import LOCAL_OWNER
from engine.choices import OPENAI, Choice, presets
from engine.i18n import t
from engine.wiring import services
from support.model_server import ModelServer, Supports, closed_port

Face = Any

KEY = "sk-typed-5f27c0d1"


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(api_key=KEY) as server:
        yield server


def chosen() -> Choice:
    return services().choices.current(LOCAL_OWNER)


def field(face: Face, kind: str, name: str) -> Any:
    """The widget of a field in whatever round the form is."""
    return next(each for each in face.at.get(kind) if (each.key or "").startswith(f"settings_{name}_"))


def open_form(face: Face) -> Face:
    face.go("settings")
    field(face, "radio", "who").set_value("llm").run()
    return face


def fill(face: Face, server: ModelServer | str, model: str = "test-model", key: str = "") -> Face:
    address = server if isinstance(server, str) else server.base_url
    for name, text in (("base_url", address), ("model", model), ("key", key)):
        field(face, "text_input", name).set_value(text).run()
    return face


def told(face: Face) -> str:
    """Everything on the page, what was saved and what went wrong included, and the line beside it."""
    at = face.at
    kinds = (at.markdown, at.caption, at.error, at.success, at.warning, at.sidebar.caption)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "").replace("\u2060", "")


# --- choosing ---------------------------------------------------------------------------------------


def test_a_key_alone_chooses_nothing_and_the_page_says_so(newcomer: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    face = newcomer().go("settings")
    face.healthy()
    assert t("settings_page.key_alone", "en") in told(face)
    assert t("pages.served_by.offline", "en") in told(face)
    assert KEY not in told(face)
    open_form(face)
    assert t("settings_page.key_from_environment", "en") in told(face)
    assert t("settings_page.key_chooses_nothing", "en") in told(face)
    fill(face, "http://localhost:11434/v1")
    assert t("settings_page.key_elsewhere", "en", host="api.openai.com") in told(face)


def test_a_preset_fills_in_its_address_and_an_example(face: Face) -> None:
    open_form(face)
    assert field(face, "text_input", "base_url").value == OPENAI
    for preset in presets()[1:]:
        field(face, "selectbox", "server").set_value(preset.key).run()
        face.healthy()
        assert field(face, "text_input", "base_url").value == preset.base_url
        assert field(face, "text_input", "model").value == preset.model
        assert field(face, "selectbox", "server").value == preset.key
        host = preset.base_url.split("/")[2]
        here = "settings_page.stays_here" if host.startswith("localhost") else "settings_page.goes_to"
        assert t(here, "en", host=host) in told(face)
    field(face, "selectbox", "server").set_value("other").run()
    assert field(face, "text_input", "base_url").value == ""
    field(face, "text_input", "base_url").set_value("http://localhost:8000/v1/").run()
    assert field(face, "selectbox", "server").value == "vllm"
    assert chosen().model == ""


def test_a_key_typed_for_one_server_is_not_taken_to_another(face: Face) -> None:
    open_form(face)
    field(face, "text_input", "key").set_value(KEY).run()
    field(face, "selectbox", "server").set_value("deepseek").run()
    assert field(face, "text_input", "key").value == ""


def test_what_is_saved_serves_at_once_and_its_key_is_kept_in_memory_alone(
    face: Face, model: ModelServer, database: Path
) -> None:
    fill(open_form(face), model, key=f" {KEY} ")
    field(face, "number_input", "price_input").set_value(0.4).run()
    field(face, "number_input", "price_output").set_value(1.6).run()
    face.press("settings_save")
    face.healthy()
    now = chosen()
    assert (now.base_url, now.model, now.key.get_secret_value()) == (model.base_url, "test-model", KEY)
    assert now.cost(1_000_000, 1_000_000) == 2.0
    assert t("settings_page.saved", "en") in told(face)
    line = t("pages.served_by.llm_here", "en", model="test-model", host=now.host)
    assert line in [each.value.replace("\\", "").replace("\u2060", "") for each in face.at.sidebar.caption]
    assert t("settings_page.key_from_page", "en") in told(face)
    # Neither in what the page remembers, nor in what it draws, nor in any file.
    assert KEY not in repr(face.at.session_state)
    assert KEY not in repr(face.at._tree)
    assert field(face, "text_input", "key").value == ""
    assert KEY not in str(face.at.query_params)
    for file in database.parent.iterdir():
        assert KEY.encode() not in file.read_bytes(), file
    # Saved once more without a key, the one known stays; the button forgets it.
    face.press("settings_save")
    assert chosen().key.get_secret_value() == KEY
    face.press("settings_forget_key")
    assert chosen().key.get_secret_value() == ""
    assert (chosen().model, chosen().cost(1_000_000, 0)) == ("test-model", 0.4)


def test_the_offline_interviewer_can_be_chosen_again(face: Face, model: ModelServer) -> None:
    fill(open_form(face), model).press("settings_save")
    field(face, "radio", "who").set_value("offline").run()
    face.press("settings_save")
    face.healthy()
    assert chosen().model == ""
    assert t("settings_page.saved_offline", "en") in told(face)
    assert t("pages.served_by.offline", "en") in told(face)


@pytest.mark.parametrize(
    ("address", "name", "key", "problem"),
    [
        ("localhost", "m", "", "base_url"),
        ("http://me:secret@localhost/v1", "m", "", "base_url"),
        ("http://localhost/v1", "", "", "model"),
        ("http://localhost/v1", "two words", "", "model"),
        ("http://localhost/v1", "sk-pasted-here", "", "model"),
        ("http://localhost/v1", "m", "two words", "api_key"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_kept(face: Face, address: str, name: str, key: str, problem: str) -> None:
    fill(open_form(face), address, name, key).press("settings_save")
    face.healthy()
    assert t(f"settings_page.bad_{problem}", "en") in told(face)
    assert chosen().source == "environment"


# --- the environment --------------------------------------------------------------------------------


def test_the_environment_is_shown_loses_to_the_page_and_can_come_back(
    newcomer: Face, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:9/v1")
    monkeypatch.setenv("REHEARSAL_MODEL", "m_*env*")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    face = newcomer().go("settings")
    face.healthy()
    shown = told(face)
    for part in ("`REHEARSAL_MODEL`: m_*env*", "`OPENAI_BASE_URL`: http://localhost:9/v1", "`OPENAI_API_KEY`: set"):
        assert part in shown
    assert KEY not in shown
    assert not [each for each in face.at.button if each.key == "settings_back"]
    fill(face, model).press("settings_save")
    assert (chosen().model, chosen().source) == ("test-model", "page")
    face.press("settings_back").press("settings_back_yes")
    face.healthy()
    assert (chosen().model, chosen().source) == ("m_*env*", "environment")
    assert field(face, "text_input", "model").value == "m_*env*"


# --- a test of the connection -----------------------------------------------------------------------


def test_a_test_says_what_the_server_can_do_and_chooses_nothing(face: Face, model: ModelServer) -> None:
    fill(open_form(face), model, key=KEY).press("settings_test")
    face.healthy()
    shown = told(face)
    for key in ("works", "reachable", "offers", "replies_json_schema", "streams", "counts"):
        assert t(f"settings_page.{key}", "en", model="test-model", address=model.base_url, n=1) in shown, key
    assert chosen().model == ""
    # It was about another address: nothing of it stands any more.
    field(face, "text_input", "base_url").set_value("http://localhost:1/v1").run()
    assert t("settings_page.works", "en", model="test-model") not in told(face)


def test_a_server_that_can_do_little_is_told_apart(face: Face) -> None:
    little = Supports(json_schema="no", tools="no", streaming="no", usage=False, models=False)
    with ModelServer(supports=little) as server:
        fill(open_form(face), server).press("settings_test")
    face.healthy()
    shown = told(face)
    for key in ("replies_text", "streams_not", "counts_not"):
        assert t(f"settings_page.{key}", "en") in shown, key


def test_a_model_is_taken_from_those_on_offer(face: Face, model: ModelServer) -> None:
    fill(open_form(face), model, model="nothing-like-it", key=KEY).press("settings_test")
    face.healthy()
    assert t("settings_page.failed.unknown_model", "en") in told(face)
    assert t("settings_page.offers_not", "en", n=1) in told(face)
    field(face, "selectbox", "offered").set_value("test-model").run()
    face.healthy()
    assert field(face, "text_input", "model").value == "test-model"
    assert field(face, "text_input", "key").value == KEY
    face.press("settings_test").press("settings_save")
    assert chosen().model == "test-model"


def test_without_a_model_the_server_says_what_it_has(face: Face, model: ModelServer) -> None:
    fill(open_form(face), model, model="", key=KEY).press("settings_test")
    face.healthy()
    assert t("settings_page.failed.no_model", "en") in told(face)
    assert field(face, "selectbox", "offered").options == ["test-model"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_wrong_is_a_sentence_with_what_to_do(newcomer: Face, language: Any, model: ModelServer) -> None:
    face = open_form(newcomer("zh-CN" if language == "zh" else "en-GB"))
    fill(face, closed_port()).press("settings_test")
    face.healthy()
    assert t("settings_page.failed.refused", language) in told(face)
    fill(face, model, key="sk-wrong").press("settings_test")
    assert t("settings_page.failed.unauthorized", language) in told(face)
    assert "sk-wrong" not in told(face)
    fill(face, "not an address").press("settings_test")
    assert t("settings_page.bad_base_url", language) in told(face)


# --- the rest ---------------------------------------------------------------------------------------


def test_the_language_switched_here_is_that_of_every_page(face: Face) -> None:
    face.go("settings")
    field(face, "radio", "language").set_value("zh").run()
    face.healthy()
    assert [each.value for each in face.at.title] == [t("settings_page.title", "zh")]
    assert face.at.radio(key="lang").value == "zh"
    face.at.radio(key="lang").set_value("en").run()
    assert field(face, "radio", "language").value == "en"


def test_where_the_data_is_and_how_much(face: Face, database: Path) -> None:
    face.bring_sample()
    face.hold()
    face.go("settings")
    face.healthy()
    assert [each.value for each in face.at.code] == [str(database.resolve())]
    assert t("settings_page.resumes", "en", n=1) in told(face)
    assert t("settings_page.sessions", "en", n=1) in told(face)
