"""Signs of a key point: how they are told apart, where they begin, and when they are denied."""

from __future__ import annotations

import re

import pytest

from engine.i18n import LANGUAGES
from engine.model import Language
from engine.offline.bank import items
from engine.offline.signs import alternatives, shown


def test_a_bar_within_brackets_belongs_to_its_sign() -> None:
    assert alternatives("a|b(?:c|d(e|f))|g") == ["a", "b(?:c|d(e|f))", "g"]
    assert alternatives("") == [""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_is_a_pattern_of_its_own_and_meets_no_empty_text(language: Language) -> None:
    for item in items():
        for signs in item.wordings[language].signs:
            for sign in alternatives(signs) if signs else []:
                assert sign.strip()
                assert not re.compile(sign).match(""), (item.id, sign)


def test_signs_count_once_or_twice_and_not_where_denied() -> None:
    point = "A short timeout ends each call."
    assert shown(point, "Every call gets a timeout.")[0] == 0.7
    assert shown(point, "Every call gets a timeout, a short limit.")[0] == 1.0
    assert shown(point, "There is no timeout.")[0] == 0.0
    assert shown(point, "We restart the server.") == (0.0, frozenset())
    assert shown("No such key point.", "Every call gets a timeout.")[0] == 0.0


def test_a_latin_sign_is_found_behind_chinese_characters_but_not_inside_a_word() -> None:
    point = "用数据自身稳定的 id 当 key。"
    assert "id" in shown(point, "应该用id当标识")[1]
    assert "id" not in shown(point, "用grid布局")[1]
