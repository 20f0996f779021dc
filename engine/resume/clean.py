"""One form for all text: what a person would call the same text becomes the same characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from engine.resume.vocabulary import vocabulary_words
from engine.resume.words import phrases

_NEWLINES: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BULLETS: Final = re.compile("[\uf02d\uf06c\uf06e\uf071\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]")
"""Word's bullets as the private-use characters of Symbol and Wingdings."""

_STRIPPED: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\ue000-\uf8ff\ud800-\udfff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "]+"
)
"""Controls, bidi and other invisible characters, private use, surrogates. Joiners that scripts need are kept."""

_KEPT: Final = (
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2026\u2122\u2120\u2460-\u2473\u00b2\u00b3\u00b9\u00bc-\u00be"
)
_FOLDED: Final = re.compile(f"[^{_KEPT}\x00-\x7f]+")
"""What NFKC is applied to. It would turn Chinese punctuation (full-width comma, colon, brackets, ellipsis) into ASCII,
(TM) into letters glued to the word before, and circled numbers, which head list items, into digits of the text."""

_RADICALS: Final = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
"""Chinese PDFs often hold radicals in place of characters; NFKC leaves these (Unicode's EquivalentUnifiedIdeograph)."""

_MARKS_KEPT: Final = 4
_SPACES: Final = re.compile(r"[^\S\n\t]+")
_GAP: Final = re.compile(r"[^\S\n]*\t[^\S\n]*|[^\S\n]{3,}")
_BLANKS: Final = re.compile(r"\n{3,}")
_HYPHENATED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})-\n([a-z]{2,})")
_KEEPERS: Final = frozenset(phrases("hyphens", "prefixes"))
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def clean(text: str) -> str:
    """The text in NFKC (but for Chinese punctuation), without control, bidi or invisible characters.

    Lines end in a newline; there is at most one blank line in a row and none at either end. A run of spaces becomes one
    space, a run of three or more (a gap that sets columns apart) or one with a tab becomes a tab. A word split by a
    hyphen at the end of a line is joined where the same text has it whole elsewhere, or where its second half is no
    word. Takes time proportional to the text's length.
    """
    text = _NEWLINES.sub("\n", text)
    text = _STRIPPED.sub("", _BULLETS.sub("•", text))
    text = _few_marks(text)
    text = _FOLDED.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text).translate(_RADICALS)
    # NFKC itself can yield what was stripped or folded before.
    text = _STRIPPED.sub("", text)
    text = _SPACES.sub(" ", _GAP.sub("\t", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _dehyphenated(_BLANKS.sub("\n\n", text)).strip("\n")


@cache
def _mark_runs() -> re.Pattern[str]:
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    members = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(f"([{members}]{{{_MARKS_KEPT}}})[{members}]+")


def _few_marks(text: str) -> str:
    """At most four combining marks in a row: normalising takes time quadratic in their number."""
    if text.isascii():
        return text
    return _mark_runs().sub(r"\1", text)


def _dehyphenated(text: str) -> str:
    if "-\n" not in text:
        return text
    here = {word.casefold() for word in _WORD.findall(_HYPHENATED.sub(" ", text))}

    def join(split: re.Match[str]) -> str:
        first, second = split[1].casefold(), split[2].casefold()
        if first + second in here:
            return split[1] + split[2]
        if f"{first}-{second}" in here:
            return f"{split[1]}-{split[2]}"
        known = _known_words()
        if first not in _KEEPERS and first + second in known:
            return split[1] + split[2]
        if first in _KEEPERS or second in here or second in known:
            return split[0]  # perhaps a compound: "night-shift"
        return split[1] + split[2]

    return _HYPHENATED.sub(join, text)


@cache
def _known_words() -> frozenset[str]:
    return frozenset(phrases("common", "words")) | vocabulary_words()
