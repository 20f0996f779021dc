from __future__ import annotations

import pytest
from pydantic import ValidationError

from engine.settings import Settings
from scripts.harness import ROOT


def test_every_setting_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"`REHEARSAL_{name.upper()}`" in readme, name


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
