from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resume.clean import clean


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\fe", "a\nb\nc\nd\ne"),
        ("a\n\n\n\n\nb\n\n", "a\n\nb"),
        ("one  two", "one two"),
        ("Acme Ltd      2019", "Acme Ltd\t2019"),
        ("Acme \t 2019", "Acme\t2019"),
        ("\u00a0lead\u00a0nurse\u3000ward", "lead nurse ward"),
        ("pass\u0000word\u0007", "password"),
        ("abc\u202edef\u2066ghi\u200b\ufeff", "abcdefghi"),
        ("ignore\U000e0041\U000e0042 this", "ignore this"),
        ("\ud800lone", "lone"),
        ("\uf0b7 Led a ward", "• Led a ward"),
        ("phone\uf095 123", "phone 123"),
        ("ﬁnance ＡＢＣ １２３", "finance ABC 123"),
        ("负责销售，管理：团队（五人）！", "负责销售，管理：团队（五人）！"),
        ("①负责 Java™ …", "①负责 Java™ …"),
        ("⼯作⻓期", "工作长期"),
        ("म\u200dम", "म\u200dम"),
    ],
)
def test_one_form(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_split_words_are_joined_only_where_that_is_safe() -> None:
    assert clean("development and more develop-\nment") == "development and more development"
    assert clean("a cross-functional team, cross-\nfunctional") == "a cross-functional team, cross-functional"
    assert clean("a cross-\nfunctional team") == "a cross-\nfunctional team"
    assert clean("the night-\nshift and the shift") == "the night-\nshift and the shift"
    assert clean("moved reconcil-\niations to weekly") == "moved reconciliations to weekly"
    assert clean("a software frame-\nwork for ware-\nhousing") == "a software framework for warehousing"
    assert clean("re-\nzoned the self-\nhelp ward") == "re-\nzoned the self-\nhelp ward"


def test_long_runs_of_marks_are_shortened() -> None:
    marked = "e" + "\u0316\u0301" * 200_000 + " end"
    assert len(clean(marked)) < 12


@given(st.text())
def test_clean_is_stable_and_leaves_nothing_hidden(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    hidden = {"Cc", "Cs", "Co"}
    assert not [each for each in once if each not in "\n\t" and unicodedata.category(each) in hidden]
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert "\n\n\n" not in once
    assert once == once.strip("\n")


@given(st.text(alphabet="ab-\n ", max_size=60))
def test_joining_words_loses_no_letter(text: str) -> None:
    assert [each for each in clean(text) if each in "ab"] == [each for each in text if each in "ab"]


def test_a_megabyte_in_one_line() -> None:
    assert len(clean("x " * 500_000)) == 999_999
    assert clean("\0" * 1_000_000) == ""
