"""What a planned question must be before it is asked; decided in code, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import ValidationError

from engine.llm import words
from engine.llm.fence import plain
from engine.llm.replies import PlannedQuestion
from engine.model import (
    Brief,
    Category,
    Difficulty,
    Entry,
    Language,
    Profile,
    Provenance,
    Question,
    QuestionType,
    Resume,
)
from engine.resume import profile, skill_category, skill_label

LONGEST: Final = 400  # characters of a question
_LONGEST_POINT, _LONGEST_REFERENCE, _LONGEST_REASON, _LONGEST_SKILL = 160, 1_500, 200, 60
_SHORTEST: Final = 4  # words of a question that can stand alone
_TECHNOLOGIES: Final = frozenset(
    {"language", "framework", "database", "messaging", "cloud", "devops", "os", "testing", "erp", "networking"}
)
"""Kinds of skill whose names are products: who has not named one need not know it."""
_ADDRESS: Final = re.compile(r"https?://|www\.|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_SENTENCE: Final = re.compile(r".*?[?？]+[\"”’」]?", re.DOTALL)
_CATEGORIES: Final[Mapping[str, Category]] = {
    "behavioral": Category.BEHAVIOURAL,
    "behavior": Category.BEHAVIOURAL,
    "behaviour": Category.BEHAVIOURAL,
    "project": Category.EXPERIENCE,
    "projects": Category.EXPERIENCE,
    "technical": Category.FUNDAMENTALS,
    "skill": Category.TOOLS,
    "tool": Category.TOOLS,
    "system_design": Category.DESIGN,
    "architecture": Category.DESIGN,
    "situation": Category.SITUATIONAL,
    "teamwork": Category.COMMUNICATION,
}
_DIFFICULTIES: Final[Mapping[str, Difficulty]] = {
    "easy": Difficulty.BASIC,
    "simple": Difficulty.BASIC,
    "hard": Difficulty.EXPERT,
    "advanced": Difficulty.EXPERT,
    "difficult": Difficulty.EXPERT,
}
_TYPES: Final[Mapping[Category, QuestionType]] = {
    Category.EXPERIENCE: QuestionType.EXPERIENCE,
    Category.DESIGN: QuestionType.SYSTEM_DESIGN,
    Category.BEHAVIOURAL: QuestionType.BEHAVIORAL,
    Category.MOTIVATION: QuestionType.BEHAVIORAL,
    Category.SITUATIONAL: QuestionType.SITUATIONAL,
}


class Gate:
    """Lets the questions of one plan pass, one by one, mended where that is possible.

    ``missing`` and the quotas say what is still wanted; nothing passes that would put a quota out of reach.
    """

    def __init__(self, resume: Resume, brief: Brief, language: Language) -> None:
        self._language = language
        self._profile: Profile = profile(resume.text)
        self._named = f"{resume.text}\n{brief.job_description}\n{brief.target_role}".casefold()
        self._skills = {skill_label(skill.name).casefold() for skill in self._profile.skills}
        self._skills |= {skill_label(skill.name).casefold() for skill in profile(brief.job_description).skills}
        self._entries = self._profile.entries
        self.before = (*brief.recent_questions, *brief.asked)  # not to be asked again
        self.passed: list[Question] = []
        self.refused: list[str] = []  # why, for the model
        self._count = brief.question_count - len(brief.asked)
        own = sum(self.entry_named(text) is not None for text in brief.asked)
        self._own = max(0, -(-brief.question_count // 3) - own) if self._entries else 0
        # Whether a question already asked was behavioural cannot be seen from its text: the quota stands.
        self._behavioural = 1 if self._count > 0 else 0

    @property
    def missing(self) -> int:
        """How many questions are still wanted."""
        return max(0, self._count - len(self.passed))

    @property
    def own_missing(self) -> int:
        """How many of them must be about the candidate's own entries."""
        own = sum(self.entry_named(question.text) is not None for question in self.passed)
        return min(self.missing, max(0, self._own - own))

    @property
    def behavioural_missing(self) -> int:
        done = any(question.category == Category.BEHAVIOURAL for question in self.passed)
        return 0 if done else min(self.missing, self._behavioural)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(question.text for question in self.passed)

    def admit(self, item: Mapping[str, object], author: Provenance) -> Question | None:
        """The question made of an item of a reply, or None where it cannot be asked; ``refused`` then says why."""
        made = self._checked(item, author) if self.missing else None
        if isinstance(made, str):
            self.refused.append(made)
            return None
        if made is not None:
            self.passed.append(made)
        return made

    def _checked(self, item: Mapping[str, object], author: Provenance) -> Question | str:
        """The question, or why it cannot be asked."""
        try:
            planned = PlannedQuestion.model_validate(item)
        except ValidationError as error:
            return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:2])
        text = one_question(plain(planned.question, 2 * LONGEST))
        if len(text) > LONGEST or len(words.words_of(text)) < 2:
            return "a question has no fit length"
        if _ADDRESS.search(text):
            return "a question holds an address"
        if words.repeats(text, (*self.before, *self.texts)):
            return "a question repeats another"
        foreign = self._foreign(text)
        if foreign:
            return f"{foreign} is named neither in the resume nor in the job description"
        category = _category(planned.category)
        entry = self.entry_named(text)
        if not self._within_quotas(entry is not None, category is Category.BEHAVIOURAL):
            return "too few about the candidate's own entries, or none behavioural"
        question = self._made(planned, text, category, entry, author)
        if not question.key_points or not question.reference_answer:
            return "key points or reference answer are empty"
        return question

    def _refuse(self, why: str) -> None:
        self.refused.append(why)

    def _within_quotas(self, own: bool, behavioural: bool) -> bool:
        """Whether the places left after this question still hold what must come."""
        own_missing, behavioural_missing = self.own_missing, self.behavioural_missing
        helps = (own and own_missing > 0) or (behavioural and behavioural_missing > 0)
        return helps or own_missing + behavioural_missing < self.missing

    def entry_named(self, text: str) -> Entry | None:
        """The first entry of the resume that ``text`` names, by title, organisation or several words of a line."""
        for entry in self._entries:
            titles = (entry.organisation, entry.title) if entry.kind == "project" else (entry.organisation,)
            lines = (*entry.bullets, f"{entry.title} {entry.organisation}")
            if words.names(text, [title for title in titles if title.strip()], lines):
                return entry
        return None

    def _foreign(self, text: str) -> str:
        """A technology that ``text`` names and the candidate's papers do not, or ""."""
        for skill in profile(text).skills:
            label = skill_label(skill.name)
            if skill_category(skill.name) not in _TECHNOLOGIES and skill_category(label) not in _TECHNOLOGIES:
                continue
            if label.casefold() not in self._skills and skill.name.casefold() not in self._named:
                return label
        return ""

    def _made(
        self, planned: PlannedQuestion, text: str, category: Category, entry: Entry | None, author: Provenance
    ) -> Question:
        kind = _TYPES.get(category, QuestionType.SKILL)
        if category is Category.EXPERIENCE and entry is not None and entry.kind == "project":
            kind = QuestionType.PROJECT
        points = (plain(point, _LONGEST_POINT).replace("\n", " ") for point in planned.key_points)
        return Question(
            text=text,
            category=category.value,
            type=kind,
            difficulty=_difficulty(planned.difficulty),
            skill=plain(planned.skill, _LONGEST_SKILL),
            key_points=tuple(dict.fromkeys(point for point in points if point)),
            reference_answer=plain(planned.reference_answer, _LONGEST_REFERENCE),
            reason=plain(planned.reason, _LONGEST_REASON).replace("\n", " "),
            language=self._language,
            author=author,
        )


def one_question(text: str) -> str:
    """``text`` up to the end of its first question that can stand alone, in one line."""
    line = " ".join(text.split())
    taken = ""
    for sentence in _SENTENCE.findall(line):
        taken += sentence
        if words.length(taken) >= _SHORTEST:
            return str(taken.strip())
    return line


def _category(key: str) -> Category:
    folded = re.sub(r"[\s-]+", "_", key.strip().casefold())
    try:
        return Category(folded)
    except ValueError:
        return _CATEGORIES.get(folded, Category.FUNDAMENTALS)


def _difficulty(key: str) -> Difficulty:
    folded = key.strip().casefold()
    try:
        return Difficulty(folded.upper())
    except ValueError:
        return _DIFFICULTIES.get(folded, Difficulty.INTERMEDIATE)


def mix(count: int, shares: Sequence[int]) -> list[int]:
    """``count`` split in proportion to ``shares`` (per cent), by largest remainder."""
    exact = [count * share / 100 for share in shares]
    parts = [int(each) for each in exact]
    for at in sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])[: count - sum(parts)]:
        parts[at] += 1
    return parts
