"""Templates filled with the candidate's own words: titles, employers, projects, lines of the resume, skills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from engine.i18n import LANGUAGES
from engine.model import Entry, Language, Skill
from engine.offline.text import lexicon
from engine.resume import skill_category

FIELDS: Final = frozenset(
    {"title", "organisation", "project", "bullet", "metric", "skill", "practice", "before", "after", "wanted", "near"}
)
_PLACE = re.compile(r"\{([a-z]+)\}")
_LONGEST_NAME: Final = 70
_LONGEST_BULLET: Final = 150
_LONGEST_TOOL: Final = 36
_SHORTEST_BULLET: Final = 16  # characters, a Chinese one counting as two
_TRIMMED = " \t.,;:·•●▪■◆*-–—。；，、：|/"
_UNWANTED = re.compile(r"[{}<>\[\]`\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTACT = re.compile(r"@|https?:|www\.|\d{7,}")
_TECHNICAL: Final = frozenset({"language", "framework", "database", "cloud", "devops", "os", "messaging"})
_TOOLS: Final = _TECHNICAL | {"office", "erp", "testing", "data", "design", "engineering"}
_DOING = re.compile(r"(?:ing|tion|sion|ment|ity|graphy|ship|work|age|ics|ance|ence|care|research|safety)$")
_FIGURE = r"(?:about |over |under )?[£$€¥]?\d[\w.,%]*"
_UNIT_EN = r"(?: ?(?:days?|hours?|minutes?|weeks?|months?|seconds?|ms|per cent|percent|%))?"
_UNIT_ZH = r"(?:%|％|万|亿|倍|毫秒|秒|分钟|小时|天|周|个月|人|次|个)?"
_CHANGE_ZH = r"(?:缩短|降低|提高|提升|增加|减少|降|升|涨|压缩)?"
_METRICS: Final = (
    re.compile(
        rf"\bfrom {_FIGURE}(?: [a-z]+){{0,2}}? to {_FIGURE}{_UNIT_EN}",
        re.IGNORECASE,
    ),
    re.compile(rf"从\s?\d[\d.,]*\s?[%％\u4e00-\u9fff]{{0,3}}{_CHANGE_ZH}[到至]\s?\d[\d.,]*\s?{_UNIT_ZH}"),
    re.compile(r"\d[\d.,]*\s?(?:%|％|per cent|percent)"),
    re.compile(r"\d[\d.,]*\s?(?:倍|万|亿)(?:元|人|次|条)?"),
    re.compile(r"[£$€¥]\s?\d[\d.,]*\s?(?:k|m|bn|thousand|million|billion)?\b", re.IGNORECASE),
)
"""Figures a line may claim, the most telling kind first."""


def cleaned(text: str) -> str:
    """One line of plain text: control and direction characters, braces and edge punctuation taken out."""
    return " ".join(_UNWANTED.sub(" ", text).split()).strip(_TRIMMED)


def name(text: str) -> str:
    """A title or an employer's name fit to stand in a sentence, or "" where it is none."""
    plain = cleaned(text)
    usable = plain and len(plain) <= _LONGEST_NAME and not _CONTACT.search(plain)
    return plain if usable and re.search(r"[^\W\d_]{2}|[㐀-鿿]", plain) else ""


