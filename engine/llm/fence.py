"""Text that others wrote, on its way into a prompt and back out of a reply."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OPENING, _CLOSING = "<<<", ">>>"
_FENCES: Final = re.compile("([<＜﹤‹«⟨〈《]){3,}|([>＞﹥›»⟩〉》]){3,}")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\ue000-\uf8ff\ud800-\udfff\U000e0000-\U0010ffff]"
)
"""Controls but tab and newline, bidi and other invisible characters, private use, surrogates."""
_NEWLINES: Final = re.compile("\r\n?|[\u2028\u2029\x85]")
_LEFT_OUT: Final = " […]"

_ELEMENT: Final = re.compile(r"<(script|style|iframe|svg|object)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(
    r"</?(?:a|abbr|article|b|base|blockquote|body|br|button|center|code|div|em|embed|font|footer|form|frame|h[1-6]|head"
    r"|header|hr|html|i|iframe|img|input|li|link|main|mark|meta|object|ol|p|pre|s|script|section|small|span|strong|style"
    r"|sub|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>]*)?/?>|<!--.*?-->|<!doctype[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
"""Tags by name: ``List<String>`` and ``a < b`` are no markup."""
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS: Final = re.compile(r"```[a-z]*|\*\*|__|^#{1,6} |^[-*] (?=\S)", re.MULTILINE)


def visible(text: str) -> str:
    """``text`` without invisible and control characters; lines end in a newline."""
    return _INVISIBLE.sub("", _NEWLINES.sub("\n", text))


def fenced(text: str, limit: int, name: str = "text") -> str:
    """Quote untrusted text so that it cannot close its own fence.

    The fence is ``<<<name`` and ``>>>``, each on a line of its own. Inside, runs of three or more angle brackets, or of
    characters that look like them, are shortened to two; text beyond ``limit`` characters is left out.
    """
    # Shortened first: what the cut makes a neighbour could not have become a fence.
    kept = _FENCES.sub(lambda run: 2 * run[0][0], visible(text)).strip()
    if len(kept) > limit:
        kept = kept[: max(0, limit - len(_LEFT_OUT))].rstrip() + _LEFT_OUT
    return f"{_OPENING}{name}\n{kept}\n{_CLOSING}"


def one_line(text: str, limit: int) -> str:
    """Untrusted text as one line for use inside a fence, cut to ``limit`` characters."""
    line = " ".join(_FENCES.sub(lambda run: 2 * run[0][0], visible(text)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int) -> str:
    """What a model wrote as plain text of at most ``limit`` characters, without markup, links or control characters.

    A text that is too long ends after its last whole sentence where there is one in its second half.
    """
    bare = visible(text)
    for _ in range(3):  # what is left when a tag is taken out can be one again
        bare = _TAG.sub("", _ELEMENT.sub("", bare))
    bare = _MARKS.sub("", _LINK.sub(r"\1", bare))
    lines = (" ".join(line.split()) for line in bare.splitlines())
    joined = unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
    if len(joined) <= limit:
        return joined
    cut = joined[: limit - 1]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", "。", "！", "？", "\n"))
    return cut[: end + 1].rstrip() if end >= limit // 2 else cut.rstrip() + "…"
