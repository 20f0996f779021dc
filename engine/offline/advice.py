"""Suggestions on a resume: the line as it is, a better one, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from engine.i18n import t
from engine.model import Entry, Language, Profile, Suggestion
from engine.offline import fill
from engine.offline.text import lexicon
from engine.resume import skill_category, skill_label

_LONG: Final = {"en": 32, "zh": 70}  # words, characters
_SKILLS_FEW: Final = 4
_HEADINGS_FEW: Final = 2
_MOST_OF_A_KIND: Final = 2
_TOOLS: Final = frozenset(
    {"language", "framework", "database", "messaging", "cloud", "devops", "testing", "data", "design", "office", "erp"}
)
"""Kinds of skills that show in an entry by their names; of others (patient care) the work itself tells."""
_TRIMMED = " .。;；,，"
Kind = Literal["project", "skill", "content", "format", "structure", "expression"]
Weight = Literal["high", "medium", "low"]


def is_weak(line: str, language: Language) -> bool:
    """Whether a line begins with a duty or with "I" instead of what was done."""
    signs = lexicon("resume")[language]
    plain = line.strip().lower()
    return bool(re.match(signs["weak"], plain) or re.match(signs["first_person"], plain))


def tells_result(line: str, language: Language) -> bool:
    """Whether a line has a figure, or words that say what came of the work."""
    return bool(re.search(r"\d", line) or re.search(lexicon("resume")[language]["result"], line.lower()))


def is_long(line: str, language: Language) -> bool:
    """Whether a line is too long to be taken in at a glance."""
    return (len(line) if language == "zh" else len(line.split())) > _LONG[language]


def stronger(line: str, language: Language) -> str:
    """``line`` begun with its verb: "Responsible for managing stock" becomes "Managed stock"."""
    table = lexicon("resume")[language]
    plain = fill.cleaned(line).strip(_TRIMMED)
    for key in ("weak", "first_person"):
        found = re.match(table[key], plain.lower())
        if found and len(found.group()) < len(plain):
            plain = plain[found.end() :].lstrip()
    if language == "en":
        first, _, rest = plain.partition(" ")
        done = table["past"].get(first.lower(), "")
        plain = f"{done} {rest}".strip() if done else plain[:1].upper() + plain[1:]
    return plain


def suggestions(text: str, profile: Profile, language: Language) -> Iterator[Suggestion]:
    """What to change, the most useful first."""
    if not profile.entries:
        yield _suggestion("no_entries", "content", "high", language)
    yield from _on_lines(profile, language)
    yield from _on_entries(profile, language)
    yield from _on_skills(profile, language)
    yield from _on_the_whole(text, profile, language)


def _suggestion(
    key: str, category: Kind, priority: Weight, language: Language, *, original: str = "", **fields: str
) -> Suggestion:
    return Suggestion(
        category=category,
        priority=priority,
        issue=t(f"offline.analysis.issue.{key}", language),
        recommendation=t(f"offline.analysis.advice.{key}", language, **fields),
        original=original,
    )


def _on_lines(profile: Profile, language: Language) -> Iterator[Suggestion]:
    lines = [line for entry in profile.entries for line in entry.bullets if line.strip()]
    weak = [line for line in lines if is_weak(line, language)]
    plain = [line for line in lines if line not in weak and not tells_result(line, language)]
    for line in plain[:_MOST_OF_A_KIND]:
        better = fill.cleaned(line).strip(_TRIMMED)
        yield _suggestion("no_number", "project", "high", language, original=line, line=better)
    for line in weak[:_MOST_OF_A_KIND]:
        better = stronger(line, language)
        first = re.match(lexicon("resume")[language]["first_person"], line.strip().lower())
        key = "first_person" if first else "weak_verb_only" if re.search(r"\d", line) else "weak_verb"
        yield _suggestion(key, "expression", "medium", language, original=line, line=better)
    for line in [line for line in lines if is_long(line, language)][:1]:
        yield _suggestion("long_line", "expression", "low", language, original=line, line=_first_part(line, language))


def _first_part(line: str, language: Language) -> str:
    """The beginning of a long line, up to a joint near its middle."""
    plain = fill.cleaned(line)
    middle = len(plain) // 2
    joints = [found.start() for found in re.finditer(r"[,;，；、]| and | with | which ", plain)]
    at = min(joints, key=lambda place: abs(place - middle), default=middle)
    if language == "en" and at == middle:
        at = plain.rfind(" ", 0, middle)
    return plain[:at].strip(_TRIMMED)


def _label(entry: Entry) -> str:
    return fill.name(entry.title) or fill.name(entry.organisation)


def _on_entries(profile: Profile, language: Language) -> Iterator[Suggestion]:
    named = [(entry, _label(entry)) for entry in profile.entries if _label(entry)]
    bare = [label for entry, label in named if entry.kind != "study" and not entry.bullets]
    for label in bare[:_MOST_OF_A_KIND]:
        yield _suggestion("no_bullets", "project", "high", language, original=label, label=_quoted(label, language))
    undated = [label for entry, label in named if not entry.start and not entry.end]
    for label in undated[:1]:
        yield _suggestion("no_dates", "structure", "medium", language, original=label, label=_quoted(label, language))
    if profile.entries and sum(len(entry.bullets) for entry in profile.entries) < len(profile.entries):
        yield _suggestion("few_projects", "project", "high", language)


def _quoted(label: str, language: Language) -> str:
    return f"“{label}”" if language == "zh" else label


def _on_skills(profile: Profile, language: Language) -> Iterator[Suggestion]:
    told = " ".join(
        part for entry in profile.entries for part in (entry.title, entry.organisation, *entry.bullets)
    ).casefold()
    unbacked = [
        skill
        for skill in profile.skills
        if skill_category(skill.name) in _TOOLS
        and skill.name.casefold() not in told
        and skill_label(skill.name).casefold() not in told
    ]
    if profile.entries:
        for skill in unbacked[:1]:
            named = fill.amid(skill.name) if language == "zh" else skill.name
            yield _suggestion("unbacked", "skill", "medium", language, original=skill.quote, skill=named)
    if len(profile.skills) < _SKILLS_FEW:
        yield _suggestion("few_skills", "skill", "medium", language)


def _on_the_whole(text: str, profile: Profile, language: Language) -> Iterator[Suggestion]:
    kinds = {section.kind for section in profile.sections}
    if sum(bool(section.heading.strip()) for section in profile.sections) < _HEADINGS_FEW:
        yield _suggestion("no_sections", "structure", "medium", language)
    if not re.search(lexicon("resume")[language]["contact"], text):
        yield _suggestion("no_contact", "content", "medium", language)
    if not kinds & {"summary", "objective"}:
        yield _suggestion("no_summary", "content", "low", language)
