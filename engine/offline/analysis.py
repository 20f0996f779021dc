"""A resume judged by what can be counted in it: five sub-scores, strengths, and lines made better."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from engine.i18n import t
from engine.model import Analysis, Entry, Language, Profile, Resume
from engine.offline import advice, fill
from engine.offline.feedback import provenance
from engine.offline.text import lexicon
from engine.resume import skill_label

MOST: Final[Mapping[str, int]] = {
    "content": 15,
    "structure": 15,
    "skill_match": 20,
    "expression": 10,
    "project": 40,
}
"""The most each sub-score can reach; together 100."""
LEAST: Final = 2
"""The least of each, so that the sum is never below 10."""
_SKILLS_ENOUGH: Final = 8
_BULLETS_ENOUGH: Final = 3  # of one entry
_ENTRIES_ENOUGH: Final = 4
_NUMBERS_ENOUGH: Final = 4
_TEXT_ENOUGH: Final = {"en": 1200, "zh": 500}  # characters
_MOST_SUGGESTIONS: Final = 8
_PRIORITIES: Final = ("high", "medium", "low")


def analyze(resume: Resume, profile: Profile) -> Analysis:
    """Judge ``resume`` as understood in ``profile``; in Chinese for a Chinese one, else in English."""
    language: Language = "zh" if profile.language == "zh" else "en"
    shown = _Shown(resume.text, profile, language)
    shares = {
        "content": shown.content(),
        "structure": shown.structure(),
        "skill_match": shown.skill_match(),
        "expression": shown.expression(),
        "project": shown.project(),
    }
    scores = {part: max(LEAST, round(MOST[part] * share)) for part, share in shares.items()}
    found = sorted(
        advice.suggestions(resume.text, profile, language), key=lambda each: _PRIORITIES.index(each.priority)
    )
    return Analysis(
        overall_score=sum(scores.values()),
        content_score=scores["content"],
        structure_score=scores["structure"],
        skill_match_score=scores["skill_match"],
        expression_score=scores["expression"],
        project_score=scores["project"],
        summary=_summary(profile, scores, language),
        strengths=tuple(_strengths(shown, profile, language)),
        suggestions=tuple(found[:_MOST_SUGGESTIONS]),
        provenance=provenance(),
    )


def _summary(profile: Profile, scores: Mapping[str, int], language: Language) -> str:
    said = [t("offline.analysis.overall", language, score=sum(scores.values()))]
    if not profile.entries and not profile.skills:
        said.append(t("offline.analysis.empty", language))
    else:
        jobs = sum(entry.kind == "job" for entry in profile.entries)
        projects = sum(entry.kind == "project" for entry in profile.entries)
        counts = {"jobs": jobs, "projects": projects, "skills": len(profile.skills)}
        words = {name: t(f"offline.analysis.{name}", language, n=count) for name, count in counts.items()}
        said.append(t("offline.analysis.names", language, **words))
        ranked = sorted(scores, key=lambda part: scores[part] / MOST[part])
        for key, part in (("best", ranked[-1]), ("worst", ranked[0])):
            if key == "worst" and scores[part] == MOST[part]:
                continue
            label = t(f"offline.analysis.part.{part}", language)
            said.append(t(f"offline.analysis.{key}", language, part=label, score=scores[part], most=MOST[part]))
    return ("" if language == "zh" else " ").join(said)


class _Shown:
    """What a resume shows, as shares 0-1 of what a good one shows."""

    def __init__(self, text: str, profile: Profile, language: Language) -> None:
        self._text, self._profile, self._language = text, profile, language
        self.bullets = [line for entry in profile.entries for line in entry.bullets if line.strip()]
        self.signs: Mapping[str, str] = lexicon("resume")[language]
        self.numbered = [line for line in self.bullets if fill.metric(line) or re.search(r"\d", line)]
        self.plain = [line for line in self.bullets if not advice.is_weak(line, language)]
        self.backed = list(self._backed())

    def _backed(self) -> Iterator[tuple[str, str]]:
        """Skills that a line of an entry shows in use, with that line."""
        lines = [(line, line.casefold()) for line in self.bullets]
        for skill in self._profile.skills:
            names = {skill.name.casefold(), skill_label(skill.name).casefold()}
            line = next((line for line, folded in lines if any(name in folded for name in names)), "")
            if line:
                yield skill.name, line

    def _kinds(self) -> set[str]:
        return {section.kind for section in self._profile.sections} | {entry.kind for entry in self._profile.entries}

    def _dated(self) -> float:
        entries = self._profile.entries
        return sum(bool(entry.start or entry.end) for entry in entries) / len(entries) if entries else 0.0

    def content(self) -> float:
        """Contact, an opening, enough text, dates, studies."""
        enough = min(1.0, len(self._text.strip()) / _TEXT_ENOUGH[self._language])
        return (
            bool(re.search(self.signs["contact"], self._text))
            + bool(self._kinds() & {"summary", "objective"})
            + enough
            + self._dated()
            + ("study" in self._kinds())
        ) / 5

    def structure(self) -> float:
        """Headed sections, and entries whose lines stand apart."""
        headings = sum(bool(section.heading.strip()) for section in self._profile.sections)
        entries = [entry for entry in self._profile.entries if entry.kind != "study"]
        lined = sum(bool(entry.bullets) for entry in entries) / len(entries) if entries else 0.0
        return (min(1.0, headings / 4) + lined + self._dated()) / 3

    def skill_match(self) -> float:
        """Skills named, and skills that the entries show in use."""
        named = len(self._profile.skills)
        if not named:
            return 0.0
        enough = min(1.0, len(self.backed) / min(named, _SKILLS_ENOUGH))
        return 0.5 * min(1.0, named / _SKILLS_ENOUGH) + 0.25 * enough + 0.25 * len(self.backed) / named

    def expression(self) -> float:
        """Lines that begin with what was done and can be read at a glance."""
        if not self.bullets:
            return 0.0
        short = sum(not advice.is_long(line, self._language) for line in self.bullets)
        return (0.6 * len(self.plain) + 0.4 * short) / len(self.bullets)

    def project(self) -> float:
        """Entries told in several lines, lines with figures, lines with results."""
        entries = [entry for entry in self._profile.entries if entry.kind != "study" or entry.bullets]
        told = sum(min(1.0, len(entry.bullets) / _BULLETS_ENOUGH) for entry in entries[: 2 * _ENTRIES_ENOUGH])
        results = sum(bool(re.search(self.signs["result"], line.lower())) for line in self.bullets)
        return (
            0.4 * min(1.0, told / _ENTRIES_ENOUGH)
            + 0.35 * self._often(len(self.numbered))
            + 0.25 * self._often(results)
        )

    def _often(self, lines: int) -> float:
        """Half for enough such lines, half for their share of all, so that a few do not speak for the rest."""
        return 0.5 * min(1.0, lines / _NUMBERS_ENOUGH) + 0.5 * lines / (len(self.bullets) or 1)


def _strengths(shown: _Shown, profile: Profile, language: Language) -> Iterator[str]:
    figures = [line for line in shown.numbered if fill.metric(line)]
    if figures:
        yield t("offline.analysis.strength.numbers", language, quote=fill.cleaned(figures[0]))
    if shown.backed:
        skill, line = shown.backed[0]
        named = fill.led(skill) if language == "zh" else skill
        yield t("offline.analysis.strength.backed", language, skill=named, quote=fill.cleaned(line))
    if shown.bullets and len(shown.plain) >= 0.7 * len(shown.bullets):
        yield t("offline.analysis.strength.verbs", language, quote=fill.cleaned(shown.plain[0]))
    if shown.structure() >= 0.8:
        yield t("offline.analysis.strength.structure", language)
    latest = next((entry for entry in profile.entries if _is_told(entry)), None)
    if latest:
        yield t("offline.analysis.strength.recent", language, title=fill.name(latest.title))


def _is_told(entry: Entry) -> bool:
    return entry.kind == "job" and bool(fill.name(entry.title)) and len(entry.bullets) >= _BULLETS_ENOUGH
