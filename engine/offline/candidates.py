"""What could be asked of this resume: every question of the bank that fits it, filled in and weighed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engine.i18n import t
from engine.job import match
from engine.model import Brief, Category, Entry, JobMatch, Language, Profile, Question
from engine.offline import fill
from engine.offline.bank import AUTHOR, Item, items
from engine.offline.path import Change, Gap, changes, gaps, is_beginning
from engine.offline.placing import fields_shown
from engine.resume import skill_category, skill_label, skill_name

Group = Literal["own", "skill", "gap", "behavioural", "general"]
_MOST_SKILLS: Final = 16
_MOST_BULLETS: Final = 4  # of one entry
_MOST_ENTRIES: Final = 10
_RECENT_STEPS: Final = 3  # of the latest entries; what came before them is past
_LONGEST_SKILL: Final = 36
_OLDER: Final = 0.8  # each entry further back
_QUOTING: Final = 1.3  # a question that quotes a line of the resume
_LATER_LINE: Final = 0.9
_STUDY: Final = 0.35  # against a job or project, once there is work to speak of
_SPECIFIC: Final = 1.6  # a question on the subject itself, against one that fits any skill
_FIELD: Final = 1.2
_EARLIER_TITLE: Final = 0.7  # the field of each title further back
_OTHER_FIELD: Final = 0.35  # a skill of another profession than the titles show: a developer who wrote a ledger
_NEXT_GAP: Final = 0.85  # each gap that the job weighs less
_GAPS: Final[Mapping[str, float]] = {"absent": 1.0, "related": 0.8, "listed": 0.4}
"""How much there is to ask about what the job wants and the resume does not show, by the reason."""
_KINDS_OF_GAP: Final[Mapping[str, str]] = {"absent": "missing", "related": "related", "listed": "listed"}
_PROOF: Final = 1.4  # a line that shows what the job asks for
_OFFICE: Final = 0.5  # a skill that says little about the profession
_SHOWN_IN_STORIES: Final = frozenset({"soft", "languages"})
"""Kinds of skill that no question about the skill itself brings out: a story does, or speaking."""
_WANTED: Final[Mapping[str, float]] = {"must": 2.0, "asked": 1.8, "nice": 1.4}  # a skill the job asks for too
_STEP: Final = 0.45  # a gap or a change of field against the latest job: asked now and then, never as a rule
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that could be asked. ``weight`` (> 0) is comparable within its group only."""

    group: Group
    item: Item
    question: Question
    weight: float
    source: str  # the entry or skill it is about, so that a plan does not dwell on one
    line: str = ""  # the line of the resume it quotes


def candidates(profile: Profile, brief: Brief, language: Language) -> list[Candidate]:
    """Every question that fits ``profile``, in a fixed order."""
    job = match(profile, brief.job_description)
    return [
        *_about_entries(profile, job, language),
        *_about_the_path(profile, language),
        *_about_skills(profile, brief, job, language),
        *_about_gaps(job, language),
        *_for_anyone(language),
    ]


def _question(item: Item, text: str, language: Language, reason: str, skill: str = "") -> Question:
    wording = item.wordings[language]
    return Question(
        text=text,
        category=item.category,
        reference_answer=wording.reference,
        key_points=wording.points,
        probes=wording.probes,
        type=item.type,
        difficulty=item.difficulty,
        skill=skill,
        language=language,
        reason=reason,
        author=AUTHOR,
    )


def _latest_first(entries: tuple[Entry, ...]) -> list[Entry]:
    def end(entry: Entry) -> str:
        found = _YEAR.search(entry.end or entry.start)
        return "9999" if "present" in entry.end.lower() else found.group() if found else "0000"

    return sorted(entries, key=end, reverse=True)[:_MOST_ENTRIES]