def bullet(text: str) -> str:
    """A line of the resume fit to be quoted, cut at a word with an ellipsis, or "" where it is not."""
    plain = cleaned(text).replace("“", "'").replace("”", "'")
    width = sum(2 if character >= "⺀" else 1 for character in plain)
    if width < _SHORTEST_BULLET or _CONTACT.search(plain):
        return ""
    room = _LONGEST_BULLET if width < 1.5 * len(plain) else _LONGEST_BULLET // 2
    if len(plain) <= room:
        return plain
    cut = plain[: room - 1]
    whole = re.match(r"(.*[，,；;。])|(.*\s)", cut)
    return (whole.group(0) if whole and len(whole.group(0)) > room // 2 else cut).rstrip(_TRIMMED) + "…"


def tells_change(text: str) -> bool:
    """Whether a line tells of something made different or new, rather than of a standing duty."""
    return any(re.search(lexicon("resume")[language]["change"], text.lower()) for language in LANGUAGES)


def metric(text: str) -> str:
    """A figure that ``text`` claims ("40%", "from 5 days to 2"), or ""."""
    return next((found.group().strip() for pattern in _METRICS if (found := pattern.search(text))), "")


def fields_of(entry: Entry, skills: Sequence[Skill] = ()) -> dict[str, str]:
    """What an entry can put into a template, without its bullets; empty values are left out.

    Of ``skills`` (heaviest first) it is the first tool that a line of the entry names.
    """
    title, organisation = name(entry.title), name(entry.organisation)
    values = {"title": title, "organisation": organisation}
    if entry.kind == "project":
        values = {"project": _project(title, organisation)}
    values["skill"] = _tool(entry, skills)
    return {key: value for key, value in values.items() if value}


def _tool(entry: Entry, skills: Sequence[Skill]) -> str:
    lines = "\n".join(entry.bullets).casefold()
    for each in skills:
        category = skill_category(each.name)
        plain = skill(each.name, category)
        if category not in _TOOLS or not plain or len(plain) > _LONGEST_TOOL or is_practice(plain, category):
            continue
        if re.search(rf"(?<![a-z0-9]){re.escape(each.name.casefold())}(?![a-z0-9+#])", lines):
            return plain
    return ""


def _project(title: str, organisation: str) -> str:
    """A project's name: what stands before a colon, and rather a name than a figure ("600 stars")."""
    names = [re.split(r"[:：]\s", each)[0].strip(_TRIMMED) for each in (title, organisation)]
    return next((each for each in names if each and not re.match(r"\d", each)), names[0] or names[1])


def skill(text: str, category: str) -> str:
    """A skill's name as it stands within a sentence: "Wound care" becomes "wound care", "Spring Boot" stays."""
    plain = name(text)
    common = re.fullmatch(r"[A-Z][a-z-]+(?: [a-z-]+)+", plain) and category not in _TECHNICAL
    return plain[0].lower() + plain[1:] if common or (category == "soft" and plain) else plain


def is_practice(text: str, category: str) -> bool:
    """Whether a skill is something one does (wound care, recruitment) rather than a tool one works with."""
    if category in _TECHNICAL:
        return False
    if re.search(r"[㐀-鿿]", text):
        return not re.search(r"[A-Za-z]", text)
    plain = name(text)
    return bool(re.fullmatch(r"[A-Za-z][a-z-]+(?: [a-z-]+)+", plain) or _DOING.search(plain))


def led(text: str) -> str:
    """``text`` with a space before it, to follow a Chinese character, where it begins in Latin."""
    return _spaced("一", text, "") if text else text


def fill(texts: Sequence[str], values: Mapping[str, str], language: Language) -> str | None:
    """The first of ``texts`` whose every place ``values`` can fill; None if there is none.

    Chinese sentences get a space between Chinese and Latin characters at the edges of what is filled in.
    """
    for text in texts:
        if not all(values.get(place) for place in _PLACE.findall(text)):
            continue
        pieces = _PLACE.split(text)
        for at in range(1, len(pieces), 2):
            value = values[pieces[at]]
            if language == "zh":
                value = _spaced(pieces[at - 1], value, pieces[at + 1])
            pieces[at] = value
        return "".join(pieces)
    return None


def amid(text: str) -> str:
    """``text`` with spaces to stand between Chinese characters, where it begins or ends in Latin."""
    return _spaced("一", text, "一") if text else text


def _spaced(before: str, value: str, after: str) -> str:
    latin = re.compile(r"[A-Za-z0-9%]")
    left = " " if before and "㐀" <= before[-1] <= "鿿" and latin.match(value[0]) else ""
    right = " " if after and "㐀" <= after[0] <= "鿿" and latin.match(value[-1]) else ""
    return f"{left}{value}{right}"
