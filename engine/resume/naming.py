"""Whose resume it is, and in which language it is written."""

from __future__ import annotations

import re
from typing import Final

from engine.i18n import language_of
from engine.resume.headings import heading_of
from engine.resume.parties import is_role
from engine.resume.words import keys, phrases

_GIVEN: Final = re.compile(r"^(?:full name|name|姓\s*名|名字)\s*[:：]\s*(?P<name>[^|｜,，;；/\t]{2,60})", re.IGNORECASE)
_SPLIT: Final = re.compile(r"[|｜•·,，;；\t/]| [–—-] ")
_LATIN_NAME: Final = re.compile(r"^[^\W\d_]+(?:['’.-]{1,2}[^\W\d_]+)*\.?$")
_PARTICLES: Final = frozenset(phrases("names", "particles"))
_TITLES: Final = re.compile(r"^(?:dr|mr|mrs|ms|miss|prof|professor|sir)\.? ", re.IGNORECASE)
_NOT_NAMES: Final = frozenset(phrases("names", "not_latin") + phrases("names", "not_chinese"))
_RESUME_WORD: Final = re.compile(r"(?:的?(?:个人|求职)?简历|先生|女士|（?[男女]）?)$")
_SURNAMES: Final = frozenset("".join(phrases("names", "surnames")).replace(" ", ""))
_COMPOUND: Final = frozenset(phrases("names", "compound_surnames"))
_HAN_NAME: Final = re.compile("^[\u4e00-\u9fff]{2,4}$")
_LINES: Final = 8
_MOST_LINES: Final = 300

_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_FUNCTION_WORDS: Final = {code: frozenset(phrases("function_words", code)) for code in keys("function_words")}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SAMPLE: Final = 20_000


def language(text: str) -> str:
    """ISO 639-1 code by script, and for Latin script by function words; English where nothing says otherwise."""
    sample = text[:_SAMPLE]
    count = max(1, len(_LETTER.findall(sample)))
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) >= count / 10:
            return code
    if language_of(text) == "zh":
        return "zh"
    words = _WORD.findall(sample.lower())
    shares = {code: sum(word in known for word in words) for code, known in _FUNCTION_WORDS.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] > 1.2 * shares["en"] and shares[best] >= len(words) / 12 else "en"


def person(lines: list[str]) -> str:
    """The name the resume opens with, as written; "" where none of its first lines is plausibly one."""
    head = lines[:_LINES]
    for line in head:
        if found := _GIVEN.match(line.lstrip("#* ")):
            return _known(found["name"].strip(" *_"))
    for line in head:
        if len(line) > 120:
            return ""
        shown = line.strip("#*_ ")
        if heading_of(shown, after_blank=True):
            continue
        for part in _SPLIT.split(shown)[:2]:
            if name := _chinese(part) or _latin(part):
                return name
    for place, line in enumerate(lines[:_MOST_LINES]):
        # A side column was read first: the name stands beside the address.
        if "@" in line:
            for near in lines[max(0, place - 2) : place]:
                if name := _chinese(near) or _latin(near):
                    return name
    return ""


def _known(name: str) -> str:
    return _chinese(name) or _latin(name) or name


def _chinese(part: str) -> str:
    words = part.split()
    # "张 伟" is one name, "张伟 男 28岁" begins with one.
    candidates = ["".join(words), words[0] if words else ""]
    for candidate in candidates:
        shown = _RESUME_WORD.sub("", candidate)
        if shown in _NOT_NAMES or not _HAN_NAME.match(shown) or is_role(shown):
            continue
        if shown[:2] in _COMPOUND or (shown[0] in _SURNAMES and len(shown) <= 3):
            return shown
    return ""


def _latin(part: str) -> str:
    shown = _TITLES.sub("", part.strip(" .*_#"))
    words = shown.split()
    if not 2 <= len(words) <= 5 or is_role(shown):
        return ""
    for place, word in enumerate(words):
        small = word.lower() in _PARTICLES and 0 < place < len(words) - 1
        if word.lower().strip(".") in _NOT_NAMES or not _LATIN_NAME.match(word) or not (small or word[0].isupper()):
            return ""
    return shown