def _about_entries(profile: Profile, job: JobMatch, language: Language) -> Iterator[Candidate]:
    working = any(entry.kind == "job" for entry in profile.entries)
    proofs = {fill.bullet(each.proof) for each in job.of("has") if each.kind == "skill"} - {""}
    seen: set[str] = set()
    for rank, entry in enumerate(_latest_first(profile.entries)):
        values = fill.fields_of(entry, profile.skills)
        label = values.get("project") or values.get("organisation") or values.get("title") or ""
        weight = _OLDER**rank * (_STUDY if entry.kind == "study" and working else 1.0)
        reason = t("offline.reason.entry", language, entry=label) if label else t("offline.reason.line", language)
        for item in items():
            if entry.kind not in item.kinds:
                continue
            liking = _QUOTING if _takes_lines(item) else 1.0
            for place, filled in enumerate(_fillings(item, entry, values)):
                text = fill.fill(item.wordings[language].texts, filled, language)
                if text is None or text in seen:
                    continue
                seen.add(text)
                made = _question(item, text, language, reason)
                value = weight * _LATER_LINE**place * liking
                value *= _PROOF if filled.get("bullet") in proofs else 1.0
                yield Candidate("own", item, made, value, f"entry {rank}", filled.get("bullet", ""))


def _about_the_path(profile: Profile, language: Language) -> Iterator[Candidate]:
    """The last gap and the last change of field, while they are recent enough to matter."""
    recent = _latest_first(profile.entries)[:_RECENT_STEPS]
    steps: dict[str, Gap | Change | None] = {
        "gap": next(iter(gaps(profile.entries)), None),
        "change": next(iter(changes(profile.entries)), None),
    }
    for kind, step in steps.items():
        if step is None or step.after not in recent:
            continue
        values = {"before": _place(step.before, kind), "after": _place(step.after, kind)}
        reason = t("offline.reason.entry", language, entry=values["after"])
        for item in items():
            text = fill.fill(item.wordings[language].texts, values, language) if kind in item.kinds else None
            if text:
                yield Candidate("own", item, _question(item, text, language, reason), _STEP, kind)


def _place(entry: Entry, kind: str) -> str:
    """What an entry is called: by where it was for a gap, by what it was for a change of field."""
    names = fill.name(entry.organisation), fill.name(entry.title)
    return next((each for each in (names if kind == "gap" else names[::-1]) if each), "")


def _takes_lines(item: Item) -> bool:
    return "{bullet}" in item.wordings["en"].texts[0]


