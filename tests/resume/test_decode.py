from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resume.decode import decode

ENGLISH = "Renée Müller\nNurse – triage, ‘handover’\nTaught 24 colleagues in 2019 and 2020"
CHINESE = "周慕言，前端开发工程师。负责在线课堂网页端，使用 React 和 TypeScript。"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode(text: str, mark: bytes, encoding: str) -> None:
    assert decode(mark + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_chinese(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)) == CHINESE


def test_western() -> None:
    assert decode(ENGLISH.encode("cp1252")) == ENGLISH


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf16_of_latin_text(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


def test_a_last_character_cut_short_is_dropped() -> None:
    assert decode("护士".encode()[:-1]) == "护"
    assert decode(CHINESE.encode("gb18030") + b"\xd6") == CHINESE


@pytest.mark.parametrize(
    "data",
    [
        bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        bytes(range(128, 256)) * 20,
        "Медсестра, опыт работы девять лет".encode("cp1251"),
        codecs.BOM_UTF8 + b"\xff\xfe\xfd broken",
        b"a\0\0\0" * 50,
    ],
)
def test_what_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_a_few_controls_do_not_make_a_binary() -> None:
    assert decode(b"Jane\0 Doe, welder for nine years\x07") == "Jane\0 Doe, welder for nine years\x07"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    text = decode(data)
    assert text is None or isinstance(text, str)
