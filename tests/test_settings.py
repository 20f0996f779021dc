from __future__ import annotations

import pytest
from pydantic import ValidationError

from engine.settings import Settings
from scripts.harness import ROOT


def test_every_setting_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"`{field.validation_alias or f'REHEARSAL_{name.upper()}'}`" in readme, name


def test_settings_come_from_the_environment_and_are_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSAL_PARSE_PAGES", "7")
    settings = Settings()
    assert settings.parse_pages == 7
    with pytest.raises(ValidationError):
        settings.parse_pages = 8  # type: ignore[misc]


def test_a_wrong_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSAL_PARSE_SECONDS", "-1")
    with pytest.raises(ValidationError):
        Settings()


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEMPERATURE", "PRICE_INPUT", "MODEL", "ANSWER_LIMIT"):
        monkeypatch.setenv(f"REHEARSAL_{name}", "")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    settings = Settings()
    assert (settings.temperature, settings.price_input, settings.model) == (None, None, "")
    assert settings.answer_limit == ""  # no limit, which is not the default
    assert settings.openai_api_key.get_secret_value() == ""


def test_the_key_goes_by_its_usual_name_and_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:9/v1")
    settings = Settings()
    assert settings.openai_api_key.get_secret_value() == "sk-very-secret"
    assert settings.openai_base_url == "http://localhost:9/v1"
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_work_is_leased_for_longer_than_its_calls_may_take() -> None:
    assert Settings().whole_lease_seconds == 270
    assert Settings(model_seconds=10).whole_lease_seconds == 120
    assert Settings(lease_seconds=900).whole_lease_seconds == 900