def _fillings(item: Item, entry: Entry, values: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """What an entry can put into an item: itself, or each of its lines in turn."""
    if not _takes_lines(item):
        yield values
        return
    lines = [(fill.bullet(line), fill.metric(line)) for line in entry.bullets]
    if item.needs_change:
        lines = [(line, figure) for line, figure in lines if fill.tells_change(line)]
    usable = [(line, figure) for line, figure in lines if line]
    usable.sort(key=lambda pair: (not pair[1], -min(len(pair[0]), 90)))
    for line, figure in usable[:_MOST_BULLETS]:
        yield {**values, "bullet": line, "metric": figure if figure in line else ""}


def _about_skills(profile: Profile, brief: Brief, job: JobMatch, language: Language) -> Iterator[Candidate]:
    wanted = {each.skill.casefold(): _WANTED[each.importance] for each in job.requirements}
    shown: dict[str, tuple[str, float]] = {}
    for skill in profile.skills[: 2 * _MOST_SKILLS]:
        plain, label = fill.skill(skill.name, skill_category(skill.name)), skill_label(skill.name)
        if not plain or len(plain) > _LONGEST_SKILL or label.casefold() in shown:
            continue
        weight = max(skill.weight, 0.01) * wanted.get(label.casefold(), 1.0)
        weight *= _OFFICE if skill_category(skill.name) == "office" else 1.0
        shown[label.casefold()] = (plain, weight)
    top = dict(sorted(shown.items(), key=lambda pair: -pair[1][1])[:_MOST_SKILLS])
    heaviest = max((weight for _, weight in top.values()), default=1.0)
    placed = _placed(profile, brief)
    for label, (plain, weight) in top.items():
        reason = _reason("skill", plain, language)
        share = (weight / heaviest) ** 0.5
        for item in items():
            if label in item.skills:
                text = item.wordings[language].texts[0]
                made = _question(item, text, language, reason, plain)
                foreign = placed and item.fields and not item.fields & placed.keys()
                yield Candidate("skill", item, made, share * _SPECIFIC * (_OTHER_FIELD if foreign else 1.0), label)
            elif "{skill}" in item.wordings["en"].texts[0] and skill_category(plain) not in _SHOWN_IN_STORIES:
                kind = "practice" if fill.is_practice(plain, skill_category(plain)) else "skill"
                filled = fill.fill(item.wordings[language].texts, {kind: plain}, language)
                if filled:
                    yield Candidate("skill", item, _question(item, filled, language, reason, plain), share, label)
    yield from _of_the_job(job, shown.keys(), language)
    yield from _of_the_field(placed, language)


def _reason(key: str, skill: str, language: Language) -> str:
    return t(f"offline.reason.{key}", language, skill=fill.led(skill) if language == "zh" else skill)


def _of_the_job(job: JobMatch, shown: Container[str], language: Language) -> Iterator[Candidate]:
    """Questions on what the job asks for and the resume is close to: what is alike in both can be answered."""
    for each in job.of("partly"):
        label = each.skill.casefold()
        for item in items():
            if each.why == "related" and label in item.skills and label not in shown:
                wanted = skill_name(each.name, language)
                made = _question(
                    item, item.wordings[language].texts[0], language, _reason("job", wanted, language), wanted
                )
                yield Candidate("skill", item, made, 1.0, label)


def _about_gaps(job: JobMatch, language: Language) -> Iterator[Candidate]:
    """How somebody would learn what the job asks for and the resume does not show, the weightiest gap first."""
    gaps = [each for each in job.gaps if each.skill and each.why in _KINDS_OF_GAP]
    for rank, each in enumerate(gaps):
        plain, near = _within(each.name, language), _within(each.found, language)
        if not plain or len(plain) > _LONGEST_SKILL or len(near) > _LONGEST_SKILL:
            continue
        weight = (
            _WANTED[each.importance] ** 2
            * _GAPS[each.why]
            * _NEXT_GAP**rank
            * (_OFFICE if skill_category(each.skill) == "office" else 1.0)
        )
        reason = _reason(f"job_{_KINDS_OF_GAP[each.why]}", plain, language)
        for item in items():
            if _KINDS_OF_GAP[each.why] in item.kinds:
                text = fill.fill(item.wordings[language].texts, {"wanted": plain, "near": near}, language)
                if text:
                    made = _question(item, text, language, reason, plain)
                    yield Candidate("gap", item, made, weight, each.skill.casefold())


def _within(name: str, language: Language) -> str:
    """A skill's name as it stands within a sentence of ``language``."""
    spoken = skill_name(name, language)
    return fill.skill(spoken, skill_category(spoken))


def _placed(profile: Profile, brief: Brief) -> dict[str, int]:
    """The fields the titles show, the latest first, each with how many titles further back it lies."""
    entries = [entry for entry in _latest_first(profile.entries) if entry.kind != "project"]
    skills = {skill_label(skill.name).casefold() for skill in profile.skills[: 2 * _MOST_SKILLS]}
    shown = fields_shown([brief.target_role, *(entry.title for entry in entries)], skills)
    if is_beginning(profile):
        shown.setdefault("student", 0)
    return {field: max(0, place - 1) for field, place in shown.items()}


def _of_the_field(placed: Mapping[str, int], language: Language) -> Iterator[Candidate]:
    reason = t("offline.reason.field", language)
    for field, back in placed.items():
        for item in items():
            if field in item.fields and not item.needs_skill:
                made = _question(item, item.wordings[language].texts[0], language, reason)
                yield Candidate("skill", item, made, _FIELD * _EARLIER_TITLE**back, f"field {field}")


def _for_anyone(language: Language) -> Iterator[Candidate]:
    for item in items():
        if item.is_template or item.skills or item.fields:
            continue
        group: Group = "behavioural" if item.category == Category.BEHAVIOURAL.value else "general"
        reason = t(f"offline.reason.{group}", language)
        yield Candidate(group, item, _question(item, item.wordings[language].texts[0], language, reason), 1.0, item.id)
