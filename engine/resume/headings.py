"""Where a resume's sections begin and what they are about."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from engine.resume.words import kinds

_KINDS: Final = kinds("headings")
_LAST_WORDS: Final = kinds("last_words")
_INLINE: Final = frozenset({"skills", "certifications", "summary", "objective", "languages", "interests"})
_INLINE_WORD: Final = re.compile("skill|certif|qualif|summary|profile|objective|技能|证书|评价|意向")
"""Other headings are labels within other sections as well ("Tools: Jira", "Languages: Python")."""

_LONGEST: Final = 48
_LONGEST_MARKDOWN: Final = 120
_FRAME: Final = " \t*_=~-–—|【】[]〖〗『』「」■□◆◇●○▪▌▍▎►▶★☆>.:：/"
_NUMBERED: Final = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[IVX]{1,4}\.|\d{1,2}[.、])\s*")
_HAN: Final = re.compile("[\u4e00-\u9fff]")


class Heading(NamedTuple):
    """``level`` is 1-6 in Markdown, else 0; ``rest`` is what follows on the same line ("Skills: Python, SQL")."""

    kind: str
    text: str
    level: int
    rest: str = ""


def heading_of(line: str, *, after_blank: bool) -> Heading | None:
    """The heading a line is, None where it is none. ``after_blank``: it follows a blank line or begins the text.

    A Markdown heading of unknown meaning has the kind "other".
    """
    line = line.strip()
    level = len(line) - len(line.lstrip("#")) if line.startswith("#") else 0
    if level:
        if level > 6 or not line[level:].startswith((" ", "\t")):
            level = 0
        else:
            line = line.strip("#").strip()
    longest = _LONGEST_MARKDOWN if level else _LONGEST
    if not line or (len(line) > longest and not _has_inline_label(line)):
        return None
    text = _plain(line)
    if kind := _KINDS.get(_key(text)):
        return Heading(kind, text, level)
    if inline := _inline(line):
        return inline if not level else inline._replace(level=level)
    if len(line) <= _LONGEST and (kind := _by_last_word(line, text, level, after_blank)):
        return Heading(kind, text, level)
    return Heading("other", text, level) if level else None


def is_known(line: str) -> bool:
    """Whether a line is just one of the known headings."""
    return _key(_plain(line)) in _KINDS


def _plain(line: str) -> str:
    text = _NUMBERED.sub("", line.strip(_FRAME)).strip(_FRAME)
    parts = text.split(" ")
    if len(parts) > 3 and all(len(part) <= 1 for part in parts):  # E X P E R I E N C E
        text = "".join(part or " " for part in parts)
    return text


def _key(text: str) -> str:
    if _HAN.search(text):
        return "".join(text.split()).lower()
    return " ".join(text.lower().split())


def _has_inline_label(line: str) -> bool:
    return any(mark in line[:_LONGEST] for mark in ":：")


def _inline(line: str) -> Heading | None:
    at = min((place for mark in ":：" if (place := line.find(mark, 0, _LONGEST)) > 0), default=-1)
    if at < 0 or not line[at + 1 :].strip():
        return None
    label = _plain(line[:at])
    key = _key(label)
    kind = _KINDS.get(key)
    if kind not in _INLINE or not _INLINE_WORD.search(key):
        return None
    return Heading(kind, label, 0, line[at + 1 :].strip(" *_"))


def _by_last_word(line: str, text: str, level: int, after_blank: bool) -> str | None:
    if any(mark in text for mark in ",，;；。|@") or any(character.isdigit() for character in text):
        return None
    if _HAN.search(text):
        key = _key(text)
        return _LAST_WORDS.get(key[-2:]) if len(key) <= 8 and (after_blank or level or line[-1:] in ":：") else None
    words = text.split()
    kind = _LAST_WORDS.get(words[-1].lower()) if 1 < len(words) <= 5 else None
    small = {"and", "of", "the", "&"}
    titled = all(word[:1].isupper() or word in small for word in words)
    marked = level > 0 or text.isupper() or line.endswith((":", "**"))
    return kind if kind and (marked or (titled and after_blank)) else None
