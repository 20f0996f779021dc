from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import errors, i18n, labels
from engine.errors import RehearsalError
from engine.model import Category, Difficulty, Language, QuestionType
from engine.rubric import BANDS, BEHAVIOURAL_WEIGHTS, WEIGHTS

ROOT = Path(engine.__file__).parent.parent
LANGUAGES = get_args(Language)
SEPARATORS = {"charts.between", "common.list", "report.and"}
BY_CLASS = {r"api\.[^.]+", r"errors\.[^.]+"}
"""Patterns of texts that are looked up by the key of an error's class."""

SOURCES = sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])


def forms(text: str | dict[str, str]) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def fields(text: str | dict[str, str]) -> set[str]:
    """The names in braces; ``n`` need not stand in a plural text."""
    found = {name for form in forms(text) for _, name, _, _ in string.Formatter().parse(form) if name is not None}
    return found - {"n"} if isinstance(text, dict) else found


def error_classes(kind: type[RehearsalError] = RehearsalError) -> Iterator[type[RehearsalError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from error_classes(each)


# --- the texts -----------------------------------------------------------------------------------


def test_both_languages_have_the_same_keys_and_fields() -> None:
    english, chinese = i18n.texts("en"), i18n.texts("zh")
    assert set(english) == set(chinese)
    assert {key: fields(text) for key, text in english.items()} == {key: fields(text) for key, text in chinese.items()}
    assert {key for key, text in english.items() if isinstance(text, dict)} == {
        key for key, text in chinese.items() if isinstance(text, dict)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole_and_plain(language: Language) -> None:
    for key, text in i18n.texts(language).items():
        for form in forms(text):
            assert form.strip(), key
            assert form == form.strip() or key in SEPARATORS, key
            assert "!" not in form, key
            assert "！" not in form, key
            assert "oops" not in form.lower(), key
        if isinstance(text, dict):
            assert "other" in text, key
            assert language != "zh" or set(text) == {"other"}, key


def test_chinese_texts_are_chinese() -> None:
    han = re.compile("[一-鿿]")
    named = re.compile(r"[A-Za-z ]+")
    for key, text in i18n.texts("zh").items():
        for form in forms(text):
            words = re.sub(r"\{\w+\}|<br>|</?b>", "", form)
            assert han.search(words) or not named.search(words.strip()) or named.fullmatch(words.strip()), key
            assert "您" not in form, key


def test_english_texts_are_english() -> None:
    for key, text in i18n.texts("en").items():
        assert not any(re.search("[一-鿿]", form) for form in forms(text)), key


# --- keys and code -------------------------------------------------------------------------------


def pattern(node: ast.expr) -> str | None:
    """A regular expression of the strings that a literal or an f-string can be; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [pattern(part) if isinstance(part, ast.Constant) else r"[^.]+" for part in node.values]
        return "".join(part for part in parts if part is not None)
    return None


def in_the_interface(kind: type[RehearsalError]) -> bool:
    """Whether the REST API has a text of its own for ``kind``, under its key.

    It has not for what the database does, which it tells as unexpected, nor for the ways in which a resume cannot be
    read, which follow one text as its reason.
    """
    is_reason = kind.code == errors.UnreadableResume.code and kind.key != errors.UnreadableResume.key
    return not issubclass(kind, errors.StoreError) and not is_reason


def mentioned() -> set[str]:
    """Every literal or f-string in the code that starts like a key: with a namespace and a dot.

    The keys of errors are the classes' own and stand nowhere in full.
    """
    found = {re.escape(f"api.{each.key}") for each in error_classes() if in_the_interface(each)}
    found |= {re.escape(f"errors.{each.key}") for each in error_classes()}
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            told = pattern(node) if isinstance(node, ast.expr) else None
            if told and re.match(r"[a-z_]+\\\.", told) and told not in BY_CLASS:
                found.add(told)
    return found


def asked_for() -> Iterator[tuple[str, str]]:
    """Where a text is asked for by a literal or an f-string, and as what."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            told = pattern(node.args[0])
            if called == "t" and told is not None:
                yield f"{source.relative_to(ROOT)}:{node.lineno}", told


def test_every_text_asked_for_is_there() -> None:
    keys = set(i18n.texts("en"))
    asked = list(asked_for())
    assert len(asked) > 50
    assert not [(where, told) for where, told in asked if not any(re.fullmatch(told, key) for key in keys)]


def test_every_text_is_asked_for() -> None:
    # The anchors define the rubric; they are complete, whatever part of them is shown.
    told = re.compile("|".join([*sorted(mentioned()), r"rubric\.anchor\..+"]))
    assert not [key for key in i18n.texts("en") if not told.fullmatch(key)]


def test_every_error_has_its_sentence_and_every_sentence_its_error() -> None:
    classes = set(error_classes())
    sentences = {key.removeprefix("errors.") for key in i18n.texts("en") if key.startswith("errors.")}
    # Classes that only group others are never raised themselves.
    assert {each.key for each in classes if not each.__subclasses__()} <= sentences
    assert sentences <= {each.key for each in classes}


def test_every_error_the_api_tells_has_its_text_there() -> None:
    texts = {key.removeprefix("api.") for key in i18n.texts("en") if key.startswith("api.")}
    groups = {errors.Conflict.key}  # never raised itself
    assert {each.key for each in error_classes() if in_the_interface(each)} - groups <= texts
    assert not texts & {each.key for each in error_classes() if not in_the_interface(each)}


FAILURES = (
    "refused", "timeout", "limited", "unauthorized", "unknown_model", "server_error", "cut", "invalid_reply", "budget",
    "no_model", "too_long",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_key_has_its_label(language: Language) -> None:
    for category in Category:
        assert labels.category(category.value, language) != category.value
    for difficulty in Difficulty:
        assert labels.difficulty(difficulty.value, language) != difficulty.value
    for kind in QuestionType:
        assert labels.question_type(kind.value, language) != kind.value
    for name in (*WEIGHTS, *BEHAVIOURAL_WEIGHTS):
        assert labels.dimension(name, language) != name
    for floor, name in BANDS:
        assert labels.band(floor, language) != name
    unknown = labels.fallback("of another kind", language)
    told = {labels.fallback(key, language) for key in FAILURES}
    assert len(told) == len(FAILURES)
    assert unknown not in told


def test_a_key_of_someones_own_is_shown_as_it_is() -> None:
    assert labels.category("juggling", "zh") == "juggling"
    assert labels.judge("owl", "", "", "en") == "owl"
    assert labels.judge("llm", "m", "2", "zh") == "模型面试官（m），评分标准 2"
    assert labels.score(None, "en") == labels.band(None, "en") == "Unscored"
    assert labels.score(75, "zh") == "75 · 良好"


# --- filling in ----------------------------------------------------------------------------------


def test_a_text_takes_its_fields_and_nothing_in_them_is_a_field() -> None:
    assert i18n.t("common.score_with_band", "en", score=74, band="{score}") == "74 · {score}"
    with pytest.raises(KeyError):
        i18n.t("common.score_with_band", "en", score=74)
    with pytest.raises(KeyError):
        i18n.t("common.no_such_text", "en")


@pytest.mark.parametrize(
    ("n", "english", "chinese"), [(0, "0 questions", "0 题"), (1, "1 question", "1 题"), (2, "2 questions", "2 题")]
)
def test_a_number_chooses_the_form(n: int, english: str, chinese: str) -> None:
    assert i18n.t("common.questions", "en", n=n) == english
    assert i18n.t("common.questions", "zh", n=n) == chinese


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "less than a minute", "不到 1 分钟"),
        (29, "less than a minute", "不到 1 分钟"),
        (60, "1 minute", "1 分钟"),
        (1440, "24 minutes", "24 分钟"),
        (3600, "1 hour", "1 小时"),
        (7500, "2 hours 5 minutes", "2 小时 5 分钟"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, english: str, chinese: str) -> None:
    assert i18n.duration(seconds, "en") == english
    assert i18n.duration(seconds, "zh") == chinese


def test_dates_and_times_in_words() -> None:
    when = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    ahead = timezone(timedelta(hours=8))
    assert i18n.day(when, "en") == "14 March 2026"
    assert i18n.day(when, "zh") == "2026年3月14日"
    assert i18n.day(when, "en", tz=ahead) == "15 March 2026"
    assert i18n.day(date(2026, 3, 14), "zh", with_year=False) == "3月14日"
    assert i18n.moment(when, "en", tz=ahead) == "15 March 2026, 07:30"
    assert i18n.moment(when, "zh") == "2026年3月14日 23:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_explains_itself(language: Language) -> None:
    assert "10" in i18n.explain(errors.TooLarge(limit_mib=10), language)
    assert "{" not in i18n.explain(errors.SessionNotFound(), language)


# --- choosing a language -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("12345", "en"),
        ("I built the parcel API.", "en"),
        ("负责订单系统的后端开发", "zh"),
        ("负责 PostgreSQL 与 Python 后端开发工作，优化查询", "zh"),
        ("Built PostgreSQL pipelines for the 北桥 team in Berlin", "en"),
    ],
)
def test_the_language_of_a_text(text: str, language: Language) -> None:
    assert i18n.language_of(text) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh", "zh"), ("ZH-Hant-TW", "zh"), ("en-GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_the_language_for_a_browser(locale: str | None, language: Language) -> None:
    assert i18n.choose(locale) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("en", "en"),
        ("EN-us", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.8, zh;q=0.9", "zh"),
        ("fr, en; q=0.5", "en"),
        ("zh ; q = 0.3 , en ; q = 0.4", "en"),
        ("fr-FR", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("en;q=high", "zh"),
        ("en;q=nan", "zh"),
        ("english", "zh"),
        (",,;q=1,", "zh"),
    ],
)
def test_the_language_a_client_prefers(header: str, language: Language) -> None:
    assert i18n.preferred(header, otherwise="zh") == language


WEIGHTED = st.lists(st.tuples(st.sampled_from(["en", "en-GB", "zh", "zh-Hant", "fr", "*"]), st.integers(0, 10)))


@given(WEIGHTED, st.sampled_from(LANGUAGES))
def test_the_best_liked_language_is_chosen(wanted: list[tuple[str, int]], otherwise: Language) -> None:
    header = ", ".join(f"{tag};q={weight / 10}" for tag, weight in wanted)
    chosen = i18n.preferred(header, otherwise=otherwise)
    liking = {name: max((w for tag, w in wanted if tag[:2] == name), default=0) for name in LANGUAGES}
    if not any(liking.values()):
        assert chosen == otherwise
    else:
        assert liking[chosen] == max(liking.values())


@given(st.text(max_size=100), st.sampled_from(LANGUAGES))
def test_any_header_has_a_language(header: str, otherwise: Language) -> None:
    assert i18n.preferred(header, otherwise=otherwise) in LANGUAGES
    assert i18n.preferred(header + ",fr", otherwise=otherwise) in LANGUAGES


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_has_a_language(text: str) -> None:
    assert i18n.language_of(text) in LANGUAGES
