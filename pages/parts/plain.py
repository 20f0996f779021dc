"""Untrusted text made safe for Streamlit's Markdown.

Two layers are needed. Backslashes stop what the Markdown parser reads from the source: HTML, images, links,
headings, LaTeX, colour directives. Streamlit and GFM then search the parsed text once more, for icons, emoji
names, bare addresses and arrows, where a backslash is gone already; an invisible word joiner parts those.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

JOINER: Final = "\u2060"
"""Word joiner: has no width, and no line is broken at it."""

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SPACE = re.compile(r"\s+")
_SECOND_PASS = re.compile(
    r"(?<=:)(?=[\w+\-/])"  # :material_home:  :smile:  :streamlit:  https://
    r"|(?<=www)(?=\.)"
    r"|(?=@)"
    r"|(?<=[<>~-])(?=[=>-])",  # ->  <-  <->  --  >=  <=  ~=
    re.IGNORECASE,
)
_HIDDEN: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reverse the reading order of what follows them."""


def plain(text: str) -> str:
    """``text`` as one line of Markdown that renders as exactly its characters, white space collapsed.

    Control characters and those that reverse the reading order are dropped. The result may stand anywhere
    in a Markdown text, label or table cell, also between ``**`` or after ``> ``.
    """
    # What is dropped may stand beside white space, so it goes first.
    kept = (each for each in text if each not in _HIDDEN and (unicodedata.category(each) != "Cc" or each.isspace()))
    line = _SPACE.sub(" ", "".join(kept)).strip()
    return _PUNCTUATION.sub(r"\\\g<0>", _SECOND_PASS.sub(JOINER, line))


def quoted(text: str) -> str:
    """``text`` as a Markdown block quote, one paragraph for each of its lines that is not blank."""
    lines = (plain(line) for line in text.splitlines())
    return "\n>\n".join(f"> {line}" for line in lines if line)
