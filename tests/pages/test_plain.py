"""Whatever a resume or an answer contains, Markdown made of it shows its characters and does nothing."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.parts.plain import JOINER, plain, quoted

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

# What Streamlit and GFM look for in text that has been parsed already, and so is beyond a backslash's reach.
SECOND_PASS = [
    re.compile(r":[\w+-]+:"),
    re.compile(r":material[_/]\w+:"),
    re.compile(r"https?://", re.IGNORECASE),
    re.compile(r"www\.", re.IGNORECASE),
    re.compile(r"[-.\w+]@"),
    re.compile(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"),
]

WILD = st.text(
    alphabet=st.one_of(st.sampled_from("<>[](){}!$:\\`*_~|#&@/.-+=\"' \n\t0123w" + "\u202e\x00你"), st.characters()),
    max_size=80,
)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "![x](http://example.org/x.png)",
            "[link](javascript:alert(1))",
            "https://example.org",
            "www.example.org",
            "a@example.org",
            "$x^2$",
            "$$\n1\n$$",
            ":material/home:",
            ":material_home:",
            ":streamlit:",
            ":smile:",
            ":red[x]",
            ":color[x]{foreground='red'}",
            "# heading",
            "1. one",
            "- item",
            "> quote",
            "| a | b |",
            "---",
            "&lt;",
            "->",
            "`code`",
            "~~~",
            "\\",
            " ",
            "\n",
            "word",
            "\u202e",
        ]
    ),
    max_size=8,
).map("".join)


def shown(markdown: str) -> str:
    return ESCAPED.sub(r"\1", markdown)


@given(st.one_of(WILD, FRAGMENTS))
@example("\\")
@example("x\\\ny")
@example("\x1b\r0")
@example("a <- b -> c <-> d -- e >= f <= g ~= h")
def test_shows_the_characters_and_nothing_else(text: str) -> None:
    result = plain(text)
    rest = ESCAPED.sub("", result)
    assert not set(rest) & set(string.punctuation)
    assert "\n" not in result
    for pattern in SECOND_PASS:
        assert not pattern.search(shown(result)), pattern.pattern
    assert shown(result).replace(JOINER, "") == shown(plain(shown(result).replace(JOINER, ""))).replace(JOINER, "")


@given(st.text(alphabet=string.ascii_letters + string.digits + "你好,;!?()[]<>*_$", min_size=1))
def test_loses_no_visible_character(text: str) -> None:
    assert shown(plain(text)).replace(JOINER, "") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Led 3 teams", "Led 3 teams"),
        ("<b>bold</b>", r"\<b\>bold\<\/b\>"),
        ("![i](x)", r"\!\[i\]\(x\)"),
        ("  two\n lines\t", "two lines"),
        ("$5 and $6", r"\$5 and \$6"),
        ("a\u202eb\x00c", "abc"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_quote_keeps_its_paragraphs() -> None:
    assert quoted("one\n\n# two") == "> one\n>\n> \\# two"
