"""Bytes of a text file to text, without guessing: each encoding is tried in a fixed order and must prove itself."""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 200_000
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS: Final = 0.1  # of the characters; binaries that happen to be valid UTF-8 have more
_HIGH: Final = re.compile(r"[^\x00-\x7f]")
_TYPOGRAPHIC: Final = frozenset("€‚„…†‡‰‹‘’“”•–—™›\u00a0£§©®°±²³´µ¶·¹»«¼½¾¿¡¢¥¬¦¨ª¯º¸×÷")


def decode(data: bytes) -> str | None:
    """The text, or None where the bytes are no text in UTF-8, UTF-16, UTF-32, GB18030 or Windows-1252.

    A last character cut short, as in a file cut at a round size, is dropped.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if encoding := _unmarked_utf16(data):
        return _decoded(data, encoding)
    text = _decoded(data, "utf-8")
    if text is None and b"\0" not in data:
        text = _chinese(data) or _western(data)
    return text if text is not None and _is_text(text) else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        # Not final: an incomplete last character is no error.
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    return len(_CONTROLS.findall(text)) <= _MOST_CONTROLS * len(text)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows by its zero bytes, where most of its letters are Latin."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _chinese(data: bytes) -> str | None:
    """GB18030 accepts much that is not Chinese, so most of what is not ASCII must be everyday Chinese."""
    text = _decoded(data, "gb18030")
    if text is None:
        return None
    high = _HIGH.findall(text[:_SAMPLE])
    return text if sum(map(is_everyday_chinese, high)) >= 0.8 * len(high) else None


def is_everyday_chinese(character: str) -> bool:
    """Whether it is Chinese punctuation or one of the 3,755 characters of GB 2312's first level."""
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7


def _western(data: bytes) -> str | None:
    text = _decoded(data, "cp1252")
    if text is None:
        return None
    high = _HIGH.findall(text[:_SAMPLE])
    plausible = sum(character.isalpha() or character in _TYPOGRAPHIC for character in high)
    return text if len(high) <= 0.3 * len(text) and plausible >= 0.95 * len(high) else None
