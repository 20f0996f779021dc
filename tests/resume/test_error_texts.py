from __future__ import annotations

import pytest

from engine import errors
from engine.i18n import LANGUAGES, explain, texts
from engine.model import Language

PARAMS = {
    "field": "questionCount",
    "limit_mib": "10",
    "detected": "PNG",
    "limit": 200,
    "seconds": "10",
    "index": 3,
    "retry_after": 5,
    "path": "data/rehearsal.duckdb",
}


def classes(base: type[errors.RehearsalError]) -> list[type[errors.RehearsalError]]:
    return [base, *(found for child in base.__subclasses__() for found in classes(child))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", classes(errors.RehearsalError), ids=lambda kind: kind.__name__)
def test_every_error_has_its_sentence(kind: type[errors.RehearsalError], language: Language) -> None:
    sentence = explain(kind(**PARAMS), language)
    assert sentence[-1] in ".。"
    assert "{" not in sentence
    assert "!" not in sentence
    assert "！" not in sentence


def test_every_file_error_has_a_sentence_of_its_own() -> None:
    kinds = [kind for kind in classes(errors.ResumeError) if kind is not errors.ResumeError]
    for language in LANGUAGES:
        assert len({explain(kind(**PARAMS), language) for kind in kinds}) == len(kinds)


def test_no_sentence_is_left_over() -> None:
    keys = {f"errors.{kind.key}" for kind in classes(errors.RehearsalError)}
    for language in LANGUAGES:
        assert {key for key in texts(language) if key.startswith("errors.")} == keys
